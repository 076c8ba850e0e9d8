// User and password in base64: the Authorization header of a request, and the logins that docker keeps.
import type { KindDocs } from '../kind.ts';
import type { Candidate, Matcher } from '../matcher.ts';
import { CLASSES } from '../structure.ts';
import { isPlaceholderPassword } from './password.ts';
import { draw } from './reading.ts';

const HEADER = /authorization\\?["'`]?\]?[ \t]{0,8}(?:[:=,]|=>)[ \t]{0,8}\\?["'`]?$/i;
const ENCODED = /[A-Za-z0-9+/]{12,600}={0,2}(?![A-Za-z0-9+/=_-])/y;

/** Reads `user:password` in base64 at an offset; undefined where it is none, or one that documentation uses. */
function loginAt(kind: KindDocs, text: string, offset: number): Candidate | undefined {
  ENCODED.lastIndex = offset;
  const encoded = ENCODED.exec(text)?.[0];
  if (encoded === undefined) return undefined;
  const login = /^([\x20-\x39\x3b-\x7e]{0,128}):([\x20-\x7e]{1,300})$/.exec(
    Buffer.from(encoded, 'base64').toString('latin1'),
  );
  if (login === null || isPlaceholderPassword(login[2] ?? '', login[1] ?? '')) return undefined;
  return { kind, start: offset, end: offset + encoded.length, level: kind.level ?? 'error', prefix: '' };
}

function drawLogin(random: () => number): string {
  return Buffer.from(`deploy:${draw(random, 20)}`).toString('base64');
}

const SCHEME = 'Basic ';

const header: Matcher = {
  kind: {
    id: 'http-authorization-header',
    provider: 'any',
    name: 'user and password in an Authorization header',
    level: 'warning',
    why: 'Base64 hides nothing: whoever reads the header can log in as that user.',
    env: '',
    revoke: 'change the password, or revoke the token, at the server that the request goes to',
    docs: 'www.rfc-editor.org/rfc/rfc7617',
    fallback: true,
    nearMisses: [
      'Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==',
      'Authorization: Basic dXNlcm5hbWU6cGFzc3dvcmQ=',
      'headers["Authorization"] = "Basic " + encodeCredentials(user, password);',
      'Basic authentication sends a user name and a password with each request.',
    ],
  },
  keywords: [{ text: SCHEME, ignoreCase: false }],
  gate: () => ({ type: 'start', characters: CLASSES['b64'] ?? '', length: 12 }),
  find(text, offset) {
    if (!HEADER.test(text.slice(Math.max(0, offset - 40), offset))) return undefined;
    return loginAt(header.kind, text, offset + SCHEME.length);
  },
  fake: (random) => `Authorization: ${SCHEME}${drawLogin(random)}`,
};

const AUTH_MEMBER = /"?auth\\?"\s{0,4}:\s{0,4}\\?"/y;
const AUTHS_REACH = 3000;
/** Files of the old format begin with the servers: `{"hub.example.net": {"auth": …`. */
const SERVER_BEFORE = /\.[A-Za-z0-9-]{2,40}(?::\d{1,5})?(?:\/v[12]\/?)?\\?"\s{0,4}:\s{0,4}\{\s{0,40}$/;
const SERVER_REACH = 150;

const dockerConfig: Matcher = {
  kind: {
    id: 'docker-config-auth',
    provider: 'Docker',
    name: 'login in a docker config file',
    why: 'Base64 hides nothing: whoever has it can pull, and mostly push, images as that user.',
    env: '',
    revoke: 'change the password, or revoke the access token, at that image registry',
    docs: 'docs.docker.com/reference/cli/docker/login',
    // A token in the password's place is named by its own kind.
    fallback: true,
    nearMisses: [
      '{"auths": {"ghcr.io": {"auth": "dXNlcm5hbWU6cGFzc3dvcmQ="}}}',
      `{"auths": {"ghcr.io": {"auth": "\${DOCKER_AUTH}"}}}`,
      '{"auth": "{{fake http-authorization-header 1}}"}',
    ],
  },
  keywords: [
    { text: '"auth"', ignoreCase: false },
    { text: 'auth\\"', ignoreCase: false },
  ],
  find(text, offset) {
    AUTH_MEMBER.lastIndex = offset;
    if (!AUTH_MEMBER.test(text)) return undefined;
    const inAuths = /auths\\?"/.test(text.slice(Math.max(0, offset - AUTHS_REACH), offset));
    if (!inAuths && !SERVER_BEFORE.test(text.slice(Math.max(0, offset - SERVER_REACH), offset))) return undefined;
    return loginAt(dockerConfig.kind, text, AUTH_MEMBER.lastIndex);
  },
  fake: (random) => `{"auths":{"registry.northwind.net":{"auth":"${drawLogin(random)}"}}}`,
};

export const basicAuthMatchers: readonly Matcher[] = [header, dockerConfig];
