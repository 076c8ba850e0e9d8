// Names of a shell that hold a key by what is done with them: set into a provider's variable, sent, matched with a prefix.
import { namesProviderKey } from '../vocabulary.ts';

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
