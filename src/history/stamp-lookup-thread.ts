import { parentPort, workerData } from 'node:worker_threads';
import { impossible } from '../base/errors.ts';
import { HeadTable } from './head-table.ts';
import { lookUp, type LookupAnswer, type LookupData, type LookupRequest } from './stamp-lookups.ts';

/* The thread that {@link StampLookups} starts. */

const port = parentPort ?? impossible('the thread of lookups is no program of its own');
const table = new HeadTable(workerData as LookupData);
port.on('message', ({ number, ...texts }: LookupRequest) => {
  const heads = lookUp(texts, table);
  port.postMessage({ number, heads } satisfies LookupAnswer, [heads.buffer as ArrayBuffer]);
});
