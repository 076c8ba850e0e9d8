// Secrets of Kubernetes: manifests that hold them, operators that fetch them, and the places that name them.
import type { RecordNode } from '../../usage/record-trees.ts';
import { child, secretKeys, treesOf } from './records.ts';
import type { RefFile, Spotted } from './reference.ts';

const SYSTEM = { system: 'Kubernetes', stage: 'deploy' } as const;

/** Whether a name stands for all keys of a Secret. */
export const WHOLE = '/*';

export function readKubernetes(file: RefFile): readonly Spotted[] {
  const { path, text } = file;
  const manifests = treesOf(path, text).flatMap(({ root, offset }) => {
    const kind = child(root, 'kind')?.value?.text ?? '';
    const name = child(child(root, 'metadata'), 'name')?.value?.text ?? '';
    if (/^(?:Secret|SealedSecret)$/.test(kind)) return secretOf(root, name, offset);
    return kind === 'ExternalSecret' ? externalOf(root, name, offset) : [];
  });
  return [...manifests, ...keyReferences(text), ...wholeReferences(text)];
}

function secretOf(root: RecordNode, name: string, offset: number): readonly Spotted[] {
  const encrypted = child(child(root, 'spec'), 'encryptedData');
  const maps = [child(root, 'data'), child(root, 'stringData'), encrypted];
  const system = encrypted === undefined ? 'Kubernetes Secret' : 'Sealed Secret';
  return maps.flatMap((map) =>
    (map?.children ?? []).map(
      ({ key, start }): Spotted => ({
        ...SYSTEM,
        system,
        name: `${name}/${key}`,
        at: offset + start,
        role: 'provides',
      }),
    ),
  );
}

/** The External Secrets operator: each key of the Secret comes from an entry of a store. */
function externalOf(root: RecordNode, name: string, offset: number): readonly Spotted[] {
  const spec = child(root, 'spec');
  const target = child(child(spec, 'target'), 'name')?.value?.text ?? name;
  const system = 'External Secret';
  const single = (child(spec, 'data')?.children ?? []).flatMap((item): readonly Spotted[] => {
    const key = child(item, 'secretKey')?.value;
    const remote = child(item, 'remoteRef');
    const entry = child(remote, 'key')?.value;
    if (key === undefined || entry === undefined) return [];
    const property = child(remote, 'property')?.value?.text;
    const from = property === undefined ? entry.text : `${entry.text}#${property}`;
    return [
      { ...SYSTEM, system, name: `${target}/${key.text}`, at: offset + key.start, role: 'provides', from: [from] },
      { ...SYSTEM, system, name: from, at: offset + entry.start, role: 'stores' },
    ];
  });
  const whole = (child(spec, 'dataFrom')?.children ?? []).flatMap((item): readonly Spotted[] => {
    const entry = child(child(item, 'extract'), 'key')?.value ?? child(item, 'key')?.value;
    if (entry === undefined) return [];
    return [
      { ...SYSTEM, system, name: target + WHOLE, at: offset + entry.start, role: 'provides', from: [entry.text] },
      { ...SYSTEM, system, name: entry.text, at: offset + entry.start, role: 'stores' },
    ];
  });
  return [...single, ...whole];
}

function keyReferences(text: string): readonly Spotted[] {
  return [...text.matchAll(/\bsecretKeyRef["']?:\s{0,40}\{?[^{}]{0,300}/g)].flatMap((match) =>
    secretKeys(match[0]).map(
      (name): Spotted => ({ ...SYSTEM, system: 'Kubernetes Secret', name, at: match.index, role: 'stores' }),
    ),
  );
}

/** `envFrom` and volumes: all keys of a Secret. */
function wholeReferences(text: string): readonly Spotted[] {
  const patterns = [
    /\bsecretRef["']?:\s{0,40}\{?\s{0,40}["']?name["']?:\s{0,4}["']?([\w.-]{1,200})/g,
    /\bsecretName["']?:\s{0,4}["']?([\w.-]{1,200})/g,
  ];
  return patterns.flatMap((pattern) =>
    [...text.matchAll(pattern)].map((match): Spotted => {
      const name = match[1] ?? '';
      const at = match.index + match[0].length - name.length;
      return { ...SYSTEM, system: 'Kubernetes Secret', name: name + WHOLE, at, role: 'stores' };
    }),
  );
}
