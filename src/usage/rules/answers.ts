// A key in what a server answers a browser, or a desktop app gives its window: by a call, or as what a route gives back.
// Apart from what a framework's loaders return, because here the call says it, in every language that serves.
import type { RuleInput } from '../../rule.ts';
import { type AnalysedUnit, analyse } from '../analysis.ts';
import type { Piece, Value } from '../forms.ts';
import { isTestPath } from '../languages.ts';
import { after, elementsOf, endOffset, type Range, type Source, startOffset } from '../source.ts';
import { BRACE, HOLE, OPEN, PAREN, QUOTE, SQUARE, STRING, WORD } from '../tokens.ts';
import type { Values } from '../values.ts';
import { isProviderKeyName } from '../vocabulary.ts';
import type { HandedOver } from './handed-over.ts';
import { perFile } from './per-file.ts';

/** Calls that answer, by language: the names on the way to them, joined by dots. */
const SCRIPT =
  /^(?:(?:\w+\.)?(?:res|response|reply|Response|NextResponse)\.(?:(?:\(\)|status|type|code|header|set|\w{1,20})\.)*(?:json|jsonp|send|render|end|write)|(?:c|ctx|context)\.(?:json|render|html|text)|(?:contextBridge\.)?exposeInMainWorld|ipcMain\.handle|(?:\w+\.)*webContents\.send|new\.(?:Next)?Response|define(?:Cached)?EventHandler|eventHandler)$/;
const PYTHON =
  /^(?:(?:flask\.)?(?:jsonify|render_template|render_template_string)|make_response|(?:\w+\.)?(?:JSONResponse|JsonResponse|HTMLResponse|ORJSONResponse|TemplateResponse|HttpResponse)|render|render_to_string|self\.(?:write|render|finish))$/;
const TYPED: Readonly<Partial<Record<Source['syntax']['language'], RegExp>>> = {
  go: /(?:^|\.)NewEncoder\.\(\)\.Encode$|^(?:c|ctx|context|e)\.(?:JSON|IndentedJSON|PureJSON|JSONP|HTML|Render|String|XML)$|^(?:\w*[tT]e?mpls?|\w*[tT]e?mpla?tes?|t)\.(?:\w+\.)*(?:Execute|ExecuteTemplate)$|^render\.(?:JSON|HTML)$|^fmt\.Fprintf?$/,
  php: /(?:^|\.)(?:response\.(?:\(\)\.)?json|Inertia\.render|view|wp_localize_script|wp_add_inline_script|wp_send_json(?:_success)?|rest_ensure_response|JsonResponse|WP_REST_Response|\$this\.(?:render|json)|\$response\.(?:json|setData|withJson)|json_encode)$/,
  csharp:
    /^(?:(?:this|Typed)?Results\.(?:Ok|Json)|Results\.(?:Ok|Json)|Ok|Json|JsonResult|OkObjectResult|View|\w+\.Map(?:Get|Post))$/,
  java: /^(?:ResponseEntity\.(?:ok|\(\)|status|body|\.)+|model\.(?:addAttribute|put)|modelAndView\.addObject|mav\.addObject|ctx\.json|Response\.(?:ok|\(\)|entity|\.)+)$/,
  kotlin: /^(?:call\.respond\w{0,10}|ResponseEntity\.(?:ok|\(\)|body|\.)+|model\.addAttribute|ctx\.json)$/,
  rust: /^(?:(?:axum\.)?Json|HttpResponse\..{0,20}json|web\.Json|warp\.reply\.json)$/,
  ruby: /^(?:json|render|gon\.(?:push|set))$/,
};
/** A quick look: a call that answers, or a route's sign. */
const ANSWERS =
  /\.(?:json|jsonp|send|render|html|text|write|end|handle|JSON|IndentedJSON|PureJSON|HTML|Encode|Execute|ExecuteTemplate|Fprintf?|addAttribute|respond\w{0,10}|finish|body|entity|put)\(|\b(?:exposeInMainWorld|jsonify|render\w{0,20}|JSONResponse|JsonResponse|HttpResponse|TemplateResponse|make_response|NextResponse|Response|view|wp_\w{4,20}|rest_ensure_response|json_encode|Ok|Json|Map(?:Get|Post)|(?:e|definee|defineCachedE)ventHandler)\(|->json\(|::render\(|@(?:app|router|api|bp|blueprint|\w{1,20}(?:_bp|_router|_blueprint))\.\w{3,9}\(|@(?:Get|Post|Request)Mapping|['"]use server['"]|\brender json:|\.to_json\b|\b(?:gon|ViewBag|locals)\.\w|\b(?:ctx|response)\.body\s=|\bcreateServerFn\b/;
const FILES = /\.(?:[mc]?[jt]sx?|py|go|php|cs|java|kt|rs|rb)$/;
const KEY_MENTIONED =
  /(?:anthropic|claude|openai|gemini|groq|mistral|cohere|deepseek|perplexity|replicate|hugging_?face|xai|openrouter)[\w.:-]{0,30}(?:key|token)/i;
/** Calls that pass on what they get, in a form that can be read. */
const PASSES =
  /^(?:stringify|json|defer|data|typedjson|superjson|serialize|dict|of|ofEntries|entry|mapOf|hashMapOf|mutableMapOf|to|array|compact|json_encode|wp_json_encode|dumps|Js|from|safe|mark_safe|tojson|Marshal|H|Map|M|value|str|freeze|assign|fromEntries|array_merge|object|Object|HTML|JS|jsonEncode|merge|[A-Z]\w{0,30}(?:Response|Dto|DTO|Config|Settings|Payload|ViewModel|Props))$/;
/** Whose settings are a server's own: what is a user's own key is theirs to see. */
const OWN_SETTINGS =
  /^(?:\w{0,20}settings|\w{0,20}_?(?:config|configuration|cfg|conf)|_?options|appConfig|env|ENV|secrets?|credentials|current_app|get_option|getenv|environ|viper|Config|Settings|Configuration|runtimeConfig|useRuntimeConfig)$/;
const NEAR = 400;
/** A file of server actions: what it exports, a page can call. */
const USE_SERVER = /^\s{0,40}(?:\/[/*][^\n]{0,200}\n\s{0,40}){0,8}['"]use server['"]/;
/** The last name of each of the calls above. */
const ANSWER_WORD =
  /^(?:jsonp?|send\w{0,6}|render\w{0,16}|end|write|html|text|exposeInMainWorld|handle|(?:Next|JSON|Json|HTML|ORJSON|Template|Http)?Response|define(?:Cached)?EventHandler|eventHandler|jsonify|make_response|finish|Encode|JSON|JSONP|IndentedJSON|PureJSON|HTML|Render|String|XML|Execute|ExecuteTemplate|Fprintf?|view|wp_\w{4,20}|rest_ensure_response|WP_REST_Response|setData|withJson|json_encode|Ok|Json|JsonResult|OkObjectResult|View|Map(?:Get|Post)|ok|body|entity|addAttribute|put|addObject|respond\w{0,10}|push|set)$/;

/** Both rules ask, and once more where they wait for a neighbour, who has no say in this. */
export const findAnswers = perFile((input: RuleInput): readonly HandedOver[] => {
  const { path, text } = input;
  if (!FILES.test(path) || isTestPath(path) || !KEY_MENTIONED.test(text) || !ANSWERS.test(text)) return [];
  return analyse(input).units.flatMap(inUnit);
});

function inUnit(unit: AnalysedUnit): readonly HandedOver[] {
  const { source } = unit;
  if (source.syntax.family === 'record' || source.syntax.family === 'shell') return [];
  const found: HandedOver[] = [];
  const { tokens, slice } = source;
  const answer = answersIn(source);
  const routes = hasRoutes(source);
  for (let at = 1; at < tokens.count; at += 1) {
    if (tokens.kind[at] === WORD && routes && slice(at) === 'return') {
      const place = routeRound(source, at);
      if (place !== undefined) found.push(...keysIn(unit, resultAt(source, at), place));
    }
    if (tokens.kind[at] === WORD) {
      const given = givenAt(source, at);
      if (given !== undefined) found.push(...keysIn(unit, given, `what ${slice(at)} sends`));
    }
    if (tokens.kind[at] !== OPEN || tokens.shape[at] !== PAREN) continue;
    const word = source.previous(at);
    if (tokens.kind[word] !== WORD || !ANSWER_WORD.test(slice(word))) continue;
    const method = calleeOf(source, at);
    if (!answer.test(method)) continue;
    if (/Fprintf?$|Encode$/.test(method) && !writesAnswer(source, at)) continue;
    if (method === 'json_encode' && !/^(?:echo|print|exit|die)$/.test(slice(source.statementOf(at).start))) continue;
    const place = `what ${method.split('.').slice(-2).join('.')} sends`;
    found.push(...elementsOf(source, at, 12).flatMap((range) => keysIn(unit, range, place)));
  }
  return found.filter((one, index) => found.findIndex(({ start }) => start === one.start) === index);
}

/** What answers without brackets: Ruby's `render json: …`, and what is assigned to an answer or a page. */
function givenAt(source: Source, at: number): Range | undefined {
  const { slice } = source;
  const word = slice(at);
  if (source.syntax.family === 'ruby') {
    if (word === 'render' && slice(source.next(at)) !== '(')
      return { start: source.next(at), end: source.statementOf(at).end };
    if (word === 'to_json' && slice(source.previous(at)) === '.') {
      const close = source.previous(source.previous(at));
      const open = slice(close) === '}' ? (source.match[close] ?? -1) : -1;
      return open >= 0 && source.statementOf(open).start === open
        ? { start: open, end: source.next(close) }
        : undefined;
    }
  }
  const page = /^(?:gon|ViewBag|locals)$/.test(word) && slice(source.next(at)) === '.';
  const body = word === 'body' && /^(?:ctx|response|context)$/.test(slice(source.previous(source.previous(at))));
  const sign = page ? source.next(source.next(source.next(at))) : source.next(at);
  if ((!page && !body) || slice(sign) !== '=') return undefined;
  const { end } = source.statementOf(at);
  return { start: source.next(sign), end: slice(source.previous(end)) === ';' ? source.previous(end) : end };
}

function answersIn({ syntax }: Source): RegExp {
  if (syntax.family === 'script') return SCRIPT;
  return (syntax.family === 'python' ? PYTHON : TYPED[syntax.language]) ?? /^$/;
}

/** A quick look at the text of a unit for what makes a function's result an answer. */
function hasRoutes({ syntax, tokens }: Source): boolean {
  if (syntax.family === 'script') return USE_SERVER.test(tokens.text.slice(0, 2000));
  if (syntax.family === 'python') return /^[ \t]{0,20}@\w{1,40}\.\w/m.test(tokens.text);
  return /^(?:java|kotlin)$/.test(syntax.language) && /@(?:Get|Post|Request)Mapping\b|@GET\b/.test(tokens.text);
}

/** The names before a call's bracket, joined by dots: `res.status.().json`. */
function calleeOf(source: Source, open: number): string {
  const { tokens, slice } = source;
  const names: string[] = [];
  let at = source.previous(open);
  // `map[string]string{…}` and `get<T>(…)` are no names of calls.
  for (let steps = 0; at >= 0 && steps < 16; steps += 1) {
    if (tokens.kind[at] === WORD) {
      names.unshift(slice(at).replace(/!$/, ''));
      const sign = source.previous(at);
      if (slice(sign) === 'new' && tokens.kind[sign] === WORD) names.unshift('new');
      if (!/^(?:\.|\?\.|->|::|\?->)$/.test(slice(sign))) break;
      at = source.previous(sign);
    } else if (slice(at) === ')') {
      names.unshift('()');
      at = source.previous(source.match[at] ?? at);
    } else if (slice(at) === '!') at = source.previous(at);
    else break;
  }
  return names.join('.');
}

/** Go's `Fprintf(w, …)` and `NewEncoder(w)`: what they write to is the answer. */
function writesAnswer(source: Source, open: number): boolean {
  const writer = /^(?:w|rw|res|resp|rsp|writer|c\.Writer|ctx\.Writer|c\.Response\(\))$/;
  const encoder = source.previous(source.previous(source.previous(open)));
  const maker = source.slice(encoder) === ')' ? (source.match[encoder] ?? -1) : open;
  const first = elementsOf(source, maker, 2)[0];
  if (first === undefined) return false;
  const { start, end } = first;
  return writer.test(source.tokens.text.slice(startOffset(source, start), endOffset(source, end)));
}

function resultAt(source: Source, token: number): Range {
  const { end } = source.statementOf(token);
  const last = source.previous(end);
  return { start: source.next(token), end: source.slice(last) === ';' ? last : end };
}

/** What answers with what the function round a token gives back. */
function routeRound(source: Source, token: number): string | undefined {
  const scope = source.scopeOf(token);
  if (scope.kind !== 'function') return undefined;
  const { text } = source.tokens;
  const start = startOffset(source, scope.start);
  const head = text.slice(Math.max(0, start - NEAR), start);
  if (source.syntax.family === 'script') {
    const exported =
      /\bexport\s{1,4}(?:async\s{1,4})?(?:function\s{1,4}\w{1,60}\s{0,4}|const\s{1,4}\w{1,60}\s{0,4}=\s{0,4}(?:async\s{0,4})?)(?:<[^<>]{0,60}>)?$/;
    return exported.test(head) ? 'a server action' : undefined;
  }
  const signs = head.slice(Math.max(head.lastIndexOf('\n\n'), head.lastIndexOf('}\n')) + 1);
  if (source.syntax.family === 'python')
    return /^[ \t]{0,20}@\w{1,40}(?:\.\w{1,40})?\.?(?:get|post|route|api_route|websocket)\(/m.test(signs)
      ? 'a route'
      : undefined;
  if (/^(?:java|kotlin)$/.test(source.syntax.language))
    return /@(?:Get|Post|Request)Mapping\b|@GET\b/.test(signs) && !/\b@?private\b/.test(signs) ? 'a route' : undefined;
  return undefined;
}

/** The keys that an expression gives to who reads it, in whatever it puts together. */
function keysIn(unit: AnalysedUnit, range: Range, place: string): readonly HandedOver[] {
  const { source, requests } = unit;
  const { values } = requests();
  const found: HandedOver[] = [];
  const visit = (part: Range, depth: number): void => {
    if (part.start >= part.end || depth > 8) return;
    const value = withoutKey(source, part);
    const name = keyOf(source, values.valueOf(value));
    if (name !== undefined) {
      const [start, end] = [startOffset(source, part.start), endOffset(source, part.end)];
      found.push({ name, start, end, place, certain: true });
      return;
    }
    for (const inner of [...partsOf(source, value), ...madeBefore(source, values, value)]) visit(inner, depth + 1);
  };
  visit(range, 0);
  return found;
}

/** What a name that is sent was given: `cfg := config{…}`. */
function madeBefore(source: Source, values: Values, { start, end }: Range): readonly Range[] {
  const name = /^[&*]$/.test(source.slice(start)) ? source.next(start) : start;
  if (source.tokens.kind[name] !== WORD || source.next(name) < end) return [];
  const found = values.definitions.lookup(source.slice(name), name);
  const only = found.length === 1 ? found[0] : undefined;
  return only?.type === 'value' && only.fields.length === 0 ? [only.value] : [];
}

/** `key: value`, `'key' => value`, `"key" to value`: the value. */
function withoutKey(source: Source, { start, end }: Range): Range {
  const { tokens, slice } = source;
  const sign = tokens.kind[start] === OPEN ? after(source, start) : source.next(start);
  const isKey = tokens.kind[start] === STRING || tokens.kind[start] === WORD || tokens.shape[start] === QUOTE;
  if (slice(start) === ':' && source.syntax.language === 'ruby') return { start, end };
  if (!isKey || sign >= end) return { start, end };
  const arrow = slice(sign) === '=>' && source.syntax.family !== 'script' && source.syntax.language !== 'csharp';
  if (!arrow && !/^(?:[:=]|to)$/.test(slice(sign))) return { start, end };
  return { start: source.next(sign), end };
}

/** What is passed on inside an expression: entries, elements, arguments of calls that only wrap, results of functions. */
function partsOf(source: Source, { start, end }: Range): readonly Range[] {
  const { tokens, slice } = source;
  const parts: Range[] = [];
  for (let at = start, steps = 0; at < end && steps < 120; at = after(source, at), steps += 1) {
    if (tokens.kind[at] === WORD && slice(at) === 'return') parts.push(resultAt(source, at));
    if (slice(at) === '=>' && source.next(at) < end && slice(source.next(at)) !== '{')
      parts.push({ start: source.next(at), end });
    if (tokens.kind[at] !== OPEN) continue;
    const inside = { start: source.next(at), end: source.match[at] ?? at };
    const shape = tokens.shape[at];
    if (shape === QUOTE)
      for (let hole = at + 1; hole < inside.end; hole = after(source, hole)) {
        if (tokens.kind[hole] === OPEN && tokens.shape[hole] === HOLE)
          parts.push({ start: source.next(hole), end: source.match[hole] ?? hole });
      }
    else if (shape === BRACE && isFunctionBody(source, at)) parts.push(...resultsIn(source, inside));
    else if (shape === BRACE && isCondition(source, at)) continue;
    else if (shape === BRACE || shape === SQUARE) {
      const index = shape === SQUARE && at > start && /^(?:[\w)\]])/.test(slice(source.previous(at)).slice(-1));
      if (!index || source.syntax.language === 'php') parts.push(...elementsOf(source, at, 60));
    } else if (shape === PAREN && at > start && tokens.kind[source.previous(at)] === WORD) {
      if (PASSES.test(calleeOf(source, at).split('.').at(-1) ?? '')) parts.push(...elementsOf(source, at, 60));
    } else if (shape === PAREN && !/^(?:=>|\{)$/.test(slice(after(source, at)))) {
      // `json!(…)` and brackets that only group.
      const sign = slice(source.previous(at));
      if (sign !== ')' && sign !== ']') parts.push(...elementsOf(source, at, 60));
    }
  }
  return parts;
}

function isFunctionBody(source: Source, open: number): boolean {
  return (
    source.isBlock(open) &&
    (source.slice(source.previous(open)) === '=>' || source.slice(source.previous(open)) === ')')
  );
}

function isCondition(source: Source, open: number): boolean {
  return /^(?:if|else|switch|for|while|try|catch)$/.test(source.slice(source.previous(open)));
}

function resultsIn(source: Source, { start, end }: Range): readonly Range[] {
  const found: Range[] = [];
  for (let at = start; at < end && found.length < 8; at = after(source, at))
    if (source.tokens.kind[at] === WORD && source.slice(at) === 'return') found.push(resultAt(source, at));
  return found;
}

/** The provider's key that a value holds, from the environment or a server's own settings. */
function keyOf(source: Source, value: Value): string | undefined {
  return value.flatMap((form) => form.flatMap((piece) => nameOf(source, piece) ?? []))[0];
}

function nameOf(source: Source, piece: Piece): string | undefined {
  if (piece.type !== 'hole') return injectedName(source, piece.text);
  if (piece.env !== undefined) return isProviderKeyName(piece.env) ? piece.env : undefined;
  if (!piece.names.slice(0, -1).some((name) => OWN_SETTINGS.test(name))) return undefined;
  const names = piece.names.map((name) => name.replaceAll(/[.:-]+/g, '_'));
  return [names.at(-1) ?? '', names.slice(-2).join('_')].find(isProviderKeyName);
}

/** `@Value("${anthropic.api-key}") private String anthropicApiKey`: what the settings fill a field with. */
function injectedName({ syntax }: Source, text: string): string | undefined {
  if (!/^(?:java|kotlin)$/.test(syntax.language)) return undefined;
  const setting = /^\\?\$\{([\w.-]{3,80})[:}]/.exec(text)?.[1]?.replaceAll(/[.-]/g, '_');
  return setting !== undefined && isProviderKeyName(setting) ? setting : undefined;
}
