import type { ControlTest, Disposition, Pack } from '../../../../model/pack.ts';
import { PACK } from '../manifest.ts';
import type { Problems } from '../problem.ts';

/*
 * What the pack itself says somewhere else has to come up again in the tests that are about it: a control cannot say more by leaving away what fails it.
 * By id of the shared set of tests (docs/evidence.md); a test of another id is held only against its own counts.
 */

/** Tests that say of each thing of their population what it came to. Those that ask rules count questions, and several of them may have one answer. */
const counted: ReadonlySet<string> = new Set([
  'ended-in-time',
  'leavers-ended-in-time',
  'movers-ended-in-time',
  'temporary-ended-in-time',
  'denied-ended-in-time',
  'incidents-ended-in-time',
  'credentials-ended-in-time',
  'machines-ended-in-time',
  'every-row-reconciled',
  'end-observed',
  'nothing-left',
  'sessions-ended',
  'none-residual',
  'population-complete',
  'log-covers-period',
  'approved-by-another',
  'exceptions-are-owned-and-current',
  'duties-apart',
  'runs-accounted',
  'evidence-is-anchored',
]);

/** What a test has to tell of, by what is known elsewhere in the pack. */
interface Owed {
  readonly exceptions: readonly string[];
  readonly undetermined: readonly string[];
}

/** That no test leaves away what the rest of the pack says of its population, and that each accounts for all of it. */
export function checkGrounds(problems: Problems, pack: Pack): void {
  const owed = owedIn(pack);
  pack.controls.forEach((control, index) =>
    control.tests.forEach((test, which) => {
      const place = `/controls/${index}/tests/${which}`;
      const name = `test ${test.id} of control ${control.id}`;
      const { tested, undetermined, population } = test;
      if (pack.sample === null && counted.has(test.id) && tested + undetermined.length < population.size)
        problems.add('wrong-control', PACK, `${place}/tested`, `${name} does not account for all of its population`, {
          seen: `${tested} tested and ${undetermined.length} undetermined`,
          expected: `${population.size} together`,
        });
      const wanted = owed.get(test.id);
      if (wanted === undefined) return;
      missing(test.exceptions, wanted.exceptions, (id) =>
        problems.add('wrong-control', PACK, `${place}/exceptions`, `${name} leaves away something that fails it`, { expected: id }),
      );
      missing([...test.undetermined, ...test.exceptions], wanted.undetermined, (id) =>
        problems.add('wrong-control', PACK, `${place}/undetermined`, `${name} leaves away something that could not be tested`, {
          expected: id,
        }),
      );
    }),
  );
}

function missing(told: ControlTest['undetermined'], wanted: readonly string[], tell: (id: string) => void): void {
  const known = new Set(told.map(({ id }) => id));
  for (const id of new Set(wanted)) if (!known.has(id)) tell(id);
}

const late: ReadonlySet<Disposition> = new Set(['ended-late', 'overdue', 'contradicted', 'reappeared']);
const there: ReadonlySet<Disposition> = new Set(['overdue', 'contradicted', 'reappeared']);

function owedIn(pack: Pack): ReadonlyMap<string, Owed> {
  const { rows, imports } = pack.population;
  const rowsOf = (is: (disposition: Disposition) => boolean): readonly string[] =>
    rows.filter(({ disposition }) => is(disposition)).map(({ id }) => id);
  const runs = (state: Pack['runs'][number]['state']): readonly string[] =>
    pack.runs.flatMap((run, i) => (run.state === state ? [String(run.intent ?? run.end ?? run.run ?? i)] : []));
  return new Map<string, Owed>([
    ['ended-in-time', { exceptions: rowsOf((each) => late.has(each)), undetermined: rowsOf((each) => each === 'undetermined') }],
    [
      'every-row-reconciled',
      {
        exceptions: [],
        undetermined: rows.filter(({ ending, disposition }) => ending === null && disposition !== 'no-access-found').map(({ id }) => id),
      },
    ],
    [
      'none-residual',
      {
        exceptions: rows.flatMap(({ disposition, ending }) => (there.has(disposition) && ending !== null ? [ending] : [])),
        undetermined: pack.records.flatMap(({ ending: { id, outcome } }) =>
          outcome === 'undetermined' || outcome === 'lingering' ? [id] : [],
        ),
      },
    ],
    [
      'population-complete',
      {
        exceptions: [],
        undetermined: [
          ...unreadOf(pack),
          ...imports.flatMap(({ id, badRows, controlTotal, rows: told }) =>
            badRows > 0 || (controlTotal !== null && controlTotal !== told) ? [id] : [],
          ),
        ],
      },
    ],
    ['runs-accounted', { exceptions: runs('without-end'), undetermined: runs('not-logged') }],
    ['evidence-is-anchored', { exceptions: [], undetermined: pack.integrity.level === 'anchored' ? [] : ['ledger'] }],
    [
      'duties-apart',
      { exceptions: pack.people.flatMap(({ person, together }) => (together.length > 0 ? [person] : [])), undetermined: [] },
    ],
    [
      'exceptions-are-owned-and-current',
      {
        exceptions: pack.exceptions.flatMap(({ exception, state }) => (state === 'expired' || state === 'invalid' ? [exception.id] : [])),
        undetermined: [],
      },
    ],
  ]);
}

function unreadOf({ boundaries, coverage }: Pack): readonly string[] {
  const short = new Set(
    coverage
      .filter(({ status }) => status !== 'complete' && status !== 'excluded')
      .map(({ boundary, surface }) => `${surface} of ${boundary}`),
  );
  return boundaries.flatMap(({ id, knownBy, unread }) =>
    knownBy === 'named'
      ? [id]
      : unread.flatMap(({ surface, completeReads }) => {
          const name = `${surface} of ${id}`;
          return completeReads === 0 || short.has(name) ? [name] : [];
        }),
  );
}
