// A key that a command stores with the line break of `echo`: what is piped is kept as it comes. Apart from the stored keys:
// the key itself is a variable here.
import type { RuleInput } from '../../rule.ts';
import { type Found, found } from './malformed-found.ts';
import { isCommented, isShellFile } from './stored-keys.ts';

const PIPED =
  /\becho[ \t]{1,4}(["']?)\$\{?(?:ANTHROPIC|CLAUDE)_API_KEY\}?\1[ \t]{0,4}\|[ \t]{0,4}(?=gcloud[ \t]{1,4}(?:beta )?secrets\b|(?<=\$\(echo\b[^\n]{0,60})base64\b(?![^\n)]{0,20}[ \t]-(?:d|D|-decode)))/g;

export function findPiped({ path, text }: RuleInput): readonly Found[] {
  if (!text.includes('_API_KEY') || !text.includes('echo')) return [];
  if (!isShellFile(path, text) && !/\.ya?ml$|(?:^|\/)(?:GNU)?[mM]akefile$|[jJ]ustfile$/.test(path)) return [];
  return [...text.matchAll(PIPED)].flatMap((match): readonly Found[] => {
    if (isCommented(text, match.index)) return [];
    const end = match.index + match[0].trimEnd().length;
    const message = 'echo adds a line break, which is stored with the key; printf %s does not.';
    return [
      found('blank', message, { start: match.index, end }, undefined, [
        { startOffset: match.index, endOffset: match.index + 4, newText: "printf '%s'" },
      ]),
    ];
  });
}
