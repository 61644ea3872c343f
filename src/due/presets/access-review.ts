import type { Preset } from './preset.ts';

const result = ['ReviewResult', 'Decision'];
const decided = ['ReviewDate', 'Decided at', 'Decision date', 'reviewedDateTime'];
const principalName = ['PrincipalUPN', 'User', 'Account', 'User name'];
const reviewer = ['ReviewerUPN', 'ReviewerEmailAddress', 'Reviewer'];
const appliedBy = ['AppliedByUPN', 'AppliedByEmailAddress', 'Applied by'];

export const accessReview: Preset = {
  name: 'access-review',
  reads: 'decisions of access reviews: the history report of Entra, and certifications of other tools',
  source:
    'elements of https://learn.microsoft.com/entra/id-governance/access-reviews-downloadable-review-history; else Decision, User, Entitlement, Reviewer, Decided at, Next review',
  mapping: {
    describes: 'approved: reviewed and kept; denied: to be taken away; that it was taken away is claimed by AppliedDate',
    system: 'access-review',
    sourceKind: 'review',
    times: { formats: ['rfc3339', 'M/d/yyyy h:mm:ss a XXX', 'epoch-milliseconds'] },
    ignore: [
      {
        when: [{ column: result, is: ['NotReviewed', 'Not reviewed', 'DontKnow', "Don't know", 'NotNotified', 'Abstain', ''] }],
        why: 'nobody decided',
      },
      { when: [{ column: result, filled: false }], why: 'nobody decided' },
    ],
    id: [
      { column: ['AccessReviewId', 'Review ID', 'Review', 'Campaign'] },
      { column: ['PrincipalId', ...principalName] },
      { column: ['ResourceId', 'Entitlement', 'Role', 'Group'], optional: true },
    ],
    common: {
      correlation: { column: ['AccessReviewId', 'Review ID', 'Review', 'Campaign'] },
      about: [
        { kind: 'entra-object', value: { column: 'PrincipalId', optional: true } },
        { kind: 'mail', value: { column: ['PrincipalMail', 'User e-mail'], has: '@', optional: true } },
        { kind: 'user-name', value: { column: principalName } },
      ],
      object: { column: ['ResourceId', 'Entitlement', 'Role', 'Group'], optional: true },
      scope: { column: 'Scope', optional: true },
      what: { constant: 'assignment' },
      justification: { column: ['Justification', 'Reason', 'Comment'], optional: true },
    },
    events: [
      {
        as: 'decision',
        type: {
          column: result,
          map: {
            ...{ Approve: 'reviewed', Approved: 'reviewed', Certify: 'reviewed', Certified: 'reviewed', Keep: 'reviewed' },
            ...{
              Deny: 'review-denied',
              Denied: 'review-denied',
              Revoke: 'review-denied',
              Revoked: 'review-denied',
              Remove: 'review-denied',
            },
          },
        },
        at: { column: decided },
        until: { column: ['Next review', 'Next review date'], dayEnds: true, optional: true },
        by: { constant: 'person' },
        actedBy: [{ kind: 'user-name', value: { column: reviewer, optional: true } }],
      },
      {
        as: 'applied',
        type: 'revoked',
        at: { column: ['AppliedDate', 'Applied at', 'Removed at'], optional: true },
        when: [{ column: result, is: ['Deny', 'Denied', 'Revoke', 'Revoked', 'Remove'] }],
        actedBy: [{ kind: 'user-name', value: { column: appliedBy, optional: true } }],
      },
    ],
  },
};
