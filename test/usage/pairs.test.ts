// A right call of Anthropic and a Bearer call of another vendor in one file: the commonest way to a false finding.
// Every combination of order, names, layout and idiom, for every language.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the samples are code, with templates of their own.
import { describe, expect, it } from 'vitest';
import { usageRules } from '../../src/usage/index.ts';

const NATIVE = 'https://api.anthropic.com/v1/messages';
const OTHER = 'https://api.openai.com/v1/chat/completions';

interface Language {
  readonly path: string;
  /** Statements; `%key` and `%req` are names. */
  readonly anthropic: readonly string[];
  readonly other: readonly string[];
  /** Puts two lists of statements together: in two functions, in one, or with addresses as constants. */
  readonly layouts: readonly ((first: string, second: string) => string)[];
}

const inTwo =
  (open: (name: string) => string, close: string, before = '', after = '') =>
  (a: string, b: string) =>
    `${before}${open('callOne')}\n${a}\n${close}\n\n${open('callTwo')}\n${b}\n${close}\n${after}`;
const inOne =
  (open: string, close: string, before = '', after = '') =>
  (a: string, b: string) =>
    `${before}${open}\n${a}\n${b}\n${close}\n${after}`;
const inBranches =
  (open: string, branch: string, otherwise: string, end: string, close: string, before = '', after = '') =>
  (a: string, b: string) =>
    `${before}${open}\n${branch}\n${a}\n${otherwise}\n${b}\n${end}\n${close}\n${after}`;

const LANGUAGES: readonly Language[] = [
  {
    path: 'a.ts',
    anthropic: [
      `const %req = await fetch('${NATIVE}', { method: 'POST', headers: { 'x-api-key': %key, 'anthropic-version': '2023-06-01' } });`,
      `const %reqHeaders = { 'x-api-key': %key, 'anthropic-version': '2023-06-01' };\nconst %req = await axios.post('${NATIVE}', body, { headers: %reqHeaders });`,
    ],
    other: [
      `const %req = await fetch('${OTHER}', { headers: { Authorization: \`Bearer \${%key}\` } });`,
      `const %reqHeaders = { Authorization: 'Bearer ' + %key };\nconst %req = await axios.post('${OTHER}', body, { headers: %reqHeaders });`,
    ],
    layouts: [
      inTwo((name) => `async function ${name}(%key: string, body: unknown) {`, '}'),
      inOne('async function both(%key: string, body: unknown) {', '}'),
      inBranches('async function one(%key: string, body: unknown) {', 'if (claude) {', '} else {', '}', '}'),
      inTwo((name) => `async ${name}(%key: string, body: unknown) {`, '}', 'class Both {\n', '}'),
    ],
  },
  {
    path: 'a.py',
    anthropic: [
      `    %req = requests.post("${NATIVE}", headers={"x-api-key": %key, "anthropic-version": "2023-06-01"}, json=body)`,
      `    %reqHeaders = {"x-api-key": %key, "anthropic-version": "2023-06-01"}\n    %req = httpx.post("${NATIVE}", headers=%reqHeaders)`,
    ],
    other: [
      `    %req = requests.post("${OTHER}", headers={"Authorization": f"Bearer {%key}"}, json=body)`,
      `    %reqHeaders = {"Authorization": "Bearer " + %key}\n    %req = httpx.post("${OTHER}", headers=%reqHeaders)`,
    ],
    layouts: [
      inTwo((name) => `def ${name}(%key, body):`, ''),
      inOne('def both(%key, body):', ''),
      inTwo((name) => `async def ${name}(%key, body):`, ''),
    ],
  },
  {
    path: 'a.sh',
    anthropic: [
      `curl "${NATIVE}" -H "x-api-key: $%key" -H "anthropic-version: 2023-06-01" -d @body`,
      `%req=$(curl -s -H "x-api-key: \${%key}" \\\n  -H "anthropic-version: 2023-06-01" \\\n  ${NATIVE})`,
    ],
    other: [
      `curl ${OTHER} -H "Authorization: Bearer $%key"`,
      `%req=$(curl -s -H "Authorization: Bearer \${%key}" \\\n  "${OTHER}")`,
    ],
    layouts: [
      inTwo((name) => `${name}() {`, '}'),
      inOne('set -e', ''),
      inBranches('#!/bin/sh', 'if [ "$1" = claude ]; then', 'else', 'fi', ''),
    ],
  },
  {
    path: 'a.go',
    anthropic: [
      `\t%req, err := http.NewRequest("POST", "${NATIVE}", body)\n\tif err != nil { return err }\n\t%req.Header.Set("x-api-key", %key)\n\t%req.Header.Set("anthropic-version", "2023-06-01")`,
      `\t%reqHeaders := map[string]string{"x-api-key": %key, "anthropic-version": "2023-06-01"}\n\tpost("${NATIVE}", %reqHeaders)`,
    ],
    other: [
      `\t%req, err := http.NewRequest("POST", "${OTHER}", body)\n\tif err != nil { return err }\n\t%req.Header.Set("Authorization", "Bearer "+%key)`,
      `\t%reqHeaders := map[string]string{\n\t\t"Authorization": fmt.Sprintf("Bearer %s", %key),\n\t}\n\tpost("${OTHER}", %reqHeaders)`,
    ],
    layouts: [
      inTwo((name) => `func ${name}(%key string, body io.Reader) error {`, '\treturn nil\n}', 'package a\n'),
      inTwo(
        (name) => `func (c *Client) ${name}(%key string, body io.Reader) error {`,
        '\treturn nil\n}',
        'package a\n',
      ),
      inOne('func both(%key string, body io.Reader) error {', '\treturn nil\n}', 'package a\n'),
      inBranches(
        'func one(%key string, body io.Reader) error {',
        '\tif claude {',
        '\t} else {',
        '\t}',
        '\treturn nil\n}',
      ),
    ],
  },
  {
    path: 'A.java',
    anthropic: [
      `HttpRequest %req = HttpRequest.newBuilder()\n.uri(URI.create("${NATIVE}"))\n.header("x-api-key", %key)\n.header("anthropic-version", "2023-06-01").build();`,
      `Map<String, String> %reqHeaders = new HashMap<>();\n%reqHeaders.put("x-api-key", %key);\n%reqHeaders.put("anthropic-version", "2023-06-01");\npost("${NATIVE}", %reqHeaders);`,
    ],
    other: [
      `Request %req = new Request.Builder().url("${OTHER}").addHeader("Authorization", "Bearer " + %key).build();`,
      `Map<String, String> %reqHeaders = new HashMap<>();\n%reqHeaders.put("Authorization", "Bearer " + %key);\npost("${OTHER}", %reqHeaders);`,
    ],
    layouts: [
      inTwo((name) => `public void ${name}(String %key) throws IOException {`, '}', 'class A {\n', '}'),
      inOne('class A { void both(String %key) {', '} }'),
      inBranches('class A { void one(String %key) {', 'if (claude) {', '} else {', '}', '} }'),
    ],
  },
  {
    path: 'a.kt',
    anthropic: [
      `val %req = Request.Builder().url("${NATIVE}")\n.addHeader("x-api-key", %key)\n.addHeader("anthropic-version", "2023-06-01")\n.build()`,
      `val %req = client.post("${NATIVE}") {\nheader("x-api-key", %key)\nheader("anthropic-version", "2023-06-01")\n}`,
    ],
    other: [
      `val %req = Request.Builder().url("${OTHER}")\n.addHeader("Authorization", "Bearer $%key")\n.build()`,
      `val %req = client.post("${OTHER}") {\nheader("Authorization", "Bearer \${%key}")\n}`,
    ],
    layouts: [
      inTwo((name) => `suspend fun ${name}(%key: String) {`, '}'),
      inTwo(
        (name) => `suspend fun ${name}(%key: String): Unit {`,
        '}',
        'class Both(private val client: HttpClient) {\n',
        '}',
      ),
      inOne('suspend fun both(%key: String) {', '}'),
      inBranches('suspend fun one(%key: String) {', 'if (claude) {', '} else {', '}', '}'),
    ],
  },
  {
    path: 'A.cs',
    anthropic: [
      `var %req = new HttpRequestMessage(HttpMethod.Post, "${NATIVE}");\n%req.Headers.Add("x-api-key", %key);\n%req.Headers.Add("anthropic-version", "2023-06-01");`,
      `var %req = new HttpClient { BaseAddress = new Uri("https://api.anthropic.com") };\n%req.DefaultRequestHeaders.Add("x-api-key", %key);\n%req.DefaultRequestHeaders.Add("anthropic-version", "2023-06-01");`,
    ],
    other: [
      `var %req = new HttpRequestMessage(HttpMethod.Post, "${OTHER}");\n%req.Headers.Authorization = new AuthenticationHeaderValue("Bearer", %key);`,
      `var %req = new HttpClient { BaseAddress = new Uri("https://api.openai.com") };\n%req.DefaultRequestHeaders.Add("Authorization", $"Bearer {%key}");`,
    ],
    layouts: [
      inTwo((name) => `public async Task ${name}(string %key) {`, '}', 'public class A {\n', '}'),
      inOne('class A { void Both(string %key) {', '} }', 'namespace N;\n'),
      inBranches('class A { void One(string %key) {', 'if (claude) {', '} else {', '}', '} }'),
    ],
  },
  {
    path: 'a.php',
    anthropic: [
      `$%req = Http::withHeaders(['x-api-key' => $%key, 'anthropic-version' => '2023-06-01'])->post('${NATIVE}', $body);`,
      `$%req = curl_init('${NATIVE}');\ncurl_setopt($%req, CURLOPT_HTTPHEADER, ['x-api-key: ' . $%key, 'anthropic-version: 2023-06-01']);`,
    ],
    other: [
      `$%req = Http::withToken($%key)->post('${OTHER}', $body);`,
      `$%req = curl_init('${OTHER}');\ncurl_setopt($%req, CURLOPT_HTTPHEADER, ["Authorization: Bearer $%key"]);`,
      `$%req = $client->request('POST', '${OTHER}', ['headers' => ['Authorization' => 'Bearer ' . $%key]]);`,
    ],
    layouts: [
      inTwo((name) => `function ${name}($%key, $body) {`, '}', '<?php\n'),
      inTwo((name) => `public function ${name}(string $%key, array $body): array {`, '}', '<?php\nclass Both {\n', '}'),
      inOne('', '', '<?php\n'),
      inBranches('', 'if ($claude) {', '} else {', '}', '', '<?php\n'),
    ],
  },
  {
    path: 'a.rs',
    anthropic: [
      `let %req = client.post("${NATIVE}").header("x-api-key", %key).header("anthropic-version", "2023-06-01").send().await?;`,
      `let mut %reqHeaders = HeaderMap::new();\n%reqHeaders.insert("x-api-key", %key.parse().unwrap());\n%reqHeaders.insert("anthropic-version", HeaderValue::from_static("2023-06-01"));\nlet %req = client.post("${NATIVE}").headers(%reqHeaders).send().await?;`,
    ],
    other: [
      `let %req = client.post("${OTHER}").bearer_auth(%key).send().await?;`,
      `let mut %reqHeaders = HeaderMap::new();\n%reqHeaders.insert(AUTHORIZATION, format!("Bearer {}", %key).parse().unwrap());\nlet %req = client.post("${OTHER}").headers(%reqHeaders).send().await?;`,
    ],
    layouts: [
      inTwo((name) => `pub async fn ${name}(client: &Client, %key: &str) -> Result<()> {`, 'Ok(())\n}'),
      inTwo((name) => `async fn ${name}(&self, %key: &str) -> Result<()> {`, 'Ok(())\n}', 'impl Both {\n', '}'),
      inOne('async fn both(client: &Client, %key: &str) -> Result<()> {', 'Ok(())\n}'),
      inBranches('async fn one(%key: &str) {', 'if claude {', '} else {', '}', '}'),
    ],
  },
  {
    path: 'a.swift',
    anthropic: [
      `var %req = URLRequest(url: URL(string: "${NATIVE}")!)\n%req.setValue(%key, forHTTPHeaderField: "x-api-key")\n%req.setValue("2023-06-01", forHTTPHeaderField: "anthropic-version")`,
      `let %req = try await AF.request("${NATIVE}", headers: ["x-api-key": %key, "anthropic-version": "2023-06-01"])`,
    ],
    other: [
      `var %req = URLRequest(url: URL(string: "${OTHER}")!)\n%req.setValue("Bearer \\(%key)", forHTTPHeaderField: "Authorization")`,
      `let %req = try await AF.request("${OTHER}", headers: ["Authorization": "Bearer \\(%key)"])`,
    ],
    layouts: [
      inTwo((name) => `func ${name}(%key: String) async throws {`, '}'),
      inTwo((name) => `func ${name}(with %key: String) -> Void {`, '}', 'final class Both: ObservableObject {\n', '}'),
      inOne('func both(%key: String) {', '}'),
      inBranches('func one(%key: String) {', 'if claude {', '} else {', '}', '}'),
    ],
  },
  {
    path: 'a.dart',
    anthropic: [
      `final %req = await http.post(Uri.parse('${NATIVE}'), headers: {'x-api-key': %key, 'anthropic-version': '2023-06-01'});`,
      `final %reqHeaders = <String, String>{'x-api-key': %key, 'anthropic-version': '2023-06-01'};\nfinal %req = await http.post(Uri.parse('${NATIVE}'), headers: %reqHeaders);`,
    ],
    other: [
      `final %req = await http.post(Uri.parse('${OTHER}'), headers: {'Authorization': 'Bearer $%key'});`,
      `final %reqHeaders = {'Authorization': 'Bearer ' + %key};\nfinal %req = await http.post(Uri.parse('${OTHER}'), headers: %reqHeaders);`,
    ],
    layouts: [
      inTwo((name) => `Future<void> ${name}(String %key) async {`, '}'),
      inTwo((name) => `Future<void> ${name}(String %key) async {`, '}', 'class Both extends Service<Reply> {\n', '}'),
      inOne('void both(String %key) async {', '}'),
      inBranches('void one(String %key) async {', 'if (claude) {', '} else {', '}', '}'),
    ],
  },
  {
    path: 'a.rb',
    anthropic: [
      `  %req = HTTParty.post('${NATIVE}', headers: { 'x-api-key' => %key, 'anthropic-version' => '2023-06-01' })`,
      `  %reqUri = URI('${NATIVE}')\n  %req = Net::HTTP::Post.new(%reqUri)\n  %req['x-api-key'] = %key\n  %req['anthropic-version'] = '2023-06-01'`,
    ],
    other: [
      `  %req = HTTParty.post('${OTHER}', headers: { 'Authorization' => "Bearer #{%key}" })`,
      `  %reqUri = URI('${OTHER}')\n  %req = Net::HTTP::Post.new(%reqUri)\n  %req['Authorization'] = "Bearer #{%key}"`,
    ],
    layouts: [
      inTwo((name) => `def ${name}(%key)`, 'end'),
      inOne('def both(%key)', 'end'),
      inBranches('def one(%key)', '  if claude', '  else', '  end', 'end'),
    ],
  },
];
const KEYS = ['apiKey', 'anthropicApiKey', 'CLAUDE_API_KEY', 'api_key'];
const REQUESTS = ['request', 'r'];

interface Variant {
  readonly path: string;
  readonly text: string;
}

function variantsOf({ path, anthropic, other, layouts }: Language): readonly Variant[] {
  const found: Variant[] = [];
  for (const right of anthropic) {
    for (const foreign of other) {
      for (const layout of layouts) {
        for (const key of KEYS) {
          for (const request of REQUESTS) {
            const named = (text: string, name: string): string => text.replaceAll('%req', name).replaceAll('%key', key);
            const a = named(right, request);
            const b = named(foreign, layouts.indexOf(layout) % 2 === 0 ? request : `${request}2`);
            const text = named(request === 'r' ? layout(b, a) : layout(a, b), request);
            found.push({ path, text: key === 'api_key' ? text.replaceAll('\n', '\n  ') : text });
          }
        }
      }
    }
  }
  return found;
}

describe('a right call beside a Bearer call of another vendor', () => {
  const variants = LANGUAGES.flatMap(variantsOf);

  it('are about a thousand', () => expect(variants.length).toBeGreaterThan(1000));

  it('is hardly ever a finding', () => {
    const found = variants.flatMap(({ path, text }) =>
      usageRules.flatMap((rule) => [...rule.find({ path, text })].map(() => `${rule.id} in ${path}:\n${text}`)),
    );
    expect(found.slice(0, 3)).toEqual(found);
  });

  it('is a finding when the address of the Bearer call is the native one', () => {
    const missed = LANGUAGES.flatMap((language) => {
      const [variant] = variantsOf({
        ...language,
        other: language.other.map((text) => text.replaceAll(OTHER, NATIVE)),
      });
      const ids = usageRules.flatMap((rule) => [...rule.find(variant ?? { path: '', text: '' })].map(() => rule.id));
      return ids.includes('bearer-misuse') ? [] : [language.path];
    });
    expect(missed).toEqual([]);
  });
});
