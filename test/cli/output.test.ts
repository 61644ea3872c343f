import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writingWhole } from '../../src/cli/history/whole-file.ts';
import { writeFileWhole } from '../../src/cli/streams.ts';

describe('what is written to a place that is no file', () => {
  let folder: string;
  let pipe: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'vestige-output-'));
    pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('goes there, and nothing is put in its place', async () => {
    const [, read] = await Promise.all([writeFileWhole(pipe, ['a report']), readFile(pipe, 'utf8')]);
    expect(read).toBe('a report');
    expect(statSync(pipe).isFIFO()).toBe(true);
  });

  it('goes there too where it is written piece by piece', async () => {
    const writing = writingWhole(pipe, async (write) => {
      await write('some ');
      await write('lines');
    });
    const [, read] = await Promise.all([writing, readFile(pipe, 'utf8')]);
    expect(read).toBe('some lines');
    expect(statSync(pipe).isFIFO()).toBe(true);
  });

  it('is a file of its owner alone where there was none', async () => {
    const file = join(folder, 'report');
    await writeFileWhole(file, ['a report']);
    expect(readFileSync(file, 'utf8')).toBe('a report');
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});
