import type { Json } from '../../src/base/json.ts';
import { guidOf, objectId } from '../../test/connectors/microsoft/world/identifiers.ts';

/*
 * What Privileged Identity Management logged at the sample company: two people switched on what they may and let it run out; a membership was switched on for
 * eight hours. Names of activities are those of learn.microsoft.com/entra/identity/monitoring-health/reference-audit-activities.
 */

const roles = {
  'Global Administrator': '62e90394-69f5-4237-9190-012177145e10',
  'Privileged Role Administrator': 'e8611ab8-c189-46e8-94e1-60213ab1f814',
} as const;

interface Activation {
  readonly who: string;
  readonly role?: keyof typeof roles;
  readonly group?: string;
  readonly from: string;
  readonly until: string;
  readonly approver: string | null;
  readonly reason: string;
}

const activations: readonly Activation[] = [
  {
    ...{ who: 'sven-dahl', group: 'aws-administrators', approver: 'ann-keller', reason: 'OPS-118 rotate the backup vault' },
    ...{ from: '2026-10-16T05:00:00Z', until: '2026-10-16T13:00:00Z' },
  },
  {
    ...{ who: 'hana-sato', role: 'Global Administrator', approver: 'ann-keller', reason: 'OPS-121 new domain' },
    ...{ from: '2026-10-20T08:02:00Z', until: '2026-10-20T12:02:00Z' },
  },
  {
    ...{ who: 'ivo-marek', role: 'Privileged Role Administrator', approver: null, reason: 'OPS-124 quarterly review' },
    ...{ from: '2026-10-22T13:30:00Z', until: '2026-10-22T17:30:00Z' },
  },
];

/** The entries of the broker's log in a span of time, as Microsoft Graph answers them: the latest first. */
export function brokerLog(from: string, to: string): readonly Json[] {
  return activations
    .flatMap(entriesOf)
    .filter(({ activityDateTime }) => Date.parse(activityDateTime) >= Date.parse(from) && Date.parse(activityDateTime) <= Date.parse(to))
    .sort((a, b) => Date.parse(b.activityDateTime) - Date.parse(a.activityDateTime));
}

function entriesOf(each: Activation): readonly ReturnType<typeof entryOf>[] {
  const { who, from, until, approver } = each;
  const before = new Date(Date.parse(from) - 240_000).toISOString();
  return [
    entryOf(each, 'Add member to role requested (PIM activation)', before, who),
    ...(approver === null ? [] : [entryOf(each, 'Add member to role request approved (PIM activation)', from, approver)]),
    entryOf(each, 'Add member to role completed (PIM activation)', from, who),
    entryOf(each, 'Remove member from role (PIM activation expired)', until, null),
  ];
}

function entryOf({ who, role, group, from, until, reason }: Activation, activity: string, at: string, by: string | null) {
  const request = guidOf(`request ${who} ${from}`);
  const thing =
    group === undefined
      ? { id: role === undefined ? '' : roles[role], displayName: role ?? '', type: 'Role', modifiedProperties: [] }
      : { id: objectId(group), displayName: group, type: 'Group', modifiedProperties: [] };
  const member = group === undefined ? [] : [{ id: guidOf('member'), displayName: 'Member', type: 'Role', modifiedProperties: [] }];
  return {
    id: `PIM_${guidOf(`${activity} ${who} ${at}`)}`,
    category: group === undefined ? 'RoleManagement' : 'GroupManagement',
    correlationId: request,
    result: 'success',
    resultReason: reason,
    activityDisplayName: activity,
    activityDateTime: new Date(at).toISOString(),
    loggedByService: 'PIM',
    operationType: 'ActivateRole',
    initiatedBy:
      by === null
        ? { user: null, app: { appId: null, displayName: 'Azure AD PIM', servicePrincipalId: null, servicePrincipalName: null } }
        : {
            app: null,
            user: {
              id: objectId(by),
              displayName: by,
              userPrincipalName: `${by.replace('-', '.')}@kestrel-freight.example`,
              ipAddress: null,
            },
          },
    targetResources: [
      ...member,
      thing,
      {
        id: objectId(who),
        displayName: who,
        type: 'User',
        userPrincipalName: `${who.replace('-', '.')}@kestrel-freight.example`,
        modifiedProperties: [],
      },
    ],
    additionalDetails: [
      { key: 'RequestId', value: request },
      { key: 'StartTime', value: from },
      { key: 'ExpirationTime', value: until },
      { key: 'Justification', value: reason },
      { key: 'TicketNumber', value: reason.split(' ')[0] ?? '' },
      ...(role === undefined ? [{ key: 'ResourceOriginId', value: objectId(group ?? '') }] : [{ key: 'TemplateId', value: roles[role] }]),
    ],
  };
}
