// What an expression can be, as far as this file tells: known text, and holes with the names they went by.
// Follows constants, object fields and environment reads inside the file; never further.
import { madeBy, READS_BY_NAME, SAME_TEXT, UNWRAPS, withoutLabel } from './calls.ts';
import { type Definition, type Definitions, findDefinitions } from './definitions.ts';
import { type Form, hole, joinForms, MAX_FORMS, type Piece, rename, type Value } from './forms.ts';
import { lazy } from './lazy.ts';
import { createObjectValues } from './object-values.ts';
import { envName, type Path, readPath } from './paths.ts';
import { findResults } from './results.ts';
import { elementsOf, entriesOf, isSelf, isString, normalForm, type Range, type Source, stringValue } from './source.ts';
import { createStringValues, MARK, topLevel } from './string-values.ts';
import { NUMBER, OPEN, STRING } from './tokens.ts';
import { trimmed } from './trimmed.ts';
import { USER_CALL, USER_NAME } from './vocabulary.ts';

export interface Values {
  readonly definitions: Definitions;
  readonly valueOf: (range: Range) => Value;
  /** The bracket of the object that an expression is, followed through names; -1 when it is none. */
  readonly objectOf: (range: Range) => number;
}

/** What ends a function where a value is not there. */
const GIVES_UP = /^(?:throw|return|error|fatalError|raise|die|exit|abort|panic)$/;
/** Modules of React Native that a build fills from an env file. */
export const BUILD_ENV = /^(?:@env|react-native-(?:config|dotenv))$/;
const MAX_DEPTH = 8;

export function createValues(source: Source): Values {
  const definitions = findDefinitions(source);
  const memo = new Map<string, Value>();
  const busy = new Set<string>();
  const { tokens, slice } = source;
  const typed = source.syntax.family === 'typed' || source.syntax.family === 'ruby';
  const ternary = source.syntax.family === 'script' || (typed && !/^(?:go|rust)$/.test(source.syntax.language));
  const sum = source.syntax.language === 'php' ? '.' : '+';
  const results = lazy(() => findResults(source));
  const { objectOf, fieldOf, memberOf } = createObjectValues(
    source,
    definitions,
    (range) => trimmed(source, range),
    (name) => results()(name),
  );
  const strings = createStringValues(source, resolve);

  function resolve(range: Range, depth = 0): Value {
    const key = `${range.start} ${range.end}`;
    const known = memo.get(key);
    if (known !== undefined) return known;
    source.budget.left -= 1 + Math.min(50, range.end - range.start);
    if (depth > (source.budget.left < 0 ? 2 : MAX_DEPTH) || busy.has(key)) return [[hole(range, [], 'unknown')]];
    busy.add(key);
    const value = evaluate(trimmed(source, range), depth).slice(0, MAX_FORMS);
    busy.delete(key);
    memo.set(key, value);
    return value;
  }

  function evaluate(range: Range, depth: number): Value {
    const { start, end } = range;
    if (start >= end) return [[hole(range, [], 'unknown')]];
    const question = ternary
      ? topLevel(source, range, (sign) => sign === '?')
      : topLevel(source, range, (sign) => sign === 'if');
    if (question > start) {
      const colon = topLevel(source, { start: question + 1, end }, (sign) => sign === (ternary ? ':' : 'else'));
      if (colon > 0) {
        const first =
          ternary && colon > source.next(question)
            ? { start: source.next(question), end: colon }
            : { start, end: question };
        return [...resolve(first, depth + 1), ...resolve({ start: source.next(colon), end }, depth + 1)];
      }
    }
    const or = topLevel(source, range, (sign) => sign === '??' || sign === '||' || sign === '?:' || sign === 'or');
    if (or > start) {
      const first = resolve({ start, end: or }, depth + 1);
      const other = { start: source.next(or), end };
      return GIVES_UP.test(slice(other.start)) ? first : [...first, ...resolve(other, depth + 1)];
    }
    const plus = topLevel(source, range, (sign) => sign === sum);
    if (plus > start)
      return joinForms(resolve({ start, end: plus }, depth + 1), resolve({ start: source.next(plus), end }, depth + 1));
    if (isString(source, start)) return strings.ofStrings(range, depth);
    const joined = slice(start) === '[' ? strings.ofJoin(range, depth) : undefined;
    if (joined !== undefined) return joined;
    // `(env.KEY || '').trim()`
    const inner = tokens.kind[start] === OPEN && slice(start) === '(' ? (source.match[start] ?? -1) : -1;
    if (inner > start && SAME_TEXT.test(normalForm(source, source.next(inner), end)))
      return resolve({ start: source.next(start), end: inner }, depth + 1);
    if (tokens.kind[start] === NUMBER) return [[{ type: 'text', text: slice(start), names: [], range }]];
    return evaluatePath(range, depth);
  }

  /** `a.b`, `a['b']`, `a?.b`, `f(x)`: a path of names with the calls on its way. */
  function evaluatePath(range: Range, depth: number): Value {
    const path = readPath(source, range);
    const env = envName(source, path, definitions);
    if (env !== undefined) return [[{ ...hole(range, [env], 'env'), env, readBy: path.names.join('.') }]];
    if (path.names.length === 0) return [[hole(range, [], 'unknown')]];
    const call = path.call;
    if (call >= 0) return evaluateCall(range, path, call, depth);
    const found = followPath(path, range, depth);
    if (found !== undefined) return found;
    return [
      [
        hole(
          range,
          path.names,
          USER_NAME.test(path.names[0] ?? '') || path.names.some((name) => USER_NAME.test(name)) ? 'user' : 'unknown',
        ),
      ],
    ];
  }

  function evaluateCall(range: Range, path: Path, call: number, depth: number): Value {
    if (typed) return evaluateTypedCall(range, path, depth);
    const callee = path.names.at(-1) ?? '';
    const inner = elementsOf(source, call, 3);
    const first = inner[0];
    const chosen = callee === 'get' && first !== undefined && !isString(source, first.start) ? path.calleeDot : -1;
    const table = chosen > range.start ? objectOf({ start: range.start, end: chosen }, depth + 1) : -1;
    if (table >= 0) return anyOf(table, depth);
    if (/^(?:trim|strip|toString|valueOf|unwrap|String|str|trimEnd|replace)$/.test(callee)) {
      if (first === undefined || callee === 'replace') {
        return resolve({ start: range.start, end: Math.max(range.start + 1, path.calleeDot) }, depth + 1);
      }
      return resolve(first, depth + 1);
    }
    if (callee === 'URL' || callee === 'urljoin') {
      const base = callee === 'URL' ? inner[1] : first;
      const relative = callee === 'URL' ? first : inner[1];
      if (base !== undefined && relative !== undefined)
        return joinForms(resolve(base, depth + 1), resolve(relative, depth + 1));
      if (first !== undefined) return resolve(first, depth + 1);
    }
    if (UNWRAPS.test(callee) && inner.length === 1 && first !== undefined) return resolve(first, depth + 1);
    // `fetch(new Request(url, …))`
    if (callee === 'Request' && path.names.length === 1 && first !== undefined) return resolve(first, depth + 1);
    const parsed = callee === 'parse' && /^(?:Uri|URL|url)$/.test(path.names.at(-2) ?? '');
    if (
      parsed ||
      callee === 'unref' ||
      callee === 'encodeURIComponent' ||
      callee === 'SecretStr' ||
      callee === 'from_token'
    ) {
      return first === undefined ? [[hole(range, path.names, 'call')]] : resolve(first, depth + 1);
    }
    const user = USER_CALL.test(path.names.join('.'));
    const stored = first !== undefined && READS_BY_NAME.test(callee) && tokens.kind[first.start] === STRING;
    const names = stored ? [...path.names, stringValue(source, first.start)] : path.names;
    return resultOf(path, depth) ?? [[hole(range, names, user ? 'user' : 'call')]];
  }

  /** What a function of this file gives back, where that is one text or variable of the environment. */
  function resultOf({ names }: Path, depth: number): Value | undefined {
    const callee = names.at(-1) ?? '';
    if (names.length > 2 || (names.length === 2 && !isSelf(source, names[0] ?? ''))) return undefined;
    const result = results()(callee);
    const value = result === undefined ? [] : resolve(result, depth + 1);
    const known = value.every(
      ([piece]) => piece?.type === 'text' || piece?.origin === 'env' || piece?.names[0] === 'window',
    );
    return value.length > 0 && known ? value : undefined;
  }

  function evaluateTypedCall(range: Range, path: Path, depth: number): Value {
    const made = madeBy(source, range, path);
    switch (made?.type) {
      case 'same':
        return resolve(made.value, depth + 1).map((form) => form.map((piece) => ({ ...piece, range })));
      case 'join':
        return strings.joinAll(
          made.parts.map((part) => resolve(part, depth + 1)),
          made.between === undefined ? [[]] : resolve(made.between, depth + 1),
        );
      case 'format': {
        const format = resolve(made.format, depth + 1);
        if (made.values.length > 0)
          return strings.fill(
            format,
            MARK,
            made.values.map((value) => resolve(value, depth + 1)),
          );
        return format.map((form) => form.flatMap((piece) => named(piece, depth)));
      }
      case undefined: {
        // What is read by name from a store goes by that name: `config('services.anthropic.key')`.
        const first = elementsOf(source, path.call, 1).map((element) => withoutLabel(source, element))[0];
        // A resource of Android's is written into the app: `getString(R.string.claude_key)`.
        const resource = first === undefined ? [] : readPath(source, first).names;
        if (/^R\.string\.\w+$/.test(resource.join('.'))) {
          const env = resource.at(-1) ?? '';
          return [[{ ...hole(range, [env], 'env'), env, readBy: 'R.string' }]];
        }
        const key =
          first !== undefined && tokens.kind[first.start] === STRING ? [stringValue(source, first.start)] : [];
        // Ruby's `dig(:anthropic, :api_key)`.
        if (source.syntax.language === 'ruby')
          for (const { start } of elementsOf(source, path.call, 3))
            if (slice(start) === ':') key.push(slice(source.next(start)));
        const user = USER_CALL.test(path.names.join('.'));
        return [[hole(range, [...path.names, ...key], user ? 'user' : 'call')]];
      }
    }
  }

  /** Rust's `format!("Bearer {key}")` names its arguments in the text. */
  function named(piece: Piece, depth: number): Form {
    if (piece.type !== 'text') return [piece];
    return piece.text.split(/\{([A-Za-z_]\w{0,60})\}/).flatMap((part, index): Form => {
      if (index % 2 === 0) return part === '' ? [] : [{ ...piece, text: part }];
      const found = definitions.lookup(part, piece.range.start);
      const only = found.length === 1 ? found[0] : undefined;
      const value = only?.type === 'value' ? resolve(only.value, depth + 1) : [];
      const form = value.length === 1 ? value[0] : undefined;
      return form?.map((inner) => rename(inner, [part], piece.range)) ?? [hole(piece.range, [part], 'unknown')];
    });
  }

  function followPath(path: Path, range: Range, depth: number): Value | undefined {
    const [name, ...rest] = path.names;
    if (name === undefined) return undefined;
    const member = isMember(name, range.start) && rest.length > 0;
    const key = member ? `.${rest[0] ?? ''}` : name;
    const fields = member ? rest.slice(1) : [...rest];
    const own = definitions.lookup(key, range.start);
    const found = own.length > 0 ? own : constantOf(name, rest);
    const written = found.length === 0 && name === 'this' && member ? memberOf(key.slice(1), range.start) : undefined;
    if (written !== undefined && fields.length === 0)
      return resolve(written, depth + 1).map((form) => form.map((piece) => rename(piece, path.names, range)));
    if (found.length === 0) return undefined;
    if (own.length === 0) fields.shift();
    const forms: Form[] = [];
    for (const definition of found.slice(0, 4)) {
      for (const form of valueOfDefinition(definition, fields, range, depth))
        forms.push(form.map((piece) => rename(piece, path.names, range)));
    }
    return forms;
  }

  function isMember(name: string, token: number): boolean {
    if (isSelf(source, name)) return true;
    if (source.syntax.language !== 'go') return false;
    const found = definitions.lookup(name, token)[0];
    return found?.type === 'parameter' && found.receiver === true;
  }

  /** `Api.URL`, where this file has a class `Api` with a constant `URL`. */
  function constantOf(owner: string, fields: readonly string[]): readonly Definition[] {
    if (fields[0] === undefined) return [];
    return (definitions.all.get(`.${fields[0]}`) ?? []).filter(({ scope }) => scope.name === owner);
  }

  /** By a name that is chosen elsewhere: any of an object's values. */
  function anyOf(object: number, depth: number): Value {
    const { entries } = entriesOf(source, object);
    return entries.flatMap(({ value }) => resolve(value, depth + 1)).slice(0, MAX_FORMS);
  }

  function valueOfDefinition(definition: Definition, fields: readonly string[], range: Range, depth: number): Value {
    switch (definition.type) {
      case 'parameter':
        return [
          [
            hole(
              range,
              [definition.name, ...fields],
              /^(?:props|e|event)$/.test(definition.name) ? 'user' : 'parameter',
            ),
          ],
        ];
      case 'import':
        if (/\$env\/(?:static|dynamic)\/(?:public|private)/.test(definition.module)) {
          const name = fields[0] ?? definition.imported;
          return [[{ ...hole(range, [name], 'env'), env: name }]];
        }
        if (BUILD_ENV.test(definition.module)) {
          const name = definition.module === '@env' ? definition.imported : fields[0];
          if (name !== undefined) return [[{ ...hole(range, [name], 'env'), env: name, readBy: definition.module }]];
        }
        return [[hole(range, [definition.imported, ...fields], 'import')]];
      case 'value': {
        let target = definition.value;
        for (const field of [...definition.fields, ...fields]) {
          const any = field === '[]' ? objectOf(target, depth + 1) : -1;
          // By a name that is chosen elsewhere: any of them.
          if (any >= 0) return anyOf(any, depth);
          const inner = fieldOf(target, field, depth);
          if (inner === undefined) {
            const base = resolve(target, depth + 1)[0]?.[0];
            return [[hole(range, [field, ...(base?.names ?? [])], base?.type === 'hole' ? base.origin : 'unknown')]];
          }
          if (!('start' in inner)) return [[{ ...hole(range, [inner.env], 'env'), env: inner.env }]];
          target = inner;
        }
        return resolve(target, depth + 1);
      }
    }
  }

  return { definitions, valueOf: (range) => resolve(range), objectOf: (range) => objectOf(range) };
}
