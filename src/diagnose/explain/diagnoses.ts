// What each error means, as data: status, type and words of the body -> meaning, causes in order, and whether retrying
// helps. The first entry that fits answers, so what is said in words stands before what only the status says.
import type { CauseId } from './causes.ts';
import { API_DIAGNOSES } from './diagnoses-api.ts';
import { CLOUD_DIAGNOSES } from './diagnoses-clouds.ts';
import { EDGE_DIAGNOSES } from './diagnoses-edge.ts';
import { STATUS_DIAGNOSES } from './diagnoses-status.ts';
import type { Platform, SeenError } from './read-error.ts';

/** `no`: never before something is changed. `later`: the same request can succeed. */
export type Retry = 'no' | 'later';

export interface Diagnosis {
  readonly id: string;
  readonly when: {
    readonly status?: readonly number[];
    /** Of the body's type and message, where there is a body; else of the whole text. */
    readonly says?: RegExp;
    /** Of the whole text. */
    readonly text?: RegExp;
    readonly platform?: readonly Platform[];
    readonly html?: true;
    readonly retryAfter?: boolean;
    readonly noStatus?: true;
  };
  readonly meaning: string;
  readonly retry: Retry;
  /** False where no other key would change the outcome. */
  readonly isKey: boolean;
  readonly causes: readonly CauseId[];
}

/** All entries, in the order they are asked. */
export const DIAGNOSES: readonly Diagnosis[] = [
  ...EDGE_DIAGNOSES,
  ...CLOUD_DIAGNOSES,
  ...API_DIAGNOSES,
  ...STATUS_DIAGNOSES,
];

/** The first entry that fits; undefined where nothing is known of such an error. */
export function diagnose(error: SeenError): Diagnosis | undefined {
  return DIAGNOSES.find((diagnosis) => fits(diagnosis, error));
}

function fits({ when }: Diagnosis, error: SeenError): boolean {
  const { status, says, text, platform, html, retryAfter, noStatus } = when;
  if (noStatus === true && error.status !== undefined) return false;
  if (status !== undefined && (error.status === undefined || !status.includes(error.status))) return false;
  if (platform !== undefined && !platform.includes(error.platform)) return false;
  if (html === true && !error.isHtml) return false;
  if (retryAfter !== undefined && (error.retryAfter !== undefined) !== retryAfter) return false;
  if (text !== undefined && !text.test(error.text)) return false;
  return says === undefined || says.test(wordsOf(error));
}

function wordsOf({ type, message, text }: SeenError): string {
  return message === undefined ? text : type === undefined ? message : `${type}: ${message}`;
}
