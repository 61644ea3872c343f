import type { ConnectorCore, Mapped } from '../contract/connector.ts';
import type { FactKind } from '../model/fact.ts';

/**
 * A page as following needs it: of its facts those that the connector's plan looks at, and the boundaries it tells of. The others, which
 * are by far the most, are not held for it.
 */
export function forFollowing(core: ConnectorCore<unknown>, mapped: Mapped): Mapped {
  const kinds = kindsSeen(core);
  return kinds === null ? mapped : { ...mapped, facts: mapped.facts.filter((fact) => fact.kind === 'boundary' || kinds.has(fact.kind)) };
}

const kindsOf = new WeakMap<ConnectorCore<unknown>, ReadonlySet<FactKind>>();

/** `null` = all. */
function kindsSeen(core: ConnectorCore<unknown>): ReadonlySet<FactKind> | null {
  if (core.plan !== undefined && core.planSees === undefined) return null;
  let kinds = kindsOf.get(core);
  if (kinds === undefined) kindsOf.set(core, (kinds = new Set(core.plan === undefined ? [] : core.planSees)));
  return kinds;
}
