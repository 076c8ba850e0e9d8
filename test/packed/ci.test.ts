// `hushkey ci` in the environments that CI systems document, each on real clones: which commits it judges, what it says
// where the clone is too shallow, and in which format.
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CI_SYSTEMS } from '../../src/cli/ci-systems.ts';
import { fakeOf } from '../../src/credentials/catalogue.ts';
import { createRepository, type Run, run, runHushkey, temporaryFolder } from '../support/repository.ts';
import { GITLAB_SECRET_DETECTION } from '../support/schemas.ts';

const KEY = fakeOf('anthropic-api-key', 1);
const LINE = `export const key = '${KEY}';\n`;
const ZEROS = '0'.repeat(40);
const GONE = '1'.repeat(40);

/** Ids of the commits: `old` is on main with a key; `main` and `topic` each add one more to it. */
interface Scene {
  readonly old: string;
  readonly main: string;
  readonly topic: string;
}

let folder = '';
let origin = '';
let scene: Scene;

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'hushkey-ci-')));
  origin = join(folder, 'origin');
  const git = (...args: string[]): string => {
    const result = run('git', args, { cwd: origin });
    if (result.status !== 0) throw new Error(result.stderr);
    return result.stdout.trim();
  };
  const commit = (path: string, content: string): string => {
    writeFileSync(join(origin, path), content);
    git('add', '-A');
    git('commit', '-q', '-m', `add ${path}`);
    return git('rev-parse', 'HEAD');
  };
  run('git', ['init', '-q', origin]);
  commit('start.js', 'export const a = 1;\n');
  const old = commit('old.js', LINE);
  git('checkout', '-q', '-b', 'topic');
  const topic = commit('topic.js', LINE);
  git('checkout', '-q', 'main');
  scene = { old, topic, main: commit('new.js', LINE) };
  git('tag', 'v1');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A clone as CI systems make it: a detached HEAD. */
function cloneAt(ref: string, ...options: string[]): string {
  const clone = temporaryFolder('hushkey-clone-');
  run('git', ['clone', '-q', ...options, `file://${origin}`, clone]);
  const checkout = run('git', ['checkout', '-q', '--detach', ref], { cwd: clone });
  if (checkout.status !== 0) throw new Error(checkout.stderr);
  return clone;
}

type Env = Record<string, string>;

function ci(clone: string, env: Env, event?: object, ...args: string[]): Run {
  const path = join(clone, '.git', 'event.json');
  if (event !== undefined) writeFileSync(path, JSON.stringify(event));
  const withEvent = event === undefined ? env : { ...env, GITHUB_EVENT_PATH: path };
  return runHushkey(['ci', ...args], { cwd: clone, env: { CI: 'true', ...withEvent } });
}

interface Case {
  readonly system: string;
  readonly what: string;
  /** What is checked out. */
  readonly at: 'main' | 'topic';
  readonly env: (scene: Scene) => Env;
  readonly event?: (scene: Scene) => object;
  /** The files whose keys are new. */
  readonly finds: readonly string[];
}

const github = (name: string, ref: string, sha: string): Env => ({
  GITHUB_ACTIONS: 'true',
  GITHUB_EVENT_NAME: name,
  GITHUB_REF_NAME: ref,
  GITHUB_REF_TYPE: ref === 'v1' ? 'tag' : 'branch',
  GITHUB_SHA: sha,
});
const repository = { default_branch: 'main' };
const gitlab = { GITLAB_CI: 'true', CI_DEFAULT_BRANCH: 'main' };
const buildkite = { BUILDKITE: 'true', BUILDKITE_PIPELINE_DEFAULT_BRANCH: 'main', BUILDKITE_COMMIT: 'HEAD' };
const drone = { DRONE: 'true', DRONE_REPO_BRANCH: 'main' };
const woodpecker = { CI: 'woodpecker', CI_REPO_DEFAULT_BRANCH: 'main' };

const CASES: readonly Case[] = [
  {
    system: 'GitHub Actions',
    what: 'push',
    at: 'main',
    env: ({ main }) => github('push', 'main', main),
    event: ({ old, main }) => ({ before: old, after: main, repository }),
    finds: ['new.js'],
  },
  {
    system: 'GitHub Actions',
    what: 'pull request',
    at: 'topic',
    env: ({ topic }) => ({ ...github('pull_request', '7/merge', topic), GITHUB_BASE_REF: 'main' }),
    event: ({ main, topic }) => ({ pull_request: { base: { sha: main, ref: 'main' }, head: { sha: topic } } }),
    finds: ['topic.js'],
  },
  {
    system: 'GitHub Actions',
    what: 'merge group',
    at: 'topic',
    env: ({ topic }) => github('merge_group', 'gh-readonly-queue/main/pr-7', topic),
    event: ({ main, topic }) => ({
      merge_group: { base_sha: main, head_sha: topic, base_ref: 'refs/heads/main' },
    }),
    finds: ['topic.js'],
  },
  {
    system: 'GitHub Actions',
    what: 'push of a new branch',
    at: 'topic',
    env: ({ topic }) => github('push', 'topic', topic),
    event: ({ topic }) => ({ before: ZEROS, after: topic, repository }),
    finds: ['topic.js'],
  },
  {
    system: 'GitHub Actions',
    what: 'forced push over a commit that is gone',
    at: 'topic',
    env: ({ topic }) => github('push', 'topic', topic),
    event: ({ topic }) => ({ before: GONE, after: topic, forced: true, repository }),
    finds: ['topic.js'],
  },
  {
    system: 'GitHub Actions',
    what: 'tag on the default branch',
    at: 'main',
    env: ({ main }) => github('push', 'v1', main),
    event: ({ main }) => ({ before: ZEROS, after: main, repository }),
    finds: [],
  },
  {
    system: 'GitHub Actions',
    what: 'deleted branch',
    at: 'main',
    env: ({ main }) => github('push', 'topic', main),
    event: ({ topic }) => ({ before: topic, after: ZEROS, deleted: true, repository }),
    finds: [],
  },
  {
    system: 'GitHub Actions',
    what: 'schedule',
    at: 'main',
    env: ({ main }) => github('schedule', 'main', main),
    event: () => ({ schedule: '0 0 * * *' }),
    finds: ['new.js', 'old.js'],
  },
  {
    system: 'GitHub Actions',
    what: 'started by hand on a branch',
    at: 'topic',
    env: ({ topic }) => github('workflow_dispatch', 'topic', topic),
    event: () => ({ inputs: {}, repository }),
    finds: ['topic.js'],
  },
  {
    system: 'GitLab CI',
    what: 'merge request',
    at: 'topic',
    env: ({ old, topic }) => ({
      ...gitlab,
      CI_PIPELINE_SOURCE: 'merge_request_event',
      CI_MERGE_REQUEST_DIFF_BASE_SHA: old,
      CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main',
      CI_COMMIT_SHA: topic,
      CI_COMMIT_BEFORE_SHA: ZEROS,
    }),
    finds: ['topic.js'],
  },
  {
    system: 'GitLab CI',
    what: 'push',
    at: 'main',
    env: ({ old, main }) => ({
      ...gitlab,
      CI_COMMIT_BRANCH: 'main',
      CI_COMMIT_SHA: main,
      CI_COMMIT_BEFORE_SHA: old,
    }),
    finds: ['new.js'],
  },
  {
    system: 'GitLab CI',
    what: 'push of a new branch',
    at: 'topic',
    env: ({ topic }) => ({
      ...gitlab,
      CI_COMMIT_BRANCH: 'topic',
      CI_COMMIT_SHA: topic,
      CI_COMMIT_BEFORE_SHA: ZEROS,
    }),
    finds: ['topic.js'],
  },
  {
    system: 'GitLab CI',
    what: 'tag',
    at: 'main',
    env: ({ main }) => ({ ...gitlab, CI_COMMIT_TAG: 'v1', CI_COMMIT_SHA: main, CI_COMMIT_BEFORE_SHA: ZEROS }),
    finds: [],
  },
  {
    system: 'Bitbucket Pipelines',
    what: 'pull request',
    at: 'topic',
    env: ({ main, topic }) => ({
      BITBUCKET_BUILD_NUMBER: '1',
      BITBUCKET_PR_ID: '7',
      BITBUCKET_PR_DESTINATION_COMMIT: main.slice(0, 12),
      BITBUCKET_PR_DESTINATION_BRANCH: 'main',
      BITBUCKET_COMMIT: topic,
      BITBUCKET_BRANCH: 'topic',
    }),
    finds: ['topic.js'],
  },
  {
    system: 'Bitbucket Pipelines',
    what: 'branch',
    at: 'topic',
    env: ({ topic }) => ({ BITBUCKET_BUILD_NUMBER: '1', BITBUCKET_COMMIT: topic, BITBUCKET_BRANCH: 'topic' }),
    finds: ['topic.js'],
  },
  {
    system: 'Azure Pipelines',
    what: 'pull request',
    at: 'topic',
    env: ({ topic }) => ({
      TF_BUILD: 'True',
      SYSTEM_PULLREQUEST_TARGETBRANCH: 'refs/heads/main',
      SYSTEM_PULLREQUEST_SOURCECOMMITID: topic,
      BUILD_SOURCEBRANCH: 'refs/pull/7/merge',
    }),
    finds: ['topic.js'],
  },
  {
    system: 'Azure Pipelines',
    what: 'branch',
    at: 'topic',
    env: ({ topic }) => ({
      TF_BUILD: 'True',
      BUILD_SOURCEBRANCH: 'refs/heads/topic',
      BUILD_SOURCEVERSION: topic,
    }),
    finds: ['topic.js'],
  },
  {
    system: 'CircleCI',
    what: 'branch',
    at: 'topic',
    env: ({ topic }) => ({ CIRCLECI: 'true', CIRCLE_SHA1: topic, CIRCLE_BRANCH: 'topic' }),
    finds: ['topic.js'],
  },
  {
    system: 'CircleCI',
    what: 'the default branch',
    at: 'main',
    env: ({ main }) => ({ CIRCLECI: 'true', CIRCLE_SHA1: main, CIRCLE_BRANCH: 'main' }),
    finds: ['new.js', 'old.js'],
  },
  {
    system: 'Jenkins',
    what: 'pull request',
    at: 'topic',
    env: () => ({ JENKINS_URL: 'https://ci.example.com/', CHANGE_TARGET: 'main', BRANCH_NAME: 'PR-7' }),
    finds: ['topic.js'],
  },
  {
    system: 'Jenkins',
    what: 'since the last build that passed',
    at: 'main',
    env: ({ old }) => ({
      JENKINS_URL: 'https://ci.example.com/',
      BRANCH_NAME: 'main',
      GIT_PREVIOUS_SUCCESSFUL_COMMIT: old,
    }),
    finds: ['new.js'],
  },
  {
    system: 'Buildkite',
    what: 'pull request',
    at: 'topic',
    env: () => ({ ...buildkite, BUILDKITE_PULL_REQUEST: '7', BUILDKITE_PULL_REQUEST_BASE_BRANCH: 'main' }),
    finds: ['topic.js'],
  },
  {
    system: 'Buildkite',
    what: 'branch',
    at: 'topic',
    env: () => ({ ...buildkite, BUILDKITE_PULL_REQUEST: 'false', BUILDKITE_BRANCH: 'topic' }),
    finds: ['topic.js'],
  },
  {
    system: 'Travis CI',
    what: 'pull request',
    at: 'topic',
    env: ({ topic }) => ({
      TRAVIS: 'true',
      TRAVIS_PULL_REQUEST: '7',
      TRAVIS_PULL_REQUEST_SHA: topic,
      TRAVIS_BRANCH: 'main',
    }),
    finds: ['topic.js'],
  },
  {
    system: 'Travis CI',
    what: 'push',
    at: 'main',
    env: ({ old, main }) => ({
      TRAVIS: 'true',
      TRAVIS_PULL_REQUEST: 'false',
      TRAVIS_COMMIT_RANGE: `${old}...${main}`,
      TRAVIS_COMMIT: main,
      TRAVIS_BRANCH: 'main',
    }),
    finds: ['new.js'],
  },
  {
    system: 'Drone',
    what: 'pull request',
    at: 'topic',
    env: ({ topic }) => ({
      ...drone,
      DRONE_BUILD_EVENT: 'pull_request',
      DRONE_TARGET_BRANCH: 'main',
      DRONE_COMMIT_SHA: topic,
    }),
    finds: ['topic.js'],
  },
  {
    system: 'Drone',
    what: 'push',
    at: 'main',
    env: ({ old, main }) => ({
      ...drone,
      DRONE_BUILD_EVENT: 'push',
      DRONE_BRANCH: 'main',
      DRONE_COMMIT_BEFORE: old,
      DRONE_COMMIT_SHA: main,
    }),
    finds: ['new.js'],
  },
  {
    system: 'Woodpecker',
    what: 'pull request',
    at: 'topic',
    env: ({ topic }) => ({
      ...woodpecker,
      CI_PIPELINE_EVENT: 'pull_request',
      CI_COMMIT_TARGET_BRANCH: 'main',
      CI_COMMIT_SHA: topic,
    }),
    finds: ['topic.js'],
  },
  {
    system: 'Woodpecker',
    what: 'push',
    at: 'main',
    env: ({ old, main }) => ({
      ...woodpecker,
      CI_PIPELINE_EVENT: 'push',
      CI_COMMIT_BRANCH: 'main',
      CI_PREV_COMMIT_SHA: old,
      CI_COMMIT_SHA: main,
    }),
    finds: ['new.js'],
  },
  {
    system: 'TeamCity',
    what: 'branch',
    at: 'topic',
    env: ({ topic }) => ({ TEAMCITY_VERSION: '2025.07', BUILD_VCS_NUMBER: topic }),
    finds: ['topic.js'],
  },
  {
    system: 'TeamCity',
    what: 'the default branch, though it does not say so',
    at: 'main',
    env: ({ main }) => ({ TEAMCITY_VERSION: '2025.07', BUILD_VCS_NUMBER: main }),
    finds: ['new.js', 'old.js'],
  },
  { system: 'no known CI', what: 'anywhere else', at: 'topic', env: () => ({}), finds: ['topic.js'] },
];

test('every system has a case', () => {
  expect([...new Set(CASES.map(({ system }) => system))].sort()).toEqual(
    [...CI_SYSTEMS.map(({ name }) => name), 'no known CI'].sort(),
  );
});

test.each(CASES)('$system: $what', ({ system, at, env, event, finds }) => {
  const clone = cloneAt(`origin/${at}`);
  const result = ci(clone, env(scene), event?.(scene), '--format', 'json');
  const report = JSON.parse(result.stdout);
  expect(report.findings.map(({ path }: { path: string }) => path)).toEqual(finds);
  expect(report.source).toBe('range');
  expect(result.stderr).toContain(`hushkey: ${system}, `);
  expect(result.status).toBe(finds.length === 0 ? 0 : 1);
});

test.each(CI_SYSTEMS)('a shallow clone: $name says what to set', ({ name, remedy }) => {
  const example = CASES.find(({ system }) => system === name);
  const clone = cloneAt('HEAD', '--depth', '1', '--branch', example?.at ?? 'main');
  const result = ci(clone, example?.env(scene) ?? {}, example?.event?.(scene));
  expect(result).toMatchObject({ status: 2, stdout: '' });
  expect(result.stderr).toContain('this clone is shallow');
  for (const line of remedy.split('\n')) expect(result.stderr).toContain(line);
});

describe('what is missing is not clean', () => {
  test('a shallow clone that holds the range is enough', () => {
    const clone = cloneAt('HEAD', '--depth', '2', '--branch', 'main');
    const push = CASES[0];
    expect(ci(clone, push?.env(scene) ?? {}, push?.event?.(scene), '--quiet').stderr).toBe('');
  });

  test('a target branch that the clone lacks', () => {
    const clone = cloneAt('HEAD', '--single-branch', '--branch', 'topic');
    const result = ci(clone, { JENKINS_URL: 'https://ci.example.com/', CHANGE_TARGET: 'main' });
    expect(result.stderr).toBe('hushkey: this clone lacks main\n  git fetch origin main:refs/remotes/origin/main\n');
    expect(result).toMatchObject({ status: 2, stdout: '' });
    run('git', ['fetch', '-q', 'origin', 'main:refs/remotes/origin/main'], { cwd: clone });
    const found = ci(clone, { JENKINS_URL: 'https://ci.example.com/', CHANGE_TARGET: 'main' }, undefined, '--quiet');
    expect(found.stdout).toContain('topic.js:1:');
    expect(found.stdout).not.toContain('old.js');
  });

  test('a default branch that the clone lacks: all of the branch is judged, and it says how to judge less', () => {
    const clone = cloneAt('HEAD', '--single-branch', '--branch', 'topic');
    const env = { ...gitlab, CI_COMMIT_BRANCH: 'topic', CI_COMMIT_BEFORE_SHA: ZEROS };
    const result = ci(clone, env, undefined, '--format', 'json');
    expect(JSON.parse(result.stdout).findings).toHaveLength(2);
    expect(result.stderr).toContain('git fetch origin main:refs/remotes/origin/main');
  });

  test('a repository without a commit is no clone that lacks one', () => {
    const result = createRepository().hushkey(['ci']);
    expect(result).toMatchObject({ status: 2, stderr: 'hushkey: this repository has no commit yet\n' });
  });

  test('no commits to judge is said', () => {
    const clone = cloneAt('origin/main');
    const env = { ...gitlab, CI_COMMIT_TAG: 'v1' };
    expect(ci(clone, env, undefined, '--format', 'pretty').stdout).toMatch(
      /^hushkey: scanned 0 files: 1 ref without new commits \(/,
    );
  });

  test('a part of a run that has fewer commits than parts says nothing of the kind', () => {
    const clone = cloneAt('origin/main');
    const push = CASES[0];
    const reports = ['1/2', '2/2'].map((shard) =>
      JSON.parse(ci(clone, push?.env(scene) ?? {}, push?.event?.(scene), '--format', 'json', '--shard', shard).stdout),
    );
    expect(reports.map(({ scanned }) => scanned.commits).sort()).toEqual([0, 1]);
    expect(reports.flatMap(({ scanned }) => scanned.skipped)).toEqual([]);
  });

  test('an event file that is no JSON', () => {
    const clone = cloneAt('origin/main');
    writeFileSync(join(clone, '.git', 'bad.json'), '{');
    const env = { GITHUB_ACTIONS: 'true', GITHUB_EVENT_PATH: join(clone, '.git', 'bad.json') };
    const result = runHushkey(['ci'], { cwd: clone, env });
    expect(result.stderr).toContain('GITHUB_EVENT_PATH');
    expect(result).toMatchObject({ status: 2, stdout: '' });
  });

  test('outside a repository', () => {
    expect(runHushkey(['ci'], { cwd: temporaryFolder() })).toMatchObject({ status: 2, stdout: '' });
  });
});

describe('the format is that of the CI', () => {
  const push = CASES[0];

  test('GitHub: annotations, and a step summary', () => {
    const clone = cloneAt('origin/main');
    const summary = join(clone, '.git', 'summary.md');
    writeFileSync(summary, 'before\n');
    const env = { ...push?.env(scene), GITHUB_STEP_SUMMARY: summary };
    const result = ci(clone, env, push?.event?.(scene));
    expect(result.stdout).toMatch(/^::error file=new\.js,line=1,endLine=1,col=21,/);
    expect(result.stdout).toMatch(/\nhushkey: 1 error in 1 file in 1 commit, .*\n$/);
    const text = readFileSync(summary, 'utf8');
    expect(text).toMatch(/^before\n### hushkey\n/);
    expect(text).toContain('new.js:1');
    expect(result.stdout + result.stderr + text).not.toContain(KEY.slice(20, 60));
    const toFile = ci(clone, env, push?.event?.(scene), '--format', 'sarif', '--output', '.git/out.sarif');
    expect(toFile.stdout).toBe('');
    expect(toFile.stderr).toContain('::error file=new.js');
    expect(JSON.parse(readFileSync(join(clone, '.git', 'out.sarif'), 'utf8')).runs[0].results).toHaveLength(1);
  });

  test('GitLab: its report on stdout, and words for people on stderr', () => {
    const clone = cloneAt('origin/main');
    const env = { ...gitlab, CI_COMMIT_BRANCH: 'main', CI_COMMIT_BEFORE_SHA: scene.old };
    const result = ci(clone, env);
    const validate = new Ajv().compile(GITLAB_SECRET_DETECTION);
    const report = JSON.parse(result.stdout);
    validate(report);
    expect(validate.errors ?? []).toEqual([]);
    expect(report.vulnerabilities[0].location.commit).toEqual({ sha: scene.main, message: 'add new.js' });
    expect(result.stderr).toContain('new.js:1:21');
  });

  test('elsewhere: words for people', () => {
    const clone = cloneAt('origin/topic');
    const result = ci(clone, { CIRCLECI: 'true', CIRCLE_BRANCH: 'topic' });
    expect(result.stdout).toContain('topic.js:1:21');
    expect(result.stderr.split('\n')).toHaveLength(2);
  });
});
