// Does a file run in front of the user or on a server? The first decider wins: markers, then the path, then what it
// calls. The evidence is kept, because a user will ask.

import type { RuleInput } from '../rule.ts';
import { shipsNothing, sideOfApp, sideOfProject } from './project-side.ts';
import { type Source, stringValue, tokenAt } from './source.ts';
import { STRING, WORD } from './tokens.ts';

export interface Side {
  readonly side: 'client' | 'server' | 'unknown';
  /** For a reader: `'use client' at line 1`. Empty when unknown. */
  readonly evidence: string;
  /** True where a component of a framework that renders on the server as well cannot be meant. */
  readonly certain: boolean;
  /** True where nothing tells but a package.json that depends on nothing made for browsers. */
  readonly shipsNothing?: boolean;
}

const SERVER_PATH =
  /^api\/|(?:^|\/)(?:(?:app|pages|routes|server)\/api|server|servers|functions|workers?|lambdas?|backend|(?<!src\/)scripts?|tools|bench(?:marks?)?|examples\/node|prisma|migrations|seeds?|evals?|jobs|crons?|electron(?!\/(?:src\/)?renderer)|bin|cli|cloudflare|netlify|edge)\/|(?:^|\/)route\.[jt]sx?$|\+api\.[jt]sx?$|(?:^|\/)\+(?:server|page\.server|layout\.server)\.|\.server\.[mc]?[jt]sx?$|(?:^|\/)(?:middleware|instrumentation|server|worker|cli|hooks\.server|setupProxy|(?:playwright|vitest|jest|cypress|wdio)\.(?:config|setup))\.[mc]?[jt]s$/i;
const CLIENT_PATH =
  /\.(?:vue|svelte|html|htm)$|\.client\.[mc]?[jt]sx?$|(?:^|\/)(?:components|public|static|www|popup|content-scripts?|renderer)\/|(?:^|\/)(?:popup|content|content-script|options)\.[jt]sx?$/;
/** A name that only a front end gives its first file, unless what it imports says otherwise. */
const CLIENT_ENTRY = /(?:^|\/)src\/(?:main|App)\.[jt]sx?$/;
const SERVED_PATH = /\.(?:vue|svelte|html|htm)$|\.client\.[mc]?[jt]sx?$|(?:^|\/)(?:public|static|www)\//;
/** Files of which a browser gets the scripts, whatever they import. */
const PAGE = /\.(?:vue|svelte|html?|astro)$/;
const SERVER_MODULE =
  /^(?:server-only|\$env\/(?:static|dynamic)\/private|\$app\/server|express|fastify|koa|hono(?:\/.*)?|next\/server|next\/headers|(?:node:)?(?:fs|fs\/promises|child_process|http|https|net|os|readline|worker_threads|process|path|async_hooks|stream)|@nestjs\/.*|commander|yargs|dotenv(?:\/config)?|discord\.js|telegraf|@slack\/bolt|h3|aws-lambda|firebase-functions.*|firebase-admin.*|vscode|@modelcontextprotocol\/.*|electron-store|inquirer|ora|ink|puppeteer(?:-core)?|playwright(?:-core)?|@playwright\/test|chrome-launcher|selenium-webdriver|jsdom|bullmq|node-cron|@prisma\/client|drizzle-orm(?:\/.*)?|mongoose|mongodb|pg|mysql2(?:\/promise)?|better-sqlite3|ioredis|nodemailer|undici|node-fetch|fs-extra|execa|winston|pino|sharp|elysia|grammy|@trpc\/server(?:\/.*)?|@apollo\/server(?:\/.*)?|graphql-yoga|@hono\/node-server|@aws-sdk\/.*|http-proxy-middleware|next\/cache|cloudflare:workers|bun(?::.*)?|https:\/\/deno\.land\/std.*|jsr:@std\/.*)$/;
const CLIENT_MODULE =
  /^(?:@env|react-dom(?:\/.*)?|react-native(?:-.*)?|expo(?:-.*)?|vue|svelte|\$app\/(?:navigation|stores|state)|@angular\/.*|react|preact|solid-js|lit(?:\/.*)?|@lit\/.*|@stencil\/core|alpinejs|jquery|@jupyterlab\/.*|@ember\/.*|pinia|@vueuse\/.*|obsidian|@logseq\/libs|webextension-polyfill|wxt(?:\/.*)?|@plasmohq\/.*|@ionic\/.*|@capacitor\/.*|@tauri-apps\/.*|next\/router|next\/navigation)$/;
/** Modules of which no part runs on a server. */
const ONLY_CLIENT = /^(?:@env|react-native(?:-.*)?|expo-.*|@capacitor\/.*|@tauri-apps\/.*)$/;
const SERVER_EXPORT =
  /\bexport\s{1,4}(?:async\s{1,4})?(?:function|const)\s{1,4}(?:GET|POST|PUT|DELETE|PATCH|getServerSideProps|getStaticProps|loader|action|handler)\b|\bexports\.handler\b|\b(?:Deno|Bun)\.(?:serve|env)\b|\bexport\s{1,4}default\s{1,4}\{\s{0,8}(?:async\s{1,4})?fetch\s?\(|\bconfigure(?:Preview)?Server\s?[(:]|\bprocess\.(?:argv|exit|stdin|stdout)\b|\brequire\.main\b|\bdefineEventHandler\b|\baddEventListener\(\s?['"]fetch/;
const SERVER_LANGUAGE = /\.(?:php|rb|go|rs|py|ps1|psm1|sh|bash|zsh)$/;
const APP_LANGUAGE = /\.(?:swift|kts?|java|dart|cs)$/;
/** A worker that a page starts has its messages; one that serves requests has none. */
const PAGE_WORKER =
  /\bDedicatedWorkerGlobalScope\b|\bself\.(?:onmessage\s?=|postMessage\()|^(?:onmessage\s?=|addEventListener\(\s?['"]message['"])/m;
const PAGE_WORKER_WORDS = ['DedicatedWorkerGlobalScope', 'onmessage', 'self.postMessage(', 'addEventListener('];
const BROWSER_GLOBAL = /^(?:document|window|localStorage|sessionStorage|chrome|navigator)$/;

/** jQuery at work on the elements of a page. */
const PAGE_CODE = /\$\(\s?(?:["'][#.][\w-]{1,40}["']\s?\)\.|document\b|function\b)/;

/** Nothing tells. */
export const NOWHERE: Side = { side: 'unknown', evidence: '', certain: false };

export function decideSide(input: RuleInput, sources: readonly Source[]): Side {
  const { path, text } = input;
  const facts = readFacts(sources);
  const marker = facts.directive;
  if (marker !== undefined && marker.text === 'use client')
    return client(`'use client' at line ${lineAt(text, marker.offset)}`);
  if (marker !== undefined && marker.text === 'use server')
    return server(`'use server' at line ${lineAt(text, marker.offset)}`);
  if (/^\/\/ ==UserScript==/m.test(text.slice(0, 2000))) return client('the head of a userscript');
  if (text.startsWith('#!')) return server('it starts with #!');
  const serverModule = facts.modules.find((module) => SERVER_MODULE.test(module.text));
  if (serverModule !== undefined && /^(?:server-only|\$)/.test(serverModule.text))
    return server(`it imports ${serverModule.text}`);
  if (input.side === 'client') return client('clientPaths of the config');
  if (input.side === 'server') return server('serverPaths of the config');
  const app = sideOfApp(input);
  if (app !== undefined) return app.side === 'client' ? client(app.evidence) : server(app.evidence);
  if (SERVER_LANGUAGE.test(path)) return server('its language runs on a server');
  // What folders are called says of a browser's languages that they ship, and of no others.
  if (APP_LANGUAGE.test(path)) return NOWHERE;
  if (serverModule !== undefined && !PAGE.test(path)) return server(`it imports ${serverModule.text}`);
  if (isPageWorker(text)) return client('it is a worker of a page');
  if (!SERVED_PATH.test(path) && SERVER_PATH.test(path) && !saysBrowser(text))
    return server(`its path, ${SERVER_PATH.exec(path)?.[0].replace(/^\//, '')}`);
  if (/\.astro$/.test(path) && !/<script/i.test(text)) return server('the component script of an Astro file');
  if (CLIENT_PATH.test(path))
    return client(
      `its path, ${CLIENT_PATH.exec(path)?.[0].replace(/^\//, '')}`,
      SERVED_PATH.test(path) || sideOfProject(input)?.side === 'client',
    );
  if (CLIENT_ENTRY.test(path)) return client(`its path, ${CLIENT_ENTRY.exec(path)?.[0].replace(/^\//, '')}`, false);
  if (SERVER_EXPORT.test(text)) return server('it exports a server handler or reads process arguments');
  const browser = facts.browser();
  if (browser !== undefined) return client(`it uses ${browser.text} at line ${lineAt(text, browser.offset)}`);
  if (PAGE_CODE.test(text) && !/\bcheerio\b|\bjsdom\b/.test(text)) return client('it works on a page');
  const project = sideOfProject(input);
  if (project !== undefined) return project.side === 'client' ? client(project.evidence) : server(project.evidence);
  const clientModules = facts.modules.filter((module) => CLIENT_MODULE.test(module.text));
  const clientModule = clientModules.find((module) => ONLY_CLIENT.test(module.text)) ?? clientModules[0];
  if (clientModule !== undefined)
    return client(
      `it imports ${clientModule.text} at line ${lineAt(text, clientModule.offset)}`,
      ONLY_CLIENT.test(clientModule.text),
    );
  return shipsNothing(input) ? { ...NOWHERE, shipsNothing: true } : NOWHERE;
}

function isPageWorker(text: string): boolean {
  return PAGE_WORKER_WORDS.some((word) => text.includes(word)) && PAGE_WORKER.test(text);
}

/** What a front end's build fills, given to a client that is told it runs in a browser: no folder's name outweighs it. */
function saysBrowser(text: string): boolean {
  return text.includes('import.meta.env.') && /\bdangerouslyAllowBrowser\s?:\s?true\b/.test(text);
}

interface Fact {
  readonly text: string;
  readonly offset: number;
}

const DIRECTIVE = /["']use (?:client|server)["']/g;
const MODULE = /\b(?:from|import|require)\s{0,8}\(?\s{0,8}["'`]/g;
const GLOBAL = /\b(?:document|window|localStorage|sessionStorage|chrome|navigator)\s{0,8}\./g;
const MOST_MODULES = 200;

/** The tokens at what a pattern finds in the text of a script: far less to read than all its tokens. */
function* tokensOf(source: Source, pattern: RegExp, atEnd: boolean): Iterable<number> {
  const { tokens } = source;
  const from = tokens.start[0] ?? 0;
  const code = tokens.text.slice(from, tokens.end[tokens.count - 1] ?? from);
  for (const match of code.matchAll(pattern)) {
    const token = tokenAt(source, from + match.index + (atEnd ? match[0].length - 1 : 0));
    if (token >= 0) yield token;
  }
}

function readFacts(sources: readonly Source[]): {
  directive: Fact | undefined;
  modules: readonly Fact[];
  browser: () => Fact | undefined;
} {
  const scripts = sources.filter(({ syntax, tokens }) => syntax.family === 'script' && tokens.count > 0);
  return {
    directive: firstOf(scripts, directiveIn),
    modules: scripts.flatMap(modulesIn).slice(0, MOST_MODULES),
    browser: () => firstOf(scripts, browserIn),
  };
}

function firstOf(sources: readonly Source[], find: (source: Source) => Fact | undefined): Fact | undefined {
  for (const source of sources) {
    const found = find(source);
    if (found !== undefined) return found;
  }
  return undefined;
}

function directiveIn(source: Source): Fact | undefined {
  for (const token of tokensOf(source, DIRECTIVE, false))
    if (source.tokens.kind[token] === STRING && source.tokens.fresh[token] === 1)
      return { text: stringValue(source, token), offset: source.tokens.start[token] ?? 0 };
  return undefined;
}

function modulesIn(source: Source): readonly Fact[] {
  const { tokens, slice } = source;
  const found: Fact[] = [];
  for (const token of tokensOf(source, MODULE, true)) {
    if (tokens.kind[token] !== STRING) continue;
    const before = slice(source.previous(token));
    const called = before === '(' && /^(?:require|import)$/.test(slice(source.previous(source.previous(token))));
    if (before === 'from' || before === 'import' || called)
      found.push({ text: stringValue(source, token), offset: tokens.start[token] ?? 0 });
    if (found.length === MOST_MODULES) break;
  }
  return found;
}

function browserIn(source: Source): Fact | undefined {
  const { tokens, slice } = source;
  const declared = new Map<string, boolean>();
  for (const token of tokensOf(source, GLOBAL, false)) {
    const name = slice(token);
    if (tokens.kind[token] !== WORD || !BROWSER_GLOBAL.test(name) || slice(source.next(token)) !== '.') continue;
    // `typeof window !== 'undefined'` is asked by code that runs on both sides.
    if (/^(?:\.|\?\.|typeof)$/.test(slice(source.previous(token))) || isInRobot(source, token)) continue;
    const own = declared.get(name) ?? isDeclared(tokens.text, name);
    declared.set(name, own);
    if (!own) return { text: name, offset: tokens.start[token] ?? 0 };
  }
  return undefined;
}

/** A name of the browser's that the file gives to something of its own: a document of a store, a window of text. */
function isDeclared(text: string, name: string): boolean {
  return new RegExp(
    `\\b(?:const|let|var)\\s{1,4}(?:[{[][^{}[\\]\\n]{0,100}\\b)?${name}\\b|[(,]\\s{0,4}${name}\\s?(?::|\\)\\s?(?:=>|\\{))|(?<![\\w.])${name}\\s?=>`,
  ).test(text);
}

/** What a robot has a page do stands in a callback: `page.evaluate(() => document.title)`. */
function isInRobot(source: Source, token: number): boolean {
  for (let open = source.parent[token] ?? -1; open >= 0; open = source.parent[open] ?? -1)
    if (
      /^(?:evaluate|evaluateHandle|evaluateAll|\${1,2}eval|waitForFunction|addInitScript)$/.test(
        source.slice(source.previous(open)),
      )
    )
      return true;
  return false;
}

function client(evidence: string, certain = true): Side {
  return { side: 'client', evidence: `client code: ${evidence}`, certain };
}

function server(evidence: string): Side {
  return { side: 'server', evidence: `server code: ${evidence}`, certain: true };
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}
