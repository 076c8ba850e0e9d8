// Guards against hangs, not benchmarks: every limit is ten times and more of what an ordinary machine needs.
import { beforeAll, describe, expect, test } from 'vitest';
import { builtin } from '../../src/builtin-rules.ts';
import { detect } from '../../src/engine/detect.ts';
import { createRuleset, type Rules, type Ruleset } from '../../src/engine/ruleset.ts';
import { readText } from '../../src/text/source-text.ts';
import { cpuTime } from '../support/cpu-time.ts';
import { fakeOf } from '../support/fakes.ts';

const MEGABYTE = 1024 * 1024;
const fill = (piece: string, bytes = MEGABYTE): string => piece.repeat(Math.ceil(bytes / piece.length));
const lines = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => `${line(i + 1)}\n`).join('');
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const hex = (text: string): string => Buffer.from(text).toString('hex');
const PREFIX = ['sk', 'ant', ''].join('-');
const HEADER = `-----BEGIN ${'RSA PRIVATE KEY'}-----`;

/** Name, content, milliseconds it may take, findings. */
const TEXTS: readonly (readonly [string, () => string, number, number])[] = [
  ['one character', () => fill('a'), 500, 0],
  ['line breaks', () => fill('\n'), 500, 0],
  ['dashes', () => fill('-'), 500, 0],
  ['5 MB in one line', () => fill('x = foo(bar), ', 5 * MEGABYTE), 1000, 0],
  ['base64 without end', () => fill(base64('\u0000\u0010\u0083\u0010Q\u0087 \u0092\u008b0'), 5 * MEGABYTE), 1000, 0],
  ['a context word 100,000 times', () => fill('token=', 600_000), 1500, 0],
  ['names of secrets with values', () => fill('secret: "a1b2c3d4e5f6g7h8",', 270_000), 5000, 10_000],
  ['a name without end', () => fill('passwordSecretKey1_'), 5000, 0],
  ['names and signs', () => fill('password=token:Key '), 5000, 0],
  ['commands with logins', () => fill('curl -u a:password ', 500_000), 8000, 0],
  ['addresses', () => fill('http://a:b'), 2000, 0],
  ['the start of a JWT', () => fill('.eyJ'), 5000, 0],
  ['a prefix with an open run', () => fill('/IQoJ', 200_000), 8000, 0],
  ['a prefix of one of several shapes', () => fill('.fo1_'), 5000, 0],
  ['a keyword inside the value', () => fill('T3BlbkFJ'), 5000, 0],
  ['key headers', () => fill(HEADER, 500_000), 5000, 0],
  ['10,000 keys', () => lines(10_000, (i) => `k${i} = "${fakeOf('anthropic-api-key', i)}"`), 8000, 10_000],
  [
    '10,000 keys after a letter of two bytes',
    () => `é${lines(10_000, (i) => fakeOf('github-pat-classic', i))}`,
    8000,
    10_000,
  ],
  [
    '2,000 pairs',
    () =>
      lines(2000, (i) => `aws_access_key_id=${fakeOf('aws-access-key-id', i)}\n${fakeOf('aws-secret-access-key', i)}`),
    8000,
    2000,
  ],
  ['1,000 encoded keys', () => lines(1000, (i) => `k: ${base64(fakeOf('anthropic-api-key', i))}`), 5000, 1000],
  ['base64 full of keywords', () => base64(fill(PREFIX, 300_000)), 30_000, 0],
  ['hex full of keywords', () => hex(fill(PREFIX, 100_000)), 30_000, 0],
  ['names and joints without end', () => fill("token='a'+"), 8000, 0],
  ['prefixes and joints without end', () => fill("'ghp_'+"), 8000, 0],
  ['escaped signs without end', () => fill('%2Btoken%3D'), 8000, 0],
  ['escaped prefixes without end', () => fill('ghp_%2B'), 8000, 0],
  ['backslashes behind a prefix', () => `ghp_${fill('\\\\')}`, 2000, 0],
  ['prefixes in a block scalar', () => `k: |\n${fill('  ghp_aaaa\n')}`, 8000, 0],
  [
    '5,000 keys in pieces',
    () => lines(5000, (i) => `'${fakeOf('github-pat-classic', i).replace(/^.{9}/, "$&' + '")}'`),
    8000,
    5000,
  ],
  ['a keyword in base64 at the wrong place', () => fill('c2stYW50LQ'), 8000, 0],
];

describe('hostile content', () => {
  let ruleset: Ruleset;
  let rules: Rules;
  beforeAll(async () => {
    ruleset = await createRuleset({ builtin: async () => ({ matchers: builtin().matchers, rules: [] }) });
    rules = await ruleset.load();
  });

  test.each(TEXTS)('%s', (_name, make, limit, count) => {
    const text = readText('a.txt', Buffer.from(make()));
    const started = cpuTime();
    const { detections } = detect(text, ruleset.hits(text.bytes), rules, { maxUsageBytes: MEGABYTE });
    const took = cpuTime() - started;
    expect(detections.length).toBe(count);
    expect(took).toBeLessThan(limit);
  });
});

describe('start-up', () => {
  test('costs milliseconds with the table that the build makes', async () => {
    const { buildKeywordTable, tableToBytes } = await import('../../src/engine/build-keyword-table.ts');
    const { tableFromBytes } = await import('../../src/engine/keyword-table.ts');
    const { matchers, rules } = builtin();
    const bytes = tableToBytes(buildKeywordTable(matchers, rules));
    const started = cpuTime();
    await createRuleset({
      builtin: () => Promise.reject(new Error('the rules were loaded')),
      table: tableFromBytes(bytes),
    });
    expect(cpuTime() - started).toBeLessThan(50);
  });
});
