import type { Call } from './call.ts';
import { iamPaging, nothing } from './call.ts';

/** What is asked of the account whose credentials are used, and of every account that is entered. */
export const accountCalls: readonly Call[] = [
  {
    surface: 'aws:caller-identity',
    task: null,
    service: 'sts',
    operation: 'GetCallerIdentity',
    actions: [],
    by: 'hub',
    paging: null,
    input: nothing,
  },
  {
    surface: 'aws:authorization-details',
    task: null,
    service: 'iam',
    operation: 'GetAccountAuthorizationDetails',
    actions: ['iam:GetAccountAuthorizationDetails'],
    by: 'account',
    paging: iamPaging,
    input: nothing,
  },
  {
    surface: 'aws:role-settings',
    task: null,
    service: 'iam',
    operation: 'ListRoles',
    actions: ['iam:ListRoles'],
    by: 'account',
    paging: iamPaging,
    input: nothing,
  },
  // A job: begun with GenerateCredentialReport, then fetched (see the session's jobs).
  {
    surface: 'aws:credential-report',
    task: null,
    service: 'iam',
    operation: 'GetCredentialReport',
    actions: ['iam:GenerateCredentialReport', 'iam:GetCredentialReport'],
    by: 'account',
    paging: null,
    input: nothing,
  },
];
