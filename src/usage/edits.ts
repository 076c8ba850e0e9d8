// Applying a fix's edits to a text; the rules re-check their own edits with it.
import type { Edit } from '../finding.ts';

/** The text with edits applied, right to left, so that offsets stay true. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  return [...edits]
    .sort((a, b) => b.startOffset - a.startOffset)
    .reduce((result, edit) => result.slice(0, edit.startOffset) + edit.newText + result.slice(edit.endOffset), text);
}
