// The command that stands in the agents' settings. It is committed, so it must work in every clone and work tree, and
// where it cannot find the scanner it must refuse: to an agent, every exit code but 2 means go on.

/** @param packagePath - the package from the top of the work tree: `node_modules/hushkey`. */
export function agentCommand(packagePath: string): string {
  const scanner = `${packagePath}/${HOOK_FILE}`;
  return [
    'cd "$(git -C "${CLAUDE_PROJECT_DIR:-.}" rev-parse --show-toplevel)"',
    `&& { h='${scanner.replaceAll("'", "'\\''")}'; [ -s "$h" ] || h=$(git rev-parse --git-common-dir)/hushkey/scanner/main.cjs; }`,
    // node would run an empty file, and say nothing against the call.
    '&& [ -s "$h" ] && node "$h" agent',
    `|| { [ $? -eq 2 ] || echo '${FAILED}' >&2; exit 2; }`,
  ].join(' ');
}

const HOOK_FILE = 'dist/hook/main.cjs';
const FAILED =
  'hushkey: the check of this call could not run, so the call is refused; run npm install, then npx hushkey doctor';

/** True for the text of a settings file, or one of its commands, that calls us. */
export function callsAgentHook(text: string): boolean {
  return /hushkey\/dist\/hook\/main\.cjs[\s\S]{0,300}? agent\b|hushkey hook agent\b/.test(text);
}

/** True for the files in which agents look for their hooks. */
export function isAgentSettings(path: string): boolean {
  return /(?:^|\/)(?:\.claude\/settings(?:\.local)?\.json|\.cursor\/hooks\.json|\.codex\/hooks\.json)$/.test(
    path.replaceAll('\\', '/'),
  );
}
