// The CI systems as data: how each is told, what it says of the commits that a run is about, which format it reads, and
// what to set where its clone is too shallow. Variables are those that its documentation lists.
import type { FormatName } from '../report/index.ts';

/** What a run is about. Names of commits may be missing, or unknown to the clone. */
export interface CiRun {
  readonly kind: 'pull request' | 'merge group' | 'push' | 'tag' | 'schedule' | 'build';
  /** The newest commit; default: HEAD. */
  readonly head?: string | undefined;
  /** The commit that was there before, or that the change was made on. */
  readonly base?: string | undefined;
  /** The branch that a pull request is to go into. */
  readonly target?: string | undefined;
  readonly branch?: string | undefined;
  readonly defaultBranch?: string | undefined;
  /** True where a ref was deleted. */
  readonly deletes?: boolean;
}

export interface CiSystem {
  readonly name: string;
  /** Variables that must have these values; `*` for any but the empty one. */
  readonly marks: Readonly<Record<string, string>>;
  readonly format: FormatName;
  /** What brings the whole history. */
  readonly remedy: string;
  /** @param event - the file that GITHUB_EVENT_PATH names. */
  readonly read: (env: NodeJS.ProcessEnv, event: unknown) => CiRun;
}

const UNSHALLOW = 'bring the rest of the history: git fetch --unshallow';

export const CI_SYSTEMS: readonly CiSystem[] = [
  {
    name: 'GitHub Actions',
    marks: { GITHUB_ACTIONS: 'true' },
    format: 'github',
    remedy: 'give actions/checkout the whole history:\n  - uses: actions/checkout@v4\n    with:\n      fetch-depth: 0',
    read: (env, event) => {
      const defaultBranch = textAt(event, 'repository', 'default_branch');
      const head = textAt(event, 'pull_request', 'head', 'sha');
      if (head !== undefined) {
        const target = env['GITHUB_BASE_REF'] || textAt(event, 'pull_request', 'base', 'ref');
        return { kind: 'pull request', head, base: textAt(event, 'pull_request', 'base', 'sha'), target };
      }
      if (env['GITHUB_EVENT_NAME'] === 'merge_group') {
        const target = branchName(textAt(event, 'merge_group', 'base_ref'));
        const base = textAt(event, 'merge_group', 'base_sha');
        return { kind: 'merge group', head: textAt(event, 'merge_group', 'head_sha'), base, target };
      }
      const branch = env['GITHUB_REF_NAME'];
      if (env['GITHUB_EVENT_NAME'] === 'push') {
        const kind = env['GITHUB_REF_TYPE'] === 'tag' ? 'tag' : 'push';
        const [base, after] = [textAt(event, 'before'), textAt(event, 'after')];
        return { kind, head: env['GITHUB_SHA'], base, branch, defaultBranch, deletes: isNullId(after) };
      }
      const kind = env['GITHUB_EVENT_NAME'] === 'schedule' ? 'schedule' : 'build';
      return { kind, head: env['GITHUB_SHA'], branch, defaultBranch };
    },
  },
  {
    name: 'GitLab CI',
    marks: { GITLAB_CI: 'true' },
    format: 'gitlab',
    remedy: 'fetch the whole history in this job:\n  variables:\n    GIT_DEPTH: 0',
    read: (env) => {
      const defaultBranch = env['CI_DEFAULT_BRANCH'];
      const base = env['CI_MERGE_REQUEST_DIFF_BASE_SHA'];
      if (base) {
        // Of a merged result, the commit is GitLab's own.
        const head = env['CI_MERGE_REQUEST_SOURCE_BRANCH_SHA'] || env['CI_COMMIT_SHA'];
        return { kind: 'pull request', head, base, target: env['CI_MERGE_REQUEST_TARGET_BRANCH_NAME'] };
      }
      const head = env['CI_COMMIT_SHA'];
      if (env['CI_COMMIT_TAG']) return { kind: 'tag', head, branch: env['CI_COMMIT_TAG'], defaultBranch };
      const kind = env['CI_PIPELINE_SOURCE'] === 'schedule' ? 'schedule' : 'push';
      return { kind, head, base: env['CI_COMMIT_BEFORE_SHA'], branch: env['CI_COMMIT_BRANCH'], defaultBranch };
    },
  },
  {
    name: 'Bitbucket Pipelines',
    marks: { BITBUCKET_BUILD_NUMBER: '*' },
    format: 'pretty',
    remedy: 'fetch the whole history in this pipeline:\n  clone:\n    depth: full',
    read: (env) => {
      const head = env['BITBUCKET_COMMIT'];
      if (env['BITBUCKET_PR_ID']) {
        const target = env['BITBUCKET_PR_DESTINATION_BRANCH'];
        return { kind: 'pull request', head, base: env['BITBUCKET_PR_DESTINATION_COMMIT'], target };
      }
      if (env['BITBUCKET_TAG']) return { kind: 'tag', head, branch: env['BITBUCKET_TAG'] };
      return { kind: 'push', head, branch: env['BITBUCKET_BRANCH'] };
    },
  },
  {
    name: 'Azure Pipelines',
    marks: { TF_BUILD: 'True' },
    format: 'pretty',
    remedy: 'fetch the whole history in this job:\n  - checkout: self\n    fetchDepth: 0',
    read: (env) => {
      const target = branchName(env['SYSTEM_PULLREQUEST_TARGETBRANCH']);
      if (target) return { kind: 'pull request', head: env['SYSTEM_PULLREQUEST_SOURCECOMMITID'], target };
      const ref = env['BUILD_SOURCEBRANCH'] ?? '';
      const head = env['BUILD_SOURCEVERSION'];
      if (ref.startsWith('refs/tags/')) return { kind: 'tag', head, branch: ref.slice('refs/tags/'.length) };
      return { kind: env['BUILD_REASON'] === 'Schedule' ? 'schedule' : 'push', head, branch: branchName(ref) };
    },
  },
  {
    name: 'CircleCI',
    marks: { CIRCLECI: 'true' },
    format: 'pretty',
    remedy: 'check out the whole history:\n  - checkout:\n      method: full',
    read: (env) => {
      const head = env['CIRCLE_SHA1'];
      if (env['CIRCLE_TAG']) return { kind: 'tag', head, branch: env['CIRCLE_TAG'] };
      return { kind: 'push', head, branch: env['CIRCLE_BRANCH'] };
    },
  },
  {
    name: 'Jenkins',
    marks: { JENKINS_URL: '*' },
    format: 'pretty',
    remedy: 'take the shallow option out of the checkout: cloneOption(shallow: false, noTags: false)',
    read: (env) => {
      const target = env['CHANGE_TARGET'];
      if (target) return { kind: 'pull request', target };
      if (env['TAG_NAME']) return { kind: 'tag', branch: env['TAG_NAME'] };
      const branch = env['BRANCH_NAME'] ?? env['GIT_BRANCH']?.replace(/^origin\//, '');
      return { kind: 'push', base: env['GIT_PREVIOUS_SUCCESSFUL_COMMIT'], branch };
    },
  },
  {
    name: 'Buildkite',
    marks: { BUILDKITE: 'true' },
    format: 'pretty',
    remedy: 'take --depth out of BUILDKITE_GIT_CLONE_FLAGS and BUILDKITE_GIT_FETCH_FLAGS',
    read: (env) => {
      const target = env['BUILDKITE_PULL_REQUEST_BASE_BRANCH'];
      if (target) return { kind: 'pull request', target };
      const defaultBranch = env['BUILDKITE_PIPELINE_DEFAULT_BRANCH'];
      if (env['BUILDKITE_TAG']) return { kind: 'tag', branch: env['BUILDKITE_TAG'], defaultBranch };
      return { kind: 'push', branch: env['BUILDKITE_BRANCH'], defaultBranch };
    },
  },
  {
    name: 'Travis CI',
    marks: { TRAVIS: 'true' },
    format: 'pretty',
    remedy: 'fetch the whole history in .travis.yml:\n  git:\n    depth: false',
    read: (env) => {
      const branch = env['TRAVIS_BRANCH'];
      if (/^\d+$/.test(env['TRAVIS_PULL_REQUEST'] ?? '')) {
        return { kind: 'pull request', head: env['TRAVIS_PULL_REQUEST_SHA'], target: branch };
      }
      const head = env['TRAVIS_COMMIT'];
      if (env['TRAVIS_TAG']) return { kind: 'tag', head, branch: env['TRAVIS_TAG'] };
      return { kind: 'push', head, base: env['TRAVIS_COMMIT_RANGE']?.split('.')[0], branch };
    },
  },
  {
    name: 'Drone',
    marks: { DRONE: 'true' },
    format: 'pretty',
    remedy: 'take the depth out of the clone:\n  clone:\n    depth: 0',
    read: (env) => {
      const head = env['DRONE_COMMIT_SHA'];
      if (env['DRONE_BUILD_EVENT'] === 'pull_request') {
        return { kind: 'pull request', head, target: env['DRONE_TARGET_BRANCH'] };
      }
      const defaultBranch = env['DRONE_REPO_BRANCH'];
      if (env['DRONE_TAG']) return { kind: 'tag', head, branch: env['DRONE_TAG'], defaultBranch };
      return { kind: 'push', head, base: env['DRONE_COMMIT_BEFORE'], branch: env['DRONE_BRANCH'], defaultBranch };
    },
  },
  {
    name: 'Woodpecker',
    marks: { CI: 'woodpecker' },
    format: 'pretty',
    remedy: 'fetch the whole history:\n  clone:\n    git:\n      settings:\n        partial: false\n        depth: 0',
    read: (env) => {
      const head = env['CI_COMMIT_SHA'];
      if (env['CI_PIPELINE_EVENT'] === 'pull_request') {
        return { kind: 'pull request', head, target: env['CI_COMMIT_TARGET_BRANCH'] };
      }
      const defaultBranch = env['CI_REPO_DEFAULT_BRANCH'];
      if (env['CI_COMMIT_TAG']) return { kind: 'tag', head, branch: env['CI_COMMIT_TAG'], defaultBranch };
      return { kind: 'push', head, base: env['CI_PREV_COMMIT_SHA'], branch: env['CI_COMMIT_BRANCH'], defaultBranch };
    },
  },
  {
    name: 'TeamCity',
    marks: { TEAMCITY_VERSION: '*' },
    format: 'pretty',
    remedy: 'set teamcity.git.fetchAllHeads to true and the VCS root to a full clone',
    read: (env) => ({ kind: 'build', head: env['BUILD_VCS_NUMBER'] }),
  },
];

/** Any other machine, a person's too. */
const ANYWHERE: CiSystem = {
  name: 'no known CI',
  marks: {},
  format: 'pretty',
  remedy: UNSHALLOW,
  read: () => ({ kind: 'build' }),
};

export function findCiSystem(env: NodeJS.ProcessEnv): CiSystem {
  const matches = ([name, value]: readonly [string, string]): boolean =>
    value === '*' ? Boolean(env[name]) : env[name] === value;
  return CI_SYSTEMS.find(({ marks }) => Object.entries(marks).every(matches)) ?? ANYWHERE;
}

/** Forty zeros: no commit. */
export function isNullId(oid: string | undefined): boolean {
  return oid !== undefined && /^0+$/.test(oid);
}

function branchName(ref: string | undefined): string | undefined {
  return ref?.replace(/^refs\/heads\//, '');
}

function textAt(value: unknown, ...keys: readonly string[]): string | undefined {
  let at: unknown = value;
  for (const key of keys) at = typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined;
  return typeof at === 'string' && at !== '' ? at : undefined;
}
