// A finding as it stands in Redis: what a report says of it and nothing that the file holds. The credential is its mask
// and a fingerprint, the lines round it are left out.
import { Secret } from '../engine/secret.ts';
import type { Category, Finding, Fix, Level, Region, Suppression } from '../finding.ts';
import { credentialOf } from '../report/group.ts';
import { publicFix } from '../report/json.ts';

/** Path and commit are those of whoever asks: one blob may stand in many places. */
export interface StoredFinding {
  readonly ruleId: string;
  readonly category: Category;
  readonly level: Level;
  readonly message: string;
  readonly region: Region;
  readonly start: number;
  readonly end: number;
  readonly mask?: string;
  readonly credential?: string;
  readonly fingerprint: string;
  readonly suppressed: Suppression | null;
  readonly fix?: Fix;
  readonly evidence?: string;
}

export function storeFinding(finding: Finding): StoredFinding {
  const { ruleId, category, level, message, region, start, end, secret, fingerprint, suppressed, evidence } = finding;
  const fix = publicFix(finding);
  const credential = credentialOf(finding);
  return {
    ...{ ruleId, category, level, message, region, start, end, fingerprint, suppressed },
    ...(secret === undefined || credential === undefined ? {} : { mask: secret.mask, credential }),
    ...(fix === undefined ? {} : { fix }),
    ...(evidence === undefined ? {} : { evidence }),
  };
}

/** @param help - of the rule: it is the same for all findings, and need not be stored with each. */
export function readStored(stored: StoredFinding, path: string, help: string): Finding {
  const { mask, credential, ...rest } = stored;
  return {
    ...rest,
    id: stored.fingerprint.slice(3, 15),
    path,
    ...(mask === undefined || credential === undefined
      ? {}
      : // Its name stands for the credential where two are compared.
        { secret: new Secret(credential, '', mask), credential }),
    commit: null,
    help,
    frame: { firstLine: 1, lines: [], line: 1, startColumn: 1, endColumn: 1 },
  };
}
