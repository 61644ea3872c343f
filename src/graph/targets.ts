import { byKeys } from '../base/order.ts';
import type { Capability } from '../model/capability.ts';
import type { Grant } from '../model/grant.ts';
import type { ScopeId } from '../model/ids.ts';
import { at } from './graph.ts';
import type { Target } from './graph.ts';

/** Every (capability, scope) that a grant gives, in the order of the two; and the target of each grant by number. */
export function targetsOf(grants: readonly Grant[]): { readonly targets: readonly Target[]; readonly grantTarget: Int32Array } {
  const met: Target[] = [];
  const byName = new Map<Capability, Map<ScopeId, number>>();
  const grantTarget = new Int32Array(grants.length);
  for (let place = 0; place < grants.length; place++) {
    const { capability, scope } = grants[place] as Grant;
    let scopes = byName.get(capability);
    if (scopes === undefined) byName.set(capability, (scopes = new Map<ScopeId, number>()));
    let number = scopes.get(scope);
    if (number === undefined) {
      number = met.length;
      scopes.set(scope, number);
      met.push({ capability, scope });
    }
    grantTarget[place] = number;
  }
  const targets = met.toSorted(
    byKeys(
      (each) => each.capability,
      (each) => each.scope,
    ),
  );
  const final = new Int32Array(met.length);
  for (const [number, { capability, scope }] of targets.entries()) final[byName.get(capability)?.get(scope) as number] = number;
  for (let place = 0; place < grants.length; place++) grantTarget[place] = at(final, at(grantTarget, place));
  return { targets, grantTarget };
}
