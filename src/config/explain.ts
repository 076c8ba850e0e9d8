// The effective config, setting by setting, with where each came from: what `hushkey config print` shows.
import { basename } from 'node:path';
import { type Layer, type ResolveOptions, readLayers, settingsOf } from './resolve.ts';

export type Origin =
  | { readonly type: 'default' }
  | { readonly type: 'flag'; readonly flag: string }
  | { readonly type: 'file'; readonly file: string; readonly key: string };

export interface Setting {
  /** As a path into the effective config: `ignore[0]`, `rules.jwt`. */
  readonly key: string;
  readonly value: unknown;
  readonly origin: Origin;
}

const LISTS = ['include', 'ignore', 'clientPaths', 'serverPaths', 'customRules', 'overrides'] as const;
const GATES = {
  rebase: 'warning',
  cherryPick: 'warning',
  revert: 'warning',
  noVerify: 'warn, or block for a coding agent',
} as const;
const DEFAULT: Origin = { type: 'default' };

/**
 * @param path - absolute path of the config; undefined where there is none.
 * @param defaults - what holds where no file says anything.
 * @throws UserError that names the file and the key.
 */
export async function explainConfig(
  path: string | undefined,
  options: ResolveOptions,
  defaults: { readonly baseline: string; readonly maxBytes: number },
): Promise<readonly Setting[]> {
  const layers = path === undefined ? [] : await readLayers(path, [], options);
  const single = (key: string, pick: (layer: Layer) => unknown, otherwise: unknown): Setting => {
    const layer = layers.findLast((one) => pick(one) !== undefined);
    return layer === undefined
      ? { key, value: otherwise, origin: DEFAULT }
      : { key, value: pick(layer), origin: originOf(layer, key) };
  };
  const rules = new Map(
    layers.flatMap((layer) =>
      Object.entries(settingsOf(layer.file)).map(([id, value]) => [
        id,
        { key: `rules.${id}`, value, origin: originOf(layer, `rules.${id}`) },
      ]),
    ),
  );
  return [
    ...LISTS.flatMap((name) => listed(name, layers)),
    ...(rules.size === 0 ? [{ key: 'rules', value: {}, origin: DEFAULT }] : rules.values()),
    ...(['rebase', 'cherryPick', 'revert', 'noVerify'] as const).map((name) =>
      single(`gates.${name}`, ({ file }) => file.gates?.[name], GATES[name]),
    ),
    single('baseline', ({ file }) => file.baseline, defaults.baseline),
    single('maxBytes', ({ file }) => file.maxBytes, defaults.maxBytes),
  ];
}

function listed(name: (typeof LISTS)[number], layers: readonly Layer[]): readonly Setting[] {
  const all = layers.flatMap((layer) =>
    (layer.file[name] ?? []).map((value: unknown, i) => ({ value, origin: originOf(layer, `${name}[${i}]`) })),
  );
  if (all.length === 0) return [{ key: name, value: [], origin: DEFAULT }];
  return all.map((one, i) => ({ key: `${name}[${i}]`, ...one }));
}

function originOf({ name, path }: Layer, key: string): Origin {
  return { type: 'file', file: name, key: basename(path) === 'package.json' ? `hushkey.${key}` : key };
}
