// What a header's value carries: which scheme, and whether what follows is an Anthropic API key, another token, or a guess.
import { isPlaceholder } from '../credentials/placeholder.ts';
import type { Form, Piece } from './forms.ts';
import { namesAnthropicKey, namesKey, namesToken } from './vocabulary.ts';

export type KeySort =
  /** A name or literal that is an Anthropic API key. */
  | 'anthropic'
  | 'literal'
  /** A name that says key, not whose. */
  | 'generic'
  /** A token for which Bearer is right. */
  | 'token'
  | 'unknown';

export interface Carried {
  readonly sort: KeySort;
  readonly piece: Piece | undefined;
}

const API_KEY = /^sk-ant-(?:api|admin|usr|svc)[0-9]{0,2}-/;
const OTHER_TOKEN = /^sk-ant-(?:oat|ort|sid|cc|si|ccsr|req)[0-9]{0,2}-/;

/** The part of a value after its scheme; undefined when it has another scheme or none. */
export function afterScheme(form: Form, scheme: 'bearer' | ''): Form | undefined {
  if (scheme === '') return form;
  const [first, ...rest] = form;
  if (first?.type !== 'text') return undefined;
  const head = /^\s{0,8}bearer(?:\s{1,8}|$)/i.exec(first.text);
  if (head === null) return undefined;
  const left = first.text.slice(head[0].length);
  return left === '' ? rest : [{ ...first, text: left }, ...rest];
}

/** Schemes that the API does not know: `Authorization: x-api-key …`, `Token …`. */
const OTHER_SCHEME = /^\s{0,8}(?:x-api-key|api[-_]?key|key|token)[:=]?\s{1,4}/i;

/** The part of a value after another vendor's scheme; undefined where it has none. */
export function afterOtherScheme([first, ...rest]: Form): Form | undefined {
  const head = first?.type === 'text' ? OTHER_SCHEME.exec(first.text)?.[0] : undefined;
  if (head === undefined || first?.type !== 'text') return undefined;
  const left = first.text.slice(head.length);
  return left === '' ? rest : [{ ...first, text: left }, ...rest];
}

export function isEmpty(form: Form): boolean {
  return form.every((piece) => piece.type === 'text' && piece.text.trim() === '');
}

export function judgeCarried(form: Form): Carried {
  const pieces = form.filter((piece) => piece.type === 'hole' || piece.text.trim() !== '');
  const piece = pieces[0];
  if (pieces.length !== 1 || piece === undefined) return { sort: 'unknown', piece: undefined };
  // Where it is read from says more than what it is called on the way.
  if (piece.type === 'hole') return { sort: judgeNames(piece.env === undefined ? piece.names : [piece.env]), piece };
  const text = piece.text.trim();
  // `export ANTHROPIC_API_KEY=...` before a command: whoever follows it puts in a key.
  const isLeftOut = LEFT_OUT.test(text) && piece.names.some(namesAnthropicKey);
  return { sort: isLeftOut ? 'anthropic' : judgeLiteral(text), piece };
}

/** What stands where a value is to be put in: dots, or words that ask for it. */
const LEFT_OUT = /^(?:sk-ant-(?:api03-)?)?(?:\.{3}|…|x{3,}|your[-_][\w-]{0,30}|<[\w -]{1,40}>)$/i;

/** A key that is shown shortened: it says what kind is sent, and holds none. */
const SHORTENED = /^sk-ant-(?:api[0-9]{2}-)?(?:\.{3}|…)$/;

/** A setting that a framework or a template puts in its place: `${anthropic.api-key}`, `{{.ANTHROPIC_API_KEY}}`. */
const SETTING =
  /^(?:\$\{([a-z][\w-]{0,40}(?:\.[\w-]{1,40}){1,6})(?::[^{}]{0,80})?\}|\{\{-? {0,4}[.$]?([A-Za-z][\w.-]{1,80}) {0,4}-?\}\})$/;

/** The name of a setting that an annotation fills a field with: `@ConfigProperty(name = "anthropic.api.key")`. */
const PLAIN_SETTING = /^[a-z][a-z0-9-]{0,40}(?:\.[a-z0-9-]{1,40}){1,6}$/;

/** A variable by its name in a request that is written down: `{ANTHROPIC_API_KEY}`, `<CLAUDE_API_KEY>`; no stand-in. */
const NAMED = /^(?:\{([A-Za-z]\w{1,80})\}|<([A-Za-z]\w{1,80})>)$/;
const STAND_IN = /^(?:your|my|the|insert|enter|put|paste)_?/i;

function judgeLiteral(text: string): KeySort {
  if (OTHER_TOKEN.test(text)) return 'token';
  if (SHORTENED.test(text)) return 'anthropic';
  const named = NAMED.exec(text)?.slice(1).join('') ?? '';
  if (named !== '') return namesAnthropicKey(named) && !STAND_IN.test(named) ? 'anthropic' : 'unknown';
  const setting = SETTING.exec(text);
  if (setting !== null) return judgeNames([setting[1] ?? setting[2] ?? '']);
  if (PLAIN_SETTING.test(text)) return namesAnthropicKey(text) ? judgeNames([text]) : 'unknown';
  const head = API_KEY.exec(text);
  return head !== null && isRandom(text.slice(head[0].length)) ? 'literal' : 'unknown';
}

/** What holds many things, a key among them: `tokens.anthropicKey`, `st.session_state.anthropic_key`. */
const STORE = /^(?:tokens|sessions?|session_?(?:state|storage)|token_?(?:store|storage|provider)|environments?)$/i;

function judgeNames(all: readonly string[]): KeySort {
  const names = all.some(namesAnthropicKey) ? all.filter((name) => !STORE.test(name)) : all;
  const joined = names.join('.');
  if (namesToken(joined)) return 'token';
  if (names.some(namesAnthropicKey) || namesAnthropicKey(joined)) return 'anthropic';
  return names.some(namesKey) ? 'generic' : 'unknown';
}

/** An OAuth token, by its literal or its names. */
export function isOAuthToken(form: Form): boolean {
  const pieces = form.filter((piece) => piece.type === 'hole' || piece.text.trim() !== '');
  const piece = pieces[0];
  if (pieces.length !== 1 || piece === undefined) return false;
  if (piece.type === 'hole')
    return (
      piece.names.some((name) => /oauth_?(?:access_?)?token|anthropic_auth_token/i.test(name)) ||
      // What Claude Code's credentials file keeps it under.
      /\bclaudeAiOauth\.accessToken\b/.test(piece.names.join('.'))
    );
  const head = /^sk-ant-oat[0-9]{0,2}-/.exec(piece.text.trim());
  return head !== null && isRandom(piece.text.trim().slice(head[0].length));
}

/** The body of a real key: long, one word, and no stand-in. */
function isRandom(body: string): boolean {
  return body.length >= 30 && /^[\w-]+$/.test(body) && !isPlaceholder(body);
}

/** A literal with the shape of a model provider's secret key. */
export function isProviderLiteral(text: string): boolean {
  const head =
    /^(?:sk-ant-(?:api|admin|usr|svc)[0-9]{0,2}-|sk-(?:proj|svcacct|or-v1)-|sk-|gsk_|xai-|pplx-|r8_|hf_)/.exec(text);
  return head !== null && isRandom(text.slice(head[0].length));
}
