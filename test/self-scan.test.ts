// The scanner finds nothing in its own repository, whatever the level and with every suppression off: no file of the
// project may hold what looks like a credential, and no rule may take our own examples for misuse.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { builtin } from '../src/builtin-rules.ts';
import { detect } from '../src/engine/detect.ts';
import { createRuleset } from '../src/engine/ruleset.ts';
import { readText } from '../src/text/source-text.ts';

const LIMITS = { maxUsageBytes: 1024 * 1024 };

test('the repository itself is clean', async () => {
  const ruleset = await createRuleset({ builtin: async () => builtin() });
  const rules = await ruleset.load();
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate']);
  const files = listed
    .toString()
    .split('\0')
    .filter((path) => path !== '');
  expect(files.length).toBeGreaterThan(100);
  const found = files.flatMap((path) => {
    let content: Buffer;
    try {
      content = readFileSync(path);
    } catch {
      return []; // Deleted in the work tree, not yet in the index.
    }
    const text = readText(path, content);
    return detect(text, ruleset.hits(text.bytes), rules, LIMITS).detections.map(
      ({ ruleId, level, start }) => `${level} ${ruleId} ${path}:${text.text().slice(0, start).split('\n').length}`,
    );
  });
  expect(found).toEqual([]);
});
