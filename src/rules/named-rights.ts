import * as v from 'valibot';
import { capabilities, dominating } from '../model/capability.ts';
import type { Identity } from '../model/entity.ts';
import type { EntityId } from '../model/ids.ts';
import type { Reach, View } from '../model/view.ts';
import { neverAsked } from './standing-answer.ts';

/** A right as the configuration names it; without a scope, on any whole boundary or container of some. */
export const namedRight = v.strictObject({
  capability: v.picklist(capabilities),
  scope: v.optional(v.pipe(v.string(), v.nonEmpty())),
});
export type NamedRight = v.InferOutput<typeof namedRight>;

/** `administer on aws:111122223333` */
export function rightText({ capability, scope }: NamedRight): string {
  return `${capability} on ${scope ?? 'a whole boundary'}`;
}

/** Every way to as much as the right names: the capability or one that gives it, where it is named or around it. */
export function reachesTo(view: View, identity: EntityId, { capability, scope }: NamedRight): readonly Reach[] {
  const among = dominating([capability]);
  return view
    .reachesOf(identity, { among })
    .filter((reach) =>
      scope === undefined ? view.scopes.isWhole(reach.scope) : reach.scope === scope || view.scopes.contains(reach.scope, scope),
    );
}

/** Those who can act for themselves: others act through them, or nobody can take the right away. */
export function* actors(view: View): Iterable<Identity> {
  for (const identity of view.identities()) if (!neverAsked.has(identity.kind) && !identity.providerManaged) yield identity;
}
