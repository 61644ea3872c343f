import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { viewOfSmallGraph } from '../../src/judge/small.ts';
import type { Bounds, PersistenceClass, Presence } from '../../src/model/persistence.ts';
import { exactly, persistenceClasses, unreadBounds } from '../../src/model/persistence.ts';
import { mostLasting, mostLastingHeld, mostLastingSure } from '../../src/rules/lasting.ts';
import { privileged } from '../../src/rules/privileged.ts';
import { randomGraph } from '../paths/random-graph.ts';
import { runs } from '../support/runs.ts';

const held = (name: string, bounds: Bounds, presence: Presence = 'certain') => ({ name, bounds, presence });
const each = (...classes: readonly PersistenceClass[]) => classes.map((one) => held(one, exactly(one)));

describe('the most lasting of several', () => {
  it.each([[persistenceClasses], [persistenceClasses.toReversed()]])('is that of the most lasting class: %j', (classes) => {
    expect(mostLasting(each(...classes))?.name).toBe('standing');
    expect(mostLasting(each(...classes.filter((one) => one !== 'standing')))?.name).toBe('time-bound');
  });

  it('is the first of those that last alike', () => {
    expect(mostLasting([held('a', exactly('eligible')), held('b', exactly('standing')), held('c', exactly('standing'))])?.name).toBe('b');
  });

  it('is told by what lasts so at least, not by what may', () => {
    expect(mostLasting([held('a', unreadBounds), held('b', exactly('eligible'))])?.name).toBe('b');
  });

  it('of none is none, and leaves what it is given as it was', () => {
    expect(mostLasting(each())).toBeUndefined();
    const given = Object.freeze(each('eligible', 'standing'));
    expect(mostLasting(given)?.name).toBe('standing');
  });
});

describe('the most lasting of what is held for certain', () => {
  it('leaves out what is only possible', () => {
    expect(mostLastingSure([held('a', exactly('standing'), 'possible'), held('b', exactly('eligible'))])?.name).toBe('b');
  });

  it('leaves out what may last no longer than a session', () => {
    expect(mostLastingSure([...each('session'), held('a', unreadBounds)])).toBeUndefined();
    expect(mostLastingSure(each('session', 'eligible', 'activated'))?.name).toBe('activated');
  });
});

describe('the most lasting of what somebody holds for certain', () => {
  it('is told as by all that is reached', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 2, max: 12 }), fc.boolean(), (seed, size, tierZero) => {
        const literal = viewOfSmallGraph(randomGraph(seed, size));
        const view = viewOfSmallGraph(randomGraph(seed, size));
        for (const { id } of view.identities()) {
          const most = mostLastingSure(literal.reachesOf(id, { among: privileged, ...(tierZero ? { tierZero } : {}) }));
          const held = mostLastingHeld(view, id, privileged, { tierZero });
          expect(held?.lo).toBe(most?.bounds.lo);
          if (tierZero) expect([held?.capability, held?.scope]).toEqual([most?.capability, most?.scope]);
        }
      }),
      { numRuns: runs(60) },
    );
  });
});
