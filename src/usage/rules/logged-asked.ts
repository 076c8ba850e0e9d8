// Records that are printed whole and asked for their key nearby: what is in them is known by what is taken out of them. Apart
// from the records that a file fills itself.
import { extensionOf } from '../languages.ts';
import { askedOnce } from '../mentions.ts';
import { namesProviderKey } from '../vocabulary.ts';
import type { File } from './logged-assignments.ts';
import type { Holes } from './operand-texts.ts';

export const GENERIC = /^_?(?:api_?key|apikey)$/i;
/** How far from a place its record is asked for the key. */
const NEAR = 1500;
/** Languages that show a value with all that is in it; those of maps show no other object that way. */
const SHOWN: Readonly<Partial<Record<Holes, 'all' | 'maps'>>> = {
  template: 'all',
  ruby: 'all',
  php: 'all',
  rust: 'all',
  format: 'maps',
  dollar: 'maps',
  swift: 'maps',
  perl: 'maps',
};
const SAFE = /safe|mask|redact|sanit|clean|public|shown/i;
/** A quick look. */
const readsField = askedOnce(
  /[\w)\]](?:\??\.|->)(?:\w{1,20}_?)?(?:api|anthropic|claude|openai)_?key\b|["':][\w.:-]{0,30}api[._-]?key["'`\]]|[{,]\s?\w{0,20}api_?key\b/i,
);

/** Types that say by themselves what is shown of them. */
const saysWhatIsShown = askedOnce(
  /json:"-"|\) (?:String|GoString|Format|LogValue|MarshalJSON)\(|\btoJSON\(|inspect\.custom|\b(?:Debug|Display) for\b|\bdef inspect\b/,
);

/** `console.log(req.body)` beside `const { apiKey } = req.body`: what the key is taken out of, shown whole. */
export function isReadForKey(file: File, names: readonly string[], at: number): boolean {
  const { text, holes, path } = file;
  if (!readsField(text) || saysWhatIsShown(text) || file.hasMasks() || text.slice(at - 2, at) === '${') return false;
  const shown = SHOWN[holes] ?? (holes !== 'none' ? undefined : extensionOf(path) === 'go' ? 'all' : 'maps');
  const name = names.join('(?:\\?\\.|\\.|->)');
  // In a minified file a name of one letter is many variables.
  if (shown === undefined || (name.length < 2 && holes === 'template')) return false;
  const members = shown === 'maps' ? '' : '(?:\\??\\.|->)(\\w{3,40})(?![\\w(])|';
  const read = new RegExp(
    `(?<![\\w.$])\\$?${name}(?:${members}(?:\\??\\.)?\\[\\s?["'\`:]([\\w.:-]{3,40})["'\`]?\\s?\\](?!\\s?=[^=])|\\.get(?:Property|OrDefault|String)?\\(["']([\\w.:-]{3,40})["'])|\\{([^{}\\n]{3,160})\\}\\s?=\\s?(?:await )?${name}(?![\\w.(])`,
    'g',
  );
  const around = text.slice(Math.max(0, at - NEAR), at + NEAR);
  // What the field is set to may be its mask.
  if (
    SAFE.test(names.at(-1) ?? '') ||
    new RegExp(
      `(?<![\\w.$])\\$?${name}(?:\\.|->|\\[["':])\\w{0,20}api[-_]?key["'\\]]{0,2}\\s?=(?![=>])|\\bdelete ${name}\\b`,
      'i',
    ).test(around)
  )
    return false;
  return [...around.matchAll(read)].some((match) => {
    const fields = match.slice(1).find((one) => one !== undefined) ?? '';
    return fields
      .replaceAll(/[.:-]/g, '_')
      .split(/\W+/)
      .some((one) => namesProviderKey(one) || (GENERIC.test(one) && file.mentionsAi()));
  });
}
