// What an expression shows that is printed: a credential by its name, by what was assigned to it above, or with the whole
// environment or a request round it. Reads the text backwards from the place; a type or another file is not followed.

import { isPlaceholder } from '../../credentials/placeholder.ts';
import { extensionOf } from '../languages.ts';
import { askedOnce } from '../mentions.ts';
import { namesProviderKey, namesSecret } from '../vocabulary.ts';
import { GENERIC, isReadForKey } from './logged-asked.ts';
import { type Assigned, type File, lastAssignment, NEAR } from './logged-assignments.ts';
import { hides } from './logged-hiding.ts';
import {
  asksForKey,
  isOfFile,
  isOfStore,
  isSection,
  listedField,
  matchedBy,
  readsEachName,
  readsListedKey,
  readsStore,
  returnedBy,
} from './logged-reads.ts';
import { getsKey, holdsKey, isClient, isGivenKey, opensRecord } from './logged-records.ts';
import { isAddressWithKey, sendsKey, showsRequest } from './logged-requests.ts';
import { hooksClient, isHeader, isRequest, OF_CALLER, takesKey } from './logged-sent.ts';
import { isTypedKey } from './logged-state.ts';
import { goneThrough, isKeyedObject, isOfEnvironment } from './logged-types.ts';
import { operandsOf } from './operands.ts';

export const LITERAL =
  /(?<![\w-])(?:sk-ant-[a-z]{2,8}[0-9]{0,4}-|sk-proj-|sk-svcacct-|sk-or-v1-|gsk_|xai-|pplx-)([\w-]{40,240})/;

/** Everything that the process was started with. */
const ENVIRONMENT =
  /^(?:(?:globalThis\.)?process\.env|os\.environ(?:\.copy\(\)|\.items\(\))?|Deno\.env\.toObject\(\)|Bun\.env|os\.Environ\(\)|System\.getenv\(\)|ENV|\$_ENV|getenv\(\)|(?:std::)?env::vars\(\)(?:\.collect(?:::<[\w<>:, ]{1,60}>)?\(\))?|Environment\.GetEnvironmentVariables\(\)|ProcessInfo\.processInfo\.environment|Platform\.environment|\\?%ENV)$/;
const PATH =
  /^[$@]{0,2}[A-Za-z_]\w*(?:(?:\?\.|->|::|!\.|\.)[$#]?[A-Za-z_]\w*|(?:\?\.)?\[\s?(?:["'][\w:.-]+["']|:\w+)\s?\])*$/;
const ENV_CALL =
  /^(?:[A-Za-z_][\w.:]{0,60})?(?:getenv|Getenv|LookupEnv|get_env|fetch_env!|GetEnvironmentVariable|get(?:Required)?Property|GetValue(?:<string\??>)?|env\.get|environ\.get|env::var|\bsys\.env|fetch|\benv|\bconfig)\(\s?["']([\w.:-]{1,80})["'][^()]{0,60}\)\??$/;
/** Records whose fields are named for keys and hold something else. */
const OTHER_RECORD =
  /keys?$|names?$|labels?$|errors?$|messages?$|enum$|vars?$|fields?$|types?$|constants?$|strings?$|touched|schema|i18n|^t$|placeholders?$|styles?$|status|titles?$|paths?$|columns?$/i;

/** `$env:NAME` of PowerShell. */
const DRIVE = /^\$?\{?env:(\w{1,80})\}?$/i;
/** `properties.getApiKey()`, `config.api_key()`: what asks for a field. */
const GETTER = /^((?:[A-Za-z_]\w{0,60}\.){0,4})(?:get_?)?([A-Za-z_]\w{2,60})\(\)$/;
/** What shows all fields of an object. */
const WHOLE =
  /^(?:(\w{1,40})\.(?:(?:model_dump(?:_json)?|dict|json|_asdict|to_dict|toJSON)\(\)|__dict__)|(?:vars|asdict|dataclasses\.asdict)\((\w{1,40})\))$/;
/** What follows a read that must succeed. */
const MUST =
  /\.(?:expect|unwrap_or|unwrap_or_else|orElse|ifEmpty)\([^()]{0,80}\)$|\.(?:unwrap_or_default|orElseThrow|orEmpty)\(\)$/;

/** A text that is put together. */
const MESSAGE =
  /^(?:[fFrRbBuU$@]{0,2}["'`]|(?:[sS]tring\.[Ff]ormat|fmt\.Sprint(?:f|ln)?|format!|sprintf|JSON\.stringify|(?:util\.)?inspect|json\.dumps|json_encode|repr|str|String|(?:new )?UR[LI]|Ur[il](?:\.|::)parse|URI\.create)\()|["'`)]\s?[+.]\s|\s[+.]\s?["'`]/;
const sendsHeader = askedOnce(/\bx-(?:api-key|[a-z]{2,20}-token)["']?\]?\s{0,20}[:,=]/i);
const setsKey = askedOnce(/api_?key["'`]?\]?\s?=(?![=>])/i);
export type Sort = 'variable' | 'literal' | 'environment' | 'headers';

/** What is done with a token, by its name: no value. */
const ACTION = /^(?:[Aa]cquire|[Vv]alidate|[Rr]evoke|[Rr]enew)[A-Z]\w{0,60}Token$/;

/** `self.session.headers.copy()`, `dict(headers)`: the same in another record. */
const COPY_CALL = /(?<=\w)\.(?:copy|clone)\(\)$/;
const COPY_OF =
  /^(?:dict|jsonable_encoder|structuredClone|Object\.fromEntries|pformat|pprint\.pformat)\(([\w.]{1,80})\)$/;

/** `shown["Authorization"] = "***"`: what the copy was made for. */
function hidesIn(text: string, name: string): boolean {
  return new RegExp(`\\b${name}(?:\\[["']|\\.pop\\(["']|\\.)(?:authorization|x-api-key)`, 'i').test(text);
}

/** What an expression shows; undefined when it is no credential as far as the file tells. */
export function sortOf(file: File, copied: string, at: number, depth: number): Sort | undefined {
  const code = copied.replace(COPY_CALL, '').replace(COPY_OF, '$1');
  if (ACTION.test(code)) return undefined;
  if (ENVIRONMENT.test(code) && (code !== 'ENV' || extensionOf(file.path) === 'rb')) return 'environment';
  const drive = DRIVE.exec(code)?.[1];
  if (drive !== undefined) return namesProviderKey(drive) || namesSecret(drive) ? 'variable' : undefined;
  const call = ENV_CALL.exec(code);
  if (call !== null) {
    const asked = (call[1] ?? '').replaceAll('.', '_');
    return namesProviderKey(asked) || (/^[A-Z\d_]+$/.test(asked) && namesSecret(asked)) ? 'variable' : undefined;
  }
  if (asksForKey(code, file.mentionsAi) || readsListedKey(file.text, code, at)) return 'variable';
  const returned = depth < 2 ? sortOfReturned(file, code, depth + 1) : undefined;
  if (returned !== undefined) return returned;
  const [, whole = WHOLE.exec(code)?.[2]] = WHOLE.exec(code) ?? [];
  if (whole !== undefined && isKeyedObject(file.text, extensionOf(file.path), whole, at)) return 'headers';
  if (showsRequest(file.text, code.replaceAll('?.', '.'), at, file.holes === 'format')) return 'headers';
  if (isTypedKey(file.text, code)) return 'variable';
  if (
    code === 'locals()' &&
    LOCAL_KEY.test(
      file.text
        .slice(Math.max(0, at - 1500), at)
        .split(/\n(?:async )?def /)
        .at(-1) ?? '',
    )
  )
    return 'headers';
  const getter = GETTER.exec(code);
  if (getter !== null) return sortOf(file, `${getter[1] ?? ''}${getter[2] ?? ''}`, at, 3);
  if (isOfEnvironment(file.text, code, at)) return 'environment';
  if (isOfFile(file, code, at) || isAddressWithKey(file.text, code)) return 'headers';
  if (
    OF_CALLER.test(
      code
        .replace(/^\$/, '')
        .replaceAll('->', '.')
        .replace(/\.(?:all|entries|to_h|items|toArray)\(\)$/, ''),
    ) &&
    takesKey(file.text) &&
    file.mentionsAi()
  )
    return 'headers';
  const over = depth < 2 ? goneThrough(file.text, code, at) : undefined;
  if (over !== undefined) {
    const sort =
      sortOf(file, over, at, 2) ??
      ((sendsKey(file.text) || hooksClient(file.text)) && SENT_HEADERS.test(over) ? 'headers' : undefined);
    if (sort === 'environment' || sort === 'headers') return sort;
  }
  if (!PATH.test(code)) return undefined;
  const names = code
    .replaceAll(/\??\.?\[\s?["':]|["']?\s?\]|^[$@]+/g, '.')
    .split(/\?\.|->|::|!\.|\.[$#]?/)
    .filter((name) => name !== '');
  const name = names.at(-1) ?? '';
  const owner = names.at(-2);
  if (isRequest(file, names, at)) return 'headers';
  if (/^(?:authorization|x-api-key)$/i.test(name) && isHeader(file, names.slice(0, -1), at)) return 'variable';
  if (owner !== undefined && (OTHER_RECORD.test(owner) || isKeptMasked(file.text, name))) return undefined;
  if (owner === undefined && depth < 3) {
    const matched = file.holes === 'rust' ? matchedBy(file.text, name, at) : undefined;
    if (matched !== undefined && sortOf(file, matched, at, depth + 1) === 'variable') return 'variable';
    const assigned = lastAssignment(file, name, at);
    if (assigned !== undefined) {
      const sort = sortOfAssigned(file, assigned, name, depth);
      if (sort !== 'open' && sort !== undefined) return sort;
      if (sort === undefined && !/\bparse|argv|opts\(/.test(assigned.code)) return undefined;
    }
    if (isKeyedObject(file.text, extensionOf(file.path), name, at)) return 'headers';
    const above = file.text.slice(Math.max(0, at - NEAR), at);
    if (sendsHeader(file.text) && getsKey(above, name, file.mentionsAi)) return 'headers';
    // A template of JavaScript shows `[object Object]`.
    if (!above.endsWith('${') && setsKey(file.text) && isGivenKey(above, name, file.mentionsAi)) return 'headers';
    if (file.holes === 'template' && !above.endsWith('${') && isClient(above, name)) return 'headers';
  }
  if (names.length < 3 && !OTHER_RECORD.test(name) && isReadForKey(file, names, at)) return 'headers';
  if (
    owner !== undefined &&
    depth < 2 &&
    listedField(file.text, owner, name, at).some((one) => sortOf(file, one.code, one.at, 2) === 'variable')
  )
    return 'variable';
  const ofMember = depth < 3 && names.length === 2 ? sortOfMember(file, owner ?? '', name, at, depth) : undefined;
  if (ofMember !== undefined) return ofMember;
  // What FastAPI took out of `Authorization`.
  if (name === 'credentials' && file.text.includes('HTTPAuthorizationCredentials')) return 'variable';
  if (name !== '' && isOfStore(file, names, at)) return 'variable';
  if (/^_?auth_?headers$/i.test(name) && file.mentionsAi()) return 'headers';
  const owned =
    owner !== undefined &&
    /^(?:api_?)?key$/i.test(name) &&
    (namesProviderKey(`${owner}_key`) || isSection(file, owner, at));
  // Many services have an API key that anybody may see; a member, or a file that speaks of models, has none of those.
  const secret = namesSecret(name) && (!GENERIC.test(name) || owner !== undefined || file.mentionsAi());
  return owned || secret || namesProviderKey(name) ? 'variable' : undefined;
}

/** What a function of the file gives back that is named for a key, or for headers. */
function sortOfReturned(file: File, code: string, depth: number): Sort | undefined {
  for (const one of returnedBy(file.text, code)) {
    if (opensRecord(one.code) && holdsKey(file.text, one.at, 'return', file.mentionsAi)) return 'headers';
    const sort = sortOf(file, one.code, one.at, depth);
    if (sort === (one.record ? 'headers' : 'variable')) return sort;
  }
  return undefined;
}

/** `"api_key": _mask(self.api_key)`: a field of that name is masked where a record of this file is filled. */
function isKeptMasked(text: string, name: string): boolean {
  return (
    callsMask(text) &&
    new RegExp(
      `["']${name}["'](?::|\\s?=>)\\s?(?:\\w{1,20}\\.)?_{0,2}(?:mask|redact|obfuscate|censor)\\w{0,20}\\(`,
    ).test(text)
  );
}

const callsMask = askedOnce(/\b_{0,2}(?:mask|redact|obfuscate|censor)\w{0,20}\(/);
const SENT_HEADERS = /^(?:request|session|client|options|init|prepared)\w{0,10}\.(?:_?headers|Header)$/;
/** `self.headers`, `ctx.obj`, `this.settings`, `state.value`: by what was assigned to the member, or by its type. */
function sortOfMember(file: File, owner: string, name: string, at: number, depth: number): Sort | undefined {
  if (
    WHOLE_NAME.test(name) &&
    setsKey(file.text) &&
    isGivenKey(file.text.slice(Math.max(0, at - NEAR), at), `${owner}\\.${name}`, file.mentionsAi)
  )
    return 'headers';
  const ofSelf = /^(?:self|this)$/.test(owner);
  if (ofSelf || WHOLE_NAME.test(name)) {
    const assigned = lastAssignment(file, `${owner}\\.${name}`, at);
    const sort = assigned === undefined ? 'open' : sortOfAssigned(file, assigned, name, depth);
    if (sort !== 'open' && sort !== undefined) return sort;
  }
  const holder = ofSelf && WHOLE_NAME.test(name) ? name : name === 'value' ? owner : undefined;
  return holder !== undefined && isKeyedObject(file.text, extensionOf(file.path), holder, at) ? 'headers' : undefined;
}

const LOCAL_KEY = /^[ \t]{1,12}(?:\w{1,20}_)?api_key\s?=\s|[(,]\s{0,20}(?:\w{1,20}_)?api_key\b/m;
/** What makes a secret up. */
const MADE =
  /\b(?:token_(?:urlsafe|hex)|randomBytes|random_bytes|SecureRandom\.\w{3,16}|Str::random|(?:make|generate|create)_?(?:\w{1,16}_?)?(?:password|token|secret|api_?key)|get_random_string)\b/i;

/** Members that are a record as a whole. */
const WHOLE_NAME =
  /^(?:obj|state|config|cfg|conf|options|opts|settings|context|params|headers|init|data|payload|defaults)$/;
/** A record written as text. */
const MARSHALS = /^(?:json|yaml|toml)\.Marshal(?:Indent)?\(/;
/** What a caller sent as its key. */
const INBOUND =
  /header\w{0,10}(?:\(\)|\??\.get)?\s?\??\.?[[(]\s?["'`](?:x-api-key|authorization)["'`](?:, ?(?:""|''|None|null))?\s?[\])]|\bheaders\??\.authorization\b/i;
/** A request written out with its headers: by Go's httputil, as a command of curl. */
const DUMPED =
  /^(?:httputil\.DumpRequest(?:Out)?|http2curl\.GetCurlCommand|curlify\.to_curl|curlirize|toCurl|dump\.dump_(?:all|request))\(\s?&?(\w{1,40})/;

function carriesKey(file: File, request: string, at: number): boolean {
  const above = file.text.slice(Math.max(0, at - NEAR), at);
  return ['.Header', '.headers', '.Headers'].some((part) => getsKey(above, `${request}${part}`, file.mentionsAi));
}

/** `open`: the assignment does not tell, and the name counts. */
export function sortOfAssigned(
  file: File,
  { code, at }: Assigned,
  name: string,
  depth: number,
): Sort | undefined | 'open' {
  if (readsEachName(code)) return 'headers';
  if ((COPY_CALL.test(code) || COPY_OF.test(code)) && hidesIn(file.text, name)) return undefined;
  if (opensRecord(code)) {
    if (holdsKey(file.text, at, name, file.mentionsAi)) return 'headers';
    if (code.startsWith('{')) return undefined;
  }
  const request = DUMPED.exec(code)?.[1];
  if (request !== undefined && carriesKey(file, request, at)) return 'headers';
  const literal = /^[fFrRbBuU$@]?(["'`])([^"'`]{0,300})\1$/.exec(code)?.[2];
  if (literal !== undefined && LITERAL.test(literal)) return isPlaceholder(literal) ? undefined : 'variable';
  const shown = MESSAGE.test(code) || MARSHALS.test(code) ? sortOfMessage(file, { code, at }, depth) : undefined;
  if (shown !== undefined) return shown;
  // What begins empty is filled elsewhere.
  if (literal !== undefined) return literal === '' ? 'open' : undefined;
  if (INBOUND.test(code) && !hides(code) && file.mentionsAi()) return 'variable';
  if (readsStore(code)) return 'variable';
  const parts = code.split(/\s(?:\|\||\?\?|\?:|or)\s/).map((part) =>
    part
      .trim()
      .replace(MUST, '')
      .replace(/^&(?:mut )?/, '')
      .replace(/!$|\.(?:trim|strip|unwrap)\(\)$/, ''),
  );
  const sorts = parts.map((part) => (part === name ? undefined : sortOf(file, part, at - name.length, depth + 1)));
  if (sorts.includes('variable')) return 'variable';
  if (sorts.includes('environment')) return 'environment';
  if (sorts.includes('headers')) return 'headers';
  if (MADE.test(code) && /(?:token|password|passwd|pwd|secret|api_?key)$/i.test(name)) return 'variable';
  // What a message says of a key hides nothing.
  return hides(code) ? undefined : 'open';
}

/** What a text that was put together above shows: `line = f"token={token}"`. */
function sortOfMessage(file: File, { code, at }: Assigned, depth: number): Sort | undefined {
  if (depth > 2) return undefined;
  const operands = operandsOf(file.text, at, at + code.length, file.holes).filter(({ literal }) => !literal);
  const sorts = operands.map((operand) => sortOf(file, operand.text, operand.start, depth + 1));
  return sorts.find((sort) => sort === 'environment') ?? sorts.find((sort) => sort !== undefined);
}
