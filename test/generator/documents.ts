// Credentials that only a whole file makes: the formats of tools, filled with made-up values.
import type { Random } from './random.ts';
import { build } from './structure.ts';

/** Rule id, path, text with parts as in structures, source. */
export type DocumentRow = readonly [id: string, path: string, text: string, source: string];

export interface PlantedDocument {
  readonly id: string;
  readonly path: string;
  readonly text: string;
}

const ACCOUNT = '"client_email": "ci@acme-{5 dig}.iam.gserviceaccount.com"';

const DOCUMENTS: readonly DocumentRow[] = [
  [
    'gcp-service-account-json',
    'key.json',
    `{"type": "service_account", "project_id": "acme-1", "private_key_id": "{40 hex}", "private_key": "{line}", ${ACCOUNT}}\n`,
    'cloud.google.com/iam/docs',
  ],
  [
    'gcp-adc-user-json',
    'application_default_credentials.json',
    '{"client_id": "{12 dig}-{32 lan}.apps.googleusercontent.com", "client_secret": "d-{22 b64u}", "refresh_token": "1//0{60 b64u}", "type": "authorized_user"}\n',
    'cloud.google.com/docs/authentication',
  ],
  [
    'docker-config-auth',
    '.docker/config.json',
    '{"auths": {"hub.internal.net": {"auth": "{basic}"}}}\n',
    'docs.docker.com',
  ],
  [
    'docker-config-auth',
    '.dockercfg',
    '{\n  "hub.internal.net": {\n    "auth": "{basic}"\n  }\n}\n',
    'docs.docker.com',
  ],
  ['netrc-pgpass', '.netrc', 'machine git.internal.net\n  login deploy\n  password {18 an}\n', 'curl.se/docs'],
  ['npm-legacy-token', '.npmrc', '//packages.internal.net/:_authToken={uuid}\n', 'npm docs, access tokens'],
  ['npmrc-pypirc-nuget-config', '.npmrc', '//packages.internal.net/:_password={basic}\n', 'npm docs, npmrc'],
  ['npmrc-pypirc-nuget-config', '.pypirc', '[pypi]\nusername = sam\npassword = {20 an}\n', 'packaging.python.org'],
  ['wireguard-key', 'wg0.conf', '[Interface]\nPrivateKey = {42 b64}E=\nAddress = 10.1.0.2/24\n', 'wireguard.com'],
  [
    'jwk-private',
    'jwk.json',
    '{"kty":"RSA","e":"AQAB","n":"{342 b64u}","d":"{342 b64u}","p":"{171 b64u}","q":"{171 b64u}"}\n',
    'rfc-editor.org/rfc/rfc7517',
  ],
  [
    'jwk-private',
    'ec.json',
    '{"kty": "EC", "crv": "P-256", "x": "{43 b64u}", "y": "{43 b64u}", "d": "{43 b64u}"}\n',
    'rfc-editor.org/rfc/rfc7517',
  ],
  [
    'private-key-putty',
    'id.ppk',
    'PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nComment: sam\nPublic-Lines: 2\nAAAA{60 b64}\n{20 b64}\nPrivate-Lines: 1\n{47 b64}=\nPrivate-MAC: {64 hex}\n',
    'the.earth.li/~sgtatham/putty',
  ],
  [
    'aws-secret-access-key',
    '.aws/credentials',
    '[default]\naws_access_key_id = AKIA{16 b32}\naws_secret_access_key = {40 an}\n',
    'docs.aws.amazon.com/IAM',
  ],
  [
    'private-key-pkcs8',
    'kubeconfig',
    'users:\n- name: sam\n  user:\n    client-key-data: {b64pem}\n',
    'kubernetes.io/docs',
  ],
];

export function documentsOf(random: Random): readonly PlantedDocument[] {
  return DOCUMENTS.map(([id, path, text]) => ({
    id,
    path,
    text: text.replace(/\{(?:\d+ \w+|uuid|basic|b64pem|line)\}/g, (part) =>
      part === '{line}' ? build('{pem PRIVATE KEY}', random).replaceAll('\n', '\\n') : build(part, random),
    ),
  }));
}
