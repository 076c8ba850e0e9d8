// man/hushkey.1, from the tables that help and completions are printed from.
import { spellFlag } from '../src/cli/help.ts';
import { COMMAND_NAMES, COMMANDS, type Command, FLAG_NAMES, FLAGS, type Flag } from '../src/cli/table.ts';

const DESCRIPTION = [
  'hushkey stops credentials of about 500 kinds, and the misuse of Claude API keys, before they are committed: as git hooks, as a scanner for work trees, commits and histories, and in CI.',
  'It works without a config, an account or the network; only verify and scan \\-\\-verify open connections. It never prints a credential: what it shows is masked.',
];

const EXIT_STATUS: readonly (readonly [code: string, meaning: string])[] = [
  ['0', 'Clean: nothing at or above the failing level (\\-\\-level, default error).'],
  ['1', 'Findings at or above it.'],
  [
    '2',
    'Could not finish: usage, config, git, a file that could not be read. It outweighs 1, and a run that could not look is never 0.',
  ],
  ['130', 'Interrupted.'],
  ['143', 'Ended by SIGTERM.'],
];

const ENVIRONMENT: readonly (readonly [name: string, meaning: string])[] = [
  [
    'HUSHKEY, HUSKY',
    'Set to 0, and exactly to 0, either turns install and the hooks off; each skipped hook says so. Scans are not affected.',
  ],
  ['CI', 'Set, and neither empty nor 0 nor false: install does nothing. An installed hook runs all the same.'],
  [
    'CLAUDECODE',
    'And the like of other coding agents: git commit \\-\\-no\\-verify with a finding is stopped, not only warned of.',
  ],
  ['NO_COLOR, FORCE_COLOR', 'Turn colours off or on; else they are for terminals.'],
  ['ANTHROPIC_API_KEY', 'What verify asks about unless \\-\\-env names another variable.'],
  ['HTTPS_PROXY, NO_PROXY, NODE_EXTRA_CA_CERTS, SSL_CERT_FILE', 'How verify reaches a provider.'],
];

const FILES: readonly (readonly [path: string, meaning: string])[] = [
  [
    'hushkey.config.json',
    'The config; also .jsonc, .js, .ts, or the key hushkey of package.json. The nearest one from the current folder up to the top of the repository holds. Its JSON Schema is schema/hushkey.config.schema.json of the package.',
  ],
  ['hushkey\\-baseline.json', 'Accepted findings, written by allow and baseline; to be committed. It holds no secret.'],
  [
    '.gitleaksignore, .gitleaks.toml, .secrets.baseline, .secretlintrc, .secretlintignore, .trufflehogignore',
    'What other scanners were told to leave out; honoured as they stand.',
  ],
  ['.git/hushkey', 'The hooks that install arms, shared by all work trees; core.hooksPath points at it.'],
];

/** @returns the page as troff; it names no date, so that the same sources give the same bytes. */
export function manPage(version: string): string {
  const lines = [
    `.TH HUSHKEY 1 "" "hushkey ${version}" "User Commands"`,
    // Names of hooks and options must not be broken at the end of a line.
    '.nh',
    '.ad l',
    '.SH NAME',
    'hushkey \\- stop credentials, and misuse of Claude API keys, before they are committed',
    '.SH SYNOPSIS',
    '.B hushkey',
    '.I command',
    '.RI [ options ]',
    '.SH DESCRIPTION',
    ...paragraphs(DESCRIPTION),
    '.SH COMMANDS',
    ...COMMAND_NAMES.flatMap(commandLines),
    '.SH OPTIONS',
    'The commands that take an option stand in brackets.',
    ...FLAG_NAMES.flatMap(flagLines),
    '.SH EXIT STATUS',
    ...EXIT_STATUS.flatMap(([code, meaning]) => ['.TP', `.B ${code}`, meaning]),
    '.PP',
    'What doctor, fix, verify and other commands mean by 1 stands with them above.',
    '.SH ENVIRONMENT',
    ...ENVIRONMENT.flatMap(([name, meaning]) => ['.TP', `.B ${name}`, meaning]),
    '.SH FILES',
    ...FILES.flatMap(([path, meaning]) => ['.TP', `.I ${path}`, meaning]),
    '.SH EXAMPLES',
    ...COMMAND_NAMES.flatMap((name) => COMMANDS[name].examples).flatMap((example) => [
      '.PP',
      '.nf',
      plain(example),
      '.fi',
    ]),
    '.SH SEE ALSO',
    '.BR git (1),',
    '.BR githooks (5)',
  ];
  return `${lines.join('\n')}\n`;
}

function commandLines(name: (typeof COMMAND_NAMES)[number]): readonly string[] {
  const command: Command = COMMANDS[name];
  const usage = command.usage === '' ? '' : ` ${plain(command.usage)}`;
  const summary = `${command.summary.slice(0, 1).toUpperCase()}${command.summary.slice(1)}.`;
  return [
    '.TP',
    `\\fBhushkey ${name}\\fR${usage}`,
    plain(summary),
    ...command.details.flatMap((text) => ['.IP', plain(text)]),
  ];
}

function flagLines(name: (typeof FLAG_NAMES)[number]): readonly string[] {
  const flag: Flag = FLAGS[name];
  const choices = flag.type === 'choice' ? ` (${flag.choices.join(', ')})` : '';
  const commands = flag.commands === 'all' ? 'every command' : flag.commands.join(', ');
  return ['.TP', `\\fB${plain(spellFlag(name))}\\fR`, plain(`${flag.description}${choices} [${commands}]`)];
}

function paragraphs(texts: readonly string[]): readonly string[] {
  return texts.flatMap((text, i) => (i === 0 ? [text] : ['.PP', text]));
}

/** Text as troff prints it: hyphens that can be copied, no line that looks like a request. */
function plain(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('…', '...')
    .replace(/^([.'])/, '\\&$1');
}
