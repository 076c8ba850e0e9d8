// What the claims inside a JSON Web Token say of its worth, and whose it is.
import type { Verdict } from './index.ts';
import { decodeJwt, isExpired, isUnsigned, type Jwt } from './jwt.ts';

/** Only a Supabase key that passes by row-level security; its `anon` sister is public. */
export function supabaseJwt(value: string): Verdict {
  const token = decodeJwt(value);
  // The keys of every local Supabase start are the same, documented ones.
  if (token?.payload['role'] !== 'service_role' || token.payload['iss'] === 'supabase-demo') return { type: 'reject' };
  return judgeWorth(token);
}

/** Only a token of a Kubernetes service account, by its issuer or (bound tokens) its own claim. */
export function kubernetesJwt(value: string): Verdict {
  const token = decodeJwt(value);
  if (token === undefined) return { type: 'reject' };
  const { iss, sub } = token.payload;
  const isServiceAccount =
    iss === 'kubernetes/serviceaccount' || (typeof sub === 'string' && sub.startsWith('system:serviceaccount:'));
  return isServiceAccount ? judgeWorth(token) : { type: 'reject' };
}

function judgeWorth(token: Jwt): Verdict {
  if (isUnsigned(token)) return { type: 'invalid', note: 'it is not signed ("alg": "none")' };
  if (isExpired(token)) return { type: 'invalid', note: 'it has expired' };
  return { type: 'valid' };
}
