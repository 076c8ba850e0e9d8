// Some files are told by their name, whatever stands in them: names are searched for keywords too, with this byte behind
// them, which no name holds and next to no text.
import type { Keyword } from '../engine/prefilter.ts';

export const PATH_END = '\x01';

/** Stands where the name of a file ends so; the hit's offset is that of the file's first byte. */
export function atPathEnd(ending: string): Keyword {
  // Either case: such keywords are not looked for in encoded forms.
  return { text: ending + PATH_END, ignoreCase: true };
}
