import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../../../support/runs.ts';
import {
  bearsOut,
  exactly,
  exactlyAssumes,
  grantRows,
  isOpenAt,
  literally,
  literallyAssumes,
  resolved,
  strangersExactly,
  strangersLiterally,
  toldAssumes,
  toldOf,
  toldOfStrangers,
} from './compare.ts';
import type { Actor } from './estates.ts';
import { drawn, estateOf } from './estates.ts';
import { statementsOf } from './literal.ts';
import { MOMENTS, NOW } from './pool.ts';
import { thingsOf } from './things.ts';
import { mayTagRoles } from './trust.ts';

const rows = fc.shuffledSubarray([...grantRows], { minLength: 12, maxLength: 18 });

/** One's own credentials are no gain, so nothing is told of them. */
function isOneself({ caller }: Actor, capability: string, thing: string): boolean {
  return capability === 'mint-credential' && thing === caller.arn;
}

describe('resolve against a literal reading of the documentation', () => {
  it('is silent only about what is denied', () => {
    fc.assert(
      fc.property(drawn('any'), rows, fc.constantFrom(...MOMENTS), (given, asked, at) => {
        const estate = estateOf(given);
        const told = resolved(estate);
        for (const actor of estate.actors) {
          for (const row of asked) {
            for (const thing of thingsOf(row.on, actor.account)) {
              const decision = literally(actor, row.action, thing, at);
              if (decision === 'denied' || isOneself(actor, row.capability, thing)) continue;
              const said = toldOf(told, actor, row, thing, at);
              const what = `${actor.caller.arn} ${row.action} on ${thing}: ${decision}, resolve says ${said}`;
              // whether an account is its organization's management account is not told
              if (decision === 'depends' && said === 'denied') expect(exactly(actor, row.action, thing, at), what).toBe('denied');
              else if (decision === 'depends' || row.organizationWide) expect(said, what).not.toBe('denied');
              else expect(said, what).toBe('allowed');
            }
          }
        }
      }),
      { numRuns: runs(25, 6_000) },
    );
  });

  it('speaks only of what is allowed', () => {
    fc.assert(
      fc.property(drawn('any'), (given) => {
        const estate = estateOf(given);
        for (const grant of resolved(estate).grants) {
          const actor = estate.actors.find((each) => each.caller.arn === grant.subject);
          if (actor === undefined || !isOpenAt(grant, NOW)) continue;
          expect(bearsOut(actor, grant, estate, NOW), grant.key).toBe(true);
        }
      }),
      { numRuns: runs(40, 2_400) },
    );
  });

  it('links an actor to a role exactly where the role may be assumed', () => {
    fc.assert(
      fc.property(drawn('any'), fc.constantFrom(...MOMENTS), (given, at) => {
        const estate = estateOf(given);
        const told = resolved(estate);
        for (const actor of estate.actors) {
          for (const role of estate.roles) {
            const what = `${actor.caller.arn} assumes ${role.arn}`;
            const decision = literallyAssumes(actor, role, at);
            // of what nobody tells, policies are not put together to say more than each does
            const expected = decision === 'depends' && exactlyAssumes(actor, role, at) === 'denied' ? 'denied' : decision;
            const said = toldAssumes(told, actor, role, at);
            const isOpen = said === 'depends' && expected === 'denied' && mayTagRoles(actor.principal);
            if (isOpen) expect(exactlyAssumes(actor, role, at, true), what).not.toBe('denied');
            else expect(`${what}: ${said}`).toBe(`${what}: ${expected}`);
          }
        }
      }),
      { numRuns: runs(30, 6_000) },
    );
  });

  it('lets in an account nobody read where some principal of it may assume the role', () => {
    fc.assert(
      fc.property(drawn('at-once'), fc.constantFrom(...MOMENTS), (given, at) => {
        const estate = estateOf(given);
        const told = resolved(estate);
        for (const role of estate.roles) {
          const [decision, said] = [strangersLiterally(role, at), toldOfStrangers(told, role, at)];
          const asksNumber = JSON.stringify(role.trust).includes('${aws:PrincipalAccount}');
          // which account it is is not told, and whoever runs one may choose tags and names that meet one statement or the other
          const documents = [role.trust, ...(role.protections ?? [])];
          const oneByOne = documents.flatMap(statementsOf).some((each) => each.Effect === 'Deny' && each.Condition !== undefined);
          // a deny of the organization that some strangers meet and others do not leaves it possible for all of them: too careful, never too sure
          const narrowed = (role.protections ?? [])
            .flatMap(statementsOf)
            .some((each) => each.Effect === 'Deny' && each.Condition !== undefined);
          if (decision === 'allowed' && !asksNumber && !narrowed) expect(said, role.arn).toBe('allowed');
          // of what nobody tells, one statement may demand what another denies
          else if (decision !== 'denied') expect(said === 'denied' && strangersExactly(role, at) !== 'denied', role.arn).toBe(false);
          else if (!oneByOne) expect(said, role.arn).not.toBe('allowed');
        }
      }),
      { numRuns: runs(15, 2_400) },
    );
  });
});
