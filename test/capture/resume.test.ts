import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCapture, listCaptures, memoryCapture, resumeCapture, unfinishedCaptures } from '../../src/capture/archive.ts';
import type { StoredWriter } from '../../src/capture/archive.ts';
import { collect } from '../../src/collect/collect.ts';
import { CollectError } from '../../src/collect/errors.ts';
import { serve, type Server } from '../support/unfriendly/connector.ts';
import { virtualIo } from '../support/unfriendly/io.ts';
import type { World } from '../support/unfriendly/world.ts';
import { runs } from '../support/runs.ts';

const settings = { estate: 'test' };
/** Passing trouble only: what a source refuses for good is asked again by a resumed run, at another time. */
const worlds: fc.Arbitrary<World> = fc.record({
  seed: fc.nat(),
  boundaries: fc.integer({ min: 1, max: 3 }),
  people: fc.integer({ min: 1, max: 9 }),
  groups: fc.integer({ min: 0, max: 3 }),
  pageSize: fc.integer({ min: 1, max: 4 }),
  passing: fc.constantFrom(0, 10, 40),
  refused: fc.constant(0),
  odd: fc.constantFrom(0, 5, 25),
});

describe('a scan into the archive that is stopped and resumed', () => {
  let state: string;
  beforeAll(() => {
    state = mkdtempSync(join(tmpdir(), 'vestige-resume-'));
  });
  afterAll(() => {
    rmSync(state, { recursive: true, force: true });
  });

  /** Reads into the writer until `pages` are written, then stops as Ctrl-C would. Answers whether it got to the end. */
  async function readUntil(server: Server, writer: StoredWriter, pages: number): Promise<boolean> {
    const io = virtualIo();
    const resumed: AsyncIterable<never> | ReturnType<StoredWriter['pages']> = writer.pages();
    const put = writer.put.bind(writer);
    let written = 0;
    writer.put = async (page) => {
      const kept = await put(page);
      if (++written >= pages) io.controller.abort(new Error('stop'));
      return kept;
    };
    try {
      await collect({ sources: [{ connector: server.connector, settings }], writer, resumed, io });
      return true;
    } catch (error) {
      if (!(error instanceof CollectError) || error.code !== 'interrupted') throw error;
      await writer.close();
      return false;
    }
  }

  it('ends with the capture that a calm one makes, and leaves nothing unfinished', async () => {
    let stopped = 0;
    await fc.assert(
      fc.asyncProperty(worlds, fc.integer({ min: 1, max: 9 }), async (world, step) => {
        const calm = await collect({
          sources: [{ connector: serve(world).connector, settings }],
          writer: memoryCapture(),
          io: virtualIo(),
        });
        const server = serve(world);
        let writer = await createCapture(state, { durable: 'each-page' });
        let stops = 0;
        while (!(await readUntil(server, writer, stops < 3 ? step : Infinity))) {
          stops++;
          stopped++;
          const [left] = await unfinishedCaptures(state);
          if (left === undefined) throw new Error('the stopped scan left nothing behind');
          writer = await resumeCapture(state, left.name);
          expect(writer.dropped).toBeNull();
        }
        expect(await unfinishedCaptures(state)).toEqual([]);
        expect((await listCaptures(state)).map((each) => each.id)).toContain(calm.id);
      }),
      { numRuns: runs(25) },
    );
    expect(stopped).toBeGreaterThan(10);
  });
});
