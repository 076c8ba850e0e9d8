// Tokens in an Authorization header, told by the scheme before them rather than by the name of a variable.
import type { KindDocs } from '../kind.ts';
import type { Matcher } from '../matcher.ts';
import { matchAt } from '../special/reading.ts';
import { CLASSES } from '../structure.ts';
import { type Check, SHORTEST_KEY } from './checks.ts';
import type { Guess } from './guess.ts';
import { drawMixed, isComment } from './read-value.ts';

const KIND: KindDocs = {
  id: 'generic-auth-header',
  provider: 'any',
  name: 'value that looks like a token in an Authorization header',
  level: 'warning',
  why: 'Until it expires or is revoked, whoever reads the repository can send the same request.',
  env: '',
  revoke: 'the service that the request goes to; where it is none of your secrets, allow it with a reason',
  docs: 'www.rfc-editor.org/rfc/rfc6750',
  fallback: true,
  nearMisses: [
    'Authorization: Bearer <your-access-token>',
    'headers: { Authorization: `Bearer ${accessTokenOfUser1}` }',
    'Authorization: Bearer mF_9.B5f-4.1JqM',
    'Authorization: Token my-service-token-for-tests1',
  ],
};
const SCHEMES = ['bearer ', 'authorization'];
const HEADER_SCHEME =
  /authorization(?:\\{0,3}["'`])?\]?\)?[ \t]{0,8}(?:=>|[:=,])?[ \t]{0,8}(?:\\{0,3}["'`])?(?:token|api-?key|key|apitoken|oauth|secret)[ \t=]{1,2}/iy;
/** Whole, up to what cannot be a part of it or of a template. */
const HEADER_VALUE = /[\w.~+/-]{16,512}={0,2}(?![\w.~+/<{$%[(-])/y;

export function headerMatcher(checks: readonly Check[]): Matcher {
  return {
    kind: KIND,
    keywords: SCHEMES.map((text) => ({ text, ignoreCase: true })),
    gate: (keyword) =>
      keyword === 0
        ? { type: 'start', characters: CLASSES['unr'] ?? '', length: 16 }
        : { type: 'key', length: SHORTEST_KEY },
    find(text, offset, keyword, path = '') {
      const start = keyword === 0 ? offset + (SCHEMES[0] ?? '').length : matchAt(text, offset, HEADER_SCHEME);
      const end = start === undefined ? undefined : matchAt(text, start, HEADER_VALUE);
      if (start === undefined || end === undefined) return undefined;
      const value = text.slice(start, end);
      const guess: Guess = {
        path,
        name: 'Authorization',
        words: ['authorization'],
        type: 'key',
        form: 'header',
        value,
        start,
        doubtful: isComment(text, offset),
      };
      if (checks.some((check) => check.rejects(guess))) return undefined;
      return { kind: KIND, start, end, level: 'warning', prefix: '' };
    },
    fake: (random) => `Authorization: Bearer ${drawMixed(random, 40)}`,
  };
}
