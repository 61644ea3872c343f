import { describe, expect, it } from 'vitest';
import type { LedgerReader } from '../../../src/contract/ledger.ts';
import type { Leaf, LeafBody } from '../../../src/model/ledger.ts';
import { ledgerStatus } from '../../../src/run/ledger/status.ts';

const at = '2026-11-01T00:00:00.000Z';
const by = { name: 'ann', from: 'given' } as const;

/** A ledger of these entries that writes down whose bodies are asked for. */
function ledgerOf(bodies: readonly LeafBody[]): { readonly ledger: LedgerReader; readonly asked: readonly number[] } {
  const asked: number[] = [];
  const leaf = (index: number): Leaf => ({ v: 1, kind: bodies[index]!.kind, at, of: null, body: '0'.repeat(64) });
  const ledger = {
    ...{ origin: 'example.com/log', size: bodies.length, root: '', keys: [] },
    async *leaves() {
      for (let index = 0; index < bodies.length; index++) yield { index, bytes: new Uint8Array(0), leaf: leaf(index) };
    },
    body(index: number) {
      asked.push(index);
      return Promise.resolve({ salt: '', body: bodies[index] });
    },
    anchors: () => Promise.resolve([]),
  } as unknown as LedgerReader;
  return { ledger, asked };
}

function prune(what: 'bodies' | 'captures', removed: number): LeafBody {
  return { kind: 'prune', what, until: null, removed, ids: '0'.repeat(64), by };
}

describe('the status of a ledger', () => {
  it('counts what prunes erased, and no captures or history that they removed', async () => {
    const { ledger } = ledgerOf([prune('bodies', 3), prune('captures', 50), prune('bodies', 4)]);
    expect(await ledgerStatus(ledger, 'here')).toMatchObject({ erased: 7, prunesNotRead: 0, kinds: { prune: 3 } });
  });

  it('reads the bodies of the newest prunes only, and says how many it left out', async () => {
    const { ledger, asked } = ledgerOf(Array.from({ length: 20 }, () => prune('bodies', 1)));
    expect(await ledgerStatus(ledger, 'here', 5)).toMatchObject({ erased: 5, prunesNotRead: 15, kinds: { prune: 20 } });
    expect(asked).toEqual([15, 16, 17, 18, 19]);
  });
});
