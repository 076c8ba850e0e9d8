// Guesses: secrets without a shape of their own, told by the name that they are given to. They are warnings, and yield to
// every kind that knows the value.
import type { Gate } from '../../engine/gate.ts';
import type { KindDocs } from '../kind.ts';
import type { Candidate, Matcher } from '../matcher.ts';
import { headerMatcher } from './auth-header.ts';
import { CHECKS, type Check, SHORTEST_KEY, SHORTEST_PASSWORD } from './checks.ts';
import type { Guess } from './guess.ts';
import { headOf, wordsOf } from './names.ts';
import { isSettings } from './paths.ts';
import { drawMixed, isComment, readName, readValue } from './read-value.ts';

const GATES: Readonly<Record<Guess['type'], Gate>> = {
  key: { type: 'key', length: SHORTEST_KEY },
  password: { type: 'password', length: SHORTEST_PASSWORD },
};

const KINDS: Readonly<Record<Guess['type'], KindDocs>> = {
  key: {
    id: 'generic-secret',
    provider: 'any',
    name: 'value that looks like a key, token or secret',
    level: 'warning',
    why: 'If it is in use, whoever reads the repository can act as the program that it belongs to.',
    env: '',
    revoke: 'the service that issued it; where it is none of your secrets, allow it with a reason',
    docs: 'cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html',
    fallback: true,
    nearMisses: [
      'const tokenType = "urn:ietf:params:oauth:token-type:jwt";',
      'API_KEY=your-api-key-goes-here',
      'secretName: northwind-database-credentials-v2',
      `api_key = "\${NORTHWIND_API_KEY}"`,
      'integrity_token: "sha512-ZRDxyGoAv3kXw1mPqLb7cYt9uE0hJsN4"',
      'const token = tokens[index4].next().value;',
    ],
  },
  password: {
    id: 'generic-password',
    provider: 'any',
    name: 'value that looks like a password',
    level: 'warning',
    why: 'If it is in use, whoever reads the repository can log in with it.',
    env: '',
    revoke: 'change the password where it opens something; where it opens nothing, allow it with a reason',
    docs: 'cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html',
    fallback: true,
    nearMisses: [
      'password: "changeme123"',
      'const passwordField = "login-form__password2";',
      'DB_PASSWORD=<your password 1>',
      'forgotPassword: "Forgot-your-password2?"',
      'password = os.environ["DB_PASSWORD_V2"]',
    ],
  },
};

const WORDS: Readonly<Record<Guess['type'], readonly string[]>> = {
  key: [
    'secret',
    'token',
    'Key',
    '_key',
    '-key',
    'apikey',
    'accesskey',
    'authkey',
    'secretkey',
    'privatekey',
    'credential',
    'bearer',
  ],
  password: [
    'passw',
    'passphrase',
    'passcode',
    '_pass',
    'Pass',
    'pass"',
    "pass'",
    'pass:',
    'pass=',
    'pass =',
    '--pass',
    'pwd',
  ],
};

/** `checks`: those in force; a measurement leaves one out. */
export function guessMatchers(checks: readonly Check[] = CHECKS): readonly Matcher[] {
  return [matcherOf('key', checks), matcherOf('password', checks), headerMatcher(checks)];
}

function matcherOf(type: Guess['type'], checks: readonly Check[]): Matcher {
  const kind = KINDS[type];
  const words = WORDS[type];
  return {
    kind,
    // `Key` and `Pass` as they end a name in camel case: in small letters they stand in too many words.
    keywords: words.map((text) => ({ text, ignoreCase: !/^[A-Z]/.test(text) })),
    gate: () => GATES[type],
    find(text, offset, keyword, path = ''): Candidate | undefined {
      const guess = read(text, offset, words[keyword]?.length ?? 0, path);
      if (guess?.type !== type || checks.some((check) => check.rejects(guess))) return undefined;
      return { kind, start: guess.start, end: guess.start + guess.value.length, level: 'warning', prefix: '' };
    },
    fake: (random) =>
      type === 'key' ? `client_secret = "${drawMixed(random, 32)}"` : `password = "${drawMixed(random, 16)}"`,
  };
}

function read(text: string, offset: number, length: number, path: string): Guess | undefined {
  const name = readName(text, offset, length);
  if (name === undefined) return undefined;
  const words = wordsOf(name.name);
  const head = headOf(words);
  if (head === undefined) return undefined;
  const found = readValue(text, name, isSettings(path));
  if (found === undefined) return undefined;
  const type = head === 'password' ? 'password' : 'key';
  const doubtful = head === 'some-key' || isComment(text, offset);
  return { ...found, path, name: name.name, words, type, doubtful };
}
