import type { Instant } from '../../../base/instant.ts';
import type { Checked, Fault } from '../../envelope/fault.ts';
import { fails, holds } from '../../envelope/fault.ts';
import { LogError } from '../../log/errors.ts';
import { parseSignedCheckpoint } from '../../log/checkpoint.ts';
import type { SignedCheckpoint } from '../../log/checkpoint.ts';
import { knownSignatures } from '../../log/note.ts';
import type { Vkey } from '../../log/vkey.ts';
import type { WitnessCode } from '../witness/check.ts';
import { checkCosignatures } from '../witness/check.ts';
import type { Policy } from './parse.ts';

/** Beside what cosignatures fail for: `malformed`: it is no signed checkpoint. `log`: no log of the policy signed it. `log-signature`: a line of one does not hold. `quorum`: too few cosigned. */
export type QuorumCode = WitnessCode | 'malformed' | 'log' | 'log-signature' | 'quorum';

export interface UnderPolicy {
  /** `null`: the policy names no log. */
  readonly log: Vkey | null;
  /** Names as the policy gives them. */
  readonly witnesses: readonly { readonly name: string; readonly at: Instant }[];
  readonly checkpoint: SignedCheckpoint;
}

/**
 * Whether a signed checkpoint is one that a policy takes: signed by one of its logs under the log's own name, and cosigned by its quorum. A policy without
 * logs says nothing of who signed: that is then known otherwise.
 */
export function checkPolicy(policy: Policy, note: Uint8Array | string): Checked<UnderPolicy, QuorumCode> {
  const checkpoint = signedCheckpoint(note);
  if (checkpoint === undefined) return fails('malformed', '', `${note.length} bytes`, 'a signed checkpoint');
  const faults: Fault<QuorumCode>[] = [];
  const own = policy.logs.map(({ vkey }) => vkey).filter(({ name }) => name === checkpoint.origin);
  const signed = knownSignatures(checkpoint.note, own);
  const logs = policy.logs.map(({ vkey: { name, id } }) => `${name} (${id})`).join(', ');
  if (signed.some((each) => !each.holds))
    faults.push({ code: 'log-signature', place: checkpoint.origin, seen: 'a line that does not hold', expected: `a signature by ${logs}` });
  else if (policy.logs.length > 0 && signed.length === 0)
    faults.push({ code: 'log', place: checkpoint.origin, seen: 'no signature by a log of the policy', expected: logs });
  const keys = policy.witnesses.map(({ vkey }) => vkey);
  const cosigned = checkCosignatures(checkpoint.note, keys);
  const marks = cosigned.holds ? cosigned.value : [];
  if (!cosigned.holds) faults.push(...cosigned.faults.filter(({ code }) => code !== 'no-cosignature'));
  const witnesses = policy.witnesses.flatMap(({ name, vkey }) => {
    const mark = marks.find(({ witness }) => witness === vkey);
    return mark === undefined ? [] : [{ name, at: mark.at }];
  });
  if (!isMet(policy, new Set(witnesses.map(({ name }) => name))))
    faults.push({
      code: 'quorum',
      place: policy.quorum ?? '',
      seen: witnesses.length === 0 ? 'no cosignature' : `cosignatures by ${witnesses.map(({ name }) => name).join(', ')}`,
      expected: wanted(policy),
    });
  const [first, ...rest] = faults;
  return first === undefined ? holds({ log: signed[0]?.key ?? null, witnesses, checkpoint }) : { holds: false, faults: [first, ...rest] };
}

/** Whether these witnesses, by name, are a quorum. */
export function isMet({ groups, quorum }: Policy, witnesses: ReadonlySet<string>): boolean {
  const met = new Set(witnesses);
  // each group comes after those it is made of
  for (const { name, atLeast, members } of groups) if (members.filter((member) => met.has(member)).length >= atLeast) met.add(name);
  return quorum === null || met.has(quorum);
}

function wanted({ groups, quorum }: Policy): string {
  const group = groups.find(({ name }) => name === quorum);
  return group === undefined ? (quorum ?? 'none') : `${group.atLeast} of ${group.members.join(', ')}`;
}

function signedCheckpoint(note: Uint8Array | string): SignedCheckpoint | undefined {
  try {
    return parseSignedCheckpoint(note);
  } catch (error) {
    if (error instanceof LogError) return undefined;
    throw error;
  }
}
