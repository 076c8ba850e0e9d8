// The fix for a credential in a file that is no code: each program that reads such files has its own way to say where a
// value comes from.
import type { Fix } from '../finding.ts';
import { shellWord } from '../text/shell-quote.ts';
import { advice, change, type EnvFixInput, type Spot } from './env-spot.ts';

/** Undefined for files of another kind: code, or nothing that is known. */
export function configFix(input: EnvFixInput, name: string, spot: Spot): Fix | undefined {
  const { env } = input;
  const lower = name.toLowerCase();
  if (/\.(?:md|mdx|markdown|rst|adoc)$/.test(lower)) {
    return advice('Write the name of a variable instead', change(spot, `$${env}`));
  }
  if (lower === '.npmrc' || /^application.*\.(?:properties|ya?ml)$/.test(lower)) {
    return advice(`Let it be filled in from the environment variable ${env}`, change(spot, `\${${env}}`));
  }
  if (/^dockerfile\b|\.dockerfile$|^containerfile$/.test(lower)) {
    return advice('Keep it out of the image, where anyone who pulls it can read it', [
      `docker run -e ${env} … when the container needs it`,
      `RUN --mount=type=secret,id=${env} … when the build does`,
    ]);
  }
  if (/^(?:gnu)?makefile$|\.mk$/.test(lower)) {
    const title = `Read it from the environment variable ${env}`;
    if (spot.target === env && /^[\w\s]*[:?]?=/.test(spot.line.trimStart())) {
      return advice(title, ['Delete the line: make knows every variable of its environment.']);
    }
    return advice(title, change(spot, `$(${env})`));
  }
  if (lower.endsWith('.json')) return agentFix(input, lower, spot);
  if (/\.ya?ml$/.test(lower)) return yamlFix(input, lower, spot);
  if (/\.(?:sh|bash|zsh|fish|ps1)$/.test(lower)) return shellFix(env, lower, spot);
  if (lower.endsWith('.tf') || lower.endsWith('.tfvars')) return terraformFix(input, lower, spot);
  if (lower.endsWith('.ipynb')) {
    return advice(`Read it from the environment variable ${env}`, [
      `use os.environ["${env}"] in its place, and clear the outputs of the notebook`,
    ]);
  }
  if (/\.(?:vue|svelte|astro|html?)$/.test(lower)) {
    return advice('Keep it on a server: what this file holds can reach the browser', [
      `Let a route of your own server read process.env.${env} and make the call.`,
    ]);
  }
  return undefined;
}

/** Files of variables: what is made to be shared keeps the names. */
export function envFileFix(path: string, spot: Spot | undefined): Fix {
  if (spot !== undefined && /(?:example|sample|template|dist|defaults?)[^/]*$/i.test(path)) {
    return advice('Leave only the name in a file that is made to be shared', change(spot, ''));
  }
  return advice(`Keep ${path} out of the repository`, [
    `git rm --cached -- ${shellWord(path)}`,
    `echo ${shellWord(`/${path}`)} >> .gitignore`,
  ]);
}

/** Settings of coding agents. */
function agentFix({ path, env }: EnvFixInput, lower: string, spot: Spot): Fix | undefined {
  if (/(?:^|\/)\.(?:cursor|vscode)\//.test(path) && /^(?:mcp|settings)\.json$/.test(lower)) {
    return advice('Let the editor fill it in from its environment', change(spot, `\${env:${env}}`));
  }
  const isClaude = /(?:^|\/)\.claude\//.test(path) && /^settings(?:\.local)?\.json$/.test(lower);
  if (isClaude && spot.target === env && !/\b[A-Z]\w*\(/.test(spot.line.slice(0, spot.from))) {
    return advice(`Let Claude Code use the ${env} of its own environment`, [
      `Delete the entry and set ${env} in the shell that starts it.`,
    ]);
  }
  if (!isClaude && lower !== '.mcp.json' && !/(?:^|\/)\.gemini\/settings\.json$/.test(path)) return undefined;
  const untrack = lower === 'settings.local.json' ? [`git rm --cached -- ${shellWord(path)}  # a personal file`] : [];
  return advice(`Let the agent expand \${${env}} from its environment`, [...change(spot, `\${${env}}`), ...untrack]);
}

function yamlFix(input: EnvFixInput, lower: string, spot: Spot): Fix {
  const { path, env, text } = input;
  // In a mapping in braces a plain scalar may hold no brace.
  const bare = !/["']/.test(spot.line.slice(0, spot.from));
  const quoted = (value: string): string =>
    bare && spot.line.slice(0, spot.from).includes('{') ? `"${value}"` : value;
  if (/(?:^|\/)\.(?:github|gitea|forgejo)\/(?:workflows|actions)\//.test(path)) {
    return advice('Read it from the repository secrets', [
      ...change(spot, quoted(`\${{ secrets.${env} }}`)),
      `gh secret set ${env}`,
    ]);
  }
  const isPipeline = /^(?:\.gitlab-ci|bitbucket-pipelines|\.travis|azure-pipelines)\.ya?ml$/.test(lower);
  if (isPipeline || /(?:^|\/)\.circleci\//.test(path)) {
    const reference = lower.startsWith('azure') ? `$(${env})` : `$${env}`;
    if (spot.target === env) {
      return advice('Store it as a secret variable of the pipeline', ['Delete the line: the jobs get the variable.']);
    }
    return advice('Store it as a secret variable of the pipeline', change(spot, reference));
  }
  if (/^kind:\s*["']?Secret\b/m.test(text)) {
    return advice('Keep the Secret out of the repository', [
      'Create it in the cluster instead, or commit only its encrypted form:',
      `kubectl create secret generic NAME --from-literal=${env}="$${env}"`,
    ]);
  }
  if (/^apiVersion:/m.test(text) && spot.target === 'value') {
    return advice('Read it from a Secret of the cluster', [
      ...change(
        spot,
        `valueFrom: { secretKeyRef: { name: NAME, key: ${env} } }`,
        spot.line.indexOf('value'),
        spot.line.length,
      ),
    ]);
  }
  if (/compose/.test(lower)) {
    return advice(`Let compose fill it in from ${env}`, change(spot, quoted(`\${${env}}`)));
  }
  return advice(`Let it be filled in from the environment variable ${env}`, [
    ...change(spot, quoted(`\${${env}}`)),
    `if what reads the file does not expand that, let it read ${env} itself`,
  ]);
}

/** A line that only sets the variable itself goes, or says that it must be set. Undefined: a line like any other. */
function shellFix(env: string, lower: string, { line, from, to, show }: Spot): Fix | undefined {
  const head = line.slice(0, from).match(/^\s*(?:export\s+|\$env:|set\s+-\w+\s+)?(\w+)\s*[= ]\s*["']?$/);
  if (head?.[1] !== env || !/^["']?\s*;?\s*$/.test(line.slice(to))) return undefined;
  const title = `Set ${env} outside of the repository`;
  if (/(?:fish|ps1)$/.test(lower))
    return advice(title, ['Delete the line: the variable comes from the shell that starts this.']);
  return advice(title, [`- ${show(0, line.length).trim()}`, `+ : "\${${env}:?is not set}"`]);
}

function terraformFix({ text, detection }: EnvFixInput, lower: string, spot: Spot): Fix | undefined {
  if (lower.endsWith('.tfvars')) {
    return advice('Give Terraform the value by its environment', [
      `Delete the line and set TF_VAR_${spot.target || 'NAME'}.`,
    ]);
  }
  if (spot.target === 'default') {
    const name = [...text.slice(0, detection.start).matchAll(/^variable\s+"([^"\n]+)"/gm)].at(-1)?.[1] ?? 'NAME';
    return advice('Give Terraform the value by its environment', [
      `- ${spot.show(0, spot.line.length).trim()}`,
      '+ sensitive = true',
      `and set TF_VAR_${name}`,
    ]);
  }
  return undefined;
}
