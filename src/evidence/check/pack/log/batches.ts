import { sha256Hex } from '../../../../base/bytes/hash.ts';
import type { BodyOf } from '../../../../model/ledger.ts';
import type { BatchPredicate } from '../../../envelope/predicates.ts';
import { checkBatch } from '../../envelope/statement.ts';
import { sealProblem } from '../envelope.ts';
import type { TrustedKey } from '../keys.ts';
import type { Problems } from '../problem.ts';
import type { PackFiles } from '../read.ts';
import { bodyAt, leavesOf, type ReadLog } from './read-log.ts';

const FOLDER = 'statements/';

/** A batch of the log, and what a key signed of it. */
export interface CheckedBatch {
  readonly leaf: number;
  readonly body: BodyOf<'batch'>;
  readonly statement: BatchPredicate;
}

/** Batches whose signed statement is in the pack and holds, by leaf. Statements that no batch names, and batches that say something else than theirs, are told. */
export function checkBatches(
  problems: Problems,
  files: PackFiles,
  log: ReadLog,
  keys: readonly TrustedKey[],
): ReadonlyMap<number, CheckedBatch> {
  const batches = new Map<number, CheckedBatch>();
  const named = new Set<string>();
  for (const leaf of leavesOf(log, 'batch')) {
    const body = bodyAt(log, leaf, 'batch');
    if (body === undefined) continue;
    const file = `${FOLDER}${body.statement}.json`;
    named.add(file);
    const bytes = files.get(file);
    if (bytes === undefined) {
      problems.add('missing-file', file, '', `the statement that entry ${leaf} of the log names is not in the pack`);
      continue;
    }
    if (sha256Hex(bytes) !== body.statement) {
      problems.add('wrong-batch', file, '', `${file} is not the statement that entry ${leaf} of the log names`, {
        seen: sha256Hex(bytes),
        expected: body.statement,
      });
      continue;
    }
    const checked = checkBatch(
      bytes,
      keys.map(({ publicKey }) => publicKey),
    );
    if (!checked.holds) {
      sealProblem(problems, file, checked.faults);
      continue;
    }
    const statement = checked.value.statement.predicate;
    checkStatement(problems, log, file, leaf, body, statement);
    batches.set(leaf, { leaf, body, statement });
  }
  for (const file of files.keys())
    if (file.startsWith(FOLDER) && !named.has(file)) problems.add('wrong-batch', file, '', `no entry of the log names ${file}`);
  return batches;
}

function checkStatement(
  problems: Problems,
  log: ReadLog,
  file: string,
  leaf: number,
  body: BodyOf<'batch'>,
  statement: BatchPredicate,
): void {
  const differ = (what: string, seen: string | number | null, expected: string | number | null): void => {
    if (seen !== expected)
      problems.add(
        'wrong-batch',
        file,
        `payload.predicate.${what}`,
        `what was signed of a batch is not what entry ${leaf} of the log says`,
        { seen: seen ?? 'none', expected: expected ?? 'none' },
      );
  };
  differ('what', statement.what, body.what);
  differ('count', statement.count, body.count);
  differ('root', statement.root, body.root);
  const intent = log.leaves[leaf]?.of ?? null;
  if (intent === null || log.leaves[intent]?.kind !== 'run-intent') {
    problems.add('wrong-batch', 'log/bodies.ndjson', `leaf ${leaf}`, `entry ${leaf} of the log is a batch of no run`, {
      seen: intent ?? 'none',
    });
    return;
  }
  const begun = bodyAt(log, intent, 'run-intent');
  if (begun !== undefined) {
    differ('nonce', statement.nonce, begun.nonce);
    differ('configuration', statement.configuration, begun.configuration);
  }
}
