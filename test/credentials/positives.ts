// Secrets as people leave them in files: forms of assignment in many formats, with values drawn from a seed at run time.
import { createRandom } from '../../src/credentials/fake.ts';
import { CLASSES } from '../../src/credentials/structure.ts';

export interface Sample {
  readonly sort: string;
  readonly path: string;
  readonly text: string;
  readonly value: string;
}

type Random = () => number;

const pick = <T>(random: Random, list: readonly [T, ...T[]]): T => list[Math.floor(random() * list.length)] ?? list[0];
const drawn = (random: Random, length: number, set: string): string => {
  const members = CLASSES[set] ?? '';
  return Array.from({ length }, () => members.charAt(Math.floor(random() * members.length))).join('');
};
const base64 = (random: Random, bytes: number): string =>
  Buffer.from(Array.from({ length: bytes }, () => Math.floor(random() * 256))).toString('base64');

/** Sorts of drawn keys. */
const KEYS: Readonly<Record<string, (random: Random) => string>> = {
  'letters and digits, 20': (random) => drawn(random, 20, 'an'),
  'letters and digits, 40': (random) => drawn(random, 40, 'an'),
  'small letters and digits, 32': (random) => drawn(random, 32, 'lan'),
  'hex, 32': (random) => drawn(random, 32, 'hex'),
  'hex, 64': (random) => drawn(random, 64, 'hex'),
  'base64, 32 bytes': (random) => base64(random, 32),
  'base64url, 43': (random) => drawn(random, 43, 'b64u'),
  'vendor prefix': (random) => `${pick(random, ['nw', 'acct', 'tok', 'live'])}_${drawn(random, 32, 'an')}`,
};

const SIGNS = '!@#%^*';
const SEASONS = ['Winter', 'Autumn', 'Oslo', 'Falcon', 'Mercury', 'Granite'] as const;
const PASSWORDS: Readonly<Record<string, (random: Random) => string>> = {
  'drawn, 16': (random) => `${drawn(random, 15, 'an')}${drawn(random, 1, 'dig')}`,
  'drawn with signs, 14': (random) =>
    `${drawn(random, 6, 'an')}${pick(random, [...SIGNS] as [string])}${drawn(random, 6, 'an')}${drawn(random, 1, 'dig')}`,
  'word, year and sign': (random) =>
    `${pick(random, SEASONS)}${2015 + Math.floor(random() * 12)}${pick(random, [...SIGNS] as [string])}`,
};

/** Path and text round a value; `§` stands for it. */
const KEY_FORMS: readonly (readonly [string, string, string])[] = [
  ['JavaScript const', 'src/client.js', 'const apiKey = "§";'],
  ['TypeScript with type', 'src/client.ts', "export const API_SECRET: string = '§';"],
  ['object member', 'src/config.ts', "  clientSecret: '§',"],
  ['default for a variable', 'src/config.ts', "const secret = process.env.APP_SECRET || '§';"],
  ['setter', 'src/Main.java', 'client.setApiKey("§");'],
  ['put', 'src/Main.java', 'properties.put("auth.token", "§");'],
  ['Java constant', 'src/Keys.java', 'private static final String SECRET_KEY = "§";'],
  ['C# constant', 'src/Keys.cs', 'public const string ApiKey = "§";'],
  ['Go const', 'cmd/main.go', 'const authToken = "§"'],
  ['Go struct', 'cmd/main.go', '\tAPIKey:    "§",'],
  ['Go typed', 'cmd/main.go', 'var accessToken string = "§"'],
  ['Rust const', 'src/lib.rs', 'const API_KEY: &str = "§";'],
  ['Python', 'app/settings.py', "SECRET_KEY = '§'"],
  ['Python default', 'app/settings.py', 'token = os.environ.get("BOT_TOKEN", "§")'],
  ['Python keyword', 'app/client.py', 'client = Client(api_key="§", timeout=3)'],
  ['Python dict', 'app/client.py', 'HEADERS = {"x-api-key": "§"}'],
  ['Ruby symbol', 'config/app.rb', "  secret_key: '§',"],
  ['Ruby rocket', 'config/app.rb', "  :access_token => '§',"],
  ['PHP define', 'wp-config.php', "define('AUTH_KEY', '§');"],
  ['PHP array', 'config.php', "    'client_secret' => '§',"],
  ['PHP variable', 'config.php', '$apiSecret = "§";'],
  ['Kotlin', 'App.kt', 'val apiToken: String = "§"'],
  ['Swift', 'App.swift', 'let clientSecret = "§"'],
  ['Objective-C', 'App.m', 'NSString *apiKey = @"§";'],
  ['C macro', 'config.h', '#define API_KEY "§"'],
  ['Dart', 'lib/main.dart', "final String apiKey = '§';"],
  ['Lua', 'config.lua', 'local token = "§"'],
  ['R', 'load.R', 'api_key <- "§"'],
  ['Perl', 'run.pl', "my $secret = '§';"],
  ['Elixir', 'config/config.exs', '  secret_key_base: "§"'],
  ['Clojure', 'core.clj', '(def config {:api-key "§"})'],
  ['PowerShell', 'deploy.ps1', '$env:API_TOKEN = "§"'],
  ['shell export', 'deploy.sh', 'export SERVICE_TOKEN=§'],
  ['shell quoted', 'deploy.sh', 'CLIENT_SECRET="§"'],
  ['shell default', 'deploy.sh', 'TOKEN=${TOKEN:-§}'],
  ['env file', '.env', 'SESSION_SECRET=§'],
  ['env file, quoted', '.env.production', "APP_SECRET='§'"],
  ['properties', 'application.properties', 'service.client-secret=§'],
  ['INI', 'settings.ini', 'api_key = §'],
  ['TOML', 'config.toml', 'access_token = "§"'],
  ['YAML', 'config.yml', '  api_key: §'],
  ['YAML quoted', 'config.yaml', '  clientSecret: "§"'],
  ['JSON', 'appsettings.json', '  "ClientSecret": "§",'],
  ['JSON in JSON', 'event.json', '{"body": "{\\"apiKey\\": \\"§\\"}"}'],
  ['XML attribute', 'web.config', '<add key="ApiSecret" value="§" />'],
  ['XML element', 'settings.xml', '<clientSecret>§</clientSecret>'],
  ['Android strings', 'res/values/keys.xml', '<string name="api_key">§</string>'],
  ['plist', 'Info.plist', '<key>ApiToken</key>\n\t<string>§</string>'],
  ['HCL', 'main.tf', '  secret_key = "§"'],
  ['tfvars', 'prod.tfvars', 'api_token = "§"'],
  ['Dockerfile ENV', 'Dockerfile', 'ENV API_KEY=§'],
  ['Dockerfile ENV with blank', 'Dockerfile', 'ENV AUTH_TOKEN §'],
  ['compose list', 'docker-compose.yml', '      - JWT_SECRET=§'],
  ['compose map', 'docker-compose.yml', '      JWT_SECRET: §'],
  ['Kubernetes env', 'deploy/app.yaml', '        - name: API_TOKEN\n          value: "§"'],
  ['ECS env', 'task.json', '{ "name": "API_TOKEN", "value": "§" }'],
  ['GitHub workflow', '.github/workflows/ci.yml', '          api-token: §'],
  ['command flag', 'deploy.sh', 'northctl login --token § --quiet'],
  ['command flag, equals', 'Makefile', '\tnorthctl push --api-key=§'],
  ['arguments list', 'run.js', "spawn('northctl', ['--api-key', '§']);"],
  ['query', 'src/fetch.js', 'fetch("https://api.northwind.net/v1/items?limit=3&api_key=§");'],
  ['query in a template', 'src/fetch.ts', 'fetch(`https://api.northwind.net/v1?access_token=§&q=${q}`);'],
  ['header', 'run.http', 'X-Api-Key: §'],
  ['curl header', 'run.sh', "curl -H 'X-Auth-Token: §' https://api.northwind.net"],
  ['bearer header', 'run.sh', 'curl -H "Authorization: Bearer §" https://api.northwind.net'],
  ['bearer header in code', 'src/fetch.ts', "  headers: { Authorization: 'Bearer §' },"],
  ['bearer header, joined', 'src/fetch.py', 'headers["Authorization"] = "token §"'],
];

const PASSWORD_FORMS: readonly (readonly [string, string, string])[] = [
  ['password, JavaScript', 'src/db.js', "  password: '§',"],
  ['password, Python', 'app/db.py', 'DB_PASSWORD = "§"'],
  ['password, keyword', 'app/db.py', 'connect(host=host, user="app", passwd="§")'],
  ['password, Java', 'src/Db.java', 'dataSource.setPassword("§");'],
  ['password, C#', 'src/Db.cs', 'var smtpPassword = "§";'],
  ['password, PHP', 'config.php', "$db_pass = '§';"],
  ['password, env file', '.env', 'MYSQL_ROOT_PASSWORD=§'],
  ['password, properties', 'application.properties', 'spring.datasource.password=§'],
  ['password, YAML', 'config.yml', '  password: §'],
  ['password, JSON', 'config.json', '  "dbPassword": "§"'],
  ['password, XML', 'context.xml', '<property name="password" value="§"/>'],
  ['password, compose', 'compose.yaml', '      POSTGRES_PASSWORD: §'],
  ['password, flag', 'deploy.sh', 'northctl login --user ci --password §'],
  ['password, SQL', 'init.sql', "CREATE USER app WITH PASSWORD '§';"],
];

/** Every form with every sort of value, a few draws of each. */
export function positives(draws = 1): readonly Sample[] {
  const samples: Sample[] = [];
  const add = (forms: typeof KEY_FORMS, values: typeof KEYS): void => {
    for (const [sort, path, form] of forms) {
      for (const [kind, value] of Object.entries(values)) {
        for (let seed = 0; seed < draws; seed += 1) {
          const random = createRandom(samples.length * 31 + 7);
          const made = value(random);
          samples.push({ sort: `${sort} · ${kind}`, path, text: `${form.replace('§', () => made)}\n`, value: made });
        }
      }
    }
  };
  add(KEY_FORMS, KEYS);
  add(PASSWORD_FORMS, PASSWORDS);
  return samples;
}
