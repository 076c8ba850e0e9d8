// Programs of other languages inside commands of a shell: `node -e "…"`, `python3 - <<'PY'`, a step that says its shell.
// Apart from shell-parts.ts, which finds the commands.
import { PYTHON, SCRIPT, type Syntax, type Unit } from './syntax.ts';
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
const FED =
  /\b(node|bun|deno|tsx|python|ruby|php|pwsh)3?(?:[ \t]{1,4}[^\s<>|;&]{1,60}){0,6}[ \t]{1,4}<<-?[ \t]{0,2}(["']?)([A-Za-z_]\w{0,40})\2[^\n]{0,200}\n/g;
/** Only what speaks to the API is read: most programs in commands do something small. */
const ABOUT = 'api.anthropic.com';
const MOST = 20;

export function embeddedIn(text: string, units: readonly Unit[]): readonly Unit[] {
  return units.flatMap((unit) => {
    const whole = unit.text ?? text;
    const part = whole.slice(unit.start, unit.end);
    return part.includes(ABOUT) ? [...oneLiners(whole, part, unit), ...fed(whole, part, unit)] : [];
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

function fed(whole: string, part: string, { start, documentation }: Unit): readonly Unit[] {
  return [...part.matchAll(FED)].slice(0, MOST).flatMap(({ 0: head, 1: program = '', 3: word = '', index }) => {
    const from = index + head.length;
    const length = part.slice(from).search(new RegExp(`^[ \\t]{0,80}${word}\\b`, 'm'));
    const syntax = PROGRAMS[program];
    if (length < 0 || syntax === undefined || !part.slice(from, from + length).includes(ABOUT)) return [];
    return [{ syntax, start: start + from, end: start + from + length, documentation, text: whole }];
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
