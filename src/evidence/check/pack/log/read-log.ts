import type { InferOutput } from 'valibot';
import type { BodyOf, Leaf, LeafKind } from '../../../../model/ledger.ts';
import type { Hash } from '../../../log/merkle.ts';
import type { KeyInLog } from '../../log/keys.ts';
import type { leafBodySchema } from '../schema/leaf-body.ts';

export type ReadBody = InferOutput<typeof leafBodySchema>;

/** The log of a pack as its tiles have it, every hash of it worked out again. */
export interface ReadLog {
  readonly origin: string;
  readonly size: number;
  readonly root: Hash;
  /** By index; `null`: it cannot be read, which is told. */
  readonly leaves: readonly (Leaf | null)[];
  /** Root that the tree had at a size; `undefined` where its entries are not here. */
  readonly rootAt: (size: number) => Hash | undefined;
  /** Of the leaves whose body is disclosed and fits. */
  readonly bodies: ReadonlyMap<number, ReadBody>;
  readonly keys: readonly KeyInLog[];
  /** A trusted key signed the checkpoint, and nothing of the tree is wrong. */
  readonly isSound: boolean;
}

/** The body of a leaf, where it is disclosed and of this kind. */
export function bodyAt<K extends LeafKind>(log: Pick<ReadLog, 'bodies'>, index: number, kind: K): BodyOf<K> | undefined {
  const body = log.bodies.get(index);
  return body?.kind === kind ? (body as unknown as BodyOf<K>) : undefined;
}

/** Indexes of the leaves of a kind, below a size. */
export function leavesOf(log: Pick<ReadLog, 'leaves' | 'size'>, kind: LeafKind, below = log.size): readonly number[] {
  const found: number[] = [];
  for (let index = 0; index < Math.min(below, log.leaves.length); index++) if (log.leaves[index]?.kind === kind) found.push(index);
  return found;
}
