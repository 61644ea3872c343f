import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonicalJson } from '../../../../src/base/bytes/canonical.ts';
import type { Json } from '../../../../src/base/json.ts';
import { byKeys } from '../../../../src/base/order.ts';
import type { Fact } from '../../../../src/model/fact.ts';
import { resolveAws } from '../../../../connectors/aws/resolve/resolve.ts';
import { runs } from '../../../support/runs.ts';
import { accountFacts, factIndex, organizationFacts, resourcePolicyFact } from '../resolve/estate.ts';
import { AS_OF } from './compare.ts';
import { drawn, estateOf } from './estates.ts';
import { HOME, SECRET } from './pool.ts';
import { resourcePolicyOf, secret } from './pool-resources.ts';

function bytes(facts: readonly Fact[]): string {
  const all = [...resolveAws(factIndex(facts), AS_OF)];
  expect(new Set(all.map((each) => each.key)).size).toBe(all.length);
  return canonicalJson(all.sort(byKeys((each) => each.key)) as unknown as Json);
}

it('the order of facts changes nothing, and every element has a key of its own', () => {
  fc.assert(
    fc.property(drawn('any'), resourcePolicyOf(secret, 'any'), fc.infiniteStream(fc.nat()), (given, policy, dice) => {
      const estate = estateOf(given);
      const facts = Object.entries(estate.accounts).flatMap(([account, each]) => accountFacts(account, each));
      if (estate.organization !== undefined) facts.push(...organizationFacts(estate.organization));
      facts.push(resourcePolicyFact(HOME, SECRET, policy as never));
      const shuffled = facts.map((fact) => [Number(dice.next().value), fact] as const).sort((a, b) => a[0] - b[0]);
      expect(bytes(shuffled.map(([, fact]) => fact))).toBe(bytes(facts));
    }),
    { numRuns: runs(60, 4_000) },
  );
});

it('whom a trust lets in by name and as anyone has one link to the role, though its own denies keep it from others', () => {
  const name = 'arn:aws:iam::111111111111:user/ann';
  const all = { Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' } as const;
  const plain = { own: [], boundary: undefined, tag: undefined, inGroup: false, attached: false };
  const denied = { Statement: { Effect: 'Deny', Action: '*', Resource: 'arn:aws:iam::111111111111:role/r1' } } as const;
  const estate = estateOf({
    controls: undefined,
    group: undefined,
    shared: { Statement: [] },
    ann: { ...plain, own: [denied] },
    bob: plain,
    cat: plain,
    r1: { ...plain, trust: { Statement: all } },
    r2: { ...plain, trust: { Statement: [all, { ...all, Principal: { AWS: name } }] } },
    r3: { ...plain, trust: { Statement: all } },
  });
  const facts = Object.entries(estate.accounts).flatMap(([account, each]) => accountFacts(account, each));
  const links = [...resolveAws(factIndex(facts), AS_OF)].filter(
    (each) => each.type === 'link' && each.from === name && each.to.endsWith('/r2'),
  );
  expect(links.map(({ presence }) => presence)).toEqual(['certain']);
  bytes(facts);
});
