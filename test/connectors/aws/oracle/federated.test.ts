import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Json } from '../../../../src/base/json.ts';
import type { Link } from '../../../../src/model/grant.ts';
import { runs } from '../../../support/runs.ts';
import { isOpenAt, resolved } from './compare.ts';
import type { ConditionBlock } from './condition.ts';
import { present } from './context.ts';
import type { Document } from './literal.ts';
import { HOME, NOW } from './pool.ts';
import { globFits } from './text.ts';
import { mayFederate } from './trust.ts';

const GITHUB = `arn:aws:iam::${HOME}:oidc-provider/token.actions.githubusercontent.com`;
const EKS = `arn:aws:iam::${HOME}:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/ABCDEF0123456789ABCDEF0123456789`;
const sub = 'token.actions.githubusercontent.com:sub';
const aud = 'token.actions.githubusercontent.com:aud';

/** Subjects that GitHub may sign; no subject of it holds a star. */
const subjects = [
  'repo:o/r:ref:refs/heads/main',
  'repo:o/r:environment:prod',
  'repo:o/other:pull_request',
  'repo:o2/x:ref:refs/heads/main',
  'repo:evil/x:pull_request',
];

const conditions = fc.constantFrom<ConditionBlock>(
  {},
  { StringEquals: { [aud]: 'sts.amazonaws.com' } },
  { StringLike: { [sub]: 'repo:o/r:*' } },
  { StringLike: { [sub]: 'repo:o/*' } },
  { StringLike: { [sub]: ['repo:o*', 'repo:evil/x:pull_request'] } },
  { StringLike: { [sub]: 'repo:*' } },
  { StringEquals: { [sub]: 'repo:o/r:*' } },
  { StringEquals: { [sub]: ['repo:o/r:environment:prod', 'repo:o/r:ref:refs/heads/main'] } },
  { 'ForAnyValue:StringLike': { [sub]: 'repo:o/r:*' } },
  { StringLike: { [sub]: 'repo:o/*' }, StringEquals: { [aud]: 'sts.amazonaws.com' } },
  { StringLike: { [sub]: 'repo:o/*', 'TOKEN.actions.githubusercontent.com:aud': 'sts.amazonaws.com' } },
  { StringLike: { [sub]: 'repo:o/*' }, StringEquals: { [sub]: 'repo:o/r:environment:prod' } },
  { StringLike: { [sub]: 'repo:o/*' }, DateLessThan: { 'aws:CurrentTime': '2025-06-01T00:00:00Z' } },
  { StringLike: { [sub]: 'repo:o/*' }, DateLessThan: { 'aws:CurrentTime': '2026-06-01T00:00:00Z' } },
);
const statement = fc
  .record({
    Federated: fc.constantFrom<string | string[]>(GITHUB, EKS, [GITHUB, EKS]),
    Action: fc.constantFrom<string | string[]>(
      'sts:AssumeRoleWithWebIdentity',
      'sts:AssumeRoleWithWebIdentity',
      ['sts:TagSession', 'sts:AssumeRoleWithWebIdentity'],
      'sts:AssumeRole*',
      'sts:*',
      'sts:AssumeRole',
      'sts:AssumeRoleWithSAML',
    ),
    Condition: conditions,
  })
  .map(({ Federated, Action, Condition }) => ({ Effect: 'Allow' as const, Principal: { Federated }, Action, Condition }));
const trust: fc.Arbitrary<Document> = fc
  .array(statement, { minLength: 1, maxLength: 2 })
  .map((Statement) => ({ Version: '2012-10-17', Statement }));

function literally(document: Document, subject: string): string {
  const context = new Map([
    [sub, present(subject)],
    [aud, present('sts.amazonaws.com')],
    ['aws:currenttime', present(new Date(NOW).toISOString())],
  ]);
  return mayFederate(GITHUB, document, { action: 'sts:AssumeRoleWithWebIdentity', resource: `arn:aws:iam::${HOME}:role/r`, context });
}

/** Whether a link's matcher, `SUB & CLAIM=VALUE,VALUE`, lets in a subject. */
function letsIn(link: Link, subject: string): boolean {
  const [first = '', ...more] = (link.from.split('|')[1] ?? '').split(' & ');
  return (
    globFits(first, subject) &&
    more.every((each) =>
      each
        .slice(each.indexOf('=') + 1)
        .split(',')
        .some((value) => globFits(value, subject)),
    )
  );
}

it('links a subject of an identity provider exactly where its token starts a session', () => {
  fc.assert(
    fc.property(trust, (document) => {
      const { links } = resolved({ accounts: { [HOME]: { roles: { r: { trust: document as unknown as Json } } } } });
      const open = links.filter(
        (link) => link.from.startsWith(`federated:${GITHUB}|`) && link.presence === 'certain' && isOpenAt(link, NOW),
      );
      for (const subject of subjects) {
        expect(`${subject} ${open.some((link) => letsIn(link, subject)) ? 'allowed' : 'denied'}`).toBe(
          `${subject} ${literally(document, subject)}`,
        );
      }
    }),
    { numRuns: runs(300) },
  );
});
