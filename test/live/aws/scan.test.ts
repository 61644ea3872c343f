import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { awsConnector } from '../../../connectors/aws/open.ts';
import { createCapture, memoryCapture, openCapture } from '../../../src/capture/archive.ts';
import { wiring } from '../../../src/cli/wiring.ts';
import type { Report } from '../../../src/model/report.ts';
import { analyze } from '../../../src/run/analyze.ts';
import { readConfiguration } from '../../../src/run/configuration.ts';
import { captureDumps } from '../../../src/run/import.ts';
import { realIo, scan, type Scan } from '../../../src/run/scan.ts';
import { installed } from '../support/install.ts';
import { motoNeeds, startMoto, type Moto } from '../support/moto.ts';

const account = '111122223333';
const asOf = '2026-11-21T12:00:00Z';
const needs = installed(motoNeeds);
const configuration = readConfiguration({}, wiring);

describe.runIf(needs !== undefined)('a live scan of moto through the library', () => {
  let moto: Moto;
  let scanned: Scan;

  beforeAll(async () => {
    if (needs === undefined) return;
    moto = await startMoto(needs);
    moto.python(join(import.meta.dirname, 'fill.py'), moto.endpoint, moto.clock, join(moto.folder, 'expected.json'));
    const session = moto.session(account);
    // The SDK takes endpoints and credentials from the process's own environment, as it does for a user.
    for (const [name, value] of Object.entries(session)) vi.stubEnv(name, value);
    scanned = await scan({
      connectors: [awsConnector],
      configuration,
      writer: await createCapture(moto.folder),
      asOf,
      io: realIo({ now: Date.now, random: Math.random, signal: new AbortController().signal, environment: session }),
    });
  }, 240_000);

  afterAll(async () => {
    vi.unstubAllEnvs();
    await moto?.stop();
  });

  it('reads the account whole and says what it did not read', () => {
    const status = Object.fromEntries(scanned.report.coverage.map((line) => [line.surface, line.status]));
    expect(status).toMatchObject({
      'aws:authorization-details': 'complete',
      // moto's report has no row for the root user.
      'aws:credential-report': 'partial',
      'aws:role-settings': 'complete',
      // Asked, and answered: the account is in no organization that could have any.
      'aws:service-control-policies': 'complete',
    });
  });

  it('agrees with an analysis of what the real AWS CLI prints', async () => {
    const file = (name: string, ...args: string[]): string => {
      const path = join(moto.folder, name);
      writeFileSync(path, moto.aws(account, 'iam', ...args, '--output', 'json'));
      return path;
    };
    const files = [
      { format: 'aws-authorization-details', name: file('details.json', 'get-account-authorization-details') },
      { format: 'aws-credential-report', name: file('report.json', 'get-credential-report') },
    ].map((each) => ({
      ...each,
      open: async function* () {
        yield readFileSync(each.name);
      },
    }));
    const capture = await captureDumps(memoryCapture(), files, wiring.connectors, configuration);
    const dumped = await analyze({ capture, connectors: wiring.connectors, configuration, asOf, clock: () => 0 });
    // A key has its id in the live list and a place in the report alone; what it is about is the user.
    const told = (report: Report): readonly string[] =>
      report.findings
        .filter((finding) => finding.family !== 'blind-spot')
        .map(({ rule, subject, severity, capability, scope }) => `${rule} ${subject.id} ${capability ?? ''} ${scope ?? ''} ${severity}`)
        .sort();
    const live = told(scanned.report);
    const dump = told(dumped.report);
    // What only a live scan can ask: rules that the dump has no answer to at all.
    const answered = new Set(dumped.report.totals.rules.filter((each) => each.findings + each.clear > 0).map((each) => each.rule));
    expect(live.filter((each) => answered.has(each.slice(0, each.indexOf(' '))))).toEqual(dump);
    expect(dump.length).toBeGreaterThan(20);
    expect(live.length).toBeGreaterThan(dump.length);
  });

  it('keeps a capture that gives the same report again, offline', async () => {
    const capture = await openCapture(moto.folder, scanned.capture.id);
    const again = await analyze({ capture, connectors: wiring.connectors, configuration, asOf, clock: () => 0 });
    expect(again.report).toEqual(scanned.report);
    const { report } = await analyze({ capture, connectors: wiring.connectors, configuration, clock: () => 0 });
    expect(report.run.asOfFrom).toBe('capture');
  });
});
