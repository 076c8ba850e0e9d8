// Every transcript gets its meaning, and no key gets out, wherever it stands.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { builtin } from '../../../src/builtin-rules.ts';
import { answer, LONGEST_INPUT, understand } from '../../../src/diagnose/explain/answer.ts';
import { CAUSES } from '../../../src/diagnose/explain/causes.ts';
import { DIAGNOSES } from '../../../src/diagnose/explain/diagnoses.ts';
import { drawAnswer, drawAnswerJson } from '../../../src/diagnose/explain/draw.ts';
import { readObjects } from '../../../src/diagnose/explain/loose-object.ts';
import { maskCredentials } from '../../../src/engine/mask.ts';
import { createRuleset } from '../../../src/engine/ruleset.ts';
import { fakeOf } from '../../support/fakes.ts';
import { TRANSCRIPTS } from './transcripts.ts';

const ruleset = await createRuleset({ builtin: async () => builtin() });
const mask = (text: string): Promise<string> => maskCredentials(text, ruleset, { maxUsageBytes: 0 });

async function explained(text: string) {
  const understood = understand(await mask(text));
  return understood === undefined ? undefined : answer(understood.error, understood.diagnosis, []);
}

describe('transcripts', () => {
  test.each(TRANSCRIPTS.map((transcript) => [transcript.name, transcript] as const))('%s', async (_, transcript) => {
    const told = await explained(transcript.text);
    expect({ id: told?.id, status: told?.error.status }).toEqual({ id: transcript.id, status: transcript.status });
    const { first, language, requestId, retryAfter } = transcript;
    if (first !== undefined) expect(told?.causes[0]?.id).toBe(first);
    if (language !== undefined) expect(told?.error.language).toBe(language);
    if (requestId !== undefined) expect(told?.error.requestId).toBe(requestId);
    if (retryAfter !== undefined) expect(told?.retry.afterSeconds).toBe(retryAfter);
  });

  test('an overload or a limit is said not to be the key, and retrying to help', async () => {
    for (const status of ['429', '500', '529']) {
      const told = await explained(status);
      expect(told).toMatchObject({ isKey: false, retry: { helps: true } });
      expect(told?.meaning).toContain('not the key');
    }
    expect(await explained('401')).toMatchObject({ isKey: true, retry: { helps: false } });
  });

  test('what is no error is not understood', async () => {
    for (const text of ['', 'hello', '{"a":1}', 'HTTP/2 200\n\n{"id":"msg_1"}', 'port 4010', 'took 401 ms']) {
      expect(await explained(text), text).toBeUndefined();
    }
  });

  test('each language has its own code', async () => {
    const seen = new Map<string, string>();
    for (const { text } of TRANSCRIPTS) {
      const told = await explained(text);
      const code = told?.causes.find((cause) => cause.id === 'key-wrong')?.code?.join('\n');
      if (told?.error.language !== undefined && code !== undefined) seen.set(told.error.language, code);
    }
    expect([...seen.keys()].sort()).toEqual(['csharp', 'go', 'java', 'python', 'shell', 'typescript']);
    expect(new Set(seen.values()).size).toBe(seen.size);
  });
});

describe('the tables', () => {
  test('every diagnosis has a transcript', () => {
    const told = new Set(TRANSCRIPTS.map(({ id }) => id));
    expect(DIAGNOSES.map(({ id }) => id).filter((id) => !told.has(id))).toEqual([]);
  });

  test('ids are unique, every cause is used', () => {
    const ids = DIAGNOSES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const used = new Set<string>(DIAGNOSES.flatMap(({ causes }) => causes));
    expect(Object.keys(CAUSES).filter((id) => !used.has(id))).toEqual([]);
  });

  test('answers fit into 80 columns, but for code and paths', async () => {
    for (const { name, text } of TRANSCRIPTS) {
      const told = await explained(text);
      const lines = told === undefined ? [] : drawAnswer(told).split('\n');
      const own = lines.filter((line) => line.length > 80 && !/^ {11}|check/.test(line));
      expect(own, name).toEqual([]);
    }
  });
});

describe('keys', () => {
  const kinds = [
    'anthropic-api-key',
    'openai-project-key',
    'github-pat-classic',
    'groq-api-key',
    'huggingface-user-token',
  ];

  test('no key gets out, wherever it stands', async () => {
    const place = fc.record({
      transcript: fc.constantFrom(...TRANSCRIPTS),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      kind: fc.constantFrom(...kinds),
      seed: fc.integer({ min: 1, max: 10_000 }),
      before: fc.constantFrom(
        '',
        ' ',
        '\n',
        '"',
        'x-api-key: ',
        'Bearer ',
        'KEY=',
        'request-id: ',
        'retry-after: ',
        'https://',
      ),
      after: fc.constantFrom('', ' ', '\n', '"', '@', '…'),
    });
    await fc.assert(
      fc.asyncProperty(place, async ({ transcript: { text }, at, kind, seed, before, after }) => {
        const key = fakeOf(kind, seed);
        const cut = Math.floor(text.length * at);
        const told = await explained(text.slice(0, cut) + before + key + after + text.slice(cut));
        if (told === undefined) return;
        const shown = drawAnswer(told) + drawAnswerJson(told);
        for (let i = 0; i + 24 <= key.length; i += 8) expect(shown).not.toContain(key.slice(i, i + 24));
      }),
      { numRuns: 300 },
    );
  });

  test('nor half of one, nor one with a break in it', async () => {
    const key = fakeOf('anthropic-api-key', 77);
    for (const cut of [30, 50, 70]) {
      const halves = `${key.slice(0, cut)}\n${key.slice(cut)}`;
      for (const piece of [key.slice(0, cut), key.slice(cut), halves, `"${halves}"`]) {
        const message = `invalid x-api-key: ${piece}`;
        const told = await explained(JSON.stringify({ error: { type: 'authentication_error', message } }));
        const shown = told === undefined ? '' : drawAnswer(told) + drawAnswerJson(told);
        expect(shown).toContain('authentication_error');
        for (let i = 16; i + 16 <= key.length; i += 4) expect(shown).not.toContain(key.slice(i, i + 16));
      }
    }
  });
});

describe('any text', () => {
  test('is understood or not, and never throws: transcripts cut up and mixed', () => {
    const piece = fc
      .record({ of: fc.constantFrom(...TRANSCRIPTS), from: fc.nat(400), length: fc.nat(200) })
      .map(({ of, from, length }) => of.text.slice(from % (of.text.length + 1)).slice(0, length));
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 5 }),
        fc.constantFrom('', '\n', '"', '{', '\r\n\r\n'),
        (pieces, glue) => {
          const understood = understand(pieces.join(glue));
          if (understood === undefined) return;
          const told = answer(understood.error, understood.diagnosis, []);
          expect(told.causes.length).toBeGreaterThan(0);
          expect(told.error.status ?? 400).toBeGreaterThanOrEqual(400);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('of the largest size does not take long', () => {
    const started = performance.now();
    for (const piece of ['{"a":', '{a=b,', 'request-id: ', 'https://a', 'HTTP/2 401\n', '<']) {
      understand(piece.repeat(LONGEST_INPUT / piece.length));
    }
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});

describe('the reader of objects', () => {
  test('reads what languages print', () => {
    const read = (text: string) => JSON.stringify(readObjects(text).map((object) => [...object.keys()]));
    expect(read(`x {'a': 'it\\'s', 'b': None} y {:c=>"1"} {d=e, f, g=1}`)).toBe('[["a","b"],["c"],["d","g"]]');
  });

  test('never throws and comes to an end', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('{', '}', '"', "'", ':', '=', ',', '[', ']', 'a', '\\', '\n', '>'),
          maxLength: 200,
        }),
        (text) => {
          expect(Array.isArray(readObjects(text))).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
    const started = performance.now();
    for (const piece of ['{', '{a:', '{"', "{'a':[", '{a=b,']) readObjects(piece.repeat(40_000));
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
