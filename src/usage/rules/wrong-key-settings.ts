// Another vendor's variable or key in settings: copied from one to the other, or below a vendor's name.
import type { RuleInput } from '../../rule.ts';
import { lazy } from '../lazy.ts';
import { type RecordNode, readJson, readToml, readYaml } from '../record-trees.ts';
import type { Vendor } from '../vocabulary.ts';
import { isCommented, isShellFile } from './stored-keys.ts';
import {
  ANTHROPIC_SHAPED,
  describe,
  type Found,
  GATEWAY,
  type Given,
  givenLiteral,
  givenVariable,
  hasForeignBase,
  judge,
} from './wrong-key-given.ts';

/** Levels of a tree that are looked through. */
const MOST_LEVELS = 40;

const NAME =
  '((?:TF_VAR_|[A-Z]{2,12}_){0,2}(?:ANTHROPIC|CLAUDE)_(?:API_)?KEY(?:_FILE)?|(?:TF_VAR_)?anthropic_(?:api_)?key|anthropic-api-key|anthropicApiKey|(?:[\\w-]{1,30}\\.){0,4}anthropic\\.(?:[\\w-]{1,20}\\.)?api-?[kK]ey)';
/** What a setting holds: in quotes, what a command prints, a template, or up to a blank. */
const VALUE =
  '("[^"\\n]{1,200}"|\'[^\'\\n]{1,200}\'|"?\\$\\([^()\\n]{1,200}\\)"?|\\$?\\{\\{[^{}\\n]{1,100}\\}\\}|\\$\\{[^{}\\n]{1,100}\\}|![\\w.]{1,20} [^\\n]{1,100}|\\w{3,20}\\(["\'][\\w./:-]{1,100}["\']\\)|[^\\s"\';&|,}]{1,200})';
const COPIED = new RegExp(
  `(?:(?<![\\w.-])|(?<=[\\s"'=]-D))${NAME}["']?[ \\t]{0,8}[:=][ \\t]{0,8}${VALUE}(?=[\\s;&,}\\]"'|]|$)`,
  'g',
);
/** A variable that is put in whole. */
const VARIABLE =
  /^["']?(?:\$\{\{ {0,4}(?:secrets|vars|env)\.([A-Z][A-Z0-9_]{4,60}) {0,4}\}\}|\$env:([A-Z][A-Z0-9_]{4,60})|\$\{?(?:env:)?([A-Z][A-Z0-9_]{4,60})(?::[-?]?[^}\n]{0,60})?\}?|%(?:env\((?:\w{1,20}:){0,3})?([A-Z][A-Z0-9_]{4,60})\)?%|\{\{ ?\.?([A-Za-z]\w{4,60}) ?\}\}|(?:var|local)\.([a-z]\w{4,60}))["']?$/;
/** What says by its words whose key is asked of a store: `op://dev/OpenAI/api key`, `$(cat /run/secrets/openai_api_key)`. */
const MENTION =
  /(?<![A-Za-z])(openai|groq|gemini|google|mistral|cohere|perplexity|xai|huggingface|replicate|voyage)(?:[-_./: ]{0,2}(?:generative[-_]?ai[-_]?)?(?:api)?[-_. ]?(?:key|token|credential|password)s?|[._](?:value|arn|secret_id|secret_string))(?![A-Za-z])/i;
/** Signs of a reference: a text without one is only a name. */
const REFERS =
  /[$!@{]|^\w{3,20}\(|^["']?(?:op:\/\/|vault:|ref\+|\/?run\/secrets\/|secretref:|arn:)|:(?:latest|\d{1,4})$|^(?:data|var|local|module|\w{3,12}_\w{3,60})\./;
const RIGHT = /anthropic|claude/i;
/** What runs, and what it is started with; an env file may be filled for a gateway that another file names. */
const SETTINGS =
  /\.(?:ya?ml|sh|bash|zsh|ksh|fish|ps1|psm1|bat|cmd|toml|json|jsonc|properties|tf|tfvars|hcl|nomad|bicep|ini|conf|service)$|(?:^|\/)(?:\.envrc|\.(?:bash|zsh)rc|\.zshenv|\.profile|(?:GNU)?[mM]akefile|[jJ]ustfile|Jenkinsfile|Procfile|(?:Docker|Container)file(?:\.[\w-]{1,40})?)$/;

const SHELL = /\.(?:sh|bash|zsh|ksh|fish|ps1|psm1|bat|cmd)$/;

/** (a') A variable that is set to that of another vendor: `ANTHROPIC_API_KEY="$OPENAI_API_KEY"`. */
export function findCopied({ path, text }: RuleInput): readonly Found[] {
  if (!SETTINGS.test(path) && !isShellFile(path, text)) return [];
  if (!RIGHT.test(text)) return [];
  const yaml = /\.ya?ml$/.test(path);
  const whole = lazy(() => hasForeignBase(text, 'Anthropic'));
  const judgeAt: JudgeAt = (start, end, slot, given) => {
    if (given === undefined || isCommented(text, start) || ANTHROPIC_SHAPED.includes(given.vendor)) return [];
    const fault = judge('Anthropic', given);
    if (fault === undefined || fault === 'admin') return [];
    if (GATEWAY.test(text) || (yaml ? hasForeignBase(surroundings(text, start), 'Anthropic') : whole())) return [];
    return [{ start, end, ...describe(fault, given, 'Anthropic', slot), code: `${slot} ${given.shown}` }];
  };
  const matches = [...text.matchAll(COPIED)];
  const isShell = SHELL.test(path) || isShellFile(path, text);
  const copied = matches.flatMap((match) => {
    const [all, slot = '', value = ''] = match;
    // A script that takes the key now from here, now from there.
    if (isShell && matches.some((other) => other[1] === slot && other[2] !== value)) return [];
    return judgeAt(match.index, match.index + all.length, slot, givenReference(value));
  });
  return [
    ...copied,
    ...(isShell || /\.ya?ml$/.test(path) ? findCommanded(text, judgeAt) : []),
    ...findReferred(path, text, judgeAt),
  ];
}

/** What sets a variable or a secret by a command, with the name before the value or piped into it. */
const SET = new RegExp(
  `\\b(?:set[ \\t]{1,4}-\\w{1,4}|setx|setenv|SetEnvironmentVariable\\(|secrets?[ \\t]{1,4}(?:set|put|create))[ \\t]{0,4}["']?${NAME}["']?(?:[ \\t][^\\n|;&]{0,80}?--(?:body|value)[= ]|,?[ \\t]{1,4})${VALUE}`,
  'g',
);
const PIPED = new RegExp(
  `\\b(?:echo|printf)[ \\t][^\\n|;&]{0,20}?("?\\$\\{?[A-Z][A-Z0-9_]{4,60}\\}?"?)[ \\t]{0,4}\\|[ \\t]{0,4}[^\\n|;&]{0,40}\\b(?:secrets?|env)[ \\t][^\\n|;&]{0,40}?\\b${NAME}\\b`,
  'g',
);

function findCommanded(text: string, judgeAt: JudgeAt): readonly Found[] {
  const at = ({ index, 0: all }: RegExpExecArray, slot = '', value = ''): readonly Found[] =>
    judgeAt(index, index + all.length, slot, givenReference(value));
  return [
    ...[...text.matchAll(SET)].flatMap((match) => at(match, match[1], match[2])),
    ...[...text.matchAll(PIPED)].flatMap((match) => at(match, match[2], match[1])),
  ];
}

type JudgeAt = (start: number, end: number, slot: string, given: Given | undefined) => readonly Found[];

/** Whose key a value asks for. */
function givenReference(value: string): Given | undefined {
  const name = VARIABLE.exec(value)?.slice(1).join('') ?? '';
  if (name !== '') return givenVariable(name);
  return REFERS.test(value) ? givenMention(value) : undefined;
}

function givenMention(value: string): Given | undefined {
  const [words, vendor = ''] = RIGHT.test(value) ? [] : (MENTION.exec(value) ?? []);
  const given = words === undefined ? undefined : givenVariable(`${vendor}_key`);
  return given === undefined || words === undefined ? undefined : { ...given, shown: words };
}

const SLOT = /^(?:ANTHROPIC|CLAUDE)_API_KEY$/;
/** `name = "ANTHROPIC_API_KEY"` with what it is set to below, in Terraform. */
const BLOCK =
  /\bname\s{0,8}=\s{0,4}"((?:ANTHROPIC|CLAUDE)_API_KEY)"\s{0,60},?(?:\s{0,40}(?:value_source|value_from|secret_key_ref)\s{0,4}=?\s{0,4}\{){0,2}\s{0,60}(?:name|secret|value|valueFrom|secret_name)\s{0,8}=\s{0,4}([^\s,}]{1,160})/g;
const SECRET_NAME = /^(?:key|name|property|remoteKey|secret|secretName|secretRef|valueFrom|objectName|value)$/;

/** A name and, beside it, the secret that it is filled from: Kubernetes, External Secrets, task definitions. */
function findReferred(path: string, text: string, judgeAt: JudgeAt): readonly Found[] {
  if (!text.includes('ANTHROPIC_API_KEY') && !text.includes('CLAUDE_API_KEY')) return [];
  if (/\.(?:tf|hcl)$/.test(path))
    return [...text.matchAll(BLOCK)].flatMap((match) => {
      const [all, slot = '', value = ''] = match;
      const end = match.index + all.length;
      return judgeAt(end - value.length, end, slot, givenMention(value));
    });
  const yaml = /\.ya?ml$/.test(path);
  if ((!yaml && !path.endsWith('.json')) || !/valueFrom|secretKey|secretRef|remoteRef/.test(text)) return [];
  const results: Found[] = [];
  const visit = (node: RecordNode, depth: number): void => {
    const named = node.children.find(
      ({ key, value }) => /^(?:name|secretKey)$/.test(key) && SLOT.test(value?.text ?? ''),
    );
    if (named !== undefined)
      results.push(
        ...judgeBesides(
          node.children.filter((child) => child !== named),
          named.value?.text ?? '',
          judgeAt,
        ),
      );
    else if (depth < MOST_LEVELS) for (const child of node.children) visit(child, depth + 1);
  };
  const root = yaml ? readYaml(text) : readJson(text);
  if (root !== undefined) visit(root, 0);
  return results;
}

function judgeBesides(children: readonly RecordNode[], slot: string, judgeAt: JudgeAt): readonly Found[] {
  const scalars = scalarsOf(children, 0).filter(({ key, value }) => SECRET_NAME.test(key) && value !== undefined);
  const inner = scalars.filter(({ key }) => /^(?:key|property)$/.test(key));
  const asked = inner.find(({ value }) => givenVariable(value?.text ?? '') !== undefined);
  const one = asked ?? scalars.find(({ value }) => givenMention(value?.text ?? '') !== undefined);
  if (one?.value === undefined) return [];
  if (asked === undefined && scalars.some(({ value }) => RIGHT.test(value?.text ?? ''))) return [];
  const { text, start, end } = one.value;
  const given = asked === undefined ? givenMention(text) : givenVariable(text);
  if (one.key === 'value' && !REFERS.test(text)) return [];
  return judgeAt(start, end, slot, given);
}

function scalarsOf(nodes: readonly RecordNode[], depth: number): readonly RecordNode[] {
  return depth > 4
    ? []
    : nodes.flatMap((node) => (node.value === undefined ? scalarsOf(node.children, depth + 1) : [node]));
}

/** Characters before and after a variable in which its service is looked for. */
const SERVICE = 4000;

/** In YAML the service that the variable is set for, past its `environment:`. */
export function surroundings(text: string, at: number): string {
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

const VENDOR_RECORD =
  /^[ \t"']{0,40}(?:anthropic|claude|openai)["']?\s{0,4}:|^[ \t]{0,20}\[(?:[\w"-]{1,40}\.){0,4}"?(?:anthropic|claude|openai)"?\]/im;
/** What says beside a key that another host takes it. */
const OTHER_HOST = /base|host|endpoint|ur[li]$|proxy|gateway|provider|compat/i;

/** (a'') Below a vendor's name in YAML, TOML or JSON: `anthropic: { api-key: ${OPENAI_API_KEY} }`. */
export function findNested({ path, text }: RuleInput): readonly Found[] {
  const extension = /\.(ya?ml|toml|json)$/.exec(path)?.[1];
  if (extension === undefined || !VENDOR_RECORD.test(text)) return [];
  const results: Found[] = [];
  const visit = (node: RecordNode, depth: number): void => {
    const named = /^(?:(anthropic|claude)|openai)$/i.exec(node.key);
    const other = named !== null && node.children.some(({ key }) => OTHER_HOST.test(key));
    const taker = named?.[1] === undefined ? 'OpenAI' : 'Anthropic';
    for (const child of node.children) {
      if (named !== null && !other && /^api[-_]?key$/i.test(child.key))
        results.push(...judgeNested(taker, node.key, child));
      if (depth < MOST_LEVELS) visit(child, depth + 1);
    }
  };
  const root = extension === 'json' ? readJson(text) : extension === 'toml' ? readToml(text) : readYaml(text);
  if (root !== undefined) visit(root, 0);
  return results;
}

/** What a list of models says of whose a key is. */
const OWNERS: Readonly<Record<string, Vendor>> = { anthropic: 'Anthropic', openai: 'OpenAI' };
const OTHER_ADDRESS = /base|host|endpoint|ur[li]$|proxy|gateway|compat/i;

/** Beside a model: `model: anthropic/…` with `api_key: os.environ/OPENAI_API_KEY`, `"provider": "anthropic"`. */
export function findBeside({ path, text }: RuleInput): readonly Found[] {
  const yaml = /\.ya?ml$/.test(path);
  if ((!yaml && !path.endsWith('.json')) || !/\b(?:anthropic|openai)\b/.test(text) || !/api_?key/i.test(text))
    return [];
  const results: Found[] = [];
  const visit = (node: RecordNode, depth: number, above: boolean): void => {
    const addressed = above || node.children.some((child) => OTHER_ADDRESS.test(child.key));
    const taker = ownerOf(node);
    const key = node.children.find((child) => /^api[-_]?key$/i.test(child.key));
    if (taker !== undefined && key !== undefined && !addressed) results.push(...judgeBeside(taker, key));
    if (depth < MOST_LEVELS) for (const child of node.children) visit(child, depth + 1, addressed);
  };
  const root = yaml ? readYaml(text) : readJson(text);
  if (root !== undefined) visit(root, 0, false);
  return results;
}

function ownerOf({ children }: RecordNode): Vendor | undefined {
  const textOf = (name: RegExp): string => children.find(({ key }) => name.test(key))?.value?.text ?? '';
  const provider = textOf(/^(?:provider|vendor|model_?provider)$/i);
  return OWNERS[provider === '' ? (/^(anthropic|openai)\//.exec(textOf(/^model$/))?.[1] ?? '') : provider];
}

function judgeBeside(taker: Vendor, { key, value }: RecordNode): readonly Found[] {
  if (value === undefined) return [];
  const variable = /^(?:os\.environ\/|\$\{?(?:env:)?|\$\{\{ ?secrets\.)([A-Z][A-Z0-9_]{4,60})(?:\}| ?\}\})?$/.exec(
    value.text,
  )?.[1];
  const given = variable === undefined ? givenLiteral(value.text) : givenVariable(variable);
  if (given === undefined || judge(taker, given) !== 'vendor' || ANTHROPIC_SHAPED.includes(given.vendor)) return [];
  const span = { start: value.start, end: value.end };
  const name = `the ${key} of a model of ${taker}`;
  return [
    {
      ...span,
      ...(variable === undefined ? { secret: span } : {}),
      ...describe('vendor', given, taker, name),
      code: `${name} ${given.shown}`,
    },
  ];
}

function judgeNested(taker: Vendor, owner: string, { key, value }: RecordNode): readonly Found[] {
  const variable = /^\$\{?([A-Z][A-Z0-9_]{4,60})(?::[^}]{0,80})?\}?$/.exec(value?.text ?? '')?.[1];
  const given = variable === undefined ? givenLiteral(value?.text ?? '') : givenVariable(variable);
  const fault = given === undefined ? undefined : judge(taker, given);
  if (value === undefined || given === undefined || fault !== 'vendor' || ANTHROPIC_SHAPED.includes(given.vendor))
    return [];
  const span = { start: value.start, end: value.end };
  const name = `${owner}.${key}`;
  const secret = variable === undefined ? { secret: span } : {};
  return [{ ...span, ...secret, ...describe(fault, given, taker, name), code: `${name} ${given.shown}` }];
}
