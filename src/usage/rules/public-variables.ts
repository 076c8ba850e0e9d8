// Variables whose names make them public, where code reads them.
import { isPlaceholder } from '../../credentials/placeholder.ts';
import type { Side } from '../side.ts';
import { endOffset, normalForm, type Source, startOffset, stringValue, tokenAt } from '../source.ts';
import { STRING, WORD } from '../tokens.ts';
import { isPublicProviderKey } from '../vocabulary.ts';
import { type Found, publicMatch } from './client-findings.ts';

/** (a) `process.env.NEXT_PUBLIC_…`, `import.meta.env.VITE_…`, destructured or imported, or asked for by a schema. */
export function findPublicReads(source: Source, names: readonly string[], side: Side, path: string): Found[] {
  const found: Found[] = [];
  const asked: Found[] = [];
  for (const { name, token: i } of tokensNaming(source, names)) {
    const match = publicMatch(startOffset(source, i), endOffset(source, i + 1), name, name, side, path);
    if (isEnvRead(source, i) && !isPresenceCheck(source, i)) found.push(match);
    else if (isInSchema(source, i)) asked.push(match);
  }
  return [...found, ...asked.filter(({ variable }) => !found.some((one) => one.variable === variable))];
}

/** The words and strings that are such a name, found in the text: a file may have any number of other tokens. */
function tokensNaming(source: Source, names: readonly string[]): readonly { name: string; token: number }[] {
  const { tokens } = source;
  const [from, to] = [tokens.start[0] ?? 0, tokens.end[tokens.count - 1] ?? 0];
  const found: { name: string; token: number }[] = [];
  for (const name of names.filter(isPublicProviderKey))
    for (let at = tokens.text.indexOf(name, from); at >= 0 && at < to; at = tokens.text.indexOf(name, at + 1)) {
      const word = tokenAt(source, at);
      const token = word >= 0 ? word : tokenAt(source, at - 1);
      const kind = tokens.kind[token];
      if (kind === WORD ? source.slice(token) === name : kind === STRING && stringValue(source, token) === name)
        found.push({ name, token });
    }
  return found.sort((a, b) => a.token - b.token);
}

/** What an environment that was checked goes by. */
const CHECKED = /^(?:\w{0,20}[eE]nv|ENV|\w{0,20}[cC]onfig|parsed|data|vars|result|validated|publicEnv|clientEnv)$/;
/** Calls that check a whole environment, and where a schema names what it needs. */
const SCHEMA = /^(?:object|strictObject|looseObject|cleanEnv|createEnv|envsafe|parseEnv|bool|z|v|s)$/;
const REFUSES = /^(?:never|undefined|forbidden|null|void)$/;

/** `z.object({ VITE_…: z.string() })`, where the file gives it the environment. */
function isInSchema(source: Source, token: number): boolean {
  const { slice, parent } = source;
  const sign = source.next(token);
  const open = parent[token] ?? -1;
  if (slice(sign) !== ':' || open < 0 || slice(open) !== '{') return false;
  const value = source.next(sign);
  if (!/^[(.]$/.test(slice(source.next(value))) || REFUSES.test(slice(source.next(source.next(value))))) return false;
  if (!/(?:process|meta)\.env\b(?!\.)/.test(source.tokens.text)) return false;
  const outer = slice(source.previous(open)) === ':' ? (parent[open] ?? -1) : open;
  const call = parent[outer] ?? -1;
  return call >= 0 && slice(call) === '(' && SCHEMA.test(slice(source.previous(call)));
}

/** What a stack, a pipeline or a build is told in code: `environment: { VITE_…: key.value }`. */
export function findPublicEntries(
  source: Source,
  names: readonly string[],
  side: Side,
  path: string,
): readonly Found[] {
  const { tokens, slice, parent } = source;
  const found: Found[] = [];
  for (const { name, token: i } of tokensNaming(source, names)) {
    const sign = source.next(i);
    const open = parent[i] ?? -1;
    if (open < 0 || !/^(?::|=>|=|to)$/.test(slice(sign)) || !isToldIn(source, open)) continue;
    const value = source.next(sign);
    const literal = tokens.kind[value] === STRING ? stringValue(source, value) : undefined;
    if ((literal !== undefined && isPlaceholder(literal)) || /^(?:string|undefined|null|readonly)$/.test(slice(value)))
      continue;
    found.push(publicMatch(startOffset(source, i), endOffset(source, i + 1), name, name, side, path));
  }
  return found;
}

const TOLD =
  /^(?:env|environment|environment_?variables|build_?environment(?:_?variables)?|variables|vars|build_?args|build_?env)$/i;

/** True in an object that is given under such a name; not in what tests are run with. */
function isToldIn(source: Source, open: number): boolean {
  const { slice, parent } = source;
  let told = false;
  for (let at = open, steps = 0; at >= 0 && steps < 12; at = parent[at] ?? -1, steps += 1) {
    const before = source.previous(at);
    const key = /^[:=]$/.test(slice(before)) ? slice(source.previous(before)).replaceAll(/["']/g, '') : slice(before);
    if (at === open) told = TOLD.test(key);
    if (/^(?:test|tests)$/.test(key)) return false;
  }
  return told;
}

function isEnvRead(source: Source, token: number): boolean {
  const before = source.previous(token);
  const sign = source.slice(before);
  if (sign === '.' || sign === '?.') return isEnvironment(source, source.previous(before), token);
  if (sign === '[') return /^(?:env|\?\.)$/.test(source.slice(source.previous(before)));
  // `requireEnv('VITE_…')`: a helper of the file's or of another's.
  if (sign === '(' && source.tokens.kind[token] === STRING) return READER.test(source.slice(source.previous(before)));
  if (source.tokens.kind[token] !== WORD) return false;
  const open = source.parent[token] ?? -1;
  if (open < 0 || source.slice(open) !== '{') return false;
  const statement = source.statementOf(token);
  const following = source.next(source.match[open] ?? open);
  if (source.slice(following) === '=')
    return (
      normalForm(source, following + 1, statement.end)
        .replaceAll(' ', '')
        .startsWith('process.env') ||
      normalForm(source, following + 1, statement.end)
        .replaceAll(' ', '')
        .startsWith('import.meta.env')
    );
  return (
    source.slice(statement.start) === 'import' &&
    normalForm(source, following, statement.end).includes('$env/static/public')
  );
}

/** Functions that read a variable by its name; not those that stub or check one. */
const READER =
  /^(?:env|getEnv\w{0,12}|readEnv\w{0,12}|requireEnv\w{0,12}|loadEnv\w{0,8}|mustGetEnv|mustEnv|envVar|getVar|getEnvVar|getRequired\w{0,8}|required?)$/;

function isEnvironment(source: Source, owner: number, token: number): boolean {
  const name = source.slice(owner);
  if (name === 'env') return true;
  // What is read from what was checked, and neither set there nor part of a type.
  return CHECKED.test(name) && source.tokens.kind[token] === WORD && source.slice(source.next(token)) !== '=';
}

/** Asking whether a variable does not use it. */
function isPresenceCheck(source: Source, token: number): boolean {
  let start = token;
  for (let steps = 0; steps < 12; steps += 1) {
    const before = source.previous(start);
    if (source.slice(before) === '.' || source.slice(before) === '?.' || source.slice(before) === '[') {
      const owner = source.previous(before);
      start = source.slice(owner) === ')' ? (source.match[owner] ?? owner) : owner;
    } else break;
  }
  const before = source.previous(start);
  const next = source.next(source.slice(source.next(token)) === ']' ? source.next(token) : token);
  if (/^(?:!|typeof|in|delete)$/.test(source.slice(before)) || source.slice(next) === '=') return true;
  if (/^(?:\?|&&|===|!==|==|!=)$/.test(source.slice(next))) return true;
  return (
    source.slice(before) === '(' &&
    source.slice(next) === ')' &&
    /^(?:if|while|Boolean)$/.test(source.slice(source.previous(before)))
  );
}
