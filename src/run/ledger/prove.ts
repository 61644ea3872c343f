import type { LedgerReader } from '../../contract/ledger.ts';
import { formatTlogProof } from '../../evidence/log/proof.ts';
import type { Leaf, LeafBody, SaltedBody } from '../../model/ledger.ts';
import { RunLedgerError } from './errors.ts';
import { bodyOf } from './status.ts';

export interface Proof {
  readonly index: number;
  readonly leaf: Leaf;
  /** A C2SP tlog-proof of the leaf in the tree of the ledger's checkpoint; its `extra` line holds the leaf's bytes, which prove nothing alone. */
  readonly text: string;
  /** `null`: it was erased. */
  readonly body: SaltedBody | null;
}

/** Shows that an entry is in the ledger. `name`: its index; or the beginning of a run's nonce, capture or id, or of a pack's id: then its last entry. */
export async function proofOf(ledger: LedgerReader, name: string): Promise<Proof> {
  const index = /^(0|[1-9]\d{0,14})$/.test(name) && Number(name) < ledger.size ? Number(name) : await entryNamed(ledger, name);
  const hashes = (await ledger.inclusion(index)).map((hash) => Buffer.from(hash, 'base64'));
  for await (const { bytes, leaf } of ledger.leaves(index, index + 1)) {
    const text = formatTlogProof({ extra: bytes, index, hashes, checkpoint: ledger.checkpoint });
    return { index, leaf, text, body: await ledger.body(index) };
  }
  throw unknown(ledger, name);
}

const LEAST = 6;

async function entryNamed(ledger: LedgerReader, name: string): Promise<number> {
  if (!/^[0-9a-f]+$/.test(name) || name.length < LEAST) throw unknown(ledger, name);
  /** By what is named as a whole: its last entry. */
  const found = new Map<string, number>();
  for await (const { index, leaf } of ledger.leaves()) {
    if (leaf.kind !== 'run-intent' && leaf.kind !== 'run-end' && leaf.kind !== 'run-abort' && leaf.kind !== 'export') continue;
    const body = await bodyOf(ledger, index);
    const id = body === null ? undefined : idNamed(body, name);
    if (id !== undefined) found.set(id, index);
  }
  const [first, ...others] = found.values();
  if (first === undefined) throw unknown(ledger, name);
  if (others.length > 0)
    throw new RunLedgerError(
      'ambiguous-entry',
      `cannot tell which entry is ${JSON.stringify(name)}: ${[...found.values()].join(', ')} are`,
      {
        hint: 'name its index',
      },
    );
  return first;
}

/** The run or pack that a body is of, where the name is a beginning of one of its ids. */
function idNamed(body: LeafBody, name: string): string | undefined {
  if (body.kind === 'export') return body.pack.startsWith(name) ? body.pack : undefined;
  if (body.kind !== 'run-intent' && body.kind !== 'run-end' && body.kind !== 'run-abort') return undefined;
  const ids = body.kind === 'run-end' ? [body.nonce, body.capture, body.run] : [body.nonce];
  return ids.some((id) => id?.startsWith(name) === true) ? body.nonce : undefined;
}

function unknown(ledger: LedgerReader, name: string): RunLedgerError {
  return new RunLedgerError(
    'unknown-entry',
    `cannot find the entry ${JSON.stringify(name)}: the ledger has ${ledger.size} entries, and none is it`,
    {
      hint: `name an index, or ${LEAST} or more of the first characters of a run's capture or of a pack's id`,
    },
  );
}
