// Logins in the files that tools keep them in: .npmrc, .yarnrc.yml, .pypirc, NuGet.config, .netrc, and seeds of one-time codes.
import type { KindDocs } from '../kind.ts';
import type { Candidate, Matcher } from '../matcher.ts';
import { isPlaceholder } from '../placeholder.ts';
import { classifyHost, isPlaceholderPassword, isWordLike } from './password.ts';
import { draw } from './reading.ts';

/** A value at an offset, unless it is filled in later. */
function valueAt(kind: KindDocs, start: number, value: string | undefined, user = ''): Candidate | undefined {
  if (value === undefined || isPlaceholderPassword(value, user)) return undefined;
  return { kind, start, end: start + value.length, level: kind.level ?? 'error', prefix: '' };
}

/** The last group of a sticky pattern, with its offset, at a keyword. */
function groupAt(
  text: string,
  offset: number,
  sticky: RegExp,
): { readonly start: number; readonly value: string } | undefined {
  sticky.lastIndex = offset;
  const found = sticky.exec(text);
  const value = found?.at(-1);
  return value === undefined ? undefined : { start: sticky.lastIndex - value.length, value };
}

const NPM_TOKEN =
  /(?:_authToken[ \t]{0,4}=|npmAuthToken\\?["']?[ \t]{0,4}:)[ \t]{0,4}\\?["']?([A-Za-z0-9_.+/=-]{16,600})/y;

const npmToken: Matcher = {
  kind: {
    id: 'npm-legacy-token',
    provider: 'npm',
    name: 'access token in an npm config file',
    why: 'Whoever has it can read private packages and, mostly, publish new versions of them.',
    env: 'NPM_TOKEN',
    revoke: 'npm account → access tokens, or the same page of the private registry',
    docs: 'npm documentation, access tokens',
    fallback: true,
    nearMisses: [
      `//registry.northwind.net/:_authToken=\${NPM_TOKEN}`,
      '//registry.northwind.net/:_authToken=$NPM_TOKEN_OF_THE_TEAM',
      `npmAuthToken: "\${NPM_TOKEN:-}"`,
      'npm config set "//registry.northwind.net/:_authToken" "$TOKEN"',
    ],
  },
  keywords: [
    { text: '_authToken', ignoreCase: false },
    { text: 'npmAuthToken', ignoreCase: false },
  ],
  find(text, offset) {
    const found = groupAt(text, offset, NPM_TOKEN);
    return found && valueAt(npmToken.kind, found.start, found.value);
  },
  fake: (random) => {
    const group = (length: number): string => draw(random, length, 'hex');
    return `//registry.northwind.net/:_authToken=${group(8)}-${group(4)}-${group(4)}-${group(4)}-${group(12)}`;
  },
};

const NPM_PASSWORD = /_(?:auth|password)[ \t]{0,4}=[ \t]{0,4}["']?([A-Za-z0-9+/=_-]{8,600})/y;
const NPM_PLACE = /(?:^|\n|\/:)[ \t]{0,8}$/;
const PYPI_SECTION = /\[(?:test)?pypi\][ \t]{0,20}\r?\n/y;
const PYPI_PASSWORD = /^password[ \t]{0,8}[:=][ \t]{0,8}(\S{1,400})/m;
const NUGET_PASSWORD = /ClearTextPassword["'][ \t]{1,8}value=["']([^"'\r\n]{1,300})(?=["'])/y;
const SECTION_REACH = 800;

const registryLogin: Matcher = {
  kind: {
    id: 'npmrc-pypirc-nuget-config',
    provider: 'any',
    name: 'password in a package tool config file',
    why: 'Whoever has it can read private packages and, mostly, publish new versions of them.',
    env: '',
    revoke: 'change the password, or revoke the token, of that account at the package registry',
    docs: 'the tool’s own documentation on authentication',
    fallback: true,
    nearMisses: [
      `//registry.northwind.net/:_password=\${NPM_PASSWORD}`,
      'db_password = load_password_from_vault_or_fail',
      '[pypi]\nusername = __token__\npassword = <your token>',
      '<add key="ClearTextPassword" value="%NUGET_PASSWORD%" />',
      '<add key="ClearTextPassword" value="33f!!lloppa" />',
      '<add key="ClearTextPassword" value="CleartextPassword1" />',
    ],
  },
  keywords: [
    { text: '_password', ignoreCase: false },
    { text: '_auth', ignoreCase: false },
    { text: '[pypi]', ignoreCase: false },
    { text: '[testpypi]', ignoreCase: false },
    { text: 'ClearTextPassword', ignoreCase: false },
  ],
  find(text, offset, keyword) {
    const { kind } = registryLogin;
    if (keyword <= 1) {
      if (!NPM_PLACE.test(text.slice(Math.max(0, offset - 10), offset))) return undefined;
      const found = groupAt(text, offset, NPM_PASSWORD);
      const plain = found && Buffer.from(found.value, 'base64').toString('latin1');
      if (plain === undefined || isPlaceholderPassword(plain.slice(plain.indexOf(':') + 1))) return undefined;
      return valueAt(kind, found?.start ?? offset, found?.value);
    }
    if (keyword === 4) {
      const found = groupAt(text, offset, NUGET_PASSWORD);
      return found && valueAt(kind, found.start, found.value);
    }
    PYPI_SECTION.lastIndex = offset;
    if (!PYPI_SECTION.test(text)) return undefined;
    const from = PYPI_SECTION.lastIndex;
    const section = /^[^[]{0,800}/.exec(text.slice(from, from + SECTION_REACH))?.[0] ?? '';
    const line = PYPI_PASSWORD.exec(section);
    return line === null
      ? undefined
      : valueAt(kind, from + line.index + line[0].length - (line[1] ?? '').length, line[1]);
  },
  fake: (random) => `[pypi]\nusername = deploy\npassword = ${draw(random, 20)}\n`,
};

const NETRC = /machine\s{1,8}(\S{1,255})\s{1,8}login\s{1,8}(\S{1,255})\s{1,8}password\s{1,8}(\S{1,400})/y;

const netrc: Matcher = {
  kind: {
    id: 'netrc-pgpass',
    provider: 'any',
    name: 'password in a .netrc file',
    why: 'Whoever has it can log in to that machine as this user.',
    env: '',
    revoke: 'change the password, or revoke the token, at that machine',
    docs: 'www.gnu.org/software/inetutils/manual/html_node/The-_002enetrc-file.html',
    fallback: true,
    nearMisses: [
      'machine github.com login deploy password $GITHUB_TOKEN',
      'machine api.northwind.net login user password password',
      'machine learning login page password field',
    ],
  },
  keywords: [{ text: 'machine ', ignoreCase: false }],
  find(text, offset) {
    NETRC.lastIndex = offset;
    const [, machine = '', user = '', password = ''] = NETRC.exec(text) ?? [];
    // Prose has no host after the word, a template is filled in later; a string literal's end is no part of the value.
    if (!/^[\w-]+(?:\.[\w-]+)+$/.test(machine) || classifyHost(machine) === 'placeholder') return undefined;
    const start = NETRC.lastIndex - password.length;
    const value = /^[^"'`\\]*/.exec(password)?.[0] ?? '';
    const found = valueAt(netrc.kind, start, value, user);
    // Parsers of this format are tested with words for passwords.
    return found !== undefined && isWordLike(value) ? { ...found, level: 'warning' } : found;
  },
  fake: (random) => `machine git.northwind.net login deploy password ${draw(random, 20)}`,
};

const OTP_SECRET = /otpauth:\/\/[ht]otp\/[^\s"'`<>]{0,200}?[?&]secret=([A-Za-z2-7]{16,128})(?![A-Za-z0-9])/y;
/** Accounts of manuals and help texts. */
const SAMPLE_ACCOUNT =
  /(?:^|[^a-z]|%3A)(?:test|alice|bob|john|jane|user|foo|example)[\w.]{0,20}(?:@|%40)|example\.(?:com|org)/i;

const otpSeed: Matcher = {
  kind: {
    id: 'otp-seed',
    provider: 'any',
    name: 'seed of one-time codes',
    why: 'Whoever has it can make the second factor of that account, now and later.',
    env: '',
    revoke: 'enrol the second factor of that account anew',
    docs: 'github.com/google/google-authenticator/wiki/Key-Uri-Format',
    nearMisses: [
      'otpauth://totp/Example:alice@google.com?secret=JBSWY3DPEHPK3PXP&issuer=Example',
      `otpauth://totp/\${issuer}:\${account}?secret=\${secret}&issuer=\${issuer}`,
      `otpauth://totp/Northwind:ops?secret=GEZDGNBV${'GY3TQOJQGEZDGNBV'.repeat(2)}&digits=8`,
    ],
  },
  keywords: [{ text: 'otpauth://', ignoreCase: false }],
  find(text, offset) {
    const found = groupAt(text, offset, OTP_SECRET);
    if (found === undefined || isPlaceholder(found.value, 3)) return undefined;
    const sample = SAMPLE_ACCOUNT.test(text.slice(offset, found.start));
    return {
      kind: otpSeed.kind,
      start: found.start,
      end: found.start + found.value.length,
      level: sample ? 'warning' : 'error',
      prefix: '',
    };
  },
  fake: (random) => `otpauth://totp/Northwind:ops?secret=${draw(random, 32, 'b32')}&issuer=Northwind`,
};

export const loginFileMatchers: readonly Matcher[] = [npmToken, registryLogin, netrc, otpSeed];
