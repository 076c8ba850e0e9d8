// Where the names of a file are used. A name is looked for when it is asked for, since few are; of many, all are read.
import { isDot, isSelf, type Range, type Source, tokenAt } from './source.ts';
import { WORD } from './tokens.ts';
import { hasBareMembers } from './typed-languages.ts';

/** Names that are looked for one by one; past that, one pass over the file is less work. */
const MOST_NAMES = 60;

/** @param isReceiver - true of a name by which methods of the file speak of their own object. */
export function createUses(source: Source, isReceiver: (name: string) => boolean): (name: string) => readonly number[] {
  const known = new Map<string, readonly number[]>();
  let all: ReadonlyMap<string, readonly number[]> | undefined;
  return (name) => {
    if (all !== undefined) return all.get(name) ?? [];
    const found = known.get(name) ?? usesOf(source, name, isReceiver);
    known.set(name, found);
    if (known.size > MOST_NAMES) all = allUses(source, isReceiver);
    return found;
  };
}

function usesOf(source: Source, name: string, isReceiver: (name: string) => boolean): readonly number[] {
  const { tokens } = source;
  const word = name.replace(/^\./, '');
  const found: number[] = [];
  if (word === '') return found;
  const end = tokens.end[tokens.count - 1] ?? 0;
  for (let at = tokens.text.indexOf(word, tokens.start[0]); at >= 0 && at < end; ) {
    const token = tokenAt(source, at);
    const whole = token >= 0 && tokens.kind[token] === WORD && tokens.end[token] === at + word.length;
    if (whole && namesAt(source, token, isReceiver).includes(name)) found.push(token);
    at = tokens.text.indexOf(word, at + word.length);
  }
  return found;
}

function allUses(source: Source, isReceiver: (name: string) => boolean): ReadonlyMap<string, readonly number[]> {
  const uses = new Map<string, number[]>();
  for (let token = 0; token < source.tokens.count; token += 1) {
    if (source.tokens.kind[token] !== WORD) continue;
    for (const name of namesAt(source, token, isReceiver)) {
      const list = uses.get(name);
      if (list === undefined) uses.set(name, [token]);
      else list.push(token);
    }
  }
  return uses;
}

/** What a word stands for where it is no key: a name, or `.name` for a member of this. */
function namesAt(source: Source, token: number, isReceiver: (name: string) => boolean): readonly string[] {
  const { slice } = source;
  const word = slice(token);
  // A private member's sign.
  const first = slice(source.previous(token)) === '#' ? source.previous(token) : token;
  const before = slice(source.previous(first));
  if (isDot(source, source.previous(first))) {
    const owner = slice(source.previous(source.previous(first)));
    if (!isSelf(source, owner) && !isReceiver(owner)) return [];
    return hasBareMembers(source.syntax) ? [`.${word}`, word] : [`.${word}`];
  }
  // A key is no use of a variable: `{headers: x}`, `f(headers=x)`; after `?` it is a branch.
  const following = slice(source.next(token));
  const keyed =
    (following === ':' && (before === '{' || before === ',')) ||
    (following === '=' && (before === '(' || before === ','));
  return keyed ? [] : [word];
}

/** Uses of one name that are followed. */
const MOST_USES = 40;

/** The first uses of a name in a scope; the list is in order. */
export function usesIn(uses: readonly number[], { start, end }: Range): readonly number[] {
  let low = 0;
  let high = uses.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((uses[middle] ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  const found = uses.slice(low, low + MOST_USES);
  return found.filter((use) => use < end);
}
