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
      'NOT_FOUND',
    ],
  ],
  // An API that does not know the operation, in the words of AWS's protocols: 400, or 404 in some
  ['unsupported', ['InvalidAction', 'UnknownOperationException', 'UnsupportedAPIEndpointException', 'UnsupportedOperationException']],
  [
    'unreachable',
    ['InternalFailure', 'InternalError', 'ServiceFailure', 'ServiceUnavailable', 'ServiceUnavailableException', 'UNAVAILABLE'],
  ],
];

const byCode: ReadonlyMap<string, FaultCause> = new Map(
  meanings.flatMap(([cause, codes]) => codes.map((code) => [code.toLowerCase(), cause] as const)),
);

/** What a provider's own error code means, in any case; `null` = not in the table, the status then decides. */
export function meaningOf(code: string): FaultCause | null {
  return byCode.get(code.toLowerCase()) ?? null;
}
