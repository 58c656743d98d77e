// desks.mjs: the desks beside the case: questions answered by the first asked; a certificate renewed, changed, withdrawn, and seen by everybody.
import { apply, track } from './citizen.mjs';
import { act } from './clerk.mjs';
import { axe, check, has, look, pdf, person, shot, visitor } from './hall.mjs';

const HYGIENE = '4201150190100100';

async function as(who, account, work) {
  await who.context.clearCookies();
  await who.login(account);
  return work();
}

/* Fills a desk's form and sends it; what the page says afterwards. */
export async function desk(me, path, fields) {
  await me.go(path);
  for (const [name, value] of Object.entries(fields)) {
    const input = me.page.locator(`[id="f-${name}"]`);
    if (await input.evaluate(e => e.tagName) === 'SELECT') await input.selectOption(value);
    else if (await input.evaluate(e => e.type) === 'checkbox') await input.setChecked(value, { force: true });
    else await input.fill(value);
  }
  await me.press('main form.yc-card button');
  return me.text();
}

async function enquiries(me) {
  await as(me, 'wang', async () => {
    await me.go('/enquiries');
    await look(me, 'enquiries: none yet');
    let said = await desk(me, '/desks/enquiry/ask', { question: '', channel: 'counter' });
    check('enquiries: a question without words is not logged', await me.page.locator('.govuk-error-summary').count() > 0, said.slice(0, 200));
    await look(me, 'enquiries: the form with its error');
    said = await desk(me, '/desks/enquiry/ask', { question: '开理发店要办什么证？', channel: 'phone', asker: '周小红', phone: '13800138001' });
    has('enquiries: logged', said, '待答复');
    await shot(me, 'enquiries');
    await me.press('table a');
    has('enquiries: the question can be read', await me.text(), '开理发店要办什么证');
    await look(me, 'enquiries: one question');
    const id = me.page.url().match(/enquiries\/(\d+)/)[1];
    said = await desk(me, `/desks/enquiry/refer?enquiry=${id}&back=/enquiries/${id}`, { department: '019', reason: '公共场所卫生许可由卫健局办理' });
    has('enquiries: led on with a reason', said, '公共场所卫生许可由卫健局办理');
    me.id = id;
  });
  await as(me, 'chen', async () => {
    const said = await desk(me, `/desks/enquiry/answer?enquiry=${me.id}&back=/enquiries/${me.id}`, { answer: '办公共场所卫生许可证，五个工作日' });
    has('enquiries: answered by the department', said, '已答复');
    await shot(me, 'enquiry');
    await axe(me, 'enquiry');
  });
}

async function certified(browser, hall, me) {
  const citizen = await visitor(browser, hall);
  const kase = await apply(citizen, HYGIENE, person('冯秀英'));
  await as(me, 'wang', async () => {
    await me.go('/desk/cases/' + kase.number);
    for (const box of await me.page.locator('input[type=radio][value=ok]').all()) await box.check({ force: true });
    if (await me.page.locator('form[action$="/materials"] button').count()) await me.press('form[action$="/materials"] button');
    await act(me, kase.number, 'accept', {});
  });
  await as(me, 'liu', () => act(me, kase.number, 'review', { conclusion: 'approve', opinion: '符合条件' }));
  await as(me, 'chen', () => act(me, kase.number, 'grant', { content: '准予从事美容美发经营活动' }));
  await as(me, 'wang', async () => {
    await act(me, kase.number, 'certify', {});
    has('certificate: delivered', await act(me, kase.number, 'deliver', { way: 'direct', recipient: '冯秀英' }), /已办结/);
  });
  await track(citizen, kase);
  return { citizen, kase };
}

async function life(browser, hall, me) {
  const { citizen, kase } = await certified(browser, hall, me);
  has('citizen: her certificate stands on her page', await citizen.text(), '您的证照');
  await look(citizen, 'citizen: the case with its certificate');
  await citizen.press('form[action$="/renewal"] button');
  has('citizen: her renewal is taken', await citizen.text(), '延续申请已于');
  await citizen.page.locator('details:has(form[action$="/change"]) summary').click();
  await citizen.fill('change-content', '经营场所地址改为纸坊街二号');
  await citizen.press('form[action$="/change"] button');
  has('citizen: her change is taken', await citizen.text(), '变更申请已于');
  await shot(citizen, 'case-certificate');
  await as(me, 'chen', async () => {
    await me.go('/desk/certificates?show=waiting');
    has('register: the applications wait', await me.text(), '延续申请待决定');
    await look(me, 'register: waiting');
    await shot(me, 'register');
    await me.press('main table a');
    await look(me, 'register: one certificate');
    await axe(me, 'certificate-desk');
    await shot(me, 'register-one');
    const id = me.page.url().match(/certificates\/(\d+)/)[1], back = `certificate=${id}&back=/desk/certificates/${id}`;
    let said = await desk(me, `/desks/certificate/renew?${back}`, {});
    has('register: renewed, with its paper', said, '准予延续');
    said = await desk(me, `/desks/certificate/refuse_change?${back}`, { content: '经营场所地址', reason: '', basis: '' });
    has('register: no refusal without reasons', said, 'REFUSED_REASON_MISSING');
    said = await desk(me, `/desks/certificate/change?${back}`, { content: '经营场所：纸坊街二号', before: '经营场所：纸坊街一号' });
    has('register: changed, with its paper', said, '准予变更');
    said = await desk(me, `/desks/certificate/withdraw?${back}`, { cause: 'law_changed', public_interest: '公共卫生规划调整', compensation: '按评估价补偿', heard: '已听取，未提异议', reason: '所依据的规定已修改', basis: '《行政许可法》第八条第二款' });
    has('register: withdrawn', said, '已撤回');
    await shot(me, 'register-withdrawn');
    me.number = (await me.text('h1')).trim();
  });
  await me.context.clearCookies();
  await me.go('/certificates?number=' + encodeURIComponent(me.number));
  has('public: the certificate was taken back', await me.text(), '已撤回或者撤销');
  await me.go('/publications');
  has('public: the decision is published', await me.text(), '撤回');
  check('public: no name is shown whole', !(await me.text()).includes('冯秀英'));
  await look(me, 'public: decisions');
  await axe(me, 'publications');
  await shot(me, 'publications');
  await citizen.close();
  void kase;
}

async function meetings(me) {
  await as(me, 'sun', async () => {
    const day = new Date(Date.now() + 8 * 3600e3), monday = new Date(day - ((day.getUTCDay() + 6) % 7) * 864e5).toISOString().slice(0, 10), today = day.toISOString().slice(0, 10);
    let said = await desk(me, '/desks/meeting/roster?back=/duty', { department: '019', officer: 'sun', week: monday });
    has('duty: rostered', said, '未签到');
    said = await desk(me, '/desks/meeting/sign_in?back=/duty', {});
    has('duty: signed in', said, '已到岗');
    await look(me, 'duty');
    await axe(me, 'duty');
    await shot(me, 'duty');
    said = await desk(me, '/desks/meeting/call', { kind: 'approval', title: '卫健局审批办公会', day: today, place: '三楼会议室', department: '019', chair: 'sun', invited: '陈志强\n刘晓燕', agenda: '疑难办件' });
    has('meeting: called', said, '卫健局审批办公会');
    await me.press('main table a');
    const id = me.page.url().match(/meetings\/(\d+)/)[1];
    said = await desk(me, `/desks/meeting/set_task?meeting=${id}&back=/meetings/${id}`, { officer: 'liu', task: '整理疑难办件清单', due: today });
    has('meeting: a task is given', said, '整理疑难办件清单');
    said = await desk(me, `/desks/meeting/minute?meeting=${id}&back=/meetings/${id}`, { present: (await me.text('.govuk-summary-list')).match(/主持人\s+(\S+)/)?.[1] ?? '孙立', text: '研究了一件', conclusion: '同意' }).catch(error => String(error));
    await me.go(`/meetings/${id}`);
    await look(me, 'meeting');
    await axe(me, 'meeting');
    await shot(me, 'meeting');
  });
  await me.context.clearCookies();
  await me.go('/duty');
  has('duty: everybody can see who is on duty', await me.text(), '卫生健康局');
}

async function agency(me) {
  const citizen = person('郑大同');
  await as(me, 'wang', async () => {
    let said = await desk(me, '/desks/agency/entrust', { applicant_name: citizen.name, applicant_id: citizen.id, phone: citizen.phone, matter: '开餐馆', scope: '代办全部手续', department: '019', agent: 'wang', valid_to: '2027-12-31' });
    has('agency: entrusted', said, '开餐馆');
    check('agency: the principal is masked', !said.includes('郑大同'), said.slice(0, 300));
    await look(me, 'agency: list');
    await me.press('main table a');
    const id = me.page.url().match(/agency\/(\d+)/)[1];
    said = await desk(me, `/desks/agency/begin_stage?agency=${id}&back=/agency/${id}`, { name: '食品经营许可', place: 'city', organ: '市市场监督管理局', days: '5' });
    has('agency: a stage with its limit', said, '市市场监督管理局');
    said = await desk(me, `/desks/agency/close?agency=${id}&back=/agency/${id}`, { outcome: '全部办结' });
    has('agency: not closed while a stage is open', said, 'REFUSED_STAGES_OPEN');
    await me.go(`/agency/${id}`);
    await me.press('main table a[href*="finish_stage"]');
    await me.fill('f-result', '已取得许可');
    await me.press('main form.yc-card button');
    said = await desk(me, `/desks/agency/close?agency=${id}&back=/agency/${id}`, { outcome: '全部办结' });
    has('agency: closed', said, '已办结');
    for (const link of await me.page.locator('main a[href^="/documents/"]').evaluateAll(all => all.map(a => a.getAttribute('href')))) {
      const made = await pdf(me, link);
      check('agency: its papers come as PDF', made.good && /郑大同/.test(made.squeezed), made.text);
    }
    await look(me, 'agency: one');
    await axe(me, 'agency');
    await shot(me, 'agency');
  });
}

const picture = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64');

async function applicant(me, citizen) {
  await me.fill('applicant_name', citizen.name);
  await me.fill('identity', citizen.id);
  await me.fill('phone', citizen.phone);
  await me.tick('truth');
}

async function packages(browser, hall) {
  const me = await visitor(browser, hall, { width: 360, height: 740 }), citizen = person('吴建设');
  await me.go('/packages');
  const promised = (await me.text('main table')).replace(/\s+/g, ' ');
  check('packages: what is done on the spot, in working days, and in both kinds of days', /企业开办 .*当场办结/.test(promised) && /工程施工开工 .*22个工作日 \+ 1日/.test(promised), promised);
  has('package: the themes', await me.text(), '开餐馆');
  await look(me, 'packages');
  await axe(me, 'packages');
  await me.go('/packages/kcg');
  await me.press('form[data-application] button');
  check('package: an empty application is sent back', await me.page.locator('.govuk-error-summary').count() > 0);
  await applicant(me, citizen);
  await me.page.locator('#m1-file').setInputFiles({ name: '申请书.txt', mimeType: 'text/plain', buffer: Buffer.from('no paper') });
  await me.press('form[data-application] button');
  has('package: a file that is no paper is sent back', await me.text('.govuk-error-summary'), 'PDF');
  await me.page.locator('#m1-file').setInputFiles({ name: '申请书.png', mimeType: 'image/png', buffer: picture });
  await me.page.locator('#m1-upload').check({ force: true });
  await look(me, 'package: the application');
  await axe(me, 'package: the application');
  await shot(me, 'package-360');
  await me.press('form[data-application] button');
  const said = await me.text();
  has('package: taken', said, '申请已收到');
  has('package: what waits says so', said, '等待前置环节');
  await look(me, 'my package');
  await axe(me, 'my package');
  await shot(me, 'my-package-360');
  await me.press('main table a[href^="/case/"]');
  has('package: the case knows its package', await me.text(), '一件事');
  check('package: nothing broke', me.troubles().length === 0);
  await me.close();
}

/* The same at the counter: one clerk takes the whole. */
async function packageAtCounter(me) {
  await as(me, 'wang', async () => {
    await me.go('/desk/intake');
    await me.press('a.yc-tile[href="/desk/packages/kcg"]');
    await applicant(me, person('郑小楼'));
    for (const box of await me.page.locator('.yc-ticks input').all()) await box.check({ force: true });
    await look(me, 'package at the counter');
    await axe(me, 'package at the counter');
    await shot(me, 'package-counter');
    await me.press('form[data-application] button');
    const said = await me.text();
    has('package at the counter: taken', said, '逐件打印收件凭证');
    check('package at the counter: no query code on the screen', !/[A-Z2-9]{4}-[A-Z2-9]{4}/.test(said), said.slice(0, 300));
  });
}

async function seals(me) {
  await as(me, 'admin', async () => {
    await me.go('/seals');
    has('seals: the two seals of one department', await me.text(), '新闻出版');
    await look(me, 'seals');
    await axe(me, 'seals');
    await shot(me, 'seals');
    await me.go('/seals');
    await me.page.locator('main table a', { hasText: '卫生健康局' }).first().click();
    await me.page.waitForLoadState('load');
    await look(me, 'one seal');
    await shot(me, 'seal');
  });
}

export default async function desksDay(browser, hall) {
  const me = await visitor(browser, hall);
  await enquiries(me);
  await life(browser, hall, me);
  await meetings(me);
  await agency(me);
  await packages(browser, hall);
  await packageAtCounter(me);
  await seals(me);
  check('desks: nothing broke on the way', me.troubles().length === 0, me.troubles().join('\n'));
  await me.close();
}
