import type { EntityId } from '../../../../src/model/ids.ts';
import { covers, hasWildcard, meets } from '../../policy/glob.ts';
import { universeOf } from '../capabilities.ts';
import type { Principal } from '../estate.ts';
import type { PolicyHeld } from '../held.ts';
import { asksOwnTags, denies, ownerOf } from './changes.ts';
import type { Gained, Its } from './gained.ts';
import type { Likeness } from './likeness.ts';
import { likenessOf, waysLike } from './likeness.ts';
import type { Need, Sought } from './needs.ts';
import { isAssuming, isOwn } from './needs.ts';
import type { Search } from './search.ts';
import { changeable, isUnchangeable, olderVersions } from './search.ts';
import type { Shared } from './targets.ts';
import { patternsOn } from './ways.ts';

/** What the first of those that are alike gains, and the principals that tells of. */
interface Known {
  readonly likeness: Likeness;
  readonly met: ReadonlySet<EntityId>;
  readonly gained: Gained;
}

/** Looks once for what principals gain that are alike: but for what names them, and for what they are to themselves. */
export class Kin {
  readonly #search: Search;
  readonly #shared: Shared;
  readonly #known = new Map<string, Known>();
  readonly #patterns = new Map<string, readonly string[]>();

  constructor(search: Search, shared: Shared) {
    this.#search = search;
    this.#shared = shared;
  }

  /** `look`: what it gains; it adds the principals that this tells of. */
  of(holder: Principal, methods: readonly Sought[], look: (met: Set<EntityId>) => Gained): Its {
    const likeness = likenessOf(holder, methods, this.#search.templates);
    const itself = this.#isNamed(holder, methods) ? null : this.#toItself(holder, methods, likeness.key);
    const key = `${likeness.key}\n\n${itself ?? ''}`;
    const known = itself === null ? undefined : this.#known.get(key);
    if (known !== undefined && !known.met.has(holder.id)) return { gained: known.gained, as: waysLike(known.likeness, likeness) };
    const met = new Set<EntityId>();
    const gained = look(met);
    if (itself !== null && known === undefined && !met.has(holder.id)) this.#known.set(key, { likeness, met, gained });
    return { gained, as: (way) => way };
  }

  /** Whether trust policies name it, where it matters. */
  #isNamed(holder: Principal, methods: readonly Sought[]): boolean {
    const asks = methods.some((each) => isOwn(each) || isAssuming(each));
    return asks && this.#shared.naming(holder).length > 0;
  }

  /** What it is to the methods that change its own rights, in one text; `null`: like nobody. */
  #toItself(holder: Principal, methods: readonly Sought[], likeness: string): string | null {
    const own = methods.filter(isOwn);
    if (own.length === 0) return '';
    const { id, caller, limit, boundary } = holder;
    // free of its boundary or of a deny, or with other tags, it has what all of its policies give, and each is told by its name
    const frees = (family: Sought['method']['family']): boolean =>
      own.some(({ method, needs }) => method.family === family && needs.every((need) => this.#isGiven(need, holder)));
    if (limit.state !== 'none' && frees('own-boundary')) return null;
    if (holder.held.some(denies) && frees('own-denies')) return null;
    if (asksOwnTags(holder) && frees('own-tags')) return null;
    const { roomy, full } = changeable(holder, this.#search);
    const policies = [...roomy, ...full];
    // any of them may give anything
    if (
      own.some(({ method }) => method.family === 'older-version') &&
      policies.some((policy) => olderVersions(policy, boundary, this.#search.facts).length > 0)
    )
      return null;
    const name = caller.arn ?? id;
    // which of them it takes off itself hangs on whose they are and what they are called
    const denying = holder.held.flatMap((held) => (denies(held) ? [ownerOf(held) === name ? calledOf(held) : held.source.id] : []));
    const itself = standing(name, this.#patternsOver('oneself', holder, own, likeness));
    if (itself === null) return null;
    const over = policies.length === 0 ? [] : this.#patternsOver('own-policy', holder, own, likeness);
    return `${String(isUnchangeable(id))}\n${alike(roomy, over)}\n${alike(full, over)}\n${this.#search.memberOf(holder).join()}\n${denying.join()}\n${itself}`;
  }

  #isGiven(need: Need, holder: Principal): boolean {
    return patternsOn(need, holder, this.#search.templates).length > 0;
  }

  /** The patterns that tell which of those that are alike a right over themselves, or over their policies, reaches. */
  #patternsOver(on: 'oneself' | 'own-policy', holder: Principal, own: readonly Sought[], likeness: string): readonly string[] {
    const id = `${on} ${likeness}`;
    let known = this.#patterns.get(id);
    if (known === undefined) {
      const all = new Set<string>(on === 'oneself' ? [] : [universeOf('policy', holder.partition, holder.account)]);
      for (const { needs } of own) {
        for (const need of needs) {
          if (need.ingredient.on === on) for (const each of patternsOn(need, holder, this.#search.templates)) all.add(each);
        }
      }
      this.#patterns.set(id, (known = [...all]));
    }
    return known;
  }
}

/** What of a policy of its own others may have alike. */
function calledOf({ policy, source: { kind } }: PolicyHeld): string {
  return kind === 'inline-policy' ? 'inline' : policy;
}

/** Which of the patterns reach a name; `null`: one reaches names like it and may or may not reach it. */
function standing(name: string, patterns: readonly string[]): string | null {
  let text = '';
  for (const pattern of patterns) {
    const isCovered = covers(pattern, name);
    if (!isCovered && meets(pattern, name)) return null;
    text += isCovered ? '1' : '0';
  }
  return text;
}

/** Names that each pattern reaches all together or not at all are told by that: which they are, and how many, makes no method more or less. */
function alike(names: readonly string[], patterns: readonly string[]): string {
  const [first, ...more] = names;
  if (first === undefined) return '';
  const its = standing(first, patterns);
  const areAlike = its !== null && more.every((each) => standing(each, patterns) === its);
  return areAlike && !names.some(hasWildcard) ? `some ${its}` : names.join();
}
