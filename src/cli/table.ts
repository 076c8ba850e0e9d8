// All commands and all flags, once: parsing, help, the README's tables and completions are made from these two tables.
import { CATEGORIES, LEVELS } from '../finding.ts';

export interface Command {
  /** What follows the name in a usage line. */
  readonly usage: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** Paragraphs for the command's own help. */
  readonly details: readonly string[];
  /** How many arguments it takes besides flags. */
  readonly min: number;
  readonly max: number;
  readonly examples: readonly string[];
  /** Words that can come first after the name, for completions. */
  readonly words?: readonly string[];
  /** True for what people do not type themselves: left out of the short list. */
  readonly internal?: boolean;
  /** True where the short list gives the name alone, so that it fits a terminal. */
  readonly minor?: boolean;
}

export const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const;

const MANY = Number.POSITIVE_INFINITY;

const EXIT_CODES = 'Exit code: 0 clean, 1 findings at or above the failing level, 2 could not finish.';

export const COMMANDS = {
  init: {
    usage: '[--agents] [--import] [--dry-run]',
    summary: 'set up this repository, once for all who clone it',
    details: [
      'Adds hushkey to the devDependencies, wires the git hooks and writes the script that arms them after each install. Says what it did; a second run changes nothing.',
      'With --agents also the settings that make Claude Code, Cursor and Codex ask before each call: one that goes round the hooks or writes a key is refused.',
      'With --import it takes over what gitleaks, detect-secrets, secretlint and trufflehog were told: rules of the project become customRules, paths an override, accepted findings entries of the baseline. It lists what has no counterpart. Without, it asks at a terminal where their files are there; these count either way.',
    ],
    min: 0,
    max: 0,
    examples: ['npx hushkey init --dry-run', 'npx hushkey init --agents'],
  },
  install: {
    usage: '',
    summary: 'arm the git hooks of this clone (the prepare script calls it)',
    details: ['Does nothing where CI is set, HUSHKEY=0 or HUSKY=0, or where there is no git.'],
    min: 0,
    max: 0,
    examples: [],
  },
  uninstall: {
    usage: '',
    summary: 'remove the hooks, the script and the dependency again',
    details: ['Removes only what init and install wrote.'],
    min: 0,
    max: 0,
    examples: [],
  },
  hook: {
    usage: '<name> [argument…]',
    summary: 'what the git hooks and the hooks of coding agents call',
    details: [
      'Names: pre-commit, pre-merge-commit, prepare-commit-msg, pre-applypatch, pre-push; HUSHKEY=0 skips them. agent: reads the call of a coding agent on standard input.',
    ],
    min: 1,
    max: MANY,
    examples: [],
    internal: true,
  },
  scan: {
    usage: '[path…] [options]',
    summary: 'scan the work tree, paths, the index, commits or stdin',
    details: [
      'Without a path: inside git the whole repository, tracked files and untracked ones that are not ignored; outside git the current folder.',
      EXIT_CODES,
    ],
    min: 0,
    max: MANY,
    examples: [
      'hushkey scan',
      'hushkey scan --staged',
      'hushkey scan --range origin/main..HEAD',
      'hushkey scan src --format sarif --output report.sarif',
    ],
  },
  ci: {
    usage: '[options]',
    summary: 'scan the commits that this CI run is about',
    details: [
      'Reads from the environment of GitHub, GitLab, Bitbucket, Azure, CircleCI, Jenkins, Buildkite, Travis, Drone, Woodpecker or TeamCity which commits are new; elsewhere: what the default branch has not, or all of HEAD. The format is that of the CI.',
      'A shallow clone without those commits is refused, with what to set.',
      EXIT_CODES,
    ],
    min: 0,
    max: 0,
    examples: ['hushkey ci', 'hushkey ci --format sarif --output hushkey.sarif'],
  },
  merge: {
    usage: '<report…> [options]',
    summary: 'join the reports of --shard runs',
    details: [
      'Takes JSON reports, or SARIF reports, not both. SARIF stays SARIF; JSON becomes any format, JSON unless told.',
      EXIT_CODES,
    ],
    min: 1,
    max: MANY,
    examples: ['hushkey merge shard-*.json --format sarif --output hushkey.sarif'],
    minor: true,
  },
  allow: {
    usage: '<id>|--last --reason "…" [--expires DATE]',
    summary: 'accept one finding, by the id that was printed with it',
    details: [
      'Writes an entry to hushkey-baseline.json. The entry holds no secret and wants committing.',
      'With --last all findings for which a hook stopped git the last time in this work tree.',
    ],
    min: 0,
    max: 1,
    examples: [
      'hushkey allow 0123456789ab --reason "made-up key of a test"',
      'hushkey allow --last --reason "made-up keys of the tests"',
    ],
  },
  baseline: {
    usage: '[prune] [--reason "…"] [--expires DATE]',
    summary: 'accept all present findings; prune drops what is not needed',
    details: [
      'Adds every finding of the work tree to hushkey-baseline.json: what is there does not count any more, what comes does. A line in .gitattributes lets git merge the file without conflicts.',
      'prune drops the entries that expired, or that match nothing in the work tree and the index. Old commits are not looked at: what hushkey scan --history finds there counts again.',
      'Exit code: 0 done, also where there was nothing to do; 2 could not finish, nothing written.',
    ],
    min: 0,
    max: 1,
    words: ['prune'],
    examples: ['hushkey baseline --reason "from before hushkey, see SEC-12"', 'hushkey baseline prune'],
  },
  fix: {
    usage: '[path…] [--yes]',
    summary: 'show the safe fixes as a diff, and apply them',
    details: [
      'Applies them with --yes, or when you say so at a terminal; else it changes nothing. A file with changes that are not staged is left alone.',
      'Exit code: 0 nothing left to fix, 1 fixes were shown and not applied, 2 could not finish.',
    ],
    min: 0,
    max: MANY,
    examples: ['hushkey fix', 'hushkey fix src --yes'],
  },
  doctor: {
    usage: '[--canary] [--fix] [--runtime [--verify]]',
    summary: 'is this set-up able to stop a key; what is broken',
    details: [
      'Checks hooks, package.json, config, environment and the settings of coding agents, and names the command that mends what is broken. In CI it checks what the team gets, not the clone.',
      'With --runtime instead: what a program started here would call the Claude API with; in any folder, and without the network, unless --verify asks the provider once.',
      'Exit code: 0 able, 1 something is broken (0 after a complete --fix), 2 could not be told.',
    ],
    min: 0,
    max: 0,
    examples: ['hushkey doctor --canary', 'hushkey doctor --fix', 'hushkey doctor --runtime --verify'],
  },
  refs: {
    usage: '[--rotate NAME] [--all]',
    summary: 'where credentials are named, and what a rotation must reach',
    details: [
      'Lists each name with its places and what they do with the value: reads, provides, forwards, stores, lists. Says which names nothing here provides, and which nothing reads. No value is shown.',
      'With --rotate the ordered checklist for one name and for all that share its value.',
      'Exit code: 0 answered, 2 could not be told, or no such name.',
    ],
    min: 0,
    max: 0,
    examples: ['hushkey refs', 'hushkey refs --rotate ANTHROPIC_API_KEY'],
  },
  recover: {
    usage: '[id|commit|kind] [--report] [--fix]',
    summary: 'what to do after a key got into the history, step by step',
    details: [
      'Without an argument for every credential in the history; else for a finding, by its id, for a commit, or for a kind such as anthropic-api-key. Tells what was pushed from what was only committed. Runs nothing that destroys: the commands are printed.',
      'With --report a note for the incident report, in Markdown. With --fix a key in the code moves to an ignored .env: the diff is shown, and applied with --yes or when you say so at a terminal.',
      'Exit code: 0 answered, 1 a fix was shown and not applied, 2 not understood.',
    ],
    min: 0,
    max: 1,
    examples: ['hushkey recover', 'hushkey recover 0123456789ab --report', 'hushkey recover --fix'],
  },
  explain: {
    usage: '[text, file or -]',
    summary: 'what an API error means, why it happens and what to do',
    details: [
      'Takes the error as you have it: a JSON body, curl output with headers, a stack trace, an error page, or just the status; as words, from a file or on standard input. In a repository it looks for the fault it suspects. Credentials in the text are never shown.',
      'Exit code: 0 answered, 2 not understood.',
    ],
    min: 0,
    max: MANY,
    examples: [
      'hushkey explain 401',
      'hushkey explain - < error.txt',
      'hushkey explain error.log --report --output report.md',
    ],
  },
  fleet: {
    usage: 'add|work|status|report|retry|drain|reset [options]',
    summary: 'scan all repositories of an organisation, on a queue in Redis',
    details: [
      'add <folder, list of clone URLs or -> puts the histories of repositories into the queue; work scans them, as many workers as you start; status tells how far they are; report joins the results. retry asks again for what was given up, drain takes out what waits, reset forgets everything.',
      'Needs Redis, and two packages that are installed for it alone: npm install bullmq@6 ioredis@5. Neither Redis nor a log ever holds a credential.',
      'Exit code of report: 0 clean, 1 findings at or above the failing level, 2 a repository is not read; of the others: 0 done, 2 could not.',
    ],
    minor: true,
    min: 1,
    max: MANY,
    words: ['add', 'work', 'status', 'report', 'retry', 'drain', 'reset'],
    examples: [
      'hushkey fleet add repositories.txt',
      'hushkey fleet work --concurrency 2 --until-empty',
      'hushkey fleet report --format html --output fleet.html',
    ],
  },
  rules: {
    usage: '[id or words] | test',
    summary: 'list the rules, explain one, search, or test your own',
    details: [
      'Words are looked for in ids, providers and summaries; a rule is listed when it has all of them.',
      'test tries the examples of the customRules in the config: each invalid one must be reported, no valid one may be; a rule needs one of each. Exit code: 0 all as they say, 1 faults, 2 no such rules or a broken config.',
    ],
    min: 0,
    max: MANY,
    words: ['test'],
    examples: ['hushkey rules', 'hushkey rules bearer-misuse', 'hushkey rules azure key', 'hushkey rules test'],
  },
  verify: {
    usage: '[--env NAME] [options]',
    summary: 'ask the provider of a key whether it works',
    details: [
      'Makes one request that costs nothing, with the key in a variable (ANTHROPIC_API_KEY unless told) or on standard input; never one on the command line. Knows the keys of Anthropic, OpenAI, Google AI, OpenRouter, Groq, Hugging Face, GitHub, npm, Slack, Stripe and AWS.',
      'Proxy variables, NODE_EXTRA_CA_CERTS, SSL_CERT_FILE and the base-URL variable of the provider are honoured.',
      'Exit code: 0 live, 1 dead or limited, 2 could not be told.',
    ],
    min: 0,
    // What stands there is refused by the command, with a reason and without repeating it.
    max: MANY,
    examples: ['hushkey verify', 'hushkey verify --env OPENAI_API_KEY', 'hushkey verify --stdin --format json'],
  },
  config: {
    usage: 'print [--format json]',
    summary: 'the effective config, with where each value came from',
    details: [
      'A value comes from a file, by its key there, from a flag, or is the default. Exit code: 0 printed, 2 the config cannot be used.',
    ],
    min: 1,
    max: 1,
    words: ['print'],
    examples: ['hushkey config print', 'hushkey config print --format json'],
    minor: true,
  },
  completions: {
    usage: 'bash|zsh|fish|powershell',
    summary: 'what your shell wants to know to complete our words',
    details: [
      'Prints a script for the shell to read at its start. bash: eval "$(hushkey completions bash)"; zsh: source <(hushkey completions zsh), after compinit; fish: hushkey completions fish | source; PowerShell: hushkey completions powershell | Out-String | Invoke-Expression.',
    ],
    min: 1,
    max: 1,
    words: SHELLS,
    examples: ['hushkey completions bash'],
    minor: true,
  },
  help: {
    usage: '[command]',
    summary: 'explain a command',
    details: [],
    min: 0,
    max: 1,
    examples: ['hushkey help scan'],
    minor: true,
  },
  version: { usage: '', summary: 'print the version', details: [], min: 0, max: 0, examples: [], minor: true },
} as const satisfies Record<string, Command>;

export type CommandName = keyof typeof COMMANDS;

interface FlagBase {
  readonly description: string;
  /** Commands that take it; `all` for every one. */
  readonly commands: readonly CommandName[] | 'all';
  readonly short?: string;
  /** Picks what is scanned: excludes other such flags and paths. */
  readonly source?: boolean;
  /** Makes sense only together with this one. */
  readonly needs?: string;
}

export type Flag = FlagBase &
  (
    | { readonly type: 'switch' }
    | { readonly type: 'text'; readonly placeholder: string; readonly repeatable?: boolean }
    | { readonly type: 'count'; readonly placeholder: string }
    | {
        readonly type: 'choice';
        readonly placeholder: string;
        readonly choices: readonly string[];
        /** The choices of commands that do not take all of them. */
        readonly only?: Partial<Record<CommandName, readonly string[]>>;
        readonly repeatable?: boolean;
      }
  );

/** What a command prints that reports on no source. */
const FOR_ANSWERS = ['pretty', 'json'] as const;

/** In the order that help prints them. */
export const FLAGS = {
  staged: { type: 'switch', source: true, description: 'the index: what a commit would hold', commands: ['scan'] },
  range: {
    type: 'text',
    placeholder: 'A..B',
    source: true,
    description: 'the commits that B has and A has not, each by itself',
    commands: ['scan'],
  },
  history: { type: 'switch', source: true, description: 'all that any ref holds or held', commands: ['scan'] },
  pack: { type: 'switch', source: true, description: 'what npm would publish of this package', commands: ['scan'] },
  stdin: { type: 'switch', source: true, description: 'standard input', commands: ['scan', 'verify'] },
  'stdin-path': {
    type: 'text',
    placeholder: 'NAME',
    needs: 'stdin',
    description: 'path to judge and report standard input under',
    commands: ['scan'],
  },
  format: {
    type: 'choice',
    placeholder: 'FORMAT',
    choices: ['pretty', 'json', 'sarif', 'github', 'gitlab', 'junit', 'codeclimate', 'rdjson', 'html'],
    only: {
      doctor: FOR_ANSWERS,
      refs: FOR_ANSWERS,
      recover: FOR_ANSWERS,
      explain: FOR_ANSWERS,
      verify: FOR_ANSWERS,
      config: FOR_ANSWERS,
      fleet: ['json', 'sarif', 'html'],
    },
    description: 'form of the report',
    commands: ['scan', 'ci', 'merge', 'doctor', 'refs', 'recover', 'explain', 'verify', 'config', 'fleet'],
  },
  output: {
    type: 'text',
    placeholder: 'FILE',
    description: 'write the report there, not to stdout',
    commands: ['scan', 'ci', 'merge', 'explain', 'doctor', 'fleet'],
  },
  level: {
    type: 'choice',
    placeholder: 'LEVEL',
    choices: LEVELS,
    description: 'lowest level that fails; default: error',
    commands: ['scan', 'ci', 'merge', 'fleet'],
  },
  rule: { type: 'text', placeholder: 'ID', repeatable: true, description: 'run this rule', commands: ['scan', 'ci'] },
  category: {
    type: 'choice',
    placeholder: 'NAME',
    choices: CATEGORIES,
    repeatable: true,
    description: 'run the rules of this category',
    commands: ['scan', 'ci'],
  },
  'no-suppressions': {
    type: 'switch',
    description: 'count every finding, for audits',
    commands: ['scan', 'ci'],
  },
  'max-bytes': {
    type: 'count',
    placeholder: 'N',
    description: 'usage rules skip larger files; default: 1048576',
    commands: ['scan', 'ci', 'config'],
  },
  verify: {
    type: 'switch',
    description: 'ask the providers of what is found whether it works; sends the credentials to them',
    commands: ['scan', 'doctor'],
  },
  shard: {
    type: 'text',
    placeholder: 'I/N',
    description: 'the Ith of N parts, for machines that share a scan; hushkey merge joins the reports',
    commands: ['scan', 'ci'],
  },
  jobs: {
    type: 'count',
    placeholder: 'N',
    description: 'threads for a tree; default: 2 from 2,000 files or 20 MB on',
    commands: ['scan'],
  },
  yes: { type: 'switch', description: 'apply without asking', commands: ['fix', 'recover'] },
  last: { type: 'switch', description: 'what the last blocked hook found', commands: ['allow'] },
  reason: { type: 'text', placeholder: 'TEXT', description: 'why it is no danger', commands: ['allow', 'baseline'] },
  expires: {
    type: 'text',
    placeholder: 'DATE',
    description: 'last day it is accepted: 2030-12-31',
    commands: ['allow', 'baseline'],
  },
  config: {
    type: 'text',
    placeholder: 'FILE',
    description: 'use this config',
    commands: ['scan', 'allow', 'baseline', 'fix', 'rules', 'ci', 'recover', 'config', 'fleet'],
  },
  baseline: {
    type: 'text',
    placeholder: 'FILE',
    description: 'use this file of accepted findings',
    commands: ['scan', 'allow', 'baseline', 'ci', 'config'],
  },
  quiet: { type: 'switch', description: 'say nothing where nothing is found', commands: ['scan', 'ci', 'merge'] },
  verbose: { type: 'switch', description: 'show notes too', commands: ['scan', 'ci', 'merge'] },
  env: { type: 'text', placeholder: 'NAME', description: 'the variable that holds the key', commands: ['verify'] },
  provider: {
    type: 'choice',
    placeholder: 'NAME',
    choices: [
      'anthropic',
      'openai',
      'google',
      'openrouter',
      'groq',
      'huggingface',
      'github',
      'npm',
      'slack',
      'stripe',
      'aws',
    ],
    description: 'whose key it is, where its shape does not say',
    commands: ['verify'],
  },
  'base-url': {
    type: 'text',
    placeholder: 'URL',
    description: 'ask there, not at the public address of the provider',
    commands: ['verify'],
  },
  timeout: {
    type: 'count',
    placeholder: 'SECONDS',
    description: 'give up after so long; default: 15',
    commands: ['verify'],
  },
  canary: { type: 'switch', description: 'prove it by a commit that must be stopped', commands: ['doctor'] },
  fix: { type: 'switch', description: 'mend what can be mended', commands: ['doctor', 'recover'] },
  rotate: {
    type: 'text',
    placeholder: 'NAME',
    description: 'the checklist for a new value of this name',
    commands: ['refs'],
  },
  all: { type: 'switch', description: 'every name, not only those of credentials', commands: ['refs'] },
  runtime: {
    type: 'switch',
    description: 'check credential, base URL, proxy, clock, files and SDK of this machine',
    commands: ['doctor'],
  },
  report: {
    type: 'switch',
    description: 'a report in Markdown: for support, of the incident; doctor: with --runtime',
    commands: ['explain', 'doctor', 'recover'],
  },
  redis: {
    type: 'text',
    placeholder: 'URL',
    description: 'redis:// or rediss:// (TLS); default: REDIS_URL',
    commands: ['fleet'],
  },
  concurrency: {
    type: 'count',
    placeholder: 'N',
    description: 'worker processes to start; default: 1',
    commands: ['fleet'],
  },
  'until-empty': { type: 'switch', description: 'end when nothing is left to do', commands: ['fleet'] },
  cache: {
    type: 'text',
    placeholder: 'FOLDER',
    description: 'where clones are kept; default: hushkey-fleet in the folder for temporary files',
    commands: ['fleet'],
  },
  'cache-bytes': {
    type: 'count',
    placeholder: 'N',
    description: 'what clones may take together; default: 20000000000',
    commands: ['fleet'],
  },
  lease: {
    type: 'count',
    placeholder: 'SECONDS',
    description: 'a worker silent for so long is taken for lost; default: 60',
    commands: ['fleet'],
  },
  agents: { type: 'switch', description: 'hold back coding agents too', commands: ['init'] },
  import: { type: 'switch', description: 'take over the files of other scanners', commands: ['init'] },
  'dry-run': { type: 'switch', description: 'only show what would change', commands: ['init'] },
  help: { type: 'switch', short: 'h', description: 'explain the command', commands: 'all' },
  version: { type: 'switch', short: 'v', description: 'print the version', commands: 'all' },
  debug: { type: 'switch', description: 'print the stack of an error too', commands: 'all' },
} as const satisfies Record<string, Flag>;

export type FlagName = keyof typeof FLAGS;

type ValueOf<F, C extends CommandName> = F extends { readonly only: Readonly<Record<C, readonly (infer V)[]>> }
  ? V
  : F extends { readonly type: 'switch' }
    ? true
    : F extends { readonly type: 'count' }
      ? number
      : F extends { readonly choices: readonly (infer C)[]; readonly repeatable: true }
        ? readonly C[]
        : F extends { readonly choices: readonly (infer C)[] }
          ? C
          : F extends { readonly repeatable: true }
            ? readonly string[]
            : string;

/** The flags of a command with their values; one that was not given is absent. */
export type FlagsOf<C extends CommandName> = {
  readonly [N in FlagName as (typeof FLAGS)[N]['commands'] extends infer L
    ? L extends 'all'
      ? N
      : L extends readonly (infer Member)[]
        ? C extends Member
          ? N
          : never
        : never
    : never]?: ValueOf<(typeof FLAGS)[N], C>;
};

export function isCommand(name: string): name is CommandName {
  return Object.hasOwn(COMMANDS, name);
}

/** Flags that a command takes, in the table's order. */
export function flagsOf(command: CommandName): readonly FlagName[] {
  return FLAG_NAMES.filter((name) => takes(command, name));
}

/** What a flag may be set to; undefined where it is free or takes no value. */
export function choicesOf(name: FlagName, command?: CommandName): readonly string[] | undefined {
  const flag: Flag = FLAGS[name];
  if (flag.type !== 'choice') return undefined;
  return (command === undefined ? undefined : flag.only?.[command]) ?? flag.choices;
}

export function takes(command: CommandName, name: FlagName): boolean {
  const commands: readonly CommandName[] | 'all' = FLAGS[name].commands;
  return commands === 'all' || commands.includes(command);
}

export const COMMAND_NAMES = Object.keys(COMMANDS) as readonly CommandName[];
export const FLAG_NAMES = Object.keys(FLAGS) as readonly FlagName[];
