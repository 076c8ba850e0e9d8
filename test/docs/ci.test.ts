// What the recipes tell people to run is what the command line takes, and what they set is what `ci` asks for.
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseArgs } from '../../src/cli/args.ts';
import { CI_SYSTEMS } from '../../src/cli/ci-systems.ts';
import { run, temporaryFolder } from '../support/repository.ts';

const recipes = readFileSync('docs/ci.md', 'utf8');
const template = readFileSync('templates/gitlab-ci.yml', 'utf8');
const action = readFileSync('action.yml', 'utf8');

/** `npx hushkey …` up to the end of the line, a quote or a pipe. */
const commands = [...`${recipes}\n${template}`.matchAll(/npx (?:--yes )?hushkey(?:@[\d.]+)?(?= )([^\n'`|;]*)/g)].map(
  ([, words = '']) => words.trim(),
);

test('every command is one', () => {
  expect(commands.length).toBeGreaterThan(10);
  for (const command of commands) expect(() => parseArgs(command.split(/\s+/))).not.toThrow();
});

test.each(['GitHub Actions', 'GitLab CI', 'Bitbucket Pipelines', 'Azure Pipelines', 'CircleCI'])(
  'the recipe for %s brings the history that ci needs',
  (name) => {
    const remedy = CI_SYSTEMS.find((system) => system.name === name)?.remedy ?? '';
    const setting = remedy.split('\n').at(-1)?.trim() ?? 'a setting';
    expect(recipes).toContain(setting);
  },
);

test('the template is the recipe’s job', () => {
  for (const line of template.split('\n').filter((text) => /GIT_DEPTH|secret_detection|- if: \$/.test(text))) {
    expect(recipes).toContain(line.trim());
  }
});

describe('the action', () => {
  const [, script = ''] = /^ {6}run: (.*)$/m.exec(action) ?? [];

  function call(env: Record<string, string>): string {
    const folder = temporaryFolder();
    const npx = join(folder, 'npx');
    writeFileSync(npx, '#!/bin/sh\nfor word in "$@"; do printf "[%s]" "$word"; done\n');
    chmodSync(npx, 0o755);
    return run('bash', ['-c', script], { env: { PATH: `${folder}:${process.env['PATH']}`, ...env } }).stdout;
  }

  test('runs the asked version with the asked flags', () => {
    const env = { HUSHKEY_VERSION: '0.1', HUSHKEY_ARGS: '--level warning' };
    expect(call(env)).toBe('[--yes][hushkey@0.1][ci][--level][warning]');
    expect(call({ ...env, HUSHKEY_ARGS: '' })).toBe('[--yes][hushkey@0.1][ci]');
  });

  test('runs nothing that is in an input', () => {
    expect(script).not.toContain('${{');
    const env = { HUSHKEY_VERSION: '0.1"; touch /x; "', HUSHKEY_ARGS: '$(echo bad) `echo bad`; echo bad' };
    expect(call(env)).toContain('[$(echo][bad)][`echo][bad`;][echo][bad]');
  });
});
