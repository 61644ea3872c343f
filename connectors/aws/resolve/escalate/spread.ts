import { sha256Hex } from '../../../../src/base/bytes/hash.ts';
import { byCodeUnit } from '../../../../src/base/order.ts';
import type { Evidence } from '../../../../src/model/fact.ts';
import type { LinkKind, Source } from '../../../../src/model/grant.ts';
import type { EntityId } from '../../../../src/model/ids.ts';
import { hasWildcard } from '../../policy/glob.ts';
import type { ResourceSet } from '../../rights/resources.ts';
import type { Right } from '../../rights/rights.ts';
import { combined } from '../../rights/rights.ts';
import { plainDetail } from '../assume.ts';
import type { Principal } from '../estate.ts';
import type { Candidate } from '../links.ts';
import { NameIndex } from '../name-index.ts';
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

interface Member {
  readonly principal: Principal;
  readonly way: Way;
}

interface Crowd {
  readonly members: Member[];
  readonly names: readonly string[];
}

/** Up to so many links are made one by one: a pool in their place would hide little and cost a step. */
const FEW = 16;

/** Links of one method in one account, through pools where many holders meet many targets (n + m links, not n × m). */
export class Spread {
  readonly #method: string;
  readonly #how: LinkKind;
  readonly #pool: string;
  readonly #targets: ReadonlyMap<string, readonly Target[]>;
  readonly #index: NameIndex;
  readonly #crowds = new Map<readonly string[], Crowd>();

  /** `targets`: by the name that the permissions are on. `name`: of this spread among those of its method in the account. */
  constructor(method: string, how: LinkKind, account: string, targets: ReadonlyMap<string, readonly Target[]>, name = '') {
    this.#method = method;
    this.#how = how;
    this.#pool = `pool:aws:${account}:${method}${name}`;
    this.#targets = targets;
    this.#index = new NameIndex(targets.keys());
  }

  add(principal: Principal, way: Way, resources: ResourceSet): void {
    const names = this.#index.in(resources);
    if (names.length === 0) return;
    const crowd = this.#crowds.get(names);
    if (crowd === undefined) this.#crowds.set(names, { members: [{ principal, way }], names });
    else crowd.members.push({ principal, way });
  }

  /** Whether any name is among them. */
  reaches(resources: ResourceSet): boolean {
    return this.#index.in(resources).length > 0;
  }

  /** Whether they can speak of no other name. */
  hasAll(resources: ResourceSet): boolean {
    return resources.include.every((each) => !hasWildcard(each) && this.#targets.has(each));
  }

  *links(): Iterable<Candidate> {
    for (const { members, names } of this.#sameNames()) {
      const targets = names.flatMap((name) => this.#targets.get(name) ?? []);
      if (members.length === 1 || targets.length === 1 || members.length * targets.length <= FEW) {
        for (const member of members) for (const target of targets) yield* this.#direct(member, target);
        continue;
      }
      const pool = `${this.#pool}-${sha256Hex([...names].sort(byCodeUnit).join('\n')).slice(0, 12)}`;
      for (const member of members) yield this.#joins(member, pool, names.length);
      const boundary = members[0]?.principal.boundary ?? '';
      for (const target of targets) yield this.#opens(pool, target, boundary);
    }
  }

  /** Different patterns may come to the same names. */
  #sameNames(): Iterable<Crowd> {
    const crowds = new Map<string, Crowd>();
    for (const { names, members } of this.#crowds.values()) {
      const text = names.length === this.#targets.size ? '*' : [...names].sort(byCodeUnit).join('\n');
      const crowd = crowds.get(text);
      if (crowd === undefined) crowds.set(text, { names, members: [...members] });
      else crowd.members.push(...members);
    }
    return crowds.values();
  }

  *#direct({ principal, way }: Member, target: Target): Iterable<Candidate> {
    if (principal.id === target.to) return;
    const right = combined(way.right, target.right);
    if (right.windows.length === 0) return;
    const joining = this.#joins({ principal, way }, target.to, 1);
    const evidence = [...joining.evidence, ...target.evidence];
    const caveats = [...joining.caveats, ...target.caveats.filter((each) => !joining.caveats.includes(each))];
    yield { ...joining, right, caveats, evidence, because: [...saying(way), target.because] };
  }

  #joins({ principal, way }: Member, to: EntityId, names: number): Candidate {
    const [first] = way.used;
    return {
      how: this.#how,
      from: principal.id,
      to,
      boundary: principal.boundary,
      right: way.right,
      openness: 'exact',
      detail: plainDetail,
      source: first?.held.source ?? { id: principal.id, kind: 'identity', name: principal.name, boundary: principal.boundary },
      because: names === 1 ? saying(way) : [...saying(way), `they reach ${names} of what the method needs`],
      caveats: principal.place.services.caveats,
      evidence: evidenceOf(way),
      escalation: this.#method,
    };
  }

  #opens(pool: string, target: Target, boundary: string): Candidate {
    const { to, right, source, because, caveats, evidence } = target;
    return {
      how: this.#how,
      from: pool,
      to,
      boundary,
      right,
      openness: 'exact',
      detail: plainDetail,
      source,
      because: [because],
      caveats,
      evidence,
      escalation: this.#method,
    };
  }
}
