// exchange.mjs: a district's centre and the city's, as two real programs: a case goes up signed, is decided there, and its decision comes back, once each,
// whatever happens to the line between them and to either of them.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import tls from 'node:tls';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const yichuang = process.argv[2], root = join(dirname(fileURLToPath(import.meta.url)), '../..'), place = mkdtempSync(join(tmpdir(), 'yichuang-exchange-'));
const SILENT_KEY = 'yichuang.local/420115+13d60209+AaHE0C8npbbI/+CcRnF0jMLTM+AVuEyH/ndFl+hCtejP';
const ITEM = '4201150110101700', ORGAN = '武汉市住房和城乡建设局', PASSWORD = 'Exchange-2026-pass';
let passed = 0, failed = 0;

function check(what, good, told = '') {
  if (good) { passed++; console.log('ok ' + what); }
  else { failed++; console.log(`not ok ${what} ${typeof told === 'string' ? told : JSON.stringify(told)}`); }
  return good;
}
const equal = (what, got, wanted) => check(what, JSON.stringify(got) === JSON.stringify(wanted), `got ${JSON.stringify(got)}, wanted ${JSON.stringify(wanted)}`);
const sleep = ms => new Promise(done => setTimeout(done, ms));
const sha256 = bytes => createHash('sha256').update(bytes).digest('hex');
async function until(what, good, ms = 25000) {
  for (const end = Date.now() + ms; Date.now() < end; await sleep(60)) { try { if (await good()) return check(what, true); } catch { /* the hall may be closed just now */ } }
  return check(what, false, `not within ${ms} ms`);
}
const tool = (words, input = '') => spawnSync(yichuang, words, { encoding: 'utf8', timeout: 60000, input });

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
const papers = certificates();

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

class Centre {
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
const csrf = text => (text.match(/name="_csrf" value="([^"]+)"/) ?? [])[1];

const district = new Centre('district'), city = new Centre('city');
const PDF = Buffer.from('%PDF-1.4\n% a drawing that travels\n' + 'x'.repeat(3000) + '\n%%EOF\n');

async function received(name) {
  const edge = 'edge' + Math.random().toString(16).slice(2);
  const application = { item: ITEM, applicant_kind: 'person', applicant_name: name, identity: identity(), phone: '13800138000', address: '江夏区文化大道1号', truth: true, materials: [{ no: 1, way: 'paper', originals: 1 }, { no: 2, way: 'paper', copies: 1 }, { no: 3, way: 'paper', originals: 1 }] };
  const body = Buffer.concat([Buffer.from(`--${edge}\r\nContent-Disposition: form-data; name="json"\r\n\r\n${JSON.stringify(application)}\r\n--${edge}\r\nContent-Disposition: form-data; name="material_4"; filename="业绩.pdf"\r\nContent-Type: application/pdf\r\n\r\n`), PDF, Buffer.from(`\r\n--${edge}--\r\n`)]);
  const reply = await district.ask('POST', '/api/v1/cases', { token: district.token, raw: body, type: `multipart/form-data; boundary=${edge}` });
  if (reply.status !== 201) throw new Error('apply: ' + reply.status + reply.text);
  return { ...JSON.parse(reply.text), identity: application.identity };
}
const ALL_OK = { m1: 'ok', m2: 'ok', m3: 'ok', m4: 'ok' };
async function examined(centre, number) {
  await centre.act('li', number, 'materials', ALL_OK);
  await centre.act('li', number, 'accept');
  await centre.act('wu', number, 'review', { conclusion: 'approve', opinion: '材料齐全，符合条件' });
}
async function forwarded(name, opinion = '初审合格，建议准予。', organ = ORGAN) {
  const one = await received(name);
  await examined(district, one.number);
  await district.act('zhang', one.number, 'forward', { recommendation: 'grant', opinion, upper_organ: organ });
  return one;
}

async function main() {
  await district.prepare();
  await city.prepare();
  // the city's own item: decided there. The same code, so that only the matching says whose it is
  const rows = readFileSync(join(root, 'data/district/items.csv'), 'utf8'), mine = csvRow(rows, ITEM);
  writeFileSync(join(place, 'city.csv'), csvLine(mine.heading) + csvLine(mine.cells.map((cell, i) => mine.heading[i].includes('办件类型') ? '承诺件' : mine.heading[i] === '上级决定机关' ? '' : cell)));
  const imported = tool(['import', 'items', join(place, 'city.csv'), '--data', city.data]);
  check('the city takes the item as one it decides', imported.status === 0, imported.stdout + imported.stderr);
  const cityToken = city.newToken('jiangxia', 'exchange'), districtToken = district.newToken('wuhan', 'exchange');
  await district.open();
  await city.open();

  // who is who
  const asCity = { peer: 'wuhan', name: '武汉市政务服务中心', level: 'city', url: `https://127.0.0.1:${city.line.port}`, key: city.key, fingerprint: city.fingerprint(), organs: ORGAN, document: '武政务函〔2026〕3号' };
  const asDistrict = { peer: 'jiangxia', name: '江夏区政务服务中心', level: 'county', url: `https://127.0.0.1:${district.line.port}`, key: district.key, fingerprint: district.fingerprint(), document: '江政务函〔2026〕7号' };
  equal('a key that is not the letter\'s is refused', (await district.desk('register', { ...asCity, fingerprint: district.fingerprint() })).status, 422);
  equal('the district registers the city', (await district.desk('register', asCity)).status, 303);
  equal('the city registers the district', (await city.desk('register', asDistrict)).status, 303);

  // up, before the city knows the item or the district has its token
  city.line.wear(papers.strange);
  const first = await forwarded('何以安');
  await until('a certificate of an authority we do not trust: not a byte goes, and staff see why', async () => city.line.refused > 0 && (await exchangePage(district)).includes('LINE certificate'));
  city.line.wear(papers.elsewhere);
  await tryNow(district);
  await until('a trusted certificate for another name: refused too', async () => city.line.calls > 0 && (await exchangePage(district)).includes('LINE certificate'));
  equal('not a byte of it was said, and the parcel is kept', [city.line.heard, await waiting(district)], [0, 1]);
  city.line.wear(papers.good);
  await tryNow(district);
  await until('without a token nothing is taken, and staff see why', async () => (await exchangePage(district)).includes('API_NO_TOKEN'));
  equal('the token of the city is kept, not shown', [(await district.form('admin', '/exchange', '/exchange/token', { peer: 'wuhan', token: cityToken })).status, (await exchangePage(district)).includes(cityToken)], [303, false]);
  await until('an item that was matched to nothing is refused by name', async () => (await exchangePage(district)).includes('REFUSED_PARCEL_ITEM'));
  equal('no case was opened above', (await city.cases()).length, 0);
  equal('the city matches the item', (await city.desk('map', { peer: 'jiangxia', theirs: ITEM, ours: ITEM, document: '武政务函〔2026〕4号' })).status, 303);
  await tryNow(district);
  await until('then it opens a case above', async () => (await city.cases()).length === 1);
  await until('and is acknowledged', async () => !(await exchangePage(district)).includes('REFUSED_PARCEL_ITEM'));
  const above = (await city.cases())[0];
  const desk = await shownAs(city, 'li', above);
  check('the clerk above sees where it comes from, the opinion and what came with it', [first.number, '江夏区政务服务中心', '初审合格，建议准予。', '业绩.pdf'].every(part => desk.includes(part)), desk.match(/<main[\s\S]{0,3000}/)?.[0]);
  const page = await citizenPage(first);
  check('the citizen sees whither it went and under which number', [ORGAN, above].every(part => page.includes(part)), page.match(/<main[\s\S]{0,3000}/)?.[0]);
  const file = desk.match(/href="(\/desk\/cases\/[^"]*\/files\/\d+)"/)?.[1];
  equal('the file above is the file below', sha256((await city.ask('GET', file ?? '/', { as: 'li' })).bytes), sha256(PDF));

  // decided above, and back
  await examined(city, above);
  await city.act('zhang', above, 'grant', { content: '准予核定为二级资质' });
  await until('the city waits for a token of the district too', async () => (await exchangePage(city)).includes('API_NO_TOKEN'));
  equal('the district\'s token is kept', (await city.form('admin', '/exchange', '/exchange/token', { peer: 'jiangxia', token: districtToken })).status, 303);
  await until('the decision comes back by itself', async () => (await district.stage(first.number)) === 'reviewed');
  const back = await citizenPage(first);
  check('the citizen sees what was decided above', back.includes('准予') && back.includes('准予核定为二级资质') && !back.includes('初审合格'), back.match(/<main[\s\S]{0,3000}/)?.[0]);
  const pdf = (await shownAs(district, 'li', first.number)).match(/href="(\/exchange\/files\/\d+)"/)?.[1];
  check('the paper of the decision came along', (await district.ask('GET', pdf ?? '/', { as: 'li' })).bytes.subarray(0, 5).toString() === '%PDF-', pdf);
  await district.act('zhang', first.number, 'grant', { content: '依上级批复准予' });
  equal('and the case goes on to delivery', await district.stage(first.number), 'granted');

  // the line fails in every way
  const trouble = [];
  for (const mode of ['down', 'cut-request', 'cut-reply', 'drop-reply']) {
    city.line.mode = mode;
    const before = city.line.calls, one = await forwarded('何以' + '平和顺宁'[trouble.length], trouble.length ? undefined : '意见'.repeat(2000));       /* as long as the law's table lets it be */
    trouble.push(one);
    await until(`line ${mode}: it is tried`, () => city.line.calls >= before + 1);
    await sleep(150);
    city.line.mode = trouble.length === 3 ? 'delay' : 'open';
    await tryNow(district);
    await until(`line ${mode}: it arrives once the line is back`, async () => (await waiting(district)) === 0);
  }
  equal('each of them opened one case above, and no more', (await city.cases()).length, 1 + trouble.length);

  // asked for above, told below
  const asked = trouble[0], askedAbove = await aboveOf(asked.number);
  await city.act('li', askedAbove, 'supplement', { s4: '业绩证明须加盖公章', days: '10' });
  await until('what is asked for above is on her page below', async () => (await citizenPage(asked)).includes('业绩证明须加盖公章'));
  await until('... and acknowledged', async () => (await waiting(city)) === 0);
  const asking = await citizenPage(asked);
  check('by what day, by whom, and where she hands it in', [ORGAN + '要求补正材料', `/case/${asked.number}/above`, 'm1_file'].every(part => asking.includes(part)), asking.match(/<main[\s\S]{0,3000}/)?.[0]);
  equal('the law\'s own act stands below, and the case above waits', [(await district.api(`/cases/${asked.number}/events`)).events.some(one => one.kind === 'case.asked_from_above'), await city.stage(askedAbove)], [true, 'supplement']);
  const sealed = Buffer.from('%PDF-1.4\n% with the seal on it\n' + 'y'.repeat(2000) + '\n%%EOF\n'), edge = 'edge' + Date.now();
  const handing = Buffer.concat([Buffer.from(`--${edge}\r\nContent-Disposition: form-data; name="_csrf"\r\n\r\n${csrf(asking)}\r\n--${edge}\r\nContent-Disposition: form-data; name="m1_file"; filename="盖章业绩.pdf"\r\nContent-Type: application/pdf\r\n\r\n`), sealed, Buffer.from(`\r\n--${edge}--\r\n`)]);
  city.line.mode = 'drop-reply';
  equal('she hands it in on her page below, while the line loses answers', (await district.ask('POST', `/case/${asked.number}/above`, { as: asked.number, raw: handing, type: `multipart/form-data; boundary=${edge}` })).status, 303);
  await until('it goes up, and T1 there starts anew', async () => (await city.stage(askedAbove)) === 'received');
  city.line.mode = 'open';
  await tryNow(district);
  await until('... acknowledged, the same parcel once', async () => (await waiting(district)) === 0);
  equal('one supply above', (await city.api(`/cases/${askedAbove}/events`)).events.filter(one => one.kind === 'case.supplied').length, 1);
  const links = [...(await shownAs(city, 'li', askedAbove)).matchAll(/href="(\/desk\/cases\/[^"]*\/files\/\d+)"/g)].map(found => found[1]);
  const bodies = await Promise.all(links.map(async link => sha256((await city.ask('GET', link, { as: 'li' })).bytes)));
  check('the file above is the file she handed in below', bodies.includes(sha256(sealed)), bodies);
  check('her page says so, and asks no more', (await citizenPage(asked)).includes('已签名转送') && !(await citizenPage(asked)).includes('m1_file'));

  // the receiver killed in the middle of the request, then between its commit and its answer
  city.line.mode = 'hook-request';
  city.line.hook = () => city.kill();
  const early = await forwarded('施以明');
  await city.gone();
  cpSync(city.data, city.data + '-older', { recursive: true });              /* the backup of that night */
  await city.open();
  city.line.mode = 'open';
  await tryNow(district);
  await until('receiver killed before it had the parcel: it arrives after the restart', async () => (await waiting(district)) === 0);
  city.line.mode = 'hook-reply';
  city.line.hook = () => city.kill();
  const late = await forwarded('施以诚');
  await city.gone();
  await city.open();
  city.line.mode = 'open';
  equal('receiver killed after its commit: the case stands above', (await city.cases()).length, 1 + trouble.length + 2);
  await tryNow(district);
  await until('and the same parcel gets its acknowledgement', async () => (await waiting(district)) === 0);
  equal('without another case', (await city.cases()).length, 1 + trouble.length + 2);

  // the sender killed between the answer and its own commit
  city.line.mode = 'hook-reply';
  city.line.hook = () => district.kill();
  await forwarded('施以仁').catch(() => {});           /* the hall may die before its own page of the act has left; the count above says whether it was done */
  await district.gone();
  await district.open();
  city.line.mode = 'open';
  await until('sender killed after the answer: it sends again and is answered as before', async () => (await waiting(district)) === 0);
  equal('one case above', (await city.cases()).length, 1 + trouble.length + 3);

  // a result lost on its way, and one that is refused above
  const numbers = await city.cases(), result = await aboveOf(late.number);
  district.line.mode = 'drop-reply';
  const calls = district.line.calls;
  await examined(city, result);
  await city.act('zhang', result, 'refuse', { facts: '业绩不足', reason: '不符合二级资质条件', basis: '城市房地产开发经营管理条例第九条' });
  await until('a result whose answer is lost is tried again', () => district.line.calls > calls + 1);
  district.line.mode = 'open';
  await tryNow(city);
  await until('and acknowledged in the end', async () => (await waiting(city)) === 0);
  equal('below it is one reply', (await district.api(`/cases/${late.number}/events`)).events.filter(one => one.kind === 'case.replied_from_above').length, 1);
  equal('the case below waits for the decision that follows it', await district.stage(late.number), 'reviewed');
  check('every case above is another', new Set(numbers).size === numbers.length);

  // withdrawn below: what was sent up is recalled
  const recalled = await aboveOf(early.number);
  await district.act('li', early.number, 'withdraw', { reason: '申请人撤回' });
  await until('her withdrawal below ends the case above, as her withdrawal', async () => (await city.stage(recalled)) === 'withdrawn');
  check('the clerk above sees where she withdrew', (await shownAs(city, 'li', recalled)).includes('申请人已在江夏区政务服务中心撤回申请'));
  await until('and acknowledged', async () => (await waiting(district)) === 0);
  equal('nobody is told what they said themselves', await waiting(city), 0);

  // a centre that takes the call and never answers
  const silent = net.createServer(near => { silent.held = near; near.on('error', () => {}); near.resume(); });
  await new Promise(done => silent.listen(0, '127.0.0.1', done));
  equal('a third centre, which will never answer', (await district.desk('register', { peer: 'hubei', name: '湖北省政务服务中心', level: 'province', url: `http://127.0.0.1:${silent.address().port}`, key: SILENT_KEY, fingerprint: sha256(SILENT_KEY).slice(0, 32), organs: '湖北省住房和城乡建设厅', document: '鄂政务函〔2026〕1号' })).status, 303);
  await forwarded('安以和', undefined, '湖北省住房和城乡建设厅');
  await until('it takes the call', () => silent.held);
  const since = Date.now();
  await forwarded('安以宁');
  await until('the other centre\'s parcel goes and is acknowledged beside it', async () => (await waiting(district)) === 1, 5000);
  check('while that call still hangs', Date.now() - since < 5000 && !silent.held.destroyed, `${Date.now() - since} ms`);
  silent.held.destroy();
  await until('cut off, it is named with its reason and the next try, and it alone', async () => { const page = await exchangePage(district); return page.includes('LINE cut') && page.match(/data-failing="([^"]*)"/g)?.join() === 'data-failing="hubei"'; });
  await tryNow(district);

  // hostile
  const parcels = json => city.ask('POST', '/api/v1/exchange/parcels', { token: cityToken, json });
  equal('no token', (await city.ask('POST', '/api/v1/exchange/parcels', { token: 'yc_' + '0'.repeat(64), json: { envelope: '{}', note: '' } })).status, 401);
  equal('a token without the scope', (await city.ask('POST', '/api/v1/exchange/parcels', { token: city.token, json: { envelope: '{}', note: '' } })).status, 403);
  equal('not a parcel', JSON.parse((await parcels({ envelope: '{}', note: 'x' })).text).code, 'REFUSED_PARCEL_MALFORMED');
  equal('too large', JSON.parse((await parcels({ envelope: ' '.repeat(140 * 1024), note: 'x' })).text).code, 'REFUSED_PARCEL_TOO_LARGE');
  const wrong = await city.ask('POST', '/api/v1/exchange/files?sha256=' + '0'.repeat(64), { token: cityToken, raw: PDF, type: 'application/octet-stream' });
  equal('a file that is not what its hash says', JSON.parse(wrong.text).code, 'REFUSED_PARCEL_FILE');
  const script = Buffer.from('<html>'), kind = await city.ask('POST', '/api/v1/exchange/files?sha256=' + sha256(script), { token: cityToken, raw: script, type: 'application/octet-stream' });
  equal('a file of a kind nobody takes', JSON.parse(kind.text).code, 'REFUSED_PARCEL_FILE');

  // receipts of each other, checked by the citizen's own verifier
  const verifier = join(dirname(yichuang), 'verify_receipt');
  for (const [centre, other] of [[district, city], [city, district]]) {
    const link = (await exchangePage(centre)).match(/href="(\/exchange\/receipts\/\d+)"/)?.[1], path = join(place, centre.name + '.json');
    writeFileSync(path, (await centre.ask('GET', link ?? '/', { as: 'admin' })).bytes);
    const proof = spawnSync(verifier, [path, '--key', other.key], { encoding: 'utf8' });
    check(`the ${centre.name} holds a receipt of the other that proves itself offline`, proof.status === 0, proof.stdout + proof.stderr);
    equal(`... and not under the ${centre.name}'s own key`, spawnSync(verifier, [path, '--key', centre.key]).status, 1);
  }
  for (const centre of [district, city]) {
    const closing = Date.now();
    await centre.end('SIGTERM');
    check(`${centre.name}: it closes at once, whoever hangs`, Date.now() - closing < 4000, `${Date.now() - closing} ms`);
    const verify = centre.verify();
    check(`${centre.name}: log, replay, numbers and the other's receipts hold`, verify.status === 0 && /交换.*\d+/.test(verify.stdout), verify.stdout + verify.stderr);
    check(`${centre.name}: no token, name or identity number in its log`, !/yc_[0-9a-f]{8}|何以|施以|4201151980/.test(centre.log), centre.log.match(/.*(yc_[0-9a-f]{8}|何以|施以|4201151980).*/)?.[0]);
    check(`${centre.name}: no fault in its log`, !/"level":"error"/.test(centre.log), centre.log.split('\n').filter(line => /"error"/.test(line)).slice(0, 3).join('\n'));
    const list = tool(['exchange', 'list', '--data', centre.data]);
    equal(`${centre.name}: yichuang exchange list says what is left to send`, [list.status, /hubei/.test(list.stdout)], centre === district ? [1, true] : [0, false]);
  }
}

// ---- one side comes back from an older backup ----

async function restored() {
  rmSync(city.data, { recursive: true });
  cpSync(city.data + '-older', city.data, { recursive: true });
  await city.open();
  await district.open();
  await until('an older backup is found out by its own signature', async () => (await exchangePage(city)).includes('data-behind='));
  const page = await exchangePage(city);
  check('with what was exchanged since and is gone', /data-behind[\s\S]*上报件[\s\S]*x-waiting/.test(page), page.match(/data-behind[\s\S]{0,1500}/)?.[0]);
  check('the other side is whole', !(await exchangePage(district)).includes('data-behind='));
  await city.end('SIGTERM');
  const verify = city.verify();
  check('verify does not pass over it', verify.status === 1 && /交换.*由较旧备份恢复/.test(verify.stdout), verify.stdout);
  const list = tool(['exchange', 'list', '--data', city.data]);
  check('nor does the nightly list', list.status === 1 && /jiangxia.*由较旧备份恢复/.test(list.stdout), list.stdout);
  await city.open();
  equal('what was done is recorded, on a document', (await city.desk('take_up', { peer: 'jiangxia', done: '已与江夏逐件核对，缺少的件重新收件', document: '武政务〔2026〕9号' })).status, 303);
  check('then the page is quiet', !(await exchangePage(city)).includes('data-behind='));
  await city.end('SIGTERM');
  equal('and verify passes', city.verify().status, 0);
}

// ---- what the pages say ----

async function exchangePage(centre) { await centre.login('admin'); return (await centre.ask('GET', '/exchange', { as: 'admin' })).text; }
async function waiting(centre) { return Number((await exchangePage(centre)).match(/data-waiting="(\d+)"/)?.[1] ?? -1); }
async function tryNow(centre) { return centre.form('admin', '/exchange', '/exchange/try', { parcel: '0' }); }
async function shownAs(centre, officer, number) { await centre.login(officer); return (await centre.ask('GET', `/desk/cases/${number}`, { as: officer })).text; }
async function aboveOf(number) { return (await shownAs(district, 'li', number)).match(/data-above="([^"]+)"/)?.[1]; }
async function citizenPage(one) {                 /* she shows query code and the last four of her identity number, and nothing else */
  const page = await district.ask('GET', '/track', { as: one.number });
  const shown = await district.ask('POST', '/track', { as: one.number, form: { code: one.query_code, tail: one.identity.slice(-4), _csrf: csrf(page.text) } });
  return (await district.ask('GET', shown.headers.location ?? '/', { as: one.number })).text;
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

try { await main(); await restored(); } catch (error) { check('the test goes to its end', false, error.stack + '\n' + district.log.slice(-1500) + city.log.slice(-1500)); }
for (const centre of [district, city]) { if (centre.server && !centre.dead) centre.server.kill('SIGKILL'); centre.line?.close(); }
rmSync(place, { recursive: true, force: true });
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
