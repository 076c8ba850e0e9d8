// What the logged-key rule says of itself, and its examples; apart from the code so that both stay readable.
import type { Rule } from '../../rule.ts';
import { KEY_PREFIXES } from './stored-keys.ts';

export const loggedDocs: Omit<Rule, 'find'> = {
  id: 'logged-key',
  category: 'logged-key',
  level: 'warning',
  summary: 'Credential written to a log',
  why: 'Logs are kept, shipped and read by more people and services than the key is meant for.',
  fix: 'Log whether the key is set, or a masked form, never the key itself.',
  references: ['https://cheatsheetseries.owasp.org/cheatsheets/Logging_Cheat_Sheet.html'],
  keywords: [
    'anthropic',
    'claude',
    'openai',
    'gemini',
    'api_key',
    'apikey',
    ...KEY_PREFIXES,
    'process.env',
    'os.environ',
    'bun.env',
    'env.toObject',
    'getenv()',
    'env::vars',
    '$_ENV',
    'GetEnvironmentVariables',
    'processInfo.environment',
    'Platform.environment',
    'ENV.to_h',
    'ENV.inspect',
    'printenv',
  ],
  examples: {
    invalid: [
      { text: 'console.log(process.env.ANTHROPIC_API_KEY);\n' },
      { text: "console.log('environment', process.env);\n", note: 'An error: it holds every credential.' },
      { path: 'a.py', text: 'print(f"using key {os.environ[\'ANTHROPIC_API_KEY\']}")\n' },
      { path: 'a.sh', text: 'echo "key: $ANTHROPIC_API_KEY"\n' },
      { path: 'main.go', text: 'fmt.Printf("key %s\\n", os.Getenv("ANTHROPIC_API_KEY"))\n' },
      {
        text: "const headers = { 'x-api-key': anthropicApiKey };\nconsole.log('request', headers);\n",
        note: 'The key goes with the headers.',
      },
    ],
    valid: [
      { text: "console.log('key', process.env.ANTHROPIC_API_KEY ? 'set' : 'missing');\n" },
      { text: 'console.log(anthropicApiKey.slice(0, 10), mask(anthropicApiKey), !!anthropicApiKey);\n' },
      { path: 'a.py', text: 'print("ANTHROPIC_API_KEY is not set", len(anthropic_api_key), anthropic_api_key[:13])\n' },
      { path: 'a.sh', text: 'echo "ANTHROPIC_API_KEY=$ANTHROPIC_API_KEY" >> .env\n', note: 'It goes to a file.' },
      { path: 'a.sh', text: 'echo "$ANTHROPIC_API_KEY" | gh secret set ANTHROPIC_API_KEY\n' },
    ],
  },
};
