import { groupBy } from '../../../../src/base/group.ts';
import type { ActivationPolicy } from '../../../../src/model/activation-policy.ts';
import type { Evidence } from '../../../../src/model/fact.ts';
import type { Grant, Link } from '../../../../src/model/grant.ts';
import type { EntityId } from '../../../../src/model/ids.ts';
import { objectIdOf } from '../../ids.ts';
import type { GroupInstanceFact } from '../facts.ts';
import type { Directory, Told } from './directory.ts';
import { ancestryOf } from './ancestry.ts';
import { inOrder, linkOn } from './elements.ts';
import { isCovered } from './covered.ts';
import type { Lasting } from './lasting.ts';
import { activeSomehow, assignedFor, both, eligibleFor, gated, governed, loosened, standing } from './lasting.ts';
import type { Packages } from './packages.ts';
import { thingOf } from './packages.ts';
import { restrictedObjects } from './restricted.ts';

type Access = GroupInstanceFact['access'];

interface Belonging {
  readonly from: EntityId;
  readonly group: EntityId;
  readonly access: Access;
  readonly kind: string;
  readonly lasting: Lasting;
  readonly evidence: readonly Evidence[];
}

/** Who is in groups and who owns them, each with the class of its own membership: `member-of` and `owns`. */
export function* membershipLinks(directory: Directory, packages: Packages, now: number): Iterable<Grant | Link> {
  const merged = new Map<string, Belonging>();
  for (const each of belongings(directory, now)) {
    const key = `${each.kind}|${each.from}|${each.group}|${each.lasting.form}`;
    const before = merged.get(key);
    if (before === undefined) merged.set(key, each);
    else {
      const lasting = both(before.lasting, each.lasting);
      merged.set(key, { ...before, lasting, evidence: inOrder([...before.evidence, ...each.evidence]) });
    }
  }
  const { boundary } = directory;
  const closed = restrictedObjects(directory);
  for (const { from, group, access, kind, lasting: ungoverned, evidence } of merged.values()) {
    const plain = governed(ungoverned, policyOf(directory, group, access));
    const gives = plain.form.startsWith('eligible') ? (`eligible-${access}` as const) : access;
    const packaged = isSetElsewhere(directory, group)
      ? packages.asItIs(plain)
      : packages.settled(from, thingOf({ gives, of: group, role: null }), plain, evidence, now);
    const { lasting, caveats } = packaged;
    const name = `${access === 'member' ? 'membership' : 'ownership'} of ${directory.identities.get(group)?.name ?? group}`;
    const source = { id: `${kind}|${from}|${group}`, kind, name, boundary };
    const isShut = access === 'owner' && closed.has(group);
    const ground = {
      boundary,
      source,
      lasting,
      caveats,
      evidence: inOrder([...evidence, ...packaged.evidence]),
      ...(isShut ? { refuted: true, because: ['the group is in a restricted administrative unit, where owners cannot change it'] } : {}),
    };
    const detail = packaged.endedBy.length === 0 ? {} : { packageAssignments: packaged.endedBy.join(' ') };
    yield linkOn(ground, from, access === 'member' ? 'member-of' : 'owns', group, { detail });
    yield* packages.left(packaged, from, ground);
  }
}

/** A rule or the directory on premises decides who is in it, and no package can (https://learn.microsoft.com/entra/id-governance/entitlement-management-access-package-resources). */
function isSetElsewhere({ groups }: Directory, group: EntityId): boolean {
  const told = groups.get(group)?.value;
  return told !== undefined && (told.rule !== null || told.fromOnPremises);
}

function kindOf(access: Access, eligible: boolean): string {
  if (access === 'owner') return 'group-owner';
  return eligible ? 'eligible-membership' : 'group-membership';
}

function* belongings(directory: Directory, now: number): Iterable<Belonging> {
  const pair = (from: EntityId, group: EntityId, access: Access): string => `${access}|${from}|${group}`;
  const instances = groupBy(
    directory.groupInstances.filter(({ value }) => value.of === 'assignment' && value.member === 'direct'),
    ({ value }) => pair(value.principal, value.group, value.access),
  );
  const ancestors = ancestryOf(directory.before.memberships);
  for (const { value, pages } of directory.groupInstances) {
    const { principal: from, group, access } = value;
    const policy = policyOf(directory, group, access);
    const plain = value.of === 'assignment' ? assignedFor(value.assignment, value, now) : eligibleFor(value, policy, now);
    const lasting = value.assignment === 'activated' ? gated(plain, policy) : plain;
    const kind = kindOf(access, value.of === 'eligibility');
    if (value.member === 'direct') yield { from, group, access, kind, lasting, evidence: pages };
    else if (access === 'owner' || !ancestors(from).has(group)) {
      const lo = value.of === 'eligibility' ? 'eligible' : 'activated';
      const because = 'through another group whose membership was not read';
      yield { from, group, access, kind, lasting: loosened(lasting, { lo, hi: lasting.bounds.hi }, because), evidence: pages };
    }
  }
  const listed = function* (from: EntityId, group: EntityId, access: Access, evidence: readonly Evidence[]): Iterable<Belonging> {
    const known = instances.get(pair(from, group, access)) ?? [];
    if (isCovered(directory.saidAt(evidence) ?? now, known)) return;
    yield { from, group, access, kind: kindOf(access, false), lasting: listedAlone(directory, from, group, access, known), evidence };
  };
  for (const { value, pages } of directory.members) yield* listed(value.member, value.group, 'member', pages);
  for (const { value, pages } of directory.owners) {
    if (value.sort === 'group' || isGroup(directory, value.of)) yield* listed(value.owner, value.of, 'owner', pages);
  }
}

export function isGroup(directory: Directory, id: EntityId): boolean {
  return directory.groups.has(id) || directory.identities.get(id)?.kind === 'group';
}

function policyOf(directory: Directory, group: EntityId, access: Access): ActivationPolicy | undefined {
  return directory.policies.get(`entra/${directory.tenant}/policy/group/${objectIdOf(group) ?? ''}/${access}`);
}

/** In the list of members or owners, where activated ones look like permanent ones, and among no instances in force. */
function listedAlone(
  directory: Directory,
  from: EntityId,
  group: EntityId,
  access: Access,
  known: readonly Told<GroupInstanceFact>[],
): Lasting {
  const told = directory.groups.get(group)?.value;
  const what = access === 'member' ? 'a member' : 'an owner';
  if (told !== undefined && told.rule !== null) return standing([`${what} by the group's rule ${told.rule}`]);
  if (told?.fromOnPremises === true) return standing([`${what} as the directory on premises has it`]);
  if (directory.hasPim === false) return standing([`listed as ${what}, and nothing ends it`]);
  if (directory.servicePrincipals.has(from)) return standing([`listed as ${what}: service principals are there for good`]);
  if (!directory.isRead('group-pim') && !directory.askedPim.has(group)) {
    return activeSomehow([`listed as ${what}; what Privileged Identity Management holds of it was not read`]);
  }
  // an end that the service could not carry out leaves it in place for good: ownership of the last owner
  const late = known.length > 0 ? ', after the end that Privileged Identity Management tells' : '';
  return standing([`listed as ${what}${late}, and nothing ends it`]);
}
