import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AccessDecision, AccessRequest } from '../../../../connectors/aws/policy/index.ts';
import { evaluateAccess } from '../../../../connectors/aws/policy/index.ts';
import { runs } from '../../../support/runs.ts';
import { domainsFor } from './generate/keys.ts';
import { requests } from './generate/requests.ts';
import type { Answer } from './unknown.ts';
import { answerOf, worldsOf } from './unknown.ts';

/* The evaluator against the literal reading of the documentation, with which it shares no code. */

const MOST_WORLDS = 1000;

/** Both keys of the clock are one unknown. */
function unknownsOf(on: readonly string[]): readonly string[] {
  return [...new Set(on.map((key) => key.toLowerCase()).map((key) => (key === 'aws:epochtime' ? 'aws:currenttime' : key)))].sort();
}
function saidBy(fast: AccessDecision): string {
  return [fast.decision, ...unknownsOf(fast.on), fast.flags.includes('possibly-explicit') ? '(possibly explicit)' : ''].join(' ').trim();
}
function literally(answer: Answer): string {
  return [answer.decision, ...answer.on, answer.possiblyExplicit ? '(possibly explicit)' : ''].join(' ').trim();
}

/** A key compared with a variable that, where its own key is missing, stands for a text of the policy. */
const missingTag: AccessRequest = {
  principal: 'arn:aws:iam::111111111111:role/r',
  action: 'ec2:DescribeInstances',
  resource: '*',
  identityPolicies: [],
  sessionPolicies: [
    {
      Version: '2012-10-17',
      Statement: {
        Effect: 'Deny',
        Action: '*',
        Resource: ['*'],
        Condition: { Null: { 'aws:PrincipalTag/t': true }, StringEquals: { 's3:prefix': "${aws:principaltag/T, 'a'}" } },
      },
    },
  ],
};

/** A variable in one document is a text in another of the older version: an ARN may be both. */
const bothVersions: AccessRequest = {
  principal: { type: 'role', arn: 'arn:aws:iam::111111111111:role/aws-service-role/x.amazonaws.com/r' },
  action: 'kms:Decrypt',
  resource: 'arn:aws:kms:eu-west-1:111111111111:key/1',
  context: {},
  unknownKeys: ['x:Arn'],
  identityPolicies: [{ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }],
  permissionsBoundary: {
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Action: '*',
      Resource: '*',
      Condition: { ArnEqualsIfExists: { 'x:Arn': 'arn:aws:iam::${aws:PrincipalAccount}:user/*' } },
    },
  },
  resourcePolicy: {
    Statement: {
      Effect: 'Allow',
      Principal: { AWS: '111111111111' },
      Action: '*',
      Resource: '*',
      Condition: { ArnEquals: { 'x:Arn': 'arn:aws:iam::*:*/${aws:username}' } },
    },
  },
};

/** Neither denies where the tag's value is the very text that names the variable, and the prefix is it too. */
const textOfVariable: AccessRequest = {
  principal: { type: 'role', arn: 'arn:aws:iam::222222222222:role/r', sessionName: 's', uid: 'AROAQ' },
  action: 'dynamodb:GetItem',
  resource: 'arn:aws:dynamodb:eu-west-1:111111111111:table/a',
  context: {},
  unknownKeys: ['aws:PrincipalTag/t', 's3:prefix'],
  identityPolicies: [],
  resourcePolicy: {
    Version: '2012-10-17',
    Statement: {
      Effect: 'Deny',
      Principal: { AWS: 'arn:aws:sts::222222222222:assumed-role/r/s' },
      Action: '*',
      Resource: '*',
      Condition: { StringNotEqualsIfExists: { 's3:prefix': '${aws:PrincipalTag/t}' } },
    },
  },
  serviceControlPolicies: [
    [
      { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } },
      {
        Statement: {
          Effect: 'Deny',
          Action: '*',
          Resource: '*',
          Condition: { StringNotEquals: { 's3:prefix': '${aws:PrincipalTag/t}' } },
        },
      },
    ],
  ],
};

describe('the evaluator and the literal reading', () => {
  it('decide alike, and depend on the same unknowns', () => {
    let tried = 0;
    let inexact = 0;
    fc.assert(
      fc.property(requests, (request) => {
        fc.pre(worldsOf(request, domainsFor(request)) <= MOST_WORLDS);
        const fast = evaluateAccess(request);
        const literal = answerOf(request, domainsFor(request));
        tried += 1;
        if (fast.flags.includes('not-exact')) {
          inexact += 1;
          // it may know less, never something else
          const mayBeExplicit = fast.flags.includes('possibly-explicit') && literal.decision === 'explicitly-denied';
          if (fast.decision !== 'depends' && !mayBeExplicit) expect(fast.decision).toBe(literal.decision);
          return;
        }
        expect(saidBy(fast)).toBe(literally(literal));
      }),
      { numRuns: runs(800, 200_000), examples: [[missingTag], [bothVersions], [textOfVariable]] },
    );
    process.stdout.write(`compared ${tried}, not exact ${inexact}\n`);
    expect(inexact).toBeLessThan(tried / 50);
  });
});
