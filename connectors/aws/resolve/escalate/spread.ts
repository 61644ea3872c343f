import { sha256Hex } from '../../../../src/base/bytes/hash.ts';
import type { Evidence } from '../../../../src/model/fact.ts';
import type { LinkKind, Source } from '../../../../src/model/grant.ts';
import type { EntityId } from '../../../../src/model/ids.ts';
import type { ResourceSet } from '../../rights/resources.ts';
import type { Right } from '../../rights/rights.ts';
import { combined, plainRight } from '../../rights/rights.ts';
import { plainDetail } from '../assume.ts';
import type { Principal } from '../estate.ts';
import type { Candidate } from '../links.ts';
import type { Reached } from './names.ts';
import { Names } from './names.ts';
import { partitioned } from './partition.ts';
import { evidenceOf, saying } from './told.ts';
import type { Way } from './ways.ts';

/** What is reached where a method's permissions are allowed on a name. */
export interface Target {
  readonly to: EntityId;
  /** What must be so of the target itself: how its trust lets the service in. */
  readonly right: Right;
  readonly source: Source;
  readonly because: string;
  readonly caveats: readonly string[];
  readonly evidence: readonly Evidence[];
}

/** A holder that reaches names by a method. */
export interface Member {
  readonly principal: Principal;
  readonly way: Way;
  readonly method: string;
  /** Other methods that come to no more, in words. */
  readonly also: readonly string[];
  /** Left out: none but those of the place. */
  readonly caveats?: readonly string[];
}

interface Crowd {
  readonly members: Member[];
  readonly items: readonly number[];
  readonly count: number;
}

const none: readonly never[] = [];

/** Up to so many links are made one by one: a pool in their place would hide little and cost a step. */
const FEW = 16;

export interface SpreadOf {
  readonly how: LinkKind;
  readonly account: string;
  /** Of its pools, among those of the account; without a colon. */
  readonly name: string;
  /** Told of what leads out of pools, whose members may have other methods to the same. */
  readonly method: string;
}

/**
 * Links of one account to what can be reached by some names, by any method: through pools where many holders meet many targets. A pool leads to targets
 * and to pools of what several sets of names have in common, so the links are about as many as holders, targets and patterns together.
 */
export class Spread {
  readonly names: Names;
  readonly #of: SpreadOf;
  readonly #targets: ReadonlyMap<string, readonly Target[]>;
  readonly #members = new Map<Reached, Member[]>();

  /** `targets`: by the name that the permissions are on. */
  constructor(of: SpreadOf, targets: ReadonlyMap<string, readonly Target[]>) {
    this.#of = of;
    this.#targets = targets;
    this.names = new Names(targets.keys());
  }

  add(reached: Reached, member: Member): void {
    const members = this.#members.get(reached);
    if (members === undefined) this.#members.set(reached, [member]);
    else members.push(member);
  }

  addTo(resources: ResourceSet, member: Member): void {
    const reached = this.names.reached(resources);
    if (reached !== null) this.add(reached, member);
  }

  links(into: Candidate[]): void {
    const many: Reached[] = [];
    for (const [reached, members] of this.#members) {
      const few = this.names.few(reached, Math.max(1, Math.floor(FEW / members.length)));
      if (few === undefined) many.push(reached);
      else for (const member of members) for (const name of few) this.#direct(member, name, into);
    }
    if (many.length > 0) this.#pooled(many, into);
  }

  #pooled(many: readonly Reached[], into: Candidate[]): void {
    const { sets, parts, at, counts } = partitioned(this.names.all.length, this.names.found, many);
    const crowds = sets.map((items, set): Crowd => ({ members: [], items, count: counts[set] ?? 0 }));
    for (const [place, reached] of many.entries()) crowds[at[place] ?? 0]?.members.push(...(this.#members.get(reached) ?? []));
    const ids: EntityId[] = [];
    // a part lies only in parts before it
    for (const [place, items] of [...parts.entries()].reverse()) ids[place] = this.#pool('part', items, ids);
    for (const [place, items] of parts.entries()) this.#opens(ids[place] ?? '', items, ids, into);
    for (const { members, items, count } of crowds) {
      const [only, ...more] = items;
      const isOne = only !== undefined && more.length === 0;
      if (!isOne && members.length > 1) {
        const pool = this.#pool('all', items, ids);
        for (const member of members) into.push(this.#joins(member, pool, count));
        this.#opens(pool, items, ids, into);
        continue;
      }
      for (const member of members) {
        for (const item of items) {
          if (item >= 0) this.#direct(member, item, into);
          else into.push(this.#joins(member, ids[~item] ?? '', count));
        }
      }
    }
  }

  #pool(kind: string, items: readonly number[], parts: readonly EntityId[]): EntityId {
    const { account, name } = this.#of;
    const told = items.map((item) => (item < 0 ? parts[~item] : this.names.all[item]));
    return `pool:aws:${account}:${name}-${kind}-${sha256Hex(told.join('\n')).slice(0, 12)}`;
  }

  #opens(pool: EntityId, items: readonly number[], parts: readonly EntityId[], into: Candidate[]): void {
    for (const item of items) {
      if (item < 0) {
        into.push(this.#contains(pool, parts[~item] ?? ''));
        continue;
      }
      const targets = this.#targetsOf(item);
      // a name comes once in a pool, so what has it and is reached in one way is told once
      const isAlone = targets.length === 1 && targets[0]?.to === this.names.all[item];
      for (const target of targets) into.push(this.#leads(pool, target, isAlone));
    }
  }

  #targetsOf(name: number): readonly Target[] {
    return this.#targets.get(this.names.all[name] ?? '') ?? [];
  }

  #direct(member: Member, name: number, into: Candidate[]): void {
    for (const target of this.#targetsOf(name)) {
      if (member.principal.id === target.to) continue;
      const right = target.right === plainRight ? member.way.right : combined(member.way.right, target.right);
      if (right.windows.length === 0) continue;
      const joining = this.#joins(member, target.to, 1);
      const evidence = target.evidence.length === 0 ? joining.evidence : [...joining.evidence, ...target.evidence];
      const more = target.caveats.filter((each) => !joining.caveats.includes(each));
      const caveats = more.length === 0 ? joining.caveats : [...joining.caveats, ...more];
      into.push({ ...joining, right, caveats, evidence, because: [...saying(member.way), target.because, ...member.also] });
    }
  }

  #joins({ principal, way, method, also, caveats = none }: Member, to: EntityId, names: number): Candidate {
    const [first] = way.used;
    const because = [...saying(way), ...(names === 1 ? [] : [`they reach ${names} of what the method needs`]), ...also];
    return {
      how: this.#of.how,
      from: principal.id,
      to,
      boundary: principal.boundary,
      right: way.right,
      openness: 'exact',
      detail: plainDetail,
      source: first?.held.source ?? { id: principal.id, kind: 'identity', name: principal.name, boundary: principal.boundary },
      because,
      caveats: caveats.length === 0 ? principal.place.services.caveats : [...principal.place.services.caveats, ...caveats],
      evidence: evidenceOf(way),
      escalation: method,
    };
  }

  /** From a pool to what it leads to. */
  #leads(pool: EntityId, { to, right, source, because, caveats, evidence }: Target, isAlone: boolean): Candidate {
    const { how, method } = this.#of;
    return {
      how,
      from: pool,
      to,
      boundary: source.boundary,
      right,
      openness: 'exact',
      detail: plainDetail,
      source,
      because: [because],
      caveats,
      evidence,
      escalation: method,
      isAlone,
    };
  }

  /** From a pool to one of what it has in common with others. */
  #contains(pool: EntityId, part: EntityId): Candidate {
    const { how, method, account } = this.#of;
    const boundary = `aws:${account}`;
    const source = { id: part, kind: 'pool', name: 'some of what the pool leads to', boundary };
    const plain = { right: plainRight, openness: 'exact', detail: plainDetail, caveats: none, evidence: none } as const;
    return { how, from: pool, to: part, boundary, ...plain, source, because: none, escalation: method };
  }
}
