import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calls } from '../../../connectors/aws/calls/list.ts';
import { awsCore } from '../../../connectors/aws/core.ts';
import type { AwsSettings } from '../../../connectors/aws/settings.ts';
import type { Report } from '../../../src/model/report.ts';
import { outcomeOf } from '../../../src/run/outcome.ts';
import type { Scan } from '../../../src/run/scan.ts';
import { calmed, silentlyGone, type Calm } from '../support/compare.ts';
import { actionsOf, documentNamed, enforced, type Enforced } from '../support/enforcement.ts';
import { deniedAsAws } from '../support/faults.ts';
import { installed } from '../support/install.ts';
import { motoNeeds } from '../support/moto.ts';
import { configured, startOrganization, type Organization } from '../support/organization.ts';

const needs = installed(motoNeeds);

describe.runIf(needs !== undefined)('the permissions that are printed, against a server that asks for them', () => {
  let estate: Organization;
  let policies: Enforced;
  let whole: Calm;
  let actions: readonly string[];
  /** Operations that were answered in the whole run, as the actions they need. */
  let exercised: ReadonlySet<string>;

  beforeAll(async () => {
    if (needs === undefined) return;
    estate = await startOrganization(needs);
    const documents = awsCore.permissions?.(settingsRead()) ?? [];
    actions = [...new Set(['hub-policy', 'spoke-policy'].flatMap((name) => actionsOf(documentNamed(documents, name))))].sort();
    policies = enforced(estate, documents);
    await policies.without(null);
    await scanned();
    whole = await calmed(await scanned());
    exercised = new Set(estate.proxy.calls.filter((call) => !call.unknown).map((call) => `${call.service}:${call.operation}`));
  }, 240_000);

  afterAll(async () => {
    await policies?.end();
    await estate?.stop();
  });

  function settings(): Readonly<Record<string, unknown>> {
    // One account beside the hub's own shows what each action is for.
    return estate.settings({ accounts: [estate.world.management, estate.world.names.prod] });
  }

  function settingsRead(): AwsSettings {
    return configured(settings()).connectorSettings['aws'] as AwsSettings;
  }

  async function scanned(): Promise<Scan> {
    estate.proxy.begin(deniedAsAws);
    return estate.scan({ settings: settings() });
  }

  const denied = (report: Report) => report.coverage.filter((line) => line.cause === 'denied');

  it('is enough', () => {
    expect(denied(whole.report).map((line) => `${line.surface}@${line.boundary} ${line.detail ?? ''}`)).toEqual([]);
    expect(whole.report.findings.filter((finding) => finding.family !== 'blind-spot').length).toBeGreaterThan(15);
    expect(actions.length).toBeGreaterThan(40);
  });

  it('is enforced: without any of it the scan reads nothing', async () => {
    await policies.without('sts:AssumeRole');
    const { report } = await scanned();
    const entered = denied(report).filter((line) => line.boundary === `aws:${estate.world.names.prod}`);
    expect(entered.map((line) => line.surface)).toContain('aws:authorization-details');
    for (const line of entered) expect(line.detail, line.surface).toMatch(/sts:AssumeRole/);
  });

  it('misses each action by name, on its surface, with no answer turned into silence', { timeout: 480_000 }, async () => {
    const answerable = actions.filter((action) => answeredBy(action).some((call) => exercised.has(call)));
    const wrong: string[] = [];
    for (const action of answerable) {
      await policies.without(action);
      const other = await scanned();
      const { report } = other;
      const lines = denied(report);
      const surfaces = new Set(calls.filter((call) => call.actions.includes(action)).map((call) => call.surface));
      if (action !== 'sts:AssumeRole') {
        if (!lines.some((line) => surfaces.has(line.surface))) wrong.push(`${action}: no denied line of ${[...surfaces].join(', ')}`);
        if (!lines.some((line) => surfaces.has(line.surface) && `${line.detail ?? ''} ${line.permission}`.includes(action)))
          wrong.push(`${action}: not named in ${lines.map((line) => `${line.surface}: ${line.detail ?? ''}`).join(' | ')}`);
      }
      wrong.push(...silentlyGone(whole, other).map((each) => `${action}: silent about ${each}`));
      if (outcomeOf(report, 'never').exit !== 3) wrong.push(`${action}: exit ${outcomeOf(report, 'never').exit}`);
    }
    console.log(`${answerable.length} of ${actions.length} actions taken away, one at a time`);
    expect(wrong).toEqual([]);
    expect(answerable.length).toBeGreaterThan(30);
  });
});

/** The calls, as they look on the wire, that need an action. */
function answeredBy(action: string): readonly string[] {
  if (action === 'sts:AssumeRole') return ['sts:AssumeRole'];
  const operations = calls.filter((call) => call.actions.includes(action)).map((call) => call.operation);
  const service = action.slice(0, action.indexOf(':'));
  const own = action.slice(action.indexOf(':') + 1);
  return [...operations.map((operation) => `${service}:${operation}`), `${service}:${own}`];
}
