// The command that stands in the agents' settings. It is committed, so it must work in every clone and work tree, and
// where it cannot find the scanner it must refuse: to an agent, every exit code but 2 means go on.
import { shellQuote } from '../text/shell-quote.ts';

/**
 * Asks no git: one that hangs would hang before anything of ours could answer in time.
 *
 * @param packagePath - the package from the top of the work tree: `node_modules/hushkey`.
 */
export function agentCommand(packagePath: string): string {
  const scanner = `${packagePath}/${HOOK_FILE}`;
  return [
    'cd "${CLAUDE_PROJECT_DIR:-.}" && while [ ! -e .git ] && [ "$PWD" != / ]; do cd ..; done',
    `&& { h=${shellQuote(scanner)}; [ -s "$h" ] || { ${FIND_COPY}; }; }`,
    // node would run an empty file, and say nothing against the call.
    '&& [ -s "$h" ] && node "$h" agent',
    `|| { [ $? -eq 2 ] || echo '${FAILED}' >&2; exit 2; }`,
  ].join(' ');
}

/** In a linked work tree `.git` is a file that names its git folder, which names the one that all share. */
const FIND_COPY = [
  'g=.git; [ -d .git ] || read -r _ g <.git',
  'c=; [ ! -f "$g/commondir" ] || read -r c <"$g/commondir"',
  'case $c in /*|?:*) g=$c;; ?*) g=$g/$c;; esac',
  'h=$g/hushkey/scanner/main.cjs',
].join('; ');

const HOOK_FILE = 'dist/hook/main.cjs';
const FAILED =
  'hushkey: the check of this call could not run, so the call is refused; run npm install, then npx hushkey doctor';

/** True for the text of a settings file, or one of its commands, that calls us. */
export function callsAgentHook(text: string): boolean {
  return /hushkey\/dist\/hook\/main\.cjs[\s\S]{0,400}? agent\b|hushkey hook agent\b/.test(text);
}

/** Where agents look for their hooks, from the top of the work tree. */
export const AGENT_SETTINGS = [
  '.claude/settings.json',
  '.claude/settings.local.json',
  '.cursor/hooks.json',
  '.codex/hooks.json',
] as const;

export function isAgentSettings(path: string): boolean {
  const plain = `/${path.replaceAll('\\', '/')}`;
  return AGENT_SETTINGS.some((name) => plain.endsWith(`/${name}`));
}
