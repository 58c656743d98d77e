// all.mjs: opens the hall, goes all walks in one chromium, asks at the end whether the ledger holds.
//   node walks/all.mjs BINARY [WALK...]      WALK: citizen clerk decision office rest pages (together: days), messages process reform desks lanes promises joint exchange heard (together: rooms)
import { rmSync } from 'node:fs';
import { check, openBrowser, openHall, result, shots, verified } from './hall.mjs';
import { citizenDay } from './citizen.mjs';
import { leftOut } from './walked.mjs';

const groups = { days: ['citizen', 'clerk', 'decision', 'office', 'rest', 'pages'], rooms: ['messages', 'process', 'reform', 'desks', 'lanes', 'promises', 'joint', 'exchange', 'heard'] };
const [binary, ...asked] = process.argv.slice(2), only = asked.flatMap(name => groups[name] || [name]), wanted = name => !only.length || only.includes(name), began = Date.now();
const walks = { citizen: citizenDay }, day = {};      /* day: what one walk leaves for the next */
for (const name of [...groups.days.slice(1), ...groups.rooms])
  try { walks[name] = (await import(`./${name}.mjs`)).default; } catch (error) { if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error; }

if (!only.length || asked.includes('days')) rmSync(shots, { recursive: true, force: true });      /* days and rooms may be gone side by side: one of them clears */
const hall = await openHall(binary);
let browser;
const late = setTimeout(() => { check('all walks within their time', false); finish(); }, 560000);

async function finish() {
  clearTimeout(late);
  await browser?.close().catch(() => {});
  await hall.close();
  verified(hall, 'all');
  leftOut(hall.binary, groups, asked);
  const { passed, failed } = result();
  console.log(`browser: ${((Date.now() - began) / 1000).toFixed(0)} s`);
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed ? 1 : 0);
}

process.on('SIGTERM', () => { check('the walks were left to end', false); finish(); });

try {
  browser = await openBrowser();
  for (const [name, walk] of Object.entries(walks)) {
    if (!wanted(name)) continue;
    const start = Date.now();
    try { await walk(browser, hall, day); } catch (error) { check(`walk ${name} goes to its end`, false, error.stack); }
    console.log(`${name}: ${((Date.now() - start) / 1000).toFixed(0)} s`);
  }
} catch (error) { check('the browser opens', false, error.stack); }
await finish();
