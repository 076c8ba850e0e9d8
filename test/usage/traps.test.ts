// Code that looks like misuse and is none. Each stays silent in every category.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the samples are code, with templates of their own.
import { describe, expect, it } from 'vitest';
import { usageRules } from '../../src/usage/index.ts';
import { expandFakes, fakeOf } from '../support/fakes.ts';

const TRAPS: readonly (readonly [string, string, string])[] = [
  [
    '1: another vendor behind the name',
    'a.js',
    "fetch('https://api.groq.com/openai/v1/chat/completions', { headers: { Authorization: `Bearer ${process.env.ANTHROPIC_API_KEY}` } });",
  ],
  [
    '2: a gateway',
    'a.py',
    'requests.post(os.environ["ANTHROPIC_BASE_URL"] + "/v1/messages", headers={"Authorization": f"Bearer {api_key}", "anthropic-version": "2023-06-01"})',
  ],
  [
    '2: an unknown address',
    'a.ts',
    "async function send(url: string, apiKey: string) {\n  // default https://api.anthropic.com\n  return fetch(url, { headers: { Authorization: `Bearer ${apiKey}`, 'anthropic-version': '2023-06-01' } });\n}",
  ],
  [
    '2: a default that can be changed',
    'a.ts',
    "class C {\n  baseUrl = 'https://api.anthropic.com';\n  constructor(options) { if (options.baseUrl) this.baseUrl = options.baseUrl; }\n  send() { return fetch(`${this.baseUrl}/v1/messages`, { headers: { Authorization: `Bearer ${this.apiKey}`, 'anthropic-version': '2023-06-01' } }); }\n}",
  ],
  [
    '3: the compatible endpoint',
    'a.js',
    "const BASE = 'https://api.anthropic.com/v1';\nfetch(`${BASE}/chat/completions`, { headers: { Authorization: `Bearer ${apiKey}` } });\nfetch(`${BASE}/messages`, { headers: { 'x-api-key': apiKey, 'anthropic-version': '2023-06-01' } });",
  ],
  [
    '3: OAuth',
    'a.ts',
    "fetch('https://api.anthropic.com/api/oauth/usage', { headers: { Authorization: `Bearer ${apiKey}`, 'anthropic-beta': 'oauth-2025-04-20' } });",
  ],
  [
    '3: an auth token',
    'a.js',
    "fetch('https://api.anthropic.com/v1/messages', { headers: { Authorization: `Bearer ${process.env.ANTHROPIC_AUTH_TOKEN}`, 'anthropic-version': '2023-06-01' } });",
  ],
  [
    '4: both branches',
    'a.ts',
    "function headers(key: string) {\n  if (key.startsWith('sk-ant-oat')) return { Authorization: `Bearer ${key}`, 'anthropic-version': '2023-06-01' };\n  return { 'x-api-key': key, 'anthropic-version': '2023-06-01' };\n}\nfetch('https://api.anthropic.com/v1/messages', { headers: headers(apiKey) });",
  ],
  [
    '4: a switch over providers',
    'a.ts',
    "function build(provider: string, apiKey: string) {\n  switch (provider) {\n    case 'anthropic': return { url: 'https://api.anthropic.com/v1/messages', headers: { 'x-api-key': apiKey, 'anthropic-version': '2023-06-01' } };\n    default: return { url: 'https://api.openai.com/v1', headers: { Authorization: `Bearer ${apiKey}` } };\n  }\n}",
  ],
  [
    '4: a ternary',
    'a.ts',
    "const headers = isAnthropic ? { 'x-api-key': apiKey, 'anthropic-version': '2023-06-01' } : { Authorization: `Bearer ${apiKey}` };\nconst url = isAnthropic ? 'https://api.anthropic.com/v1/messages' : 'https://api.openai.com/v1/chat/completions';\nfetch(url, { headers });",
  ],
  [
    '4: a table of providers',
    'a.js',
    "const PROVIDERS = [\n  { name: 'openai', headers: (apiKey) => ({ Authorization: `Bearer ${apiKey}` }) },\n  { name: 'anthropic', url: 'https://api.anthropic.com/v1/messages', headers: (apiKey) => ({ 'x-api-key': apiKey, 'anthropic-version': '2023-06-01' }) },\n];",
  ],
  [
    '4: a table by name',
    'a.py',
    'PROVIDERS = {\n    "openai": {"headers": {"Authorization": f"Bearer {api_key}"}},\n    "anthropic": {"url": "https://api.anthropic.com/v1/messages"},\n}\n',
  ],
  [
    '5: a gateway that turns x-api-key into Bearer',
    'a.ts',
    "app.post('/v1/messages', (req, res) => {\n  // like https://api.anthropic.com/v1/messages\n  const apiKey = req.headers['x-api-key'];\n  return fetch(UPSTREAM, { headers: { Authorization: `Bearer ${apiKey}` } });\n});",
  ],
  [
    '6: a neighbour',
    'a.js',
    "const a = await fetch('https://api.deepseek.com/chat', { headers: { Authorization: `Bearer ${apiKey}` } });\nconst b = await fetch('https://api.anthropic.com/v1/messages', { headers: { 'x-api-key': apiKey, 'anthropic-version': '2023-06-01' } });",
  ],
  [
    '6: a neighbour command',
    'a.sh',
    'curl https://api.openai.com/v1/models -H "Authorization: Bearer $API_KEY"\ncurl https://api.anthropic.com/v1/models -H "x-api-key: $API_KEY" -H "anthropic-version: 2023-06-01"\n',
  ],
  [
    '6: the host elsewhere in the file',
    'a.ts',
    "const URL = 'https://api.anthropic.com/v1/messages';\nexport const headers = { Authorization: `Bearer ${apiKey}` };\nexport const ask = () => fetch(URL, { headers: own() });",
  ],
  [
    '6: a helper that takes any address',
    'a.ts',
    "const URL = 'https://api.anthropic.com/v1/messages';\nexport const send = (path: string, apiKey: string) => client.send(path, { headers: { Authorization: `Bearer ${apiKey}` } });",
  ],
  [
    'version: set on the defaults later',
    'a.ts',
    "const api = axios.create({ baseURL: 'https://api.anthropic.com', headers: { 'x-api-key': apiKey } });\napi.defaults.headers.common['anthropic-version'] = '2023-06-01';",
  ],
  [
    'version: a proxy that hands headers on',
    'a.ts',
    "const headers = new Headers(request.headers);\nheaders.set('x-api-key', env.KEY);\nreturn fetch('https://api.anthropic.com/v1/messages', { headers });",
  ],
  [
    'version: a computed name',
    'a.ts',
    "fetch('https://api.anthropic.com/v1/messages', { headers: { 'x-api-key': key, [VERSION]: '2023-06-01' } });",
  ],
  [
    '7: a test',
    'test/a.test.ts',
    "fetch('https://api.anthropic.com/v1/messages', { headers: { Authorization: `Bearer ${apiKey}` } });",
  ],
  [
    '7: a comment',
    'a.js',
    "// fetch('https://api.anthropic.com/v1/messages', { headers: { Authorization: `Bearer ${apiKey}` } });\n/* use x-api-key instead of Bearer */\n",
  ],
  [
    '7: code in a string',
    'a.js',
    "const bad = \"fetch('https://api.anthropic.com/v1/messages', { headers: { Authorization: 'Bearer ' + apiKey } })\";",
  ],
  [
    '8: another service',
    'a.js',
    "fetch('https://example.com/v1', { headers: { 'X-API-KEY': `Bearer ${apiKey}` } }); // not api.anthropic.com",
  ],
  [
    '9: a name of a secret',
    'a.ts',
    "await storage.get('anthropic-api-key'); const redact = ['authorization', 'x-api-key', 'anthropic-api-key']; // api.anthropic.com",
  ],
  [
    '10: single quotes in the shell',
    'a.sh',
    "curl https://api.anthropic.com/v1/models -H 'Authorization: Bearer $ANTHROPIC_API_KEY' -H 'anthropic-version: 2023-06-01'\n",
  ],
  [
    '11: publishable keys',
    'src/a.ts',
    'initializeApp({ apiKey: import.meta.env.VITE_FIREBASE_API_KEY });\nposthog.init(process.env.NEXT_PUBLIC_POSTHOG_KEY);\nconst map = process.env.NEXT_PUBLIC_GOOGLE_MAPS_API_KEY;\nSentry.init({ dsn: import.meta.env.VITE_SENTRY_DSN });',
  ],
  [
    '11: presence checks',
    'src/a.tsx',
    "const has = Boolean(import.meta.env.VITE_OPENAI_API_KEY);\nif (!process.env.NEXT_PUBLIC_OPENAI_API_KEY) throw new Error('no');\nconst label = process.env.NEXT_PUBLIC_OPENAI_API_KEY ? 'set' : 'missing';",
  ],
  [
    '11: names about tokens',
    'src/a.ts',
    'const n = [process.env.NEXT_PUBLIC_OPENAI_MAX_TOKENS, process.env.NEXT_PUBLIC_CLAUDE_COST_PER_TOKEN, import.meta.env.VITE_LLM_TOKEN_LIMIT];',
  ],
  [
    '11: a worker',
    'workers/a.ts',
    'export default { fetch: (r, env) => new Anthropic({ apiKey: process.env.ANTHROPIC_API_KEY, dangerouslyAllowBrowser: true }) };',
  ],
  [
    '11: a route handler',
    'app/api/chat/route.ts',
    "export async function POST() {\n  return fetch('https://api.anthropic.com/v1/messages', { headers: { 'x-api-key': process.env.ANTHROPIC_API_KEY, 'anthropic-version': '2023-06-01' } });\n}",
  ],
  [
    '11: a library that sets the flag',
    'a.ts',
    'export class ChatAnthropic {\n  createClient(options) { return new Anthropic({ ...options, dangerouslyAllowBrowser: true }); }\n}',
  ],
  [
    '11: a command line that sets the header',
    'a.ts',
    "const headers = { ...this.authHeaders(), 'anthropic-dangerous-direct-browser-access': 'true' };",
  ],
  [
    '11: a library that makes clients for others',
    'a.ts',
    'export function createClient(model: Model, apiKey: string) {\n  return new Anthropic({ apiKey, baseURL: model.baseUrl, dangerouslyAllowBrowser: true, defaultHeaders: model.headers });\n}',
  ],
  [
    '11: a page rendered on the server',
    'app/page.tsx',
    "import { cache } from 'react';\nexport default async function Page() {\n  const r = await fetch('https://api.anthropic.com/v1/messages', { headers: { 'x-api-key': process.env.ANTHROPIC_API_KEY!, 'anthropic-version': '2023-06-01' } });\n  return <p>Don't {r.status}</p>;\n}",
  ],
  [
    '3: an OpenAI client with a base address',
    'a.ts',
    "createOpenAICompatible({ name: 'anthropic', baseURL: 'https://api.anthropic.com/v1', headers: { Authorization: `Bearer ${process.env.ANTHROPIC_API_KEY}` } });",
  ],
  [
    '11: documentation',
    'README.md',
    'Never do this:\n```ts\nnew Anthropic({ apiKey: process.env.NEXT_PUBLIC_ANTHROPIC_API_KEY, dangerouslyAllowBrowser: true });\n```\n',
  ],
  [
    '12: placeholders',
    'a.md',
    '```bash\ncurl https://api.anthropic.com/v1/messages -H "Authorization: Bearer sk-ant-api03-xxxx" -H "anthropic-version: 2023-06-01"\ncurl https://api.anthropic.com/v1/messages -H "Authorization: Bearer <key>" -H "anthropic-version: 2023-06-01"\n```\n',
  ],
];

describe('traps', () => {
  it.each(TRAPS)('%s', (_name, path, text) => {
    const found = usageRules.flatMap((rule) =>
      [...rule.find({ path, text: expandFakes(text) })].map((match) => `${rule.id}: ${match.message}`),
    );
    expect(found).toEqual([]);
  });

  it('an OAuth token as Bearer is right', () => {
    const text = `const t = '${fakeOf('anthropic-api-key', 1).replace('api03', 'oat01')}';\nfetch('https://api.anthropic.com/v1/messages', { headers: { Authorization: \`Bearer \${t}\`, 'anthropic-version': '2023-06-01' } });`;
    expect(usageRules.flatMap((rule) => [...rule.find({ path: 'a.js', text })])).toEqual([]);
  });
});

describe('the code of a match', () => {
  it('does not change with the layout', () => {
    const text =
      "fetch('https://api.anthropic.com/v1/messages', { headers: { Authorization: `Bearer ${apiKey}`, 'anthropic-version': '2023-06-01' } });";
    const codes = [text, `\n\n  ${text.replace('Authorization: ', 'Authorization:\n      ')}`].map((code) =>
      usageRules.flatMap((rule) => [...rule.find({ path: 'a.js', text: code })].map((match) => match.code)),
    );
    expect(codes[0]).toHaveLength(1);
    expect(codes[0]).toEqual(codes[1]);
  });
});
