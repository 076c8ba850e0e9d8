// Writes docs/rules and the README's list of rules anew; a test fails where they are stale.
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
  const { RULES_FOLDER, rulePages, withRuleList } = await import(pathToFileURL(join(folder, 'docs-pages.mjs')).href);
  const pages = rulePages();
  rmSync(RULES_FOLDER, { recursive: true, force: true });
  for (const [path, text] of pages) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  writeFileSync('README.md', withRuleList(readFileSync('README.md', 'utf8')));
  console.log(`${pages.size} pages in ${RULES_FOLDER}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
