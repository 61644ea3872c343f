import { decodeUtf8 } from '../../../../base/decode.ts';
import { leafBytes } from '../../../log/leaf.ts';
import type { Vkey } from '../../../log/vkey.ts';
import { checkTlogProof } from '../../log/proof.ts';
import type { Problems } from '../problem.ts';
import type { PackFiles } from '../read.ts';
import { CHECKPOINT } from './check.ts';
import type { ReadLog } from './read-log.ts';

/** That the proofs for other people's tools are of the entries they are named after, and of the checkpoint of the pack. */
export function checkProofs(
  problems: Problems,
  files: PackFiles,
  log: ReadLog,
  keys: readonly Vkey[],
  entries: Readonly<Record<'population' | 'export', number | null>>,
): void {
  for (const name of ['population', 'export'] as const) {
    const file = `proofs/${name}.tlog-proof`;
    const bytes = files.get(file);
    const index = entries[name];
    if (bytes === undefined) {
      if (index !== null) problems.add('missing-file', file, '', `the proof that the ${name} is in the log is not in the pack`);
      continue;
    }
    const leaf = index === null ? null : log.leaves[index];
    if (leaf === undefined || leaf === null) {
      problems.add('wrong-proof', file, '', `${file} is of an entry that the log does not have`, { seen: index ?? 'none' });
      continue;
    }
    const { proof, problems: faults } = checkTlogProof(bytes, leafBytes(leaf), keys, file);
    for (const { place, code, seen, expected } of faults)
      problems.add('wrong-proof', file, place, `${file} does not hold: ${code.replaceAll('-', ' ')}`, { seen, expected });
    if (proof === null) continue;
    if (proof.index !== index)
      problems.add('wrong-proof', file, 'index', `${file} is of another entry of the log`, { seen: proof.index, expected: index });
    if (proof.checkpoint !== decodeUtf8(files.get(CHECKPOINT) ?? new Uint8Array(0)))
      problems.add('wrong-proof', file, 'checkpoint', `${file} has another checkpoint than the pack`);
    if (proof.extra !== null) problems.add('wrong-proof', file, 'extra', `${file} holds bytes that nothing vouches for`);
  }
}
