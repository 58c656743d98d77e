// hall.mjs: what every walk needs: a hall on a temporary place and a free port, one chromium, named checks, a look at each page.
import { chromium } from 'playwright-core';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
export const shots = join(here, '../shots');
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/* ---- checks ---- */

let passed = 0, failed = 0;
export function check(name, good, detail) {
  if (good) { passed++; if (process.env.VERBOSE) console.log('ok    ' + name); }
  else { failed++; console.log('FAIL  ' + name + (detail === undefined ? '' : '\n      ' + String(detail).slice(0, 1500).replace(/\n/g, '\n      '))); }
  return good;
}
export const has = (name, text, part) => check(name, part instanceof RegExp ? part.test(text) : text.includes(part), `wanted ${part} in: ${text.slice(0, 400)}`);
export const result = () => ({ passed, failed });

/* What the walks opened, what axe looked at, which acts were filled in: walked.mjs asks at the end whether something was left out. */
export const walked = { opened: new Set(), axed: new Set(), acts: new Set() };

/* ---- the hall ---- */

/* later: this hall's clock can be put forward (hall.later(days)); the browser's and everybody else's stay as they are. */
export async function openHall(binary, { later = false } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'yichuang-browser-')), ahead = join(folder, 'later');
  const put = seconds => { const bytes = Buffer.alloc(8); bytes.writeBigInt64LE(BigInt(seconds)); writeFileSync(ahead, bytes, { flag: existsSync(ahead) ? 'r+' : 'w' }); };
  if (later) {
    const made = spawnSync('cc', ['-shared', '-fPIC', '-O1', '-o', ahead + '.so', join(here, '../later.c')]);
    if (made.status) throw new Error('later.c: ' + made.stderr);
    put(0);
  }
  const env = later ? { ...process.env, LD_PRELOAD: ahead + '.so', YC_LATER: ahead } : process.env;
  const server = spawn(binary, ['serve', '--demo', '--data', join(folder, 'data'), '--port', '0'], { stdio: ['ignore', 'pipe', 'pipe'], env });
  let said = '', complained = '';
  server.stderr.on('data', bytes => { complained += bytes; });
  const url = await new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('the hall did not open in 40 s: ' + said + complained)), 40000);
    server.stdout.on('data', bytes => {
      said += bytes;
      const found = said.match(/open at (http:\/\/\S+?)(?:\s|（)/);
      if (found) { clearTimeout(late); resolve(found[1]); }
    });
    server.on('exit', code => { clearTimeout(late); reject(new Error('the hall closed with ' + code + ': ' + said + complained)); });
  });
  const closed = new Promise(resolve => server.on('exit', resolve));
  return {
    url, folder, binary, data: join(folder, 'data'), verifier: join(dirname(binary), 'verify_receipt'),
    complaints: () => complained,
    later: days => put(days * 86400),
    async close() {
      server.kill('SIGTERM');
      const late = setTimeout(() => server.kill('SIGKILL'), 10000);
      await closed;
      clearTimeout(late);
    },
    clear() { rmSync(folder, { recursive: true, force: true }); },
  };
}

/* After the hall has closed: does its ledger hold, and did it report no fault? Takes its folder away. */
export function verified(hall, name) {
  const verify = spawnSync(hall.binary, ['verify', '--data', hall.data]);
  check(`${name}: the ledger, the replay and the document numbers hold afterwards`, verify.status === 0, verify.stdout + '' + verify.stderr);
  check(`${name}: the hall reported no fault`, !/"level":"error"/.test(hall.complaints()), hall.complaints().split('\n').filter(line => /error/.test(line)).slice(0, 5).join('\n'));
  hall.clear();
}

export function openBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium', headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--lang=zh-CN'],
  });
}

/* ---- people ---- */

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
let people = 0;
/* A made-up citizen with a right check digit; no two alike. */
export function person(name) {
  const body = '420115' + '19' + String(70 + people % 30) + '0' + (1 + people % 9) + String(10 + people % 18) + String(100 + ++people).slice(-3);
  const sum = [...body].reduce((all, digit, i) => all + Number(digit) * weights[i], 0);
  return { name, id: body + '10X98765432'[sum % 11], phone: '1380013' + String(8000 + people).slice(-4) };
}
export const passwords = { wang: 'demo-clerk-2026', chen: 'demo-chief-2026', liu: 'demo-review-2026', zhao: 'demo-review-2026', sun: 'demo-chief-2026', zhou: 'demo-supervise-2026', admin: 'demo-admin-2026' };

/* ---- a visitor: one context with one tab, and what was wrong on the way ---- */

export async function visitor(browser, hall, { width = 1280, height = 900, js = true, english = false, name } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, javaScriptEnabled: js, baseURL: hall.url, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', acceptDownloads: false });
  context.setDefaultTimeout(15000);
  if (english) await context.request.get('/preferences?lang=en&back=/');
  const page = await context.newPage(), troubles = [];
  page.on('console', message => {
    if (message.type() !== 'error' && !/Content.Security.Policy/i.test(message.text())) return;
    if (/the server responded with a status of (4\d\d|503)/.test(message.text()) && message.location().url.split('#')[0] === page.url().split('#')[0]) return;      /* an answer we asked for */
    troubles.push(page.url() + ' says: ' + message.text());
  });
  page.on('pageerror', error => troubles.push(page.url() + ' broke: ' + error.message));
  page.on('response', response => {
    if (response.status() >= 500) troubles.push(response.url() + ' answered ' + response.status());
    if (response.status() === 200 && response.request().method() === 'GET' && response.request().isNavigationRequest()) walked.opened.add(new URL(response.url()).pathname);
  });
  const one = {
    context, page, name, width,
    troubles: () => troubles.splice(0),
    async go(path) { const answer = await page.goto(path, { waitUntil: 'load' }); return answer ? answer.status() : 0; },
    text: selector => page.locator(selector || 'main').first().innerText(),
    press: async (selector) => { await Promise.all([page.waitForLoadState('load'), page.locator(selector).first().click()]); await page.waitForLoadState('load'); },
    fill: (id, value) => page.locator(`[id="${id}"]`).fill(value),
    tick: (id, on = true) => page.locator(`[id="${id}"]`).setChecked(on, { force: true }),
    /* Once more when the kept connection was just closed for having been idle too long. */
    get: path => context.request.get(path, { maxRedirects: 0 }).catch(() => context.request.get(path, { maxRedirects: 0 })),
    href: selector => page.locator(selector).first().getAttribute('href'),
    async login(account, password = passwords[account]) {
      await one.go('/login');
      await one.fill('account', account);
      await one.fill('password', password);
      await one.press('main form button');
    },
    async logout() { await one.press('.yc-utility__button'); },
    close: () => context.close(),
  };
  return one;
}

/* A document comes down as one PDF; its words by poppler. */
export async function pdf(who, path, pages) {
  const answer = await who.get(path), bytes = await answer.body();
  if (answer.status() !== 200 || bytes.subarray(0, 5).toString() !== '%PDF-') return { good: false, text: `${path}: ${answer.status()} ${answer.headers()['content-type']} ${bytes.subarray(0, 100)}` };
  const file = join(tmpdir(), `yichuang-${process.pid}.pdf`);
  writeFileSync(file, bytes);
  const count = Number((spawnSync('pdfinfo', [file]).stdout.toString().match(/Pages:\s+(\d+)/) || [])[1]);
  const text = spawnSync('pdftotext', ['-layout', file, '-']).stdout.toString();
  if (process.env.PAPERS) { mkdirSync(shots, { recursive: true }); spawnSync('pdftoppm', ['-r', '60', '-png', '-f', '1', '-l', '1', file, join(shots, 'paper-' + path.replace(/\W+/g, '-'))]); }      /* PAPERS=1: the first page of each, to look at */
  rmSync(file);
  return { good: !pages || count === pages, count, text, squeezed: text.replace(/\s/g, '') };
}

/* ---- looking at a page ---- */

/* PICTURES=1: a picture costs as much as the page; the everyday run looks with other eyes. */
export async function shot(who, name, whole = true) {
  if (!process.env.PICTURES) return;
  mkdirSync(shots, { recursive: true });
  await who.page.screenshot({ path: join(shots, name + '.png'), fullPage: Boolean(whole), ...(typeof whole === 'object' ? { clip: whole } : {}) });      /* whole: true, false, or the part that is wanted */
}

/* What every page owes every reader: a language, a title, one heading, no inline style, no sideways scrolling, unique ids, labels that lead somewhere. */
export async function look(who, name) {
  const found = await who.page.evaluate(() => {
    const ids = {}, wrong = [];
    for (const e of document.querySelectorAll('[id]')) if (ids[e.id]) wrong.push('id twice: ' + e.id); else ids[e.id] = true;
    for (const e of document.querySelectorAll('label[for]')) if (!ids[e.htmlFor]) wrong.push('label for nothing: ' + e.htmlFor);
    for (const e of document.querySelectorAll('a[href^="#"]')) if (e.hash.length > 1 && !ids[decodeURIComponent(e.hash.slice(1))]) wrong.push('link to nothing: ' + e.hash);
    if (document.querySelector('[style]')) wrong.push('inline style: ' + document.querySelector('[style]').outerHTML.slice(0, 120));
    if (document.querySelector('main script:not([src]), [onclick], [onchange], [onsubmit]')) wrong.push('inline script');
    if (!/^(zh-CN|zh-Hans|zh|en)/.test(document.documentElement.lang)) wrong.push('no language');
    if (!document.title.trim() || /^\s*·/.test(document.title)) wrong.push('no title: ' + document.title);
    const headings = document.querySelectorAll('h1');
    if (headings.length !== 1) wrong.push(headings.length + ' h1');
    else if (!headings[0].innerText.trim()) wrong.push('empty h1');
    if (/\{\{|\}\}|\bundefined\b|\(null\)|\[object /.test(document.body.innerText)) wrong.push('raw template text: ' + document.body.innerText.match(/.{0,30}(\{\{|\}\}|undefined|\(null\)|\[object ).{0,30}/)[0]);
    const key = document.body.innerText.match(/(^|[\s（(：])((?:shell|home|guide|items|apply|receipt|track|case|desk|intake|supervise|catalogue|admin|login|verify|ledger|deadline|board|hall|form|problem|pages|certificate|my|flash|lint)\.[a-z_]{3,}[0-9]?)(?=[\s）)：]|$)/);
    if (key) wrong.push('message without text: ' + key[2]);
    const most = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth > most + 1) {
      const wide = [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > most + 1 && !e.closest('.yc-scroll, .govuk-visually-hidden')).slice(0, 4);
      wrong.push(`${document.documentElement.scrollWidth} wide in ${most}: ` + wide.map(e => e.tagName + '.' + e.className).join(', '));
    }
    return wrong;
  });
  const troubles = who.troubles();
  return check(`${name}: sound page`, !found.length && !troubles.length, [...found, ...troubles].join('\n'));
}

export async function axe(who, name) {
  walked.axed.add(new URL(who.page.url()).pathname);
  await who.page.evaluate(axeSource);
  const found = await who.page.evaluate(async () => {
    const report = await axe.run(document, { resultTypes: ['violations'], elementRef: false, runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
    return report.violations.map(v => ({ impact: v.impact, text: `${v.impact} ${v.id}: ${v.help}: ` + v.nodes.slice(0, 3).map(n => n.html.slice(0, 160) + ' ' + (n.any[0]?.message || n.all[0]?.message || n.none[0]?.message || '')).join(' | ') }));
  });
  if (process.env.VERBOSE) for (const v of found) if (!/serious|critical/.test(v.impact)) console.log(`note  ${name}: ${v.text}`);
  return check(`${name}: axe finds nothing serious`, !found.some(v => /serious|critical/.test(v.impact)), found.filter(v => /serious|critical/.test(v.impact)).map(v => v.text).join('\n'));
}
