import { sha256Hex } from '../../../../base/bytes/hash.ts';
import type { PackPredicate } from '../../../envelope/predicates.ts';
import type { Pack } from '../../../../model/pack.ts';
import { PACK } from '../manifest.ts';
import type { Problems } from '../problem.ts';
import { bodyAt, leavesOf, type ReadLog } from './read-log.ts';

const BODIES = 'log/bodies.ndjson';

/** That the log holds the population as the pack has it, before the export, and the export of this very pack. `content`: the bytes of `pack.json`. */
export function checkExport(
  problems: Problems,
  log: ReadLog,
  pack: Pack,
  content: Uint8Array,
  ledger: NonNullable<PackPredicate['ledger']>,
): void {
  const differ = (index: number, what: string, seen: string | number | null, expected: string | number | null): void => {
    if (seen !== expected)
      problems.add('wrong-leaf', BODIES, `leaf ${index}`, `entry ${index} of the log does not say the ${what} of the pack`, {
        seen: seen ?? 'none',
        expected: expected ?? 'none',
      });
  };
  const { period, integrity, population, sample } = pack;
  if (ledger.population !== integrity.population)
    problems.add('wrong-predicate', PACK, '/integrity/population', 'the signed statement and the pack name two entries of the population', {
      seen: integrity.population ?? 'none',
      expected: ledger.population ?? 'none',
    });
  if (integrity.population === null) {
    problems.add(
      'wrong-leaf',
      PACK,
      '/integrity/population',
      'the population was not logged, so that nothing shows that it was fixed before the sample was drawn',
    );
  } else {
    const index = integrity.population;
    const body = bodyAt(log, index, 'population');
    if (body === undefined)
      problems.add('wrong-leaf', BODIES, `leaf ${index}`, `entry ${index} of the log is none of a population, or is not disclosed`, {
        seen: log.leaves[index]?.kind ?? 'nothing',
      });
    else {
      differ(index, 'root of the population', body.root, population.root);
      differ(index, 'size of the population', body.size, population.rows.length);
      differ(index, 'period', `${body.period.from} ${body.period.to}`, `${period.from} ${period.to}`);
      differ(index, 'moment', body.asOf, pack.asOf);
    }
    if (index >= (integrity.size ?? 0))
      problems.add('wrong-leaf', PACK, '/integrity/size', 'the pack says it was made of a log that did not have its population yet', {
        seen: integrity.size ?? 'none',
        expected: `above ${index}`,
      });
  }
  const index = ledger.export;
  const body = bodyAt(log, index, 'export');
  if (body === undefined) {
    problems.add(
      'wrong-leaf',
      BODIES,
      `leaf ${index}`,
      `entry ${index} of the log is none of an export, or is not disclosed: nothing shows that this pack was logged`,
      { seen: log.leaves[index]?.kind ?? 'nothing' },
    );
    return;
  }
  differ(index, 'id', body.pack, pack.id);
  differ(index, 'contents', body.content, sha256Hex(content));
  differ(index, 'framework', body.framework, pack.framework);
  differ(index, 'period', `${body.period.from} ${body.period.to}`, `${period.from} ${period.to}`);
  differ(index, 'nonce', body.nonce, sample?.nonce ?? null);
  differ(index, 'size of the sample', body.sample, sample?.size ?? null);
  differ(index, 'population', log.leaves[index]?.of ?? null, integrity.population);
  if (integrity.population !== null && integrity.population >= index)
    problems.add('wrong-leaf', BODIES, `leaf ${index}`, 'the population was logged after the export that is drawn from it', {
      seen: integrity.population,
      expected: `below ${index}`,
    });
  checkRedraws(problems, log, pack, index);
}

/**
 * Every earlier drawing over a time that the period shares, which an auditor has to see: the sample may have been drawn until it pleased. A drawing is an
 * export, or a population that was logged and that no export followed. One whose body is not disclosed may be of any period: it is told too, unless
 * bodies are kept back for the names in them.
 */
function checkRedraws(problems: Problems, log: ReadLog, { sample, period, pseudonyms, integrity }: Pack, own: number): void {
  if (sample === null) return;
  const told = new Map(sample.redraws.map((each) => [each.leaf, each]));
  const isOf = (its: { readonly from: string; readonly to: string } | undefined): boolean =>
    its === undefined ? pseudonyms === null : its.from < period.to && period.from < its.to;
  const exported = new Set<number>();
  const wanted = (index: number, nonce: string | null, size: number | null, isKnown: boolean): void => {
    const redraw = told.get(index);
    if (redraw === undefined)
      problems.add(
        'wrong-sample',
        PACK,
        '/sample/redraws',
        `a population of this period was drawn from before, by entry ${index} of the log, and the pack does not say so`,
        { expected: `leaf ${index}` },
      );
    else if (isKnown && (redraw.nonce !== nonce || redraw.size !== size))
      problems.add(
        'wrong-sample',
        PACK,
        '/sample/redraws',
        `the pack does not say with what nonce and size entry ${index} of the log was drawn`,
        { seen: `${redraw.nonce ?? 'no nonce'}, ${redraw.size ?? 'all'}`, expected: `${nonce ?? 'no nonce'}, ${size ?? 'all'}` },
      );
  };
  for (const index of leavesOf(log, 'export', own)) {
    const body = bodyAt(log, index, 'export');
    const of = log.leaves[index]?.of ?? null;
    if (of !== null) exported.add(of);
    if (isOf(body?.period ?? (of === null ? undefined : bodyAt(log, of, 'population')?.period)))
      wanted(index, body?.nonce ?? null, body?.sample ?? null, body !== undefined);
  }
  for (const index of leavesOf(log, 'population', own))
    if (index !== integrity.population && !exported.has(index) && isOf(bodyAt(log, index, 'population')?.period))
      wanted(index, null, null, false);
  for (const leaf of told.keys()) {
    const kind = leaf < own ? log.leaves[leaf]?.kind : undefined;
    if (kind !== 'export' && kind !== 'population')
      problems.add('wrong-sample', PACK, '/sample/redraws', `the pack names an earlier draw that the log does not hold: entry ${leaf}`, {
        seen: log.leaves[leaf]?.kind ?? 'nothing',
      });
  }
}
