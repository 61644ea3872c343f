import type { Removable } from '../../../src/contract/connector.ts';
import type { FactIndex } from '../../../src/model/fact.ts';
import type { EntityId } from '../../../src/model/ids.ts';
import { objectIdOf } from '../ids.ts';
import { directoriesOf } from './resolve/directories.ts';
import type { Directory } from './resolve/directory.ts';
import { tripleOf } from './resolve/directory.ts';
import { isGroup } from './resolve/memberships.ts';
import { roleOf } from './resolve/roles.ts';

type Named = Omit<Removable, 'limits'>;

/**
 * All that a person could take away of Entra tenants: roles held and roles that can be activated, memberships and ownerships, application
 * permissions, consents, federated credentials. Each goes by the id of its source, and by the names of what it joins: `Global
 * Administrator@ann`.
 */
export function* entraRemovables(facts: FactIndex): Iterable<Removable> {
  for (const directory of directoriesOf(facts, undefined, undefined)) {
    const seen = new Set<string>();
    for (const each of everything(directory)) {
      if (seen.has(each.names[0])) continue;
      seen.add(each.names[0]);
      yield { ...each, limits: false };
    }
  }
}

function* everything(directory: Directory): Iterable<Named> {
  const name = (id: EntityId): string => directory.identities.get(id)?.name ?? objectIdOf(id) ?? id;
  const named = (source: string, kind: string, text: string, short: string, of: readonly EntityId[]): Named => ({
    without: [source],
    kind,
    text,
    names: [source, short],
    of,
  });
  for (const { value } of [...directory.assignments, ...directory.instances, ...directory.schedules]) {
    const isEligible = value.type !== 'role-assignment' && value.of === 'eligibility';
    const kind = isEligible ? 'eligible-role' : 'directory-role';
    const role = roleOf(directory, value.role)?.name ?? value.role;
    const text = `${isEligible ? 'eligible ' : ''}role ${role} of ${name(value.principal)}`;
    yield named(`${kind}|${tripleOf(value)}`, kind, text, `${role}@${name(value.principal)}`, [value.principal]);
  }
  for (const { value } of directory.groupInstances) {
    const { principal, group, access } = value;
    const kind = access === 'owner' ? 'group-owner' : value.of === 'eligibility' ? 'eligible-membership' : 'group-membership';
    const text = `${value.of === 'eligibility' ? 'eligible ' : ''}${access} ${name(principal)} of group ${name(group)}`;
    yield named(`${kind}|${principal}|${group}`, kind, text, `${name(group)}@${name(principal)}`, [principal, group]);
  }
  for (const { value } of directory.members) {
    const { member, group } = value;
    const text = `member ${name(member)} of group ${name(group)}`;
    yield named(`group-membership|${member}|${group}`, 'group-membership', text, `${name(group)}@${name(member)}`, [member, group]);
  }
  for (const { key, value } of directory.owners) {
    const { owner, of } = value;
    const [kind, source] =
      value.sort === 'group' || isGroup(directory, of)
        ? ['group-owner', `group-owner|${owner}|${of}`]
        : [directory.servicePrincipals.has(of) ? 'service-principal-owner' : 'application-owner', key];
    yield named(source, kind, `owner ${name(owner)} of ${name(of)}`, `owner of ${name(of)}@${name(owner)}`, [owner, of]);
  }
  for (const { key, value } of directory.appRoles) {
    const role = directory.servicePrincipals.get(value.resource)?.value.appRoles[value.appRole] ?? value.appRole;
    const text = `application permission ${role} of ${name(value.principal)}`;
    yield named(key, 'app-role', text, `${role}@${name(value.principal)}`, [value.principal, value.resource]);
  }
  for (const { key, value } of directory.consents) {
    const kind = value.principal === null ? 'consent-for-everyone' : 'consent-of-user';
    const who = value.principal === null ? 'everyone' : name(value.principal);
    const of = [value.client, value.resource, ...(value.principal === null ? [] : [value.principal])];
    yield named(key, kind, `consent of ${who} to ${name(value.client)}`, `consent@${name(value.client)}`, of);
  }
  for (const { key, value } of directory.federated) {
    const text = `federated credential ${value.name} of ${name(value.of)}`;
    yield named(key, 'federated-credential', text, `${value.name}@${name(value.of)}`, [value.of]);
  }
}
