import type { LedgerReader } from '../../contract/ledger.ts';
import { parseEnvelope } from '../../evidence/envelope/envelope.ts';
import { isJsonObject } from '../../base/json.ts';
import { parseStatement } from '../../evidence/envelope/statement.ts';
import type { PackLeaf } from '../../evidence/pack/input.ts';
import type { CaptureId } from '../../model/ids.ts';
import type { BodyOf } from '../../model/ledger.ts';

/** A batch that a run logged. */
export interface LoggedBatch extends Pick<BodyOf<'batch'>, 'what' | 'count' | 'root' | 'statement'> {
  readonly leaf: number;
  /** By its statement; `null`: it names none, or the statement is not here. */
  readonly capture: CaptureId | null;
  /** `null`: it was erased, and what was hashed can no longer be shown. */
  readonly secret: Uint8Array | null;
}

/** All batches of a ledger whose bodies were not erased, in their order. Statements name captures; their signatures are for the checker to verify. */
export async function loggedBatches(reader: LedgerReader, leaves: readonly PackLeaf[]): Promise<readonly LoggedBatch[]> {
  const batches: LoggedBatch[] = [];
  for (const { index, body } of leaves) {
    if (body?.kind !== 'batch') continue;
    const { what, count, root, statement } = body;
    batches.push({
      what,
      count,
      root,
      statement,
      leaf: index,
      capture: await captureOf(reader, statement),
      secret: await reader.secret(index),
    });
  }
  return batches;
}

async function captureOf(reader: LedgerReader, statement: string): Promise<CaptureId | null> {
  const bytes = await reader.statement(statement);
  const envelope = bytes === null ? null : parseEnvelope(bytes);
  if (envelope?.holds !== true) return null;
  const read = parseStatement(envelope.value.payload);
  if (!read.holds || !isJsonObject(read.value.predicate)) return null;
  const { capture } = read.value.predicate;
  return typeof capture === 'string' ? capture : null;
}
