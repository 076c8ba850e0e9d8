// Entries of stores outside the repository, by the ways in which they are named: data. What is rotated is the value
// there, so these count in every file, code and settings alike.
import type { Role, Stage } from './reference.ts';

export interface StorePattern {
  readonly system: string;
  /** Groups: `name`, and `key` for one value of an entry. */
  readonly pattern: RegExp;
  readonly files?: RegExp;
  readonly stage?: Stage;
  readonly role?: Role;
}

const NAME = '(?<name>[A-Za-z0-9_][\\w./@+=-]{0,200})';
const Q = '["\'`]';
const of = (system: string, ...sources: readonly string[]): readonly StorePattern[] =>
  sources.map((source) => ({ system, pattern: new RegExp(source, 'g') }));

export const STORES: readonly StorePattern[] = [
  {
    system: 'GitHub Actions secret',
    stage: 'ci',
    files: /\.ya?ml$/,
    pattern: /\$\{\{[^{}\n]{0,120}\bsecrets(?:\.|\[')(?<name>[A-Za-z_]\w{0,99})/g,
  },
  {
    system: 'GitHub Actions variable',
    stage: 'ci',
    files: /\.ya?ml$/,
    pattern: /\$\{\{\s{0,4}vars\.(?<name>[A-Za-z_]\w{0,99})/g,
  },
  {
    system: 'GitHub Actions secret',
    stage: 'ci',
    pattern: /\bgh secret set (?:-\S{1,20} )?(?<name>[A-Z_][A-Z0-9_]{1,99})/g,
  },
  ...of(
    'AWS Secrets Manager',
    `\\b(?:SecretId|secretId|secret_id)${Q}?\\s{0,4}[:=]\\s{0,4}${Q}${NAME}${Q}`,
    `--secret-id[ =]${Q}?${NAME}`,
    `\\bresolve:secretsmanager:(?:arn:aws[\\w-]*:secretsmanager:[\\w-]*:\\d*:secret:)?${NAME}(?::SecretString:(?<key>[\\w-]{1,80}))?`,
    `\\barn:aws[\\w-]*:secretsmanager:[\\w-]*:[^:\\s"']{0,40}:secret:${NAME}(?::(?<key>[\\w-]{1,80})::)?`,
    `\\bfromSecretNameV2\\([^()]{0,120}${Q}${NAME}${Q}\\s{0,4}\\)`,
  ),
  ...of(
    'AWS Parameter Store',
    `\\bget-parameters?\\b[^\\n]{0,80}--names?[ =]${Q}?(?<name>/?[\\w./-]{1,200})`,
    `\\bGetParameterCommand\\(\\{[^{}]{0,80}\\bName:\\s{0,4}${Q}(?<name>[\\w./-]{1,200})`,
    `\\bget_parameter\\([^()\\n]{0,60}\\bName\\s{0,4}=\\s{0,4}${Q}(?<name>[\\w./-]{1,200})`,
    `\\bresolve:ssm(?:-secure)?:(?<name>/?[\\w./-]{1,200})`,
    `\\barn:aws[\\w-]*:ssm:[\\w-]*:[^:\\s"']{0,40}:parameter(?<name>/[\\w./-]{1,200})`,
    `\\$\\{ssm(?:\\([\\w-]{1,20}\\))?:(?<name>/?[\\w./-]{1,200})`,
  ),
  ...of(
    'GCP Secret Manager',
    `\\bprojects/[^/\\s"'\`]{1,60}/secrets/(?<name>[\\w-]{1,200})`,
    `\\bgcloud secrets (?:versions )?\\w{1,20}[^\\n]{0,60}?--secret[ =]${Q}?(?<name>[\\w-]{1,200})`,
    `--(?:set|update)-secrets[ =]${Q}?(?:[A-Za-z_]\\w{0,99}=)(?<name>[\\w-]{1,200})(?::\\w{1,20})?`,
  ),
  ...of(
    'Vault',
    `\\bvault (?:kv get|read)[ ](?:-\\S{1,60}[ ]){0,4}(?<name>[\\w-]{1,60}/[\\w./-]{1,160})`,
    `\\bvault\\.hashicorp\\.com/agent-inject-secret-[\\w.-]{1,80}["']?:\\s{0,4}["']?(?<name>[\\w./-]{1,160})`,
    `\\bread_secret(?:_version)?\\([^()\\n]{0,60}\\bpath\\s{0,4}=\\s{0,4}${Q}(?<name>[\\w./-]{1,160})`,
    `\\bvault\\.(?:read|Logical\\(\\)\\.Read)\\(\\s{0,4}${Q}(?<name>[\\w./-]{1,160})`,
    `\\bwith secret ["'\`](?<name>[\\w./-]{1,160})`,
    `^\\s{0,40}vault:\\s{1,4}(?<name>[\\w-]{1,60}/[\\w./-]{1,160}@[\\w-]{1,60})\\s*$`,
  ).map((entry) =>
    entry.pattern.source.startsWith('^') ? { ...entry, pattern: new RegExp(entry.pattern, 'gm') } : entry,
  ),
  ...of('Doppler', `\\bdoppler secrets (?:get|set|download)[ ](?:-\\S{1,60}[ ]){0,4}(?<name>[A-Z_][A-Z0-9_]{1,99})`),
  ...of('1Password', `\\b(?<name>op://[\\w${'$'}{}. -]{1,60}/[^\\s"'\`<>)]{1,120})`),
  ...of(
    'Azure Key Vault',
    `\\baz keyvault secret (?:show|set|download)\\b[^\\n]{0,80}(?:--name|-n)[ =]${Q}?(?<name>[\\w-]{1,127})`,
    `@Microsoft\\.KeyVault\\([^()\\n]{0,120}(?:/secrets/|SecretName=)(?<name>[\\w-]{1,127})`,
    `\\bvault\\.azure\\.net/secrets/(?<name>[\\w-]{1,127})`,
  ),
  {
    system: 'Jenkins credentials',
    stage: 'ci',
    files: /(?:^|\/)jenkinsfile|\.groovy$/i,
    pattern: /\bcredentials(?:Id:\s{0,4}|\(\s{0,4})["'](?<name>[\w.-]{1,120})["']/g,
  },
  { system: 'Vercel secret', files: /(?:^|\/)vercel\.json$/, pattern: /"@(?<name>[a-z][\w-]{1,99})"/g },
  { system: 'Vercel', stage: 'deploy', pattern: /\bvercel env (?:add|rm|pull) (?<name>[A-Z_][A-Z0-9_]{1,99})/g },
  { system: 'Netlify', stage: 'deploy', pattern: /\bnetlify env:(?:set|get) (?<name>[A-Z_][A-Z0-9_]{1,99})/g },
  { system: 'Wrangler', stage: 'deploy', pattern: /\bwrangler (?:pages )?secret put (?<name>[A-Z_][A-Z0-9_]{1,99})/g },
  { system: 'Heroku', stage: 'deploy', pattern: /\bheroku config:(?:set|get) (?<name>[A-Z_][A-Z0-9_]{1,99})/g },
  { system: 'Fly', stage: 'deploy', pattern: /\bfly(?:ctl)? secrets (?:set|import) (?<name>[A-Z_][A-Z0-9_]{1,99})/g },
  { system: 'Supabase', stage: 'deploy', pattern: /\bsupabase secrets set (?<name>[A-Z_][A-Z0-9_]{1,99})/g },
];

/** How a value in settings names what it is made of: the variables of the host, and the entries of stores. */
const VALUE_REFERENCES: readonly RegExp[] = [
  /\$\{\{[^{}\n]{0,120}\b(?:secrets|vars|env)(?:\.|\[')(?<name>[A-Za-z_]\w{0,99})/g,
  /\$\{(?:env:|localEnv:|input:|opt:env\.)?(?<name>[A-Za-z_]\w{1,99})(?=[}?+-]|:[-?+=])/g,
  /(?<![\w$])\$(?<name>[A-Z][A-Z0-9_]{2,99})\b/g,
  /\$\((?<name>[A-Z][A-Z0-9_]{2,99})\)/g,
  /\{\{\s{0,4}\.Values\.(?<name>[\w.]{1,120})/g,
  /\{\{\s{0,4}(?:\$env|env|lookup\('env',\s?')\.?(?<name>[A-Z][A-Z0-9_]{2,99})/g,
  /(?<![\w.])(?:var|local)\.(?<name>[A-Za-z_]\w{1,99})/g,
  // LiteLLM's config.
  /\bos\.environ\/(?<name>[A-Z][A-Z0-9_]{2,99})/g,
];

export interface Named {
  readonly name: string;
  /** Offset in the value. */
  readonly at: number;
}

/** What a value of settings comes from. */
export function sourcesIn(value: string, path: string): readonly Named[] {
  const direct = VALUE_REFERENCES.flatMap((pattern) => namesOf(value, pattern));
  const stored = STORES.filter(({ files }) => files?.test(path) !== false).flatMap(({ pattern }) =>
    namesOf(value, pattern),
  );
  const vercel = /^@(?<name>[a-z][\w-]{1,99})$/.exec(value);
  const found = [...direct, ...stored, ...(vercel === null ? [] : [{ name: vercel.groups?.['name'] ?? '', at: 1 }])];
  return [...new Map(found.map((one) => [one.name, one])).values()];
}

/** The variables that settings take from where they are read. */
export function variablesIn(text: string): readonly Named[] {
  return VALUE_REFERENCES.flatMap((pattern) => namesOf(text, pattern));
}

/** The names that a pattern finds; one value of an entry is `entry#key`. */
export function namesOf(text: string, pattern: RegExp): readonly Named[] {
  return [...text.matchAll(pattern)].flatMap((match) => {
    const { name, key } = match.groups ?? {};
    if (name === undefined) return [];
    return [{ name: key === undefined ? name : `${name}#${key}`, at: match.index + match[0].lastIndexOf(name) }];
  });
}
