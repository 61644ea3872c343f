import { groupBy } from '../../../src/base/group.ts';
import type { Removable } from '../../../src/contract/connector.ts';
import type { FactIndex } from '../../../src/model/fact.ts';
import type { FactKey } from '../../../src/model/ids.ts';
import { knownRoles } from './tables/known-roles.ts';
import type { Estate, Of } from './resolve/estate.ts';
import { readEstate } from './resolve/estate.ts';
import type { RoleRow } from './resolve/right.ts';
import { kindOfRight, rightOf } from './resolve/right.ts';

type Row = Of<RoleRow>;

/**
 * All that a person could take away in Azure. A role of somebody at a scope is one thing, with what PIM tells of it, active and eligible
 * apart: `ROLE@PRINCIPAL@SCOPE` names both.
 */
export function* azureRemovables(facts: FactIndex): Iterable<Removable> {
  const estate = readEstate(facts, new Set(), () => false);
  const rows: readonly Row[] = [...estate.of['role-assignment'], ...estate.of['role-instance'], ...estate.of['role-schedule']];
  const byRight = groupBy(rows, ({ value }) => rightOf(value));
  for (const [right, all] of byRight) {
    const [first] = all;
    if (first === undefined) continue;
    const { value, boundary } = first;
    const name = estate.role(value.role, boundary)?.value.name ?? knownRoles.get(value.role)?.name ?? `role ${value.role}`;
    const keys = all.map((each) => each.key);
    const kind = kindOfRight(value);
    yield {
      without: [right, ...keys],
      kind,
      text: `${kind === 'azure-role' ? '' : 'eligible '}${name} of ${value.principal} at ${value.scope}`,
      names: [right, ...keys, `${value.role}@${value.principal}@${value.scope}`, `${name}@${value.principal}@${value.scope}`],
      of: [value.principal],
      limits: false,
    };
  }
  yield* single(estate);
}

function* single({ of }: Estate): Iterable<Removable> {
  const removable = (key: FactKey, kind: string, text: string, more: Partial<Removable> = {}): Removable => ({
    without: [key],
    kind,
    text,
    names: [key],
    of: [],
    limits: false,
    ...more,
  });
  for (const { key, value } of of['deny-assignment'])
    yield removable(key, 'deny-assignment', `deny assignment ${value.name}`, { limits: true });
  for (const { key, value } of of.carrier) yield removable(key, 'managed-identity', `identities that ${value.name} carries`);
  for (const { key, value } of of['federated-credential'])
    yield removable(key, 'federated-credential', `federated credential ${value.name} of ${value.of}`);
  for (const { key, value } of of.vault)
    if (value.policies !== null) yield removable(key, 'vault-policy', `access policies of ${value.resource}`);
  for (const { key, value } of of['classic-administrator']) yield removable(key, 'classic-administrator', `${value.role} ${value.name}`);
  for (const { key, value } of of.lighthouse)
    yield removable(key, 'lighthouse', `what tenant ${value.tenantName ?? value.tenant} was handed at ${value.scope}`);
}
