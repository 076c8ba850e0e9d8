// Reading `a.b['c'](…)` from tokens, and knowing which such paths read the environment.
import type { Definitions } from './definitions.ts';
import { after, elementsOf, isDot, type Range, type Source, stringValue } from './source.ts';
import { OPEN, PAREN, QUOTE, SQUARE, STRING, WORD } from './tokens.ts';

export interface Path {
  readonly names: readonly string[];
  /** The `(` of the call that ends the path, -1 when it ends in a name. */
  readonly call: number;
  /** The token before the last name: where what the method is called on ends. */
  readonly calleeDot: number;
}

/** Reads `a.b['c'](…)`; names is empty when the expression is anything else. */
export function readPath(source: Source, range: Range): Path {
  const { tokens, slice } = source;
  const names: string[] = [];
  let call = -1;
  let calleeDot = range.start;
  let at = range.start;
  if (slice(at) === 'new') at = source.next(at);
  const none: Path = { names: [], call: -1, calleeDot };
  if (tokens.kind[at] !== WORD) return none;
  for (let steps = 0; at < range.end; steps += 1) {
    if (steps > 40) return none;
    const sign = slice(at);
    if (tokens.kind[at] === WORD) names.push(sign);
    // A private member's sign.
    else if (sign === '#') {
      at = source.next(at);
      continue;
    } else if (sign === '<' && slice(source.next(source.next(at))) === '>') {
      // `get<string>(…)`
      at = source.next(source.next(source.next(at)));
      continue;
    } else if (isDot(source, at) || sign === '!') calleeDot = sign === '!' ? calleeDot : at;
    else if (tokens.kind[at] === OPEN && tokens.shape[at] === SQUARE) {
      const inner = source.next(at);
      if (tokens.kind[inner] === STRING) names.push(stringValue(source, inner));
      else if (tokens.kind[inner] === OPEN && tokens.shape[inner] === QUOTE) return none;
      else names.push('[]');
    } else if (tokens.kind[at] === OPEN && tokens.shape[at] === PAREN) {
      call = at;
      const following = after(source, at);
      if (following < range.end) {
        // A call in the middle: `a().b`. Only its names matter.
        call = isDot(source, following) || slice(following) === '!' ? -1 : at;
        if (call >= 0 && slice(following) !== '[') return none;
        names.push('()');
      }
    } else return none;
    at = after(source, at);
  }
  return { names, call, calleeDot };
}

/** The environment variable that a path reads, in the ways the languages have. */
export function envName(source: Source, path: Path, definitions: Definitions): string | undefined {
  const joined = path.names.join('.');
  if (source.syntax.family === 'typed' || source.syntax.family === 'ruby') return typedEnvName(source, path, joined);
  const direct =
    /^(?:process\.env|import\.meta\.env|Bun\.env|os\.environ|globalThis\.process\.env|env|Netlify\.env|window\.process\.env)\.([A-Za-z_][A-Za-z0-9_]*)$/.exec(
      joined,
    );
  if (direct !== null && path.call < 0) {
    if (path.names[0] !== 'env') return direct[1];
    const found = definitions.lookup('env', source.next(-1));
    const fromEnv = found.some((definition) => definition.type === 'import' && /env/.test(definition.module));
    return fromEnv || /^[A-Z][A-Z0-9_]+$/.test(direct[1] ?? '') ? direct[1] : undefined;
  }
  const framework = SETTINGS_CALL.test(joined);
  if (
    path.call < 0 ||
    (!/^(?:os\.getenv|getenv|os\.environ\.get|environ\.get|Deno\.env\.get|env\.get|config|process\.env\.get|Netlify\.env\.get|requireEnv|getEnv|getRequiredEnv)$/.test(
      joined,
    ) &&
      !framework)
  )
    return undefined;
  const first = elementsOf(source, path.call, 1)[0];
  if (first === undefined || source.tokens.kind[first.start] !== STRING) return undefined;
  const name = stringValue(source, first.start);
  return (framework ? /^[A-Z][A-Z0-9]*_[A-Z0-9_]+$/ : /^[A-Za-z_][A-Za-z0-9_]*$/).test(name) ? name : undefined;
}

/** What reads a variable by its name from a framework's settings: only a name of that form is one. */
const SETTINGS_CALL =
  /^(?:(?:self|this)\.)?(?:\w{0,20}[cC]onfig(?:Service)?\.(?:get|getOrThrow|require)|Secret\.from_env_var|env|env\.str|settings\.get|userdata\.get|Variable\.get)$/;

const ENV_INDEX = /(?:^|\.)(?:ENV|\$_ENV|\$_SERVER|environment|dotenv\.env|getenv\.\(\))\.([A-Za-z_][A-Za-z0-9_]*)$/;
const ENV_CALL =
  /(?:^|\.)(?:Getenv|LookupEnv|getenv|env|ENV\.fetch|GetEnvironmentVariable|(?:env|dotenv)\.var|option_env|fromEnvironment|environmentVariable|Environment\.get|dotenv\.get|dotenv\.env\.get)$/;

function typedEnvName(source: Source, path: Path, joined: string): string | undefined {
  const drive = /^\$env:([A-Za-z_]\w{0,80})$/i.exec(joined);
  if (drive !== null) return drive[1];
  const index = ENV_INDEX.exec(joined);
  if (index !== null && path.call < 0) return index[1];
  if (path.call < 0 || !ENV_CALL.test(joined)) return undefined;
  const first = elementsOf(source, path.call, 1)[0];
  if (first === undefined || source.tokens.kind[first.start] !== STRING) return undefined;
  const name = stringValue(source, first.start);
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : undefined;
}
