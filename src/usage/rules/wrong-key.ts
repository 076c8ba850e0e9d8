// A credential in the place of another: of another vendor, or of Anthropic but of a sort that the place does not take.
// Silent wherever a base address is set that is not the vendor's own: there the gateway decides what the key is.
import type { Rule, RuleInput } from '../../rule.ts';
import { type AnalysedUnit, analyse } from '../analysis.ts';
import type { Piece, Value } from '../forms.ts';
import { isTestPath } from '../languages.ts';
import { lazy } from '../lazy.ts';
import { createMentions, keyLines, mayHoldLiteral } from '../mentions.ts';
import { endOffset, normalForm, type Range, type Source, startOffset } from '../source.ts';
import type { Values } from '../values.ts';
import { type Address, type Vendor, vendorOfClient, vendorOfName } from '../vocabulary.ts';
import { type ClientKey, keysOfClients } from './client-keys.ts';
import { ownerOf } from './key-owners.ts';
import { sourcesOf } from './key-sources.ts';
import { onlyFault, perFile } from './per-file.ts';
import { isWarnedOf } from './shown-code.ts';
import { assignedName, isCommented, isStore } from './stored-keys.ts';
import { wrongKeyDocs } from './wrong-key.docs.ts';
import { findInCode } from './wrong-key-copied.ts';
import {
  ANTHROPIC_SHAPED,
  describe,
  type Fault,
  type Found,
  type Given,
  givenForm,
  givenLiteral,
  hasForeignBase,
  judge,
  ROUTED,
} from './wrong-key-given.ts';
import { findReversed } from './wrong-key-reversed.ts';
import { findBeside, findCopied, findNested, surroundings } from './wrong-key-settings.ts';

const LITERAL = /(?<![\w-])(?:sk-|gsk_|xai-|pplx-|r8_|hf_|AIza|nvapi-|tgp_v1_|csk-)[\w-]{30,240}(?![\w-])/g;
/** How far below a client is given what was read above. */
const NEAR = 1500;
/** Requests of which an admin key is no part, and those that it is for. */
const MESSAGES = /\bmessages\s?\.\s?(?:create|stream|batches|count_?tokens|parse)\b|\/v1\/(?:messages|complete)\b/i;
const mentionsManyVendors = createMentions(['litellm', 'portkey', 'helicone']);
/** A quick look, so that a bundle with nothing but a vendor's name is not read token by token: what gives a key, or is one. */
const KEY_GIVEN = /api[-_]?key|auth[-_]?token|_(?:KEY|TOKEN)\b/i;
const ORGANISATION = /organi[sz]ations\b|usage_report|cost_report/i;

function findAll(input: RuleInput): readonly Found[] {
  if (!isStore(input.path)) return DOCUMENT.test(input.path) && !isTestPath(input.path) ? findInDocument(input) : [];
  const units =
    KEY_GIVEN.test(keyLines(input.text)) || mayHoldLiteral(input.text)
      ? analyse(input).units.filter(({ unit }) => !unit.documentation)
      : [];
  const clients = units.flatMap((unit) => findInClients(unit, input.text));
  const covered = (start: number): boolean => clients.some((match) => match.start <= start && start < match.end);
  const sent = units.flatMap(findInHeaders);
  // What is read in a branch and given to a client below is one fault.
  const goesOn = (match: Found): boolean =>
    [...clients, ...sent].some(
      ({ start, shown }) => shown === match.shown && start > match.start && start - match.start < NEAR,
    );
  const slots = findInSlots(input);
  const all = [
    ...slots.filter((match) => !covered(match.start)),
    ...findCopied(input),
    ...findReversed(input).filter(({ start, end }) => !clients.some((one) => one.start < end && start < one.end)),
    ...findNested(input).filter(({ start }) => !slots.some((slot) => slot.start === start)),
    ...findInCode(input).filter((match) => !covered(match.start) && !goesOn(match)),
    ...clients,
    ...sent,
    ...units.flatMap(findAtOrganisation),
  ];
  // A library that speaks to many vendors maps the keys by itself.
  const kept = mentionsManyVendors(input.text)
    ? all.filter(({ fault, byModel }) => fault !== 'vendor' || byModel === true)
    : all;
  const beside = findBeside(input).filter(
    ({ start }) => !kept.some((match) => match.start <= start && start < match.end),
  );
  return [...kept, ...beside];
}

const DOCUMENT = /\.(?:md|mdx|markdown)$/i;

function isFenced(text: string, at: number): boolean {
  const marks = text.slice(0, at).match(/^[ \t>]{0,12}(?:`{3,}|~{3,})/gm);
  return (marks ?? []).length % 2 === 1;
}

/** What a document has its reader run: its code, and the keys in it; what it shows in order to warn of it is none. */
function findInDocument(input: RuleInput): readonly Found[] {
  const { text } = input;
  if (!KEY_GIVEN.test(text) || ROUTED.test(text) || mentionsManyVendors(text)) return [];
  const { units } = analyse(input);
  const clients = units.flatMap((unit) => findInClients(unit, text));
  const given = [...clients, ...units.flatMap(findInHeaders)];
  const slots = findInSlots(input).filter(
    ({ start }) => isFenced(text, start) && !given.some((one) => one.start <= start && start < one.end),
  );
  return [...slots, ...given].filter(({ start, shown }) => !isWarnedOf(text, start, shown));
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
    const given = givenLiteral(match[0]);
    const taker =
      assigned === undefined || given === undefined
        ? undefined
        : takerOf(text, path, match.index, assigned.name, given);
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

/** Names that say only that they hold a key. */
const GENERIC = /^(?:api[-_]?key|key|token|access_token|api_token|auth_token)$/i;

/** Whose key a name holds: by itself, or in the record of a vendor. */
function takerOf(text: string, path: string, at: number, name: string, given: Given): Vendor | undefined {
  const own = vendorOfName(name.replace(/^[$@]/, ''));
  if (own !== undefined || ANTHROPIC_SHAPED.includes(given.vendor)) return own;
  if (/^(?:anthropic|claude)$/i.test(name)) return 'Anthropic';
  return GENERIC.test(name.slice(name.lastIndexOf('.') + 1)) && !/\.ya?ml$/.test(path) ? ownerOf(text, at) : undefined;
}

/** (b) A literal or variable given to a vendor's client. */
function findInClients(unit: AnalysedUnit, text: string): readonly Found[] {
  return keysOfClients(unit).flatMap((one) => judgeClient(unit, one, text) ?? []);
}

function judgeClient(
  { source, requests }: AnalysedUnit,
  { taker, key, client, byModel }: ClientKey,
  text: string,
): Found | undefined {
  if (hasForeignBase(text, taker) || isAnother(requests().values, client)) return undefined;
  const { fault, first } = judgeSources(taker, source, requests().values, key);
  if (fault === undefined || first === undefined) return undefined;
  if (fault === 'admin' && (!MESSAGES.test(text) || ORGANISATION.test(text))) return undefined;
  if (isShared(text, first, normalForm(source, key.start, key.end))) return undefined;
  const start = startOffset(source, key.start);
  const end = endOffset(source, key.end);
  return {
    start,
    end,
    ...secretIn(text, start, end),
    ...describe(fault, first, taker, byModel === true ? `${client}()` : `the ${client} client`),
    code: `${client} ${first.shown}`,
    ...(byModel === true ? { byModel } : {}),
  };
}

/** A client of a vendor's that goes by the name of another's: `from wrapper import ClaudeClient as OpenAI`. */
function isAnother({ definitions }: Values, client: string): boolean {
  return (definitions.all.get(client) ?? []).some(
    (one) =>
      one.type === 'import' && one.imported !== client && vendorOfClient(one.imported) !== vendorOfClient(client),
  );
}

interface Judged {
  readonly fault: Fault | undefined;
  readonly first: Given | undefined;
}

/** What a client gets: the only thing it can get, or a last resort that no right one stands before. */
function judgeSources(taker: Vendor, source: Source, values: Values, key: Range): Judged {
  const judged = sourcesOf(source, values, key).map((range) => judgeValue(taker, values.valueOf(range)));
  const known = judged.filter(({ first }) => first !== undefined);
  const [one] = known;
  const faults = new Set(known.map(({ fault }) => fault));
  // `OPENAI_API_KEY || ANTHROPIC_API_KEY`: whenever the first is set, it is the one that is sent.
  const isFirst = known.length > 1 && one === judged[0] && one?.fault === 'vendor';
  if (isFirst && !ANTHROPIC_SHAPED.includes(one.first?.vendor ?? taker)) return one;
  // One that is right in another branch: the code chooses, and this rule does not know how.
  if (one?.fault === undefined || faults.size !== 1) return { fault: undefined, first: undefined };
  const isDoubtful =
    judged.length > 1 && (one.fault !== 'vendor' || ANTHROPIC_SHAPED.includes(one.first?.vendor ?? taker));
  return isDoubtful && known.length < judged.length ? { fault: undefined, first: undefined } : one;
}

/** Undefined where it can be several things. */
function judgeValue(taker: Vendor, value: Value): Judged {
  const given = value
    .filter((form) => form.some((piece) => piece.type === 'hole' || piece.text !== ''))
    .map((form) => givenForm(form));
  const faults = new Set(given.map((one) => (one === undefined ? undefined : judge(taker, one))));
  const [fault] = faults;
  const first =
    faults.size === 1 ? given[0] : given.find((one) => one !== undefined && judge(taker, one) === undefined);
  return { fault: faults.size === 1 ? fault : undefined, first };
}

/** (c) In a request: another vendor's key to a native path, an admin key to a messages path. */
function findInHeaders({ requests }: AnalysedUnit): readonly Found[] {
  return requests()
    .headers.filter(({ name }) => name === 'x-api-key')
    .flatMap((header): readonly Found[] => {
      const { fault, first } = judgeValue('Anthropic', header.value);
      // An OAuth token there is a fault of the header.
      if (fault === undefined || fault === 'oauth' || first === undefined) return [];
      const addresses = header.link()?.addresses ?? [];
      // Of what a client is made with, only the host may be known.
      const takes = fault === 'admin' ? /^\/v1\/(?:messages|complete)(?:\/|$)/ : /^(?:\/v1)?(?:\/|$)/;
      const known =
        addresses.length > 0 &&
        addresses.every(
          ({ host, name, path }) => (host === 'native' || name === 'api.anthropic.com') && takes.test(path),
        );
      if (!known && !(fault === 'admin' && isAskedByParts(header.source.tokens.text, addresses))) return [];
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

/** A request whose host and path are set one by one. */
function isAskedByParts(text: string, addresses: readonly Address[]): boolean {
  if (!addresses.every(({ host, name, path }) => host === 'unknown' || (name === 'api.anthropic.com' && path === '')))
    return false;
  return (
    /["'`]api\.anthropic\.com["'`]/.test(text) && /["'`]\/v1\/messages["'`]/.test(text) && !ORGANISATION.test(text)
  );
}

/** A key of a workspace in a request to the organisation's endpoints. */
function findAtOrganisation({ requests }: AnalysedUnit): readonly Found[] {
  return requests()
    .headers.filter(({ name }) => name === 'x-api-key')
    .flatMap((header): readonly Found[] => {
      const addresses = header.link()?.addresses ?? [];
      const asked = addresses.every(
        ({ host, path }) => host === 'native' && /^\/v1\/organizations\/(?!me\b)/.test(path),
      );
      const literal = header.value.every((form) => form.length === 1 && /^sk-ant-api\d\d-/.test(textOf(form[0])));
      const given = header.value[0] === undefined ? undefined : givenForm(header.value[0]);
      if (addresses.length === 0 || !asked || !literal || given === undefined) return [];
      const { start, end, code } = header;
      const place = 'a request to /v1/organizations';
      const message = `${place} gets a key of a workspace; it takes an admin key.`;
      const secret = secretIn(header.source.tokens.text, start, end);
      return [{ start, end, ...secret, code, ...describe('admin', given, 'Anthropic', place), message }];
    });
}

function textOf(piece: Piece | undefined): string {
  return piece?.type === 'text' ? piece.text.trim() : '';
}

/** A variable that several clients get: one of them is the right one, and which is meant is chosen elsewhere. */
function isShared(text: string, given: Given, code: string): boolean {
  // A parameter goes by one vendor's name for all of them; a variable that was read from that vendor's does not.
  const parameter = code === given.shown && code === code.toLowerCase();
  if (!/^[a-z]\w*$/i.test(code) || (!parameter && (code === given.shown || vendorOfName(code) === given.vendor)))
    return false;
  const uses = text.match(new RegExp(`api_?key["']?\\s?[:=]\\s?${code}\\b`, 'gi'));
  return (uses ?? []).length > 1;
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

const findOnce = perFile(findAll);

export const wrongKey: readonly Rule[] = wrongKeyDocs.map(({ fault, ...docs }) => ({
  ...docs,
  find: onlyFault(findOnce, fault),
}));
