import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/credentials/fake.ts';
import type { Matcher } from '../../src/credentials/matcher.ts';
import { specialMatchers } from '../../src/credentials/special/index.ts';
import { draw } from '../../src/credentials/special/reading.ts';
import { readLogin } from '../../src/credentials/special/url-password.ts';
import { expandFakes } from '../support/fakes.ts';
import { findAll } from '../support/matching.ts';

function matcherOf(id: string): Matcher {
  const matcher = specialMatchers.find((other) => other.kind.id === id);
  if (matcher === undefined) throw new Error(`no matcher ${id}`);
  return matcher;
}

function fake(id: string, seed = 1): string {
  const draw = matcherOf(id).fake;
  if (draw === undefined) throw new Error(`no fake for ${id}`);
  return draw(createRandom(seed));
}

/** What a matcher makes of a text: `level value`, one entry a span. */
function judge(id: string, text: string): readonly string[] {
  return [...new Set(findAll(matcherOf(id), text).map((at) => `${at.level} ${text.slice(at.start, at.end)}`))];
}

/** All ids that claim something in a text. */
function claims(text: string): readonly string[] {
  return specialMatchers.filter((matcher) => findAll(matcher, text).length > 0).map((matcher) => matcher.kind.id);
}

/** A password that is nobody's, made so that none is stored. */
const password = (length = 14, seed = 9): string => {
  const random = createRandom(seed);
  return Array.from({ length }, () => 'aBcDeFgHjKmNpQrStUvWxYz23456789'.charAt(Math.floor(random() * 31))).join('');
};

describe.each(specialMatchers.map((matcher) => [matcher.kind.id, matcher] as const))('%s', (id, matcher) => {
  it('finds its look-alikes at its own level, in any surroundings, one span each', () => {
    for (let seed = 0; seed < 20; seed += 1) {
      const value = fake(id, seed);
      for (const text of [value, `first line\n${value}\nlast line\n`, `x = 1;\r\n  ${value}\r\n`]) {
        const spans = new Set(findAll(matcher, text).map((at) => `${at.start} ${at.end} ${at.level}`));
        expect(spans.size, text).toBe(1);
        expect([...spans][0]).toMatch(new RegExp(`${matcher.kind.level ?? 'error'}$`));
      }
    }
  });

  it('never shows a part of the value', () => {
    for (const candidate of findAll(matcher, fake(id))) expect(candidate.prefix).toBe('');
  });

  it('leaves near misses alone', () => {
    expect(matcher.kind.nearMisses.length).toBeGreaterThanOrEqual(2);
    for (const text of matcher.kind.nearMisses) expect(findAll(matcher, expandFakes(text)), text).toEqual([]);
  });

  it('survives keywords in bad company and stays fast', () => {
    const started = performance.now();
    for (const keyword of matcher.keywords) {
      for (const text of [
        keyword.text,
        keyword.text.repeat(2000),
        `${keyword.text}="'\\${'\n'.repeat(50)}`.repeat(200),
        `${keyword.text}${'A'.repeat(20_000)}`,
        `${'a:'.repeat(5000)}${keyword.text} = ${'b@'.repeat(5000)}`,
        `{${keyword.text} : ${'{'.repeat(3000)}`,
      ]) {
        expect(() => findAll(matcher, text)).not.toThrow();
      }
    }
    expect(performance.now() - started).toBeLessThan(8000);
  });
});

describe('seeds of one-time codes', () => {
  it('warns where the account is one of a manual', () => {
    const url = fake('otp-seed');
    expect(findAll(matcherOf('otp-seed'), url)[0]?.level).toBe('error');
    for (const account of ['Vault:test@test.com', 'Example%3Aalice%40google.com']) {
      const sample = url.replace('Northwind:ops', account);
      expect(findAll(matcherOf('otp-seed'), sample)[0]?.level, account).toBe('warning');
    }
  });
});

describe('private keys', () => {
  const pem = fake('private-key-rsa-pkcs1');

  it('takes the block from its first dash to its last', () => {
    expect(judge('private-key-rsa-pkcs1', `a\n${pem}\nb`)).toEqual([`error ${pem}`]);
    expect(claims(pem)).toEqual(['private-key-rsa-pkcs1']);
  });

  it.each([
    ['escaped in JSON', (text: string) => JSON.stringify({ key: text })],
    ['escaped twice', (text: string) => JSON.stringify(JSON.stringify({ key: text }))],
    ['in an env file', (text: string) => `KEY="${text.replaceAll('\n', '\\n')}"`],
    ['indented in YAML', (text: string) => `key: |\n${text.replace(/^/gm, '    ')}\n`],
    ['with CRLF', (text: string) => text.replaceAll('\n', '\r\n')],
    ['with blanks for line breaks', (text: string) => text.replaceAll('\n', ' ')],
    [
      'concatenated',
      (text: string) =>
        text
          .split('\n')
          .map((line) => `  "${line}\\n"`)
          .join(' +\n'),
    ],
    [
      'in an array',
      (text: string) =>
        `[${text
          .split('\n')
          .map((line) => `"${line}"`)
          .join(', ')}].join("\\n")`,
    ],
    ['in a comment', (text: string) => text.replace(/^/gm, '// ')],
    ['without its end', (text: string) => text.slice(0, 700)],
  ])('finds a key %s', (_, write) => {
    expect(findAll(matcherOf('private-key-rsa-pkcs1'), write(pem))).toHaveLength(1);
  });

  it('reports no header alone, no few characters, no elided, public or filler body', () => {
    const [header = '', ...body] = pem.split('\n');
    for (const text of [
      header,
      `${header}\n`,
      `${header}\n${body[0]?.slice(0, 40)}`,
      `${header}\n${body[0]}\n...\n${body[1]}`,
      `${header}\n${'A'.repeat(64)}\n${'A'.repeat(64)}`,
      `${header} is the first line of such a file, and applications that read it look for exactly that text`,
      pem.replaceAll('RSA PRIVATE', 'PUBLIC'),
    ]) {
      expect(claims(text), text.slice(0, 80)).toEqual([]);
    }
  });

  it('warns of keys under a passphrase', () => {
    const [header, ...rest] = pem.split('\n');
    const old = [header, 'Proc-Type: 4,ENCRYPTED', 'DEK-Info: AES-128-CBC,00', '', ...rest].join('\n');
    expect(claims(old)).toEqual(['private-key-encrypted']);
    const magic = (cipher: string): string =>
      Buffer.from(`openssh-key-v1\0\0\0\0${String.fromCharCode(cipher.length)}${cipher}`, 'latin1').toString('base64');
    const open = fake('private-key-openssh');
    const locked = open.replace(magic('none').slice(0, 24), magic('aes256-ctr'));
    expect(locked).not.toBe(open);
    expect(findAll(matcherOf('private-key-openssh'), locked)[0]).toMatchObject({
      level: 'warning',
      note: 'protected by a passphrase (aes256-ctr)',
    });
    const putty = fake('private-key-putty').replace('Encryption: none', 'Encryption: aes256-cbc');
    expect(findAll(matcherOf('private-key-putty'), putty)[0]?.level).toBe('warning');
  });

  it('tells a key in base64 from a certificate', () => {
    const certificate = Buffer.from(pem.replaceAll('RSA PRIVATE KEY', 'CERTIFICATE')).toString('base64');
    expect(claims(certificate)).toEqual([]);
    expect(claims(Buffer.from(pem).toString('base64'))).toEqual(['private-key-base64-pem']);
  });
});

describe('addresses with passwords', () => {
  const secret = password();
  const schemes: readonly (readonly [string, string])[] = [
    ['db-url-postgres', 'postgres'],
    ['db-url-postgres', 'postgresql+asyncpg'],
    ['db-url-mysql', 'mysql+pymysql'],
    ['db-url-mongodb', 'mongodb+srv'],
    ['db-url-redis', 'rediss'],
    ['db-url-amqp', 'amqps'],
    ['url-basic-auth', 'https'],
    ['ftp-ldap-smtp-url', 'sftp'],
  ];

  it.each(schemes)('%s reads %s addresses: the password alone', (id, scheme) => {
    expect(judge(id, `URL=${scheme}://app:${secret}@db.northwind.net/x`)).toEqual([`error ${secret}`]);
    expect(judge(id, `URL=${scheme}://app:p%40${secret}@10.1.2.3:99/x`)).toEqual([`error p%40${secret}`]);
    expect(judge(id, `URL=${scheme}://app:${secret}@x@db.northwind.net/x`)).toEqual([`error ${secret}@x`]);
  });

  it('reads a Redis password without a user', () => {
    expect(judge('db-url-redis', `redis://:${secret}@cache.northwind.net:6379`)).toEqual([`error ${secret}`]);
  });

  it.each([
    '',
    'password',
    'Passw0rd!',
    'p4ssw0rd',
    'postgres',
    'changeme',
    'app',
    'secret123',
    'admin1234',
    'mysecretpassword',
    'your-password',
    '***',
    '********',
    '<password>',
    '[password]',
    '{password}',
    '%s',
    '%PASSWORD%',
    'DB_PASSWORD',
    '$PASSWORD',
    '123456',
    'xxxxxxxx',
  ])('takes the password %s for a stand-in', (stand) => {
    expect(judge('db-url-postgres', `postgres://app:${stand}@db.northwind.net/x`)).toEqual([]);
  });

  it.each(['localhost', '127.0.0.1', '[::1]', '0.0.0.0', 'host.docker.internal', 'db'])(
    'is lenient with %s, but not with a strong password',
    (host) => {
      expect(judge('db-url-postgres', `postgres://app:${secret}@${host}:5432/x`)).toEqual([]);
      const strong = password(24);
      expect(judge('db-url-postgres', `postgres://app:${strong}@${host}:5432/x`)).toEqual([`warning ${strong}`]);
    },
  );

  it.each(['example.com', 'db.example.org', 'host', 'your-host.net', 'db.test', 'HOST', 'xyz.example'])(
    'knows that %s leads nowhere',
    (host) => {
      expect(judge('db-url-postgres', `postgres://app:${password(24)}@${host}/x`)).toEqual([]);
    },
  );

  it('leaves ordinary web addresses alone', () => {
    for (const text of [
      'https://northwind.net:8443/@scope/pkg@1.2.3',
      'http://localhost:3000/a:b@c',
      'see https://www.northwind.net. Mail: ops@northwind.net',
      'git@github.com:northwind/app.git https://github.com',
      `https://${secret}${secret}@github.com/northwind/app`,
    ]) {
      expect(judge('url-basic-auth', text), text).toEqual([]);
    }
  });

  it('reads JDBC and ADO lists', () => {
    const jdbc = `jdbc:sqlserver://sql.northwind.net:1433;user=app;password=${secret};encrypt=true`;
    expect(judge('db-jdbc-password', jdbc)).toEqual([`error ${secret}`]);
    expect(judge('db-jdbc-password', `jdbc:oracle:thin:app/${secret}@db.northwind.net:1521:X`)).toEqual([
      `error ${secret}`,
    ]);
    const ado = `"Pwd=${secret};Data Source=sql.northwind.net;Uid=app"`;
    expect(judge('db-ado-connection', ado)).toEqual([`error ${secret}`]);
    expect(judge('db-ado-connection', ado.replace('sql.northwind.net', '(local)'))).toEqual([]);
    expect(judge('db-ado-connection', `curl "https://northwind.net/?user=a&password=${secret}"`)).toEqual([]);
  });
});

describe('AWS secret access keys', () => {
  const value = fake('aws-secret-access-key', 4).split(' ').at(-1) ?? '';
  const id = `AKIA${'Q3ZK7WNB'}${'5TYLMXPR'}`;

  it.each([
    ['env', (key: string) => `AWS_SECRET_ACCESS_KEY=${key}`],
    ['JSON', (key: string) => `{"secretAccessKey": "${key}"}`],
    ['escaped JSON', (key: string) => `{\\"SecretAccessKey\\":\\"${key}\\"}`],
    ['Kubernetes', (key: string) => `- name: AWS_SECRET_ACCESS_KEY\n  value: "${key}"\n`],
    ['Python', (key: string) => `os.environ["AWS_SECRET_ACCESS_KEY"] = '${key}'`],
    ['a default', (key: string) => `process.env.AWS_SECRET_ACCESS_KEY || '${key}'`],
    ['a call', (key: string) => `.withSecretAccessKey("${key}")`],
    ['XML', (key: string) => `<SecretAccessKey>${key}</SecretAccessKey>`],
    ['a command', (key: string) => `aws configure set aws_secret_access_key ${key}`],
  ])('are found by their name: %s', (_, write) => {
    expect(judge('aws-secret-access-key', write(value))).toEqual([`error ${value}`]);
  });

  it('are found by the id near them, and say so', () => {
    for (const text of [
      `${id},${value}`,
      `key = "${id}"\nother = 1\nsecret = "${value}"`,
      `s: ${value}\nid: ${id}\n`,
    ]) {
      expect(findAll(matcherOf('aws-secret-access-key'), text)[0]?.note, text).toBe(
        'stands with its access key id, of account 059682829123',
      );
      expect(judge('aws-secret-access-key', text)).toEqual([`error ${value}`]);
    }
    expect(judge('aws-secret-access-key', `${id}\n${'\n'.repeat(6)}${value}`)).toEqual([]);
  });

  it('are not digests, paths or words', () => {
    for (const other of [
      'da39a3ee5e6b4b0d3255bfef95601890afd80709',
      'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      'src/app/users/models/Account/v2/index/Ab',
      'thisIsTheNameOfAVeryLongFunctionIndeedOk',
    ]) {
      expect(other).toHaveLength(40);
      expect(judge('aws-secret-access-key', `${id}\nsecret = "${other}"`), other).toEqual([]);
      expect(judge('aws-secret-access-key', `aws_secret_access_key = ${other}`), other).toEqual([]);
    }
  });
});

describe('JSON Web Tokens', () => {
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  const signature = fake('jwt').split('.').at(-1) ?? '';
  const token = (claims: object, alg = 'HS256', end = signature): string =>
    `${encode({ alg })}.${encode(claims)}.${end}`;
  const levelOf = (text: string): string | undefined => findAll(matcherOf('jwt'), text)[0]?.level;

  it('are judged by what they say', () => {
    expect(levelOf(token({ sub: 'u-1', exp: 4102444800 }))).toBe('warning');
    expect(levelOf(token({ sub: 'u-1', exp: 1500000000 }))).toBe('note');
    expect(levelOf(token({ sub: 'u-1' }, 'none', ''))).toBe('note');
    expect(levelOf(token({ iss: 'supabase', role: 'anon' }))).toBe('note');
    expect(levelOf(token({ iss: 'supabase', role: 'service_role' }))).toBe('error');
    expect(levelOf(token({ iss: 'supabase-demo', role: 'service_role' }))).toBeUndefined();
    expect(levelOf(token({ iss: 'kubernetes/serviceaccount' }))).toBe('error');
    expect(levelOf(token({ sub: '1234567890', name: 'John Doe', iat: 1516239022 }))).toBeUndefined();
    expect(levelOf(token({ sub: 'u-1' }, 'HS256', 'signature'))).toBeUndefined();
  });
});

describe('other places', () => {
  it('the public key of the storage emulator is not reported', () => {
    const key = fake('azure-storage-connection').replace('AccountName=northwind', 'AccountName=devstoreaccount1');
    expect(claims(key)).toEqual([]);
  });

  it('a shared access signature that has expired is a note', () => {
    const url = fake('azure-sas-url').replace('se=2099', 'se=2019');
    expect(findAll(matcherOf('azure-sas-url'), url)[0]?.level).toBe('note');
  });

  it('a service account key holds its line break, so that it wins over the bare key', () => {
    const [found] = findAll(matcherOf('gcp-service-account-json'), fake('gcp-service-account-json'));
    const [bare] = findAll(matcherOf('private-key-pkcs8'), fake('gcp-service-account-json'));
    expect(found?.start).toBe(bare?.start);
    expect(found?.end).toBeGreaterThan(bare?.end ?? Number.POSITIVE_INFINITY);
  });

  it('passwords of package tools', () => {
    const secret = password();
    const encoded = Buffer.from(secret).toString('base64');
    expect(judge('npmrc-pypirc-nuget-config', `//npm.northwind.net/:_password=${encoded}`)).toEqual([
      `error ${encoded}`,
    ]);
    expect(judge('npmrc-pypirc-nuget-config', `<add key="ClearTextPassword" value="${secret}" />`)).toEqual([
      `error ${secret}`,
    ]);
    expect(judge('npmrc-pypirc-nuget-config', `my_password = ${encoded}`)).toEqual([]);
  });

  it('Discord tokens need an id that is a number', () => {
    const text = fake('discord-bot');
    expect(claims(text)).toEqual(['discord-bot']);
    expect(claims(text.replace(/=.{8}/, '=Mzabcdef'))).toEqual([]);
    expect(claims(`client.login("${text.split('=')[1]}")`)).toEqual(['discord-bot']);
  });
});

describe('what real trees taught', () => {
  const pem = (body: string): string =>
    `${'-'.repeat(5)}BEGIN RSA PRIVATE ${'KEY'}${'-'.repeat(5)} ${body} ${'-'.repeat(5)}END RSA PRIVATE ${'KEY'}${'-'.repeat(5)}`;
  const [, body = '', more = ''] = fake('private-key-rsa-pkcs1').split('\n');

  it('leaves out a key that documentation cut off with a dot', () => {
    expect(judge('private-key-rsa-pkcs1', pem(`${body}${more}.`))).toEqual([]);
    expect(judge('private-key-rsa-pkcs1', pem(`${body}${more}`))).toHaveLength(1);
  });

  it('warns of a web address with a word for a password, and is silent for anonymous users', () => {
    const address = (login: string): string => `https://${login}@developer.northwind.net/en`;
    expect(judge('url-basic-auth', address('anonymous:flabada'))).toEqual([]);
    expect(judge('url-basic-auth', address('carol:flabada'))).toEqual(['warning flabada']);
    expect(judge('url-basic-auth', address('carol:fLab4da92')).length).toBe(1);
    expect(judge('url-basic-auth', address('carol:fLab4da92'))[0]).toMatch(/^error/);
  });

  it('warns of a stand-in word in disguise before a real host, and only there', () => {
    const address = (host: string): string => `postgres://app:S3cr3tP4ss@${host}:5432/app`;
    expect(judge('db-url-postgres', address('db.northwind.net'))).toEqual(['warning S3cr3tP4ss']);
    expect(judge('db-url-postgres', address('db.example.com'))).toEqual([]);
    expect(judge('db-url-postgres', address('localhost'))).toEqual([]);
  });

  it('leaves out names that stand after a header in a program', () => {
    const names = 'AbortSignalAbsoluteOrientationSensorAbstractRangeAccelerometerAnalyserNodeAnimation';
    const header = `${'-'.repeat(5)}BEGIN PGP PRIVATE ${'KEY'} BLOCK${'-'.repeat(5)}`;
    expect(judge('private-key-pgp', `${header}${names}${names.toLowerCase()}`)).toEqual([]);
  });

  it('warns of a netrc line with a word for a password', () => {
    const line = 'machine git.northwind.net login carol password ';
    expect(judge('netrc-pgpass', `${line}incorrect`)).toEqual(['warning incorrect']);
    expect(judge('netrc-pgpass', `${line}too-late-in-file`)).toEqual(['warning too-late-in-file']);
    expect(judge('netrc-pgpass', `${line}fLab4da92`)).toEqual(['error fLab4da92']);
  });

  it('leaves out the sample of a netrc parser', () => {
    expect(judge('netrc-pgpass', 'machine host.domain.com login log password pa#ss account acct')).toEqual([]);
  });
});

describe('stores of private keys', () => {
  const id = 'private-key-pkcs12-jks';
  const pfx = (inside: string): string =>
    `0\x82\x05\x00\x02\x01\x030\x82\x04\xf0\x06\t*\x86H\x86\xf7\r\x01\x07\x01${'\x81'.repeat(300)}${inside}`;
  const keyBag = '\x06\x0b*\x86H\x86\xf7\r\x01\f\n\x01\x02';

  it('are found by the bag that holds a key, the whole store one value', () => {
    expect(judge(id, pfx(`${keyBag}${'\x91'.repeat(40)}`))).toEqual([
      `error ${pfx(`${keyBag}${'\x91'.repeat(40)}`).slice(4)}`,
    ]);
  });

  it('are nothing without a key, out of a store, or where every Android installation has the same', () => {
    expect(judge(id, pfx('certificates only'))).toEqual([]);
    expect(judge(id, `const KEY_BAG = "${keyBag}"`)).toEqual([]);
    const wide = [...'androiddebugkey'].join('\0');
    expect(judge(id, pfx(`${keyBag}${wide}`))).toEqual([]);
    expect(judge(id, `${fake(id)}androiddebugkey`)).toEqual([]);
  });
});

describe('client configs', () => {
  it('read passwords in quotes, for hosts that are not the machine itself', () => {
    const secret = password(18);
    expect(judge('mysql-client-config', `[client]\nuser=app\npassword="${secret}"\n`)).toEqual([`error ${secret}`]);
    expect(judge('kubeconfig-token', `  user:\n    token: "${secret}"\n`)).toEqual([`error ${secret}`]);
    expect(judge('ansible-vault-weak', `ansible_become_pass: '${secret}'`)).toEqual([`error ${secret}`]);
    expect(judge('pgpass', `localhost:5432:app:app:${secret}\n`)).toEqual([]);
    expect(judge('pgpass', `*:5432:*:app:${secret}\n`)).toEqual([]);
    expect(judge('pgpass', `db.northwind.net:5432:*:app:${secret}\n`)).toEqual([`error ${secret}`]);
  });
});

describe('a Kubernetes Secret', () => {
  const id = 'k8s-secret-manifest';
  const encoded = (text: string): string => Buffer.from(text).toString('base64');

  it('is one span from the first secret value to the last', () => {
    const [first, last] = [encoded(password(16, 1)), password(16, 2)];
    const between = `\n  user: ${encoded('someone')}\nstringData:\n  token: `;
    const text = `kind: Secret\ntype: Opaque\ndata:\n  password: ${first}${between}${last}\n`;
    expect(judge(id, text)).toEqual([`error ${first}${between}${last}`]);
  });

  it('holds only what is secret: no certificates, names or documents beside it', () => {
    const certificate = encoded(`-----${'BEGIN CERTIFICATE'}-----`);
    expect(judge(id, `kind: Secret\ndata:\n  tls.crt: ${certificate}\n  username: ${encoded('northwind')}\n`)).toEqual(
      [],
    );
    expect(judge(id, `kind: Secret\ndata: {}\n---\nkind: ConfigMap\ndata:\n  mode: ${password(16)}\n`)).toEqual([]);
  });
});

describe('wallets', () => {
  it('take a raw key with the sign of a chain, or by the word wallet', () => {
    const raw = draw(createRandom(5), 64, 'hex');
    expect(judge('crypto-wallet-key', `PRIVATE_KEY=0x${raw}`)).toEqual([`warning 0x${raw}`]);
    expect(judge('crypto-wallet-key', `WALLET_PRIVATE_KEY=${raw}`)).toEqual([`warning ${raw}`]);
    expect(judge('crypto-wallet-key', `"FNwkSIntKey": "x", "AppSPrivateKey": "${raw}"`)).toEqual([]);
  });

  it('call a mistyped key of Bitcoin a note', () => {
    const value = fake('crypto-wallet-key').replace(/.$/, (last) => (last === 'x' ? 'y' : 'x'));
    expect(judge('crypto-wallet-key', value)[0]).toMatch(/^note /);
  });
});

describe('curl on the command line', () => {
  const secret = password();
  const judged = (text: string): readonly string[] => judge('curl-login', text);

  it.each([
    ['plain', `curl -u app:${secret} https://api.northwind.net/v1`],
    ['silent', `curl -sS -X POST -su app:${secret} https://api.northwind.net/v1`],
    ['in quotes', `curl --user "app:${secret}" https://api.northwind.net/v1`],
    ['with an equals sign', `curl --user='app:${secret}' https://api.northwind.net/v1`],
    ['after the address', `curl https://api.northwind.net/v1 -u app:${secret}`],
    ['over lines', `curl -X PUT \\\n  -u app:${secret} \\\n  https://api.northwind.net/v1\n`],
    ['in a program', `run('/usr/bin/curl -u app:${secret} https://api.northwind.net/v1')`],
    ['in JSON', `{"deploy": "curl -u \\"app:${secret}\\" https://api.northwind.net"}`],
    ['behind another command', `cd x && curl -u app:${secret} https://api.northwind.net | jq .`],
  ])('%s', (_, text) => {
    expect(judged(text)).toEqual([`error ${secret}`]);
  });

  it('warns where the address is not known, and of a token without a password', () => {
    expect(judged(`curl -u app:${secret} "$URL"`)).toEqual([`warning ${secret}`]);
    const token = password(24);
    expect(judged(`curl -u ${token}: https://api.northwind.net`)).toEqual([`warning ${token}`]);
  });

  it.each([
    ['another command', `curl -s https://api.northwind.net | other -u app:${secret}`],
    ['another line', `curl https://api.northwind.net\nother -u app:${secret}`],
    ['this machine', `curl -u app:${secret} http://localhost:9200`],
    ['a place of documents', `curl -u app:${secret} https://api.example.com`],
    ['a variable', `curl -u "app:$PASSWORD" https://api.northwind.net`],
  ])('leaves out %s', (_, text) => {
    expect(judged(text)).toEqual([]);
  });
});

describe('addresses, against the parser of the platform', () => {
  /** Signs that may stand as they are, and those that must be escaped. */
  const part = fc.stringMatching(/^[A-Za-z0-9._~!$&*+,;=-]{1,12}$/);
  // In source code a quote ends the address.
  const escaped = fc
    .string({ minLength: 1, maxLength: 12 })
    .map((text) => encodeURIComponent(text).replaceAll("'", '%27'));

  it('reads the user, password and host that the platform reads', () => {
    fc.assert(
      fc.property(
        fc.oneof(part, escaped),
        fc.oneof(part, escaped),
        fc.constantFrom('db.northwind.net', '10.1.2.3', '[2001:db8::1]', 'localhost'),
        fc.constantFrom('', ':5432'),
        fc.constantFrom('', '/app', '/app?x=1#y', '?x=a@b:c'),
        (user, password, host, port, rest) => {
          const address = `https://${user}:${password}@${host}${port}${rest}`;
          const url = new URL(address);
          const login = readLogin(`a ${address} b`, 'a https://'.length);
          expect(login).toMatchObject({ user, password, host: url.hostname });
          expect(decodeURIComponent(login?.password ?? '')).toBe(decodeURIComponent(url.password));
        },
      ),
    );
  });
});
