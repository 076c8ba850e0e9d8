// Passwords in addresses: databases, brokers, web servers, mail and files. The span is the password alone.
import type { KindDocs } from '../kind.ts';
import type { Candidate, Matcher } from '../matcher.ts';
import {
  classifyHost,
  decodePercent,
  isDisguisedWord,
  isPlaceholderPassword,
  isStrongPassword,
  isWordLike,
} from './password.ts';
import { draw, matchAt } from './reading.ts';

const AUTHORITY = /[^\s"'`<>\\/?#\0-\x1f]{1,400}/y;
/** Passwords with a `#` or `?` that nobody escaped; web addresses have them too often in other places. */
const LOOSE_AUTHORITY = /[^\s"'`<>\\/\0-\x1f]{1,400}/y;
/** What follows the keyword where that is only a scheme's start: `+asyncpg://`. */
const DRIVER = /[a-z0-9_+]{0,30}:\/\//y;

export interface Login {
  readonly user: string;
  readonly password: string;
  readonly host: string;
  /** Offset of the password. */
  readonly start: number;
}

/** Reads `user:password@host` at an offset, just after `://`. */
export function readLogin(text: string, offset: number, loose = false): Login | undefined {
  for (const pattern of loose ? [AUTHORITY, LOOSE_AUTHORITY] : [AUTHORITY]) {
    const end = matchAt(text, offset, pattern);
    const authority = end === undefined ? '' : text.slice(offset, end);
    const at = authority.lastIndexOf('@');
    const colon = authority.indexOf(':');
    if (colon < 0 || at < colon) continue;
    const host = /^(?:\[[0-9A-Fa-f:]{2,40}\]|[\w.${}%*-]{1,255})/.exec(authority.slice(at + 1))?.[0] ?? '';
    const [user, password] = [authority.slice(0, colon), authority.slice(colon + 1, at)];
    return { user, password, host, start: offset + colon + 1 };
  }
  return undefined;
}

const WEB_ADDRESS = 'url-basic-auth';

/** What a password for a host comes to: an error, a warning for a strong one on the machine itself, or nothing. */
export function judgeLogin(kind: KindDocs, login: Login): Candidate | undefined {
  const { user, password, host, start } = login;
  if (/[${}<>%*]{2}|^\{|^\$/.test(user)) return undefined;
  // A Sentry DSN of the old sort, which is public.
  if (host === 'sentry.io' && /^[0-9a-f]{32}$/.test(password)) return undefined;
  const found = { kind, start, end: start + password.length, prefix: '' };
  if (isPlaceholderPassword(password, user)) {
    const doubtful = kind.id !== WEB_ADDRESS && classifyHost(host) === 'real' && isDisguisedWord(password, user);
    return doubtful ? { ...found, level: 'warning' } : undefined;
  }
  switch (classifyHost(host)) {
    case 'placeholder':
      return undefined;
    case 'local':
      if (!isStrongPassword(decodePercent(password))) return undefined;
      return { ...found, level: 'warning', note: 'for a local host, but it looks like one that is in use' };
    case 'real':
      // Tests and manuals of URL parsers are full of web addresses with a word for a password.
      if (kind.id === WEB_ADDRESS && (/^anonymous$/i.test(user) || isWordLike(decodePercent(password)))) {
        return /^anonymous$/i.test(user) ? undefined : { ...found, level: 'warning' };
      }
      return { ...found, level: kind.level ?? 'error' };
  }
}

interface Scheme {
  readonly id: string;
  readonly provider: string;
  readonly name: string;
  /** Each ends in `://`, or in `+` where a driver's name follows. */
  readonly schemes: readonly string[];
  readonly harm: string;
  readonly env: string;
  readonly revoke: string;
  readonly docs: string;
}

const DATABASE_HARM = 'Whoever has it can read, change or delete the data behind that address.';
const DATABASES: readonly Scheme[] = [
  {
    id: 'db-url-postgres',
    provider: 'PostgreSQL',
    name: 'password in a PostgreSQL address',
    schemes: ['postgres://', 'postgresql://', 'postgresql+', 'postgres+'],
    harm: DATABASE_HARM,
    env: 'DATABASE_URL',
    revoke: 'change the password of that database user (ALTER ROLE … PASSWORD)',
    docs: 'www.postgresql.org/docs/current/libpq-connect.html',
  },
  {
    id: 'db-url-mysql',
    provider: 'MySQL or MariaDB',
    name: 'password in a MySQL address',
    schemes: ['mysql://', 'mysql2://', 'mysqlx://', 'mysql+', 'mariadb://', 'mariadb+'],
    harm: DATABASE_HARM,
    env: 'DATABASE_URL',
    revoke: 'change the password of that database user (ALTER USER … IDENTIFIED BY)',
    docs: 'dev.mysql.com/doc/refman/8.4/en/connecting-using-uri-or-key-value-pairs.html',
  },
  {
    id: 'db-url-mongodb',
    provider: 'MongoDB',
    name: 'password in a MongoDB address',
    schemes: ['mongodb://', 'mongodb+srv://'],
    harm: DATABASE_HARM,
    env: 'MONGODB_URI',
    revoke: 'change the password of that database user; in Atlas under Database Access',
    docs: 'www.mongodb.com/docs/manual/reference/connection-string',
  },
  {
    id: 'db-url-redis',
    provider: 'Redis',
    name: 'password in a Redis address',
    schemes: ['redis://', 'rediss://'],
    harm: DATABASE_HARM,
    env: 'REDIS_URL',
    revoke: 'change the password of that user (ACL SETUSER, or requirepass)',
    docs: 'redis.io/docs/latest/operate/oss_and_stack/management/security/acl',
  },
  {
    id: 'db-url-amqp',
    provider: 'RabbitMQ',
    name: 'password in an AMQP address',
    schemes: ['amqp://', 'amqps://'],
    harm: 'Whoever has it can read and send messages on that broker.',
    env: 'AMQP_URL',
    revoke: 'change the password of that user (rabbitmqctl change_password)',
    docs: 'www.rabbitmq.com/docs/uri-spec',
  },
  {
    id: 'ftp-ldap-smtp-url',
    provider: 'any',
    name: 'password in a file, directory or mail server address',
    schemes: ['ftp://', 'ftps://', 'ldap://', 'ldaps://', 'smtp://', 'smtps://', 'imap://', 'imaps://'],
    harm: 'Whoever has it can log in to that server as this user.',
    env: '',
    revoke: 'change the password of that account',
    docs: 'www.rfc-editor.org/rfc/rfc3986',
  },
];

function matcherOf(scheme: Scheme): Matcher {
  const [first = ''] = scheme.schemes;
  const kind: KindDocs = {
    id: scheme.id,
    provider: scheme.provider,
    name: scheme.name,
    why: scheme.harm,
    env: scheme.env,
    revoke: scheme.revoke,
    docs: scheme.docs,
    nearMisses: [
      `url = "${first}user:password@db.northwind.net:5432/app"`,
      `URL=${first}app:\${DB_PASSWORD}@db.northwind.net/app`,
      `${first}<user>:<password>@<host>/<database>`,
      `f"${first}{user}:{password}@{host}/{name}"`,
      `url: ${first}app:app@localhost:6379`,
      `${first}guest:guest@rabbit:5672/`,
      `see ${first}db.northwind.net/app and mail ops@northwind.net`,
    ],
  };
  return {
    kind,
    keywords: scheme.schemes.map((text) => ({ text, ignoreCase: false })),
    find(text, offset, keyword) {
      const word = scheme.schemes[keyword] ?? '';
      const end = offset + word.length;
      const start = word.endsWith('://') ? end : matchAt(text, end, DRIVER);
      const login = start === undefined ? undefined : readLogin(text, start, true);
      return login && judgeLogin(kind, login);
    },
    fake: (random) => `${first}app:${draw(random, 18)}@db.northwind.net/app`,
  };
}

const WEB_SCHEME = /https?$/i;

const web: Matcher = {
  kind: {
    id: WEB_ADDRESS,
    provider: 'any',
    name: 'password in a web address',
    why: 'Whoever has it can act as that user on that server, and addresses end up in logs and histories.',
    env: '',
    revoke: 'change the password, or revoke the token, at that server',
    docs: 'www.rfc-editor.org/rfc/rfc3986',
    // A token with a shape of its own is named by its own kind.
    fallback: true,
    nearMisses: [
      'https://user:pass@host/path',
      'curl https://username:password@api.northwind.net/v1',
      `git clone https://x-access-token:\${{ secrets.GITHUB_TOKEN }}@github.com/northwind/app`,
      'https://oauth2:$TOKEN@gitlab.com/northwind/app.git',
      'http://admin:admin@192.168.1.1/',
      'http://foo:bar@www.northwind.net',
      'https://cafeb4b3:d3adb33f@gems.northwind.net/',
      'https://cdn.northwind.net:8080/npm/pkg@1.2.3/index.js',
    ],
  },
  // The scheme is looked at afterwards: every web address holds it, and its encoded forms would be everywhere.
  keywords: [{ text: '://', ignoreCase: false }],
  gate: () => ({ type: 'login' }),
  find(text, offset) {
    if (!WEB_SCHEME.test(text.slice(Math.max(0, offset - 5), offset))) return undefined;
    const login = readLogin(text, offset + 3);
    return login && judgeLogin(web.kind, login);
  },
  fake: (random) => `https://deploy:${draw(random, 18)}@git.northwind.net/app.git`,
};

export const urlMatchers: readonly Matcher[] = [...DATABASES.map(matcherOf), web];
