import type { Access } from '../../model/access.ts';
import type { EntityId } from '../../model/ids.ts';

/** A connector names an access by one record, which may tell what it is to by an id alone: who reads it is told what that is called. */
export function called(access: Access, nameOf: (id: EntityId) => string | undefined): Access {
  const { name, objects } = access;
  const object = objects[0] ?? '';
  const last = object.slice(object.lastIndexOf('/') + 1);
  if (last === '' || !name.endsWith(` ${last}`)) return access;
  const known = nameOf(object);
  return known === undefined || known === last ? access : { ...access, name: `${name.slice(0, -last.length)}${known}` };
}
