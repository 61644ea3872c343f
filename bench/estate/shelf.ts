import type { Json } from '../../src/base/json.ts';
import { awsManaged, awsManagedArn } from './aws-managed.ts';
import type { PolicyDetail } from './details.ts';
import { policyDetail, uniqueId } from './details.ts';
import type { Dice } from './dice.ts';
import { oddDocument } from './oddities.ts';
import { statementsFor } from './statements.ts';
import type { Subject } from './words.ts';
import { subjectOf } from './words.ts';

/** A document and what it is about; the names of the principals that hold it come from there too. */
export interface Piece {
  readonly subject: Subject;
  readonly document: Json;
}

/** The documents of one account. Few are in many principals and many in few. */
export interface Shelf {
  readonly managed: readonly PolicyDetail[];
  /** ARNs of the account's own managed policies, most used first. */
  readonly applications: readonly string[];
  readonly operators: readonly string[];
  readonly boundaries: readonly string[];
  /** Inline documents, most used first. */
  readonly inline: readonly Piece[];
  /** A document nobody else has. */
  unique(holder: 'application' | 'operator'): Piece;
}

const VERSION = '2012-10-17';

/** `oddities`: the share of documents that are odd, 0 to 1. */
export function shelfOf(dice: Dice, account: string, others: readonly string[], roles: number, oddities: number): Shelf {
  let number = 0;
  function piece(holder: 'application' | 'operator', most: number): Piece {
    const subject = subjectOf(dice, account, others, number++);
    if (dice.chance(oddities)) return { subject, document: oddDocument(subject, dice) };
    const Statement = statementsFor(subject, dice, holder, 1 + dice.roll(most));
    return { subject, document: dice.chance(0.03) ? { Statement } : { Version: VERSION, Statement } };
  }
  const managed: PolicyDetail[] = [];
  function keep(arn: string, document: Json): string {
    managed.push(policyDetail(arn, document, uniqueId('ANPA', account, managed.length), managed.length + 1));
    return arn;
  }
  function own(holder: 'application' | 'operator', count: number): readonly string[] {
    return Array.from({ length: count }, (_, at) => {
      const { subject, document } = piece(holder, 5);
      return keep(`arn:aws:iam::${account}:policy/${subject.app}-${subject.stage}-${holder.slice(0, 3)}${at}`, document);
    });
  }
  for (const [name, document] of Object.entries(awsManaged)) keep(awsManagedArn(name), document);
  return {
    applications: own('application', 8 + Math.floor(roles / 100)),
    operators: own('operator', 6 + Math.floor(roles / 400)),
    boundaries: boundaryDocuments(account).map(([name, document]) => keep(`arn:aws:iam::${account}:policy/boundary/${name}`, document)),
    inline: Array.from({ length: 10 + Math.floor(roles / 25) }, () => piece('application', 4)),
    unique: (holder) => piece(holder, 3),
    managed,
  };
}

function boundaryDocuments(account: string): readonly (readonly [string, Json])[] {
  const own = `arn:aws:iam::${account}:policy/boundary/*`;
  return [
    [
      'app-boundary',
      {
        Version: VERSION,
        Statement: [
          { Sid: 'Services', Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*', 'cloudtrail:*'], Resource: '*' },
          { Sid: 'Pass', Effect: 'Allow', Action: ['iam:PassRole', 'iam:Get*', 'iam:List*'], Resource: '*' },
        ],
      },
    ],
    [
      'team-boundary',
      {
        Version: VERSION,
        Statement: [
          { Effect: 'Allow', Action: '*', Resource: '*' },
          { Effect: 'Deny', Action: ['iam:DeleteRolePermissionsBoundary', 'iam:DeleteUserPermissionsBoundary'], Resource: '*' },
          { Effect: 'Deny', Action: ['iam:CreatePolicyVersion', 'iam:DeletePolicy', 'iam:SetDefaultPolicyVersion'], Resource: own },
          {
            Effect: 'Deny',
            Action: '*',
            Resource: '*',
            Condition: { StringNotEquals: { 'aws:RequestedRegion': ['eu-west-1', 'us-east-1'] } },
          },
        ],
      },
    ],
    [
      'data-boundary',
      {
        Version: VERSION,
        Statement: [
          {
            Effect: 'Allow',
            Action: ['s3:*', 'glue:*', 'athena:*', 'logs:*', 'kms:Decrypt', 'dynamodb:*', 'sts:AssumeRole'],
            Resource: '*',
          },
          {
            Effect: 'Allow',
            Action: 'secretsmanager:GetSecretValue',
            Resource: '*',
            Condition: { StringLike: { 'aws:PrincipalTag/team': 'da*' } },
          },
        ],
      },
    ],
  ];
}
