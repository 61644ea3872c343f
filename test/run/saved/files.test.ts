import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VestigeError } from '../../../src/base/errors.ts';
import { openQuestions } from '../../../src/model/open-questions.ts';
import type { Report } from '../../../src/model/report.ts';
import { openAnalysis, saveAnalysis } from '../../../src/run/saved.ts';
import { files } from '../../../src/run/saved/layout.ts';
import { readGraph, readMarks } from '../../../src/run/saved/graph.ts';
import { readMentions } from '../../../src/run/saved/mentions.ts';
import { readAnalysis } from '../../../src/run/saved/read.ts';
import { largeReport, sampleReport } from '../../support/report.ts';
import { runs } from '../../support/runs.ts';
import { analysisOf, temporaryState } from './support.ts';

const later: Report = { ...sampleReport, run: { ...sampleReport.run, asOf: '2026-02-01T00:00:00.000Z' } };

async function saved(report: Report = sampleReport): Promise<{ readonly state: string; readonly folder: string }> {
  const state = temporaryState();
  const id = await saveAnalysis(state, analysisOf(report));
  return { state, folder: join(state, 'analyses', id) };
}

/** Everything that can be asked of an analysis. */
async function everything(state: string): Promise<unknown> {
  const analysis = await openAnalysis(state);
  const folder = await readAnalysis(state, analysis.id);
  const { asOf } = analysis.head.run;
  readMarks(folder, readGraph(folder).targets.length, asOf, analysis.settings);
  return [
    openQuestions(analysis.report.undetermined),
    JSON.stringify(analysis.report),
    analysis.findings.rows({ subject: 'x' }),
    readMentions(folder).pagesOf(['x']),
  ];
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'none',
    (error: unknown) => {
      if (error instanceof VestigeError) return error.code;
      throw error;
    },
  );
}

describe('the files of a saved analysis', () => {
  it('are read by their owner only', async () => {
    const { state, folder } = await saved();
    for (const each of [join(state, 'analyses'), folder]) expect(statSync(each).mode & 0o777).toBe(0o700);
    const all = readdirSync(folder);
    expect(all.sort()).toEqual([...Object.values(files)].filter((each) => existsSync(join(folder, each))).sort());
    expect(all.length).toBeGreaterThanOrEqual(9);
    for (const name of all) expect(statSync(join(folder, name)).mode & 0o777, name).toBe(0o600);
    expect(statSync(join(state, 'analyses', 'latest')).mode & 0o777).toBe(0o600);
  });

  it('are refused by a code of their own when one is cut, changed or gone, and never answer with less', async () => {
    const { state, folder } = await saved();
    const whole = await everything(state);
    for (const name of readdirSync(folder)) {
      const file = join(folder, name);
      const bytes = readFileSync(file);
      writeFileSync(file, bytes.subarray(0, -1));
      expect(await codeOf(everything(state)), `${name} cut`).toBe(name === files.manifest ? 'damaged-part' : 'cut-part');
      rmSync(file);
      expect(await codeOf(everything(state)), `${name} gone`).toBe('missing-part');
      writeFileSync(file, bytes);
    }
    expect(await everything(state)).toEqual(whole);
  });

  it('are refused when any one byte of them is another', async () => {
    const { state, folder } = await saved();
    const whole = await everything(state);
    const all = readdirSync(folder);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...all), fc.nat(), fc.integer({ min: 1, max: 255 }), async (name, at, change) => {
        const file = join(folder, name);
        const bytes = readFileSync(file);
        const changed = Buffer.from(bytes);
        const place = at % bytes.length;
        changed[place] = (changed[place] as number) ^ change;
        writeFileSync(file, changed);
        const code = await codeOf(everything(state));
        writeFileSync(file, bytes);
        // The line feeds between lines are no part of any answer.
        if (name.endsWith('.jsonl') && bytes[place] === 0x0a) return;
        expect(code, `${name} at ${place}`).toBe('damaged-part');
      }),
      { numRuns: runs(150, 5000) },
    );
    expect(await everything(state)).toEqual(whole);
  });

  it('name the file and what to do', async () => {
    const { state, folder } = await saved();
    writeFileSync(join(folder, files.findings), '');
    await expect(openAnalysis(state).then(({ report }) => [...report.findings])).rejects.toMatchObject({
      code: 'cut-part',
      message: expect.stringContaining(join(folder, files.findings)) as string,
      hint: expect.stringContaining('vestige analyze') as string,
    });
  });

  it('of the former form, another schema or another byte order are refused with the hint to analyse again', async () => {
    const state = temporaryState();
    const id = 'a'.repeat(64);
    const folder = join(state, 'analyses', id);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'report.json'), JSON.stringify({ schema: 1, settings: {}, report: sampleReport }));
    const again = { code: 'old-analysis', hint: expect.stringContaining('vestige analyze') as string };
    await expect(openAnalysis(state, id)).rejects.toMatchObject(again);
    for (const over of [{ schema: 5 }, { order: 'other' }]) {
      const own = await saved();
      const file = join(own.folder, files.manifest);
      const [said = ''] = readFileSync(file, 'utf8').split('\n');
      const text = JSON.stringify({ ...(JSON.parse(said) as object), ...over });
      writeFileSync(file, `${text}\n${crc32(text)}\n`);
      await expect(openAnalysis(own.state)).rejects.toMatchObject(again);
    }
  });

  it('of another version are shown, and asked for nothing more', async () => {
    const { state } = await saved();
    const analysis = await openAnalysis(state);
    expect(analysis.report.findings.length).toBe(sampleReport.findings.length);
    const other = await saved({ ...sampleReport, run: { ...sampleReport.run, version: '0.0.0' } });
    const made = await openAnalysis(other.state);
    expect([...made.report.findings]).toEqual(sampleReport.findings);
    await expect(made.view()).rejects.toMatchObject({ code: 'other-version' });
    await expect(made.facts(undefined as never, [])).rejects.toMatchObject({ code: 'other-version' });
  });

  it('are told apart by what made them; the last saved is the latest', async () => {
    const { state, folder } = await saved();
    const id = await saveAnalysis(state, analysisOf(later));
    expect(join(state, 'analyses', id)).not.toBe(folder);
    expect((await openAnalysis(state)).id).toBe(id);
    expect((await openAnalysis(state, folder.slice(-64, -50))).head).toEqual((await openAnalysis(state, folder.slice(-64))).head);
    writeFileSync(join(state, 'analyses', 'latest'), '../../etc\n');
    expect(await codeOf(openAnalysis(state))).toBe('damaged-part');
  });
});

describe('saving an analysis', () => {
  it('again leaves the files as they are, and mends them when they are damaged', async () => {
    const { state, folder } = await saved();
    const before = statSync(join(folder, files.findings));
    await saveAnalysis(state, analysisOf(sampleReport));
    expect(statSync(join(folder, files.findings)).ino).toBe(before.ino);
    writeFileSync(join(folder, files.findings), 'x');
    await saveAnalysis(state, analysisOf(sampleReport));
    expect([...(await openAnalysis(state)).report.findings]).toEqual(sampleReport.findings);
    rmSync(folder, { recursive: true });
    mkdirSync(folder);
    writeFileSync(join(folder, 'report.json'), '{}');
    await saveAnalysis(state, analysisOf(sampleReport));
    expect(existsSync(join(folder, 'report.json'))).toBe(false);
    expect(readdirSync(join(state, 'analyses')).sort()).toEqual([folder.slice(-64), 'latest']);
  });

  it('that fails half way leaves the former analysis, and nothing beside it', async () => {
    const { state, folder } = await saved();
    const broken = { ...analysisOf(later) };
    const kept = {
      ...broken.kept,
      zeroTargets: () => {
        throw new Error('the disk is full');
      },
    };
    await expect(saveAnalysis(state, { ...broken, kept })).rejects.toThrow('the disk is full');
    expect((await openAnalysis(state)).id).toBe(folder.slice(-64));
    expect(readdirSync(join(state, 'analyses')).sort()).toEqual([folder.slice(-64), 'latest']);
  });

  it('that is killed leaves the former analysis; the next one sweeps up', async () => {
    const { state, folder } = await saved();
    const module = new URL('../../../src/run/saved/write.ts', import.meta.url).href;
    const code = `const { writeAnalysis } = await import(${JSON.stringify(module)});
      const writer = await writeAnalysis(${JSON.stringify(state)});
      await writer.write('head.json', ['{']);
      process.kill(process.pid, 'SIGKILL');`;
    expect(spawnSync(process.execPath, ['--input-type=module', '-e', code]).signal).toBe('SIGKILL');
    const analyses = join(state, 'analyses');
    expect(readdirSync(analyses).filter((each) => each.startsWith('unfinished-'))).toHaveLength(1);
    expect((await openAnalysis(state)).id).toBe(folder.slice(-64));
    await saveAnalysis(state, analysisOf(sampleReport));
    expect(readdirSync(analyses).sort()).toEqual([folder.slice(-64), 'latest']);
  });

  it('does not follow a name into another folder', async () => {
    const { state, folder } = await saved();
    renameSync(folder, join(state, 'analyses', 'elsewhere'));
    expect(await codeOf(openAnalysis(state, 'elsewhere'))).toBe('no-analysis');
    expect(await codeOf(openAnalysis(state, '../analyses'))).toBe('no-analysis');
  });

  it('keeps a report that is longer than a block of a file, and reads it from either end', async () => {
    const report = largeReport(3000);
    const state = temporaryState();
    const { findings } = await openAnalysis(state, await saveAnalysis(state, analysisOf(report)));
    const back = [...report.findings.keys()].toReversed();
    expect([...findings.list(back)]).toEqual(report.findings.toReversed());
    expect([...findings.list()]).toEqual(report.findings);
  });
});
