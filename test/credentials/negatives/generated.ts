// Sorts of text that look like secrets to a scanner and are none: drawn text under harmless names, and harmless text
// under the names of secrets.
import { bytes64, camel, constantName, drawn, pick, type Random, secretName, upTo, uuid, word, words } from './draw.ts';

/** Path and text. */
type Make = (random: Random) => readonly [string, string];

/** Drawn text whose name or place says what it is. */
const DRAWN: Readonly<Record<string, Make>> = {
  'UUID as an id': (r) => ['src/seed.ts', `const ${camel(r, 2)}Id = "${uuid(r)}";`],
  'UUIDs in a table': (r) => ['data/rows.csv', `${upTo(r, 999)},${uuid(r)},${word(r)},${uuid(r)}`],
  'commit id': (r) => ['.gitmodules.yml', `rev: ${drawn(r, 40, 'hex')} # ${word(r)}`],
  'action pinned to a commit': (r) => [
    '.github/workflows/ci.yml',
    `      - uses: ${word(r)}/${word(r)}@${drawn(r, 40, 'hex')}`,
  ],
  'integrity in HTML': (r) => [
    'public/index.html',
    `<script src="/${word(r)}.js" integrity="sha384-${bytes64(r, 48)}" crossorigin="anonymous"></script>`,
  ],
  'package lock': (r) => [
    'package-lock.json',
    `"resolved": "https://registry.northwind.net/${word(r)}/-/${word(r)}-1.2.3.tgz", "integrity": "sha512-${bytes64(r, 64)}"`,
  ],
  'yarn lock': (r) => ['yarn.lock', `"${word(r)}-token@^1.0.0":\n  integrity sha512-${bytes64(r, 64)}`],
  'go.sum': (r) => ['go.sum', `github.com/${word(r)}/${word(r)}-token v1.${upTo(r, 30)}.0 h1:${bytes64(r, 32)}`],
  'cargo lock': (r) => ['Cargo.lock', `name = "secret-${word(r)}"\nchecksum = "${drawn(r, 64, 'hex')}"`],
  'image digest': (r) => ['deploy/app.yaml', `image: ${word(r)}/token-service@sha256:${drawn(r, 64, 'hex')}`],
  'checksum list': (r) => ['SHA256SUMS', `${drawn(r, 64, 'hex')}  ${word(r)}-token-1.0.tar.gz`],
  'digest in code': (r) => ['src/verify.py', `EXPECTED_TOKEN_SHA256 = "${drawn(r, 64, 'hex')}"`],
  'password hash': (r) => ['src/users.sql', `password_hash = '$2b$12$${drawn(r, 53, 'an')}'`],
  'bcrypt under password': (r) => ['seed/users.json', `"password": "$2a$10$${drawn(r, 53, 'an')}"`],
  'argon2 under password': (r) => [
    'seed/users.yml',
    `password: "$argon2id$v=19$m=65536,t=3,p=4$${drawn(r, 22, 'an')}$${drawn(r, 43, 'an')}"`,
  ],
  'picture in a data address': (r) => [
    'src/logo.ts',
    `const tokenIcon = "data:image/png;base64,iVBORw0KGgo${bytes64(r, 90)}";`,
  ],
  'font in CSS': (r) => ['src/app.css', `src: url(data:font/woff2;base64,d09GMgABAAAA${bytes64(r, 90)})`],
  'source map': (r) => [
    'dist/app.js.map',
    `{"version":3,"mappings":"${words(r, 30, ';AAAA,')}","token":"${drawn(r, 40, 'b64')}"}`,
  ],
  'bundle in one line': (r) => [
    'dist/app.min.js',
    `!function(){var t="${drawn(r, 40, 'an')}";e.token="${drawn(r, 32, 'an')}"}();`,
  ],
  'notebook picture': (r) => ['analysis.ipynb', `"image/png": "iVBORw0KGgoAAAANSUhEUgAA${bytes64(r, 150)}"`],
  snapshot: (r) => ['test/__snapshots__/app.test.ts.snap', `"token": "${drawn(r, 32, 'an')}",`],
  'SVG path': (r) => [
    'src/icon.tsx',
    `<path key="${word(r)}" d="M${upTo(r, 24)}.${upTo(r, 99)}a${upTo(r, 9)} 0 1 1-${upTo(r, 9)}.5c.3-.8 1.2 1 0 2z" />`,
  ],
  'SSH public key': (r) => [
    'infra/users.tf',
    `deploy_key = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQ${bytes64(r, 150)} ops@northwind"`,
  ],
  'public key': (r) => [
    'src/keys.ts',
    `export const PUBLIC_KEY = "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A${bytes64(r, 120)}";`,
  ],
  'public key under a key name': (r) => [
    'config/app.yml',
    `verify_api_key: MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A${bytes64(r, 120)}`,
  ],
  fingerprint: (r) => ['known_hosts.md', `key fingerprint is SHA256:${drawn(r, 43, 'b64')}`],
  'test vector': (r) => [
    'crypto/hmac_test.go',
    `{key: "${drawn(r, 32, 'hex')}", secret: "${drawn(r, 64, 'hex')}", mac: "${drawn(r, 64, 'hex')}"},`,
  ],
  'test password': (r) => ['test/login.spec.ts', `const password = "${camel(r, 2)}${upTo(r, 999)}!";`],
  'test UUID': (r) => ['tests/test_client.py', `token = "${uuid(r)}"`],
  'page token': (r) => ['src/list.json', `"nextPageToken": "${bytes64(r, 30)}"`],
  'page cursor': (r) => ['src/list.ts', `const continuationToken = '${bytes64(r, 24)}';`],
  'site key': (r) => ['src/form.tsx', `recaptchaSiteKey="6L${drawn(r, 38, 'b64u')}"`],
  'publishable key': (r) => ['src/pay.ts', `publishableKey: '${drawn(r, 32, 'an')}',`],
  'CSRF token in HTML': (r) => ['page.html', `<meta name="csrf-token" content="${bytes64(r, 32)}">`],
  nonce: (r) => ['page.html', `<script nonce="${bytes64(r, 16)}">window.__KEY__=1</script>`],
  'encrypted by sops': (r) => [
    'secrets.enc.yaml',
    `api_key: ENC[AES256_GCM,data:${bytes64(r, 24)},iv:${bytes64(r, 32)},tag:${bytes64(r, 16)},type:str]`,
  ],
  'sealed secret': (r) => ['sealed.yaml', `  encryptedData:\n    password: AgB${bytes64(r, 120)}`],
  'encrypted by jasypt': (r) => ['application.properties', `db.password=ENC(${bytes64(r, 24)})`],
  'encrypted by KMS': (r) => ['config.yml', `db_password: AQICAHh${bytes64(r, 90)}`],
  'idempotency key': (r) => ['src/pay.http', `Idempotency-Key: ${uuid(r)}`],
  'trace id': (r) => ['src/log.txt', `traceparent: 00-${drawn(r, 32, 'hex')}-${drawn(r, 16, 'hex')}-01`],
  'measurement id': (r) => ['src/analytics.ts', `const analyticsKey = "G-${drawn(r, 10, 'uan')}";`],
  'object key': (r) => ['src/s3.ts', `const objectKey = "${word(r)}/${uuid(r)}/${drawn(r, 32, 'hex')}.bin";`],
  'cache key': (r) => ['ci.yml', `key: npm-${drawn(r, 64, 'hex')}`],
  'key id': (r) => ['config.yml', `access_key_id: ${drawn(r, 20, 'uan')}`],
  'client id': (r) => ['config.yml', `client_id: ${drawn(r, 32, 'hex')}`],
  'tenant id': (r) => ['main.tf', `tenant_id = "${uuid(r)}"`],
  'contract address': (r) => ['src/chain.ts', `export const TOKEN_ADDRESS = "0x${drawn(r, 40, 'xhex')}";`],
};

/** Names of secrets whose values are none. */
const NAMED: Readonly<Record<string, Make>> = {
  'variable read in code': (r) => ['src/app.ts', `const ${secretName(r)} = process.env.${constantName(r)};`],
  'variable read in Python': (r) => ['app.py', `${secretName(r)} = os.environ["${constantName(r)}"]`],
  'variable with a default': (r) => [
    'compose.yaml',
    `      ${constantName(r)}: \${${constantName(r)}:-change-me-please1}`,
  ],
  'variable in a workflow': (r) => [
    '.github/workflows/ci.yml',
    `          ${constantName(r)}: \${{ secrets.${constantName(r)} }}`,
  ],
  'variable in a shell': (r) => [
    'run.sh',
    `curl -H "Authorization: Bearer $${constantName(r)}" "https://api.northwind.net/v${upTo(r, 9)}?token=$${constantName(r)}"`,
  ],
  'Helm template': (r) => [
    'chart/templates/app.yaml',
    `  password: {{ .Values.${camel(r, 2)}.password${upTo(r, 9)} | b64enc | quote }}`,
  ],
  'Jinja template': (r) => ['roles/app/vars.yml', `api_key: "{{ lookup('env', '${constantName(r)}') }}"`],
  'Terraform variable': (r) => ['main.tf', `  secret_key = var.${words(r, 2, '_')}_secret_key_${upTo(r, 9)}`],
  'reference in a cluster': (r) => [
    'app.yaml',
    `- name: ${constantName(r)}\n  valueFrom:\n    secretKeyRef:\n      name: ${words(r, 2, '-')}-v${upTo(r, 9)}\n      key: ${word(r)}`,
  ],
  'ARN of a secret': (r) => [
    'task.json',
    `"secret": "arn:aws:secretsmanager:eu-west-1:${drawn(r, 12, 'dig')}:secret:${words(r, 2, '/')}-${drawn(r, 6, 'an')}"`,
  ],
  'vault path': (r) => ['config.yml', `password: vault:secret/data/${words(r, 2, '/')}#password${upTo(r, 9)}`],
  'password manager reference': (r) => [
    '.env',
    `${constantName(r)}=op://${word(r)}/${words(r, 2, '-')}-${upTo(r, 99)}/credential`,
  ],
  'secret of Google': (r) => [
    'app.yml',
    `secret: projects/${drawn(r, 12, 'dig')}/secrets/${words(r, 2, '-')}/versions/${upTo(r, 9)}`,
  ],
  'example settings': (r) => [
    '.env.example',
    `${constantName(r)}=${pick(r, ['your-key-here', 'changeme123', 'xxxxxxxxxxxxxxxxxxxx', 'replace_with_your_own_32_chars', '<token>', 'sk-your-key'])}`,
  ],
  'stand-in in settings': (r) => [
    'config.yml',
    `${pick(r, ['api_key', 'auth_token', 'client_secret'])}: ${pick(r, ['YOUR_API_KEY_GOES_HERE_12345', 'REPLACE_ME_WITH_A_32_CHAR_KEY', 'insert-your-api-key-here-1', 'my-secret-token-value-1234', 'aaaaaaaaaaaaaaaaaaaaaaaa1', '0123456789abcdef0123456789abcdef'])}`,
  ],
  'stand-in password': (r) => [
    'docker-compose.yml',
    `      POSTGRES_PASSWORD: ${pick(r, ['postgres', 'password123', 'example', 'secret1234', 'changeit1', 'root1234', 'mysecretpassword', 'Passw0rd!'])}`,
  ],
  'texts of a form': (r) => [
    'src/i18n/en.ts',
    `forgotPassword: "Forgot your ${word(r)} password? Reset it within ${upTo(r, 60)} minutes.",`,
  ],
  'text of a message': (r) => [
    'src/errors.ts',
    `invalidToken: "The ${word(r)} token is not valid (E${upTo(r, 9999)})",`,
  ],
  'catalogue of texts': (r) => ['locales/de.json', `"password": "Passwort-${camel(r, 2)}${upTo(r, 99)}"`],
  'form field': (r) => [
    'login.html',
    `<input type="password" id="password-${word(r)}${upTo(r, 99)}" name="password" autocomplete="current-password">`,
  ],
  'selector in code': (r) => [
    'src/page.ts',
    `passwordInput: '#login-form__password-${upTo(r, 99)}',\n  password: '[data-testid="${word(r)}-password-${upTo(r, 99)}"]',`,
  ],
  'class name': (r) => [
    'src/Form.tsx',
    `<Input password className="mt-4 ${word(r)}-password__field--${upTo(r, 9)}xl" token="text-sm2-${word(r)}" />`,
  ],
  'type of a token': (r) => [
    'src/oauth.ts',
    `tokenType: "urn:ietf:params:oauth:token-type:${pick(r, ['jwt', 'saml2', 'access_token', 'id_token'])}",`,
  ],
  'token of a language': (r) => [
    'src/lexer.ts',
    `tokenizer.push({ token: "${pick(r, ['keyword.control', 'constant.numeric.hex16', 'string.quoted.double2', 'meta.tag.h1'])}", next: "@${word(r)}${upTo(r, 9)}" });`,
  ],
  'tokens of a model': (r) => [
    'src/llm.ts',
    `max_tokens: ${upTo(r, 9)}096, tokenLimit: "${upTo(r, 200)}k-tokens-${word(r)}",`,
  ],
  'tokens of a design': (r) => [
    'theme/tokens.json',
    `"token": "color-${word(r)}-${upTo(r, 9)}00", "value": "#${drawn(r, 6, 'hex')}"`,
  ],
  'name of a secret': (r) => ['app.yaml', `secretName: ${words(r, 3, '-')}-tls-v${upTo(r, 9)}`],
  'name of a variable': (r) => [
    'src/config.ts',
    `const apiKeyEnv = "${constantName(r)}_V${upTo(r, 9)}"; const apiKey = read("${constantName(r)}");`,
  ],
  'name of a storage key': (r) => [
    'src/auth.ts',
    `const TOKEN_KEY = '${words(r, 2, '_')}_token_v${upTo(r, 9)}'; const ACCESS_TOKEN = '${words(r, 2, '.')}.accessToken${upTo(r, 9)}';`,
  ],
  'name of a header': (r) => ['src/http.ts', `const AUTH_TOKEN = 'x-${words(r, 2, '-')}-token-v${upTo(r, 9)}';`],
  'name of a class': (r) => [
    'src/App.java',
    `String secret = "com.northwind.${words(r, 3, '.')}.SecretProvider${upTo(r, 9)}";`,
  ],
  'name of a file': (r) => [
    'config.yml',
    `password_file: /run/secrets/${words(r, 2, '_')}_${upTo(r, 99)}\ntoken: /var/run/secrets/${words(r, 2, '/')}/token${upTo(r, 9)}`,
  ],
  'address of tokens': (r) => ['config.yml', `token: https://login.northwind.net/${uuid(r)}/oauth2/v2.0/token`],
  'file of a key': (r) => ['nginx.conf', `secret_key: ${words(r, 2, '-')}-${upTo(r, 2030)}.key`],
  'call in code': (r) => [
    'src/app.go',
    `token := generate${camel(r, 1)}Token(ctx, cfg.Secret256, "HS256", ${upTo(r, 99)})`,
  ],
  'call with a name': (r) => [
    'src/app.py',
    `token = get_secret("${words(r, 2, '-')}-${upTo(r, 99)}", version=${upTo(r, 9)})`,
  ],
  'check of a password': (r) => [
    'src/schema.ts',
    `password: z.string().min(${upTo(r, 12)}).regex(/^(?=.*[A-Z])(?=.*\\d).{8,${upTo(r, 99)}}$/),`,
  ],
  'rule for passwords': (r) => ['policy.json', `"passwordPattern": "^[A-Za-z0-9!@#$%]{8,${upTo(r, 99)}}$"`],
  'type in code': (r) => [
    'src/types.ts',
    `interface ${camel(r, 1)} { password: string; token?: Uint8Array<${upTo(r, 9)}>; secret: Base64String | null; }`,
  ],
  'column of a table': (r) => [
    'schema.sql',
    `password VARCHAR(${upTo(r, 255)}) NOT NULL, token CHAR(64), secret_key VARBINARY(${upTo(r, 512)})`,
  ],
  'interface description': (r) => [
    'openapi.yaml',
    `        apiKey:\n          type: string\n          format: ${words(r, 2, '-')}-v${upTo(r, 9)}\n          pattern: '^[a-z0-9]{32}$'`,
  ],
  'algorithm of a secret': (r) => [
    'src/crypto.ts',
    `secret: "${pick(r, ['HMAC-SHA256', 'AES256-GCM', 'aes-256-cbc', 'PBKDF2WithHmacSHA256', 'ed25519', 'chacha20-poly1305'])}",`,
  ],
  'version of a token': (r) => [
    'config.yml',
    `token: v${upTo(r, 9)}.${upTo(r, 30)}.${upTo(r, 30)}-rc.${upTo(r, 9)}\nsecret: 20${upTo(r, 89) + 10}-0${upTo(r, 8) + 1}-1${upTo(r, 9)}T10:00:00Z`,
  ],
  'mail under a secret': (r) => ['config.yml', `credential: ${word(r)}.${word(r)}${upTo(r, 99)}@northwind.net`],
  'base64 of a stand-in': (r) => [
    'secret.yaml',
    `data:\n  password: ${Buffer.from(pick(r, ['changeme', 'password', 'admin123', 'example-password', 'your-password-here'])).toString('base64')}`,
  ],
  'expression in code': (r) => [
    'src/app.js',
    `this.password = e.${word(r)}${upTo(r, 99)}; t.token = n[${upTo(r, 99)}].${camel(r, 2)}; o.secret = a.b2.c3.d${upTo(r, 99)};`,
  ],
  'flag in help': (r) => [
    'README.md',
    `  --token <token>       token of the ${word(r)} service (env ${constantName(r)})\n  --api-key KEY${upTo(r, 9)}`,
  ],
  'flag from a variable': (r) => [
    'run.sh',
    `northctl login --password "$${constantName(r)}" --token=$(cat /run/secrets/${word(r)}${upTo(r, 9)})`,
  ],
  'prose on secrets': (r) => [
    'docs/guide.md',
    `Set the password (at least ${upTo(r, 20)} characters), then the API key: see https://www.northwind.net/${words(r, 2, '/')}-${upTo(r, 99)}.`,
  ],
  'masked value': (r) => [
    'src/log.txt',
    `token: ${drawn(r, 4, 'an')}****${drawn(r, 4, 'an')} password=******** api_key=${drawn(r, 6, 'an')}...`,
  ],
  'enum of secrets': (r) => [
    'src/kinds.ts',
    `enum Kind { Password = "password-${word(r)}-${upTo(r, 9)}", ApiKey = "api_key_${word(r)}_${upTo(r, 9)}", Token = "${camel(r, 2)}Token${upTo(r, 9)}" }`,
  ],
  'test mock': (r) => [
    'src/client.test.ts',
    `const client = new Client({ apiKey: "test-api-key-${upTo(r, 999)}", token: "mock_${word(r)}_token_${upTo(r, 99)}" });`,
  ],
  'feature switch': (r) => ['flags.yml', `auth_token: enable-${words(r, 3, '-')}-${upTo(r, 9)}x`],
  'cookie of a session': (r) => [
    'src/session.ts',
    `session({ name: "${word(r)}.sid.v${upTo(r, 9)}", secret: config.get("session.secret${upTo(r, 9)}") })`,
  ],
  'keyboard key': (r) => [
    'src/keys.ts',
    `{ key: "F${upTo(r, 12)}", accessKey: "ctrl+shift+alt+f${upTo(r, 12)}", appKey: "MediaTrackNext${upTo(r, 9)}" }`,
  ],
};

/** Nearest to secrets: only what stands round them, or nothing at all, says that they are public or made up. */
const NEAREST: Readonly<Record<string, Make>> = {
  'key of a public search': (r) => [
    'docusaurus.config.js',
    `algolia: { appId: "${drawn(r, 10, 'uan')}", apiKey: "${drawn(r, 32, 'hex')}", indexName: "${word(r)}" }`,
  ],
  'token of a public download': (r) => [
    'src/data.ts',
    `image: "https://firebasestorage.northwind.net/v0/b/${word(r)}/o/${word(r)}.png?alt=media&token=${uuid(r)}",`,
  ],
  'token on a chain': (r) => ['src/chain.ts', `${word(r)}Token: "0x${drawn(r, 40, 'xhex')}",`],
  'push key': (r) => ['src/push.ts', `const vapidKey = "B${drawn(r, 86, 'b64u')}";`],
  'badge in a document': (r) => [
    'README.md',
    `[![ci](https://ci.northwind.net/${word(r)}.svg?style=flat&token=${drawn(r, 10, 'uan')})](https://ci.northwind.net)`,
  ],
  'made up in a story': (r) => [
    'src/Login.stories.tsx',
    `args: { password: "${camel(r, 2)}-${upTo(r, 9999)}!", token: "${uuid(r)}" },`,
  ],
  'example in a comment': (r) => [
    'src/api.ts',
    ` * @example client.login({ token: "${drawn(r, 16, 'an')}", password: "${camel(r, 1)}${upTo(r, 999)}!" })`,
  ],
  'verification of a site': (r) => [
    'index.html',
    `<meta name="site-verification-token" content="${drawn(r, 43, 'b64u')}" />`,
  ],
  'hash of a token': (r) => [
    'src/seed.ts',
    `{ user: "${word(r)}", tokenHash: "${drawn(r, 64, 'hex')}", secretDigest: "${bytes64(r, 32)}" }`,
  ],
  'checksum beside a secret': (r) => [
    'deploy.yaml',
    `checksum/secret: ${drawn(r, 64, 'hex')}\nsecret-checksum: "${drawn(r, 40, 'hex')}"`,
  ],
  'numbers under a token': (r) => [
    'src/map.ts',
    `tokens: ["${upTo(r, 9999)}.${upTo(r, 9999)}"], token: "${drawn(r, 18, 'dig')}",`,
  ],
  'translation key': (r) => [
    'src/ui.tsx',
    `password: t("login.${camel(r, 2)}.password${upTo(r, 9)}"), secret: "${camel(r, 2)}.${camel(r, 2)}${upTo(r, 9)}",`,
  ],
};

export const GENERATED: Readonly<Record<string, Make>> = { ...DRAWN, ...NAMED, ...NEAREST };
