// Whether what a version header is set to can be a version that the API knows, where its text does not stand beside it:
// the default of a parameter or a field, a fallback, a date that is made when the request is. Apart from
// version-header.ts, which knows the headers.
import type { Form } from '../forms.ts';
import type { RequestHeader } from '../requests.ts';

export const KNOWN_VERSION = /^2023-0[16]-01$/;
/** A date that is written where the version is chosen; one that is compared with is none. */
const DATE = /(?<![=!]={1,2} {0,4})[\x22\x27\x60](20\d\d-\d\d-\d\d)[\x22\x27\x60]/g;
/** A date as a value or a default: in quotes, `${NAME:-2023-06-01}`, `${name:2023-06-01}`. */
const VALUE_DATE = /(?:["'`]|:[-=]?)(20\d\d-\d\d-\d\d)(?=["'`}])/g;
const MOST_BEFORE = 160;
/** What asks for the day on which the code runs. */
const TODAY =
  /\bnew Date\(|\bDate\.now\b|\bdate\.today\(|\bDate\.today\b|\bdatetime\.(?:now|utcnow|today)\(|\bLocalDate\.now\(|\btime\.Now\(\)|\bDateTime\.(?:Now|UtcNow|now|Today)\b|\bGet-Date\b|\$\(date\b|\bgmdate\(|\bdate\(["']Y|\b(?:Utc|Local)::now\(|\bstrftime\(|\bSys\.Date\(|\bDate\.utc_today\(|\b(?:dayjs|moment)\(\)|\bformat\(new Date|\bDateTime\.utc_now\(/;
/** Services whose own versions are dates as well. */
const OTHER_DATED = /azure|notion|stripe|shopify|x-github-api-version|openai-version/i;

/** `version ?? '2024-10-22'`, `os.getenv("ANTHROPIC_VERSION", "2024-10-22")`. */
function fallsBack(code: string): boolean {
  return [...code.matchAll(DATE)].some(([, date = '']) => !KNOWN_VERSION.test(date));
}

/** True when a header of that name can have no version that the API knows, or falls back on one that it does not. */
export function isUnknownVersion(header: RequestHeader, text: string): boolean {
  const written = header.value.every(
    (form) => form.length === 1 && form[0]?.type === 'text' && !KNOWN_VERSION.test(form[0].text.trim()),
  );
  if (written) return true;
  const code = text.slice(header.start, header.end);
  return fallsBack(code) || TODAY.test(code) || header.value.some((form) => isNamedUnknown(form, text));
}

/** The default that this file gives what a value is called: `version: str = "2024-06-01"`, `@version "2024-06-01"`. */
function isNamedUnknown(form: Form, text: string): boolean {
  const pieces = form.filter((piece) => piece.type === 'hole' || piece.text.trim() !== '');
  const piece = pieces.length === 1 ? pieces[0] : undefined;
  if (piece?.type !== 'hole') return false;
  const names = new Set(piece.names.filter((name) => /version/i.test(name)));
  if (names.size === 0) return false;
  const own = [...names].some((name) => /anthropic|claude/i.test(name));
  if (!own && OTHER_DATED.test(text)) return false;
  const dates = [...text.matchAll(VALUE_DATE)].flatMap(({ index, 1: date = '' }) => {
    const line = text.slice(text.lastIndexOf('\n', index) + 1, index).slice(-MOST_BEFORE);
    if (/[=!]==? {0,4}$/.test(line)) return [];
    return (line.match(/[A-Za-z_]\w{0,60}/g) ?? []).some((word) => names.has(word)) ? [date] : [];
  });
  return dates.length > 0 && !dates.some((date) => KNOWN_VERSION.test(date));
}

const NAME = 'anthropic-version';
const MOST_SLIPS = 3;

/** `antropic-version`, `anthropic-verison`: a few letters away from the name. */
export function isMisspelt(name: string): boolean {
  if (name === NAME || !/^a.{4,10}c[-_]{1,2}v/.test(name) || Math.abs(name.length - NAME.length) > MOST_SLIPS)
    return false;
  let row = Array.from({ length: NAME.length + 1 }, (_, index) => index);
  for (let i = 1; i <= name.length; i += 1) {
    const above = row;
    row = [i];
    for (let j = 1; j <= NAME.length; j += 1) {
      const changed = (above[j - 1] ?? 0) + (name.charAt(i - 1) === NAME.charAt(j - 1) ? 0 : 1);
      row.push(Math.min(changed, (above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
  }
  return (row[NAME.length] ?? 0) <= MOST_SLIPS;
}
