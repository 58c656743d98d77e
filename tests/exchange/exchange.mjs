// exchange.mjs: a district's centre and the city's, as two real programs: a case goes up signed, is decided there, and its decision comes back, once each,
// whatever happens to the line between them and to either of them.
import { spawnSync } from 'node:child_process';
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { dirname, join } from 'node:path';
import { Centre, ITEM, ORGAN, PDF, check, citizenPage, decidesItself, equal, examined, exchangePage, fileForm, finish, papers, place, received, sha256, shownAs, sleep, tool, tryNow, until, waiting, yichuang } from './centres.mjs';

const SILENT_KEY = 'yichuang.local/420115+13d60209+AaHE0C8npbbI/+CcRnF0jMLTM+AVuEyH/ndFl+hCtejP';
const district = new Centre('district'), city = new Centre('city');
let gone;                        /* sent up and received after the backup that the city comes back with */
async function forwarded(name, opinion = '初审合格，建议准予。', organ = ORGAN) {
  const one = await received(district, name);
  await examined(district, one.number);
  await district.act('zhang', one.number, 'forward', { recommendation: 'grant', opinion, upper_organ: organ });
  return one;
}

async function main() {
  await district.prepare();
  await city.prepare();
  decidesItself(city);
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
  const page = await citizenPage(district, first);
  check('the citizen sees whither it went and under which number', [ORGAN, above].every(part => page.includes(part)), page.match(/<main[\s\S]{0,3000}/)?.[0]);
  const file = desk.match(/href="(\/desk\/cases\/[^"]*\/files\/\d+)"/)?.[1];
  equal('the file above is the file below', sha256((await city.ask('GET', file ?? '/', { as: 'li' })).bytes), sha256(PDF));

  // decided above, and back
  await examined(city, above);
  await city.act('zhang', above, 'grant', { content: '准予核定为二级资质' });
  await until('the city waits for a token of the district too', async () => (await exchangePage(city)).includes('API_NO_TOKEN'));
  equal('the district\'s token is kept', (await city.form('admin', '/exchange', '/exchange/token', { peer: 'jiangxia', token: districtToken })).status, 303);
  await until('the decision comes back by itself', async () => (await district.stage(first.number)) === 'reviewed');
  const back = await citizenPage(district, first);
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
  await until('what is asked for above is on her page below', async () => (await citizenPage(district, asked)).includes('业绩证明须加盖公章'));
  await until('... and acknowledged', async () => (await waiting(city)) === 0);
  const asking = await citizenPage(district, asked);
  check('by what day, by whom, and where she hands it in', [ORGAN + '要求补正材料', `/case/${asked.number}/above`, 'm1_file'].every(part => asking.includes(part)), asking.match(/<main[\s\S]{0,3000}/)?.[0]);
  equal('the law\'s own act stands below, and the case above waits', [(await district.api(`/cases/${asked.number}/events`)).events.some(one => one.kind === 'case.asked_from_above'), await city.stage(askedAbove)], [true, 'supplement']);
  const sealed = Buffer.from('%PDF-1.4\n% with the seal on it\n' + 'y'.repeat(2000) + '\n%%EOF\n');
  city.line.mode = 'drop-reply';
  equal('she hands it in on her page below, while the line loses answers', (await district.ask('POST', `/case/${asked.number}/above`, { as: asked.number, ...fileForm(asking, 'm1_file', '盖章业绩.pdf', sealed) })).status, 303);
  await until('it goes up, and T1 there starts anew', async () => (await city.stage(askedAbove)) === 'received');
  city.line.mode = 'open';
  await tryNow(district);
  await until('... acknowledged, the same parcel once', async () => (await waiting(district)) === 0);
  equal('one supply above', (await city.api(`/cases/${askedAbove}/events`)).events.filter(one => one.kind === 'case.supplied').length, 1);
  const links = [...(await shownAs(city, 'li', askedAbove)).matchAll(/href="(\/desk\/cases\/[^"]*\/files\/\d+)"/g)].map(found => found[1]);
  const bodies = await Promise.all(links.map(async link => sha256((await city.ask('GET', link, { as: 'li' })).bytes)));
  check('the file above is the file she handed in below', bodies.includes(sha256(sealed)), bodies);
  check('her page says so, and asks no more', (await citizenPage(district, asked)).includes('已签名转送') && !(await citizenPage(district, asked)).includes('m1_file'));

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
  gone = await forwarded('安以宁');
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
  const row = page.match(new RegExp(`<tr>(?:(?!</tr>)[\\s\\S])*${gone.number}[\\s\\S]*?</tr>`))?.[0] ?? '';
  check('each by both numbers, with what is to be done, and the steps to the record', [/上报件/, /登记上级批复“退回”后重新上报/].every(part => part.test(row)) && page.includes('/desks/exchange/take_up?peer=jiangxia') && page.includes('不必重新收件'), row || page.match(/data-behind[\s\S]{0,3000}/)?.[0]);
  check('the other side is whole', !(await exchangePage(district)).includes('data-behind='));
  await city.end('SIGTERM');
  const verify = city.verify();
  check('verify does not pass over it', verify.status === 1 && /交换.*由较旧备份恢复/.test(verify.stdout), verify.stdout);
  const list = tool(['exchange', 'list', '--data', city.data]);
  check('nor does the nightly list', list.status === 1 && /jiangxia.*由较旧备份恢复/.test(list.stdout), list.stdout);
  await city.open();
  const before = (await city.cases()).length;
  await district.act('li', gone.number, 'reply_from_above', { result: 'returned', document: '武政务〔2026〕8号', content: '因恢复备份，退回重新上报' });
  await district.act('zhang', gone.number, 'forward', { recommendation: 'grant', opinion: '重新上报。', upper_organ: ORGAN });
  await until('a lost case is taken up in the browser: sent back by hand below, sent up again, received anew', async () => (await city.cases()).length === before + 1);
  equal('what was done is recorded, on a document', (await city.desk('take_up', { peer: 'jiangxia', done: '已与江夏逐件核对，缺少的件重新收件', document: '武政务〔2026〕9号' })).status, 303);
  check('then the page is quiet', !(await exchangePage(city)).includes('data-behind='));
  await city.end('SIGTERM');
  equal('and verify passes', city.verify().status, 0);
}

async function aboveOf(number) { return (await shownAs(district, 'li', number)).match(/data-above="([^"]+)"/)?.[1]; }

try { await main(); await restored(); } catch (error) { check('the test goes to its end', false, error.stack + '\n' + district.log.slice(-1500) + city.log.slice(-1500)); }
finish([district, city]);
