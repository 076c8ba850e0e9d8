// A pasted error of any form -> what it says: status, type, message, ids, where it comes from. Sees masked text only.
import { type Language, languageOf, sdkOf, statusOfClass, wrapperOf } from './languages.ts';
import { flatten, isObject, type LooseObject, readObjects, stringAt } from './loose-object.ts';
import { readHttp } from './read-http.ts';

export type Platform = 'anthropic' | 'bedrock' | 'vertex' | 'azure' | 'other';

export interface SeenError {
  readonly status?: number;
  readonly type?: string;
  readonly message?: string;
  readonly requestId?: string;
  /** Seconds that the server asks to wait. */
  readonly retryAfter?: number;
  readonly platform: Platform;
  readonly host?: string;
  readonly via?: string;
  readonly language?: Language;
  readonly sdk?: string;
  readonly model?: string;
  /** An error page, where the API answers in JSON. */
  readonly isHtml: boolean;
  readonly headers: ReadonlyMap<string, string>;
  readonly sent?: ReadonlyMap<string, string>;
  /** What the diagnoses are matched with. */
  readonly text: string;
}

/** @param text - masked: nothing of it is hidden again. */
export function readError(text: string): SeenError {
  const http = readHttp(text);
  const objects = [...readObjects(text), ...readObjects(unescaped(text))].flatMap((object) => flatten(object));
  const body = bodyOf(objects);
  const isHtml = /<!doctype html|<html[\s>]|<head>/i.test(text);
  const type = body.type;
  const usual = type === undefined ? undefined : STATUS_OF_TYPE[type];
  const status =
    (http.status !== undefined && http.status >= 300 ? http.status : undefined) ??
    // Of several attempts in a log the body is the last one's: so is the status.
    (usual !== undefined && new RegExp(`\\b${usual}\\b`).test(text) ? usual : undefined) ??
    statusInObjects(objects) ??
    statusInWords(text) ??
    usual ??
    statusOfClass(text) ??
    http.status;
  const requestId = idOf(text, http.headers, objects);
  const language = languageOf(text);
  const wrapper = wrapperOf(text);
  const sdk = sdkOf(text);
  const model = modelOf(text);
  const retryAfter = secondsOf(http.headers, text);
  return {
    ...(status === undefined ? {} : { status }),
    ...(type === undefined ? {} : { type }),
    ...(body.message === undefined ? {} : { message: body.message }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
    ...(http.host === undefined ? {} : { host: http.host }),
    ...(wrapper === undefined ? {} : { via: wrapper }),
    ...(language === undefined ? {} : { language }),
    ...(sdk === undefined ? {} : { sdk }),
    ...(model === undefined ? {} : { model }),
    ...(http.sent === undefined ? {} : { sent: http.sent }),
    platform: platformOf(text, http.host),
    isHtml,
    headers: http.headers,
    text,
  };
}

function unescaped(text: string): string {
  return text.includes('{\\"') ? text.replaceAll('\\"', '"') : '';
}

const STATUS_OF_TYPE: Readonly<Record<string, number>> = {
  invalid_request_error: 400,
  authentication_error: 401,
  billing_error: 402,
  permission_error: 403,
  forbidden: 403,
  not_found_error: 404,
  conflict_error: 409,
  request_too_large: 413,
  rate_limit_error: 429,
  api_error: 500,
  timeout_error: 504,
  overloaded_error: 529,
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  RESOURCE_EXHAUSTED: 429,
  invalid_grant: 400,
};

interface Body {
  readonly type?: string;
  readonly message?: string;
}

/** The last error in the text: the one that ended the attempts. An object inside another says more than the outer one. */
function bodyOf(objects: readonly LooseObject[]): Body {
  const errors = objects.flatMap((object): readonly Body[] => {
    const error = object.get('error');
    if (isObject(error)) return [describe(error)];
    const description = stringAt(object, 'error_description');
    if (typeof error === 'string' && description !== undefined) return [{ type: error, message: description }];
    return [];
  });
  const told = errors.filter(({ type, message }) => type !== undefined || message !== undefined);
  const last = told.at(-1);
  if (last !== undefined) return last;
  const plain = objects.map(describeLoosely).filter(({ message }) => message !== undefined);
  return plain.at(-1) ?? {};
}

function describe(error: LooseObject): Body {
  const type = stringAt(error, 'type', 'status', 'code');
  const message = stringAt(error, 'message');
  return { ...(type === undefined ? {} : { type }), ...(message === undefined ? {} : { message }) };
}

function describeLoosely(object: LooseObject): Body {
  const type = stringAt(object, '__type', 'code', 'Code', 'type', 'error');
  const message = stringAt(object, 'message', 'Message', 'detail', 'msg', 'error_msg', 'error');
  return { ...(type === undefined ? {} : { type }), ...(message === undefined ? {} : { message }) };
}

function statusInObjects(objects: readonly LooseObject[]): number | undefined {
  for (const object of objects) {
    for (const name of ['status', 'status_code', 'statusCode', 'StatusCode', 'HTTPStatusCode', 'httpStatus', 'code']) {
      const status = statusFrom(object.get(name));
      if (status !== undefined) return status;
    }
    // OpenAI calls everything an invalid request.
    if (object.get('code') === 'invalid_api_key') return 401;
  }
  return undefined;
}

function statusFrom(value: unknown): number | undefined {
  const number =
    typeof value === 'number' ? value : typeof value === 'string' && /^\d{3}$/.test(value) ? Number(value) : 0;
  return Number.isInteger(number) && number >= 400 && number < 600 ? number : undefined;
}

const WORDS: readonly RegExp[] = [
  /^\s*(?:HTTP(?:\/\d(?:\.\d)?)?\s+)?([45]\d\d)\s*$/i,
  /\bError code: ([45]\d\d)\b/,
  /\b(?:API|HTTP) Error:? ([45]\d\d)\b/i,
  /\b\w{2,40}(?:Error|Exception): ([45]\d\d)\b/,
  /\breturned error: ([45]\d\d)\b/,
  /\bstatus(?:[ _-]?code)?["']?(?: of|:|=|=>| is)?\s{0,2}["']?([45]\d\d)\b/i,
  /": ([45]\d\d) [A-Z]/,
  /\bHTTP[ /]?(?:\d(?:\.\d)?)? ?([45]\d\d)\b/i,
  /\b([45]\d\d) (?:Unauthorized|Forbidden|Bad Request|Not Found|Too Many Requests|Payment Required|Internal Server Error|Bad Gateway|Service Unavailable|Service Temporarily Unavailable|Gateway Time-?out|Request Entity Too Large|Payload Too Large|Proxy Authentication Required|Method Not Allowed|Conflict|Unprocessable|Client Error|Server Error|Overloaded)/i,
  /^\s*([45]\d\d)\b(?!\.)/,
  /\b(?:error|status|code|got|get|getting|a|an) \(?([45]\d\d)\b/i,
];

const NAMED: readonly (readonly [number, RegExp])[] = [
  [401, /Status Code: Unauthorized|\bstatus: Unauthorized|^\s*unauthorized\s*$/i],
  [403, /Status Code: Forbidden|^\s*forbidden\s*$/i],
  [429, /Status Code: TooManyRequests|^\s*too many requests\s*$/i],
  [400, /Status Code: BadRequest|^\s*bad request\s*$/i],
  [529, /^\s*overloaded\s*$/i],
];

function statusInWords(text: string): number | undefined {
  for (const words of WORDS) {
    const status = statusFrom(words.exec(text)?.[1]);
    if (status !== undefined) return status;
  }
  return NAMED.find(([, name]) => name.test(text))?.[0];
}

function idOf(text: string, headers: ReadonlyMap<string, string>, objects: readonly LooseObject[]): string | undefined {
  const found =
    headers.get('request-id') ??
    objects.map((object) => stringAt(object, 'request_id', 'requestID', 'requestId', 'RequestId')).find(Boolean) ??
    /\breq_[A-Za-z0-9]{6,32}\b/.exec(text)?.[0] ??
    headers.get('x-amzn-requestid') ??
    headers.get('apim-request-id') ??
    headers.get('x-request-id');
  return found === undefined || !/^[\w-]{6,64}$/.test(found) ? undefined : found;
}

function secondsOf(headers: ReadonlyMap<string, string>, text: string): number | undefined {
  const plain = headers.get('retry-after') ?? /\b(?:try again|retry) (?:in|after) (\d{1,5}) ?s/i.exec(text)?.[1];
  if (plain !== undefined && /^\d{1,6}(?:\.\d{1,3})?$/.test(plain)) return Math.ceil(Number(plain));
  const until = plain === undefined ? Number.NaN : Date.parse(plain);
  const sentAt = Date.parse(headers.get('date') ?? '');
  if (!Number.isNaN(until) && !Number.isNaN(sentAt)) return Math.max(0, Math.ceil((until - sentAt) / 1000));
  const ms = headers.get('retry-after-ms');
  return ms !== undefined && /^\d{1,9}$/.test(ms) ? Math.ceil(Number(ms) / 1000) : undefined;
}

const MODEL = /\b(?:(?:us|eu|apac|jp|au|global)\.)?(?:anthropic\.)?claude-[a-z0-9][\w.@:-]{1,60}/gi;

function modelOf(text: string): string | undefined {
  const models = [...text.matchAll(MODEL)].map(([model]) => model.replace(/[.:@-]{1,60}$/, ''));
  return models.find((model) => /\d/.test(model) && !/^claude-(?:code|cli)/i.test(model));
}

function platformOf(text: string, host = ''): Platform {
  if (/bedrock|amazonaws\.com|\.api\.aws/.test(host)) return 'bedrock';
  if (/aiplatform|googleapis\.com/.test(host)) return 'vertex';
  if (/azure\.com|azure-api\.net/.test(host)) return 'azure';
  if (/(?:^|\.)anthropic\.com$/.test(host)) return 'anthropic';
  if (/bedrock|botocore|x-amzn-|com\.amazon|aws-sdk|aws\/credential-provider/i.test(text)) return 'bedrock';
  if (/vertex|aiplatform|google\.(?:auth|api|rpc)|googleapis|gcloud|publishers\/anthropic/i.test(text)) return 'vertex';
  if (/\bazure\b|foundry|cognitive ?services|apim-request-id|subscription key/i.test(text)) return 'azure';
  return host === '' || /anthropic/i.test(text) ? 'anthropic' : 'other';
}
