import { byCodeUnit } from '../../base/order.ts';
import type { Credential } from '../../model/entity.ts';
import type { EntityId } from '../../model/ids.ts';
import type { LifeCycleEvent, LifeCycleEventType } from '../../model/life-cycle.ts';
import type { View } from '../../model/view.ts';
import { msOf, msOrNull } from './moments.ts';

/** A secret of somebody else that an actor knew and that is as it was. */
export interface KnownSecret {
  readonly credential: Credential;
  /** `false`: the log does not tell which of the identity's credentials it was. */
  readonly certain: boolean;
}

/** Who makes a secret sees it, and who uses it has it. */
const knowing: ReadonlySet<LifeCycleEventType> = new Set<LifeCycleEventType>(['credential-issued', 'used']);

/**
 * Active credentials of others that events say these accounts made or used, and whose secret was not changed after `since` (the moment from which the
 * actor could no longer learn the new one) by more than `slack`. Of which the last change is not known it is as it was. By id.
 */
export function knownSecrets(
  view: View,
  accounts: ReadonlySet<EntityId>,
  done: Iterable<LifeCycleEvent>,
  since: number,
  slack: number,
): readonly KnownSecret[] {
  const found = new Map<string, KnownSecret>();
  for (const event of done) {
    if (!event.succeeded || !knowing.has(event.type)) continue;
    for (const known of credentialsIn(view, event)) {
      const { credential } = known;
      if (accounts.has(credential.identity) || credential.state !== 'active') continue;
      const expires = msOrNull(credential.expiresAt);
      if (expires !== null && expires <= view.now) continue;
      const changed = msOrNull(credential.rotatedAt ?? credential.createdAt);
      if (changed !== null && changed > Math.max(since, msOf(event.at)) + slack) continue;
      if (found.get(credential.id)?.certain !== true) found.set(credential.id, known);
    }
  }
  return [...found].sort(([a], [b]) => byCodeUnit(a, b)).map(([, each]) => each);
}

function credentialsIn(view: View, { object, subject, type, what }: LifeCycleEvent): readonly KnownSecret[] {
  const theirs = subject === null ? [] : view.credentialsOf(subject);
  if (object === null) return type === 'credential-issued' ? theirs.map((credential) => ({ credential, certain: false })) : [];
  const direct = view.credential(object);
  if (direct !== undefined) return [{ credential: direct, certain: true }];
  const named = theirs.filter((each) => each.name === object || ['/', '#', '|', ':'].some((mark) => each.id.endsWith(mark + object)));
  // the record names a secret of somebody whose secrets are called otherwise: it may be any of them
  if (named.length === 0 && type === 'credential-issued' && what === 'credential') {
    return theirs.map((credential) => ({ credential, certain: false }));
  }
  return named.map((credential) => ({ credential, certain: true }));
}
