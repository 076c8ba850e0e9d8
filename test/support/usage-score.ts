// What the evaluation adds up to: expected findings against reported ones, counted by any grouping of them.
// A finding answers an expectation when category and line agree; the level then decides what it counts as.
import { existsSync } from 'node:fs';
import { LEVELS } from '../../src/finding.ts';
import { answers, createJudge, type Expected, readCases, type UsageCase } from './usage-cases.ts';

export interface Verdict {
  readonly sample: UsageCase;
  /** Expected and reported, whatever the levels. */
  readonly found: readonly Expected[];
  /** Expected and not reported, or expected as an error and reported lower. */
  readonly missed: readonly Expected[];
  /** Reported at level error and expected so. */
  readonly rightErrors: readonly Expected[];
  /** Reported at level error and not expected, or expected lower. */
  readonly falseErrors: readonly Expected[];
  /** Reported at any level and not expected at all. */
  readonly falseFindings: readonly Expected[];
}

/** Shares from 0 to 1; undefined where nothing was reported, or nothing expected. */
export interface Score {
  readonly expected: number;
  readonly missed: number;
  readonly falseErrors: number;
  readonly falseFindings: number;
  readonly precisionAtError: number | undefined;
  readonly precision: number | undefined;
  readonly recall: number | undefined;
}

/** Every case of a folder, judged; none when the folder is not there. */
export async function verdictsOf(folder: string): Promise<readonly Verdict[]> {
  if (!existsSync(folder)) return [];
  const judge = await createJudge();
  return Promise.all(readCases(folder).map(async (sample) => judged(sample, await judge(sample))));
}

export function judged(sample: UsageCase, reported: readonly Expected[]): Verdict {
  const left = [...reported].sort((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level));
  const found: Expected[] = [];
  const missed: Expected[] = [];
  const rightErrors: Expected[] = [];
  const falseErrors: Expected[] = [];
  for (const wanted of sample.expect) {
    const at = left.findIndex((one) => answers(one, wanted));
    const [answer] = at < 0 ? [] : left.splice(at, 1);
    if (answer === undefined) missed.push(wanted);
    else {
      found.push(answer);
      if (wanted.level === 'error') (answer.level === 'error' ? rightErrors : missed).push(wanted);
      else if (answer.level === 'error') falseErrors.push(answer);
    }
  }
  falseErrors.push(...left.filter(({ level }) => level === 'error'));
  return { sample, found, missed, rightErrors, falseErrors, falseFindings: left };
}

/** The score over verdicts, of what `counts` lets through. */
export function scoreOf(verdicts: readonly Verdict[], counts: (one: Expected) => boolean = () => true): Score {
  const sum = (of: (verdict: Verdict) => readonly Expected[]): number =>
    verdicts.reduce((total, verdict) => total + of(verdict).filter(counts).length, 0);
  const share = (good: number, all: number): number | undefined => (all === 0 ? undefined : good / all);
  const expected = sum(({ sample }) => sample.expect);
  const missed = sum((verdict) => verdict.missed);
  const found = sum((verdict) => verdict.found);
  const rightErrors = sum((verdict) => verdict.rightErrors);
  const falseErrors = sum((verdict) => verdict.falseErrors);
  const falseFindings = sum((verdict) => verdict.falseFindings);
  return {
    expected,
    missed,
    falseErrors,
    falseFindings,
    precisionAtError: share(rightErrors, rightErrors + falseErrors),
    precision: share(found, found + falseFindings),
    recall: share(expected - missed, expected),
  };
}

/** One line a miss or false finding, with the case's name. */
export function faultsOf({ sample, missed, falseErrors, falseFindings }: Verdict): readonly string[] {
  const line = (what: string, { category, level, line: at }: Expected): string =>
    `${what}: ${sample.name} (${sample.path}:${at}, ${category} ${level})`;
  const tooHigh = falseErrors.filter((one) => !falseFindings.includes(one));
  return [
    ...missed.map((one) => line('missed', one)),
    ...falseFindings.map((one) => line('false', one)),
    ...tooHigh.map((one) => line('error, should be lower', one)),
  ];
}
