// Hashes of passwords in the files that servers read them from: one line a user, a colon, the hash.
import type { Matcher } from '../matcher.ts';
import { isPlaceholder } from '../placeholder.ts';
import { draw } from './reading.ts';

const SCHEMES = [
  '$apr1$',
  '$2y$',
  '$2a$',
  '$2b$',
  '$1$',
  '$5$',
  '$6$',
  '$y$',
  '$argon2id$',
  '{SHA}',
  '{SSHA}',
] as const;
const USER = /(?:^|[\s"'`]|\\n)[A-Za-z0-9][\w.@-]{0,63}:$/;
const HASH =
  /(?:\$(?:apr1|1)\$[./A-Za-z0-9]{1,8}\$[./A-Za-z0-9]{22}|\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}|\$[56]\$(?:rounds=\d{1,9}\$)?[./A-Za-z0-9]{1,16}\$[./A-Za-z0-9]{43,86}|\$y\$[./A-Za-z0-9]{2,8}\$[./A-Za-z0-9]{1,32}\$[./A-Za-z0-9]{43}|\$argon2id\$v=\d\d\$[mtp=,\d]{8,40}\$[+/A-Za-z0-9]{11,64}\$[+/A-Za-z0-9]{20,90}|\{SHA\}[+/A-Za-z0-9]{27}=|\{SSHA\}[+/A-Za-z0-9]{32,60}={0,2})(?![./A-Za-z0-9])/y;

const hash: Matcher = {
  kind: {
    id: 'htpasswd-shadow-hash',
    provider: 'any',
    name: 'password hash of a user (htpasswd or shadow file)',
    level: 'warning',
    why: 'Whoever has it can try passwords on their own machine, with nobody to slow them down.',
    env: '',
    revoke: 'change that user’s password, and keep the file out of the repository',
    docs: 'httpd.apache.org/docs/current/misc/password_encryptions.html',
    nearMisses: [
      'const hash = await bcrypt.hash(password, 10); // $2b$10$...',
      'myName:$apr1$...$...',
      `user:$2y$10$${'x'.repeat(53)}`,
      'sed -e "s/\\(.*\\):/$1$2/" passwd',
    ],
  },
  keywords: SCHEMES.map((text) => ({ text, ignoreCase: false })),
  find(text, offset) {
    if (!USER.test(text.slice(Math.max(0, offset - 68), offset))) return undefined;
    HASH.lastIndex = offset;
    const value = HASH.exec(text)?.[0];
    if (value === undefined || isPlaceholder(value.slice(value.lastIndexOf('$') + 1).replace(/^\{S?SHA\}/, ''), 3)) {
      return undefined;
    }
    return { kind: hash.kind, start: offset, end: offset + value.length, level: 'warning', prefix: '' };
  },
  fake: (random) => `deploy:$2y$10$${draw(random, 53)}`,
};

export const passwordHashMatchers: readonly Matcher[] = [hash];
