import type { FaultCause } from './fault-cause.ts';

const meanings: readonly (readonly [FaultCause, readonly string[]])[] = [
  [
    'throttled',
    [
      // AWS SDK's list of throttling codes: https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
      'BandwidthLimitExceeded',
      'EC2ThrottledException',
      'LimitExceededException',
      'PriorRequestNotComplete',
      'ProvisionedThroughputExceededException',
      'RequestLimitExceeded',
      'RequestThrottled',
      'RequestThrottledException',
      'SlowDown',
      'ThrottledException',
      'Throttling',
      'ThrottlingException',
      'TooManyRequestsException',
      'TransactionInProgressException',
      // https://learn.microsoft.com/graph/throttling and Azure Resource Manager
      'TooManyRequests',
      'activityLimitReached',
      'Request_ThrottledTemporarily',
      // https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling
      'SubscriptionRequestsThrottled',
      'TenantRequestsThrottled',
      // https://learn.microsoft.com/azure/governance/resource-graph/concepts/guidance-for-throttled-requests
      'RateLimiting',
      // https://cloud.google.com/apis/design/errors
      'RESOURCE_EXHAUSTED',
      'rateLimitExceeded',
      'userRateLimitExceeded',
      // https://api.slack.com/docs/rate-limits
      'ratelimited',
    ],
  ],
  [
    'expired-credentials',
    [
      // https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html
      'ExpiredToken',
      'ExpiredTokenException',
      'RequestExpired',
      'InvalidClientTokenId',
      'UnrecognizedClientException',
      'InvalidAccessKeyId',
      'SignatureDoesNotMatch',
      'IncompleteSignature',
      'MissingAuthenticationToken',
      'InvalidSignatureException',
      'InvalidToken',
      'InvalidTokenException',
      'RequestTimeTooSkewed',
      'TokenRefreshRequired',
      // https://learn.microsoft.com/graph/errors
      'InvalidAuthenticationToken',
      'ExpiredAuthenticationToken',
      'AuthenticationFailed',
      // https://learn.microsoft.com/graph/resolve-auth-errors, and Azure Resource Manager without a token
      'Authentication_ExpiredToken',
      'Authentication_MissingOrMalformed',
      'TokenNotFound',
      'AuthenticationFailedMissingToken',
      'UNAUTHENTICATED',
      'token_expired',
      'invalid_auth',
    ],
  ],
  [
    'denied',
    [
      'AccessDenied',
      'AccessDeniedException',
      'AccessDeniedForDependencyException',
      'RegionDisabledException',
      'UnauthorizedOperation',
      'NotAuthorized',
      'OptInRequired',
      'Authorization_RequestDenied',
      'AuthorizationFailed',
      // PIM behind Microsoft Graph, in the JSON of its messages; a principal that is not in the tenant; a person without the role
      'PermissionScopeNotGranted',
      'Authorization_IdentityNotFound',
      'Authentication_RequestFromUnsupportedUserRole',
      // https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/common-deployment-errors
      'LinkedAuthorizationFailed',
      'InvalidAuthenticationTokenTenant',
      'Forbidden',
      'PERMISSION_DENIED',
      'missing_scope',
    ],
  ],
  // https://learn.microsoft.com/graph/errors: sign-in activity and PIM without an Entra ID P1 or P2 licence
  ['not-licensed', ['Authentication_RequestFromNonPremiumTenantOrB2CTenant', 'AadPremiumLicenseRequired', 'paid_only']],
  [
    'vanished',
    [
      'NoSuchEntity',
      'NoSuchEntityException',
      'ResourceNotFoundException',
      // AWS Organizations and KMS, with 400: their API references
      'AccountNotFoundException',
      'ChildNotFoundException',
      'NotFoundException',
      'OrganizationalUnitNotFoundException',
      'ParentNotFoundException',
      'PolicyNotFoundException',
      'RootNotFoundException',
      'TargetNotFoundException',
      'Request_ResourceNotFound',
      // Microsoft Graph: what a page token or a delta token pointed to is no longer there
      'Directory_ExpiredPageToken',
      'SyncStateNotFound',
      'itemNotFound',
      // https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/common-deployment-errors
      'ResourceNotFound',
      'ResourceGroupNotFound',
      'ParentResourceNotFound',
      'SubscriptionNotFound',
      'InvalidSubscriptionId',
      'NOT_FOUND',
    ],
  ],
  // An API that does not know the operation, in the words of AWS's protocols: 400, or 404 in some
  [
    'unsupported',
    [
      'InvalidAction',
      'UnknownOperationException',
      'UnsupportedAPIEndpointException',
      'UnsupportedOperationException',
      // Microsoft Graph: a group or role that no provider of PIM knows; a query that a service behind it does not take
      'MissingProvider',
      'Request_UnsupportedQuery',
      // https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/common-deployment-errors
      'NoRegisteredProviderFound',
      'MissingSubscriptionRegistration',
      'InvalidApiVersionParameter',
      'InvalidResourceType',
      'InvalidResourceNamespace',
    ],
  ],
  [
    'unreachable',
    [
      'InternalFailure',
      'InternalError',
      'ServiceFailure',
      'ServiceUnavailable',
      'ServiceUnavailableException',
      'UNAVAILABLE',
      // https://learn.microsoft.com/graph/errors
      'serviceNotAvailable',
      'Service_ServiceUnavailable',
      'Service_InternalServerError',
      'InternalServerError',
      'ServerTimeout',
      'GatewayTimeout',
      'Directory_ReplicaUnavailable',
    ],
  ],
];

const byCode: ReadonlyMap<string, FaultCause> = new Map(
  meanings.flatMap(([cause, codes]) => codes.map((code) => [code.toLowerCase(), cause] as const)),
);

/** What a provider's own error code means, in any case; `null` = not in the table, the status then decides. */
export function meaningOf(code: string): FaultCause | null {
  return byCode.get(code.toLowerCase()) ?? null;
}
