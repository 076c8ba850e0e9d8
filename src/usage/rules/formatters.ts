// Calls that give back what they are handed, as text or wrapped: what stands in them is shown. Data of the operands.

const OF_SCRIPT = [
  'JSON\\.stringify',
  '(?:util\\.)?(?:inspect|format)',
  'String',
  'YAML\\.stringify',
  'Object\\.(?:assign|entries|fromEntries|values)',
  'structuredClone',
  '(?:new )?UR[LI]',
  'Ur[il](?:\\.|::)(?:parse|create)',
  'URI\\.create',
  'boxen',
  'dedent',
  'wrapAnsi',
  '(?:bold|dim|red|green|yellow|blue|cyan|magenta|gray|grey|white)',
  '(?:chalk|pc|kleur|colors|picocolors)(?:\\.\\w+){1,3}',
];
const OF_PYTHON = [
  'str',
  'repr',
  'dict',
  'vars',
  'list(?=\\([\\w.]{1,60}\\.(?:items|values)\\()',
  'shlex\\.join',
  '(?:click|typer)\\.style',
  '(?:termcolor\\.)?colored',
  'subprocess\\.list2cmdline',
  'json\\.dumps',
  '(?:yaml|toml|tomli_w)\\.(?:safe_dump|dump|dumps)',
  'OmegaConf\\.to_yaml',
  '(?:pprint\\.)?pformat',
  '(?:dataclasses\\.)?asdict',
  '(?:rich\\.panel\\.)?Panel(?:\\.fit)?',
];
const OF_OTHERS = [
  // Go.
  'fmt\\.Sprint(?:f|ln)?',
  '(?:json|yaml|toml)\\.Marshal(?:Indent)?',
  'string',
  'strings\\.Join',
  'zap\\.(?:String|Any|Reflect|Stringp)',
  'slog\\.(?:String|Any|Group)',
  'attribute\\.String',
  // Java, Kotlin and C#.
  '[Ss]tring\\.(?:[Ff]ormat|[Vv]alueOf|[Jj]oin|Concat)',
  '(?:Json|JsonSerializer|JsonConvert)\\.Serialize(?:Object)?',
  '\\w{0,20}(?:[mM]apper\\.writeValueAsString|[gG]son(?:\\(\\))?\\.toJson)',
  'kv',
  // PHP and Ruby.
  'sprintf',
  'print_r',
  'var_export',
  '(?:wp_)?json_encode',
  'JSON\\.(?:pretty_generate|generate|dump)',
  'Dumper',
  // Rust.
  'format!',
  '(?:serde_json|toml|serde_yaml)::to_string(?:_pretty)?',
  // Dart, Elixir, R, Terraform.
  'json\\.encode',
  'jsonEncode',
  'Jason\\.encode!',
  'paste0?',
  'glue(?:::glue)?',
  'nonsensitive',
  // Swift.
  'Data',
];
/** Calls that give their argument back, formatted. */
export const WRAPPER = new RegExp(`^(?:${[...OF_SCRIPT, ...OF_PYTHON, ...OF_OTHERS].join('|')})\\(`);
/** A literal of Go with the type before its bracket; a dictionary and a nameless object of C#. */
export const COMPOSITE =
  /^(?:\.|&?(?:(?:\w{1,20}\.)?(?:Fields|H)|map\[string\](?:any|string|interface\{\}))|new (?:Dictionary<[\w, ?<>]{1,60}>(?:\(\))?\s{0,60})?)\{/;
/** Calls on a value that still show it whole. */
export const SHOWN =
  /(?:!|\?|\.(?:trim|strip|shelljoin|toString|c_str|data|unwrap|clone|to_string|decode|get_secret_value|expose_secret|to_s|inspect|copy|unwrap_or_default|as_str|orEmpty|toLowerCase)\(\)|\.join\(\s?["'`][^"'`\n]{0,20}["'`]\s?\)|\.map\(\)$|\.(?:to_s|inspect|to_h|utf8)|\sas\s(?:string|any|String))$/;
