// joint.mjs: a joint case (XK-26b, DOMAIN 3.3) at the desks of three departments and on the citizen's phone: copies, signatures, one supplement notice,
// a visit, opinions one after the other, a meeting, the decision. No JavaScript is needed for any of it: the departments work without.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { writeFileSync, mkdirSync } from 'node:fs';
import { apply, track } from './citizen.mjs';
import { act, judge, paper, papers } from './clerk.mjs';
import { axe, check, has, look, person, shot, shots, visitor } from './hall.mjs';

const ITEM = '4201150110102200';                            /* 历史建筑外部修缮: 住建 leads; 规划 five days, then 文旅 five */
const staff = { li: 'demo-clerk-2026', wu: 'demo-review-2026', zhang: 'demo-chief-2026', dingzhenyu: 'demo-clerk-2026', hanzhiqiang: 'demo-chief-2026', lintingting: 'demo-clerk-2026', lufengyi: 'demo-chief-2026' };

/* Each officer at her own desk, signed in once; without script, but for the one whose pages axe looks at. */
const desks = {};
async function as(hall, account, work) {
  const js = account === 'hanzhiqiang';
  if (!desks[account]) {
    desks[account] = await visitor(hall.browser, hall, { js });
    await desks[account].login(account, staff[account]);
  }
  await desks[account].go('about:blank');                  /* what others did meanwhile is on the page when she opens it again */
  return work(desks[account]);
}

/* Folded acts too. */
const acts = who => who.page.locator('[aria-labelledby=k-acts]').textContent();

/* Whole pages and papers as a clerk would print them, when somebody wants to look (PICTURES=1). */
const picture = async (who, name) => { if (process.env.PICTURES) await shot(who, name); };
async function printed(who, number, title, name) {
  if (!process.env.PICTURES) return;
  const one = (await papers(who, number)).find(p => title.test(p.title));
  if (!one) return;
  mkdirSync(shots, { recursive: true });
  const file = join(shots, name + '.pdf');
  writeFileSync(file, await (await who.get(one.url)).body());
  spawnSync('pdftoppm', ['-r', '80', '-png', file, join(shots, name)]);
}

async function copies(hall, kase) {
  await as(hall, 'li', async me => {
    await judge(me, kase.number, { 1: ['ok'], 2: ['ok'] });
    await me.go('/desk/cases/' + kase.number);
    has('joint: the desk shows who will be asked', await me.text('.yc-joint'), '自然资源和规划局');
    check('joint: the copies stand open as the next act', await me.page.locator('details[open] form[action$="/acts/copy_out"]').count() === 1);
    await look(me, 'joint: before the copies');
    await picture(me, 'joint-copy-form');
    check('joint: the published order is ticked before', await me.page.locator('#copy_out-a2_1').isChecked() && !await me.page.locator('#copy_out-a1_2').isChecked());
    let said = await act(me, kase.number, 'copy_out', { d1: 9, d2: 9 });
    has('joint: limits longer than the whole are refused with the path', said, /自然资源和规划局9日→文化和旅游局.*9日/);
    check('joint: ... and what was typed is kept', await me.page.locator('#copy_out-d1').inputValue() === '9');
    said = await act(me, kase.number, 'copy_out', { d1: 5, d2: 5 });
    has('joint: copied', said, '已抄告协办部门');
    await paper(me, kase.number, /联合办理通知书/, ['自然资源和规划局', '文化和旅游局', '5个工作日', '签收人'], 'F11');
    await printed(me, kase.number, /联合办理通知书/, 'joint-F11');
  });
}

async function checked(hall, kase) {
  await as(hall, 'dingzhenyu', async me => {
    await me.go('/desk?tab=joint');
    has('joint: the copy waits in the list of the co-window', await me.text('[data-live]'), kase.number);
    has('joint: ... to be signed for', await me.text('[data-live]'), '签收抄告');
    await look(me, 'joint: the list of the co-window');
    await shot(me, 'joint-list');
    has('joint: signed for', await act(me, kase.number, 'sign_copy'), '已签收抄告');
    check('joint: what she may not do has no form', await me.page.locator('form[action$="/acts/accept"], form[action$="/acts/copy_out"], form[action$="/acts/joint_meeting"]').count() === 0);
    let said = await act(me, kase.number, 'completeness', { result: 'missing' });
    has('joint: missing without saying what is refused', said, '请写明至少一份材料');
    await picture(me, 'joint-completeness-error');
    said = await act(me, kase.number, 'completeness', { result: 'missing', s3: '权属证明须附房屋平面图' });
    has('joint: her department has said what is missing', said, '材料意见已提交');
  });
  await as(hall, 'li', async me => {
    await me.go('/desk/cases/' + kase.number);
    has('joint: the notice waits for the other department, by name', await acts(me), /文化和旅游局/);
    await picture(me, 'joint-notice-waits');
  });
  await as(hall, 'lintingting', async me => {
    await act(me, kase.number, 'sign_copy');
    has('joint: the second finds them complete', await act(me, kase.number, 'completeness', { result: 'complete' }), '材料意见已提交');
  });
  await as(hall, 'li', async me => {
    await me.go('/desk/cases/' + kase.number);
    check('joint: the one notice holds what the department misses', await me.page.locator('#supplement-s3').inputValue() === '权属证明须附房屋平面图', await me.page.locator('#supplement-s3').inputValue());
    has('joint: one notice', await act(me, kase.number, 'supplement'), '待补正');
    has('joint: supplied at the counter', await act(me, kase.number, 'supply', { in_order: true }), '补交材料已登记');
  });
  await as(hall, 'dingzhenyu', async me => {
    await me.go('/desk?tab=joint');
    has('joint: what came anew waits for her again', await me.text('[data-live]'), '提出材料意见');
    await act(me, kase.number, 'completeness', { result: 'complete' });
  });
}

async function opinions(hall, kase) {
  await as(hall, 'hanzhiqiang', async me => {
    await me.go('/desk?tab=joint');
    check('joint: nothing waits for planning before acceptance', !(await me.text('[data-live]')).includes(kase.number));
  });
  await as(hall, 'li', async me => { has('joint: accepted', await act(me, kase.number, 'accept'), '已受理'); });
  const open = desks.hanzhiqiang.page;
  await open.waitForFunction(number => document.querySelector('[data-live]').innerText.includes(number), kase.number, { timeout: 15000 }).catch(() => {});
  has('joint: the open list of the co-department grows by itself', await open.locator('[data-live]').innerText(), '提出部门意见');
  await as(hall, 'wu', async me => { await act(me, kase.number, 'review', { conclusion: 'approve', opinion: '设计方案和权属证明相符' }); });
  await as(hall, 'zhang', async me => {
    await me.go('/desk/cases/' + kase.number);
    has('joint: the decision waits, and says for whom', await acts(me), /自然资源和规划局、文化和旅游局/);
    await picture(me, 'joint-decision-waits');
    const said = await act(me, kase.number, 'joint_visit', { at_time: '09:30', place: '解放路12号', officer1: 'hanzhiqiang', certificate1: '鄂A0901', officer2: 'li', certificate2: '鄂A1102', officer3: 'songjingyi', certificate3: '鄂A1803', findings: '外墙与设计方案一致，脚手架不遮挡保护标志', present: '沈立言', recorder: '李春梅' });
    has('joint: the visit is recorded', said, '联合踏勘笔录已生成');
    await paper(me, kase.number, /核查笔录/, ['鄂A0901', '住房和城乡建设局', '自然资源和规划局'], 'F13');
    await printed(me, kase.number, /核查笔录/, 'joint-F13');
  });
  await as(hall, 'lufengyi', async me => {
    await me.go('/desk/cases/' + kase.number);
    check('joint: whose turn has not come has no form', await me.page.locator('form[action$="/acts/co_opinion"]').count() === 0);
    has('joint: ... and is told whom she waits for', await acts(me), /自然资源和规划局/);
  });
  await as(hall, 'hanzhiqiang', async me => {
    await me.go('/desk/cases/' + kase.number);
    has('joint: the desk shows day n of m', await me.text('.yc-joint'), /现在由自然资源和规划局办理：\s*明日起算，共 5 天/);
    await me.go('/desk?tab=joint');
    has('joint: her own day of how many stands in the list', await me.text('[data-live]'), /提出部门意见/);
    await axe(me, 'joint: the list of the co-window');
    await me.go('/desk/cases/' + kase.number);
    await look(me, 'joint: the case at the co-department');
    await axe(me, 'joint: the case at the co-department');
    await shot(me, 'joint-case-desk');
    await me.page.setViewportSize({ width: 360, height: 740 });
    await me.go('/desk/cases/' + kase.number);                /* axe leaves its marks on the page it read */
    await look(me, 'joint: the case at the co-department, on a phone');
    await axe(me, 'joint: the case at the co-department, on a phone');
    await shot(me, 'joint-case-desk-360');
    await me.page.setViewportSize({ width: 1280, height: 900 });
    let said = await act(me, kase.number, 'co_opinion', { conclusion: 'conditions', opinion: '立面符合保护图则' });
    check('joint: conditions must be written down', await me.page.locator('.govuk-error-summary').count() === 1, said);
    said = await act(me, kase.number, 'co_opinion', { conclusion: 'conditions', opinion: '立面符合保护图则', conditions: '沿街一侧不得加设招牌' });
    has('joint: the opinion is given', said, '附条件同意');
  });
}

async function citizen(browser, hall, kase) {
  const me = await visitor(browser, hall, { width: 360, height: 740, js: false });
  await track(me, kase);
  const said = await me.text('.yc-joint');
  has('joint: the citizen reads who has it now', said, /现在由文化和旅游局.*办理：\s*明日起算，共 5 天/);
  has('joint: ... and that one limit counts', said, '只算这一个期限');
  check('joint: ... but not what the departments think', !/附条件|图则/.test(await me.text()));
  await look(me, 'joint: the citizen on her phone');
  await shot(me, 'joint-citizen-360');
  const wide = await visitor(browser, hall);
  await track(wide, kase);
  await picture(wide, 'joint-citizen');
  await wide.page.setViewportSize({ width: 360, height: 740 });
  await axe(wide, 'joint: the citizen\'s case, on a phone');
  await wide.close();
  await me.close();
}

async function decided(hall, kase) {
  await as(hall, 'zhang', async me => {
    await me.go('/desk/cases/' + kase.number);
    await me.page.locator('details:has(form[action$="/acts/joint_meeting"]) > summary').click();
    await picture(me, 'joint-meeting-form');
    let said = await act(me, kase.number, 'joint_meeting', { at_time: '10:00', place: '联审室', p2: 'lufengyi', conclusion: 'agree', text: '按附条件意见准予' });
    check('joint: who came without saying anything is refused', await me.page.locator('.govuk-error-summary').count() === 1, said);
    said = await act(me, kase.number, 'joint_meeting', { at_time: '00:05', place: '联审室', p2: 'lufengyi', v2: 'agree', o2: '同意，修缮做法符合保护要求', conclusion: 'agree', text: '按附条件意见准予', recorder: '吴海波' });
    has('joint: minutes', said, '联审会议纪要已生成');
    await paper(me, kase.number, /会议纪要/, ['卢凤仪', '缺席', '自然资源和规划局', '联审室'], 'F12');
    await printed(me, kase.number, /会议纪要/, 'joint-F12');
    has('joint: all have spoken', await me.text('.yc-joint'), '各部门意见已齐');
  });
  await as(hall, 'zhang', async me => {
    has('joint: decided by the competent department', await act(me, kase.number, 'grant', { conditions: '沿街一侧不得加设招牌' }), '准予');
    await look(me, 'joint: decided');
    await picture(me, 'joint-decided');
  });
}

export default async function joint(browser, hall) {
  const phone = await visitor(browser, hall, { width: 360, height: 740 });
  const kase = await apply(phone, ITEM, person('沈立言'));
  await phone.close();
  if (!check('joint: applied online', kase.number)) return;
  hall.browser = browser;
  await copies(hall, kase);
  await checked(hall, kase);
  await opinions(hall, kase);
  await citizen(browser, hall, kase);
  await decided(hall, kase);
  for (const desk of Object.values(desks)) await desk.close();
}
