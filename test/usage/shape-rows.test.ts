// Every shape of use and misuse that is known from real code, by a name of its own, and the case that shows it. The cases
// stand in evaluation/tune; a row that nobody shows, and a case that is gone, fail here.
import { beforeAll, describe, expect, it } from 'vitest';
import { createJudge, type Expected, readCases, type UsageCase } from '../support/usage-cases.ts';

const CASES = new Map(readCases('test/usage/evaluation/tune').map((sample) => [sample.name, sample]));

/** Row → names of cases. What a case expects says whether the row is a fault or must stay silent. */
const ROWS: Readonly<Record<string, readonly string[]>> = {
  // What the API does
  'api: key as Bearer on a native path': ['fetch with the header below'],
  'api: OAuth token in x-api-key': ['oauth token in x-api-key'],
  'api: Bearer on the compatible path': ['https request by hostname on the compatible path'],
  'api: OpenAI client with the Anthropic base': ['openai sdk with the anthropic base'],
  'api: Bearer on OAuth paths': ['oauth token of claude code'],
  'api: Bearer with an OAuth beta header': ['oauth beta on the messages path'],
  'api: auth token variable': ['auth token variable'],
  'api: routine addresses': ['routine url'],
  'api: Bedrock keys': ['bedrock bearer'],
  'api: Vertex tokens': ['vertex token'],
  'api: another vendor as host': ['ky for another vendor'],
  'api: gateways and proxies': ['python gateway litellm', 'litellm config', 'both headers for cloudflare gateway'],
  // Bearer misuse in JavaScript
  'script 1: fetch, header below': ['fetch with the header below'],
  'script 1: identifier as key': ['constants at the top'],
  'script 1: field as key': ['field set in the constructor'],
  'script 1: Deno env local': ['deno env local'],
  'script 2: axios.post with the body between': ['axios with a long body between'],
  'script 3: axios with one object': ['axios config object'],
  'script 3: axios.create and defaults in another method': ['axios instance and defaults'],
  'script 4: constants at the top': ['constants at the top'],
  'script 4: class field from the constructor': ['field set in the constructor'],
  'script 5: headers by shorthand': ['shorthand headers'],
  'script 6: Headers with set and append': ['Headers with set'],
  'script 6: spread of an auth object': ['spread of an auth object'],
  'script 6: computed header name': ['computed header name'],
  'script 6: Object.assign': ['Object.assign of headers'],
  'script 7: https.request by hostname': ['https request by hostname'],
  'script 8: header after the object, in an if': ['header set when there is a key'],
  // Bearer misuse in Python
  'python: headers local': ['python requests with a local'],
  'python: inline dict': ['notebook cell'],
  'python: client.stream': ['python httpx stream'],
  'python: client defaults with a base and a relative path': ['python session with base url'],
  'python: session headers': ['python session headers update'],
  'python: async with session.post': ['python aiohttp'],
  'python: field from __init__': ['python aiohttp'],
  'python: table of providers': ['python provider table with the fault'],
  'python: notebook': ['notebook cell', 'notebook with curl in a cell'],
  // Bearer misuse in other languages
  'go: NewRequest and Set': ['go request and set'],
  'go: struct literal with a base address': ['go struct with a base address'],
  'java: builder chain': ['java http client'],
  'java: Map.put': ['java map of headers'],
  'java: injected address stays silent': ['java injected url'],
  'kotlin: Request.Builder': ['kotlin request builder'],
  'csharp: AuthenticationHeaderValue on defaults': ['csharp named client with the fault'],
  'php: withToken': ['php laravel with token'],
  'php: curl option array': ['php curl option array'],
  'rust: bearer_auth': ['rust bearer auth'],
  'rust: HeaderMap.insert': ['rust header map'],
  'swift: value first': ['swift server value first'],
  'dart: map in http.post': ['dart shelf server'],
  'ruby: request[]': ['ruby net http'],
  'ruby: HTTParty class headers': ['ruby httparty'],
  'ruby: Faraday': ['ruby faraday block at the top'],
  // Shell and documents
  'shell: header before the address': ['curl header before the address'],
  'shell: header after the address, continued lines': ['markdown fence'],
  'docs: Markdown fence': ['markdown fence'],
  'docs: inline code stays prose': ['markdown that warns'],
  'docs: GitHub Actions': ['actions step'],
  'docs: PowerShell': ['powershell rest method'],
  'docs: .http file': ['http file'],
  'docs: raw HTTP block': ['raw http block in markdown'],
  'docs: Postman': ['postman collection'],
  'docs: n8n': ['n8n http node'],
  'docs: YAML siblings': ['yaml http check'],
  'docs: Terraform': ['terraform http data'],
  // Client side
  'client: Next public env': ['next component reads a public key'],
  'client: Vite public env': ['vite react with axios'],
  'client: cast round the env': ['expo app'],
  'client: SvelteKit static public': ['svelte static public'],
  'client: Dockerfile ARG': ['docker build arguments'],
  'client: app.config extra': ['expo extra'],
  'client: .env.example': ['env example'],
  'client: browser flag with a key from the env': ['browser flag with a server variable'],
  'client: direct browser access header': ['vue component'],
  'client: an SDK without a guard': ['langchain without a guard'],
  'client: native address in a file for browsers': ['vite spa without marks', 'html page with a key'],
  'client: extension by its manifest': ['extension background worker'],
  'client: phone, Dart': ['flutter with dart define'],
  'client: phone, Swift': ['swift app with a literal'],
  'client: phone, Kotlin': ['android app with BuildConfig'],
  'client: phone, React Native': ['react native with a literal'],
  'client: Electron renderer': ['electron renderer'],
  'client: key of the user, hook': ['bring your own key component'],
  'client: key of the user, storage': ["extension with the user's key"],
  'client: key of the user, settings screen': ["swift app with the user's key", 'flutter with a key of the user'],
  // Logging
  'logging: label and value': ['logs the key with a label'],
  'logging: f-string': ['python prints with an f-string'],
  'logging: concatenation': ['logs by concatenation'],
  'logging: printf': ['go printf'],
  'logging: a local one line above': ['python click echo'],
  'logging: whole environment': ['logs the whole environment'],
  'logging: headers object': ['logs headers in an error handler'],
  'logging: request config in an error handler': ['logs the request config of an error'],
  'not logging: presence checks': ['logs whether the key is set', 'python logs only the name'],
  'not logging: masking helpers and short prefixes': ['logs a masked key'],
  'not logging: comments': ['log call in a comment'],
  // Version header
  'version: missing': ['version header missing'],
  'version: misnamed': ['version header misnamed'],
  'version: not a known value': ['version header of no known value'],
  'version: silent for a spread': ['version header from a spread'],
  'version: silent on the compatible path': ['https request by hostname on the compatible path'],
  'version: silent on OAuth usage': ['oauth token of claude code'],
  'version: silent in a transparent proxy': ['transparent proxy of headers'],
  'version: silent with an SDK': ['sdk sets the version'],
  // Traps
  'trap 1: another vendor behind the name': ['ky for another vendor', 'openrouter key with its base url'],
  'trap 2: shaped gateways': ['toml of a gateway'],
  'trap 2: *_BASE_URL': ['gateway from the environment'],
  'trap 2: unknown host': ['wrapper that takes any url'],
  'trap 3: compatible endpoint in the same file': ['compatible endpoint and native endpoint in one class'],
  'trap 3: OAuth on the same host': ['oauth token of claude code'],
  'trap 4: ternary on the token': ["ternary on the token's shape", 'python ternary on the key'],
  'trap 4: ternary on the host': ['if else over hosts'],
  'trap 4: auth mode setting': ['auth mode in settings'],
  'trap 4: headers by provider': ['provider table with functions', 'python two providers in a class'],
  'trap 4: switch': ['switch over providers with shared key'],
  'trap 4: Rust match': ['rust match over providers'],
  'trap 5: x-api-key turned into Bearer': ['proxy that turns x-api-key into bearer'],
  'trap 5: Bearer of their own key': ['python fastapi dependency'],
  'trap 6: neighbouring Bearer': ['our own backend beside the api', 'curl commands side by side'],
  'trap 7: tests and fixtures': ['test fixture'],
  'trap 7: redaction lists': ['redaction list'],
  'trap 7: code in strings': ['python docstring', 'commented out and in a message'],
  'trap 7: comments': ['commented out and in a message'],
  'trap 8: X-API-KEY with Bearer elsewhere': ["scheme in another service's header"],
  'trap 9: name of a secret': ['option called api-key'],
  'trap 10: single quotes in the shell': ['placeholders everywhere'],
  'trap 11: publishable keys': ['publishable keys'],
  'trap 11: presence of a public variable': ['vue component that calls a route'],
  'trap 11: names about cost': ['publishable keys', 'env example with server names'],
  'trap 11: i18n strings': ['translated help'],
  'trap 11: documents that forbid it': ['documentation that forbids it'],
  'trap 11: Workers': ['cloudflare worker'],
  'trap 11: api folder': ['next route handler'],
  'trap 11: functions folder': ['supabase function'],
  'trap 11: libraries that pass the flag on': ['library that passes options on'],
  'trap 12: placeholders': ['placeholders everywhere'],
};

let judge: (sample: UsageCase) => Promise<readonly Expected[]>;
beforeAll(async () => {
  judge = await createJudge();
});

describe('rows', () => {
  it.each(Object.entries(ROWS))('%s', async (row, names) => {
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) {
      const sample = CASES.get(name);
      if (sample === undefined) throw new Error(`no case is called ${name}`);
      const found = await judge(sample);
      expect(found.map(({ category, level }) => `${category} ${level}`).sort()).toEqual(
        sample.expect.map(({ category, level }) => `${category} ${level}`).sort(),
      );
      if (/^(?:trap|not logging)|silent|stays/.test(row)) expect(sample.expect).toEqual([]);
      else if (!row.startsWith('api:')) expect(sample.expect.length).toBeGreaterThan(0);
    }
  });

  it('are all there', () => {
    const count = (prefix: RegExp): number => Object.keys(ROWS).filter((row) => prefix.test(row)).length;
    for (let shape = 1; shape <= 8; shape += 1) expect(count(new RegExp(`^script ${shape}:`))).toBeGreaterThan(0);
    for (let trap = 1; trap <= 12; trap += 1) expect(count(new RegExp(`^trap ${trap}:`))).toBeGreaterThan(0);
    for (const part of [
      'python',
      'go',
      'java',
      'kotlin',
      'csharp',
      'php',
      'rust',
      'swift',
      'dart',
      'ruby',
      'shell',
      'docs',
    ])
      expect(count(new RegExp(`^${part}:`))).toBeGreaterThan(0);
    expect(count(/./)).toBe(136);
  });
});
