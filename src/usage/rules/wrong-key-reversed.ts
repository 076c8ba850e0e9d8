// Anthropic's variable under OpenAI's name: copied, exported, or set on OpenAI's module. Silent wherever an address or a
// gateway is spoken of: endpoints of OpenAI's form take many keys.
import type { RuleInput } from '../../rule.ts';
import { isCommented } from './stored-keys.ts';
import { describe, type Found, givenVariable, hasForeignBase, ROUTED } from './wrong-key-given.ts';
import { surroundings } from './wrong-key-settings.ts';

/** A quick look. */
const NAMES = [/openai/i, /(?:anthropic|claude)_?api_?key/i] as const;
/** A name of OpenAI's key that is set to one read of Anthropic's, and to nothing else. */
const REVERSED =
  /(?<![\w-])(OPENAI_API_KEY|openai\.api_key|openai_?[aA]pi_?[kK]ey|openai["']?\s{0,4}(?:=>|[:=])\s{0,4}[[{(][^[\]{}]{0,200}?\bapi_?[kK]ey)["'`]?\]?[ \t]{0,4}(?:=>|:=|[=:])[ \t]{0,8}["']?(?:\$\{\{ {0,4}(?:secrets|vars|env)\.|\$\{?(?:env:)?|%|(?:os\.)?(?:environ|getenv|Getenv|env|ENV)(?:\.get|\.fetch)?[[(]\s{0,4}["']|(?:process\.env|import\.meta\.env|[sS]ettings|config|env)(?:\.|\[["'])|System\.getenv\("|Deno\.env\.get\(["'])((?:ANTHROPIC|CLAUDE)_API_KEY|(?:anthropic|claude)_?[aA]pi_?[kK]ey)["'\])}!%]{0,4}(?: \}\})?["']?[ \t]{0,4}(?=[,;)}\]#&\r\n]|$)/gm;
/** What makes OpenAI's name that of whoever is called. */
const COMPATIBLE =
  /provider\W{1,6}anthropic|api\.anthropic\.com|litellm|portkey|helicone|compatible|router|proxy|gateway|claude[-_][\w.-]{0,20}\d/i;

export function findReversed({ path, text }: RuleInput): readonly Found[] {
  if (!NAMES.every((name) => name.test(text))) return [];
  return [...text.matchAll(REVERSED)].flatMap((match): readonly Found[] => {
    const [all, place = '', name = ''] = match;
    const slot = /^openai\W/.test(place) ? "OpenAI's key" : place;
    const given = givenVariable(name);
    // The other branch of a choice.
    if (text.charAt(match.index - 1) === '.' && /^\S{0,4}\s{0,4}:/.test(all.slice(place.length))) return [];
    const yaml = /\.ya?ml$/.test(path);
    const round = yaml ? surroundings(text, match.index + place.length) : text;
    if (given === undefined || isCommented(text, match.index) || isChoice(text, match.index, all)) return [];
    // A service that is said to speak to Anthropic takes its key under whatever name.
    if (yaml && /anthropic|claude/i.test(round.replaceAll(name, ''))) return [];
    if (COMPATIBLE.test(round) || ROUTED.test(round) || hasForeignBase(round, 'OpenAI')) return [];
    const start = match.index + Math.max(0, place.search(/api_?key$/i)) * Number(slot !== place);
    const end = match.index + all.trimEnd().length;
    return [{ start, end, ...describe('vendor', given, 'OpenAI', slot), code: `${slot} ${given.shown}` }];
  });
}

/** `useOpenai ? env.OPENAI_API_KEY : env.ANTHROPIC_API_KEY`, over lines too. */
function isChoice(text: string, at: number, all: string): boolean {
  return (
    /^\w{1,40}["'`]?\]?[ \t]{0,4}:(?!=)/.test(all) && /\?[^;{}]{0,80}$/.test(text.slice(Math.max(0, at - 100), at))
  );
}
