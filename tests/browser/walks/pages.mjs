// pages.mjs: every page as every reader meets it: at a desk and on a phone, in both languages, in large type, with the keyboard; axe over all of them.
import { apply, HEALTH, track } from './citizen.mjs';
import { axe, check, look, person, shot, visitor } from './hall.mjs';

const open = [
  ['home', '/'], ['items', '/items?q=' + encodeURIComponent('许可')], ['items-none', '/items?q=' + encodeURIComponent('不存在的事项')], ['guide', '/items/' + HEALTH], ['guide-fee', '/items/4201150220100400'],
  ['apply', `/items/${HEALTH}/apply`], ['item-card', `/items/${HEALTH}/card`], ['departments', '/departments'], ['windows', '/windows'], ['window-card', '/windows/W04'],
  ['hall', '/hall'], ['board', '/board'], ['reform', '/reform'], ['reform-entries', '/reform/entries'], ['deadline', '/deadline?from=2026-09-25&limit=20&unit=workday&pause=2026-10-12..2026-10-16&extend=10'], ['track', '/track'],
  ['certificates', '/certificates'], ['verify', '/verify'], ['ledger', '/ledger'], ['login', '/login'], ['not-found', '/nowhere'],
];
const applicants = kase => [['case', '/case/' + kase.number], ['receipt', `/case/${kase.number}/receipt`], ['case-deadline', `/case/${kase.number}/deadline`]];
const staff = { clerk: ['wang', n => [['desk', '/desk'], ['desk-done', '/desk?tab=done'], ['intake', '/desk/intake'], ['intake-item', '/desk/intake?item=' + HEALTH], ['case-desk', '/desk/cases/' + n]]],
  supervisor: ['zhou', () => [['supervise', '/supervise'], ['admin-access', '/admin?part=access']]],
  administrator: ['admin', () => [['catalogue', '/catalogue'], ['lint', '/catalogue/lint'], ['reform-rounds', '/reform/rounds'], ...['staff', 'authority', 'absence', 'calendar', 'tokens'].map(part => ['admin-' + part, '/admin?part=' + part])]] };

async function round(who, list, suffix, { pictures, deep }) {
  for (const [name, path] of list) {
    const status = await who.go(path);
    check(`${name} ${suffix} answers`, status === 200 || (name === 'not-found' && status === 404), `${path}: ${status}`);
    await look(who, `${name} ${suffix}`);
    if (deep) await axe(who, `${name} ${suffix}`);
    if (pictures) await shot(who, `${name}-${suffix.replace(/\W+/g, '-')}`);
  }
}

async function languages(who, english) {
  await who.context.request.get(`/preferences?lang=${english ? 'en' : 'zh'}&back=/`);
}

/* The page in English bears no Chinese in its own words (names and data stay as they are). */
async function english(who) {
  await languages(who, true);
  await who.go('/');
  check('English: the page says so', await who.page.locator('html').getAttribute('lang') === 'en');
  check('English: the switch leads back', await who.page.locator('a[hreflang=zh-CN]').count() === 1);
  const nav = await who.text('.yc-nav');
  check('English: the ways are English', !/[一-鿿]/.test(nav), nav);
  for (const part of ['[aria-labelledby=departments]', '[aria-labelledby=windows]', '.yc-hero__popular']) {
    const words = await who.text(part);
    check(`English: ${part} is English`, !/[一-鿿]/.test(words), words);
  }
  await who.go('/items/' + HEALTH);
  check('English: the guide bears the English name', !/[一-鿿]/.test(await who.text('h1')), await who.text('h1'));
  await languages(who, false);
}

async function keyboard(who) {
  await who.go('/');
  await who.page.keyboard.press('Tab');
  const first = await who.page.evaluate(() => ({ href: document.activeElement.getAttribute('href'), box: document.activeElement.getBoundingClientRect().toJSON() }));
  check('keyboard: the first stop is the skip link, and it is seen', first.href === '#main' && first.box.height > 10 && first.box.top >= 0, JSON.stringify(first));
  await shot(who, 'keyboard-skip', false);
  await who.page.keyboard.press('Enter');
  check('keyboard: it leads to the main part', await who.page.evaluate(() => document.activeElement.id === 'main' || location.hash === '#main'));
  let seen = 0, unseen = [];
  for (let i = 0; i < 25; i++) {
    await who.page.keyboard.press('Tab');
    const stop = await who.page.evaluate(() => {
      const e = document.activeElement, s = getComputedStyle(e), box = e.getBoundingClientRect();
      const marked = (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none' || s.backgroundColor === 'rgb(255, 221, 0)';
      return { what: e.tagName + ' ' + (e.textContent || e.name || '').trim().slice(0, 20), marked, there: box.width > 0 && box.height > 0 };
    });
    if (stop.marked && stop.there) seen++; else unseen.push(stop.what);
  }
  check('keyboard: the focus is seen at every stop', unseen.length === 0, `${seen} seen; not: ${unseen.join(', ')}`);
  await who.go('/');
  await who.page.locator('body').press('/');
  check('keyboard: a slash goes to the search', await who.page.evaluate(() => document.activeElement.matches('[data-search]')));
}

async function largeType(who) {
  await who.go('/items/' + HEALTH);
  const before = await who.page.evaluate(() => parseFloat(getComputedStyle(document.querySelector('main p')).fontSize));
  await who.press('a[href^="/preferences?large=1"]');
  check('large type: the page comes back', who.page.url().endsWith('/items/' + HEALTH), who.page.url());
  const after = await who.page.evaluate(() => parseFloat(getComputedStyle(document.querySelector('main p')).fontSize));
  check('large type: letters grow by a fifth at least', after >= before * 1.2, `${before} px, then ${after} px`);
}

async function everybodys(browser, hall, day) {
  const citizen = await visitor(browser, hall);
  const kase = day.online || await apply(citizen, HEALTH, person('郑小雨'));
  await track(citizen, kase);
  const all = [...open, ...applicants(kase)];
  await round(citizen, all, 'desk zh', { pictures: true, deep: true });
  await english(citizen);
  await keyboard(citizen);
  await largeType(citizen);
  await citizen.page.setViewportSize({ width: 360, height: 740 });
  await round(citizen, all.filter(([name]) => ['home', 'items', 'guide', 'apply', 'track', 'case', 'receipt', 'case-deadline', 'certificates'].includes(name)), 'phone large', {});
  await citizen.go('/items/' + HEALTH);
  await shot(citizen, 'large-360', false);
  await citizen.context.request.get('/preferences?large=0&back=/');
  await round(citizen, all, 'phone zh', { pictures: Boolean(process.env.PICTURES) });
  await languages(citizen, true);
  await round(citizen, all, 'phone en', { deep: true });
  await languages(citizen, false);
  await citizen.page.setViewportSize({ width: 1920, height: 1080 });
  await citizen.go('/hall');
  await look(citizen, 'the hall screen at 1920');
  await shot(citizen, 'hall-1920', false);
  await citizen.close();
}

async function staffs(browser, hall, day) {
  const officer = await visitor(browser, hall);
  const kase = day.accepted?.[0] || day.online?.number;
  for (const [account, list] of Object.values(staff)) {
    await officer.context.clearCookies();
    await officer.page.setViewportSize({ width: 1280, height: 900 });
    await officer.login(account);
    const all = list(kase).filter(([, path]) => !path.endsWith('undefined'));
    await round(officer, all, 'desk zh', { pictures: true, deep: true });
    await officer.page.setViewportSize({ width: 360, height: 740 });
    await round(officer, all, 'phone zh', { pictures: Boolean(process.env.PICTURES) });
    await languages(officer, true);
    await round(officer, all, 'phone en', { deep: true });
    await languages(officer, false);
  }
  await officer.context.clearCookies();
  await officer.page.setViewportSize({ width: 1280, height: 900 });
  await officer.login('420115199003077847', 'demo-citizen-2026');
  check('citizen with an account: her list opens', officer.page.url().endsWith('/my'), officer.page.url());
  await round(officer, [['my', '/my']], 'desk zh', { pictures: true, deep: true });
  await officer.close();
}

export default async function everyPage(browser, hall, day) {
  await Promise.all([everybodys(browser, hall, day), staffs(browser, hall, day)]);
}
