import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Grant } from '../../../../src/model/grant.ts';
import { resolveAws } from '../../../../connectors/aws/resolve/resolve.ts';
import { runs } from '../../../support/runs.ts';
import { accountFacts, factIndex, organizationFacts, resourcePolicyFact } from '../resolve/estate.ts';
import { AS_OF, isOpenAt, owned } from './compare.ts';
import type { KeyState } from './context.ts';
import { absent, present } from './context.ts';
import type { Actor, Drawn, Estate } from './estates.ts';
import { drawn, estateOf, protectionsOf } from './estates.ts';
import type { Decision, Document } from './literal.ts';
import { best } from './literal.ts';
import { boundaryOf, HOME, MOMENTS, NOW } from './pool.ts';
import type { Thing } from './pool-resources.ts';
import {
  key,
  protectionOf,
  PROVIDER,
  unsignedConditions,
  resourcePolicyOf,
  secret,
  secretAway,
  SERVICE,
  unsignedPolicyOf,
} from './pool-resources.ts';
import { mayAccess, mayAccessUnsigned } from './resource.ts';
import { decidedExactly, bestOf, situationsOf } from './situations.ts';
import { globFits } from './text.ts';

const choices = { addresses: ['203.0.113.9', '10.1.2.3', '192.0.2.7'], externalIds: [null], sessionNames: ['session'] };

interface Case {
  readonly given: Drawn;
  readonly thing: Thing;
  readonly policy: Document;
}

/**
 * Of any estate and policy; of a role that the policy names while it has a permissions boundary; and of a user who may do everything
 * and asks for what another account owns, while what its own account owns is protected.
 */
const cases: fc.Arbitrary<Case> = fc.constantFrom(secret, key, secretAway).chain((thing) =>
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ given: drawn('any'), thing: fc.constant(thing), policy: resourcePolicyOf(thing, 'any') }) },
    { weight: 1, arbitrary: fc.tuple(drawn('any'), boundaryOf('any')).map(([given, boundary]) => naming(given, boundary, thing)) },
    {
      weight: 1,
      arbitrary: fc.tuple(drawn('any'), protectionOf(fc.constant(undefined))).map(([given, protecting]) => asking(given, protecting)),
    },
  ),
);

function naming(given: Drawn, boundary: Document, thing: Thing): Case {
  const Principal = { AWS: `arn:aws:iam::${HOME}:role/r1` };
  const policy: Document = { Version: '2012-10-17', Statement: { Effect: 'Allow', Principal, Action: '*', Resource: '*' } };
  return { given: { ...given, r1: { ...given.r1, boundary } }, thing, policy };
}

function asking(given: Drawn, protecting: Document): Case {
  const allow = { Effect: 'Allow', Action: '*', Resource: '*' } as const;
  const Principal = { AWS: `arn:aws:iam::${HOME}:user/ann` };
  const ann = { ...given.ann, own: [{ Version: '2012-10-17', Statement: allow }] };
  const controls = { full: [true, true, true], more: [[], [], []], protecting: [[protecting], [], []] };
  return { given: { ...given, ann, controls }, thing: secretAway, policy: { Version: '2012-10-17', Statement: { ...allow, Principal } } };
}

function grantsOf(estate: Estate, { thing, policy }: Pick<Case, 'thing' | 'policy'>): readonly Grant[] {
  const facts = Object.entries(estate.accounts).flatMap(([account, each]) => accountFacts(account, each));
  if (estate.organization !== undefined) facts.push(...organizationFacts(estate.organization));
  facts.push(resourcePolicyFact(thing.owner, thing.arn, policy as never));
  // ways by several permissions together have judges of their own (../escalation, ../escalation-literal)
  return [...resolveAws(factIndex(facts), AS_OF)].filter((item): item is Grant => item.type === 'grant' && item.escalation === undefined);
}

function literally({ caller, principal }: Actor, { given, thing, policy }: Case, at: number, exact: boolean): Decision {
  const protections = protectionsOf(given, thing.owner);
  const documents = JSON.stringify([principal, policy, protections]);
  return bestOf(situationsOf(caller, at, choices), (situation) => {
    const whole = new Map([...situation, ...owned(thing.owner, caller.organization)]);
    return best(
      thing.actions.map((action) => {
        const decide = (context: typeof whole): Decision =>
          mayAccess(principal, thing.owner, policy, { action, resource: thing.arn, context, protections });
        return exact ? decidedExactly(whole, documents, (context) => decide(new Map(context))) : decide(whole);
      }),
    );
  });
}

function speaksOf({ arn, owner, capability }: Thing, grant: Grant): boolean {
  return (
    (grant.capability === capability || grant.capability === 'administer') && (grant.scope === `aws:${owner}` || globFits(grant.scope, arn))
  );
}

const isEveryone = ({ subject }: Grant): boolean => subject === 'anyone' || subject.startsWith('organization:');

describe('users and roles that a resource policy lets in', () => {
  it('are all told of, with or without policies of their own', () => {
    fc.assert(
      fc.property(cases, fc.constantFrom(...MOMENTS), (each, at) => {
        const estate = estateOf(each.given);
        const grants = grantsOf(estate, each).filter((grant) => speaksOf(each.thing, grant) && isOpenAt(grant, at));
        for (const actor of estate.actors) {
          const decision = literally(actor, each, at, false);
          if (decision === 'denied') continue;
          const its = grants.filter((grant) => grant.subject === actor.caller.arn || isEveryone(grant));
          const what = `${actor.caller.arn}: ${decision}`;
          if (decision === 'allowed')
            expect(
              // where it is not certain of anyone, those of whom it is are not told of one by one
              its.some((grant) => grant.presence === 'certain' || isEveryone(grant)),
              what,
            ).toBe(true);
          else if (its.length === 0) expect(literally(actor, each, at, true), what).toBe('denied');
        }
      }),
      { numRuns: runs(80, 6_000) },
    );
  });

  it('are told of, of exactly that resource, only where it is allowed', () => {
    fc.assert(
      fc.property(cases, (each) => {
        const estate = estateOf(each.given);
        for (const grant of grantsOf(estate, each)) {
          const actor = estate.actors.find(({ caller }) => caller.arn === grant.subject);
          if (actor === undefined || grant.scope !== each.thing.arn || !isOpenAt(grant, NOW)) continue;
          const decision = literally(actor, each, NOW, true);
          if (grant.presence === 'certain') expect(decision, grant.key).toBe('allowed');
          else expect(decision, grant.key).not.toBe('denied');
        }
      }),
      { numRuns: runs(80, 6_000) },
    );
  });
});

/** What a service, or one who signed in elsewhere, can bring about; of the account it acts for it may choose any. */
function unsignedSituations(isService: boolean, at: number): readonly Map<string, KeyState>[] {
  const told: readonly (readonly [string, KeyState])[] = [
    ['aws:currenttime', present(new Date(at).toISOString())],
    ['aws:epochtime', present(String(at / 1000))],
    ['aws:principalisawsservice', present(String(isService))],
    ['aws:resourceaccount', present(HOME)],
  ];
  const source = (account: KeyState, arn: KeyState): readonly (readonly [string, KeyState])[] => [
    ['aws:sourceaccount', account],
    ['aws:sourcearn', arn],
  ];
  const accounts = [absent, present(HOME), present('999999999999')];
  const arns = [absent, present(`arn:aws:lambda:eu-west-1:${HOME}:function:f`), present('arn:aws:s3:::bucket')];
  // who signed in elsewhere may go some other way that is not told
  const sources = isService ? accounts.flatMap((account) => arns.map((arn) => source(account, arn))) : [source(absent, absent), []];
  return sources.map((each) => new Map([...told, ...each]));
}

it('services and identity providers are let in by a resource policy exactly where it says so', () => {
  const protecting = fc.array(protectionOf(unsignedConditions), { maxLength: 2 });
  const policies = fc.constantFrom(secret, key).chain((thing) => fc.tuple(fc.constant(thing), unsignedPolicyOf(thing)));
  fc.assert(
    fc.property(drawn('any'), protecting, policies, fc.constantFrom(...MOMENTS), (other, more, [thing, policy], at) => {
      const given: Drawn = { ...other, controls: { full: [true, true, true], more: [[], [], []], protecting: [more, [], []] } };
      const protections = protectionsOf(given, HOME);
      const grants = grantsOf(estateOf(given), { thing, policy }).filter((grant) => speaksOf(thing, grant) && isOpenAt(grant, at));
      const documents = JSON.stringify([policy, protections]);
      for (const caller of [`Service:${SERVICE}`, `Federated:${PROVIDER}`]) {
        const isService = caller.startsWith('Service');
        const decide = (exact: boolean): Decision =>
          best(
            unsignedSituations(isService, at).flatMap((situation) =>
              thing.actions.map((action) => {
                const of = (context: ReadonlyMap<string, KeyState>): Decision =>
                  mayAccessUnsigned(caller, policy, { action, resource: thing.arn, context, protections });
                return exact ? decidedExactly(situation, documents, of) : of(situation);
              }),
            ),
          );
        const named = isService ? `service:${SERVICE}` : `federated:${PROVIDER}|*`;
        const its = grants.filter((grant) => grant.subject === named);
        const decision = decide(false);
        const said = its.some((grant) => grant.presence === 'certain') ? 'allowed' : its.length > 0 ? 'depends' : 'denied';
        const what = `${caller} ${decision}, resolve says ${said}`;
        if (decision === 'allowed') expect(said, what).toBe('allowed');
        if (decision === 'depends' && said === 'denied' && !grants.some(isEveryone)) expect(decide(true), what).toBe('denied');
        if (said === 'allowed') expect(decide(true), what).toBe('allowed');
        if (said === 'depends') expect(decide(true), what).not.toBe('denied');
      }
    }),
    { numRuns: runs(150, 6_000) },
  );
});
