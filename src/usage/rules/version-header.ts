// The anthropic-version header of raw requests to api.anthropic.com: missing, under another name, or with another value.
import type { Match, Rule, RuleInput } from '../../rule.ts';
import { analyse } from '../analysis.ts';
import { judgeCarried } from '../keys.ts';
import { askedOnce } from '../mentions.ts';
import type { RequestHeader } from '../requests.ts';
import { type Address, isNative } from '../vocabulary.ts';
import { misusedBearers } from './bearer-misuse.ts';
import { nativeHeaders, WRONG_NAME } from './header-misuse.ts';
import { clientHeaders, customHeaders, isDated, vendorsHeaders } from './version-places.ts';
import { isMisspelt, isUnknownVersion } from './version-values.ts';

const NAMED_WRONG = { test: (name: string) => OTHER_NAME.test(name) || isMisspelt(name) };
const OTHER_NAME =
  /^(?:x-api-version|api-version|x-version|version|anthropicversion|(?!anthropic-version$)(?:x-)?(?:anthropic|claude)[-_](?:api[-_])?version)$/;
const REFERENCES = [
  'https://platform.claude.com/docs/en/api/versioning',
  'https://platform.claude.com/docs/en/api/overview',
];
const base = { category: 'version-header', references: REFERENCES, keywords: ['api.anthropic.com'] } as const;
const MAKES_CLIENT = /\.(?:create|extend)\(|(?:Session|Client)\(/;
const RECIPE = ['anthropic-version: 2023-06-01'];

/** Clients that are given something of another file, which may add headers to all that they send. */
const ADDS_HEADERS =
  /\badd(?:Network)?Interceptor\(\s{0,40}(?:new )?(?!\w{0,20}[lL]ogg)\w|\bAddHttpMessageHandler<(?!\w{0,20}(?:Logg|Retry))|\bevent_hooks\b|\.mount\([^)\n]{0,80},\s{0,20}(?!\w{0,20}\.{0,1}\w{0,20}\.{0,1}\w{0,20}(?:HTTPAdapter|adapter\b|Retry))\w|\bbeforeRequest\s{0,4}:\s{0,4}\[\s{0,40}[A-Za-z_]\w{0,60}\s{0,40}[,\]]|\binterceptors\.request\.use\(\s{0,40}[A-Za-z_]\w{0,60}\s{0,40}[,)]/;
const hasInterceptor = askedOnce(ADDS_HEADERS);

function findMissing(input: RuleInput): readonly Match[] {
  if (hasInterceptor(input.text)) return [];
  const elsewhere = analyse(input).units.some((unit) =>
    unit.requests().headers.some(({ name }) => name === 'anthropic-version'),
  );
  const places = new Set<number>();
  return keyHeaders(input)
    .filter((header) => {
      if (header.open || [...header.neighbours].some((name) => name === 'anthropic-version' || NAMED_WRONG.test(name)))
        return false;
      // Headers that reach their request by way of a name or a client may get the version where that is used.
      const link = header.link();
      const shared =
        link?.own !== true ||
        link.addresses.some(({ ofClient }) => ofClient === true) ||
        (header.source.syntax.family === 'record' && header.form === 'call') ||
        isOwnCall(input.text, sentTo(header)[0]?.place?.start);
      if (elsewhere && (shared || header.nearby(MAKES_CLIENT))) return false;
      return !header.nearby(/anthropic[-_]?version|\bchangeOrigin\b/i);
    })
    .flatMap((header) => {
      const place = sentTo(header).find((address) => address.place !== undefined)?.place ?? header;
      if (places.has(place.start)) return [];
      places.add(place.start);
      return [
        {
          start: place.start,
          end: place.end,
          code: `${input.text.slice(place.start, place.end)} ${header.code}`,
          message: 'Request to api.anthropic.com without an anthropic-version header.',
          fix: { title: 'Add the version header', safe: false, recipe: RECIPE },
        },
      ];
    });
}

/** `post(URL, …)`, where this file says what `post` is: it may add headers to what it gets. */
function isOwnCall(text: string, place: number | undefined): boolean {
  const before = place === undefined ? '' : text.slice(Math.max(0, place - 120), place);
  const callee = /(?:^|[^.\w])([A-Za-z_]\w{1,60})\(\s{0,40}$/.exec(before)?.[1];
  return (
    callee !== undefined &&
    !/^(?:fetch|axios|got|ky|request|Request)$/.test(callee) &&
    new RegExp(`\\b(?:function|def|func|fn|fun|const|let|var)\\s+${callee}\\b|^${callee}\\s{0,4}=`, 'm').test(text)
  );
}

/** Headers that carry a key, by whatever name, to paths that ask for a version. */
function keyHeaders(input: RuleInput): readonly RequestHeader[] {
  const named = analyse(input).units.flatMap((unit) =>
    unit.requests().headers.filter((header) => {
      const named = header.name === 'x-api-key' || (WRONG_NAME.test(header.name) && header.amongHeaders());
      if (!named && !holdsBareKey(header)) return false;
      const addresses = sentTo(header);
      const below = (address: Address): boolean =>
        isBelowV1(address) || (address.host === 'base' && header.name === 'x-api-key');
      return isNative(addresses) || (addresses.length > 0 && addresses.every(below));
    }),
  );
  return [...named, ...misusedBearers(input)];
}

/** An x-api-key goes to none of the other vendors of a table. */
function sentTo(header: RequestHeader): readonly Address[] {
  const addresses = header.link()?.addresses ?? [];
  if (header.name !== 'x-api-key' || !addresses.some(({ host }) => host === 'native')) return addresses;
  return addresses.filter(({ host }) => host !== 'provider');
}

/** `Authorization: x-api-key {ANTHROPIC_API_KEY}`, `Authorization: $ANTHROPIC_API_KEY`: no scheme that is right there. */
function holdsBareKey({ name, value, neighbours }: RequestHeader): boolean {
  if (name !== 'authorization' || neighbours.has('x-api-key')) return false;
  return value.every((form) => {
    const [first, ...rest] = form;
    if (first?.type !== 'text') return judgeCarried(form).sort === 'anthropic';
    if (/^\s{0,8}(?:bearer|basic)\b/i.test(first.text)) return false;
    const text = first.text.replace(/^[\w-]{1,30}[: ] ?/, '');
    return judgeCarried(text === '' ? rest : [{ ...first, text }, ...rest]).sort === 'anthropic';
  });
}

/** `https://api.anthropic.com/v1/${path}`: what takes an x-api-key there asks for a version. */
function isBelowV1({ name, path, host }: Address): boolean {
  if (name !== 'api.anthropic.com' || host === 'compatible') return false;
  return path.startsWith('/v1/') || (path === '/v1' && host === 'unknown');
}

function findMisnamed(input: RuleInput): readonly Match[] {
  const own = { test: (name: string) => /anthropic|claude/.test(name) && NAMED_WRONG.test(name) };
  return [...new Set([...nativeHeaders(input, NAMED_WRONG), ...vendorsHeaders(input, own)])]
    .filter(
      (header) =>
        !header.neighbours.has('anthropic-version') &&
        (header.name.includes('-') || isHeader(header) || isSetBesideKey(input, header)),
    )
    .filter((header) => !PLAIN.test(header.name) || (header.siblings.has('x-api-key') && isDated(header)))
    .map((header) => ({
      start: header.start,
      end: header.end,
      code: header.code,
      message: `The version header is called anthropic-version, not ${header.name}.`,
      fix: { title: 'Rename the header', safe: false, recipe: RECIPE },
    }));
}

/** Names that say nothing of whose version it is: only beside the key, and only a date. */
const PLAIN = /^(?:x-)?version$/;

/** `anthropic_version` is a header among headers; in a configuration and as an argument it is a setting. */
function isHeader({ form, code, siblings, amongHeaders }: RequestHeader): boolean {
  if (form === 'option') return [...siblings].some((name) => /^(?:x-api-key|authorization|content-type)$/.test(name));
  return amongHeaders() && !/^\w{1,40} =/.test(code);
}

/** `request["anthropic_version"] = "2023-06-01"`, where the key is set so too; a field of a body is none. */
function isSetBesideKey({ text }: RuleInput, header: RequestHeader): boolean {
  const into = text.slice(Math.max(0, header.start - 40), header.start);
  const set = header.form === 'assign' || header.form === 'call';
  return (
    set &&
    header.neighbours.has('x-api-key') &&
    isDated(header) &&
    !/(?:body|payload|data|json|params)\W{0,4}$/i.test(into)
  );
}

function findUnknown(input: RuleInput): readonly Match[] {
  const headers = [...vendorsHeaders(input, /^anthropic-version$/), ...clientHeaders(input)];
  return [...headers.filter((header) => isUnknownVersion(header, input.text)), ...customHeaders(input)].map(
    ({ start, end, code }) => ({
      start,
      end,
      code,
      message: 'Not a version that the API knows; the current one is 2023-06-01.',
      fix: { title: 'Send 2023-06-01', safe: false, recipe: RECIPE },
    }),
  );
}

const request = (headers: string): string =>
  `fetch('https://api.anthropic.com/v1/messages', { headers: { ${headers} } });\n`;
const KEY = "'x-api-key': process.env.ANTHROPIC_API_KEY";
const right = { text: request(`${KEY}, 'anthropic-version': '2023-06-01'`) };

export const versionMissing: Rule = {
  ...base,
  id: 'version-header-missing',
  level: 'warning',
  summary: 'Request without anthropic-version',
  why: 'The API answers 400, "anthropic-version: header is required".',
  fix: 'Add anthropic-version: 2023-06-01.',
  find: findMissing,
  examples: {
    invalid: [
      { text: request(KEY) },
      { path: 'a.sh', text: 'curl https://api.anthropic.com/v1/models -H "x-api-key: $ANTHROPIC_API_KEY"\n' },
    ],
    valid: [
      right,
      { text: request(`...defaults, ${KEY}`), note: 'The spread may hold it.' },
      {
        text: "const headers = { 'x-api-key': key };\nheaders['anthropic-version'] = '2023-06-01';\nfetch('https://api.anthropic.com/v1/messages', { headers });\n",
      },
      {
        text: "fetch('https://gateway.example/v1/messages', { headers: { 'x-api-key': key } }); // like api.anthropic.com\n",
      },
    ],
  },
};

export const versionName: Rule = {
  ...base,
  id: 'version-header-name',
  level: 'error',
  summary: 'Version header under another name',
  why: 'The API does not read it and answers 400, "anthropic-version: header is required".',
  fix: 'Name it anthropic-version.',
  find: findMisnamed,
  examples: {
    invalid: [
      { text: request(`${KEY}, 'x-api-version': '2023-06-01'`) },
      {
        path: 'a.py',
        text: 'requests.post("https://api.anthropic.com/v1/messages", headers={"x-api-key": key, "anthropic_version": "2023-06-01"})\n',
      },
    ],
    valid: [
      right,
      { text: "fetch('https://example.com', { headers: { 'x-api-version': '2' } }); // not api.anthropic.com\n" },
      {
        text: "const body = { anthropic_version: 'bedrock-2023-05-31', max_tokens: 10 }; // not api.anthropic.com\n",
        note: 'A field of a Bedrock body.',
      },
    ],
  },
};

export const versionValue: Rule = {
  ...base,
  id: 'version-header-value',
  keywords: ['anthropic-version'],
  level: 'error',
  summary: 'Unknown anthropic-version',
  why: 'The API answers 400 to a version that it does not know.',
  fix: 'Send 2023-06-01.',
  find: findUnknown,
  examples: {
    invalid: [
      { text: request(`${KEY}, 'anthropic-version': '2024-02-29'`) },
      {
        path: 'a.sh',
        text: 'curl https://api.anthropic.com/v1/models -H "x-api-key: $ANTHROPIC_API_KEY" -H "anthropic-version: latest"\n',
      },
    ],
    valid: [
      right,
      { text: request(`${KEY}, 'anthropic-version': '2023-01-01'`), note: 'Old, and still known.' },
      { text: request(`${KEY}, 'anthropic-version': VERSION`) },
    ],
  },
};

export const versionHeader: readonly Rule[] = [versionMissing, versionName, versionValue];
