import { canonicalJson } from '../../../../base/bytes/canonical.ts';
import { hashJson } from '../../../../base/bytes/hash.ts';
import type { Json } from '../../../../base/json.ts';
import { byCodeUnit, byKeys } from '../../../../base/order.ts';
import type { Ending } from '../../../../model/ending.ts';
import { dispositions, populationSources, type Disposition, type Pack, type PopulationRow } from '../../../../model/pack.ts';
import { leafHash, treeRoot } from '../../../log/merkle.ts';
import { PACK } from '../manifest.ts';
import type { Problems } from '../problem.ts';

const withoutEnding: ReadonlySet<Disposition> = new Set([
  'no-access-found',
  'person-unmatched',
  'person-ambiguous',
  'outside-scope',
  'undetermined',
]);

/** Hex: RFC 6962 over the canonical JSON of the rows, in their order. */
export function populationRoot(rows: readonly PopulationRow[]): string {
  const encoder = new TextEncoder();
  return Buffer.from(treeRoot(rows.map((row) => leafHash(encoder.encode(canonicalJson(row as unknown as Json)))))).toString('hex');
}

/** That the population is what its root says, in its order, and that its counts are those of its rows. */
export function checkPopulation(problems: Problems, pack: Pack): void {
  const { rows, root, reconciliation } = pack.population;
  const found = populationRoot(rows);
  if (found !== root)
    problems.add(
      'wrong-population',
      PACK,
      '/population/root',
      'the rows of the population do not hash to its root: it was changed after it was fixed',
      {
        seen: found,
        expected: root,
      },
    );
  const ids = new Set<string>();
  const order = byKeys<PopulationRow>(
    (row) => row.at,
    (row) => row.id,
  );
  rows.forEach((row, index) => {
    const place = `/population/rows/${index}`;
    if (ids.has(row.id)) problems.add('wrong-population', PACK, place, `two rows of the population have the id ${row.id}`);
    ids.add(row.id);
    const before = rows[index - 1];
    if (before !== undefined && order(before, row) > 0)
      problems.add('not-sorted', PACK, place, 'the rows of the population are not in their order, by time and id');
    if (row.from.join() !== populationSources.filter((each) => row.from.includes(each)).join())
      problems.add('wrong-population', PACK, `${place}/from`, 'who tells a row is not told in its order, each once', {
        seen: row.from.join(' '),
      });
  });
  checkEndings(problems, pack);
  checkCounts(problems, pack);
  checkUnmatched(problems, rows, reconciliation);
}

/** A row about an access is named after its ending, and says what became of it; where the record of it is here, that can be held against it. */
function checkEndings(problems: Problems, { population, records }: Pack): void {
  const endings = new Map(records.map(({ ending }) => [ending.id, ending]));
  population.rows.forEach((row, index) => {
    const place = `/population/rows/${index}`;
    if (row.ending === null) {
      if (!withoutEnding.has(row.disposition))
        problems.add(
          'wrong-population',
          PACK,
          `${place}/disposition`,
          `row ${row.id} is about no access that was seen, and cannot say what became of one`,
          {
            seen: row.disposition,
            expected: [...withoutEnding].join(', '),
          },
        );
      return;
    }
    const id = hashJson(['ending', row.ending]);
    if (row.id !== id)
      problems.add('wrong-population', PACK, `${place}/id`, 'a row does not have the id of the ending that it is about', {
        seen: row.id,
        expected: id,
      });
    const ending = endings.get(row.ending);
    if (ending === undefined) return;
    const expected = dispositionOf(ending);
    if (row.disposition !== expected)
      problems.add('wrong-population', PACK, `${place}/disposition`, `row ${row.id} does not say what its record shows`, {
        seen: row.disposition,
        expected,
      });
  });
}

/** Whether an end was in time is said only where both bounds of its lateness say the same. */
function dispositionOf({ outcome, trigger, due, lateness }: Ending): Disposition {
  if (outcome !== 'ended') return outcome;
  if (trigger === null || due === null || lateness === null) return 'ended-unasked';
  if (lateness.lower > 0) return 'ended-late';
  return lateness.upper === 0 ? 'ended-in-time' : 'undetermined';
}

function checkCounts(problems: Problems, { population }: Pack): void {
  const { rows, reconciliation } = population;
  const differ = (place: string, what: string, seen: number, expected: number): void => {
    if (seen !== expected)
      problems.add(
        'wrong-reconciliation',
        PACK,
        `/population/reconciliation/${place}`,
        `the reconciliation does not count ${what} as the rows do`,
        {
          seen,
          expected,
        },
      );
  };
  for (const source of populationSources)
    differ(
      `sources/${source}`,
      `rows that ${source} tells`,
      reconciliation.sources[source],
      rows.filter((row) => row.from.includes(source)).length,
    );
  for (const disposition of dispositions)
    differ(
      `dispositions/${disposition}`,
      `rows that are ${disposition}`,
      reconciliation.dispositions[disposition],
      rows.filter((row) => row.disposition === disposition).length,
    );
  const together = new Map<string, number>();
  for (const row of rows) together.set(row.from.join(' '), (together.get(row.from.join(' ')) ?? 0) + 1);
  const told = new Map(reconciliation.together.map((each) => [each.from.join(' '), each.rows]));
  if (told.size !== reconciliation.together.length)
    problems.add(
      'wrong-reconciliation',
      PACK,
      '/population/reconciliation/together',
      'the reconciliation tells a combination of sources twice',
    );
  for (const combination of [...new Set([...together.keys(), ...told.keys()])].sort(byCodeUnit))
    differ('together', `rows of ${combination}`, told.get(combination) ?? 0, together.get(combination) ?? 0);
}

/** Whoever a row says that nobody knows is among those shown. */
function checkUnmatched(problems: Problems, rows: readonly PopulationRow[], { unmatched }: Pack['population']['reconciliation']): void {
  const shown = new Set(unmatched.map(({ event }) => eventKey(event)));
  for (const [index, row] of rows.entries()) {
    if (row.disposition !== 'person-unmatched' && row.disposition !== 'person-ambiguous') continue;
    if (!row.events.some((event) => shown.has(eventKey(event))))
      problems.add(
        'wrong-reconciliation',
        PACK,
        `/population/rows/${index}`,
        `row ${row.id} is about nobody known, and is not among the unmatched`,
      );
  }
}

function eventKey({ source, id }: { readonly source: string; readonly id: string }): string {
  return `${source}\u0000${id}`;
}
