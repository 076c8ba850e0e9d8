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
  ['curl-login', 'deploy.sh', 'curl -sSf -u deploy:{18 an} https://api.internal.net/v1/deploy\n', 'curl.se/docs'],
  [
    'curl-login',
    'README.md',
    "Run `curl --user 'deploy:{18 an}' \\\n  -d @body.json \\\n  https://api.internal.net/v1`.\n",
    'curl.se/docs',
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
  ['pgpass', '.pgpass', 'db.internal.net:5432:app:app:{18 an}\n', 'postgresql.org/docs/current/libpq-pgpass.html'],
  [
    'mysql-client-config',
    '.my.cnf',
    '[client]\nuser=app\npassword="{18 an}"\nhost=db.internal.net\n',
    'dev.mysql.com/doc/refman/8.4/en/option-files.html',
  ],
  [
    'rclone-config',
    'rclone.conf',
    '[nas]\ntype = sftp\nhost = nas.internal.net\nuser = sam\npass = {38 b64u}\n',
    'rclone.org/commands/rclone_obscure',
  ],
  [
    's3cfg-secret',
    '.s3cfg',
    '[default]\naccess_key = {20 uan}\nbucket_location = US\nhost_base = s3.internal.net\nsecret_key = {40 an}\n',
    's3tools.org/kb/item14.htm',
  ],
  [
    'kubeconfig-token',
    'kubeconfig',
    'apiVersion: v1\nkind: Config\nusers:\n- name: sam\n  user:\n    token: {6 lan}{30 an}\n',
    'kubernetes.io/docs',
  ],
  [
    'ansible-vault-weak',
    'hosts.ini',
    '[web]\nweb1 ansible_host=10.1.0.4 ansible_user=sam ansible_password={18 an}\n',
    'docs.ansible.com',
  ],
  ['htpasswd-shadow-hash', '.htpasswd', 'sam:$apr1${8 an}${22 an}\n', 'httpd.apache.org/docs'],
  ['htpasswd-shadow-hash', 'shadow', 'root:$6${16 an}${86 an}:19800:0:99999:7:::\n', 'man7.org, crypt(5)'],
  [
    'k8s-secret-manifest',
    'secret.yaml',
    'apiVersion: v1\nkind: Secret\nmetadata:\n  name: app\ntype: Opaque\nstringData:\n  password: {20 an}\n',
    'kubernetes.io/docs',
  ],
  [
    'terraform-state-value',
    'terraform.tfstate',
    '{\n  "version": 4,\n  "terraform_version": "1.9.5",\n  "resources": [\n    {"instances": [{"attributes": {"username": "app", "password": "{20 an}"}}]}\n  ]\n}\n',
    'developer.hashicorp.com/terraform',
  ],
  [
    'har-header',
    'session.har',
    '{"log": {"entries": [{"request": {"headers": [{"name": "Cookie", "value": "theme=dark; sid={40 an}"}]}}]}}\n',
    'w3c.github.io/web-performance/specs/HAR',
  ],
  [
    'postman-environment-secret',
    'live.postman_environment.json',
    '{"name": "live", "values": [{"key": "token", "value": "{24 an}", "type": "secret", "enabled": true}]}\n',
    'learning.postman.com/docs',
  ],
  [
    'django-secret-key',
    'settings.py',
    "DEBUG = False\nSECRET_KEY = '{24 lan}&{12 lan}!{12 lan}'\n",
    'docs.djangoproject.com',
  ],
  [
    'wordpress-salt',
    'wp-config.php',
    "<?php\ndefine( 'AUTH_KEY',  '{30 an}|{20 an}%{12 an}' );\ndefine( 'NONCE_SALT', '{30 an}#{20 an}+{12 an}' );\n",
    'developer.wordpress.org/apis/wp-config-php',
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
