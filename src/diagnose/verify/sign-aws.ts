// The signature that AWS wants in place of the key. Apart so that the signing library loads for AWS alone.
import { sign } from 'aws4';
import type { Credential, Outgoing } from './request.ts';

const BODY = 'Action=GetCallerIdentity&Version=2011-06-15';

/** Signs the call that every valid key may make, whatever its policies. */
export function signForAws({ url, method, headers }: Outgoing, { id = '', secret, session }: Credential): Outgoing {
  const region = /^sts\.([a-z0-9-]+)\.amazonaws\./.exec(url.hostname)?.[1] ?? 'us-east-1';
  const signed = sign(
    { service: 'sts', region, method, host: url.host, path: url.pathname, headers: { ...headers }, body: BODY },
    { accessKeyId: id, secretAccessKey: secret, ...(session === undefined ? {} : { sessionToken: session }) },
  );
  const signedHeaders = Object.entries(signed.headers ?? {}).map(([name, value]) => [name, String(value)]);
  return { url, method, headers: Object.fromEntries(signedHeaders), body: BODY };
}
