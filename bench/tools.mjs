// The scanners that are compared: where they are, how each is asked, how its findings are counted.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
export const BIN = join(ROOT, 'dist/bin.js');

const count = (text, pattern) => text.match(pattern)?.length ?? 0;

const hushkey = {
  name: 'hushkey',
  file: process.execPath,
  tree: (file, folder) => [file, BIN, 'scan', '--format', 'json', '--no-suppressions', folder],
  history: (file) => [file, BIN, 'scan', '--history', '--format', 'json', '--no-suppressions'],
  found: ({ stdout }) => JSON.parse(stdout).findings.length,
};

/** gitleaks, and betterleaks, which was made of it, are asked alike. */
const leaks = (name) => ({
  name,
  tree: (file, folder, report) => [file, 'dir', '--no-banner', '--exit-code', '0', '-f', 'json', '-r', report, folder],
  history: (file, report) => [file, 'git', '--no-banner', '--exit-code', '0', '-f', 'json', '-r', report, '.'],
  hook: (file) => `exec '${file}' git --pre-commit --staged --no-banner`,
  found: (_run, report) => (JSON.parse(readFileSync(report, 'utf8') || '[]') ?? []).length,
});

const peers = [
  {
    ...leaks('gitleaks'),
    install: (cache) => ['go', 'install', 'github.com/zricethezav/gitleaks/v8@v8.30.0', { GOBIN: join(cache, 'bin') }],
  },
  {
    ...leaks('betterleaks'),
    install: (cache) => ['go', 'install', 'github.com/betterleaks/betterleaks@v1.7.0', { GOBIN: join(cache, 'bin') }],
  },
  {
    name: 'ripsecrets',
    install: (cache) => ['cargo', 'install', '--quiet', '--locked', '--root', cache, 'ripsecrets@0.1.11'],
    tree: (file, folder) => [file, folder],
    hook: (file) => `git diff --cached --name-only -z --diff-filter=d | xargs -0 '${file}'`,
    found: ({ stdout }) => count(stdout, /^.+$/gm),
  },
  {
    name: 'secretlint',
    place: 'npm/node_modules/.bin',
    install: (cache) => [
      'npm',
      ...['install', '--prefix', join(cache, 'npm'), '--no-audit', '--no-fund', '--no-save'],
      ...['secretlint@11', '@secretlint/secretlint-rule-preset-recommend@11'],
    ],
    tree: (file, folder) => [
      file,
      '--format',
      'json',
      '--no-gitignore',
      '--secretlintrcJSON',
      RECOMMENDED,
      `${folder}/**/*`,
    ],
    hook: (file) =>
      `git diff --cached --name-only -z --diff-filter=d | xargs -0 '${file}' --secretlintrcJSON '${RECOMMENDED}'`,
    found: ({ stdout }) => JSON.parse(stdout || '[]').reduce((sum, { messages }) => sum + messages.length, 0),
  },
  {
    name: 'detect-secrets',
    place: 'python/bin',
    before: (cache) => ['python3', '-m', 'venv', join(cache, 'python')],
    install: (cache) => [join(cache, 'python/bin/pip'), 'install', '-q', 'detect-secrets==1.5.0'],
    tree: (file, folder) => [file, 'scan', '--all-files', '--no-verify', folder],
    hook: (file) => `git diff --cached --name-only -z --diff-filter=d | xargs -0 '${file}-hook' --no-verify`,
    found: ({ stdout }) => Object.values(JSON.parse(stdout).results).flat().length,
  },
];
const RECOMMENDED = JSON.stringify({ rules: [{ id: '@secretlint/secretlint-rule-preset-recommend' }] });

/** hushkey and every peer that is in PATH or in the cache, or that can be installed there; why the others are not. */
export function findTools(cache, names = peers.map(({ name }) => name)) {
  const tools = [hushkey];
  const missing = [];
  for (const peer of peers.filter(({ name }) => names.includes(name))) {
    const file = locate(peer, cache) ?? install(peer, cache);
    if (file === undefined) missing.push(peer.name);
    else tools.push({ ...peer, file });
  }
  return { tools, missing };
}

function locate({ name, place = 'bin' }, cache) {
  const folders = [join(cache, place), ...(process.env.PATH ?? '').split(delimiter)];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

function install(peer, cache) {
  mkdirSync(cache, { recursive: true });
  for (const step of [peer.before, peer.install]) {
    if (step === undefined) continue;
    const words = step(cache);
    const env = typeof words.at(-1) === 'object' ? words.pop() : {};
    console.error(`installing ${peer.name}: ${words.join(' ')}`);
    const { status } = spawnSync(words[0], words.slice(1), { stdio: 'inherit', env: { ...process.env, ...env } });
    if (status !== 0) return undefined;
  }
  return locate(peer, cache);
}
