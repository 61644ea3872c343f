import * as v from 'valibot';
import type { Json } from '../../../../src/base/json.ts';
import type { Mapped } from '../../../../src/contract/connector.ts';
import type { Task } from '../../../../src/model/page.ts';
import type { ApplicationFact, EntitlementFact } from '../../identity-center-facts.ts';
import { listings } from '../../identity-center-facts.ts';
import { parseIamArn } from '../../identity.ts';
import { notUnderstood, reading } from '../../../../src/contract/reading.ts';
import { directoryId, onward, optionalTime, place } from './ids.ts';
import { ask, listed, push } from './pages.ts';

const application = v.pipe(v.string(), v.startsWith('arn:', 'the ARN of an application begins with arn:'));

/** Args of the tasks of `aws:account-access`. */
const entitlementArgs = v.variant('call', [
  v.strictObject({ call: v.literal('ListApplications'), ...place, ...onward }),
  v.strictObject({ call: v.literal('ListEntitlements'), ...place, application, ...onward }),
]);

/** Maps one page of account access manager. Shapes: its API model of 2026, ApplicationSummary and EntitlementsListMember. */
export function mapAccountAccess(task: Task, body: Json): Mapped {
  const read = v.safeParse(entitlementArgs, task.args);
  if (!read.success) return notUnderstood(task);
  const args = read.output;
  const into = reading(task);
  if (args.call === 'ListApplications') {
    const schema = v.object({ applicationArn: application });
    const listing = listings.applications;
    for (const { value, at } of listed(into, body, { list: 'applications', schema, listing, ...list }, args)) {
      const { applicationArn: arn } = value;
      const told: ApplicationFact = { type: 'application', listing, arn };
      push(into, { kind: 'assignment', key: `${listing}|${arn}`, value: told, at });
      ask(into, 'ListEntitlements', { instance: args.instance, application: arn });
    }
    return into;
  }
  const listing = listings.entitlements(args.application);
  for (const { value, at } of listed(into, body, { list: 'entitlements', schema: entitlement, listing, ...list }, args)) {
    const { principal, roleArn: role } = value.entitlement.principalRole;
    const who = principal.identityCenter;
    const [principalType, id] = 'userId' in who ? (['USER', who.userId] as const) : (['GROUP', who.groupId] as const);
    const told: EntitlementFact = {
      type: 'entitlement',
      listing,
      id: value.entitlementId,
      application: args.application,
      role,
      principalType,
      principal: id,
      createdAt: value.createdAt,
    };
    push(into, { kind: 'assignment', key: `entitlement|${told.id}`, value: told, at });
  }
  return into;
}

const list = { kind: 'assignment', next: 'nextToken' } as const;

const entitlement = v.object({
  entitlementId: v.pipe(v.string(), v.nonEmpty()),
  createdAt: optionalTime,
  entitlement: v.object({
    principalRole: v.object({
      roleArn: v.pipe(
        v.string(),
        v.check((arn) => parseIamArn(arn)?.resource.startsWith('role/') === true, 'it is no ARN of a role'),
      ),
      principal: v.object({
        identityCenter: v.union(
          [v.strictObject({ userId: directoryId }), v.strictObject({ groupId: directoryId })],
          'it names neither a user nor a group',
        ),
      }),
    }),
  }),
});
