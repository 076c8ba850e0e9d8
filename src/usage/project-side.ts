// What the files round a source say of where it runs: an extension's manifest.json, the dependencies in package.json, an
// app for phones. Apart from side.ts, which reads the source itself.
import type { RuleInput } from '../rule.ts';
import { extensionOf } from './languages.ts';
import { type RecordNode, readJson } from './record-trees.ts';

export interface ProjectSide {
  readonly side: 'client' | 'server';
  readonly evidence: string;
}

interface App {
  /** Imports of code that is built into an app, and of code in the same language that serves. */
  readonly app: RegExp;
  readonly server: RegExp;
  readonly what: string;
  /** Folders that only such an app has, and what a program of another kind there would say. */
  readonly paths?: RegExp;
  readonly unlike?: RegExp;
  /** A file round it that says the same, and how. */
  readonly beside?: { readonly name: string; readonly says: RegExp };
}

const ANDROID: App = {
  app: /^[ \t]{0,8}import androidx?\.|\b\w{0,20}Build[CK]onfig\.[A-Z]/m,
  server:
    /^[ \t]{0,8}import (?:io\.ktor\.server|org\.springframework|jakarta|io\.micronaut|io\.quarkus|org\.http4k)\b/m,
  what: 'an Android app',
  paths: /(?:^|\/)(?:android|ios)Main\//,
  beside: { name: 'AndroidManifest.xml', says: /<manifest\b/ },
};
const APPS: Readonly<Record<string, App>> = {
  swift: {
    app: /^[ \t]{0,8}import (?:SwiftUI|UIKit|AppKit|Cocoa|WatchKit|SwiftData|Combine|Observation|StoreKit|WidgetKit|ActivityKit|AVFoundation|CoreData|UserNotifications|HealthKit|MapKit|PhotosUI|Speech|KeychainAccess|KeychainSwift)\b|\bBundle\.main\.(?:infoDictionary|object\(forInfoDictionaryKey)|@AppStorage\b/m,
    server: /^[ \t]{0,8}import (?:Vapor|Hummingbird|NIO\w{0,20}|AWSLambda\w{0,20}|ArgumentParser)\b/m,
    what: 'an app for Apple devices',
    // A package has its code in Sources; a project of Xcode's has a folder of its own name.
    paths:
      /^(?!.*(?:^|\/)(?:Sources|Tests|Scripts?|Tools|Plugins|Examples?|server|backend|cli)\/)(?:.{0,200}\/)?[A-Z][\w ]{0,40}\/(?:.{0,200}\/)?[A-Z]\w{0,60}\.swift$/,
    unlike:
      /\bimport FoundationNetworking\b|\bCommandLine\.arguments\b|\breadLine\(|\bProcessInfo\.processInfo\.environment\b|@main\s{1,8}struct \w{1,40}: (?:Async)?ParsableCommand|\bexit\(/,
  },
  kt: ANDROID,
  java: ANDROID,
  dart: {
    app: /^[ \t]{0,8}import ['"]package:flutter(?:_\w{1,40})?\//m,
    server: /^[ \t]{0,8}import ['"]package:(?:shelf|dart_frog|serverpod)\w{0,20}\//m,
    what: 'a Flutter app',
    paths:
      /(?:^|\/)lib\/(?:[\w-]{1,40}\/){0,6}(?:screens?|widgets|pages|providers?|features|services|repositor(?:y|ies)|controllers|views?|view_?models?|blocs?|cubits?|presentation|ui)\/(?:[\w-]{1,40}\/){0,6}\w{1,60}\.dart$/,
    unlike: /\bPlatform\.environment\b|\bstdin\b|package:args\/|\bvoid main\(List<String>/,
    beside: { name: 'pubspec.yaml', says: /\bsdk:[ \t]{1,4}flutter\b/ },
  },
  rs: {
    app: /^[ \t]{0,8}use (?:leptos|yew|gloo\w{0,20}|wasm_bindgen|web_sys)\b/m,
    server: /\b(?:axum|actix_web|tokio::main|#\[server\b|std::env::var)\b/,
    what: 'a page',
  },
  cs: {
    app: /^[ \t]{0,8}using (?:UnityEngine|Microsoft\.Maui|Xamarin)\b/m,
    server: /^[ \t]{0,8}using Microsoft\.AspNetCore\b/m,
    what: 'an app that ships to its users',
  },
};

/** Code of an app, or a script that an extension's manifest names: stronger than what folders are called. */
export function sideOfApp(input: RuleInput): ProjectSide | undefined {
  const { path, text, nearest } = input;
  const extension = extensionOf(path);
  const app = APPS[extension];
  if (app !== undefined) {
    if (app.server.test(text)) return { side: 'server', evidence: 'what it imports' };
    const { beside } = app;
    const said =
      app.app.test(text) ||
      (app.paths?.test(path) === true && app.unlike?.test(text) !== true) ||
      beside?.says.test(nearest?.(beside.name) ?? '') === true;
    return said ? { side: 'client', evidence: app.what } : undefined;
  }
  const manifest = extensionManifest(input);
  const file = path.slice(path.lastIndexOf('/') + 1);
  return manifest?.includes(`${file}"`) === true
    ? { side: 'client', evidence: 'manifest.json of a browser extension names it' }
    : undefined;
}

/** What the project as a whole is, for a file that says nothing itself. */
export function sideOfProject(input: RuleInput): ProjectSide | undefined {
  // The configuration of a build runs where it is built.
  if (/\.config\.[mc]?[jt]s$|(?:^|\/)(?:gulpfile|Gruntfile)\.[jt]s$/.test(input.path)) return undefined;
  if (extensionManifest(input) !== undefined)
    return { side: 'client', evidence: 'manifest.json of a browser extension beside it' };
  const text = input.nearest?.('package.json');
  const side = text === undefined ? undefined : sideOfPackage(text);
  // What a front end is built of has no need to say which kind of module it is; a script beside it has.
  return side?.side === 'client' && /\.[mc][jt]s$/.test(input.path) ? undefined : side;
}

/** True of manifest.json beside or above; that of a web app has no such field. */
function extensionManifest({ path, nearest }: RuleInput): string | undefined {
  if (!/\.(?:[mc]?[jt]sx?|html?)$/.test(path)) return undefined;
  const text = nearest?.('manifest.json');
  return text?.includes('"manifest_version"') === true ? text : undefined;
}

const FRONT =
  /^(?:react-dom|react-native|expo|vue|svelte|@angular\/core|solid-js|preact|lit|@stencil\/core|ember-source|wxt|plasmo|@ionic\/.*|@capacitor\/core|@tauri-apps\/api)$/;
const BACK =
  /^(?:express|fastify|koa|hono|@nestjs\/core|@hapi\/hapi|discord\.js|telegraf|@slack\/bolt|commander|yargs|firebase-functions|@modelcontextprotocol\/sdk|serverless|wrangler|@vercel\/node)$/;
/** Frameworks with both sides in one package: the file itself must tell. */
const BOTH =
  /^(?:next|nuxt|@sveltejs\/kit|astro|gatsby|@remix-run\/.*|@react-router\/.*|@tanstack\/(?:react-)?start|@solidjs\/start|@builder\.io\/qwik-city|vike|@redwoodjs\/.*|electron|ink|nitropack|h3|@angular\/ssr)$/;

/** Makes what browsers load, of whatever framework. */
const BUNDLER =
  /^(?:vite|webpack|parcel|esbuild|rollup|@rollup\/.*|@rspack\/core|@rsbuild\/core|react-scripts|@vue\/cli-service|@storybook\/.*|browserify|snowpack|htmx\.org|lit|jquery|alpinejs)$/;

/** True where a package.json says of a file that says nothing itself that nothing of it is for browsers. */
export function shipsNothing(input: RuleInput): boolean {
  const text = input.nearest?.('package.json');
  if (text === undefined) return false;
  const root = readJson(text);
  const used = ['dependencies', 'devDependencies', 'peerDependencies'].flatMap((key) => keysOf(child(root, key)));
  return (
    used.length > 0 &&
    !used.some((name) => FRONT.test(name) || BOTH.test(name) || BUNDLER.test(name) || name === 'react')
  );
}

function sideOfPackage(text: string): ProjectSide | undefined {
  const root = readJson(text);
  const names = (key: string): readonly string[] => keysOf(child(root, key));
  const used = [...names('dependencies'), ...names('devDependencies')];
  // A library leaves to others where it runs.
  if (used.some((name) => BOTH.test(name)) || names('peerDependencies').some((name) => FRONT.test(name)))
    return undefined;
  const react = used.includes('react') && used.some((name) => BUNDLER.test(name)) ? 'react' : undefined;
  const front = used.find((name) => FRONT.test(name)) ?? react;
  // A package that others import runs where they do, whatever commands it brings.
  const command =
    child(root, 'bin') !== undefined && !keysOf(root).some((key) => /^(?:main|module|exports)$/.test(key));
  const back = used.find((name) => BACK.test(name)) ?? (command ? 'bin' : undefined);
  if (front !== undefined && back === undefined)
    return { side: 'client', evidence: `package.json depends on ${front} and on nothing that serves` };
  if (back !== undefined && front === undefined)
    return { side: 'server', evidence: back === 'bin' ? 'package.json has a bin' : `package.json depends on ${back}` };
  return undefined;
}

function keysOf(node: RecordNode | undefined): readonly string[] {
  return (node?.children ?? []).map(({ key }) => key);
}

function child(node: RecordNode | undefined, key: string): RecordNode | undefined {
  return node?.children.find((one) => one.key === key);
}
