// reform.mjs: the administrator's rounds of clearance, the entry list, before and after, by forms and by spreadsheet; what everybody then reads.
import { HEALTH } from './citizen.mjs';
import { axe, check, has, look, shot, visitor } from './hall.mjs';

const csv = rows => Buffer.from('\uFEFF部门,事项编码,事项名称,日期,文件,原办理环节,现办理环节\r\n' + rows.join('\r\n') + '\r\n');

async function bring(me, rows, button) {
  await me.go('/reform/rounds');
  await me.page.locator('details:has(#i-file) > summary').click();
  await me.page.selectOption('#i-kind', 'records');
  await me.page.setInputFiles('#i-file', { name: '前后对比.csv', mimeType: 'text/csv', buffer: csv(rows) });
  await Promise.all([me.page.waitForEvent('load'), me.page.locator(`form[action="/reform/import"] ${button}`).click()]);
  return me.text();
}

async function fill(me, desk, values) {
  for (const [name, value] of Object.entries(values)) {
    const input = me.page.locator(`#f-${name}`);
    if (await input.evaluate(e => e.tagName === 'SELECT')) await input.selectOption(value); else await input.fill(value);
  }
  await Promise.all([me.page.waitForEvent('load'), me.page.locator(`form[action="/desks/reform/${desk}"] button`).click()]);
  return me.text();
}

async function everybody(me) {
  await me.go('/reform');
  const text = await me.text();
  for (const words of ['健康证', '4个地点', '1个地点', '60天', '10天', '当场', '没有记载', '缩短 83.3%', '缩短 56.3%']) has(`reform: the public page says ${words}`, text, words);
  check('reform: eight examples', await me.page.locator('.yc-reform__matter').count() === 8);
  check('reform: the bars of the health certificate stand 4 to 1', await me.page.locator('.yc-reform__matter', { hasText: '健康证' }).locator('rect.yc-reform__is').first().getAttribute('width') === '75');
  await me.go('/reform/entries');
  has('reform: the entry rate', await me.text(), /进驻率\s*100%/);
  check('reform: no acts for strangers', await me.page.locator('a[href^="/desks/"]').count() === 0);
  const file = await me.context.request.get('/reform/records.csv');
  has('reform: the records go out as they come in', await file.text(), '部门,事项编码,事项名称,日期,文件,原跑动地点');
}

async function office(me) {
  await me.login('admin');
  await me.go('/desks/reform/open_round?back=/reform/rounds');
  has('reform: a round is opened', await fill(me, 'open_round', { name: '第一批清理', date: '2026-01-05', document: '江夏政务〔2026〕3号' }), '第一批清理');
  await me.press('table a[href^="/reform/rounds?round="]');
  const round = me.page.url();
  await me.press('a[href^="/desks/reform/enter"]');
  await fill(me, 'enter', { department: '019', item: HEALTH, document: '江夏政务〔2026〕3号', reason: '应进必进' });
  await me.go(new URL(round).pathname + new URL(round).search);
  has('reform: and an item entered in it', await me.text('[aria-labelledby=c-list]'), '健康证');
  await look(me, 'reform: one round');
  await axe(me, 'reform: one round');
  await shot(me, 'reform-round');
  await me.go('/reform/rounds?item=' + HEALTH);
  has('reform: the item through all rounds', await me.text('[aria-labelledby=c-list]'), '第一批清理');
  await me.go('/desks/reform/list?back=/reform/entries');
  await fill(me, 'list', { department: '011', matter: '散装水泥专项', document: '江夏政务〔2026〕3号', reason: '系统未联通', plan: '2026-01-31' });
  await me.go('/reform/entries');
  const text = await me.text();
  has('reform: what is outside, and why', text, '系统未联通');
  has('reform: a plan that is over is marked', text, '已过期');
  has('reform: the rate falls', text, '99.6%');
  await look(me, 'reform: the entry list with something outside');
  await axe(me, 'reform: the entry list with something outside');
  await shot(me, 'reform-outside');
  const wrong = await bring(me, ['019,,甲,2026-01-05,文1号,9,4', '099,,乙,2026-01-05,文1号,九,4'], 'button:not([name])');
  has('reform: a wrong file is refused by row and column', wrong, /第 3 行 A 列[\s\S]*没有这个代码/);
  await shot(me, 'reform-import-refused');
  await me.go('/reform');
  check('reform: and nothing of it came in', await me.page.locator('.yc-reform__matter').count() === 8);
  has('reform: looking imports nothing', await bring(me, ['019,,甲,2026-01-05,文1号,9,4'], 'button[name=check]'), '尚未导入');
  has('reform: a good file comes in', await bring(me, ['019,,甲,2026-01-05,文1号,9,4'], 'button:not([name])'), '已导入');
  await me.go('/reform');
  check('reform: nine now', await me.page.locator('.yc-reform__matter').count() === 9);
}

export default async function (browser, hall) {
  const me = await visitor(browser, hall);
  await everybody(me);
  await office(me);
  await me.close();
}
