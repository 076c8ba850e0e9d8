// How code and settings read one variable, setting or secret by its name, as text: for the places that no syntax is known
// of, or that only bind a name (an option's alias, a struct's tag). Apart from the rules that judge whose key it is.
import { endOnLevel } from '../outer-level.ts';
import { type Given, givenVariable } from './wrong-key-given.ts';

const OWNER =
  '(?:process\\.env|import\\.meta\\.env|\\$?\\b(?:env|environ|environment|settings|config|conf|cfg|secrets|keys|credentials|options|opts|\\w{1,24}(?:Settings|Config|Env|Secrets|Keys|Credentials|_settings|_config|_secrets)))';
const READS: readonly RegExp[] = [
  // `env.X`, `settings.x`, `$config->x`
  new RegExp(`${OWNER}(?:\\(\\))?(?:!|\\?)?(?:\\.|->|::)([A-Za-z]\\w{4,60})(?![\\w(])`, 'g'),
  // `os.environ["X"]`, `ENV['X']`, `$_ENV['X']`, `Configuration["A:B"]`
  /(?:[eE]nv|ENV|environ|environment|_SERVER|[sS]ettings|[cC]onfig|[cC]onfiguration|[sS]ecrets|userdata)\??\[\\?["':]{1,2}([\w.:/-]{4,60})\\?["']?\]/g,
  // `getenv("X")`, `config('a.b.key')`, `System.fetch_env!("X")`, `get_secret("a/b")`
  /\b\w{0,30}(?:env|Env|ENV|environ|var|Variable|variable|secret|Secret|SECRET|config|Config|setting|Setting|Property|userdata|fetch|get|str|require|Environment)\w{0,20}!?(?:<\w{1,12}\??>)?\(\s{0,20}\\?["':]([\w.:/-]{4,60})\\?["']?/g,
  /\$ENV\{["']?([A-Z]\w{4,60})["']?\}/g,
  // What binds a name: `alias="X"`, `env = "X"`, `envvar="X"`, `` `env:"X"` ``
  /\b(?:alias|validation_alias|AliasChoices|env|envvar|env_var|envVar|envconfig|env_name|default_env|defaultValue)\s?[:=(]\s?[[(]?\\?["']([A-Za-z][\w.:-]{4,60})["',]/g,
  // `@Value("${X}")`
  /\$\{(?:env[.:])?([A-Za-z][\w.-]{4,60})(?::[^{}\n]{0,60})?\}/g,
];
/** A name alone. */
const ALONE = /^\s{0,4}[$@&*]{0,2}(?:(?:self|this)\.)?([A-Za-z]\w{4,60})!?\s{0,4}$/;
const MOST = 320;

export interface Read {
  readonly given: Given;
  /** Where the name starts and ends in the expression. */
  readonly start: number;
  readonly end: number;
}

/** The reads of variables and settings that say whose key they hold, in order. */
export function readsIn(code: string): readonly Read[] {
  const found: Read[] = [];
  const add = (name: string, start: number): void => {
    const given = givenVariable(name);
    if (given !== undefined && !found.some((one) => one.start === start))
      found.push({ given, start, end: start + name.length });
  };
  for (const pattern of READS)
    for (const match of code.matchAll(pattern)) {
      const name = match[1] ?? '';
      add(name, match.index + match[0].lastIndexOf(name));
    }
  const alone = ALONE.exec(code)?.[1];
  if (alone !== undefined) add(alone, code.indexOf(alone));
  return found.sort((a, b) => a.start - b.start);
}

/** The expression that starts at a place: to a comma, a semicolon or the end of a line on its own level. */
export function expressionAt(text: string, from: number, commas = true): string {
  const ends = (sign: string, at: number): boolean =>
    sign === ';' || (commas && sign === ',') || (sign === '\n' && endsHere(text, from, at));
  return text.slice(from, endOnLevel(text, from, Math.min(text.length, from + MOST), ends));
}

/** A line break that ends an expression: no sign asks for more, before or after it. */
function endsHere(text: string, from: number, at: number): boolean {
  if (text.slice(from, at).trim() === '') return false;
  const before = text.slice(Math.max(from, at - 4), at).trimEnd();
  return !/[=(,?:|+\\]$/.test(before) && !/^\s{0,60}(?:[.?:|+]|or\b)/.test(text.slice(at, at + 64));
}

/** What turns a read into something else: a choice, a test, a part of it. */
const CHOICE =
  /(?:^|[^?])\?\s{0,4}[^\s?.:,;)\]}|]|[=!]==?|&&|\b(?:if|unless|else|when|then)\b|!!|\b(?:bool|Boolean|len|isset|empty|has\w*|is[A-Z_]\w*|check\w*|exists\w*|mask\w*|redact\w*|hash\w*|sha\w*|strlen|typeof|not)\b|\.(?:length|slice|substring|startsWith|includes|substr)\b|sk-ant-|anthropic|claude/i;

const TEXT = /"[^"\n]{0,200}"|'[^'\n]{0,200}'/g;

/** The only thing that an expression reads, where nothing in it chooses. */
export function onlyRead(code: string): Read | undefined {
  const reads = readsIn(code);
  const [first] = reads;
  if (first === undefined || reads.some(({ given }) => given.vendor !== first.given.vendor)) return undefined;
  // `a = b = "…"`: what is named second is filled as well.
  if (/^\\?["']?\]?\)?\s{0,4}=(?![=>])/.test(code.slice(first.end))) return undefined;
  // A text with blanks is for people.
  const bare = code.replace(TEXT, (text) => (text.includes(' ') ? '""' : text));
  return CHOICE.test(bare) ? undefined : first;
}
