// Tokens that hold a long run of one letter, which everywhere else says that a value only stands in for one.
import type { Matcher } from '../matcher.ts';
import { startsFresh } from '../matcher.ts';
import { isPlaceholder } from '../placeholder.ts';
import { CLASSES } from '../structure.ts';
import { draw, matchAt } from './reading.ts';

const BEARER_START = 'A'.repeat(20);
const BEARER = /A{20,22}[A-Za-z0-9%]{60,160}(?![A-Za-z0-9%])/y;
/** After the last escaped character comes a secret of 50. */
const BEARER_TAIL = /%[0-9A-Fa-f]{2}([A-Za-z0-9]{30,60})$/;

const xBearer: Matcher = {
  kind: {
    id: 'twitter-x-bearer',
    provider: 'X',
    name: 'X (Twitter) app bearer token',
    why: 'Whoever has it can read as your app, and use up the quota that you pay for.',
    env: 'TWITTER_BEARER_TOKEN',
    revoke: 'developer.x.com → the project → keys and tokens: regenerate',
    docs: 'docs.x.com/fundamentals/authentication/oauth-2-0/application-only',
    nearMisses: [
      `bearer = "${BEARER_START}${'A'.repeat(90)}"`,
      `bearer = "${BEARER_START}ML%2Fyour-token"`,
      `data:application/wasm;base64,AGFzbQ${BEARER_START}{{fake plivo-token 1}}`,
    ],
  },
  keywords: [{ text: BEARER_START, ignoreCase: false }],
  // In a long run of the letter the keyword stands at every place: packed tables and images have them.
  gate: () => ({ type: 'start', characters: `${CLASSES['an']}%`, length: 60 }),
  find(text, offset) {
    if (!startsFresh(text, offset)) return undefined;
    const end = matchAt(text, offset, BEARER);
    const tail = end === undefined ? null : BEARER_TAIL.exec(text.slice(offset, end));
    if (end === undefined || tail === null || isPlaceholder(tail[1] ?? '')) return undefined;
    return { kind: xBearer.kind, start: offset, end, level: 'error', prefix: '' };
  },
  fake: (random) => `${BEARER_START}${draw(random, 25)}%2B${draw(random, 20)}%3D${draw(random, 50)}`,
};

/** Farthest after its name that the token starts. */
const REACH = 120;
const LONG_LIVED = /(?<![\w-])[A-Za-z0-9_-]{11}A{10}([A-Za-z0-9_-]{43})(?![\w-])/;

const dropbox: Matcher = {
  kind: {
    id: 'dropbox-legacy-token',
    provider: 'Dropbox',
    name: 'Dropbox long-lived token',
    why: 'Whoever has it can read, change and delete the files of that account, and it never runs out.',
    env: 'DROPBOX_ACCESS_TOKEN',
    revoke: 'www.dropbox.com/account/connected_apps, or POST /2/auth/token/revoke',
    docs: 'developers.dropbox.com/oauth-guide',
    nearMisses: [
      'DROPBOX_ACCESS_TOKEN=your-long-lived-token',
      `DROPBOX_CONTENT_HASH=${'A'.repeat(64)}`,
      'dropbox = connect(load_token())',
    ],
  },
  keywords: [{ text: 'dropbox', ignoreCase: true }],
  find(text, offset) {
    const near = text.slice(offset, offset + REACH + 64);
    const found = LONG_LIVED.exec(near);
    if (found === null || found.index > REACH || isPlaceholder(found[1] ?? '')) return undefined;
    const start = offset + found.index;
    return { kind: dropbox.kind, start, end: start + found[0].length, level: 'error', prefix: '' };
  },
  fake: (random) => `DROPBOX_ACCESS_TOKEN=${draw(random, 11)}${'A'.repeat(10)}${draw(random, 43)}`,
};

/** What the key is for, whom it belongs to and when it runs out; then a signature, which opens with its number. */
const NEBIUS = /v1\.Cm([A-Za-z0-9_-]{60,300})\.A{8,12}([A-Za-z0-9_-]{60,120})(?![A-Za-z0-9_-])/y;

const nebius: Matcher = {
  kind: {
    id: 'nebius-key',
    provider: 'Nebius',
    name: 'Nebius API key',
    why: 'Whoever finds it can run hosted models at your expense.',
    env: 'NEBIUS_API_KEY',
    revoke: 'tokenfactory.nebius.com → API keys',
    docs: 'docs.nebius.com',
    nearMisses: [
      'NEBIUS_API_KEY=v1.Cmyour-nebius-key-here',
      `NEBIUS_API_KEY=v1.Cm${'A'.repeat(90)}.${'A'.repeat(98)}`,
      'NEBIUS_API_KEY=fo{{fake nebius-key 3}}',
    ],
  },
  keywords: [{ text: 'v1.Cm', ignoreCase: false }],
  find(text, offset) {
    NEBIUS.lastIndex = offset;
    const [value, claims = '', signature = ''] = NEBIUS.exec(text) ?? [];
    if (value === undefined || !startsFresh(text, offset)) return undefined;
    if (isPlaceholder(claims) || isPlaceholder(signature)) return undefined;
    return { kind: nebius.kind, start: offset, end: offset + value.length, level: 'error', prefix: '' };
  },
  fake: (random) => `v1.Cm${draw(random, 135, 'b64u')}.${'A'.repeat(10)}${draw(random, 88, 'b64u')}`,
};

export const paddedTokenMatchers: readonly Matcher[] = [xBearer, dropbox, nebius];
