// Strings of all kinds: plain ones as one token, those that hold expressions as brackets round their pieces.
import { BACKSLASH, isLetter, isNamePart, isWordPart, NEWLINE, OPERATORS, type Scanner } from './scanner.ts';
import type { StringForm } from './syntax.ts';
import { CLOSE, COMMENT, HOLE, OPEN, PUNCT, QUOTE, STRING, sliceOf, TEXT, WORD } from './tokens.ts';

/** Characters: lists of class names are long, programs longer. */
const MOST_ATTRIBUTE = 2000;
const SINGLE = /^'(?:\\[^\n]{1,10}?|[^'\\\n])'/;

export function scanQuoted(scanner: Scanner, at: number): number | undefined {
  const form = stringFormAt(scanner, at, '');
  if (form === undefined) return undefined;
  // An apostrophe inside a word is prose (`don't` in JSX), unless the word is an operator.
  if (scanner.syntax.family === 'script' && at > 0 && isWordPart(scanner.text.charCodeAt(at - 1), scanner.traits)) {
    const last = scanner.last();
    if (form.open === "'" && !OPERATORS.test(sliceOf(scanner.tokens, last))) return undefined;
  }
  return scanString(scanner, at, at, form);
}

export function stringFormAt(scanner: Scanner, at: number, prefix: string): StringForm | undefined {
  for (const form of scanner.syntax.strings) {
    if (!scanner.text.startsWith(form.open, at)) continue;
    if (form.single === true && !SINGLE.test(scanner.text.slice(at, at + 14))) continue;
    if (prefix === '' ? form.prefix === undefined : form.prefix?.test(prefix) === true) return form;
  }
  return undefined;
}

export function scanString(scanner: Scanner, start: number, quote: number, form: StringForm): number {
  const { end, emit } = scanner;
  const body = quote + form.open.length;
  if (form.interpolation !== undefined) {
    if (!form.multiline && closeOf(scanner, body, form) === undefined) {
      emit(PUNCT, start, body);
      return body;
    }
    const whole = isWholeText(scanner, body, form);
    if (whole !== undefined) {
      emit(STRING, start, whole);
      return whole;
    }
    emit(OPEN, start, body, QUOTE);
    return scanText(scanner, body, form);
  }
  const close = closeOf(scanner, body, form);
  if (close === undefined) {
    if (form.multiline && form.open.length === 3) {
      emit(STRING, start, end);
      return end;
    }
    const attribute = attributeEnd(scanner, start, form);
    emit(attribute === undefined ? PUNCT : STRING, start, attribute ?? body);
    return attribute ?? body;
  }
  emit(STRING, start, close + form.close.length);
  return close + form.close.length;
}

/** Where the value of an element's attribute ends: in JSX, unlike elsewhere, it may go over several lines. */
function attributeEnd({ text, end, syntax }: Scanner, start: number, form: StringForm): number | undefined {
  if (syntax.family !== 'script' || !/[\w-]=$/.test(text.slice(Math.max(0, start - 2), start))) return undefined;
  const close = text.slice(start + 1, Math.min(end, start + MOST_ATTRIBUTE)).indexOf(form.close) + start + 1;
  return close > start && /^[\s/>]/.test(text.slice(close + 1, close + 2)) ? close + 1 : undefined;
}

/** Where a string ends that could hold expressions and holds none; only in languages that have no other strings. */
function isWholeText(scanner: Scanner, body: number, form: StringForm): number | undefined {
  const hcl = form.interpolation === 'dollar-brace' && form.open === '"';
  if (!hcl && !/^(?:dollar|php|powershell|hash-brace|backslash)$/.test(form.interpolation ?? '')) return undefined;
  const close = closeOf(scanner, body, form);
  if (close === undefined) return undefined;
  for (let at = body; at < close; at += 1) {
    if (holeAt(scanner.text, at, form) !== undefined) return undefined;
    if (scanner.text.charCodeAt(at) === BACKSLASH && form.escape) at += 1;
  }
  return close + form.close.length;
}

function closeOf(scanner: Scanner, from: number, form: StringForm): number | undefined {
  if (from < (scanner.dead.get(form.open) ?? 0)) return undefined;
  const close = plainEnd(scanner.text, from, scanner.end, form);
  if (close === undefined) scanner.dead.set(form.open, form.multiline ? scanner.end : lineEnd(scanner, from));
  return close;
}

export function lineEnd(scanner: Scanner, from: number): number {
  const newline = scanner.text.indexOf('\n', from);
  return newline < 0 ? scanner.end : newline;
}

/** Where a string closes, or undefined when it does not. */
function plainEnd(text: string, from: number, end: number, form: StringForm): number | undefined {
  const closer = form.close.charCodeAt(0);
  for (let at = stopIn(text, from, form); at < end; at = stopIn(text, at + 1, form)) {
    const code = text.charCodeAt(at);
    if (code === closer && text.startsWith(form.close, at)) return at + form.close.length <= end ? at : undefined;
    if (code === BACKSLASH && form.escape) at += text.charCodeAt(at + 1) === 13 ? 2 : 1;
    else if (code === NEWLINE && !form.multiline) return undefined;
  }
  return undefined;
}

const stops = new WeakMap<StringForm, RegExp>();
/** What may end a string or stand for something else in it; what lies between is stepped over at once. */
const HOLE_SIGNS: Readonly<Record<string, string>> = { brace: '{', backslash: '\\\\', 'hash-brace': '#', php: '{$' };

/** The next character at `from` or later that a string's form gives a meaning; the text's length when there is none. */
function stopIn(text: string, from: number, form: StringForm): number {
  let stop = stops.get(form);
  if (stop === undefined) {
    const hole = form.interpolation === undefined ? '' : (HOLE_SIGNS[form.interpolation] ?? '$');
    stop = new RegExp(`[${form.close.charAt(0)}\\\\${form.multiline ? '' : '\\n'}${hole}]`, 'g');
    stops.set(form, stop);
  }
  stop.lastIndex = from;
  return stop.test(text) ? stop.lastIndex - 1 : text.length;
}

/** The literal part of a string that holds expressions, up to its end or the next expression. */
export function scanText(scanner: Scanner, start: number, form: StringForm): number {
  const { text, end, emit } = scanner;
  let from = start;
  const flush = (to: number): void => {
    if (to > from) emit(TEXT, from, to);
  };
  for (let at = stopIn(text, from, form); at < end; at = stopIn(text, at + 1, form)) {
    const code = text.charCodeAt(at);
    if (text.startsWith(form.close, at)) {
      flush(at);
      emit(CLOSE, at, Math.min(end, at + form.close.length), QUOTE);
      return at + form.close.length;
    }
    if (code === BACKSLASH && form.escape && !(form.interpolation === 'backslash' && text.charCodeAt(at + 1) === 40)) {
      at += 1;
      continue;
    }
    if (code === NEWLINE && !form.multiline) {
      flush(at);
      return at;
    }
    const opened = holeAt(text, at, form);
    if (opened === undefined) continue;
    if (opened === 'doubled') {
      at += 1;
      continue;
    }
    flush(at);
    const hole = openHole(scanner, at, opened, form);
    if (!hole.closed) return hole.at;
    from = hole.at;
    at = hole.at - 1;
  }
  flush(end);
  return end;
}

/** What starts an expression at `at`: the opener's text, `$` for a bare shell variable. */
function holeAt(text: string, at: number, form: StringForm): string | 'doubled' | undefined {
  const code = text.charCodeAt(at);
  if (form.interpolation === 'brace') {
    if (code !== 123) return undefined;
    return text.charCodeAt(at + 1) === 123 ? 'doubled' : '{';
  }
  const next = text.charCodeAt(at + 1);
  if (form.interpolation === 'backslash') return code === BACKSLASH && next === 40 ? '\\(' : undefined;
  if (form.interpolation === 'hash-brace') return code === 35 && next === 123 ? '#{' : undefined;
  if (form.interpolation === 'php' && code === 123) return next === 36 ? '{' : undefined;
  if (code !== 36) return undefined;
  if (next === 123) return '${';
  if (form.interpolation === 'dollar-brace') return undefined;
  if (next === 40) return /^(?:shell|powershell)$/.test(form.interpolation ?? '') ? '$(' : undefined;
  return next === 95 || isLetter(next) ? '$' : undefined;
}

/** Opens an expression; a bare variable is closed at once, and its string goes on at `at`. */
function openHole(
  scanner: Scanner,
  at: number,
  opener: string,
  form: StringForm,
): { readonly at: number; readonly closed: boolean } {
  const { text, end, emit } = scanner;
  if (/^(?:php|powershell)$/.test(form.interpolation ?? '') && opener === '$') return phpVariable(scanner, at);
  const inner = at + opener.length;
  emit(OPEN, at, inner, HOLE);
  if (opener !== '$' && (form.interpolation !== 'shell' || opener === '$(')) {
    const round = opener.endsWith('(');
    scanner.frames.push({ form, closer: round ? 41 : 125, opener: round ? 40 : 123, depth: 0 });
    return { at: inner, closed: false };
  }
  if (form.interpolation === 'shell' && text.charCodeAt(inner) === 123) return workflowExpression(scanner, inner);
  let stop = inner;
  while (stop < end && isNamePart(text.charCodeAt(stop))) stop += 1;
  if (stop > inner) emit(WORD, inner, stop);
  if (opener === '$') {
    emit(CLOSE, stop, stop, HOLE);
    return { at: stop, closed: true };
  }
  const close = text.indexOf('}', stop);
  const last = close < 0 || close >= end ? end : close;
  // What follows the name (`:-default`) is kept as text of the expression.
  if (last > stop) emit(TEXT, stop, last);
  emit(CLOSE, last, Math.min(end, last + 1), HOLE);
  return { at: Math.min(end, last + 1), closed: true };
}

/** PHP's `$x` and `$x->y`, PowerShell's `$x` and `$env:X`: the dollar belongs to the name. */
function phpVariable(scanner: Scanner, at: number): { readonly at: number; readonly closed: boolean } {
  const { text, end, emit } = scanner;
  const nameEnd = (from: number): number => {
    let stop = from;
    while (stop < end && isNamePart(text.charCodeAt(stop))) stop += 1;
    return stop;
  };
  let stop = nameEnd(text.startsWith('$env:', at) ? at + 5 : at + 1);
  emit(OPEN, at, at, HOLE);
  emit(WORD, at, stop);
  if (text.startsWith('->', stop) && nameEnd(stop + 2) > stop + 2) {
    emit(PUNCT, stop, stop + 2);
    const field = stop + 2;
    stop = nameEnd(field);
    emit(WORD, field, stop);
  }
  emit(CLOSE, stop, stop, HOLE);
  return { at: stop, closed: true };
}

/** `${{ secrets.NAME }}` in a workflow's script: the last name is what it is called. */
function workflowExpression(scanner: Scanner, inner: number): { readonly at: number; readonly closed: boolean } {
  const { text, end, emit } = scanner;
  const close = text.indexOf('}}', inner);
  const last = close < 0 || close + 2 > end ? end : close + 2;
  const name = /([A-Za-z_]\w{0,80})\s{0,8}\}\}$/.exec(text.slice(Math.max(inner, last - 100), last));
  const start = last - (name?.[0].length ?? 0);
  const stop = start + (name?.[1]?.length ?? 0);
  // What stands round the name is passed over as comments are.
  if (start > inner) emit(COMMENT, inner, start);
  if (name !== null) emit(WORD, start, stop);
  if (stop < last) emit(COMMENT, stop, last);
  emit(CLOSE, last, last, HOLE);
  return { at: last, closed: true };
}
