// Variables whose names make them public, where they are set: env files, Dockerfiles, pipelines, recipes, infrastructure.
// Apart from the code that reads them: here the name alone is the fault, and only its place in the line says it is set.
import type { RuleInput } from '../../rule.ts';
import { extensionOf, isTestPath } from '../languages.ts';
import { type RecordNode, readJson } from '../record-trees.ts';
import { NOWHERE } from '../side.ts';
import { isPublicProviderKey } from '../vocabulary.ts';
import { type Found, publicMatch } from './client-findings.ts';

const ENV_FILE = /^\.env(?:\..+)?$|\.env$/;
const DOCKERFILE = /^(?:Dockerfile|Containerfile|Earthfile)|\.dockerfile$/i;
const COMPOSE = /^(?:docker-)?compose[\w.-]*\.ya?ml$/;
const SETTING_FILE =
  /\.(?:ya?ml|toml|sh|bash|zsh|fish|ps1|psm1|bat|cmd|tf|tfvars|hcl|mk|just|properties|ini|conf|cfg|nix|groovy|jenkinsfile|service)$|^(?:(?:GNU)?[Mm]akefile|\.?[Jj]ustfile|Jenkinsfile|Procfile|Tiltfile|\.envrc|\.dockerenv)$/;
/** Keys of JSON under which a build is told its environment. */
const TOLD =
  /^(?:env|environment|environments|environment_?variables|containerEnv|remoteEnv|build|buildArgs?|args|variables|vars|values|define|secrets|parameters)$/i;
const TOLD_IN = /^env(?:\.\w{1,20})?\.json$/;

const SET_AFTER = /^["']?[ \t]{0,16}(?:\+?=(?![=~])|:=|\?=|:(?=\s|$))/;
/** What stands before a variable that a line or a command sets. */
const SET_BEFORE =
  /(?:^|[;&|{(,`]|\$env:|(?:^|\s)-)[ \t]{0,80}["']?$|(?:^|[\s"'])(?:export|env|cross-env|dotenv|set|setx|echo|printf|declare|-gx|-x|ARG|ENV|--build-arg|--env|--var|-e|-D|make|just|task|run|then|do|else|environment)[ \t=:]{1,4}["']?$|(?:^|\s)["']?[A-Z][A-Z0-9_]{2,80}=\S{0,120}[ \t]{1,4}$/;
/** A record that names a variable, whose value stands beside it. */
const NAMED_BEFORE =
  /(?:^|[\s{,(-])["']?(?:name|key|variable|Name|Key|variable_name)["']?[ \t]{0,16}[:=][ \t]{0,4}["']?$/;
const NAMED_AFTER = /^(?:["'][ \t]{0,8}[,})]?|[ \t]{0,8}[,}]?)[ \t\r]{0,8}$|^["']?[ \t]{0,8},/;
/** Commands that tell a host or a build its variables. */
const TOLD_BEFORE =
  /(?:\benv[ :](?:add|set|create|push)|\bconfig:set|\bvariables? (?:set|create)|\bsecret:create|--build-arg|(?:^|\s)ARG|(?:^|\s)ENV)\b[^\n]{0,60}[ =]["']?$|SetEnvironmentVariable\(\s?["']$/;
/** Commands that look for a name, or take it away. */
const LOOKS =
  /\b(?:grep|egrep|rg|ripgrep|ack|sed|awk|findstr|Select-String|unset|gitleaks|fail_if|forbid\w{0,5}|disallow\w{0,3})\b/;
/** A stand-in that lets a pipeline's build pass. */
const STAND_IN =
  /^["']?[ \t]{0,8}[:=][ \t]{0,4}["']?(?:dummy|fake|test|mock|placeholder|stub|unused|not-?used|none|null|ci)\b[\w-]{0,30}["']?[ \t\r,]{0,8}$/i;

/** Undefined for files that set no variables of an environment. */
export function findInSettings(input: RuleInput, names: readonly string[]): readonly Found[] | undefined {
  const { path, text } = input;
  const file = path.slice(path.lastIndexOf('/') + 1);
  const json = extensionOf(path) === 'json' || extensionOf(path) === 'jsonc';
  const env = ENV_FILE.test(file);
  const docker = DOCKERFILE.test(file);
  if (!env && !docker && !json && !SETTING_FILE.test(file)) return undefined;
  const known = names.filter(isPublicProviderKey);
  if (known.length === 0) return json ? undefined : [];
  if (json) return inJson(text, file, known, path);
  const found = placesOf(text, known).filter(({ start, end }) =>
    env ? isLineOfEnv(text, start, end) : isSet(text, start, end, file),
  );
  // `ARG X` and `ENV X=$X` hand one value on.
  return (docker ? found.filter(({ name }, at) => found.findIndex((one) => one.name === name) === at) : found).map(
    ({ name, start, end }) => publicMatch(start, end, name, name, NOWHERE, path),
  );
}

interface Place {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** Where names stand as whole words, in the order of the text. */
function placesOf(text: string, names: readonly string[]): readonly Place[] {
  const found: Place[] = [];
  for (const name of names)
    for (let start = text.indexOf(name); start >= 0; start = text.indexOf(name, start + name.length)) {
      const end = start + name.length;
      if (!/\w/.test(text.charAt(end)) && !/\w/.test(text.charAt(start - 1))) found.push({ name, start, end });
    }
  return found.sort((a, b) => a.start - b.start);
}

function lineRound(text: string, start: number, end: number): readonly [before: string, after: string] {
  const newline = text.indexOf('\n', end);
  const lineEnd = newline < 0 ? text.length : newline;
  return [
    text.slice(Math.max(text.lastIndexOf('\n', start - 1) + 1, start - 400), start),
    text.slice(end, Math.min(lineEnd, end + 400)),
  ];
}

function isLineOfEnv(text: string, start: number, end: number): boolean {
  const [before, after] = lineRound(text, start, end);
  return /^[ \t]{0,8}(?:export[ \t]{1,4})?$/.test(before) && /^[ \t]{0,4}=/.test(after);
}

function isSet(text: string, start: number, end: number, file: string): boolean {
  const [before, after] = lineRound(text, start, end);
  if (/^\s{0,80}(?:#|\/\/|;|\*|@?[Rr][Ee][Mm]\s|--\s|::)|\s#\s/.test(before)) return false;
  if (DOCKERFILE.test(file)) return /(?:^|\s)(?:ARG|ENV)[ \t]{1,8}$|^[ \t]{1,40}$|\S=\S{0,200}[ \t]{1,8}$/.test(before);
  if (LOOKS.test(before) || STAND_IN.test(after)) return false;
  if (SET_AFTER.test(after) && SET_BEFORE.test(before)) return true;
  if (NAMED_BEFORE.test(before) && NAMED_AFTER.test(after)) return true;
  if (TOLD_BEFORE.test(before)) return true;
  // Compose takes a bare name from where it runs.
  return COMPOSE.test(file) && /^[ \t]{1,40}-[ \t]{1,4}["']?$/.test(before) && /^["']?[ \t\r]{0,8}$/.test(after);
}

function inJson(text: string, file: string, names: readonly string[], path: string): readonly Found[] | undefined {
  if (isTestPath(path)) return [];
  const found: Found[] = [];
  const add = (name: string, start: number): void => {
    found.push(publicMatch(start, start + name.length, name, name, NOWHERE, path));
  };
  const walk = (node: RecordNode, told: boolean): void => {
    const { key, value, start, children } = node;
    if (told && names.includes(key) && value !== undefined) add(key, start + 1);
    if (value !== undefined && names.includes(value.text) && /^(?:name|key|variable)$/i.test(key) && told)
      add(value.text, value.start);
    // A command: `"build": "VITE_X=$X vite build"`.
    else if (value !== undefined && names.some((name) => value.text.includes(`${name}=`)))
      for (const place of placesOf(text.slice(value.start, value.end), names)) {
        const [before, after] = [value.text.slice(0, place.start), value.text.slice(place.end)];
        if (SET_AFTER.test(after) && SET_BEFORE.test(before) && !LOOKS.test(before))
          add(place.name, value.start + place.start);
      }
    for (const child of children) walk(child, told || TOLD.test(key));
  };
  const root = readJson(text);
  if (root !== undefined) walk(root, TOLD_IN.test(file));
  return found.length === 0 ? undefined : found;
}
