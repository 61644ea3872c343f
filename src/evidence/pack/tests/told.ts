import { byKeys } from '../../../base/order.ts';
import type { BoundaryStanding, ControlTest, DutyHolder, PackIntegrity, PackRun, PopulationRow } from '../../../model/pack.ts';
import type { Finding } from '../../../model/finding.ts';
import type { Ending } from '../../../model/ending.ts';
import type { Known } from '../known.ts';

/** What tests are made on. */
export interface Tried {
  readonly known: Known;
  readonly rows: readonly PopulationRow[];
  /** Ids of the rows that were drawn; `null`: all are tested. */
  readonly drawn: ReadonlySet<string> | null;
  readonly endings: ReadonlyMap<string, Ending>;
  readonly findings: ReadonlyMap<string, readonly Finding[]>;
  readonly boundaries: readonly BoundaryStanding[];
  readonly runs: readonly PackRun[];
  readonly people: readonly DutyHolder[];
  readonly integrity: PackIntegrity;
}

/** One test of the shared set. Pure; what could not be read makes it undetermined, never passed. */
export interface Test {
  readonly id: string;
  make(tried: Tried): ControlTest;
}

type Of = ControlTest['exceptions'][number]['of'];

/** What one thing came to. */
export type Came =
  | { readonly id: string; readonly came: 'passed' }
  | { readonly id: string; readonly came: 'failed'; readonly of: Of; readonly why: string }
  | { readonly id: string; readonly came: 'undetermined'; readonly why: string };

/** Adds up what each thing came to. `others`: things that are known to fail or to be open although they were not drawn; they are told, and counted as not tested. */
export function testOf(
  id: string,
  what: string,
  population: ControlTest['population'],
  came: readonly Came[],
  others: readonly Came[] = [],
): ControlTest {
  const all = [...came, ...others];
  const inOrder = byKeys<{ readonly id: string; readonly why: string }>(
    (each) => each.id,
    (each) => each.why,
  );
  return {
    id,
    what,
    population,
    tested: came.filter((each) => each.came !== 'undetermined').length,
    passed: came.filter((each) => each.came === 'passed').length,
    exceptions: all.flatMap((each) => (each.came === 'failed' ? [{ of: each.of, id: each.id, why: each.why }] : [])).sort(inOrder),
    undetermined: all.flatMap((each) => (each.came === 'undetermined' ? [{ id: each.id, why: each.why }] : [])).sort(inOrder),
  };
}

export function passed(id: string): Came {
  return { id, came: 'passed' };
}

export function failed(of: Of, id: string, why: string): Came {
  return { id, came: 'failed', of, why };
}

export function undetermined(id: string, why: string): Came {
  return { id, came: 'undetermined', why };
}

/** A test of rows: those that a sample left out and that are known not to pass are told all the same. */
export function rowTest(
  id: string,
  what: string,
  of: string,
  concerns: (row: PopulationRow, ending: Ending | undefined) => boolean,
  come: (row: PopulationRow, ending: Ending | undefined) => Came,
): Test {
  return {
    id,
    make({ rows, drawn, endings, known }) {
      const own = rows.filter((row) => concerns(row, endings.get(row.ending ?? '')));
      const came = (row: PopulationRow): Came => come(row, endings.get(row.ending ?? ''));
      const tried = drawn === null ? own : own.filter((row) => drawn.has(row.id));
      const others = drawn === null ? [] : own.filter((row) => !drawn.has(row.id));
      const beside = others
        .map(came)
        .flatMap((each): readonly Came[] => (each.came === 'passed' ? [] : [{ ...each, why: `not in the sample: ${each.why}` }]));
      const silent = known.input.assured.from === 'none' ? [undetermined('history', 'no history is kept: what ended is not known')] : [];
      return testOf(id, what, { of, size: own.length }, [...tried.map(came), ...silent], beside);
    },
  };
}
