// No pattern can be made to run for long: each is proven safe by a checker, or withstands its attacks, or stands on a list that says why its input
// is short. Long repetitions are scaled down for the proof: what counts is which parts can take the same text.
// A proof takes a tenth of a second and there are thousands: patterns that were proven are kept in a list by their hash,
// and proven again when they change; one in sixteen always is. Outside CI the list is kept up to date, as snapshots are;
// `npm run prove` proves all.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { checkSync } from 'recheck';
import { afterAll, describe, expect, test } from 'vitest';
import { catalogue } from '../../src/credentials/catalogue.ts';
import { parseStructure, patternOf, rightBoundaryOf } from '../../src/credentials/structure.ts';

const FOLDERS = ['credentials', 'engine', 'suppress', 'text', 'report', 'sources', 'usage', 'diagnose'];
/** Times that a counted repetition is kept; more adds length to the proof and nothing else. */
const KEPT = 4;

/** Patterns that are not proven, and why what they read is short. */
const BOUNDED = new Set([
  // The path of a file.
  '(?:example|sample|template|dist|defaults?)[^/]*$',
  // A line of at most 1000 characters: spotOf() gives no longer one.
  '^\\s*(?:export\\s+|\\$env:|set\\s+-\\w+\\s+)?(\\w+)\\s*[= ]\\s*["\']?$',
  '^["\']?\\s*;?\\s*$',
  '[\\w@$#]*$',
  '[a-z][\\w+.-]*:\\/\\/[^\\s"\'`]*$',
  '([\\w.-]+)["\']?\\s*[:=]\\s*["\']?$',
  // Begins once a line, so that a text is read twice at most.
  '^[ \\t]*import[^\\n]*\\bos\\b',
  // The last 400 characters before a call; the first 300 after it.
  '\\$\\([^)]*$|`[^`]*$|^\\s{0,200}#',
  '\\s(?:\\/\\/|#)\\s.*$',
]);

/** `{100,4096}` → `{4,5}`: the same shape, small enough to be judged. */
function scaleDown(source: string): string {
  return source.replace(/\{(\d+)(,?)(\d*)\}/g, (_all, low: string, comma: string, high: string) => {
    const min = Math.min(Number(low), KEPT);
    if (comma === '') return `{${min}}`;
    if (high === '') return `{${min},}`;
    return `{${min},${min + Math.min(Number(high) - Number(low), 1)}}`;
  });
}

/** The regular expressions that a source holds as literals. */
function literalsOf(text: string): readonly { source: string; flags: string }[] {
  const code = text.replace(/^\s*(?:\/\/|\/?\*).*$/gm, '');
  const literal =
    /(?<=[=(,:?[!&|]\s*|return |=> )\/((?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])*)\/([dgimsuvy]*)/g;
  return [...code.matchAll(literal)].map(([, source = '', flags = '']) => ({ source, flags }));
}

const PROOFS = 'test/engine/redos-proofs.txt';
const listed = new Set(existsSync(PROOFS) ? readFileSync(PROOFS, 'utf8').split('\n') : []);
const proven = new Set<string>();
const { version } = createRequire(import.meta.url)('recheck/package.json') as { readonly version: string };

function verdictOf(source: string, flags: string): string {
  const proof = createHash('sha256').update(`${version}\0${source}\0${flags}`).digest('hex').slice(0, 12);
  const verdict = listed.has(proof) && !proof.startsWith('0') ? 'safe' : check(source, flags);
  if (verdict === 'safe') proven.add(proof);
  return verdict;
}

afterAll(() => {
  if (process.env['CI'] === undefined)
    writeFileSync(PROOFS, `${[...new Set([...listed, ...proven])].filter(Boolean).sort().join('\n')}\n`);
});

function check(source: string, flags: string): string {
  const judge = (checker: 'automaton' | 'fuzz'): string =>
    checkSync(scaleDown(source), flags.replace(/[dvy]/g, ''), { timeout: 30_000, checker }).status;
  const status = judge('automaton');
  // The prover knows no assertions; then it is attacked instead.
  return status === 'unknown' ? judge('fuzz') : status;
}

describe('patterns', () => {
  test('of credential kinds', { timeout: 600_000 }, () => {
    const shapes = new Map<string, string>();
    for (const kind of catalogue) {
      for (const structure of typeof kind.structure === 'string' ? [kind.structure] : kind.structure) {
        const parts = parseStructure(structure);
        // Which letters a literal has does not matter to the proof, only its first, where a run before it ends.
        const key = scaleDown(patternOf(parts) + rightBoundaryOf(parts)).replace(/(?<![\\{[\w-])[\w\\-]{4,}/, 'word');
        if (!shapes.has(key)) shapes.set(key, kind.id);
      }
    }
    const unsafe = [...shapes]
      .filter(([source]) => verdictOf(source, 'y') !== 'safe')
      .map(([source, id]) => `${id} ${source}`);
    expect(unsafe).toEqual([]);
  });

  test.each(FOLDERS)('in src/%s', { timeout: 600_000 }, (folder) => {
    const seen = new Set<string>();
    const unsafe: string[] = [];
    for (const file of readdirSync(`src/${folder}`, { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.ts')) continue;
      for (const { source, flags } of literalsOf(readFileSync(`src/${folder}/${file}`, 'utf8'))) {
        if (seen.has(source) || BOUNDED.has(source)) continue;
        seen.add(source);
        const verdict = verdictOf(source, flags);
        if (verdict !== 'safe') unsafe.push(`${file}: ${verdict} /${source}/${flags}`);
      }
    }
    expect(unsafe).toEqual([]);
    expect(seen.size).toBeGreaterThan(0);
  });
});
