// office.mjs: the supervisor's first page, the catalogue and its checks, and what the administrator may change.
import { apply, HEALTH } from './citizen.mjs';
import { act } from './clerk.mjs';
import { check, has, look, person, shot, visitor } from './hall.mjs';

async function supervising(me, number, day) {
  await me.login('zhou');
  await me.go('/supervise');
  const tiles = await me.page.locator('.yc-bigtile').evaluateAll(list => list.map(t => ({ name: t.querySelector('.yc-bigtile__name').textContent.trim(), count: Number(t.querySelector('.yc-bigtile__count').textContent) })));
  check('supervisor: every clock is counted', tiles.length >= 6 && tiles.every(t => Number.isInteger(t.count)), JSON.stringify(tiles));
  for (const word of ['超期', '今日', '在办']) check(`supervisor: a tile for ${word}`, tiles.some(t => t.name.includes(word)), tiles.map(t => t.name).join(' '));
  const open = tiles.find(t => /在办/.test(t.name));
  await me.press('.yc-bigtile:has-text("在办")');
  const rows = await me.page.locator('[aria-labelledby=s-list] tbody tr').count();
  check('supervisor: the tile opens its list, and the number is right', open && (rows === open.count || rows >= 20), `${rows} rows, tile says ${open?.count}`);
  const sum = (await me.page.locator('table').nth(1).locator('tbody td:nth-of-type(1)').allInnerTexts()).reduce((all, n) => all + Number(n), 0);
  check('supervisor: the departments add up to the tile', sum === open?.count, `${sum} and ${open?.count}`);
  const csv = await me.get('/supervise.csv');
  check('supervisor: the list comes down as CSV', csv.status() === 200 && (await csv.text()).includes('420115-'), csv.status());
  await me.go('/desk/cases/' + number);
  check('supervisor: reads a case', await me.page.locator('[aria-labelledby=k-clocks]').count() === 1, me.page.url() + await me.text());
  check('supervisor: acts on none', await me.page.locator('form[action*="/acts/grant"], form[action*="/acts/accept"]').count() === 0);
  await me.go('/admin?part=access');
  if (day.seen) has('supervisor: who saw personal data is on record, with the reason', await me.text(), '电话核对领取时间');
  const forbidden = await me.get('/admin?part=staff');
  check('supervisor: administers nothing', forbidden.status() === 403 || !/action="\/admin\/staff"/.test(await forbidden.text()), forbidden.status());
}

const calendarRows = async me => (await me.page.locator('.yc-panes').first().innerText()) + await me.page.locator('tbody').first().innerText();

async function calendar(me) {
  await me.go('/admin?part=calendar');
  const before = await calendarRows(me);
  await me.page.locator('details:has(form[action$="/admin/calendar"]) summary').click();
  const form = me.page.locator('form[action$="/admin/calendar"]');
  await form.locator('input[type=file]').setInputFiles({ name: '节假日.csv', mimeType: 'text/csv', buffer: Buffer.from('date,kind,name\n2027-01-01,holiday,元旦\n2027-02-30,holiday,春节\n2027-03-01,feast,不是类别\n') });
  for (const input of await form.locator('input[type=text], textarea').all()) if (!await input.inputValue()) await input.fill('国办发明电〔2026〕9号');
  await Promise.all([me.page.waitForEvent('load'), form.locator('button').last().click()]);
  const said = await me.text();
  has('administrator: the bad row is named', said, /第\s*3\s*行/);
  has('administrator: the bad column is named', said, /date|日期/);
  has('administrator: every bad row is named', said, /第\s*4\s*行/);
  await look(me, 'administrator: the refused calendar');
  await shot(me, 'admin-calendar-refused');
  await me.go('/admin?part=calendar');
  check('administrator: a bad file changes nothing', await calendarRows(me) === before, await calendarRows(me));
}

async function appoint(me, browser, hall, number) {
  await me.go('/admin?part=staff');
  await me.page.locator('details:has(form[action$="/admin/staff"]) summary').click();
  const form = me.page.locator('form[action$="/admin/staff"]');
  await form.locator('button').last().click();
  await me.page.waitForLoadState('load');
  check('administrator: an empty appointment is told', await me.page.locator('.govuk-error-message').count() > 0, (await me.text()).slice(0, 300));
  await look(me, 'administrator: the refused appointment');
  await me.go('/admin?part=staff');
  await me.page.locator('details:has(form[action$="/admin/staff"]) summary').click();
  const names = await form.locator('input:not([type=hidden]), select, textarea').evaluateAll(list => list.map(e => e.name + ':' + e.type));
  const set = async (name, value) => { const input = form.locator(`[name="${name}"]`); if (!await input.count()) return false; if (await input.first().evaluate(e => e.tagName === 'SELECT')) await input.selectOption(value); else await input.fill(value); return true; };
  for (const [name, value] of Object.entries({ account: 'gaoxin', login: 'gaoxin', id: 'gaoxin', name: '高欣', department: '019', window: 'W04', post: '卫生健康局窗口人员', document: '江卫任〔2026〕7号', from: '2026-11-23', password: 'first-password-2026' })) await set(name, value);
  const clerk = form.locator('[name="clerk"], [name="role_clerk"], [name="roles"][value="clerk"], [name="r_clerk"]').first();
  if (await clerk.count()) await clerk.check({ force: true }); else await set('role', 'clerk');
  await Promise.all([me.page.waitForEvent('load'), form.locator('button').last().click()]);
  const flash = await me.text();
  if (!has('administrator: an officer is appointed', flash, /已登记/)) { console.log('      fields: ' + names.join(' ')); return; }
  await me.go('/admin?part=staff&officer=gaoxin');
  has('administrator: her appointment stands with its document', await me.text(), '江卫任〔2026〕7号');
  await beside(me, 'posts', { department: '019', post: '卫生健康局审批岗', document: '江卫任〔2026〕8号', from: '2026-11-23' }, 'role_backoffice');
  has('administrator: the post beside stands with its own document, and is marked', await me.text(), /卫生健康局审批岗\s*兼任[\s\S]*江卫任〔2026〕8号/);
  await shot(me, 'admin-posts');
  const fresh = await visitor(browser, hall);
  await fresh.go('/windows/W04');
  has('everybody: the window names its chief representative and the document', await fresh.text(), /首席代表[\s\S]*江政务任〔2025〕019-\d+号/);
  await fresh.login('gaoxin', 'first-password-2026');
  check('new officer: must choose her own password first', fresh.page.url().endsWith('/password'), fresh.page.url());
  await look(fresh, 'new officer: her password');
  await shot(fresh, 'password');
  const boxes = fresh.page.locator('main input[type=password]');
  const count = await boxes.count();
  for (let i = 0; i < count; i++) await boxes.nth(i).fill(i === 0 && count === 3 ? 'first-password-2026' : '卫健窗口-高欣-2026');
  await fresh.press('main form button');
  check('new officer: signs in anew with it', fresh.page.url().includes('/login'), fresh.page.url() + await fresh.text());
  await fresh.login('gaoxin', '卫健窗口-高欣-2026');
  await fresh.go('/desk/intake');
  check('new officer: her counter opens', fresh.page.url().endsWith('/desk/intake') && (await fresh.text()).includes('窗口收件'), fresh.page.url() + (await fresh.text()).slice(0, 200));
  await chooses(fresh, number);
  await fresh.close();
  await me.go('/admin?part=staff&officer=gaoxin');
  await beside(me, 'posts/end', { appointment: /审批岗/, last: '2026-11-23', document: '江卫免〔2026〕1号' });
}

/* 兼任: one of the two forms below the officer. */
async function beside(me, which, fields, tick) {
  const form = me.page.locator(`form[action$="/admin/staff/gaoxin/${which}"]`);
  await me.page.locator(`details:has(form[action$="/admin/staff/gaoxin/${which}"])`).evaluate(one => { one.open = true; });
  for (const [name, value] of Object.entries(fields)) {
    const input = form.locator(`[name="${name}"]`);
    if (await input.evaluate(e => e.tagName) !== 'SELECT') await input.fill(value);
    else await input.selectOption(value instanceof RegExp ? await input.locator('option', { hasText: value }).getAttribute('value') : value);
  }
  if (tick) await form.locator(`[name="${tick}"]`).check({ force: true });
  await Promise.all([me.page.waitForEvent('load'), form.locator('button').last().click()]);
  has(`administrator: 兼任, ${which} is recorded`, await me.text(), /已登记/);
}

/* Who holds two posts says at which she sits; what she does then is recorded under it. */
async function chooses(me, number) {
  await me.go('/desk');
  await me.press('form[action="/desk/post"] button:has-text("卫生健康局审批岗")');
  check('two posts: the chosen one is pressed', await me.page.locator('form[action="/desk/post"] button[aria-pressed=true]:has-text("审批岗")').count() === 1, await me.text());
  await look(me, 'two posts: the desk of the chosen post');
  await shot(me, 'desk-posts');
  await act(me, number, 'note', { text: '材料已转审批岗' });
  has('two posts: the record says under which post she acted', await me.text(), '高欣（卫生健康局审批岗）');
}

async function administering(me, browser, hall, number) {
  await me.context.clearCookies();
  await me.login('admin');
  await me.go('/catalogue');
  has('administrator: the catalogue counts 229 items', await me.text(), '229');
  await me.go('/catalogue?find=' + encodeURIComponent('健康证'));
  has('administrator: the catalogue is searched', await me.text(), '健康检查合格证明');
  await me.go('/catalogue/lint');
  has('administrator: the checks L1-L14 are reported', await me.text(), /L1[\s\S]*L14/);
  const sheet = await me.get('/catalogue/export.xlsx');
  check('administrator: the catalogue comes down as XLSX', sheet.status() === 200 && (await sheet.body()).subarray(0, 2).toString() === 'PK', sheet.status());
  await calendar(me);
  await appoint(me, browser, hall, number);
}

export default async function officeDay(browser, hall, day) {
  const me = await visitor(browser, hall), citizen = await visitor(browser, hall);
  const kase = await apply(citizen, HEALTH, person('冯立春'));
  await citizen.close();
  await supervising(me, kase.number, day);
  await administering(me, browser, hall, kase.number);
  await me.close();
}
