// Azure's keys: long base64 that only the settings beside it (AccountName, Endpoint, a host) give a meaning.
import type { KindDocs } from '../kind.ts';
import type { Candidate, Matcher } from '../matcher.ts';
import { isPlaceholder } from '../placeholder.ts';
import { decodePercent } from './password.ts';
import { drawBase64, matchAt, stringAround } from './reading.ts';

const KEY_64 = /[A-Za-z0-9+/]{86}==(?![A-Za-z0-9+/=])/y;
const REACH = 500;
/** Azurite and the Cosmos DB emulator open with keys that their documentation prints. */
const EMULATOR = /devstoreaccount1|localhost:8081|127\.0\.0\.1:8081/;
const EMULATOR_KEY = /^(?:Eby8vdM02xNOcq|C2y6yDjf5\/R\+ob0N)/;

function keyAt(kind: KindDocs, text: string, start: number, pattern: RegExp): Candidate | undefined {
  const end = matchAt(text, start, pattern);
  if (end === undefined) return undefined;
  const value = text.slice(start, end);
  if (EMULATOR_KEY.test(value) || isPlaceholder(value.replaceAll('=', ''), 4)) return undefined;
  return { kind, start, end, level: kind.level ?? 'error', prefix: '' };
}

const ACCOUNT_KEY = 'AccountKey=';

/** Storage and Cosmos DB share the name of the setting; the address beside it tells them apart. */
function accountKeyMatcher(kind: KindDocs, isCosmos: boolean, fake: (key: string) => string): Matcher {
  return {
    kind,
    keywords: [{ text: ACCOUNT_KEY, ignoreCase: false }],
    find(text, offset) {
      const start = offset + ACCOUNT_KEY.length;
      const candidate = keyAt(kind, text, start, KEY_64);
      if (candidate === undefined) return undefined;
      const span = stringAround(text, offset, candidate.end, REACH);
      const list = text.slice(span.start, span.end);
      if (EMULATOR.test(list)) return undefined;
      return list.includes('AccountEndpoint=') === isCosmos ? candidate : undefined;
    },
    fake: (random) => fake(drawBase64(random, 64)),
  };
}

const storageConnection = accountKeyMatcher(
  {
    provider: 'Microsoft Azure',
    id: 'azure-storage-connection',
    name: 'Azure Storage connection string',
    why: 'Whoever has it can read, change and delete everything in the storage account.',
    env: 'AZURE_STORAGE_CONNECTION_STRING',
    revoke: 'portal.azure.com → storage account → access keys: rotate the key',
    docs: 'learn.microsoft.com/azure/storage/common/storage-account-keys-manage',
    partner: true,
    nearMisses: [
      `DefaultEndpointsProtocol=https;AccountName=northwind;${ACCOUNT_KEY}<account-key>;EndpointSuffix=core.windows.net`,
      `DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;${ACCOUNT_KEY}\${AZURITE_KEY};`,
    ],
  },
  false,
  (key) => `DefaultEndpointsProtocol=https;AccountName=northwind;${ACCOUNT_KEY}${key};EndpointSuffix=core.windows.net`,
);

const cosmosConnection = accountKeyMatcher(
  {
    provider: 'Microsoft Azure',
    id: 'azure-cosmos-connection',
    name: 'Azure Cosmos DB connection string',
    why: 'Whoever has it can read, change and delete everything in the database account.',
    env: 'COSMOS_CONNECTION_STRING',
    revoke: 'portal.azure.com → Cosmos DB account → keys: regenerate the key',
    docs: 'learn.microsoft.com/azure/cosmos-db/secure-access-to-data',
    partner: true,
    nearMisses: [
      `AccountEndpoint=https://northwind.documents.azure.com:443/;${ACCOUNT_KEY}<key>;`,
      `AccountEndpoint=https://localhost:8081/;${ACCOUNT_KEY}\${EMULATOR_KEY};`,
    ],
  },
  true,
  (key) => `AccountEndpoint=https://northwind.documents.azure.com:443/;${ACCOUNT_KEY}${key};`,
);

const SIGNATURE = /(?:[A-Za-z0-9+/_-]|%2[BbFf]){40,90}(?:=|%3[Dd]){0,2}(?![A-Za-z0-9])/y;

const sasUrl: Matcher = {
  kind: {
    provider: 'Microsoft Azure',
    id: 'azure-sas-url',
    name: 'Azure shared access signature',
    why: 'Until it expires, whoever has the address can do to the storage what it permits.',
    env: 'AZURE_STORAGE_SAS_TOKEN',
    revoke: 'rotate the account key that signed it, or delete its stored access policy',
    docs: 'learn.microsoft.com/azure/storage/common/storage-sas-overview',
    nearMisses: [
      'https://northwind.blob.core.windows.net/c/b?sv=2022-11-02&se=2099-01-01&sr=b&sp=r&sig=<signature>',
      `?sv=2022-11-02&se=2099-01-01&sp=r&sig=\${signature}`,
      'const url = base + "?sig=" + encodeURIComponent(signature) + "&se=" + expiry;',
    ],
  },
  keywords: [{ text: 'sig=', ignoreCase: false }],
  find(text, offset) {
    if (!/(?:[?&;"'`\s]|&amp;)$/.test(text.slice(Math.max(0, offset - 5), offset))) return undefined;
    const candidate = keyAt(sasUrl.kind, text, offset + 4, SIGNATURE);
    if (candidate === undefined) return undefined;
    const span = stringAround(text, offset, candidate.end, REACH);
    const query = text.slice(span.start, span.end);
    if (!/[?&;]?sv=20\d\d-\d\d-\d\d/.test(query) || !/[?&;]s[pi]=/.test(query)) return undefined;
    const expiry = /[?&;]se=([\dTtZz:.%A-]{8,40})/.exec(query)?.[1];
    const until = expiry === undefined ? Number.NaN : Date.parse(decodePercent(expiry));
    return until < Date.now() ? { ...candidate, level: 'note', note: 'it has expired' } : candidate;
  },
  fake: (random) =>
    `https://northwind.blob.core.windows.net/files?sv=2022-11-02&se=2099-01-01T00:00:00Z&sr=c&sp=rl&sig=${encodeURIComponent(drawBase64(random, 32))}`,
};

const SHARED_KEY = 'SharedAccessKey=';
const KEY_32 = /[A-Za-z0-9+/]{43}=(?![A-Za-z0-9+/=])/y;

const serviceBus: Matcher = {
  kind: {
    provider: 'Microsoft Azure',
    id: 'azure-service-bus',
    name: 'Azure shared access key (Service Bus, Event Hubs or IoT Hub)',
    why: 'Whoever has it can send and read messages on that namespace.',
    env: 'SERVICEBUS_CONNECTION_STRING',
    revoke: 'portal.azure.com → the namespace → shared access policies: regenerate the key',
    docs: 'learn.microsoft.com/azure/service-bus-messaging/service-bus-sas',
    partner: true,
    nearMisses: [
      `Endpoint=sb://northwind.servicebus.windows.net/;SharedAccessKeyName=Root;${SHARED_KEY}<key>`,
      `Endpoint=sb://localhost;SharedAccessKeyName=Root;${SHARED_KEY}SAS_KEY_VALUE;UseDevelopmentEmulator=true;`,
    ],
  },
  keywords: [{ text: SHARED_KEY, ignoreCase: false }],
  find(text, offset) {
    const candidate = keyAt(serviceBus.kind, text, offset + SHARED_KEY.length, KEY_32);
    if (candidate === undefined) return undefined;
    const span = stringAround(text, offset, candidate.end, REACH);
    return /Endpoint=sb:\/\/|HostName=/.test(text.slice(span.start, span.end)) ? candidate : undefined;
  },
  fake: (random) =>
    `Endpoint=sb://northwind.servicebus.windows.net/;SharedAccessKeyName=Root;${SHARED_KEY}${drawBase64(random, 32)}`,
};

const CONFIG_SECRET = /azconfig\.io;Id=[^;\s"'`]{1,200};Secret=/y;
const CONFIG_VALUE = /[A-Za-z0-9+/]{40,120}={0,2}(?![A-Za-z0-9+/=])/y;

const appConfig: Matcher = {
  kind: {
    provider: 'Microsoft Azure',
    id: 'azure-app-config',
    name: 'Azure App Configuration connection string',
    why: 'Whoever has it can read and change the settings of every application that uses the store.',
    env: 'AZURE_APPCONFIG_CONNECTION_STRING',
    revoke: 'portal.azure.com → App Configuration → access settings: regenerate the key',
    docs: 'learn.microsoft.com/azure/azure-app-configuration/concept-enable-rbac',
    partner: true,
    nearMisses: [
      'Endpoint=https://northwind.azconfig.io;Id=abcd-l0-s0:name;Secret=<secret>',
      'builder.AddAzureAppConfiguration(new Uri("https://northwind.azconfig.io"), new DefaultAzureCredential());',
    ],
  },
  keywords: [{ text: 'azconfig.io', ignoreCase: false }],
  find(text, offset) {
    const start = matchAt(text, offset, CONFIG_SECRET);
    return start === undefined ? undefined : keyAt(appConfig.kind, text, start, CONFIG_VALUE);
  },
  fake: (random) => `Endpoint=https://northwind.azconfig.io;Id=abcd-l0-s0:id;Secret=${drawBase64(random, 32)}`,
};

export const azureMatchers: readonly Matcher[] = [storageConnection, cosmosConnection, sasUrl, serviceBus, appConfig];
