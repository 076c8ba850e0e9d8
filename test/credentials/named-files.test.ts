// Files that their name tells, through the whole of detection: Rails keys and stores of private keys, the stores made by
// the tools that people make them with.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { builtin } from '../../src/builtin-rules.ts';
import { createRandom } from '../../src/credentials/fake.ts';
import { draw } from '../../src/credentials/special/reading.ts';
import { detect } from '../../src/engine/detect.ts';
import { createRuleset, type Rules, type Ruleset } from '../../src/engine/ruleset.ts';
import { readText } from '../../src/text/source-text.ts';

let ruleset: Ruleset;
let rules: Rules;
beforeAll(async () => {
  ruleset = await createRuleset({ builtin: async () => builtin() });
  rules = await ruleset.load();
});

function found(path: string, content: Buffer | string): readonly string[] {
  const source = readText(path, Buffer.from(content));
  return detect(source, ruleset.hits(source.bytes, path), rules, { maxUsageBytes: 1 << 20 }).detections.map(
    ({ level, ruleId }) => `${level} ${ruleId}`,
  );
}

describe('a Rails key alone in its file', () => {
  const key = draw(createRandom(8), 32, 'hex');

  test.each(['config/master.key', 'master.key', 'apps/shop/config/credentials/production.key'])('%s', (path) => {
    for (const content of [key, `${key}\n`, `${key}\r\n`])
      expect(found(path, content)).toEqual(['error rails-master-key']);
  });

  test.each([
    ['config/other.key', key],
    ['config/master.key.md', key],
    ['master.keys', key],
    ['config/master.key', `${key}0`],
    ['config/master.key', `${'0'.repeat(32)}\n`],
    ['config/master.key', `digest ${key}\n`],
    ['config/master.key', ''],
    ['.gitignore', '/config/master.key\n'],
  ])('%s with something else is none', (path, content) => {
    expect(found(path, content)).toEqual([]);
  });
});

describe('stores of keys', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hushkey-stores-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const at = (name: string): string => join(folder, name);
  const openssl = (...args: readonly string[]): void => {
    execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });
  };

  beforeAll(() => {
    openssl(
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '9',
      '-subj',
      '/CN=a',
      '-keyout',
      'key.pem',
      '-out',
      'cert.pem',
    );
    const pack = ['pkcs12', '-export', '-inkey', 'key.pem', '-in', 'cert.pem', '-passout', 'pass:k3pt'];
    openssl(...pack, '-out', 'usual.p12');
    openssl(...pack, '-keypbe', 'NONE', '-certpbe', 'NONE', '-nomac', '-out', 'bare.pfx');
    openssl('pkcs12', '-export', '-nokeys', '-in', 'cert.pem', '-passout', 'pass:k3pt', '-out', 'trust.p12');
  });

  test.each([
    ['usual.p12', 'renamed.bin', ['error private-key-pkcs12-jks']],
    ['usual.p12', 'usual.p12', ['error private-key-pkcs12-jks']],
    ['bare.pfx', 'renamed.bin', ['error private-key-pkcs12-jks']],
    ['bare.pfx', 'bare.PFX', ['error private-key-pkcs12-jks']],
    // Nothing in the clear says whether it holds a key: its name does, to some degree.
    ['trust.p12', 'trust.p12', ['warning private-key-pkcs12-jks']],
    ['trust.p12', 'renamed.bin', []],
    ['cert.pem', 'cert.p12', []],
  ] as const)('%s as %s', (name, path, expected) => {
    expect(found(path, readFileSync(at(name)))).toEqual(expected);
  });

  const number = (value: number): Buffer => Buffer.from([value >>> 24, value >>> 16, value >>> 8, value]);
  const text = (value: string): Buffer => Buffer.concat([number(value.length).subarray(2), Buffer.from(value)]);
  const date = Buffer.alloc(8, 1);
  const certificate = Buffer.concat([number(2), text('ca'), date, text('X.509'), number(300), Buffer.alloc(300, 7)]);
  const key = Buffer.concat([number(1), text('deploy'), date, number(200), Buffer.alloc(200, 9)]);
  const store = (magic: number, ...entries: readonly Buffer[]): Buffer =>
    Buffer.concat([number(magic), number(2), number(entries.length), ...entries]);
  const JKS = 0xfeedfeed;

  test.each([
    ['a.jks', store(JKS, certificate, certificate, certificate, certificate, key), ['error private-key-pkcs12-jks']],
    ['a.keystore', store(0xcececece, certificate, key), ['error private-key-pkcs12-jks']],
    ['a.bin', store(JKS, key), ['error private-key-pkcs12-jks']],
    ['trust.jks', store(JKS, certificate, certificate), []],
    ['cut.jks', store(JKS, certificate, certificate).subarray(0, 100), []],
    ['empty.jks', Buffer.alloc(0), []],
    ['text.jks', Buffer.from('not a store at all'), []],
  ] as const)('%s of Java', (path, content, expected) => {
    expect(found(path, content)).toEqual(expected);
  });

  test('no bytes under such a name make it throw', () => {
    const random = createRandom(5);
    for (let i = 0; i < 500; i += 1) {
      const noise = Buffer.from(Array.from({ length: Math.floor(random() * 90) }, () => Math.floor(random() * 256)));
      for (const head of [number(JKS), Buffer.from('0\x82\x01\x01\x02\x01\x030', 'latin1'), Buffer.alloc(0)]) {
        expect(() => found('a.jks', Buffer.concat([head, noise]))).not.toThrow();
      }
    }
  });
});
