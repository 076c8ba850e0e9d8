// Structures of credentials (addresses, keys, generic), taken from what vendors and other scanners publish, never from the catalogue.
import type { Row } from '../kind-table.ts';

export const ADDRESSES: readonly Row[] = [
  [
    'db-url-postgres',
    ['postgres://app:{18 an}@db.internal.net:5432/app', 'postgresql://app:{18 an}@db.internal.net/app'],
    '',
    'postgresql.org/docs',
  ],
  [
    'db-url-mysql',
    [
      'mysql://app:{18 an}@db.internal.net:3306/app',
      'mysql+pymysql://app:{18 an}@db.internal.net/app',
      'mariadb://app:{18 an}@db.internal.net/app',
    ],
    '',
    'dev.mysql.com/doc',
  ],
  [
    'db-url-mongodb',
    ['mongodb://app:{18 an}@db.internal.net:27017/app', 'mongodb+srv://app:{18 an}@c0.{5 lan}.mongodb.net/app'],
    '',
    'mongodb.com/docs',
  ],
  [
    'db-url-redis',
    ['redis://:{24 an}@cache.internal.net:6379/0', 'rediss://default:{24 an}@cache.internal.net:6380'],
    '',
    'redis.io/docs',
  ],
  [
    'db-url-amqp',
    ['amqp://app:{18 an}@mq.internal.net:5672/v', 'amqps://app:{18 an}@mq.internal.net/v'],
    '',
    'rabbitmq.com/docs',
  ],
  [
    'db-jdbc-password',
    [
      'jdbc:postgresql://db.internal.net/app?user=app&password={18 an}',
      'jdbc:mysql://db.internal.net/app?user=app&password={18 an}',
      'jdbc:oracle:thin:app/{18 an}@db.internal.net:1521:orcl',
      'jdbc:sqlserver://db.internal.net:1433;databaseName=app;user=sa;password={18 an};',
    ],
    '',
    'postgresql.org/docs',
  ],
  [
    'db-ado-connection',
    [
      'Server=db.internal.net;Database=app;User Id=app;Password={18 an};',
      'Data Source=db.internal.net;Initial Catalog=app;User ID=app;Pwd={18 an}',
    ],
    '',
    'learn.microsoft.com/sql',
  ],
  ['url-basic-auth', ['https://deploy:{20 an}@git.internal.net/team/app.git'], '', '—'],
  [
    'ftp-ldap-smtp-url',
    [
      'ftp://app:{18 an}@files.internal.net/in',
      'sftp://app:{18 an}@files.internal.net/in',
      'ldaps://cn=app:{18 an}@ldap.internal.net',
      'smtp://app:{18 an}@mail.internal.net:587',
      'imaps://app:{18 an}@mail.internal.net',
    ],
    '',
    '—',
  ],
  ['http-authorization-header', ['Authorization: Basic {basic}'], '', '—'],
  ['private-key-rsa-pkcs1', ['{pem RSA PRIVATE KEY}'], '', '—'],
  ['private-key-ec-dsa', ['{pem EC PRIVATE KEY}', '{pem DSA PRIVATE KEY}'], '', '—'],
  ['private-key-pkcs8', ['{pem PRIVATE KEY}', '{b64pem}'], '', '—'],
  ['private-key-encrypted', ['{pem ENCRYPTED PRIVATE KEY}'], '', '—'],
  ['private-key-openssh', ['{openssh}'], '', 'openssh.com'],
  ['private-key-pgp', ['{pgp}'], '', 'gnupg.org'],
  ['age-key', ['AGE-SECRET-KEY-1{age}'], '', 'GL BL KF NP TI age-encryption.org'],
  ['jwt', ['{jwt}'], '', 'rfc-editor.org/rfc/rfc7519'],
  ['otp-seed', ['otpauth://totp/Acme:sam@internal.net?secret={32 b32}&issuer=Acme'], '', '—'],
  [
    'azure-storage-connection',
    ['DefaultEndpointsProtocol=https;AccountName=store{6 lower};AccountKey={86 b64}==;EndpointSuffix=core.windows.net'],
    '',
    'TH NP TI DS learn.microsoft.com/azure/ai-services/openai',
  ],
  [
    'azure-cosmos-connection',
    ['AccountEndpoint=https://acct{6 lower}.documents.azure.com:443/;AccountKey={86 b64}==;'],
    '',
    'TH learn.microsoft.com/azure/cosmos-db',
  ],
  [
    'azure-service-bus',
    ['Endpoint=sb://ns{6 lower}.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey={43 b64}='],
    '',
    'BL learn.microsoft.com/azure/service-bus',
  ],
  [
    'azure-app-config',
    ['Endpoint=https://cfg{6 lower}.azconfig.io;Id={4 an};Secret={43 b64}='],
    '',
    'TH NP learn.microsoft.com/azure/azure-app-configuration',
  ],
  [
    'azure-sas-url',
    [
      'https://store{6 lower}.blob.core.windows.net/c/f.bin?sv=2024-11-04&ss=b&srt=co&se=2031-01-01T00%3A00%3A00Z&sp=rl&sig={43 an}%3D',
    ],
    '',
    'TH KF learn.microsoft.com/azure/storage',
  ],
];
