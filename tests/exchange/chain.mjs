// chain.mjs: three centres in a row, as three real programs: a case goes from the district to the city and on to the province; what is asked for there comes down to
// the applicant, what she hands in goes up, the line between cut and the middle killed meanwhile; and the result comes back through both. For the full run.
import { Centre, ITEM, ORGAN, check, citizenPage, decidesItself, equal, examined, exchangePage, fileForm, finish, received, sha256, shownAs, tool, until, waiting } from './centres.mjs';

const PROVINCE_ORGAN = '湖北省住房和城乡建设厅', SEALED = Buffer.from('%PDF-1.4\n% with the seal on it\n' + 'z'.repeat(2000) + '\n%%EOF\n');
const district = new Centre('district'), city = new Centre('city'), province = new Centre('province'), all = [district, city, province];

/* Both name each other, and hold a token of each other. */
async function neighbours(lower, upper, [low, up], token) {
  const letter = (centre, other) => ({ peer: other.peer, name: other.name, level: other.level, url: `https://127.0.0.1:${centre.line.port}`, key: centre.key, fingerprint: centre.fingerprint(), organs: other.organs ?? '', document: '政务函〔2026〕3号' });
  equal(`the ${lower.name} registers the ${upper.name}`, (await lower.desk('register', letter(upper, up))).status, 303);
  equal(`the ${upper.name} registers the ${lower.name}`, (await upper.desk('register', letter(lower, { ...low, organs: '' }))).status, 303);
  equal(`the ${upper.name} matches the item`, (await upper.desk('map', { peer: low.peer, theirs: ITEM, ours: ITEM, document: '政务函〔2026〕4号' })).status, 303);
  equal('both hold the other\'s token', [(await lower.form('admin', '/exchange', '/exchange/token', { peer: up.peer, token: token.up })).status, (await upper.form('admin', '/exchange', '/exchange/token', { peer: low.peer, token: token.low })).status], [303, 303]);
}

async function sentUp(centre, number, organ, opinion) {
  await examined(centre, number);
  await centre.act('zhang', number, 'forward', { recommendation: 'grant', opinion, upper_organ: organ });
}
const arrived = async centre => { await until(`the ${centre.name} opens its case`, async () => (await centre.cases()).length > 0); return (await centre.cases())[0]; };
const quiet = () => until('everything is acknowledged, at all three', async () => (await Promise.all(all.map(waiting))).every(left => left === 0));

async function main() {
  for (const centre of all) await centre.prepare();
  decidesItself(province);
  const low = { peer: 'jiangxia', name: '江夏区政务服务中心', level: 'county' }, middle = { peer: 'wuhan', name: '武汉市政务服务中心', level: 'city', organs: ORGAN }, top = { peer: 'hubei', name: '湖北省政务服务中心', level: 'province', organs: PROVINCE_ORGAN };
  const tokens = (lower, upper, low, up) => ({ up: upper.newToken(low.peer, 'exchange'), low: lower.newToken(up.peer, 'exchange') });
  const first = tokens(district, city, low, middle), next = tokens(city, province, middle, top);              /* made with the hall closed */
  for (const centre of all) await centre.open();
  await neighbours(district, city, [low, middle], first);
  await neighbours(city, province, [middle, top], next);

  const one = await received(district, '何以安');
  await sentUp(district, one.number, ORGAN, '初审合格。');
  const second = await arrived(city);
  await sentUp(city, second, PROVINCE_ORGAN, '复核合格。');
  const third = await arrived(province), desk = await shownAs(province, 'li', third);
  check('the clerk at the top sees the centre below and its opinion, and the drawing that came through both', ['武汉市政务服务中心', second, '复核合格。', '业绩.pdf'].every(part => desk.includes(part)), desk.match(/<main[\s\S]{0,2000}/)?.[0]);
  await quiet();

  await province.act('li', third, 'supplement', { s4: '业绩证明须由省厅格式出具', days: '10' });
  await until('what the province asks for is on her page at the district', async () => (await citizenPage(district, one)).includes('业绩证明须由省厅格式出具'));
  await quiet();
  const asking = await citizenPage(district, one);
  check('asked by the organ her case was sent to, to be handed in there', [ORGAN + '要求补正材料', `/case/${one.number}/above`].every(part => asking.includes(part)));

  // handed in while the city is dead: it waits at the district, and goes on by itself when the city is back
  city.kill();
  await city.gone();
  equal('she hands it in while the city is down', (await district.ask('POST', `/case/${one.number}/above`, { as: one.number, ...fileForm(asking, 'm1_file', '盖章业绩.pdf', SEALED) })).status, 303);
  await until('the district names what stands in the way', async () => (await exchangePage(district)).includes('LINE '));
  await city.open();
  await until('it goes up through both, and T1 starts anew at the top', async () => (await province.stage(third)) === 'received');
  await quiet();
  equal('one supply at the top', (await province.api(`/cases/${third}/events`)).events.filter(event => event.kind === 'case.supplied').length, 1);
  const links = [...(await shownAs(province, 'li', third)).matchAll(/href="(\/desk\/cases\/[^"]*\/files\/\d+)"/g)].map(found => found[1]);
  const bodies = await Promise.all(links.map(async link => sha256((await province.ask('GET', link, { as: 'li' })).bytes)));
  check('byte for byte what she handed in', bodies.includes(sha256(SEALED)), bodies);

  await examined(province, third);
  await province.act('zhang', third, 'grant', { content: '准予核定为一级资质' });
  await until('the province\'s decision stands at the city', async () => (await city.stage(second)) === 'reviewed');
  equal('and not yet at the district: the city decides first', await district.stage(one.number), 'forwarded');
  await city.act('zhang', second, 'grant', { content: '依省厅批复准予' });
  await until('the city\'s decision comes down', async () => (await district.stage(one.number)) === 'reviewed');
  await quiet();
  check('she reads it on her page', (await citizenPage(district, one)).includes('依省厅批复准予'));
  const pdf = (await shownAs(district, 'li', one.number)).match(/href="(\/exchange\/files\/\d+)"/)?.[1];
  check('its paper came along', (await district.ask('GET', pdf ?? '/', { as: 'li' })).bytes.subarray(0, 5).toString() === '%PDF-', pdf);
  await district.act('zhang', one.number, 'grant', { content: '依上级批复准予' });
  equal('granted at all three', await Promise.all([district.stage(one.number), city.stage(second), province.stage(third)]), ['granted', 'granted', 'granted']);

  for (const centre of all) {
    await centre.end('SIGTERM');
    const verify = centre.verify(), list = tool(['exchange', 'list', '--data', centre.data]);
    check(`${centre.name}: log, replay, numbers and its neighbours' receipts hold`, verify.status === 0 && /交换.*\d+/.test(verify.stdout), verify.stdout + verify.stderr);
    equal(`${centre.name}: nothing is left to send`, list.status, 0);
    check(`${centre.name}: no token, name or identity number in its log, and no fault`, !/yc_[0-9a-f]{8}|何以|4201151980|"level":"error"/.test(centre.log), centre.log.match(/.*(yc_[0-9a-f]{8}|何以|4201151980|"error").*/)?.[0]);
  }
}

try { await main(); } catch (error) { check('the test goes to its end', false, error.stack + '\n' + all.map(centre => centre.log.slice(-1000)).join('\n')); }
finish(all);
