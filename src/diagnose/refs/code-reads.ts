// How each language reads an environment variable by its name: data. Group 1 is the name; `list` has several names in it.

export interface ReadPattern {
  readonly pattern: RegExp;
  /** Group 1 is a list: names of a destructuring or an import. */
  readonly list?: boolean;
  /** Group 1 is a constant of the same file that holds the name. */
  readonly constant?: boolean;
}

export interface CodeLanguage {
  readonly system: string;
  readonly patterns: readonly ReadPattern[];
}

const one = (...patterns: readonly RegExp[]): readonly ReadPattern[] => patterns.map((pattern) => ({ pattern }));

const SCRIPT: CodeLanguage = {
  system: 'JavaScript',
  patterns: [
    ...one(
      /\b(?:process|Bun)\s{0,4}\??\.\s{0,4}env\s{0,4}(?:\??\.\s{0,8}|\??\.?\[\s{0,4}["'`])([A-Za-z_]\w{1,99})/g,
      /\bimport\.meta\.env(?:\??\.|\[\s{0,4}["'`])([A-Za-z_]\w{1,99})/g,
      /\b(?:Deno|Netlify)\.env\.get\(\s{0,8}["'`]([A-Za-z_]\w{1,99})["'`]/g,
      /\b(?:env|getEnv|requireEnv|getRequiredEnv|mustGetEnv|envVar)\(\s{0,8}["'`]([A-Z][A-Z0-9_]{1,99})["'`]/g,
      /\b(?:configService|config|configs|env)\.(?:get|getOrThrow|require|has)(?:<\w{1,20}>)?\(\s{0,8}["'`]([A-Z][A-Z0-9_]{2,99})["'`]/g,
      // Bindings of workers, and modules that hand a checked environment on.
      /\benv\.([A-Z][A-Z0-9_]{2,99})\b/g,
      // Schemas of zod, envalid, joi and the like, field by field.
      /(?:^|[{,\s])([A-Z][A-Z0-9_]{3,99}):\s{0,8}(?:z|Joi|joi|v|t|y|yup|S|Schema|Type|envField|arktype)\.\w/g,
      /(?:^|[{,\s])([A-Z][A-Z0-9_]{3,99}):\s{0,8}(?:str|url|email|host|makeValidator)\(/g,
    ),
    {
      pattern: /\{([^{}]{1,800})\}\s{0,8}=\s{0,8}(?:process\.env|import\.meta\.env|Bun\.env|(?:\w{1,20}\.)?env)\b/g,
      list: true,
    },
    {
      pattern:
        /\bimport\s{0,8}\{([^{}]{1,800})\}\s{0,8}from\s{0,8}["'](?:\$env\/static\/(?:private|public)|astro:env\/(?:server|client)|@env)["']/g,
      list: true,
    },
    { pattern: /\b(?:process\.env|import\.meta\.env|Bun\.env)\[\s{0,4}([A-Za-z_$]\w{1,60})\s{0,4}\]/g, constant: true },
  ],
};

const JVM: readonly ReadPattern[] = one(
  /\bgetenv\s{0,4}(?:\(\)\s{0,4}(?:\.get\(|\[)|\()\s{0,8}"([A-Za-z_]\w{1,99})"/g,
  /\bsys\.env(?:\.get|\.getOrElse|\.apply)?\(\s{0,8}"([A-Za-z_]\w{1,99})"/g,
  /\bdotenv(?:\.get\(|\[)\s{0,8}"([A-Za-z_]\w{1,99})"/g,
  /@Value\(\s{0,8}"\\?\$\{([A-Z][A-Z0-9_]{1,99})/g,
  /\bgetProperty\(\s{0,8}"([A-Z][A-Z0-9_]{2,99})"/g,
  // Pipelines of Jenkins.
  /\benv\.([A-Z][A-Z0-9_]{2,99})\b/g,
);
const C_LIKE: readonly ReadPattern[] = one(
  /\b(?:secure_)?getenv(?:_s)?\(\s{0,8}"([A-Za-z_]\w{1,99})"/g,
  /\bqgetenv\(\s{0,8}"([A-Za-z_]\w{1,99})"/g,
);

/** By the name that the lexer gives a language, or by extension where it knows none. */
export const CODE_LANGUAGES: Readonly<Record<string, CodeLanguage>> = {
  script: SCRIPT,
  python: {
    system: 'Python',
    patterns: [
      ...one(
        /\benviron\s{0,4}(?:\[|\.(?:get|pop|setdefault)\()\s{0,8}[rbu]?["']([A-Za-z_]\w{1,99})["']/g,
        /\bgetenv\(\s{0,8}["']([A-Za-z_]\w{1,99})["']/g,
        // decouple, environs, django-environ, starlette, haystack.
        /\b(?:config|env|environ)(?:\.(?:str|get|url|read|get_value|db))?\(\s{0,8}["']([A-Z][A-Z0-9_]{1,99})["']/g,
        /\b(?:from_env_var|from_env|get_env|require_env|get_from_env)\(\s{0,8}["']([A-Z][A-Z0-9_]{1,99})["']/g,
        /\bField\([^()\n]{0,200}\b(?:env|validation_alias|alias)\s{0,4}=\s{0,4}["']([A-Z][A-Z0-9_]{1,99})["']/g,
        /\b(?:st\.secrets|userdata\.get|dbutils\.secrets\.get)[[(]\s{0,8}["']([A-Za-z_]\w{1,99})["']/g,
      ),
      { pattern: /\b(?:environ\[|environ\.get\(|getenv\()\s{0,8}([A-Za-z_]\w{1,60})\s{0,4}[\]),]/g, constant: true },
    ],
  },
  go: {
    system: 'Go',
    patterns: [
      ...one(
        /\b(?:os|syscall)\.(?:Getenv|LookupEnv)\(\s{0,8}["`]([A-Za-z_]\w{1,99})["`]/g,
        /\b(?:env|envconfig|envDefault):"([A-Z][A-Z0-9_]{1,99})[",]/g,
        /\bBindEnv\(\s{0,8}"[^"\n]{1,80}"\s{0,4},\s{0,8}"([A-Za-z_]\w{1,99})"/g,
        /\b(?:getEnv|GetEnv|mustEnv|MustGetenv|mustGetenv|viper\.GetString)\(\s{0,8}"([A-Z][A-Z0-9_]{1,99})"/g,
        /\bEnvVars?:\s{0,8}(?:\[\]string\{\s{0,8})?"([A-Z][A-Z0-9_]{1,99})"/g,
      ),
      { pattern: /\bos\.(?:Getenv|LookupEnv)\(\s{0,8}([A-Za-z_]\w{1,60})\s{0,4}\)/g, constant: true },
    ],
  },
  java: { system: 'Java', patterns: JVM },
  kotlin: { system: 'Kotlin', patterns: JVM },
  scala: { system: 'Scala', patterns: JVM },
  groovy: { system: 'Groovy', patterns: JVM },
  gradle: { system: 'Gradle', patterns: JVM },
  csharp: {
    system: 'C#',
    patterns: one(
      /\bGetEnvironmentVariable\(\s{0,8}"([A-Za-z_]\w{1,99})"/g,
      /\b[cC]onfiguration(?:\[|\.GetValue(?:<\w{1,20}>)?\()\s{0,8}"([A-Z][A-Z0-9_]{2,99})"/g,
    ),
  },
  php: {
    system: 'PHP',
    patterns: one(
      /\b(?:getenv|env|apache_getenv)\(\s{0,8}["']([A-Za-z_]\w{1,99})["']/g,
      /\$_(?:ENV|SERVER)\[\s{0,4}["']([A-Z][A-Z0-9_]{1,99})["']/g,
      /%env\((?:\w{1,20}:){0,3}([A-Z][A-Z0-9_]{1,99})\)%/g,
    ),
  },
  ruby: {
    system: 'Ruby',
    patterns: one(/\bENV(?:\[|\.(?:fetch|key\?|dig)\(?)\s{0,8}["']([A-Za-z_]\w{1,99})["']/g),
  },
  rust: {
    system: 'Rust',
    patterns: one(
      /\b(?:env|dotenvy|dotenv)::(?:var|var_os)\(\s{0,8}"([A-Za-z_]\w{1,99})"/g,
      /\b(?:option_)?env!\(\s{0,8}"([A-Za-z_]\w{1,99})"/g,
      /\benv\s{0,4}=\s{0,4}"([A-Z][A-Z0-9_]{1,99})"/g,
    ),
  },
  swift: {
    system: 'Swift',
    patterns: one(
      /\benvironment\[\s{0,4}"([A-Za-z_]\w{1,99})"/g,
      /\bgetenv\(\s{0,4}"([A-Za-z_]\w{1,99})"/g,
      /\bEnvironment\.get\(\s{0,4}"([A-Za-z_]\w{1,99})"/g,
    ),
  },
  dart: {
    system: 'Dart',
    patterns: one(
      /\benvironment\[\s{0,4}["']([A-Za-z_]\w{1,99})["']/g,
      /\bfromEnvironment\(\s{0,8}["']([A-Za-z_]\w{1,99})["']/g,
      /\b(?:dotenv|DotEnv\(\))(?:\.env\[|\.get\(|\[|\.maybeGet\()\s{0,8}["']([A-Za-z_]\w{1,99})["']/g,
      /\bEnviedField\([^()\n]{0,80}varName:\s{0,4}["']([A-Za-z_]\w{1,99})["']/g,
    ),
  },
  powershell: {
    system: 'PowerShell',
    patterns: one(
      /\$\{?env:([A-Za-z_]\w{1,99})/gi,
      /\bGetEnvironmentVariable\(\s{0,8}["']([A-Za-z_]\w{1,99})["']/g,
      /\bEnv:\\?([A-Z][A-Z0-9_]{2,99})\b/g,
    ),
  },
  shell: { system: 'shell', patterns: one(/\$(?:\{[#!]?)?([A-Z][A-Z0-9_]{2,99})\b/g) },
  fish: { system: 'shell', patterns: one(/\$([A-Z][A-Z0-9_]{2,99})\b/g) },
  ex: { system: 'Elixir', patterns: one(/\bSystem\.(?:get_env|fetch_env!?)\(?\s{0,4}"([A-Za-z_]\w{1,99})"/g) },
  lua: { system: 'Lua', patterns: one(/\bgetenv\s{0,4}\(?\s{0,4}["']([A-Za-z_]\w{1,99})["']/g) },
  pl: { system: 'Perl', patterns: one(/\$ENV\{\s{0,4}["']?([A-Za-z_]\w{1,99})/g) },
  r: { system: 'R', patterns: one(/\bSys\.getenv\(\s{0,4}["']([A-Za-z_]\w{1,99})["']/g) },
  c: { system: 'C', patterns: C_LIKE },
  cpp: { system: 'C++', patterns: C_LIKE },
  clj: { system: 'Clojure', patterns: one(/\(System\/getenv\s{1,4}"([A-Za-z_]\w{1,99})"/g) },
  hs: { system: 'Haskell', patterns: one(/\b(?:getEnv|lookupEnv)\s{1,4}"([A-Za-z_]\w{1,99})"/g) },
  jl: { system: 'Julia', patterns: one(/\bENV\[\s{0,4}"([A-Za-z_]\w{1,99})"/g) },
};

/** Extensions of languages that only the table above knows. */
export const BY_EXTENSION: Readonly<Record<string, string>> = {
  scala: 'scala',
  groovy: 'groovy',
  gradle: 'gradle',
  fish: 'fish',
  ex: 'ex',
  exs: 'ex',
  lua: 'lua',
  pl: 'pl',
  pm: 'pl',
  r: 'r',
  c: 'c',
  h: 'c',
  m: 'c',
  cc: 'cpp',
  cpp: 'cpp',
  cxx: 'cpp',
  hpp: 'cpp',
  clj: 'clj',
  hs: 'hs',
  jl: 'jl',
};

/** A client or tool that reads a variable which nobody writes down. */
export interface Implied {
  /** What calls it, up to and with the opening bracket for a constructor. */
  readonly pattern: RegExp;
  /** Arguments that give the credential in another way. */
  readonly unless?: RegExp;
  readonly names: readonly string[];
  readonly languages: RegExp;
}

const KEY_GIVEN = /\b(?:api_?key|auth_?token|credentials|access_?token)\b/i;

export const IMPLIED: readonly Implied[] = [
  {
    languages: /^(?:script|python|ruby|php)$/,
    pattern: /\b(?:new |anthropic\.|Anthropic::)?(?:Async)?(?:Anthropic|ChatAnthropic|AnthropicClient)(?:\.new)?\(/g,
    unless: KEY_GIVEN,
    names: ['ANTHROPIC_API_KEY'],
  },
  {
    languages: /^go$/,
    pattern: /\banthropic\.NewClient\(/g,
    unless: /WithAPIKey|WithAuthToken/,
    names: ['ANTHROPIC_API_KEY'],
  },
  {
    languages: /^(?:java|kotlin|scala)$/,
    pattern: /\bAnthropicOkHttpClient\.fromEnv\(/g,
    names: ['ANTHROPIC_API_KEY'],
  },
  { languages: /^csharp$/, pattern: /\bnew AnthropicClient\(/g, unless: KEY_GIVEN, names: ['ANTHROPIC_API_KEY'] },
  { languages: /^script$/, pattern: /(?<![.\w])anthropic\(\s{0,8}["'`]claude/g, names: ['ANTHROPIC_API_KEY'] },
  {
    languages: /^(?:script|python)$/,
    pattern: /\b(?:new |openai\.)?(?:Async)?(?:OpenAI|ChatOpenAI)\(/g,
    unless: KEY_GIVEN,
    names: ['OPENAI_API_KEY'],
  },
  {
    languages: /^(?:script|python)$/,
    pattern: /\b(?:new |groq\.)?(?:Async)?(?:Groq|ChatGroq)\(/g,
    unless: KEY_GIVEN,
    names: ['GROQ_API_KEY'],
  },
  {
    languages: /^python$/,
    pattern: /\bboto3\.(?:client|resource|Session)\(/g,
    unless: /aws_access_key_id|profile_name/,
    names: ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'],
  },
  {
    languages: /^shell$/,
    pattern: /^[ \t]{0,40}(?:npx (?:-y )?@anthropic-ai\/claude-code|claude)(?= )/gm,
    names: ['ANTHROPIC_API_KEY'],
  },
  { languages: /^shell$/, pattern: /^[ \t]{0,40}gh (?=\w)/gm, names: ['GH_TOKEN', 'GITHUB_TOKEN'] },
  {
    languages: /^shell$/,
    pattern: /^[ \t]{0,40}(?:npm|pnpm|yarn npm) (?:publish|ci|install)\b/gm,
    names: ['NODE_AUTH_TOKEN'],
  },
  { languages: /^shell$/, pattern: /^[ \t]{0,40}aws (?=\w)/gm, names: ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'] },
  {
    languages: /^shell$/,
    pattern: /^[ \t]{0,40}wrangler (?=\w)|^[ \t]{0,40}npx wrangler /gm,
    names: ['CLOUDFLARE_API_TOKEN'],
  },
  { languages: /^shell$/, pattern: /^[ \t]{0,40}(?:npx )?vercel (?=\w)/gm, names: ['VERCEL_TOKEN'] },
  { languages: /^shell$/, pattern: /^[ \t]{0,40}(?:npx )?netlify (?=\w)/gm, names: ['NETLIFY_AUTH_TOKEN'] },
  { languages: /^shell$/, pattern: /^[ \t]{0,40}twine upload\b/gm, names: ['TWINE_PASSWORD'] },
];
