import { expect, it } from 'vitest';
import { ocsfPackFormat } from '../../../reports/ocsf/format.ts';
import { ocsfReporter } from '../../../reports/ocsf/reporter.ts';
import type { Pack } from '../../../src/model/pack.ts';
import type { Report } from '../../../src/model/report.ts';
import { emptyPack, samplePack } from '../../support/pack.ts';
import { sampleReport } from '../../support/report.ts';

interface Event {
  readonly class_uid: number;
  readonly activity_id: number;
  readonly type_uid: number;
  readonly time: number;
  readonly status: string;
  readonly severity: string;
  readonly [name: string]: unknown;
}

function eventsOf(report: Report): readonly Event[] {
  return parsed(Buffer.concat([...ocsfReporter.render(report, { width: 80, colour: false })]).toString());
}

async function eventsIn(pack: Pack, path: string): Promise<readonly Event[]> {
  const files = await ocsfPackFormat.render(pack, { version: '0.1.0' });
  return parsed(Buffer.from(files.find((file) => file.path === path)!.bytes).toString());
}

function parsed(text: string): readonly Event[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Event);
}

it('numbers every event as its class and activity', () => {
  const events = eventsOf(sampleReport);
  expect(events.length).toBeGreaterThan(15);
  for (const { class_uid: uid, activity_id: activity, type_uid: type, time } of events) {
    expect(type).toBe(uid * 100 + activity);
    expect(Number.isSafeInteger(time) && time > 1_700_000_000_000).toBe(true);
  }
});

it('says of a finding whether it is new, known, moved aside or gone', () => {
  const events = eventsOf(sampleReport);
  const status = (uid: string): readonly string[] =>
    events.filter(({ finding_info: info }) => (info as { uid: string } | undefined)?.uid === uid).map((event) => event.status);
  const [known, unknown] = sampleReport.findings;
  expect(status(known!.fingerprint)).toEqual(['In Progress']);
  expect(status(unknown!.fingerprint)).toEqual(['New']);
  expect(status(sampleReport.excepted[0]!.finding.fingerprint)).toEqual(['Suppressed']);
  expect(status(sampleReport.history!.resolved[0]!.fingerprint)).toEqual(['Resolved']);
  expect(status(sampleReport.history!.unconfirmed[0]!.fingerprint)).toEqual(['Unconfirmed']);
});

it('does not let an unread surface look like success', () => {
  const [scan] = eventsOf(sampleReport);
  expect(scan).toMatchObject({ class_uid: 6007, status: 'Partial' });
  const whole = { ...sampleReport, totals: { ...sampleReport.totals, surfaces: { complete: 4, partial: 0, unread: 0, excluded: 1 } } };
  expect(eventsOf(whole)[0]).toMatchObject({ status: 'Success' });
  const nothing = { ...sampleReport, totals: { ...sampleReport.totals, surfaces: { complete: 0, partial: 0, unread: 0, excluded: 0 } } };
  expect(eventsOf(nothing)[0]).toMatchObject({ status: 'Partial' });
});

it('tells an end as the activity that took it away, and none where nothing ended', async () => {
  const ended = samplePack.records[0]!;
  const as = (kind: 'credential' | 'account'): Pack['records'][number] => ({ ...ended, ending: { ...ended.ending, kind } });
  const events = await eventsIn({ ...samplePack, records: [ended, as('credential'), as('account')] }, 'ocsf/revocations.ndjson');
  expect(events.map((event) => [event.class_uid, event.activity_id])).toEqual([
    [3005, 2],
    [3004, 4],
    [3001, 6],
  ]);
  expect(events[0]!.time).toBe(Date.parse(ended.ending.ended!.before));
  expect(events[0]!['start_time']).toBe(Date.parse(ended.ending.ended!.after));
  const open = samplePack.records.filter(({ ending }) => ending.ended === null || !['ended', 'lingering'].includes(ending.outcome));
  expect(open.length).toBeGreaterThan(4);
  for (const event of await eventsIn({ ...samplePack, records: open }, 'ocsf/revocations.ndjson')) expect(event.class_uid).toBe(2008);
});

it('passes a control only where the evidence supports it', async () => {
  const events = await eventsIn(samplePack, 'ocsf/controls.ndjson');
  const by = Object.fromEntries(
    events.map((event) => [(event['unmapped'] as { control: { says: string } }).control.says, event['compliance']]),
  );
  expect(by).toMatchObject({
    supports: { status_id: 1 },
    'does-not-support': { status_id: 3 },
    'cannot-tell': { status_id: 0 },
    'not-exercised': { status_id: 99 },
  });
});

it('gives files without a line where there is nothing to tell', async () => {
  const files = await ocsfPackFormat.render(emptyPack, { version: '0.1.0' });
  expect(files.map(({ path, bytes }) => [path, bytes.length])).toEqual([
    ['ocsf/findings.ndjson', 0],
    ['ocsf/controls.ndjson', 0],
    ['ocsf/revocations.ndjson', 0],
  ]);
});
