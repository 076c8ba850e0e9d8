// Credentials that are written to a log, language by language, and the many lines that only talk about one.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the samples are code, with templates of their own.
import { describe, expect, it } from 'vitest';
import { loggedKey } from '../../src/usage/rules/logged-key.ts';
import { malformedKey } from '../../src/usage/rules/malformed-key.ts';
import { wrongKey } from '../../src/usage/rules/wrong-key.ts';
import { cpuTime } from '../support/cpu-time.ts';
import { expandFakes } from '../support/fakes.ts';

const KEY = '{{fake anthropic-api-key 81}}';

/** Path, code, level. */
const LOGGED: readonly (readonly [string, string, 'warning' | 'error'])[] = [
  ['README.md', '```sh\necho $ANTHROPIC_API_KEY\n```', 'warning'],
  ['README.md', '```sh\necho $CEREBRAS_API_KEY\n```', 'warning'],
  ['docs/setup.md', '```sh\necho $GITHUB_TOKEN\n```', 'warning'],
  ['a.ts', 'console.log(process.env.ANTHROPIC_API_KEY);', 'warning'],
  ['a.ts', "console.log('key:', process.env['ANTHROPIC_API_KEY']);", 'warning'],
  ['a.ts', 'console.debug(`key ${process.env.ANTHROPIC_API_KEY}`);', 'warning'],
  ['a.ts', "console.error('bad key ' + anthropicApiKey);", 'warning'],
  ['a.ts', "console.log('key', process.env.OPENAI_API_KEY || 'not set');", 'warning'],
  ['a.ts', 'console.log(JSON.stringify({ model, key: process.env.ANTHROPIC_API_KEY }));', 'warning'],
  ['a.ts', 'console.log({ anthropicApiKey });', 'warning'],
  ['a.ts', "console.log(debug ? process.env.ANTHROPIC_API_KEY : '');", 'warning'],
  ['a.ts', "const apiKey = process.env.ANTHROPIC_API_KEY;\nconsole.log('using', apiKey);", 'warning'],
  ['a.ts', 'const k = process.env.ANTHROPIC_API_KEY!;\nconsole.log(k);', 'warning'],
  ['a.ts', "import Anthropic from '@anthropic-ai/sdk';\nlogger.info(`client ready with ${this.apiKey}`);", 'warning'],
  ['a.ts', "this.logger.debug('claude key', config.claudeApiKey);", 'warning'],
  ['a.ts', 'process.stdout.write(`${anthropic_api_key}\\n`);', 'warning'],
  ['a.ts', 'console.log(chalk.green(`key ${process.env.ANTHROPIC_API_KEY}`));', 'warning'],
  ['a.ts', `console.log('${KEY}');`, 'error'],
  ['a.ts', `console.log(\`using ${KEY} now\`);`, 'error'],
  ['a.ts', 'console.log(process.env);', 'error'],
  ['a.ts', "console.log('env', JSON.stringify(process.env, null, 2));", 'error'],
  ['a.ts', 'logger.info({ env: process.env });', 'error'],
  [
    'a.ts',
    "const headers = {\n  'content-type': 'application/json',\n  'x-api-key': process.env.ANTHROPIC_API_KEY,\n};\nconsole.log('headers', headers);",
    'warning',
  ],
  [
    'a.ts',
    "axios.post('https://api.anthropic.com/v1/messages', body, { headers: { 'x-api-key': key } }).catch((error) => {\n  console.error(error.config.headers);\n});",
    'warning',
  ],
  ['App.vue', '<script setup>\nconsole.log(import.meta.env.VITE_ANTHROPIC_API_KEY)\n</script>', 'warning'],
  ['a.py', 'print(os.environ["ANTHROPIC_API_KEY"])', 'warning'],
  ['a.py', 'print("key:", os.getenv("ANTHROPIC_API_KEY"))', 'warning'],
  ['a.py', 'print(f"key {anthropic_api_key}")', 'warning'],
  ['a.py', 'print(f"{anthropic_api_key=}")', 'warning'],
  ['a.py', 'print(f"key {anthropic_api_key!r:>120}")', 'warning'],
  ['a.py', 'print("key " + ANTHROPIC_API_KEY)', 'warning'],
  ['a.py', 'print("key %s" % anthropic_api_key)', 'warning'],
  ['a.py', 'print("key {}".format(anthropic_api_key))', 'warning'],
  ['a.py', 'import anthropic\nlogging.info("key %s", self.api_key)', 'warning'],
  ['a.py', 'logger.debug("key %s for %s", claude_api_key, user)', 'warning'],
  ['a.py', 'key = os.environ.get("ANTHROPIC_API_KEY")\nprint(key)', 'warning'],
  ['a.py', 'print(settings.anthropic_api_key.get_secret_value())', 'warning'],
  ['a.py', 'print(os.environ)', 'error'],
  ['a.py', 'logging.debug("env %s", dict(os.environ))', 'error'],
  ['a.py', `print("using ${KEY}")`, 'error'],
  ['a.py', 'headers = {"x-api-key": anthropic_api_key}\nlogger.debug(f"headers {headers}")', 'warning'],
  ['a.sh', 'echo $ANTHROPIC_API_KEY', 'warning'],
  ['a.sh', 'echo "key: ${ANTHROPIC_API_KEY:-none}" >&2', 'warning'],
  ['a.sh', 'printf \'key %s\\n\' "$ANTHROPIC_API_KEY"', 'warning'],
  ['a.sh', 'if [ -n "$CI" ]; then echo "key=$OPENAI_API_KEY"; fi', 'warning'],
  ['a.sh', `echo "using ${KEY}"`, 'error'],
  ['main.go', 'fmt.Println("key:", os.Getenv("ANTHROPIC_API_KEY"))', 'warning'],
  ['main.go', 'log.Printf("key %s", anthropicAPIKey)', 'warning'],
  ['main.go', 'fmt.Println(os.Environ())', 'error'],
  ['A.java', 'System.out.println("key " + System.getenv("ANTHROPIC_API_KEY"));', 'warning'],
  ['A.java', 'log.info("key {}", anthropicApiKey);', 'warning'],
  ['A.kt', 'println("key $anthropicApiKey")', 'warning'],
  ['A.kt', 'Log.d(TAG, "key ${BuildConfig.ANTHROPIC_API_KEY}")', 'warning'],
  ['A.cs', 'Console.WriteLine($"key {anthropicApiKey}");', 'warning'],
  ['A.cs', '_logger.LogInformation("key {Key}", anthropicApiKey);', 'warning'],
  ['a.php', "<?php\nerror_log('key ' . getenv('ANTHROPIC_API_KEY'));", 'warning'],
  ['a.php', '<?php\necho "key $anthropicApiKey";', 'warning'],
  ['a.php', "<?php\nvar_dump($_ENV['ANTHROPIC_API_KEY']);", 'warning'],
  ['a.rs', 'println!("key {}", anthropic_api_key);', 'warning'],
  ['a.rs', 'info!("key {anthropic_api_key}");', 'warning'],
  ['a.rs', 'println!("{}", std::env::var("ANTHROPIC_API_KEY").unwrap());', 'warning'],
  ['a.swift', 'print("key \\(anthropicApiKey)")', 'warning'],
  ['a.dart', "print('key ${dotenv.env['ANTHROPIC_API_KEY']}');", 'warning'],
  ['a.rb', 'puts ENV["ANTHROPIC_API_KEY"]', 'warning'],
  ['a.rb', 'logger.info("key #{anthropic_api_key}")', 'warning'],
];

const SILENT: readonly (readonly [string, string])[] = [
  ['a.ts', "console.log('ANTHROPIC_API_KEY is not set');"],
  ['a.ts', "console.error('Set process.env.ANTHROPIC_API_KEY first');"],
  ['a.ts', "console.log('key', process.env.ANTHROPIC_API_KEY ? 'set' : 'missing');"],
  ['a.ts', "console.log('key', anthropicApiKey ? `${anthropicApiKey.slice(0, 8)}…` : 'missing');"],
  ['a.ts', "console.log('key', process.env.ANTHROPIC_API_KEY && 'set');"],
  ['a.ts', "console.log(process.env.ANTHROPIC_API_KEY || anthropicApiKey ? 'set' : 'missing');"],
  ['a.ts', 'console.log(!!process.env.ANTHROPIC_API_KEY, Boolean(anthropicApiKey));'],
  ['a.ts', 'console.log(typeof anthropicApiKey, anthropicApiKey === undefined, anthropicApiKey?.length);'],
  ['a.ts', 'console.log(anthropicApiKey.length, anthropicApiKey.substring(0, 10), anthropicApiKey[0]);'],
  ['a.ts', 'console.log(mask(anthropicApiKey), redact(process.env.ANTHROPIC_API_KEY));'],
  ['a.ts', "console.log(anthropicApiKey.replace(/.(?=.{4})/g, '*'));"],
  ['a.ts', 'console.log(maskedAnthropicKey, anthropicKeyPreview, hasAnthropicKey, anthropicKeyId);'],
  ['a.ts', 'const anthropicKey = mask(process.env.ANTHROPIC_API_KEY);\nconsole.log(anthropicKey);'],
  ['a.ts', "const ANTHROPIC_API_KEY = 'ANTHROPIC_API_KEY';\nconsole.log(`${ANTHROPIC_API_KEY} is not set`);"],
  ['a.ts', "console.log('ANTHROPIC_API_KEY' in process.env, Object.keys(process.env));"],
  ['a.ts', 'console.log(process.env.NODE_ENV, process.env.PORT);'],
  ['a.ts', '// console.log(process.env.ANTHROPIC_API_KEY)'],
  ['a.ts', 'const code = "console.log(process.env.ANTHROPIC_API_KEY)";'],
  ['a.ts', 'console.log(errors.anthropicApiKey, labels.anthropicApiKey, STORAGE_KEYS.anthropicApiKey);'],
  ['a.ts', "console.log(t('anthropicApiKey'), translate(anthropicApiKey));"],
  ['a.ts', 'console.log(anthropicTokens, claudeTokenCount, openai.usage.totalTokens);'],
  ['a.ts', 'console.log(apiKey); // of a map service'],
  ['a.ts', 'core.setSecret(process.env.ANTHROPIC_API_KEY);\ncore.info(process.env.ANTHROPIC_API_KEY);'],
  ['a.ts', "const logger = pino({ redact: ['anthropicApiKey'] });\nlogger.info({ anthropicApiKey });"],
  ['a.ts', "const headers = { 'x-api-key': mask(anthropicApiKey) };\nconsole.log(headers);"],
  [
    'a.ts',
    "const headers = { accept: 'x' };\nfetch(url, { headers: { 'x-api-key': anthropicApiKey } });\nconsole.log(headers);",
  ],
  ['a.ts', 'Math.log(anthropicApiKey); save(anthropicApiKey); console.clear();'],
  ['a.ts', "console.log('sk-ant-api03-your-key-here');"],
  ['a.ts', 'console.log(validate(process.env.ANTHROPIC_API_KEY), await check(anthropicApiKey));'],
  ['a.ts', 'spawn(cmd, { env: process.env }); console.log(cmd);'],
  ['a.ts', "console.log(`${anthropicApiKey ? 'yes' : 'no'}`);"],
  ['a.ts', 'console.log(`${anthropicApiKey.slice(0, 13)}…${anthropicApiKey.slice(-4)}`);'],
  ['a.test.ts', 'console.log(process.env.ANTHROPIC_API_KEY);'],
  ['tests/a.py', 'print(os.environ["ANTHROPIC_API_KEY"])'],
  ['README.md', 'Verify: `echo $ANTHROPIC_API_KEY`'],
  ['a.py', 'print("ANTHROPIC_API_KEY" in os.environ)'],
  ['a.py', 'print(bool(os.environ.get("ANTHROPIC_API_KEY")), len(anthropic_api_key))'],
  ['a.py', 'print(anthropic_api_key is not None, anthropic_api_key == "", not anthropic_api_key)'],
  ['a.py', 'print(f"key {anthropic_api_key[:8]}... {anthropic_api_key[-4:]}")'],
  ['a.py', 'print(f"key {anthropic_api_key:.8}")'],
  ['a.py', 'print("key %.8s" % anthropic_api_key)'],
  ['a.py', 'print("set" if anthropic_api_key or claude_api_key else "missing")'],
  ['a.py', 'print("set" if anthropic_api_key else "missing")'],
  ['a.py', "print(f\"key: {'set' if os.getenv('ANTHROPIC_API_KEY') else 'missing'}\")"],
  ['a.py', 'print("*" * len(anthropic_api_key))'],
  ['a.py', 'print("{anthropic_api_key}")'],
  ['a.py', 'print("export ANTHROPIC_API_KEY=...")'],
  ['a.py', 'print(anthropic_api_key, file=handle)'],
  ['a.py', 'print(os.environ.get("HOME"), os.environ["PATH"])'],
  ['a.py', '# print(os.environ["ANTHROPIC_API_KEY"])'],
  ['a.py', '"""\nprint(os.environ["ANTHROPIC_API_KEY"])\n"""'],
  ['a.py', 'anthropic_api_key = redact(key)\nlogger.info(anthropic_api_key)'],
  ['a.py', 'logger.info("using the key in ANTHROPIC_API_KEY")'],
  ['a.py', 'log(anthropic_api_key)'],
  ['a.sh', 'echo "ANTHROPIC_API_KEY=$ANTHROPIC_API_KEY" >> "$GITHUB_ENV"'],
  ['a.sh', 'echo "$ANTHROPIC_API_KEY" | gh secret set ANTHROPIC_API_KEY'],
  ['a.sh', 'echo "$ANTHROPIC_API_KEY" > key.txt'],
  ['a.sh', 'key=$(echo "$ANTHROPIC_API_KEY" | tr -d " ")'],
  ['a.sh', 'sum=$(echo "$ANTHROPIC_API_KEY")'],
  ['a.sh', 'KEY=$(aws ssm get-parameter --name "/${STAGE}/key" 2>/dev/null || echo "$ANTHROPIC_API_KEY")'],
  ['a.sh', 'PREFIX=$(echo "$ANTHROPIC_API_KEY" | cut -c1-10)'],
  ['Dockerfile', 'RUN echo \'echo "$ANTHROPIC_API_KEY"\' >> /root/get-api-key.sh'],
  ['a.ts', "start({ args: ['-e', 'console.log(process.env.ANTHROPIC_API_KEY ?? \"none\")'] });"],
  ['a.sh', 'echo "key: ${ANTHROPIC_API_KEY:0:10}…"'],
  ['a.sh', 'echo "length ${#ANTHROPIC_API_KEY} ${ANTHROPIC_API_KEY:+set}"'],
  ['a.sh', "echo 'export ANTHROPIC_API_KEY=$ANTHROPIC_API_KEY'"],
  ['a.sh', 'echo "set \\$ANTHROPIC_API_KEY first"'],
  ['a.sh', 'echo "::add-mask::$ANTHROPIC_API_KEY"'],
  ['a.sh', 'get_key() {\n  echo "$ANTHROPIC_API_KEY"\n}'],
  ['api-key-helper.sh', 'echo "$ANTHROPIC_API_KEY"'],
  ['a.sh', '{\n  echo "ANTHROPIC_API_KEY=$ANTHROPIC_API_KEY"\n} > .env'],
  ['a.sh', '# echo $ANTHROPIC_API_KEY'],
  ['a.sh', 'echo "$ANTHROPIC_MODEL $ANTHROPIC_BASE_URL"'],
  ['a.sh', 'printf "%.8s" "$ANTHROPIC_API_KEY"'],
  ['a.sh', 'curl -H "x-api-key: $ANTHROPIC_API_KEY" https://api.anthropic.com/v1/models'],
  ['main.go', 'fmt.Println(len(anthropicAPIKey), anthropicAPIKey != "", anthropicAPIKey[:8])'],
  ['main.go', '// fmt.Println(os.Getenv("ANTHROPIC_API_KEY"))'],
  ['main.go', 'return fmt.Errorf("ANTHROPIC_API_KEY is not set")'],
  ['main.go', 'fmt.Fprintf(file, "key=%s", anthropicAPIKey)'],
  ['main.go', 'fmt.Printf("%T", anthropicAPIKey)'],
  ['A.java', 'System.out.println(anthropicApiKey != null ? "set" : "missing");'],
  ['A.java', 'log.info("key {}", mask(anthropicApiKey));'],
  ['A.kt', 'println("key ${anthropicApiKey.take(8)}")'],
  ['A.kt', 'println("key set: ${anthropicApiKey.isNotEmpty()}")'],
  ['A.cs', 'Console.WriteLine($"key {anthropicApiKey.Length}");'],
  ['a.php', "<?php\necho empty($anthropicApiKey) ? 'missing' : 'set';"],
  ['a.php', "<?php\necho 'key $anthropicApiKey';"],
  ['a.rs', 'println!("key set: {}", anthropic_api_key.is_some());'],
  ['a.swift', 'print("key \\(anthropicApiKey.prefix(8))")'],
  ['a.dart', "print('key \\$anthropicApiKey');"],
  ['a.rb', 'puts "set" if ENV["ANTHROPIC_API_KEY"]'],
  ['a.rb', "puts 'key #{anthropic_api_key}'"],
];

function judge(path: string, text: string) {
  return loggedKey.flatMap((rule) =>
    [...rule.find({ path, text: expandFakes(text) })].map((match) => match.level ?? rule.level),
  );
}

describe('logged', () => {
  it.each(LOGGED)('%s: %s', (path, text, level) => expect(judge(path, text)).toEqual([level]));
});

describe('not logged', () => {
  it.each(SILENT)('%s: %s', (path, text) => expect(judge(path, text)).toEqual([]));
});

describe('large files', () => {
  const hostile: readonly (readonly [string, string])[] = [
    ['a.ts', `${'console.log(a, b, anthropicTokens);'.repeat(20_000)}console.log(process.env);`],
    ['a.ts', `console.log(${'('.repeat(100_000)}anthropicApiKey`],
    ['a.ts', `console.log(${'anthropic ? '.repeat(60_000)}process.env);`],
    ['a.py', `${'print(f"{a} {b:{c}} {anthropic}");\n'.repeat(20_000)}print(os.environ)`],
    ['a.sh', `${'echo "$CLAUDE $(date)";'.repeat(30_000)}echo $ANTHROPIC_API_KEY`],
    ['a.go', `${'fmt.Println("a", anthropicKeyName);'.repeat(20_000)}fmt.Println(os.Environ())`],
    ['a.rb', `${'puts anthropic '.repeat(50_000)}\nputs ENV`],
    ['a.env', `ANTHROPIC_API_KEY=${expandFakes(KEY)} `.repeat(5_000)],
    ['a.yaml', `ANTHROPIC_API_KEY: "${expandFakes('{{fake openai-project-key 5}}')}" `.repeat(5_000)],
    ['a.json', `{${`"openai_api_key": "${expandFakes(KEY)} ",`.repeat(5_000)}}`],
  ];
  it.each(hostile.map(([path, text]) => ({ path, text, start: text.slice(0, 40) })))(
    'are read in a moment: $path $start',
    ({ path, text }) => {
      const before = cpuTime();
      for (const rule of [...loggedKey, ...malformedKey, ...wrongKey]) Array.from(rule.find({ path, text }));
      expect(cpuTime() - before).toBeLessThan(4000);
    },
  );
});
