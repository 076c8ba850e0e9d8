// Which credentials for the Claude API this process has, what is wrong with their form, and which one wins. Values are
// looked at and never shown: a message holds a prefix and a length at most.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readBytes } from '../../install/files.ts';
import type { Check } from '../check.ts';
import type { Machine } from './machine.ts';

/** Variables with a credential for the API, in the order of the SDKs. */
export const NAMES = ['ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN', 'CLAUDE_CODE_OAUTH_TOKEN'] as const;
type Name = (typeof NAMES)[number];

const CLOUD_FLAGS = ['BEDROCK', 'VERTEX', 'FOUNDRY', 'MANTLE', 'ANTHROPIC_AWS'].map(
  (name) => `CLAUDE_CODE_USE_${name}`,
);

export function checkCredentials(machine: Machine): readonly Check[] {
  const sources = sourcesOf(machine);
  return [
    checkSet(machine, sources),
    ...NAMES.flatMap((name) => checkShape(name, machine.env[name])),
    ...checkBoth(machine.env),
    ...checkOrder(machine.env, sources),
    ...checkEnvFile(machine),
  ];
}

interface Sources {
  /** What Claude Code uses, the winner first. */
  readonly claudeCode: readonly string[];
  /** What the SDKs use, the winner first. */
  readonly sdk: readonly string[];
}

const isSet = (value: string | undefined): boolean => value !== undefined && value !== '';
const isOn = (value: string | undefined): boolean => isSet(value) && value !== '0' && value !== 'false';

/** The order of the documentation of Claude Code, and of the sources of the SDKs (August 2026). */
function sourcesOf({ env, cwd, home }: Machine): Sources {
  const configFolder = env['CLAUDE_CONFIG_DIR'] ?? join(home, '.claude');
  const settings = [
    join(configFolder, 'settings.json'),
    join(cwd, '.claude/settings.json'),
    join(cwd, '.claude/settings.local.json'),
  ];
  const helper = settings.find((path) => /"apiKeyHelper"\s{0,9}:\s{0,9}"/.test(textOf(path)));
  const profileFolder =
    env['ANTHROPIC_CONFIG_DIR'] ?? join(env['XDG_CONFIG_HOME'] ?? join(home, '.config'), 'anthropic');
  const hasProfile = existsSync(join(profileFolder, 'active_config'));
  const hasLogin = existsSync(join(configFolder, '.credentials.json'));
  const federation = isSet(env['ANTHROPIC_FEDERATION_RULE_ID'])
    ? ['workload identity (ANTHROPIC_FEDERATION_RULE_ID)']
    : [];
  const profile = isSet(env['ANTHROPIC_PROFILE']) ? ['ANTHROPIC_PROFILE'] : [];
  const active = hasProfile ? [`the active profile in ${profileFolder}`] : [];
  const given = (name: Name): readonly string[] => (isSet(env[name]) ? [name] : []);
  return {
    claudeCode: [
      ...CLOUD_FLAGS.filter((name) => isOn(env[name])),
      ...given('ANTHROPIC_AUTH_TOKEN'),
      ...given('ANTHROPIC_API_KEY'),
      ...(helper === undefined ? [] : [`apiKeyHelper in ${helper}`]),
      ...given('CLAUDE_CODE_OAUTH_TOKEN'),
      ...profile,
      ...federation,
      ...active,
      ...(hasLogin ? ['the login of Claude Code'] : []),
    ],
    sdk: [...given('ANTHROPIC_API_KEY'), ...given('ANTHROPIC_AUTH_TOKEN'), ...profile, ...federation, ...active],
  };
}

/** The text of a settings or env file that may not be there or not be readable: then it decides nothing. */
function textOf(path: string): string {
  return existsSync(path) ? (readBytes(path)?.toString('utf8') ?? '') : '';
}

function checkSet({ env }: Machine, { sdk, claudeCode }: Sources): Check {
  const check = { id: 'credential-set', group: 'runtime' } as const;
  const empty = NAMES.filter((name) => env[name] === '');
  if (sdk.length > 0) return { ...check, state: 'ok', message: `this process has a credential: ${sdk.join(', ')}` };
  if (claudeCode.length > 0) {
    const message = `only Claude Code has a credential (${claudeCode.join(', ')}), programs with an SDK have none`;
    return { ...check, state: 'note', message };
  }
  const message =
    empty.length > 0 ? `${empty.join(', ')} set, but empty` : 'this process has no credential for the API';
  return { ...check, state: 'broken', message, fix: 'set ANTHROPIC_API_KEY where the program is started' };
}

interface Kind {
  readonly prefix: RegExp;
  readonly what: string;
  /** Variables it belongs in. */
  readonly home: readonly Name[];
  readonly length?: number;
}

const KINDS: readonly Kind[] = [
  { prefix: /^sk-ant-api03-/, what: 'an API key', home: ['ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN'], length: 108 },
  { prefix: /^sk-ant-usr-/, what: 'a personal key', home: ['ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN'] },
  { prefix: /^sk-ant-svc-/, what: 'a service-account key', home: ['ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN'] },
  {
    prefix: /^sk-ant-oat01-/,
    what: 'an OAuth token',
    home: ['CLAUDE_CODE_OAUTH_TOKEN', 'ANTHROPIC_AUTH_TOKEN'],
    length: 108,
  },
  { prefix: /^sk-ant-ort01-/, what: 'an OAuth refresh token', home: [] },
  { prefix: /^sk-ant-admin01-/, what: 'an admin key, which cannot send messages', home: [] },
  { prefix: /^sk-ant-api01-/, what: 'a compliance access key, which cannot send messages', home: [] },
  { prefix: /^sk-ant-sid0\d-/, what: 'a session cookie of claude.ai', home: [] },
  { prefix: /^sk-or-/, what: 'a key of OpenRouter', home: ['ANTHROPIC_AUTH_TOKEN'] },
  { prefix: /^sk-(?:proj|svcacct|admin)-/, what: 'a key of OpenAI', home: [] },
  { prefix: /^gsk_/, what: 'a key of Groq', home: [] },
  { prefix: /^hf_/, what: 'a token of Hugging Face', home: [] },
  { prefix: /^AIza/, what: 'a key of Google', home: [] },
  { prefix: /^gh[pousr]_/, what: 'a token of GitHub', home: [] },
];

/** Everything about the form of one value; the first fault is said. */
function checkShape(name: Name, value: string | undefined): readonly Check[] {
  if (value === undefined || value === '') return [];
  const check = { id: 'credential-shape', group: 'runtime' } as const;
  const stray = strayIn(value);
  if (stray !== undefined) {
    const fix = `set ${name} again, to the key alone`;
    return [{ ...check, state: 'broken', message: `${name} ${stray}`, fix }];
  }
  const kind = KINDS.find(({ prefix }) => prefix.test(value));
  if (kind === undefined) {
    const message = `${name} has no known prefix (${value.length} characters): right only for a gateway of your own`;
    return [{ ...check, state: 'note', message }];
  }
  if (!kind.home.includes(name)) {
    const fix = kind.what === 'an OAuth token' ? 'put it into CLAUDE_CODE_OAUTH_TOKEN' : `put an API key into ${name}`;
    return [{ ...check, state: 'broken', message: `${name} holds ${kind.what}`, fix }];
  }
  if (kind.length !== undefined && value.length !== kind.length) {
    const how = value.length < kind.length ? 'a part is missing' : 'something was added';
    const message = `${name} holds ${kind.what} of ${value.length} characters, not ${kind.length}: ${how}`;
    return [{ ...check, state: 'broken', message, fix: 'copy it again, in one line' }];
  }
  return [{ ...check, state: 'ok', message: `${name} has the form of ${kind.what}` }];
}

function strayIn(value: string): string | undefined {
  if (/[\r\n]/.test(value)) return 'holds a line break';
  if (/^["'`“”‘’]|["'`“”‘’]$/.test(value)) return 'has quotes as part of the value';
  if (/^(?:Bearer|Basic|x-api-key:?)\s/i.test(value)) return 'begins with a scheme or header name';
  if (/^(?:export\s|[A-Z_]{3,60}=)/.test(value)) return 'begins with the name of a variable';
  if (/\s/.test(value)) return 'has a blank in it';
  if (/\$\{|\{\{|^\$|^<.{0,200}>$|your[-_ ]|xxxx/i.test(value)) return 'is a placeholder that nothing filled in';
  if (/[^!-~]/.test(value)) return 'holds a character that is no ASCII, perhaps an invisible one';
  return (value.match(/sk-ant-/g)?.length ?? 0) > 1 ? 'holds the prefix twice' : undefined;
}

function checkBoth(env: NodeJS.ProcessEnv): readonly Check[] {
  if (!isSet(env['ANTHROPIC_API_KEY']) || !isSet(env['ANTHROPIC_AUTH_TOKEN'])) return [];
  const message =
    'ANTHROPIC_API_KEY and ANTHROPIC_AUTH_TOKEN are both set: SDKs send both headers, and the API may refuse';
  return [
    {
      id: 'credential-both',
      group: 'runtime',
      state: 'broken',
      message,
      fix: 'unset ANTHROPIC_AUTH_TOKEN, or the key',
    },
  ];
}

function checkOrder(env: NodeJS.ProcessEnv, { sdk, claudeCode }: Sources): readonly Check[] {
  const check = { id: 'credential-order', group: 'runtime' } as const;
  const told = (who: string, all: readonly string[]): readonly Check[] => {
    const [first, ...others] = all;
    if (first === undefined) return [];
    const over = others.length === 0 ? '' : `, over ${others.join(', ')}`;
    return [{ ...check, state: others.length === 0 ? 'ok' : 'note', message: `${who}: ${first} wins${over}` }];
  };
  const headers = /^\s{0,9}(?:x-api-key|authorization)\s{0,9}:/im.test(env['ANTHROPIC_CUSTOM_HEADERS'] ?? '')
    ? [
        {
          ...check,
          state: 'note',
          message: 'ANTHROPIC_CUSTOM_HEADERS holds a credential that is sent beside it',
        } as const,
      ]
    : [];
  return [...told('SDKs', sdk), ...told('Claude Code', claudeCode), ...headers];
}

const ASSIGNMENT =
  /^[ \t]{0,9}(?:export[ \t]{1,9})?ANTHROPIC_API_KEY[ \t]{0,9}=[ \t]{0,9}(["']?)([^"'\r\n#]{1,400})\1/m;

/** dotenv does not replace what the process has already. */
function checkEnvFile({ cwd, env }: Machine): readonly Check[] {
  const [, , stored] = ASSIGNMENT.exec(textOf(join(cwd, '.env'))) ?? [];
  const own = env['ANTHROPIC_API_KEY'];
  if (stored === undefined || /^\$|^<|your/i.test(stored)) return [];
  const check = { id: 'credential-env-file', group: 'runtime', state: 'note' } as const;
  if (!isSet(own)) return [{ ...check, message: '.env has an ANTHROPIC_API_KEY that this process has not loaded' }];
  if (stored.trim() === own?.trim()) return [];
  return [
    {
      ...check,
      message: '.env has another ANTHROPIC_API_KEY than this process; most loaders keep that of the process',
    },
  ];
}
