import type { Preset } from './preset.ts';

const beneficiary = [
  ...['Custom field (Beneficiary)', 'Custom field (Requested for)', 'Reporter'],
  ...['fields.beneficiary.emailAddress', 'fields.reporter.emailAddress', 'fields.reporter.name'],
];
const reporter = ['Reporter', 'fields.reporter.emailAddress', 'fields.reporter.name'];
const approver = ['Custom field (Approver)', 'fields.approver.emailAddress'];
const key = { column: ['Issue key', 'key'] };
const refused = ['Declined', 'Denied', 'Rejected', 'Cancelled', 'Canceled', "Won't Do"];
const resolution = { column: ['Resolution', 'fields.resolution.name'], optional: true };
const resolved = { column: ['Resolved', 'fields.resolutiondate'], optional: true };
const from = { column: ['Custom field (Access from)', 'fields.accessFrom'], optional: true };
const until = { column: ['Custom field (Access until)', 'fields.accessUntil'], dayEnds: true, optional: true };

export const jira: Preset = {
  name: 'jira',
  reads: 'issues that ask for access, exported as CSV or got as JSON from the search of the REST API',
  source:
    'columns of "Export Excel CSV (all fields)" and members of https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-search/; custom fields have the names that your project gives them',
  mapping: {
    describes: 'one issue = one request for access; that the issue is resolved says that the task is over',
    system: 'jira',
    sourceKind: 'ticket',
    records: 'issues',
    page: { total: 'total', next: 'nextPageToken' },
    times: { formats: ['rfc3339', 'dd/MMM/yy h:mm a', 'dd/MMM/yyyy h:mm a', 'dd/MMM/yyyy HH:mm'] },
    id: [key],
    common: {
      correlation: key,
      ticket: key,
      about: [
        { kind: 'mail', value: { column: beneficiary, has: '@', optional: true } },
        { kind: 'jira-user', value: { column: beneficiary, lacks: '@', optional: true } },
      ],
      object: { column: ['Custom field (Access)', 'fields.access'], split: ';', optional: true },
      scope: { column: ['Custom field (Scope)', 'fields.scope'], optional: true },
      justification: { column: ['Summary', 'fields.summary'], optional: true },
      by: { constant: 'person' },
      what: { constant: 'assignment' },
    },
    events: [
      {
        type: 'requested',
        at: { column: ['Created', 'fields.created'] },
        actedBy: [
          { kind: 'mail', value: { column: reporter, has: '@', optional: true } },
          { kind: 'jira-user', value: { column: reporter, lacks: '@', optional: true } },
        ],
        from,
        until,
      },
      {
        type: 'approved',
        at: { column: ['Custom field (Approved at)', 'fields.approvedAt'], optional: true },
        actedBy: [
          { kind: 'mail', value: { column: approver, has: '@', optional: true } },
          { kind: 'jira-user', value: { column: approver, lacks: '@', optional: true } },
        ],
        from,
        until,
      },
      { type: 'denied', at: resolved, when: [{ ...resolution, is: refused }] },
      { type: 'task-ended', at: resolved, when: [{ ...resolution, not: refused }] },
    ],
  },
};
