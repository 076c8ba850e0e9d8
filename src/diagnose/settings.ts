// Whether config, baseline and environment let the gates work, and which agents ask first.
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadConfig } from '../config/load.ts';
import { UserError } from '../errors.ts';
import { agentStates } from '../install/agents.ts';
import { readText } from '../install/files.ts';
import type { Place } from '../install/git-config.ts';
import { findProject } from '../install/project.ts';
import { currentDay, loadBaseline } from '../suppress/baseline.ts';
import { type Check, isCi, type Surroundings } from './check.ts';

export async function checkSettings(
  place: Place,
  around: Surroundings,
  ruleIds: () => Promise<Iterable<string>>,
): Promise<readonly Check[]> {
  const cwd = findProject(place, around.cwd)?.folder ?? place.root;
  let baselinePath = join(place.root, 'hushkey-baseline.json');
  const checks: Check[] = [];
  try {
    const { config, path, folder } = await loadConfig({ cwd, root: place.root, ruleIds });
    if (config.baseline !== undefined) baselinePath = join(folder, config.baseline);
    const message = path === undefined ? 'no config: all rules at their own levels' : `${path} is valid`;
    checks.push({ id: 'config', group: 'settings', state: 'ok', message });
  } catch (error) {
    checks.push(broken('config', error));
  }
  return [...checks, ...checkBaseline(place, baselinePath)];
}

function broken(id: string, error: unknown): Check {
  if (!(error instanceof UserError)) throw error;
  return {
    id,
    group: 'settings',
    state: 'broken',
    message: error.message,
    ...(error.hint === undefined ? {} : { fix: error.hint }),
  };
}

function checkBaseline({ root }: Place, path: string): readonly Check[] {
  if (!existsSync(path)) return [];
  try {
    const { entries } = loadBaseline(path);
    const today = currentDay();
    const expired = entries.filter(({ expires }) => expires !== undefined && expires < today);
    const gone = entries.filter((entry) => !expired.includes(entry) && !existsSync(join(root, entry.path)));
    const notes = [
      ...(expired.length === 0 ? [] : [`${expired.length} expired, so they count again: ${names(expired)}`]),
      ...(gone.length === 0 ? [] : [`${gone.length} for files that are gone: ${names(gone)}`]),
    ];
    return [
      { id: 'baseline', group: 'settings', state: 'ok', message: `the baseline is valid: ${entries.length} accepted` },
      ...notes.map(
        (message): Check => ({
          id: 'baseline-entries',
          group: 'settings',
          state: 'note',
          message: `baseline: ${message}`,
        }),
      ),
    ];
  } catch (error) {
    return [broken('baseline', error)];
  }
}

function names(entries: readonly { readonly path: string }[]): string {
  const paths = [...new Set(entries.map(({ path }) => path))];
  return paths.length > 3 ? `${paths.slice(0, 3).join(', ')} …` : paths.join(', ');
}

export function checkEnvironment({ env }: Surroundings): readonly Check[] {
  const off = ['HUSHKEY', 'HUSKY'].filter((name) => env[name] === '0');
  const checks = off.map((name): Check => {
    const check = { id: `${name.toLowerCase()}-off`, group: 'environment' } as const;
    if (isCi(env)) return { ...check, state: 'note', message: `${name}=0 is set, as is usual in CI` };
    return {
      ...check,
      state: 'broken',
      message: `${name}=0 is set in this environment: every hook steps aside`,
      fix: `unset ${name}`,
    };
  });
  const init = join(env['XDG_CONFIG_HOME'] ?? join(env['HOME'] ?? homedir(), '.config'), 'husky', 'init.sh');
  if (/^[ \t]{0,40}(?:export[ \t]{1,9})?HUSKY=["']?0/m.test(readText(init) ?? '')) {
    // The dispatcher scans before it reads that file; husky's own stub reads it first.
    checks.push({
      id: 'husky-init',
      group: 'environment',
      state: 'note',
      message: `${init} sets HUSKY=0: where only husky is armed, nothing scans`,
    });
  }
  const variables = Object.keys(env).filter((name) => /^GIT_CONFIG_(?:COUNT|PARAMETERS)$/.test(name));
  if (variables.length > 0) {
    checks.push({
      id: 'git-config-variables',
      group: 'environment',
      state: 'note',
      message: `${variables.join(', ')} set: they come before all config`,
    });
  }
  if (checks.length > 0) return checks;
  return [{ id: 'switches', group: 'environment', state: 'ok', message: 'no variable turns the hooks off' }];
}

export function checkAgents({ root }: Place): readonly Check[] {
  return agentStates(root).map(({ name, file, state }): Check => {
    const check = { id: `agent-${dirname(file).slice(1)}`, group: 'agents' } as const;
    if (state === 'wired') return { ...check, state: 'ok', message: `${name} asks before each call (${file})` };
    if (state === 'partial') {
      return {
        ...check,
        state: 'broken',
        message: `${file}: a part of the hooks for ${name} is missing`,
        fix: 'npx hushkey init --agents',
      };
    }
    return { ...check, state: 'note', message: `${name} is not held back`, fix: 'npx hushkey init --agents' };
  });
}
