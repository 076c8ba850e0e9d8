// Made-up reports for the tests of this folder.
import { createRandom } from '../../src/credentials/fake.ts';
import { Secret } from '../../src/engine/secret.ts';
import type { Finding, Report } from '../../src/finding.ts';
import { makeFrame } from '../../src/report/frame.ts';
import { composeHelp } from '../../src/report/help.ts';
import { indexLines } from '../../src/text/position.ts';

const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** A made-up key: a fixed prefix and letters drawn by seed. */
export function makeKey(seed: number, prefix = 'fake-key-', length = 40): string {
  const random = createRandom(seed);
  const letters = Array.from({ length }, () => ALPHABET.charAt(Math.floor(random() * ALPHABET.length)));
  return prefix + letters.join('');
}

export interface FindingOptions extends Partial<Finding> {
  readonly text?: string;
  readonly value?: string;
  readonly prefix?: string;
}

let count = 0;

/** A finding of a hardcoded key; `text` holds `value`. */
export function makeFinding(options: FindingOptions = {}): Finding {
  count += 1;
  const { value = makeKey(1), prefix = 'fake-key-', ...over } = options;
  const { text = `const a = 1;\nconst key = '${value}';\nuse(key);\n`, ...fields } = over;
  const lines = indexLines(text);
  const start = text.indexOf(value);
  const end = start + value.length;
  const region = lines.region(start, end);
  const secret = new Secret(value, prefix);
  const id = count.toString(16).padStart(12, '0');
  return {
    id,
    ruleId: 'fake-key',
    category: 'hardcoded-key',
    level: 'error',
    message: 'Fake API key',
    path: 'src/client.ts',
    region,
    start,
    end,
    secret,
    fingerprint: `v1:${id.padEnd(32, '0')}`,
    commit: null,
    suppressed: null,
    fix: {
      title: 'Read it from the environment',
      safe: false,
      recipe: ["- key = 'fake-key-…'", '+ key = process.env.KEY'],
    },
    help: composeHelp({ why: 'Anyone can use it.', fix: 'Read it from KEY.', revoke: 'example.com/keys' }),
    frame: makeFrame(lines, region, [{ start, end, mask: secret.mask }]),
    ...fields,
  };
}

/** A finding about code, which holds no secret. */
export function makeUsageFinding(options: Partial<Finding> = {}): Finding {
  const { secret: _, ...finding } = makeFinding({ value: 'Bearer', text: "call({\n  Authorization: 'Bearer'\n});" });
  return {
    ...finding,
    ruleId: 'fake-bearer',
    category: 'bearer-misuse',
    message: 'A key is sent as a Bearer token',
    ...options,
  };
}

export function makeReport(options: Partial<Report> = {}): Report {
  return {
    source: 'index',
    scanned: { files: 3, bytes: 12_345, commits: 0, skipped: [] },
    findings: [],
    errors: [],
    remarks: [],
    durationMs: 41,
    ...options,
  };
}
