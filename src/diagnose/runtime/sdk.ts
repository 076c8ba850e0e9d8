// Which SDKs programs of this folder would load, and whether they are what the project asks for.
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readBytes } from '../../install/files.ts';
import type { Check } from '../check.ts';
import { satisfies } from '../range.ts';
import type { Machine } from './machine.ts';

export interface Sdk {
  readonly name: string;
  readonly version: string;
}

const NPM_NAME = '@anthropic-ai/sdk';
/** Both SDKs had the Messages API outside of beta by then (unsure to a release or two). */
const OLDEST_MINOR = 20;

export function findSdks({ cwd, env }: Machine): readonly Sdk[] {
  return [...npmSdk(cwd), ...pythonSdk(cwd, env)];
}

export function checkSdks(machine: Machine): readonly Check[] {
  const check = { id: 'sdk', group: 'runtime' } as const;
  const found = findSdks(machine);
  if (found.length === 0)
    return [{ ...check, state: 'note', message: 'no SDK in node_modules or a virtual environment here' }];
  const declared = declaredRange(machine.cwd);
  return found.map(({ name, version }): Check => {
    const isNpm = name === NPM_NAME;
    if (isNpm && declared !== undefined && !satisfies(version, declared)) {
      const message = `${name} ${version} is installed, package.json asks for ${declared}`;
      return { ...check, state: 'broken', message, fix: 'npm install' };
    }
    const [major = 0, minor = 0] = version.split('.').map(Number);
    if (major === 0 && minor < OLDEST_MINOR) {
      const message = `${name} ${version} may be older than the Messages API`;
      return {
        ...check,
        state: 'note',
        message,
        fix: isNpm ? `npm install ${name}@latest` : 'pip install -U anthropic',
      };
    }
    return { ...check, state: 'ok', message: `${name} ${version}` };
  });
}

function npmSdk(cwd: string): readonly Sdk[] {
  for (let folder = cwd; ; folder = dirname(folder)) {
    const version = versionIn(join(folder, 'node_modules', NPM_NAME, 'package.json'));
    if (version !== undefined) return [{ name: NPM_NAME, version }];
    if (folder === dirname(folder)) return [];
  }
}

function versionIn(path: string): string | undefined {
  return /"version"\s{0,9}:\s{0,9}"(\d[\w.+-]{0,40})"/.exec(readBytes(path)?.toString('utf8') ?? '')?.[1];
}

function declaredRange(cwd: string): string | undefined {
  const text = readBytes(join(cwd, 'package.json'))?.toString('utf8') ?? '';
  return /"@anthropic-ai\/sdk"\s{0,9}:\s{0,9}"([^"]{1,60})"/.exec(text)?.[1];
}

function pythonSdk(cwd: string, env: NodeJS.ProcessEnv): readonly Sdk[] {
  const roots = [env['VIRTUAL_ENV'], join(cwd, '.venv'), join(cwd, 'venv')].filter(
    (root) => root !== undefined && root !== '',
  );
  for (const root of roots) {
    const libraries = [
      ...list(join(root ?? '', 'lib')).map((name) => join(root ?? '', 'lib', name, 'site-packages')),
      join(root ?? '', 'Lib', 'site-packages'),
    ];
    for (const name of libraries.flatMap(list)) {
      const [, version] = /^anthropic-(\d[\w.]{0,30})\.dist-info$/.exec(name) ?? [];
      if (version !== undefined) return [{ name: 'anthropic (Python)', version }];
    }
  }
  return [];
}

function list(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}
