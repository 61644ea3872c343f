import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tableReporter } from '../../../reports/table/reporter.ts';
import type { Report } from '../../../src/model/report.ts';
import { outcomeOf } from '../../../src/run/outcome.ts';
import { openAnalysis, saveAnalysis } from '../../../src/run/saved.ts';
import { files } from '../../../src/run/saved/layout.ts';
import { listWhenRead } from '../../../src/run/saved/list-when-read.ts';
import { sampleReport } from '../../support/report.ts';
import { analysisOf, temporaryState } from './support.ts';

function table(report: Report): string {
  return Buffer.concat([...tableReporter.render(report, { width: 80, colour: false })]).toString('utf8');
}

describe('the open questions of a saved analysis', () => {
  it('are counted by the table and the exit without being read, and by no reader of the questions themselves', async () => {
    const state = temporaryState();
    const id = await saveAnalysis(state, analysisOf(sampleReport));
    for (const name of [files.open, files.openBecause, files.openIndex]) rmSync(join(state, 'analyses', id, name));
    const { report } = await openAnalysis(state);
    expect(sampleReport.undetermined.length).toBeGreaterThan(0);
    expect(table({ ...report })).toBe(table(sampleReport));
    expect(outcomeOf({ ...report, findings: [] }, 'never')).toEqual(outcomeOf({ ...sampleReport, findings: [] }, 'never'));
    expect(() => JSON.stringify(report)).toThrow(expect.objectContaining({ code: 'missing-part' }));
  });
});

describe('a list that is read when it is looked at', () => {
  it('is read once, at the first look of any kind', () => {
    const looks: readonly ((list: readonly number[]) => unknown)[] = [
      (list) => list.length,
      (list) => [...list],
      (list) => list[1],
      (list) => 0 in list,
      (list) => Object.keys(list),
      (list) => JSON.stringify(list),
      (list) => Object.getOwnPropertyDescriptor(list, 0),
    ];
    for (const look of looks) {
      let reads = 0;
      const list = listWhenRead(() => {
        reads++;
        return [4, 5];
      });
      expect([Array.isArray(list), reads]).toEqual([true, 0]);
      expect(look(list)).toEqual(look([4, 5]));
      expect(list).toEqual([4, 5]);
      expect(reads).toBe(1);
    }
  });

  it('throws at every look while it cannot be read, and is never taken for an empty one', () => {
    let broken = true;
    const list = listWhenRead(() => {
      if (broken) throw new Error('gone');
      return [1];
    });
    expect(() => list.length).toThrow('gone');
    expect(() => [...list]).toThrow('gone');
    broken = false;
    expect(list.length).toBe(1);
  });

  it('cannot be changed', () => {
    const list = listWhenRead(() => [1]) as number[];
    expect(() => list.push(2)).toThrow(TypeError);
    expect(Reflect.deleteProperty(list, 0)).toBe(false);
    expect(() => Object.freeze(list)).toThrow(TypeError);
  });
});
