// An API key that is given to Anthropic's own client as its token: `new Anthropic({ authToken: process.env.ANTHROPIC_API_KEY })`
// sends it as Bearer. Apart from bearer-misuse.ts, which reads requests: here no address and no header is written.
import type { Match, RuleInput } from '../../rule.ts';
import { isTestPath } from '../languages.ts';
import { isCommented, isStore } from './stored-keys.ts';
import { hasForeignBase, ROUTED } from './wrong-key-given.ts';

/** A quick look, and what makes a client. */
const CLIENT =
  /\b(?:(?:Async)?Anthropic(?:Client|OkHttpClient\w{0,8}|::Client)?|createAnthropic|anthropic\.NewClient)\b[^;]{0,300}$/;
const TOKEN =
  /\b(?:authToken|auth_token|AuthToken|WithAuthToken)["']?\s{0,4}(?:=>|[:=(])\s{0,8}(?:(?:process\.env|import\.meta\.env|env|settings|config|self|this)\.|(?:os\.)?(?:environ|getenv|Getenv|env|ENV)(?:\.get|\.fetch)?[[(]\s{0,4}["']|System\.getenv\("|Environment\.GetEnvironmentVariable\("|["'](?=sk-ant-api))?((?:ANTHROPIC|CLAUDE)_API_KEY|(?:anthropic|claude)_?[aA]pi_?[kK]ey|sk-ant-api\d\d-[\w-]{60,130})\b["')\]!]{0,3}\s{0,4}(?=[,;)}\]\n])/g;

export function findTokens({ path, text }: RuleInput): readonly Match[] {
  if (!/auth_?token/i.test(text) || !/anthropic/i.test(text) || !isStore(path) || isTestPath(path)) return [];
  const found = [...text.matchAll(TOKEN)].filter(
    ({ index }) => CLIENT.test(text.slice(Math.max(0, index - 340), index)) && !isCommented(text, index),
  );
  if (found.length === 0 || hasForeignBase(text, 'Anthropic') || ROUTED.test(text) || /oauth-20|sk-ant-oat/i.test(text))
    return [];
  return found.map(({ index, 0: all, 1: key = '' }): Match => {
    const at = index + all.lastIndexOf(key);
    const secret = key.startsWith('sk-') ? { secret: { start: at, end: at + key.length } } : {};
    return {
      start: index,
      end: index + all.trimEnd().length,
      ...secret,
      code: key.startsWith('sk-') ? 'auth token' : all.trim(),
      message:
        'Anthropic API key given as the token of the client, which sends it as Authorization: Bearer; give it as the API key.',
      fix: {
        title: "Give the key as the client's API key",
        safe: false,
        recipe: ['apiKey (api_key) for a key, authToken (auth_token) for an OAuth token.'],
      },
    };
  });
}
