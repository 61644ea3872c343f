import { hashJson } from '../../../../base/bytes/hash.ts';
import { parseInstant } from '../../../../base/instant.ts';
import type { Json } from '../../../../base/json.ts';
import { byCodeUnit } from '../../../../base/order.ts';
import type { Pack } from '../../../../model/pack.ts';
import { PACK } from '../manifest.ts';
import type { Problems } from '../problem.ts';

/** SHA-256 over the canonical form of all of it but its id. */
export function packIdOf({ id: _, ...rest }: Pack): string {
  return hashJson(rest as unknown as Json);
}

/** That the pack's parts name what is there, and that nothing that is tested lacks its record. */
export function checkReferences(problems: Problems, pack: Pack): void {
  const id = packIdOf(pack);
  if (id !== pack.id)
    problems.add('wrong-id', PACK, '/id', 'the id of the pack is not that of what it holds', { seen: pack.id, expected: id });
  if (pack.period.from >= pack.period.to)
    problems.add('bad-reference', PACK, '/period', 'the period ends before it begins', {
      seen: `${pack.period.from} to ${pack.period.to}`,
    });
  checkRecords(problems, pack);
  const exceptions = new Set(pack.exceptions.map(({ exception }) => exception.id));
  pack.excepted.forEach(({ exception }, index) => {
    if (!exceptions.has(exception))
      problems.add(
        'bad-reference',
        PACK,
        `/excepted/${index}`,
        `a finding is set aside by the exception ${exception}, which is not in the pack`,
      );
  });
  pack.boundaries.forEach(({ id: boundary, unread }, index) => {
    unread.forEach(({ surface, from, to, ms }, which) => {
      const [start, end] = [parseInstant(from) ?? NaN, parseInstant(to) ?? NaN];
      if (end - start !== ms)
        problems.add(
          'bad-reference',
          PACK,
          `/boundaries/${index}/unread/${which}/ms`,
          `the time in which ${surface} of ${boundary} was not read is not as long as it says`,
          {
            seen: ms,
            expected: end - start,
          },
        );
    });
  });
  const { asked, right, wrong } = pack.selfTest;
  if (asked !== right + wrong.length)
    problems.add('bad-reference', PACK, '/selfTest', 'the self-test does not account for all that it asked', {
      seen: right + wrong.length,
      expected: asked,
    });
}

function checkRecords(problems: Problems, { population, sample, records, exceptions }: Pack): void {
  const drawn = sample === null ? null : new Set(sample.drawn.map(({ row }) => row));
  const tested = population.rows.filter(({ id }) => drawn?.has(id) ?? true);
  const byEnding = new Map<string, string[]>();
  for (const { id, ending } of tested) {
    if (ending === null) continue;
    const own = byEnding.get(ending);
    if (own === undefined) byEnding.set(ending, [id]);
    else own.push(id);
  }
  const known = new Set(records.map(({ ending }) => ending.id));
  for (const { id, ending } of tested)
    if (ending !== null && !known.has(ending))
      problems.add('bad-reference', PACK, '/records', `row ${id} is tested, and the record of its access is not in the pack`, {
        expected: ending,
      });
  const testedEndings = new Set(tested.flatMap(({ ending }) => ending ?? []));
  const exceptionIds = new Set(exceptions.map(({ exception }) => exception.id));
  records.forEach(({ ending, rows, cited, exception }, index) => {
    const place = `/records/${index}`;
    const before = records[index - 1]?.ending.id;
    if (before !== undefined && before >= ending.id)
      problems.add('not-sorted', PACK, place, 'the records are not in the order of their endings, each once');
    if (!testedEndings.has(ending.id))
      problems.add('bad-reference', PACK, place, `the record of ending ${ending.id} answers no row that is tested`);
    const own = byEnding.get(ending.id) ?? [];
    if (rows.toSorted(byCodeUnit).join() !== own.toSorted(byCodeUnit).join())
      problems.add('bad-reference', PACK, `${place}/rows`, `the record of ending ${ending.id} does not name the rows that are about it`, {
        seen: `${rows.length} rows`,
        expected: `${own.length} rows`,
      });
    if (exception !== null && !exceptionIds.has(exception))
      problems.add(
        'bad-reference',
        PACK,
        `${place}/exception`,
        `the record of ending ${ending.id} falls under the exception ${exception}, which is not in the pack`,
      );
    cited.forEach(({ shown, withheld }, which) => {
      if (shown !== (withheld === null))
        problems.add(
          'bad-reference',
          PACK,
          `${place}/cited/${which}`,
          'a cited item is to be shown, or kept back for a reason: not both and not neither',
        );
    });
  });
}
