// Names of a shell that hold a key by what is done with them: set into a provider's variable, sent, matched with a prefix.
// And keys that a shell prints with the commands that it runs.
import { askedOnce } from '../mentions.ts';
import { namesProviderKey } from '../vocabulary.ts';

/** Names that a loop of the shell goes through. */
const LOOPS = /\bfor (\w{1,40}) in ([^\n;]{1,400})/g;

/** `${!name}` in a loop over names, one of which is a provider's key. */
export function isNameOfKey(text: string, name: string, at: number): boolean {
  const above = text.slice(Math.max(0, at - 2000), at);
  const loop = [...above.matchAll(LOOPS)].findLast((match) => match[1] === name);
  const listed = /\$\{(\w{1,40})\[@\]\}/.exec(loop?.[2] ?? '')?.[1];
  const list = listed === undefined ? loop?.[2] : new RegExp(`\\b${listed}=\\(([^)]{1,800})\\)`).exec(above)?.[1];
  return (list ?? '').split(/[\s"']+/).some(namesProviderKey);
}

/** True where a name that says little is used as a provider's key in the file. */
export function isKeyOfShell(text: string, name: string): boolean {
  const given = new RegExp(
    `^[ \\t-]{0,40}${name}:[ \\t]{1,4}["']?\\$\\{(?:\\{ ?secrets\\.)?(\\w{3,60})[^\\n]{0,4}\\}`,
    'm',
  ).exec(text)?.[1];
  if (given !== undefined && namesProviderKey(given)) return true;
  if (!/^(?:\w{1,20}_)?(?:key|token|secret)$/i.test(name) || !/anthropic|claude|openai/i.test(text)) return false;
  const value = `["']?\\$\\{?${name}\\b`;
  return new RegExp(
    `\\b(?:ANTHROPIC|CLAUDE|OPENAI)_(?:API_)?KEY=(?:${value}|%s(?:\\\\n)?["'] ${value})|\\bcase ${value}\\}?"? in\\s{1,8}sk-|x-api-key: ?\\$\\{?${name}\\b`,
  ).test(text);
}

const TRACES =
  /^[ \t]{0,40}(?:set (?:-[a-wyz]{0,6}x[a-z]{0,6}\b[^\n]{0,30}|-o xtrace)|#![^\n]{0,40}sh -[a-z]{0,4}x[a-z]{0,4})[ \t]{0,4}$/gm;
/** A quick look. */
export const mayTrace = askedOnce(
  /\bset -[a-z]{0,6}x|\bxtrace\b|sh -[a-z]{0,4}x|\bcurl\b[^\n]{0,80} -(?:[a-zA-Z]{0,5}v|-verbose|-trace)|\b(?:env|set|export(?: -p)?) ?\| ?[a-z]?(?:grep|rg)\b/,
);
const UNTRACED = /\bset \+[a-wyz]{0,6}x|\bset \+o xtrace/;
const EXPANDED = /(?<![\\'])\$\{?([A-Z][A-Z0-9_]{4,60})(?![\w:#])/g;

/** `set -x` above a command that is given a provider's key: it is printed with what the variable holds. */
export function tracedKeys(
  text: string,
  from: number,
  to: number,
): readonly { readonly start: number; readonly end: number }[] {
  const code = text.slice(from, to);
  return [...code.matchAll(TRACES)].flatMap((match) => {
    const below = code.slice(match.index + match[0].length).split(UNTRACED)[0] ?? '';
    const shown = [...below.matchAll(EXPANDED)].some(
      ({ index, 1: name = '' }) =>
        namesProviderKey(name) &&
        !/(?:^|\n)[ \t]{0,40}#[^\n]{0,300}$/.test(below.slice(Math.max(0, index - 340), index)),
    );
    const start = from + match.index + match[0].search(/\S/);
    return shown ? [{ start, end: from + match.index + match[0].trimEnd().length }] : [];
  });
}

/** `env | grep -i anthropic`: the variables of the environment that match, with their values. */
const GREPS =
  /(?<![\w$(-])(?:print)?(?:env|set|export(?: -p)?) ?\| ?[a-z]?(?:grep|rg)((?: -{1,2}[A-Za-z-]{1,20}){0,3}) ["']?([\w^$.*?|\\()-]{3,80})["']?[ \t]{0,4}(?=[;)'"]|\|\||&&|\| ?(?:sort|cat)\b|#|\r?\n|$)/g;
const ASKS_FOR_KEY =
  /(?:anthropic|claude|openai)_?(?:$|[|\\)*.])|(?:_|^|[|^(])(?:api_?)?(?:key|token|secret)s?(?:$|[|\\)*.=$])/i;

/** @param guide - in a guide only the name of a key tells. */
export function greppedKeys(
  text: string,
  from: number,
  to: number,
  guide: boolean,
): readonly { readonly start: number; readonly end: number }[] {
  return [...text.slice(from, to).matchAll(GREPS)].flatMap(({ index, 0: whole, 1: options = '', 2: pattern = '' }) => {
    if (/-[a-z]{0,4}[qclLv]|--(?:quiet|count|silent|only)/.test(options)) return [];
    const shows = guide ? namesProviderKey(pattern.replace(/^\^|=$/g, '')) : ASKS_FOR_KEY.test(pattern);
    const start = from + index;
    const line = text.slice(text.lastIndexOf('\n', start) + 1, start);
    const after = text.slice(start + whole.length, start + whole.length + 20);
    return shows && !/^['")]{0,2}[ \t]{0,4}[&1]?>(?!&)/.test(after) && !/\$\([^)]{0,200}$|^\s{0,40}#/.test(line)
      ? [{ start, end: start + whole.trimEnd().length }]
      : [];
  });
}
