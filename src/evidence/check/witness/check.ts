import type { Instant } from '../../../base/instant.ts';
import { instantOf } from '../../../base/instant.ts';
import type { Checked, Fault } from '../../envelope/fault.ts';
import { holds } from '../../envelope/fault.ts';
import { parseCosignature } from '../../log/cosignature.ts';
import type { Note } from '../../log/note.ts';
import { knownSignatures } from '../../log/note.ts';
import type { Vkey } from '../../log/vkey.ts';

/** `cosignature`: a line by a known witness does not hold. `no-cosignature`: none of them signed. `time`: it tells a time that is none. */
export type WitnessCode = 'cosignature' | 'no-cosignature' | 'time';

export interface Cosigned {
  readonly witness: Vkey;
  /** By the witness's clock: then this was the largest consistent tree of this log that it had seen. */
  readonly at: Instant;
}

/**
 * The known witnesses that cosigned a checkpoint (C2SP tlog-cosignature v1), in the order of the note. A line that names one of them and does not hold
 * fails all; lines of others say nothing.
 */
export function checkCosignatures(note: Note, witnesses: readonly Vkey[]): Checked<readonly Cosigned[], WitnessCode> {
  const keys = witnesses.filter(({ type }) => type === 'cosignature-v1');
  const faults: Fault<WitnessCode>[] = [];
  const cosigned: Cosigned[] = [];
  for (const { key, signature, holds: isGood } of knownSignatures(note, keys)) {
    const place = `${key.name} (${key.id})`;
    const seconds = parseCosignature(signature.signature)?.seconds;
    const at = seconds === undefined ? undefined : timeOf(seconds);
    if (!isGood)
      faults.push({ code: 'cosignature', place, seen: 'a line that does not hold', expected: 'a cosignature of this checkpoint' });
    else if (at === undefined)
      faults.push({ code: 'time', place, seen: `${seconds ?? 0} seconds`, expected: 'a time before the year 10000' });
    else cosigned.push({ witness: key, at });
  }
  const [first, ...rest] = faults;
  if (first !== undefined) return { holds: false, faults: [first, ...rest] };
  if (cosigned.length > 0) return holds(cosigned);
  const expected = keys.map(({ name, id }) => `${name} (${id})`).join(', ') || 'a witness that is known';
  return { holds: false, faults: [{ code: 'no-cosignature', place: '', seen: `${note.signatures.length} lines by others`, expected }] };
}

/** Year 9999 is the last that an instant can write. */
function timeOf(seconds: number): Instant | undefined {
  return seconds <= 253_402_300_799 ? instantOf(seconds * 1000) : undefined;
}
