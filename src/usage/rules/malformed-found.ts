// What a malformed key's finding says, and the names under which a key alone is expected.
import type { Edit, Fix } from '../../finding.ts';
import type { Match } from '../../rule.ts';
import type { KeyRun } from './stored-keys.ts';

type Fault = 'quotes' | 'blank' | 'scheme' | 'doubled';

export interface Found extends Match {
  readonly fault: Fault;
}
export const QUOTE = /["'`]/;
/** Names under which a key alone is expected. */
export const KEY_NAME = /key|token|secret|anthropic|claude|credential|^value$/i;
export const NOT_KEY_NAME =
  /header|authoriz|cookie|prompt|message|content|text|example|pattern|regex|prefix|label|desc|help|hint|placeholder|expect|input|raw|malformed|invalid|dirty|quoted|wrapped|bad|line|curl|command/i;

export function isDockerfile(path: string): boolean {
  return /(?:^|\/)(?:Dockerfile|Containerfile)(?:\.[\w-]{1,40})?$|\.dockerfile$/i.test(path);
}

export function cut(startOffset: number, endOffset: number): Edit {
  return { startOffset, endOffset, newText: '' };
}

const TITLES: Readonly<Record<Fault, string>> = {
  quotes: 'Store the key without the inner quotes',
  blank: 'Store the key without blanks',
  scheme: 'Store the key alone',
  doubled: 'Store the key once',
};

/** @param secret - undefined where the key itself is not in the text. */
export function found(
  fault: Fault,
  message: string,
  span: KeyRun,
  secret: KeyRun | undefined,
  edits: readonly Edit[],
): Found {
  const fix: Fix =
    edits.length > 0 ? { title: TITLES[fault], safe: true, edits } : { title: TITLES[fault], safe: false };
  return { fault, start: span.start, end: span.end, message, fix, ...(secret === undefined ? {} : { secret }) };
}
