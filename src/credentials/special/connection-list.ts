// Passwords in connection strings that are lists of settings: JDBC and ADO.NET. The span is the password alone.
import type { Matcher } from '../matcher.ts';
import { draw, stringAround } from './reading.ts';
import { judgeLogin, readLogin } from './url-password.ts';

const JDBC_ADDRESS = /jdbc:[a-z0-9]{2,20}:[^\s"'`<>\\]{4,600}/y;
const JDBC_PASSWORD = /[?&;](?:password|pwd)=([^&;,)\]}\s]{1,128})/i;
const JDBC_USER = /[?&;](?:user|username)=([^&;,)\s]{1,128})/i;
const JDBC_HOST = /(?:\/\/|@)(?:\/\/)?([\w.${}%*-]{1,255})/;
const ORACLE_LOGIN = /^jdbc:oracle:[a-z]{2,6}:([^/@:\s]{1,64})\/([^@\s]{1,128})@/;

const jdbc: Matcher = {
  kind: {
    id: 'db-jdbc-password',
    provider: 'any',
    name: 'password in a JDBC address',
    why: 'Whoever has it can read, change or delete the data behind that address.',
    env: 'JDBC_DATABASE_PASSWORD',
    revoke: 'change the password of that database user',
    docs: 'docs.oracle.com/javase/tutorial/jdbc/basics/connecting.html',
    nearMisses: [
      `jdbc:postgresql://db.northwind.net:5432/app?user=app&password=\${DB_PASSWORD}`,
      'spring.datasource.url=jdbc:mysql://localhost:3306/app?user=root&password=root',
      'jdbc:sqlserver://<server>:1433;user=<user>;password=<password>',
      'jdbc:oracle:thin:scott/tiger@localhost:1521:orcl',
    ],
  },
  keywords: [{ text: 'jdbc:', ignoreCase: false }],
  find(text, offset) {
    JDBC_ADDRESS.lastIndex = offset;
    const address = JDBC_ADDRESS.exec(text)?.[0];
    if (address === undefined) return undefined;
    const host = JDBC_HOST.exec(address)?.[1] ?? '';
    const named = JDBC_PASSWORD.exec(address);
    if (named !== null) {
      const password = named[1] ?? '';
      const start = offset + named.index + named[0].length - password.length;
      return judgeLogin(jdbc.kind, { user: JDBC_USER.exec(address)?.[1] ?? '', password, host, start });
    }
    const oracle = ORACLE_LOGIN.exec(address);
    if (oracle !== null) {
      const [whole, user = '', password = ''] = oracle;
      return judgeLogin(jdbc.kind, { user, password, host, start: offset + whole.length - 1 - password.length });
    }
    const authority = address.indexOf('://');
    const login = authority < 0 ? undefined : readLogin(text, offset + authority + 3, true);
    return login && judgeLogin(jdbc.kind, login);
  },
  fake: (random) => `jdbc:postgresql://db.northwind.net:5432/app?user=app&password=${draw(random, 18)}`,
};

/** A name before `Password=` in the list: its start, or after a semicolon or an opening quote or an assignment. */
const LIST_PLACE = /(?:^|[;"'`=:\s])[ \t]{0,4}$/;
const LIST_VALUE = /[^;"'`\s<&\\]{1,128}/y;
const LIST_HOST =
  /(?:^|[;=\s])(?:server|data source|host|address|addr|network address)[ \t]{0,4}=[ \t]{0,4}([^;,\s]{1,255})/i;
const LIST_USER = /(?:^|[;=\s])(?:user id|userid|uid|user name|username|user)[ \t]{0,4}=[ \t]{0,4}([^;]{1,128})/i;
const LIST_REACH = 400;

const ado: Matcher = {
  kind: {
    id: 'db-ado-connection',
    provider: 'any',
    name: 'password in a database connection string',
    why: 'Whoever has it can read, change or delete the data on that server.',
    env: 'CONNECTION_STRING',
    revoke: 'change the password of that database user',
    docs: 'learn.microsoft.com/dotnet/framework/data/adonet/connection-strings',
    nearMisses: [
      `Server=db.northwind.net;Database=app;User Id=app;Password=\${DB_PASSWORD};`,
      '"Server=(localdb)\\\\mssqllocaldb;Database=app;Trusted_Connection=True"',
      'Server=localhost,1433;Database=app;User Id=sa;Password=yourStrong(!)Password;',
      'Server=tcp:{your_server}.database.windows.net;User ID={your_user};Password={your_password};',
      'def connect(host="db.northwind.net", user="app", password=read_password()):',
    ],
  },
  keywords: [
    { text: 'password=', ignoreCase: true },
    { text: 'pwd=', ignoreCase: true },
  ],
  find(text, offset, keyword) {
    if (!LIST_PLACE.test(text.slice(Math.max(0, offset - 6), offset))) return undefined;
    const start = offset + (keyword === 0 ? 'password='.length : 'pwd='.length);
    LIST_VALUE.lastIndex = start;
    const password = LIST_VALUE.exec(text)?.[0];
    if (password === undefined) return undefined;
    const span = stringAround(text, offset, start, LIST_REACH);
    const list = text.slice(span.start, span.end);
    if (!list.includes(';')) return undefined;
    const host = LIST_HOST.exec(list)?.[1]?.replace(/^tcp:/i, '').split('\\')[0];
    const user = LIST_USER.exec(list)?.[1];
    if (host === undefined || user === undefined || host === '.' || host.startsWith('(')) return undefined;
    return judgeLogin(ado.kind, { user, password, host, start });
  },
  fake: (random) => `Server=sql.northwind.net,1433;Database=app;User Id=app;Password=${draw(random, 18)};Encrypt=True`,
};

export const connectionListMatchers: readonly Matcher[] = [jdbc, ado];
