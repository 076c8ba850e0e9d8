// Content that is larger than a window: what stands anywhere in it is seen whole, once, and at its place in the file.
import { describe, expect, test } from 'vitest';
import type { Detection } from '../../src/engine/detect.ts';
import { readWindows, WINDOW_BYTES } from '../../src/sources/windows.ts';

const MARK = 'MARK-';
const LINES = [
  'plain text of forty characters or so, yes\n',
  'zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich 🙂\n',
  'no end of line ',
];

/** Text with a numbered mark in each stretch, longer than two windows. */
function textOf(line: string): string {
  let text = '';
  for (let i = 0; text.length < 2.3 * WINDOW_BYTES; i += 1) text += `${line.repeat(2000)}${MARK}${i};`;
  return text;
}

const encodings: Readonly<Record<string, (text: string) => Buffer>> = {
  'UTF-8': (text) => Buffer.from(text),
  'UTF-8 with a mark': (text) => Buffer.from(`\ufeff${text}`),
  'UTF-16LE': (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
  'UTF-16BE': (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
};

/** Chunks as a stream gives them, all in the same memory. */
async function* chunksOf(bytes: Buffer): AsyncGenerator<Buffer> {
  const chunk = Buffer.alloc(65_537);
  for (let at = 0; at < bytes.length; at += chunk.length) {
    yield chunk.subarray(0, bytes.copy(chunk, 0, at));
  }
}

/** Where each mark stands in the file: line, column, offset. */
async function marksIn(bytes: Buffer): Promise<{ readonly marks: readonly string[]; readonly size: number }> {
  const marks: string[] = [];
  let size = 0;
  for await (const window of readWindows({ path: 'a.txt', read: async () => chunksOf(bytes) })) {
    size += window.newBytes;
    const text = window.text.text();
    for (const { 0: mark, index } of text.matchAll(/MARK-\d+;/g)) {
      const detection = { start: index } as Detection;
      if (window.keep([detection]).length === 0) continue;
      const lines = text.slice(0, index).split('\n');
      const column = (lines.at(-1)?.length ?? 0) + (lines.length === 1 ? window.columnsBefore : 0);
      marks.push(`${mark} ${lines.length - 1 + window.linesBefore} ${column} ${index + window.unitsBefore}`);
    }
  }
  return { marks, size };
}

function expected(text: string): readonly string[] {
  let line = 0;
  let lineStart = 0;
  let at = 0;
  return [...text.matchAll(/MARK-\d+;/g)].map(({ 0: mark, index }) => {
    for (let end = text.indexOf('\n', at); end >= 0 && end < index; end = text.indexOf('\n', at)) {
      line += 1;
      at = end + 1;
      lineStart = at;
    }
    return `${mark} ${line} ${index - lineStart} ${index}`;
  });
}

describe.each(Object.entries(encodings))('windows of %s', (_name, encode) => {
  test.each(LINES)('hold all of %j', async (line) => {
    const text = textOf(line);
    const bytes = encode(text);
    const { marks, size } = await marksIn(bytes);
    expect(marks.length).toBeGreaterThan(40);
    expect(marks).toEqual(expected(text));
    expect(size).toBe(bytes.length);
  });
});

test('what a window answers for stands in it with all that is near', async () => {
  const bytes = Buffer.from(textOf('some words '));
  const offsets = Array.from({ length: Math.floor(bytes.length / 1000) }, (_, i) => i * 1000);
  const near = 200 * 1024;
  const answered: number[] = [];
  for await (const { text, unitsBefore, keep } of readWindows({ path: 'a.txt', read: async () => chunksOf(bytes) })) {
    const here = offsets.filter((offset) => keep([{ start: offset - unitsBefore } as Detection]).length > 0);
    const inside = here.filter((offset) => offset >= unitsBefore && offset < unitsBefore + text.bytes.length);
    for (const offset of inside) {
      expect(offset - unitsBefore).toBeGreaterThanOrEqual(Math.min(offset, near));
      const behind = unitsBefore + text.bytes.length - offset;
      expect(behind).toBeGreaterThanOrEqual(Math.min(bytes.length - offset, near));
    }
    answered.push(...inside);
  }
  expect(answered).toEqual(offsets);
});

test('a window that is kept stays as it was', async () => {
  const bytes = Buffer.from(textOf('some words '));
  const kept: string[] = [];
  const owned = [];
  for await (const window of readWindows({ path: 'a.txt', read: async () => chunksOf(bytes) })) {
    owned.push(window.owned().owned());
    kept.push(window.text.bytes.toString('latin1', 0, 1000));
  }
  expect(owned.length).toBeGreaterThan(2);
  expect(owned.map(({ text }) => text.byteString().slice(0, 1000))).toEqual(kept);
});
