import fc from 'fast-check';
import { expect, it } from 'vitest';
import { viewOfSmallGraph } from '../../src/judge/small.ts';
import { classRank, persistenceClasses } from '../../src/model/persistence.ts';
import type { PersistenceClass } from '../../src/model/persistence.ts';
import { totalsOf } from '../../src/run/totals.ts';
import { estateOf } from '../paths/literal/estates.ts';
import { randomGraph } from '../paths/random-graph.ts';
import { runs } from '../support/runs.ts';

const small = fc
  .tuple(fc.nat(), fc.integer({ min: 2, max: 14 }), fc.boolean())
  .map(([seed, size, isEstate]) => (isEstate ? estateOf(seed, size) : randomGraph(seed, size)));

it('counts each identity once, by the most lasting of its certain reaches to tier 0', () => {
  fc.assert(
    fc.property(small, (graph) => {
      const most = new Map<string, PersistenceClass>();
      for (const { identity, presence, bounds } of viewOfSmallGraph(graph).reaches({ tierZero: true })) {
        if (presence !== 'certain') continue;
        const known = most.get(identity);
        if (known === undefined || classRank(bounds.lo) > classRank(known)) most.set(identity, bounds.lo);
      }
      const counts = persistenceClasses.map((each) => [each, [...most.values()].filter((one) => one === each).length]);
      const view = viewOfSmallGraph(graph);
      expect(totalsOf(view, view.coverage(), [], []).tierZero).toEqual(Object.fromEntries(counts));
    }),
    { numRuns: runs(150) },
  );
});
