import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MaskSpan } from '../../src/engine/detect.ts';
import { makeFrame } from '../../src/report/frame.ts';
import { indexLines } from '../../src/text/position.ts';
import { makeKey } from './make-report.ts';

function frameOf(text: string, value: string, more: readonly MaskSpan[] = []) {
  const lines = indexLines(text);
  const start = text.indexOf(value);
  const end = start + value.length;
  return makeFrame(lines, lines.region(start, end), [{ start, end, mask: 'K…' }, ...more]);
}

function underlined(frame: ReturnType<typeof makeFrame>): string | undefined {
  return frame.lines[frame.line - frame.firstLine]?.slice(frame.startColumn - 1, frame.endColumn - 1);
}

describe('makeFrame', () => {
  test('shows two lines before and one after, with the mask underlined', () => {
    const frame = frameOf("1\n2\n3\nkey = 'SECRETVALUE';\n5\n6", 'SECRETVALUE');
    expect(frame).toEqual({
      firstLine: 2,
      lines: ['2', '3', "key = 'K…';", '5'],
      line: 4,
      startColumn: 8,
      endColumn: 10,
    });
  });

  test('stops at the ends of the text and shows no empty line after the last line break', () => {
    expect(frameOf('SECRETVALUE\n', 'SECRETVALUE')).toMatchObject({ firstLine: 1, lines: ['K…'], line: 1 });
  });

  test('underlines the masked part of a longer region', () => {
    const text = "send({ Authorization: 'Bearer SECRETVALUE' })";
    const lines = indexLines(text);
    const start = text.indexOf('SECRET');
    const frame = makeFrame(lines, lines.region(7, 42), [{ start, end: start + 11, mask: 'K…' }]);
    expect(underlined(frame)).toBe("Authorization: 'Bearer K…'");
  });

  test('underlines a whole mask when the region is a part of it', () => {
    const lines = indexLines('x SECRETVALUE y');
    expect(underlined(makeFrame(lines, lines.region(5, 8), [{ start: 2, end: 13, mask: 'K…' }]))).toBe('K…');
  });

  test('merges overlapping spans under the longest one’s mask', () => {
    const lines = indexLines('a SECRETVALUE b');
    const masks = [
      { start: 2, end: 5, mask: 'short' },
      { start: 4, end: 13, mask: 'long' },
      { start: 5, end: 6, mask: 'inner' },
    ];
    expect(makeFrame(lines, lines.region(2, 13), masks).lines).toEqual(['a long b']);
  });

  test('shows the first line of a secret of several lines and counts them', () => {
    const secret = ['FIRSTLINE', ...Array.from({ length: 25 }, () => 'MIDDLE'), 'LASTLINE'].join('\n');
    const frame = frameOf(`before\nkey: ${secret}\nafter`, secret);
    expect(frame.lines).toEqual(['before', 'key: K… (27 lines masked)']);
  });

  test('masks the end of another secret of several lines that reaches into the frame', () => {
    const other = 'OTHER\nSECRET\nENDING';
    const text = `${other}\nkey = SECRETVALUE`;
    const frame = frameOf(text, 'SECRETVALUE', [{ start: 0, end: other.length, mask: 'P…' }]);
    expect(frame.lines).toEqual(['…', '…', 'key = K…']);
  });

  test('masks a value that stands a second time where no rule looked', () => {
    expect(frameOf("password = 'SECRETVALUE'\nlogin('SECRETVALUE')", 'SECRETVALUE').lines).toEqual([
      "password = 'K…'",
      "login('K…')",
    ]);
  });

  test('makes escapes, controls and direction overrides harmless and keeps the underline in place', () => {
    const frame = frameOf('\ufeff\t\u001b[31m\u202e SECRETVALUE \u0007\ud800', 'SECRETVALUE');
    expect(frame.lines).toEqual(['  ·[31m· K… ·\ufffd']);
    expect(underlined(frame)).toBe('K…');
  });

  test('cuts a line of a megabyte round the finding', () => {
    const text = `${'x'.repeat(500_000)}SECRETVALUE${'y'.repeat(500_000)}`;
    const frame = frameOf(text, 'SECRETVALUE');
    expect(frame.lines[0]).toMatch(/^…x+K…y+…$/);
    expect(frame.lines[0]?.length).toBe(200);
    expect(underlined(frame)).toBe('K…');
  });

  test('holds no eight characters of any masked span, whatever the text and spans', () => {
    const filler = fc.string({
      unit: fc.constantFrom('a', 'b', ' ', '\n', '\r', '\t', '世', '\u001b', '😀', "'"),
      maxLength: 600,
    });
    const secret = fc
      .integer()
      .chain((seed) =>
        fc.record({ value: fc.constant(makeKey(seed, '', 60)), breakAt: fc.option(fc.integer({ min: 1, max: 59 })) }),
      );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(filler, secret), { minLength: 1, maxLength: 5 }),
        filler,
        fc.nat(),
        fc.nat(8),
        (parts, tail, pick, overlap) => {
          let text = '';
          const masks: MaskSpan[] = [];
          const values: string[] = [];
          for (const [before, { value, breakAt }] of parts) {
            const broken = breakAt === null ? value : `${value.slice(0, breakAt)}\n${value.slice(breakAt)}`;
            text += before;
            masks.push({ start: text.length, end: text.length + broken.length, mask: '…' });
            masks.push({ start: text.length + overlap, end: text.length + broken.length - overlap, mask: 'K…' });
            text += broken;
            values.push(value);
          }
          text += tail;
          const lines = indexLines(text);
          const chosen = masks[pick % masks.length];
          const shown = makeFrame(lines, lines.region(chosen?.start ?? 0, chosen?.end ?? 0), masks).lines.join('\n');
          for (const value of values) {
            for (let i = 0; i + 8 <= value.length; i += 1) expect(shown).not.toContain(value.slice(i, i + 8));
          }
        },
      ),
    );
  });
});

describe('a file of many credentials', () => {
  test('costs each frame what stands near it', () => {
    const count = 20_000;
    const text = Array.from({ length: count }, (_, i) => `KEY=${String(i).padStart(8, 'v')}\n`).join('');
    const lines = indexLines(text);
    const masks = Array.from({ length: count }, (_, i) => ({ start: 13 * i + 4, end: 13 * i + 12, mask: 'K…' }));
    const started = performance.now();
    for (const { start, end } of masks) {
      const frame = makeFrame(lines, lines.region(start, end), masks);
      expect(new Set(frame.lines.filter((line) => line !== ''))).toEqual(new Set(['KEY=K…']));
    }
    // Looking through all masks for each took more than a minute.
    expect(performance.now() - started).toBeLessThan(20_000);
  }, 60_000);
});
