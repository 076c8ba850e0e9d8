// A key in the wrong header, or in the right one in the wrong form, on a raw request to api.anthropic.com.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the samples are code, with templates of their own.
import type { Fix } from '../../finding.ts';
import type { Match, Rule, RuleInput } from '../../rule.ts';
import { analyse } from '../analysis.ts';
import type { Form, Value } from '../forms.ts';
import { afterOtherScheme, afterScheme, type Carried, isEmpty, isOAuthToken, judgeCarried } from '../keys.ts';
import type { RequestHeader } from '../requests.ts';
import { endOffset, startOffset } from '../source.ts';
import { isNative } from '../vocabulary.ts';
import { isOpenHost, namesVendor } from './vendor-hosts.ts';

export const WRONG_NAME =
  /^(?:api-key|apikey|x_api_key|x-anthropic-api-key|anthropic-api-key|x-claude-api-key|claude-api-key|anthropic-key|x-anthropic-key|x-claude-key|claude-key|x-api-token|api-token|x-apikey|x-anthropic-token|x-auth-key|x-auth-token|x-goog-api-key|xi-api-key|ocp-apim-subscription-key|x-access-token|access-token|x-token|x-authorization|x-secret-key|x-openai-api-key|anthropic-auth-token)$/;
const REFERENCES = [
  'https://platform.claude.com/docs/en/api/overview',
  'https://platform.claude.com/docs/en/api/errors',
];
const KEYWORDS = ['api.anthropic.com'];

/** Headers that go to native paths of api.anthropic.com and nowhere else. */
export function nativeHeaders(input: RuleInput, pattern: Pick<RegExp, 'test'>): readonly RequestHeader[] {
  return headersOf(input, pattern).filter((header) =>
    isNative(header.link()?.addresses ?? [], header.neighbours.has('anthropic-version')),
  );
}

/**
 * Wherever on the vendor's host they go, for no path there takes a key so; and beside the version where the address is a
 * setting, in a file that writes down the vendor's own.
 */
function vendorsHeaders(input: RuleInput, pattern: Pick<RegExp, 'test'>): readonly RequestHeader[] {
  return headersOf(input, pattern).filter((header) => {
    const addresses = header.link()?.addresses ?? [];
    const versioned = header.neighbours.has('anthropic-version');
    const own = addresses.filter(({ name, host }) => host !== 'provider' && (name !== '' || !isOpenHost(host)));
    return (
      isNative(addresses, versioned) ||
      (addresses.length > 0 &&
        addresses.every(({ name, host }) => name === 'api.anthropic.com' && /^(?:native|unknown)$/.test(host))) ||
      (versioned && addresses.length > 0 && (own.length > 0 ? isNative(own, true) : namesVendor(input.text)))
    );
  });
}

function headersOf(input: RuleInput, pattern: Pick<RegExp, 'test'>): readonly RequestHeader[] {
  return analyse(input).units.flatMap((unit) => unit.requests().headers.filter(({ name }) => pattern.test(name)));
}

function isKey({ sort }: Carried): boolean {
  return sort === 'anthropic' || sort === 'generic' || sort === 'literal';
}

function everyKey(header: RequestHeader, scheme: 'bearer' | ''): boolean {
  const forms = header.value.filter((form) => header.value.length === 1 || !isEmpty(afterScheme(form, scheme) ?? form));
  return (
    forms.length > 0 &&
    forms.every((form) => {
      const rest = afterScheme(form, scheme);
      return rest !== undefined && isKey(judgeCarried(rest));
    })
  );
}

function toMatch(header: RequestHeader, message: string, fix: Fix): Match {
  return { start: header.start, end: header.end, code: header.code, message, fix };
}

const useKeyHeader: Fix = {
  title: 'Send the key as x-api-key, bare',
  safe: false,
  recipe: ['x-api-key: <the key>', 'anthropic-version: 2023-06-01'],
};

function findWrongName(input: RuleInput): readonly Match[] {
  const others = { test: (name: string) => WRONG_NAME.test(name) && !OWN_NAME.test(name) };
  return [
    ...[...nativeHeaders(input, others), ...nativeHeaders(input, /^api_key$/).filter(isSent)].filter(
      (header) =>
        !beside(header).has('authorization') &&
        everyKey(header, '') &&
        (header.name.includes('-') || header.amongHeaders()),
    ),
    // Under the vendor's own name there is nothing that it could be right for.
    ...vendorsHeaders(input, OWN_NAME).filter(isFilled),
  ]
    .filter((header) => !beside(header).has('x-api-key'))
    .map((header) =>
      toMatch(
        header,
        `api.anthropic.com reads no header ${header.name}; the key belongs in x-api-key.`,
        renameFix(header),
      ),
    );
}

const OWN_NAME =
  /^(?:x-anthropic-api-key|anthropic-api-key|x-claude-api-key|claude-api-key|anthropic-key|x-anthropic-key|x-claude-key|claude-key|x-anthropic-token|anthropic-auth-token)$/;

function isFilled(header: RequestHeader): boolean {
  return everyKey(header, '') || header.value.some((form) => form.some((piece) => piece.type === 'hole'));
}

/** `api_key` is what many clients call an option: a header only beside others, or where a call sets one. */
function isSent({ form, siblings, source }: RequestHeader): boolean {
  if (source.syntax.family === 'record') return false;
  return form === 'entry' ? siblings.has('anthropic-version') : form === 'call' || form === 'option';
}

/** The other headers of the same request: of a request of its own, only what stands in it. */
function beside(header: RequestHeader): ReadonlySet<string> {
  return header.form === 'entry' && header.link()?.own === true ? header.siblings : header.neighbours;
}

/** The same value under the right name: nothing but the name changes. */
function renameFix(header: RequestHeader): Fix {
  const own = header.link()?.own === true && header.value.length === 1 && header.form === 'entry';
  const text = header.source.tokens.text.slice(header.start, header.end);
  const name = /^["']?[\w-]+["']?/.exec(text)?.[0];
  if (!own || name === undefined) return useKeyHeader;
  const quote = /^["']/.exec(name)?.[0] ?? "'";
  return {
    title: 'Rename the header',
    safe: true,
    edits: [{ startOffset: header.start, endOffset: header.start + name.length, newText: `${quote}x-api-key${quote}` }],
  };
}

function findScheme(input: RuleInput): readonly Match[] {
  return vendorsHeaders(input, /^x-api-key$/)
    .filter((header) => header.value.every((form) => afterScheme(form, 'bearer') !== undefined))
    .map((header) => toMatch(header, 'x-api-key holds "Bearer …"; it takes the key alone.', useKeyHeader));
}

function findOAuth(input: RuleInput): readonly Match[] {
  const betas = headersOf(input, /^anthropic-beta$/).filter(
    ({ form, value }) => form === 'entry' && isOAuthBeta(value),
  );
  // The beta is the vendor's own: where no address is known, it says where both go.
  const sent = headersOf(input, /^x-api-key$/).filter((header) => header.link() === undefined && isToken(header.value));
  return [...vendorsHeaders(input, /^x-api-key$/), ...sent]
    .filter(
      (header) =>
        !header.neighbours.has('authorization') &&
        (everyOAuth(header.value) ||
          (isToken(header.value) && betas.some(({ siblings }) => siblings === header.siblings))),
    )
    .map((header) => ({
      ...toMatch(
        header,
        'OAuth token in x-api-key; it goes as Authorization: Bearer with the oauth beta header.',
        oauthFix,
      ),
      ...literalIn(header),
    }));
}

/** `process.env.CLAUDE_CODE_OAUTH_TOKEN ?? ''`: nothing is sent where the token is not set. */
function everyOAuth(value: Value): boolean {
  const forms = value.filter((form) => value.length === 1 || !isEmpty(form));
  return forms.length > 0 && forms.every(isOAuthToken);
}

function isOAuthBeta(value: Value): boolean {
  return value.length > 0 && value.every(([piece]) => piece?.type === 'text' && piece.text.includes('oauth-2025-'));
}

/** Called a token, and no key: beside the beta header of OAuth that says whose. */
function isToken(value: Value): boolean {
  return (
    value.length > 0 &&
    value.every(
      ([piece, more]) =>
        piece?.type === 'hole' &&
        more === undefined &&
        piece.names.some((name) => /token$/i.test(name)) &&
        !piece.names.some((name) => /key/i.test(name)),
    )
  );
}

const oauthFix: Fix = {
  title: 'Send the token as Bearer with the beta header',
  safe: false,
  recipe: ['Authorization: Bearer <the token>', 'anthropic-beta: oauth-2025-04-20'],
};

function literalIn(header: RequestHeader): { readonly secret?: { readonly start: number; readonly end: number } } {
  const piece = header.value[0]?.[0];
  if (piece?.type !== 'text') return {};
  const start = header.source.tokens.text.indexOf(piece.text, startOffset(header.source, piece.range.start));
  const end = start + piece.text.length;
  return start >= 0 && end <= endOffset(header.source, piece.range.end) ? { secret: { start, end } } : {};
}

const BARE_KEY = /^[$.]?_?(?:api_?)?key$/i;

/** A variable or field that is called a key: one that holds more is called a header, a value or a token. */
function isBareKey(form: Form): boolean {
  const { sort, piece } = judgeCarried(form);
  return (
    sort === 'generic' &&
    piece?.type === 'hole' &&
    piece.names.every((name, index) => BARE_KEY.test(name) || (index === 0 && /^\$?(?:this|self)$/.test(name)))
  );
}

function isSchemeless(header: RequestHeader): boolean {
  return (
    everyKey(header, '') &&
    header.value.every((form) => form[0]?.type === 'text' || judgeCarried(form).sort === 'anthropic' || isBareKey(form))
  );
}

/** Under a scheme of other vendors a name must say whose key it is. */
function hasOtherScheme({ value }: RequestHeader): boolean {
  return value.every((form) => /^(?:anthropic|literal)$/.test(judgeCarried(afterOtherScheme(form) ?? []).sort));
}

function schemeOf(header: RequestHeader): string {
  return hasOtherScheme(header) ? 'under a scheme that the API does not know' : 'without a scheme';
}

function findNoScheme(input: RuleInput): readonly Match[] {
  return nativeHeaders(input, /^authorization$/)
    .filter((header) => !header.neighbours.has('x-api-key') && (hasOtherScheme(header) || isSchemeless(header)))
    .map((header) => ({
      ...toMatch(header, `Authorization holds a key ${schemeOf(header)}; send the key as x-api-key.`, useKeyHeader),
      ...literalIn(header),
    }));
}

function findBoth(input: RuleInput): readonly Match[] {
  return nativeHeaders(input, /^authorization$/)
    .filter((header) => everyKey(header, 'bearer'))
    .filter((header) =>
      header.form === 'entry' || header.form === 'option'
        ? header.siblings.has('x-api-key')
        : header.neighbours.has('x-api-key') && isSetWith(input, header),
    )
    .map((header) =>
      toMatch(header, 'The request carries the key in both x-api-key and Authorization.', {
        title: 'Remove the Authorization header',
        safe: false,
        recipe: ['Keep x-api-key only.'],
      }),
    );
}

/** What makes one of two headers depend on something. */
const BRANCH =
  /[{}]|\b(?:if|[eE]lse|elif|case|default|when|switch|match|return|break|unless|post|get|send|execute|fetch|Do)\b|=>|\?\s/;
const MOST_BETWEEN = 400;

/** True when x-api-key is set right before or after, with nothing between that chooses. */
function isSetWith(input: RuleInput, header: RequestHeader): boolean {
  return nativeHeaders(input, /^x-api-key$/).some((other) => {
    if (other.neighbours !== header.neighbours || !everyKey(other, '')) return false;
    const between = input.text.slice(Math.min(header.end, other.end), Math.max(header.start, other.start));
    if (isInLiteralOf(input.text, header, other)) return !BRANCH.test(between.replace(/^[^{}]{0,300}\}/, ''));
    return between.length <= MOST_BETWEEN && !BRANCH.test(between);
  });
}

/** `headers = { 'x-api-key': key }` or `s.headers.update({ … })`, where `headers` or `s.headers` gets the other one after it. */
function isInLiteralOf(text: string, header: RequestHeader, other: RequestHeader): boolean {
  if (other.form !== 'entry' || header.form === 'entry' || other.end > header.start) return false;
  const into = /([A-Za-z_$][\w$]{0,40})(?:\.headers)?(?:\[|\.\w{2,12}\(|\.)[ \t]{0,4}$/.exec(
    text.slice(Math.max(0, header.start - 80), header.start),
  );
  const name = into?.[1]?.replaceAll('$', '\\$');
  return (
    name !== undefined &&
    new RegExp(
      `\\b${name}(?:\\.headers)?(?:\\.update\\(|[^=\\n(){}]{0,60}=)\\s{0,20}(?:new Headers\\(|dict\\()?\\s{0,20}\\{[^{}]{0,400}$`,
    ).test(text.slice(Math.max(0, other.start - 600), other.start))
  );
}

const base = { category: 'header-misuse', level: 'error', references: REFERENCES, keywords: KEYWORDS } as const;
const post = (headers: string): string =>
  `fetch('https://api.anthropic.com/v1/messages', { headers: { ${headers}, 'anthropic-version': '2023-06-01' } });\n`;
const right = { text: post("'x-api-key': process.env.ANTHROPIC_API_KEY") };

export const headerWrongName: Rule = {
  ...base,
  id: 'header-wrong-name',
  summary: 'Key in a header that the API does not read',
  why: 'The API sees no key and answers 401, "x-api-key header is required".',
  fix: 'Name the header x-api-key.',
  find: findWrongName,
  examples: {
    invalid: [
      { text: post("'api-key': process.env.ANTHROPIC_API_KEY") },
      {
        path: 'a.sh',
        text: 'curl https://api.anthropic.com/v1/messages -H "anthropic-api-key: $ANTHROPIC_API_KEY" -H "anthropic-version: 2023-06-01"\n',
      },
    ],
    valid: [
      right,
      {
        text: "fetch('https://me.openai.azure.com/x', { headers: { 'api-key': process.env.AZURE_OPENAI_KEY } }); // not api.anthropic.com\n",
      },
      {
        text: "const secret = await store.get('anthropic-api-key'); // for api.anthropic.com\n",
        note: 'The name of a secret.',
      },
    ],
  },
};

export const headerScheme: Rule = {
  ...base,
  id: 'header-scheme-in-key',
  summary: 'x-api-key with a scheme before the key',
  why: 'The scheme becomes part of the key, and the API answers 401, "invalid x-api-key".',
  fix: 'Send the key alone.',
  find: findScheme,
  examples: {
    invalid: [
      { text: post("'x-api-key': `Bearer ${process.env.ANTHROPIC_API_KEY}`") },
      {
        path: 'a.py',
        text: 'requests.post("https://api.anthropic.com/v1/messages", headers={"x-api-key": "Bearer " + api_key, "anthropic-version": "2023-06-01"})\n',
      },
    ],
    valid: [
      right,
      {
        text: "fetch('https://example.com', { headers: { 'x-api-key': `Bearer ${key}` } }); // not api.anthropic.com\n",
        note: 'Some services want it.',
      },
    ],
  },
};

export const headerOAuth: Rule = {
  ...base,
  id: 'header-oauth-in-key',
  summary: 'OAuth token in x-api-key',
  why: 'x-api-key takes API keys only; a token there is refused with a bare "Error" or a 401.',
  fix: 'Send it as Authorization: Bearer with anthropic-beta: oauth-2025-04-20.',
  find: findOAuth,
  examples: {
    invalid: [
      { text: post("'x-api-key': process.env.CLAUDE_CODE_OAUTH_TOKEN") },
      {
        path: 'a.sh',
        text: 'curl https://api.anthropic.com/v1/messages -H "x-api-key: $CLAUDE_CODE_OAUTH_TOKEN" -H "anthropic-version: 2023-06-01"\n',
      },
    ],
    valid: [
      right,
      {
        text: post(
          "Authorization: `Bearer ${process.env.CLAUDE_CODE_OAUTH_TOKEN}`, 'anthropic-beta': 'oauth-2025-04-20'",
        ),
      },
    ],
  },
};

export const headerNoScheme: Rule = {
  ...base,
  id: 'header-no-scheme',
  summary: 'Authorization with a key and no scheme',
  why: 'Authorization needs a scheme; the API does not find the key and answers 401.',
  fix: 'Send the key as x-api-key.',
  find: findNoScheme,
  examples: {
    invalid: [
      { text: post('Authorization: process.env.ANTHROPIC_API_KEY') },
      { text: post("'authorization': '{{fake anthropic-api-key 11}}'") },
    ],
    valid: [
      right,
      { text: post('Authorization: authHeader'), note: 'The scheme may be in the variable.' },
      {
        text: "fetch('https://example.com', { headers: { Authorization: process.env.ANTHROPIC_API_KEY } }); // not api.anthropic.com\n",
      },
    ],
  },
};

export const headerBoth: Rule = {
  ...base,
  id: 'header-both',
  summary: 'Key in x-api-key and in Authorization',
  why: 'Which of the two counts is not defined; a wrong one fails the request although the other is right.',
  fix: 'Send x-api-key only.',
  find: findBoth,
  examples: {
    invalid: [
      { text: post("'x-api-key': apiKey, Authorization: `Bearer ${apiKey}`") },
      {
        path: 'a.sh',
        text: 'curl https://api.anthropic.com/v1/models -H "x-api-key: $ANTHROPIC_API_KEY" -H "Authorization: Bearer $ANTHROPIC_API_KEY" -H "anthropic-version: 2023-06-01"\n',
      },
    ],
    valid: [
      right,
      {
        text: "const headers = oauth ? { Authorization: `Bearer ${token}` } : { 'x-api-key': key, 'anthropic-version': '2023-06-01' };\nfetch('https://api.anthropic.com/v1/messages', { headers });\n",
        note: 'One or the other.',
      },
    ],
  },
};

export const headerMisuse: readonly Rule[] = [headerWrongName, headerScheme, headerOAuth, headerNoScheme, headerBoth];
