import * as v from 'valibot';
import type { Instant } from '../../../../src/base/instant.ts';
import type { Json } from '../../../../src/base/json.ts';
import { isJsonObject } from '../../../../src/base/json.ts';
import type { Mapped, Surface } from '../../../../src/contract/connector.ts';
import type { Task } from '../../../../src/model/page.ts';
import { accountOf } from '../../identity.ts';
import { allAbout, isAsked } from '../asked.ts';
import { asJson } from '../item.ts';
import { elements, instant, lost, reading } from '../../../../src/contract/reading.ts';
import { text } from './told.ts';

/** Temporary delegation: what others asked to be allowed in the account, who approved it and until when. Ended ones are kept for a while. */
export const delegationRequests: Surface = {
  id: 'aws:delegation-requests',
  yields: ['life-cycle'],
  permission: 'iam:ListDelegationRequests',
  ifUnread: 'which temporary rights others asked for in the account, and who approved them',
  // Requests without an owner are not listed (API reference, ListDelegationRequests).
  provesAbsence: 'no',
  role: 'describes',
  service: 'iam',
  follows: [],
};

/** kind `life-cycle`, key `delegation|<request id>`. What is `null` was not told. */
export interface DelegationRequestFact {
  readonly type: 'delegation-request';
  readonly id: string;
  /** In the provider's words: UNASSIGNED, ASSIGNED, PENDING_APPROVAL, ACCEPTED, FINALIZED, REJECTED, EXPIRED. */
  readonly state: string;
  /** The account that asks, and what it calls itself. */
  readonly requestor: string | null;
  readonly requestorName: string | null;
  readonly owner: string | null;
  readonly approver: string | null;
  readonly createdAt: Instant | null;
  readonly updatedAt: Instant | null;
  readonly expiresAt: Instant | null;
  readonly sessionSeconds: number | null;
  readonly policyTemplate: string | null;
  /** Permissions boundaries of the roles that it may create. */
  readonly roleBoundaries: readonly string[];
}

const request = v.object({
  DelegationRequestId: text,
  State: text,
  OwnerAccountId: v.nullish(v.string()),
  RequestorId: v.optional(text),
  RequestorName: v.optional(text),
  OwnerId: v.optional(text),
  ApproverId: v.optional(text),
  CreateDate: v.optional(instant),
  UpdatedTime: v.optional(instant),
  ExpirationTime: v.optional(instant),
  SessionDuration: v.optional(v.pipe(v.number(), v.integer())),
  Permissions: v.optional(v.object({ PolicyTemplateArn: v.optional(text) })),
  RolePermissionRestrictionArns: v.optional(v.array(v.string())),
});

/** Maps one page of ListDelegationRequests. Its flag for more begins in lower case, unlike that of all other lists of IAM. */
export function mapDelegationRequests(task: Task, body: Json): Mapped {
  const into = reading(task);
  const { boundary, surface } = task;
  const found = allAbout(elements(into, body, 'DelegationRequests', request), ({ value, at }) =>
    isAsked(into, accountOf(boundary) ?? '', value.OwnerAccountId, `${at}/OwnerAccountId`),
  );
  for (const { value: told, at } of found) {
    const value: DelegationRequestFact = {
      type: 'delegation-request',
      id: told.DelegationRequestId,
      state: told.State,
      requestor: told.RequestorId ?? null,
      requestorName: told.RequestorName ?? null,
      owner: told.OwnerId ?? null,
      approver: told.ApproverId ?? null,
      createdAt: told.CreateDate ?? null,
      updatedAt: told.UpdatedTime ?? null,
      expiresAt: told.ExpirationTime ?? null,
      sessionSeconds: told.SessionDuration ?? null,
      policyTemplate: told.Permissions?.PolicyTemplateArn ?? null,
      roleBoundaries: told.RolePermissionRestrictionArns ?? [],
    };
    into.facts.push({ kind: 'life-cycle', boundary, surface, key: `delegation|${value.id}`, value: asJson(value), pointer: at });
  }
  if (isJsonObject(body) && body['isTruncated'] === true && typeof body['Marker'] !== 'string')
    lost(into, 'the answer of ListDelegationRequests says it is cut short and gives no marker to go on', '/Marker');
  return into;
}
