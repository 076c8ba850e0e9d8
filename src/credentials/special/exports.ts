// Credentials that tools write out with everything else: Kubernetes manifests, Terraform state, recorded requests, Postman environments.
import type { Candidate, Matcher } from '../matcher.ts';
import { isPlaceholder } from '../placeholder.ts';
import { passwordAt } from './client-configs.ts';
import { isPlaceholderPassword, isWordLike } from './password.ts';
import { draw } from './reading.ts';

const MANIFEST_REACH = 20_000;
const BLOCK = /(?:^|\n)(data|stringData):[ \t]{0,8}((?:\r?\n[ \t]{1,20}[^\r\n]{0,20000}){1,200})/g;
const ENTRY = /^[ \t]{1,20}([\w.-]{1,253}):[ \t]{1,8}["']?([^\s"'{|>&*!<#][^\s"']{0,20000})["']?[ \t]{0,8}$/gm;
const ENCODED = /^[A-Za-z0-9+/]{4,20000}={0,2}$/;
/** Members that are public: certificates and what names things. */
const PUBLIC_MEMBER =
  /^(?:ca|tls|client|server)\.crt$|namespace$|^(?:user|username|host|hostname|port|url|type|region)$/i;

const manifest: Matcher = {
  kind: {
    id: 'k8s-secret-manifest',
    provider: 'Kubernetes',
    name: 'values of a Kubernetes Secret',
    why: 'Base64 hides nothing: whoever reads the manifest has every value in it.',
    env: '',
    revoke: 'rotate each value where it comes from, then keep the manifest sealed or encrypted (SOPS, SealedSecret)',
    docs: 'kubernetes.io/docs/concepts/configuration/secret',
    // What has a shape of its own inside is named by its own kind.
    fallback: true,
    nearMisses: [
      'apiVersion: v1\nkind: Secret\nmetadata:\n  name: app\ntype: Opaque\ndata:\n  password: {{ .Values.password | b64enc }}\n',
      'apiVersion: v1\nkind: Secret\nmetadata:\n  name: app\ndata:\n  username: YWRtaW4=\n  password: cGFzc3dvcmQ=\n',
      `kind: Secret\nmetadata:\n  name: app\ndata:\n  password: ${Buffer.from('vault:products/data/app#DB_PASSWORD').toString('base64')}\n`,
      'kind: SealedSecret\nspec:\n  encryptedData:\n    password: AgBy3i4OJSWK+PiTySYZZA9rO43cGDEq\n',
      'kind: Secret\nmetadata:\n  name: app\ndata:\n  password: ENC[AES256_GCM,data:3dPq,type:str]\nsops:\n  version: 3.8.1\n',
    ],
  },
  keywords: [{ text: 'kind: Secret', ignoreCase: false }],
  find(text, offset) {
    if (!/^kind: Secret[ \t]{0,8}(?:\r?\n|$)/.test(text.slice(offset, offset + 30))) return undefined;
    const before = text.slice(Math.max(0, offset - MANIFEST_REACH), offset);
    const start = offset - before.length + Math.max(0, before.lastIndexOf('\n---') + 1);
    const after = text.slice(offset, offset + MANIFEST_REACH);
    const stop = after.indexOf('\n---');
    const document = text.slice(start, offset + (stop < 0 ? after.length : stop));
    if (/\nsops:|ENC\[/.test(document)) return undefined;
    return valuesOf(document, start);
  },
  fake: (random) =>
    `apiVersion: v1\nkind: Secret\nmetadata:\n  name: app\ndata:\n  password: ${Buffer.from(draw(random, 20)).toString('base64')}\n`,
};

/** One span from the first secret value to the last, so that none between them is shown. */
function valuesOf(document: string, start: number): Candidate | undefined {
  const spans: { start: number; end: number; sure: boolean }[] = [];
  for (const block of document.matchAll(BLOCK)) {
    const entries = block[2] ?? '';
    const from = start + block.index + block[0].length - entries.length;
    for (const entry of entries.matchAll(ENTRY)) {
      const [line, name = '', value = ''] = entry;
      if (block[1] === 'data' && !ENCODED.test(value)) continue;
      const plain = block[1] === 'data' ? Buffer.from(value, 'base64').toString('latin1').trim() : value;
      if (PUBLIC_MEMBER.test(name) || plain.includes('BEGIN CERTIFICATE') || isPlaceholderPassword(plain)) continue;
      const at = from + entry.index + line.indexOf(value, line.indexOf(':'));
      spans.push({ start: at, end: at + value.length, sure: !isWordLike(plain) });
    }
  }
  const [first] = spans;
  const last = spans.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const level = spans.some(({ sure }) => sure) ? 'error' : 'warning';
  return { kind: manifest.kind, start: first.start, end: last.end, level, prefix: '' };
}

const STATE_VALUE =
  /(?:(?:master_|admin_|db_)?password|(?:client_|api_)?secret|secret_key|secret_access_key)": "((?:[^"\\\r\n]|\\.){5,2000})(?=")/y;
const STATE_WORDS = ['password": "', 'secret": "', 'secret_key": "', 'secret_access_key": "'];
/** Where the name of an attribute starts, before the keyword that ends it. */
const NAME_BEFORE = /"([a-z_]{0,30})$/;

const terraformState: Matcher = {
  kind: {
    id: 'terraform-state-value',
    provider: 'HashiCorp',
    name: 'secret value in a Terraform state file',
    why: 'State holds every attribute in plain text: whoever reads the file has what the resources log in with.',
    env: '',
    revoke: 'rotate the value at its resource, and keep the state in a remote backend',
    docs: 'developer.hashicorp.com/terraform/language/state/sensitive-data',
    fallback: true,
    nearMisses: [
      '{"version": 4, "terraform_version": "1.9.0", "resources": [{"password": null}]}',
      '{"version": 4, "terraform_version": "1.9.0", "resources": [{"password": "changeme"}]}',
      '{"name": "settings", "password": "{{fake plivo-token 1}}"}',
    ],
  },
  keywords: STATE_WORDS.map((text) => ({ text, ignoreCase: false })),
  find(text, offset) {
    if (!text.slice(0, 400).includes('"terraform_version"')) return undefined;
    const name = NAME_BEFORE.exec(text.slice(Math.max(0, offset - 31), offset));
    if (name === null) return undefined;
    STATE_VALUE.lastIndex = offset - (name[1] ?? '').length;
    const value = STATE_VALUE.exec(text)?.[1];
    return value === undefined
      ? undefined
      : passwordAt(terraformState.kind, STATE_VALUE.lastIndex - value.length, value);
  },
  fake: (random) =>
    `{"version": 4, "terraform_version": "1.9.0", "resources": [{"instances": [{"attributes": {"password": "${draw(random, 20)}"}}]}]}`,
};

const RECORDED_HEADER =
  /"(?:cookie|set-cookie|authorization|proxy-authorization|x-api-key)"\s{0,4},\s{0,40}"value"\s{0,4}:\s{0,4}"((?:[^"\\\r\n]|\\.){16,6000})(?=")/iy;
const HEADER_NAME = /"name"\s{0,4}:\s{0,4}$/;

const recorded: Matcher = {
  kind: {
    id: 'har-header',
    provider: 'any',
    name: 'session in a recorded request (HAR file)',
    level: 'warning',
    why: 'Until it ends, whoever has it continues the session as the person who recorded it.',
    env: '',
    revoke: 'log out of that service everywhere, or revoke the token',
    docs: 'developer.mozilla.org/docs/Web/HTTP/Headers/Authorization',
    fallback: true,
    nearMisses: [
      '{"name": "Cookie", "value": ""}',
      '{"name": "Authorization", "value": "Bearer {{token}}"}',
      '{"name": "authorization", "value": "required", "in": "header"}',
      '{"name": "Set-Cookie", "value": "theme=dark; Path=/; HttpOnly"}',
    ],
  },
  keywords: ['"cookie"', '"set-cookie"', '"authorization"', '"proxy-authorization"', '"x-api-key"'].map((text) => ({
    text,
    ignoreCase: true,
  })),
  find(text, offset) {
    if (!HEADER_NAME.test(text.slice(Math.max(0, offset - 20), offset))) return undefined;
    RECORDED_HEADER.lastIndex = offset;
    const value = RECORDED_HEADER.exec(text)?.[1];
    if (value === undefined || !holdsToken(value)) return undefined;
    const start = RECORDED_HEADER.lastIndex - value.length;
    return { kind: recorded.kind, start, end: start + value.length, level: 'warning', prefix: '' };
  },
  fake: (random) => `{"name": "Cookie", "value": "theme=dark; session=${draw(random, 40)}"}`,
};

/** True when some part of a header is as long and as random as what names a session. */
function holdsToken(value: string): boolean {
  return value
    .split(/[\s;,=]+/)
    .some((part) => part.length >= 20 && /\d/.test(part) && /[A-Za-z]/.test(part) && !isPlaceholder(part, 3.5));
}

const TYPE_BEFORE = /"type"\s{0,4}:\s{0,4}$/;
const POSTMAN_VALUE = /"value"\s{0,4}:\s{0,4}"((?:[^"\\\r\n]|\\.){5,4000})"/;

const postman: Matcher = {
  kind: {
    id: 'postman-environment-secret',
    provider: 'Postman',
    name: 'secret variable in a Postman environment',
    why: 'An exported environment holds its values in plain text, those marked secret too.',
    env: '',
    revoke: 'revoke the value where it comes from, and export the environment without values',
    docs: 'learning.postman.com/docs/sending-requests/variables/variables',
    fallback: true,
    nearMisses: [
      '{"key": "token", "value": "", "type": "secret", "enabled": true}',
      '{"key": "token", "value": "{{vault:token}}", "type": "secret"}',
      '{"key": "token", "value": "<your token>", "type": "secret"}',
      '{"key": "name", "value": "{{fake plivo-token 1}}", "type": "default"}',
    ],
  },
  keywords: [{ text: '"secret"', ignoreCase: false }],
  find(text, offset) {
    if (!TYPE_BEFORE.test(text.slice(Math.max(0, offset - 20), offset))) return undefined;
    const before = text.slice(Math.max(0, offset - 4400), offset);
    const open = before.lastIndexOf('{"key') < 0 ? before.lastIndexOf('{') : before.lastIndexOf('{"key');
    if (open < 0) return undefined;
    const after = text.slice(offset, offset + 400);
    const close = after.indexOf('}');
    const from = offset - before.length + open;
    const object = text.slice(from, offset + Math.max(close, 0));
    const member = POSTMAN_VALUE.exec(object);
    const value = member?.[1];
    if (member === null || value === undefined || !object.includes('"key"')) return undefined;
    return passwordAt(postman.kind, from + member.index + member[0].length - 1 - value.length, value);
  },
  fake: (random) => `{"key": "token", "value": "${draw(random, 24)}", "type": "secret", "enabled": true}`,
};

export const exportMatchers: readonly Matcher[] = [manifest, terraformState, recorded, postman];
