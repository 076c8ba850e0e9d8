// An Anthropic API key as `Authorization: Bearer`: to the native endpoint, where x-api-key works everywhere and Bearer
// does not, and to other vendors, who then hold the key.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the samples are code, with templates of their own.
import type { Edit, Fix } from '../../finding.ts';
import type { Match, Rule, RuleInput } from '../../rule.ts';
import { analyse } from '../analysis.ts';
import { applyEdits } from '../edits.ts';
import type { Form, Value } from '../forms.ts';
import { afterScheme, type Carried, isEmpty, judgeCarried } from '../keys.ts';
import type { Link } from '../link.ts';
import { keyHeaderRecipe } from '../recipes.ts';
import type { RequestHeader } from '../requests.ts';
import { endOffset, type Source, startOffset } from '../source.ts';
import { isNative } from '../vocabulary.ts';
import { carriedByCallers, sentByCallers } from './bearer-callers.ts';
import { findTokens } from './bearer-clients.ts';
import { perFile } from './per-file.ts';
import { isShownAsBad } from './shown-code.ts';

/** Signs, in the same function, that both ways of signing in are handled there. */
const OTHER_WAY =
  /sk-ant-oat|oauth-20|(?<!With)(?<!:(?=oauth-token))oauth(?!2-bearer|2AuthorizationRequestHeader)|(?<!Set)authToken|auth_token|auth_?mode|auth_?type|setup-token/i;

interface Bearer {
  readonly header: RequestHeader;
  readonly carried: Carried;
  readonly link: Link;
  /** True when another vendor's key may come in its place, to another address. */
  readonly mixed: boolean;
  /** What anthropic-beta is set to beside it. */
  readonly beta: Value;
}

/** Bearer headers with an Anthropic key (or a key of unknown owner) whose address this file tells. */
const findBearers = perFile((input: RuleInput): readonly Bearer[] => {
  const found: Bearer[] = [];
  if (!/bearer|oauth-token|withToken|SetAuthToken|TokenAuthenticator|JwtAuthenticator/i.test(input.text)) return found;
  for (const unit of analyse(input).units) {
    const requests = unit.requests();
    const { headers, values } = requests;
    const betas = new Map<ReadonlySet<string>, Value>();
    for (const { name, neighbours, value } of headers)
      if (name === 'anthropic-beta') betas.set(neighbours, [...(betas.get(neighbours) ?? []), ...value].slice(0, 20));
    for (const header of headers) {
      if (header.name !== 'authorization') continue;
      const known = carriedBy(header.value) ?? carriedByCallers(header, values);
      const mixed = known === undefined;
      const carried = known ?? carriedAmong(header.value);
      if (carried === undefined) continue;
      const link = sentByCallers(header, requests) ?? header.link();
      if (link === undefined || link.addresses.length === 0) continue;
      found.push({ header, carried, link, mixed, beta: betas.get(header.neighbours) ?? [] });
    }
  }
  return found;
});

/** Headers that send a key as Bearer to a native path. */
export function misusedBearers(input: RuleInput): readonly RequestHeader[] {
  return findBearers(input)
    .filter(isNativeMisuse)
    .map(({ header }) => header);
}

/** What is sent as Bearer, when every form of the value sends a key. */
function carriedBy(value: Value): Carried | undefined {
  let result: Carried | undefined;
  for (const form of value) {
    const rest = afterScheme(form, 'bearer');
    // `key ?? ""`: nothing is sent where the key is not set.
    if (rest !== undefined && value.length > 1 && isEmpty(rest)) continue;
    if (rest === undefined && isSameBare(form, value)) continue;
    const carried = rest === undefined ? undefined : judgeCarried(rest);
    if (carried === undefined || carried.sort === 'token' || carried.sort === 'unknown') return undefined;
    if (result === undefined || carried.sort === 'literal') result = carried;
  }
  return result;
}

const OTHER_VENDOR =
  /openai|openrouter|groq|gemini|mistral|deepseek|xai|grok|cohere|together|perplexity|fireworks|moonshot|minimax/i;

/** `Bearer ${isClaude ? ANTHROPIC_API_KEY : OPENAI_API_KEY}`: the key that is Anthropic's, where the others are vendors' too. */
function carriedAmong(value: Value): Carried | undefined {
  const sent = value.map((form) => judgeCarried(afterScheme(form, 'bearer') ?? []));
  const own = sent.filter(({ sort }) => sort === 'anthropic');
  const known = sent.every(
    ({ sort, piece }) => sort === 'anthropic' || (piece?.type === 'hole' && OTHER_VENDOR.test(piece.names.join('.'))),
  );
  return known ? own[0] : undefined;
}

/** `key.startsWith('Bearer ') ? key : `Bearer ${key}``: the same key either way. */
function isSameBare(form: Form, value: Value): boolean {
  const [bare] = form;
  if (form.length !== 1 || bare?.type !== 'hole') return false;
  return value.some((other) => {
    const sent = afterScheme(other, 'bearer')?.[0];
    return other !== form && sent?.type === 'hole' && sent.names.join('.') === bare.names.join('.');
  });
}

/** An OAuth beta, or one that this file does not tell, for a key of unknown owner. */
function maySignInByOAuth({ beta, carried }: Bearer): boolean {
  return beta
    .flat()
    .some((piece) => (piece.type === 'text' ? piece.text.includes('oauth-') : carried.sort === 'generic'));
}

const VENDOR = /anthropic|claude/i;
const DOCUMENT = /\.(?:md|mdx|markdown)$/i;

/** Signs that one of two requests is chosen. */
const CHOOSES = /\b(?:if|else|elif|switch|case|when|match|unless)\b| \? /;

/** An x-api-key in the same function is the other way of signing in, unless both requests stand there whole and unchosen. */
function besideKey({ header, carried, link }: Bearer): boolean {
  if (!header.neighbours.has('x-api-key')) return false;
  const whole =
    header.form === 'entry' && link.own && carried.sort === 'anthropic' && !header.siblings.has('x-api-key');
  return !whole || header.nearby(CHOOSES);
}

function isNativeMisuse(bearer: Bearer): boolean {
  const { header, carried, link, mixed } = bearer;
  const own = mixed ? link.addresses.filter(({ host }) => host !== 'provider') : link.addresses;
  if (!isNative(own, header.neighbours.has('anthropic-version'))) return false;
  if (besideKey(bearer) || header.nearby(OTHER_WAY) || maySignInByOAuth(bearer)) return false;
  // Far from the address a name must say whose key it is: that of the key, the class or the file.
  return carried.sort !== 'generic' || (link.step !== 'block' && link.step !== 'class') || header.about(VENDOR);
}

function findNative(input: RuleInput): readonly Match[] {
  const matches = [...findMatches(input), ...findTokens(input)];
  const edits = matches.flatMap((match) => match.fix?.edits ?? []);
  if (edits.length === 0) return matches;
  // An edit is safe only if the text, read anew, has as many faults fewer as there were edits.
  const left = findMatches({ path: input.path, text: applyEdits(input.text, edits) });
  return left.length === findMatches(input).length - edits.length ? matches : matches.map(withoutEdits);
}

function withoutEdits(match: Match): Match {
  if (match.fix?.edits === undefined) return match;
  const { edits: _edits, ...fix } = match.fix;
  return { ...match, fix: { ...fix, safe: false } };
}

function findMatches(input: RuleInput): readonly Match[] {
  return findBearers(input)
    .filter(
      (bearer) =>
        isNativeMisuse(bearer) && !(DOCUMENT.test(input.path) && isShownAsBad(input.text, bearer.header.start)),
    )
    .map((bearer): Match => {
      const { header, carried } = bearer;
      return {
        start: header.start,
        end: header.end,
        code: header.code,
        message: 'Anthropic API key sent as Authorization: Bearer to api.anthropic.com; send it as x-api-key.',
        fix: fixFor(bearer),
        ...secretOf(header.source, carried),
      };
    });
}

function secretOf(
  source: Source,
  carried: Carried,
): { readonly secret?: { readonly start: number; readonly end: number } } {
  const piece = carried.piece;
  if (carried.sort !== 'literal' || piece?.type !== 'text') return {};
  const from = startOffset(source, piece.range.start);
  const at = source.tokens.text.indexOf(piece.text.trim(), from);
  const end = at + piece.text.trim().length;
  return at >= 0 && end <= endOffset(source, piece.range.end) ? { secret: { start: at, end } } : {};
}

/** An edit for one header of one request whose key is known to be Anthropic's; else what to write by hand. */
function fixFor({ header, carried, link }: Bearer): Fix {
  const title = 'Send the key as x-api-key';
  const edit = link.own && carried.sort === 'anthropic' ? editOf(header, carried) : undefined;
  const recipe = keyHeaderRecipe(header.source.syntax.language);
  return edit === undefined ? { title, safe: false, recipe } : { title, safe: true, edits: [edit], recipe };
}

function editOf(header: RequestHeader, carried: Carried): Edit | undefined {
  const { source } = header;
  const piece = carried.piece;
  const form = header.value.length === 1 ? header.value[0] : undefined;
  const scheme = form?.[0];
  if (header.rewrite === undefined || piece?.type !== 'hole' || form?.length !== 2 || scheme?.type !== 'text')
    return undefined;
  // A value that came by way of a name stands elsewhere.
  if (scheme.range.start === piece.range.start || !/^bearer\s{1,8}$/i.test(scheme.text)) return undefined;
  const from = startOffset(source, piece.range.start);
  const to = endOffset(source, piece.range.end);
  if (from < header.start || to > header.end) return undefined;
  return {
    startOffset: header.start,
    endOffset: header.end,
    newText: header.rewrite('x-api-key', source.tokens.text.slice(from, to)),
  };
}

function findForeign(input: RuleInput): readonly Match[] {
  return findBearers(input)
    .filter(
      ({ carried, link }) =>
        carried.sort === 'literal' && link.addresses.every((address) => address.host === 'provider'),
    )
    .map(
      ({ header, carried, link }): Match => ({
        start: header.start,
        end: header.end,
        code: header.code,
        message: `Anthropic API key sent to ${link.addresses[0]?.name ?? 'another vendor'}.`,
        fix: {
          title: 'Use the key of the vendor that is called, and revoke this one',
          safe: false,
          recipe: [
            'Read the key of that vendor from its own environment variable.',
            'Revoke the Anthropic key: another company has received it.',
          ],
        },
        ...secretOf(header.source, carried),
      }),
    );
}

export const bearerMisuse: Rule = {
  id: 'bearer-misuse',
  category: 'bearer-misuse',
  level: 'error',
  summary: 'Anthropic API key sent as Authorization: Bearer',
  why: 'Native endpoints answered it with 401 "Invalid bearer token" until mid-2026, and older gateways, relays and SDK versions still do; the documentation shows Bearer since autumn 2026, but x-api-key works everywhere.',
  fix: 'Send the key in the x-api-key header; a team that has moved to Bearer can turn this rule off.',
  references: ['https://platform.claude.com/docs/en/api/overview', 'https://platform.claude.com/docs/en/api/errors'],
  keywords: ['api.anthropic.com', 'authToken', 'auth_token'],
  find: findNative,
  examples: {
    invalid: [
      {
        text: "await fetch('https://api.anthropic.com/v1/messages', {\n  method: 'POST',\n  headers: { Authorization: `Bearer ${process.env.ANTHROPIC_API_KEY}` },\n});\n",
      },
      {
        text: "const URL = 'https://api.anthropic.com/v1/messages';\nasync function ask(body, apiKey) {\n  const headers = { 'Authorization': 'Bearer ' + apiKey, 'anthropic-version': '2023-06-01' };\n  return axios.post(URL, body, { headers });\n}\n",
        note: 'Address and header meet through two names.',
      },
      {
        path: 'ask.py',
        text: 'import os, requests\n\nheaders = {\n    "Authorization": f"Bearer {os.environ[\'ANTHROPIC_API_KEY\']}",\n}\nrequests.post("https://api.anthropic.com/v1/messages", headers=headers, json={})\n',
      },
      {
        path: 'ask.sh',
        text: 'curl https://api.anthropic.com/v1/messages \\\n  -H "Authorization: Bearer $ANTHROPIC_API_KEY" \\\n  -H "anthropic-version: 2023-06-01"\n',
      },
      {
        text: "fetch('https://api.anthropic.com/v1/models', { headers: { authorization: 'Bearer {{fake anthropic-api-key 7}}' } });\n",
      },
    ],
    valid: [
      {
        text: "fetch('https://api.anthropic.com/v1/messages', { headers: { 'x-api-key': process.env.ANTHROPIC_API_KEY } });\n",
      },
      {
        text: "fetch('https://api.anthropic.com/v1/chat/completions', { headers: { Authorization: `Bearer ${process.env.ANTHROPIC_API_KEY}` } });\n",
        note: 'The OpenAI-compatible endpoint wants Bearer.',
      },
      {
        text: "fetch('https://openrouter.ai/api/v1/messages', { headers: { Authorization: `Bearer ${process.env.ANTHROPIC_API_KEY}` } });\n",
        note: "Another vendor's key under this name: the host decides.",
      },
      {
        text: "fetch('https://api.anthropic.com/v1/messages', {\n  headers: { Authorization: `Bearer ${accessToken}`, 'anthropic-beta': 'oauth-2025-04-20' },\n});\n",
      },
      {
        text: "const url = process.env.ANTHROPIC_BASE_URL || 'https://api.anthropic.com';\nfetch(`${url}/v1/messages`, { headers: { Authorization: `Bearer ${process.env.ANTHROPIC_API_KEY}` } });\n",
        note: 'The address may be a gateway.',
      },
      {
        path: 'README.md',
        text: '```sh\ncurl https://api.anthropic.com/v1/messages -H "Authorization: Bearer sk-ant-api03-your-key-here"\n```\n',
        note: 'A placeholder.',
      },
    ],
  },
};

export const bearerForeignHost: Rule = {
  id: 'bearer-foreign-host',
  category: 'bearer-misuse',
  level: 'error',
  summary: 'Anthropic API key sent to another vendor',
  why: 'The other company receives a working Anthropic key, and the request fails.',
  fix: "Send that vendor's own key, and revoke the Anthropic key.",
  references: ['https://platform.claude.com/docs/en/api/overview'],
  keywords: ['sk-ant-'],
  find: findForeign,
  examples: {
    invalid: [
      {
        text: "fetch('https://api.openai.com/v1/chat/completions', { headers: { Authorization: 'Bearer {{fake anthropic-api-key 3}}' } });\n",
      },
      {
        path: 'call.py',
        text: 'import requests\nKEY = "{{fake anthropic-api-key 4}}"\nrequests.get("https://api.groq.com/openai/v1/models", headers={"Authorization": "Bearer " + KEY})\n',
      },
    ],
    valid: [
      {
        text: "fetch('https://api.openai.com/v1/models', { headers: { Authorization: `Bearer ${process.env.OPENAI_API_KEY}` } });\n",
      },
      {
        text: "fetch('https://api.openai.com/v1/models', { headers: { Authorization: 'Bearer sk-ant-api03-your-key-here' } });\n",
        note: 'A placeholder.',
      },
    ],
  },
};
