import fc from 'fast-check';

/** Checks some of the cases, chosen anew each time, with the seed printed on failure; each of them once where as many runs are asked for as there are cases. */
export async function someOf<T>(cases: readonly T[], numRuns: number, check: (one: T) => Promise<void>): Promise<void> {
  if (numRuns >= cases.length) {
    for (const one of cases) await check(one);
    return;
  }
  const index = fc.integer({ min: 0, max: cases.length - 1 });
  await fc.assert(
    fc.asyncProperty(index, (at) => check(cases[at] as T)),
    { numRuns },
  );
}
