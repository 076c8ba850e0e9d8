// A commit in a repository without a config must not pay for reading configs.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { temporaryFolder } from '../support/repository.ts';

const loaded = vi.hoisted(() => new Set<string>());
vi.mock('../../src/config/resolve.ts', async (original) => {
  loaded.add('resolve');
  return original();
});

test('nothing is loaded before there is a config', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'package.json'), '{ "devDependencies": { "hushkey": "1" } }');
  const ruleIds = vi.fn(async () => []);
  expect(await loadConfig({ cwd: folder, root: folder, ruleIds })).toMatchObject({ path: undefined, folder });
  expect(loaded).toEqual(new Set());
  expect(ruleIds).not.toHaveBeenCalled();

  writeFileSync(join(folder, 'hushkey.config.json'), '{ "ignore": ["dist"] }');
  expect((await loadConfig({ cwd: folder, root: folder, ruleIds })).config.ignore).toEqual(['dist']);
  expect(loaded).toEqual(new Set(['resolve']));
});
