// Secrets that web frameworks write into their settings: free text of a known length and alphabet under a known name.
import type { CredentialKind } from '../kind.ts';
import { named } from '../kinds/named.ts';
import { compileKind, type Matcher } from '../matcher.ts';
import { atPathEnd } from '../path-end.ts';
import { isPlaceholder } from '../placeholder.ts';
import { draw } from './reading.ts';

/** Drawn signs may read as a template's by chance. */
const lettersOf = (value: string): string => value.replace(/[^A-Za-z0-9]/g, '');

const DJANGO =
  /SECRET_KEY["']?\]?[ \t]{0,8}[:=][ \t]{0,8}[rub]?(["'])((?:django-insecure-)?[a-z0-9!@#$%^&*(\-_=+)]{50})\1/y;
/** What tells the alphabet of Django from hexadecimal and base64url. */
const DJANGO_SIGNS = '!@#$%^&*(=+)';

const django: Matcher = {
  kind: {
    id: 'django-secret-key',
    provider: 'Django',
    name: 'Django secret key',
    level: 'warning',
    why: 'Whoever has it can forge sessions, password resets and signed cookies, and log in as anybody.',
    env: 'DJANGO_SECRET_KEY',
    revoke: 'put a new one in its place, with the old one in SECRET_KEY_FALLBACKS until sessions have run out',
    docs: 'docs.djangoproject.com/en/stable/ref/settings/#secret-key',
    nearMisses: [
      'SECRET_KEY = os.environ["DJANGO_SECRET_KEY"]',
      "SECRET_KEY = 'change-this-before-you-deploy-the-application-to-any'",
      `SECRET_KEY = '${'x'.repeat(50)}'`,
    ],
  },
  keywords: [{ text: 'SECRET_KEY', ignoreCase: false }],
  find(text, offset) {
    DJANGO.lastIndex = offset;
    const value = DJANGO.exec(text)?.[2];
    if (value === undefined || ![...value].some((char) => DJANGO_SIGNS.includes(char))) return undefined;
    if (isPlaceholder(lettersOf(value.replace('django-insecure-', '')), 3.5)) return undefined;
    const end = DJANGO.lastIndex - 1;
    return { kind: django.kind, start: end - value.length, end, level: 'warning', prefix: '' };
  },
  fake: (random) => {
    const sign = DJANGO_SIGNS.charAt(Math.floor(random() * DJANGO_SIGNS.length));
    return `SECRET_KEY = '${draw(random, 20, 'lan')}${sign}${draw(random, 29, 'lan')}'`;
  },
};

const WORDPRESS_NAMES = ['AUTH_KEY', 'LOGGED_IN_KEY', 'NONCE_KEY', 'AUTH_SALT', 'LOGGED_IN_SALT', 'NONCE_SALT'];
const WORDPRESS = /[A-Z_]{8,14}["'][ \t]{0,8},[ \t]{0,8}(["'])([\x20-\x26\x28-\x7e]{60,72})\1[ \t]{0,8}\)/y;

const wordpress: Matcher = {
  kind: {
    id: 'wordpress-salt',
    provider: 'WordPress',
    name: 'WordPress key or salt',
    why: 'Whoever has the keys can forge log-in cookies, the administrator’s too.',
    env: '',
    revoke: 'put new ones from api.wordpress.org/secret-key/1.1/salt in place; everybody is logged out',
    docs: 'developer.wordpress.org/apis/wp-config-php',
    nearMisses: [
      "define('AUTH_KEY', 'put your unique phrase here');",
      "define( 'NONCE_SALT', getenv('NONCE_SALT') );",
      `define('LOGGED_IN_SALT', '${'x'.repeat(64)}');`,
    ],
  },
  keywords: WORDPRESS_NAMES.map((text) => ({ text, ignoreCase: false })),
  find(text, offset) {
    WORDPRESS.lastIndex = offset;
    const found = WORDPRESS.exec(text);
    const value = found?.[2];
    if (found === null || value === undefined || isPlaceholder(lettersOf(value), 3.5)) return undefined;
    const start = offset + found[0].indexOf(value);
    return { kind: wordpress.kind, start, end: start + value.length, level: 'error', prefix: '' };
  },
  fake: (random) => `define('AUTH_KEY', '${draw(random, 63, 'b64u')}|');`,
};

/** Where it stands under its name, it is told like any named key. */
const railsKey: CredentialKind = {
  id: 'rails-master-key',
  provider: 'Ruby on Rails',
  name: 'Rails master key',
  structure: '{32 hex}',
  context: named('rails', 'master_key', 'masterkey'),
  level: 'error',
  why: 'Whoever has it can read config/credentials.yml.enc and everything kept there.',
  env: 'RAILS_MASTER_KEY',
  revoke: 'delete the key file and the encrypted file, make both anew, and replace each credential in it',
  docs: 'guides.rubyonrails.org/security.html#custom-credentials',
  nearMisses: [
    'RAILS_MASTER_KEY=your-key-here',
    'RAILS_MASTER_KEY={{fake plivo-token 1}}',
    'see config/master.key for the key',
  ],
};
const underName = compileKind(railsKey);
const KEY_FILE = /(?:^|\/)(?:master|credentials\/[\w-]{1,60})\.key$/;
/** The whole file. */
const KEY_ALONE = /^[0-9a-f]{32}(?=\s{0,4}$)/;

const railsMasterKey: Matcher = {
  ...underName,
  keywords: [...underName.keywords, atPathEnd('.key')],
  gate: (keyword) => (keyword < underName.keywords.length ? underName.gate?.(keyword) : undefined),
  find(text, offset, keyword, path = '') {
    if (keyword < underName.keywords.length) return underName.find(text, offset, keyword);
    const value = offset === 0 && KEY_FILE.test(path) ? KEY_ALONE.exec(text.slice(0, 40))?.[0] : undefined;
    if (value === undefined || isPlaceholder(value)) return undefined;
    return { kind: railsKey, start: 0, end: value.length, level: 'error', prefix: '' };
  },
  fake: (random) => `RAILS_MASTER_KEY=${draw(random, 32, 'hex')}`,
};

export const frameworkMatchers: readonly Matcher[] = [django, wordpress, railsMasterKey];
