import { decodeUtf8 } from '../../../base/decode.ts';
import { LogError } from '../../../evidence/log/errors.ts';
import { parseSaltedBody } from '../../../evidence/log/leaf.ts';
import { bodyPath, secretPath } from '../../../evidence/ledger/layout.ts';
import type { Leaf, SaltedBody } from '../../../model/ledger.ts';
import type { LedgerFiles } from './files.ts';
import type { LedgerProblem } from './problem.ts';

/** Bodies by their index, and which were erased by which leaf. */
export interface ReadBodies {
  readonly bodies: ReadonlyMap<number, SaltedBody>;
  readonly erased: ReadonlyMap<number, number>;
  readonly problems: readonly LedgerProblem[];
}

/** Reads the bodies of the first so many leaves. One that is neither there nor marked as erased is a problem. */
export async function readBodies(files: LedgerFiles, size: number): Promise<ReadBodies> {
  const bodies = new Map<number, SaltedBody>();
  const erased = new Map<number, number>();
  const problems: LedgerProblem[] = [];
  for (let index = 0; index < size; index++) {
    const file = bodyPath(index);
    const place = `leaf ${index}`;
    const bytes = await files.read(file);
    const by = bytes === null ? null : erasedBy(bytes);
    if (bytes === null) problems.push({ code: 'missing-body', file, place, seen: 'nothing', expected: 'a body, or a mark of its erasure' });
    else if (by !== null) erased.set(index, by);
    else {
      try {
        bodies.set(index, parseSaltedBody(bytes));
      } catch (error) {
        if (!(error instanceof LogError)) throw error;
        problems.push({ code: error.code, file, place, seen: error.message, expected: 'a salted body' });
      }
    }
  }
  return { bodies, erased, problems };
}

/** `{"erased":12}` */
function erasedBy(bytes: Uint8Array): number | null {
  const leaf = /^\{"erased":(0|[1-9]\d{0,14})\}\s*$/.exec(decodeUtf8(bytes) ?? '')?.[1];
  return leaf === undefined ? null : Number(leaf);
}

/** Holds marks of erasure to the leaves that have to say so, and looks for the secrets of batches. */
export async function checkErasures(
  files: LedgerFiles,
  leaves: readonly (Leaf | null)[],
  { bodies, erased }: ReadBodies,
): Promise<readonly LedgerProblem[]> {
  const problems: LedgerProblem[] = [];
  const checkMark = (file: string, index: number, by: number): void => {
    const body = bodies.get(by)?.body as { readonly kind?: unknown; readonly what?: unknown } | undefined;
    // The leaf that tells of an erasure may have been erased itself, by a later one: its kind stays.
    const says = leaves[by]?.kind === 'prune' && (body === undefined ? erased.has(by) : body.what === 'bodies');
    if (says) return;
    problems.push({ code: 'erased-unlogged', file, place: `leaf ${index}`, seen: `erased by leaf ${by}`, expected: 'a leaf that says so' });
  };
  for (const [index, by] of erased) checkMark(bodyPath(index), index, by);
  for (const [index, leaf] of leaves.entries()) {
    if (leaf?.kind !== 'batch') continue;
    const file = secretPath(index);
    const bytes = await files.read(file);
    const mark = /^erased (0|[1-9]\d{0,14})\n$/.exec(bytes === null ? '' : (decodeUtf8(bytes) ?? ''))?.[1];
    if (mark !== undefined) checkMark(file, index, Number(mark));
    else if (bytes?.length !== 32)
      problems.push({
        code: 'missing-secret',
        file,
        place: `leaf ${index}`,
        seen: bytes === null ? 'nothing' : `${bytes.length} bytes`,
        expected: '32 bytes, or a mark of their erasure',
      });
  }
  return problems;
}
