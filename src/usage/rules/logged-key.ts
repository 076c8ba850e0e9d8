// A credential that is printed or logged: by its name, as a literal, or with the whole environment round it. A log is
// kept, shipped and read by more people than the key is meant for. What only hints at a key stays silent.
import { isPlaceholder } from '../../credentials/placeholder.ts';
import type { Match, Rule, RuleInput } from '../../rule.ts';
import { extensionOf, isTestPath, RUBY_SHEBANG } from '../languages.ts';
import { lazy } from '../lazy.ts';
import { createMentions, keyLines, mayHoldLiteral } from '../mentions.ts';
import { namesProviderKey, namesSecret } from '../vocabulary.ts';
import { environmentDumps, type LogCall, logCallsOf, shownByShell } from './log-calls.ts';
import { createAssignments, type File, lastAssignment, NEAR } from './logged-assignments.ts';
import { HIDING } from './logged-hiding.ts';
import { loggedDocs } from './logged-key.docs.ts';
import { namesStore, saysToken, sortByLabel } from './logged-labels.ts';
import { printedInYaml } from './logged-pipelines.ts';
import { mayShowHeaders } from './logged-records.ts';
import { mayShowRequest } from './logged-requests.ts';
import { isKeyOfShell, isNameOfKey } from './logged-shell.ts';
import { LITERAL, type Sort, sortOf } from './logged-values.ts';
import type { Operand } from './operand-texts.ts';
import { operandsOf, operandsOfText } from './operands.ts';
import { isShownAsBad } from './shown-code.ts';

/** A quick look, so that files with nothing to find are not read token by token. */
const WHOLE_ENVIRONMENT =
  /(?:\b(?:process|Bun|Platform|processInfo)\.env(?:ironment)?|\bos\.environ(?:\.copy\(\)|\.items\(\))?|\bENV(?:\.to_h|\.inspect)?|\$_ENV|\b(?:toObject|Environ|getenv|vars|GetEnvironmentVariables)\(\))[ \t]{0,4}(?:[:,;{)}\]]|\.(?:each|forEach|entrySet)\b|\|\||\?\?|or\b|$)/gm;
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
  /(?:anthropic|claude|open[-_.]?ai|gemini|google[-_.]?(?:generative[-_.]?)?ai|groq|mistral|cohere|deepseek|open[-_.]?router|perplexity|xai|together|replicate|hugging[-_.]?face|hf|voyage|eleven[-_.]?labs)[\w.-]{0,80}(?:key|token)|\b_?api_?key\b|x-api-key|\bauthorization\b|\[["']key["']\]/i;
/** A text that says that a key comes. */
const KEY_SHOWN = /\b(?:anthropic|claude|openai|gemini) (?:api )?key\b|\bkey[=:] ?["'`]?(?:%[svq]|\$?\{)/i;
const mentionsAi = createMentions([
  'anthropic',
  'claude',
  'openai',
  'gemini',
  'mistral',
  'groq',
  'openrouter',
  'deepseek',
]);
/** A text that says what is shown, and the name that is shown, on one line. */
const LABELLED = /\bapi[ _-]?key\b(?:[^\n]{0,80}?\bapi_?key\b|[ \t]{0,4}[:=][ \t]{0,4}[^\n]?\$)/i;
/** Messages that show what was given in place of a key. */
const WRONG_TYPE =
  /non-empty|\b(?:be|is not|return\w{0,3}|give|got|received|[eE]xpected) (?:[\w ]{1,40} )?an? (?:string|text)\b/;
const SHELL_LABEL = /\bapi[ _-]?key[ \t]{0,4}[:=][ \t"']{0,4}$/i;
/** Programs whose purpose is to hand the key on by their output. */
const KEY_PRINTER = /key[-_]?helper|(?:get|print|show|fetch)[-_]?\w{0,20}key|credential/i;
const MASKED_BEFORE = ['setSecret(', '::add-mask::'];
const REDACTING = /\bredact\s?:/;
const MASKING_TYPE = /Secret(?:Str|String|Box)\b/;
const DOCUMENTATION = /^(?:md|mdx|markdown|rst|adoc)$/;
/** A quick look: a word for output, and after it a name for a secret of whatever service. */
const PRINTED_SECRET =
  /\b(?:console|log\w{0,10}|print\w{0,4}|echo|puts|write\w{0,8}|dbg|debug\w{0,5}|info|warn|error|trace|timber|dump)\b[^\n]{0,160}?(?:(?:access|auth|refresh|bearer|api|bot|npm|github|gh|gitlab|pypi|slack|discord|telegram|deploy|admin|root|server|session)_?token|api_?key|secret_?(?:access_?)?key|client_?secret)/i;
/** Secrets that are made up, and what a label says of the value after it. */
const SHOWN_SECRETS = [
  'token_urlsafe',
  'token_hex',
  'randomBytes(',
  'chain.request()',
  'auth_headers',
  '.credentials.json',
  'oken: %s',
  'oken: {',
  'oken: ${',
  'oken ${',
  'assword: {',
  'assword: ${',
];
/** A variable that stands whole in a text of a shell. */
const IN_TEXT = /(?<!\\)\$(?:\{([A-Z][A-Z0-9_]{3,80})\}|([A-Z][A-Z0-9_]{3,80}))/g;
/** Variables of a shell that hold a secret. */
const SHELL_SECRET = /^(?:[A-Z0-9]+_)*(?:TOKEN|API_KEY|SECRET_KEY|CLIENT_SECRET|SECRET_ACCESS_KEY)$/;
/** Tests that send real requests, with a real key, and whose log is kept. */
const LIVE_TEST = /^(?:[^/]{1,100}\/){0,20}integration[-_]tests?\/[^/]{1,100}(\.[a-z]{1,5})$/;

function find(given: RuleInput): readonly Match[] {
  const input = { ...given, path: pathOf(given) };
  const { path, text } = input;
  if (isTestPath(path) || MASKED_BEFORE.some((sign) => text.includes(sign))) return [];
  const guide = DOCUMENTATION.test(extensionOf(path));
  const file: File = {
    path,
    text,
    mentionsAi: lazy(() => mentionsAi(text)),
    hasMasks: lazy(() => MASKING_TYPE.test(text)),
    holes: 'none',
    assignments: createAssignments(text),
  };
  const shown = shownByShell(input).map((one) => spanMatch(text, one, 'variable'));
  const dumps = guide
    ? shown
    : [
        ...shown,
        ...environmentDumps(input).map((dump) => spanMatch(text, dump, 'environment')),
        ...printedInYaml(path, text).map((one) => spanMatch(text, one, one.whole ? 'environment' : 'variable')),
      ];
  const named = mentionsProvider(text) && mayHoldKey(text);
  const spoken =
    logsEnvironment(text) ||
    (mayHoldLiteral(text) && LITERAL.test(text)) ||
    LABELLED.test(keyLines(text)) ||
    mayShowRequest(text) ||
    mayShowHeaders(text) ||
    namesStore(text) ||
    PRINTED_SECRET.test(keyLines(text)) ||
    saysToken(text) ||
    SHOWN_SECRETS.some((one) => text.includes(one));
  if (!named && !spoken) return dumps;
  const redacting = REDACTING.test(text);
  const found = new Map<number, Match>();
  for (const call of logCallsOf(input)) {
    const name = text.slice(call.start, call.from);
    if (redacting && !/^(?:console|print|echo|process)/.test(name)) continue;
    if (isOtherOutput(text, call) || isPartOfPage(text, call)) continue;
    for (const operand of operandsOfCall(text, call)) {
      const match = judge({ ...file, holes: call.holes }, call, operand);
      // What a guide shows is an example: an error there would stop a commit for it.
      if (match === undefined || (guide && (match.level === 'error' || isShownAsBad(text, match.start)))) continue;
      // One for a line: of several values there, the worst, else the first.
      const line = text.lastIndexOf('\n', match.start);
      if (!found.has(line) || match.level === 'error') found.set(line, match);
    }
  }
  return [...dumps, ...found.values()];
}

function operandsOfCall(text: string, { start, from, to, holes, inText, shown }: LogCall): readonly Operand[] {
  if (shown !== undefined) return [{ start, end: from, text: shown, literal: false }];
  return inText === true ? operandsOfText(text, from, to, holes) : operandsOf(text, from, to, holes);
}

/** As what a file is read, which its name alone does not always say. */
function pathOf({ path, text }: RuleInput): string {
  if (extensionOf(path) === '' && RUBY_SHEBANG.test(text)) return `${path}.rb`;
  return path.replace(LIVE_TEST, 'live$1');
}

function mayHoldKey(text: string): boolean {
  const lines = keyLines(text);
  return KEY_NAME.test(lines) || KEY_SHOWN.test(lines) || text.search(WHOLE_ENVIRONMENT) >= 0;
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
  if (operand.literal) return call.fails === true ? undefined : judgeLiteral(operand);
  if (DOCUMENTATION.test(extensionOf(file.path)) && !isShownInGuide(file, call, operand)) return undefined;
  if (call.holes === 'shell') {
    const holds = holdsInShell(file, operand.text, operand.start) || isLabelledArgument(file, call, operand);
    if (!holds || isValueOfFunction(file, call, operand)) return undefined;
    return toMatch(operand, 'variable');
  }
  if (file.hasMasks() && printsMask(file.text, operand)) return undefined;
  const sort = sortOf(file, operand.text, operand.start, 0) ?? sortByLabel(file, call, operand);
  if (sort === undefined) return undefined;
  const code = file.text.slice(call.from, call.to);
  const bare = code.trim() === operand.text;
  const besides = call.holes === 'template' && isArgument(file.text, operand);
  if (call.fails === true && (bare || besides || sort !== 'variable' || WRONG_TYPE.test(code) || !/["'`]/.test(code)))
    return undefined;
  if (bare && KEY_PRINTER.test(file.path)) return undefined;
  return toMatch(operand, sort);
}

/** What a guide has its reader print is told by a name alone: of a provider's key, or in code of any API's. */
function isShownInGuide(file: File, { holes }: LogCall, { text, start }: Operand): boolean {
  if (holes === 'shell' ? /(?:^|_)(?:API_KEY|TOKEN)$/.test(text) : /api_?key/i.test(text)) return true;
  const said = /^\w+$/.test(text) && holes !== 'shell' ? (lastAssignment(file, text, start)?.code ?? '') : '';
  return (`${text} ${said}`.match(/\w+/g) ?? []).some(namesProviderKey);
}

/** An argument by itself: what an error is given besides its message. */
function isArgument(text: string, { start, end }: Operand): boolean {
  return (
    /[(,]\s{0,40}$/.test(text.slice(Math.max(0, start - 42), start)) && /^\s{0,40}[,)]/.test(text.slice(end, end + 42))
  );
}

/** A variable of the shell's: by its name, or by the variable that it was set to just before. */
function holdsInShell(file: File, name: string, at: number): boolean {
  if (namesProviderKey(name) || (SHELL_SECRET.test(name) && namesSecret(name))) return true;
  if (/^api[-_]?key$/.test(name) && file.mentionsAi()) return !HIDING.test(lastAssignment(file, name, at)?.code ?? '');
  if (isKeyOfShell(file.text, name)) return true;
  if (name.startsWith('!')) return isNameOfKey(file.text, name.slice(1), at);
  const value = lastAssignment(file, name, at)?.code ?? '';
  const inside = /^"[^"`]{0,200}"$/.test(value) && !value.includes('$(') ? [...value.matchAll(IN_TEXT)] : [];
  if (inside.some((match) => namesProviderKey(match[1] ?? match[2] ?? ''))) return true;
  if (!/^(?:[A-Z_]*KEY|[A-Z_]*TOKEN|key|token)$/.test(name)) return false;
  const other = /^"?\$\{?([A-Z][A-Z0-9_]{3,80})(?::-[^}]{0,80})?\}?"?$/.exec(value)?.[1];
  return other !== undefined && namesProviderKey(other);
}

/** `echo "API key: $1"`, or a name that was set to the argument. */
function isLabelledArgument(file: File, call: LogCall, { text: name, start }: Operand): boolean {
  if (!SHELL_LABEL.test(file.text.slice(Math.max(call.from, start - 60), start))) return false;
  if (/^\d$/.test(name)) return true;
  return /^"?\$\{?[1-9](?::?-[^}]{0,80})?\}?"?$/.test(lastAssignment(file, name, start)?.code ?? '');
}

/** A type that shows asterisks: Pydantic's SecretStr, Rust's SecretString. */
function printsMask(text: string, operand: Operand): boolean {
  const name = operand.text.split(/\W/).at(-1) ?? '';
  if (name === '') return false;
  if (/^\.(?:get_secret_value|expose_secret)\b/.test(text.slice(operand.end, operand.end + 20))) return false;
  const type = '(?:\\w{1,20}::)?Secret(?:Str|String|Box)\\b';
  return new RegExp(`\\b${name}\\s?:[^\\n=]{0,40}\\b${type}|\\b${name}\\s?=\\s?${type}`).test(text);
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

const MESSAGES: Readonly<Record<Sort, string>> = {
  variable: 'A credential is written to the log.',
  literal: 'A credential stands in a message that is logged.',
  environment: 'The whole environment is logged, with every credential in it.',
  headers: 'What carries the key is logged whole.',
};

function spanMatch(text: string, { start, end }: { readonly start: number; readonly end: number }, sort: Sort): Match {
  return toMatch({ start, end, text: text.slice(start, end), literal: false }, sort);
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
