// centres.mjs: real centres for the tests of the exchange: programs with data directories of their own, the TLS line in front of each, officers and citizens at their pages.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import tls from 'node:tls';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const yichuang = process.argv[2], place = mkdtempSync(join(tmpdir(), 'yichuang-exchange-'));
const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
export const ITEM = '4201150110101700', ORGAN = '武汉市住房和城乡建设局';
const PASSWORD = 'Exchange-2026-pass';
let passed = 0, failed = 0;

export function check(what, good, told = '') {
  if (good) { passed++; console.log('ok ' + what); }
  else { failed++; console.log(`not ok ${what} ${typeof told === 'string' ? told : JSON.stringify(told)}`); }
  return good;
}
export const equal = (what, got, wanted) => check(what, JSON.stringify(got) === JSON.stringify(wanted), `got ${JSON.stringify(got)}, wanted ${JSON.stringify(wanted)}`);
export const sleep = ms => new Promise(done => setTimeout(done, ms));
export const sha256 = bytes => createHash('sha256').update(bytes).digest('hex');
export async function until(what, good, ms = 25000) {
  for (const end = Date.now() + ms; Date.now() < end; await sleep(60)) { try { if (await good()) return check(what, true); } catch { /* the hall may be closed just now */ } }
  return check(what, false, `not within ${ms} ms`);
}
export const tool = (words, input = '') => spawnSync(yichuang, words, { encoding: 'utf8', timeout: 60000, input });

// ---- certificates: our own authority, a stranger's, and a right one for another name ----

function certificates() {
  const at = name => join(place, name), openssl = (...words) => { const done = spawnSync('openssl', words, { encoding: 'utf8' }); if (done.status) throw new Error('openssl: ' + done.stderr); };
  const authority = name => openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', `/CN=${name}`, '-keyout', at(name + '.key'), '-out', at(name + '.pem'));
  const leaf = (name, by, whom) => {
    openssl('req', '-new', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', `/CN=${name}`, '-keyout', at(name + '.key'), '-out', at(name + '.csr'));
    writeFileSync(at(name + '.ext'), `subjectAltName=${whom}\n`);
    openssl('x509', '-req', '-in', at(name + '.csr'), '-CA', at(by + '.pem'), '-CAkey', at(by + '.key'), '-CAcreateserial', '-days', '2', '-extfile', at(name + '.ext'), '-out', at(name + '.pem'));
    return { key: readFileSync(at(name + '.key')), cert: readFileSync(at(name + '.pem')) };
  };
  authority('authority');
  authority('stranger');
  return { file: at('authority.pem'), good: leaf('good', 'authority', 'IP:127.0.0.1'), strange: leaf('strange', 'stranger', 'IP:127.0.0.1'), elsewhere: leaf('elsewhere', 'authority', 'DNS:zwfw.elsewhere.example') };
}
export const papers = certificates();

// ---- the line: the TLS proxy in front of a centre ----

class Line {
  constructor() { this.mode = 'open'; this.calls = 0; this.refused = 0; this.heard = 0; this.target = 0; this.open = new Set(); }
  wear(paper) { this.server.setSecureContext(paper); this.refused = 0; }
  listen() {
    this.server = tls.createServer(papers.good, near => this.carry(near));
    this.server.on('tlsClientError', () => { this.refused++; });
    return new Promise(done => this.server.listen(0, '127.0.0.1', () => { this.port = this.server.address().port; done(this); }));
  }
  carry(near) {
    const mode = this.mode, far = net.connect(this.target, '127.0.0.1');
    let sent = 0, ended = false;
    const end = () => { if (ended) return; ended = true; near.destroy(); far.destroy(); this.open.delete(end); };
    this.calls++;
    this.open.add(end);
    near.on('error', end); far.on('error', end); near.on('close', end); far.on('close', () => setTimeout(end, 20));
    if (mode === 'down') { end(); return; }
    near.on('data', part => {
      sent += part.length;
      this.heard += part.length;
      if (mode === 'cut-request' && sent > 900) { far.write(part.subarray(0, 700)); setTimeout(end, 30); return; }
      if (mode === 'delay') setTimeout(() => { if (!ended) far.write(part); }, 300);
      else if (mode === 'hook-request' && sent > 900) { const hook = this.hook; this.mode = 'down'; far.write(part.subarray(0, 700)); hook?.(); setTimeout(end, 30); }
      else far.write(part);
    });
    far.on('data', part => {
      const last = part.includes('"envelope"');                /* the acknowledgement itself, not a question for files */
      if (mode === 'drop-reply' && last) return end();
      if (mode === 'cut-reply' && last) { near.write(part.subarray(0, Math.floor(part.length / 2))); setTimeout(end, 20); return; }
      if (mode === 'hook-reply' && last) { const hook = this.hook; this.mode = 'down'; hook?.(); return end(); }
      near.write(part);
    });
  }
  close() { for (const end of [...this.open]) end(); this.server.close(); }
}

// ---- a centre ----

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
let people = 0;
function identity() {
  const body = '420115' + '1980' + '0101' + String(100 + ++people).slice(-3), sum = [...body].reduce((all, digit, i) => all + Number(digit) * weights[i], 0);
  return body + '10X98765432'[sum % 11];
}

export class Centre {
  constructor(name) { this.name = name; this.data = join(place, name); this.log = ''; this.sessions = new Map(); }
  async prepare() {
    const made = tool(['init', '--demo', '--data', this.data]);
    if (made.status) throw new Error('init: ' + made.stderr);
    for (const officer of ['admin', 'li', 'wu', 'zhang']) {
      const set = tool(['user', 'password', officer, '--final', '--data', this.data], PASSWORD + '\n');
      if (set.status) throw new Error('password: ' + set.stdout + set.stderr);
    }
    this.key = readFileSync(join(this.data, 'ledger.pub'), 'utf8').trim();
    this.line = await new Line().listen();
    this.token = this.newToken('test', 'submit|query');
  }
  newToken(name, scopes) { return tool(['user', 'token', name, '--scopes', scopes, '--data', this.data]).stdout.match(/yc_[0-9a-f]+/)[0]; }
  fingerprint() { return sha256(this.key).slice(0, 32).toUpperCase().match(/.{4}/g).join(' '); }
  open() {
    this.server = spawn(yichuang, ['serve', '--demo', '--data', this.data, '--port', '0', '--ca-file', papers.file], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.dead = false;
    this.server.stderr.on('data', bytes => { this.log += bytes; });
    let said = '';
    return new Promise((ready, give) => {
      const late = setTimeout(() => give(new Error(this.name + ' did not open')), 30000);
      this.server.stdout.on('data', bytes => {
        said += bytes;
        const found = said.match(/http:\/\/127\.0\.0\.1:(\d+)/);
        if (found) { clearTimeout(late); this.port = this.line.target = Number(found[1]); ready(); }
      });
      this.server.on('exit', () => { this.dead = true; });
    });
  }
  end(signal) { return new Promise(done => { if (this.dead) return done(); this.server.once('exit', done); this.server.kill(signal); }); }
  kill() { this.server.kill('SIGKILL'); }
  async gone() { while (!this.dead) await sleep(10); }
  ask(method, path, { form, json, token, raw, type, as } = {}) {
    const cookies = this.sessions.get(as ?? '') ?? new Map();
    const sent = raw ?? (form ? new URLSearchParams(form).toString() : json ? JSON.stringify(json) : undefined), headers = {};
    if (token) headers.Authorization = `Bearer ${token}`; else headers.Cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    if (sent !== undefined) { headers['Content-Type'] = type ?? (form ? 'application/x-www-form-urlencoded' : 'application/json'); headers['Content-Length'] = Buffer.byteLength(sent); }
    return new Promise((done, give) => {
      const request = http.request({ host: '127.0.0.1', port: this.port, method, path: encodeURI(path), headers, agent: false }, reply => {
        const parts = [];
        reply.on('data', part => parts.push(part));
        reply.on('error', give);
        reply.on('end', () => {
          for (const line of reply.headers['set-cookie'] ?? []) { const [, name, value] = line.match(/^([^=]+)=([^;]*)/); if (value) cookies.set(name, value); else cookies.delete(name); }
          if (as !== undefined || !token) this.sessions.set(as ?? '', cookies);
          const bytes = Buffer.concat(parts);
          done({ status: reply.statusCode, bytes, text: bytes.toString('utf8'), headers: reply.headers });
        });
      });
      request.on('error', give);
      request.end(sent);
    });
  }
  async login(officer) {
    if (this.sessions.get(officer)?.has('yc')) return;
    const page = await this.ask('GET', '/login', { as: officer });
    const reply = await this.ask('POST', '/login', { as: officer, form: { account: officer, password: PASSWORD, _csrf: csrf(page.text) } });
    if (reply.status !== 303) throw new Error(`login ${officer}: ${reply.status}`);
  }
  async form(officer, page, path, fields) {
    await this.login(officer);
    const shown = await this.ask('GET', page, { as: officer });
    return this.ask('POST', path, { as: officer, form: { ...fields, _csrf: csrf(shown.text), revision: (shown.text.match(/name="revision" value="([^"]*)"/) ?? [])[1] ?? '' } });
  }
  async act(officer, number, act, fields = {}) {
    const reply = await this.form(officer, `/desk/cases/${number}`, act === 'materials' ? `/desk/cases/${number}/materials` : `/desk/cases/${number}/acts/${act}`, fields);
    if (reply.status !== 303) throw new Error(`${this.name} ${act} ${number}: ${reply.status} ${(reply.text.match(/<title>[^<]*/) ?? [''])[0]} ${(reply.text.match(/govuk-error-summary[\s\S]{0,600}/) ?? [''])[0]}`);
  }
  async desk(act, fields) { return this.form('admin', `/desks/exchange/${act}`, `/desks/exchange/${act}`, fields); }
  async api(path, token = this.token) { const reply = await this.ask('GET', '/api/v1' + path, { token }); return JSON.parse(reply.text); }
  async stage(number) { return (await this.api(`/cases/${number}`)).stage; }
  async cases() { const [open, done] = [await this.api(`/cases?item=${ITEM}&limit=100`), await this.api(`/cases?item=${ITEM}&limit=100&concluded=true`)]; return [...open.cases, ...done.cases].map(one => one.number); }
  verify() { return tool(['verify', '--data', this.data]); }
}
export const csrf = text => (text.match(/name="_csrf" value="([^"]+)"/) ?? [])[1];

export const PDF = Buffer.from('%PDF-1.4\n% a drawing that travels\n' + 'x'.repeat(3000) + '\n%%EOF\n');
export async function received(district, name) {
  const edge = 'edge' + Math.random().toString(16).slice(2);
  const application = { item: ITEM, applicant_kind: 'person', applicant_name: name, identity: identity(), phone: '13800138000', address: '江夏区文化大道1号', truth: true, materials: [{ no: 1, way: 'paper', originals: 1 }, { no: 2, way: 'paper', copies: 1 }, { no: 3, way: 'paper', originals: 1 }] };
  const body = Buffer.concat([Buffer.from(`--${edge}\r\nContent-Disposition: form-data; name="json"\r\n\r\n${JSON.stringify(application)}\r\n--${edge}\r\nContent-Disposition: form-data; name="material_4"; filename="业绩.pdf"\r\nContent-Type: application/pdf\r\n\r\n`), PDF, Buffer.from(`\r\n--${edge}--\r\n`)]);
  const reply = await district.ask('POST', '/api/v1/cases', { token: district.token, raw: body, type: `multipart/form-data; boundary=${edge}` });
  if (reply.status !== 201) throw new Error('apply: ' + reply.status + reply.text);
  return { ...JSON.parse(reply.text), identity: application.identity };
}
const ALL_OK = { m1: 'ok', m2: 'ok', m3: 'ok', m4: 'ok' };
export async function examined(centre, number) {
  await centre.act('li', number, 'materials', ALL_OK);
  await centre.act('li', number, 'accept');
  await centre.act('wu', number, 'review', { conclusion: 'approve', opinion: '材料齐全，符合条件' });
}

// ---- what the pages say ----

export async function exchangePage(centre) { await centre.login('admin'); return (await centre.ask('GET', '/exchange', { as: 'admin' })).text; }
export async function waiting(centre) { return Number((await exchangePage(centre)).match(/data-waiting="(\d+)"/)?.[1] ?? -1); }
export async function tryNow(centre) { return centre.form('admin', '/exchange', '/exchange/try', { parcel: '0' }); }
export async function shownAs(centre, officer, number) { await centre.login(officer); return (await centre.ask('GET', `/desk/cases/${number}`, { as: officer })).text; }
export async function citizenPage(district, one) {                 /* she shows query code and the last four of her identity number, and nothing else */
  const page = await district.ask('GET', '/track', { as: one.number });
  const shown = await district.ask('POST', '/track', { as: one.number, form: { code: one.query_code, tail: one.identity.slice(-4), _csrf: csrf(page.text) } });
  return (await district.ask('GET', shown.headers.location ?? '/', { as: one.number })).text;
}

export function fileForm(page, field, name, bytes) {           /* one file, as the browser sends it */
  const edge = 'edge' + Date.now();
  return { type: `multipart/form-data; boundary=${edge}`, raw: Buffer.concat([Buffer.from(`--${edge}\r\nContent-Disposition: form-data; name="_csrf"\r\n\r\n${csrf(page)}\r\n--${edge}\r\nContent-Disposition: form-data; name="${field}"; filename="${name}"\r\nContent-Type: application/pdf\r\n\r\n`), bytes, Buffer.from(`\r\n--${edge}--\r\n`)]) };
}

// ---- a row of the catalogue ----

function parseCsv(text) {
  const rows = []; let row = [], cell = '', quoted = false;
  for (let i = text.charCodeAt(0) === 0xFEFF ? 1 : 0; i < text.length; i++) {
    const c = text[i];
    if (quoted) { if (c === '"' && text[i + 1] === '"') { cell += '"'; i++; } else if (c === '"') quoted = false; else cell += c; }
    else if (c === '"') quoted = true;
    else if (c === ',') { row.push(cell); cell = ''; }
    else if (c === '\n') { row.push(cell.replace(/\r$/, '')); rows.push(row); row = []; cell = ''; }
    else cell += c;
  }
  return rows;
}
function csvRow(text, code) { const rows = parseCsv(text), heading = rows[0]; return { heading, cells: rows.find(row => row[0] === code) }; }
function csvLine(cells) { return cells.map(cell => `"${cell.replaceAll('"', '""')}"`).join(',') + '\r\n'; }

/* The demonstration's item as one this centre decides itself: the same code, so that only the matching says whose it is. */
export function decidesItself(centre) {
  const mine = csvRow(readFileSync(join(root, 'data/district/items.csv'), 'utf8'), ITEM), sheet = join(place, centre.name + '.csv');
  writeFileSync(sheet, csvLine(mine.heading) + csvLine(mine.cells.map((cell, i) => mine.heading[i].includes('办件类型') ? '承诺件' : mine.heading[i] === '上级决定机关' ? '' : cell)));
  const imported = tool(['import', 'items', sheet, '--data', centre.data]);
  check(`the ${centre.name} takes the item as one it decides`, imported.status === 0, imported.stdout + imported.stderr);
}

/* Ends what still runs, takes the data away, says the sum. */
export function finish(centres) {
  for (const centre of centres) { if (centre.server && !centre.dead) centre.server.kill('SIGKILL'); centre.line?.close(); }
  rmSync(place, { recursive: true, force: true });
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed ? 1 : 0);
}
