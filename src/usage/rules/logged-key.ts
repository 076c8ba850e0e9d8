// A credential that is printed or logged: by its name, as a literal, or with the whole environment round it. A log is
// kept, shipped and read by more people than the key is meant for. What only hints at a key stays silent.
import { isPlaceholder } from '../../credentials/placeholder.ts';
import type { Match, Rule, RuleInput } from '../../rule.ts';
import { extensionOf, isTestPath } from '../languages.ts';
import { lazy } from '../lazy.ts';
import { createMentions } from '../mentions.ts';
import { namesProviderKey, namesSecret } from '../vocabulary.ts';
import { environmentDumps, type LogCall, logCallsOf } from './log-calls.ts';
import { loggedDocs } from './logged-key.docs.ts';
import type { Operand } from './operand-texts.ts';
import { operandsOf } from './operands.ts';
import { lineStartOf } from './stored-keys.ts';

const LITERAL =
  /(?<![\w-])(?:sk-ant-[a-z]{2,8}[0-9]{0,4}-|sk-proj-|sk-svcacct-|sk-or-v1-|gsk_|xai-|pplx-)([\w-]{40,240})/;
/** Everything that the process was started with. */
const ENVIRONMENT =
  /^(?:(?:globalThis\.)?process\.env|os\.environ(?:\.copy\(\)|\.items\(\))?|Deno\.env\.toObject\(\)|Bun\.env|os\.Environ\(\)|System\.getenv\(\)|ENV|\$_ENV|getenv\(\)|(?:std::)?env::vars\(\)(?:\.collect(?:::<[\w<>:, ]{1,60}>)?\(\))?|Environment\.GetEnvironmentVariables\(\)|ProcessInfo\.processInfo\.environment|Platform\.environment)$/;
const PATH = /^[$@]{0,2}[A-Za-z_]\w*(?:(?:\?\.|->|::|!\.|\.)\$?[A-Za-z_]\w*|(?:\?\.)?\[\s?["'][\w:.-]+["']\s?\])*$/;
const ENV_CALL =
  /^(?:[A-Za-z_][\w.:]{0,60})?(?:getenv|Getenv|get_env|fetch_env!|GetEnvironmentVariable|get(?:Required)?Property|GetValue(?:<string\??>)?|env\.get|environ\.get|env::var|fetch|\benv|\bconfig)\(\s?["']([\w.:-]{1,80})["'][^()]{0,60}\)\??$/;
/** What makes of a key something that may be shown. */
const HIDING =
  /mask|redact|hide|hidden|obfusc|censor|slice|substr|length|\blen\b|bool|\bhas|exist|trunc|hash|sha\d|digest|encrypt|sanit|scrub|preview|prefix|suffix|short|fingerprint|\[\s?-?\d|\[\s?:|[!=]==?|\b(?:in|is|not)\b|startsWith|\*\*\*|^!/i;
/** Records whose fields are named for keys and hold something else. */
const OTHER_RECORD =
  /keys?$|names?$|labels?$|errors?$|messages?$|enum$|vars?$|fields?$|types?$|constants?$|strings?$|touched|schema|i18n|^t$|placeholders?$|styles?$|status|titles?$|paths?$|columns?$/i;
/** A quick look, so that files with nothing to find are not read token by token. */
const WHOLE_ENVIRONMENT =
  /(?:\b(?:process|Bun|Platform|processInfo)\.env(?:ironment)?|\bos\.environ(?:\.copy\(\)|\.items\(\))?|\bENV(?:\.to_h|\.inspect)?|\$_ENV|\b(?:toObject|Environ|getenv|vars|GetEnvironmentVariables)\(\))[ \t]{0,4}(?:[,;)}\]]|\|\||\?\?|or\b|$)/gm;
const LOGS = /console|log|print|std(?:out|err)|echo|puts|write|dump|dbg/i;
/** Characters round a mention in which a log call is looked for. */
const AROUND = 300;
const mentionsProvider = createMentions([
  'anthropic',
  'claude',
  'openai',
  'open_ai',
  'gemini',
  'googleai',
  'google_ai',
  'groq',
  'mistral',
  'cohere',
  'deepseek',
  'openrouter',
  'open_router',
  'perplexity',
  'replicate',
  'voyage',
  'elevenlabs',
  'eleven_labs',
]);
/** All that can make a name, or headers, hold a key. */
const KEY_NAME =
  /(?:anthropic|claude|open[-_.]?ai|gemini|google[-_.]?(?:generative[-_.]?)?ai|groq|mistral|cohere|deepseek|open[-_.]?router|perplexity|xai|together|replicate|hugging[-_.]?face|hf|voyage|eleven[-_.]?labs)[\w.-]{0,80}(?:key|token)|\b_?api_?key\b|x-api-key/i;
const mentionsAi = createMentions(['anthropic', 'claude', 'openai', 'gemini', 'mistral', 'groq', 'openrouter']);
const GENERIC = /^_?(?:api_?key|apikey)$/i;
/** A text that says what is shown, and the name that is shown, on one line. */
const LABELLED = /\bapi[ _-]?key\b[^\n]{0,80}?\bapi_?key\b/i;
const LABEL = /\bapi[ _-]?key\b/i;
/** `export OPENAI_API_KEY=` before what is put there. */
const SET_TO = /\b([A-Z][A-Z0-9_]{4,60})=["'`]{0,2}(?:\$?\{|#\{|\\\(|\$)$/;
const HEADERS = /headers?$|config$|options?$|opts$|init$/i;
/** Programs whose purpose is to hand the key on by their output. */
const KEY_PRINTER = /key[-_]?helper|(?:get|print|show|fetch)[-_]?\w{0,20}key|credential/i;
const MASKED_BEFORE = /setSecret\(|::add-mask::/;
const REDACTING = /\bredact\s?:/;
const MASKING_TYPE = /Secret(?:Str|String|Box)\b/;
const DOCUMENTATION = /^(?:md|mdx|markdown|rst|adoc)$/;
/** `$env:NAME` of PowerShell. */
const DRIVE = /^\$?\{?env:(\w{1,80})\}?$/i;
/** `properties.getApiKey()`, `config.api_key()`: what asks for a field. */
const GETTER = /^((?:[A-Za-z_]\w{0,60}\.){0,4})(?:get_?)?([A-Za-z_]\w{2,60})\(\)$/;
/** What follows a read that must succeed. */
const MUST =
  /\.(?:expect|unwrap_or|unwrap_or_else|orElse|ifEmpty)\([^()]{0,80}\)$|\.(?:unwrap_or_default|orElseThrow|orEmpty)\(\)$/;
/** A quick look: a word for output, and after it a name for a secret of whatever service. */
const PRINTED_SECRET =
  /\b(?:console|log\w{0,10}|print\w{0,4}|echo|puts|write\w{0,8}|dbg|debug\w{0,5}|info|warn|error|trace|timber|dump)\b[^\n]{0,160}?(?:(?:access|auth|refresh|bearer|api|bot|npm|github|gh|gitlab|pypi|slack|discord|telegram|deploy)_?token|api_?key|secret_?(?:access_?)?key|client_?secret)/i;
const SECRET =
  /(?:access|auth|refresh|bearer|api|bot|npm|github|gh|gitlab|pypi|slack|discord|telegram|deploy)_?token|api_?key|secret_?(?:access_?)?key|client_?secret/i;
/** Variables of a shell that hold a secret. */
const SHELL_SECRET = /^(?:[A-Z0-9]+_)*(?:TOKEN|API_KEY|SECRET_KEY|CLIENT_SECRET|SECRET_ACCESS_KEY)$/;
/** How far back the last assignment of a name is looked for. */
const NEAR = 4000;
/** How many names of a file are looked up. */
const MOST_NAMES = 200;

type Sort = 'variable' | 'literal' | 'environment' | 'headers';

interface File {
  readonly path: string;
  readonly text: string;
  readonly mentionsAi: () => boolean;
  /** True when a type that hides what it holds is used. */
  readonly hasMasks: () => boolean;
  readonly assignments: (name: string) => readonly number[];
}

function find(input: RuleInput): readonly Match[] {
  const { path, text } = input;
  if (isTestPath(path) || MASKED_BEFORE.test(text)) return [];
  const guide = DOCUMENTATION.test(extensionOf(path));
  const file: File = {
    path,
    text,
    mentionsAi: lazy(() => mentionsAi(text)),
    hasMasks: lazy(() => MASKING_TYPE.test(text)),
    assignments: createAssignments(text),
  };
  const dumps = guide ? [] : environmentDumps(input).map((dump) => dumpMatch(text, dump));
  const named = mentionsProvider(text) && mayHoldKey(text);
  const spoken =
    logsEnvironment(text) ||
    LITERAL.test(text) ||
    LABELLED.test(text) ||
    (SECRET.test(text) && PRINTED_SECRET.test(text));
  if (!named && !spoken) return dumps;
  const redacting = REDACTING.test(text);
  const found = new Map<number, Match>();
  for (const call of logCallsOf(input)) {
    const name = text.slice(call.start, call.from);
    if (redacting && /log/i.test(name) && !name.startsWith('console')) continue;
    if (isOtherOutput(text, call) || isPartOfPage(text, call)) continue;
    for (const operand of operandsOf(text, call.from, call.to, call.holes)) {
      const match = judge(file, call, operand);
      // What a guide shows is an example: an error there would stop a commit for it.
      if (match !== undefined && !(guide && match.level === 'error')) found.set(match.start, match);
    }
  }
  return [...dumps, ...found.values()];
}

function mayHoldKey(text: string): boolean {
  return KEY_NAME.test(text) || text.search(WHOLE_ENVIRONMENT) >= 0;
}

function logsEnvironment(text: string): boolean {
  for (const { index } of text.matchAll(WHOLE_ENVIRONMENT))
    if (LOGS.test(text.slice(Math.max(0, index - AROUND), index + AROUND))) return true;
  return false;
}

/** `print(…, file=f)`, a value that a key helper hands over, a format that cuts the key short. */
function isOtherOutput(text: string, call: LogCall): boolean {
  const code = text.slice(call.from, call.to);
  return (call.holes === 'format' && /\bfile\s?=\s?(?!sys\.std)/.test(code)) || /%-?\d{0,3}\.\d|%[Tpt]\b/.test(code);
}

/** `<?php echo $key ?>`: what a page is made of is no log. */
function isPartOfPage(text: string, { start, to }: LogCall): boolean {
  return (
    /<\?php[ \t]{1,4}$/.test(text.slice(Math.max(0, start - 12), start)) &&
    /^[^\n]{0,40}\?>/.test(text.slice(to - 3, to + 40))
  );
}

function judge(file: File, call: LogCall, operand: Operand): Match | undefined {
  if (operand.literal) return judgeLiteral(operand);
  if (call.holes === 'shell') {
    if (!holdsInShell(file, operand.text, operand.start) || isValueOfFunction(file, call, operand)) return undefined;
    return toMatch(operand, 'variable');
  }
  if (file.hasMasks() && printsMask(file.text, operand)) return undefined;
  const sort = sortOf(file, operand.text, operand.start, 0) ?? sortByLabel(file, call, operand);
  if (sort === undefined) return undefined;
  const bare = file.text.slice(call.from, call.to).trim() === operand.text;
  if (bare && KEY_PRINTER.test(file.path)) return undefined;
  return toMatch(operand, sort);
}

/** A variable of the shell's: by its name, or by the variable that it was set to just before. */
function holdsInShell(file: File, name: string, at: number): boolean {
  if (namesProviderKey(name) || (SHELL_SECRET.test(name) && namesSecret(name))) return true;
  if (!/^(?:[A-Z_]*KEY|[A-Z_]*TOKEN|key|token)$/.test(name)) return false;
  const value = lastAssignment(file, name, at)?.code ?? '';
  const other = /^"?\$\{?([A-Z][A-Z0-9_]{3,80})(?::-[^}]{0,80})?\}?"?$/.exec(value)?.[1];
  return other !== undefined && namesProviderKey(other);
}

/** A type that shows asterisks: Pydantic's SecretStr, Rust's SecretString. */
function printsMask(text: string, operand: Operand): boolean {
  const name = operand.text.split(/\W/).at(-1) ?? '';
  if (name === '') return false;
  if (/^\.(?:get_secret_value|expose_secret)\b/.test(text.slice(operand.end, operand.end + 20))) return false;
  const type = '(?:\\w{1,20}::)?Secret(?:Str|String|Box)\\b';
  return new RegExp(`\\b${name}\\s?:[^\\n=]{0,40}\\b${type}|\\b${name}\\s?=\\s?${type}`).test(text);
}

/** A name that says too little, put where a text says that it is the key. */
function sortByLabel(file: File, call: LogCall, operand: Operand): Sort | undefined {
  if (!/^[$@]{0,2}[A-Za-z_]\w*$/.test(operand.text)) return undefined;
  const name = operand.text.replace(/^[$@]+/, '');
  const before = file.text.slice(call.from, operand.start);
  const set = SET_TO.exec(before.slice(-80))?.[1];
  const labelled =
    (GENERIC.test(name) && LABEL.test(before)) ||
    (set !== undefined && namesProviderKey(set) && /key|token|secret/i.test(name) && !HIDING.test(name));
  if (!labelled) return undefined;
  const assigned = lastAssignment(file, name, operand.start);
  const sort = assigned === undefined ? 'open' : sortOfAssigned(file, assigned, name, 0);
  return sort === 'open' ? 'variable' : sort;
}

function judgeLiteral(operand: Operand): Match | undefined {
  const match = LITERAL.exec(operand.text);
  if (match === null || isPlaceholder(match[1] ?? '')) return undefined;
  const start = operand.start + match.index;
  const end = start + match[0].length;
  return { ...toMatch({ ...operand, start, end }, 'literal'), secret: { start, end }, code: match[0] };
}

/** A shell function gives its value back by printing it, and so does a script that helps to find the key. */
function isValueOfFunction({ path, text }: File, call: LogCall, operand: Operand): boolean {
  const bare =
    text.slice(call.from, call.to).replaceAll(/["{}\s]|'%s(?:\\n)?'|%s(?:\\n)?|^-n/g, '') === `$${operand.text}`;
  if (!bare) return false;
  if (KEY_PRINTER.test(path)) return true;
  const before = text.slice(Math.max(0, call.start - NEAR), call.start);
  const opened = [...before.matchAll(/^[ \t]{0,20}(?:function[ \t]+)?[\w-]{1,60}[ \t]?(?:\(\))?[ \t]{0,4}\{/gm)].at(-1);
  return opened !== undefined && !/^\s{0,20}\}/m.test(before.slice(opened.index + opened[0].length));
}

/** What an expression shows; undefined when it is no credential as far as the file tells. */
function sortOf(file: File, code: string, at: number, depth: number): Sort | undefined {
  if (ENVIRONMENT.test(code) && (code !== 'ENV' || extensionOf(file.path) === 'rb')) return 'environment';
  const drive = DRIVE.exec(code)?.[1];
  if (drive !== undefined) return namesProviderKey(drive) || namesSecret(drive) ? 'variable' : undefined;
  const call = ENV_CALL.exec(code);
  if (call !== null) return namesProviderKey((call[1] ?? '').replaceAll('.', '_')) ? 'variable' : undefined;
  const getter = GETTER.exec(code);
  if (getter !== null) return sortOf(file, `${getter[1] ?? ''}${getter[2] ?? ''}`, at, 3);
  if (!PATH.test(code)) return undefined;
  const names = code
    .replaceAll(/\??\.?\[\s?["']|["']\s?\]|^[$@]+/g, '.')
    .split(/\?\.|->|::|!\.|\.\$?/)
    .filter((name) => name !== '');
  const name = names.at(-1) ?? '';
  const owner = names.at(-2);
  // What an HTTP client keeps of a request that failed.
  if (/^(?:e|ex|err|error)\.config(?:\.headers)?$/.test(names.join('.')) && /x-api-key["']?\s?:/i.test(file.text))
    return 'headers';
  if (owner !== undefined && OTHER_RECORD.test(owner)) return undefined;
  if (owner === undefined && depth < 3) {
    const assigned = lastAssignment(file, name, at);
    if (assigned !== undefined) {
      const sort = sortOfAssigned(file, assigned, name, depth);
      if (sort !== 'open') return sort;
    }
  }
  const owned = /^(?:api_?)?key$/i.test(name) && owner !== undefined && namesProviderKey(`${owner}_key`);
  // Many services have an API key that anybody may see; a member, or a file that speaks of models, has none of those.
  const secret = namesSecret(name) && (!GENERIC.test(name) || owner !== undefined || file.mentionsAi());
  return owned || secret || namesProviderKey(name) ? 'variable' : undefined;
}

interface Assigned {
  readonly code: string;
  readonly at: number;
}

/** Where the values of `name = …` start, name by name, each looked for once. */
function createAssignments(text: string): (name: string) => readonly number[] {
  const known = new Map<string, readonly number[]>();
  return (name) => {
    const found = known.get(name);
    if (found !== undefined || known.size >= MOST_NAMES) return found ?? [];
    const pattern = new RegExp(`(?<![\\w.$])\\$?${name}\\s?(?::\\s?[\\w<>|?. ]{1,40})?:?=(?![=>])\\s{0,4}`, 'g');
    // `"apiKey={}"` is a text.
    const places = [...text.matchAll(pattern)]
      .filter(({ index }) => (text.slice(lineStartOf(text, index), index).match(/"/g) ?? []).length % 2 === 0)
      .map((match) => match.index + match[0].length);
    known.set(name, places);
    return places;
  };
}

/** What stands after the last `name =` before a place. */
function lastAssignment(file: File, name: string, at: number): Assigned | undefined {
  const start = file.assignments(name).findLast((place) => place <= at);
  if (start === undefined || start < at - NEAR) return undefined;
  const line = /^[^\n]{0,300}/.exec(file.text.slice(start, start + 300))?.[0] ?? '';
  return {
    code: line
      .replace(/\s(?:\/\/|#)\s.*$/, '')
      .replace(/[;,]\s{0,20}$/, '')
      .trim(),
    at: start,
  };
}

/** `open`: the assignment does not tell, and the name counts. */
function sortOfAssigned(file: File, { code, at }: Assigned, name: string, depth: number): Sort | undefined | 'open' {
  if (code.startsWith('{')) return HEADERS.test(name) && holdsKey(file, at) ? 'headers' : undefined;
  const literal = /^[fFrRbBuU$@]?(["'`])([^"'`]{0,300})\1$/.exec(code)?.[2];
  if (literal !== undefined) return LITERAL.test(literal) && !isPlaceholder(literal) ? 'variable' : undefined;
  const parts = code.split(/\s(?:\|\||\?\?|\?:|or)\s/).map((part) =>
    part
      .trim()
      .replace(MUST, '')
      .replace(/!$|\.(?:trim|strip|unwrap)\(\)$/, ''),
  );
  const sorts = parts.map((part) => (part === name ? undefined : sortOf(file, part, at - name.length, depth + 1)));
  if (sorts.includes('variable')) return 'variable';
  if (sorts.includes('environment')) return 'environment';
  // What a message says of a key hides nothing.
  return HIDING.test(code.replaceAll(/"[^"]{0,200}"|'[^']{0,200}'/g, '')) ? undefined : 'open';
}

/** An object that starts at `at` and sends a key in its headers. */
function holdsKey(file: File, at: number): boolean {
  const body = file.text.slice(at, at + 1500);
  const end = /^\s{0,20}\}[\s;,)]/m.exec(body)?.index ?? (body.includes('}') ? body.indexOf('}') : body.length);
  const value =
    /["'](?:x-api-key|authorization)["']\s?:\s{0,4}([^\n]{1,160})/i.exec(body.slice(0, end + 1))?.[1] ??
    /["']?\b(?:\w{1,20}_?)?api_?key["']?\s?:\s{0,4}([^\n,}]{1,160})/i.exec(body.slice(0, end + 1))?.[1];
  if (value === undefined || HIDING.test(value)) return false;
  const names = value.match(/[A-Za-z_]\w{2,60}/g) ?? [];
  return names.some((name) => namesProviderKey(name) || (GENERIC.test(name) && file.mentionsAi()));
}

const MESSAGES: Readonly<Record<Sort, string>> = {
  variable: 'A credential is written to the log.',
  literal: 'A credential stands in a message that is logged.',
  environment: 'The whole environment is logged, with every credential in it.',
  headers: 'What carries the key is logged whole.',
};

function dumpMatch(text: string, { start, end }: { readonly start: number; readonly end: number }): Match {
  return toMatch({ start, end, text: text.slice(start, end), literal: false }, 'environment');
}

function toMatch(operand: Operand, sort: Sort): Match {
  return {
    start: operand.start,
    end: operand.end,
    code: operand.text,
    message: MESSAGES[sort],
    ...(sort === 'literal' || sort === 'environment' ? { level: 'error' as const } : {}),
    fix: {
      title:
        sort === 'environment' ? 'Log the variables that matter, by name' : 'Log whether it is set, not what it is',
      safe: false,
    },
  };
}

export const loggedKey: readonly Rule[] = [{ ...loggedDocs, find }];
