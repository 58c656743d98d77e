// notices.mjs: every way a message can leave the house: by a real SMTP server and a webhook receiver, through their failures and through kill -9.
import { spawn, spawnSync } from 'node:child_process';
import { createHmac, timingSafeEqual } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { header, smtpServer, words } from './smtp.mjs';

const yichuang = process.argv[2], place = mkdtempSync(join(tmpdir(), 'yichuang-notices-')), data = join(place, 'data');
let passed = 0, failed = 0, server, port, said = '', log = '';

function check(what, good, told = '') {
  if (good) { passed++; console.log('ok ' + what); }
  else { failed++; console.log(`not ok ${what} ${typeof told === 'string' ? told : JSON.stringify(told)}`); }
}
const equal = (what, got, wanted) => check(what, JSON.stringify(got) === JSON.stringify(wanted), `got ${JSON.stringify(got)}, wanted ${JSON.stringify(wanted)}`);
const sleep = ms => new Promise(done => setTimeout(done, ms));
async function until(what, good, ms = 25000) {
  for (const end = Date.now() + ms; Date.now() < end; await sleep(50)) if (await good()) return check(what, true);
  check(what, false, `not within ${ms} ms`);
}

// ---- the hall ----

function open(...more) {
  server = spawn(yichuang, ['serve', '--demo', '--data', data, '--port', '0', ...more], { stdio: ['ignore', 'pipe', 'pipe'] });
  said = '';
  server.stderr.on('data', bytes => { log += bytes; });
  return new Promise((ready, give) => {
    const late = setTimeout(() => give(new Error('the hall did not open')), 60000);
    server.stdout.on('data', bytes => {
      said += bytes;
      const found = said.match(/http:\/\/127\.0\.0\.1:(\d+)/);
      if (found) { clearTimeout(late); port = Number(found[1]); ready(); }
    });
    server.on('exit', code => give(new Error('the hall closed: ' + code + log)));
  });
}
function end(signal) {
  return new Promise(done => { server.removeAllListeners('exit'); server.on('exit', done); server.kill(signal); });
}
const tool = (...all) => spawnSync(yichuang, all, { encoding: 'utf8', timeout: 60000 });

// ---- asking ----

const cookies = new Map();
function ask(method, path, { form, json, token } = {}) {
  const sent = form ? new URLSearchParams(form).toString() : json ? JSON.stringify(json) : undefined, headers = {};
  if (!token) headers.Cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  if (token) headers.Authorization = `Bearer ${token}`;
  if (sent !== undefined) { headers['Content-Type'] = form ? 'application/x-www-form-urlencoded' : 'application/json'; headers['Content-Length'] = Buffer.byteLength(sent); }
  return new Promise((done, give) => {
    const request = http.request({ host: '127.0.0.1', port, method, path, headers, agent: false }, reply => {
      let text = '';
      reply.setEncoding('utf8');
      reply.on('data', part => { text += part; });
      reply.on('end', () => {
        for (const line of reply.headers['set-cookie'] ?? []) { const [, name, value] = line.match(/^([^=]+)=([^;]*)/); if (value) cookies.set(name, value); else cookies.delete(name); }
        done({ status: reply.statusCode, text, headers: reply.headers });
      });
    });
    request.on('error', give);
    request.end(sent);
  });
}
const csrf = text => (text.match(/name="_csrf" value="([^"]+)"/) ?? [])[1];
async function login(account, password) {
  cookies.clear();
  const page = await ask('GET', '/login');
  const reply = await ask('POST', '/login', { form: { account, password, _csrf: csrf(page.text) } });
  if (reply.status !== 303) throw new Error('login: ' + reply.status);
}
async function configure(settings) {
  const page = await ask('GET', '/admin/notices');
  return ask('POST', '/admin/notices', { form: { ...settings, _csrf: csrf(page.text) } });
}

let token, people = 0;
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
async function apply(email, phone = '02781000000') {          /* a landline: no SMS */
  const body = '420115' + '1980' + '0101' + String(100 + ++people).slice(-3), sum = [...body].reduce((all, digit, i) => all + Number(digit) * weights[i], 0);
  const reply = await ask('POST', '/api/v1/cases', { token, json: { item: '4201150192001100', applicant_kind: 'person', applicant_name: '张小明', identity: body + '10X98765432'[sum % 11],
    phone, ...(email ? { email } : {}), truth: true, materials: [{ no: 1, way: 'upload' }] } });
  if (reply.status !== 201) throw new Error('apply: ' + reply.status + reply.text);
  return JSON.parse(reply.text).number;
}

// ---- the receiver of the webhook: another implementation of the signature than ours ----

const hook = { calls: [], how: () => 200, key: '', delivered: new Map() };
const receiver = http.createServer((request, reply) => {
  const parts = [];
  request.on('data', part => parts.push(part));
  request.on('end', () => {
    const body = Buffer.concat(parts), stamp = request.headers['x-yichuang-timestamp'] ?? '', given = Buffer.from(request.headers['x-yichuang-signature'] ?? '');
    const wanted = Buffer.from('v1=' + createHmac('sha256', hook.key).update(stamp + '.').update(body).digest('hex'));
    const good = given.length === wanted.length && timingSafeEqual(given, wanted), fresh = Math.abs(Date.now() / 1000 - Number(stamp)) < 300;
    const call = { good, fresh, key: request.headers['idempotency-key'], body: JSON.parse(body), method: request.method, path: request.url, headers: request.headers };
    hook.calls.push(call);
    const nth = hook.calls.filter(one => one.key === call.key).length, status = hook.how(call, nth);
    if (status === 'hang') { hook.delivered.set(call.key, (hook.delivered.get(call.key) ?? 0) + 1); return; }
    if (status === 'drop') return request.socket.destroy();
    if (status >= 200 && status < 300) hook.delivered.set(call.key, 1);         // what a receiver must do: one id, one SMS
    reply.writeHead(status, status === 302 ? { Location: '/elsewhere' } : {});
    reply.end('x'.repeat(status === 299 ? 300000 : 2));
  });
});
const to = phone => hook.calls.filter(call => call.body.to === phone);

async function main() {
  const plans = new Map();                          /* by the first part of the address */
  const mail = smtpServer({ how: (rcpt, time) => { const plan = plans.get(rcpt.split('@')[0].replace(/\d+$/, '')); return typeof plan === 'function' ? plan(time) : plan ?? 'ok'; } });
  const mailPort = await mail.listen(), hookPort = await new Promise(done => receiver.listen(0, '127.0.0.1', () => done(receiver.address().port)));
  tool('init', '--demo', '--data', data);
  token = tool('user', 'token', 'test', '--scopes', 'submit|query', '--data', data).stdout.match(/yc_[0-9a-f]+/)[0];
  await open();
  await login('admin', 'demo-admin-2026');

  // off by default
  await apply('early@example.cn', '13800138000');
  await sleep(1500);
  equal('nothing is sent before an administrator switches it on', [mail.seen.connections, hook.calls.length], [0, 0]);

  // settings
  const refused = await configure({ email: '1', smtp_host: 'mail.example.cn', smtp_tls: 'plain', mail_from: 'hall@example.cn' });
  check('a mail server elsewhere needs encryption', refused.status === 422 && refused.text.includes('smtp_tls'), refused.status);
  equal('http to another machine is refused', (await configure({ sms: '1', webhook_url: 'http://10.0.0.1/sms' })).status, 422);
  const settings = { email: '1', smtp_host: '127.0.0.1', smtp_port: String(mailPort), smtp_tls: 'plain', mail_from: 'hall@jiangxia.gov.cn', sms: '1', webhook_url: `http://127.0.0.1:${hookPort}/sms?from=hall`, sms_hours: '0-24', retry_seconds: '1' };
  equal('the administrator switches both channels on', (await configure(settings)).status, 303);
  const page = await ask('GET', '/admin/notices'), keyPage = await ask('POST', '/admin/notices/key', { form: { _csrf: csrf(page.text) } });
  hook.key = (keyPage.text.match(/ycw_[0-9a-f]{64}/) ?? [])[0];
  check('the signing key is shown once', hook.key && !(await ask('GET', '/admin/notices')).text.includes(hook.key));

  // delivered once
  const number = await apply('good@example.cn', '13800000001');
  await until('an e-mail arrives', () => mail.accepted('good@example.cn').length === 1);
  const first = mail.accepted('good@example.cn')[0];
  check('it says what, in both languages, with the case and the way to it', [number, '最迟', 'You will be told by', '/case/' + number].every(part => words(first).includes(part)), words(first));
  check('it names nobody', !/张小明|13800000001|4201151980/.test(words(first) + first.text));
  check('it comes from the centre and says it is automatic', first.text.includes('<hall@jiangxia.gov.cn>') && header(first, 'Auto-Submitted') === 'auto-generated' && /^<[0-9a-f]{32}@jiangxia\.gov\.cn>$/.test(header(first, 'Message-ID')), first.text.slice(0, 500));
  await until('a webhook arrives', () => to('13800000001').length === 1);
  const call = to('13800000001')[0];
  check('signed over timestamp and body, fresh', call.good && call.fresh && call.method === 'POST' && call.path === '/sms?from=hall');
  equal('its body has what the API document says', Object.keys(call.body), ['id', 'to', 'language', 'text_zh', 'text_en', 'kind', 'case_number', 'link']);
  check('its idempotency key is its id', call.key === call.body.id && /^[0-9a-f]{32}$/.test(call.key) && call.body.kind === 'received' && call.body.case_number === number);
  check('the text names nobody', !/张小明|4201151980/.test(JSON.stringify({ ...call.body, to: '' })));

  // failures of the mail server
  plans.set('later', time => time <= 2 ? '451' : 'ok');
  plans.set('latend', time => time <= 1 ? '451-end' : 'ok');
  plans.set('gone', '550');
  plans.set('goneend', '550-end');
  plans.set('cut', time => time <= 1 ? 'drop-rcpt' : time <= 2 ? 'drop-data' : 'ok');
  plans.set('doubt', time => time <= 1 ? 'drop-end' : 'ok');
  for (const who of ['later', 'latend', 'gone', 'goneend', 'cut', 'doubt']) await apply(`${who}@example.cn`);
  await until('451 twice: tried again, then delivered', () => mail.accepted('later@example.cn').length === 1);
  await until('451 after the text: tried again, then delivered', () => mail.accepted('latend@example.cn').length === 1);
  await until('a line cut before the end: tried again, then delivered', () => mail.accepted('cut@example.cn').length === 1);
  await until('what will never go is laid before the operator', () => tool('notices', 'list', '--data', data).stdout.match(/\/email\t/g)?.length === 3);
  await sleep(3000);
  equal('550 is not tried again', [mail.times.get('gone@example.cn'), mail.times.get('goneend@example.cn')], [1, 1]);
  equal('after the last byte without an answer nothing is sent again', mail.times.get('doubt@example.cn'), 1);
  equal('nothing was delivered twice', ['good', 'later', 'latend', 'cut'].map(who => mail.accepted(who + '@example.cn').length), [1, 1, 1, 1]);
  const list = tool('notices', 'list', '--data', data);
  check('the operator\'s list gives reasons and no address', list.status === 1 && /SMTP 550/.test(list.stdout) && /in doubt/.test(list.stdout) && !/example\.cn/.test(list.stdout), list.stdout);
  const dead = (await ask('GET', '/admin/notices')).text;
  check('so does the administrator\'s page', dead.includes('SMTP 550') && dead.includes('in doubt') && !dead.includes('example.cn'));

  const doubtRow = dead.split('<tr>').find(row => row.includes('in doubt'));
  equal('try again is a form of its own', (await ask('POST', '/admin/notices/retry', { form: { notice: doubtRow.match(/name="notice" value="(\d+)"/)[1], channel: 'email', _csrf: csrf(dead) } })).status, 303);
  await until('the mail in doubt goes out on the operator\'s word', () => mail.accepted('doubt@example.cn').length === 1);
  equal('under the same Message-ID', header(mail.accepted('doubt@example.cn')[0], 'Message-ID'), header(mail.mails.find(one => one.rcpt === 'doubt@example.cn' && !one.accepted), 'Message-ID'));

  // failures of the receiver
  hook.how = (one, nth) => ({ 13800000011: nth <= 2 ? 503 : 200, 13800000012: 400, 13800000013: nth <= 1 ? 'drop' : 204, 13800000014: 302, 13800000015: 409, 13800000016: nth <= 1 ? 429 : 200, 13800000017: 299, 13800000018: nth <= 1 ? 401 : 200 })[one.body.to] ?? 200;
  for (let i = 11; i <= 18; i++) await apply('', '138000000' + i);
  await until('503, a cut line, 429 and 401: tried again until taken', () => [['11', 3], ['13', 2], ['16', 2], ['18', 2]].every(([tail, times]) => to('138000000' + tail).length === times));
  await sleep(2500);
  equal('400 and 302 are not tried again, 409 and a long answer count as taken', ['12', '14', '15', '17'].map(tail => to('138000000' + tail).length), [1, 1, 1, 1]);
  check('a redirect is not followed', !hook.calls.some(one => one.path === '/elsewhere'));
  check('every call was signed; a repeat carries the same id and a fresh stamp', hook.calls.every(one => one.good && one.fresh) && new Set(to('13800000011').map(one => one.key)).size === 1);
  check('a wrong key would be seen', createHmac('sha256', 'ycw_other').update('1.x').digest('hex') !== createHmac('sha256', hook.key).update('1.x').digest('hex'));

  // kill -9 in the middle: before the end of the mail, and after it
  plans.set('killed', time => time <= 1 ? 'hang-rcpt' : 'ok');
  await apply('killed@example.cn');
  await until('the server waits for the recipient\'s answer', () => mail.seen.hanging === 1);
  await end('SIGKILL');
  await open();
  await until('killed before the end: after the restart it is delivered', () => mail.accepted('killed@example.cn').length === 1);
  await sleep(2500);
  equal('exactly once', mail.accepted('killed@example.cn').length, 1);

  plans.set('killedend', time => time <= 1 ? 'hang-end' : 'ok');
  hook.how = (one, nth) => one.body.to === '13800000021' && nth <= 1 ? 'hang' : 200;
  await apply('killedend@example.cn', '13800000021');
  await until('the whole mail is out, unanswered; so is the webhook', () => mail.seen.hanging === 2 && to('13800000021').length === 1);
  await end('SIGKILL');
  await open();
  await until('the webhook is repeated', () => to('13800000021').length === 2);
  equal('under the same id, so that the receiver sends one SMS', [new Set(to('13800000021').map(one => one.key)).size, hook.delivered.get(to('13800000021')[0].key)], [1, 1]);
  await sleep(2500);
  equal('the mail is not sent again', [mail.times.get('killedend@example.cn'), mail.accepted('killedend@example.cn').length], [1, 0]);
  check('it is in doubt, and the operator is told', /in doubt/.test(tool('notices', 'list', '--data', data).stdout));

  // twenty kills at random moments: never two accepted mails of one message, never one lost without being told
  for (let i = 0; i < 8; i++) {
    for (let k = 0; k < 3; k++) await apply(`storm${i * 10 + k}@example.cn`, `1390000${String(1000 + i * 10 + k)}`);
    await sleep(Math.random() * 900);
    await end('SIGKILL');
    await open();
  }
  const everybody = [...Array(8).keys()].flatMap(i => [0, 1, 2].map(k => `storm${i * 10 + k}@example.cn`));
  const settled = () => { const all = tool('notices', 'list', '--data', data).stdout; return /email\t[^\n]*waiting 0\t[^\n]*under way 0/.test(all) && /sms\t[^\n]*waiting 0\t[^\n]*under way 0/.test(all); };
  await until('after eight kills under load the outbox empties', settled, 60000);
  check('no mail of the storm was accepted twice', everybody.every(who => mail.accepted(who).length <= 1), everybody.filter(who => mail.accepted(who).length > 1));
  const inDoubt = (tool('notices', 'list', '--data', data).stdout.match(/in doubt/g) ?? []).length - 1;
  const missing = everybody.filter(who => !mail.accepted(who).length).length;
  check('each that was not accepted is with the operator as in doubt', missing <= inDoubt && inDoubt <= 8, { missing, inDoubt });
  check('each SMS of the storm reached the receiver, each under one id', everybody.every(who => { const calls = to('1390000' + (1000 + Number(who.match(/\d+/)[0]))); return calls.length >= 1 && new Set(calls.map(one => one.key)).size === 1; }));

  // a stop in peace
  await login('admin', 'demo-admin-2026');
  plans.set('closing', 'ok');
  await apply('closing@example.cn');
  const began = Date.now();
  await end('SIGTERM');
  check('a hall that closes does not wait for the mail of others', Date.now() - began < 15000, Date.now() - began);
  const wrongUsage = [tool('notices'), tool('notices', 'retry'), tool('notices', 'retry', 'x', '--data', data), tool('notices', 'dance')].map(run => run.status);
  equal('yichuang notices: wrong usage is 2', wrongUsage, [2, 2, 2, 2]);
  equal('--help is 0', tool('notices', '--help').status, 0);
  const again = tool('notices', 'retry', 'all', '--data', data);
  check('retry all queues what failed', again.status === 0 && /queued again: \d+/.test(again.stdout), again.stdout + again.stderr);
  equal('and then nothing is left to queue', tool('notices', 'retry', 'all', '--data', data).status, 1);

  // STARTTLS and a login
  const pair = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-keyout', join(place, 'key.pem'), '-out', join(place, 'cert.pem')];
  spawnSync('openssl', ['req', ...pair]);
  const secure = { key: readFileSync(join(place, 'key.pem')), cert: readFileSync(join(place, 'cert.pem')) };
  const guarded = smtpServer({ secure, user: 'hall', password: 'geheim-7391' }), guardedPort = await guarded.listen();
  await open('--ca-file', join(place, 'cert.pem'));
  await login('admin', 'demo-admin-2026');
  equal('the password is taken with the settings', (await configure({ ...settings, smtp_port: String(guardedPort), smtp_tls: 'starttls', smtp_user: 'hall', smtp_password: 'geheim-7391' })).status, 303);
  await apply('secret@example.cn');
  await until('a mail goes by STARTTLS and a login', () => guarded.accepted('secret@example.cn').length === 1);
  check('encrypted, and the password never in the clear', guarded.accepted('secret@example.cn')[0].encrypted && guarded.seen.starttls > 0 && guarded.seen.plainAuth === 0, guarded.seen);
  check('the password is on no page', !(await ask('GET', '/admin/notices')).text.includes('geheim-7391'));
  await end('SIGTERM');
  await open();                                     /* without the certificate: not trusted */
  await login('admin', 'demo-admin-2026');
  const before = guarded.mails.length;
  await apply('untrusted@example.cn');
  await sleep(3000);
  equal('a server whose certificate is not trusted gets nothing', guarded.mails.length, before);

  // erased, switched off
  await configure({ ...settings, smtp_port: '1', email: '1' });
  await apply('');
  await configure({ ...settings, email: '', sms: '' });
  await sleep(1500);
  const quiet = mail.seen.connections + hook.calls.length;
  await apply('off@example.cn', '13800000099');
  await sleep(1500);
  equal('switched off: nothing leaves any more', mail.seen.connections + hook.calls.length, quiet);
  await end('SIGTERM');
  const verify = tool('verify', '--data', data);
  check('the ledger, the replay and the numbers hold after all this', verify.status === 0, verify.stdout + verify.stderr);
  check('no address, phone, password or key in the log', !/example\.cn|1380000|geheim|ycw_/.test(log), log.split('\n').filter(line => /example\.cn|1380000|geheim|ycw_/.test(line)).slice(0, 3).join('\n'));
  check('no fault in the log', !/"level":"error"/.test(log), log.split('\n').filter(line => /"error"/.test(line)).slice(0, 3).join('\n'));
  await mail.close();
  await guarded.close();
  receiver.close();
}

try { await main(); } catch (error) { check('the test goes to its end', false, error.stack + log.slice(-2000)); }
server?.removeAllListeners('exit');
server?.kill('SIGKILL');
rmSync(place, { recursive: true, force: true });
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
