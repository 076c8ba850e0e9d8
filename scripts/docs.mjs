// Writes anew what is generated: docs/rules, the README's list of rules and comparison, and what commands print on all
// pages. Tests fail where it is stale.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

const folder = mkdtempSync(join(tmpdir(), 'hushkey-docs-'));
try {
  // Node 20 does not read TypeScript.
  const build = await rolldown({
    input: 'scripts/docs-pages.ts',
    platform: 'node',
    external: (id) => id.startsWith('node:'),
    transform: { target: 'node20.19' },
  });
  await build.write({ file: join(folder, 'docs-pages.mjs'), format: 'es' });
  await build.close();
  const { RULES_FOLDER, rulePages, withComparison, withRuleList } = await import(
    pathToFileURL(join(folder, 'docs-pages.mjs')).href
  );
  const pages = rulePages();
  rmSync(RULES_FOLDER, { recursive: true, force: true });
  for (const [path, text] of pages) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  const read = (path) => readFileSync(path, 'utf8');
  writeFileSync(
    'README.md',
    withComparison(withRuleList(read('README.md')), read('docs/accuracy.md'), read('bench/RESULTS.md')),
  );
  console.log(`${pages.size} pages in ${RULES_FOLDER}`);
  // What the tool prints on the other pages, and the picture.
  const args = ['run', '--project', 'packed', 'test/packed/docs.test.ts'];
  const { status } = spawnSync(join('node_modules', '.bin', 'vitest'), args, {
    stdio: 'inherit',
    env: { ...process.env, UPDATE: '1' },
  });
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
