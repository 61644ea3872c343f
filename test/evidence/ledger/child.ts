// Appends to the ledger of a folder until it is killed, and prints the number of each entry as soon as it was acknowledged.
import { openLedger } from '../../../src/evidence/ledger/open.ts';
import { seedSigner } from './signer.ts';
import { entries } from './support-entries.ts';

const folder = process.argv[2] ?? '';
const ledger = await openLedger(folder, seedSigner(), { patienceMs: 2000 });
let next = ledger.size - 1;
process.stdout.write(`${next}\n`);
for (let step = 1; ; step = (step % 5) + 1) {
  await ledger.append(entries(next, step));
  next += step;
  process.stdout.write(`${next}\n`);
}
