import { sha256Hex } from '../../../base/bytes/hash.ts';
import type { PublicKey } from '../../../contract/signer.ts';
import { checkBatch } from '../../../evidence/check/envelope/statement.ts';
import { statementPath } from '../../../evidence/ledger/layout.ts';
import type { BodyOf, Leaf, LeafBody, SaltedBody } from '../../../model/ledger.ts';
import type { LedgerFiles } from './files.ts';
import type { LedgerProblem } from './problem.ts';

/** Holds the signed statement of each batch to what its leaf commits to and to the run that it names. Batches whose body was erased are passed over. */
export async function checkStatements(
  files: LedgerFiles,
  leaves: readonly (Leaf | null)[],
  bodies: ReadonlyMap<number, SaltedBody>,
  keys: readonly PublicKey[],
): Promise<readonly LedgerProblem[]> {
  const problems: LedgerProblem[] = [];
  for (const [index, leaf] of leaves.entries()) {
    const batch = leaf?.kind === 'batch' ? bodyAt(bodies, index, 'batch') : undefined;
    if (leaf === null || leaf === undefined || batch === undefined) continue;
    const file = statementPath(batch.statement);
    const place = `leaf ${index}`;
    const bytes = await files.read(file);
    if (bytes === null) {
      problems.push({ code: 'missing-statement', file, place, seen: 'nothing', expected: 'a signed envelope' });
      continue;
    }
    const differs = (seen: string, expected: string): void => {
      problems.push({ code: 'statement-differs', file, place, seen, expected });
    };
    if (sha256Hex(bytes) !== batch.statement) differs(sha256Hex(bytes), batch.statement);
    const checked = checkBatch(bytes, keys);
    if (!checked.holds) {
      for (const fault of checked.faults) differs(`${fault.code} ${fault.place}: ${fault.seen}`, fault.expected);
      continue;
    }
    const { what, count, root, nonce } = checked.value.statement.predicate;
    const intent = leaf.of === null ? undefined : bodyAt(bodies, leaf.of, 'run-intent');
    const seen = [what, count, root, ...(intent === undefined ? [] : [nonce])].join(' ');
    const expected = [batch.what, batch.count, batch.root, ...(intent === undefined ? [] : [intent.nonce])].join(' ');
    if (seen !== expected) differs(seen, expected);
  }
  return problems;
}

/** What a leaf commits to, where that is told and of this kind. */
export function bodyAt<K extends LeafBody['kind']>(bodies: ReadonlyMap<number, SaltedBody>, index: number, kind: K): BodyOf<K> | undefined {
  const body = bodies.get(index)?.body as LeafBody | null | undefined;
  return body?.kind === kind ? (body as BodyOf<K>) : undefined;
}
