// A key in what a server answers a browser, or a desktop app gives its window: by a call, or as what a route gives back.
// Apart from what a framework's loaders return, because here the call says it, in every language that serves.
import type { RuleInput } from '../../rule.ts';
import { type AnalysedUnit, analyse } from '../analysis.ts';
import { isTestPath } from '../languages.ts';
import { keyLines } from '../mentions.ts';
import {
  after,
  elementsOf,
  endOffset,
  entriesOf,
  normalForm,
  type Range,
  type Source,
  startOffset,
} from '../source.ts';
import { OPEN, PAREN, WORD } from '../tokens.ts';
import { calleeOf, keysIn, resultAt } from './answered-keys.ts';
import type { HandedOver } from './handed-over.ts';
import { perFile } from './per-file.ts';

/** Calls that answer, by language: the names on the way to them, joined by dots. */
const SCRIPT =
  /^(?:(?:\w+\.)?(?:res|response|reply|Response|NextResponse)\.(?:(?:\(\)|status|type|code|header|set|\w{1,20})\.)*(?:json|jsonp|send|render|end|write)|(?:c|ctx|context)\.(?:json|render|html|text)|(?:contextBridge\.)?exposeInMainWorld|ipcMain\.handle|(?:\w+\.)*(?:webContents\.send|executeJavaScript)|json|(?:ws|socket|client|conn)\.send|new\.(?:Next)?Response|define(?:Cached)?EventHandler|eventHandler|(?:\w+\.)*onCall|(?:fs\.|promises\.){0,2}writeFile(?:Sync)?|route(?:Loader|Action)\$|server\$|(?:io|\w{0,20}[sS]ocket|nsp)\.(?:\w+\.(?:\(\)\.)?){0,3}emit|(?:\w+\.)*\w{0,40}[pP]rocedure\.(?:\w+\.(?:\(\)\.)?){0,4}(?:query|mutation))$/;
const PYTHON =
  /^(?:(?:flask\.)?(?:jsonify|render_template|render_template_string)|make_response|(?:\w+\.)?(?:JSONResponse|JsonResponse|HTMLResponse|ORJSONResponse|TemplateResponse|HttpResponse)|render|render_to_string|self\.(?:write|render|finish)|(?:dcc\.)?Store|(?:\w+\.){0,4}(?:components|v1|st)\.html|(?:display\.)?(?:HTML|Javascript)|gr\.HTML|\w{1,30}\.(?:evaluate_js|run_javascript|add_(?:head|body)_html)|(?:web\.)?json_response|(?:\w{0,20}(?:sio|socketio)\.)?emit|\w{0,20}(?:ws|socket)\.send_(?:json|text))$/;
const TYPED: Readonly<Partial<Record<Source['syntax']['language'], RegExp>>> = {
  go: /(?:^|\.)NewEncoder\.\(\)\.Encode$|^(?:c|ctx|context|e)\.(?:JSON|IndentedJSON|PureJSON|JSONP|HTML|Render|String|XML)$|^(?:\w*[tT]e?mpls?|\w*[tT]e?mpla?tes?|t)\.(?:\w+\.)*(?:Execute|ExecuteTemplate)$|^render\.(?:JSON|HTML)$|^fmt\.Fprint(?:f|ln)?$|^io\.WriteString$|^(?:w|rw)\.Write$/,
  php: /(?:^|\.)(?:response\.(?:\(\)\.)?json|Inertia\.(?:render|share)|View\.share|view|wp_localize_script|wp_add_inline_script|wp_send_json(?:_success)?|rest_ensure_response|JsonResponse|WP_REST_Response|\$this\.(?:render|json)|\$response\.(?:json|setData|withJson)|json_encode)$/,
  csharp:
    /^(?:(?:this|Typed)?Results\.(?:Ok|Json)|Results\.(?:Ok|Json)|Ok|Json|JsonResult|OkObjectResult|View|\w+\.Map(?:Get|Post)|_?(?:module|[jJ][sS](?:Runtime)?)\.Invoke(?:Void)?Async)$/,
  java: /^(?:ResponseEntity\.(?:ok|\(\)|status|body|\.)+|model\.(?:addAttribute|put)|modelAndView\.addObject|mav\.addObject|ctx\.json|Response\.(?:ok|\(\)|entity|\.)+)$/,
  kotlin: /^(?:call\.respond\w{0,10}|ResponseEntity\.(?:ok|\(\)|body|\.)+|model\.addAttribute|ctx\.json)$/,
  rust: /^(?:(?:axum\.)?Json|HttpResponse\..{0,20}json|web\.Json|warp\.reply\.json|(?:\w{1,20}\.)?Html|(?:context|ctx)\.insert)$/,
  ruby: /^(?:json|render|gon\.(?:push|set)|content_tag|react_component|javascript_tag|tag\.\w{1,20})$/,
};
/** Calls that make a route of the functions that they get. */
const ROUTE =
  /^(?:(?:app|router|server|fastify|api|hono|routes?|instance|\w{1,20}(?:App|Router))\.(?:get|post|put|all|route)|new\.(?:Elysia|Hono|Router)\.\(\)(?:\.\w{1,20}\.\(\)){0,12}\.(?:get|post|put|all)|Route\.(?:get|post|any))$/;
/** A quick look: a call that answers, or a route's sign. */
const ANSWERS =
  /\.(?:json|jsonp|send|render|html|text|write|end|handle|JSON|IndentedJSON|PureJSON|HTML|Encode|Execute|ExecuteTemplate|Fprint\w{0,2}|Write|WriteString|addAttribute|respond\w{0,10}|finish|body|entity|put)\(|\b(?:exposeInMainWorld|HTML|Javascript|jsonify|render\w{0,20}|JSONResponse|JsonResponse|HttpResponse|TemplateResponse|make_response|NextResponse|Response|view|wp_\w{4,20}|rest_ensure_response|json_encode|Ok|Json|Map(?:Get|Post)|(?:e|definee|defineCachedE)ventHandler)\(|->json\(|::render\(|@(?:app|router|api|bp|blueprint|\w{1,20}(?:_bp|_router|_blueprint))\.\w{3,9}\(|@(?:Get|Post|Request)Mapping|['"]use server['"]|\bget_context_data\b|context_processor|\brender json:|\.to_json\b|\b(?:gon|ViewBag|locals)\.\w|\b(?:ctx|response)\.body\s=|\bcreateServerFn\b|#\[(?:tauri::)?(?:command|server)\b|\bstatusCode\b|\b(?:executeJavaScript|evaluate_js|run_javascript|add_(?:head|body)_html|Invoke(?:Void)?Async|Html|(?:context|ctx)\.insert)\(|\bHtmlService\.|\b(?:content_tag|react_component|ViewData|Query|(?:jinja_)?env\.globals)\b|\bjson\(|\.route\(|\bjavascript_tag\b|\btag\.\w|\bwriteFile(?:Sync)?\(|\b(?:onCall|routeLoader\$|routeAction\$|server\$|json_response|emit|send_json|send_text)\(|\.(?:get|post|put|all|any)\(\s?["'`]\/|::(?:get|post|any)\(|@(?:Get|Post)\(|<script\b|[pP]rocedure\b|\bdcc\.Store\b|\bInertia\b|\bView::share\b/;
const FILES = /\.(?:[mc]?[jt]sx?|gs|py|go|php|cs|java|kt|rs|rb)$/;
const KEY_MENTIONED =
  /(?:anthropic|claude|openai|gemini|groq|mistral|cohere|deepseek|perplexity|replicate|hugging_?face|xai|openrouter|eleven_?labs|deepgram|together)[\w.:-]{0,30}(?:key|token)|key_(?:openai|anthropic|claude|gemini|groq|perplexity|mistral|deepseek)/i;
const NEAR = 400;
/** Django's functions that give every template something. */
const CONTEXT_FILE = /(?:^|\/)\w{0,30}context_processors?(?:\/\w{1,40})?\.py$/;
/** A file of server actions: what it exports, a page can call. */
const USE_SERVER = /^\s{0,40}(?:\/[/*][^\n]{0,200}\n\s{0,40}){0,8}['"]use server['"]/;
/** Words that may give an answer without brackets. */
const GIVEN_WORDS = new Set([
  'render',
  'to_json',
  'gon',
  'ViewBag',
  'locals',
  'body',
  'context',
  'ctx',
  'echo',
  'print',
  'template',
  'ViewData',
  'globals',
  'Query',
  'tmpl',
]);
/** The last name of each of the calls above. */
const ANSWER_WORD =
  /^(?:query|mutation|Store|get|post|all|any|route|onCall|route(?:Loader|Action)\$|server\$|emit|executeJavaScript|evaluate_js|run_javascript|add_(?:head|body)_html|Invoke(?:Void)?Async|Html|insert|writeFile(?:Sync)?|content_tag|react_component|javascript_tag|div|meta|body|json_response|jsonp?|send\w{0,6}|render\w{0,16}|end|write|html|text|exposeInMainWorld|handle|(?:Next|JSON|Json|HTML|ORJSON|Template|Http)?Response|HTML|Javascript|define(?:Cached)?EventHandler|eventHandler|jsonify|make_response|finish|Encode|JSON|JSONP|IndentedJSON|PureJSON|HTML|Render|String|XML|Execute|ExecuteTemplate|Fprint\w{0,2}|Write|WriteString|view|wp_\w{4,20}|rest_ensure_response|WP_REST_Response|setData|withJson|json_encode|Ok|Json|JsonResult|OkObjectResult|View|Map(?:Get|Post)|ok|share|body|entity|addAttribute|put|addObject|respond\w{0,10}|push|set)$/;

/** Both rules ask, and once more where they wait for a neighbour, who has no say in this. */
export const findAnswers = perFile((input: RuleInput): readonly HandedOver[] => {
  const { path, text } = input;
  if (
    !FILES.test(path) ||
    isTestPath(path) ||
    !KEY_MENTIONED.test(keyLines(text)) ||
    !(ANSWERS.test(text) || CONTEXT_FILE.test(path))
  )
    return [];
  return analyse(input).units.flatMap(inUnit);
});

function inUnit(unit: AnalysedUnit): readonly HandedOver[] {
  const { source } = unit;
  if (source.syntax.family === 'record' || source.syntax.family === 'shell') return [];
  const found: HandedOver[] = [];
  const { tokens, slice } = source;
  const answer = answersIn(source);
  const routes = hasRoutes(source);
  const lambdas = tokens.text.includes('statusCode');
  const commands = source.syntax.language === 'rust' && /#\[(?:tauri::)?(?:command|server)\b/.test(tokens.text);
  for (let at = 1; at < tokens.count; at += 1) {
    if (tokens.kind[at] === WORD && routes && slice(at) === 'return') {
      const place = routeRound(source, at);
      if (place !== undefined) found.push(...keysIn(unit, resultAt(source, at), place));
    }
    const command = commands && slice(at) === 'fn' ? commandAt(source, at) : undefined;
    if (command !== undefined) found.push(...keysIn(unit, command, 'a command of the window'));
    if (lambdas && /^["']?statusCode["']?$/.test(slice(at))) {
      const body = bodyOf(source, at);
      if (body !== undefined) found.push(...keysIn(unit, body, 'the answer of a function'));
    }
    if (tokens.kind[at] === WORD && GIVEN_WORDS.has(slice(at))) {
      const given = givenAt(source, at);
      if (given !== undefined) found.push(...keysIn(unit, given, `what ${slice(at)} sends`));
    }
    if (tokens.kind[at] !== OPEN || tokens.shape[at] !== PAREN) continue;
    const word = source.previous(at);
    if (tokens.kind[word] !== WORD || !ANSWER_WORD.test(slice(word))) continue;
    const method = calleeOf(source, at);
    if (ROUTE.test(method)) found.push(...routesAt(unit, at));
    if (!answer.test(method)) continue;
    if (/Fprint\w{0,2}$|Encode$|WriteString$/.test(method) && !writesAnswer(source, at)) continue;
    if (method === 'json_encode' && !/^(?:echo|print|exit|die)$/.test(slice(source.statementOf(at).start))) continue;
    if (
      method === 'json' &&
      source.syntax.family === 'script' &&
      !/@sveltejs\/kit|@remix-run|react-router/.test(tokens.text)
    )
      continue;
    if (/^(?:ws|socket|client|conn)\.send$/.test(method) && !servesSockets(tokens.text)) continue;
    if (method.endsWith('.insert') && !tokens.text.includes('tera')) continue;
    if (/writeFile(?:Sync)?$/.test(method) && !writesPage(unit, at)) continue;
    const place = `what ${method.split('.').slice(-2).join('.')} sends`;
    found.push(...elementsOf(source, at, 12).flatMap((range) => keysIn(unit, range, place)));
  }
  return found.filter((one, index) => found.findIndex(({ start }) => start === one.start) === index);
}

/** A server of sockets that opens none itself: what it sends, a page gets. */
const servesSockets = (text: string): boolean =>
  /\bWebSocketServer\(|\bWebSocket\.Server\(/.test(text) && !/\bnew WebSocket\(/.test(text);

const PAGE_FILE =
  /\b(?:public|dist|docs|static|www|environments|assets|_?site|out)\b|\.html\b|\b(?:config|env)(?:\.\w{1,20})?\.js\b/;

/** `writeFileSync('public/config.js', …)`: a build's script writes what a page loads. */
function writesPage({ source, requests }: AnalysedUnit, open: number): boolean {
  const first = elementsOf(source, open, 1)[0];
  if (first === undefined) return false;
  const known = requests()
    .values.valueOf(first)
    .flatMap((form) => form.map((piece) => (piece.type === 'text' ? piece.text : '')));
  const file = `${normalForm(source, first.start, first.end)} ${known.join(' ')}`;
  return PAGE_FILE.test(file) && !/\.env\b/.test(file);
}

/** What the functions that a call makes routes of give back: `app.get('/config', async () => ({ … }))`. */
function routesAt(unit: AnalysedUnit, open: number): readonly HandedOver[] {
  const { source } = unit;
  const handlers = elementsOf(source, open, 8).flatMap((range) => {
    const { start, end } = range;
    // `{ path: '/config', handler: () => … }`
    if (source.slice(start) === '{')
      return entriesOf(source, start).entries.flatMap(({ key, value }) => (key === 'handler' ? [value] : []));
    for (let at = start, steps = 0; at < end && steps < 8; at = after(source, at), steps += 1)
      if (/^(?:=>|function|fn)$/.test(source.slice(at))) return [range];
    return [];
  });
  return handlers.flatMap((range) => keysIn(unit, range, 'a route'));
}

/** The body of what a function in the cloud answers: `{ statusCode: 200, body: … }`. */
function bodyOf(source: Source, at: number): Range | undefined {
  const open = source.parent[at] ?? -1;
  if (open < 0 || source.slice(open) !== '{' || source.isBlock(open)) return undefined;
  return entriesOf(source, open).entries.find(({ key }) => key === 'body')?.value;
}

/** A command that a page calls gives it the last expression of a Rust function: `#[tauri::command] fn key() -> String {…}`. */
function commandAt(source: Source, at: number): Range | undefined {
  const { text } = source.tokens;
  const start = startOffset(source, at);
  const signs = text.slice(Math.max(0, start - 120), start);
  if (!/#\[(?:tauri::)?(?:command|server)\b[^\]]{0,60}\]\s{1,20}(?:pub(?:\([a-z]+\))?\s)?(?:async\s)?$/.test(signs))
    return undefined;
  let open = at;
  while (open < source.tokens.count && source.slice(open) !== '{') open = after(source, open);
  const end = source.match[open] ?? -1;
  const last = source.previous(end);
  if (end < 0 || last <= open || source.slice(last) === ';') return undefined;
  return { start: source.statementOf(last).start, end };
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
  if (word === 'echo' || word === 'print') {
    const { start, end } = source.statementOf(at);
    const text = source.tokens.text.slice(startOffset(source, start), endOffset(source, end));
    return start === at && source.syntax.language === 'php' && text.includes('<script')
      ? resultAt(source, at)
      : undefined;
  }
  // What a resolver gives back, a page asks for.
  if (word === 'Query') {
    const open = source.next(source.next(at));
    const resolves = source.syntax.family === 'script' && slice(source.next(at)) === ':' && slice(open) === '{';
    return resolves ? { start: open, end: source.next(source.match[open] ?? open) } : undefined;
  }
  const context = contextAt(source, at);
  if (context !== undefined) return context;
  const page =
    (/^(?:gon|ViewBag|locals)$/.test(word) ||
      // A page of Apps Script.
      (/^(?:template|tmpl)$/.test(word) && source.tokens.text.includes('HtmlService.'))) &&
    slice(source.next(at)) === '.';
  const body = word === 'body' && /^(?:ctx|response|context)$/.test(slice(source.previous(source.previous(at))));
  const sign = page ? source.next(source.next(source.next(at))) : source.next(at);
  if ((!page && !body) || slice(sign) !== '=') return undefined;
  const { end } = source.statementOf(at);
  return { start: source.next(sign), end: slice(source.previous(end)) === ';' ? source.previous(end) : end };
}

/** `context['key'] = …` in a function that renders with it. */
function contextAt(source: Source, at: number): Range | undefined {
  const { slice } = source;
  const open = source.next(at);
  if (slice(open) !== '[') return undefined;
  // `app.jinja_env.globals['key'] = …`
  const shared = slice(at) === 'globals' && /^(?:jinja_)?env$/.test(slice(source.previous(source.previous(at))));
  if ((slice(at) === 'ViewData' || shared) && slice(after(source, open)) === '=')
    return resultAt(source, after(source, open));
  if (source.syntax.family !== 'python' || !/^(?:context|ctx)$/.test(slice(at))) return undefined;
  const sign = after(source, open);
  const scope = source.scopeOf(at);
  if (slice(sign) !== '=' || scope.kind !== 'function') return undefined;
  const body = source.tokens.text.slice(startOffset(source, scope.start), endOffset(source, scope.end));
  const renders = scope.name === 'get_context_data' || /\b(?:render|TemplateResponse|render_template)\(/.test(body);
  return renders ? { start: source.next(sign), end: source.statementOf(at).end } : undefined;
}

function answersIn({ syntax }: Source): RegExp {
  if (syntax.family === 'script') return SCRIPT;
  return (syntax.family === 'python' ? PYTHON : TYPED[syntax.language]) ?? /^$/;
}

/** A quick look at the text of a unit for what makes a function's result an answer. */
function hasRoutes({ path, syntax, tokens }: Source): boolean {
  if (syntax.family === 'script')
    return USE_SERVER.test(tokens.text.slice(0, 2000)) || tokens.text.includes('@Controller(');
  if (syntax.family === 'python' && (CONTEXT_FILE.test(path) || tokens.text.includes('get_context_data'))) return true;
  if (syntax.family === 'python') return /^[ \t]{0,20}@\w{1,40}\.\w/m.test(tokens.text);
  if (syntax.language === 'php') return tokens.text.includes('Inertia');
  return /^(?:java|kotlin)$/.test(syntax.language) && /@(?:Get|Post|Request)Mapping\b|@GET\b/.test(tokens.text);
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
    if (exported.test(head)) return 'a server action';
    return /@(?:Get|Post|All)\([^()]{0,80}\)[^{};]{0,200}$/.test(head) ? 'a route' : undefined;
  }
  const signs = head.slice(Math.max(head.lastIndexOf('\n\n'), head.lastIndexOf('}\n')) + 1);
  if (source.syntax.family === 'python' && (scope.name === 'get_context_data' || CONTEXT_FILE.test(source.path)))
    return 'the context of a template';
  if (source.syntax.family === 'python')
    return /^[ \t]{0,20}@\w{1,40}(?:\.\w{1,40})?\.?(?:(?:get|post|route|api_route|websocket)\(|(?:app_)?context_processor\b)/m.test(
      signs,
    )
      ? 'a route'
      : undefined;
  if (source.syntax.language === 'php') return scope.name === 'share' ? 'what each page gets' : undefined;
  if (/^(?:java|kotlin)$/.test(source.syntax.language))
    return /@(?:Get|Post|Request)Mapping\b|@GET\b/.test(signs) && !/\b@?private\b/.test(signs) ? 'a route' : undefined;
  return undefined;
}
