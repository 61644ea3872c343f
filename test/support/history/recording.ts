// A process that records one run after another until it is killed: node recording.ts STATE PLACE FIRST LAST THINGS
// It tells each recording when it is acknowledged, and a failure by its code.
import { writeSync } from 'node:fs';
import { HistoryError } from '../../../src/history/errors.ts';
import { openHistory } from '../../../src/history/open.ts';
import { record } from './told.ts';

const [state = '', place = '', first = '', last = '', things = ''] = process.argv.slice(2);
try {
  const store = await openHistory({ state, ...(place === '' ? {} : { place }), waitMs: 20_000 });
  writeSync(1, 'open\n');
  for (let step = Number(first); step <= Number(last); step++) {
    await record(store, step, { things: Number(things) });
    writeSync(1, `${step}\n`);
  }
  await store.close();
} catch (error) {
  if (!(error instanceof HistoryError)) throw error;
  writeSync(1, `failed ${error.code}\n`);
}
