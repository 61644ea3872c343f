import type { NonEmpty } from '../../../src/base/json.ts';
import { byKeys } from '../../../src/base/order.ts';
import type { ToldCredential } from '../../../src/contract/connector.ts';
import type { Credential } from '../../../src/model/entity.ts';
import type { FactOfKind } from '../../../src/model/fact.ts';

export type CredentialFact = FactOfKind<'credential'>;

/** What two sources tell of the keys, or the certificates, of one user. */
export interface Sides {
  /** Of the credential report: numbered slots with times and no ids. */
  readonly slots: readonly CredentialFact[];
  /** Of a list: ids, states and when each was made. */
  readonly listed: readonly CredentialFact[];
  /** Whether the list is all there is: it was read to its end. */
  readonly whole: boolean;
  /** Whether the list was read after the report was there, so that it knows what became of the slots. */
  readonly later: boolean;
}

/**
 * Joins slots of the credential report with listed credentials. Two are one where they were made in the same second, or where one is left
 * on either side and the slot's time, which is the making or a later change, does not speak against it. What is left: a listed one is
 * new; a slot is gone where a whole and later list lacks it, and stays as the report says everywhere else.
 */
export function joinSlots({ slots, listed, whole, later }: Sides): readonly ToldCredential[] {
  const openSlots = new Set([...slots].sort(bySlot));
  const openListed = new Set([...listed].sort(bySlot));
  const joined: ToldCredential[] = [];
  const pair = (slot: CredentialFact, one: CredentialFact): void => {
    openSlots.delete(slot);
    openListed.delete(one);
    joined.push({ value: both(slot.value, one.value, later), facts: [slot, one] });
  };
  for (const slot of [...openSlots]) {
    const made = second(slot.value.rotatedAt);
    if (made === null || [...openSlots].some((other) => other !== slot && second(other.value.rotatedAt) === made)) continue;
    const same = [...openListed].filter((each) => second(each.value.createdAt) === made);
    if (same.length === 1) pair(slot, same[0] as CredentialFact);
  }
  const [slot, ...moreSlots] = openSlots;
  const [one, ...moreListed] = openListed;
  if (whole && slot !== undefined && one !== undefined && moreSlots.length + moreListed.length === 0 && mayBeOne(slot, one))
    pair(slot, one);
  for (const each of openListed) joined.push(alone(each));
  if (!(whole && later)) for (const each of openSlots) joined.push(alone(each));
  return joined;
}

export function alone(fact: CredentialFact): ToldCredential {
  return { value: fact.value, facts: [fact] as NonEmpty<CredentialFact> };
}

function mayBeOne({ value: slot }: CredentialFact, { value: one }: CredentialFact): boolean {
  const [changed, made] = [second(slot.rotatedAt), second(one.createdAt)];
  return changed === null || made === null || changed >= made;
}

/** The list is exact on what it has; when it was last used is the report's alone. */
function both(slot: Credential, one: Credential, later: boolean): Credential {
  const state = later || slot.state === one.state ? one.state : 'active';
  const createdAt = one.createdAt;
  return { ...one, state, createdAt, rotatedAt: createdAt === null ? slot.rotatedAt : null, lastUsed: slot.lastUsed };
}

function second(instant: string | null): string | null {
  return instant === null ? null : instant.slice(0, 19);
}

const bySlot = byKeys<CredentialFact>(
  ({ value }) => value.id,
  ({ key }) => key,
);
