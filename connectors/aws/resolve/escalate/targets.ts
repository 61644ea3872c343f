import type { Source } from '../../../../src/model/grant.ts';
import type { EntityId } from '../../../../src/model/ids.ts';
import type { Candidate } from '../links.ts';
import type { EscalationMethod } from '../../escalation/table.ts';
import { plainRight } from '../../rights/rights.ts';
import type { Principal } from '../estate.ts';
import { flat } from '../flat.ts';
import { principalsOf } from '../principals-of.ts';
import type { UserCredentials } from './credentials.ts';
import type { Outward } from './outward.ts';
import type { Served } from './passed.ts';
import type { Search } from './search.ts';
import { isUnchangeable } from './search.ts';
import type { Target } from './spread.ts';

/** What accounts have in common. */
export interface Shared {
  readonly credentials: UserCredentials;
  readonly outward: Outward;
  /** The trust policies that let in a principal by name, or were settled for it alone. */
  naming(principal: Principal): readonly Candidate[];
  served(): Served;
}

export type Targets = ReadonlyMap<string, readonly Target[]>;

/** What a method takes over. */
export type Taken = 'user' | 'role' | 'provider';

/** Of the targets of a method some; `name`: theirs, without a colon. */
export interface Some {
  readonly name: string;
  readonly ids: ReadonlySet<EntityId>;
}

/** What a method takes over in an account, by the name that its permissions are on. */
export function targetsIn(search: Search, account: string, shared: Shared, method: EscalationMethod, kind: Taken, some?: Some): Targets {
  if (kind === 'provider') return shared.served().vouched(account);
  const all = principalsOf(search.estate, account).filter(({ id, caller }) => caller.kind === kind && some?.ids.has(id) !== false);
  // of two permissions the one that makes room tells what the target must be like
  const action = method.needs.at(-1)?.actions[0] ?? '';
  return new Map(
    all.flatMap((each): (readonly [EntityId, readonly Target[]])[] => {
      const target = kind === 'user' ? shared.credentials.target(action, each) : roleTarget(each);
      return target === undefined ? [] : [[each.id, [target]]];
    }),
  );
}

const none: readonly never[] = [];
const roleTargets = new WeakMap<Principal, Target>();

/** The same for every method that lets the holder in. */
function roleTarget(role: Principal): Target | undefined {
  if (isUnchangeable(role.id)) return undefined;
  const known = roleTargets.get(role);
  if (known !== undefined) return known;
  const target = new RoleTarget(role);
  roleTargets.set(role, target);
  return target;
}

/** A role that can be made to let somebody in. Few are told of one by one. */
class RoleTarget implements Target {
  readonly right = plainRight;
  readonly caveats = none;
  readonly evidence = none;
  readonly #role: Principal;
  #source: Source | undefined;

  constructor(role: Principal) {
    this.#role = role;
  }

  get to(): EntityId {
    return this.#role.id;
  }

  get source(): Source {
    const { id, name, boundary } = this.#role;
    return (this.#source ??= { id: flat(id, '|trust'), kind: 'trust-policy', name: flat('trust policy of role ', name), boundary });
  }

  get because(): string {
    return flat('role ', this.#role.name, ' may be made to let it in');
  }
}
