// Reads that ask a store for a key: by its name in quotes, whatever the store is, or by a name that a loop takes out of a
// list. Apart from the values: the name that counts is not the name of what is printed.
import { askedOnce } from '../mentions.ts';
import { namesProviderKey } from '../vocabulary.ts';
import { type File, lastAssignment, NEAR } from './logged-assignments.ts';
import { lineStartOf } from './stored-keys.ts';

/** `viper.GetString("anthropic_api_key")`, `prefs.getString("claude_key", null)`, `localStorage.getItem('openai_api_key')`. */
const ASKED =
  /^(?:await |try[?!]? ){0,2}[\w.$>:@-]{0,60}?(?:[gG]et|[fF]etch|[rR]ead|[lL]oad|[rR]etrieve|[lL]ookup|dig|[pP]aram(?:eter)?|[pP]roperty|[oO]ption|[sS]ecret|env|Env|config|Config|\.String|\.string|\.object)(\w{0,30})(?:<[^<>\n]{1,40}>)?!?\(\s?(?:\w{2,24}:\s?)?["']([\w./:-]{1,80})["'](?:,\s?:?["']?([\w.-]{1,60})["']?)?[^()]{0,80}\)(?:!!?|\?)?(?:\??\.(?:getString\(\)|[vV]alue(?:\(\))?|asString\(\)|as_str\(\)|SecretString|unwrap\(\)))?$/;
/** What is asked for besides a value: a text to show, or what is known of it. */
const OTHER =
  /^(?:Text|Label|Message|Name|Title|Description|Placeholder|Status|Masked|Length|Type|Path|File|Url|Id|Element\w*|Resource\w*)$/;

/** True where an expression asks for a provider's key by name. */
export function asksForKey(code: string, mentionsAi: () => boolean): boolean {
  const [, what = '', name = '', second = ''] = ASKED.exec(code) ?? [];
  if (name === '' || OTHER.test(what)) return false;
  if (/^api[_-]?key$/i.test(name))
    return (
      /(?:conf|config|cfg|section|settings?|options?|opts|args|prefs?|parser|ctx|cmd|flags?\(?\)?|\bc)\??[.>:]/i.test(
        code,
      ) && mentionsAi()
    );
  const whole = name.replaceAll(/[./:]/g, '_');
  return namesProviderKey(whole) || (/^\w{0,20}key$/i.test(second) && namesProviderKey(`${whole}_${second}`));
}

/** A call of the file's own function that is named for a key or for headers, without what it is given. */
const OWN = /^(?:await )?(?:self\.|this\.|Self::|\$this->)?(#?[a-z_]\w{2,40})\([^()\n]{0,80}\)\??$/;
/** How much of a function is read. */
const BODY = 1500;
/** A function's first line has its name no further from its start, and is read no further behind the name. */
const LONGEST_HEAD = 400;

interface Returned {
  readonly code: string;
  readonly at: number;
  /** True of what is named for headers. */
  readonly record: boolean;
}

/** What a function of the file gives back, by what stands after its `return`s. */
export function returnedBy(text: string, code: string): readonly Returned[] {
  const name = OWN.exec(code)?.[1];
  if (
    name === undefined ||
    !/key|secret|credential|headers|token/i.test(name) ||
    /mask|redact|hide|has|is_|show|valid|format|hash|safe|sanit/i.test(name)
  )
    return [];
  const opens = new RegExp(
    `^[ \\t]{0,12}(?:[^\\n(]{0,60}\\b(?:def|function|func|fun|fn) ${name}\\(|(?:export )?const ${name} = (?:async )?\\(|(?:[\\w<>,?[\\]]{1,30} ){0,4}${name}\\([^()\\n]{0,160}\\)[^\\n;=()]{0,60}\\{[ \\t]{0,4}$)`,
  );
  const start = firstLine(text, name, opens);
  if (start === undefined) return [];
  const rest = text.slice(start, start + BODY);
  const indent = /^[ \t]{0,12}/.exec(rest)?.[0].length ?? 0;
  const body = rest.split(new RegExp(`\\n[ \\t]{0,${indent}}(?=[^\\s)])`))[0] ?? '';
  return [...body.matchAll(/\breturn ([^\n;]{1,200})/g)].map((match) => ({
    code: match[1] ?? '',
    at: start + match.index + 7,
    record: /headers/i.test(name),
  }));
}

/** Where the first line with a name is that a pattern fits from its start: far quicker than the pattern for the whole text. */
function firstLine(text: string, name: string, pattern: RegExp): number | undefined {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
    const start = lineStartOf(text, at);
    if (at - start < LONGEST_HEAD && pattern.test(text.slice(start, at + LONGEST_HEAD).split('\n')[0] ?? ''))
      return start;
  }
  return undefined;
}

/** `match env::var("NAME") { Ok(key) => …`: what the arm of a name was matched in. */
export function matchedBy(text: string, name: string, at: number): string | undefined {
  const above = text.slice(Math.max(0, at - BODY), at);
  const arm = [...above.matchAll(new RegExp(`\\b(?:Ok|Some)\\((?:ref )?${name}\\)(?: if [^\\n]{1,80})? =>`, 'g'))].at(
    -1,
  );
  if (arm === undefined) return undefined;
  const start = above.lastIndexOf('match ', arm.index);
  return start < 0 ? undefined : /^match ([^\n{]{1,120}?)\s?\{/.exec(above.slice(start))?.[1];
}

/** `process.env[name]`, `os.environ.get(name)`, `ENV[name]`, `getenv($name)`, `os.Getenv(name)`. */
const BY_NAME =
  /^(?:(?:globalThis\.)?(?:process|Bun|import\.meta)\.env\[|os\.environ(?:\.get)?[[(]|os\.[gG]etenv\(|(?:System\.)?getenv\(|Deno\.env\.get\(|Environment\.GetEnvironmentVariable\(|ENV(?:\.fetch)?[[(]|\$_ENV\[|(?:std::)?env::var\()&?(\$?[A-Za-z_]\w{0,40})[\])]/;
/** How far above a read its loop and list are. */
const ABOVE = 3000;
const LOOP = /\b(?:for|foreach|forEach|each|map|range)\b/;
/** What is gone through. */
const LISTED =
  /(?:\bin|\bof|:|\brange)\s(?:&|self\.|this\.)?([A-Za-z_]\w{0,40})\b|(?<![\w.$])([$A-Za-z_]\w{0,40})\s?\.(?:forEach|each|map|iter)\b|\((\$\w{1,40}) as\b/;
const QUOTED = /["'`]([A-Z][A-Z0-9_]{4,60})["'`]|\b([A-Z][A-Z0-9_]{4,60})\b/g;

/** True where a variable of the environment is read whose name a loop takes out of a list with a provider's key in it. */
export function readsListedKey(text: string, code: string, at: number): boolean {
  const name = BY_NAME.exec(code)?.[1];
  if (name === undefined) return false;
  const above = text.slice(Math.max(0, at - ABOVE), at);
  const bare = new RegExp(`(?<![\\w$])${name.replace('$', '\\$')}(?!\\w)`);
  const lines = above.split('\n');
  const line = lines.findLastIndex((one) => LOOP.test(one) && bare.test(one));
  if (line < 0) return false;
  // The list may stand in the head itself, go on below it, or be declared above.
  const head = (lines[line] ?? '').slice(0, 400);
  const listed = LISTED.exec(head)
    ?.slice(1)
    .find((one) => one !== undefined);
  const declared =
    listed === undefined
      ? ''
      : (new RegExp(
          `(?<![\\w.])${listed.replace('$', '\\$')}(?:\\s?:[^=\\n]{1,40})?\\s?:?=\\s?[^\\n]{0,60}?[[({%]([^\\])}]{0,800})`,
        ).exec(above)?.[1] ?? '');
  const inline = /[[(]\s{0,8}(?:["'`]|$)|%[wi][[({]/.test(head)
    ? lines.slice(Math.max(0, line - 8), line + 8).join('\n')
    : '';
  return [...`${inline} ${declared}`.matchAll(QUOTED)].some((match) => namesProviderKey(match[1] ?? match[2] ?? ''));
}

/** `names.map((name) => ({ name, value: process.env[name] }))`, `{name: os.getenv(name) for name in (…)}`: values of all of them. */
const EACH =
  /(?<!\?\s?|!!|\b[bB]ool(?:ean)?\(|\blen\()(?:process\.env|Bun\.env|ENV)\[\s?(\w{1,40})\s?\](?!\s?\?|\.length)|(?<!\b[bB]ool\(|\blen\()(?:os\.getenv|os\.environ\.get|os\.environ\[|getenv|os\.Getenv)[([]?\s?(\$?\w{1,40})\s?[)\]]/;

/** True where an expression makes a record of what the variables hold whose names it lists. */
export function readsEachName(code: string): boolean {
  const read = EACH.exec(code);
  return (
    read !== null &&
    /\bfor\b|map|each|\.reduce\(/.test(code) &&
    [...code.matchAll(QUOTED)].some((match) => namesProviderKey(match[1] ?? ''))
  );
}

/** What a field is in the records of a list that a loop goes through: `for (const one of providers)`, of `one.key`. */
export function listedField(
  text: string,
  owner: string,
  field: string,
  at: number,
): readonly { readonly code: string; readonly at: number }[] {
  if (!/key|token|secret|value|env/i.test(field)) return [];
  const from = Math.max(0, at - ABOVE);
  const above = text.slice(from, at);
  const loop = [
    ...above.matchAll(
      new RegExp(
        `\\b(?:for|foreach|each)\\b[^\\n]{0,40}?\\b${owner}\\b\\s(?:of|in|:)\\s\\$?(\\w{1,40})|(?<![\\w.])\\$?(\\w{1,40})\\.(?:forEach|each|map)(?:\\(| do | ?\\{ ?)[(|]?${owner}\\b|\\((\\$\\w{1,40}) as ${owner.replace('$', '\\$')}\\)`,
        'g',
      ),
    ),
  ].at(-1);
  const list = loop
    ?.slice(1)
    .find((one) => one !== undefined)
    ?.replace('$', '');
  if (list === undefined) return [];
  const head = new RegExp(`(?<![\\w.])\\$?${list}(?:\\s?:[^=\\n]{1,60})?\\s?:?=\\s?[^\\n]{0,40}?[[({]`).exec(above);
  if (head === null) return [];
  const start = head.index + head[0].length;
  const body = above.slice(start, start + 1200).split(/\n(?=[\])}])/)[0] ?? '';
  return [...body.matchAll(new RegExp(`(?<![\\w$])["']?${field}["']?\\s?(?::|=>|=)\\s?([^\\n,}]{3,100})`, 'g'))].map(
    (match) => ({
      code: (match[1] ?? '').trim(),
      at: from + start + match.index + match[0].length - (match[1] ?? '').length,
    }),
  );
}

/** Everything of an env file. */
const READS_FILE =
  /^(?:await )?(?:(?:require\(["']dotenv["']\)|dotenv\w{0,6})\.)?(?:config(?:Dotenv)?|dotenv_values|parse)\([^()]{0,120}\)(?:\.parsed)?$/i;
const readsFile = askedOnce(/\bdotenv|\.credentials\.json/);

/** `dotenv.config()`, `result.parsed`, what `dotenv_values()` gave. */
export function isOfFile(file: File, code: string, at: number): boolean {
  if (!readsFile(file.text)) return false;
  if (/dotenv|^config\(/.test(code) && READS_FILE.test(code)) return true;
  const name = /^([A-Za-z_]\w{0,40})(?:\??\.parsed)?$/.exec(code)?.[1];
  const made = name === undefined ? undefined : lastAssignment(file, name, at)?.code;
  if (made === undefined) return false;
  return (
    (/dotenv|^config\(/.test(made) && READS_FILE.test(made)) || /(?:load|parse).{0,80}\.credentials\.json/.test(made)
  );
}

/** A store of secrets that is asked for a provider's key. */
const STORE =
  /(?:[sS]ecret|[vV]ault|ssm|keyring|[kK]eytar|Variable|[pP]arameter)\w{0,30}[.(][^\n]{0,120}["'`][\w/.:-]{0,60}(?:anthropic|openai|claude|ANTHROPIC|OPENAI|CLAUDE)[\w/.-]{0,20}(?:key|KEY)["'`]/;

/** True where an expression asks a store of secrets for a provider's key. */
export function readsStore(code: string): boolean {
  return STORE.test(code) && !/getenv|environ/i.test(code);
}

/** What a store of secrets answered, or what is taken out of its answer. */
export function isOfStore(file: File, names: readonly string[], at: number): boolean {
  const [first = '', second] = names;
  if (!asksStore(file.text) || (second !== undefined && !ANSWER.test(names.at(-1) ?? ''))) return false;
  const made = lastAssignment(file, first, at)?.code;
  if (made !== undefined || second !== undefined) return second !== undefined && readsStore(made ?? '');
  const above = file.text.slice(Math.max(0, at - NEAR), at);
  return readsStore(
    new RegExp(`\\{[^{}\\n]{0,80}\\b${first}\\b[^{}\\n]{0,80}\\}\\s?=\\s?([^\\n]{1,300})`).exec(above)?.[1] ?? '',
  );
}

const ANSWER = /^(?:SecretString|value|data|payload|secret|plaintext)$/i;
const asksStore = askedOnce(STORE);

/** `$config = config('services.anthropic')`: settings of a provider. */
export function isSection(file: File, owner: string, at: number): boolean {
  return SECTION.test(lastAssignment(file, owner, at)?.code ?? '');
}

const SECTION =
  /(?:[([.]["'`]?|[./:])(?:anthropic|claude|openai|gemini|mistral|groq)["'`]?\s?[)\]]{0,2}(?:\s?(?:\|\||\?\?|or)\s?(?:\{\}|\[\]))?$/i;
