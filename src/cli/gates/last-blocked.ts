// The note that a hook leaves when it stops git, for `hushkey allow --last`: fingerprints, a line each, in the git folder
// of the work tree. Apart from the gates, since a commit that passes has no use for it.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errnoOf, UserError } from '../../errors.ts';
import type { Finding } from '../../finding.ts';
import { LAST_BLOCKED } from '../../install/gates.ts';
import { fails } from '../../outcome.ts';

export function rememberBlocked(gitDir: string, findings: readonly Finding[]): void {
  const blocking = findings.filter((finding) => fails(finding, 'error')).map((finding) => finding.fingerprint);
  if (blocking.length === 0) return;
  try {
    writeFileSync(join(gitDir, LAST_BLOCKED), `${[...new Set(blocking)].join('\n')}\n`);
  } catch {
    // A git folder that cannot be written: the report was printed, with the id of each finding in it.
    return;
  }
}

/** @throws UserError where no hook has stopped anything. */
export function readBlocked(gitDir: string): readonly string[] {
  const path = join(gitDir, LAST_BLOCKED);
  let text = '';
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') {
      throw new UserError('unreadable', `${path} cannot be read (${errnoOf(error) ?? 'unknown error'})`, {
        cause: error,
      });
    }
  }
  const fingerprints = text.split('\n').filter((line) => /^v1:[0-9a-f]{32}$/.test(line));
  if (fingerprints.length > 0) return fingerprints;
  throw new UserError('nothing-blocked', 'no hook has blocked anything in this work tree', {
    hint: 'give the id that was printed: hushkey allow <id> --reason "…"',
  });
}
