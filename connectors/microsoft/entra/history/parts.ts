import { isJsonObject } from '../../../../src/base/json.ts';
import type { FactIndex } from '../../../../src/model/fact.ts';
import type { BoundaryId, SurfaceId } from '../../../../src/model/ids.ts';
import type { Task } from '../../../../src/model/page.ts';
import { directoryObject } from '../../ids.ts';
import type { ServicePrincipalFact } from '../facts.ts';

/** Arguments that name the one object a task is about. */
const objects = ['group', 'application', 'servicePrincipal', 'resource', 'agent', 'unit', 'package', 'instance', 'review'] as const;

/**
 * What is asked of single objects is asked of those alone that matter at the time: members, owners and activations of a group, owners of an
 * application, who was given the roles of a service principal. That something of one of them is gone is told only where the same object was
 * asked again. What a part is called is kept: it never changes.
 */
export function partOf({ args }: Task): string | null {
  if (!isJsonObject(args)) return null;
  for (const name of objects) {
    const id = args[name];
    if (typeof id === 'string') return `${name} ${id}`;
  }
  return null;
}

/**
 * Whether an object that was asked needs no asking: the list tells all that the part did, or the object is not there any more. Where a list was
 * not read, its facts are lacking too: nothing is taken for told then.
 */
export function isMoot(boundary: BoundaryId, surface: SurfaceId, part: string, facts: FactIndex): boolean {
  const [, id] = part.split(' ');
  if (id === undefined || !boundary.startsWith('entra:')) return false;
  const object = directoryObject(boundary.slice('entra:'.length), id);
  const isListed = facts.find('identity', boundary, object) !== undefined;
  switch (surface) {
    case 'entra:federated-credentials':
      return isListed && facts.find('observation', boundary, `federated-unclear|${object}`) === undefined;
    case 'entra:app-owners':
      return facts.find('observation', boundary, `owners|${object}`) !== undefined;
    case 'entra:app-role-assignments': {
      const fact = facts.find('trust', boundary, `service-principal|${object}`)?.value as unknown as ServicePrincipalFact | undefined;
      return fact !== undefined && Object.keys(fact.appRoles).length === 0;
    }
    default:
      return false;
  }
}
