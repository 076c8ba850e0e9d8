// A key that a template writes into the page that it makes: `const key = '<?= $key ?>'`, `"{{ config('…') }}"`. Apart
// from code: what stands between the marks is of another language than what stands round them.
import type { RuleInput } from '../../rule.ts';
import { namesProviderKey } from '../vocabulary.ts';
import type { HandedOver } from './handed-over.ts';

const TEMPLATE =
  /\.(?:php|phtml|erb|ejs|hbs|njk|html?|j2|jinja2?|twig|cshtml|razor|liquid|mustache|tmpl|gohtml|eta|tpl|heex|leex|eex|jspx?|ftlh?|vm|haml|slim|latte)$/;
/** Templates in which a dollar and braces mark what is written out. */
const DOLLAR = /\.(?:jspx?|ftlh?|vm)$/;
const DOLLAR_MARKED = /\$!?\{([^{}]{1,160})\}/g;
/** Phoenix's attributes. */
const BRACE_MARKED = /=\{([^{}\n]{3,160})\}/g;
const MARKED =
  /<\?(?:=|php[ \t]{1,4}echo\b)([^?]{1,200})\?>|<%[-=]([^%]{1,200})%>|\{\{\{?-?([^{}]{1,200})\}\}|\{!!([^{}!]{1,200})!!\}|\[\[\$\{([^{}]{1,160})\}\]\]|@(?:json|js)\((\[[^;@]{1,800}?\]\s{0,8}|[^;@[\n]{1,200}?)\)(?=\s{0,4}[;\n<,'"])|@\(?((?:Model|ViewBag|ViewData|Configuration|Config|configuration|config)[.[][^<>\s;]{1,80})/g;
/** What still writes the key out: encoders and filters. */
const ENCODED =
  /^(?:json_encode|esc_js|esc_attr|htmlspecialchars|e|h|raw|JSON\.stringify|Json\.Serialize|Js::from)\((.{1,160})\)$/;
const FILTERS =
  /\s{0,4}\|\s{0,4}(?:tojson|safe|escapejs|e|escape|json|raw|default\([^()]{0,40}\))(?=\s|$|\|)|\.html_safe$|\.to_json$/g;
const READ =
  /^(?:\$_(?:ENV|SERVER)\[|ENV(?:\.fetch\(|\[)|process\.env[.[]|(?:getenv|env|config|get_option|option)\(|(?:os\.)?environ[.[]|Configuration\[|configuration\[|Rails\.application\.credentials\.|\$|@|\.[A-Z]|[A-Za-z_])/;
const WHOLE = /^[\w$@.:[\]'"()>,\s-]{3,160}$/;
const GENERIC = /^[$@]?(?:api_?key|key|token)$/i;

export function findInTemplates({ path, text }: RuleInput): readonly HandedOver[] {
  if (!TEMPLATE.test(path)) return [];
  const scripts = [...text.matchAll(/<(\/?)script\b/gi)].map(({ index, 1: closes }) => ({
    index,
    opens: closes === '',
  }));
  const assigned = new Map<string, string | undefined>();
  const marks = [
    ...text.matchAll(MARKED),
    ...(DOLLAR.test(path) ? text.matchAll(DOLLAR_MARKED) : []),
    ...(path.endsWith('.heex') ? text.matchAll(BRACE_MARKED) : []),
  ];
  return marks.flatMap((match): readonly HandedOver[] => {
    const inside = match.slice(1).find((group) => group !== undefined) ?? '';
    const inScript = scripts.findLast(({ index }) => index < match.index)?.opens === true;
    if (!inScript && !isReadByScripts(text, match.index)) return [];
    const at = match.index + match[0].indexOf(inside);
    return expressionsIn(inside).flatMap(({ code, from }): readonly HandedOver[] => {
      const name = keyIn(code, (generic) => {
        if (!assigned.has(generic)) assigned.set(generic, assignedFrom(text, generic));
        return assigned.get(generic);
      });
      const start = at + from;
      return name === undefined ? [] : [{ name, start, end: start + code.length, place: 'a template', certain: true }];
    });
  });
}

/** What a mark writes out: one expression, or the values of what is written as an object. */
function expressionsIn(inside: string): readonly { readonly code: string; readonly from: number }[] {
  const whole = inside.trim().replace(/;$/, '').trim();
  const entries = /=>|[{,]\s{0,40}\w{1,40}:/.test(inside)
    ? [...inside.matchAll(/(?:=>|[{,]\s{0,40}["']?\w{1,40}["']?\s?:)\s{0,8}([^,\]{}=>]{3,160})/g)]
    : [];
  return [
    { code: whole, from: inside.search(/\S/) },
    ...entries.map((entry) => {
      const code = (entry[1] ?? '').trim();
      return { code, from: entry.index + entry[0].indexOf(code) };
    }),
  ];
}

/** The provider's key that an expression writes out whole. */
function keyIn(expression: string, assigned: (name: string) => string | undefined): string | undefined {
  const bare = expression.replaceAll(FILTERS, '').trim();
  const code = ENCODED.exec(bare)?.[1]?.trim() ?? bare;
  if (!READ.test(code) || !WHOLE.test(code) || /[?!=|&]|\b(?:if|else|isset|empty|mask|substr|length)\b/.test(code))
    return undefined;
  if (GENERIC.test(code)) return assigned(code);
  const names = code.match(/[A-Za-z_]\w{1,80}/g) ?? [];
  // `services.anthropic.key`, `dig(:anthropic, :api_key)`
  return [names.at(-1) ?? '', names.slice(-2).join('_'), names.slice(-3).join('_')].find(namesProviderKey);
}

/** The variable that a name is set to in the same file. */
function assignedFrom(text: string, name: string): string | undefined {
  const bare = name.replace(/^[$@]/, '');
  const pattern = new RegExp(`[$@]${bare}\\s{0,4}=\\s{0,4}[^;\\n?]{0,60}["']([\\w.]{6,60})["']`);
  // A plugin's own word stands before: `myplugin_openai_api_key`.
  const read = pattern.exec(text)?.[1]?.replace(/^\w{1,40}_(?=anthropic|claude|openai|gemini)/i, '');
  return read !== undefined && namesProviderKey(read) ? read : undefined;
}

/** True in an attribute that scripts read; a form shows its owner a setting. */
function isReadByScripts(text: string, at: number): boolean {
  return /<meta\b[^<>]{0,200}\bcontent(?:=["'])?$|<\w{1,20}\b[^<>]{0,200}\bdata-[\w-]{1,40}(?:=["'])?$/i.test(
    text.slice(Math.max(0, at - 300), at),
  );
}
