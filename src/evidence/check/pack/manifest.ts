import type { InferOutput } from 'valibot';
import { sha256Hex } from '../../../base/bytes/hash.ts';
import { byCodeUnit } from '../../../base/order.ts';
import { groupBy } from '../../../base/group.ts';
import { pathFault } from './path.ts';
import type { Problems } from './problem.ts';
import { readCanonical, type PackFiles } from './read.ts';
import { manifestSchema } from './schema/files.ts';

export type Manifest = InferOutput<typeof manifestSchema>;

export const MANIFEST = 'manifest.json';
export const ENVELOPE = 'pack.dsse.json';
export const PACK = 'pack.json';

/** What a manifest cannot list: itself, and the envelope that is signed over it. */
const unlistable: ReadonlySet<string> = new Set([MANIFEST, ENVELOPE]);

/** That the pack holds what its manifest lists, nothing else, and each file to the byte. `undefined`: there is no manifest that can be read. */
export function checkManifest(problems: Problems, files: PackFiles): Manifest | undefined {
  for (const path of files.keys()) checkPath(problems, path, `the pack holds a file ${JSON.stringify(path)}`);
  checkCases(problems, files.keys());
  if (!files.has(MANIFEST)) {
    problems.add('missing-file', MANIFEST, '', 'the pack has no manifest.json: what belongs to it is not known');
    return undefined;
  }
  const manifest = readCanonical(problems, files, MANIFEST, manifestSchema);
  if (manifest === undefined) return undefined;
  const listed = new Set<string>();
  manifest.files.forEach(({ path, bytes, sha256 }, index) => {
    const place = `/files/${index}`;
    const before = manifest.files[index - 1];
    if (before !== undefined && byCodeUnit(before.path, path) > 0)
      problems.add('not-sorted', MANIFEST, place, `manifest.json does not list its files in their order`, {
        seen: path,
        expected: `after ${before.path}`,
      });
    checkPath(problems, path, `manifest.json lists a file ${JSON.stringify(path)}`);
    if (listed.has(path)) problems.add('duplicate-file', path, '', `manifest.json lists ${path} twice`);
    listed.add(path);
    if (unlistable.has(path))
      problems.add('bad-shape', MANIFEST, place, `manifest.json lists ${path}, which cannot be among what it lists`);
    const content = files.get(path);
    if (content === undefined) {
      problems.add('missing-file', path, '', `${path} is listed and is not in the pack`);
      return;
    }
    if (content.length !== bytes)
      problems.add('wrong-size', path, '', `${path} is not of the size that is listed`, {
        seen: `${content.length} bytes`,
        expected: `${bytes} bytes`,
      });
    const hash = sha256Hex(content);
    if (hash !== sha256) problems.add('wrong-hash', path, '', `${path} is not the file that is listed`, { seen: hash, expected: sha256 });
  });
  for (const path of files.keys())
    if (!listed.has(path) && !unlistable.has(path)) problems.add('unlisted-file', path, '', `${path} is in the pack and is not listed`);
  return manifest;
}

function checkPath(problems: Problems, path: string, what: string): void {
  const fault = pathFault(path);
  if (fault !== undefined) problems.add('unsafe-path', path, '', `${what}: ${fault}`);
}

/** On many machines two such names are one file. */
function checkCases(problems: Problems, paths: Iterable<string>): void {
  for (const same of groupBy(paths, (path) => path.toLowerCase()).values())
    for (const path of same.slice(1))
      problems.add(
        'duplicate-file',
        path,
        '',
        `the pack holds ${path} and ${same[0] ?? ''}, which are one file where case is not told apart`,
      );
}
