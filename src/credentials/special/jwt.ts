// JSON Web Tokens: what they say of themselves (issuer, role, expiry) decides how bad one in the open is.
import type { Level } from '../../finding.ts';
import type { Matcher } from '../matcher.ts';
import { startsFresh } from '../matcher.ts';
import { isPlaceholder } from '../placeholder.ts';
import { decodeJwt, isExpired, isUnsigned, type Jwt } from '../validators/jwt.ts';
import { draw } from './reading.ts';

const TOKEN = /eyJ[A-Za-z0-9_-]{10,1000}\.eyJ[A-Za-z0-9_-]{10,8000}\.[A-Za-z0-9_-]{0,1400}/y;
/** Base64url of the 32 bytes that the shortest signature in use has. */
const SHORTEST_SIGNATURE = 42;

interface Opinion {
  readonly level: Level;
  readonly note?: string;
}

/** What a token's own words make of it; undefined for one that is public or made up. */
function judgeJwt(token: Jwt, signature: string): Opinion | undefined {
  const { iss, role, sub, name } = token.payload;
  if (sub === '1234567890' || name === 'John Doe') return undefined;
  // The keys of every local Supabase start are the same.
  if (iss === 'supabase-demo') return undefined;
  if (isUnsigned(token)) return { level: 'note', note: 'it carries no signature' };
  if (signature.length < SHORTEST_SIGNATURE || isPlaceholder(signature, 4)) return undefined;
  if (role === 'anon') return { level: 'note', note: 'a Supabase anon key, which is made to be published' };
  if (isExpired(token)) return { level: 'note', note: 'it has expired' };
  if (role === 'service_role') {
    return { level: 'error', note: 'a Supabase service_role key, which passes every row policy' };
  }
  if (typeof iss === 'string' && /^kubernetes\/serviceaccount$|^https:\/\/kubernetes\.default/.test(iss)) {
    return { level: 'error', note: 'a Kubernetes service account token' };
  }
  return { level: 'warning' };
}

const jwt: Matcher = {
  kind: {
    id: 'jwt',
    provider: 'any',
    name: 'JSON Web Token',
    level: 'warning',
    why: 'Until it expires, whoever has it is taken for the user or service it was issued to.',
    env: '',
    revoke:
      'its issuer: end the session or rotate the signing key; a Supabase key in the project settings under API keys',
    docs: 'www.rfc-editor.org/rfc/rfc7519',
    fallback: true,
    nearMisses: [
      'const [header, payload, signature] = "eyJhbGciOi.eyJzdWIiOi.c2lnbmF0dXJl".split(".");',
      'Authorization: Bearer eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.<payload>.<signature>',
      '//# sourceMappingURL=data:application/json;base64,eyJ2ZXJzaW9uIjozLCJzb3VyY2VzIjpbXX0=',
    ],
  },
  keywords: [{ text: 'eyJ', ignoreCase: false }],
  find(text, offset) {
    if (!startsFresh(text, offset)) return undefined;
    TOKEN.lastIndex = offset;
    const token = TOKEN.exec(text)?.[0];
    const decoded = token === undefined ? undefined : decodeJwt(token);
    if (token === undefined || decoded === undefined) return undefined;
    const opinion = judgeJwt(decoded, token.slice(token.lastIndexOf('.') + 1));
    return opinion && { kind: jwt.kind, start: offset, end: offset + token.length, prefix: '', ...opinion };
  },
  fake: (random) => {
    const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
    const claims = { sub: `user-${draw(random, 8, 'dig')}`, iat: 1_700_000_000, exp: 4_102_444_800 };
    return `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}.${draw(random, 43, 'b64u')}`;
  },
};

export const jwtMatchers: readonly Matcher[] = [jwt];
