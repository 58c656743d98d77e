// receipt_agreement.mjs: the offline page and the small C program say the same of every receipt, whole or changed.
//   node tests/browser/receipt_agreement.mjs BUILD/verify_receipt
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import vm from 'node:vm';
import assert from 'node:assert/strict';

const program = process.argv[2], here = new URL('.', import.meta.url).pathname, folder = mkdtempSync(join(tmpdir(), 'receipt-'));
const script = readFileSync(join(here, '../../web/verify.html'), 'utf8').match(/<script>([\s\S]*)<\/script>/)[1];
const page = vm.createContext({ TextEncoder, TextDecoder, atob, btoa });
vm.runInContext(script + '\nthis.api = { verifyReceipt, parseJson, sha256, sha512, ed25519Holds, hexOf };', page);
const { verifyReceipt, parseJson, sha256, sha512, ed25519Holds, hexOf } = page.api;
const receipt = readFileSync(join(here, '../golden/receipt.json'), 'utf8'), key = readFileSync(join(here, '../golden/receipt.key'), 'utf8').trim();

let seed = 20261123, checked = 0;
const random = below => { seed = seed * 1103515245 + 12345 & 0x7fffffff; return seed % below; };

function programSays(bytes, trusted) {
  const file = join(folder, 'receipt.json');
  writeFileSync(file, bytes);
  const run = spawnSync(program, trusted ? [file, '--key', trusted] : [file]);
  assert.ok(run.status === 0 || run.status === 1, 'verify_receipt ended with ' + run.status + ' ' + run.signal);
  return run.status === 0;
}
function pageSays(bytes, trusted) {
  let text;
  try { text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes); } catch { return false; }
  return verifyReceipt(text, trusted).proven;
}
function agree(bytes, trusted, expected) {
  const here = pageSays(bytes, trusted);
  if (expected !== undefined) assert.equal(here, expected);
  if (program) assert.equal(programSays(bytes, trusted), here, bytes.toString().slice(0, 200));
  checked++;
}

for (const n of [0, 1, 55, 56, 63, 64, 65, 111, 112, 119, 127, 128, 129, 1000]) {
  const data = randomBytes(n);
  assert.equal(hexOf(sha256(new Uint8Array(data))), createHash('sha256').update(data).digest('hex'));
  assert.equal(hexOf(sha512(new Uint8Array(data))), createHash('sha512').update(data).digest('hex'));
}
for (let i = 0; i < 20; i++) {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519'), message = randomBytes(i * 9), signature = sign(null, message, privateKey);
  const holds = () => ed25519Holds(new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }).subarray(12)), new Uint8Array(signature), new Uint8Array(message));
  assert.ok(holds());
  signature[3 * i] ^= 1 << i % 8;
  assert.ok(!holds());
}
for (const text of ['', '{"a":1,"a":2}', '{"a":1.5}', '{"a":01}', '{"a":1e5}', '{"a":1} x', '"\\u0000"', '"\\ud800"', '[1,]', '{"a":tru}', "{'a':1}", '[' .repeat(50), '"\n"', '12345678901234567890123'])
  assert.throws(() => parseJson(text), text);

agree(Buffer.from(receipt), key, true);
agree(Buffer.from(receipt + '\n'), key, true);
agree(Buffer.from(JSON.stringify(JSON.parse(receipt), null, 2)), key, true);
agree(Buffer.from(receipt), '', false);
agree(Buffer.from(receipt), key.replace('4', '5'), false);
for (const text of ['', '{}', '[]', 'null', receipt.slice(0, -1), receipt.replace('{', '{"format":"yichuang-receipt/1",'), receipt.replace('"index":0', '"index":0.0'), receipt.replace('"index":0', '"index":-0')])
  agree(Buffer.from(text), key, text.includes('"index":-0') ? undefined : false);
for (let i = 0; i < 400; i++) {
  const changed = Buffer.from(receipt), times = 1 + random(2);
  for (let k = 0; k < times; k++) changed[random(changed.length)] ^= 1 << random(8);
  if (!changed.equals(Buffer.from(receipt))) agree(changed, key, false);
}
rmSync(folder, { recursive: true });
console.log(`${checked} passed, 0 failed`);      // assertions throw, so whoever gets here has passed them all
