// What prints or logs in each language, as data: names of loggers and printers, and the shape of such a call. An exception's
// message counts as well, and what a monitor is told: both end in a log.
import type { Holes } from './operand-texts.ts';

export interface Shape {
  readonly holes: Holes;
  /** Up to and with the bracket, or the blank after a word that takes its arguments without one. */
  readonly call: RegExp;
  /** The same, of exceptions. */
  readonly fails?: RegExp;
}

const LEVELS = 'trace|debug|info|warn|warning|error|fatal|log|verbose|silly|notice|success|critical|exception';
export const LOGGER = /^(?:.*logger|_?log|logging|winston|pino|consola|signale|console)$/i;
export const LEVEL = new RegExp(
  `^(?:${LEVELS}|step|message|note|outro|dir|table|print|bind|child|contextualize|setContext|addContext|setBindings)$`,
);
/** What an editor shows its user of an extension. */
export const CHANNEL = /^(?:\w{0,20}(?:output|channel)\.append(?:Line)?|\w{0,20}out\.appendLine)$/i;
export const PRINTERS: Readonly<Record<string, RegExp>> = {
  script:
    /^(?:debug|log|\$inspect|process\.stdout\.write|process\.stderr\.write|\w{0,20}[lL]og(?:File|Stream)\.write|core\.(?:info|debug|notice|warning|error|setFailed)|this\.(?:log|warn|debug)|(?:spinner|ora|spin|s)\.(?:start|stop|message|succeed|fail|info|warn)|(?:p|clack|prompts)\.(?:note|intro|outro|cancel)|[sS]entry\.(?:captureMessage|captureException|addBreadcrumb|set(?:Context|Tags?|Extras?|User))|scope\.set(?:Context|Tags?|Extras?)|(?:\w{0,20}[sS]pan|tracer)\.(?:setTag|addTags|setAttributes?|addEvent)|analytics\.(?:track|identify)|posthog\.(?:capture|identify)|mixpanel\.track|amplitude\.(?:track|logEvent)|newrelic\.(?:addCustomAttributes?|noticeError|recordCustomEvent)|[bB]ugsnag\.(?:notify|leaveBreadcrumb|addMetadata)|[rR]ollbar\.(?:log|debug|info|warning|error|critical)|Effect\.log(?:Trace|Debug|Info|Warning|Error|Fatal)?|LogRocket\.(?:log|track|identify)|appInsights\.track\w{1,20})$/,
  python:
    /^(?:print|pprint|rprint|cprint|ic|pprint\.pprint|(?:sys|self)\.std(?:out|err)\.write|\w{0,20}log_?(?:file|f|fh)?\.write|sys\.exit|warnings\.warn|tqdm\.write|(?:click|typer)\.s?echo|st\.(?:write|text|code|info|success|warning|error|markdown|json)|sentry_sdk\.(?:set_(?:tag|extra|context|user)|capture_message|add_breadcrumb)|scope\.set_(?:tag|extra|context)|(?:\w{0,20}span)\.(?:set_attributes?|set_tag|add_event)|mlflow\.(?:log_params?|set_tags?)|wandb\.(?:log|init|config\.update)|newrelic\.agent\.add_custom_attributes?|posthog\.capture)$/,
};
const LOG = '(?:\\w{0,20}[lL]og(?:ger)?|LOG(?:GER)?)';
const JAVA_LEVELS = `${LEVELS}|fine|finer|severe|config`;
export const SHAPES: Readonly<Record<string, Shape>> = {
  go: {
    holes: 'none',
    call: /\.\s{0,20}(?:Str|Stringer|Interface|Any|WithField)\("[\w.-]{1,40}",|\b(?:fmt\.Print(?:f|ln)?|(?:zap|sugar|logrus|klog|glog|entry|\w{0,20}[lL]og(?:ger)?|\w{1,20}\.Sugar\(\))\.(?:Print|Fatal|Panic|Info|Debug|Warn|Warning|Error|Trace|Sys(?:Log|Error)|FatalLog|With(?:Fields)?)(?:f|ln|w|Context)?|\.Msgf|spew\.Dump|\w{0,20}[sS]pan\.(?:SetAttributes|AddEvent)|pp\.Print(?:f|ln)?|println|panic)\(|\bfmt\.Fprint(?:f|ln)?\(os\.Std(?:err|out),/g,
    fails: /\b(?:fmt\.Errorf|errors\.(?:New|Errorf|Wrapf?))\(/g,
  },
  java: {
    holes: 'none',
    call: new RegExp(
      `\\b(?:System\\.(?:out|err)\\.(?:print(?:ln|f)?|format)|Log\\.(?:[diwev]|wtf)|Timber\\.[diwev]|${LOG}\\.(?:${JAVA_LEVELS})[fv]?|${LOG}\\.at\\w{4,5}\\(\\)\\.(?:log|addKeyValue)|MDC\\.put)\\(`,
      'g',
    ),
    fails: /\bthrow new \w{0,40}(?:Exception|Error)\(/g,
  },
  kt: {
    holes: 'dollar',
    call: new RegExp(
      `\\b(?:println|print|echo(?=\\()|ZIO\\.log\\w{0,10}|Console\\.printLine|IO\\.println|Log\\.(?:[diwev]|wtf)|Timber\\.[diwev]|Napier\\.[diwev]|${LOG}\\.(?:${LEVELS}))(?:\\(| ?\\{)|\\b(?:println|echo) (?=["'])`,
      'g',
    ),
    fails: /\b(?:throw (?:new )?\w{0,40}(?:Exception|Error)|error)\(/g,
  },
  cs: {
    holes: 'csharp',
    call: /\b(?:Console\.(?:Error\.)?Write(?:Line)?|Debug\.(?:WriteLine|Log\w{0,12})|Trace\.(?:WriteLine|Trace\w{4,12})|AnsiConsole\.(?:MarkupLine|WriteLine)|_?\w{0,20}[lL]og(?:ger)?\.(?:Log)?(?:Trace|Debug|Information|Info|Warning|Warn|Error|Critical|Fatal|Verbose)|\w{0,20}[tT]elemetry\w{0,10}\.Track(?:Trace|Event)|[aA]ctivity\??\.SetTag)\(/g,
    fails: /\bthrow new \w{0,40}Exception\(/g,
  },
  php: {
    holes: 'php',
    call: /(?:(?<![>:$\w])info|\b(?:var_dump|var_export|print_r|error_log|log_message|(?:Yii|Craft)::(?:info|debug|warning|error|trace)|trigger_error|dd|ddd|ray|dump|printf|logger|die|exit)|\bsyslog|\bfile_put_contents(?=\([^,\n]{0,60}\.log\b)|\bLog::\w{4,9}|->(?:debug|info|notice|warning|error|critical|alert|writeln|line|comment))\(|\b(?:echo|print)\s|\bf(?:write|puts)\(\s?STD(?:ERR|OUT),/g,
    fails: /\bthrow new \\?\w{0,40}(?:Exception|Error)\(/g,
  },
  pl: {
    holes: 'perl',
    call: /\b(?:printf?|say)(?![ \t]{1,4}(?:\$\w{1,40}|\{[ \t]?\$\w{1,40}[ \t]?\}|[A-Z]{2,20}(?<!STDERR|STDOUT))[ \t]{1,4}["'$])(?:[ \t]{1,4}\{?\*?STD(?:ERR|OUT)\}?)?[ \t(]|\b(?:warn|carp)[ \t(]|->(?:trace|debug|info|warn|error|fatal)\(/g,
    fails: /\b(?:die|croak|confess)[ \t(]/g,
  },
  cpp: {
    holes: 'none',
    call: /\b(?:printf|puts|perror|NSLog|os_log|(?:fmt|std)::print(?:ln)?|spdlog::\w{4,8}|\w{0,20}[lL]og(?:ger)?(?:->|\.)(?:trace|debug|info|warn|error|critical))\(|\bfprintf\(\s?std(?:err|out),|\bsyslog\(\w{1,20},|\b(?:std::)?(?:cout|cerr|clog)\s{1,4}<<|\b(?:LOG|VLOG|DLOG)\(\w{1,20}\)\s{1,4}<<|\bq(?:Debug|Info|Warning|Critical)\(\)\s{1,4}<</g,
    fails: /\bthrow (?:std::)?\w{1,40}\(/g,
  },
  zig: { holes: 'none', call: /\b(?:std\.debug\.print|(?:std\.)?log\.\w{3,5})\(/g },
  jl: { holes: 'dollar', call: /(?:\b(?:println|print)\(|@(?:info|debug|warn|error|show)[ (])/g },
  lua: {
    holes: 'none',
    call: /\b(?:print|error|vim\.(?:notify(?:_once)?|print)|(?:kong\.)?log(?:ger)?[.:]\w{3,8}|io\.(?:write|stderr:write)|ngx\.log)\(/g,
  },
  r: { holes: 'none', call: /\b(?:print|cat|message|warning|stop)\(/g },
  rs: {
    holes: 'rust',
    call: /\b(?:e?print(?:ln)?|dbg|(?:(?:log|tracing)::)?(?:info|debug|warn|error|trace|event|log|console_log|console_error|\w{4,5}_span))!\(|\bconsole::(?:log|error|warn)_1\(/g,
    fails: /\b(?:panic|bail|anyhow|eyre|ensure|format_err|unreachable)!\(/g,
  },
  swift: {
    holes: 'swift',
    call: /\b(?:print|debugPrint|FileHandle\.standard(?:Error|Output)\.write|fputs|NSLog|dump|os_log|\w{0,20}[lL]og(?:ger)?\.(?:debug|info|notice|warning|error|critical|log|trace|fault))\(/g,
    fails: /\b(?:fatalError|preconditionFailure|assertionFailure)\(/g,
  },
  dart: {
    holes: 'dollar',
    call: /\b(?:print|debugPrint|log|(?:developer|dev)\.log|std(?:out|err)\.write(?:ln)?|Logger\(\)\.[diwevtf]|_?\w{0,20}[lL]og(?:ger)?\.(?:d|i|w|e|v|t|info|fine|finer|finest|config|warning|severe|debug|error|shout))\(/g,
    fails: /\bthrow (?:\w{0,40}(?:Exception|Error))\(/g,
  },
  ex: {
    holes: 'ruby',
    call: /\b(?:IO\.(?:puts|inspect|write|warn)|Logger\.[a-z]{4,9}|dbg)[ (]/g,
    fails: /\braise[ (]/g,
  },
  bat: { holes: 'batch', call: /^[ \t]{0,20}@?echo[ .:]/gim },
  ps1: {
    holes: 'powershell',
    call: /\bWrite-(?:Host|Output|Verbose|Debug|Warning|Information|Error|\w{0,20}Log\w{0,10}|Info|Step|Status|Message|Section|Success|Warn)\s|\[Console\]::(?:Error\.)?Write(?:Line)?\(|^[ \t]{0,40}(?:echo|throw)\s/gim,
  },
  rb: {
    holes: 'ruby',
    call: /(?:^[ \t]{0,40}|[;{|][ \t]{1,4}|\b(?:then|do|else)[ \t]{1,4})(?:puts|p|pp|print|warn|abort|say|say_status)[ (]|(?:\$std(?:out|err)|\bSTD(?:OUT|ERR))\.(?:puts|print|write)[ (]|\b(?:\w{0,20}[lL]ogger|Rails\.logger|log)\.(?:debug|info|warn|error|fatal)(?:[ (]| ?\{)/gm,
    fails: /^[ \t]{0,40}(?:raise|fail)[ (]/gm,
  },
};
/** Other names of these: extensions, and languages of fenced blocks. */
export const ALIASES: Readonly<Record<string, string>> = {
  rake: 'rb',
  ru: 'rb',
  gemspec: 'rb',
  thor: 'rb',
  phtml: 'php',
  inc: 'php',
  module: 'php',
  csx: 'cs',
  kts: 'kt',
  groovy: 'kt',
  gradle: 'kt',
  scala: 'kt',
  psm1: 'ps1',
  exs: 'ex',
  cmd: 'bat',
  pm: 'pl',
  perl: 'pl',
  c: 'cpp',
  cc: 'cpp',
  cxx: 'cpp',
  h: 'cpp',
  hpp: 'cpp',
  m: 'cpp',
  mm: 'cpp',
  cr: 'rb',
  vb: 'cs',
  kotlin: 'kt',
  csharp: 'cs',
  rust: 'rs',
  ruby: 'rb',
  powershell: 'ps1',
};

/** Quick looks: the patterns below begin at every word. */
const MAKES_LOGGER = /Logger\(|get_logger\(|\bpino\(|\bconsola\./;
const MAKES_DEBUG = /[dD]ebug(?:log)?["']?\)?\(/;
const MADE_LOGGER =
  /\b(\w{1,40})(?:\s?:[^=\n]{1,40})?\s?=\s?(?:await )?(?:new )?(?:logging\.getLogger|getLogger|structlog\.(?:get_logger|getLogger|stdlib\.get_logger)|log4js\.getLogger|bunyan\.createLogger|winston\.createLogger|createLogger|pino|consola\.(?:create|withTag)|Logger|tslog\.Logger)\(/g;
const MADE_DEBUG =
  /\b(\w{1,40})\s?=\s?(?:createDebug|[dD]ebug|(?:util\.)?debuglog|require\(["']debug["']\))\(\s?["'`]/g;

/** Names that a file gives its loggers, and its functions of the debug package. */
export function loggerNames(text: string): {
  readonly loggers: ReadonlySet<string>;
  readonly functions: ReadonlySet<string>;
} {
  const named = (pattern: RegExp, look: RegExp): ReadonlySet<string> =>
    new Set(look.test(text) ? [...text.matchAll(pattern)].map((match) => match[1] ?? '') : []);
  return { loggers: named(MADE_LOGGER, MAKES_LOGGER), functions: named(MADE_DEBUG, MAKES_DEBUG) };
}
