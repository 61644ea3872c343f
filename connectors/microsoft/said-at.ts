import type { Evidence, FactIndex } from '../../src/model/fact.ts';

/** When pages speak for, the earliest of them in epoch milliseconds; `undefined` = not known. */
export function saidAtIn(facts: FactIndex): (evidence: readonly Evidence[]) => number | undefined {
  return (evidence) => {
    const said = evidence.flatMap(({ page }) => facts.saidAt?.(page) ?? []).map((each) => Date.parse(each));
    return said.length === 0 ? undefined : Math.min(...said);
  };
}
