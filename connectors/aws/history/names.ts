import { isJsonObject } from '../../../src/base/json.ts';
import type { Fact } from '../../../src/model/fact.ts';

/** Members of facts' values that name something, whichever of the connector's own kinds it is. */
const naming = [
  'id',
  'uid',
  'arn',
  'name',
  'identity',
  'principal',
  'user',
  'group',
  'groupName',
  'role',
  'owner',
  'policy',
  'policyName',
  'permissionSet',
  'account',
  'resource',
  'grantee',
  'key',
  'serial',
  'instanceProfile',
  'requestor',
  'approver',
] as const;

/** What a fact is found by: everything its value names, as it was written there. Its key is a name in itself. */
export function namesOf({ value }: Fact): readonly string[] {
  if (!isJsonObject(value)) return [];
  const names: string[] = [];
  for (const each of naming) {
    const name: unknown = value[each];
    if (typeof name === 'string' && name !== '') names.push(name);
  }
  return names;
}
