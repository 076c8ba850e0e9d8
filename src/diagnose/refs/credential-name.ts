// Which names are worth showing: those that say credential, those that a kind of the catalogue is known by, and entries
// of stores for secrets, whatever their names.
import { catalogue } from '../../credentials/catalogue.ts';
import { headOf, isDenied, wordsOf } from '../../credentials/guesses/names.ts';
import type { Reference } from './reference.ts';

/** Tokens that a CI makes for each run: nobody rotates them. */
const MADE_BY_CI = /^(?:GITHUB_TOKEN|github_token|CI_JOB_TOKEN|CI_REGISTRY_PASSWORD|SYSTEM_ACCESSTOKEN|ACTIONS_\w+)$/;
/** Addresses with a login in them. */
const CONNECTIONS =
  /(?:^|_)(?:DATABASE|DB|POSTGRES|POSTGRESQL|PG|MYSQL|MONGO|MONGODB|REDIS|AMQP|RABBITMQ|BROKER|CLOUDAMQP)_(?:URL|URI|DSN)$|(?:^|_)DSN$|CONNECTION_?STRING$|WEBHOOK_URL$/i;
/** Stores that hold plain settings too: there the name decides. */
const PLAIN_STORES =
  /^(?:GitHub Actions variable|Terraform|AWS Parameter Store|Vercel|Netlify|Heroku|Fly|Docker Compose env_file)$/;

let known: ReadonlySet<string> | undefined;

export function isCredential({ name, role, system }: Reference): boolean {
  if (MADE_BY_CI.test(name)) return false;
  if (role === 'stores' && !PLAIN_STORES.test(system)) return true;
  if (/Secret$/.test(system) && name.includes('/')) return true;
  return namesCredential(name);
}

export function namesCredential(name: string): boolean {
  known ??= new Set(catalogue.map(({ env }) => env).filter((env) => env !== ''));
  const last = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('#')) + 1).replace(/^TF_VAR_/, '');
  if (known.has(last.toUpperCase()) || CONNECTIONS.test(last)) return true;
  const words = wordsOf(last);
  return headOf(words) !== undefined && !isDenied(words);
}

/** Where a new value for a variable is made, and the old one ended; undefined for a name that no kind has. */
export function revokePlaceOf(name: string): { readonly kind: string; readonly revoke: string } | undefined {
  const kind = catalogue.find(({ env }) => env !== '' && env === name);
  return kind === undefined ? undefined : { kind: kind.name, revoke: kind.revoke };
}
