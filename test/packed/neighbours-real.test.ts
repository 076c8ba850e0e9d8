// The other tools that own git hooks, each as its registry has it: installed before us and after us, both hooks run, each
// can stop a commit, and uninstall leaves what the tool had written.
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { fakeOf } from '../support/fakes.ts';
import { createRepository, type Run, run, type TestRepository, temporaryFolder } from '../support/repository.ts';

const KEY = fakeOf('anthropic-api-key', 12);
const THEIRS = 'git grep -q --cached REFUSE && exit 9; echo their hook ran >>"$THEIR_LOG"';

/** A folder with the tools from npm, and the Python one in `py`. */
let tools = '';

beforeAll(() => {
  tools = mkdtempSync(join(tmpdir(), 'hushkey-tools-'));
  writeFileSync(join(tools, 'package.json'), '{ "name": "tools", "private": true }\n');
  const wanted = ['lefthook@2', 'simple-git-hooks@2', 'lint-staged@16', 'husky9@npm:husky@9', 'husky8@npm:husky@8'];
  const flags = ['--ignore-scripts', '--no-fund', '--no-audit', '--prefer-offline'];
  must(run('npm', ['install', ...flags, ...wanted], { cwd: tools }));
  must(run('python3', ['-m', 'venv', join(tools, 'py')]));
  must(run(join(tools, 'py/bin/pip'), ['install', '-q', '--disable-pip-version-check', 'pre-commit==4.*']));
});

afterAll(() => rmSync(tools, { recursive: true, force: true }));

function must(result: Run): Run {
  if (result.status !== 0) throw new Error(result.stderr + result.stdout);
  return result;
}

interface Place extends TestRepository {
  readonly env: NodeJS.ProcessEnv;
  /** What their hook wrote down since the last time. */
  readonly theirRuns: () => number;
}

function created(): Place {
  const repository = createRepository();
  const home = temporaryFolder('hushkey-home-');
  const log = join(home, 'log');
  writeFileSync(log, '');
  // A link would let one tool write into the packages of all.
  mkdirSync(join(repository.root, 'node_modules'));
  for (const from of [join(inject('installed'), 'node_modules'), join(tools, 'node_modules')]) {
    for (const name of readdirSync(from).filter((entry) => !entry.startsWith('.') && entry !== 'husky')) {
      if (!existsSync(join(repository.root, 'node_modules', name)))
        symlinkSync(join(from, name), join(repository.root, 'node_modules', name));
    }
  }
  const bins = join(repository.root, 'node_modules', '.bin');
  cpSync(join(tools, 'node_modules', '.bin'), bins, { recursive: true, verbatimSymlinks: true });
  symlinkSync('../hushkey/dist/bin.js', join(bins, 'hushkey'));
  repository.write('.git/info/exclude', 'node_modules\n');
  repository.write('package.json', '{ "name": "app", "private": true, "devDependencies": { "hushkey": "*" } }\n');
  const env = { THEIR_LOG: log, HOME: home, PATH: `${join(tools, 'py', 'bin')}:${process.env['PATH']}` };
  return {
    ...repository,
    env,
    theirRuns() {
      const runs = readFileSync(log, 'utf8').split('\n').length - 1;
      writeFileSync(log, '');
      return runs;
    },
  };
}

function commit(at: Place, content: string): Run {
  at.write('file.js', content);
  at.git('add', 'file.js');
  return at.tryGit(['commit', '-m', 'x'], { env: at.env });
}

function expectStopped(result: Run): void {
  expect(result.stderr).toContain('file.js:1:');
  expect(result.status).toBe(1);
}

function expectBoth(at: Place): void {
  at.theirRuns();
  const clean = commit(at, `export const n = ${Math.random()};\n`);
  expect(clean.stderr).toMatch(/^hushkey: \d files?, .*no findings/);
  expect(clean.status).toBe(0);
  expect(at.theirRuns()).toBe(1);
  expect(commit(at, '"REFUSE";\n').status).not.toBe(0);
  expectStopped(commit(at, `const key = '${KEY}';\n`));
  expect(at.theirRuns()).toBe(0);
  at.git('rm', '-q', '--cached', 'file.js');
}

/** Every file that is not git's own, and its config. */
function snapshot(at: Place): Readonly<Record<string, string>> {
  const files: Record<string, string> = {};
  const walk = (folder: string): void => {
    for (const entry of readdirSync(join(at.root, folder), { withFileTypes: true })) {
      const path = `${folder}/${entry.name}`;
      if (/^\.\/(?:node_modules|file\.js|\.git\/(?!hooks|config$|.*hushkey).*)$/.test(path)) continue;
      if (entry.isDirectory()) walk(path);
      else files[path] = readFileSync(join(at.root, path), 'latin1');
    }
  };
  walk('.');
  return files;
}

const bin = (name: string): string => join('node_modules', '.bin', name);

const LEFTHOOK = `pre-commit:\n  jobs:\n    - run: ${THEIRS}\n`;
const PRE_COMMIT = `repos:
  - repo: local
    hooks:
      - { id: theirs, name: theirs, language: system, pass_filenames: false, entry: sh theirs.sh }
`;

interface Tool {
  readonly name: string;
  /** What init says when it stands there. */
  readonly found: RegExp;
  readonly write: (at: Place) => void;
  readonly install: readonly string[];
  /** Whether it installs nothing where core.hooksPath is set. */
  readonly refuses: boolean;
}

const TOOLS: readonly Tool[] = [
  {
    name: 'lefthook',
    found: /found lefthook \(lefthook\.yml\)/,
    write: (at) => at.write('lefthook.yml', LEFTHOOK),
    install: [bin('lefthook'), 'install'],
    refuses: true,
  },
  {
    name: 'simple-git-hooks',
    found: /found simple-git-hooks/,
    write: (at) => at.write('.simple-git-hooks.json', JSON.stringify({ 'pre-commit': THEIRS })),
    install: [bin('simple-git-hooks')],
    refuses: false,
  },
  {
    name: 'pre-commit',
    found: /found pre-commit/,
    write(at) {
      at.write('.pre-commit-config.yaml', PRE_COMMIT);
      at.write('theirs.sh', `${THEIRS}\n`);
      at.git('add', '.pre-commit-config.yaml');
    },
    install: ['pre-commit', 'install'],
    refuses: true,
  },
];

function start(at: Place, [file = '', ...args]: readonly string[]): Run {
  return run(file.includes('/') ? join(at.root, file) : file, args, {
    cwd: at.root,
    env: { ...at.env, PATH: `${join(at.root, 'node_modules/.bin')}:${at.env['PATH']}` },
  });
}

describe.each(TOOLS)('$name', ({ found, write, install, refuses }) => {
  test('there before init: named, both run, and uninstall gives every byte back', () => {
    const at = created();
    write(at);
    must(start(at, install));
    const before = snapshot(at);
    const done = must(at.hushkey(['init'], { env: at.env }));
    expect(done.stdout).toMatch(found);
    expect(done.stdout).toContain('its hooks still run');
    expectBoth(at);
    must(at.hushkey(['uninstall'], { env: at.env }));
    expect(snapshot(at)).toEqual(before);
  });

  test('after init, as its own words ask: both run', () => {
    const at = created();
    write(at);
    const lines = must(at.hushkey(['init'], { env: at.env })).stdout;
    // What a tool that will not stand beside core.hooksPath does by itself may fail, and must not disarm.
    if (refuses) {
      expect(start(at, install).status).not.toBe(0);
      expect(commit(at, `const key = '${KEY}';\n`).stderr).toContain('file.js:1:');
    } else must(start(at, install));
    const [, toRun = ''] = /to have both, run: (.*)/.exec(lines) ?? [];
    must(start(at, ['sh', '-c', toRun.replaceAll('npx ', '')]));
    expectBoth(at);
    must(at.hushkey(['uninstall'], { env: at.env }));
    expect(commit(at, '"REFUSE";\n').status).not.toBe(0);
  });

  test('in the scripts of package.json: every install ends with both', () => {
    const at = created();
    write(at);
    const call = install.map((word) => word.replace(/.*[/]/, '')).join(' ');
    at.write('package.json', JSON.stringify({ name: 'app', private: true, scripts: { prepare: call } }));
    at.write('package-lock.json', '{}\n');
    const lines = must(at.hushkey(['init'], { env: at.env })).stdout;
    const [, instead = call] = /write there: (.*)/.exec(lines) ?? [];
    expect(lines).toContain('scripts.postprepare arms again');
    at.write(
      'package.json',
      readFileSync(join(at.root, 'package.json'), 'utf8').replace(`&& ${call}`, `&& ${instead}`),
    );
    for (let i = 0; i < 2; i += 1) {
      for (const script of ['prepare', 'postprepare']) must(start(at, ['npm', 'run', '-s', script]));
      expectBoth(at);
    }
  });
});

const V8 = '#!/usr/bin/env sh\n. "$(dirname -- "$0")/_/husky.sh"\n\n';
const HUSKIES = [
  ['husky 9', ['node', 'node_modules/husky9/bin.js'], ''],
  ['husky 8', ['node', 'node_modules/husky8/lib/bin.js', 'install'], V8],
] as const;
const SCRIPTS = [
  ['with a hook', `${THEIRS}\n`],
  ['with lint-staged', 'lint-staged\n'],
] as const;
const CASES = HUSKIES.flatMap(([name, install, head]) =>
  SCRIPTS.map(([what, script]) => [`${name} ${what}`, { install, script: head + script }] as const),
);

describe.each(CASES)('%s', (_, { install, script }) => {
  const write = (at: Place): void => {
    at.write('theirs.sh', `${THEIRS}\n`);
    at.write('.lintstagedrc.json', '{ "*.js": "sh theirs.sh" }\n');
    at.write('.husky/pre-commit', script);
    run('chmod', ['+x', join(at.root, '.husky/pre-commit')]);
    at.git('add', '.lintstagedrc.json');
    at.git('-c', 'core.hooksPath=/dev/null', 'commit', '-q', '-m', 'theirs');
  };

  test('there before init: both run, and uninstall gives every byte back', () => {
    const at = created();
    write(at);
    must(start(at, install));
    const before = snapshot(at);
    expect(must(at.hushkey(['init'], { env: at.env })).stdout).toContain('changed .husky/pre-commit');
    expectBoth(at);
    must(at.hushkey(['uninstall'], { env: at.env }));
    expect(snapshot(at)).toEqual(before);
    expect(commit(at, '"REFUSE";\n').status).not.toBe(0);
  });

  test('after init: the next install has both', () => {
    const at = created();
    write(at);
    must(at.hushkey(['init'], { env: at.env }));
    must(start(at, install));
    must(at.hushkey(['install'], { env: at.env }));
    expectBoth(at);
    // A new work tree has no node_modules, and cleaning takes those of this one.
    const tree = join(temporaryFolder(), 'tree');
    at.git('worktree', 'add', '-q', '-b', 'other', tree);
    writeFileSync(join(tree, 'file.js'), `const key = '${KEY}';\n`);
    at.git('-C', tree, 'add', 'file.js');
    expectStopped(at.tryGit(['-C', tree, 'commit', '-m', 'x'], { env: at.env }));
    renameSync(join(at.root, 'node_modules'), join(at.root, '.git/away'));
    expectStopped(commit(at, `const key = '${KEY}';\n`));
    renameSync(join(at.root, '.git/away'), join(at.root, 'node_modules'));
    must(at.hushkey(['uninstall'], { env: at.env }));
    expect(commit(at, '"REFUSE";\n').status).not.toBe(0);
  });
});
