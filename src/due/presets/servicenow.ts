import type { Preset } from './preset.ts';

const number = 'number';
const person = [
  'requested_for.email',
  'requested_for.user_name',
  'requested_by.email',
  'requested_by.user_name',
  'requested_for',
  'requested_by',
];
const opener = ['opened_by.email', 'opened_by.user_name', 'opened_by'];
const approval = { column: 'approval', optional: true };
const decided = { column: ['approval_set', 'Approval set'], optional: true };
const closed = ['closed_at', 'Closed'];
const from = { column: ['start_date', 'Planned start date'], optional: true };
const until = { column: ['end_date', 'Planned end date'], optional: true };
const given = ['3', 'Closed Complete'];

export const servicenow: Preset = {
  name: 'servicenow',
  reads: 'requested items (sc_req_item) and changes (change_request), exported as CSV or got as JSON from the Table API',
  source:
    'columns of the tables task, sc_req_item and change_request, https://www.servicenow.com/docs/bundle/zurich-servicenow-platform/page/product/service-catalog-management/concept/c_ServiceCatalogTables.html; a person is exported as requested_for.email or .user_name',
  mapping: {
    describes: 'RITM: a request, given when it is closed complete; CHG: a task, over when its work ends',
    system: 'servicenow',
    sourceKind: 'ticket',
    records: 'result',
    // the Table API tells times in UTC and does not say so; a list that is exported by a person has that person's zone: name it with --zone
    times: { formats: ['rfc3339', 'yyyy-MM-dd HH:mm:ss'] },
    id: [number],
    common: {
      correlation: number,
      ticket: number,
      about: [
        { kind: 'mail', value: { column: person, has: '@' } },
        { kind: 'user-name', value: { column: person, lacks: '@' } },
      ],
      object: { column: ['u_access', 'cat_item.name', 'cat_item', 'Item', 'cmdb_ci'], optional: true },
      scope: { column: 'u_scope', optional: true },
      justification: { column: ['short_description', 'Short description'], optional: true },
      by: { constant: 'person' },
      what: { constant: 'assignment' },
    },
    events: [
      {
        type: 'requested',
        at: { column: ['opened_at', 'Opened', 'sys_created_on', 'Created'] },
        actedBy: [
          { kind: 'mail', value: { column: opener, has: '@', optional: true } },
          { kind: 'user-name', value: { column: opener, lacks: '@', optional: true } },
        ],
        from,
        until,
      },
      {
        type: 'approved',
        at: decided,
        when: [{ ...approval, is: ['approved'] }],
        actedBy: [{ kind: 'user-name', value: { column: ['u_approver', 'approver'], optional: true } }],
        from,
        until,
      },
      { type: 'denied', at: decided, when: [{ ...approval, is: ['rejected'] }] },
      {
        type: 'granted',
        at: { column: closed, optional: true },
        when: [
          { column: number, starts: ['RITM'] },
          { column: 'state', is: given, optional: true },
        ],
      },
      {
        type: 'task-ended',
        at: { column: ['work_end', 'Actual end', ...closed], optional: true },
        when: [{ column: number, starts: ['CHG'] }],
      },
    ],
  },
};
