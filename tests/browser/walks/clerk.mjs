// clerk.mjs: a clerk's first day at window W04: sign in, take a case, check, accept, ask once, correct, turn away; what the law forbids she is told.
import { apply, HEALTH, track } from './citizen.mjs';
import { axe, check, has, look, pdf, person, shot, visitor, walked } from './hall.mjs';

/* The act's form on the case desk, filled (values by field name) and sent. */
export async function act(who, number, name, values = {}) {
  if (!who.page.url().endsWith('/desk/cases/' + number)) await who.go('/desk/cases/' + number);
  const form = who.page.locator(`form[action$="/acts/${name}"]`);
  if (!await form.count()) return `no form for ${name}: ${await who.text()}`;
  const folded = who.page.locator(`details:has(form[action$="/acts/${name}"]):not([open]) > summary`);
  if (await folded.count()) await folded.first().click();
  for (const [field, value] of Object.entries(values)) {
    const input = form.locator(`[name="${field}"]`);
    const kind = await input.first().evaluate(e => e.tagName === 'SELECT' ? 'select' : e.type);
    if (kind === 'select') await input.selectOption(value);
    else if (kind === 'radio') await form.locator(`[name="${field}"][value="${value}"]`).check({ force: true });
    else if (kind === 'checkbox') await input.setChecked(Boolean(value), { force: true });
    else await input.fill(String(value));
  }
  await Promise.all([who.page.waitForEvent('load'), form.locator('button').click()]);
  if (!await who.page.locator('.govuk-error-summary').count()) walked.acts.add(name);
  return who.text();
}

/* All documents of a case by their titles. */
export async function papers(who, number) {
  if (!who.page.url().endsWith('/desk/cases/' + number)) await who.go('/desk/cases/' + number);
  return who.page.locator('[aria-labelledby=k-docs] .yc-docs a').evaluateAll(links => links.map(a => ({ title: a.textContent, url: a.getAttribute('href') })));
}

export async function paper(who, number, title, words, name) {
  const all = await papers(who, number), one = all.find(p => title.test(p.title));
  if (!check(`${name} is on the case`, one, all.map(p => p.title).join('；'))) return null;
  const made = await pdf(who, one.url);
  check(`${name} comes as PDF`, made.good, made.text);
  for (const word of words) has(`${name} says 「${word}」`, made.squeezed || '', word);
  return made;
}

export async function judge(who, number, verdicts) {
  await who.go('/desk/cases/' + number);
  const rows = await who.page.locator('.yc-check').count();
  for (let no = 1; no <= rows; no++) {
    const [verdict, reason] = verdicts[no] || ['ok'];
    if (!await who.page.locator(`#m${no}-${verdict}`).count()) continue;
    await who.tick(`m${no}-${verdict}`);
    if (reason) await who.fill(`m${no}-reason`, reason);
  }
  await who.press('form[action$="/materials"] button');
}

async function intake(me) {
  const citizen = person('周明珍');
  await me.go('/desk');
  await look(me, 'clerk: the work list');
  await shot(me, 'desk');
  await me.press('a[href="/desk/intake"]');
  await me.fill('intake-q', '健康证');
  await me.press('.yc-intake-search button');
  await look(me, 'clerk: intake, what was found');
  check('clerk: ... wide enough to be read', await me.page.locator('.yc-pick').first().evaluate(e => e.clientWidth) > 300);
  await shot(me, 'intake-find');
  await me.press(`a[href$="item=${HEALTH}"]`);
  const tickAll = me.page.locator('[data-tick-all]');
  await tickAll.click();
  check('clerk: one press ticks every material', await me.page.locator('[data-tick]:not(:checked)').count() === 0);
  await me.fill('applicant_name', citizen.name);
  await me.fill('identity', citizen.id);
  await me.fill('phone', citizen.phone);
  await me.page.locator('input[name=truth]').check({ force: true });
  await look(me, 'clerk: intake filled');
  await shot(me, 'intake-filled');
  await me.press('button[name=do][value=accept]');
  const number = (me.page.url().match(/cases\/([^/?]+)/) || [])[1];
  if (!check('clerk: taken and accepted in nine actions', number && /已受理/.test(await me.text()), me.page.url() + '\n' + await me.text())) return null;
  await look(me, 'clerk: the case desk');
  has('clerk: the desk says that the next step is not hers', await me.text('[aria-labelledby=k-acts]'), '下一步不在您这里，现由卫生健康局');
  await shot(me, 'case-desk-accepted');
  await paper(me, number, /接收凭证/, [number], 'F03');
  await paper(me, number, /受理通知书/, ['受理', '江夏'], 'F06');
  await paper(me, number, /承诺/, [], 'F10');
  return number;
}

async function supplement(me, browser, hall, kase) {
  await judge(me, kase.number, { 1: ['ok'], 2: ['bad', '照片不是近期的'] });
  await look(me, 'clerk: the case after the check');
  await shot(me, 'case-desk-check');
  check('clerk: incomplete materials cannot be accepted: no form', await me.page.locator('form[action$="/acts/accept"]').count() === 0);
  has('clerk: ... and the desk says why', await me.text('[aria-labelledby=k-acts]'), /材料/);
  const after = await act(me, kase.number, 'supplement', {});
  has('clerk: the one-time notice is given', after, /待补正|补正/);
  has('clerk: ... until when, and that her own limit has ended', after, /补正截止日\s*20\d\d-.*已告知，等补正/s);
  await paper(me, kase.number, /补正/, ['一次', '照片不是近期的'], 'F05');
  check('clerk: a second notice is not offered', await me.page.locator('form[action$="/acts/supplement"]').count() === 0);

  const citizen = await visitor(browser, hall, { width: 360, height: 740 });
  await track(citizen, kase);
  has('citizen: she is asked for what is missing', await citizen.text(), '照片不是近期的');
  await look(citizen, 'citizen: what she is asked for');
  await shot(citizen, 'case-supplement-360');
  await citizen.press('form[action$="/supplement"] button');
  check('citizen: handing in nothing is told', await citizen.page.locator('.govuk-error-summary').count() === 1, await citizen.text());
  for (const input of await citizen.page.locator('form[action$="/supplement"] input[type=file]').all())
    await input.setInputFiles({ name: '照片.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n') });
  await citizen.press('form[action$="/supplement"] button');
  check('citizen: nothing is asked of her any more', await citizen.page.locator('form[action$="/supplement"]').count() === 0, await citizen.text());
  await citizen.close();

  await judge(me, kase.number, {});
  const accepted = await act(me, kase.number, 'accept');
  has('clerk: complete now, it is accepted', accepted, '已受理');
  return kase;
}

/* One new case straight from the counter, without accepting it. */
export async function taken(me, code, citizen, { ticks = 'all' } = {}) {
  await me.go('/desk/intake?item=' + code);
  for (const box of await me.page.locator('[data-tick]').all()) if (ticks === 'all') await box.setChecked(true, { force: true });
  const firm = !/^\d{17}[\dX]$/.test(citizen.id);
  await me.page.locator(`input[name=applicant_kind][value=${firm ? 'firm' : 'person'}]`).check({ force: true });
  await me.fill('applicant_name', citizen.name);
  await me.fill('identity', citizen.id);
  await me.fill('phone', citizen.phone);
  await me.page.locator('input[name=truth]').check({ force: true });
  await me.press('button[name=do][value=receive]');
  return (me.page.url().match(/cases\/([^/?]+)/) || [])[1];
}

async function turnedAway(me) {
  const one = await taken(me, HEALTH, person('李文秀'));
  check('clerk: received without accepting', one, await me.text());
  let said = await act(me, one, 'not_needed', { reason: '' });
  check('clerk: F07 without reasons is not given', await me.page.locator('.govuk-error-summary').count() > 0, said);
  await look(me, 'clerk: an act with an error');
  await me.go('/desk/cases/' + one);
  said = await act(me, one, 'correct', { place: '申请表第二栏', before: '武汗市', after: '武汉市' });
  await paper(me, one, /更正/, ['申请表第二栏', '武汉市'], 'F04');
  said = await act(me, one, 'not_needed', { reason: '家庭自用不需要健康证明', where: '无需办理' });
  has('clerk: nothing needed: the case is concluded', said, /不需/);
  await paper(me, one, /不需要办理/, ['家庭自用不需要健康证明'], 'F07');

  const two = await taken(me, HEALTH, person('吴国强'));
  said = await act(me, two, 'not_competent', { organ: '市场监督管理局', reason: '食品经营许可由市场监督管理部门实施', basis: '《食品安全法》第三十五条' });
  has('clerk: another organ: the case is concluded', said, /不予受理/);
  await paper(me, two, /不予受理/, ['市场监督管理局', '第三十五条'], 'F08');
}

async function privacy(me, number) {
  await me.go('/desk/cases/' + number);
  const masked = await me.text('[aria-labelledby=k-person]');
  check('clerk: personal data stands masked', /[*＊]/.test(masked), masked);
  await me.page.locator('details:has(form[action$="/show"]) summary').click();
  await me.press('form[action$="/show"] button');
  check('clerk: no reason, no data', !(await me.text()).includes('1380013') , await me.text('[aria-labelledby=k-person]'));
  await me.go('/desk/cases/' + number);
  await me.page.locator('details:has(form[action$="/show"]) summary').click();
  await me.fill('show-reason', '电话核对领取时间');
  await me.press('form[action$="/show"] button');
  has('clerk: with a reason it is shown', await me.text('[aria-labelledby=k-person]'), '1380013');
  await look(me, 'clerk: personal data shown');
}

async function refused(me, number) {
  await me.go('/desk/cases/' + number);
  const csrf = await me.page.locator('input[name=_csrf]').first().inputValue(), revision = await me.page.locator('input[name=revision]').first().inputValue();
  await me.page.setContent(`<form method=post action="${new URL('/desk/cases/' + number + '/acts/grant', me.page.url())}"><input name=_csrf value="${csrf}"><input name=revision value="${revision}"><input name=content value="准予"><button>x</button></form>`).catch(() => {});
  const answer = await me.context.request.post(`/desk/cases/${number}/acts/grant`, { form: { _csrf: csrf, revision, content: '准予' } });
  const text = await answer.text();
  check('clerk: an act against the law is refused', answer.status() >= 400 && answer.status() < 500, answer.status());
  check('clerk: the refusal names article and remedy', /govuk-error-summary/.test(text) && /《|第.{1,6}条/.test(text) && /怎么办/.test(text), text.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ').slice(0, 900));
  const other = await me.get('/desk/intake?item=4201150220100400');
  check('clerk: an item of another window is refused', other.status() === 403 || other.status() === 409, other.status());
  const stale = await me.context.request.post(`/desk/cases/${number}/acts/note`, { form: { _csrf: csrf, revision: '1', text: '旧页面' } });
  check('clerk: a stale page is refused', stale.status() >= 400 || /govuk-error-summary/.test(await stale.text()), stale.status());
  const forged = await me.context.request.post(`/desk/cases/${number}/acts/note`, { form: { _csrf: 'x'.repeat(43), revision, text: '伪造' } });
  check('clerk: a forged form is refused', forged.status() === 403, forged.status());
}

async function applied(browser, hall) {
  const citizen = await visitor(browser, hall), kase = await apply(citizen, HEALTH, person('陈晓芸'));
  await citizen.close();
  return kase;
}

/* An account on the document shown; she signs in with the first password, must change it, and applies to have the result by post. */
async function account(me, browser, hall) {
  const citizen = person('许文静');
  await me.go('/desk/intake');
  await me.press('a[href="/desk/accounts"]');
  await me.page.locator('#find-document').selectOption('id_card');
  await me.fill('find-identity', citizen.id);
  await me.press('form[aria-labelledby=a-find] button');
  await me.fill('open-name', citizen.name);
  await me.fill('open-phone', citizen.phone);
  check('clerk: no document is called seen beforehand', !await me.page.locator('#open-seen').isChecked());
  await look(me, 'clerk: an account, what was found');
  await axe(me, 'clerk: an account, what was found');
  await shot(me, 'accounts-open');
  await me.tick('open-seen');
  await me.press('form[action$="/open"] button');
  const shown = me.page.locator('#first-password');
  if (!check('clerk: the account is opened and its first password shown', await shown.count(), await me.text())) return;
  const first = (await shown.innerText()).trim();
  check('clerk: neither name nor number stand in the address or on the paper', !me.page.url().includes(citizen.id) && !(await me.text()).includes(citizen.id));
  await look(me, 'clerk: the first password');
  await shot(me, 'accounts-done');
  const her = await visitor(browser, hall, { width: 360, height: 740 });
  await her.login(citizen.id, first);
  check('citizen: the first password only opens the page that changes it', her.page.url().endsWith('/password'), her.page.url());
  await her.fill('old_password', first);
  await her.fill('new_password', '文静的密码-2026');
  await her.fill('again', '文静的密码-2026');
  await her.press('main form button');
  await her.login(citizen.id, '文静的密码-2026');
  const kase = await apply(her, HEALTH, citizen, { post: '江夏区纸坊街1号' });
  has('citizen: the receipt says the result comes by post', await her.text(), '邮寄送达');
  await her.go('/my');
  has('citizen: the case is in her account', await her.text(), kase.number || '?');
  await shot(her, 'account-my-360');
  await me.go('/desk/cases/' + kase.number);
  has('clerk: the case says how she wants the result', await me.text('[aria-labelledby=k-person]'), '邮寄送达');
  await her.close();
}

export default async function clerkDay(browser, hall, day) {
  const me = await visitor(browser, hall);
  await me.login('wang', 'wrong-password');
  has('clerk: a wrong password is told', await me.text('.govuk-error-summary'), /密码|账号/);
  check('clerk: ... and what was typed is kept', await me.page.locator('#account').inputValue() === 'wang');
  await look(me, 'clerk: sign-in refused');
  await me.login('wang');
  check('clerk: the desk opens', me.page.url().endsWith('/desk'), me.page.url());
  const accepted = await intake(me);
  await account(me, browser, hall);
  const kase = day.cases?.[0] || await applied(browser, hall);
  if (kase.number) { await supplement(me, browser, hall, kase); await privacy(me, kase.number); day.seen = true; await refused(me, kase.number); }
  await turnedAway(me);
  day.accepted = [accepted, kase.number].filter(Boolean);
  await me.go('/desk');
  await shot(me, 'desk-afternoon');
  await me.close();
}
