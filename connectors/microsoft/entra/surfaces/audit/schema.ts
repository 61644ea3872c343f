import * as v from 'valibot';
import { instant } from '../../../../../src/contract/reading.ts';
import { text } from '../../graph-page.ts';

const property = v.object({ displayName: text, oldValue: text, newValue: text });

const target = v.object({
  id: text,
  type: text,
  Type: text,
  displayName: text,
  userPrincipalName: text,
  modifiedProperties: v.optional(v.nullable(v.array(property))),
});

/**
 * An entry of the directory audit log (https://learn.microsoft.com/graph/api/resources/directoryaudit). What it was done to is a list of
 * its own, whose members' type is written `type` or `Type`.
 */
export const auditEntry = v.object({
  id: v.pipe(v.string(), v.nonEmpty()),
  activityDateTime: instant,
  activityDisplayName: v.string(),
  category: text,
  correlationId: text,
  result: v.string(),
  resultReason: text,
  loggedByService: v.string(),
  initiatedBy: v.optional(
    v.nullable(
      v.object({
        user: v.optional(v.nullable(v.object({ id: text, displayName: text, userPrincipalName: text }))),
        app: v.optional(v.nullable(v.object({ appId: text, displayName: text, servicePrincipalId: text }))),
      }),
    ),
  ),
  targetResources: v.array(target),
  additionalDetails: v.optional(v.nullable(v.array(v.object({ key: text, value: text })))),
});
export type AuditEntry = v.InferOutput<typeof auditEntry>;
export type AuditTarget = AuditEntry['targetResources'][number];
