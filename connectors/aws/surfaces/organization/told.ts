import * as v from 'valibot';
import type { BoundaryId } from '../../../../src/model/ids.ts';
import type { AccountPlaceFact, OrganizationParentFact, OrganizationRootFact } from '../../facts.ts';
import { accountBoundary } from '../../identity.ts';
import { asJson } from '../item.ts';
import type { Reading } from '../../../../src/contract/reading.ts';
import type { OrganizationArgs, OrganizationId } from './calls.ts';

export type ArgsOf<C extends OrganizationArgs['call']> = Extract<OrganizationArgs, { readonly call: C }>;

export const word = v.nullish(v.pipe(v.string(), v.nonEmpty()), null);
export const paths = v.nullish(v.array(v.unknown()), []);

/** Where what is told of an organization goes: the boundary of its management account. */
export function above({ managementAccount }: OrganizationId): BoundaryId {
  return accountBoundary(managementAccount);
}

type Told = AccountPlaceFact | OrganizationParentFact | OrganizationRootFact;

export function push(into: Reading, boundary: BoundaryId, key: string, value: Told, pointer: string): void {
  into.facts.push({ kind: 'limiter', boundary, surface: into.task.surface, key, value: asJson(value), pointer });
}
