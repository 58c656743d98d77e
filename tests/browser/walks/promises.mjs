// promises.mjs: what the citizen does herself in the lanes, on her phone (告知承诺, 容缺, 复核, 缴费), and the acts of officers that answer it: every page at 360 px with axe.
import { track } from './citizen.mjs';
import { act, judge, paper, taken } from './clerk.mjs';
import { axe, check, has, look, passwords, person, shot, visitor } from './hall.mjs';
import { desk as deskForm } from './desks.mjs';

const HYGIENE = '4201150190100100', HEALTH = '4201150192001100', CARD = '4201150042000100', BIRTH = '4201150190701200';
/* 公共场所卫生许可 · 健康证 · 居民身份证换领: a fee of 20 yuan · 出生医学证明签发: on the spot */
Object.assign(passwords, { huang: 'demo-chief-2026', yangxueqin: 'demo-clerk-2026' });
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64');
const day = shift => new Date(Date.now() + 8 * 3600000 + shift * 86400000).toISOString().slice(0, 10);

/* Everybody signs in once and keeps her tab; what others did meanwhile is there when she opens the case again. */
function office(browser, hall) {
  const desks = {};
  const at = async (account, number) => {
    if (!desks[account]) { desks[account] = await visitor(browser, hall, { width: account === 'liu' ? 360 : 1280 }); await desks[account].login(account); }
    if (number) await desks[account].go('/desk/cases/' + number);
    return desks[account];
  };
  const does = async (account, number, name, values) => act(await at(account, number), number, name, values);
  return { at, does, close: () => Promise.all(Object.values(desks).map(one => one.close())) };
}

async function applies(she, code, citizen, { commitment, files = [] } = {}) {
  await she.go(`/items/${code}/apply`);
  await she.fill('applicant_name', citizen.name);
  await she.fill('identity', citizen.id);
  await she.fill('phone', citizen.phone);
  if (commitment) await she.tick('commitment');
  for (const no of files) await she.page.locator(`#m${no}-file`).setInputFiles({ name: `材料${no}.png`, mimeType: 'image/png', buffer: PNG });
  await she.tick('truth');
  await she.press('main form button:not([type=button])');
  const number = (she.page.url().match(/case\/([^/]+)\/receipt/) || [])[1];
  check(`promises: ${citizen.name} applies`, number, (await she.text()).slice(0, 400));
  return { number, code: (await she.text('.yc-code')).trim(), tail: citizen.id.slice(-4), citizen };
}

async function seen(she, name, picture) {
  await look(she, name);
  await axe(she, name);
  await shot(she, picture + '-' + she.page.viewportSize().width);
  if (!process.env.PICTURES) return;
  const was = she.page.viewportSize();
  await she.page.setViewportSize(was.width === 360 ? { width: 1280, height: 900 } : { width: 360, height: 740 });
  await shot(she, picture + '-' + she.page.viewportSize().width);
  await she.page.setViewportSize(was);
}

/* 告知承诺, chosen with the application; granted on it; found untrue; revoked in one act on that finding (YH-40). */
async function commitment(she, { at, does }) {
  const kase = await applies(she, HYGIENE, person('柳以诺'), { commitment: true });
  await she.go('/case/' + kase.number);
  has('commitment: her case bears her commitment', (await she.text('[aria-labelledby=c-docs]')), '承诺');
  const wang = await at('wang', kase.number);
  check('commitment: the desk does not ask for what it stands for', await wang.page.locator('#m4-missing').count() === 0 || !(await wang.text('[aria-labelledby=k-materials]').catch(() => '')).includes('请提交《卫生检测或评价报告》'));
  await judge(wang, kase.number, {});
  has('commitment: accepted', await does('wang', kase.number, 'accept'), '已受理');
  has('commitment: special lane by the head of the centre, only shorter', await does('huang', kase.number, 'special_lane', { ground: 'livelihood', days: 3, reason: '开学前集中办理' }), '特办');
  await does('liu', kase.number, 'review', { conclusion: 'approve', opinion: '按承诺审核' });
  has('commitment: granted', await does('chen', kase.number, 'grant', { content: '准予从事美容美发经营活动' }), /准予/);
  await does('wang', kase.number, 'certify', {});
  const liu = await at('liu', kase.number), verify = liu.page.locator('form[action$="/acts/verify_commitment"]');
  check('commitment: no finding is picked beforehand', await verify.locator('input[type=radio]').count() === 2 && await verify.locator('input[type=radio]:checked').count() === 0);
  await seen(liu, 'commitment: the officer\'s case on a phone', 'promises-verify');
  await act(liu, kase.number, 'verify_commitment', { method: '现场核查', findings: '检测报告系伪造' });
  check('commitment: a verification without a finding is refused, beside its field', await liu.href('.govuk-error-summary__list a') === '#verify_commitment-result', (await liu.text()).slice(0, 500));
  has('commitment: found untrue', await does('liu', kase.number, 'verify_commitment', { result: 'false', method: '现场核查', findings: '检测报告系伪造' }), /不实|撤销/);
  const chen = await at('chen');
  await chen.go('/desk/certificates');
  const row = chen.page.locator('main table tr', { hasText: '柳' });
  await chen.go(await row.locator('a').first().getAttribute('href'));
  const form = await chen.href('main a[href*="/desks/certificate/carry_out"]').catch(() => null);
  if (!check('revoked: the register offers to carry the finding out', form, await chen.text())) return;
  await chen.go(form);
  await seen(chen, 'revoked: the form', 'promises-carry-out');
  const said = await deskForm(chen, form, { heard: '已听取，当事人未提出异议' });
  has('revoked: in one act', said, '已撤销');
  await seen(chen, 'revoked: the certificate', 'promises-revoked');
  await track(she, kase);
  const own = await she.text();
  has('revoked: she reads what was found and what came of it', own, /承诺不实[\s\S]*已撤销|已撤销[\s\S]*承诺不实/);
  check('revoked: she is not sent for what was taken back, and no code of the machine stands there', !own.includes('请领取结果') && !/\bfalse\b/.test(own), own.slice(0, 800));
  await seen(she, 'revoked: her case', 'promises-revoked-case');
}

/* She commits on her case page, owes two secondary materials, hands one in wrongly and mends it (容缺受理). */
async function owed(she, { at, does }) {
  const kase = await applies(she, HYGIENE, person('陶以宁'), { files: [1] });
  await she.go('/case/' + kase.number);
  await seen(she, 'commitment: offered on her case', 'promises-offer');
  await she.press('form[action$="/commitment"] button');
  check('commitment: unsigned it is refused, with what to do', await she.page.locator('.govuk-error-summary').count() === 1, await she.text());
  await look(she, 'commitment: unsigned');
  await she.tick('commit-signed');
  await she.press('form[action$="/commitment"] button');
  check('commitment: made', await she.page.locator('form[action$="/commitment"]').count() === 0 && await she.page.locator('.yc-flash').count() === 1, await she.text());
  await judge(await at('wang'), kase.number, { 3: ['missing'], 5: ['missing'] });
  await does('wang', kase.number, 'accept_deferred', { until: day(2), signed: true });
  await she.go('/case/' + kase.number);
  const form = she.page.locator('form[action$="/owed"]');
  check('owed: two materials are asked of her', await form.locator('input[type=file]').count() === 2, await she.text());
  await seen(she, 'owed: her case', 'promises-owed');
  await she.press('form[action$="/owed"] button');
  check('owed: nothing handed in is told', await she.page.locator('.govuk-error-summary').count() === 1, await she.text());
  await look(she, 'owed: nothing handed in');
  for (const no of [3, 5]) await she.page.locator(`#o${no}-file`).setInputFiles({ name: `材料${no}.png`, mimeType: 'image/png', buffer: PNG });
  await she.press('form[action$="/owed"] button');
  has('owed: handed in, it waits to be checked', await she.text('[aria-labelledby=todo-o]'), /核对|核验/);
  await seen(she, 'owed: handed in', 'promises-owed-sent');
  const liu = await at('liu', kase.number);
  await seen(liu, 'owed: the case desk on a phone', 'promises-owed-desk');
  await does('wang', kase.number, 'check_owed', { s3: 'ok', s5: 'nonconforming' });
  await she.go('/case/' + kase.number);
  check('owed: what was not in order is asked again, the other not', await she.page.locator('#o5-file').count() === 1 && await she.page.locator('#o3-file').count() === 0, await she.text());
  has('owed: brought to the counter and in order', await does('wang', kase.number, 'supply_owed', { s5: true, in_order: true }), /补交/);
  await she.go('/case/' + kase.number);
  check('owed: nothing is asked any more', await she.page.locator('form[action$="/owed"]').count() === 0, await she.text());
  await does('wang', kase.number, 'note', { text: '原件已核对退还' });
  await does('liu', kase.number, 'claim');
  has('owed: claimed, and given back', await does('liu', kase.number, 'release', { reason: '交接班' }), '放回');
  has('owed: the head of the office reassigns the case', await does('chen', kase.number, 'reassign', { to: 'liu', reason: '按分工' }), /刘/);
  has('owed: the first handler stays while she is in her post (B1)', await does('sun', kase.number, 'change_first_handler', { to: 'yinxueqin', document: '江卫人〔2026〕5号', reason: '岗位调整' }), 'REFUSED_FIRST_HANDLER_STAYS');
  has('owed: the object is gone: the case ends', await does('liu', kase.number, 'terminate', { cause: 'object_gone', reason: '经营场所已被征收拆除' }), /终止/);
  await paper(await at('liu'), kase.number, /终止/, ['拆除'], 'F33');
}

/* A returned case: she asks the centre herself; the centre rules; then she gives it up, and her own request stands (X09). */
async function returned(she, { at, does }) {
  const kase = await applies(she, HEALTH, person('葛以明'));
  await does('wang', kase.number, 'not_needed', { reason: '该岗位不在管理范围' });
  await she.go('/case/' + kase.number);
  await seen(she, 'return: her returned case', 'promises-returned');
  await she.press('form[action$="/reexamination"] button');
  check('return: a request without reasons is refused', await she.page.locator('.govuk-error-summary').count() === 1, await she.text());
  await look(she, 'return: without reasons');
  await she.fill('reexamination-reason', '从事食品加工，应当办理');
  await she.press('form[action$="/reexamination"] button');
  check('return: asked, and not twice', await she.page.locator('form[action$="/reexamination"]').count() === 0 && await she.page.locator('.yc-flash').count() === 1, await she.text());
  has('return: the centre orders acceptance', await does('zhou', kase.number, 'reexamine', { ruling: 'accept', facts: '从事冷食加工', reason: '属于直接入口食品', basis: '《食品安全法》第四十五条' }), /应予受理/);
  await she.go('/case/' + kase.number);
  has('return: she reads that it goes on', await she.text(), /已收件/);
  await seen(she, 'return: ruled for her', 'promises-ruled');
  has('return: withdrawn at the counter on her request', await does('wang', kase.number, 'withdraw', { reason: '改在外地就业' }), '已撤回');
  await paper(await at('wang'), kase.number, /撤回/, ['改在外地就业'], 'X09');
}

/* The fee notice, what she sees of it, the treasury's receipt (F24, F25). */
async function fee(she, { at, does }) {
  const kase = await applies(she, CARD, person('关以文'));
  const yang = await at('yangxueqin', kase.number);
  await act(yang, kase.number, 'notice_fee', { due_days: 15 });
  check('fee: a notice of nothing is refused, beside its field', await yang.page.locator('.govuk-error-summary__list a[href="#notice_fee-f1"]').count() === 1, (await yang.text()).slice(0, 500));
  has('fee: noticed', await does('yangxueqin', kase.number, 'notice_fee', { f1: 1, due_days: 15 }), '缴费');
  await paper(yang, kase.number, /缴费通知/, ['贰拾元', '20.00'], 'F24');
  await track(she, kase);
  has('fee: she reads what, by when and where', await she.text('[aria-labelledby=todo-f]'), '20.00');
  await seen(she, 'fee: her case', 'promises-fee');
  await act(yang, kase.number, 'record_payment', { ticket_no: '12', check_code: 'ab12cd', fee_code: '103044', issuer: '汪明' });
  has('fee: a receipt that is none is refused', await yang.text(), 'REFUSED_TICKET_INVALID');
  await yang.go('/desk/cases/' + kase.number);
  await yang.page.locator('details:has(form[action$="/acts/record_payment"]):not([open]) > summary').click({ timeout: 500 }).catch(() => {});
  await seen(yang, 'fee: the form of the payment', 'promises-payment');
  has('fee: paid', await act(yang, kase.number, 'record_payment', { ticket_no: '42010126001234', check_code: 'ab12cd', fee_code: '103044', issuer: '汪明', way: '扫码缴款' }), '缴费');
  await paper(yang, kase.number, /财政票据/, ['42010126001234', 'ab12cd', '贰拾元'], 'F25');
  await she.go('/case/' + kase.number);
  check('fee: nothing is owed any more', await she.page.locator('[aria-labelledby=todo-f]').count() === 0, await she.text());
}

/* What is settled or committed at the counter after it was received. */
async function counter(she, { at }) {
  const wang = await at('wang');
  const settled = await taken(wang, BIRTH, person('何以安'));
  has('counter: settled on the spot, by the form', await act(wang, settled, 'settle', { content: '签发出生医学证明', way: 'direct' }), /已办结/);
  const committed = await taken(wang, HYGIENE, person('施以信'), { ticks: 'none' });
  has('counter: an unsigned commitment is refused', await act(wang, committed, 'commit', {}), 'REFUSED_COMMITMENT_UNSIGNED');
  await act(wang, committed, 'commit', { signed: true });
  await paper(wang, committed, /告知承诺书/, ['施以信'], 'X04');
}

export default async function promises(browser, hall) {
  const desks = office(browser, hall);
  for (const work of [commitment, owed, returned, fee, counter]) {
    const she = await visitor(browser, hall, { width: 360, height: 740 });
    try { await work(she, desks); } catch (error) { check(`promises: ${work.name} goes to its end`, false, error.stack); }
    await she.close();
  }
  await desks.close();
}
