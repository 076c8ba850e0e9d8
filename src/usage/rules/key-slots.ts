// Names that hold Anthropic's key in code, and the expressions they get: by assignment, as an argument, by a struct's tag or
// an annotation. As text, for every language; apart from the rules that judge what they get.
import { vendorOfName } from '../vocabulary.ts';
import { expressionAt } from './key-reads.ts';
import { lineStartOf } from './stored-keys.ts';

export const CODE =
  /\.(?:[mc]?[jt]sx?|py|rb|rake|php|exs?|ipynb|vue|svelte|astro|go|java|kts?|cs|fs|rs|swift|dart|p[lm]|lua|r|jl|scala|groovy|gradle|cljs?|nix)$/i;
const SLOT = /(?:anthropic|claude)[_-]?(?:api[_-]?)?key(?![\w-])/gi;
/** What a name follows: the thing that it is a member of, or nothing of its own. A condition and a label say nothing. */
const BEFORE = /(?:^|[^\w.-]|[^\w.-]-{1,2})(?:[\w$]{1,30}\.){0,3}_{0,2}$/;
const TESTED = /(?:\?|\bcase)\s["'`]?$/;
/** What may stand between the name and its value. */
const SIGN =
  /^["'`]?\]?\)?[?!]?\s{0,8}(?:(?::\s?[\w.|[\]<>?& "',]{1,60}?\s)?(?::=|=(?![=>])|\?\?=|\|\|=)|=>|:(?!:))\s{0,30}/;
const ARGUMENT = /^(?:[ =][<[]?\w{1,20}[>\]]?)?["'`]\s{0,2},\s{0,30}/;
/** `{ name: 'X', value: … }` */
const NAMED_VALUE = /^["'`]\s{0,2},\s{0,30}["']?[vV]alue["']?\s?[:=]\s{0,8}/;
const TAG = /^\s{1,20}\*?[\w.]{1,20}\s{1,20}`([^`\n]{1,160})`/;
/** What is given a name and its value; what reads is given a name and what stands in for it. */
const SETTER =
  /(?:[sS]et\w{0,24}|[pP]ut\w{0,12}|[bB]ind\w{0,12}|[aA]dd\w{0,16}|[oO]ption|[wW]ith\w{0,24}|[fF]lag\w{0,12}|\.env|insert|append|export\w{0,8}|StringVarP?)\(\s{0,20}["'`-]{0,4}$/;
/** What binds a name to a variable: `viper.BindEnv("anthropic_api_key", "X")`. */
const BOUND = /[bB]ind_?[eE]nv\(\s{0,4}["']$/;
/** An annotation on the line of a field or above it. */
const ANNOTATED =
  /(?:@\w{1,30}\([^()\n]{0,120}\)|#\[(?:arg|clap|envconfig|structopt|serde)\([^[\]\n]{0,120}\)\])\s{1,40}(?:[\w?&:.<>]{1,40}\s{1,8}){0,5}$/;
export interface Slot {
  readonly name: string;
  /** Where the name, or the thing that it is a member of, starts. */
  readonly start: number;
  readonly end: number;
}

/** The names that hold Anthropic's key. */
export function slotsIn(text: string): readonly Slot[] {
  return [...text.matchAll(SLOT)].flatMap(({ index, 0: name }): readonly Slot[] => {
    const before = text.slice(Math.max(0, index - 100), index);
    const path = BEFORE.exec(before);
    if (path === null || vendorOfName(name) !== 'Anthropic') return [];
    const owner = /(?:[\w$]{1,30}\.){0,3}_{0,2}$/.exec(before.slice(-96))?.[0].length ?? 0;
    const start = index - owner;
    const end = index + name.length;
    const said = TESTED.test(text.slice(Math.max(0, start - 8), start)) || isInText(text, start, end);
    return said ? [] : [{ name, start, end }];
  });
}

/** Part of a longer text on its line: what a program writes, not what it does. */
function isInText(text: string, start: number, end: number): boolean {
  // An option's dashes are part of its name.
  const line = text.slice(lineStartOf(text, start), start).replace(/-{1,2}$/, '');
  const close = /^(?:[ =][<[][\w-]{1,20}[>\]])?(["'`])/.exec(text.slice(end, end + 24))?.[1];
  const quoted = close !== undefined && line.endsWith(close);
  const before = quoted ? line.slice(0, -1) : line;
  return ['"', "'", '`'].some((quote) => before.replaceAll(`\\${quote}`, '').split(quote).length % 2 === 0);
}

export interface Code {
  readonly from: number;
  readonly code: string;
}

/** The expressions that a name may get, wherever the languages have them. */
export function valuesBeside(text: string, { start, end }: Slot): readonly Code[] {
  const found: Code[] = [];
  const rest = text.slice(end, end + 200);
  const tag = TAG.exec(rest)?.[1];
  if (tag !== undefined) found.push({ from: end + rest.indexOf(tag), code: tag });
  const sign = (SIGN.exec(rest) ?? NAMED_VALUE.exec(rest))?.[0];
  if (sign !== undefined) found.push({ from: end + sign.length, code: expressionAt(text, end + sign.length) });
  const argument = ARGUMENT.exec(rest)?.[0];
  const callee = argument === undefined ? '' : text.slice(Math.max(0, start - 50), start);
  if (argument !== undefined && SETTER.test(callee)) {
    const from = end + argument.length;
    const bound = BOUND.test(callee) ? 'env=' : '';
    found.push({ from: from - bound.length, code: bound + expressionAt(text, from, false) });
  }
  const from = Math.max(0, start - 240);
  const annotation = ANNOTATED.exec(text.slice(from, start));
  if (annotation !== null) found.push({ from: from + annotation.index, code: annotation[0] });
  return found;
}
