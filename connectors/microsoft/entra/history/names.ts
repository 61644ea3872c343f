import { isJsonObject } from '../../../../src/base/json.ts';
import type { Fact } from '../../../../src/model/fact.ts';

/** Members of facts' values that name something, whichever of the connector's own kinds it is. */
const naming = [
  'id',
  'uid',
  'name',
  'identity',
  'key',
  'principal',
  'role',
  'templateId',
  'group',
  'member',
  'of',
  'owner',
  'sponsor',
  'application',
  'servicePrincipal',
  'appId',
  'agent',
  'blueprint',
  'client',
  'resource',
  'unit',
  'object',
  'target',
  'package',
  'packageName',
  'partner',
  'customer',
  'subject',
  'governs',
  'tenant',
] as const;

/**
 * What a fact is found by: everything its value names, as it stands there and, of an object of the directory, by its object id alone; of an
 * identity what it signs in with too (its user principal name). Its key is a name in itself.
 */
export function namesOf({ value }: Fact): readonly string[] {
  if (!isJsonObject(value)) return [];
  const names = new Set<string>();
  for (const each of naming) {
    const name: unknown = value[each];
    if (typeof name === 'string' && name !== '') add(names, name);
  }
  const handles: unknown = value['handles'];
  for (const each of Array.isArray(handles) ? (handles as readonly unknown[]) : []) {
    const handle: unknown = isJsonObject(each) ? each['value'] : undefined;
    if (typeof handle === 'string' && handle !== '') names.add(handle);
  }
  return [...names];
}

function add(names: Set<string>, name: string): void {
  names.add(name);
  if (!name.startsWith('entra/')) return;
  const objectId = name.split('/')[2];
  if (objectId !== undefined) names.add(objectId);
}
