import type { JsonObject } from '../../../../../src/base/json.ts';
import { guid } from '../applications/pages.ts';

export const GLOBAL_ADMINISTRATOR = '62e90394-69f5-4237-9190-012177145e10';

export const logArgs: JsonObject = { service: 'PIM', from: '2026-10-22T09:00:00.000Z' };

/** A role switched on for four hours, as the log has it. */
export const activation: JsonObject = {
  id: 'PIM_activation_1',
  category: 'RoleManagement',
  correlationId: guid(301),
  result: 'success',
  resultReason: 'change 4711',
  activityDisplayName: 'Add member to role completed (PIM activation)',
  activityDateTime: '2026-11-10T08:00:00.1234567Z',
  loggedByService: 'PIM',
  operationType: 'CreateRequestedRole',
  initiatedBy: { user: { id: guid(42), displayName: 'Ann', userPrincipalName: 'ann@contoso.com' }, app: null },
  targetResources: [
    { id: GLOBAL_ADMINISTRATOR, displayName: 'Global Administrator', type: 'Role', modifiedProperties: [] },
    { id: guid(302), displayName: null, type: 'Request', modifiedProperties: [] },
    { id: guid(42), displayName: 'Ann', type: 'User', userPrincipalName: 'ann@contoso.com', modifiedProperties: [] },
  ],
  additionalDetails: [
    { key: 'RoleDefinitionOriginId', value: GLOBAL_ADMINISTRATOR },
    { key: 'TemplateId', value: GLOBAL_ADMINISTRATOR },
    { key: 'StartTime', value: '2026-11-10T08:00:00Z' },
    { key: 'ExpirationTime', value: '2026-11-10T12:00:00Z' },
    { key: 'Justification', value: 'restore of the mail domain' },
    { key: 'TicketNumber', value: 'CHG-4711' },
    { key: 'TicketSystem', value: 'ServiceNow' },
    { key: 'RequestId', value: guid(303).toUpperCase() },
    { key: 'ipaddr', value: '192.0.2.7' },
  ],
};

/** A secret added to an application, and an older one taken away, in one change. */
export const keyChange: JsonObject = {
  id: 'Directory_keys_1',
  category: 'ApplicationManagement',
  correlationId: guid(304),
  result: 'success',
  resultReason: '',
  activityDisplayName: 'Update application – Certificates and secrets management ',
  activityDateTime: '2026-11-11T08:00:00Z',
  loggedByService: 'Core Directory',
  initiatedBy: { user: { id: guid(43) }, app: null },
  targetResources: [
    {
      id: guid(1),
      displayName: 'shop',
      type: 'Application',
      modifiedProperties: [
        {
          displayName: 'KeyDescription',
          oldValue: `["[KeyIdentifier=${guid(801)},KeyType=Password,KeyUsage=Verify,DisplayName=old, [one]]"]`,
          newValue: `["[KeyIdentifier=${guid(802).toUpperCase()},KeyType=Password,KeyUsage=Verify,DisplayName=new]"]`,
        },
        { displayName: 'Included Updated Properties', oldValue: null, newValue: '"KeyDescription"' },
      ],
    },
  ],
  additionalDetails: [],
};
