// `hushkey config print`: what a scan here would run with, and who said so.
import { relative } from 'node:path';
import { explainConfig, type Origin, type Setting } from '../config/explain.ts';
import { suggestion } from '../config/suggest.ts';
import { maskCredentials } from '../engine/mask.ts';
import { UserError } from '../errors.ts';
import { findRepository } from '../git/repository.ts';
import { EXIT, type ExitCode } from '../outcome.ts';
import type { Io } from '../process.ts';
import { harmless } from '../report/terminal-text.ts';
import { echo } from '../text/printable.ts';
import type { Invocation } from './args.ts';
import { loadBuiltinIds } from './builtin.ts';
import { loadSettings, MAX_USAGE_BYTES } from './settings.ts';

type ConfigInvocation = Extract<Invocation, { command: 'config' }>;

/** @throws UserError for a config that cannot be used. */
export async function runConfig({ flags, positionals }: ConfigInvocation, io: Io): Promise<ExitCode> {
  const [action = ''] = positionals;
  if (action !== 'print') {
    throw new UserError('bad-arguments', `config: unexpected argument${echo(action)}`, {
      hint: suggestion(action, ['print'], 'hushkey config print'),
    });
  }
  const { format = 'pretty' } = flags;
  // The way of a scan, so that what a scan would refuse is refused here.
  const { configPath, baselinePath, ruleset, detect } = await loadSettings({
    cwd: io.cwd,
    root: findRepository(io.cwd)?.root,
    configFile: flags.config,
    baselineFile: flags.baseline,
    suppressions: false,
  });
  const fromFiles = await explainConfig(
    configPath,
    { cwd: io.cwd, ruleIds: await loadBuiltinIds() },
    { baseline: nameOf(baselinePath, io), maxBytes: MAX_USAGE_BYTES },
  );
  const settings = fromFiles.map((setting) => override(setting, flags));
  const file = configPath === undefined ? null : nameOf(configPath, io);
  const text = format === 'json' ? toJson(file, settings) : toText(file, settings);
  // A key that went astray into a config is still a key.
  io.out(await maskCredentials(text, ruleset, detect));
  return EXIT.clean;
}

function override(setting: Setting, flags: ConfigInvocation['flags']): Setting {
  const flag = setting.key === 'maxBytes' ? 'max-bytes' : 'baseline';
  const value = flags[flag];
  const isMeant = value !== undefined && (setting.key === 'maxBytes' || setting.key === 'baseline');
  return isMeant ? { ...setting, value, origin: { type: 'flag', flag: `--${flag}` } } : setting;
}

function nameOf(path: string, { cwd }: Io): string {
  return relative(cwd, path).replaceAll('\\', '/');
}

function toText(file: string | null, settings: readonly Setting[]): string {
  const lines = settings.map(({ key, value, origin }) =>
    harmless(`${key}: ${shown(key, value)}  (${origins(origin)})`),
  );
  return `${file === null ? 'no config: all is as by default' : `config: ${harmless(file)}`}\n\n${lines.join('\n')}\n`;
}

/** Of a rule of one's own the id is enough. */
function shown(key: string, value: unknown): string {
  const isRule = key.startsWith('customRules[') && typeof value === 'object' && value !== null && 'id' in value;
  return JSON.stringify(isRule ? value.id : value);
}

function origins(origin: Origin): string {
  if (origin.type === 'file') return `${origin.file}: ${origin.key}`;
  return origin.type === 'flag' ? origin.flag : 'default';
}

function toJson(file: string | null, settings: readonly Setting[]): string {
  const config: Record<string, unknown> = {};
  for (const { key, value } of settings) {
    const [, name = key, rest] = /^(\w+)(?:\[\d+\]|\.(.+))$/.exec(key) ?? [];
    if (name === key) config[name] = value;
    else if (rest === undefined) config[name] = [...((config[name] as unknown[] | undefined) ?? []), value];
    else config[name] = { ...(config[name] as object | undefined), [rest]: value };
  }
  const from = Object.fromEntries(settings.map(({ key, origin }) => [key, origin]));
  return `${JSON.stringify({ version: 1, file, config, origins: from }, null, 2)}\n`;
}
