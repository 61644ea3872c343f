import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escalationMethods } from '../../../../connectors/aws/escalation/table.ts';
import { always } from '../../../../src/model/window.ts';
import { runs } from '../../../support/runs.ts';
import { Asker } from './ask.ts';
import type { Difference } from './compare.ts';
import { differencesIn } from './compare.ts';
import { engineOf } from './engine.ts';
import { estates, taggedEstates } from './estates.ts';
import { readOf } from './facts.ts';
import { NOW } from './moments.ts';
import { questionsOf } from './reach.ts';
import { Ways, fresh } from './ways.ts';

/** Methods that no estate drawn has the means for: identity providers, and older versions that say something else. */
const beyond = ['update-saml-provider', 'older-version-of-own-policy', 'older-version-of-own-boundary'];
/** Tried in `found.test.ts`, whatever is drawn. */
const seldom = ['lift-own-user-boundary', 'lift-own-role-boundary', 'new-version-of-own-boundary', 'replace-version-of-own-boundary'];
/** At most; as many as show a way by every method are enough. */
const SAMPLE = 400;

describe('ways to more rights in random small estates', () => {
  it('are certain only where concrete calls bear them out, and none that concrete calls bear out is left out', () => {
    fc.assert(
      fc.property(estates, (spec) => {
        expect(differencesIn(spec)).toEqual([]);
      }),
      { numRuns: runs(25, 20_000) },
    );
  });

  // what is asked of the tags of passed roles, and of what has part in several permissions, is left open
  it('are neither too sure nor left out where policies ask for tags of users and roles', () => {
    fc.assert(
      fc.property(taggedEstates, (spec) => {
        expect(differencesIn(spec).filter(({ wrong, engine }) => wrong === 'too-sure' || engine === 'none')).toEqual([]);
      }),
      { numRuns: runs(10, 10_000) },
    );
  });

  it('are of every method', () => {
    const left = new Set(escalationMethods.map(({ id }) => id).filter((id) => !beyond.includes(id) && !seldom.includes(id)));
    for (const spec of fc.sample(estates, { numRuns: SAMPLE, seed: 14 })) {
      if (left.size === 0) break;
      const ways = new Ways(spec, new Asker(spec, 'least', NOW), 'least');
      for (const [kind, name] of questionsOf(spec).who) for (const { method } of ways.of(fresh(kind, name))) left.delete(method);
    }
    expect([...left]).toEqual([]);
  });

  /** How many estates show that an engine which tells each element in another way is wrong. */
  function caught(told: Parameters<typeof engineOf>[2], as: Difference['wrong']): number {
    return fc
      .sample(estates, { numRuns: 40, seed: 11 })
      .filter((spec) => differencesIn(spec, engineOf(readOf(spec), NOW, told)).some(({ wrong }) => wrong === as)).length;
  }

  it('are missed where an engine finds none', () => {
    expect(caught((each) => (each.escalation === undefined ? [each] : []), 'too-weak')).toBeGreaterThan(0);
  });

  it('are missed where an engine forgets those that are only possible', () => {
    expect(caught((each) => (each.presence === 'possible' ? [] : [each]), 'too-weak')).toBeGreaterThan(0);
  });

  it('are doubted where an engine takes the possible for certain', () => {
    expect(caught((each) => [{ ...each, presence: 'certain' }], 'too-sure')).toBeGreaterThan(0);
  });

  it('are doubted where an engine takes what lasts for a time for lasting', () => {
    expect(caught((each) => [{ ...each, windows: always }], 'too-sure')).toBeGreaterThan(0);
  });
});
