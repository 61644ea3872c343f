// Keeps a store of the newest schema, to be opened for ever: node test/support/history/make-corpus.ts
// Made once for each schema, before it is published; what was published is never made again.
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openHistory } from '../../../src/history/open.ts';
import { newest } from '../../../src/history/sql/migrations.ts';
import { heldBy, record } from './told.ts';

const folder = join(import.meta.dirname, '../../corpus/history');
const state = mkdtempSync(join(tmpdir(), 'vestige-corpus-'));
mkdirSync(folder, { recursive: true });
const store = await openHistory({ state });
for (let step = 1; step <= 9; step++) await record(store, step, { things: 6 });
writeFileSync(join(folder, `schema-${newest}.json`), `${JSON.stringify(await heldBy(store), null, 1)}\n`);
await store.close();
copyFileSync(join(state, 'history.db'), join(folder, `schema-${newest}.db`));
rmSync(state, { recursive: true });
