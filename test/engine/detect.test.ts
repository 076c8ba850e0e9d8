// Detection as a whole: bytes in, findings with their places out.
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { builtin } from '../../src/builtin-rules.ts';
import { matchers } from '../../src/credentials/catalogue.ts';
import { type Detected, detect } from '../../src/engine/detect.ts';
import { maskText } from '../../src/engine/mask-text.ts';
import { createRuleset, type Rules, type Ruleset } from '../../src/engine/ruleset.ts';
import type { Report } from '../../src/finding.ts';
import { scan } from '../../src/scan.ts';
import { readText } from '../../src/text/source-text.ts';
import { fakeOf } from '../support/fakes.ts';

const KEY = fakeOf('anthropic-api-key', 1);
const OTHER = fakeOf('github-pat-classic', 2);
const LIMITS = { maxUsageBytes: 1024 * 1024 };

let ruleset: Ruleset;
let rules: Rules;
beforeAll(async () => {
  ruleset = await createRuleset({ builtin: async () => builtin() });
  rules = await ruleset.load();
});

function detectIn(content: Buffer | string, path = 'a.txt'): Detected & { readonly text: string } {
  const text = readText(path, Buffer.from(content));
  return { ...detect(text, ruleset.hits(text.bytes), rules, LIMITS), text: text.text() };
}

/** Rule and credential of each finding. */
function secretsIn(content: Buffer | string): readonly string[] {
  return detectIn(content).detections.map(({ ruleId, secret }) => `${ruleId} ${secret?.value}`);
}

function scanContent(content: Buffer): Promise<Report> {
  const chunks = async function* (): AsyncGenerator<Buffer> {
    for (let at = 0; at < content.length; at += 1 << 20) yield content.subarray(at, at + (1 << 20));
  };
  const source = {
    name: 'stdin',
    files: [{ path: 'input', read: async () => chunks() }],
    errors: [],
    skipped: [],
    before: undefined,
    close: async () => undefined,
  } as const;
  return scan(source, {
    ruleset,
    detect: LIMITS,
    suppress: async (findings) => ({ suppressions: findings.map(() => null), remarks: [] }),
    startedAt: performance.now(),
  });
}

test('a guess about the same value does not take its mask', () => {
  const { masks, text } = detectIn(`apiKey: '${KEY}'`);
  expect(maskText(text, masks, 0, text.length)).toBe(`apiKey: 'sk-ant-api03-…${KEY.slice(-4)}'`);
});

describe('any bytes', () => {
  const keywords = matchers().flatMap(({ keywords }) => keywords.map(({ text }) => text));
  const fakes = matchers().map(({ kind }, i) => fakeOf(kind.id, i + 1));
  const piece = fc.oneof(
    fc.uint8Array({ maxLength: 12 }).map((bytes) => Buffer.from(bytes)),
    fc.string({ maxLength: 12, unit: 'binary' }).map((text) => Buffer.from(text)),
    fc.constantFrom(...keywords).map((text) => Buffer.from(text)),
    fc.constantFrom(...fakes).map((text) => Buffer.from(text)),
    fc.constantFrom(...fakes).map((text) => Buffer.from(Buffer.from(text).toString('base64'))),
    fc.constantFrom('"', "'", '\n', '\\', '=', ' ', '<', '${', '\r\n', '//', '-----').map((text) => Buffer.from(text)),
  );
  const content = fc
    .tuple(fc.array(piece, { maxLength: 12 }), fc.double({ min: 0.5, max: 1, noNaN: true }))
    .map(([pieces, part]) => {
      const all = Buffer.concat(pieces);
      return all.subarray(0, Math.ceil(all.length * part));
    });

  test('give findings inside the text, masked, the same each time', () => {
    fc.assert(
      fc.property(
        content,
        fc.constantFrom('a.txt', 'a.ts', 'a.py', '.env', 'a.sh', 'a.json', 'a.md'),
        (bytes, path) => {
          const { detections, masks, text } = detectIn(bytes, path);
          for (const { start, end, secret } of detections) {
            expect(start).toBeGreaterThanOrEqual(0);
            expect(end).toBeGreaterThan(start);
            expect(end).toBeLessThanOrEqual(text.length);
            if (secret === undefined) continue;
            expect(masks.some((mask) => mask.start <= secret.start && mask.end >= secret.end)).toBe(true);
          }
          for (const { mask, start, end } of masks)
            if (end - start > 40) expect(mask).not.toContain(text.slice(start, end));
          expect(detectIn(bytes, path).detections).toEqual(detections);
        },
      ),
      { numRuns: 400 },
    );
  });
});

describe('what may stand round a key', () => {
  const closers = [
    '"',
    "'",
    '`',
    '}',
    ')',
    ']',
    ',',
    ';',
    '<',
    '>',
    '\n',
    '\r\n',
    '',
    '\\n',
    '\\"',
    '\\\\',
    ' ',
    '\t',
    '|',
    '&',
    '#',
    ':',
    '.',
    '!',
    '?',
    '\0',
  ];

  test.each(closers)('it is found before %j', (closer) => {
    expect(secretsIn(`key = ${KEY}${closer}`)).toEqual([`anthropic-api-key ${KEY}`]);
  });

  test.each([
    '"',
    "'",
    '`',
    '{',
    '(',
    '[',
    ',',
    ';',
    '<',
    '>',
    '\n',
    '',
    '\\n',
    '\\t',
    '\\"',
    ' ',
    '\t',
    '|',
    '&',
    '=',
    ':',
    '%3D',
    '\\u003d',
    '\x1b[31m',
  ])('it is found after %j', (opener) => {
    expect(secretsIn(`${opener}${KEY} `)).toEqual([`anthropic-api-key ${KEY}`]);
  });
});

describe('encodings of the file', () => {
  const line = `größe = "${KEY}"\r\n`;
  const at = line.indexOf(KEY);
  const little = Buffer.from(line, 'utf16le');

  test.each([
    ['UTF-8', Buffer.from(line)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${line}`)],
    ['Latin-1', Buffer.from(line, 'latin1')],
    ['UTF-16LE', little],
    ['UTF-16LE with a mark', Buffer.from(`\ufeff${line}`, 'utf16le')],
    ['UTF-16BE', Buffer.from(little).swap16()],
    ['UTF-16BE with a mark', Buffer.from(`\ufeff${line}`, 'utf16le').swap16()],
  ])('%s', (_name, content) => {
    const { detections } = detectIn(content);
    expect(detections.map(({ ruleId, start, end }) => [ruleId, start, end])).toEqual([
      ['anthropic-api-key', at, at + KEY.length],
    ]);
  });

  test('places count in UTF-16 units, thousands of bytes on', () => {
    const text = `${'é€😀'.repeat(3000)}"${KEY}"${'é'.repeat(5000)}"${OTHER}"`;
    expect(detectIn(text).detections.map(({ start, end }) => text.slice(start, end))).toEqual([KEY, OTHER]);
  });
});

describe('one finding', () => {
  test('for an access key id beside its secret', () => {
    const id = fakeOf('aws-access-key-id', 1);
    const secret = fakeOf('aws-secret-access-key', 1);
    const pair = `aws_access_key_id = ${id}\n${secret}\n`;
    expect(detectIn(pair).detections.map(({ ruleId }) => ruleId)).toEqual(['aws-secret-access-key']);
    expect(detectIn(`${pair}${'\n'.repeat(20)}id = ${id}\n`).detections.map(({ ruleId }) => ruleId)).toEqual([
      'aws-secret-access-key',
      'aws-access-key-id',
    ]);
  });

  test('for two kinds that claim the same text', () => {
    const found = matchers().flatMap(({ kind }) => {
      const { detections } = detectIn(`x = "${fakeOf(kind.id, 3)}"\n`);
      const keys = detections.filter(({ category }) => category === 'hardcoded-key');
      return keys.filter((one, i) => keys.some((two, k) => k < i && one.start < two.end && two.start < one.end));
    });
    expect(found).toEqual([]);
  });
});

describe('encoded keys, through the whole pipeline', () => {
  const bytes = Buffer.from(KEY);
  const hex = bytes.toString('hex');
  const base64 = bytes.toString('base64');

  test.each([
    ['base64', base64],
    ['base64 in JSON in base64url', Buffer.from(`{"a":"${KEY}"}`).toString('base64url')],
    [
      'base64, wrapped',
      Buffer.from(`${'line '.repeat(30)}${KEY} tail`)
        .toString('base64')
        .replace(/.{76}/g, '$&\n'),
    ],
    ['base64 of base64', Buffer.from(base64).toString('base64')],
    ['hex', hex],
    ['capital hex', hex.toUpperCase()],
    ['percent', hex.replace(/../g, '%$&')],
    ['unicode escapes', hex.replace(/../g, '\\u00$&')],
    ['base64 of base64 in JSON', Buffer.from(`{"auth":"${base64}"}`).toString('base64')],
  ])('%s', async (_name, encoded) => {
    const { findings, errors } = await scanContent(Buffer.from(`first line\nvalue: "${encoded}"\n`));
    expect(errors).toEqual([]);
    expect(findings.map(({ ruleId, secret, region }) => [ruleId, secret?.reveal(), region.startLine])).toEqual([
      ['anthropic-api-key', KEY, 2],
    ]);
    expect(findings[0]?.frame.lines.join('\n')).not.toContain(encoded.slice(4, 60));
  });

  test('the second of two in one stretch, and one behind a long stretch, are found too', () => {
    const both = Buffer.from(`a=${KEY}\nb=${OTHER}\n`).toString('base64');
    expect(secretsIn(both)).toEqual([`anthropic-api-key ${KEY}`, `github-pat-classic ${OTHER}`]);
    const far = Buffer.from(`${'ghp_x '.repeat(20)}${'some words '.repeat(3000)}${KEY} tail`).toString('base64');
    expect(secretsIn(far)).toEqual([`anthropic-api-key ${KEY}`]);
  });

  test('what is encoded too deep costs little and is left', () => {
    let text = KEY;
    for (let i = 0; i < 6; i += 1) text = Buffer.from(text).toString('base64');
    expect(secretsIn(text)).toEqual([]);
  });
});

describe('content of 40 MB', () => {
  test.each([-40, 0, 16 * 1024 * 1024 - 256 * 1024 - 50])(
    'a key at the border of two windows, %i bytes off',
    async (off) => {
      const filler = 'the quick brown fox, été\n';
      const wide = Buffer.byteLength(filler);
      const border = 16 * 1024 * 1024 + off;
      const before = Math.floor(border / wide);
      const content = Buffer.from(
        `${filler.repeat(before)}été "${KEY}"\n${filler.repeat(Math.ceil((40 * 1024 * 1024) / wide) - before)}`,
      );
      const { findings, scanned } = await scanContent(content);
      expect(scanned.bytes).toBe(content.length);
      expect(findings.map(({ ruleId, region }) => [ruleId, region])).toEqual([
        [
          'anthropic-api-key',
          { startLine: before + 1, startColumn: 6, endLine: before + 1, endColumn: 6 + KEY.length },
        ],
      ]);
    },
  );
});
