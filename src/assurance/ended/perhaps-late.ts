import type { Entitlement } from '../entitled/entitled.ts';
import type { Trigger } from '../../model/authorisation.ts';
import { msOf } from './moments.ts';
import type { Spell } from './spell.ts';

/** A time in which an access, and then what lingers of it, can have been late. Epoch milliseconds. */
export interface PerhapsLate {
  readonly due: number;
  /** From then on it was allowed again. */
  readonly until: number;
}

/**
 * When an access can have been late by what only may be about it, and in breaks between what allowed it. Nothing before it can have begun is late.
 * `allowedMs`: of the policy in force at a trigger.
 */
export function perhapsLateOf(
  { notBefore }: Spell,
  { unsure }: Entitlement,
  allowedMs: (trigger: Trigger) => number,
): readonly PerhapsLate[] {
  return unsure.map(({ trigger, until }) => ({
    due: Math.max(msOf(trigger.at) + allowedMs(trigger), notBefore ?? -Infinity),
    until: until === null ? Infinity : msOf(until),
  }));
}
