import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadConfiguration, type CommonOptions } from '../../src/cli/settings.ts';
import { wiring } from '../../src/cli/wiring.ts';
import { demoConfigurationFile, demoSettings } from '../../src/demo/configuration.ts';
import { readConfiguration, type Configuration } from '../../src/run/configuration.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vestige-demo-configuration-'));
  mkdirSync(join(folder, 'kept'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function loaded(options: Partial<CommonOptions> = {}): Promise<Configuration> {
  const nowhere = new Writable();
  const terminal = { stdout: nowhere, stderr: nowhere, width: 80, colour: false, environment: {}, cwd: folder, clock: () => 0 };
  return loadConfiguration(terminal, wiring, { state: 'kept', ...options });
}

describe('the configuration that a state folder brings', () => {
  it('is that of the demo, told as a file', async () => {
    writeFileSync(join(folder, 'kept', 'vestige.yaml'), demoConfigurationFile());
    const { hash, assurance } = await loaded();
    expect(hash).toBe(readConfiguration(demoSettings, wiring).hash);
    expect(assurance.keys.map(({ record }) => record)).toEqual(expect.arrayContaining(['user-name', 'jira-user']));
    expect((await loaded({ state: 'another' })).hash).toBe(readConfiguration({}, wiring).hash);
  });

  it('gives way to one where the program is started, and to one that is named', async () => {
    writeFileSync(join(folder, 'kept', 'vestige.yaml'), demoConfigurationFile());
    writeFileSync(join(folder, 'vestige.yaml'), 'maxTimeBoundDays: 7\n');
    expect(await loaded()).toMatchObject({ maxTimeBoundDays: 7 });
    writeFileSync(join(folder, 'named.yaml'), 'maxTimeBoundDays: 9\n');
    expect(await loaded({ config: 'named.yaml' })).toMatchObject({ maxTimeBoundDays: 9 });
  });

  it('is not passed over where it is wrong, or where the one that is named is not there', async () => {
    writeFileSync(join(folder, 'kept', 'vestige.yaml'), 'maxTimeBoundDayz: 7\n');
    await expect(loaded()).rejects.toMatchObject({ code: 'bad-configuration' });
    await expect(loaded({ config: 'nothing.yaml' })).rejects.toMatchObject({ code: 'usage' });
  });
});
