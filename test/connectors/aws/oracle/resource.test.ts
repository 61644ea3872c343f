import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Grant } from '../../../../src/model/grant.ts';
import { resolveAws } from '../../../../connectors/aws/resolve/resolve.ts';
import { runs } from '../../../support/runs.ts';
import { accountFacts, factIndex, organizationFacts, resourcePolicyFact } from '../resolve/estate.ts';
import { AS_OF, isOpenAt, owned } from './compare.ts';
import type { Actor, Estate } from './estates.ts';
import { drawn, estateOf } from './estates.ts';
import type { Decision, Document } from './literal.ts';
import { best } from './literal.ts';
import { HOME, MOMENTS, NOW, resourcePolicyOf } from './pool.ts';
import { mayAccess } from './resource.ts';
import { decidedExactly, situationsOf } from './situations.ts';
import { globFits } from './text.ts';

const SECRET = `arn:aws:secretsmanager:eu-west-1:${HOME}:secret:prod/db-abcdef`;
const choices = { addresses: ['203.0.113.9', '10.1.2.3'], externalIds: [null], sessionNames: ['session'] };

function grantsOf(estate: Estate, policy: Document): readonly Grant[] {
  const facts = Object.entries(estate.accounts).flatMap(([account, each]) => accountFacts(account, each));
  if (estate.organization !== undefined) facts.push(...organizationFacts(estate.organization));
  facts.push(resourcePolicyFact(HOME, SECRET, policy as never));
  return [...resolveAws(factIndex(facts), AS_OF)].filter((item) => item.type === 'grant');
}

function literally({ caller, principal }: Actor, policy: Document, at: number, exact: boolean): Decision {
  return best(
    situationsOf(caller, at, choices).map((situation) => {
      const whole = new Map([...situation, ...owned(HOME, caller.organization)]);
      const decide = (context: typeof whole): Decision =>
        mayAccess(principal, HOME, policy, { action: 'secretsmanager:GetSecretValue', resource: SECRET, context });
      return exact ? decidedExactly(whole, JSON.stringify([principal, policy]), (context) => decide(new Map(context))) : decide(whole);
    }),
  );
}

const speaksOfIt = (grant: Grant): boolean =>
  (grant.capability === 'read-secrets' || grant.capability === 'administer') &&
  (grant.scope === `aws:${HOME}` || globFits(grant.scope, SECRET));

it('tells of whomever a resource policy lets in, with or without policies of their own', () => {
  fc.assert(
    fc.property(drawn('any'), resourcePolicyOf('any'), fc.constantFrom(...MOMENTS), (given, policy, at) => {
      const estate = estateOf(given);
      const grants = grantsOf(estate, policy).filter((grant) => speaksOfIt(grant) && isOpenAt(grant, at));
      for (const actor of estate.actors) {
        const decision = literally(actor, policy, at, false);
        if (decision === 'denied') continue;
        const its = grants.filter(
          ({ subject }) => subject === actor.caller.arn || subject === 'anyone' || subject.startsWith('organization:'),
        );
        const what = `${actor.caller.arn}: ${decision}`;
        if (decision === 'allowed')
          expect(
            its.some((each) => each.presence === 'certain'),
            what,
          ).toBe(true);
        else if (its.length === 0) expect(literally(actor, policy, at, true), what).toBe('denied');
      }
    }),
    { numRuns: runs(60, 4_000) },
  );
});

it('tells by a resource policy, and of exactly that resource, only what is allowed', () => {
  fc.assert(
    fc.property(drawn('any'), resourcePolicyOf('any'), (given, policy) => {
      const estate = estateOf(given);
      for (const grant of grantsOf(estate, policy)) {
        const actor = estate.actors.find((each) => each.caller.arn === grant.subject);
        if (actor === undefined || grant.scope !== SECRET || !isOpenAt(grant, NOW)) continue;
        const decision = literally(actor, policy, NOW, true);
        if (grant.presence === 'certain') expect(decision, grant.key).toBe('allowed');
        else expect(decision, grant.key).not.toBe('denied');
      }
    }),
    { numRuns: runs(60, 4_000) },
  );
});
