import type { AccessRequest } from '../access.ts';
import { ruleOf } from '../decide/formula.ts';
import { layersOf } from '../decide/layers.ts';
import type { Caller } from '../request/caller.ts';
import { Situation } from '../request/situation.ts';
import type { Bits } from './bits.ts';
import { noBits, setBit } from './bits.ts';
import type { ActionTable } from './actions.ts';
import { homeOf, put } from './request.ts';
import type { BatchRequest } from './types.ts';

/** What principals of one account, kind and context have in common: the requests as they are put to them. */
export interface Space {
  readonly id: number;
  readonly actions: ActionTable;
  readonly resources: readonly string[];
  /** Requests that are allowed where identity policies, boundary and organization allow. */
  readonly ordinary: Bits;
  /** Requests that nothing of these can allow; a Deny still tells. */
  readonly never: Bits;
  /** The rest: `evaluateAccess` alone knows the rule. */
  readonly special: Bits;
  /** Requests with a policy of their resource: who asks may matter in every way. */
  readonly single: readonly number[];
  /** By list of resource control policies: the requests it binds. */
  readonly controlled: ReadonlyMap<NonNullable<BatchRequest['resourceControlPolicies']>, Bits>;
}

/** `sample`: what any principal of the space asks; `caller`: who that is. */
export function spaceOf(id: number, requests: readonly BatchRequest[], actions: ActionTable, sample: AccessRequest, caller: Caller): Space {
  const { account, partition } = homeOf(caller);
  const asked = requests.map((request) => put(request, account, partition));
  const [ordinary, never, special] = [noBits(requests.length), noBits(requests.length), noBits(requests.length)];
  const single: number[] = [];
  const controlled = new Map<NonNullable<BatchRequest['resourceControlPolicies']>, Bits>();
  for (const [at, each] of asked.entries()) {
    const { resourcePolicy, resourceControlPolicies } = each;
    const situation = new Situation({ ...sample, ...each });
    if (resourcePolicy !== undefined) {
      single.push(at);
      continue;
    }
    if (resourceControlPolicies !== undefined && layersOf(situation).some(({ name }) => name === 'rcp')) {
      const bits = controlled.get(resourceControlPolicies) ?? noBits(requests.length);
      setBit(bits, at);
      controlled.set(resourceControlPolicies, bits);
    }
    const rule = ruleOf(situation);
    const own = situation.ownResource();
    if (rule === 'never') setBit(never, at);
    else setBit(rule === 'ordinary' && own === 1 ? ordinary : special, at);
  }
  return { id, actions, resources: asked.map(({ resource }) => resource), ordinary, never, special, single, controlled };
}
