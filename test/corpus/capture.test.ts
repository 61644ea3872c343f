import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCapture } from '../../src/capture/archive.ts';
import { wiring } from '../../src/cli/wiring.ts';
import { demoAsOf } from '../../src/demo/demo.ts';
import { analyze } from '../../src/run/analyze.ts';
import { readConfiguration } from '../../src/run/configuration.ts';

/*
 * A capture of every format ever released, read for ever by today's code. A new format adds a folder here in the same commit and
 * leaves these as they are.
 */
const formats = [{ folder: 'capture-1', id: '2add0806271c650f48de46288c56dad107088d0e4f0d44dfe1b553a0daf3605d', pages: 3 }] as const;

describe.each(formats)('a capture of the released format $folder', ({ folder, id, pages }) => {
  let state: string;
  let copy: string;
  beforeEach(() => {
    state = mkdtempSync(join(tmpdir(), 'vestige-corpus-'));
    copy = join(state, 'captures', id);
    mkdirSync(copy, { recursive: true, mode: 0o700 });
    cpSync(join(import.meta.dirname, folder), copy, { recursive: true });
  });
  afterEach(() => {
    rmSync(state, { recursive: true, force: true });
  });

  it('opens, is whole, and still gives an analysis', async () => {
    const capture = await openCapture(state, id);
    let read = 0;
    for await (const page of capture.pages()) {
      expect(page.id).toMatch(/^[0-9a-f]{64}$/);
      read++;
    }
    expect({ id: capture.id, read }).toEqual({ id, read: pages });
    const configuration = readConfiguration({}, wiring);
    const { report } = await analyze({ capture, connectors: wiring.connectors, configuration, asOf: demoAsOf, clock: () => 0 });
    expect(report.findings.length).toBeGreaterThan(20);
  });

  it('is refused when any of its files was changed', async () => {
    for (const file of readdirSync(copy)) {
      const path = join(copy, file);
      const whole = readFileSync(path);
      for (const at of [0, whole.length >> 1, whole.length - 2]) {
        const mutated = Buffer.from(whole);
        mutated[at] = (mutated[at] ?? 0) ^ 1;
        writeFileSync(path, mutated);
        const opened = async (): Promise<void> => {
          const capture = await openCapture(state, id);
          for await (const _ of capture.pages()) continue;
        };
        await expect(opened(), `${file} at ${at}`).rejects.toThrow();
      }
      writeFileSync(path, whole);
    }
  });
});
