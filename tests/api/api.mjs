// api.mjs: asks a running hall everything the API offers, and holds every answer against the API's own description.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { faults, undescribed, resolve } from './schema.mjs';
import { consistent, included, root } from './merkle.mjs';

const yichuang = process.argv[2], verifier = join(dirname(yichuang), 'verify_receipt'), place = mkdtempSync(join(tmpdir(), 'yichuang-api-')), data = join(place, 'data');
let passed = 0, failed = 0, server, port, openapi;

function check(what, good, told = '') {
  if (good) { passed++; console.log(`ok ${passed + failed} - ${what}`); }
  else { failed++; console.log(`not ok ${passed + failed} - ${what} ${typeof told === 'string' ? told : JSON.stringify(told)}`); }
}
const equal = (what, got, wanted) => check(what, JSON.stringify(got) === JSON.stringify(wanted), `got ${JSON.stringify(got)}, wanted ${JSON.stringify(wanted)}`);

// ---- the hall ----

function tool(...words) {
  const run = spawnSync(yichuang, words, { encoding: 'utf8', timeout: 60000 });
  if (run.status !== 0) throw new Error(`yichuang ${words.join(' ')}: ${run.status} ${run.stdout}${run.stderr}`);
  return run.stdout;
}

function open() {
  server = spawn(yichuang, ['serve', '--data', data, '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((ready, give) => {
    const late = setTimeout(() => give(new Error('the hall did not open in 30 seconds')), 30000);
    let text = '';
    server.stdout.on('data', bytes => {
      text += bytes;
      const found = text.match(/http:\/\/127\.0\.0\.1:(\d+)/);
      if (found) { clearTimeout(late); port = Number(found[1]); ready(); }
    });
    server.on('exit', code => give(new Error('the hall closed: ' + code)));
  });
}

function close() {
  return new Promise(done => { server.removeAllListeners('exit'); server.on('exit', done); server.kill('SIGTERM'); });
}

// ---- asking ----

const agent = new http.Agent({ keepAlive: true });
function ask(method, path, { token, body, type, headers = {}, raw } = {}) {
  const sent = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const all = { ...headers };
  if (token) all.Authorization = `Bearer ${token}`;
  if (sent !== undefined) { all['Content-Type'] = type ?? 'application/json'; all['Content-Length'] = Buffer.byteLength(sent); }
  return new Promise((done, give) => {
    const request = http.request({ host: '127.0.0.1', port, method, path, headers: all, agent, timeout: 10000 }, reply => {
      const parts = [];
      reply.on('data', part => parts.push(part));
      reply.on('end', () => {
        const bytes = Buffer.concat(parts), kind = reply.headers['content-type'] ?? '';
        let json;
        if (/json/.test(kind) && bytes.length) json = JSON.parse(bytes.toString('utf8'));
        const answer = { status: reply.statusCode, headers: reply.headers, bytes, json, kind };
        describe(method, path, answer);
        done(answer);
      });
    });
    request.on('error', give);
    request.on('timeout', () => request.destroy(new Error(`${method} ${path}: no answer in 10 seconds`)));
    request.end(sent);
  });
}

// Every answer must be one the description promises, in that shape, and say nothing that is not described.
const seen = new Set();
function describe(method, path, answer) {
  if (!openapi || method === 'HEAD' || answer.status === 304) return;
  const plain = path.split('?')[0];
  const candidates = Object.keys(openapi.paths).filter(one => new RegExp('^' + one.replace(/\{path\}/, '.+').replace(/\{[a-z]+\}/g, '[^/]+') + '$').test(plain));
  const template = candidates.sort((x, y) => x.split('{').length - y.split('{').length)[0];
  const operation = openapi.paths[template]?.[method.toLowerCase()];
  if (!operation) return;
  seen.add(`${method} ${template}`);
  let promised = operation.responses[answer.status];
  if (promised?.$ref) promised = resolve(openapi, promised.$ref);
  if (!promised) { check(`${method} ${plain}: status ${answer.status} is described`, false); return; }
  const type = answer.kind.split(';')[0], content = promised.content?.[type];
  if (!content && type === 'text/plain' && template.endsWith('{path}')) return;
  if (!content) { check(`${method} ${plain}: ${type} is described for ${answer.status}`, false); return; }
  if (answer.json === undefined) return;
  const wrong = faults(openapi, content.schema, answer.json), silent = undescribed(openapi, content.schema, answer.json);
  if (wrong.length || silent.length) check(`${method} ${plain} ${answer.status}: as described`, false, { wrong: wrong.slice(0, 5), undescribed: silent.slice(0, 5) });
  if (answer.status >= 400) {
    const p = answer.json;
    if (p.status !== answer.status || !p.code || !p.title || !p.type?.startsWith('/problems/')) check(`${method} ${plain}: a whole problem document`, false, p);
  }
}

const get = (path, options) => ask('GET', '/api/v1' + path, options);
const post = (path, options) => ask('POST', '/api/v1' + path, options);

function identity(n) {
  const body = '420115' + String(1950 + n % 50) + String(1 + n % 12).padStart(2, '0') + String(1 + n % 28).padStart(2, '0') + String(n % 1000).padStart(3, '0');
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  return body + '10X98765432'[[...body].reduce((sum, digit, i) => sum + digit * weights[i], 0) % 11];
}
let item;
const application = (n, more = {}) => ({ item, applicant_kind: 'person', applicant_name: '张小明', identity: identity(n), phone: '13812345678', truth: true,
  materials: [{ no: 1, way: 'upload' }], ...more });

// ---- the parts ----

async function description() {
  const answer = await get('/openapi.json');
  openapi = answer.json;
  equal('OpenAPI 3.1', openapi.openapi, '3.1.0');
  check('references lead somewhere', JSON.stringify(openapi).match(/#\/components\/[^"]+/g).every(one => resolve(openapi, one)));
  const ids = Object.values(openapi.paths).flatMap(path => Object.values(path).map(op => op.operationId));
  equal('operation ids are unique', new Set(ids).size, ids.length);
  const again = await get('/openapi.json', { headers: { 'If-None-Match': answer.headers.etag } });
  equal('the description has an ETag', again.status, 304);
  equal('and stays the same', (await get('/openapi.json')).json, openapi);
}

async function catalogue() {
  const found = await get('/items?q=' + encodeURIComponent('健康证') + '&limit=3');
  check('健康证 finds its item first', found.json.items[0].name.includes('健康证'), found.json.items[0]?.name);
  item = found.json.items[0].code;
  equal('pinyin initials find it too', (await get('/items?q=jkz&limit=50')).json.items.some(one => one.code === item), true);
  const all = await get('/items?limit=100');
  equal('229 items', all.json.total, 229);
  equal('a page has no more than asked', all.json.items.length, 100);
  check('and names the next', all.json.next === '/api/v1/items?limit=100&offset=100', all.json.next);
  const rest = await ask('GET', all.json.next);
  equal('the next page goes on', rest.json.offset, 100);
  check('and holds others', !rest.json.items.some(one => all.json.items.some(two => two.code === one.code)));
  equal('the last page ends', (await get('/items?limit=100&offset=200')).json.next, undefined);
  const one = all.json.items[0], filtered = await get(`/items?department=${one.department}&window=${one.window}&limit=100`);
  check('filters hold', filtered.json.total > 0 && filtered.json.items.every(two => two.department === one.department && two.window === one.window));
  const whole = await get('/items/' + item);
  equal('one item', whole.json.code, item);
  check('with six publications', whole.json.publications.length === 6 && whole.json.publications.every(p => p.present), whole.json.publications);
  check('and materials', whole.json.materials.length > 0);
  equal('ETag: not again', (await get('/items/' + item, { headers: { 'If-None-Match': whole.headers.etag } })).status, 304);
  equal('other ETag: again', (await get('/items/' + item, { headers: { 'If-None-Match': '"x"' } })).status, 200);
  const head = await ask('HEAD', '/api/v1/items/' + item);
  equal('HEAD has no body', [head.status, head.bytes.length], [200, 0]);
  const versions = await get(`/items/${item}/versions`);
  equal('versions bear the hash', versions.json.versions[0].hash, whole.json.hash);
  equal('by version', (await get(`/items/${item}?version=1`)).json.hash, whole.json.hash);
  equal('no such version', (await get(`/items/${item}?version=99`)).status, 404);
  equal('no such item', (await get('/items/9999999999999999')).json.code, 'REFUSED_NO_SUCH_ITEM');
  equal('33 departments', (await get('/departments')).json.departments.length, 33);
  equal('25 windows', (await get('/windows')).json.windows.length, 25);
  for (const [query, name] of [['limit=0', 'limit'], ['limit=101', 'limit'], ['limit=x', 'limit'], ['nosuch=1', 'nosuch'], ['limit=1&limit=2', 'limit'], ['offset=-1', 'offset']]) {
    const bad = await get('/items?' + query, { headers: { 'Accept-Language': 'en' } });
    check(`?${query} is refused by name`, bad.status === 400 && bad.json.detail.startsWith(name + ':'), bad.json);
  }
}

async function calendar(reader) {
  equal('what a calendar version moved is not for everybody', (await get('/calendar/versions/1/redated')).status, 401);
  const first = (await get('/calendar/versions/1/redated', { token: reader })).json;
  equal('the first calendar moved nothing', [first.kind, first.moved, first.cases.length], ['imported', 0, 0]);
  check('but it is long', first.days.length > 10 && first.more_days > 100, first.more_days);
  for (const no of ['0', '999', 'x']) equal('no calendar version ' + no, (await get(`/calendar/versions/${no}/redated`, { token: reader })).status, 404);
  const year = (await get('/calendar?year=2026')).json;
  check('2026 has about 248 working days', year.workdays > 244 && year.workdays < 252, year.workdays);
  check('National Day is a holiday', year.days.some(day => day.date === '2026-10-01' && !day.workday && day.name_en));
  equal('2199 is provisional', (await get('/calendar?year=2199')).json.provisional, true);
  equal('no year 1800', (await get('/calendar?year=1800')).status, 400);
  const plain = (await get('/deadline?from=2026-03-02&limit=20&unit=workday')).json;
  equal('twenty working days from 2 March 2026', plain.due, '2026-03-30');
  equal('explained from the event day to the due day', [plain.explanation[0].date, plain.explanation.at(-1).date], ['2026-03-02', '2026-03-30']);
  equal('twenty days are counted', plain.explanation.filter(day => day.counted).length, 20);
  const paused = (await get('/deadline?from=2026-03-02&limit=20&unit=workday&pause=2026-03-09..2026-03-13&extend=10')).json;
  equal('pause and extension', paused.due, '2026-04-21');
  check('the pause names its article', paused.explanation.some(day => day.reason === 'paused'));
  equal('without explanation', (await get('/deadline?from=2026-03-02&limit=20&unit=workday&explain=false')).json.explanation, undefined);
  equal('an open pause stops the clock', (await get('/deadline?from=2026-03-02&limit=20&unit=workday&pause=2026-03-09..')).json.stopped, true);
  const long = await get('/deadline?from=2026-03-02&limit=1&unit=workday&pause=1990-01-01..2150-01-01');
  equal('a century is computed, not explained', [long.status, long.json.explained, long.bytes.length < 5000], [200, false, true]);
  equal('nor when asked to', (await get('/deadline?from=2026-03-02&limit=3660&unit=workday&explain=true')).status, 400);
  for (const query of ['', '?from=2026-03-02', '?from=2026-02-30&limit=1&unit=workday', '?from=2026-03-02&limit=3661&unit=workday', '?from=2026-03-02&limit=1&unit=week', '?from=2026-03-02&limit=1&unit=workday&pause=x',
    '?from=2026-03-02&limit=1&unit=workday&pause=2026-03-09..2026-03-01', '?from=2026-03-02&limit=1&unit=workday&pause=2026-03-09..2026-03-10:lunch', '?from=2026-03-02&limit=1&unit=workday&extend=0'])
    equal('refused: deadline' + query, (await get('/deadline' + query)).status, 400);
}

async function intake(token) {
  const key = { 'Idempotency-Key': 'first-' + process.pid };
  const opened = await post('/cases', { token, body: application(1), headers: key });
  equal('a case is opened', opened.status, 201);
  check('its number', /^420115-\d{8}-00001$/.test(opened.json.number), opened.json.number);
  equal('Location', opened.headers.location, '/api/v1/cases/' + opened.json.number);
  check('with a numbered receipt', /〔\d{4}〕1号$/.test(opened.json.receipt.document), opened.json.receipt);
  const again = await post('/cases', { token, body: application(1), headers: key });
  equal('a retry is the same case', [again.status, again.json.number, again.json.query_code, again.json.log.index, again.json.repeated],
    [200, opened.json.number, opened.json.query_code, opened.json.log.index, true]);
  const other = await post('/cases', { token, body: application(2), headers: key });
  equal('the same key with other contents', [other.status, other.json.code], [409, 'REFUSED_IDEMPOTENCY_CONFLICT']);
  const many = await Promise.all(Array.from({ length: 40 }, () => post('/cases', { token, body: application(3), headers: { 'Idempotency-Key': 'race' } })));
  equal('forty at once with one key: one case', new Set(many.map(one => one.json.number)).size, 1);
  equal('and one 201', many.filter(one => one.status === 201).length, 1);
  const keyless = await Promise.all(Array.from({ length: 30 }, (_, n) => post('/cases', { token, body: application(100 + n) })));
  equal('thirty without key: thirty cases', new Set(keyless.map(one => one.json.number)).size, 30);
  return opened.json;
}

async function refusals(token, reader) {
  const codes = async (what, body, status, code, pointer) => {
    const answer = await post('/cases', { token, body });
    equal(what, [answer.status, answer.json.code, answer.json.pointer], [status, code, pointer]);
    return answer.json;
  };
  const changed = more => application(9, more);
  const law = await codes('material not published (XK-31)', changed({ materials: [{ no: 59, way: 'paper' }] }), 422, 'REFUSED_MATERIAL_NOT_PUBLISHED');
  check('with article and remedy', law.article?.includes('行政许可法') && law.remedy && law.rule, law);
  await codes('check digit', changed({ identity: '420115199003074519' === identity(9) ? '420115199003074518' : '420115199003074519' }), 422, 'REFUSED_IDENTITY_INVALID');
  await codes('no declaration of truth', changed({ truth: false }), 422, 'REFUSED_TRUTH_UNDECLARED');
  await codes('no name', changed({ applicant_name: ' ' }), 422, 'REFUSED_APPLICANT_MISSING');
  await codes('no phone', changed({ phone: '1' }), 422, 'REFUSED_CONTACT_MISSING');
  await codes('by post, but where to (XK-44)', changed({ result_way: 'post' }), 422, 'REFUSED_RESULT_ADDRESS');
  await codes('a way of handing over nobody knows', changed({ result_way: 'pigeon' }), 422, 'API_BAD_VALUE', '/result_way');
  await codes('no such item', changed({ item: '0000000000000000' }), 404, 'REFUSED_NO_SUCH_ITEM');
  await codes('no item', { ...changed(), item: undefined }, 422, 'API_BAD_VALUE', '/item');
  await codes('unknown member', changed({ colour: 'red' }), 422, 'API_UNKNOWN_MEMBER', '/colour');
  await codes('the channel is not theirs to say', changed({ channel: 'window' }), 422, 'API_UNKNOWN_MEMBER', '/channel');
  await codes('nor is the day of receipt', changed({ received: '2020-01-01' }), 422, 'API_UNKNOWN_MEMBER', '/received');
  await codes('nor the judgement of materials', changed({ materials: [{ no: 1, way: 'upload', ok: true }] }), 422, 'API_UNKNOWN_MEMBER', '/materials/0/ok');
  await codes('unknown member deep inside', changed({ materials: [{ no: 1, way: 'upload' }, { no: 2, size: 3 }] }), 422, 'API_UNKNOWN_MEMBER', '/materials/1/size');
  await codes('wrong type', changed({ truth: 'yes' }), 422, 'API_WRONG_TYPE', '/truth');
  await codes('wrong type deep inside', changed({ materials: [{ no: '1' }] }), 422, 'API_WRONG_TYPE', '/materials/0/no');
  await codes('value not allowed', changed({ applicant_kind: 'robot' }), 422, 'API_BAD_VALUE', '/applicant_kind');
  await codes('control characters', changed({ applicant_name: '张\u0007' }), 422, 'API_BAD_VALUE', '/applicant_name');
  await codes('a list is no application', [], 422, 'API_WRONG_TYPE', '');
  const raw = async (what, text, status, code, type) => equal(what, (({ status: s, json }) => [s, json.code])(await post('/cases', { token, raw: text, type })), [status, code]);
  await raw('broken JSON', '{"item":', 400, 'API_BAD_JSON');
  await raw('duplicate keys', '{"item":"1","item":"2"}', 400, 'API_BAD_JSON');
  await raw('a real number', '{"materials":[{"no":1.5}]}', 400, 'API_BAD_JSON');
  await raw('an empty body', '', 415, 'API_MEDIA_TYPE', 'text/plain');
  await raw('a form', 'item=1', 415, 'API_MEDIA_TYPE', 'application/x-www-form-urlencoded');
  await raw('deep nesting', '['.repeat(60) + ']'.repeat(60), 400, 'API_BAD_JSON');
  const large = await post('/cases', { token, raw: JSON.stringify(changed({ project: 'x'.repeat(300 * 1024) })) });
  equal('too large', [large.status, large.json?.status], [413, 413]);
  equal('bad idempotency key', (await post('/cases', { token, body: application(1), headers: { 'Idempotency-Key': 'a b' } })).json.code, 'API_KEY_INVALID');
  equal('no token', (await post('/cases', { body: application(1) })).status, 401);
  check('401 names the way in', /Bearer/.test((await post('/cases', { body: application(1) })).headers['www-authenticate']));
  equal('unknown token', (await post('/cases', { token: 'yc_' + '0'.repeat(64), body: application(1) })).json.code, 'API_BAD_TOKEN');
  equal('malformed token', (await post('/cases', { token: 'x', body: application(1) })).json.code, 'API_BAD_TOKEN');
  equal('basic authentication is none', (await post('/cases', { headers: { Authorization: 'Basic eDp5' }, body: application(1) })).status, 401);
  equal('a reader may not submit', [(await post('/cases', { token: reader, body: application(1) })).json.code], ['API_SCOPE']);
  equal('a session cookie is no token', (await post('/cases', { headers: { Cookie: 'yc=' + 'a'.repeat(64) }, body: application(1) })).status, 401);
  const english = await post('/cases', { token, body: changed({ truth: false }), headers: { 'Accept-Language': 'en-GB,zh;q=0.5' } });
  check('in English when asked', /^[\x20-\x7e]+$/.test(english.json.title + english.json.remedy) && english.headers['content-language'] === 'en', english.json);
  const page = await ask('GET', english.json.type);
  equal('the problem type can be opened', [page.status, page.json.code], [200, english.json.code]);
  equal('an unknown one cannot', (await ask('GET', '/problems/NOTHING')).status, 404);
  check('all problems are listed', (await get('/problems')).json.problems.length > 60);
  equal('method not allowed', [(await ask('DELETE', '/api/v1/cases')).status, (await ask('DELETE', '/api/v1/cases')).headers.allow], [405, 'GET, HEAD, POST']);
  const nowhere = await get('/nowhere');
  equal('no such address', [nowhere.status, nowhere.kind, nowhere.json.code], [404, 'application/problem+json', 'HTTP_404']);
  equal('its problem can be opened', (await ask('GET', nowhere.json.type)).status, 200);
}

async function following(opened, token, reader, stranger) {
  const number = opened.number, holder = `?code=${opened.query_code}&tail=${identity(1).slice(-4)}`;
  const list = await get('/cases?limit=10', { token: reader });
  check('the list holds cases, due first', list.json.cases.length === 10 && list.json.total === 32, list.json.total);
  check('names are masked', list.json.cases.every(one => one.applicant === '张**'), list.json.cases[0].applicant);
  equal('by stage', (await get('/cases?stage=withdrawn', { token: reader })).json.total, 0);
  equal('by item', (await get('/cases?item=' + item, { token: reader })).json.total, 32);
  equal('by due day', (await get('/cases?due_to=2001-01-01', { token: reader })).json.total, 0);
  equal('a filter nobody knows', (await get('/cases?colour=red', { token: reader })).status, 400);
  equal('a stage nobody knows', (await get('/cases?stage=lost', { token: reader })).status, 400);
  equal('not without token', (await get('/cases')).status, 401);
  equal('not with a submit token', (await get('/cases', { token })).status, 403);
  for (const [who, path, options] of [['reader', '', { token: reader }], ['the platform that opened it', '', { token }], ['holder', holder, {}]]) {
    const one = await get(`/cases/${number}${path}`, options);
    equal(`${who} sees the case`, [one.status, one.json.number, one.json.stage], [200, number, 'received']);
    check(`${who} sees masked data only`, !one.bytes.includes(identity(1)) && !one.bytes.includes('小明') && !one.bytes.includes('13812345678') && one.json.applicant.name === '张**', one.json.applicant);
    equal(`${who}: the clock that matters`, [one.json.clock.id, one.json.clock.limit, one.json.clock.due], ['T1', 5, opened.notice_by]);
  }
  equal('another platform sees nothing', (await get('/cases/' + number, { token: stranger })).json.code, 'REFUSED_NO_SUCH_CASE');
  equal('nor a stranger', (await get('/cases/' + number)).status, 401);
  equal('wrong tail', (await get(`/cases/${number}?code=${opened.query_code}&tail=0000`)).json.code, 'API_CODE_WRONG');
  equal('code of another case', (await get(`/cases/420115-20261123-00002${holder}`)).json.code, 'API_CODE_WRONG');
  equal('no such case', (await get('/cases/420115-19990101-00001', { token: reader })).status, 404);
  const events = await get(`/cases/${number}/events${holder}`);
  equal('one event so far', events.json.events.map(one => [one.kind, one.seq - 1, one.act]), [['case.received', opened.log.index, 'receive']]);
  check('without personal data', !events.bytes.includes(identity(1)) && !events.bytes.includes('小明'));
  const paper = await get(`/cases/${number}/document${holder}&of=F03`), english = await get(`/cases/${number}/document${holder}&of=F03&lang=en`);
  check('the receipt as PDF', paper.status === 200 && paper.kind.startsWith('application/pdf') && paper.bytes.includes('%PDF-1.'), paper.kind);
  check('and with English', english.status === 200 && english.bytes.includes('%PDF-1.') && !english.bytes.equals(paper.bytes), english.kind);
  equal('twice the same', (await get(`/cases/${number}/document${holder}&of=F03`)).bytes.equals(paper.bytes), true);
  equal('no paper of that kind', (await get(`/cases/${number}/document${holder}&of=F22`)).json.code, 'API_NOT_FOUND');
  equal('no other language', (await get(`/cases/${number}/document${holder}&of=F03&lang=fr`)).status, 400);
  equal('a paper names the applicant: not for a platform', (await get(`/cases/${number}/document?of=F03`, { token: reader })).json.code, 'API_SCOPE');
  const process = await get(`/cases/${number}/process`, { token: reader });
  check('where the case stands, as BPMN', process.status === 200 && process.kind.startsWith('application/bpmn+xml') && process.bytes.includes('本办件现在此处'), process.kind);
  equal('the process of an item', (await get(`/items/${item}/process`)).status, 200);
  equal('of an item there is not', (await get('/items/0/process')).status, 404);
  const clocks = await get(`/cases/${number}/deadline`, { token: reader });
  check('clocks are explained', clocks.json.clocks[0].id === 'T1' && clocks.json.clocks[0].explanation.at(-1).due, clocks.json.clocks[0]);
  return holder;
}

async function acting(opened, holder, token, reader, stranger) {
  const path = `/cases/${opened.number}/acts`;
  const act = async (what, options, status, code) => {
    const answer = await post(path + (options.query ?? ''), options);
    equal(what, [answer.status, answer.json.code], [status, code]);
    return answer;
  };
  await act('nobody acts without right', { body: { act: 'accept' } }, 401, 'API_NO_TOKEN');
  await act('a platform does not accept', { token, body: { act: 'accept' } }, 403, 'REFUSED_NO_RIGHT');
  await act('nor decide', { token, body: { act: 'grant', content: 'x' } }, 409, 'REFUSED_NOT_IN_THIS_STAGE');
  await act('nor be the clock', { token, body: { act: 'deem_accepted' } }, 403, 'REFUSED_ONLY_THE_CLOCK');
  await act('a reader does not act', { token: reader, body: { act: 'withdraw', reason: 'x' } }, 403, 'API_SCOPE');
  await act('nor another platform', { token: stranger, body: { act: 'supply', materials: [{ no: 1, way: 'upload' }] } }, 404, 'REFUSED_NO_SUCH_CASE');
  await act('nothing was asked for', { token, body: { act: 'supply', materials: [{ no: 1, way: 'upload' }] } }, 409, 'REFUSED_NOT_IN_THIS_STAGE');
  await act('no such act', { token, body: { act: 'fly' } }, 422, 'API_BAD_VALUE');
  await act('receiving is POST /cases', { token, body: { act: 'receive' } }, 422, 'API_BAD_VALUE');
  await act('no act', { token, body: {} }, 422, 'API_BAD_VALUE');
  await act('no object', { token, body: [] }, 422, 'API_WRONG_TYPE');
  await act('a member of another act', { token, body: { act: 'withdraw', ground: 'hearing' } }, 422, 'API_UNKNOWN_MEMBER');
  await act('no JSON', { token, raw: 'x', type: 'text/plain' }, 415, 'API_MEDIA_TYPE');
  await act('a reason is needed', { query: holder, body: { act: 'withdraw', reason: ' ' } }, 422, 'REFUSED_REASON_MISSING');
  const done = await act('the applicant withdraws', { query: holder, body: { act: 'withdraw', reason: '改期再办' } }, 200, undefined);
  equal('withdrawn, with its paper', [done.json.stage, done.json.act, done.json.documents[0].kind], ['withdrawn', 'withdraw', 'F33']);
  await act('a concluded case is concluded', { query: holder, body: { act: 'withdraw', reason: 'x' } }, 409, 'REFUSED_ALREADY_CONCLUDED');
  const after = await get(`/cases/${opened.number}${holder}`);
  equal('no clock runs any more', [after.json.stage, after.json.clock, after.json.concluded !== undefined], ['withdrawn', null, true]);
  equal('two events', (await get(`/cases/${opened.number}/events${holder}`)).json.events.map(one => one.act), ['receive', 'withdraw']);
  equal('found among the concluded', (await get('/cases?stage=withdrawn', { token: reader })).json.total, 1);
}

// Files: a PNG and a PDF travel with the application; what comes back proves their bytes.
async function files(token, reader) {
  const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(50000, 7)]), pdf = Buffer.from('%PDF-1.7 small');
  const hash = bytes => createHash('sha256').update(bytes).digest('hex');
  const send = (json, parts, headers = {}) => {
    const edge = 'edge8f3a1', chunks = [];
    if (json) chunks.push(Buffer.from(`--${edge}\r\nContent-Disposition: form-data; name="json"\r\n\r\n${JSON.stringify(json)}\r\n`));
    for (const [name, bytes] of parts)
      chunks.push(Buffer.from(`--${edge}\r\nContent-Disposition: form-data; name="${name}"; filename="材料.bin"\r\nContent-Type: application/octet-stream\r\n\r\n`), bytes, Buffer.from('\r\n'));
    chunks.push(Buffer.from(`--${edge}--\r\n`));
    return post('/cases', { token, raw: Buffer.concat(chunks), type: `multipart/form-data; boundary=${edge}`, headers });
  };
  const json = application(50, { materials: [{ no: 1, way: 'upload', sha256: hash(png) }] }), key = { 'Idempotency-Key': 'files' };
  const sent = await send(json, [['material_1', png], ['material_2', pdf]], key);
  equal('an application with files', sent.status, 201);
  const again = await send(json, [['material_1', png], ['material_2', pdf]], key);
  equal('sent again it is the same case', [again.status, again.json.number], [200, sent.json.number]);
  equal('with another file it is a conflict', (await send({ ...json, materials: [] }, [['material_1', pdf], ['material_2', pdf]], key)).status, 409);
  const facts = (await get(`/cases/${sent.json.number}/events`, { token: reader })).json.events[0].facts;
  equal('the log holds their hashes', facts.materials.map(one => [one.no, one.way, one.sha256]), [[1, 'upload', hash(png)], [2, 'upload', hash(pdf)]]);
  for (const [what, parts, wanted] of [['another hash than said', [['material_1', pdf]], 'API_BAD_VALUE'], ['a program', [['material_2', Buffer.from('MZ....')]], 'API_BAD_VALUE'],
    ['a file with another name', [['photo', png]], 'API_BAD_VALUE'], ['two files for one material', [['material_2', png], ['material_2', png]], 'API_BAD_VALUE'],
    ['a material that is not published', [['material_59', png]], 'REFUSED_MATERIAL_NOT_PUBLISHED']])
    equal('refused: ' + what, [(await send(json, parts)).json.code], [wanted]);
  equal('without the part json', (await send(null, [['material_1', png]])).json.code, 'API_MEDIA_TYPE');
  equal('with an unknown member', (await send({ ...json, colour: 'red' }, [])).json.pointer, '/colour');
}

function verifyFile(receipt, key) {
  const file = join(place, 'receipt.json');
  writeFileSync(file, JSON.stringify(receipt));
  return spawnSync(verifier, key ? [file, '--key', key] : [file], { encoding: 'utf8', timeout: 10000 }).status;
}

async function proofs(opened, holder, reader) {
  const key = (await get('/log/key')).json;
  const receipt = await get(`/receipts/${opened.number}${holder}`);
  equal('a receipt', [receipt.status, receipt.json.format, receipt.json.index], [200, 'yichuang-receipt/1', opened.log.index]);
  check('the applicant has her own data in it', receipt.json.person?.includes(identity(1)));
  equal('a reader has not', (await get(`/receipts/${opened.number}`, { token: reader })).json.person, null);
  equal('nobody else has any', (await get(`/receipts/${opened.number}`)).status, 401);
  equal('the separate program finds it proven', verifyFile(receipt.json, key.key), 0);
  equal('with another key it does not', verifyFile(receipt.json, key.key.replace(/.$/, one => one === 'A' ? 'B' : 'A')) !== 0, true);
  const forged = { ...receipt.json, statement: receipt.json.statement.replace('api', 'apj') };
  check('a changed statement is refused by the separate program', verifyFile(forged, key.key) === 1, verifyFile(forged, key.key));
  equal('the hall says proven', (await post('/receipts/verify', { body: receipt.json })).json.proven, true);
  equal('of the changed one it does not', (await post('/receipts/verify', { body: forged })).json.proven, false);
  const nonsense = await post('/receipts/verify', { body: { a: 1 } });
  equal('nonsense is a finding, no fault', [nonsense.status, nonsense.json.proven, nonsense.json.findings[0].kind], [200, false, 'bad']);
  const events = (await get(`/cases/${opened.number}/events${holder}`)).json.events;
  equal('a receipt for the withdrawal too', (await get(`/receipts/${opened.number}${holder}&seq=${events[1].seq}`)).json.index, events[1].seq - 1);
  equal('not for the event of another case', (await get(`/receipts/${opened.number}${holder}&seq=1`)).status, 404);

  const note = (await get('/log/checkpoint')).bytes.toString();
  const [origin, size, rootText] = note.split('\n'), n = Number(size), head = Buffer.from(rootText, 'base64');
  equal('the head bears the name of the log', origin, key.origin);
  const leaves = [];
  for (let tile = 0; tile * 256 < n; tile++) {
    const width = Math.min(256, n - tile * 256);
    const part = await get(`/log/tile/0/${String(tile).padStart(3, '0')}${width < 256 ? `.p/${width}` : ''}`);
    equal(`tile ${tile} is whole`, part.bytes.length, 32 * width);
    if (width === 256) check(`tile ${tile} is settled for ever`, part.headers['cache-control'].includes('immutable'));
    for (let i = 0; i < part.bytes.length; i += 32) leaves.push(part.bytes.subarray(i, i + 32));
  }
  check('the tiles give the signed root', root(leaves).equals(head));
  equal('no tile beyond the log', (await get('/log/tile/0/900')).status, 404);
  equal('no other files', (await get('/log/tile/../../secret.key')).status !== 200, true);
  equal('entries are served', (await get(`/log/tile/entries/000`)).status, 200);
  const at = await get(`/receipts/${opened.number}/proof${holder}&size=${n}`), bytes = list => list.map(one => Buffer.from(one, 'hex'));
  check('inclusion, by our own check', included(Buffer.from(at.json.leaf, 'hex'), at.json.index, at.json.size, bytes(at.json.proof), head));
  const early = opened.log.index + 1, small = await get(`/receipts/${opened.number}/proof${holder}&size=${early}`);
  check('inclusion in the log of that time', included(leaves[early - 1], early - 1, early, bytes(small.json.proof), root(leaves.slice(0, early))));
  equal('no proof before it was there', (await get(`/receipts/${opened.number}/proof${holder}&size=${early - 1}`)).status, 404);
  equal('no proof beyond the log', (await get(`/receipts/${opened.number}/proof${holder}&size=${n + 1000}`)).status, 404);
  for (const from of [1, 2, 255, 256, 257, 512, early, n - 1, n].filter(one => one >= 1 && one <= n)) {
    const proof = await get(`/log/consistency?from=${from}&to=${n}`);
    check(`the log of ${from} entries is the beginning of that of ${n}`, consistent(from, n, root(leaves.slice(0, from)), head, bytes(proof.json.proof)));
  }
  equal('no log so long', (await get(`/log/consistency?from=1&to=${n + 1000}`)).status, 404);
  equal('no log backwards', (await get('/log/consistency?from=10&to=5')).status, 404);
  equal('no such certificate', (await get('/certificates/' + encodeURIComponent('江夏卫健许准〔2026〕999号'))).status, 404);
  const unknown = '江夏卫健许证〔2026〕999号', many = await post('/certificates/check', { token: reader, body: { numbers: [unknown, opened.receipt.document] } });
  equal('many numbers at once', [many.status, many.json.certificates.map(one => [one.number, one.status, one.valid])], [200, [[unknown, 'unknown', false], [opened.receipt.document, 'unknown', false]]]);
  equal('many numbers need a token', (await post('/certificates/check', { body: { numbers: [unknown] } })).status, 401);
  equal('five hundred numbers and no more', (await post('/certificates/check', { token: reader, body: { numbers: Array(501).fill(unknown) } })).json.code, 'API_BAD_VALUE');
  equal('numbers must be texts', (await post('/certificates/check', { token: reader, body: { numbers: [1] } })).status, 422);
  equal('a receipt is no certificate', (await get('/certificates/' + encodeURIComponent(opened.receipt.document))).status, 404);
}

async function desks(reader, submitter) {
  const themes = (await get('/packages')).json.packages;
  check('packages are open to all', themes.length >= 10 && themes.every(t => t.steps.length >= 2 && t.materials.length), themes.length);
  equal('a step names what it waits for', themes.find(t => t.code === 'kcg').steps.map(s => s.after.length), [0, 0, 1, 2]);
  for (const path of ['/package-applications', '/enquiries', '/agencies', '/meetings']) {
    const list = await get(path, { token: reader });
    equal(`${path} by page`, [list.status, list.json.total, list.json.limit, list.json.offset], [200, 0, 20, 0]);
    equal(`${path} needs a token`, (await get(path)).status, 401);
    equal(`${path} needs the right scope`, (await get(path, { token: submitter })).json.code, 'API_SCOPE');
    equal(`${path} at most a hundred`, (await get(path + '?limit=101', { token: reader })).json.code, 'API_BAD_QUERY');
    equal(`${path} no unknown filter`, (await get(path + '?applicant=x', { token: reader })).json.code, 'API_BAD_QUERY');
  }
  for (const id of ['1', '0', '-1', 'x', '99999999999999999999']) equal(`no entrustment ${id}`, (await get('/agencies/' + id, { token: reader })).status, 404);
  equal('the duty of a week begins on its Monday', (await get('/duty?week=2026-03-04')).json.week, '2026-03-02');
  equal('no week that is none', (await get('/duty?week=2026-02-30')).json.code, 'API_BAD_QUERY');
  const rates = (await get('/reform/rates')).json;
  equal('reform in four measures', rates.measures.map(m => m.measure), ['places', 'steps', 'days', 'materials']);
  check('reform reduced', rates.measures.every(m => m.after <= m.before), rates.measures);
  equal('no such department', (await get('/reform/rates?department=nowhere')).json.code, 'API_BAD_QUERY');
}

async function service(statistics, reader) {
  const well = (await get('/health')).json;
  equal('health', [well.status, well.demo], ['ok', true]);
  const metrics = (await get('/metrics')).bytes.toString();
  check('metrics count', /^yichuang_http_requests_total \d+$/m.test(metrics) && /^yichuang_window_groups_total [1-9]\d*$/m.test(metrics));
  check('every metric has help and type', metrics.split('\n').filter(line => line && !line.startsWith('#')).every(line => metrics.includes(`# TYPE ${line.split(/[ {]/)[0]} `)));
  equal('not through a proxy', (await get('/metrics', { headers: { 'X-Forwarded-For': '203.0.113.7' } })).status, 403);
  equal('but with a statistics token', (await get('/metrics', { token: statistics, headers: { 'X-Forwarded-For': '203.0.113.7' } })).status, 200);
  equal('not with another', (await get('/metrics', { token: reader })).status, 403);
}

async function guessing(opened, reader) {
  let limited;
  for (let i = 0; i < 40 && limited?.status !== 429; i++) limited = await get(`/cases/${opened.number}?code=0001-AAAAA-AAAAA&tail=1234`);
  equal('guessing codes is stopped', [limited.status, limited.json.code], [429, 'REFUSED_TOO_MANY']);
  check('and told when to come back', Number(limited.headers['retry-after']) >= 1, limited.headers);
  equal('tokens are not held up by it', (await get('/cases/' + opened.number, { token: reader })).status, 200);
}

// What another centre meets before it is registered; the exchange itself is tests/exchange, with two centres.
async function exchange(opened, token, reader) {
  const body = { envelope: '{}', note: 'x' };
  equal('a parcel without a token', (await post('/exchange/parcels', { body })).status, 401);
  equal('with a token of another scope', (await post('/exchange/parcels', { token: reader, body })).json.code, 'API_SCOPE');
  const malformed = await post('/exchange/parcels', { token, body });
  equal('what is no parcel is refused with rule and remedy', [malformed.status, malformed.json.code, malformed.json.rule, malformed.json.remedy.length > 0], [422, 'REFUSED_PARCEL_MALFORMED', 'G3', true]);
  equal('one that is too large', (await post('/exchange/parcels', { token, body: { envelope: ' '.repeat(140000), note: 'x' } })).json.code, 'REFUSED_PARCEL_TOO_LARGE');
  equal('an unknown member', (await post('/exchange/parcels', { token, body: { ...body, more: 1 } })).json.code, 'API_UNKNOWN_MEMBER');
  const pdf = Buffer.from('%PDF-1.7 small'), hash = createHash('sha256').update(pdf).digest('hex');
  equal('a file of a centre nobody registered', (await post(`/exchange/files?sha256=${hash}`, { token, raw: pdf, type: 'application/octet-stream' })).json.code, 'REFUSED_PARCEL_SENDER');
  equal('a file that is not its hash', (await post(`/exchange/files?sha256=${'0'.repeat(64)}`, { token, raw: pdf, type: 'application/octet-stream' })).json.code, 'REFUSED_PARCEL_FILE');
  equal('a hash that is none', (await post('/exchange/files?sha256=1', { token, raw: pdf, type: 'application/octet-stream' })).json.code, 'API_BAD_QUERY');
  const heads = { head: '', parcels: [] };
  equal('heads without a token', (await post('/exchange/heads', { body: heads })).status, 401);
  equal('heads with a token of another scope', (await post('/exchange/heads', { token: reader, body: heads })).json.code, 'API_SCOPE');
  equal('heads with an unknown member', (await post('/exchange/heads', { token, body: { ...heads, more: 1 } })).json.code, 'API_UNKNOWN_MEMBER');
  const shown = await post('/exchange/heads', { token, body: heads });
  check('heads to a centre nobody registered: refused by name', shown.status >= 400 && /^(REFUSED|API)_/.test(shown.json.code), `${shown.status} ${shown.text ?? JSON.stringify(shown.json)}`);
  equal('its token opens no case', (await get(`/cases/${opened.number}`, { token })).json.code, 'API_SCOPE');
}

async function again(opened, token) {
  await close();
  tool('user', 'revoke', '2', '--data', data);
  await open();
  const repeated = await post('/cases', { token, body: application(1), headers: { 'Idempotency-Key': 'first-' + process.pid } });
  equal('after a restart the key still gives the same case', [repeated.status, repeated.json.number, repeated.json.stage], [200, opened.number, 'withdrawn']);
}

// A holiday more: every open case that runs across it moves, once.
async function moving(reader) {
  const today = (await get('/health')).json.time.slice(0, 10), day = (await get(`/deadline?from=${today}&limit=1&unit=workday`)).json.due, file = join(place, '临时放假.csv');
  writeFileSync(file, `date,kind,name\n${day},holiday,临时放假\n`);
  await close();
  tool('import', 'holidays', file, '--data', data);
  tool('import', 'holidays', file, '--data', data);
  await open();
  const version = (await get('/calendar?year=2026')).json.version, path = v => `/calendar/versions/${v}/redated?limit=1`;
  const moved = (await get(path(version - 1), { token: reader })).json, again = (await get(path(version), { token: reader })).json;
  check('a holiday moves open cases', moved.moved > 0 && moved.looked >= moved.moved && moved.cases.length === 1, moved);
  check('to a later day', moved.cases.every(one => one.new_due > one.old_due), moved.cases);
  check('and says which day', moved.days.some(one => one.date === day && !one.work));
  const rest = moved.next ? (await ask('GET', moved.next, { token: reader })).json : { cases: [] };
  check('the next page holds others', rest.cases.every(one => one.number !== moved.cases[0].number));
  equal('the same file again moves nothing', [again.kind, again.moved, again.cases.length], ['none', 0, 0]);
}

async function all() {
  tool('init', '--demo', '--data', data);
  const token = {};
  for (const [name, scopes] of [['city', 'submit'], ['reader', 'query'], ['other', 'submit|catalogue'], ['board', 'statistics'], ['wuhan', 'exchange']])
    token[name] = tool('user', 'token', name, '--scopes', scopes, '--data', data).match(/yc_[0-9a-f]{64}/)[0];
  await open();
  await description();
  await catalogue();
  await calendar(token.reader);
  const opened = await intake(token.city);
  await refusals(token.city, token.reader);
  const holder = await following(opened, token.city, token.reader, token.other);
  await files(token.city, token.reader);
  await acting(opened, holder, token.city, token.reader, token.other);
  await proofs(opened, holder, token.reader);
  await desks(token.reader, token.city);
  await service(token.board, token.reader);
  await exchange(opened, token.wuhan, token.reader);
  await guessing(opened, token.reader);
  for (const [path, operations] of Object.entries(openapi.paths))
    for (const method of Object.keys(operations)) check(`${method.toUpperCase()} ${path} was asked`, seen.has(`${method.toUpperCase()} ${path}`));
  await moving(token.reader);
  await again(opened, token.city);
  equal('a revoked token is dead', (await get('/cases', { token: token.reader })).json.code, 'API_BAD_TOKEN');
}

try { await all(); }
catch (fault) { check('the run goes through', false, fault.stack); }
finally {
  if (server && server.exitCode === null) await close().catch(() => {});
  rmSync(place, { recursive: true, force: true });
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed ? 1 : 0);
}
