// Programs of other languages inside commands of a shell: `node -e "…"`, `python3 - <<'PY'`, a step that says its shell.
// Apart from shell-parts.ts, which finds the commands.
import { PYTHON, SCRIPT, SHELL, type Syntax, type Unit } from './syntax.ts';
import { PHP, POWERSHELL, RUBY } from './typed-languages.ts';

const PROGRAMS: Readonly<Record<string, Syntax>> = {
  node: SCRIPT,
  bun: SCRIPT,
  deno: SCRIPT,
  tsx: SCRIPT,
  python: PYTHON,
  ruby: RUBY,
  php: PHP,
  pwsh: POWERSHELL,
};
const ONE_LINER =
  /\b(node|bun|deno|tsx|python|ruby|php|pwsh)3?(?:[ \t]{1,4}(?:--?[\w=.-]{1,40}|run)){0,3}?[ \t]{1,4}(?:-e|-c|-r|-p|-pe|--eval|--print|eval)[ \t]{1,4}(["'])/g;
const HEREDOC = /^([^\n]{0,300}?)<<-?[ \t]{0,2}(["']?)([A-Za-z_]\w{0,40})\2([^\n]{0,200})\n/gm;
/** What is fed the text, or the file that it is written to. */
const FED = /\b(node|bun|deno|tsx|python|ruby|php|pwsh)3?(?:[ \t]{1,4}[^\s<>|;&]{1,60}){0,6}[ \t]{1,4}$/;
const WRITTEN =
  /(?:>[ \t]{0,4}|\btee[ \t]{1,4}(?:-a[ \t]{1,4})?)["']?[^\s"'|;&<>]{0,120}\.(?:(py)|([cm]?[jt]sx?)|(rb)|(php)|(sh)|(ya?ml))["']?(?=\s|$)/;
const WRITTEN_AS = [PYTHON, SCRIPT, RUBY, PHP, SHELL];
/** Only what speaks to the API is read: most programs in commands do something small. */
const ABOUT = 'api.anthropic.com';
const MOST = 20;

/** @param steps - the commands of a pipeline, which a script may write too. */
export function embeddedIn(
  text: string,
  units: readonly Unit[],
  steps: (text: string) => readonly Unit[],
): readonly Unit[] {
  return units.flatMap((unit) => {
    const whole = unit.text ?? text;
    const part = whole.slice(unit.start, unit.end);
    return part.includes(ABOUT) ? [...oneLiners(whole, part, unit), ...fed(whole, part, unit, steps)] : [];
  });
}

function oneLiners(whole: string, part: string, { start, documentation }: Unit): readonly Unit[] {
  return [...part.matchAll(ONE_LINER)].slice(0, MOST).flatMap(({ 0: head, 1: program = '', 2: quote = '', index }) => {
    const from = index + head.length;
    let to = part.indexOf(quote, from);
    while (quote === '"' && to > 0 && part.charAt(to - 1) === '\\') to = part.indexOf(quote, to + 1);
    const syntax = PROGRAMS[program];
    if (to < 0 || syntax === undefined || !part.slice(from, to).includes(ABOUT)) return [];
    const text = quote === '"' ? whole.replaceAll('\\"', ' "').replaceAll('\\$', ' $') : whole;
    return [{ syntax, start: start + from, end: start + to, documentation, text }];
  });
}

function fed(
  whole: string,
  part: string,
  { start, documentation }: Unit,
  steps: (text: string) => readonly Unit[],
): readonly Unit[] {
  return [...part.matchAll(HEREDOC)]
    .slice(0, MOST)
    .flatMap(({ 0: head, 1: before = '', 2: quote, 3: word = '', 4: after = '', index }) => {
      const from = start + index + head.length;
      const length = part.slice(from - start).search(new RegExp(`^[ \\t]{0,80}${word}\\b`, 'm'));
      const body = part.slice(from - start, from - start + length);
      if (length < 0 || !body.includes(ABOUT)) return [];
      const written = WRITTEN.exec(`${before} ${after}`)?.slice(1) ?? [];
      const syntax = PROGRAMS[FED.exec(before)?.[1] ?? ''] ?? WRITTEN_AS[written.findIndex((one) => one !== undefined)];
      // Without quotes round its end, the shell takes the backslashes away.
      const text = quote === '' ? whole.replaceAll(/\\([$`])/g, ' $1') : whole;
      if (syntax !== undefined) return [{ syntax, start: from, end: from + length, documentation, text }];
      if (written.at(-1) === undefined) return [];
      return steps(body).map((unit) => ({
        ...unit,
        start: from + unit.start,
        end: from + unit.end,
        documentation,
        text,
      }));
    });
}

const STEP_REACH = 1500;

/** The language of a pipeline's script, by what its step says beside it. */
export function languageOfStep(text: string, key: string, at: number, end: number): Syntax | undefined {
  const before = text.slice(Math.max(0, at - STEP_REACH), at);
  const after = text.slice(end, end + 300);
  const step = `${before.split(/\n(?=[ \t]{0,40}- )/).at(-1)}\n${after.split(/\n[ \t]{0,40}- /, 1)[0]}`;
  if (key === 'script' && /\buses:[ \t]{1,4}["']?actions\/github-script\b/.test(step)) return SCRIPT;
  if (/^[ \t-]{0,40}shell:[ \t]{1,4}["']?python/m.test(step) || /\btask:[ \t]{1,4}["']?PythonScript@/.test(step))
    return PYTHON;
  return undefined;
}
