import type { PolicyDocument } from '../../rights/documents.ts';
import { combined } from '../../rights/rights.ts';
import type { Principal } from '../estate.ts';
import type { PolicyHeld } from '../held.ts';
import type { Templates } from '../templates.ts';
import type { Sought } from './needs.ts';
import type { Way } from './ways.ts';
import { waysOf } from './ways.ts';

/** A holder as it stands, or as it is once it has changed its own rights. */
export interface Seeker {
  readonly principal: Principal;
  /** How it changed them; `null`: it did not. */
  readonly first: { readonly method: string; readonly way: Way } | null;
}

/** The ways of a method, each with what the change takes. */
export function waysAs(sought: Sought, { principal, first }: Seeker, templates: Templates): readonly Way[] {
  const ways = waysOf(sought, principal, templates);
  return first === null ? ways : ways.map((way) => asChanged(way, first)).filter(({ right }) => right.windows.length > 0);
}

/** A way with what the change takes. */
export function asChanged(way: Way, first: Seeker['first']): Way {
  return first === null ? way : followedBy(first.way, way);
}

export function followedBy(first: Way, next: Way): Way {
  return { ...next, right: combined(first.right, next.right), used: [...first.used, ...next.used] };
}

/** The principal with a policy that it came to have; of those it has what limits it, or all (`beside`). */
export function withPolicy(principal: Principal, document: PolicyDocument, beside: 'limits' | 'all'): Principal {
  const { held } = principal;
  const kept = beside === 'all' ? held : held.filter(limits);
  return { ...principal, held: [...kept, givenToItself(principal, document)] };
}

/** The name of what a principal came to have by changing its own rights. */
export const SELF_GIVEN = 'what it may give itself';

/** A policy that the principal came to have. */
export function givenToItself({ id, boundary }: Principal, document: PolicyDocument): PolicyHeld {
  const source = { id, kind: 'identity', name: SELF_GIVEN, boundary };
  return { source, document, unlisted: null, policy: '', through: [], evidence: [] };
}

/** Whether more than the policies of its organization limits it. */
export function isLimited({ limit, held }: Principal): boolean {
  return limit.state !== 'none' || held.some(limits);
}

/** Whether any policy that counts for it, its own or one that limits it, is such. */
export function isBoundBy({ held, limit, place: { services, resources } }: Principal, is: (document: PolicyDocument) => boolean): boolean {
  if (held.some(({ document }) => document !== null && is(document)) || (limit.state === 'read' && is(limit.document))) return true;
  return services.denying.some(is) || services.nodes.some(({ documents }) => documents.some(is)) || resources.denying.some(is);
}

/** Whether a policy may keep something from whoever has it. */
export function limits({ document }: Principal['held'][number]): boolean {
  return document === null || document.denies;
}
