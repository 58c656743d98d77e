// Comfort only: every act on every page works without this file.
import { Button, Checkboxes, ErrorSummary, Radios, SkipLink, createAll } from './govuk-frontend.js'
import { SortableTable } from './sortable-table.js'

document.body.classList.add('js-enabled', 'govuk-frontend-supported')

for (const component of [Button, Checkboxes, Radios, ErrorSummary, SkipLink]) createAll(component)
for (const table of document.querySelectorAll('[data-module="moj-sortable-table"]')) new SortableTable(table)

// The clock in the utility bar and on the hall screen.
for (const clock of document.querySelectorAll('[data-clock]')) {
  const show = () => {
    clock.textContent = new Date().toLocaleTimeString('en-GB', { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit' })
  }
  show()
  setInterval(show, 10000)
}

// The hall screen turns its own pages; the space bar holds and frees it. Without this script a meta refresh turns them.
const screen = document.querySelector('[data-turn]')
if (screen) {
  let held = false
  document.addEventListener('keydown', (event) => { if (event.key === ' ') { held = !held; event.preventDefault() } })
  setInterval(() => { if (!held) location.assign(screen.dataset.next) }, Math.max(5, Number(screen.dataset.turn)) * 1000)
}

// Print buttons appear only where they can work.
for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false
  button.addEventListener('click', () => window.print())
}

// Copy buttons beside query codes and hashes.
for (const button of document.querySelectorAll('[data-copy]')) {
  if (!navigator.clipboard) continue
  button.hidden = false
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(button.dataset.copy)
    button.textContent = button.dataset.done
  })
}

// At the counter: "all handed in" ticks every material at once.
for (const button of document.querySelectorAll('[data-tick-all]')) {
  button.hidden = false
  button.addEventListener('click', () => {
    for (const box of document.querySelectorAll('input[data-tick="' + button.dataset.tickAll + '"]')) box.checked = true
  })
}

// A slash goes to the search box, as clerks expect.
document.addEventListener('keydown', (event) => {
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)
  const box = document.querySelector('[data-search]')
  if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && box) {
    event.preventDefault()
    box.focus()
  }
})

// The work list keeps itself up to date: the server says "changed", the page fetches itself and takes over the list. What is ticked stays ticked.
// Without it, or when the line is cut, the list is as old as the page, as it always was.
const live = document.querySelector('[data-live]')
if (live && window.EventSource) {
  const word = document.querySelector('[data-live-word]')
  let busy = false, again = false
  const refresh = async () => {
    if (busy) { again = true; return }
    busy = true
    try {
      const reply = await fetch(location.href, { credentials: 'same-origin', headers: { Accept: 'text/html' } })
      const fresh = reply.ok && !reply.redirected && new DOMParser().parseFromString(await reply.text(), 'text/html').querySelector('[data-live]')
      if (fresh) {
        const ticked = new Set([...live.querySelectorAll('input[type=checkbox]:checked')].map((box) => box.value))
        const focused = document.activeElement && live.contains(document.activeElement) ? document.activeElement.id : ''
        live.replaceChildren(...fresh.childNodes)
        for (const box of live.querySelectorAll('input[type=checkbox]')) box.checked = ticked.has(box.value)
        for (const table of live.querySelectorAll('[data-module="moj-sortable-table"]')) new SortableTable(table)
        if (focused) document.getElementById(focused)?.focus()
        if (word) word.textContent = word.dataset.liveWord
      }
    } catch { /* the next change will do */ }
    busy = false
    if (again) { again = false; setTimeout(refresh, 1000) }
  }
  const stream = new EventSource(live.dataset.live)
  stream.addEventListener('list', refresh)
  addEventListener('pagehide', () => stream.close())
}
