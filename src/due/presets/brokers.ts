import type { Preset } from './preset.ts';

const request = ['Request ID', 'request_id', 'requestId', 'id'];
const user = ['User', 'Requested for', 'user', 'user_email', 'email'];
const requester = ['Requester', 'Requested by', 'requester', ...user];
const approver = ['Approver', 'Approved by', 'approver'];
const status = { column: ['Status', 'status', 'state'], optional: true };
const decidedAt = ['Approved at', 'Decided at', 'approved_at'];
const denied = ['denied', 'rejected', 'declined'];
const until = { column: ['End', 'Expires at', 'end', 'end_time', 'expires_at'], optional: true };
const revoker = ['Revoked by', 'revoked_by'];
const endedAt = { column: ['Ended at', 'Revoked at', 'ended_at', 'revoked_at'], optional: true };
const keysOf = (
  column: readonly string[],
  optional = true,
): { kind: string; value: { column: string[]; optional: boolean; has?: string; lacks?: string } }[] => [
  { kind: 'mail', value: { column: [...column], has: '@', optional } },
  { kind: 'user-name', value: { column: [...column], lacks: '@', optional } },
];

export const pamGrants: Preset = {
  name: 'pam-grants',
  reads: 'requests, approvals, grants and ends of a tool that gives access for a time (PAM, JIT)',
  source: 'no one tool: the columns that such exports have in common. Name yours as these, or print the mapping and change it',
  mapping: {
    describes: 'one row = one request with what came of it',
    system: 'pam',
    sourceKind: 'broker',
    times: { formats: ['rfc3339', 'epoch-seconds'] },
    id: [{ column: request }],
    common: {
      correlation: { column: request },
      ticket: { column: ['Ticket', 'ticket'], optional: true },
      about: keysOf(user, false),
      object: { column: ['Role', 'Permission', 'Entitlement', 'role', 'permission'], optional: true },
      scope: { column: ['Scope', 'Resource', 'scope', 'resource'], optional: true },
      justification: { column: ['Justification', 'Reason', 'justification', 'reason'], optional: true },
      what: { constant: 'assignment' },
    },
    events: [
      {
        type: 'requested',
        at: { column: ['Requested at', 'Created', 'requested_at', 'created_at'], optional: true },
        until,
        by: { constant: 'person' },
        actedBy: keysOf(requester),
      },
      {
        type: 'approved',
        at: { column: decidedAt, optional: true },
        when: [{ ...status, not: denied }],
        until,
        by: { constant: 'person' },
        actedBy: keysOf(approver),
      },
      {
        type: 'denied',
        at: { column: decidedAt, optional: true },
        when: [{ ...status, is: denied }],
        by: { constant: 'person' },
        actedBy: keysOf(approver),
      },
      {
        type: 'activated',
        at: { column: ['Start', 'Started at', 'start', 'start_time', 'granted_at'], optional: true },
        until,
        by: { constant: 'broker' },
      },
      { type: 'expired', at: endedAt, when: [{ column: revoker, filled: false, optional: true }], by: { constant: 'broker' } },
      {
        type: 'revoked',
        at: endedAt,
        when: [{ column: revoker, filled: true, optional: true }],
        by: { constant: 'person' },
        actedBy: keysOf(revoker),
      },
    ],
  },
};

const began = ['in progress', 'ended', 'revoked', 'expired'];
const allowed = ['approved', 'scheduled', ...began];
const teamUntil = { column: 'startTime', plus: { column: 'duration', unit: 'hours' as const } };
export const awsTeam: Preset = {
  name: 'aws-team',
  reads: 'requests of TEAM for AWS IAM Identity Center: its table as JSON (listRequests) or CSV',
  source: 'members of the type "requests" of https://github.com/aws-samples/iam-identity-center-team, src/graphql/queries.js',
  mapping: {
    describes: 'TEAM keeps no time of approval: that a request was approved is told as of its start, and not later than that',
    system: 'aws-team',
    sourceKind: 'broker',
    records: 'items',
    page: { next: 'nextToken' },
    id: ['id'],
    common: {
      correlation: 'id',
      ticket: { column: 'ticketNo', optional: true },
      about: [
        { kind: 'mail', value: { column: 'email', has: '@' } },
        { kind: 'user-name', value: { column: 'username', after: 'idc_', optional: true } },
      ],
      object: { column: ['roleId', 'role'] },
      scope: { text: 'aws:{accountId}' },
      justification: { column: 'justification', optional: true },
      what: { constant: 'assignment' },
    },
    events: [
      {
        type: 'requested',
        at: 'createdAt',
        from: 'startTime',
        until: teamUntil,
        by: { constant: 'person' },
        actedBy: [{ kind: 'mail', value: 'email' }],
      },
      {
        type: 'approved',
        at: 'startTime',
        until: teamUntil,
        when: [{ column: 'status', is: allowed }],
        by: { column: ['approver', 'approverId'], map: {}, otherwise: 'person', optional: true },
        actedBy: keysOf(['approver']),
      },
      {
        type: 'denied',
        at: 'updatedAt',
        when: [{ column: 'status', is: ['rejected'] }],
        by: { constant: 'person' },
        actedBy: keysOf(['approver']),
      },
      { type: 'activated', at: 'startTime', until: teamUntil, when: [{ column: 'status', is: began }], by: { constant: 'broker' } },
      {
        type: 'expired',
        at: { column: 'endTime', optional: true },
        when: [{ column: 'status', is: ['ended', 'expired'] }],
        by: { constant: 'broker' },
      },
      {
        type: 'revoked',
        at: { column: 'endTime', optional: true },
        when: [{ column: 'status', is: ['revoked'] }],
        by: { constant: 'person' },
        actedBy: keysOf(['revoker']),
      },
    ],
  },
};
