import { expect, it } from 'vitest';
import { resolveAws } from '../../../../connectors/aws/resolve/resolve.ts';
import { factIndex } from './estate.ts';
import { generate } from './generate.ts';

const AS_OF = '2026-01-01T00:00:00.000Z';

/** Work that grows with the estate must grow with what comes out, never with principals × roles. Time is printed, not judged. */
it('resolves 50,000 roles in elements that grow with the estate', () => {
  const counts = [5_000, 50_000].map((roles) => {
    const facts = factIndex(generate(roles));
    const start = performance.now();
    let [grants, links] = [0, 0];
    for (const item of resolveAws(facts, AS_OF)) {
      if (item.type === 'grant') grants++;
      else links++;
    }
    console.log(`${roles} roles, ${facts.size} facts: ${grants} grants, ${links} links in ${Math.round(performance.now() - start)} ms`);
    return { grants, links };
  });
  const [small, large] = counts;
  expect(small?.grants).toBeGreaterThan(3_000);
  expect(small?.links).toBeGreaterThan(5_000);
  expect(large?.grants).toBeLessThan(20 * (small?.grants ?? 0));
  expect(large?.links).toBeLessThan(20 * (small?.links ?? 0));
});
