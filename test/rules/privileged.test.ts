import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { viewOfSmallGraph } from '../../src/judge/small.ts';
import { gravestSure, isSurelyPrivileged } from '../../src/rules/privileged.ts';
import { randomGraph } from '../paths/random-graph.ts';
import { runs } from '../support/runs.ts';

describe('what somebody holds of more than what is ordinary', () => {
  it('is told as all that is reached tells it', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 2, max: 12 }), (seed, size) => {
        const view = viewOfSmallGraph(randomGraph(seed, size));
        const literal = viewOfSmallGraph(randomGraph(seed, size));
        for (const { id } of view.identities()) {
          const reaches = literal.reachesOf(id).filter(({ capability }) => capability !== 'ordinary');
          const sure = literal.gravest(id) ?? reaches.find(({ presence }) => presence === 'certain');
          expect(isSurelyPrivileged(view, id)).toBe(sure !== undefined);
          const { capability, scope, tierZero } = gravestSure(view, id) ?? {};
          expect({ capability, scope, tierZero }).toEqual({ capability: sure?.capability, scope: sure?.scope, tierZero: sure?.tierZero });
        }
      }),
      { numRuns: runs(100) },
    );
  });

  it('is nothing of whom nobody listed', () => {
    const view = viewOfSmallGraph({ name: 'nobody', identities: [{ id: 'arn:aws:iam::111122223333:user/ann' }] });
    expect(isSurelyPrivileged(view, 'elsewhere')).toBe(false);
    expect(gravestSure(view, 'elsewhere')).toBeUndefined();
  });
});
