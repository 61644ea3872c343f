import { describe, expect, it } from 'vitest';
import { instantOf } from '../../src/base/instant.ts';
import { collect } from '../../src/collect/collect.ts';
import type { Connector, RateLimit } from '../../src/contract/connector.ts';
import { START, virtualIo } from '../support/unfriendly/io.ts';
import { MemoryCapture } from '../support/unfriendly/memory-capture.ts';
import { plainCore, task } from '../support/unfriendly/plain.ts';

const wire = { sentAt: instantOf(START), receivedAt: instantOf(START), providerDate: null, requestId: null, status: 200, raw: null };

/** When each of ten boundaries was asked its one question, milliseconds after the first. */
async function moments(limit: RateLimit): Promise<readonly number[]> {
  const io = virtualIo('moving');
  const at: number[] = [];
  const core = plainCore({ limits: [limit], roots: () => Array.from({ length: 10 }, (_, each) => task('a', `plain:${each}`)) });
  const connector: Connector<unknown> = {
    core,
    open: () =>
      Promise.resolve({
        close: () => Promise.resolve(),
        read: ([asked]) => {
          at.push(io.now() - START);
          return Promise.resolve({ wire, parts: [{ ...asked, body: { items: [] }, next: null }] });
        },
      }),
  };
  await collect({ sources: [{ connector, settings: {} }], writer: new MemoryCapture(), io });
  return at.map((each) => each - (at[0] ?? 0));
}

const limit = { service: 'one', perSecond: 2, concurrency: 4 };

describe('a limit that counts all boundaries together', () => {
  it('spaces the questions of all of them', async () => {
    const at = await moments({ ...limit, together: true });
    expect(at).toHaveLength(10);
    expect(at.slice(1).map((each, i) => each - (at[i] ?? 0))).toEqual(Array.from({ length: 9 }, () => 500));
  });

  it('leaves boundaries alone that are counted each by itself', async () => {
    expect(Math.max(...(await moments(limit)))).toBeLessThan(500);
  });

  it('asks no question of two boundaries in one batch, though they count together', async () => {
    const batches: string[][] = [];
    const { surfaces } = plainCore();
    const [first, ...rest] = surfaces.map((each) => ({ ...each, batch: 5 }));
    if (first === undefined) throw new Error('the core has surfaces');
    const roots = () => Array.from({ length: 6 }, (_, each) => task('a', `plain:${each % 2}`, { each }));
    const core = plainCore({ limits: [{ ...limit, together: true }], surfaces: [first, ...rest], roots });
    const connector: Connector<unknown> = {
      core,
      open: () =>
        Promise.resolve({
          close: () => Promise.resolve(),
          read: (batch) => {
            batches.push(batch.map((each) => each.task.boundary));
            const [one, ...others] = batch.map((asked) => ({ ...asked, body: { items: [] }, next: null }));
            if (one === undefined) throw new Error('a batch holds a question');
            return Promise.resolve({ wire, parts: [one, ...others] });
          },
        }),
    };
    await collect({ sources: [{ connector, settings: {} }], writer: new MemoryCapture(), io: virtualIo('moving') });
    expect(batches).toEqual([
      ['plain:0', 'plain:0', 'plain:0'],
      ['plain:1', 'plain:1', 'plain:1'],
    ]);
  });
});
