// `hushkey recover` on the packed tarball, in real repositories with a remote: what was pushed is told from what was only
// committed, the purge that is printed purges, and --fix moves a key without losing it.
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fakeOf } from '../support/fakes.ts';
import { createRepository, type Run, run, type TestRepository, temporaryFolder } from '../support/repository.ts';

const PUSHED = fakeOf('anthropic-api-key', 1);
const LOCAL = fakeOf('npm-token', 2);

interface Credential {
  readonly ruleId: string;
  readonly pushed: string;
  readonly remotes: readonly string[];
  readonly inHead: boolean;
  readonly commits: readonly string[];
  readonly branches: readonly string[];
  readonly tags: readonly string[];
  readonly stashes: readonly string[];
  readonly reflogOnly: readonly string[];
  readonly places: readonly { readonly id: string; readonly path: string }[];
  readonly steps: readonly { readonly id: string; readonly details: readonly string[] }[];
}

interface Answer {
  readonly credentials: readonly Credential[];
  readonly purge: readonly string[];
}

function commitFile(repository: TestRepository, path: string, text: string): string {
  repository.write(path, text);
  repository.git('add', '-f', path);
  repository.git('commit', '-q', '-m', `change ${path}`);
  return repository.git('rev-parse', 'HEAD').trim();
}

/** A key that was pushed and taken out of HEAD, and one that was only committed. */
function leaked(): TestRepository & { readonly remote: string } {
  const repository = createRepository();
  const remote = join(temporaryFolder(), 'remote.git');
  run('git', ['init', '-q', '--bare', remote]);
  repository.git('checkout', '-q', '-b', 'main');
  repository.git('remote', 'add', 'origin', remote);
  commitFile(repository, 'a.ts', `export const client = { apiKey: '${PUSHED}' };\n`);
  commitFile(repository, 'a.ts', 'export const client = {};\n');
  repository.git('push', '-q', '-u', 'origin', 'main');
  commitFile(repository, 'b.py', `TOKEN = "${LOCAL}"\n`);
  return { ...repository, remote };
}

function recover(repository: TestRepository, ...args: string[]): Answer {
  const result = repository.hushkey(['recover', ...args, '--format', 'json']);
  expect(result.status).toBe(0);
  expectMasked(result);
  return JSON.parse(result.stdout) as Answer;
}

function expectMasked({ stdout, stderr }: Run): void {
  for (const secret of [PUSHED, LOCAL]) expect(stdout + stderr).not.toContain(secret.slice(12, 30));
}

const byRule = (answer: Answer, ruleId: string): Credential | undefined =>
  answer.credentials.find((one) => one.ruleId === ruleId);
const stepsOf = (credential: Credential | undefined): readonly string[] => credential?.steps.map(({ id }) => id) ?? [];

describe('scenario 34: hushkey recover', () => {
  test('tells a pushed key from one that was only committed, with the steps of each in order', () => {
    const answer = recover(leaked());
    const [first] = answer.credentials;
    expect(first).toMatchObject({ ruleId: 'anthropic-api-key', pushed: 'pushed', remotes: ['origin'], inHead: false });
    expect(first?.branches).toEqual(['main', 'origin/main']);
    expect(stepsOf(first)).toEqual(['revoke', 'replace', 'deploy', 'audit', 'purge', 'prevent']);
    expect(first?.steps[0]?.details[0]).toContain('platform.claude.com/settings/keys');
    const local = byRule(answer, 'npm-token');
    expect(local).toMatchObject({ pushed: 'not-known', remotes: [], inHead: true, branches: ['main'] });
    expect(stepsOf(local)).toEqual(['hold', 'remove', 'purge', 'revoke', 'prevent']);
  });

  test('says the same to people, in 80 columns but for commands, and changes nothing', () => {
    const repository = leaked();
    repository.write('src/use.ts', 'process.env.ANTHROPIC_API_KEY;\n');
    const before = repository.git('for-each-ref') + repository.git('status', '--porcelain');
    const result = repository.hushkey(['recover']);
    expectMasked(result);
    expect(result.status).toBe(0);
    expect(result.stdout).toContain('pushed    yes: origin');
    expect(result.stdout).toContain('pushed    no, as far as the refs of this clone tell');
    expect(result.stdout).toContain('src/use.ts:1');
    const prose = result.stdout.split('To purge the history')[0]?.split('\n') ?? [];
    expect(prose.filter((line) => line.length > 80)).toEqual([]);
    expect(repository.git('for-each-ref') + repository.git('status', '--porcelain')).toBe(before);
  });

  test('tags, stashes, the reflog, and a remote branch that was moved since', () => {
    const repository = leaked();
    repository.git('tag', 'v1');
    const secret = fakeOf('github-pat-classic', 3);
    repository.write('c.ts', `const a = '${secret}';\n`);
    repository.git('add', 'c.ts');
    repository.git('stash', '-q');
    const amended = commitFile(repository, 'd.ts', `const b = '${fakeOf('anthropic-api-key', 5)}';\n`);
    repository.git('push', '-q', 'origin', 'main');
    repository.git('reset', '-q', '--hard', 'HEAD~1');
    repository.git('push', '-q', '--force', 'origin', 'main');
    const answer = recover(repository);
    expect(byRule(answer, 'npm-token')).toMatchObject({ tags: ['v1'], pushed: 'pushed' });
    expect(byRule(answer, 'github-pat-classic')?.stashes).toEqual(['stash@{0}']);
    const moved = answer.credentials.find(({ places }) => places.some(({ path }) => path === 'd.ts'));
    expect(moved).toMatchObject({ pushed: 'was-pushed', reflogOnly: [amended], branches: [], inHead: false });
    expect(stepsOf(moved)[0]).toBe('revoke');
  });

  test('takes an id, a commit or a kind, and nothing else', () => {
    const repository = leaked();
    const id = byRule(recover(repository), 'npm-token')?.places[0]?.id ?? '';
    for (const word of [id, 'npm-token', repository.git('rev-parse', 'HEAD').trim()]) {
      expect(recover(repository, word).credentials.map(({ ruleId }) => ruleId)).toEqual(['npm-token']);
    }
    expect(repository.hushkey(['recover', 'nonsense']).status).toBe(2);
    expect(repository.hushkey(['recover'], { cwd: temporaryFolder() }).status).toBe(2);
  });

  test('--report is a note in Markdown', () => {
    const result = leaked().hushkey(['recover', '--report']);
    expectMasked(result);
    expect(result.stdout).toMatch(/^# Credentials in the git history\n/);
    expect(result.stdout).toContain('| pushed | yes: `origin` |');
    expect(result.stdout).toContain('- [ ] Revoke it');
    expect(result.stdout).toContain('HEAD holds it still');
  });

  test('a clean history', () => {
    const repository = createRepository();
    commitFile(repository, 'a.ts', 'export {};\n');
    expect(repository.hushkey(['recover']).stdout).toBe('hushkey: no credential in the history of this clone\n');
  });
});

/** Installs git-filter-repo into a folder, and gives the PATH that has it. */
function withFilterRepo(): string {
  const folder = temporaryFolder();
  const installed = run('python3', ['-m', 'pip', 'install', '--quiet', '--target', folder, 'git-filter-repo']);
  if (installed.status !== 0) throw new Error(`pip: ${installed.stderr}`);
  const bin = join(folder, 'own');
  mkdirSync(bin);
  const script = `#!/bin/sh\nPYTHONPATH='${folder}' exec python3 '${join(folder, 'git_filter_repo.py')}' "$@"\n`;
  writeFileSync(join(bin, 'git-filter-repo'), script, { mode: 0o755 });
  return `${bin}:${process.env['PATH']}`;
}

/** Every object of a repository, as text. */
function allObjects(cwd: string): string {
  const list = run('git', ['cat-file', '--batch-all-objects', '--batch'], { cwd });
  return list.stdout;
}

describe('the purge that is printed', () => {
  test('of a pushed key and one that was not: the remote and this clone are free of it, and no command shows it', () => {
    const repository = leaked();
    const { purge } = recover(repository);
    expect(allObjects(repository.remote)).toContain(PUSHED);
    const result = run('sh', ['-ec', purge.join('\n')], { cwd: repository.root, env: { PATH: withFilterRepo() } });
    expect(result.status, result.stderr).toBe(0);
    expectMasked(result);
    run('git', ['gc', '-q', '--prune=now'], { cwd: repository.remote });
    expect(allObjects(repository.remote)).not.toContain(PUSHED);
    expect(allObjects(repository.remote)).toContain("apiKey: 'REMOVED'");
    expect(allObjects(repository.root)).not.toContain(LOCAL);
    expect(repository.git('remote')).toBe('origin\n');
    expect(existsSync(join(repository.root, '..', `${repository.root.split('/').at(-1)}-replace.txt`))).toBe(false);
    run('rm', ['-rf', `${repository.root}-purge`, `${repository.root}-before.git`]);
  });

  test('of one that was never pushed: this clone is free of it; an encoded one goes with its file', () => {
    const repository = createRepository();
    commitFile(repository, 'a.py', `TOKEN = "${LOCAL}"\nx = 1\n`);
    commitFile(repository, 'k.yaml', `kind: Secret\ndata:\n  token: ${Buffer.from(PUSHED).toString('base64')}\n`);
    commitFile(repository, 'a.py', 'x = 1\n');
    const { purge, credentials } = recover(repository);
    expect(credentials.map(({ pushed }) => pushed)).toEqual(['no-remote', 'no-remote']);
    const result = run('sh', ['-ec', purge.join('\n')], { cwd: repository.root, env: { PATH: withFilterRepo() } });
    expect(result.status, result.stderr).toBe(0);
    const left = allObjects(repository.root);
    expect(left).not.toContain(LOCAL);
    expect(left).not.toContain(Buffer.from(PUSHED).toString('base64'));
    expect(left).toContain('TOKEN = "REMOVED"');
    expect(repository.git('log', '--oneline').trim().split('\n').length).toBeGreaterThan(1);
    expect(recover(repository).credentials).toEqual([]);
    run('rm', ['-rf', `${repository.root}-before.git`]);
  });
});

describe('hushkey recover --fix', () => {
  const read = (repository: TestRepository, path: string): string => readFileSync(join(repository.root, path), 'utf8');
  const CODE = `export const client = { apiKey: '${PUSHED}' };\n`;
  const started = (): TestRepository => {
    const repository = createRepository();
    commitFile(repository, 'a.ts', CODE);
    commitFile(repository, 'b.py', `#!/usr/bin/env python\n"""Doc."""\nimport sys\nTOKEN = "${LOCAL}"\n`);
    repository.write('.env', "OTHER='kept as it is'\r\n");
    return repository;
  };

  test('shows the diff and changes nothing without --yes', () => {
    const repository = started();
    const result = repository.hushkey(['recover', '--fix']);
    expect(result.status).toBe(1);
    expectMasked(result);
    expect(result.stdout).toContain('+export const client = { apiKey: process.env.ANTHROPIC_API_KEY };');
    expect(read(repository, 'a.ts')).toBe(CODE);
    expect(read(repository, '.env')).toBe("OTHER='kept as it is'\r\n");
    expect(existsSync(join(repository.root, '.gitignore'))).toBe(false);
  });

  test('moves the values with --yes: code, .env, .env.example, .gitignore', () => {
    const repository = started();
    const result = repository.hushkey(['recover', '--fix', '--yes']);
    expect(result.status).toBe(0);
    expectMasked(result);
    expect(read(repository, 'a.ts')).toBe('export const client = { apiKey: process.env.ANTHROPIC_API_KEY };\n');
    expect(read(repository, 'b.py')).toBe(
      '#!/usr/bin/env python\n"""Doc."""\nimport os\nimport sys\nTOKEN = os.environ["NPM_TOKEN"]\n',
    );
    expect(read(repository, '.env')).toBe(
      `OTHER='kept as it is'\r\nANTHROPIC_API_KEY=${PUSHED}\r\nNPM_TOKEN=${LOCAL}\r\n`,
    );
    expect(statSync(join(repository.root, '.env')).mode & 0o777).toBe(0o600);
    expect(read(repository, '.env.example')).toBe('ANTHROPIC_API_KEY=\nNPM_TOKEN=\n');
    expect(read(repository, '.gitignore')).toBe('/.env\n');
    expect(repository.hushkey(['scan']).status).toBe(0);
    expect(repository.hushkey(['recover', '--fix', '--yes']).stdout).toContain('no key in the code');
    // What the code reads is what stood in it.
    const loaded = run(process.execPath, ['--env-file=.env', '-p', 'process.env.ANTHROPIC_API_KEY'], {
      cwd: repository.root,
    });
    expect(loaded.stdout.trim()).toBe(PUSHED);
  });

  test('one finding only, by its id', () => {
    const repository = started();
    const { findings } = JSON.parse(repository.hushkey(['scan', '--format', 'json']).stdout) as {
      readonly findings: readonly { readonly id: string; readonly path: string }[];
    };
    const id = findings.find(({ path }) => path === 'a.ts')?.id ?? '';
    expect(repository.hushkey(['recover', id, '--fix', '--yes']).status).toBe(0);
    expect(read(repository, 'a.ts')).toContain('process.env.ANTHROPIC_API_KEY');
    expect(read(repository, 'b.py')).toContain(LOCAL);
  });

  test('leaves alone what has unstaged changes, a tracked .env, and a name with another value', () => {
    const repository = started();
    repository.write('a.ts', `${CODE}// more\n`);
    repository.write('.env', 'NPM_TOKEN=another\n');
    const result = repository.hushkey(['recover', '--fix', '--yes']);
    expect(result.stderr).toContain('a.ts: left alone, since it has changes that are not staged');
    expect(result.stderr).toContain('another value for NPM_TOKEN');
    expect(read(repository, 'a.ts')).toBe(`${CODE}// more\n`);
    expect(read(repository, '.env')).toBe('NPM_TOKEN=another\n');
    repository.git('add', '-f', '.env');
    expect(repository.hushkey(['recover', '--fix', '--yes']).status).toBe(2);
  });
});
