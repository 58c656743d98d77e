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
