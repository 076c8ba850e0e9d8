// Google's credential files: one JSON object, told by its `type`; the span is the member that is secret.
import type { Matcher } from '../matcher.ts';
import { isPlaceholder } from '../placeholder.ts';
import { armour, PRIVATE_KEY, readPem } from './pem.ts';
import { draw, drawBase64, type Span } from './reading.ts';

const TYPE = /\\{0,3}["']type\\{0,3}["']\s{0,4}:\s{0,4}\\{0,3}["']$/;
const REACH = 6000;
/** Members in the order that Google's tools write them come after `type`, but nothing makes other tools keep it. */
const PRIVATE_MEMBER = /["']private_key\\{0,3}["']\s{0,4}:\s{0,4}\\{0,3}["']/;
const REFRESH_MEMBER = /["']refresh_token\\{0,3}["']\s{0,4}:\s{0,4}\\{0,3}["']([^"'\\\s]{20,300})\\{0,3}["']/;

/** The object round an offset: these files are flat. */
function objectAround(text: string, offset: number): Span {
  const from = Math.max(0, offset - REACH);
  const open = text.slice(from, offset).lastIndexOf('{');
  const after = text.slice(offset, offset + REACH);
  const close = after.indexOf('}');
  return { start: from + Math.max(0, open), end: offset + (close < 0 ? after.length : close) };
}

function hasType(text: string, offset: number): boolean {
  return TYPE.test(text.slice(Math.max(0, offset - 24), offset));
}

const serviceAccount: Matcher = {
  kind: {
    id: 'gcp-service-account-json',
    provider: 'Google Cloud',
    name: 'Google Cloud service account key',
    why: 'Whoever has it can do in the project whatever the service account may, and the key does not expire.',
    env: 'GOOGLE_APPLICATION_CREDENTIALS',
    revoke: 'console.cloud.google.com/iam-admin/serviceaccounts → keys: delete the key',
    docs: 'cloud.google.com/iam/docs/keys-create-delete',
    partner: true,
    nearMisses: [
      `{"type": "service_account", "project_id": "app", "private_key": "\${GCP_PRIVATE_KEY}"}`,
      '{"type": "service_account", "client_email": "app@northwind.iam.gserviceaccount.com"}',
      'if (credentials.type === "service_account") return new JWT(credentials.private_key);',
    ],
  },
  keywords: [{ text: 'service_account', ignoreCase: false }],
  find(text, offset) {
    if (!hasType(text, offset)) return undefined;
    const object = objectAround(text, offset);
    const member = PRIVATE_MEMBER.exec(text.slice(object.start, object.end));
    if (member === null) return undefined;
    const start = object.start + member.index + member[0].length;
    const words = text.slice(start, start + 40).indexOf(PRIVATE_KEY);
    const block = words < 0 ? undefined : readPem(text, start + words);
    if (block === undefined) return undefined;
    // The line break after the end line belongs to the value; the longer span wins over the bare key's.
    const tail = /^(?:\\{1,3}n|\s){0,4}/.exec(text.slice(block.end, block.end + 16))?.[0] ?? '';
    return { kind: serviceAccount.kind, start, end: block.end + tail.length, level: 'error', prefix: '' };
  },
  fake: (random) =>
    JSON.stringify({
      type: 'service_account',
      project_id: 'northwind',
      private_key_id: draw(random, 40, 'hex'),
      private_key: `${armour('', `MIIEvQIBADANBgkqhkiG9w0BAQEFAASC${drawBase64(random, 1188)}`)}\n`,
      client_email: 'app@northwind.iam.gserviceaccount.com',
    }),
};

const userCredentials: Matcher = {
  kind: {
    id: 'gcp-adc-user-json',
    provider: 'Google Cloud',
    name: 'Google Cloud user credentials',
    why: 'Whoever has it can act as that person in every project they can reach, until it is revoked.',
    env: 'GOOGLE_APPLICATION_CREDENTIALS',
    revoke: 'gcloud auth application-default revoke, or myaccount.google.com/permissions',
    docs: 'cloud.google.com/docs/authentication/application-default-credentials',
    nearMisses: [
      '{"type": "authorized_user", "client_id": "app", "refresh_token": "YOUR_REFRESH_TOKEN_GOES_HERE"}',
      'if (json.type === "authorized_user") client.setCredentials({ refresh_token: json.refresh_token });',
    ],
  },
  keywords: [{ text: 'authorized_user', ignoreCase: false }],
  find(text, offset) {
    if (!hasType(text, offset)) return undefined;
    const object = objectAround(text, offset);
    const member = REFRESH_MEMBER.exec(text.slice(object.start, object.end));
    const value = member?.[1];
    if (member === null || value === undefined || isPlaceholder(value)) return undefined;
    const start = object.start + member.index + member[0].indexOf(value);
    return { kind: userCredentials.kind, start, end: start + value.length, level: 'error', prefix: '' };
  },
  fake: (random) =>
    JSON.stringify({
      client_id: `${draw(random, 12, 'dig')}.apps.googleusercontent.com`,
      client_secret: draw(random, 24, 'b64u'),
      refresh_token: `1//0${draw(random, 60)}`,
      type: 'authorized_user',
    }),
};

export const gcpMatchers: readonly Matcher[] = [serviceAccount, userCredentials];
