// Whose record a key stands in: under a vendor's name in code, JSON, TOML, INI and the settings of Elixir. As text; YAML has
// its own tree.
import { type Vendor, vendorOfName } from '../vocabulary.ts';
import { lineStartOf } from './stored-keys.ts';

const REACH = 320;
/** What opens a record or a block: `anthropic: {`, `'anthropic' => [`, `Anthropic.configure {`, `anthropic = Config(`. */
const OPENED =
  /(?:^|[^\w])["'`]?(\w{1,40})["'`]?\]?\s{0,4}(?:(?:=>|:|=)\s{0,20}(?:new\s)?(?:[\w.&]{1,40}\s?)?|\.configure\s{0,4}(?:do)?\s{0,4})$/;
const SECTION = /^[ \t]{0,8}\[{1,2}(?:[\w."-]{1,60}\.)?"?(\w{1,40})"?\]{1,2}[ \t]{0,8}\r?$/gm;
const APPLICATION = /^[ \t]{0,8}config :(anthropi[cx]\w{0,20}|claude\w{0,20}|openai\w{0,20}),[^\n]{0,120}$/;
/** Ruby's `Anthropic.configure do |config|`, not closed yet. */
const CONFIGURED = /\b(Anthropic|OpenAI|Claude)\.configure\s(?:do|\{)\s(?:(?!\bend\b|\})[\s\S]){0,240}$/;
/** An address beside it. */
const OTHER_HOST = /base|host|endpoint|ur[li]\b|proxy|gateway|compat/i;

/** The vendor that the record round a place is called after; undefined where an address stands in it too. */
export function ownerOf(text: string, at: number): Vendor | undefined {
  const line = text.slice(lineStartOf(text, at), at);
  const application = APPLICATION.exec(line)?.[1];
  if (application !== undefined) return vendorOf(application);
  const configured = CONFIGURED.exec(text.slice(Math.max(0, at - REACH), at))?.[1];
  if (configured !== undefined) return vendorOf(configured);
  const open = openingOf(text, at);
  if (open >= 0) {
    const name = OPENED.exec(text.slice(Math.max(0, open - 80), open))?.[1];
    const rest = text.slice(open, at + REACH);
    const record = rest.slice(0, closingOf(rest, at - open));
    return name === undefined || OTHER_HOST.test(record) ? undefined : vendorOf(name);
  }
  const from = Math.max(0, at - REACH);
  const section = [...text.slice(from, at).matchAll(SECTION)].at(-1);
  if (section === undefined) return undefined;
  const body = text.slice(from + section.index, at + REACH).split(/\n[ \t]{0,8}\[/)[0] ?? '';
  return OTHER_HOST.test(body) ? undefined : vendorOf(section[1] ?? '');
}

function vendorOf(name: string): Vendor | undefined {
  if (/^anthropix/i.test(name)) return 'Anthropic';
  const vendor = /^(anthropic|claude|openai)/i.exec(name)?.[1];
  return vendor === undefined ? undefined : vendorOfName(`${vendor}_key`);
}

/** The bracket that a place stands in; -1 when it is further away. */
function openingOf(text: string, at: number): number {
  let depth = 0;
  for (let i = at - 1; i >= 0 && at - i < REACH; i -= 1) {
    const sign = text.charAt(i);
    if (/[)\]}]/.test(sign)) depth += 1;
    else if (/[([{]/.test(sign)) {
      // A section of TOML is no bracket that is left open.
      if (depth === 0) return i;
      depth -= 1;
    }
  }
  return -1;
}

function closingOf(text: string, from: number): number {
  let depth = 0;
  for (let i = from; i < text.length; i += 1) {
    const sign = text.charAt(i);
    if (/[([{]/.test(sign)) depth += 1;
    else if (/[)\]}]/.test(sign)) {
      if (depth === 0) return i;
      depth -= 1;
    }
  }
  return text.length;
}
