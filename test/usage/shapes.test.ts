// Ways in which a key and its address meet in real code; each must be found once.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the samples are code, with templates of their own.
import { describe, expect, it } from 'vitest';
import { usageRules } from '../../src/usage/index.ts';
import { expandFakes } from '../support/fakes.ts';

const BEARER: readonly (readonly [string, string, string])[] = [
  [
    'a key in a field',
    'a.ts',
    "class Claude {\n  private apiKey: string;\n  constructor(key: string) { this.apiKey = key; }\n  async ask(body: unknown): Promise<Response> {\n    return fetch('https://api.anthropic.com/v1/messages', { method: 'POST', headers: { 'Content-Type': 'application/json', 'Authorization': `Bearer ${this.apiKey}` }, body: JSON.stringify(body) });\n  }\n}",
  ],
  [
    'a long body between',
    'a.js',
    "await axios.post('https://api.anthropic.com/v1/messages', {\n  model: 'claude',\n  messages: [{ role: 'user', content: [{ type: 'image', source: { url: 'https://example.com/a.png' } }] }],\n}, {\n  headers: { Authorization: 'Bearer ' + ANTHROPIC_API_KEY },\n});",
  ],
  [
    'one object for all',
    'a.js',
    "axios({ method: 'post', url: 'https://api.anthropic.com/v1/messages', headers: { Authorization: `Bearer ${apiKey}` } })",
  ],
  [
    'a client with a base address',
    'a.ts',
    "const http = axios.create({ baseURL: 'https://api.anthropic.com', headers: { Authorization: `Bearer ${process.env.CLAUDE_API_KEY}` } });",
  ],
  [
    'defaults set later',
    'a.ts',
    "const client = axios.create({ baseURL: 'https://api.anthropic.com' });\nfunction login(apiKey: string) { client.defaults.headers.common['Authorization'] = `Bearer ${apiKey}`; }",
  ],
  [
    'defaults set in another method',
    'a.ts',
    "class C {\n  constructor() { this.client = axios.create({ baseURL: 'https://api.anthropic.com' }); }\n  setKey(apiKey) { this.client.defaults.headers.common['Authorization'] = `Bearer ${apiKey}`; }\n}",
  ],
  [
    'constants at the top',
    'a.js',
    "const API = 'https://api.anthropic.com/v1/messages';\nconst KEY = process.env.ANTHROPIC_API_KEY;\n\nexport async function ask(prompt) {\n  const reply = await fetch(API, { method: 'POST', headers: { Authorization: `Bearer ${KEY}` }, body: prompt });\n  return reply.json();\n}",
  ],
  [
    'a base and a path',
    'a.js',
    "const BASE = 'https://api.anthropic.com';\nconst go = () => fetch(`${BASE}/v1/messages`, { headers: { Authorization: `Bearer ${apiKey}` } });",
  ],
  [
    'a Headers object',
    'a.js',
    "const h = new Headers();\nh.append('Authorization', `Bearer ${apiKey}`);\nfetch('https://api.anthropic.com/v1/messages', { headers: h });",
  ],
  [
    'a spread',
    'a.js',
    "const auth = { Authorization: `Bearer ${apiKey}` };\nfetch('https://api.anthropic.com/v1/messages', { headers: { ...auth, accept: 'x' } });",
  ],
  [
    'a host without scheme',
    'a.js',
    "const req = https.request({ hostname: 'api.anthropic.com', path: '/v1/messages', method: 'POST', headers: { 'Authorization': `Bearer ${apiKey}` } }, cb);",
  ],
  [
    'set after the object',
    'a.js',
    "async function go(key) {\n  const headers = { accept: 'x' };\n  if (apiKey) headers.Authorization = `Bearer ${apiKey}`;\n  await fetch('https://api.anthropic.com/v1/messages', { headers });\n}",
  ],
  [
    'a function that returns the headers',
    'a.ts',
    "const URL = 'https://api.anthropic.com/v1/messages';\nfunction headers(): HeadersInit {\n  return { Authorization: `Bearer ${process.env.ANTHROPIC_API_KEY}` };\n}\nexport const ask = () => fetch(URL, { headers: headers() });",
  ],
  [
    'an arrow that returns the headers',
    'a.ts',
    "const headers = (apiKey: string) => ({ Authorization: `Bearer ${apiKey}` });\nexport const ask = (k: string) => fetch('https://api.anthropic.com/v1/messages', { headers: headers(k) });",
  ],
  [
    'an XMLHttpRequest',
    'a.js',
    "const xhr = new XMLHttpRequest();\nxhr.open('POST', 'https://api.anthropic.com/v1/messages');\nxhr.setRequestHeader('Authorization', 'Bearer ' + apiKey);",
  ],
  [
    'options in two hops',
    'a.js',
    "const headers = { Authorization: `Bearer ${apiKey}` };\nconst options = { method: 'POST', headers };\nfetch('https://api.anthropic.com/v1/messages', options);",
  ],
  [
    'a Vue component',
    'a.vue',
    "<template>Don't {{ x }}</template>\n<script setup lang=\"ts\">\nawait fetch('https://api.anthropic.com/v1/messages', { headers: { Authorization: `Bearer ${apiKey}` } })\n</script>",
  ],
  [
    'a header value in a variable',
    'a.js',
    "const token = `Bearer ${process.env.ANTHROPIC_API_KEY}`;\nfetch('https://api.anthropic.com/v1/messages', { headers: { Authorization: token } });",
  ],
  [
    'JSX round it',
    'a.tsx',
    "export function A() {\n  const go = async () => {\n    await fetch('https://api.anthropic.com/v1/messages', { headers: { Authorization: `Bearer ${anthropicKey}` } });\n  };\n  return <p onClick={go}>Don't click {name} it's</p>;\n}",
  ],
  [
    'a method with two locals',
    'a.ts',
    "class E {\n  private async embed(text: string): Promise<{ n: number[] }> {\n    if (!this.anthropicApiKey) { throw new Error('no'); }\n    const url = 'https://api.anthropic.com/v1/models/x';\n    const headers = {\n      'Content-Type': 'application/json',\n      Authorization: `Bearer ${this.anthropicApiKey}`\n    };\n    const data = { input: text };\n    const response = await axios.post(url, data, { headers });\n    return response.data;\n  }\n}",
  ],
  [
    'a base with its version, and a method that returns the headers',
    'a.ts',
    "class Claude {\n  private baseUrl = 'https://api.anthropic.com/v1';\n  constructor(private readonly apiKey: string) {}\n  private headers(): Record<string, string> {\n    return { Authorization: `Bearer ${this.apiKey}`, 'content-type': 'application/json' };\n  }\n  async ask(body: unknown) {\n    return fetch(`${this.baseUrl}/messages`, { method: 'POST', headers: this.headers(), body: JSON.stringify(body) });\n  }\n}",
  ],
  [
    'a client with a base and its version',
    'a.ts',
    "const api = axios.create({ baseURL: 'https://api.anthropic.com/v1', headers: { Authorization: `Bearer ${process.env.ANTHROPIC_API_KEY}` } });\nexport const ask = (body: unknown) => api.post('/messages', body);",
  ],
  [
    'a Python session with a base and its version',
    'a.py',
    'class Claude:\n    BASE = "https://api.anthropic.com/v1"\n    def __init__(self):\n        self.session = requests.Session()\n        self.session.headers["Authorization"] = f"Bearer {os.environ.get(\'ANTHROPIC_API_KEY\')}"\n\n    def ask(self, body):\n        return self.session.post(f"{self.BASE}/messages", json=body)\n',
  ],
  [
    'a Python client',
    'a.py',
    'class Claude:\n    def __init__(self, api_key: str):\n        self.session = requests.Session()\n        self.base_url = "https://api.anthropic.com"\n        self.session.headers.update({"Authorization": f"Bearer {api_key}"})\n\n    def ask(self, body):\n        return self.session.post(f"{self.base_url}/v1/messages", json=body)\n',
  ],
  [
    'a Python stream',
    'a.py',
    'async def go(api_key):\n    async with httpx.AsyncClient() as client:\n        async with client.stream("POST", "https://api.anthropic.com/v1/messages", headers={"Authorization": f"Bearer {api_key}"}) as r:\n            pass\n',
  ],
  [
    'a Python client with a base address',
    'a.py',
    'client = httpx.Client(\n    base_url="https://api.anthropic.com",\n    headers={"Authorization": "Bearer " + ANTHROPIC_API_KEY},\n)\nclient.post("/v1/messages", json={})\n',
  ],
  [
    'a Python format call',
    'a.py',
    'API_URL = "https://api.anthropic.com/v1/messages"\n\ndef ask(prompt):\n    api_key = os.getenv("ANTHROPIC_API_KEY")\n    headers = {\n        "Authorization": "Bearer {}".format(api_key),\n        "Content-Type": "application/json",\n    }\n    response = requests.post(API_URL, headers=headers, json={"p": prompt})\n    return response.json()\n',
  ],
  [
    'Python with a percent sign',
    'a.py',
    'import urllib.request\nreq = urllib.request.Request("https://api.anthropic.com/v1/messages", headers={"Authorization": "Bearer %s" % api_key})\n',
  ],
  [
    'curl with the header first',
    'a.sh',
    'API_URL="https://api.anthropic.com/v1"\nreply=$(curl -s -X POST \\\n  --header "Authorization: Bearer ${ANTHROPIC_API_KEY}" \\\n  -d \'{"url":"https://example.com"}\' "$API_URL/messages")\n',
  ],
  [
    'curl in a Markdown fence',
    'docs/a.md',
    '# It is\n\n```bash\ncurl https://api.anthropic.com/v1/messages \\\n  -H "Authorization: Bearer $ANTHROPIC_API_KEY"\n```\n',
  ],
];

const CLIENT: readonly (readonly [string, string, string])[] = [
  ['a cast round the env', 'src/a.ts', 'const key = (import.meta as any).env.VITE_ANTHROPIC_API_KEY as string;'],
  ['an index', 'src/a.ts', "const key = process.env['EXPO_PUBLIC_OPENAI_API_KEY']!;"],
  ['a fallback', 'src/a.tsx', "const apiKey = import.meta.env.VITE_GROQ_API_KEY ?? '';"],
  [
    'a key by way of a constant',
    'src/a.ts',
    'const apiKey = import.meta.env.VITE_MODEL_SECRET;\nconst client = new OpenAI({ apiKey, dangerouslyAllowBrowser: true });',
  ],
  [
    'options in a variable',
    'src/a.ts',
    'const options = { apiKey: process.env.ANTHROPIC_API_KEY, dangerouslyAllowBrowser: true };\nexport const client = new Anthropic(options);',
  ],
  ['a wrapper without a guard', 'src/a.ts', 'const model = createAnthropic({ apiKey: import.meta.env.VITE_KEY });'],
  [
    'a literal with the flag',
    'src/a.ts',
    "const client = new Anthropic({ apiKey: '{{fake anthropic-api-key 9}}', dangerouslyAllowBrowser: true });",
  ],
  [
    'client code in src/api',
    'src/api/claude.ts',
    'export const ask = () => send(import.meta.env.VITE_ANTHROPIC_API_KEY);',
  ],
  [
    'a variable without public name in a component',
    'src/Ask.tsx',
    "'use client';\nconst go = () => fetch('https://api.anthropic.com/v1/messages', { headers: { 'x-api-key': process.env.ANTHROPIC_API_KEY } });",
  ],
  [
    'a page',
    'public/index.html',
    "<html><script>\nconst key = '{{fake anthropic-api-key 8}}';\nfetch('https://api.anthropic.com/v1/messages', { headers: { 'x-api-key': key } });\n</script></html>",
  ],
];

function ids(path: string, text: string): readonly string[] {
  return usageRules.flatMap((rule) => [...rule.find({ path, text: expandFakes(text) })].map(() => rule.id));
}

describe('bearer', () => {
  it.each(BEARER)('%s', (_name, path, text) =>
    expect(ids(path, text).filter((id) => id === 'bearer-misuse')).toEqual(['bearer-misuse']),
  );
});

describe('client side', () => {
  it.each(CLIENT)('%s', (_name, path, text) =>
    expect(ids(path, text).filter((id) => id === 'client-side-key')).toEqual(['client-side-key']),
  );
});

const OTHERS: readonly (readonly [string, string, string, readonly string[]])[] = [
  [
    'both headers and no version',
    'a.js',
    "axios.post('https://api.anthropic.com/v1/messages', body, { headers: { 'Authorization': `Bearer ${this.anthropicApiKey}`, 'x-api-key': this.anthropicApiKey } });",
    ['header-both', 'version-header-missing'],
  ],
  [
    'Bearer and a misnamed version',
    'a.js',
    "fetch('https://api.anthropic.com/v1/messages', { headers: { Authorization: `Bearer ${this.anthropicApiKey}`, 'x-api-version': '2023-06-01' } });",
    ['bearer-misuse', 'version-header-name'],
  ],
  [
    "a user's key by way of a function",
    'src/Ask.jsx',
    "import { useState } from 'react';\nconst getKey = () => localStorage.getItem('k') || '';\nasync function ask() {\n  const apiKey = getKey();\n  return fetch('https://api.anthropic.com/v1/messages', { headers: { 'x-api-key': apiKey, 'anthropic-version': '2023-06-01', 'anthropic-dangerous-direct-browser-access': 'true' } });\n}",
    ['client-side-byok'],
  ],
];

describe('more than one fault', () => {
  it.each(OTHERS)('%s', (_name, path, text, expected) => expect(ids(path, text)).toEqual(expected));
});
