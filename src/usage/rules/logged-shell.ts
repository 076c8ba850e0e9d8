// Names of a shell that hold a key by what is done with them: set into a provider's variable, sent, matched with a prefix.

/** True where a name that says little is used as a provider's key in the file. */
export function isKeyOfShell(text: string, name: string): boolean {
  if (!/^(?:\w{1,20}_)?(?:key|token|secret)$/i.test(name) || !/anthropic|claude|openai/i.test(text)) return false;
  const value = `["']?\\$\\{?${name}\\b`;
  return new RegExp(
    `\\b(?:ANTHROPIC|CLAUDE|OPENAI)_(?:API_)?KEY=(?:${value}|%s(?:\\\\n)?["'] ${value})|\\bcase ${value}\\}?"? in\\s{1,8}sk-|x-api-key: ?\\$\\{?${name}\\b`,
  ).test(text);
}
