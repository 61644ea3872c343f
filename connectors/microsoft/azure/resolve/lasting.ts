import { parseInstant } from '../../../../src/base/instant.ts';
import type { Instant } from '../../../../src/base/instant.ts';
import type { Authority } from '../../../../src/model/grant.ts';
import type { BoundaryId, ScopeId } from '../../../../src/model/ids.ts';
import type { Bounds } from '../../../../src/model/persistence.ts';
import { classRank, exactly, lessLasting } from '../../../../src/model/persistence.ts';
import type { Windows } from '../../../../src/model/window.ts';
import { always, intersect } from '../../../../src/model/window.ts';
import type { Estate } from './estate.ts';

/** How lasting an authority is, and what switches it on. */
export type Lasting = Pick<Authority, 'bounds' | 'windows' | 'endsBy' | 'gate'> & { readonly gatedBy?: string };

const endless = { windows: always, endsBy: 'nothing', gate: 'none' } as const;

export const standing: Lasting = { ...endless, bounds: exactly('standing') };
/** A row that looks permanent, where what PIM says of it was not read. */
export const maybeActivated: Lasting = { ...endless, bounds: { lo: 'activated', hi: 'standing' } };

/** Given for a time, or for good. */
export function assigned(from: Instant | null, until: Instant | null): Lasting {
  if (until === null) return from === null ? standing : { ...standing, windows: windowOf(from, null) };
  return { bounds: exactly('time-bound'), windows: windowOf(from, until), endsBy: 'provider', gate: 'none' };
}

/**
 * Switched on by its holder. One without an end is what its eligibility can be made to last: no shorter than activated, and nothing the
 * provider was seen to enforce ends it.
 */
export function activated(gate: Pick<Lasting, 'gate' | 'gatedBy'>, from: Instant | null, until: Instant | null): Lasting {
  if (until === null) return { ...gate, bounds: { lo: 'activated', hi: 'standing' }, windows: windowOf(from, null), endsBy: 'nothing' };
  return { ...gate, bounds: exactly('activated'), windows: windowOf(from, until), endsBy: 'provider' };
}

/** In force now, and how it came to be is not told. */
export function activeSomehow(from: Instant | null, until: Instant | null): Lasting {
  if (until === null) return maybeActivated;
  return { bounds: { lo: 'activated', hi: 'time-bound' }, windows: windowOf(from, until), endsBy: 'provider', gate: 'none' };
}

/** Its holder has to switch it on. */
export function eligible(gate: Pick<Lasting, 'gate' | 'gatedBy'>, from: Instant | null, until: Instant | null): Lasting {
  return { ...gate, bounds: exactly('eligible'), windows: windowOf(from, until), endsBy: until === null ? 'nothing' : 'provider' };
}

/**
 * What has to happen before a role of a scope is switched on. Without its policy the least is assumed, and no policy is named: then how good
 * the gate is stays open. A role and a scope have a policy of their own; none is inherited
 * (https://learn.microsoft.com/entra/id-governance/privileged-identity-management/pim-resource-roles-configure-role-settings).
 */
export function gateOf(estate: Estate, boundary: BoundaryId, scope: ScopeId, role: string): Pick<Lasting, 'gate' | 'gatedBy'> {
  const id = `azure/${estate.tenantOf(boundary).slice('azure:'.length)}/policy/${scope}/${role}`;
  const policy = estate.policy(id);
  if (policy === undefined) return { gate: 'self' };
  // switching on is always an act
  return { gate: policy.gate === 'none' ? 'self' : policy.gate, gatedBy: id };
}

/** What stands for a membership that was not read: it may have to be switched on itself. */
export function throughUnreadGroup(lasting: Lasting): Lasting {
  const bounds: Bounds = { lo: lessLasting(lasting.bounds.lo, 'eligible'), hi: lasting.bounds.hi };
  return { ...lasting, bounds };
}

/** An end or a beginning that is no time bounds nothing. */
function windowOf(from: Instant | null, until: Instant | null): Windows {
  const [start, end] = [from === null ? null : (parseInstant(from) ?? null), until === null ? null : (parseInstant(until) ?? null)];
  if (start === null && end === null) return always;
  return start !== null && end !== null && start >= end ? [] : [{ from: start, until: end }];
}

/** What needs both: no more lasting than either, and only while both work. The gate is that of the less lasting one. */
export function both(a: Lasting, b: Lasting): Lasting {
  const least = classRank(b.bounds.hi) < classRank(a.bounds.hi) ? b : a;
  return {
    ...least,
    bounds: { lo: lessLasting(a.bounds.lo, b.bounds.lo), hi: lessLasting(a.bounds.hi, b.bounds.hi) },
    windows: intersect(a.windows, b.windows),
  };
}
