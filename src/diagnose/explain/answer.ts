// The answer to one error: the diagnosis, its causes in order, and what this transcript and this repository show of them.
import type { Category, Finding } from '../../finding.ts';
import { redact } from '../redact.ts';
import { CAUSES, type Cause, type CauseId } from './causes.ts';
import { type Diagnosis, diagnose, type Retry } from './diagnoses.ts';
import { readError, type SeenError } from './read-error.ts';
import { recipeFor } from './recipes.ts';

/** Where the repository holds a fault that explains the error. */
export interface Place {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly rule: string;
  readonly message: string;
}

export interface AnswerCause {
  readonly id: CauseId;
  readonly what: string;
  readonly check: string;
  readonly fix: string;
  readonly code?: readonly string[];
  /** What the pasted text itself shows of it. */
  readonly shown?: string;
  readonly places: readonly Place[];
}

export interface Answer {
  readonly error: SeenError;
  readonly id: string;
  readonly meaning: string;
  readonly isKey: boolean;
  readonly retry: { readonly helps: boolean; readonly advice: string; readonly afterSeconds?: number };
  readonly causes: readonly AnswerCause[];
}

/** How much of a log is read: its end, where the last attempt stands. */
export const LONGEST_INPUT = 128 * 1024;

/**
 * @param masked - the pasted text, without the credentials that the rules find.
 * @returns undefined where the text tells neither a status nor a known message.
 */
export function understand(masked: string): { readonly error: SeenError; readonly diagnosis: Diagnosis } | undefined {
  const error = readError(redact(masked));
  const diagnosis = diagnose(error) ?? strangeStatus(error);
  return diagnosis === undefined ? undefined : { error, diagnosis };
}

/** A status that the API does not use comes from something in between. */
function strangeStatus({ status }: SeenError): Diagnosis | undefined {
  if (status === undefined || status < 400) return undefined;
  const isServer = status >= 500;
  return {
    id: 'unusual-status',
    when: {},
    meaning: `The API does not document status ${status}: it is likely from a proxy or gateway on the way.`,
    retry: isServer ? 'later' : 'no',
    isKey: false,
    causes: isServer ? ['gateway-down', 'api-fault'] : ['wrong-host', 'edge-filter', 'header-stripped'],
  };
}

/** The categories of rules whose findings would explain it. */
export function suspectsOf({ causes }: Diagnosis): readonly Category[] {
  return [...new Set(causes.flatMap((id) => causeOf(id).looks ?? []))];
}

function causeOf(id: CauseId): Cause {
  return CAUSES[id];
}

const MOST_PLACES = 3;

/** What is shown comes first, then what was found, then the rest in the table's order. */
export function answer(error: SeenError, diagnosis: Diagnosis, findings: readonly Finding[]): Answer {
  const told = new Set<Finding>();
  const causes = diagnosis.causes.map((id): AnswerCause => {
    const { what, check, fix, recipe, looks = [] } = causeOf(id);
    const own = findings.filter((finding) => !told.has(finding) && looks.some((name) => name === finding.category));
    for (const finding of own) told.add(finding);
    const code = recipe === undefined ? undefined : recipeFor(recipe, error.language);
    const shown = shownIn(id, error);
    return {
      id,
      what,
      check,
      fix,
      places: own.slice(0, MOST_PLACES).map(placeOf),
      ...(code === undefined ? {} : { code }),
      ...(shown === undefined ? {} : { shown }),
    };
  });
  const weight = ({ shown, places }: AnswerCause): number =>
    (shown === undefined ? 0 : 2) + (places.length > 0 ? 1 : 0);
  return {
    error,
    id: diagnosis.id,
    meaning: diagnosis.meaning,
    isKey: diagnosis.isKey,
    retry: retryOf(diagnosis.retry, error),
    causes: causes.toSorted((a, b) => weight(b) - weight(a)),
  };
}

function placeOf({ path, region, ruleId, message }: Finding): Place {
  return { path, line: region.startLine, column: region.startColumn, rule: ruleId, message };
}

const OAUTH = /sk-ant-oat/;
const FOREIGN = /^(?:Bearer )?(?:sk-proj-|sk-or-|gsk_|hf_|AIza|xai|sk-ant-(?:admin|sid))/;

/** Evidence for a cause in the request, where the transcript holds it. */
function shownIn(id: CauseId, { sent }: SeenError): string | undefined {
  if (sent === undefined) return undefined;
  const [key, authorization] = [sent.get('x-api-key'), sent.get('authorization')];
  switch (id) {
    case 'key-missing':
      if (key === undefined && authorization === undefined)
        return 'the request has neither x-api-key nor authorization';
      return key === '' ? 'x-api-key is empty' : undefined;
    case 'bearer-key':
      return authorization !== undefined && !OAUTH.test(authorization)
        ? 'the request has an authorization header'
        : undefined;
    case 'oauth-in-key':
      return key !== undefined && OAUTH.test(key) ? 'x-api-key holds an OAuth token' : undefined;
    case 'key-malformed':
      return key !== undefined && /^["']|["']$|^Bearer /i.test(key)
        ? 'x-api-key has quotes or a scheme in it'
        : undefined;
    case 'key-foreign':
      return FOREIGN.test(key ?? authorization ?? '')
        ? 'the key that was sent is of another vendor or kind'
        : undefined;
    case 'oauth-no-beta':
      return OAUTH.test(authorization ?? '') && !sent.get('anthropic-beta')?.includes('oauth')
        ? 'an OAuth token was sent without anthropic-beta'
        : undefined;
    case 'version-missing':
      return sent.has('anthropic-version') ? undefined : 'the request has no anthropic-version';
    case 'version-wrong':
      return sent.get('anthropic-version') === '2023-06-01' ? undefined : 'see anthropic-version in the request';
    default:
      return undefined;
  }
}

function retryOf(retry: Retry, { retryAfter, status, headers }: SeenError): Answer['retry'] {
  if (retry === 'no') return { helps: false, advice: 'Retrying does not help: something has to be changed first.' };
  if (headers.get('x-should-retry') === 'false') {
    return { helps: false, advice: 'The server says not to retry (x-should-retry: false).' };
  }
  if (retryAfter !== undefined) {
    const advice = `Retrying helps: wait ${retryAfter} s (retry-after), then with growing pauses and jitter.`;
    return { helps: true, advice, afterSeconds: retryAfter };
  }
  const advice =
    status === 429
      ? 'Retrying can help after a minute. Without retry-after it may be a cap, where it does not.'
      : 'Retrying helps: a few times, with growing pauses and jitter (1 s, 2 s, 4 s …).';
  return { helps: true, advice };
}
