// A file, scanned once for all usage rules: its units with their requests, and where the code runs.
import type { RuleInput } from '../rule.ts';
import { unitsOf } from './languages.ts';
import { lazy } from './lazy.ts';
import { findRequests, type Requests } from './requests.ts';
import { decideSide, type Side } from './side.ts';
import { createSource, type Source } from './source.ts';
import type { Unit } from './syntax.ts';

export interface Analysis {
  readonly units: readonly AnalysedUnit[];
  readonly side: () => Side;
}

export interface AnalysedUnit {
  readonly unit: Unit;
  readonly source: Source;
  readonly requests: () => Requests;
}

/** The last file: the rules that share a keyword ask for the same one in a row. Holds no more than one text. */
let latest: { readonly input: RuleInput; readonly analysis: Analysis } | undefined;

export function analyse(input: RuleInput): Analysis {
  if (latest !== undefined && isSame(latest.input, input)) return latest.analysis;
  const analysis = createAnalysis(input);
  latest = { input, analysis };
  return analysis;
}

/** What stands round a file is part of what is asked. */
function isSame(a: RuleInput, b: RuleInput): boolean {
  return a.path === b.path && a.text === b.text && a.side === b.side && a.nearest === b.nearest;
}

function createAnalysis(input: RuleInput): Analysis {
  const { path, text } = input;
  const units = unitsOf(path, text).map((unit): AnalysedUnit => {
    const source = createSource(path, unit.text ?? text, unit.syntax, unit.start, unit.end);
    return {
      unit,
      source,
      requests: lazy(() => (unit.text === undefined ? findRequests(source) : withoutRewrites(findRequests(source)))),
    };
  });
  return {
    units,
    side: lazy(() =>
      decideSide(
        input,
        units.map((unit) => unit.source),
      ),
    ),
  };
}

/** What replaces text there would have to hide its quotes again. */
function withoutRewrites(requests: Requests): Requests {
  return { ...requests, headers: requests.headers.map(({ rewrite: _rewrite, ...header }) => header) };
}
