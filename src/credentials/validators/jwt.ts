// Reads a JSON Web Token without checking its signature. Apart from the validators, so that other kinds may look inside.

export type JwtPart = Readonly<Record<string, unknown>>;

export interface Jwt {
  readonly header: JwtPart;
  readonly payload: JwtPart;
}

/** Header and payload; undefined when the text is no JWT. */
export function decodeJwt(value: string): Jwt | undefined {
  const parts = value.split('.');
  if (parts.length !== 3) return undefined;
  const header = decodePart(parts[0] ?? '');
  const payload = decodePart(parts[1] ?? '');
  return header === undefined || payload === undefined || typeof header['alg'] !== 'string'
    ? undefined
    : { header, payload };
}

function decodePart(text: string): JwtPart | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JwtPart) : undefined;
  } catch {
    return undefined;
  }
}

/** True when anybody could have made the token. */
export function isUnsigned(token: Jwt): boolean {
  return String(token.header['alg']).toLowerCase() === 'none';
}

/** True when the token says that its time is over. */
export function isExpired(token: Jwt, now: number = Date.now()): boolean {
  const expiry = token.payload['exp'];
  return typeof expiry === 'number' && expiry * 1000 < now;
}
