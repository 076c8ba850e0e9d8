// Objects of a type that the file declares with a key among its fields, where the language prints an object with what is
// in it: a dataclass, a record, a struct of Go, arguments that a parser read. Apart from the values: types are read here.
import { askedOnce, perText } from '../mentions.ts';
import { namesProviderKey } from '../vocabulary.ts';
import { lineStartOf } from './stored-keys.ts';

interface Declared {
  /** `TYPE` stands for the name; ends where the fields start. */
  readonly head: string;
  /** Where the fields end. */
  readonly end: RegExp;
  /** A type that says by itself what is shown of it. */
  readonly shows: RegExp;
}

const INDENTED = /\n(?=[^\s#)])/;
const BRACED = /\n\}/;
const TYPES: Readonly<Record<string, Declared>> = {
  py: {
    head: '(?:@(?:dataclasses\\.)?(?:dataclass|define|attrs?\\.\\w{1,10})(?:\\([^)\\n]{0,80}\\))?\\n(?:@[^\\n]{0,80}\\n)?class TYPE\\b|class TYPE\\([^)\\n]{0,80}(?:BaseModel|BaseSettings|NamedTuple)\\b)[^\\n]{0,80}:',
    end: INDENTED,
    shows: /__(?:repr|str)__/,
  },
  ts: { head: '(?:interface|type|class) TYPE\\b[^\\n{]{0,120}\\{', end: /\n?\}/, shows: /inspect\.custom|toJSON/ },
  go: { head: 'type TYPE struct \\{', end: BRACED, shows: /(?!)/ },
  rs: {
    head: '#\\[derive\\([^\\])]{0,120}\\b(?:Debug|Serialize)\\b[^\\n]{0,80}\\n(?:#[^\\n]{0,120}\\n)?(?:pub(?:\\(\\w+\\))? )?struct TYPE\\b[^\\n]{0,40}\\{',
    end: BRACED,
    shows: /(?!)/,
  },
  kt: { head: 'data class TYPE\\(', end: /\n\)|\)[ \t]{0,4}(?:[{:\n]|$)/, shows: /fun toString/ },
  java: { head: '\\brecord TYPE\\(', end: /\)/, shows: /(?!)/ },
  cs: {
    head: '\\brecord (?:struct |class )?TYPE\\s?[({]',
    end: /\)|\n\s{0,8}\}/,
    shows: /PrintMembers|override string ToString/,
  },
  swift: { head: 'struct TYPE\\b[^\\n{]{0,80}\\{', end: BRACED, shows: /\bvar (?:debugD|d)escription\b/ },
};
/** C# shows a class by its name alone, unless it is written as JSON. */
const SERIALIZED: Declared = { head: '\\b(?:class|record) TYPE\\s?[({]', end: /\n\s{0,8}\}/, shows: /(?!)/ };
const ALIASES: Readonly<Record<string, string>> = { tsx: 'ts', mts: 'ts', cts: 'ts', kts: 'kt', ipynb: 'py' };
/** A method elsewhere in the file that says what is shown: Go's and Rust's. */
const OWN_TEXT =
  '\\bfunc \\(\\w{0,20} ?\\*?TYPE\\) (?:String|GoString|Format|LogValue)\\(|\\bfor TYPE\\b|extension TYPE\\b[^\\n]{0,40}StringConvertible';
const HIDDEN_FIELD = /json:"-"|Secret|Redacted|Sensitive|repr\s?=\s?False|exclude\s?=\s?True|#\w|\bmask/;
const takesKey = askedOnce(
  /\b(?:parseArgs|minimist|mri|meow|yargs|arg)\([^;]{0,600}?["']?\b(?:\w{1,20}-)?(?:api-?key|apiKey)["']?\s?[:,\]]|["'`](?:-\w, ?)?--(?:\w{1,20}-){0,3}(?:api-key|api_key|apikey|auth-token|access-token)\b/,
);
/** A command line that was read: argparse, commander, yargs. */
const ARGUMENTS =
  '\\s?\\}?\\s?(?::[^=\\n]{1,40})?=\\s?(?!sys)[^\\n]{0,80}(?:parse_args\\(|parse_known_args\\(|\\.opts\\(\\)|yargs[^\\n]{0,80}\\.argv\\b|(?:parseArgs|minimist|mri|meow|arg)\\()';

/** A quick look for the declaration of a type. */
const declaresKey = askedOnce(/\b(?:class|struct|record|interface|type) [A-Z]|\btype \w{1,40} struct\b/);

/** True where what is printed under a name shows a key, because of what the name holds. */
export function isKeyedObject(text: string, extension: string, name: string, at: number): boolean {
  const above = text.slice(Math.max(0, at - 6000), at);
  if (takesKey(text) && (new RegExp(`\\b${name}${ARGUMENTS}`).test(above) || areArguments(text, above, name)))
    return true;
  const serialized = extension === 'cs' && /Serialize(?:Object)?\(\s?$/.test(text.slice(Math.max(0, at - 30), at));
  const declared = serialized ? SERIALIZED : TYPES[ALIASES[extension] ?? extension];
  if (declared === undefined || !declaresKey(text)) return false;
  // A template of JavaScript shows `[object Object]`.
  if (declared === TYPES['ts'] && text.slice(at - 2, at) === '${') return false;
  const type = typeOf(text, above, name);
  return type !== undefined && hasKey(text, declared, type);
}

/** `args = parse()` of a function that reads the command line, or `args: argparse.Namespace`. */
function areArguments(text: string, above: string, name: string): boolean {
  if (new RegExp(`\\b${name}: (?:argparse\\.)?Namespace\\b`).test(above)) return true;
  const reader = new RegExp(`\\b${name} = (\\w{1,40})\\(`).exec(above)?.[1];
  const body = reader === undefined ? -1 : text.search(new RegExp(`\\bdef ${reader}\\(`));
  return (
    body >= 0 &&
    /\n[ \t]{1,8}return [^\n]{0,40}parse_args\(/.test(text.slice(body, body + 4000).split(/\n(?=\w)/)[0] ?? '')
  );
}

function typeOf(text: string, above: string, name: string): string | undefined {
  const named = new RegExp(
    `\\b${name}\\s?(?:(?::=|=)\\s?(?:new |&|await )?(?:(?:Arc|Rc|Box|Mutex|RwLock)::new\\(|Some\\(|(?:Mutable(?:State|Shared)Flow|mutableStateOf|ref|useState|signal)\\()?([A-Z]\\w{1,60})(?:::\\w{1,40})?\\s?[({]|:\\s?&?([A-Z]\\w{1,60})\\b|\\s\\*?([A-Z]\\w{1,60})[,)])|\\b([A-Z]\\w{1,60}) ${name}\\s?[=,);]`,
    'g',
  );
  const match = [...above.matchAll(named)].at(-1);
  return (
    match?.slice(1).find((type) => type !== undefined) ??
    typeAsked(above, name) ??
    typeInGo(above, name) ??
    typeReturned(text, above, name)
  );
}

/** `section.Get<Settings>()`, `Deserialize<Settings>(text)` */
function typeAsked(above: string, name: string): string | undefined {
  return new RegExp(`\\b${name} =\\s[^\\n;]{0,160}(?:Get|Deserialize|GetRequiredService)<([A-Z]\\w{1,60})\\??>`).exec(
    above,
  )?.[1];
}

/** A struct of Go whose name begins small. */
function typeInGo(above: string, name: string): string | undefined {
  const match = new RegExp(
    `\\bvar ${name} \\*?([a-z]\\w{1,40})\\n|\\b${name}\\s?:=\\s?(?:&?([a-z]\\w{1,40})\\{|new\\(([a-z]\\w{1,40})\\))`,
  ).exec(above);
  return match?.slice(1).find((type) => type !== undefined);
}

/** `cfg := loadConfig()`, where a function of the file says what it gives. */
function typeReturned(text: string, above: string, name: string): string | undefined {
  const maker = new RegExp(`\\b${name}(?:, ?\\w{1,20})? ?:?= ?(?:await )?([A-Za-z_]\\w{1,40})\\(`).exec(above)?.[1];
  if (maker === undefined) return undefined;
  return new RegExp(
    `\\b(?:func|function|fn|def|fun) ${maker}\\([^()\\n]{0,120}\\) ?(?::|->)? ?(?:\\(|\\*|&|Result<|Promise<|Option<){0,3}([A-Za-z]\\w{1,40})`,
  ).exec(text)?.[1];
}

/** By type: every place that shows a value of it asks again. */
const judgedTypes = perText(() => new Map<string, boolean>());

function hasKey(text: string, declared: Declared, type: string): boolean {
  const judged = judgedTypes(text);
  const name = `${declared.head} ${type}`;
  const answer = judged.get(name) ?? declaresField(text, declared, type);
  judged.set(name, answer);
  return answer;
}

function declaresField(text: string, { head, end, shows }: Declared, type: string): boolean {
  const start = new RegExp(head.replaceAll('TYPE', type)).exec(text);
  if (start === null || new RegExp(OWN_TEXT.replaceAll('TYPE', type)).test(text)) return false;
  const rest = text.slice(start.index + start[0].length, start.index + start[0].length + 2000);
  const body = rest.slice(0, end.exec(rest)?.index ?? rest.length);
  if (shows.test(body) || shows.test(text.slice(start.index, start.index + 2000))) return false;
  return body
    .split(/\n|,(?![^<]{0,40}>)|;/)
    .some((field) => !HIDDEN_FIELD.test(field) && fieldNames(field).some(namesKeyField));
}

/** The words of a declaration before its default, without what is quoted. */
function fieldNames(field: string): readonly string[] {
  return field.replace(/["'`][^"'`]{0,80}["'`]|=.*/g, '').match(/[A-Za-z_]\w{2,60}/g) ?? [];
}

function namesKeyField(name: string): boolean {
  return namesProviderKey(name) || /^_?api_?key$/i.test(name);
}

/** How far above a place the head of its loop is. */
const LOOP = 300;
const OVER_ENVIRONMENT =
  /(?:process\.env|os\.environ\.(?:items|values)\(\)|os\.Environ\(\)|env::vars\(\)|\bENV\b|\$_ENV|getenv\(\)|GetEnvironmentVariables\(\)|toObject\(\)|Platform\.environment|processInfo\.environment)/;
const CHOOSES =
  /\bif\b|\bcontinue\b|\bunless\b|\bnext\b|filter|mask|redact|startsWith|startswith|\?|\bmatch\b|HasPrefix/;

/** `for name, value in os.environ.items():` right above: the second of the pair, or the entry, is part of the whole. */
export function isOfEnvironment(text: string, code: string, at: number): boolean {
  const name = /^[$&*]{0,2}([A-Za-z_]\w{0,40})(?:\.(?:getValue\(\)|[vV]alue))?$/.exec(code)?.[1];
  if (name === undefined) return false;
  const from = Math.max(0, at - LOOP);
  const above = text.slice(from, at);
  const heads = [...above.matchAll(/\b(?:for|foreach|each|each_pair|forEach)\b[^\n]{0,160}/g)];
  const head = heads.at(-1);
  if (head === undefined) return false;
  let start = lineStartOf(above, head.index);
  // The head of a chain stands some lines above.
  while (start > 0 && /^\s{0,80}\./.test(above.slice(start, start + 90))) start = lineStartOf(above, start - 1);
  const line = above.slice(start, head.index + head[0].length);
  if (!OVER_ENVIRONMENT.test(line) || CHOOSES.test(above.slice(start))) return false;
  const pair = new RegExp(`(?:,\\s?|=>\\s?)[$&]?${name}\\b`).test(line);
  return (
    pair ||
    (code !== name && new RegExp(`\\b${name}\\b`).test(line)) ||
    new RegExp(`\\bfor ${name} in os\\.environ\\.values|, ${name} := range os`).test(line)
  );
}

/** What a loop right above goes through, where the place shows its values: `for name, value in request.headers.items():`. */
export function goneThrough(text: string, code: string, at: number): string | undefined {
  if (/^\$(?:0\.value|1)$/.test(code))
    return /([\w.]{1,60}?)\??\.forEach\s?\{[^{}]{0,120}$/.exec(text.slice(Math.max(0, at - 200), at))?.[1];
  const name = /^[$&*]{0,2}([A-Za-z_]\w{0,40})$/.exec(code)?.[1];
  if (name === undefined) return undefined;
  const above = text.slice(Math.max(0, at - LOOP), at);
  const head = [...above.matchAll(/\b(?:for|foreach|each|each_pair|forEach)\b[^\n]{0,160}/g)].at(-1);
  if (head === undefined || CHOOSES.test(above.slice(head.index).replace(/\$?\{[^{}\n]{0,80}\}/g, '')))
    return undefined;
  const line = above.slice(lineStartOf(above, head.index), head.index + head[0].length);
  const pair = new RegExp(
    `(?:,\\s?|=>\\s?)[$&]?${name}\\b[^\\n]{0,20}(?:\\bof|\\bin|:?=\\s?range)|\\((?:async )?\\(?${name}, \\w{1,30}\\)?\\s?=>|[({]\\s?\\(\\w{1,30}, ${name}\\) ->|\\|\\w{1,30}, ${name}\\|`,
  ).test(line);
  if (!pair) return undefined;
  const match =
    /\b(?:of|in|range)\s(?:Object\.entries\(|sorted\()?((?:vars|asdict|dataclasses\.asdict)\(\w{1,40}\)|[\w.$]{1,60}?(?:\.(?:model_dump|dict|_asdict|to_dict)\(\))?)(?:\.(?:items|entries)\(\))?\)?\s?[:{)]/.exec(
      line,
    ) ?? /([A-Za-z_][\w.]{0,60}?)(?:\.(?:toSortedMap\(\)|entries(?:\(\))?))?\.(?:forEach|each|each_pair)\b/.exec(line);
  return match?.[1];
}
