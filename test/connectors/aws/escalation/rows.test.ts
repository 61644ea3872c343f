import { expect, it } from 'vitest';
import { escalationMethods } from '../../../../connectors/aws/escalation/table.ts';
import { readMethods } from './cases.ts';

/** Rows beyond the catalogue whose cases have a name of their own, and those that need more than a case can say and have tests of their own. */
const elsewhere: Readonly<Record<string, string>> = {
  'replace-version-of-own-policy': 'iam-001-five-versions',
  'older-version-of-own-policy': 'set-default-policy-version',
};
const inBeyond = [
  'lift-own-user-boundary',
  'lift-own-role-boundary',
  'update-saml-provider',
  'pass-role-to-identity-pool',
  'new-trust-anchor-for-profile',
  'changed-trust-anchor-for-profile',
];
const onItself = escalationMethods
  .filter(({ family, needs }) => family === 'own-denies' || family === 'own-tags' || needs[0].on === 'own-boundary')
  .map(({ id }) => id);

it('every row of the table has an estate where it leads and one without each of its ingredients', () => {
  const cases = new Set(readMethods().map(({ id }) => id));
  const bare = escalationMethods.filter(({ id, covers }) => ![...covers, id, elsewhere[id] ?? ''].some((each) => cases.has(each)));
  expect(bare.map(({ id }) => id).sort()).toEqual([...inBeyond, ...onItself].sort());
});
