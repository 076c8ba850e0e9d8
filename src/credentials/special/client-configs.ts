// Logins in the files of database, file and automation clients: .pgpass, .my.cnf, rclone.conf, .s3cfg, kubeconfig, inventories.
import type { KindDocs } from '../kind.ts';
import type { Candidate, Matcher } from '../matcher.ts';
import { isPlaceholder } from '../placeholder.ts';
import { CLASSES } from '../structure.ts';
import { isPlaceholderPassword, isWordLike } from './password.ts';
import { draw } from './reading.ts';
import { judgeLogin } from './url-password.ts';

/** A password of a config file: an error, or a warning where it may as well be a word of an example. */
export function passwordAt(kind: KindDocs, start: number, password: string): Candidate | undefined {
  if (isPlaceholderPassword(password)) return undefined;
  const found = { kind, start, end: start + password.length, prefix: '' };
  return { ...found, level: isWordLike(password) ? 'warning' : (kind.level ?? 'error') };
}

/** The end of the last group of a sticky pattern, which closes the match, and what it holds. */
function lastGroup(pattern: RegExp, text: string, offset: number): { start: number; value: string } | undefined {
  pattern.lastIndex = offset;
  const value = pattern.exec(text)?.at(-1);
  return value === undefined ? undefined : { start: pattern.lastIndex - value.length, value };
}

/** Host, port, database and user come before the password; the keyword is the port. */
const PGPASS_HOST = /(?:^|[\s"'`])([A-Za-z0-9][\w.-]{0,253}|\*)$/;
const PGPASS_REST = /:(?:\d{4,5}|\*):[\w.*-]{1,63}:([\w.@-]{1,63}):([^\s:"'`]{1,128})(?=[\s"'`]|$)/y;

const pgpass: Matcher = {
  kind: {
    id: 'pgpass',
    provider: 'PostgreSQL',
    name: 'password in a .pgpass file',
    why: 'Whoever has it can read, change or delete what that database user may.',
    env: '',
    revoke: 'change the password of that database user (ALTER ROLE … PASSWORD)',
    docs: 'www.postgresql.org/docs/current/libpq-pgpass.html',
    nearMisses: [
      'hostname:5432:database:username:password',
      'localhost:5432:app:app:app',
      'ports: ["5432:5432"]',
      'db.northwind.net:5432:app:app:$PGPASSWORD',
    ],
  },
  keywords: [':5432:', ':5433:', ':6432:', ':*:'].map((text) => ({ text, ignoreCase: false })),
  find(text, offset) {
    const host = PGPASS_HOST.exec(text.slice(Math.max(0, offset - 255), offset))?.[1];
    const found = lastGroup(PGPASS_REST, text, offset);
    if (host === undefined || found === undefined) return undefined;
    const user = text.slice(offset, found.start).split(':').at(-2) ?? '';
    return judgeLogin(pgpass.kind, { user, password: found.value, host, start: found.start });
  },
  fake: (random) => `db.northwind.net:5432:app:app:${draw(random, 18)}`,
};

const MYSQL_SECTION = /\[(?:client|mysql|mysqldump|mysqladmin)\][ \t]{0,20}\r?\n/y;
const MYSQL_PASSWORD = /^password[ \t]{0,8}=[ \t]{0,8}["']?([^\s"'#]{1,128})/m;

const mysqlConfig: Matcher = {
  kind: {
    id: 'mysql-client-config',
    provider: 'MySQL or MariaDB',
    name: 'password in a .my.cnf file',
    why: 'Whoever has it can read, change or delete what that database user may.',
    env: '',
    revoke: 'change the password of that database user (ALTER USER … IDENTIFIED BY)',
    docs: 'dev.mysql.com/doc/refman/8.4/en/option-files.html',
    nearMisses: [
      '[client]\nuser=root\npassword=\n',
      '[client]\nuser=app\npassword=your_password\n',
      '[mysqld]\nbind-address=127.0.0.1\n[client]\nport=3306\n[other]\npassword=Kd93kfLs02x\n',
    ],
  },
  keywords: ['[client]', '[mysql]', '[mysqldump]', '[mysqladmin]'].map((text) => ({ text, ignoreCase: false })),
  find(text, offset) {
    MYSQL_SECTION.lastIndex = offset;
    if (!MYSQL_SECTION.test(text)) return undefined;
    const from = MYSQL_SECTION.lastIndex;
    const section = /^[^[]{0,800}/.exec(text.slice(from, from + 800))?.[0] ?? '';
    const line = MYSQL_PASSWORD.exec(section);
    const value = line?.[1] ?? '';
    return line === null
      ? undefined
      : passwordAt(mysqlConfig.kind, from + line.index + line[0].length - value.length, value);
  },
  fake: (random) => `[client]\nuser=app\npassword=${draw(random, 18)}\n`,
};

const RCLONE_SECTION = /(?:^|\n)[ \t]{0,8}\[[^\]\n]{1,60}\]\r?\ntype = [a-z0-9]{2,20}\r?\n[^[]{0,600}$/;
const RCLONE_PASS = /pass(?:word2?)? = ([A-Za-z0-9_-]{22,400})(?![A-Za-z0-9_-])/y;

const rclone: Matcher = {
  kind: {
    id: 'rclone-config',
    provider: 'rclone',
    name: 'password in an rclone config file',
    why: 'The tool only obscures it, with a key that everybody has: whoever reads the file has the password.',
    env: '',
    revoke: 'change the password at that server; for a crypt remote, encrypt the files anew',
    docs: 'rclone.org/commands/rclone_obscure',
    nearMisses: [
      '[nas]\ntype = sftp\nhost = nas.northwind.net\npass = \n',
      `[nas]\ntype = sftp\npass = ${'x'.repeat(30)}\n`,
      '[db]\nhost = db\npass = {{fake plivo-token 1}}\n',
    ],
  },
  keywords: ['pass = ', 'password = ', 'password2 = '].map((text) => ({ text, ignoreCase: false })),
  gate: () => ({ type: 'start', characters: CLASSES['b64u'] ?? '', length: 22 }),
  find(text, offset) {
    if (!RCLONE_SECTION.test(text.slice(Math.max(0, offset - 700), offset))) return undefined;
    const found = lastGroup(RCLONE_PASS, text, offset);
    if (found === undefined || isPlaceholder(found.value)) return undefined;
    return { kind: rclone.kind, start: found.start, end: found.start + found.value.length, level: 'error', prefix: '' };
  },
  fake: (random) => `[nas]\ntype = sftp\nhost = nas.northwind.net\npass = ${draw(random, 32, 'b64u')}\n`,
};

const S3_SECRET = /secret_key[ \t]{0,4}=[ \t]{0,4}([A-Za-z0-9+/]{32,64})(?![A-Za-z0-9+/=])/y;
const S3_ID = /(?:^|\n)access_key[ \t]{0,4}=[ \t]{0,4}[A-Za-z0-9]{16,32}/;

const s3cfg: Matcher = {
  kind: {
    id: 's3cfg-secret',
    provider: 'any',
    name: 'secret key in a .s3cfg file',
    why: 'With the id beside it, it can read, change and delete the files in the buckets.',
    env: '',
    revoke: 'delete that access key at the storage provider',
    docs: 's3tools.org/kb/item14.htm',
    fallback: true,
    nearMisses: [
      '[default]\naccess_key = your-access-key\nsecret_key = your-secret-key\n',
      'secret_key = {{fake binance-secret 1}}\n',
    ],
  },
  keywords: [{ text: 'secret_key', ignoreCase: false }],
  find(text, offset) {
    if (!/(?:^|\n)$/.test(text.slice(Math.max(0, offset - 1), offset))) return undefined;
    const found = lastGroup(S3_SECRET, text, offset);
    if (found === undefined || !S3_ID.test(text.slice(Math.max(0, offset - 4000), offset))) return undefined;
    if (isPlaceholder(found.value)) return undefined;
    return { kind: s3cfg.kind, start: found.start, end: found.start + found.value.length, level: 'error', prefix: '' };
  },
  fake: (random) =>
    `[default]\naccess_key = ${draw(random, 20, 'uan')}\nhost_base = s3.northwind.net\nsecret_key = ${draw(random, 40, 'b64')}\n`,
};

const KUBE_USER = /\buser:[ \t]{0,4}\r?\n[ \t]{1,20}$/;
const KUBE_TOKEN = /(?:token|password): ["']?([!-~]{12,3000}?)(?=["'\s]|$)/y;

const kubeconfig: Matcher = {
  kind: {
    id: 'kubeconfig-token',
    provider: 'Kubernetes',
    name: 'login in a kubeconfig file',
    why: 'Whoever reaches the cluster can do there whatever that user may.',
    env: '',
    revoke: 'delete the token’s Secret or service account, or the user at the identity provider',
    docs: 'kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig',
    fallback: true,
    nearMisses: [
      'users:\n- name: dev\n  user:\n    token: <your-token>\n',
      'users:\n- name: dev\n  user:\n    exec:\n      command: aws\n',
      'user:\n  token: string\n',
    ],
  },
  keywords: ['token:', 'password:'].map((text) => ({ text, ignoreCase: false })),
  gate: () => ({ type: 'password', length: 12 }),
  find(text, offset) {
    if (!KUBE_USER.test(text.slice(Math.max(0, offset - 40), offset))) return undefined;
    const found = lastGroup(KUBE_TOKEN, text, offset);
    return found && passwordAt(kubeconfig.kind, found.start, found.value);
  },
  fake: (random) => `users:\n- name: deploy\n  user:\n    token: ${draw(random, 40)}\n`,
};

const ANSIBLE_VALUE =
  /ansible_(?:password|ssh_pass|become_pass(?:word)?|sudo_pass)["']?[ \t]{0,4}[:=][ \t]{0,4}["']?([^\s"'#!|>{$][^\s"'#]{0,127})/y;

const ansible: Matcher = {
  kind: {
    id: 'ansible-vault-weak',
    provider: 'Ansible',
    name: 'password in an Ansible inventory',
    why: 'Whoever has it can log in to those machines, mostly as root.',
    env: '',
    revoke: 'change the password on those machines, and keep the new one in a vault (ansible-vault encrypt_string)',
    docs: 'docs.ansible.com/ansible/latest/vault_guide/index.html',
    nearMisses: [
      'ansible_password: "{{ vault_password }}"',
      'ansible_become_pass: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  6162636465666768\n',
      'ansible_ssh_pass=password',
      'ansible_password: $DEPLOY_PASSWORD',
    ],
  },
  keywords: ['ansible_password', 'ansible_ssh_pass', 'ansible_become_pass', 'ansible_sudo_pass'].map((text) => ({
    text,
    ignoreCase: false,
  })),
  find(text, offset) {
    const found = lastGroup(ANSIBLE_VALUE, text, offset);
    return found && passwordAt(ansible.kind, found.start, found.value);
  },
  fake: (random) => `web1 ansible_host=10.0.0.4 ansible_password=${draw(random, 18)}`,
};

export const clientConfigMatchers: readonly Matcher[] = [pgpass, mysqlConfig, rclone, s3cfg, kubeconfig, ansible];
