// Our two lines in a husky script, put in and taken out of its text. What else the file holds keeps every byte.

const COMMENT = '# hushkey: scans what this commit adds';
const ADDED = ' (hushkey init added the devDependency)';

export interface HookLines {
  readonly name: string;
  /** How the script starts us: `hushkey`, `frontend/node_modules/.bin/hushkey`, `yarn hushkey`. */
  readonly runner: string;
  /** Whether init added the devDependency; uninstall, in a clone too, learns it from the comment. */
  readonly addedDependency: boolean;
}

/** The script with our lines first; the same text where they are there. `undefined` stands for no file. */
export function addHookLines(text: string | undefined, lines: HookLines): string {
  if (text !== undefined && hasHookLines(text, lines.name)) return text;
  const comment = COMMENT + (lines.addedDependency ? ADDED : '');
  // LF in a file with CRLF too: sh would hand the CR to us as part of the hook's name.
  const ours = `${comment}\n[ "\${HUSHKEY_DONE-}" = "$PPID" ] || ${callOf(lines)}`;
  if (text === undefined) return `${ours}\n`;
  // Without a final newline: so the inverse can tell an empty file from one that we made.
  if (text === '') return ours;
  const head = text.slice(0, headLength(text));
  if (head !== '' && head !== '\uFEFF' && !head.endsWith('\n')) return `${head}\n${ours}`;
  return `${head}${ours}\n${text.slice(head.length)}`;
}

/** How a script calls us; pre-push reads its refs from standard input and leaves them for what comes after it. */
function callOf({ name, runner }: HookLines): string {
  if (name === 'pre-push') {
    return `{ r=$(mktemp) && cat >"$r" && exec 3<"$r" <"$r" && rm "$r" && ${runner} hook ${name} "$@" <&3; }`;
  }
  return name === 'prepare-commit-msg' ? `${runner} hook ${name} "$@"` : `${runner} hook ${name}`;
}

/** The script without our lines; undefined where nothing else is in it and we made it. */
export function removeHookLines(text: string, name: string): string | undefined {
  const found = ourLine(name).exec(text);
  if (found === null) return text;
  const [ours] = found;
  const end = found.index + ours.length;
  const closed = ours.endsWith('\n');
  if (closed && ours === text) return undefined;
  const start = !closed && text[found.index - 1] === '\n' ? found.index - 1 : found.index;
  return text.slice(0, start) + text.slice(end);
}

/** True where the script runs our hook. */
export function hasHookLines(text: string, name: string): boolean {
  return ourLine(name).test(text);
}

/** True where the comment says that init added the devDependency. */
export function saysDependencyAdded(text: string): boolean {
  return text.includes(COMMENT + ADDED);
}

const LINE_START = '(?:^|(?<=^\\uFEFF))';

/** Comment and line; a checkout may have turned the line ends into CRLF. */
function ourLine(name: string): RegExp {
  return new RegExp(
    `(?:${LINE_START}# hushkey: scans what this commit adds(?: \\(hushkey init added the devDependency\\))?\\r?\\n)?` +
      `${LINE_START}\\[ "\\$\\{HUSHKEY_DONE-\\}" = "\\$PPID" \\] \\|\\| [^\\r\\n]*hushkey["']? hook ${name}(?: "\\$@"(?: <&3; \\})?)?(?:\\r?\\n|(?![^]))`,
    'm',
  );
}

/** What stays before our lines: BOM, shebang, and the line of husky up to version 8, which starts the script anew. */
function headLength(text: string): number {
  const bom = text.startsWith('\uFEFF') ? 1 : 0;
  const shebang = /^#![^\n]*(?:\n|$)/.exec(text.slice(bom))?.[0].length ?? 0;
  let at = bom + shebang;
  const rest = text.slice(at).split(/(?<=\n)/);
  for (const line of rest) {
    at += line.length;
    if (/^\.\s.*\/_\/husky\.sh["']?\s*$/.test(line)) return at;
    if (!/^(?:#|$)/.test(line.trim())) break;
  }
  return bom + shebang;
}
