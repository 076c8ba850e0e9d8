// Another vendor's variable or key in settings: copied from one to the other, or below a vendor's name.
import type { RuleInput } from '../../rule.ts';
import { lazy } from '../lazy.ts';
import { type RecordNode, readJson, readToml, readYaml } from '../record-trees.ts';
import type { Vendor } from '../vocabulary.ts';
import { isCommented } from './stored-keys.ts';
import {
  ANTHROPIC_SHAPED,
  describe,
  type Found,
  GATEWAY,
  givenLiteral,
  givenVariable,
  hasForeignBase,
  judge,
} from './wrong-key-given.ts';

/** Levels of a tree that are looked through. */
const MOST_LEVELS = 40;

const NAME =
  '((?:ANTHROPIC|CLAUDE)_API_KEY|anthropic_api_key|(?:[\\w-]{1,30}\\.){0,4}anthropic\\.(?:[\\w-]{1,20}\\.)?api-?[kK]ey)';
const SOURCE =
  '(?:\\$\\{\\{ {0,4}(?:secrets|vars|env)\\.([A-Z][A-Z0-9_]{4,60}) {0,4}\\}\\}|\\$env:([A-Z][A-Z0-9_]{4,60})|\\$\\{?(?:env:)?([A-Z][A-Z0-9_]{4,60})(?::-?[^}\\n]{0,60})?\\}?|(?:var|local)\\.([a-z]\\w{4,60}))';
const COPIED = new RegExp(`(?<![\\w.-])${NAME}["']?[ \\t]{0,8}[:=][ \\t]{0,8}["']?${SOURCE}["']?(?=[\\s;&,}]|$)`, 'gm');
/** An entry of a secret that Kubernetes puts into a variable. */
const REFERENCE =
  /\bname: ["']?((?:ANTHROPIC|CLAUDE)_API_KEY)["']?\s{1,60}valueFrom:\s{0,60}\{?\s{0,4}secretKeyRef:\s{0,60}\{?\s{0,4}(?:name: [^\n,}]{1,60}[\n,]\s{1,60}|optional: \w{4,5}[\n,]\s{1,60}){0,2}key: ["']?([\w.-]{4,60})/g;
/** What runs; an env file may be filled for a gateway that another file names. */
const SETTINGS = /\.(?:ya?ml|sh|bash|zsh|ps1|toml|json|properties|tf)$|(?:^|\/)(?:\.envrc|Makefile|justfile)$/;

/** (a') A variable that is set to that of another vendor: `ANTHROPIC_API_KEY="$OPENAI_API_KEY"`. */
export function findCopied({ path, text }: RuleInput): readonly Found[] {
  if (!SETTINGS.test(path)) return [];
  const foreign = lazy(() => hasForeignBase(text, 'Anthropic') || GATEWAY.test(text));
  const judgeAt = (start: number, end: number, slot: string, name: string): readonly Found[] => {
    const given = givenVariable(name);
    if (given === undefined || isCommented(text, start) || ANTHROPIC_SHAPED.includes(given.vendor)) return [];
    const fault = judge('Anthropic', given);
    if (fault === undefined || fault === 'admin' || foreign()) return [];
    return [{ start, end, ...describe(fault, given, 'Anthropic', slot), code: `${slot} ${given.shown}` }];
  };
  const copied = [...text.matchAll(COPIED)].flatMap((match) => {
    const [whole, slot = '', secret, drive, variable, input] = match;
    return judgeAt(match.index, match.index + whole.length, slot, secret ?? drive ?? variable ?? input ?? '');
  });
  const referred = [...text.matchAll(REFERENCE)].flatMap((match) => {
    const [whole, slot = '', name = ''] = match;
    const end = match.index + whole.length;
    return judgeAt(end - name.length, end, slot, name);
  });
  return [...copied, ...referred];
}

const VENDOR_RECORD =
  /^[ \t"']{0,40}(?:anthropic|claude)["']?\s{0,4}:|^[ \t]{0,20}\[(?:[\w"-]{1,40}\.){0,4}"?(?:anthropic|claude)"?\]/im;
/** What says beside a key that another host takes it. */
const OTHER_HOST = /base|host|endpoint|ur[li]$|proxy|gateway|provider|compat/i;

/** (a'') Below a vendor's name in YAML, TOML or JSON: `anthropic: { api-key: ${OPENAI_API_KEY} }`. */
export function findNested({ path, text }: RuleInput): readonly Found[] {
  const extension = /\.(ya?ml|toml|json)$/.exec(path)?.[1];
  if (extension === undefined || !VENDOR_RECORD.test(text)) return [];
  const results: Found[] = [];
  const visit = (node: RecordNode, depth: number): void => {
    const taker = /^(?:anthropic|claude)$/i.test(node.key);
    const other = taker && node.children.some(({ key }) => OTHER_HOST.test(key));
    for (const child of node.children) {
      if (taker && !other && /^api[-_]?key$/i.test(child.key)) results.push(...judgeNested(node.key, child));
      if (depth < MOST_LEVELS) visit(child, depth + 1);
    }
  };
  const root = extension === 'json' ? readJson(text) : extension === 'toml' ? readToml(text) : readYaml(text);
  if (root !== undefined) visit(root, 0);
  return results;
}

/** What a list of models says of whose a key is. */
const OWNERS: Readonly<Record<string, Vendor>> = { anthropic: 'Anthropic', openai: 'OpenAI' };
const OTHER_ADDRESS = /base|host|endpoint|ur[li]$|proxy|gateway|compat/i;

/** Beside a model: `model: anthropic/…` with `api_key: os.environ/OPENAI_API_KEY`, `"provider": "anthropic"`. */
export function findBeside({ path, text }: RuleInput): readonly Found[] {
  const yaml = /\.ya?ml$/.test(path);
  if ((!yaml && !path.endsWith('.json')) || !/\b(?:anthropic|openai)\b/.test(text) || !/api_?key/i.test(text))
    return [];
  const results: Found[] = [];
  const visit = (node: RecordNode, depth: number, above: boolean): void => {
    const addressed = above || node.children.some((child) => OTHER_ADDRESS.test(child.key));
    const taker = ownerOf(node);
    const key = node.children.find((child) => /^api[-_]?key$/i.test(child.key));
    if (taker !== undefined && key !== undefined && !addressed) results.push(...judgeBeside(taker, key));
    if (depth < MOST_LEVELS) for (const child of node.children) visit(child, depth + 1, addressed);
  };
  const root = yaml ? readYaml(text) : readJson(text);
  if (root !== undefined) visit(root, 0, false);
  return results;
}

function ownerOf({ children }: RecordNode): Vendor | undefined {
  const textOf = (name: RegExp): string => children.find(({ key }) => name.test(key))?.value?.text ?? '';
  const provider = textOf(/^(?:provider|vendor|model_?provider)$/i);
  return OWNERS[provider === '' ? (/^(anthropic|openai)\//.exec(textOf(/^model$/))?.[1] ?? '') : provider];
}

function judgeBeside(taker: Vendor, { key, value }: RecordNode): readonly Found[] {
  if (value === undefined) return [];
  const variable = /^(?:os\.environ\/|\$\{?(?:env:)?|\$\{\{ ?secrets\.)([A-Z][A-Z0-9_]{4,60})(?:\}| ?\}\})?$/.exec(
    value.text,
  )?.[1];
  const given = variable === undefined ? givenLiteral(value.text) : givenVariable(variable);
  if (given === undefined || judge(taker, given) !== 'vendor' || ANTHROPIC_SHAPED.includes(given.vendor)) return [];
  const span = { start: value.start, end: value.end };
  const name = `the ${key} of a model of ${taker}`;
  return [
    {
      ...span,
      ...(variable === undefined ? { secret: span } : {}),
      ...describe('vendor', given, taker, name),
      code: `${name} ${given.shown}`,
    },
  ];
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
