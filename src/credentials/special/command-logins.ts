// A user and password given to curl on the command line, in scripts and documents. The span is the password, or the
// token in the user's place where the password is empty.
import type { Candidate, Matcher } from '../matcher.ts';
import { isPlaceholderPassword, isStrongPassword } from './password.ts';
import { draw } from './reading.ts';
import { judgeLogin } from './url-password.ts';

const OPTIONS = ['-u ', '-su ', '-sSu ', '--user ', '--user=', '--proxy-user '];
/** Farthest that the command stands before, and its address behind, the option: a few lines. */
const REACH = 400;
/** Behind an option: user and password, in quotes or not. */
const LOGIN = /[ \t]{0,8}(\\?["'])?([^\s"'`:\\<>{}]{0,120}):([^\s"'`\\]{0,200})/y;
const COMMAND = /(?<![\w-])curl(?:\.exe)?[ \t\\]/y;
/** The end of the command: of its line, or where another begins. */
const COMMAND_END = /(?<!\\)\r?\n|\s(?:\|\|?|&&|;)\s|;\s/;
const ADDRESS = /\b(?:https?|ftps?|sftp):\/\/(?:[^\s"'`/@]{0,200}@)?(\[[0-9A-Fa-f:]{2,40}\]|[\w.${}%*-]{1,255})/;

const curl: Matcher = {
  kind: {
    id: 'curl-login',
    provider: 'any',
    name: 'user and password in a curl command',
    why: 'Whoever reads the command can log in as that user.',
    env: '',
    revoke: 'change the password, or revoke the token, at the server that the request goes to',
    docs: 'curl.se/docs/manpage.html#-u',
    // A token with a shape of its own is named by its own kind.
    fallback: true,
    nearMisses: [
      'curl -u user:password https://api.northwind.net',
      'curl -u "$USER:$PASSWORD" https://api.northwind.net',
      `curl --user '<name>:<token>' https://api.northwind.net`,
      'curl -s https://api.northwind.net | sort -u key:v4lu3Kz9wQm2',
      'docker run -u 1000:x7Kp2mQ9 northwind/app',
      `curl -u elastic:kR4zT9wQ2m http://localhost:9200`,
    ],
  },
  keywords: OPTIONS.map((text) => ({ text, ignoreCase: false })),
  gate: () => ({ type: 'start', characters: '~!', length: 8 }),
  find(text, offset, keyword) {
    const before = commandBefore(text, offset);
    if (before === undefined) return undefined;
    LOGIN.lastIndex = offset + (OPTIONS[keyword] ?? '').length;
    const [whole, , user = '', password = ''] = LOGIN.exec(text) ?? [];
    if (whole === undefined) return undefined;
    const behind = text.slice(LOGIN.lastIndex, LOGIN.lastIndex + REACH);
    const end = COMMAND_END.exec(behind)?.index;
    const command =
      text
        .slice(Math.max(0, offset - REACH), offset)
        .split('curl')
        .at(-1) + behind.slice(0, end);
    const host = ADDRESS.exec(command)?.[1];
    if (password === '') return tokenAt(LOGIN.lastIndex - 1 - user.length, user, host);
    const login = { user, password, host: host ?? 'a.host', start: LOGIN.lastIndex - password.length };
    const found = judgeLogin(curl.kind, login);
    // An address that is put together elsewhere may be anybody's.
    return found !== undefined && host === undefined ? { ...found, level: 'warning' } : found;
  },
  fake: (random) => `curl -u deploy:${draw(random, 20)} https://api.northwind.net/v1`,
};

/** What stands from the name of the command to an offset; undefined where it is another command. */
function commandBefore(text: string, offset: number): string | undefined {
  const from = Math.max(0, offset - REACH);
  const start = text.slice(from, offset).lastIndexOf('curl');
  COMMAND.lastIndex = from + start;
  if (start < 0 || !COMMAND.test(text)) return undefined;
  const command = text.slice(from + start, offset);
  return COMMAND_END.test(command) ? undefined : command;
}

/** A token in the place of the user, as many services take it. */
function tokenAt(start: number, token: string, host: string | undefined): Candidate | undefined {
  if (!isStrongPassword(token) || isPlaceholderPassword(token)) return undefined;
  if (host !== undefined && judgeLogin(curl.kind, { user: '', password: token, host, start }) === undefined) {
    return undefined;
  }
  return { kind: curl.kind, start, end: start + token.length, level: 'warning', prefix: '' };
}

export const commandLoginMatchers: readonly Matcher[] = [curl];
