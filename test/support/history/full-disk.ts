// Records in a small folder until no room is left, then makes room and goes on: node full-disk.ts FOLDER THINGS STEPS
// Prints one JSON object.
import { existsSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { HistoryError } from '../../../src/history/errors.ts';
import { openHistory } from '../../../src/history/open.ts';
import { answersOf, record } from './told.ts';

const [folder = '', things = '', steps = ''] = process.argv.slice(2);
const size = { things: Number(things) };
const ballast = join(folder, 'ballast');
const free = (): number => statfsSync(folder).bavail * statfsSync(folder).bsize;
// So that it is full after a few recordings, whatever the file system's size.
writeFileSync(ballast, Buffer.alloc(Math.max(0, free() - 400_000)));

const open = (): ReturnType<typeof openHistory> => openHistory({ state: folder });
let store = await open();
let acknowledged = 0;
let code: string | undefined;
while (code === undefined && acknowledged < Number(steps)) {
  try {
    await record(store, acknowledged + 1, size);
    acknowledged++;
  } catch (error) {
    if (!(error instanceof HistoryError)) throw error;
    code = error.code;
  }
}
const full = { free: free(), answers: await answersOf(store) };
// The same store, still open, once there is room.
rmSync(ballast);
const after: string[] = [];
for (let step = acknowledged + 1; step <= Number(steps); step++) await record(store, step, size);
after.push(await answersOf(store));
await store.close();
store = await open();
after.push(await answersOf(store));
await store.close();
const database = new DatabaseSync(join(folder, 'history.db'));
const integrity = database.prepare('PRAGMA integrity_check').get()?.['integrity_check'];
database.close();
const left = existsSync(join(folder, 'history.db-writer'));
process.stdout.write(JSON.stringify({ acknowledged, code, full, after, integrity, left }));
