import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/errors.ts';
import {
  addEntries,
  type BaselineEntry,
  formatBaseline,
  loadBaseline,
  parseBaseline,
  removeEntries,
  saveBaseline,
} from '../../src/suppress/baseline.ts';
import { createRepository, temporaryFolder } from '../support/repository.ts';

const fingerprint = (digit: string): string => `v1:${digit.repeat(32)}`;

function entry(digit: string, more: Partial<BaselineEntry> = {}): BaselineEntry {
  return {
    fingerprint: fingerprint(digit),
    rule: 'anthropic-api-key',
    path: 'src/a.ts',
    reason: 'made up',
    date: '2026-01-31',
    ...more,
  };
}

describe('format', () => {
  test('one sorted entry a line, fields in a fixed order', () => {
    const odd = { date: '2026-02-28', reason: 'say "no"\n} {', path: 'ä/[b].ts', expires: '2030-12-31' };
    const text = formatBaseline([entry('b', odd), entry('a')]);
    expect(text).toBe(
      `[\n` +
        `  {"fingerprint":"${fingerprint('a')}","rule":"anthropic-api-key","path":"src/a.ts","reason":"made up","date":"2026-01-31"},\n` +
        `  {"fingerprint":"${fingerprint('b')}","rule":"anthropic-api-key","path":"ä/[b].ts","reason":"say \\"no\\"\\n} {","date":"2026-02-28","expires":"2030-12-31"}\n` +
        `]\n`,
    );
    expect(parseBaseline(text, 'b')).toEqual([entry('a'), entry('b', odd)]);
    expect(formatBaseline([])).toBe('[\n]\n');
    expect(parseBaseline('[\n]\n', 'b')).toEqual([]);
  });

  test.each([
    ['spread over lines', (text: string) => JSON.stringify(JSON.parse(text), null, 2)],
    ['on one line', (text: string) => JSON.stringify(JSON.parse(text))],
    ['Windows line ends and a BOM', (text: string) => `\uFEFF${text.replaceAll('\n', '\r\n')}`],
    ['a comma lost in a merge', (text: string) => text.replace('},\n', '}\n')],
    ['a comma left over in a merge', (text: string) => text.replace('}\n]', '},\n]')],
  ])('reads it %s', (_, change) => {
    const entries = [entry('a'), entry('b', { reason: 'a }, { b' })];
    expect(parseBaseline(change(formatBaseline(entries)), 'b')).toEqual(entries);
  });
});

test('of two entries for one finding the later holds', () => {
  const [old, young] = [entry('a', { reason: 'old' }), entry('a', { reason: 'young', date: '2026-02-01' })];
  for (const both of [
    [old, young],
    [young, old],
  ]) {
    const text = `[\n${both.map((one) => JSON.stringify(one)).join('\n')}\n]\n`;
    expect(parseBaseline(text, 'b')).toEqual([young]);
  }
});

describe('a damaged file names the line', () => {
  const good = formatBaseline([entry('a'), entry('b'), entry('c')]);
  test.each<[about: string, text: string, message: string]>([
    ['conflict', good.replace(']\n', '=======\n]\n'), 'base.json:5: a merge conflict'],
    ['conflict with a name', `<<<<<<< HEAD\n${good}`, 'base.json:1: a merge conflict'],
    ['syntax', good.replace(`"${fingerprint('b')}"`, fingerprint('b')), 'base.json:3: not valid JSON'],
    ['cut off', good.slice(0, -4), 'base.json:4: not valid JSON'],
    ['empty', '', 'base.json: not valid JSON'],
    ['another shape', '{"version":2,"entries":[]}', 'base.json:1: not a list of entries'],
    [
      'another version',
      good.replace(`"v1:${'c'.repeat(4)}`, `"v2:${'c'.repeat(4)}`),
      'base.json:4: a fingerprint of another version',
    ],
    ['no fingerprint', good.replace('v1:bbbb', 'v1:b'), 'base.json:3: the fingerprint is not v1: and 32 hex digits'],
    ['empty reason', formatBaseline([entry('a'), entry('b', { reason: ' ' })]), 'base.json:3: the entry has no reason'],
    ['unknown field', good.replaceAll('"date"', '"day"'), 'base.json:2: "day" is not a field'],
    ['bad date', formatBaseline([entry('a', { date: '2026-02-30' })]), 'base.json:2: date is not a date'],
    ['bad expiry', formatBaseline([entry('a', { expires: 'soon' })]), 'base.json:2: expires is not a date'],
    ['no entry', '[\n 1\n]', 'base.json:2: not an entry'],
    [
      'spread over lines',
      JSON.stringify([entry('a'), { ...entry('b'), path: 1 }], null, 2),
      'base.json:9: the entry has no path',
    ],
  ])('%s', (_, text, message) => {
    const parse = () => parseBaseline(text, 'base.json');
    expect(parse).toThrow(UserError);
    expect(parse).toThrow(message);
  });
});

describe('entries', () => {
  test('are added in order, replaced and removed', () => {
    const entries = addEntries(addEntries([], [entry('b')]), [entry('a')]);
    expect(entries).toEqual([entry('a'), entry('b')]);
    expect(addEntries(entries, [entry('a', { reason: '  newer ' })])).toEqual([
      entry('a', { reason: 'newer' }),
      entry('b'),
    ]);
    expect(removeEntries(entries, new Set([fingerprint('a'), fingerprint('f')]))).toEqual([entry('b')]);
  });

  test.each([
    [{ reason: ' \n' }, 'a suppression needs a reason'],
    [{ expires: '2026-13-01' }, 'the day that an entry expires is not a date'],
    [{ expires: '2026-01-30' }, '2026-01-30 is over'],
  ])('%j is refused', (more, message) => {
    const add = () => addEntries([], [entry('a', more)]);
    expect(add).toThrow(UserError);
    expect(add).toThrow(message);
  });
});

describe('the file', () => {
  test('suppresses by fingerprint, through the last day', () => {
    const path = join(temporaryFolder(), 'hushkey-baseline.json');
    saveBaseline(path, [entry('a'), entry('b', { expires: '2026-06-30' })]);
    const lastDay = loadBaseline(path, { today: '2026-06-30' });
    expect(lastDay.suppressionOf(fingerprint('a'))).toEqual({ kind: 'baseline', reason: 'made up' });
    expect(lastDay.suppressionOf(fingerprint('b'))).toEqual({ kind: 'baseline', reason: 'made up' });
    expect(lastDay.suppressionOf(fingerprint('c'))).toBeNull();
    expect(lastDay.remarkOf(fingerprint('b'))).toBeUndefined();

    const after = loadBaseline(path, { today: '2026-07-01' });
    expect(after.suppressionOf(fingerprint('a'))).not.toBeNull();
    expect(after.suppressionOf(fingerprint('b'))).toBeNull();
    expect(after.remarkOf(fingerprint('b'))).toBe(
      'src/a.ts: its entry for anthropic-api-key in hushkey-baseline.json expired on 2026-06-30',
    );
    expect(after.remarkOf(fingerprint('a'))).toBeUndefined();
  });

  test('is empty where there is none, unless someone named it', () => {
    const path = join(temporaryFolder(), 'none.json');
    expect(loadBaseline(path).entries).toEqual([]);
    expect(() => loadBaseline(path, { mustExist: true })).toThrow(`${path}: no such file`);
    expect(() => loadBaseline(join(path, '..'))).toThrow('cannot be read (EISDIR)');
  });

  test('is replaced in one step, through a link', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'real.json'), '[]');
    symlinkSync('real.json', join(folder, 'link.json'));
    saveBaseline(join(folder, 'link.json'), [entry('a')]);
    expect(readFileSync(join(folder, 'real.json'), 'utf8')).toBe(formatBaseline([entry('a')]));
    expect(readdirSync(folder).sort()).toEqual(['link.json', 'real.json']);
    expect(() => saveBaseline(join(folder, 'none/b.json'), [])).toThrow(UserError);
  });
});

test('git merges two branches that each add and remove entries', () => {
  const { root, git, write } = createRepository();
  const path = join(root, 'hushkey-baseline.json');
  const start = [...'0258be'].map((digit) => entry(digit));
  const commit = (entries: readonly BaselineEntry[]): void => {
    saveBaseline(path, entries);
    git('add', '.');
    git('commit', '-q', '-m', 'x');
  };
  write('.gitattributes', '');
  commit(start);
  git('checkout', '-q', '-b', 'other');
  commit(addEntries(start, [entry('f')]));
  git('checkout', '-q', 'main');
  commit(addEntries(removeEntries(start, new Set([fingerprint('5')])), [entry('1')]));
  execFileSync('git', ['merge', '-q', '--no-edit', 'other'], { cwd: root });
  expect(
    loadBaseline(path)
      .entries.map(({ fingerprint: [, , , digit] }) => digit)
      .join(''),
  ).toBe('0128bef');
});
