// Findings that are one thing to a reader: the same credential in several places, shown once with a list of places.
import { fingerprintOf } from '../engine/fingerprint.ts';
import type { Finding, Level } from '../finding.ts';
import { groupBy } from '../text/group-by.ts';

export interface Group {
  readonly first: Finding;
  /** The other places, in the report's order. */
  readonly others: readonly Finding[];
}

const ORDER: Readonly<Record<Level, number>> = { error: 0, warning: 1, note: 2 };

/** Groups findings; what blocks comes first, else the order stays. */
export function groupFindings(findings: readonly Finding[]): readonly Group[] {
  const groups = groupBy(findings, (finding) => `${finding.level} ${finding.ruleId} ${sameness(finding)}`);
  return [...groups.values()]
    .flatMap(([first, ...others]) => (first === undefined ? [] : [{ first, others }]))
    .sort((a, b) => ORDER[a.first.level] - ORDER[b.first.level]);
}

/** A name of the credential that is the same wherever it stands, and that tells no more of it than a fingerprint does. */
export function credentialOf({ secret }: Finding): string | undefined {
  return secret === undefined ? undefined : fingerprintOf('', '', secret.reveal(), true).slice('v1:'.length);
}

/** By the credential itself: masks can be alike, since four characters of many kinds end in a fixed `AA`. */
function sameness({ secret, fingerprint }: Finding): string {
  return secret?.reveal() ?? fingerprint;
}
