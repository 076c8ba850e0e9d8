// Another vendor's variable or key in settings: copied from one to the other, or below a vendor's name.
import type { RuleInput } from '../../rule.ts';
import { lazy } from '../lazy.ts';
import { type RecordNode, readJson, readYaml } from '../record-trees.ts';
import type { Vendor } from '../vocabulary.ts';
import { isCommented } from './stored-keys.ts';
import { describe, type Found, givenLiteral, givenVariable, hasForeignBase, judge } from './wrong-key-given.ts';

/** Levels of a tree that are looked through. */
const MOST_LEVELS = 40;

const COPIED =
  /(?<![\w.-])((?:ANTHROPIC|CLAUDE)_API_KEY|anthropic_api_key)["']?[ \t]{0,4}[:=][ \t]{0,4}["']?(?:\$\{\{ {0,4}(?:secrets|vars|env)\.([A-Z][A-Z0-9_]{4,60}) {0,4}\}\}|\$env:([A-Z][A-Z0-9_]{4,60})|\$\{?([A-Z][A-Z0-9_]{4,60})\}?)["']?(?=[\s;&,]|$)/gm;
/** What runs; an env file may be filled for a gateway that another file names. */
const SETTINGS = /\.(?:ya?ml|sh|bash|zsh|ps1|toml)$|(?:^|\/)(?:\.envrc|Makefile|justfile)$/;
/** Vendors and programs with an address of their own in Anthropic's form, which may be set elsewhere. */
const ANTHROPIC_SHAPED: readonly Vendor[] = ['OpenRouter', 'DeepSeek', 'another vendor'];
const GATEWAY = /router|proxy|gateway/i;

/** (a') A variable that is set to that of another vendor: `ANTHROPIC_API_KEY="$OPENAI_API_KEY"`. */
export function findCopied({ path, text }: RuleInput): readonly Found[] {
  if (!SETTINGS.test(path)) return [];
  const foreign = lazy(() => hasForeignBase(text, 'Anthropic') || GATEWAY.test(text));
  return [...text.matchAll(COPIED)].flatMap((match): readonly Found[] => {
    const [whole, slot = '', secret, drive, variable] = match;
    const given = givenVariable(secret ?? drive ?? variable ?? '');
    if (given === undefined || isCommented(text, match.index) || ANTHROPIC_SHAPED.includes(given.vendor)) return [];
    const fault = judge('Anthropic', given);
    if (fault !== 'vendor' || foreign()) return [];
    const span = { start: match.index, end: match.index + whole.length };
    return [{ ...span, ...describe(fault, given, 'Anthropic', slot), code: `${slot} ${given.shown}` }];
  });
}

const VENDOR_RECORD = /^[ \t"']{0,40}(?:anthropic|claude)["']?\s{0,4}:/im;
/** What says beside a key that another host takes it. */
const OTHER_HOST = /base|host|endpoint|ur[li]$|proxy|gateway|provider|compat/i;

/** (a'') Below a vendor's name in YAML or JSON: `anthropic: { api-key: ${OPENAI_API_KEY} }`. */
export function findNested({ path, text }: RuleInput): readonly Found[] {
  const yaml = /\.ya?ml$/.test(path);
  if ((!yaml && !path.endsWith('.json')) || !VENDOR_RECORD.test(text)) return [];
  const results: Found[] = [];
  const visit = (node: RecordNode, depth: number): void => {
    const taker = /^(?:anthropic|claude)$/i.test(node.key);
    const other = taker && node.children.some(({ key }) => OTHER_HOST.test(key));
    for (const child of node.children) {
      if (taker && !other && /^api[-_]?key$/i.test(child.key)) results.push(...judgeNested(node.key, child));
      if (depth < MOST_LEVELS) visit(child, depth + 1);
    }
  };
  const root = yaml ? readYaml(text) : readJson(text);
  if (root !== undefined) visit(root, 0);
  return results;
}

function judgeNested(owner: string, { key, value }: RecordNode): readonly Found[] {
  const variable = /^\$\{?([A-Z][A-Z0-9_]{4,60})(?::[^}]{0,80})?\}?$/.exec(value?.text ?? '')?.[1];
  const given = variable === undefined ? givenLiteral(value?.text ?? '') : givenVariable(variable);
  const fault = given === undefined ? undefined : judge('Anthropic', given);
  if (value === undefined || given === undefined || fault !== 'vendor' || ANTHROPIC_SHAPED.includes(given.vendor))
    return [];
  const span = { start: value.start, end: value.end };
  const name = `${owner}.${key}`;
  const secret = variable === undefined ? { secret: span } : {};
  return [{ ...span, ...secret, ...describe(fault, given, 'Anthropic', name), code: `${name} ${given.shown}` }];
}
