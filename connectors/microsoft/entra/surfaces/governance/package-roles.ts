import * as v from 'valibot';
import { isJsonObject, type Json } from '../../../../../src/base/json.ts';
import type { Mapped } from '../../../../../src/contract/connector.ts';
import type { Reading } from '../../../../../src/contract/reading.ts';
import { elements, lost, notUnderstood, reading, shaped } from '../../../../../src/contract/reading.ts';
import type { Task } from '../../../../../src/model/page.ts';
import { isGuid } from '../../../ids.ts';
import { guid, missing, objectIn, tell } from '../../graph-page.ts';
import type { PackageListedFact, PackageRoleFact } from '../../package-facts.ts';
import type { ResourceRoleScope } from './schema.ts';
import { accessPackage, resourceRoleScope } from './schema.ts';

const args = v.strictObject({ call: v.literal('PackageRoles'), package: guid });

const CUT = 'resourceRoleScopes@odata.nextLink';

/** What one access package gives. Only where every role of it was told and understood is it said that these are all. */
export function mapPackageRoles(task: Task, body: Json): Mapped {
  const read = v.safeParse(args, task.args);
  if (!read.success) return notUnderstood(task);
  const into = reading(task);
  const told = shaped(into, accessPackage, body, 'the access package could not be read', '');
  if (told === undefined) return into;
  const asked = read.output.package;
  if (told.id !== asked) {
    lost(into, `access package ${told.id} answers for ${asked}`, '/id');
    return into;
  }
  // an expanded list that goes on does so under a link of its own, which is not followed
  if (isJsonObject(body) && body[CUT] !== undefined)
    missing(into, 'unsupported', `access package ${asked} gives more than is told`, `/${CUT}`);
  const found = elements(into, body, 'resourceRoleScopes', resourceRoleScope);
  for (const { value, at } of found) {
    const given = givenBy(into, value, at);
    if (given === undefined) continue;
    const names = [value.role.displayName, value.scope.displayName].filter((each) => typeof each === 'string' && each !== '');
    const fact: PackageRoleFact = {
      type: 'package-role',
      id: value.id.toLowerCase(),
      package: asked,
      ...given,
      name: names.length === 0 ? null : names.join(' of '),
    };
    tell(into, 'observation', `package-role|${asked}|${fact.id}`, fact, at);
  }
  if (into.gaps.length === 0) {
    const listed: PackageListedFact = { type: 'package-listed', package: asked, count: found.length };
    tell(into, 'observation', `package-listed|${asked}`, listed, '/resourceRoleScopes');
  }
  return into;
}

type Given = Pick<PackageRoleFact, 'gives' | 'of' | 'role'>;

/**
 * What a role of a resource is, by the ids that its system gives it: of a group `Member_<group>` and its kin, of an application the role and the
 * service principal, of a directory role `Active` or `Eligible` and the role's template
 * (https://learn.microsoft.com/graph/api/accesspackage-post-resourcerolescopes,
 * https://learn.microsoft.com/entra/id-governance/entitlement-management-roles). `undefined`: with a gap.
 */
function givenBy(into: Reading, { role, scope }: ResourceRoleScope, at: string): Given | undefined {
  const [system, of] = [role.originSystem.toLowerCase(), scope.originId.toLowerCase()];
  if (scope.originSystem.toLowerCase() !== system) {
    lost(into, `a role of ${role.originSystem} is told at a place of ${scope.originSystem}`, `${at}/scope/originSystem`);
    return undefined;
  }
  switch (system) {
    case 'aadgroup':
      return ofGroup(into, role.originId, of, at);
    case 'aadapplication':
      if (isGuid(role.originId) && isGuid(of)) return { gives: 'app-role', of: objectIn(into, of), role: role.originId.toLowerCase() };
      break;
    case 'directoryrole': {
      const how = /^(active|eligible)/i.exec(role.originId)?.[1]?.toLowerCase();
      if (how !== undefined && isGuid(of)) return { gives: how === 'eligible' ? 'eligible-role' : 'role', of: null, role: of };
      break;
    }
    case 'sharepointonline':
      return { gives: 'other', of: null, role: role.originId };
    default:
  }
  missing(
    into,
    'unsupported',
    `role ${JSON.stringify(role.originId)} of ${JSON.stringify(role.originSystem)} is not understood`,
    `${at}/role`,
  );
  return undefined;
}

const inGroup = { member: 'member', owner: 'owner', eligiblemember: 'eligible-member', eligibleowner: 'eligible-owner' } as const;

function ofGroup(into: Reading, originId: string, group: string, at: string): Given | undefined {
  const [, how = '', named = ''] = /^(member|owner|eligiblemember|eligibleowner)_(.+)$/.exec(originId.toLowerCase()) ?? [];
  if (!isGuid(named)) {
    missing(into, 'unsupported', `role ${JSON.stringify(originId)} of a group is not understood`, `${at}/role/originId`);
    return undefined;
  }
  if (named !== group) {
    lost(into, `a role of group ${named} is told of ${group}`, `${at}/scope/originId`);
    return undefined;
  }
  return { gives: inGroup[how as keyof typeof inGroup], of: objectIn(into, group), role: null };
}
