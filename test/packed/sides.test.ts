// Where code runs, as far as the file does not say it: what the config says, and package.json or manifest.json beside it.
import { describe, expect, test } from 'vitest';
import { createRepository, type TestRepository } from '../support/repository.ts';

/** Nothing in it tells a browser from a server. */
const CALL = `export const ask = (body) =>
  fetch('https://api.anthropic.com/v1/messages', {
    method: 'POST',
    headers: { 'x-api-key': process.env.ANTHROPIC_API_KEY, 'anthropic-version': '2023-06-01' },
    body,
  });
`;

function found(repository: TestRepository, args: readonly string[] = []): readonly string[] {
  const { stdout, status } = repository.hushkey(['scan', '--format', 'json', ...args]);
  const { findings } = JSON.parse(stdout) as { findings: { ruleId: string; path: string }[] };
  expect(status).toBe(findings.length > 0 ? 1 : 0);
  return findings.map(({ ruleId, path }) => `${ruleId} ${path}`);
}

function withCall(files: Readonly<Record<string, string>>): TestRepository {
  const repository = createRepository();
  for (const [path, text] of Object.entries(files)) repository.write(path, text);
  repository.git('add', '-A');
  return repository;
}

const SPA = '{ "dependencies": { "react-dom": "19.0.0" }, "devDependencies": { "vite": "7.0.0" } }\n';

describe('the config', () => {
  test('clientPaths and serverPaths decide before the path does', () => {
    const repository = withCall({
      'hushkey.config.json': '{ "clientPaths": ["web/**", "shared/server"], "serverPaths": ["web/edge/**"] }\n',
      'web/ask.js': CALL,
      'web/edge/ask.js': CALL,
      'shared/server/ask.js': CALL,
      'lib/ask.js': CALL,
    });
    const expected = ['client-side-key shared/server/ask.js', 'client-side-key web/ask.js'];
    expect(found(repository)).toEqual(expected);
    expect(found(repository, ['--staged'])).toEqual(expected);
  });

  test('a marker in the file wins over both', () => {
    const repository = withCall({
      'hushkey.config.json': '{ "clientPaths": ["web/**"], "serverPaths": ["api/**"] }\n',
      'web/ask.js': `import 'server-only';\n${CALL}`,
      'api/ask.js': `'use client';\n${CALL}`,
    });
    expect(found(repository)).toEqual(['client-side-key api/ask.js']);
  });
});

describe('the nearest file that says what a project is', () => {
  test('package.json of an app without a server', () => {
    const repository = withCall({
      'app/package.json': SPA,
      'app/src/lib/ask.js': CALL,
      'service/package.json': '{ "dependencies": { "express": "5.0.0" } }\n',
      'service/src/lib/ask.js': CALL,
    });
    expect(found(repository)).toEqual(['client-side-key app/src/lib/ask.js']);
    expect(found(repository, ['--staged'])).toEqual(['client-side-key app/src/lib/ask.js']);
    repository.git('commit', '-q', '--no-verify', '-m', 'one');
    expect(found(repository, ['--history'])).toEqual(['client-side-key app/src/lib/ask.js']);
  });

  test('the index decides about a commit, not the work tree', () => {
    const repository = withCall({ 'package.json': SPA, 'src/lib/ask.js': CALL });
    repository.write('package.json', '{ "dependencies": { "next": "16.0.0" } }\n');
    expect(found(repository, ['--staged'])).toEqual(['client-side-key src/lib/ask.js']);
    expect(found(repository)).toEqual([]);
  });

  test('manifest.json of an extension', () => {
    const repository = withCall({
      'ext/manifest.json': '{ "manifest_version": 3, "background": { "service_worker": "scripts/worker.js" } }\n',
      'ext/scripts/worker.js': CALL,
      'web/manifest.json': '{ "name": "an app of the web", "icons": [] }\n',
      'web/ask.js': CALL,
    });
    expect(found(repository)).toEqual(['client-side-key ext/scripts/worker.js']);
  });
});
