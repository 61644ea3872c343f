import { byCodeUnit } from '../../../src/base/order.ts';
import type { FactIndex } from '../../../src/model/fact.ts';
import type { BoundaryId } from '../../../src/model/ids.ts';
import { accountBoundary, accountOf } from '../identity.ts';
import { placesOf } from '../places.ts';
import type { AwsSettings } from '../settings.ts';
import { callerIdentity } from '../surfaces/caller-identity.ts';

/** Nobody can act in such an account. One whose state was not told, or is being closed, is entered: it may be in use. */
const notInUse: ReadonlySet<string> = new Set(['SUSPENDED', 'CLOSED', 'PENDING_ACTIVATION']);

/** The account whose credentials the scan starts from, `aws:<twelve digits>`; `undefined` until it is known. */
export function hubOf(seen: FactIndex): BoundaryId | undefined {
  let hub: BoundaryId | undefined;
  for (const { surface, boundary } of seen.ofKind('boundary')) {
    if (surface === callerIdentity.id && (hub === undefined || boundary < hub)) hub = boundary;
  }
  return hub;
}

/** The management account of the organization that the hub is in; `undefined` = not known, `null` = it is in none. */
export function managementOf(seen: FactIndex): BoundaryId | null | undefined {
  const account = accountOf(hubOf(seen) ?? '');
  const place = account === undefined ? undefined : placesOf(seen.ofKind('limiter')).get(account);
  if (place?.organization === undefined) return undefined;
  return place.organization === null ? null : accountBoundary(place.organization.managementAccount);
}

/**
 * The accounts whose own surfaces are asked, as boundaries, sorted. The hub's is always among them. Those that the settings name are
 * entered whatever the organization says of them: one that cannot be read is then a gap and not left out in silence.
 */
export function enteredAccounts(seen: FactIndex, settings: AwsSettings): readonly BoundaryId[] {
  const hub = hubOf(seen);
  if (hub === undefined) return [];
  const entered = new Set<BoundaryId>([hub]);
  for (const account of namedOrActive(seen, settings)) {
    if (!settings.excludeAccounts.includes(account)) entered.add(accountBoundary(account));
  }
  return [...entered].sort(byCodeUnit);
}

function namedOrActive(seen: FactIndex, { role, accounts }: AwsSettings): readonly string[] {
  if (accounts !== undefined) return accounts;
  if (role === undefined) return [];
  return [...placesOf(seen.ofKind('limiter'))].flatMap(([account, { state, organization }]) =>
    organization === null || notInUse.has(state ?? '') ? [] : [account],
  );
}
