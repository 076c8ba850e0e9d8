// What `import … from 'hushkey'` gives to a project that has installed the package.
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { fakeOf } from '../support/fakes.ts';
import { run, temporaryFolder } from '../support/repository.ts';

const KEY = fakeOf('anthropic-api-key', 1);

function project(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(join(inject('installed'), 'node_modules', 'hushkey'), join(folder, 'node_modules', 'hushkey'));
  writeFileSync(join(folder, 'package.json'), '{ "name": "user", "private": true, "type": "module" }\n');
  for (const [path, content] of Object.entries(files)) writeFileSync(join(folder, path), content);
  return folder;
}

describe('library', () => {
  test('scan gives the report; a secret prints masked by every road', () => {
    const cwd = project({
      'main.mjs': `import { inspect } from 'node:util';
import { defineRule, scan, UserError } from 'hushkey';
const report = await scan({ text: { path: 'a.js', content: process.env.CONTENT } });
const [finding] = report.findings;
const roads = [String(finding.secret), JSON.stringify(report), inspect(report, { depth: 9, showHidden: true })];
const files = await scan({ paths: ['key.txt'] });
let code = '';
try {
  await scan({ config: 'nowhere.json' });
} catch (error) {
  if (error instanceof UserError) code = error.code;
}
const categories = await scan({ categories: ['nonsense'] }).catch((error) => error.code);
console.log(JSON.stringify({ source: report.source, ruleId: finding.ruleId, files: files.findings.map((one) => one.path), code, categories, defineRule: typeof defineRule, roads }));
`,
      'key.txt': `${KEY}\n`,
    });
    const result = run(process.execPath, ['main.mjs'], { cwd, env: { CONTENT: `const key = '${KEY}';\n` } });
    expect(result).toMatchObject({ status: 0, stderr: '' });
    expect(result.stdout).not.toContain(KEY.slice(14, 24));
    expect(result.stdout).not.toContain(KEY.slice(40, 50));
    expect(JSON.parse(result.stdout)).toMatchObject({
      source: 'stdin',
      ruleId: 'anthropic-api-key',
      files: ['key.txt'],
      code: 'config-unreadable',
      categories: 'unknown-category',
      defineRule: 'function',
    });
  });

  test('the types resolve under nodenext, without skipLibCheck and without types of Node', () => {
    const cwd = project({
      'tsconfig.json': JSON.stringify({
        compilerOptions: {
          module: 'nodenext',
          target: 'es2023',
          lib: ['es2023'],
          types: [],
          strict: true,
          exactOptionalPropertyTypes: true,
          skipLibCheck: false,
          noEmit: true,
        },
        files: ['main.ts'],
      }),
      'main.ts': `import { defineRule, type Finding, type Report, scan, UserError } from 'hushkey';
export const rule = defineRule({
  id: 'acme-token',
  category: 'hardcoded-key',
  level: 'error',
  summary: 'A token of the Acme service',
  why: 'Whoever reads it can use the service.',
  fix: 'Read it from the environment.',
  references: [],
  keywords: ['acme_'],
  find: ({ text }) => [{ start: 0, end: text.length }],
  examples: { invalid: [{ text: 'acme_1' }, { text: 'acme_2' }], valid: [{ text: 'a' }, { text: 'b' }] },
});
export async function count(): Promise<number> {
  const report: Report = await scan({ cwd: '.', paths: ['src'], rules: ['acme-token'] });
  const masks: readonly (string | undefined)[] = report.findings.map((finding: Finding) => finding.secret?.mask);
  return masks.length;
}
export const isExpected = (error: unknown): boolean => error instanceof UserError && error.code === 'x';
// @ts-expect-error: there is no such option
scan({ nonsense: true });
`,
    });
    const result = run(process.execPath, [join(process.cwd(), 'node_modules', 'typescript', 'bin', 'tsc'), '-p', '.'], {
      cwd,
    });
    expect(result.stdout + result.stderr).toBe('');
    expect(result.status).toBe(0);
  });

  test('the JSON Schema is where the exports say', () => {
    const cwd = project({
      'main.mjs': "console.log(import.meta.resolve('hushkey/schema/hushkey.config.schema.json'));\n",
    });
    const result = run(process.execPath, ['main.mjs'], { cwd });
    expect(JSON.parse(readFileSync(new URL(result.stdout.trim()), 'utf8'))).toHaveProperty('properties.customRules');
  });
});
