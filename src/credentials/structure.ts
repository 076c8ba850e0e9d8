// The language that credential shapes are written in (see kind.ts) -> parts -> a pattern that cannot backtrack badly.

/** Members of each class, in the order look-alikes are drawn from. */
export const CLASSES: Readonly<Record<string, string>> = {
  an: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
  lan: 'abcdefghijklmnopqrstuvwxyz0123456789',
  uan: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789',
  hex: '0123456789abcdef',
  HEX: '0123456789ABCDEF',
  xhex: '0123456789abcdefABCDEF',
  b64u: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_',
  b64: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
  b32: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567',
  dig: '0123456789',
  low: 'abcdefghijklmnopqrstuvwxyz',
  upp: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  alpha: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
  jwt: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.',
  unr: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~',
};

const CLASS_PATTERNS: Readonly<Record<string, string>> = {
  an: 'A-Za-z0-9',
  lan: 'a-z0-9',
  uan: 'A-Z0-9',
  hex: '0-9a-f',
  HEX: '0-9A-F',
  xhex: '0-9A-Fa-f',
  b64u: 'A-Za-z0-9_\\-',
  b64: 'A-Za-z0-9+/',
  b32: 'A-Z2-7',
  dig: '0-9',
  low: 'a-z',
  upp: 'A-Z',
  alpha: 'A-Za-z',
  jwt: 'A-Za-z0-9_.\\-',
  unr: 'A-Za-z0-9_.~\\-',
};

/** Longest run that an open-ended part (`{40+ b64u}`) takes: no credential in the catalogue is longer. */
const OPEN_RUN = 4096;

export type Part =
  | { readonly type: 'literal'; readonly text: string }
  | { readonly type: 'run'; readonly set: string; readonly min: number; readonly max: number }
  | { readonly type: 'choice'; readonly options: readonly string[] }
  | { readonly type: 'optional'; readonly parts: readonly Part[] };

/**
 * Parses one structure.
 *
 * @param structure - for example `sk-ant-api03-{93 b64u}AA`.
 * @throws Error when the text is not in the language; a catalogue test reads every kind.
 */
export function parseStructure(structure: string): readonly Part[] {
  const parts: Part[] = [];
  let literal = '';
  const flush = (): void => {
    if (literal !== '') parts.push({ type: 'literal', text: literal });
    literal = '';
  };
  for (let i = 0; i < structure.length; ) {
    const char = structure.charAt(i);
    if (char === '{' && structure.charAt(i + 1) === '{') {
      literal += '{';
      i += 2;
    } else if (char === '{') {
      const end = structure.indexOf('}', i);
      if (end < 0) throw new Error(`unclosed { in structure ${structure}`);
      flush();
      parts.push(...parseBrace(structure.slice(i + 1, end), structure));
      i = end + 1;
    } else if (char === '[') {
      const end = structure.indexOf(']', i);
      if (end < 0) throw new Error(`unclosed [ in structure ${structure}`);
      flush();
      parts.push({ type: 'optional', parts: parseStructure(structure.slice(i + 1, end)) });
      i = end + 1;
    } else {
      literal += char;
      i += 1;
    }
  }
  flush();
  return parts;
}

function parseBrace(body: string, structure: string): readonly Part[] {
  if (body === 'uuid') {
    const group = (count: number): Part => ({ type: 'run', set: 'xhex', min: count, max: count });
    const dash: Part = { type: 'literal', text: '-' };
    return [group(8), dash, group(4), dash, group(4), dash, group(4), dash, group(12)];
  }
  const run = /^(\d+)(?:(\+)|-(\d+))? ([A-Za-z0-9]+)$/.exec(body);
  if (run) {
    const set = run[4] ?? '';
    if (!(set in CLASSES)) throw new Error(`unknown class ${set} in structure ${structure}`);
    const min = Number(run[1]);
    const max = run[2] === '+' ? OPEN_RUN : run[3] === undefined ? min : Number(run[3]);
    return [{ type: 'run', set, min, max }];
  }
  if (!body.includes('|')) throw new Error(`cannot read {${body}} in structure ${structure}`);
  return [{ type: 'choice', options: body.split('|') }];
}

export function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

/** The source of a regular expression that matches the parts and nothing more; no boundary tests. */
export function patternOf(parts: readonly Part[]): string {
  return parts
    .map((part, i) => {
      switch (part.type) {
        case 'literal':
          return escapeRegExp(part.text);
        case 'run':
          return tooLong(part, parts.slice(i + 1)) + runPattern(part);
        case 'choice':
          return `(?:${part.options.map(escapeRegExp).join('|')})`;
        case 'optional':
          return `(?:${patternOf(part.parts)})?`;
      }
    })
    .join('');
}

type Run = Extract<Part, { type: 'run' }>;

function runPattern({ set, min, max }: Run): string {
  return `[${CLASS_PATTERNS[set]}]{${min === max ? min : `${min},${max}`}}`;
}

/** Says of an open run in one step that it never ends; giving back its characters one by one takes ten times as long. */
function tooLong(run: Run, after: readonly Part[]): string {
  return run.max === OPEN_RUN && beginsOutside(after, run.set)
    ? `(?![${CLASS_PATTERNS[run.set]}]{${OPEN_RUN + 1}})`
    : '';
}

/** True where no text of the parts begins with a member of the class, so that a run of it ends before them. */
function beginsOutside([next, ...rest]: readonly Part[], set: string): boolean {
  const members = CLASSES[set] ?? '';
  switch (next?.type) {
    case undefined:
      return true;
    case 'literal':
      return !members.includes(next.text.charAt(0));
    case 'choice':
      return next.options.every((option) => !members.includes(option.charAt(0)));
    case 'optional':
      return beginsOutside(next.parts, set) && beginsOutside(rest, set);
    case 'run':
      return false;
  }
}

/** A negative look-ahead that rejects a value which goes on: the class of the last run, or letters and digits. */
export function rightBoundaryOf(parts: readonly Part[]): string {
  const last = parts.at(-1);
  // An optional end without a run of its own (`[=]` padding) leaves the boundary to the run before it.
  if (last?.type === 'optional' && last.parts.some((part) => part.type === 'run')) return rightBoundaryOf(last.parts);
  const runs = parts.filter((part) => part.type === 'run');
  const set = runs.at(-1)?.set ?? 'an';
  // A dot ends a sentence more often than it continues a token, so JWT-like runs do not reject it.
  const pattern =
    set === 'unr'
      ? `${CLASS_PATTERNS['b64u']}~`
      : set === 'jwt'
        ? CLASS_PATTERNS['b64u']
        : ['hex', 'HEX', 'xhex', 'lan', 'uan', 'dig', 'low', 'upp', 'alpha', 'b32'].includes(set)
          ? CLASS_PATTERNS['an']
          : CLASS_PATTERNS[set];
  return `(?![${pattern}])`;
}

/** The literal text that every value starts with, '' when there is none. */
export function leadingLiteral(parts: readonly Part[]): string {
  const first = parts[0];
  return first?.type === 'literal' ? first.text : '';
}

/** The same without reading the whole structure: a run starts by asking every kind for it. */
export function leadingText(structure: string): string {
  const end = structure.search(/[{[]/);
  return end < 0 ? structure : structure.slice(0, end);
}

/** Fewest and most characters a value can have. */
export function lengthRange(parts: readonly Part[]): { readonly min: number; readonly max: number } {
  let min = 0;
  let max = 0;
  for (const part of parts) {
    switch (part.type) {
      case 'literal':
        min += part.text.length;
        max += part.text.length;
        break;
      case 'run':
        min += part.min;
        max += part.max;
        break;
      case 'choice':
        min += Math.min(...part.options.map((option) => option.length));
        max += Math.max(...part.options.map((option) => option.length));
        break;
      case 'optional':
        max += lengthRange(part.parts).max;
        break;
    }
  }
  return { min, max };
}
