import type { Sequence } from '../sequence.ts';
import type { ElementColumns } from './element-columns.ts';
import type { EvidenceColumns } from './evidence.ts';
import type { IdentityColumns } from './people.ts';

/** All of a graph that grows with the estate, as numbers and texts. */
export interface GraphColumns {
  readonly boundaryNames: Sequence<string>;
  readonly identities: IdentityColumns;
  readonly nodeKind: Uint8Array;
  /** Hash and power (text-hash.ts) of each id. */
  readonly idHash: Int32Array;
  readonly idPower: Int32Array;
  /** Of each target, the place of its capability in the list of them, and its scope. */
  readonly targetCapability: Uint8Array;
  readonly targetScope: Sequence<string>;
  readonly links: ElementColumns;
  readonly grants: ElementColumns;
  readonly evidence: EvidenceColumns;
}
