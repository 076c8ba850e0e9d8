// Which expression a vendor's client gets as its key: as an argument, by a method of a builder, or as a property of what
// is made. Apart from the rules: several of them judge it.
import type { AnalysedUnit } from '../analysis.ts';
import { askedOnce } from '../mentions.ts';
import { elementsOf, entriesOf, type Range, type Source } from '../source.ts';
import { BRACE, OPEN, PAREN, WORD } from '../tokens.ts';
import { KEY_OPTION, type Vendor, vendorOfClient } from '../vocabulary.ts';

export interface ClientKey {
  readonly taker: Vendor;
  /** For a reader: `AnthropicOkHttpClient`. */
  readonly client: string;
  readonly key: Range;
  /** The model that is asked for says whose the key is. */
  readonly byModel?: true;
}

/** Methods and functions that give a client its key. */
const KEY_METHOD = /^(?:WithAPIKey|apiKey|ApiKey|withApiKey|api_key|with_api_key|setApiKey|APIAuthentication)$/;
const KEY_LABEL = /^(?:apiKey|api_key|ApiKey|APIKey|apiToken|access_token|token)$/;
/** Calls that make a client; the vendor is in them or in what they belong to. */
const MAKER =
  /^(?:new|NewClient|client|Client|service|create|(?:Anthropic|OpenAI|OpenAi)(?:\w{0,24}(?:Client|Api|Service|Provider))?|simple(?:Anthropic|OpenAI)Executor|GenerativeModel)$/;
const VENDOR_WORDS: readonly (readonly [word: RegExp, vendor: Vendor])[] = [
  [/^(?:\w{0,20}anthropic|claude)/i, 'Anthropic'],
  [/^\w{0,20}open_?ai/i, 'OpenAI'],
  [/^groq/i, 'Groq'],
  [/^mistral/i, 'Mistral'],
  [/^(?:GenerativeModel|gemini|GoogleGenAI|GoogleAi)/i, 'Google'],
];
const IMPORTS: readonly (readonly [pattern: RegExp, vendor: Vendor])[] = [
  [
    /anthropic-sdk-go|go-anthropic|com\.anthropic\.|\bAnthropic\\|import SwiftAnthropic|require ['"]anthropic|\buse \w{0,20}anthropic\w{0,20}::/,
    'Anthropic',
  ],
  [
    /openai-go|go-openai|com\.openai\.|com\.aallam\.openai|\bOpenAI\\|import OpenAI|require ['"](?:ruby\/)?openai/,
    'OpenAI',
  ],
];
const REACH = 60;
/** Calls of libraries for many vendors, which take the model with its vendor. */
const MODEL_CALL = /^(?:a?completion|from_provider|init_chat_model|LLM|LM|LiteLLMModel|ChatLiteLLM)$/;
/** A quick look for the name of a vendor's client before a bracket; a file may hold thousands of recipes or fences. */
const makesClient = askedOnce(
  /(?:\b(?:a?completion|from_provider|init_chat_model|LLM|LM|LiteLLMModel|ChatLiteLLM)|Anthropic|OpenAI|Groq|Mistral|GenAI|GenerativeAI|Cohere)\w{0,24}[ \t]?\(/,
);

/** The keys that a unit gives to vendors' clients. */
export function keysOfClients(unit: AnalysedUnit): readonly ClientKey[] {
  const { family } = unit.source.syntax;
  return family === 'typed' || family === 'ruby' ? clientKeys(unit) : scriptClientKeys(unit);
}

export function clientKeys({ source }: AnalysedUnit): readonly ClientKey[] {
  const found: ClientKey[] = [];
  const { tokens } = source;
  for (let i = 0; i < tokens.count; i += 1) {
    if (tokens.kind[i] !== WORD) continue;
    const open = source.next(i);
    if (tokens.kind[open] !== OPEN) continue;
    const word = source.slice(i);
    const method = tokens.shape[open] === PAREN && KEY_METHOD.test(word);
    if (!method && !MAKER.test(word)) continue;
    const taker = takerAt(source, i);
    const key = taker === undefined ? undefined : keyIn(source, open, method);
    if (taker !== undefined && key !== undefined) found.push({ ...taker, key });
  }
  return found;
}

/** The vendor that is named last before a call in its statement, or the only one that the file imports. */
function takerAt(source: Source, token: number): Pick<ClientKey, 'taker' | 'client'> | undefined {
  const { start } = source.statementOf(token);
  for (let at = token, steps = 0; at >= start && steps < REACH; at = source.previous(at), steps += 1) {
    if (source.tokens.kind[at] !== WORD) continue;
    const word = source.slice(at);
    // A variable that holds a key is no client.
    const vendor = /key/i.test(word) ? undefined : VENDOR_WORDS.find(([pattern]) => pattern.test(word))?.[1];
    if (vendor !== undefined) return { taker: vendor, client: word };
  }
  if (/^(?:new|client|create|service)$/.test(source.slice(token))) return undefined;
  const head = source.tokens.text.slice(0, 4000);
  const imported = IMPORTS.filter(([pattern]) => pattern.test(head));
  const only = imported.length === 1 ? imported[0]?.[1] : undefined;
  return only === undefined ? undefined : { taker: only, client: source.slice(token) };
}

function keyIn(source: Source, open: number, method: boolean): Range | undefined {
  if (source.tokens.shape[open] === BRACE) return labelled(source, open);
  const args = elementsOf(source, open, 8);
  const byLabel = labelled(source, open);
  if (byLabel !== undefined) return byLabel;
  const [first] = args;
  if (first === undefined) {
    // `new AnthropicClient() { ApiKey = … }`
    const after = source.next(source.match[open] ?? open);
    return source.tokens.shape[after] === BRACE && source.syntax.language === 'csharp'
      ? labelled(source, after)
      : undefined;
  }
  return method || args.length === 1 ? first : undefined;
}

/** The entry or argument that is called a key. */
function labelled(source: Source, open: number): Range | undefined {
  const entry = entriesOf(source, open).entries.find(
    ({ key, value }) => KEY_LABEL.test(key) && value.start < value.end,
  );
  return entry === undefined || entry.value.start === entry.keyToken ? undefined : entry.value;
}

function scriptClientKeys({ source, requests }: AnalysedUnit): readonly ClientKey[] {
  const results: ClientKey[] = [];
  const { tokens } = source;
  if (!makesClient(tokens.text)) return results;
  for (let i = 0; i < tokens.count; i += 1) {
    if (tokens.kind[i] !== WORD) continue;
    const open = source.next(i);
    if (tokens.kind[open] !== OPEN || tokens.shape[open] !== PAREN) continue;
    const taker = vendorOfClient(source.slice(i)) ?? vendorOfModel(source, i, open);
    if (taker === undefined || /^(?:function|def|class)$/.test(source.slice(source.previous(i)))) continue;
    const byModel = MODEL_CALL.test(source.slice(i));
    const key = keyArgument({ source, requests }, open, byModel);
    if (key !== undefined) results.push({ taker, key, client: source.slice(i), ...(byModel ? { byModel } : {}) });
  }
  return results;
}

/** Python's `completion(model="anthropic/…", api_key=…)`, `init_chat_model(…, model_provider="anthropic")`. */
function vendorOfModel(source: Source, word: number, open: number): Vendor | undefined {
  if (source.syntax.family !== 'python' || !MODEL_CALL.test(source.slice(word))) return undefined;
  const close = source.match[open] ?? open;
  const code = source.tokens.text.slice(source.tokens.start[open], source.tokens.start[close]);
  const vendor =
    /model_provider\s?=\s?["'](\w{3,20})["']/.exec(code)?.[1] ??
    /^\(\s{0,20}(?:(?:[\w]{1,20}\s?=[^,]{0,60},\s{0,20}){0,3}model(?:_id)?\s?=\s?)?["'](anthropic|openai)\//.exec(
      code,
    )?.[1];
  return vendor === 'anthropic' ? 'Anthropic' : vendor === 'openai' ? 'OpenAI' : undefined;
}

/** The expression given as the key; undefined where a base address, a spread or a transport is given as well. */
function keyArgument(
  { source, requests }: Pick<AnalysedUnit, 'source' | 'requests'>,
  open: number,
  byModel: boolean,
): Range | undefined {
  const first = elementsOf(source, open, 2)[0];
  if (first === undefined) return undefined;
  const object = source.syntax.family === 'python' ? open : requests().values.objectOf(first);
  if (object < 0) return undefined;
  const { entries, open: hidden } = entriesOf(source, object);
  if ((hidden && !byModel) || entries.some(({ key }) => /base|fetch|http_?client|host|endpoint|transport/i.test(key)))
    return undefined;
  return entries.find(({ key }) => KEY_OPTION.test(key) || /^(?:anthropic|openai|groq)_api_key$/.test(key))?.value;
}
