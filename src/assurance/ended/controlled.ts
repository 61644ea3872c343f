import type { Access } from '../../model/access.ts';
import type { Grant, Link } from '../../model/grant.ts';
import type { EntityId } from '../../model/ids.ts';
import { classRank } from '../../model/persistence.ts';
import { stateAt } from '../../model/window.ts';
import type { View } from '../../model/view.ts';
import { isBy } from './given.ts';

/** How somebody may act as an identity now. */
export interface Control {
  /** The first link on the way; `null`: it is the identity itself. */
  readonly first: Link | null;
  readonly certain: boolean;
  /** Some step has to be switched on, and that needs more than the holder. */
  readonly gated: boolean;
}

/** A grant at the end of a way, and how the way is. */
export interface WayTo extends Control {
  readonly grant: Grant;
}

/** Everybody whom an actor can certainly or possibly act as, the actor included, by other ways than one access: the surest way that nothing gates first. `but` `null`: by any. */
export function controlledBy(view: View, actor: EntityId, but: Access | null): ReadonlyMap<EntityId, Control> {
  const found = new Map<EntityId, Control>();
  for (const { certain, gated } of [
    { certain: true, gated: false },
    { certain: false, gated: false },
    { certain: false, gated: true },
  ]) {
    const seen = new Map<EntityId, Link | null>([[actor, null]]);
    for (const [node, first] of seen) {
      if (!found.has(node)) found.set(node, { first, certain, gated });
      for (const link of view.linksFrom(node)) {
        if (seen.has(link.to) || (but !== null && isBy(but, link)) || !works(view, link)) continue;
        if ((certain && link.presence !== 'certain') || (!gated && isGated(link))) continue;
        seen.set(link.to, first ?? link);
      }
    }
  }
  return found;
}

/** What an identity holds now, by other ways than one access. */
export function heldBy(view: View, identity: EntityId, control: Control, but: Access | null): readonly WayTo[] {
  return view
    .grantsOf(identity)
    .filter((grant) => (but === null || !isBy(but, grant)) && works(view, grant))
    .map((grant) => ({
      grant,
      first: control.first,
      certain: control.certain && grant.presence === 'certain',
      gated: control.gated || isGated(grant),
    }));
}

function works(view: View, { presence, windows }: Grant | Link): boolean {
  return presence !== 'refuted' && stateAt(windows, view.now) === 'current';
}

/** It needs a decision that its holder does not make alone. */
function isGated({ bounds, gate }: Grant | Link): boolean {
  return classRank(bounds.hi) <= classRank('eligible') && (gate === 'approved' || gate === 'checked');
}
