// rest.mjs: pages that are on nobody's way elsewhere, each opened once on a phone and looked at by axe. walked.mjs says when one is missing.
import { apply, HEALTH } from './citizen.mjs';
import { axe, check, has, look, person, shot, visitor } from './hall.mjs';

async function seen(who, path) {
  const status = path ? await who.go(path) : 200, name = 'rest: ' + new URL(who.page.url()).pathname;
  check(`${name} answers`, status === 200, status);
  await look(who, name);
  await axe(who, name);
  await shot(who, 'rest' + new URL(who.page.url()).pathname.replace(/\W+/g, '-') + '-360');
}

/* A local closing far ahead, which moves nobody's day, and what the supervisor then reads of it. */
async function closing(admin) {
  await admin.go('/admin?part=calendar');
  const form = admin.page.locator('form[action$="/admin/calendar/override"]').first();
  await admin.page.locator('details:has(form[action$="/admin/calendar/override"]) > summary').first().click();
  check('rest: no kind of day is picked beforehand', await form.locator('input[type=radio]:checked').count() === 0);
  for (const [name, value] of Object.entries({ day: '2027-06-07', area: '420115', document: '江政办〔2026〕19号' })) await form.locator(`[name="${name}"]`).fill(value);
  await form.locator('input[name=kind]').first().check({ force: true });
  await Promise.all([admin.page.waitForEvent('load'), form.locator('button').click()]);
  has('rest: a local closing is entered', await admin.text(), '2027-06-07');
}

export default async function rest(browser, hall) {
  const size = { width: 360, height: 740 };
  const she = await visitor(browser, hall, size), admin = await visitor(browser, hall, size), zhou = await visitor(browser, hall, size);
  const kase = (await apply(she, HEALTH, person('范以知'))).number;
  await she.go('/case/' + kase);
  await seen(she, '/check?number=' + encodeURIComponent((await she.text('.yc-docs .yc-note')).split(' · ')[0].trim()));
  await she.go('/verify/offline.html');
  await axe(she, 'rest: /verify/offline.html');
  await admin.login('admin');
  await closing(admin);
  await seen(admin, '/password');
  await admin.go('/seals');
  await admin.press('main table a[href^="/seals/"]');
  await seen(admin);
  await zhou.login('zhou');
  await seen(zhou, '/supervise/calendar');
  await zhou.press('main a[href^="/supervise/calendar/"]');
  await seen(zhou);
  for (const path of [`/desk/cases/${kase}/deadline`, '/desk/certificates', '/meetings', '/agency', '/enquiries']) await seen(zhou, path);
  for (const one of [she, admin, zhou]) await one.close();
}
