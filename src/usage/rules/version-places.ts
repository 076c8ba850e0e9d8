// The version headers that go to the vendor, wherever their addresses stand: in the request, in a setting beside the key,
// in the options of the vendor's own client. Apart from version-header.ts, which says what is wrong with them.
import type { RuleInput } from '../../rule.ts';
import { analyse } from '../analysis.ts';
import type { RequestHeader } from '../requests.ts';
import { isNative } from '../vocabulary.ts';
import { closingOf } from './operand-texts.ts';
import { isOpenHost, namesVendor } from './vendor-hosts.ts';
import { KNOWN_VERSION } from './version-values.ts';

export function isDated({ value }: RequestHeader): boolean {
  return value.every(
    (form) => form.length === 1 && form[0]?.type === 'text' && /^20\d\d-\d\d-\d\d$/.test(form[0].text),
  );
}

/** The name of a model, which no gateway has for a version either. */
function namesModel({ value }: RequestHeader): boolean {
  return value.every((form) => form.length === 1 && form[0]?.type === 'text' && /^claude-\w/.test(form[0].text));
}

const CLIENT = /\b(?:Async)?Anthropic\(|\b(?:ChatAnthropic|createAnthropic)\(/g;
const MOST_OF_CLIENT = 2000;

/** Headers that the vendor's own client adds to what it sends to its own address. */
export function clientHeaders(input: RuleInput): readonly RequestHeader[] {
  const { text } = input;
  const spans = [...text.matchAll(CLIENT)].flatMap(({ index, 0: call }) => {
    const start = index + call.length;
    const end = closingOf(text, start, Math.min(text.length, start + MOST_OF_CLIENT));
    return end === undefined || /base_?url/i.test(text.slice(start, end)) ? [] : [{ start, end }];
  });
  if (spans.length === 0) return [];
  return analyse(input).units.flatMap((unit) =>
    unit
      .requests()
      .headers.filter(
        (header) =>
          header.name === 'anthropic-version' &&
          header.link() === undefined &&
          spans.some(({ start, end }) => start < header.start && header.end <= end),
      ),
  );
}

/** The key beside the header says whose version it is, and a date is none of a gateway's. */
function isDatedBesideKey(header: RequestHeader): boolean {
  return (header.form === 'entry' ? header.siblings : header.neighbours).has('x-api-key') && isDated(header);
}

/** A header of that name goes to the vendor wherever its request may go there, if all other hosts are known. */
export function vendorsHeaders(input: RuleInput, pattern: Pick<RegExp, 'test'>): readonly RequestHeader[] {
  return analyse(input).units.flatMap((unit) =>
    unit.requests().headers.filter((header) => {
      if (!pattern.test(header.name)) return false;
      const link = header.link();
      const beside = isDatedBesideKey(header);
      if (link === undefined)
        return (
          (beside && (header.form === 'entry' || namesVendor(input.text))) ||
          (header.neighbours.has('x-api-key') && namesModel(header))
        );
      const hosts = link.addresses.filter(({ host }) => host !== 'provider');
      const known = beside ? hosts.filter(({ host, name }) => name !== '' || !isOpenHost(host)) : hosts;
      if (hosts.length > 0 && known.length === 0) return namesVendor(input.text);
      return isNative(known, true);
    }),
  );
}

/** `ANTHROPIC_CUSTOM_HEADERS="anthropic-version: 2024-01-01"`, which the clients and Claude Code add to what they send. */
const CUSTOM =
  /\bANTHROPIC_CUSTOM_HEADERS["']?[ \t]{0,4}[=:][^\n]{0,400}?(anthropic-version:[ \t]{0,4}([\w.-]{1,20}))/g;

/** Where a setting is given its value, and not spoken of. */
const SETTINGS = /(?:^|\/)\.env[\w.-]*$|\.(?:env|envrc|json|ya?ml|toml|sh|service)$/;

export function customHeaders({ path, text }: RuleInput): readonly Pick<RequestHeader, 'start' | 'end' | 'code'>[] {
  if (
    !SETTINGS.test(path) ||
    !text.includes('ANTHROPIC_CUSTOM_HEADERS') ||
    /\bANTHROPIC_BASE_URL\b(?!["']?[ \t]{0,4}[=:][ \t]{0,4}["']?https:\/\/api\.anthropic\.com\b)/.test(text)
  )
    return [];
  return [...text.matchAll(CUSTOM)].flatMap(({ index, 0: whole, 1: code = '', 2: version = '' }) => {
    const end = index + whole.length;
    return KNOWN_VERSION.test(version) ? [] : [{ start: end - code.length, end, code }];
  });
}
