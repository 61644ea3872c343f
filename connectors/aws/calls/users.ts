import type { JsonObject } from '../../../src/base/json.ts';
import { mustNameService, noSuchService } from '../surfaces/users/service-specific-credentials.ts';
import { switchedOff } from '../surfaces/users/outbound-federation.ts';
import { userNameOf } from '../surfaces/users/told.ts';
import type { Call } from './call.ts';
import { iamPaging, nothing } from './call.ts';

const gone = ['NoSuchEntityException', 'NoSuchEntity'];
const iam = { service: 'iam', by: 'account' } as const;

/** What is asked of the users of an account, and of who vouches for those who come from outside. */
export const usersCalls: readonly Call[] = [
  {
    ...iam,
    surface: 'aws:account-summary',
    task: null,
    operation: 'GetAccountSummary',
    actions: ['iam:GetAccountSummary'],
    paging: null,
    input: nothing,
  },
  {
    ...iam,
    surface: 'aws:access-keys',
    task: 'ListAccessKeys',
    operation: 'ListAccessKeys',
    actions: ['iam:ListAccessKeys'],
    paging: 'by-task',
    answers: gone,
    input: ofUserByTask,
  },
  {
    ...iam,
    surface: 'aws:access-keys',
    task: 'GetAccessKeyLastUsed',
    operation: 'GetAccessKeyLastUsed',
    actions: ['iam:GetAccessKeyLastUsed'],
    paging: null,
    answers: gone,
    input: (args) => ({ AccessKeyId: args['key'] ?? '' }),
  },
  {
    ...iam,
    surface: 'aws:login-profiles',
    task: null,
    operation: 'GetLoginProfile',
    actions: ['iam:GetLoginProfile'],
    paging: null,
    answers: gone,
    input: ofUser,
  },
  {
    ...iam,
    surface: 'aws:mfa-devices',
    task: 'ListVirtualMFADevices',
    operation: 'ListVirtualMFADevices',
    actions: ['iam:ListVirtualMFADevices'],
    paging: iamPaging,
    drops: [
      ['VirtualMFADevices', '*', 'Base32StringSeed'],
      ['VirtualMFADevices', '*', 'QRCodePNG'],
    ],
    input: () => ({ AssignmentStatus: 'Assigned' }),
  },
  {
    ...iam,
    surface: 'aws:mfa-devices',
    task: 'ListMFADevices',
    operation: 'ListMFADevices',
    actions: ['iam:ListMFADevices'],
    paging: 'by-task',
    answers: gone,
    input: ofUserByTask,
  },
  {
    ...iam,
    surface: 'aws:service-specific-credentials',
    task: null,
    operation: 'ListServiceSpecificCredentials',
    actions: ['iam:ListServiceSpecificCredentials'],
    paging: iamPaging,
    answers: [...mustNameService, ...noSuchService],
    // No list has them; were one to, they must not be kept.
    drops: [
      ['ServiceSpecificCredentials', '*', 'ServicePassword'],
      ['ServiceSpecificCredentials', '*', 'ServiceCredentialSecret'],
    ],
    input: ({ service }) => ({ AllUsers: true, ...(service === undefined ? {} : { ServiceName: service }) }),
  },
  {
    ...iam,
    surface: 'aws:ssh-keys',
    task: null,
    operation: 'ListSSHPublicKeys',
    actions: ['iam:ListSSHPublicKeys'],
    paging: iamPaging,
    answers: gone,
    input: ofUser,
  },
  {
    ...iam,
    surface: 'aws:signing-certificates',
    task: 'ListSigningCertificates',
    operation: 'ListSigningCertificates',
    actions: ['iam:ListSigningCertificates'],
    paging: 'by-task',
    answers: gone,
    input: ofUserByTask,
  },
  {
    ...iam,
    surface: 'aws:identity-providers',
    task: 'ListOpenIDConnectProviders',
    operation: 'ListOpenIDConnectProviders',
    actions: ['iam:ListOpenIDConnectProviders'],
    paging: null,
    input: nothing,
  },
  {
    ...iam,
    surface: 'aws:identity-providers',
    task: 'GetOpenIDConnectProvider',
    operation: 'GetOpenIDConnectProvider',
    actions: ['iam:GetOpenIDConnectProvider'],
    paging: null,
    answers: gone,
    input: (args) => ({ OpenIDConnectProviderArn: args['provider'] ?? '' }),
  },
  {
    ...iam,
    surface: 'aws:identity-providers',
    task: 'ListSAMLProviders',
    operation: 'ListSAMLProviders',
    actions: ['iam:ListSAMLProviders'],
    paging: null,
    input: nothing,
  },
  {
    ...iam,
    surface: 'aws:delegation-requests',
    task: null,
    operation: 'ListDelegationRequests',
    actions: ['iam:ListDelegationRequests'],
    paging: { ...iamPaging, more: 'isTruncated' },
    input: nothing,
  },
  {
    ...iam,
    surface: 'aws:outbound-federation',
    task: null,
    operation: 'GetOutboundWebIdentityFederationInfo',
    actions: ['iam:GetOutboundWebIdentityFederationInfo'],
    paging: null,
    answers: switchedOff,
    input: nothing,
  },
];

function ofUser({ user }: JsonObject): JsonObject {
  return { UserName: userNameOf(typeof user === 'string' ? user : '') };
}

/** A list that a later task goes on with asks for the greatest page itself. */
function ofUserByTask(args: JsonObject): JsonObject {
  const { token } = args;
  return { ...ofUser(args), ...iamPaging.size, ...(typeof token === 'string' ? { Marker: token } : {}) };
}
