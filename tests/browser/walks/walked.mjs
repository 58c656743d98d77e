// walked.mjs: is a page of the product opened by no walk, or never looked at by axe? Is an act's form filled in by none? The lists are the product's own:
// its table of routes, and the words it says when an act is done.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { check, walked } from './hall.mjs';

const here = dirname(fileURLToPath(import.meta.url)), messages = join(here, '../../../web/messages');

/* Addresses that answer with a file, a stream or a cookie: no pages. */
const files = [/^\/(api|assets|problems)\//, /\.(csv|xlsx|pdf|bpmn|pub)$/, /^\/(documents|receipts|exchange\/receipts|exchange\/files)\//, /^\/desk\/cases\/:number\/files\//, /^\/(desk\/live|preferences)$/];

function pages(binary) {
  const folder = mkdtempSync(join(tmpdir(), 'yichuang-routes-'));
  const said = spawnSync(binary, ['serve', '--routes', '--demo', '--data', join(folder, 'data')]).stdout.toString();
  rmSync(folder, { recursive: true, force: true });
  return [...said.matchAll(/^GET +(\S+)/gm)].map(found => found[1]).filter(pattern => !files.some(one => one.test(pattern)));
}

/* The row of the table that answers a path: a literal segment beats a name. */
function patternOf(all, path) {
  const parts = path.split('/');
  const fit = all.map(pattern => [pattern, pattern.split('/')]).filter(([, row]) => row.length === parts.length && row.every((part, i) => part === parts[i] || (part.startsWith(':') && parts[i])));
  const rank = row => row.map(part => (part.startsWith(':') ? '1' : '0')).join('');
  return fit.sort(([, a], [, b]) => rank(a).localeCompare(rank(b)))[0]?.[0];
}

function compare(binary, all) {
  const table = pages(binary), covered = paths => new Set(paths.map(path => patternOf(table, path)));
  const opened = covered(all.opened), axed = covered(all.axed);
  const acts = readdirSync(messages).flatMap(name => [...readFileSync(join(messages, name), 'utf8').matchAll(/^desk\.done_(\w+)/gm)].map(found => found[1])).filter(name => !/^check(_complete|_faults)?$/.test(name));      /* materials are checked in their own list */
  const others = new Set(['ask_from_above', 'change_first_handler', 'revoke_decision']);      /* lawful only where a material stayed behind, the first handler left her post, a commitment proved untrue and there is no certificate: told in stories */
  const done = new Set([...all.acts, ...others]), none = (list, known) => list.filter(one => !known.has(one));
  check('the table of routes and the list of acts were read', table.length > 50 && acts.length > 40, `${table.length} pages, ${acts.length} acts`);
  check(`every one of the ${table.length} pages is opened by some walk`, !none(table, opened).length, none(table, opened).join(' '));
  check('axe looked at every page', !none(table, axed).length, none(table, axed).join(' '));
  check(`each of the ${acts.length} acts is done by its form in some walk`, !none(acts, done).length, none(acts, done).join(' '));
}

/* The two groups of walks go side by side: each lays down what it did, and whoever comes last compares. */
export function leftOut(binary, groups, asked) {
  const mine = Object.fromEntries(Object.entries(walked).map(([name, set]) => [name, [...set]]));
  if (!asked.length) return compare(binary, mine);
  if (asked.length !== 1 || !groups[asked[0]]) return undefined;
  const stamp = [binary, ...readdirSync(here).map(name => join(here, name))].map(path => statSync(path).mtimeMs).join();
  const place = name => join(dirname(binary), `walked-${name}.json`), names = Object.keys(groups);
  writeFileSync(place(asked[0]) + '.new', JSON.stringify({ stamp, ...mine }));
  renameSync(place(asked[0]) + '.new', place(asked[0]));
  const laid = names.map(name => (existsSync(place(name)) ? JSON.parse(readFileSync(place(name), 'utf8')) : {}));
  if (laid.some(one => one.stamp !== stamp)) return undefined;
  return compare(binary, Object.fromEntries(Object.keys(mine).map(key => [key, laid.flatMap(one => one[key])])));
}
