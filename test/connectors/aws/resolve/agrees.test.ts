import { describe, expect, it } from 'vitest';
import type { Estate } from '../../../../bench/estate/estate.ts';
import { generateEstate } from '../../../../bench/estate/estate.ts';
import type { Fact } from '../../../../src/model/fact.ts';
import { runs } from '../../../support/runs.ts';
import type { Decisions, Disagreement } from './agreement.ts';
import { compare, factsOf, grantsBySubject } from './agreement.ts';

/* Two ways to the same answer that share the reading of documents alone: what a principal may do at all, and single requests. */

function estateOf(seed: number): Estate {
  return generateEstate({ seed, accounts: 3, roles: 30, users: 14, oddities: 0.1 });
}

/** `count` is added to. */
function compareAll({ accounts }: Estate, facts: readonly Fact[], count: Decisions): readonly Disagreement[] {
  const grants = grantsBySubject(facts);
  return accounts.flatMap((account) =>
    account.principals.flatMap((each) => compare(account, each, grants.get(each.principal.arn) ?? [], count)),
  );
}

function noDecisions(): Decisions {
  return { allowed: 0, 'explicitly-denied': 0, 'implicitly-denied': 0, depends: 0 };
}

describe('grants and decisions about single requests', () => {
  it('agree over generated organizations', () => {
    const count = noDecisions();
    const seeds = runs(3, 200);
    for (let seed = 1; seed <= seeds; seed++) {
      const estate = estateOf(seed);
      expect({ seed, found: compareAll(estate, factsOf(estate.accounts), count).slice(0, 5) }).toEqual({ seed, found: [] });
    }
    process.stdout.write(`compared ${JSON.stringify(count)} over ${seeds} organizations\n`);
    expect(Math.min(...Object.values(count))).toBeGreaterThan(200 * seeds);
  });

  it.each([
    ['an inline policy', (fact: Fact) => fact.kind === 'policy' && (fact.value as { managed?: string }).managed === 'inline'],
    ['an attachment', (fact: Fact) => fact.kind === 'attachment'],
    ['what is attached to the organization', (fact: Fact) => fact.key.startsWith('targets|')],
    ['permissions boundaries', (fact: Fact) => fact.kind === 'limiter' && !fact.key.startsWith('targets|')],
  ])('disagree where %s was left out of the facts', (_what, isLeftOut) => {
    const estate = estateOf(1);
    const facts = factsOf(estate.accounts).filter((each) => !isLeftOut(each));
    expect(compareAll(estate, facts, noDecisions()).length).toBeGreaterThan(0);
  });
});
