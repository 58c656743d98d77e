// messages.mjs: who is told what, in a real browser: the citizen's messages, the clerk's and the back office's, how each is told, the administrator's page of sending.
import { createServer } from 'node:net';
import { apply, HEALTH, track } from './citizen.mjs';
import { act, judge } from './clerk.mjs';
import { axe, check, has, look, person, shot, visitor } from './hall.mjs';

const CITIZEN = ['420115199003077847', 'demo-citizen-2026'];

async function seen(who, path, name, { phone = true, deep = true } = {}) {
  await who.go(path);
  await look(who, name);
  if (deep) await axe(who, name);
  await shot(who, name.replace(/[^a-z]+/g, '-'));
  if (!phone) return;
  await who.page.setViewportSize({ width: 360, height: 740 });
  await who.go(path);
  await look(who, name + ' on a phone');
  await shot(who, name.replace(/[^a-z]+/g, '-') + '-phone');
  await who.page.setViewportSize({ width: 1280, height: 900 });
}

async function citizenSide(browser, hall) {
  const me = await visitor(browser, hall), clerk = await visitor(browser, hall, { name: 'wang' });
  await me.login(...CITIZEN);
  check('citizen: nothing unread at first', await me.page.locator('.yc-unread').count() === 0);
  await me.go('/messages');
  has('citizen: an empty inbox says so', await me.text(), '还没有消息');
  await me.go(`/items/${HEALTH}/apply`);
  await me.page.locator('input[name=truth]').check({ force: true });
  await me.fill('email', 'not an address');
  await me.press('main form button:not([type=button])');
  has('citizen: a wrong e-mail address is told beside its field', await me.text(), '请填写正确的电子邮箱');
  await me.fill('email', 'zhang@example.cn');
  await me.press('main form button:not([type=button])');
  const number = (me.page.url().match(/case\/([^/]+)\/receipt/) || [])[1];
  check('citizen: applies with an e-mail address', number, me.page.url());
  await me.go('/');
  check('citizen: one message is unread, in the head of every page', (await me.page.locator('.yc-unread').innerText()).startsWith('1'));
  await clerk.login('wang');
  await judge(clerk, number, { 1: ['missing', '未提交'] });
  await act(clerk, number, 'supplement', {}).catch(() => {});
  await me.go('/messages');
  const texts = await me.text();
  has('citizen: the receipt is told', texts, '已收到您的申请');
  has('citizen: the number of the case stands in it', texts, number);
  await seen(me, '/messages', 'messages citizen');
  await me.press('.yc-message__acts button[name=stay]');
  check('citizen: marking one read lowers the count', !(await me.page.locator('.yc-message').first().getAttribute('class')).includes('unread'));
  await me.press('.yc-message__acts button:not([name])');
  check('citizen: a message leads to its case', me.page.url().endsWith('/case/' + number), me.page.url());
  has('citizen: the case keeps its messages', await me.page.locator('main').textContent(), '已收到您的申请');
  await me.go('/messages');
  if (await me.page.locator('form[action="/messages/read"]').count()) await me.press('form[action="/messages/read"] button');
  check('citizen: all read, nothing in the head', await me.page.locator('.yc-unread').count() === 0);
  await me.go('/messages?show=unread');
  has('citizen: the unread list says it is empty', await me.text(), '没有未读消息');
  await seen(me, '/messages/settings', 'messages settings');
  has('citizen: statutory notices are served in any case', await me.text(), '法定书面文书不受此设置影响');
  await me.fill('email', 'broken@');
  await me.press('main form button');
  has('citizen: a wrong address is refused in place', await me.text(), '请填写正确的电子邮箱');
  await me.fill('email', 'zhang@example.cn');
  await me.tick('sms_on', false);
  await me.press('main form button');
  check('citizen: her wish is kept', await me.page.locator('#email').inputValue() === 'zhang@example.cn' && !await me.page.locator('#sms_on').isChecked());
  await me.go('/messages?lang=en');
  const english = await visitor(browser, hall, { english: true });
  await english.login(...CITIZEN);
  await english.go('/messages');
  has('citizen: the same in English', await english.text(), 'We have your application');
  await look(english, 'messages in English');
  await english.close();
  await clerk.close();
  await me.close();
}

/* Without an account the messages stand on the case, opened by query code. Without scripts everything works as well. */
async function codeSide(browser, hall) {
  const plain = await visitor(browser, hall, { js: false }), clerk = await visitor(browser, hall, { name: 'wang' });
  const kase = await apply(plain, HEALTH, person('钱小丽'));
  await clerk.login('wang');
  await judge(clerk, kase.number, {});
  await act(clerk, kase.number, 'accept');
  await track(plain, kase);
  has('query code: the case shows what was told', await plain.page.locator('main').textContent(), '申请已受理');
  const answer = await plain.get('/messages');
  check('query code: an inbox needs a login', answer.status() === 303 && /login/.test(answer.headers().location));
  for (const officer of ['liu', 'zhao', 'sun', 'chen']) {
    const back = await visitor(browser, hall, { js: false, name: officer });
    await back.login(officer);
    await back.go('/messages');
    const got = await back.text();
    if (got.includes(kase.number)) {
      has('back office: the case is handed to her', got, '有办件转到您处');
      check('back office: unread in the head', await back.page.locator('.yc-unread').count() === 1);
      await seen(back, '/messages', 'messages staff', { deep: false });
      await back.press('.yc-message__acts button:not([name])');
      check('back office: the message leads to the case desk', back.page.url().includes('/desk/cases/'), back.page.url());
      await back.close();
      await clerk.close();
      await plain.close();
      return;
    }
    await back.close();
  }
  check('somebody of the back office is told', false);
}

async function adminSide(browser, hall) {
  const admin = await visitor(browser, hall, { name: 'admin' }), clerk = await visitor(browser, hall, { name: 'wang' });
  await clerk.login('wang');
  check('a clerk has no page of sending', (await clerk.get('/admin/notices')).status() === 403);
  await clerk.close();
  /* a mail server that says no for ever */
  const sink = createServer(socket => {
    socket.on('error', () => {});
    socket.write('220 sink\r\n');
    socket.on('data', bytes => { for (const line of bytes.toString().split('\r\n').filter(Boolean)) socket.write(/^RCPT/.test(line) ? '550 no\r\n' : /^QUIT/.test(line) ? '221 bye\r\n' : '250 ok\r\n'); });
  });
  const port = await new Promise(done => sink.listen(0, '127.0.0.1', () => done(sink.address().port)));
  await admin.login('admin');
  await admin.go('/admin');
  await admin.press('a[href="/admin/notices"]');
  await seen(admin, '/admin/notices', 'admin notices', { phone: false });
  await admin.tick('email');
  await admin.press('form[action="/admin/notices"] button');
  has('administrator: a channel without a server is refused in place', await admin.text(), '请填写邮件服务器');
  await admin.fill('smtp_host', '127.0.0.1');
  await admin.fill('smtp_port', String(port));
  await admin.page.locator('#smtp_tls').selectOption('plain');
  await admin.fill('mail_from', 'hall@jiangxia.gov.cn');
  await admin.press('form[action="/admin/notices"] button');
  has('administrator: e-mail is on', await admin.text('table'), '已开通');
  await admin.press('form[action="/admin/notices/key"] button');
  const key = await admin.page.locator('.yc-card--good .yc-mono').innerText();
  check('administrator: the key is shown', /^ycw_[0-9a-f]{64}$/.test(key), key);
  await axe(admin, 'admin notices with a new key');
  await admin.go('/admin/notices');
  check('administrator: and not again', !(await admin.page.content()).includes(key));
  const citizen = await visitor(browser, hall);
  await citizen.go(`/items/${HEALTH}/apply`);
  await citizen.fill('email', 'gone@example.cn');
  await apply2(citizen, person('孙大勇'));
  for (let i = 0; i < 60; i++) {
    await admin.go('/admin/notices');
    if ((await admin.text()).includes('SMTP 550')) break;
    await admin.page.waitForTimeout(250);
  }
  has('administrator: what was not delivered stands there with its reason', await admin.text(), 'SMTP 550');
  check('administrator: without an address', !(await admin.page.content()).includes('gone@example.cn'));
  await seen(admin, '/admin/notices', 'admin notices failed');
  await admin.press('form[action="/admin/notices/retry"] button');
  has('administrator: tried again', await admin.text('.yc-flash'), '已重新列入发送');
  await admin.page.locator('#email').setChecked(false, { force: true });
  await admin.press('form[action="/admin/notices"] button');
  sink.close();
  await citizen.close();
  await admin.close();
}

async function apply2(who, citizen) {
  await who.page.locator('input[name=applicant_kind][value=person]').check({ force: true });
  await who.fill('applicant_name', citizen.name);
  await who.fill('identity', citizen.id);
  await who.fill('phone', citizen.phone);
  await who.page.locator('input[name=truth]').check({ force: true });
  await who.press('main form button:not([type=button])');
}

export default async function messages(browser, hall) {
  await citizenSide(browser, hall);
  await codeSide(browser, hall);
  await adminSide(browser, hall);
}
