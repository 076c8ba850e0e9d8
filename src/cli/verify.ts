// `hushkey verify`: one harmless request with a key, and what its provider makes of it. Beside `scan
// --verify` and `doctor --runtime --verify` the only command that opens a connection.
import { chooseKind, kindByPrefix, looksLikeKey } from '../diagnose/verify/choose.ts';
import type { KeyKind } from '../diagnose/verify/key-kind.ts';
import { type Credential, readCredential } from '../diagnose/verify/request.ts';
import { type Verified, verifyKey } from '../diagnose/verify/verify-key.ts';
import { Secret } from '../engine/secret.ts';
import { UserError } from '../errors.ts';
import type { Verdict } from '../finding.ts';
import { type ExitCode, exitCodeOfVerdict } from '../outcome.ts';
import type { Io } from '../process.ts';
import { createStyle } from '../report/style.ts';
import { harmless, wrap } from '../report/terminal-text.ts';
import { version } from '../version.ts';
import type { Invocation } from './args.ts';
import { inviteTyping } from './progress.ts';

type VerifyInvocation = Extract<Invocation, { command: 'verify' }>;

const DEFAULT_VARIABLE = 'ANTHROPIC_API_KEY';
const DEFAULT_TIMEOUT_S = 15;
/** More than a timer can count is no use to anybody. */
const MAX_TIMEOUT_S = 3600;
/** No key is longer; a JWT of an app may come near. */
const MAX_INPUT = 16 * 1024;

interface Asked {
  readonly kind: KeyKind;
  readonly credential: Credential;
  /** Name of the variable; undefined for standard input. */
  readonly variable: string | undefined;
}

/** @throws UserError where nothing was asked. */
export async function runVerify({ flags, positionals }: VerifyInvocation, io: Io): Promise<ExitCode> {
  if (positionals.length > 0) throw onCommandLine();
  const format = flags.format ?? 'pretty';
  const asked = await readKey(flags, io);
  const verified = await verifyKey(asked.kind, asked.credential, {
    env: io.env,
    baseUrl: flags['base-url'],
    timeoutMs: Math.min(flags.timeout ?? DEFAULT_TIMEOUT_S, MAX_TIMEOUT_S) * 1000,
  });
  io.out(format === 'json' ? drawJson(asked, verified) : drawPretty(asked, verified, io));
  return exitCodeOfVerdict(verified.verdict);
}

function onCommandLine(): UserError {
  return new UserError('key-on-command-line', 'verify takes no key on the command line, where history and ps show it', {
    hint: 'hushkey verify --env NAME, or on standard input: hushkey verify --stdin;\n  if that was a key, rotate it',
  });
}

async function readKey(flags: VerifyInvocation['flags'], io: Io): Promise<Asked> {
  const { env: name, stdin, provider } = flags;
  if (name !== undefined && stdin === true) {
    throw new UserError('two-sources', '--env and --stdin exclude each other');
  }
  if (name !== undefined && (looksLikeKey(name) || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))) throw onCommandLine();
  const variable = stdin === true ? undefined : (name ?? DEFAULT_VARIABLE);
  const text = variable === undefined ? await readInput(io) : io.env[variable];
  if (text === undefined || text.trim() === '') {
    if (variable === undefined) throw new UserError('no-key', 'standard input is empty');
    // Only what is surely a name is repeated.
    const shown = /^[A-Z][A-Z_]{0,60}$/.test(variable) ? variable : 'that variable';
    throw new UserError('no-key', `${shown} is ${text === undefined ? 'not set' : 'empty'} in this process`, {
      hint: 'export it, name another with --env NAME, or pass the key with --stdin',
    });
  }
  const kind = chooseKind(text.trim(), { provider, variable });
  return { kind, credential: readCredential(kind, text, io.env), variable };
}

async function readInput(io: Io): Promise<string> {
  inviteTyping(io, 'the key');
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of io.stdin) {
    size += chunk.length;
    if (size > MAX_INPUT) throw new UserError('no-key', 'standard input holds more than a key');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function maskOf({ secret, id }: Credential): string {
  const shown = id ?? secret;
  const prefix = kindByPrefix(shown)?.prefixes.find((start) => shown.startsWith(start)) ?? '';
  return new Secret(shown, prefix).mask;
}

function drawJson(asked: Asked, verified: Verified): string {
  const { verdict, note, message, requestId, url, status, attempts } = verified;
  const document = {
    version: 1,
    tool: { name: 'hushkey', version },
    result: verdict,
    provider: asked.kind.provider,
    name: asked.kind.name,
    secret: maskOf(asked.credential),
    from: asked.variable ?? 'stdin',
    url,
    status,
    ...(note === undefined ? {} : { note }),
    ...(message === undefined ? {} : { message }),
    ...(requestId === undefined ? {} : { requestId }),
    attempts,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

const MEANINGS: Readonly<Record<Verdict, string>> = {
  live: 'it works',
  limited: 'it is known, but may not be used as things are',
  dead: 'it is refused',
  unreachable: 'nothing could be told of the key',
};
const LABEL_COLUMNS = 9;

function drawPretty(asked: Asked, verified: Verified, io: Io): string {
  const { colour, width } = io.outTraits();
  const style = createStyle(colour);
  const { verdict, note, message, requestId, url, status, attempts } = verified;
  const paint = {
    live: style.strong,
    limited: style.level.warning,
    dead: style.level.error,
    unreachable: style.level.note,
  };
  const answered = status === null ? 'no answer' : `answered ${status}`;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['key', `${asked.kind.name}  ${maskOf(asked.credential)}`],
    ['from', asked.variable ?? 'standard input'],
    ['asked', `${url}, ${answered}${attempts > 1 ? ` (${attempts} tries)` : ''}`],
    ['says', message],
    ['note', note],
    ['request', requestId],
  ];
  const lines = rows.flatMap(([label, text]) =>
    text === undefined
      ? []
      : wrap(harmless(text), width - LABEL_COLUMNS - 2).map(
          (line, i) => `  ${style.faint((i === 0 ? label : '').padEnd(LABEL_COLUMNS))}${line}`,
        ),
  );
  return `${paint[verdict](verdict)}: ${MEANINGS[verdict]}\n${lines.join('\n')}\n`;
}
