// A credential in the place of another: of another vendor, or of Anthropic but of a sort that the place does not take.
// Silent wherever a base address is set that is not the vendor's own: there the gateway decides what the key is.
import { isPlaceholder } from '../../credentials/placeholder.ts';
import type { Fix } from '../../finding.ts';
import type { Match, Rule, RuleInput } from '../../rule.ts';
import { type AnalysedUnit, analyse } from '../analysis.ts';
import { lazy } from '../lazy.ts';
import { type RecordNode, readJson, readYaml } from '../record-trees.ts';
import { elementsOf, endOffset, entriesOf, normalForm, type Range, startOffset } from '../source.ts';
import { OPEN, PAREN, WORD } from '../tokens.ts';
import type { Form } from '../values.ts';
import { KEY_OPTION, type Vendor, vendorOfClient, vendorOfKey, vendorOfName } from '../vocabulary.ts';
import { type ClientKey, clientKeys } from './client-keys.ts';
import { onlyFault, perFile } from './per-file.ts';
import { assignedName, isCommented, isStore } from './stored-keys.ts';
import { wrongKeyDocs } from './wrong-key.docs.ts';

type Fault = 'vendor' | 'admin' | 'oauth';

interface Found extends Match {
  readonly fault: Fault;
}

/** What a place gets, told by its prefix or by the variable it is read from. */
interface Given {
  readonly vendor: Vendor;
  readonly sort: 'key' | 'admin' | 'oauth';
  /** For the message: never the key itself. */
  readonly shown: string;
}

const LITERAL = /(?<![\w-])(?:sk-|gsk_|xai-|pplx-|r8_|hf_|AIza|nvapi-|tgp_v1_|csk-)[\w-]{30,240}(?![\w-])/g;
const BASE = /base_?ur[li]|uri_?base|api_?base|api_?host|gateway_?ur[li]|proxy_?ur[li]/gi;
/** Characters before and after a variable in which its service is looked for. */
const SERVICE = 4000;
/** Requests of which an admin key is no part, and those that it is for. */
const MESSAGES = /\bmessages\s?\.\s?(?:create|stream|batches|count_?tokens|parse)\b|\/v1\/(?:messages|complete)\b/i;
const MANY_VENDORS = /litellm|portkey|helicone/i;
/** A quick look, so that a bundle with nothing but a vendor's name is not read token by token: what gives a key, or is one. */
const KEY_GIVEN = /api[-_]?key|auth[-_]?token|_(?:KEY|TOKEN)\b|\b(?:sk-|gsk_|xai-|pplx-|AIza)/i;
/** Levels of a tree that are looked through. */
const MOST_LEVELS = 40;
const ORGANISATION = /organi[sz]ations\b|usage_report|cost_report/i;

function findAll(input: RuleInput): readonly Found[] {
  if (!isStore(input.path)) return [];
  const units = KEY_GIVEN.test(input.text) ? analyse(input).units.filter(({ unit }) => !unit.documentation) : [];
  const clients = units.flatMap((unit) => findInClients(unit, input.text));
  const covered = (start: number): boolean => clients.some((match) => match.start <= start && start < match.end);
  const all = [
    ...findInSlots(input).filter((match) => !covered(match.start)),
    ...findCopied(input),
    ...findNested(input),
    ...clients,
    ...units.flatMap(findInHeaders),
  ];
  // A library that speaks to many vendors maps the keys by itself.
  return MANY_VENDORS.test(input.text) ? all.filter(({ fault }) => fault !== 'vendor') : all;
}

/** (a) A literal under a name that says whose key it holds. */
function findInSlots({ path, text }: RuleInput): readonly Found[] {
  const results: Found[] = [];
  const foreign = new Map<Vendor, boolean>();
  const isForeign = (taker: Vendor, at: number): boolean => {
    if (/\.ya?ml$/.test(path)) return hasForeignBase(surroundings(text, at), taker);
    const known = foreign.get(taker) ?? hasForeignBase(text, taker);
    foreign.set(taker, known);
    return known;
  };
  const organisation = lazy(() => ORGANISATION.test(text));
  for (const match of text.matchAll(LITERAL)) {
    const quoted = /["'`]/.test(text.charAt(match.index - 1));
    const assigned = assignedName(text, match.index - (quoted ? 1 : 0));
    const taker = assigned === undefined ? undefined : vendorOfName(assigned.name);
    const given = taker === undefined ? undefined : givenLiteral(match[0]);
    if (assigned === undefined || taker === undefined || given === undefined || isCommented(text, match.index))
      continue;
    const fault = judge(taker, given);
    if (fault === undefined || isForeign(taker, match.index)) continue;
    // An organisation's own script keeps the admin key under the usual name.
    if (fault === 'admin' && organisation()) continue;
    const span = { start: match.index, end: match.index + match[0].length };
    results.push({
      ...span,
      secret: span,
      ...describe(fault, given, taker, assigned.name),
      code: `${assigned.name} ${given.shown}`,
    });
  }
  return results;
}

const COPIED =
  /(?<![\w.-])((?:ANTHROPIC|CLAUDE)_API_KEY|anthropic_api_key)["']?[ \t]{0,4}[:=][ \t]{0,4}["']?(?:\$\{\{ {0,4}(?:secrets|vars|env)\.([A-Z][A-Z0-9_]{4,60}) {0,4}\}\}|\$env:([A-Z][A-Z0-9_]{4,60})|\$\{?([A-Z][A-Z0-9_]{4,60})\}?)["']?(?=[\s;&,]|$)/gm;
/** What runs; an env file may be filled for a gateway that another file names. */
const SETTINGS = /\.(?:ya?ml|sh|bash|zsh|ps1|toml)$|(?:^|\/)(?:\.envrc|Makefile|justfile)$/;
/** Vendors and programs with an address of their own in Anthropic's form, which may be set elsewhere. */
const ANTHROPIC_SHAPED: readonly Vendor[] = ['OpenRouter', 'DeepSeek', 'another vendor'];
const GATEWAY = /router|proxy|gateway/i;

/** (a') A variable that is set to that of another vendor: `ANTHROPIC_API_KEY="$OPENAI_API_KEY"`. */
function findCopied({ path, text }: RuleInput): readonly Found[] {
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
function findNested({ path, text }: RuleInput): readonly Found[] {
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

/** (b) A literal or variable given to a vendor's client. */
function findInClients(unit: AnalysedUnit, text: string): readonly Found[] {
  const typed = unit.source.syntax.family === 'typed' || unit.source.syntax.family === 'ruby';
  const given = typed ? clientKeys(unit) : scriptClientKeys(unit);
  return given.flatMap((one) => judgeClient(unit, one, text) ?? []);
}

function scriptClientKeys({ source, requests }: AnalysedUnit): readonly ClientKey[] {
  const results: ClientKey[] = [];
  const { tokens } = source;
  for (let i = 0; i < tokens.count; i += 1) {
    if (tokens.kind[i] !== WORD) continue;
    const open = source.next(i);
    if (tokens.kind[open] !== OPEN || tokens.shape[open] !== PAREN) continue;
    const taker = vendorOfClient(source.slice(i));
    if (taker === undefined || /^(?:function|def|class)$/.test(source.slice(source.previous(i)))) continue;
    const key = keyArgument({ source, requests }, open);
    if (key !== undefined) results.push({ taker, key, client: source.slice(i) });
  }
  return results;
}

function judgeClient(
  { source, requests }: AnalysedUnit,
  { taker, key, client }: ClientKey,
  text: string,
): Found | undefined {
  if (hasForeignBase(text, taker)) return undefined;
  const forms = requests()
    .values.valueOf(key)
    .filter((form) => form.some((piece) => piece.type === 'hole' || piece.text !== ''));
  const given = forms.map((form) => givenForm(form));
  const faults = new Set(given.map((one) => (one === undefined ? undefined : judge(taker, one))));
  const [fault] = faults;
  const first = given[0];
  // Several sources, or one that is right in another branch: the code chooses, and this rule does not know how.
  if (faults.size !== 1 || fault === undefined || first === undefined) return undefined;
  if (fault === 'admin' && (!MESSAGES.test(text) || ORGANISATION.test(text))) return undefined;
  if (isShared(text, first, normalForm(source, key.start, key.end))) return undefined;
  const start = startOffset(source, key.start);
  const end = endOffset(source, key.end);
  return {
    start,
    end,
    ...secretIn(text, start, end),
    ...describe(fault, first, taker, `the ${client} client`),
    code: `${client} ${first.shown}`,
  };
}

/** The expression given as the key; undefined where a base address, a spread or a transport is given as well. */
function keyArgument({ source, requests }: Pick<AnalysedUnit, 'source' | 'requests'>, open: number): Range | undefined {
  const first = elementsOf(source, open, 2)[0];
  if (first === undefined) return undefined;
  const object = source.syntax.family === 'python' ? open : requests().values.objectOf(first);
  if (object < 0) return undefined;
  const { entries, open: hidden } = entriesOf(source, object);
  if (hidden || entries.some(({ key }) => /base|fetch|http_?client|host|endpoint|transport/i.test(key)))
    return undefined;
  return entries.find(({ key }) => KEY_OPTION.test(key) || /^(?:anthropic|openai|groq)_api_key$/.test(key))?.value;
}

/** (c) In a request: another vendor's key to a native path, an admin key to a messages path. */
function findInHeaders({ requests }: AnalysedUnit): readonly Found[] {
  return requests()
    .headers.filter(({ name }) => name === 'x-api-key')
    .flatMap((header): readonly Found[] => {
      const given = header.value.map((form) => givenForm(form));
      const faults = new Set(given.map((one) => (one === undefined ? undefined : judge('Anthropic', one))));
      const [fault] = faults;
      const first = given[0];
      // An OAuth token there is a fault of the header.
      if (faults.size !== 1 || fault === undefined || fault === 'oauth' || first === undefined) return [];
      const addresses = header.link()?.addresses ?? [];
      const takes = fault === 'admin' ? /^\/v1\/(?:messages|complete)(?:\/|$)/ : /^\/v1\//;
      if (addresses.length === 0 || !addresses.every(({ host, path }) => host === 'native' && takes.test(path)))
        return [];
      const { start, end, code } = header;
      const place = fault === 'admin' ? 'a request to /v1/messages' : 'a request to api.anthropic.com';
      return [
        {
          start,
          end,
          ...secretIn(header.source.tokens.text, start, end),
          code,
          ...describe(fault, first, 'Anthropic', place),
        },
      ];
    });
}

function givenForm(form: Form): Given | undefined {
  const pieces = form.filter((piece) => piece.type === 'hole' || piece.text !== '');
  const piece = pieces[0];
  if (piece === undefined || pieces.length !== 1) return undefined;
  if (piece.type === 'text') return givenLiteral(piece.text.trim());
  // A constant-like name of the settings module says as much as the variable itself.
  const name = piece.env ?? piece.names.findLast((one) => /^[A-Z][A-Z0-9]*_[A-Z0-9_]+$/.test(one));
  return name === undefined || piece.origin === 'parameter' ? undefined : givenVariable(name);
}

function givenVariable(name: string): Given | undefined {
  if (/^(?:ANTHROPIC|CLAUDE)_ADMIN_(?:API_)?KEY$/.test(name))
    return { vendor: 'Anthropic', sort: 'admin', shown: name };
  if (name === 'CLAUDE_CODE_OAUTH_TOKEN') return { vendor: 'Anthropic', sort: 'oauth', shown: name };
  const vendor = vendorOfName(name);
  return vendor === undefined ? undefined : { vendor, sort: 'key', shown: name };
}

function givenLiteral(text: string): Given | undefined {
  const vendor = vendorOfKey(text);
  if (vendor === undefined || isPlaceholder(text.replace(/^(?:sk-)?[a-z]{2,8}[0-9]{0,2}[-_]/, ''))) return undefined;
  const sort = text.startsWith('sk-ant-admin') ? 'admin' : text.startsWith('sk-ant-oat') ? 'oauth' : 'key';
  return { vendor, sort, shown: { admin: 'an admin key', oauth: 'an OAuth token', key: `a key of ${vendor}` }[sort] };
}

function judge(taker: Vendor, given: Given): Fault | undefined {
  // Only what concerns Anthropic is judged.
  if (taker !== given.vendor) return taker === 'Anthropic' || given.vendor === 'Anthropic' ? 'vendor' : undefined;
  return taker !== 'Anthropic' || given.sort === 'key' ? undefined : given.sort;
}

/** A variable that several clients get: one of them is the right one, and which is meant is chosen elsewhere. */
function isShared(text: string, given: Given, code: string): boolean {
  if (!/^[a-z]\w*$/i.test(code) || code === given.shown) return false;
  const uses = text.match(new RegExp(`api_?key["']?\\s?[:=]\\s?${code}\\b`, 'gi'));
  return (uses ?? []).length > 1;
}

/** In YAML the service that the variable is set for, past its `environment:`. */
function surroundings(text: string, at: number): string {
  const before = text.slice(Math.max(0, at - SERVICE), at).split('\n');
  const depthOf = (line: string): number => line.search(/\S/);
  let depth = depthOf(before.at(-1) ?? '');
  let first = before.length - 1;
  for (let line = first - 1, steps = 0; line >= 0 && steps < 2; line -= 1) {
    const here = depthOf(before[line] ?? '');
    if (here < 0 || here >= depth) continue;
    depth = here;
    first = line;
    steps += 1;
  }
  const behind = text.slice(at, at + SERVICE).split('\n');
  const end = behind.findIndex((line, i) => i > 0 && depthOf(line) >= 0 && depthOf(line) <= depth);
  return [...before.slice(first), ...behind.slice(0, end < 0 ? behind.length : end)].join('\n');
}

/** True where an address other than the vendor's own is set, or one that is not known. */
function hasForeignBase(text: string, taker: Vendor): boolean {
  const own = taker === 'Anthropic' ? 'api.anthropic.com' : taker === 'OpenAI' ? 'api.openai.com' : undefined;
  for (const match of text.matchAll(BASE)) {
    const rest = text.slice(match.index, match.index + 100);
    if (own === undefined || !rest.includes(own)) return true;
  }
  return /env_file\s*:|<<\s*:/.test(text);
}

function secretIn(
  text: string,
  start: number,
  end: number,
): { readonly secret?: { readonly start: number; readonly end: number } } {
  const [match] = text.slice(start, end).matchAll(LITERAL);
  return match === undefined
    ? {}
    : { secret: { start: start + match.index, end: start + match.index + match[0].length } };
}

const RECIPES: Readonly<Record<Fault, readonly string[]>> = {
  vendor: ['Give each client the key of its own vendor; for a gateway, set its base URL too.'],
  admin: ['Create a key for a workspace and give it as ANTHROPIC_API_KEY.'],
  oauth: ['CLAUDE_CODE_OAUTH_TOKEN for Claude Code, authToken for the SDK.'],
};

function describe(
  fault: Fault,
  given: Given,
  taker: Vendor,
  place: string,
): { fault: Fault; message: string; fix: Fix } {
  const message = {
    vendor: `${place} gets ${given.shown}; it takes a key of ${taker}.`,
    admin: `${place} gets ${given.shown}; the Messages API does not take admin keys.`,
    oauth: `${place} gets ${given.shown}; an OAuth token is no API key.`,
  }[fault];
  return { fault, message, fix: { title: 'Use the key that belongs there', safe: false, recipe: RECIPES[fault] } };
}

const findOnce = perFile(findAll);

export const wrongKey: readonly Rule[] = wrongKeyDocs.map(({ fault, ...docs }) => ({
  ...docs,
  find: onlyFault(findOnce, fault),
}));
