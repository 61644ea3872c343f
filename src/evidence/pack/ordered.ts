import { byKeys } from '../../base/order.ts';
import type { PackInput } from './input.ts';

/** The same with every list in one order, so that nothing hangs on the order in which it was handed in. Of a report the order is its own. */
export function ordered(input: PackInput): PackInput {
  const { assured, ledger } = input;
  return {
    ...input,
    assured: {
      ...assured,
      endings: by(assured.endings, ({ id }) => id),
      accesses: by(assured.accesses, ({ id }) => id),
      authorisations: by(assured.authorisations, ({ id }) => id),
      requests: by(assured.requests, ({ id }) => id),
      triggers: by(assured.triggers, ({ at }) => at),
      unmatched: by(
        assured.unmatched,
        ({ source }) => source,
        ({ event }) => event.id,
      ),
      sources: by(
        assured.sources,
        ({ source }) => source,
        ({ boundary }) => boundary ?? '',
        ({ region }) => region ?? '',
      ),
      events: by(
        assured.events,
        ({ at }) => at,
        ({ source }) => source,
        ({ id }) => id,
      ),
      exceptions: by(assured.exceptions, ({ exception }) => exception.id),
    },
    identities: by(input.identities, ({ id }) => id),
    persons: by(input.persons, ({ id }) => id),
    boundaries: by(input.boundaries, ({ id }) => id),
    runs: by(
      input.runs,
      ({ to }) => to,
      ({ id }) => id,
    ),
    reads: by(
      input.reads,
      ({ boundary }) => boundary,
      ({ surface }) => surface,
      ({ from }) => from ?? '',
      ({ run }) => run,
    ),
    imports: by(input.imports, ({ id }) => id),
    probes: by(
      input.probes,
      ({ receivedAt }) => receivedAt,
      ({ id }) => id,
    ),
    exceptions: by(
      input.exceptions,
      ({ exception }) => exception.id,
      ({ change }) => change.at,
    ),
    rules: by(input.rules, ({ id }) => id),
    pages: by(input.pages, ({ page }) => page),
    ledger:
      ledger === null
        ? null
        : {
            ...ledger,
            leaves: ledger.leaves.toSorted((a, b) => a.index - b.index),
            endings: ledger.endings.toSorted((a, b) => a.leaf - b.leaf || a.item - b.item),
          },
  };
}

/** What all keys are the same of is told apart by all that it says. */
function by<T>(all: readonly T[], ...keys: readonly ((each: T) => string)[]): readonly T[] {
  return all.toSorted(byKeys(...keys, (each) => JSON.stringify(each)));
}
