// heard.mjs: those who must be heard (XK-36, XK-46 to XK-48), verification by two (XK-34b), the organ above (XK-35). In a hall of its own, whose clock
// is put forward: a hearing is told of seven working days before.
import { apply, track } from './citizen.mjs';
import { act, judge, paper, papers, taken } from './clerk.mjs';
import { axe, check, has, look, openHall, passwords, person, shot, verified, visitor } from './hall.mjs';

const HYGIENE = '4201150190100100', ESTATE = '4201150110101700';      /* 公共场所卫生许可 · 房地产开发企业资质初审: decided by the city */
Object.assign(passwords, { yinxueqin: 'demo-clerk-2026', li: 'demo-clerk-2026', wu: 'demo-review-2026', zhang: 'demo-chief-2026' });

async function as(who, account, work) {
  await who.context.clearCookies();
  await who.login(account);
  return work();
}
const day = shift => new Date(Date.now() + 8 * 3600000 + shift * 86400000).toISOString().slice(0, 10);      /* the hall's days */
/* The upper part of a page: what is looked at. */
async function top(who, name, height = 1700) {
  await who.page.evaluate(() => window.scrollTo(0, 0));
  await shot(who, name, { x: 0, y: 0, width: who.width, height: Math.min(height, await who.page.evaluate(() => document.documentElement.scrollHeight)) });
}
const between = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / 86400000);

/* Notice to a party, the right to a hearing told to both, a visit by two. */
async function told(me, kase) {
  await as(me, 'wang', async () => {
    await judge(me, kase.number, {});
    has('heard: accepted', await act(me, kase.number, 'accept'), /已受理/);
  });
  await as(me, 'liu', async () => {
    const said = await act(me, kase.number, 'tell_party', { party: '李四', phone: '13900139000', matter: '噪声和排水影响相邻住户', days: '5' });
    has('heard: an interested party is told (XK-36)', said, /利害关系人/);
    check('heard: ... her name is masked at the desk', !said.includes('李四'), said.slice(0, 300));
    const notice = await paper(me, kase.number, /陈述申辩/, ['李四', '噪声和排水影响相邻住户', '/party'], 'F14');
    kase.party = (notice?.text.match(/[0-9A-Z]{4}-[0-9A-Z]{5}-[0-9A-Z]{5}/) || [])[0];
    check('heard: the notice bears a code of the party\'s own', kase.party && kase.party !== kase.code, notice?.text.slice(0, 900));
    for (const party of ['0', '1']) await act(me, kase.number, 'tell_hearing', { party, matter: '相邻住户的重大利益', proposed: '拟准予许可' });
    await paper(me, kase.number, /听证/, ['相邻住户的重大利益'], 'F15');
    const one = await act(me, kase.number, 'assign_visit', { officer1: 'liu', certificate1: '鄂A001', officer2: '', certificate2: '', at_date: day(0), at_time: '15:00', place: '文化大道 8 号', matter: '布局和消毒设施' });
    has('heard: one officer alone is not sent (XK-34b)', one, 'REFUSED_VISIT_OFFICERS');
    await look(me, 'heard: the visit with an error');
    await top(me, 'heard-visit-error');
    await me.go('/desk/cases/' + kase.number);
    has('heard: two are sent', await act(me, kase.number, 'assign_visit', { officer1: 'liu', certificate1: '鄂A001', officer2: 'wang', certificate2: '鄂A002', at_date: day(0), at_time: '15:00', place: '文化大道 8 号', matter: '布局和消毒设施' }), /现场核查/);
    await act(me, kase.number, 'record_visit', { at_date: day(0), at_time: '15:00', findings: '布局合理，消毒设施齐备', conclusion: 'pass', present: '陈某', signed: true });
    await paper(me, kase.number, /核查笔录/, ['鄂A001', '鄂A002', '消毒设施齐备'], 'F13');
    has('heard: reviewed', await act(me, kase.number, 'review', { conclusion: 'approve', opinion: '符合条件' }), /已审核/);
    await look(me, 'heard: the case desk');
    await top(me, 'heard-desk');
    await axe(me, 'heard: the case desk');
  });
}

/* The applicant on her phone: states, asks for the hearing. */
async function speaks(she, kase) {
  await track(she, kase);
  has('citizen: she may state and ask for a hearing', await she.text(), '听证');
  await look(she, 'citizen: who must be heard');
  await top(she, 'heard-case-360');
  await axe(she, 'citizen: who must be heard');
  await she.fill('hearing-reason', '希望当面说明隔声措施');
  await she.press('form[action$="/hearing"] button');
  has('citizen: the hearing is asked for', await she.text(), /二十个工作日|20/);
  await she.page.locator('details:has(form[action$="/statement"]) summary').click();
  await she.fill('statement-text', '已加装隔声门窗');
  await she.press('form[action$="/statement"] button');
  check('citizen: a statement is taken', await she.page.locator('.yc-flash').count() > 0, await she.text());
  await top(she, 'heard-case-asked-360');
}

/* The interested party, who never comes to the window: by the code on her notice and her name. */
async function party(browser, hall, kase) {
  const she = await visitor(browser, hall, { width: 360, height: 740 });
  await she.go('/track');
  await she.press('a[href="/party"]');
  await she.fill('code', kase.party);
  await she.fill('name', '王五');
  await she.press('main form button');
  check('party: code and another name are not enough', await she.page.locator('.govuk-error-summary').count() === 1, await she.text());
  await look(she, 'party: the way in, refused');
  await axe(she, 'party: the way in, refused');
  await top(she, 'party-way-in-360');
  await she.fill('code', kase.code);
  await she.fill('name', '李四');
  await she.press('main form button');
  check('party: the applicant\'s code does not open her page', await she.page.locator('.govuk-error-summary').count() === 1);
  await she.fill('code', kase.party.toLowerCase().replace(/-/g, ' '));
  await she.press('main form button');
  const page = await she.text();
  has('party: she sees what concerns her', page, '噪声和排水影响相邻住户');
  check('party: she sees nothing of the applicant', !/陈晓芸|陈\*|消毒设施|材料/.test(page), page);
  await look(she, 'party: her page');
  await axe(she, 'party: her page');
  await she.fill('statement-text', '夜间施工噪声扰民');
  await she.press('form[action="/party/statement"] button');
  has('party: her statement waits for an answer', await she.text(), '待处理');
  check('party: she states again only when answered', await she.page.locator('form[action="/party/statement"]').count() === 0);
  await she.fill('hearing-reason', '要求当面质证');
  await she.press('form[action="/party/hearing"] button');
  has('party: she asked for a hearing', await she.text(), '已申请听证');
  await top(she, 'party-360');
  const titles = await she.page.locator('.yc-docs a').evaluateAll(all => all.map(a => [a.textContent, a.getAttribute('href')]));
  check('party: her own notices and no other paper', titles.length === 2 && titles.every(([title]) => /告知书/.test(title)), JSON.stringify(titles));
  const mine = await she.get(titles[0][1]);
  check('party: her notice opens', mine.status() === 200 && (await mine.body()).subarray(0, 5).toString() === '%PDF-', mine.status());
  const other = await she.get('/case/' + kase.number);
  check('party: the applicant\'s page does not open', other.status() === 303 && /\/track/.test(other.headers().location), other.headers().location);
  return { she, notice: titles[0][1] };
}

/* Seven working days before, a chair who did not examine (XK-48). */
async function noticed(me, kase) {
  let on;
  await as(me, 'liu', async () => {
    await me.go('/desk/cases/' + kase.number);
    const chairs = await me.page.locator('form[action$="/notice_hearing"] select[name=chair] option').evaluateAll(all => all.map(one => one.value));
    check('heard: who examined or visited cannot be chosen to preside', chairs.includes('zhao') && !chairs.includes('liu') && !chairs.includes('wang'), chairs.join(' '));
    const form = { at_time: '09:30', place: '三楼听证室', chair: 'zhao', recorder: '殷雪琴', public: 'yes' };
    const early = await act(me, kase.number, 'notice_hearing', { at_date: day(1), ...form });
    on = (early.match(/最早 (\d{4}-\d\d-\d\d)/) || [])[1];
    check('heard: a notice of less than seven working days is refused, and the first lawful day named', on, early.slice(0, 600));
    await top(me, 'heard-notice-short');
    has('heard: the notice goes out', await act(me, kase.number, 'notice_hearing', { at_date: on, ...form }), on);
    await paper(me, kase.number, /听证通知书/, ['三楼听证室', '赵明辉', '回避'], 'F16');
    await top(me, 'heard-desk-noticed');
  });
  return on;
}

async function everybody(browser, hall, on) {
  for (const [name, size] of [['desk', { width: 1280, height: 900 }], ['360', { width: 360, height: 740 }], ['hall', { width: 1920, height: 1080 }]]) {
    const one = await visitor(browser, hall, size);
    await one.go('/hearings');
    const text = await one.text();
    if (name === 'desk') {
      has('public: the hearing with its day and place', text, on);
      has('public: ... and the one announced, without a day yet', text, '公共利益');
      check('public: nobody is named', !/李四|陈晓芸/.test(text), text);
      await axe(one, 'public: hearings');
    }
    await look(one, `public: hearings (${name})`);
    await shot(one, `hearings-${name}`);
    await one.close();
  }
}

async function recused(me, she, kase) {
  await she.go('/case/' + kase.number);
  await she.page.locator('details:has(form[action$="/recusal"]) summary').click();
  await she.fill('recusal-reason', '主持人与相邻住户有亲属关系');
  await she.press('form[action$="/recusal"] button');
  await look(she, 'citizen: the chair asked to stand aside');
  await top(she, 'heard-case-recusal-360');
  await as(me, 'sun', async () => {
    await me.go('/desk/cases/' + kase.number);
    await top(me, 'heard-desk-recusal');
    has('heard: the head names another chair', await act(me, kase.number, 'decide_recusal', { granted: 'yes', reason: '有亲属关系，应当回避', chair: 'yinxueqin' }), /殷雪琴/);
  });
  await as(me, 'wang', async () => { await act(me, kase.number, 'ask_recusal', { party: '1', reason: '曾参与前期咨询' }); });
  await as(me, 'sun', async () => {
    const silent = await act(me, kase.number, 'decide_recusal', { reason: '经查没有利害关系' });
    has('heard: a decision on the chair says yes or no', silent, '须写明是否准予回避');
    await me.go('/desk/cases/' + kase.number);
    await act(me, kase.number, 'decide_recusal', { granted: 'no', reason: '经查没有利害关系' });
  });
  await she.go('/case/' + kase.number);
  has('citizen: sees the new chair', await she.text(), '殷雪琴');
}

async function held(me, she, hall, kase, on, her) {
  hall.later(between(day(0), on));
  let transcript;
  await as(me, 'liu', async () => {
    for (const party of ['0', '1']) await act(me, kase.number, 'answer_statement', { party, adopted: party === '0' ? 'yes' : 'no', reason: '夜间不营业，噪声检测达标' });
    await me.go('/desk/cases/' + kase.number);
    await top(me, 'heard-record-form');
    const unsigned = await act(me, kase.number, 'record_hearing', { participants: '陈晓芸：申请人\n李四：利害关系人', statements: '陈晓芸：已加装隔声门窗\n李四：仍有顾虑', evidence: '噪声检测报告' });
    check('heard: a record nobody signed is refused', await me.page.locator('.govuk-error-summary').count() === 1, unsigned.slice(0, 400));
    await me.go('/desk/cases/' + kase.number);
    has('heard: the record is signed', await act(me, kase.number, 'record_hearing', { participants: '陈晓芸：申请人\n李四：利害关系人', statements: '陈晓芸：已加装隔声门窗\n李四：仍有顾虑', evidence: '噪声检测报告', signed: true }), /笔录/);
    await paper(me, kase.number, /听证笔录/, ['殷雪琴', '仍有顾虑', '噪声检测报告'], 'F17');
    await me.go('/desk/cases/' + kase.number);
    transcript = (await me.text('[aria-labelledby=k-docs]')).match(/\S*听录〔\d+〕\d+号/)?.[0];
    has('heard: only the chair reports', await act(me, kase.number, 'report_hearing', { views: '陈晓芸：已加装隔声门窗', facts: '噪声达标', conclusion: '建议准予' }), 'REFUSED_NOT_THE_CHAIR');
  });
  await as(me, 'yinxueqin', async () => {
    await act(me, kase.number, 'report_hearing', { views: '陈晓芸：已加装隔声门窗\n李四：仍有顾虑', facts: '噪声检测达标，夜间不营业', conclusion: '建议准予' });
    await paper(me, kase.number, /听证报告/, ['仍有顾虑', '噪声检测达标', transcript], 'X08');
    await me.go('/desk/cases/' + kase.number);
    await look(me, 'heard: after the hearing');
    await top(me, 'heard-desk-held', 2600);
  });
  await as(me, 'chen', async () => {
    await me.go('/desk/cases/' + kase.number);
    const named = await me.page.locator('form[action$="/grant"] [name=transcript]').inputValue().catch(() => null);
    check('heard: the decision form names the record by itself', named === transcript, `${named} ${transcript}`);
    has('heard: a decision on another record is refused (XK-48)', await act(me, kase.number, 'grant', { content: '准予从事公共场所经营活动', transcript: '江夏某听录〔2026〕9号' }), 'REFUSED_TRANSCRIPT_UNNAMED');
    await me.go('/desk/cases/' + kase.number);
    has('heard: decided on the record', await act(me, kase.number, 'grant', { content: '准予从事公共场所经营活动' }), /准予/);
    await paper(me, kase.number, /准予/, [transcript], 'F21');
  });
  await track(she, kase);
  const own = await she.text('main');
  check('citizen: no paper of another\'s on her page', !/陈述申辩告知书/.test(own) && !own.includes('李四'), own);
  const closed = await she.get(her.notice);
  check('citizen: ... nor by its address', closed.status() === 404, closed.status());
  has('citizen: her statement and what came of it', own, '予以采纳');
  await look(she, 'citizen: decided on the record');
  await top(she, 'heard-case-decided-360');
}

/* XK-46: of the organ's own motion. */
async function announced(me) {
  const number = await as(me, 'wang', async () => {
    const one = await taken(me, HYGIENE, person('郑以安'));
    await act(me, one, 'accept');
    return one;
  });
  await as(me, 'liu', async () => {
    has('heard: a hearing is announced to everybody', await act(me, number, 'announce_hearing', { ground: 'public_interest', matter: '新建游泳场馆涉及公共利益，征求周边居民意见', how: '五日内到 W04 窗口报名' }), /公告/);
    await paper(me, number, /听证/, ['公共利益'], 'F15');
    await act(me, number, 'tell_hearing', { party: '0', matter: '经营时间', proposed: '拟限定经营时间' });
  });
  await as(me, 'wang', async () => {
    has('heard: a statement made at the window is taken down', await act(me, number, 'state', { party: '0', text: '愿意缩短夜间经营时间' }), /陈述申辩/);
    has('heard: a hearing asked for at the window is entered', await act(me, number, 'ask_hearing', { party: '0', reason: '要求当面说明' }), /听证/);
  });
}

/* XK-35: examined here, decided by the organ above. */
async function above(me) {
  const number = await as(me, 'li', async () => {
    const one = await taken(me, ESTATE, { ...person('江夏宏建置业有限公司'), id: '91420115MA4KX0018T' }, { ticks: 'all' });
    if (!check('above: received', one, await me.text())) return null;
    await act(me, one, 'accept');
    return one;
  });
  if (!number) return;
  await as(me, 'wu', async () => { await act(me, number, 'review', { conclusion: 'approve', opinion: '初审合格' }); });
  await as(me, 'zhang', async () => {
    await me.go('/desk/cases/' + number);
    await look(me, 'above: before it is sent up');
    await top(me, 'above-forward-form');
    has('above: opinion and every material go up', await act(me, number, 'forward', { recommendation: 'grant', opinion: '注册资本和专业人员符合规定', upper_organ: '武汉市住房和城乡建设局' }), /上报/);
    await paper(me, number, /送审|上报/, ['初审', '注册资本和专业人员符合规定'], 'F20');
  });
  await as(me, 'wu', async () => {
    await me.go('/desk/cases/' + number);
    await top(me, 'above-waiting');
    check('above: everything was sent up, so nothing may be asked for again and no form offers it (XK-35)', await me.page.locator('form[action$="/acts/ask_from_above"]').count() === 0);
    has('above: the answer is entered', await act(me, number, 'reply_from_above', { result: 'granted', document: '武住建批〔2026〕8号', content: '同意核定' }), /批复/);
  });
  await as(me, 'li', async () => { has('above: the applicant is told', await act(me, number, 'tell_reply', { way: 'phone', note: '' }), /批复/); });
  await as(me, 'zhang', async () => {
    const wrong = await me.page.goto('/desk/cases/' + number).then(() => me.page.locator('form[action$="/acts/refuse"]').count());
    if (wrong) { has('above: the decision cannot say otherwise', await act(me, number, 'refuse', { facts: '甲', reason: '乙', basis: '丙' }), 'REFUSED_REPLY_OTHERWISE'); }
    await me.go('/desk/cases/' + number);
    has('above: the decision says what came from above', await act(me, number, 'grant', { content: '按上级批复准予' }), /准予/);
    await top(me, 'above-granted');
  });
}

export default async function heard(browser, common) {
  const hall = await openHall(common.binary, { later: true });
  const me = await visitor(browser, hall), she = await visitor(browser, hall, { width: 360, height: 740 });
  try {
    const kase = await apply(she, HYGIENE, person('陈晓芸'));
    await told(me, kase);
    await speaks(she, kase);
    await announced(me);
    const her = await party(browser, hall, kase), on = await noticed(me, kase);
    if (on) {
      await everybody(browser, hall, on);
      await recused(me, she, kase);
      await held(me, she, hall, kase, on, her);
      await her.she.close();
    }
    await above(me);
  } finally {
    await me.close();
    await she.close();
    await hall.close();
  }
  verified(hall, 'heard');
}
