import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packFormats } from '../../../reports/list.ts';
import { ocsfReporter } from '../../../reports/ocsf/reporter.ts';
import { controlId } from '../../../reports/oscal/ids.ts';
import { boundedHours, boundedText, shareText } from '../../../src/model/metric-words.ts';
import { packTables } from '../../../reports/pack-tables/tables.ts';
import type { Pack } from '../../../src/model/pack.ts';
import { packLeaves } from '../../contract/pack-leaves.ts';
import { emptyPack, packOf, samplePack } from '../../support/pack.ts';
import { emptyReport, sampleReport } from '../../support/report.ts';
import { installed } from '../support/install.ts';
import { oscalCli, oscalLibrary, poppler, readersEnvironment } from './install.ts';
import { writeSurroundings } from './oscal/surroundings.ts';

const bin = installed(readersEnvironment);
const library = installed(oscalLibrary);
/** Made from its source, which is in no registry of packages: it is asked where that is named. The library that it is made of is always asked. */
const cliSource = process.env['VESTIGE_OSCAL_CLI_SOURCE'] ?? '';
const cli = cliSource === '' ? undefined : installed(() => oscalCli(cliSource));
const hasPoppler = installed(poppler) ?? false;

const { records } = samplePack;
const ended = records[0]!;
/** Also an end of a credential and of an account, which the sample has none of. */
const everyEnd: Pack = {
  ...samplePack,
  records: [
    ...records,
    ...(['credential', 'account'] as const).map((kind) => ({
      ...ended,
      ending: { ...ended.ending, kind, id: `${kind.charCodeAt(0)}`.repeat(32) },
    })),
  ],
};
const packs: Readonly<Record<string, Pack>> = {
  sample: everyEnd,
  hostile: packLeaves.withHostileTexts(everyEnd, ['', ' ', '{{ insert: param, x }}', '**b** [a](http://x)']),
  soc2: packOf('soc2'),
  empty: emptyPack,
};

let folder = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pack-formats-'));
  for (const [name, pack] of Object.entries(packs)) {
    for (const format of packFormats) {
      for (const { path, bytes } of await format.render(pack, { version: '0.1.0' })) {
        mkdirSync(dirname(join(folder, name, path)), { recursive: true });
        writeFileSync(join(folder, name, path), bytes);
      }
    }
  }
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function run(command: string, args: readonly string[], cwd = folder): { readonly code: number | null; readonly out: string } {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return { code: status, out: `${stdout}${status === 0 ? '' : stderr}` };
}

describe.runIf(bin !== undefined)('with readers of Python', () => {
  const python = join(bin ?? '', 'python');

  it('OCSF: every event of every class holds against the schema of 1.8.0', () => {
    const reports = [sampleReport, emptyReport].map((report, index) => {
      const path = join(folder, `report-${index}.ndjson`);
      writeFileSync(path, Buffer.concat([...ocsfReporter.render(report, { width: 80, colour: false })]));
      return path;
    });
    const files = Object.keys(packs).flatMap((name) =>
      ['findings', 'controls', 'revocations'].map((file) => join(folder, name, 'ocsf', `${file}.ndjson`)),
    );
    const { code, out } = run(python, [join(import.meta.dirname, 'ocsf.py'), ...files, ...reports]);
    expect(out).not.toContain('fault');
    expect(out).toMatch(/events \d{2,} classes 2003 2008 3001 3004 3005 6007/);
    expect(code).toBe(0);
  });

  it('OCSF: an event that lacks what its class needs is noticed', () => {
    const lines = readFileSync(join(folder, 'sample', 'ocsf', 'revocations.ndjson'), 'utf8').split('\n');
    const path = join(folder, 'broken.ndjson');
    writeFileSync(path, `${lines.find((line) => line.includes('"class_uid":3005'))!.replace('"privileges"', '"rights"')}\n`);
    expect(run(python, [join(import.meta.dirname, 'ocsf.py'), path]).out).toContain('fault');
  });

  it('XLSX: openpyxl reads every sheet and row, dates as dates and no formula', () => {
    for (const [name, pack] of Object.entries(packs)) {
      const { code, out } = run(python, ['-W', 'ignore', join(import.meta.dirname, 'sheets.py'), join(folder, name, 'evidence.xlsx')]);
      expect(code, out).toBe(0);
      const sheets = JSON.parse(out) as {
        name: string;
        rows: number;
        columns: number;
        formulas: number;
        dates: string[];
        texts: string[];
      }[];
      const tables = packTables(pack);
      expect(sheets.map((sheet) => sheet.name)).toEqual(['README', ...tables.map(({ sheet }) => sheet)]);
      expect(sheets.every(({ formulas }) => formulas === 0)).toBe(true);
      expect(sheets.slice(1).map(({ rows }) => rows)).toEqual(tables.map(({ rows }) => rows.length + 1));
      const population = sheets.find((sheet) => sheet.name === 'Population')!;
      for (const row of pack.population.rows) expect(population.texts).toContain(row.id);
      if (pack.population.rows.length > 0) expect(population.dates[0]).toBe(pack.population.rows[0]!.at.replace('.000Z', ''));
    }
  });

  it('OSCAL: trestle imports every file', () => {
    const place = join(folder, 'trestle');
    mkdirSync(place);
    expect(run(join(bin ?? '', 'trestle'), ['init', '--local'], place).code).toBe(0);
    for (const name of ['sample', 'hostile', 'soc2']) {
      for (const file of ['assessment-plan', 'assessment-results', 'poam']) {
        const { code, out } = run(
          join(bin ?? '', 'trestle'),
          ['import', '-f', join(folder, name, 'oscal', `${file}.json`), '-o', `${name}-${file}`],
          place,
        );
        expect(code, out).toBe(0);
      }
    }
    const { code, out } = run(join(bin ?? '', 'trestle'), ['validate', '-a'], place);
    expect(code, out).toBe(0);
  });
});

describe.runIf(library !== undefined)('with the library of oscal-cli', () => {
  const check = (files: readonly string[]): ReturnType<typeof run> =>
    run('java', ['-cp', library ?? '', join(import.meta.dirname, 'oscal', 'Check.java'), ...files]);
  const files = ['assessment-plan', 'assessment-results', 'poam'];

  it('OSCAL: every file holds against the models and their constraints, beside a plan of the system', () => {
    const all = ['sample', 'hostile', 'soc2'].flatMap((name) => {
      const own = join(folder, name, 'oscal');
      writeSurroundings(own, [...new Set(packs[name]!.controls.map(controlId))]);
      return files.map((file) => join(own, `${file}.json`));
    });
    const { code, out } = check(all);
    expect(
      out.split('\n').filter((line) => line.endsWith('.json holds')),
      out,
    ).toHaveLength(all.length);
    expect(code, out).toBe(0);
  });

  it('OSCAL: a reference to nothing is noticed', () => {
    const own = join(folder, 'sample', 'oscal');
    const broken = join(own, 'broken.json');
    writeFileSync(broken, readFileSync(join(own, 'assessment-results.json'), 'utf8').replaceAll('"type": "tool"', '"type": "nobody"'));
    expect(check([broken]).out).toContain('broken.json fails');
  });
});

describe.runIf(cli !== undefined)('with oscal-cli', () => {
  const program = 'gov.nist.secauto.oscal.tools.cli.core.CLI';
  const validate = (file: string): ReturnType<typeof run> =>
    run('java', ['-cp', cli ?? '', program, '--no-color', 'validate', '--as', 'json', file]);
  const files = ['assessment-plan', 'assessment-results', 'poam'];

  it.each(['sample', 'hostile', 'soc2'])('OSCAL: every file of the %s pack is valid, and a reference to nothing is noticed', (name) => {
    const own = join(folder, name, 'oscal');
    writeSurroundings(own, [...new Set(packs[name]!.controls.map(controlId))]);
    for (const file of files) {
      const { code, out } = validate(join(own, `${file}.json`));
      expect(out).toMatch(/is valid\./);
      expect(code, out).toBe(0);
    }
    const broken = join(own, 'wrong.json');
    writeFileSync(broken, readFileSync(join(own, 'assessment-results.json'), 'utf8').replaceAll('"type": "tool"', '"type": "nobody"'));
    const { code, out } = validate(broken);
    expect(out).toContain('is invalid');
    expect(code).not.toBe(0);
  });
});

describe.runIf(hasPoppler)('with Poppler', () => {
  const text = (name: string): string => run('pdftotext', ['-raw', join(folder, name, 'report.pdf'), '-']).out;

  it('PDF: says what an auditor reads first', () => {
    const joined = text('sample').replace(/\s+/g, ' ');
    const { integrity, controls } = samplePack;
    for (const sentence of [
      'Revocation evidence',
      'NIST SP 800-53 revision 5',
      integrity.says,
      'What could not be read counts as not known, never as in order.',
      'The seed is made of the population, which was fixed before, and of a nonce of the auditor.',
      'does not support',
      'cannot tell',
      'not exercised',
      '1 boundary: example.com',
      'begun, never told how it ended',
      'owns-exception and approved-exception',
      ...controls.map(({ id }) => id),
    ]) {
      expect(joined).toContain(sentence);
    }
    expect(joined).not.toMatch(/compliant/i);
  });

  it('PDF: tells a screen reader of headings, paragraphs and tables, and of every word but for its footers', () => {
    for (const name of ['sample', 'hostile', 'empty']) {
      const file = join(folder, name, 'report.pdf');
      const { code, out } = run('sh', ['-c', `pdfinfo -struct-text ${file} 2>&1`]);
      expect(code, out).toBe(0);
      expect(out).not.toMatch(/^Syntax (?:Warning|Error)/m);
      expect(run('pdfinfo', [file]).out).toMatch(/Tagged: +yes/);
      expect(out.match(/^ *[A-Z]\w*(?=:| |$)/gm)?.[0]).toBe('Document');
      const headings = [...out.matchAll(/^ *(H[1-3]) \(block\)\n((?: +".*"\n)+)/gm)].map(([, level, lines]) => [level, said(lines!)]);
      expect(headings[0]).toEqual(['H1', 'Revocation evidence']);
      expect(headings.filter(([level]) => level === 'H1')).toHaveLength(1);
      expect(headings).toEqual(
        expect.arrayContaining(['In short', 'Controls', 'Population and reconciliation', 'People'].map((it) => ['H2', it])),
      );
      const tables = out.split(/^ *Table\b.*$/m).slice(1);
      expect(tables.length).toBeGreaterThanOrEqual(5);
      for (const table of tables) {
        const rows = table
          .split(/^ *TR\b.*$/m)
          .slice(1)
          .map((row) => row.match(/^ *T[HD]\b/gm)?.length ?? 0);
        expect(new Set(rows).size, table).toBe(1);
      }
      const words = new Set(said(out).split(/\s+/));
      const lost = text(name)
        .replace(/^Pack [0-9a-f]{64} \d+ of \d+$/gm, '')
        .split(/\s+/)
        .filter((word) => word !== '' && !words.has(word));
      expect(lost).toEqual([]);
    }
  });

  it('PDF: tells each figure of endings with how many it is of, and what is in none of them', () => {
    const joined = text('sample').replace(/\s+/g, ' ');
    const { rows, standing, lookBackDays } = samplePack.metrics!;
    const { endings, debt, lag, lateness, atOnce, levels } = rows.find(({ by }) => by === 'all')!;
    for (const sentence of [
      `Of every ending of the last ${lookBackDays} days`,
      `${endings.ended} ended, ${endings.open} open, ${endings.undetermined} undetermined, ${endings.notDue} not due`,
      `${boundedHours(debt)} of access past due`,
      `longest ${boundedText(lag.max)}; of ${lag.ended} ended and ${lag.open} not known to have ended, without ${endings.undetermined} undetermined`,
      `p95 ${boundedText(lateness.p95)}, longest ${boundedText(lateness.max)}; of ${lateness.ended} ended and ${lateness.open} not known to have ended`,
      shareText(atOnce),
      `3 verified ${levels[3]}`,
      `${boundedHours(standing.held)} held`,
    ])
      expect(joined).toContain(sentence);
    expect(text('empty').replace(/\s+/g, ' ')).toContain('None: they are figures of endings, and no history was at hand.');
  });

  it('PDF: says of a pack without a ledger, a sample and a control that there is none', () => {
    const joined = text('empty').replace(/\s+/g, ' ');
    for (const sentence of ['integrity rests on management', 'None was drawn', 'No control was tested.', 'Nothing was read.'])
      expect(joined).toContain(sentence);
  });

  it('PDF: is a document that readers open, with its language and title', () => {
    const { out } = run('pdfinfo', [join(folder, 'sample', 'report.pdf')]);
    expect(out).toMatch(/Title:\s+Revocation evidence/);
    expect(out).toMatch(/JavaScript:\s+no/);
    expect(Number(/Pages:\s+(\d+)/.exec(out)?.[1])).toBeLessThanOrEqual(60);
  });
});

/** The texts that stand in quotation marks, a line each. */
function said(structure: string): string {
  return [...structure.matchAll(/^ *"(.*)"$/gm)].map(([, line]) => line).join(' ');
}
