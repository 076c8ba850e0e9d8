// Who else looks after git hooks in a repository: set-up names them and leaves them in place.
import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isOurFolder } from './dispatcher.ts';
import { isExecutableFile } from './files.ts';
import { GATES } from './gates.ts';
import type { HooksConfig, Place } from './git-config.ts';
import { isHuskyPath } from './layout.ts';
import type { Manifest } from './package-json.ts';

interface Owner {
  readonly name: string;
  readonly files: readonly string[];
  /** What puts its hooks where git looks for them. */
  readonly install: string;
  /** The same in a script of package.json. */
  readonly call: RegExp;
  /** What to write there where it stops as long as core.hooksPath is set; none for one that takes our hooks out. */
  readonly callInstead?: string;
}

const OWNERS: readonly Owner[] = [
  {
    name: 'lefthook',
    files: ['lefthook', '.lefthook'].flatMap((stem) => ['yml', 'yaml', 'toml', 'json'].map((end) => `${stem}.${end}`)),
    install: 'npx lefthook install',
    call: /\blefthook install\b/,
    callInstead: 'lefthook install --reset-hooks-path',
  },
  {
    name: 'pre-commit',
    files: ['.pre-commit-config.yaml', '.pre-commit-config.yml'],
    install: 'pre-commit install',
    call: /\bpre-commit install\b/,
    callInstead: '(git config --unset core.hooksPath || echo) && pre-commit install',
  },
  {
    name: 'simple-git-hooks',
    files: ['.simple-git-hooks', 'simple-git-hooks'].flatMap((stem) =>
      ['json', 'js', 'cjs', 'mjs', 'ts'].map((end) => `${stem}.${end}`),
    ),
    install: 'npx simple-git-hooks',
    call: /(?:^|[\s&|;(])simple-git-hooks(?=$|[\s&|;)])/,
  },
];

/** One line for each owner of hooks that is not us or husky. */
export function describeOwners(place: Place, manifest: Manifest, config: HooksConfig): readonly string[] {
  const { effective, previous } = config;
  const active = effective !== undefined && isOurFolder(resolve(place.root, effective.value)) ? previous : effective;
  const hasHook = GATES.some((name) => isExecutableFile(join(place.commonDir, 'hooks', name)));
  const hooksPath = active === undefined || active.value === '' || isHuskyPath(active.value) ? undefined : active;
  const owners = OWNERS.flatMap((owner) => {
    const file = owner.files.find((name) => statSync(join(place.root, name), { throwIfNoEntry: false }) !== undefined);
    const isNamed = owner.name === 'simple-git-hooks' && manifest.hasSimpleGitHooks;
    return file === undefined && !isNamed ? [] : [{ ...owner, where: file ?? 'package.json' }];
  });
  const lines = owners.map(({ name, where, install }) => {
    if (hasHook || hooksPath !== undefined) return `found ${name} (${where}): its hooks still run, after the scan`;
    const again = `git config --unset core.hooksPath && ${install} && npx hushkey install`;
    return `found ${name} (${where}), which has no hook in .git/hooks yet; to have both, run: ${again}`;
  });
  if (hooksPath !== undefined) {
    return [
      ...lines,
      `found ${hooksPath.scope} core.hooksPath ${hooksPath.value}: its hooks still run, after the scan`,
    ];
  }
  if (!hasHook || owners.length > 0 || (active !== undefined && active.value !== '')) return lines;
  return ['found hooks in .git/hooks: they still run, after the scan'];
}

const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall', 'prepublish', 'preprepare', 'prepare', 'postprepare'];

/** True where a script starts a tool that takes out our hooks, or core.hooksPath. */
export function takesHooksOut(script = ''): boolean {
  return OWNERS.some(({ call }) => call.test(script));
}

/** What the scripts of an install need so that an owner of hooks and we do not stop or undo each other. */
export function describeInstallers({ scripts }: Manifest, armsAgain: string | undefined): readonly string[] {
  return INSTALL_SCRIPTS.flatMap((script) =>
    OWNERS.flatMap(({ name, call, callInstead }) => {
      const text = scripts.get(script) ?? '';
      if (!call.test(text)) return [];
      const last = armsAgain === undefined ? 'put && hushkey install after it' : `scripts.${armsAgain} arms again`;
      if (callInstead === undefined) return [`scripts.${script} also runs ${name}, which takes our hooks out; ${last}`];
      if (/hooks-?path| -r\b/i.test(text)) return [];
      return [
        `scripts.${script} also runs ${name} install, which fails where core.hooksPath is set;`,
        `  to have both, write there: ${callInstead}`,
        `  ${last}`,
      ];
    }),
  );
}
