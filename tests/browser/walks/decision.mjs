// decision.mjs: review and decision: one reviews, another decides; certificate, delivery, refusal, pause, extension, on the spot.
import { apply, track } from './citizen.mjs';
import { act, papers, paper, taken } from './clerk.mjs';
import { check, has, look, person, shot, visitor } from './hall.mjs';

const HYGIENE = '4201150190100100', BIRTH = '4201150190701200';        /* 公共场所卫生许可: a permit, five days · 出生医学证明签发: on the spot */

async function as(who, account, work) {
  await who.context.clearCookies();
  await who.login(account);
  const done = await work();
  return done;
}

async function granted(me, one) {
  await as(me, 'liu', async () => {
    await me.go('/desk');
    await look(me, 'reviewer: the work list');
    await shot(me, 'desk-reviewer');
    has('reviewer: the case waits in her list', await me.text(), one);
    check('reviewer: granting is not hers', !/form[^>]*acts\/grant/.test(await me.page.content().then(() => me.go('/desk/cases/' + one)).then(() => me.page.content())));
    await look(me, 'reviewer: the case desk');
    has('reviewer: her opinion goes on', await act(me, one, 'review', { conclusion: 'approve', opinion: '材料齐全，符合《公共场所卫生管理条例》规定的条件' }), /已审核/);
  });
  await as(me, 'chen', async () => {
    await me.go('/desk/cases/' + one);
    await shot(me, 'case-desk-decide');
    has('chief: grants', await act(me, one, 'grant', { content: '准予从事美容美发经营活动' }), /准予/);
    await paper(me, one, /准予/, ['准予从事美容美发经营活动', '卫生健康'], 'F21');
    has('chief: makes the certificate', await act(me, one, 'certify', {}), /证照已制|待领取/);
  });
  await as(me, 'wang', async () => {
    const all = await papers(me, one), certificate = all.find(p => /证/.test(p.title) && !/凭证|告知|决定|承诺/.test(p.title));
    const made = await paper(me, one, new RegExp(certificate?.title || '许可证'), [], 'F26');
    const number = (await me.page.locator('[aria-labelledby=k-docs] li', { hasText: certificate?.title || '许可证' }).first().locator('.yc-note').innerText()).split(' · ')[0].trim();
    has('clerk: delivers', await act(me, one, 'deliver', { way: 'direct', recipient: '赵一平' }), /已办结/);
    await paper(me, one, /送达回证/, ['赵一平'], 'F27');
    await shot(me, 'case-desk-done');
    await me.context.clearCookies();
    await me.go('/certificates?number=' + encodeURIComponent(number));
    has('public: the certificate is found valid', await me.text(), '有效');
    check('public: the holder is masked', !(await me.text()).includes('赵一平'), await me.text());
    await look(me, 'public: the certificate check');
    await shot(me, 'certificate-check');
    await me.go('/certificates?number=' + encodeURIComponent(number.replace(/\d/, d => (d + 1) % 10)));
    has('public: a number that was never given is not found', await me.text(), '没有找到');
    void made;
  });
}

async function refusal(me, one, kase) {
  await as(me, 'liu', async () => {
    await me.go('/desk/cases/' + one);
    has('reviewer: advises against', await act(me, one, 'review', { conclusion: 'reject', opinion: '场所面积不足' }), /已审核/);
  });
  await as(me, 'chen', async () => {
    const said = await act(me, one, 'refuse', { facts: '现场面积 8 平方米', reason: '', basis: '《公共场所卫生管理条例》第三条' });
    check('chief: no refusal without reasons', await me.page.locator('.govuk-error-summary').count() > 0 && !/不予，待送达/.test(said.slice(0, 400)), said.slice(0, 600));      /* the drawing below names every stage */
    has('chief: ... the law is named', said, /《|条/);
    await shot(me, 'refusal-without-reasons');
    await me.go('/desk/cases/' + one);
    has('chief: refuses with reasons', await act(me, one, 'refuse', { facts: '现场面积 8 平方米', reason: '经营场所面积低于规定标准', basis: '《公共场所卫生管理条例》第三条' }), /不予/);
    await paper(me, one, /不予/, ['经营场所面积低于规定标准', '行政复议', '行政诉讼'], 'F22');
  });
  if (kase) {
    const citizen = await visitor(me.context.browser(), { url: new URL(me.page.url()).origin }, { width: 360, height: 740 });
    await track(citizen, kase);
    has('citizen: sees the refusal with its remedies', await citizen.text(), /复议/);
    await look(citizen, 'citizen: the refused case');
    await shot(citizen, 'case-refused-360');
    await citizen.close();
  }
}

async function pausing(me, one) {
  await as(me, 'liu', async () => {
    const said = await act(me, one, 'pause', { ground: '', days: '10', body: '区疾控中心', matter: '水质检测' });
    check('reviewer: no pause without a ground', await me.page.locator('.govuk-error-summary').count() > 0, said.slice(0, 300));
    await me.go('/desk/cases/' + one);
    has('reviewer: pauses for a test', await act(me, one, 'pause', { ground: 'test', days: '10', body: '区疾控中心', matter: '水质检测' }), /特别程序|中止/);
    await paper(me, one, /特别程序|告知书/, ['检测', '区疾控中心'], 'F18');
    await look(me, 'reviewer: the paused case');
    await shot(me, 'case-desk-paused');
    has('reviewer: resumes', await act(me, one, 'resume', { result: '水质检测合格' }), /已受理/);
  });
  await as(me, 'chen', async () => {
    await me.go('/desk/cases/' + one);
    check('chief: extending is not hers', await me.page.locator('form[action$="/acts/extend"]').count() === 0);
  });
  await as(me, 'sun', async () => {
    const said = await act(me, one, 'extend', { days: '11', reason: '需现场复核', approval: '江卫批〔2026〕3号' });
    check('head: eleven days are too many', await me.page.locator('.govuk-error-summary').count() > 0, said.slice(0, 300));
    await me.go('/desk/cases/' + one);
    await act(me, one, 'extend', { days: '10', reason: '需现场复核', approval: '江卫批〔2026〕3号' });
    has('head: the extension is on the case', (await papers(me, one)).map(p => p.title).join('；') + await me.text('[aria-labelledby=k-docs]'), /延/);
    check('head: only once', await me.page.locator('form[action$="/acts/extend"]').count() === 0);
  });
  await as(me, 'liu', async () => {
    await paper(me, one, /延/, ['需现场复核'], 'F19');
    await shot(me, 'case-desk-extended');
  });
}

async function selfReview(me, one) {
  await as(me, 'chen', async () => {
    has('chief: may review', await act(me, one, 'review', { conclusion: 'approve', opinion: '材料齐全' }), /已审核/);
    check('chief: may not decide what she reviewed herself', await me.page.locator('form[action$="/acts/grant"]').count() === 0);
    has('chief: ... and the desk says why', await me.page.locator('[aria-labelledby=k-acts]').textContent(), /同一人|本人|另一|他人/);
    await shot(me, 'case-desk-self-review');
    const csrf = await me.page.locator('input[name=_csrf]').first().inputValue(), revision = await me.page.locator('input[name=revision]').first().inputValue();
    const answer = await me.context.request.post(`/desk/cases/${one}/acts/grant`, { form: { _csrf: csrf, revision, content: '准予' } });
    has('chief: ... a forged form does not help', await answer.text(), /SELF_REVIEW|同一人/);
  });
}

async function onTheSpot(me) {
  await me.go('/desk/intake?item=' + BIRTH);
  for (const box of await me.page.locator('[data-tick]').all()) await box.setChecked(true, { force: true });
  const citizen = person('何建平');
  await me.page.locator('input[name=applicant_kind][value=person]').check({ force: true });
  await me.fill('applicant_name', citizen.name);
  await me.fill('identity', citizen.id);
  await me.fill('phone', citizen.phone);
  await me.page.locator('input[name=truth]').check({ force: true });
  await shot(me, 'intake-instant');
  await me.press('button[name=do][value=instant]');
  const number = (me.page.url().match(/cases\/([^/?]+)/) || [])[1];
  has('clerk: an on-the-spot item is settled in one act', await me.text(), /已办结/);
  await paper(me, number, /当场办结|办结单/, ['何建平'], 'F23');
  await look(me, 'clerk: the settled case');
}

export default async function decisionDay(browser, hall, day) {
  const citizen = await visitor(browser, hall);
  const online = await apply(citizen, HYGIENE, person('钱红梅'));
  await citizen.close();
  const me = await visitor(browser, hall);
  const cases = [];
  await as(me, 'wang', async () => {
    for (const name of ['赵一平', '孙志远', '孙家明']) {
      const number = await taken(me, HYGIENE, person(name));
      if (!check(`clerk: takes and accepts the case of ${name}`, number && /已受理/.test(await act(me, number, 'accept')), await me.text())) continue;
      cases.push(number);
    }
    await me.go('/desk/cases/' + online.number);
    for (const ok of await me.page.locator('.yc-check input[value=ok]').all()) await ok.check({ force: true });
    await me.press('form[action$="/materials"] button');
    has('clerk: accepts what came online', await act(me, online.number, 'accept'), /已受理/);
    await onTheSpot(me);
  });
  await me.close();
  const [first, second, third] = cases;
  const steps = { granted: who => granted(who, first), refused: who => refusal(who, online.number, online), paused: async who => { await pausing(who, second); await selfReview(who, third); } };
  await Promise.all(Object.entries(steps).map(async ([name, step]) => {
    const who = await visitor(browser, hall);
    try { await step(who); } catch (error) { check(`decision: ${name} goes to its end`, false, error.stack); }
    await who.close();
  }));
  day.decided = first;
  day.online = online;
}
