// lanes.mjs: window and back office on one list: claim, question, answer, reassignment of ticked rows, a list that updates itself; and the lanes:
// commitment, owed materials, a returned case re-examined by the centre, the queue of a limited item.
import { track } from './citizen.mjs';
import { act, judge, taken } from './clerk.mjs';
import { axe, check, has, look, person, shot, visitor } from './hall.mjs';

const HYGIENE = '4201150190100100', TAXI = '4201150140100800';

async function as(who, account, work) {
  await who.context.clearCookies();
  await who.login(account);
  return work();
}

/* The clerk takes cases while the chief looks at the same list in another browser: hers grows by itself. */
async function live(me, browser, hall) {
  const other = await visitor(browser, hall);
  await other.login('chen');
  await other.go('/desk?tab=department');
  const before = await other.page.locator('[data-live] tbody tr').count();
  await other.page.locator('[data-live] input[type=checkbox]').first().check().catch(() => {});
  const ticked = await other.page.locator('[data-live] input[type=checkbox]:checked').first().getAttribute('value').catch(() => null);
  await as(me, 'wang', async () => {
    for (const name of ['何以宁', '施以诚', '许以文']) await taken(me, HYGIENE, person(name));
  });
  await other.page.waitForFunction(n => document.querySelectorAll('[data-live] tbody tr').length > n, before, { timeout: 15000 }).catch(() => {});
  const after = await other.page.locator('[data-live] tbody tr').count();
  check('live: the list in the other browser grows without reload', after > before, `${before} rows, then ${after}`);
  check('live: ... and says so to who hears the page', await other.page.locator('[data-live-word]').innerText().then(text => text.length > 0));
  if (ticked) check('live: ... and what was ticked stays ticked', await other.page.locator(`[data-live] input[value="${ticked}"]`).isChecked());
  await other.page.locator('.yc-utility__button').click();
  await other.page.waitForLoadState('load');
  const gone = await other.context.request.get('/desk/live', { maxRedirects: 0 });
  check('live: after sign-out nothing is told any more', gone.status() === 303, gone.status());
  await other.close();
}

async function bulk(me) {
  await as(me, 'wang', async () => {
    await me.go('/desk?tab=window&held=none');
    await look(me, 'lists: nobody\'s yet');
    const numbers = await me.page.locator('[data-live] input[name=case]').evaluateAll(boxes => boxes.map(box => box.value).sort().slice(-2));      /* the newest: just received, whatever other walks left */
    for (const number of numbers) await me.page.locator(`input[value="${number}"]`).check();
    await shot(me, 'desk-bulk');
    await me.press('button[value=claim]');
    await me.go('/desk?tab=window&held=me');
    const mine = await me.text('[data-live]');
    for (const number of numbers) has('lists: claimed rows are mine', mine, number);
    await shot(me, 'desk-mine');
    await me.press('button[value=claim]');
    has('lists: nothing ticked is told', await me.text('body'), '没有选择办件');
    return numbers;
  });
  return as(me, 'chen', async () => {
    await me.go('/desk?tab=department');
    const boxes = me.page.locator('[data-live] input[name=case]'), many = Math.min(3, await boxes.count());
    for (let i = 0; i < many; i++) await boxes.nth(i).check();
    await me.press('button[value=reassign]');
    has('lists: a reassignment without a person is refused row by row', await me.text(), /未办/);
    check('lists: ... each with its reason', await me.page.locator('tbody tr').count() === many);
    await look(me, 'lists: refused rows');
    await shot(me, 'desk-bulk-refused');
    await axe(me, 'lists: refused rows');
  });
}

async function talk(me) {
  const number = await as(me, 'wang', async () => {
    const one = await taken(me, HYGIENE, person('孟以清'));
    has('talk: the clerk claims the case', await act(me, one, 'claim'), /王/);
    has('talk: accepted', await act(me, one, 'accept'), /已受理/);
    has('talk: the clerk asks the back office', await act(me, one, 'ask', { to: 'office', text: '检测报告是否需要原件？' }), '等待答复');
    return one;
  });
  await as(me, 'liu', async () => {
    await me.go('/desk?tab=tasks');
    has('talk: the question waits in the reviewer\'s list', await me.text(), number);
    await look(me, 'talk: things to see to');
    await shot(me, 'desk-tasks');
    has('talk: the reviewer answers', await act(me, number, 'answer', { text: '核对原件后留复印件' }), '用时');
    await look(me, 'talk: the case with its questions');
    await shot(me, 'case-talk');
    await axe(me, 'talk: the case with its questions');
  });
  return number;
}

/* A case accepted with materials owed, and what the citizen sees of it. */
async function owed(me, browser, hall) {
  const citizen = person('陶以宁');
  const number = await as(me, 'wang', async () => {
    const one = await taken(me, HYGIENE, citizen, { ticks: 'none' });
    await judge(me, one, { 1: ['ok'], 2: ['ok'], 3: ['missing'], 4: ['ok'], 5: ['missing'], 6: ['ok'] });
    await me.go('/desk/cases/' + one);
    await shot(me, 'case-defer-form');
    has('owed: without the signed undertaking it is refused', await act(me, one, 'accept_deferred', {}), /承诺/);
    const until = await me.page.evaluate(() => { const d = new Date(Date.now() + 86400000 * 2); return d.toISOString().slice(0, 10); });
    has('owed: accepted with materials owed', await act(me, one, 'accept_deferred', { until, signed: true }), /容缺待补/);
    await look(me, 'owed: the case desk');
    await shot(me, 'case-owed');
    return one;
  });
  await me.go('/desk/cases/' + number);
  const code = await as(me, 'wang', async () => { await me.go('/desk/cases/' + number); return null; });
  return { number, citizen, code };
}

async function returned(me) {
  const number = await as(me, 'wang', async () => {
    const one = await taken(me, HYGIENE, person('葛以明'));
    has('return: turned away', await act(me, one, 'not_needed', { reason: '该场所不在管理范围' }), /不需/);
    has('return: the applicant asks in writing', await act(me, one, 'ask_reexamination', { reason: '经营面积超过标准，应当办理' }), /复核/);
    return one;
  });
  await as(me, 'zhou', async () => {
    await me.go('/desk?tab=tasks');
    has('return: it waits for the supervisor', await me.text(), number);
    await me.go('/desk/cases/' + number);
    await look(me, 'return: before the ruling');
    await shot(me, 'case-reexamine');
    has('return: the centre orders acceptance', await act(me, number, 'reexamine', { ruling: 'accept', facts: '经营面积二百平方米', reason: '属于公共场所', basis: '《公共场所卫生管理条例》第二条' }), /应予受理/);
    await axe(me, 'return: after the ruling');
  });
}

async function open(browser, hall) {
  const citizen = await visitor(browser, hall, { width: 360, height: 740 });
  await citizen.go(`/items/${TAXI}/queue`);
  has('queue: public', await citizen.text(), '第五十七条');
  await look(citizen, 'queue: on a phone');
  await shot(citizen, 'queue-360');
  await axe(citizen, 'queue');
  await citizen.go(`/items/${HYGIENE}`);
  has('guide: says what may follow and what a commitment stands for', await citizen.text(), '可容缺后补');
  await citizen.go(`/items/${HYGIENE}/apply`);
  has('apply: the commitment is offered with its consequences', await citizen.text(), '依法撤销许可');
  await look(citizen, 'apply: with a commitment');
  await shot(citizen, 'apply-commitment-360');
  await axe(citizen, 'apply: with a commitment');
  await citizen.close();
}

export default async function lanes(browser, hall) {
  const me = await visitor(browser, hall);
  await live(me, browser, hall);
  await bulk(me);
  await talk(me);
  await owed(me, browser, hall);
  await returned(me);
  await open(browser, hall);
  await me.close();
}
