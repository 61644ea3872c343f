import type { Meanings } from './meaning.ts';
import { each, means, nothing } from './meaning.ts';

/** What entitlement management, access reviews and the elevation of access log. */
export function enterGovernance(into: Meanings): void {
  // access packages and reviews
  means(
    into,
    [
      'User requests access package assignment',
      'User requests an access package assignment on behalf of service principal',
      'User requests to extend access package assignment',
      'User requests to remove access package assignment',
      'Entitlement Management creates access package assignment request for user',
    ],
    'requested',
    'assignment',
    'package',
  );
  means(
    into,
    ['Approve access package assignment request', 'Auto approve access package assignment request'],
    'approved',
    'assignment',
    'package',
  );
  means(
    into,
    ['Deny access package assignment request', 'Cancel access package assignment request', 'Failed access package assignment request'],
    'denied',
    'assignment',
    'package',
  );
  means(
    into,
    [
      'Fulfill access package assignment request',
      'Partially fulfill access package assignment request',
      'Administrator directly assigns user to access package',
      'Add Entitlement Management role assignment',
    ],
    'granted',
    'assignment',
    'package',
  );
  means(into, ['Extend access package assignment'], 'renewed', 'assignment', 'package');
  means(
    into,
    [
      'Entitlement Management removes access package assignment request for user',
      'Remove access package resource assignment',
      'Administrator directly removes user access package assignment',
      'Remove Entitlement Management role assignment',
    ],
    'revoked',
    'assignment',
    'package',
  );
  // a reviewer decides, and nothing ends before that is applied; what is taken away then, the directory logs by itself
  means(into, ['Approve decision'], 'reviewed', 'other', 'package');
  means(into, ['Deny decision'], 'review-denied', 'other', 'package');
  // kept or denied, as was decided
  means(into, ['Apply decision'], 'review-denied', 'other', 'decision');

  // elevated access
  means(
    into,
    ['User has elevated their access to User Access Administrator for their Azure Resources'],
    'granted',
    'assignment',
    'elevated',
    true,
  );
  means(into, ['The role assignment of User Access Administrator has been removed from the user'], 'revoked', 'assignment', 'elevated');

  // steps of a request whose outcome has an entry of its own, and policies of packages
  nothing(into, [
    'Access review ended',
    'Approval stage completed for access package assignment request',
    'Ready to fulfill access package assignment request',
    'Schedule a future access package assignment',
    'Fulfill access package resource assignment',
    'Create access package assignment user update request',
    'Update access package assignment request',
    'Delete access package assignment request',
    ...each(['Create', 'Update', 'Delete'], (how) => `${how} access package assignment policy`),
    'Delete access package assignment policy for a deleted user',
  ]);
}
