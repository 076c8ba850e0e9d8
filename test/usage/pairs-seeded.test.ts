// A right call of Anthropic and a Bearer call of another vendor in one file, a thousand ways: order, distance, names,
// where address, headers and key stand, class, function or module. Seeded, so that a failure can be looked at again.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the samples are code, with templates of their own.
import { describe, expect, it } from 'vitest';
import { usageRules } from '../../src/usage/index.ts';

const NATIVE = 'https://api.anthropic.com/v1/messages';
const VENDORS = [
  'https://api.openai.com/v1/chat/completions',
  'https://api.deepseek.com/chat/completions',
  'https://openrouter.ai/api/v1/chat/completions',
  'https://llm.internal.example/v1/chat',
];
const PER_KIND = 50;
/** Of the whole thousand. */
const MOST_FALSE = 3;

type Pick = <T>(list: readonly T[]) => T;

function pickFrom(seed: number): Pick {
  let state = seed + 0x9e3779b9;
  return (list) => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5;
    const part = (state ^ (state >>> 13)) >>> 0;
    return list[part % list.length] as (typeof list)[number];
  };
}

/** Names of one call. */
interface Names {
  readonly key: string;
  readonly headers: string;
  readonly url: string;
  readonly call: string;
}

interface Kind {
  readonly path: string;
  /** `KEY`, `HDR`, `URL` and `CALL` are names; `NATIVE` and `OTHER` addresses. Statements of one function. */
  readonly claude: readonly string[];
  readonly other: readonly string[];
  /** Statements that say nothing. */
  readonly filler: readonly string[];
  readonly layouts: readonly ((first: string, second: string, names: readonly [Names, Names]) => string)[];
}

const functions =
  (open: string, close: string, before = '', after = ''): Kind['layouts'][number] =>
  (first, second, [a, b]) =>
    `${before}${open.replaceAll('CALL', a.call).replaceAll('KEY', a.key)}\n${first}\n${close}\n\n${open.replaceAll('CALL', b.call).replaceAll('KEY', b.key)}\n${second}\n${close}\n${after}`;
const together =
  (before = '', after = ''): Kind['layouts'][number] =>
  (first, second) =>
    `${before}${first}\n${second}\n${after}`;

const SCRIPT: Omit<Kind, 'path'> = {
  claude: [
    "const CALLReply = await fetch('NATIVE', { method: 'POST', headers: { 'x-api-key': KEY, 'anthropic-version': '2023-06-01' }, body });",
    "const HDR = { 'x-api-key': KEY, 'anthropic-version': '2023-06-01' };\nconst URL = 'NATIVE';\nconst CALLReply = await axios.post(URL, body, { headers: HDR });",
    "const HDR = new Headers({ 'anthropic-version': '2023-06-01' });\nHDR.set('x-api-key', KEY);\nconst CALLReply = await fetch(`NATIVE`, { method: 'POST', headers: HDR });",
    "const HDR = { 'content-type': 'application/json' };\nHDR['x-api-key'] = KEY;\nHDR['anthropic-version'] = '2023-06-01';\nconst CALLReply = await got.post('NATIVE', { headers: { ...HDR }, json: body });",
  ],
  other: [
    "const CALLReply = await fetch('OTHER', { method: 'POST', headers: { Authorization: `Bearer ${KEY}` }, body });",
    "const HDR = { Authorization: 'Bearer ' + KEY };\nconst URL = 'OTHER';\nconst CALLReply = await axios.post(URL, body, { headers: HDR });",
    "const HDR = new Headers();\nHDR.set('Authorization', `Bearer ${KEY}`);\nconst CALLReply = await fetch(`OTHER`, { method: 'POST', headers: HDR });",
    "const HDR = { 'content-type': 'application/json' };\nHDR.Authorization = `Bearer ${KEY}`;\nconst CALLReply = await got.post('OTHER', { headers: { ...HDR }, json: body });",
  ],
  filler: [
    '',
    'counter += 1;',
    "const stamp = Date.now();\nif (stamp % 2 === 0) log('even');",
    'for (const item of items) {\n  seen.add(item);\n}',
  ],
  layouts: [
    functions('export async function CALL(KEY, body) {', '}'),
    functions('const CALL = async (KEY, body) => {', '};'),
    functions('  async CALL(KEY, body) {', '  }', 'export class Both {\n', '}'),
    together('export async function both(key, apiKey, body) {\n', '}\n'),
    (first, second) =>
      `export async function one(kind, body) {\nif (kind === 'a') {\n${first}\n} else {\n${second}\n}\n}\n`,
  ],
};

const inMarkup = (open: string, close: string): Kind['layouts'] =>
  SCRIPT.layouts.map((layout) => (first, second, names) => `${open}${layout(first, second, names)}${close}`);

const PYTHON: Omit<Kind, 'path'> = {
  claude: [
    '    CALL_reply = requests.post("NATIVE", headers={"x-api-key": KEY, "anthropic-version": "2023-06-01"}, json=body)',
    '    HDR = {"x-api-key": KEY, "anthropic-version": "2023-06-01"}\n    URL = "NATIVE"\n    CALL_reply = httpx.post(URL, headers=HDR, json=body)',
    '    HDR = dict(base)\n    HDR["x-api-key"] = KEY\n    HDR["anthropic-version"] = "2023-06-01"\n    CALL_reply = session.post("NATIVE", headers=HDR)',
  ],
  other: [
    '    CALL_reply = requests.post("OTHER", headers={"Authorization": f"Bearer {KEY}"}, json=body)',
    '    HDR = {"Authorization": "Bearer " + KEY}\n    URL = "OTHER"\n    CALL_reply = httpx.post(URL, headers=HDR, json=body)',
    '    HDR = dict(base)\n    HDR["Authorization"] = "Bearer %s" % KEY\n    CALL_reply = session.post("OTHER", headers=HDR)',
  ],
  filler: ['', '    count += 1', '    for item in items:\n        seen.add(item)'],
  layouts: [
    functions('def CALL(KEY, body):', ''),
    functions('async def CALL(KEY: str, body: dict) -> dict:', '    return {}'),
    together('def both(key, api_key, body):\n'),
  ],
};

const SHELL: Omit<Kind, 'path'> = {
  claude: [
    'curl -s "NATIVE" -H "x-api-key: $KEY" -H "anthropic-version: 2023-06-01" -d @body',
    'URL=NATIVE\nCALL_reply=$(curl -s -H "x-api-key: ${KEY}" \\\n  -H "anthropic-version: 2023-06-01" "$URL")',
    'HDR=(-H "x-api-key: $KEY" -H "anthropic-version: 2023-06-01")\ncurl -s "${HDR[@]}" NATIVE',
  ],
  other: [
    'curl -s "OTHER" -H "Authorization: Bearer $KEY" -d @body',
    'URL=OTHER\nCALL_reply=$(curl -s -H "Authorization: Bearer ${KEY}" \\\n  "$URL")',
    'HDR=(-H "Authorization: Bearer $KEY")\ncurl -s "${HDR[@]}" OTHER',
  ],
  filler: ['', 'sleep 1', 'for f in *.json; do\n  test -s "$f"\ndone'],
  layouts: [functions('CALL() {', '}', '#!/usr/bin/env bash\n'), together('#!/bin/bash\nset -e\n')],
};

/** A notebook with one cell for each part. */
const notebook: Kind['layouts'][number] = (first, second) => {
  const cell = (code: string): object => ({
    cell_type: 'code',
    source: code.replace(/^ {4}/gm, '').split(/(?<=\n)/),
  });
  return JSON.stringify({ cells: [cell(first), cell(second)], nbformat: 4 }, null, 1);
};

const KINDS: readonly Kind[] = [
  { path: 'a.js', ...SCRIPT },
  { path: 'a.ts', ...SCRIPT },
  { path: 'a.tsx', ...SCRIPT },
  { path: 'server/a.vue', ...SCRIPT, layouts: inMarkup("<template><p>it's</p></template>\n<script>\n", '</script>\n') },
  { path: 'a.py', ...PYTHON },
  { path: 'a.ipynb', ...PYTHON, layouts: [notebook] },
  { path: 'a.sh', ...SHELL },
  {
    path: 'a.md',
    ...SHELL,
    layouts: [(first, second) => `# Both\n\n\`\`\`sh\n${first}\n\`\`\`\n\nIt's:\n\n\`\`\`sh\n${second}\n\`\`\`\n`],
  },
  {
    path: 'a.go',
    claude: [
      'req, err := http.NewRequest("POST", "NATIVE", body)\nif err != nil {\nreturn err\n}\nreq.Header.Set("x-api-key", KEY)\nreq.Header.Set("anthropic-version", "2023-06-01")\nsend(req)',
      'HDR := map[string]string{"x-api-key": KEY, "anthropic-version": "2023-06-01"}\npost("NATIVE", HDR)',
      'const URL = "NATIVE"\nr, _ := http.NewRequest("POST", URL, nil)\nr.Header = http.Header{"X-Api-Key": {KEY}, "Anthropic-Version": {"2023-06-01"}}',
    ],
    other: [
      'req, err := http.NewRequest("POST", "OTHER", body)\nif err != nil {\nreturn err\n}\nreq.Header.Set("Authorization", "Bearer "+KEY)\nsend(req)',
      'HDR := map[string]string{"Authorization": "Bearer " + KEY}\npost("OTHER", HDR)',
      'const URL = "OTHER"\nr, _ := http.NewRequest("POST", URL, nil)\nr.Header = http.Header{"Authorization": {fmt.Sprintf("Bearer %s", KEY)}}',
    ],
    filler: ['', 'count++', 'for _, item := range items {\nseen[item] = true\n}'],
    layouts: [
      functions('func CALL(KEY string, body io.Reader) error {', 'return nil\n}', 'package a\n'),
      functions('func (c *Client) CALL(KEY string, body io.Reader) error {', 'return nil\n}', 'package a\n'),
    ],
  },
  {
    path: 'A.java',
    claude: [
      'HttpRequest HDR = HttpRequest.newBuilder().uri(URI.create("NATIVE"))\n.header("x-api-key", KEY).header("anthropic-version", "2023-06-01").build();',
      'Map<String, String> HDR = new HashMap<>();\nHDR.put("x-api-key", KEY);\nHDR.put("anthropic-version", "2023-06-01");\npost("NATIVE", HDR);',
    ],
    other: [
      'HttpRequest HDR = HttpRequest.newBuilder().uri(URI.create("OTHER"))\n.header("Authorization", "Bearer " + KEY).build();',
      'Map<String, String> HDR = new HashMap<>();\nHDR.put("Authorization", "Bearer " + KEY);\npost("OTHER", HDR);',
    ],
    filler: ['', 'count += 1;', 'for (String item : items) {\nseen.add(item);\n}'],
    layouts: [
      functions('void CALL(String KEY) throws Exception {', '}', 'class A {\n', '}\n'),
      together('class A { void both(String key, String apiKey) {\n', '} }\n'),
    ],
  },
  {
    path: 'a.kt',
    claude: [
      'val HDR = Request.Builder().url("NATIVE")\n.addHeader("x-api-key", KEY)\n.addHeader("anthropic-version", "2023-06-01").build()',
      'val HDR = client.post("NATIVE") {\nheader("x-api-key", KEY)\nheader("anthropic-version", "2023-06-01")\n}',
      'val HDR = mapOf("x-api-key" to KEY, "anthropic-version" to "2023-06-01")\npost("NATIVE", HDR)',
    ],
    other: [
      'val HDR = Request.Builder().url("OTHER")\n.addHeader("Authorization", "Bearer $KEY").build()',
      'val HDR = client.post("OTHER") {\nheader("Authorization", "Bearer ${KEY}")\n}',
      'val HDR = mapOf("Authorization" to "Bearer $KEY")\npost("OTHER", HDR)',
    ],
    filler: ['', 'count += 1', 'items.forEach { item ->\nseen.add(item)\n}'],
    layouts: [
      functions('suspend fun CALL(KEY: String) {', '}'),
      functions('fun CALL(KEY: String): Unit {', '}', 'class A(val client: HttpClient) {\n', '}\n'),
    ],
  },
  {
    path: 'A.cs',
    claude: [
      'var HDR = new HttpRequestMessage(HttpMethod.Post, "NATIVE");\nHDR.Headers.Add("x-api-key", KEY);\nHDR.Headers.Add("anthropic-version", "2023-06-01");',
      'services.AddHttpClient("CALL", client =>\n{\nclient.BaseAddress = new Uri("https://api.anthropic.com");\nclient.DefaultRequestHeaders.Add("x-api-key", KEY);\nclient.DefaultRequestHeaders.Add("anthropic-version", "2023-06-01");\n});',
    ],
    other: [
      'var HDR = new HttpRequestMessage(HttpMethod.Post, "OTHER");\nHDR.Headers.Authorization = new AuthenticationHeaderValue("Bearer", KEY);',
      'services.AddHttpClient("CALL", client =>\n{\nclient.BaseAddress = new Uri("OTHER");\nclient.DefaultRequestHeaders.Add("Authorization", $"Bearer {KEY}");\n});',
    ],
    filler: ['', 'count += 1;', 'foreach (var item in items)\n{\nseen.Add(item);\n}'],
    layouts: [
      functions('public async Task CALL(string KEY) {', '}', 'public class A {\n', '}\n'),
      together('class A { void Both(string key, string apiKey) {\n', '} }\n'),
    ],
  },
  {
    path: 'a.php',
    claude: [
      "$CALL = Http::withHeaders(['x-api-key' => $KEY, 'anthropic-version' => '2023-06-01'])->post('NATIVE', $body);",
      "$HDR = ['x-api-key: ' . $KEY, 'anthropic-version: 2023-06-01'];\n$CALL = curl_init('NATIVE');\ncurl_setopt($CALL, CURLOPT_HTTPHEADER, $HDR);",
    ],
    other: [
      "$CALL = Http::withToken($KEY)->post('OTHER', $body);",
      '$HDR = ["Authorization: Bearer $KEY"];\n$CALL = curl_init(\'OTHER\');\ncurl_setopt($CALL, CURLOPT_HTTPHEADER, $HDR);',
    ],
    filler: ['', '$count += 1;', "$text = <<<TXT\nIt's fine\nTXT;"],
    layouts: [
      functions('function CALL($KEY, $body) {', '}', '<?php\n'),
      functions('public function CALL(string $KEY, array $body): array {', '}', '<?php\nclass A {\n', '}\n'),
      together('<?php\n'),
    ],
  },
  {
    path: 'a.rs',
    claude: [
      'let r = client.post("NATIVE").header("x-api-key", KEY).header("anthropic-version", "2023-06-01").send().await?;',
      'let mut HDR = HeaderMap::new();\nHDR.insert("x-api-key", KEY.parse()?);\nHDR.insert("anthropic-version", HeaderValue::from_static("2023-06-01"));\nlet r = client.post("NATIVE").headers(HDR).send().await?;',
    ],
    other: [
      'let r = client.post("OTHER").bearer_auth(KEY).send().await?;',
      'let mut HDR = HeaderMap::new();\nHDR.insert(AUTHORIZATION, format!("Bearer {KEY}").parse()?);\nlet r = client.post("OTHER").headers(HDR).send().await?;',
    ],
    filler: ['', 'count += 1;', 'for item in items {\nseen.insert(item);\n}'],
    layouts: [
      functions("pub async fn CALL(client: &Client, KEY: &'static str) -> Result<()> {", 'Ok(())\n}'),
      functions('async fn CALL(&self, KEY: &str) -> Result<()> {', 'Ok(())\n}', 'impl A {\n', '}\n'),
    ],
  },
  {
    path: 'a.swift',
    claude: [
      'var HDR = URLRequest(url: URL(string: "NATIVE")!)\nHDR.setValue(KEY, forHTTPHeaderField: "x-api-key")\nHDR.setValue("2023-06-01", forHTTPHeaderField: "anthropic-version")',
      'let r = try await AF.request("NATIVE", headers: ["x-api-key": KEY, "anthropic-version": "2023-06-01"])',
    ],
    other: [
      'var HDR = URLRequest(url: URL(string: "OTHER")!)\nHDR.setValue("Bearer \\(KEY)", forHTTPHeaderField: "Authorization")',
      'let r = try await AF.request("OTHER", headers: ["Authorization": "Bearer \\(KEY)"])',
    ],
    filler: ['', 'count += 1', 'for item in items {\nseen.insert(item)\n}'],
    layouts: [
      functions('func CALL(_ KEY: String) async throws {', '}'),
      functions('func CALL(KEY: String) async throws -> Void {', '}', 'struct A {\n', '}\n'),
    ],
  },
  {
    path: 'a.dart',
    claude: [
      "final CALL = await http.post(Uri.parse('NATIVE'), headers: {'x-api-key': KEY, 'anthropic-version': '2023-06-01'});",
      "final HDR = {'x-api-key': KEY, 'anthropic-version': '2023-06-01'};\nfinal CALL = await http.post(Uri.parse('NATIVE'), headers: HDR);",
    ],
    other: [
      "final CALL = await http.post(Uri.parse('OTHER'), headers: {'Authorization': 'Bearer $KEY'});",
      "final HDR = {'Authorization': 'Bearer ${KEY}'};\nfinal CALL = await http.post(Uri.parse('OTHER'), headers: HDR);",
    ],
    filler: ['', 'count += 1;', 'for (final item in items) {\nseen.add(item);\n}'],
    layouts: [
      functions('Future<void> CALL(String KEY) async {', '}'),
      functions('Future<void> CALL(String KEY) async {', '}', 'class A {\n', '}\n'),
    ],
  },
  {
    path: 'a.rb',
    claude: [
      "HDR = Net::HTTP::Post.new(URI('NATIVE'))\nHDR['x-api-key'] = KEY\nHDR['anthropic-version'] = '2023-06-01'",
      "HTTParty.post('NATIVE', headers: { 'x-api-key' => KEY, 'anthropic-version' => '2023-06-01' })",
      "CALL = Faraday.new(url: 'https://api.anthropic.com') do |f|\n  f.headers['x-api-key'] = KEY\n  f.headers['anthropic-version'] = '2023-06-01'\nend",
    ],
    other: [
      "HDR = Net::HTTP::Post.new(URI('OTHER'))\nHDR['Authorization'] = \"Bearer #{KEY}\"",
      "HTTParty.post('OTHER', headers: { 'Authorization' => \"Bearer #{KEY}\" })",
      "CALL = Faraday.new(url: 'OTHER') do |f|\n  f.headers['Authorization'] = \"Bearer #{KEY}\"\nend",
    ],
    filler: ['', 'count += 1', 'items.each do |item|\n  seen << item\nend'],
    layouts: [together()],
  },
  {
    path: 'a.ps1',
    claude: [
      "$CALL = Invoke-RestMethod -Uri 'NATIVE' -Headers @{ 'x-api-key' = $KEY; 'anthropic-version' = '2023-06-01' }",
      "$HDR = @{\n  'x-api-key' = $KEY\n  'anthropic-version' = '2023-06-01'\n}\nInvoke-RestMethod -Uri 'NATIVE' -Headers $HDR",
    ],
    other: [
      '$CALL = Invoke-RestMethod -Uri \'OTHER\' -Headers @{ Authorization = "Bearer $KEY" }',
      '$HDR = @{\n  Authorization = "Bearer $KEY"\n}\nInvoke-RestMethod -Uri \'OTHER\' -Headers $HDR',
    ],
    filler: ['', '$count += 1', 'foreach ($item in $items) {\n  Add-Seen $item\n}'],
    layouts: [functions('function CALL($KEY) {', '}'), together()],
  },
  {
    path: 'a.http',
    claude: ['### CALL\nPOST NATIVE\nx-api-key: {{KEY}}\nanthropic-version: 2023-06-01\n\n{}\n'],
    other: ['### CALL\nPOST OTHER\nAuthorization: Bearer {{KEY}}\n\n{}\n'],
    filler: ['', '# a remark'],
    layouts: [together()],
  },
  {
    path: 'a.yaml',
    claude: [
      '  - name: CALL\n    url: NATIVE\n    headers:\n      x-api-key: ${KEY}\n      anthropic-version: "2023-06-01"',
      '  - name: CALL\n    headers:\n      x-api-key: ${KEY}\n      anthropic-version: "2023-06-01"\n    url: NATIVE',
    ],
    other: [
      '  - name: CALL\n    url: OTHER\n    headers:\n      Authorization: Bearer ${KEY}',
      '  - name: CALL\n    headers:\n      Authorization: Bearer ${KEY}\n    url: OTHER',
    ],
    filler: ['', '    timeout: 10s'],
    layouts: [together('checks:\n')],
  },
  {
    path: 'a.json',
    claude: [
      '{ "name": "CALL", "request": { "url": { "raw": "NATIVE" }, "header": [{ "key": "x-api-key", "value": "{{KEY}}" }, { "key": "anthropic-version", "value": "2023-06-01" }] } }',
      '{ "name": "CALL", "url": "NATIVE", "headers": { "x-api-key": "{{KEY}}", "anthropic-version": "2023-06-01" } }',
    ],
    other: [
      '{ "name": "CALL", "request": { "url": { "raw": "OTHER" }, "header": [{ "key": "Authorization", "value": "Bearer {{KEY}}" }] } }',
      '{ "name": "CALL", "headers": { "Authorization": "Bearer {{KEY}}" }, "url": "OTHER" }',
    ],
    filler: [''],
    layouts: [(first, second) => `{ "item": [${first}, ${second}] }`],
  },
];

const KEYS = ['apiKey', 'key', 'api_key', 'anthropicKey', 'llmKey', 'secretKey'];

function variantOf(kind: Kind, seed: number): string {
  const pick = pickFrom(seed);
  const shared = pick([true, false]);
  const first: Names = {
    key: pick(KEYS),
    headers: pick(['headers', 'h', 'opts']),
    url: pick(['url', 'URL_A', 'endpoint']),
    call: 'alpha',
  };
  const second: Names = shared
    ? { ...first, call: 'beta' }
    : { key: pick(KEYS), headers: pick(['authHeaders', 'headers2']), url: pick(['url2', 'URL_B']), call: 'beta' };
  const fill = (template: string, names: Names): string =>
    template
      .replaceAll('NATIVE', NATIVE)
      .replaceAll('OTHER', pick(VENDORS))
      .replaceAll(/\bKEY\b/g, names.key)
      .replaceAll(/\bHDR\b/g, names.headers)
      .replaceAll(/\bURL\b(?!\()/g, names.url)
      .replaceAll(/CALL/g, names.call);
  const part = (templates: readonly string[], names: Names): string => {
    const filler = Array.from({ length: pick([0, 0, 1, 3]) }, () => pick(kind.filler)).filter((line) => line !== '');
    const code = fill(pick(templates), names);
    return (pick([true, false]) ? [...filler, code] : [code, ...filler]).join('\n');
  };
  const claudeFirst = pick([true, false]);
  const [a, b] = claudeFirst ? [kind.claude, kind.other] : [kind.other, kind.claude];
  return pick(kind.layouts)(part(a, first), part(b, second), [first, second]);
}

describe('pairs', () => {
  const found: string[] = [];
  it.each(KINDS)('$path', (kind) => {
    for (let seed = 1; seed <= PER_KIND; seed += 1) {
      const text = variantOf(kind, seed);
      const path = kind.path;
      for (const rule of usageRules) {
        if (
          rule.category !== 'bearer-misuse' &&
          rule.category !== 'header-misuse' &&
          rule.category !== 'version-header'
        )
          continue;
        for (const match of rule.find({ path, text }))
          found.push(`${path} ${seed} ${rule.id}: ${text.slice(match.start, match.end)}`);
      }
    }
    expect(found.length).toBeLessThanOrEqual(MOST_FALSE);
  });

  it('are a thousand', () => {
    expect(KINDS.length * PER_KIND).toBeGreaterThanOrEqual(1000);
    const texts = KINDS.flatMap((kind) =>
      Array.from({ length: PER_KIND }, (_, i) => kind.path + variantOf(kind, i + 1)),
    );
    expect(new Set(texts).size).toBeGreaterThan(700);
  });

  it('would be found where the address of the Bearer call is native', () => {
    const silent = KINDS.filter((kind) => {
      const texts = Array.from({ length: 10 }, (_, i) =>
        variantOf(
          { ...kind, claude: [''], other: kind.other.map((code) => code.replaceAll('OTHER', 'NATIVE')) },
          i + 1,
        ),
      );
      return !texts.some((text) =>
        usageRules.some((rule) => rule.id === 'bearer-misuse' && [...rule.find({ path: kind.path, text })].length > 0),
      );
    });
    expect(silent.map(({ path }) => path)).toEqual([]);
  });
});
