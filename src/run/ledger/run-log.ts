import { VestigeError } from '../../base/errors.ts';
import { instantOf } from '../../base/instant.ts';
import { byCodeUnit } from '../../base/order.ts';
import type { Ledger, ToAppend } from '../../contract/ledger.ts';
import { batchHashings } from '../../evidence/envelope/predicates.ts';
import { batchStatement } from '../../evidence/envelope/statement.ts';
import { sealEnvelope } from '../../evidence/seal/envelope.ts';
import type { LeafBody, OutsideAnchor, RunCommand } from '../../model/ledger.ts';
import { programName } from '../version.ts';
import { batchesOf, type MadeBatch } from './batches.ts';
import { toldBy, type Ended } from './ended.ts';
import { withLedger, type Logbook } from './logbook.ts';
import type { Scope } from './scope.ts';

export interface Opening {
  readonly command: RunCommand;
  /** Hash of the configuration in force. */
  readonly configuration: string;
  readonly scope: Scope;
}

/** A run whose intent is durable. */
export interface Begun extends Opening {
  /** Index of its intent. */
  readonly intent: number;
  /** 32 random bytes, hex. */
  readonly nonce: string;
}

const NONCE_BYTES = 32;

/** Writes what a run is about to do. Nothing may be read before this resolves. */
export function logIntent(logbook: Logbook, { command, configuration, scope }: Opening): Promise<Begun> {
  const nonce = Buffer.from(logbook.random(NONCE_BYTES)).toString('hex');
  return withLedger(logbook, async (ledger) => {
    const anchor = await newestAnchor(ledger);
    const body: LeafBody = {
      ...{ kind: 'run-intent', command, nonce, by: logbook.by, program: programName(), configuration, scope, anchor },
    };
    const [intent] = await ledger.append([{ at: instantOf(logbook.now()), of: null, body }]);
    return { command, configuration, scope, nonce, intent: intent ?? ledger.size - 1 };
  });
}

async function newestAnchor(ledger: Ledger): Promise<OutsideAnchor | null> {
  return (await ledger.anchors()).at(-1)?.anchor ?? null;
}

/** Hashes what the run read and concluded, and writes that with its end: all of it or nothing. Answers the index of the end. */
export async function logEnd(logbook: Logbook, begun: Begun, ended: Ended): Promise<number> {
  const made = await batchesOf(ended, logbook.random);
  return withLedger(logbook, async (ledger) => {
    const at = instantOf(logbook.now());
    const base = ledger.size;
    const entries: ToAppend[] = [];
    for (const [place, batch] of made.batches.entries()) {
      const { what, count, root, secret } = batch;
      const statement = await ledger.keepStatement(await sealed(ledger, begun, ended, batch));
      await ledger.keepSecret(base + place, secret);
      entries.push({ at, of: begun.intent, body: { kind: 'batch', what, count, root, statement } });
    }
    const batches = entries.map((_, place) => base + place);
    const boundaries = ended.boundaries ?? [...made.boundaries].sort(byCodeUnit);
    entries.push({ at, of: begun.intent, body: endBody(begun, ended, { batches, boundaries }) });
    await ledger.append(entries);
    return base + entries.length - 1;
  });
}

function sealed(
  { signer }: Ledger,
  { nonce, configuration }: Begun,
  { report }: Ended,
  { what, capture, count, root }: MadeBatch,
): Promise<Uint8Array> {
  const isPages = what === 'pages';
  return sealEnvelope(
    signer,
    batchStatement({
      ...{ what, count, root, nonce, capture, configuration },
      asOf: isPages ? null : (report?.run.asOf ?? null),
      program: programName(),
      hashing: isPages ? batchHashings.pages : batchHashings.values,
    }),
  );
}

function endBody(
  { command, nonce }: Begun,
  { captures, report, answered, run }: Ended,
  told: { readonly batches: readonly number[]; readonly boundaries: readonly string[] },
): LeafBody {
  const [capture, ...others] = captures;
  return {
    ...{ kind: 'run-end', command, nonce, run, ...told, report: answered, ...toldBy(report) },
    capture: others.length === 0 ? (capture?.id ?? null) : null,
    pages: captures.reduce((sum, { count }) => sum + count, 0),
  };
}

/** Writes that a run ended before its end. A message may name whom it met, so it is kept in what can be erased. */
export function logAbort(logbook: Logbook, { intent, nonce }: Begun, error: unknown): Promise<void> {
  const code = error instanceof VestigeError ? error.code : 'failed';
  const why = error instanceof Error ? error.message : String(error);
  return withLedger(logbook, async (ledger) => {
    await ledger.append([{ at: instantOf(logbook.now()), of: intent, body: { kind: 'run-abort', nonce, code, why } }]);
  });
}
