import type { Json } from '../../../base/json.ts';
import type { DisclosedRecord, Pack } from '../../../model/pack.ts';
import { isValueOf } from '../../items/values.ts';
import { bodyAt, type ReadLog } from './log/read-log.ts';
import { PACK } from './manifest.ts';
import type { Problems } from './problem.ts';
import { readLines, type PackFiles } from './read.ts';
import { disclosedRecordSchema } from './schema/files.ts';

export const LOGGED = 'logged.ndjson';

/**
 * That every record which is said to have been logged is, to the letter, what the batch that it names committed to at the place that it names. The batch is
 * one of endings that the log held when the pack was made, and its entry is disclosed. Answers how many records are shown to be so.
 */
export function checkLogged(problems: Problems, files: PackFiles, pack: Pack, log: ReadLog | undefined): number {
  const shown = readLogged(problems, files);
  let held = 0;
  pack.records.forEach(({ ending, logged }, index) => {
    const place = `/records/${index}/logged`;
    const line = shown.get(ending.id);
    shown.delete(ending.id);
    if (logged === null) {
      if (line !== undefined) notSaid(problems, ending.id);
      return;
    }
    const said = `leaf ${logged.leaf}, item ${logged.item}`;
    const body = log === undefined ? undefined : bodyAt(log, logged.leaf, 'batch');
    const isBatch = body?.what === 'endings' && logged.item < body.count && logged.leaf < (pack.integrity.size ?? 0);
    if (!isBatch)
      problems.add(
        'bad-reference',
        PACK,
        place,
        `the record of ending ${ending.id} is said to be logged where no batch of endings holds it`,
        {
          seen: said,
        },
      );
    if (line === undefined)
      problems.add('missing-item', PACK, place, `the record of ending ${ending.id} is said to be logged, and ${LOGGED} does not show it`, {
        seen: said,
      });
    else if (line.leaf !== logged.leaf || line.item !== logged.item)
      problems.add('bad-reference', PACK, place, `the record of ending ${ending.id} is not shown where it is said to be logged`, {
        seen: said,
        expected: `leaf ${line.leaf}, item ${line.item}`,
      });
    else if (isBatch && isValueOf(body, logged.item, ending as unknown as Json, line)) held++;
    else
      problems.add('wrong-item', PACK, place, `the record of ending ${ending.id} is not what was logged there`, {
        seen: said,
        expected: body === undefined ? 'a batch of endings' : `a way to ${body.root} over ${body.count} endings`,
      });
  });
  for (const id of shown.keys()) notSaid(problems, id);
  return held;
}

function notSaid(problems: Problems, id: string): void {
  problems.add('bad-reference', LOGGED, id, 'an ending is shown as it was logged, and no record of it says that it was');
}

function readLogged(problems: Problems, files: PackFiles): Map<string, DisclosedRecord> {
  const shown = new Map<string, DisclosedRecord>();
  const bytes = files.get(LOGGED);
  let before = '';
  for (const { line, value } of bytes === undefined ? [] : readLines(problems, LOGGED, bytes, disclosedRecordSchema)) {
    if (value.ending <= before)
      problems.add('not-sorted', LOGGED, `line ${line}`, 'the lines are not in the order of the endings, each once', {
        seen: value.ending,
        expected: `after ${before}`,
      });
    before = value.ending;
    shown.set(value.ending, value);
  }
  return shown;
}
