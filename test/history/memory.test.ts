import { expect, test } from 'vitest';
import { memoryEngine } from '../../src/history/memory/memory.ts';
import { journalSuite } from './journal-suite.ts';
import { storeSuite } from './store-suite.ts';

storeSuite('memory', () => Promise.resolve(memoryEngine()));
journalSuite('memory', () => Promise.resolve(memoryEngine()));

test('is not used once it is closed', async () => {
  const engine = memoryEngine();
  await engine.close();
  await expect(engine.read((transaction) => transaction.runs())).rejects.toMatchObject({ code: 'failed' });
});
