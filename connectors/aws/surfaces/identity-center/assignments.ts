import * as v from 'valibot';
import type { Json } from '../../../../src/base/json.ts';
import type { Mapped } from '../../../../src/contract/connector.ts';
import type { Task } from '../../../../src/model/page.ts';
import type { AssignmentFact, ProvisionedFact } from '../../identity-center-facts.ts';
import { listings } from '../../identity-center-facts.ts';
import { isAsked, isOfInstance } from '../asked.ts';
import type { Reading } from '../../../../src/contract/reading.ts';
import { notUnderstood, reading } from '../../../../src/contract/reading.ts';
import { accountId, directoryId, onward, permissionSetArn, place, principalType } from './ids.ts';
import { listed, push } from './pages.ts';

/** Args of the tasks of `aws:identity-center-assignments`: by permission set and account, or by user and group. */
const assignmentArgs = v.variant('call', [
  v.strictObject({ call: v.literal('ListAccountsForProvisionedPermissionSet'), ...place, permissionSet: permissionSetArn, ...onward }),
  v.strictObject({ call: v.literal('ListAccountAssignments'), ...place, permissionSet: permissionSetArn, account: accountId, ...onward }),
  v.strictObject({
    call: v.literal('ListAccountAssignmentsForPrincipal'),
    ...place,
    type: principalType,
    principal: directoryId,
    ...onward,
  }),
]);

/** Maps one page that tells of assignments. The list of a user also tells those of its groups, as theirs. */
export function mapAssignments(task: Task, body: Json): Mapped {
  const read = v.safeParse(assignmentArgs, task.args);
  if (!read.success) return notUnderstood(task);
  const args = read.output;
  const into = reading(task);
  switch (args.call) {
    case 'ListAccountsForProvisionedPermissionSet': {
      const { permissionSet } = args;
      const listing = listings.provisioned(permissionSet);
      for (const { value: account, at } of listed(
        into,
        body,
        { list: 'AccountIds', schema: accountId, listing, kind: 'assignment' },
        args,
      )) {
        const value: ProvisionedFact = { type: 'provisioned', listing, permissionSet, account };
        push(into, { kind: 'assignment', key: `${listing}|${account}`, value, at });
      }
      break;
    }
    case 'ListAccountAssignments': {
      const listing = listings.pair(args.permissionSet, args.account);
      const { permissionSet, account } = args;
      const isOfPair = (each: Row, at: string): boolean =>
        isAsked(into, permissionSet, each.PermissionSetArn, `${at}/PermissionSetArn`) &&
        isAsked(into, account, each.AccountId, `${at}/AccountId`);
      rows(into, body, listing, isOfPair, args);
      break;
    }
    case 'ListAccountAssignmentsForPrincipal':
      rows(into, body, listings.principal(args.type, args.principal), (each, at) => isOfPrincipal(into, args, each, at), args);
      break;
  }
  return into;
}

const row = v.object({ AccountId: accountId, PermissionSetArn: permissionSetArn, PrincipalId: directoryId, PrincipalType: principalType });

type Row = v.InferOutput<typeof row>;

/** The list of a user has its groups' rows too: only those of another user, and of a group all others, are not of it. */
function isOfPrincipal(
  into: Reading,
  { instance, type, principal }: { readonly instance: string; readonly type: string; readonly principal: string },
  each: Row,
  at: string,
): boolean {
  const ofGroup = type === 'USER' && each.PrincipalType === 'GROUP';
  return (
    isOfInstance(into, instance, each.PermissionSetArn, `${at}/PermissionSetArn`) &&
    (ofGroup || isAsked(into, `${type} ${principal}`, `${each.PrincipalType} ${each.PrincipalId}`, at))
  );
}

type Onward = Parameters<typeof listed>[3];

function rows(into: Reading, body: Json, listing: string, isOfList: (each: Row, at: string) => boolean, args: Onward): void {
  const of = { list: 'AccountAssignments', schema: row, listing, kind: 'assignment', isAsked: isOfList } as const;
  for (const { value, at } of listed(into, body, of, args)) {
    const { PermissionSetArn: permissionSet, AccountId: account, PrincipalType: type, PrincipalId: principal } = value;
    const told: AssignmentFact = { type: 'assignment', listing, permissionSet, account, principalType: type, principal };
    push(into, { kind: 'assignment', key: `${listing}|${permissionSet}|${account}|${type}|${principal}`, value: told, at });
  }
}
