// Credentials in a place that takes another, and the places where a foreign key is what is meant.
import { describe, expect, it } from 'vitest';
import { wrongKey } from '../../src/usage/rules/wrong-key.ts';
import { fakeOf } from '../support/fakes.ts';

const KEY = fakeOf('anthropic-api-key', 71);
const OTHER = fakeOf('anthropic-api-key', 80);
const ADMIN = fakeOf('anthropic-admin-key', 72);
const OAUTH = fakeOf('claude-oauth-access', 73);
const OPENAI = fakeOf('openai-project-key', 74);
const LEGACY = fakeOf('openai-legacy-key', 75);
const ROUTER = fakeOf('openrouter-api-key', 76);
const GROQ = fakeOf('groq-api-key', 77);
const XAI = fakeOf('xai-api-key', 78);
const GEMINI = fakeOf('gemini-api-key', 79);

const WRONG: readonly (readonly [string, string, string])[] = [
  ['.env', `ANTHROPIC_API_KEY=${OPENAI}`, 'vendor'],
  ['.env', `ANTHROPIC_API_KEY="${LEGACY}"`, 'vendor'],
  ['.env', `CLAUDE_API_KEY=${ROUTER}`, 'vendor'],
  ['.env', `export ANTHROPIC_API_KEY='${GROQ}'`, 'vendor'],
  ['.env', `VITE_ANTHROPIC_API_KEY=${XAI}`, 'vendor'],
  ['.env', `OPENAI_API_KEY=${KEY}`, 'vendor'],
  ['.env', `GROQ_API_KEY=${KEY}\nANTHROPIC_API_KEY=${OTHER}`, 'vendor'],
  ['run.sh', `export OPENAI_API_KEY="${KEY}"\nnode .`, 'vendor'],
  ['ci.yml', `env:\n  ANTHROPIC_API_KEY: ${OPENAI}\n`, 'vendor'],
  ['compose.yaml', `services:\n  api:\n    environment:\n      - ANTHROPIC_API_KEY=${GEMINI}\n`, 'vendor'],
  [
    'compose.yaml',
    `services:\n  gateway:\n    environment:\n      ANTHROPIC_BASE_URL: https://gateway.example\n  api:\n    environment:\n      ANTHROPIC_API_KEY: ${OPENAI}\n`,
    'vendor',
  ],
  ['Dockerfile', `ENV ANTHROPIC_API_KEY=${OPENAI}`, 'vendor'],
  ['Dockerfile', `ENV OPENAI_API_KEY ${KEY}`, 'vendor'],
  ['config.json', `{ "openaiApiKey": "${KEY}" }`, 'vendor'],
  ['config.toml', `anthropic_api_key = "${OPENAI}"`, 'vendor'],
  ['a.ts', `const anthropicApiKey = '${OPENAI}';`, 'vendor'],
  ['a.ts', `new Anthropic({ apiKey: '${ROUTER}' });`, 'vendor'],
  ['a.ts', `new OpenAI({ apiKey: '${KEY}' });`, 'vendor'],
  ['a.ts', 'const client = new Anthropic({ apiKey: process.env.OPENAI_API_KEY });', 'vendor'],
  ['a.ts', "const client = new Anthropic({ apiKey: process.env['OPENAI_API_KEY']! });", 'vendor'],
  [
    'a.ts',
    'const key = process.env.OPENAI_API_KEY;\nconst client = new Anthropic({ apiKey: key, maxRetries: 3 });',
    'vendor',
  ],
  ['a.ts', "const client = new Anthropic({ apiKey: process.env.OPENAI_API_KEY ?? '' });", 'vendor'],
  ['a.ts', 'const model = new ChatAnthropic({ anthropicApiKey: process.env.OPENAI_API_KEY });', 'vendor'],
  ['a.ts', 'const anthropic = createAnthropic({ apiKey: process.env.GEMINI_API_KEY });', 'vendor'],
  ['a.ts', 'const client = new OpenAI({ apiKey: process.env.ANTHROPIC_API_KEY });', 'vendor'],
  ['a.ts', 'const client = new OpenAI({ apiKey: process.env.CLAUDE_API_KEY });', 'vendor'],
  ['a.py', 'client = Anthropic(api_key=os.environ["OPENAI_API_KEY"])', 'vendor'],
  ['a.py', 'client = anthropic.AsyncAnthropic(\n    api_key=os.getenv("OPENAI_API_KEY"),\n)', 'vendor'],
  ['a.py', 'llm = ChatOpenAI(openai_api_key=os.environ["ANTHROPIC_API_KEY"], temperature=0)', 'vendor'],
  ['a.py', 'client = anthropic.Anthropic(api_key=settings.OPENAI_API_KEY)', 'vendor'],
  ['a.py', `os.environ["ANTHROPIC_API_KEY"] = "${OPENAI}"`, 'vendor'],
  ['.env', `ANTHROPIC_API_KEY=${ADMIN}`, 'admin'],
  ['a.ts', `const client = new Anthropic({ apiKey: '${ADMIN}' });\nclient.messages.create(body);`, 'admin'],
  [
    'a.py',
    'client = Anthropic(api_key=os.environ["ANTHROPIC_ADMIN_API_KEY"])\nclient.messages.create(model="m", max_tokens=1, messages=[])',
    'admin',
  ],
  [
    'a.js',
    "const key = process.env.ANTHROPIC_ADMIN_KEY;\nfetch('https://api.anthropic.com/v1/messages', { method: 'POST', headers: { 'x-api-key': key, 'anthropic-version': '2023-06-01' } });",
    'admin',
  ],
  [
    'a.sh',
    'curl https://api.anthropic.com/v1/messages -H "x-api-key: $ANTHROPIC_ADMIN_KEY" -H "anthropic-version: 2023-06-01"',
    'admin',
  ],
  ['.env', `ANTHROPIC_API_KEY=${OAUTH}`, 'oauth'],
  ['ci.yml', `env:\n  ANTHROPIC_API_KEY: "${OAUTH}"\n`, 'oauth'],
  ['a.ts', `new Anthropic({ apiKey: '${OAUTH}' });`, 'oauth'],
  ['a.ts', 'new Anthropic({ apiKey: process.env.CLAUDE_CODE_OAUTH_TOKEN });', 'oauth'],
];

/** Two clients side by side, of which one got the other's key. */
const MIXED =
  'class Chat {\n  constructor() {\n    this.openai = new OpenAI({ apiKey: process.env.OPENAI_API_KEY });\n    this.anthropic = new Anthropic({ apiKey: process.env.OPENAI_API_KEY });\n  }\n}';

const RIGHT: readonly (readonly [string, string])[] = [
  ['.env', `ANTHROPIC_API_KEY=${KEY}\nOPENAI_API_KEY=${OPENAI}`],
  ['.env', `ANTHROPIC_ADMIN_KEY=${ADMIN}`],
  ['.env', `CLAUDE_CODE_OAUTH_TOKEN=${OAUTH}`],
  ['.env', `ANTHROPIC_AUTH_TOKEN=${ROUTER}`],
  ['.env', `ANTHROPIC_API_KEY=${ROUTER}\nANTHROPIC_BASE_URL=https://openrouter.ai/api`],
  ['.env', `ANTHROPIC_API_KEY=${LEGACY}\nexport ANTHROPIC_API_BASE=https://gateway.example`],
  ['.env', `OPENAI_API_KEY=${KEY}\nOPENAI_BASE_URL=https://api.anthropic.com/v1/`],
  ['.env', `OPENAI_API_KEY=${KEY}\nOPENAI_API_BASE=https://litellm.example`],
  ['.env', `# ANTHROPIC_API_KEY=${OPENAI}`],
  ['.env', 'ANTHROPIC_API_KEY=sk-proj-your-key-here'],
  ['.env', 'OPENAI_API_KEY=sk-ant-...'],
  ['.env', 'ANTHROPIC_API_KEY=$OPENAI_API_KEY'],
  ['.env', `LLM_API_KEY=${KEY}`],
  ['.env', `OPENROUTER_API_KEY=${ROUTER}`],
  ['.env', `API_KEY=${OPENAI} # anthropic`],
  ['.env', `GROQ_API_KEY=${OPENAI} # not ours to judge; anthropic`],
  ['.env.test', `ANTHROPIC_API_KEY=${KEY}`],
  ['tests/.env', `ANTHROPIC_API_KEY=${OPENAI}`],
  ['README.md', `ANTHROPIC_API_KEY=${OPENAI}`],
  [
    'compose.yaml',
    `services:\n  api:\n    environment:\n      ANTHROPIC_BASE_URL: https://openrouter.ai/api\n      ANTHROPIC_API_KEY: ${ROUTER}\n`,
  ],
  ['compose.yaml', `services:\n  api:\n    env_file: .env\n    environment:\n      - ANTHROPIC_API_KEY=${ROUTER}\n`],
  ['ci.yml', 'env:\n  ANTHROPIC_API_KEY: ${{ secrets.OPENROUTER_API_KEY }}\n'],
  ['config.yaml', `models:\n  - anthropic/claude:\n      api_key: ${ROUTER}\n`],
  ['settings.json', `{ "env": { "ANTHROPIC_BASE_URL": "https://gateway.example", "ANTHROPIC_API_KEY": "${ROUTER}" } }`],
  ['a.ts', `new Anthropic({ apiKey: '${ROUTER}', baseURL: 'https://openrouter.ai/api' });`],
  ['a.ts', 'new Anthropic({ apiKey: process.env.OPENAI_API_KEY, baseURL: GATEWAY });'],
  ['a.ts', 'new Anthropic({ apiKey: process.env.OPENAI_API_KEY, ...options });'],
  ['a.ts', 'new Anthropic({ apiKey: process.env.OPENROUTER_API_KEY, baseURL: process.env.ANTHROPIC_BASE_URL });'],
  [
    'a.ts',
    'new Anthropic({ apiKey: process.env.ANTHROPIC_API_KEY });\nnew OpenAI({ apiKey: process.env.OPENAI_API_KEY });',
  ],
  ['a.ts', 'new Anthropic({ apiKey: process.env.ANTHROPIC_API_KEY || process.env.OPENAI_API_KEY });'],
  ['a.ts', 'new Anthropic({ apiKey });'],
  ['a.ts', 'new Anthropic(options);'],
  ['a.ts', 'new Anthropic({ authToken: process.env.CLAUDE_CODE_OAUTH_TOKEN });'],
  ['a.ts', "new OpenAI({ apiKey: process.env.ANTHROPIC_API_KEY, baseURL: 'https://api.anthropic.com/v1/' });"],
  ['a.ts', 'process.env.OPENAI_BASE_URL ??= GATEWAY;\nnew OpenAI({ apiKey: process.env.ANTHROPIC_API_KEY });'],
  ['a.ts', 'const make = (OPENAI_API_KEY: string) => new Anthropic({ apiKey: OPENAI_API_KEY });'],
  [
    'a.ts',
    "const apiKey = process.env.OPENAI_API_KEY;\nconst client = provider === 'anthropic' ? new Anthropic({ apiKey: apiKey }) : new OpenAI({ apiKey: apiKey });",
  ],
  [
    'a.ts',
    'const KEYS = { anthropic: process.env.ANTHROPIC_API_KEY, openai: process.env.OPENAI_API_KEY };\nnew Anthropic({ apiKey: KEYS[provider] });',
  ],
  [
    'a.ts',
    'const apiKey = useOpenai ? process.env.OPENAI_API_KEY : process.env.ANTHROPIC_API_KEY;\nnew Anthropic({ apiKey });',
  ],
  [
    'a.ts',
    "const client = PROVIDER === 'anthropic'\n  ? new Anthropic({ apiKey: process.env.ANTHROPIC_API_KEY })\n  : new Anthropic({ apiKey: process.env.OPENROUTER_API_KEY, baseURL: 'https://openrouter.ai/api' });",
  ],
  ['a.ts', 'new Anthropic({ apiKey: process.env.OCR_ANTHROPIC_API_KEY });'],
  ['a.ts', 'new Anthropic({ apiKey: process.env.ONBOARDING_LLM_API_KEY });'],
  ['a.ts', 'new AnthropicVertex({ apiKey: process.env.GOOGLE_API_KEY });'],
  ['a.ts', 'new AnthropicFoundry({ apiKey: process.env.AZURE_OPENAI_API_KEY });'],
  ['a.ts', 'function Anthropic({ apiKey = process.env.OPENAI_API_KEY }) {}'],
  ['a.ts', '// new Anthropic({ apiKey: process.env.OPENAI_API_KEY })'],
  ['a.ts', 'const code = "new Anthropic({ apiKey: process.env.OPENAI_API_KEY })";'],
  ['a.test.ts', 'new Anthropic({ apiKey: process.env.OPENAI_API_KEY });'],
  ['a.py', 'litellm.completion(model="claude", api_key=os.environ["OPENAI_API_KEY"])'],
  ['a.py', 'client = OpenAI(api_key=os.environ["ANTHROPIC_API_KEY"], base_url="https://api.anthropic.com/v1/")'],
  ['a.py', 'client = Anthropic(api_key=os.environ["OPENROUTER_API_KEY"], base_url="https://openrouter.ai/api")'],
  ['a.py', 'client = Anthropic(api_key=os.environ.get("ANTHROPIC_API_KEY"))'],
  ['a.py', 'client = Anthropic(api_key=os.environ.get("ANTHROPIC_API_KEY", os.environ.get("OPENAI_API_KEY")))'],
  [
    'a.py',
    'PROVIDERS = {\n    "anthropic": {"key": "ANTHROPIC_API_KEY"},\n    "openai": {"key": "OPENAI_API_KEY"},\n}\nclient = Anthropic(api_key=os.environ[PROVIDERS[name]["key"]])',
  ],
  [
    'a.ts',
    'const client = new Anthropic({ apiKey: process.env.ANTHROPIC_ADMIN_KEY });\nclient.get("/v1/organizations/users");',
  ],
  [
    'a.sh',
    'curl https://api.anthropic.com/v1/organizations/me -H "x-api-key: $ANTHROPIC_ADMIN_KEY" -H "anthropic-version: 2023-06-01"',
  ],
];

function ids(path: string, text: string): readonly string[] {
  return wrongKey.flatMap((rule) => [...rule.find({ path, text })].map(() => rule.id));
}

describe('wrong', () => {
  it.each(WRONG)('%s: %s', (path, text, fault) => expect(ids(path, text)).toEqual([`wrong-key-${fault}`]));

  it('one of two clients', () => expect(ids('a.ts', MIXED)).toEqual(['wrong-key-vendor']));

  it('never says the key', () => {
    for (const [path, text] of WRONG)
      for (const match of wrongKey.flatMap((rule) => [...rule.find({ path, text })]))
        expect(`${match.message} ${match.code}`).not.toMatch(/[\w-]{30,}/);
  });
});

describe('right', () => {
  it.each(RIGHT)('%s: %s', (path, text) => expect(ids(path, text)).toEqual([]));
});
