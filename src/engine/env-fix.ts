// The fix for a credential in text: read it from the environment, in the way of the file that it stands in. Shown as
// the changed line, never applied: a program that finds no variable there fails far from here.
import type { Fix } from '../finding.ts';
import { configFix, envFileFix } from './env-config.ts';
import { LANGUAGES, type Language } from './env-languages.ts';
import { advice, change, type EnvFixInput, type Spot, spotOf } from './env-spot.ts';

export function envFix(input: EnvFixInput): Fix {
  const { path, env } = input;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const spot = spotOf(input);
  if (/^\.env(?:\.|$)|\.env$/i.test(name)) return envFileFix(path, spot);
  const special = spot === undefined ? undefined : configFix(input, name, spot);
  if (special !== undefined) return special;
  const language = LANGUAGES[name.slice(name.lastIndexOf('.') + 1).toLowerCase()];
  if (language !== undefined) return codeFix(input, spot, language);
  return advice(`Move it to the environment variable ${env}`, [
    `Take it out of ${name} and let the program read ${env} from its environment.`,
  ]);
}

function codeFix(input: EnvFixInput, spot: Spot | undefined, language: Language): Fix {
  const { env, text } = input;
  const title = `Read it from the environment variable ${env}`;
  const changed = spot === undefined ? undefined : changedCode(input, spot, language);
  if (changed === undefined) return advice(title, [`use ${language.read(env)} in its place`]);
  const setup = language.setup?.(text, env);
  const remark = language.remark?.(text, env);
  return advice(title, [
    ...(setup === undefined ? [] : [`+ ${setup}`]),
    ...changed,
    ...(remark === undefined ? [] : [remark]),
  ]);
}

function changedCode(input: EnvFixInput, spot: Spot, language: Language): readonly string[] | undefined {
  const { env, text, detection } = input;
  const { line, from, to, show } = spot;
  const found = findLiteral(line, from, to, language.quotes);
  if (found === undefined) return language.bare === undefined ? undefined : change(spot, language.bare(env));
  const { start, quote, end } = found;
  const literal = {
    prefix: found.prefix,
    quote,
    before: show(start + found.prefix.length + quote.length, from),
    after: show(to, end - quote.length),
  };
  // The variable of a connection string holds all of it.
  const isWhole = (literal.before === '' && literal.after === '') || env.endsWith('_STRING');
  if (isWhole && literal.prefix !== '' && language.prefix?.test(literal.prefix) !== true) return undefined;
  // `"…".format()` would take hold of the last piece only.
  if (!isWhole && /^\s*[.[]/.test(line.slice(end))) return undefined;
  const expression = isWhole ? language.read(env) : language.join(literal, env);
  const head =
    language.declare === undefined ? show(0, start) : language.declare(show(0, start), text.slice(0, detection.start));
  if (expression === undefined || head === undefined) return undefined;
  // An attribute of JSX takes an expression in braces only.
  const isAttribute = language.quotes.includes('`') && /<[A-Za-z][^<>]*[\w-]=$/.test(line.slice(0, start));
  const value = isAttribute ? `{${expression}}` : expression;
  return [`- ${show(0, line.length).trim()}`, `+ ${(head + value + show(end, line.length)).trim()}`];
}

interface FoundLiteral {
  readonly start: number;
  readonly end: number;
  readonly prefix: string;
  readonly quote: string;
}

/** The literal on this line that holds a stretch of it; undefined for one of several lines, a comment, bare text. */
function findLiteral(line: string, from: number, to: number, quotes: string, start = 0): FoundLiteral | undefined {
  let at = start;
  while (at < from) {
    const mark = line.charAt(at);
    if (mark === '\\' || !quotes.includes(mark)) {
      at += mark === '\\' ? 2 : 1;
      continue;
    }
    const quote = line.startsWith(mark.repeat(3), at) ? mark.repeat(3) : mark;
    const end = closeOf(line, at + quote.length, quote);
    if (end === undefined) return undefined;
    if (end > to) {
      const code = mark === '`' ? line.lastIndexOf('${', from) : -1;
      // In `${'…'}` the inner literal is the one.
      if (code > at && !line.slice(code, from).includes('}')) return findLiteral(line, from, to, quotes, code + 2);
      const prefix = /[\w@$#]*$/.exec(line.slice(0, at))?.[0] ?? '';
      return { start: at - prefix.length, end, prefix, quote };
    }
    at = end;
  }
  return undefined;
}

/** Where the literal ends, behind its closing mark. */
function closeOf(line: string, start: number, quote: string): number | undefined {
  for (let at = start; at < line.length; at += 1) {
    if (line.charAt(at) === '\\') at += 1;
    else if (line.startsWith(quote, at)) return at + quote.length;
  }
  return undefined;
}
