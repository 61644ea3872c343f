import type { Grant } from '../../../../src/model/grant.ts';
import type { Principal } from '../estate.ts';
import type { Gain } from './elevated.ts';
import { grantOf } from './elevated.ts';
import type { Told } from './offers.ts';
import type { Way } from './ways.ts';

/** What comes of the methods that a principal has. */
export interface Gained {
  /** What it gives itself. */
  readonly own: readonly Gain[];
  /** What it has as others. */
  readonly boosted: readonly Gain[];
  /** Whom it reaches. */
  readonly offers: readonly Told[];
}

/** What a principal gains, with its ways as it has them. */
export interface Its {
  readonly gained: Gained;
  readonly as: (way: Way) => Way;
}

/** Writes it down for a principal that gains it. */
export function tell({ gained: { own, boosted, offers }, as }: Its, principal: Principal, into: Grant[]): void {
  const grants = own.map((each) => grantOf(each, principal, as(each.elevated.way)));
  for (const each of firstOfEach(grants)) into.push(each);
  for (const each of boosted) into.push(grantOf(each, principal, as(each.elevated.way)));
  for (const { spread, reached, method, way, also } of offers) spread.add(reached, { principal, way: as(way), method, also });
}

/** Of grants of one policy that say the same by several methods the first. */
function firstOfEach(grants: readonly Grant[]): readonly Grant[] {
  if (grants.length < 2) return grants;
  const seen = new Map<string, Grant>();
  for (const each of grants) {
    const id = each.key.replace(`|${each.escalation ?? ''}`, '|');
    if (!seen.has(id)) seen.set(id, each);
  }
  return [...seen.values()];
}
