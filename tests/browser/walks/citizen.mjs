// citizen.mjs: a citizen's day, first without JavaScript, then on a phone: find, read, print, apply, prove, follow, withdraw.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { axe, check, has, look, pdf, person, shot, visitor } from './hall.mjs';

export const HEALTH = '4201150192001100';                  /* 健康证: reviewed by one, decided by another */

const searches = [['健康证', /健康检查合格证明/], ['开网吧', /互联网上网服务/], ['办营业执照', /营业执照|登记/], ['jkz', /健康检查合格证明/]];

/* Fills the form of one item and sends it. */
export async function apply(who, code, citizen, { project, post } = {}) {
  await who.go(`/items/${code}/apply`);
  await who.page.locator('input[name=applicant_kind][value=person]').check({ force: true });
  await who.fill('applicant_name', citizen.name);
  await who.fill('identity', citizen.id);
  await who.fill('phone', citizen.phone);
  if (project) await who.fill('project', project);
  if (post) { await who.page.locator('input[name=result_way][value=post]').check({ force: true }); await who.fill('address', post); }
  await who.page.locator('input[name=truth]').check({ force: true });
  await who.press('main form button:not([type=button])');
  const number = (who.page.url().match(/case\/([^/]+)\/receipt/) || [])[1];
  const code_ = number ? (await who.page.locator('.yc-code').first().innerText()).trim() : null;
  return { number, code: code_, tail: citizen.id.slice(-4), citizen };
}

export async function track(who, kase, tail = kase.tail) {
  await who.go('/track');
  await who.fill('code', kase.code);
  await who.fill('tail', tail);
  await who.press('main form button');
  return who.page.url();
}

async function finding(me, way) {
  check(`${way}: the first page opens`, await me.go('/') === 200);
  for (const [word, wanted] of searches) {
    await me.go('/');
    await me.fill('home-q', word);
    await me.press('.yc-hero .yc-search__go');
    const first = await me.page.locator('.yc-result__name').first().innerText().catch(() => '');
    const all = await me.page.locator('.yc-result__name').allInnerTexts();
    check(`${way}: "${word}" finds the item among the first five`, all.slice(0, 5).some(name => wanted.test(name)), `first: ${first}; ${all.slice(0, 5)}`);
  }
  await me.go('/items?q=' + encodeURIComponent('健康证'));
  await me.press('.yc-result__name a');
  check(`${way}: the result leads to its guide`, me.page.url().endsWith('/items/' + HEALTH), me.page.url());
  const blocks = await me.page.locator('.yc-block__title').allInnerTexts();
  check(`${way}: the guide bears the six publications`, blocks.length >= 6, blocks.join(' '));
  const guide = await me.text('body');
  for (const word of ['政策依据', '申请材料', '承诺', '法定', '收费', '咨询', '监督', '受理机构', '决定机构', '常见问题', '版本']) has(`${way}: the guide tells 「${word}」`, guide, word);
  const sheet = await pdf(me, `/items/${HEALTH}/sheet.pdf`, 1);
  check(`${way}: the A4 sheet comes down as one page`, sheet.good, sheet.text);
  has(`${way}: the A4 sheet names the item`, sheet.squeezed || '', '健康检查合格证明');
  has(`${way}: the A4 sheet bears the version's hash`, sheet.squeezed || '', (await me.page.locator('dd.yc-mono[title]').first().innerText()).trim());
  const blank = await pdf(me, `/items/${HEALTH}/blank.pdf`);
  check(`${way}: the blank form comes down`, blank.good, blank.text);
}

async function applying(me, way) {
  const citizen = person('陈晓芸');
  await me.go(`/items/${HEALTH}`);
  await me.press(`a[href="/items/${HEALTH}/apply"]`);
  await me.page.locator('input[name=applicant_kind][value=person]').check({ force: true });
  await me.fill('applicant_name', citizen.name);
  await me.fill('identity', citizen.id.slice(0, 17) + (citizen.id[17] === '1' ? '2' : '1'));
  await me.fill('phone', citizen.phone);
  await me.page.locator('input[name=truth]').check({ force: true });
  await me.press('main form button:not([type=button])');
  has(`${way}: a wrong identity number is told at the top`, await me.text('.govuk-error-summary'), /校验|号码/);
  check(`${way}: what was typed is kept`, await me.page.locator('#applicant_name').inputValue() === citizen.name);
  check(`${way}: the error leads to its field`, await me.href('.govuk-error-summary__list a') === '#identity');
  await look(me, `${way}: the form with errors`);
  await shot(me, `apply-errors-${me.width}`);
  await me.fill('identity', citizen.id);
  if (!await me.page.locator('input[name=truth]').isChecked()) await me.page.locator('input[name=truth]').check({ force: true });
  const form = await me.page.locator('main form').evaluate(f => [...new FormData(f)].filter(([, v]) => typeof v === 'string'));
  await me.press('main form button:not([type=button])');
  const number = (me.page.url().match(/case\/([^/]+)\/receipt/) || [])[1];
  if (!check(`${way}: the receipt comes at once`, number, me.page.url() + ' ' + await me.text())) return null;
  has(`${way}: the receipt bears the number`, await me.text(), number);
  const code = (await me.page.locator('.yc-code').first().innerText()).trim();
  check(`${way}: the receipt bears the query code`, code.replace(/-/g, '').length >= 10, code);
  await look(me, `${way}: the receipt`);
  await shot(me, `receipt-${me.width}`);
  const receiptUrl = me.page.url();
  const paper = await pdf(me, await me.href('a[href^="/documents/"]'));
  check(`${way}: the receipt comes down as PDF`, paper.good, paper.text);
  has(`${way}: the PDF bears number and query code`, paper.squeezed || '', number);
  has(`${way}: the PDF bears the query code`, (paper.squeezed || '').replace(/-/g, ''), code.replace(/-/g, ''));
  const kase = { number, code, tail: citizen.id.slice(-4), citizen, form, receiptUrl, proofUrl: await me.href('a[href$="receipt.json"]') };

  const again = await me.context.request.post(`/items/${HEALTH}/apply`, { multipart: Object.fromEntries(form), maxRedirects: 0 });
  has(`${way}: the same form sent again is the same case`, again.headers().location || String(again.status()), number);
  return kase;
}

async function proving(me, way, hall, kase) {
  const key = (await (await me.get('/ledger.pub')).text()).trim();
  const proof = await (await me.get(kase.proofUrl)).text();
  const file = join(hall.folder, `proof-${me.width}.json`);
  writeFileSync(file, proof);
  const program = spawnSync(hall.verifier, [file, '--key', key]);
  check(`${way}: the small program proves the receipt`, program.status === 0, program.stdout + '' + program.stderr);
  await me.go('/verify');
  await look(me, `${way}: /verify`);
  if (me.js === false) return;
  await me.go('/verify/offline.html');
  await me.page.locator('textarea').first().fill(proof);
  const keyBox = me.page.locator('#key, input[name=key]').first();
  if (await keyBox.count()) await keyBox.fill(key);
  const button = me.page.locator('button').first();
  if (await button.count()) await button.click();
  await me.page.waitForTimeout(200);
  const said = await me.text('body');
  has(`${way}: the offline page proves the receipt`, said, /✓|成立|通过|证明有效|核验无误|属实/);
  await shot(me, `verify-offline-${me.width}`);
  await me.page.locator('textarea').first().fill(proof.replace(/"index":(\d+)/, (_, n) => `"index":${Number(n) + 1}`));
  if (await button.count()) await button.click();
  await me.page.waitForTimeout(200);
  has(`${way}: the offline page sees one changed number`, await me.text('body'), /✗|不成立|不符|未通过|不能证明|无效/);
}

async function following(me, way, kase) {
  await me.context.clearCookies();
  await me.go(`/case/${kase.number}`);
  check(`${way}: without the code the case stays closed`, !(await me.text('body')).includes(kase.citizen.name[0] + '＊') && me.page.url().includes('/track'), me.page.url());
  await track(me, kase, kase.tail === '0000' ? '1111' : '0000');
  check(`${way}: a wrong tail is refused`, me.page.url().endsWith('/track') && await me.page.locator('.govuk-error-summary').count() === 1, me.page.url());
  await shot(me, `track-refused-${me.width}`);
  const url = await track(me, kase);
  if (!check(`${way}: code and tail open the case`, url.endsWith('/case/' + kase.number), url + ' ' + await me.text())) return;
  const text = await me.text();
  has(`${way}: the case tells who has it`, text, '现在谁在办');
  has(`${way}: the case tells day and limit`, text, /第\s*\d+\s*天[，,]\s*共\s*\d+/);
  check(`${way}: the name is masked`, !text.includes(kase.citizen.name), text.slice(0, 300));
  check(`${way}: the identity number is masked`, !text.includes(kase.citizen.id));
  await look(me, `${way}: the case`);
  await shot(me, `case-public-${me.width}`);
  await me.press('a[href*="/deadline"]');
  const days = await me.page.locator('.yc-daylist tbody tr').count();
  check(`${way}: the deadline is told day by day`, days >= 5, days);
  has(`${way}: each day has its reason`, await me.text('.yc-daylist'), /周末|法定节假日/);
  await look(me, `${way}: the deadline`);
  await shot(me, `case-deadline-${me.width}`);
}

async function withdrawing(me, way, kase) {
  await me.go(`/case/${kase.number}`);
  await me.page.locator('details:has(form[action$="/withdraw"]) summary').click();
  await me.fill('reason', '暂时不办了');
  await me.press('form[action$="/withdraw"] button');
  const text = await me.text();
  has(`${way}: the case is withdrawn`, text, '已撤回');
  check(`${way}: a withdrawn case cannot be withdrawn again`, await me.page.locator('form[action$="/withdraw"]').count() === 0);
  await look(me, `${way}: the withdrawn case`);
}

/* Without JavaScript at a desk, with it at 360 px: the same day. Gives the open case of the first for the clerk. */
export async function citizenDay(browser, hall, day) {
  day.cases = [];
  await Promise.all([['no script', { js: false }], ['phone', { width: 360, height: 740 }]].map(async ([way, options]) => {
    const me = await visitor(browser, hall, options);
    me.js = options.js;
    await finding(me, way);
    const kase = await applying(me, way);
    if (kase) {
      await proving(me, way, hall, kase);
      await following(me, way, kase);
      if (options.js === false) day.cases.push(kase); else await withdrawing(me, way, kase);
    }
    await me.close();
  }));
}
