// exchange.mjs: the administrator names a centre by its letter; what the page says of it. What travels is tests/exchange, with two centres.
import { axe, check, has, look, shot, visitor } from './hall.mjs';

const KEY = 'yichuang.local/420115+13d60209+AaHE0C8npbbI/+CcRnF0jMLTM+AVuEyH/ndFl+hCtejP', FINGERPRINT = '3023 281d 5665 d181 c207 8c0f ae10 ab2c', TOKEN = 'yc_' + '5a'.repeat(32);

async function register(admin, fingerprint) {
  const values = { peer: 'wuhan', name: '武汉市政务服务中心', url: 'http://127.0.0.1:9', key: KEY, fingerprint, organs: '武汉市气象局\n武汉市民族宗教事务委员会', document: '武政务函〔2026〕3号' };
  for (const [field, value] of Object.entries(values)) await admin.page.locator(`main [name="${field}"]`).fill(value);
  const level = admin.page.locator('main [name="level"]');
  if (await level.first().evaluate(e => e.tagName) === 'SELECT') await level.selectOption('city');
  else await admin.page.locator('main [name="level"][value="city"]').check({ force: true });
  await admin.press('main form button:not([type=button])');
}

export default async function exchangeDay(browser, hall) {
  const admin = await visitor(browser, hall, { name: 'admin' }), clerk = await visitor(browser, hall, { name: 'wang' });
  await clerk.login('wang');
  check('exchange: a clerk has no page of it', (await clerk.get('/exchange')).status() === 403);
  await admin.login('admin');
  await admin.go('/admin');
  await admin.press('a[href="/exchange"]');
  has('exchange: nobody is registered at first, and our own key stands there for the letter', await admin.text(), /还没有登记交换中心[\s\S]*公钥指纹/);
  await admin.press('a[href^="/desks/exchange/register"]');
  await look(admin, 'exchange: the form');
  await axe(admin, 'exchange: the form');
  await register(admin, FINGERPRINT.replace('3023', '3024'));
  has('exchange: a key the letter does not speak of is refused, with what to do', await admin.text(), /公钥与来函所载指纹不符[\s\S]*不得从公钥反推指纹/);
  await register(admin, FINGERPRINT);
  check('exchange: with the letter\'s fingerprint it is registered', admin.page.url().endsWith('/exchange'), admin.page.url() + await admin.text());
  await look(admin, 'exchange: the page');
  await axe(admin, 'exchange: the page');
  await admin.page.locator('summary', { hasText: '令牌' }).click();
  await admin.fill('token-wuhan', TOKEN);
  await admin.press('form[action="/exchange/token"] button');
  const page = await admin.page.content();
  check('exchange: its token is kept and never shown', !page.includes(TOKEN) && !page.includes('未填令牌'), page.match(/未填令牌/)?.[0]);
  await shot(admin, 'exchange');
  await admin.page.setViewportSize({ width: 360, height: 740 });
  await admin.go('/exchange');
  await look(admin, 'exchange: on a phone');
  await shot(admin, 'exchange-phone');
  await admin.close();
  await clerk.close();
}
