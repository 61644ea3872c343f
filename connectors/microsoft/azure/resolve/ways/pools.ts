import { sha256Hex } from '../../../../../src/base/bytes/hash.ts';
import { byCodeUnit } from '../../../../../src/base/order.ts';
import type { ConditionNote, Link } from '../../../../../src/model/grant.ts';
import type { EntityId, ScopeId } from '../../../../../src/model/ids.ts';
import { tenantBoundary } from '../../../ids.ts';
import { linkOf } from '../elements.ts';
import type { Estate } from '../estate.ts';
import type { Target } from './targets.ts';

export type Reached = 'certain' | 'possible' | 'not';

/** The kinds of targets that some holders reach, and what of them is denied. */
export interface Reaching {
  /** The same for all who reach the same. */
  readonly name: string;
  readonly kinds: ReadonlySet<string>;
  reaches(target: Target): Reached;
}

/**
 * Holders to identities by way of the scopes between: a holder enters the pool of its scope, a scope's pool leads to those of the scopes
 * within that somebody enters, and the innermost leads to the identities. So there are as many links as holders, scopes and identities, and
 * never their product.
 */
export class WayPools {
  readonly #estate: Estate;
  readonly #entered = new Map<string, { readonly reaching: Reaching; readonly scopes: Set<ScopeId> }>();

  constructor(estate: Estate) {
    this.#estate = estate;
  }

  /** The pool that a holder at a scope enters. */
  enter(reaching: Reaching, scope: ScopeId): EntityId {
    let known = this.#entered.get(reaching.name);
    if (known === undefined) this.#entered.set(reaching.name, (known = { reaching, scopes: new Set() }));
    known.scopes.add(scope);
    return this.#poolOf(reaching, scope);
  }

  *links(targets: readonly Target[]): Iterable<Link> {
    const within = new Map<ScopeId, Target[]>();
    for (const target of targets) {
      for (const scope of target.chain) {
        const known = within.get(scope);
        if (known === undefined) within.set(scope, [target]);
        else known.push(target);
      }
    }
    for (const { reaching, scopes } of [...this.#entered.values()].sort((a, b) => byCodeUnit(a.reaching.name, b.reaching.name))) {
      const strongest = new Map<string, Link>();
      const near = new Set<Target>();
      for (const scope of scopes) for (const target of within.get(scope) ?? []) near.add(target);
      for (const target of near) {
        const reached = reaching.kinds.has(target.kind) ? reaching.reaches(target) : 'not';
        if (reached === 'not') continue;
        for (const scope of this.#nearest(target.chain, scopes)) {
          const link = this.#toIdentity(reaching, scope, target, reached);
          const key = `${link.from} ${link.how} ${link.to}`;
          const known = strongest.get(key);
          if (known === undefined || (known.presence === 'possible' && link.presence === 'certain')) strongest.set(key, link);
        }
      }
      yield* strongest.values();
      for (const scope of scopes) {
        for (const outer of this.#nearest(this.#estate.tree.chain(scope).slice(1), scopes)) yield this.#inward(reaching, outer, scope);
      }
    }
  }

  /** Those of a chain that are entered, and that hold no other one of it that is. */
  #nearest(chain: readonly ScopeId[], entered: ReadonlySet<ScopeId>): readonly ScopeId[] {
    const met = chain.filter((each) => entered.has(each));
    if (met.length < 2) return met;
    const { tree } = this.#estate;
    return met.filter((each) => !met.some((other) => other !== each && tree.contains(each, other) && !tree.contains(other, each)));
  }

  #toIdentity(reaching: Reaching, scope: ScopeId, target: Target, reached: Reached): Link {
    const { identity: to, how, boundary, source, evidence, because, doubt } = target;
    const doubts: ConditionNote[] = [];
    if (doubt !== undefined) doubts.push({ text: doubt, settled: 'outside' });
    if (reached === 'possible') doubts.push({ text: `the condition of a deny assignment at ${target.place}`, settled: 'outside' });
    const ends = { from: this.#poolOf(reaching, scope), to, how, boundary, source, evidence, because: [because] };
    return linkOf(ends, doubts.length === 0 ? {} : { presence: 'possible', conditions: doubts });
  }

  #inward(reaching: Reaching, outer: ScopeId, inner: ScopeId): Link {
    const to = this.#poolOf(reaching, inner);
    const boundary = this.#estate.boundaryOf(inner);
    const source = { id: `${to}|within`, kind: 'azure-scope', name: `${inner} lies in ${outer}`, boundary };
    const because = [`what holds at ${outer} holds at ${inner}`];
    return linkOf({ from: this.#poolOf(reaching, outer), to, how: 'can-run-as', boundary, source, evidence: [], because });
  }

  #poolOf({ name }: Reaching, scope: ScopeId): EntityId {
    // those who meet in it, and the identities, are the directory's
    const tenant = this.#estate.tenantOf(this.#estate.boundaryOf(scope));
    const place = scope.replace(/^azure:/, '').replaceAll(':', '%3a');
    return `pool:${tenantBoundary(tenant.slice('azure:'.length))}:azure-ways-${sha256Hex(name).slice(0, 12)}|${place}`;
  }
}
