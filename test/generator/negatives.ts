// Text that looks like a credential and is none, in the places where scanners raise false alarms.
import type { Random } from './random.ts';
import { build } from './structure.ts';

export interface Negative {
  readonly sort: string;
  readonly path: string;
  readonly text: string;
}

/** Sort, path, text with parts as in structures. */
const SORTS: readonly (readonly [string, string, string])[] = [
  ['commit', 'ci.yml', '      - uses: acme/setup@{40 hex} # v4\n'],
  ['package lock', 'package-lock.json', '{"a": {"version": "1.2.3", "integrity": "sha512-{86 b64}=="}}\n'],
  ['go.sum', 'go.sum', 'example.org/auth-token v1.2.0 h1:{43 b64}=\n'],
  ['image digest', 'app.yaml', 'image: acme/token@sha256:{64 hex}\n'],
  ['checksums', 'SHA256SUMS', '{64 hex}  key-tool-1.0.tar.gz\n'],
  ['identifier', 'seed.sql', "INSERT INTO sessions (id, owner) VALUES ('{uuid}', '{uuid}');\n"],
  ['trace', 'app.log', '2026-01-01 12:00:00 INFO trace_id={32 hex} span_id={16 hex} done\n'],
  ['etag', 'http.txt', 'HTTP/1.1 200 OK\nETag: "{32 hex}"\n'],
  ['picture', 'logo.ts', 'export const keyIcon = "data:image/png;base64,iVBORw0KGgo{140 b64}";\n'],
  ['public key', 'id.pub', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI{43 b64} sam@internal.net\n'],
  ['certificate pin', 'pins.json', '{"pin-sha256": "{43 b64}="}\n'],
  ['integrity', 'index.html', '<script src="/token.js" integrity="sha384-{64 b64}"></script>\n'],
  ['publishable key', 'pay.js', 'const stripe = Stripe("pk_live_{24 an}");\n'],
  ['project key', 'stats.js', 'posthog.init("phc_{43 an}");\n'],
  ['public map token', 'map.js', 'mapboxgl.accessToken = "pk.{json64 60}.{22 b64u}";\n'],
  ['template', 'app.env', 'API_TOKEN=$' + '{API_TOKEN_{8 uan}}\n'],
  ['from the environment', 'app.py', 'api_key = os.environ["SERVICE_{6 uan}_API_KEY"]\n'],
  ['reference', 'app.yaml', 'token:\n  valueFrom:\n    secretKeyRef: { name: app-{5 lan}, key: token }\n'],
  ['vault path', 'app.tf', 'secret = "projects/acme-{6 lan}/secrets/api-key/versions/latest"\n'],
  [
    'encrypted value',
    'app.enc.yaml',
    'password: ENC[AES256_GCM,data:{40 b64}=,iv:{43 b64}=,tag:{22 b64}==,type:str]\n',
  ],
  ['sealed secret', 'sealed.yaml', 'kind: SealedSecret\nspec:\n  encryptedData:\n    token: AgB{300 b64}=\n'],
  ['password hash', 'users.sql', "UPDATE users SET password = '$2b$12${53 an}';\n"],
  ['translation', 'en.json', '{"forgot_password": "Reset password of account {4 lan}"}\n'],
  ['test name', 'auth.test.ts', "test('rejects token {8 lan} without scope', () => {});\n"],
  ['lock of poetry', 'poetry.lock', '{file = "api_key-1.0-py3-none-any.whl", hash = "sha256:{64 hex}"},\n'],
  ['chunk name', 'manifest.json', '{"src/token.ts": {"file": "assets/token-{8 an}.js"}}\n'],
  ['colour and size', 'app.css', '.key-{6 hex} { background: #{6 hex}; }\n'],
  ['contract address', 'contract.ts', 'export const TOKEN_ADDRESS = "0x{40 hex}";\n'],
  ['public jwk', 'jwks.json', '{"keys": [{"kty": "RSA", "e": "AQAB", "kid": "{16 an}", "n": "{342 b64u}"}]}\n'],
  ['placeholder', 'README.md', 'export OPENAI_API_KEY=sk-your-key-{4 lan}\n'],
];

/** @param draws - how many of each sort. */
export function negativesOf(random: Random, draws: number): readonly Negative[] {
  return SORTS.flatMap(([sort, path, text]) =>
    Array.from({ length: draws }, () => ({
      sort,
      path,
      text: text.replace(/\{(?:\d+ \w+|uuid|json64 60)\}/g, (part) => build(part, random)),
    })),
  );
}
