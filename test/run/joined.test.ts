import { beforeAll, describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../src/base/json.ts';
import { memoryCapture } from '../../src/capture/archive.ts';
import { wiring } from '../../src/cli/wiring.ts';
import type { CaptureReader } from '../../src/contract/capture.ts';
import { readDemo, type DemoEstate } from '../../src/demo/demo.ts';
import { readAtOf, type DemoDay } from '../../src/demo/days.ts';
import type { Page } from '../../src/model/page.ts';
import type { Path } from '../../src/model/view.ts';
import { analyze, type Analysis } from '../../src/run/analyze.ts';
import { explainPath } from '../../src/run/explain.ts';
import { whatIf } from '../../src/run/what-if.ts';
import { replayedSource } from '../../src/run/replayed-source.ts';

/*
 * Two systems that know each other, read together: IAM Identity Center is provisioned from Entra ID, and an application of Entra ID assumes a
 * role of AWS. The sample estate's pages, as they are and with one thing changed.
 */

const account = 'aws:111122223333';
let demo: DemoEstate;
const analyses = new Map<DemoDay, Promise<Analysis>>();

beforeAll(async () => {
  demo = await readDemo(memoryCapture, wiring.connectors, wiring.rules);
});

function captureOn(day: DemoDay): CaptureReader {
  const read = demo.reads.find((each) => each.day === day);
  if (read === undefined) throw new Error(`nothing was read on ${day}`);
  return read.capture;
}

function analyzed(capture: CaptureReader, day: DemoDay): Promise<Analysis> {
  const { connectors, configuration } = demo;
  return analyze({ capture, connectors, configuration, asOf: readAtOf(day), clock: () => 0 });
}

function on(day: DemoDay): Promise<Analysis> {
  let known = analyses.get(day);
  if (known === undefined) analyses.set(day, (known = analyzed(captureOn(day), day)));
  return known;
}

/** The same day, read with pages changed or left out. */
async function changed(day: DemoDay, change: (page: Page) => Omit<Page, 'id'> | undefined): Promise<Analysis> {
  const capture = captureOn(day);
  const writer = memoryCapture();
  for await (const page of capture.pages()) {
    const now = change(page);
    if (now !== undefined) await writer.put({ envelope: now.envelope, body: now.body });
  }
  return analyzed(await writer.seal(capture.head), day);
}

function idOf({ view }: Analysis, name: string, boundary: string): string {
  // an application has two: what it is registered as, and what signs in
  const found = [...view.identities()].filter(
    (each) => each.kind !== 'app' && each.name.startsWith(name) && each.boundary?.startsWith(boundary) === true,
  );
  if (found.length !== 1) throw new Error(`${found.length} identities of ${boundary} are called ${name}`);
  return found[0]?.id ?? '';
}

function classOf(analysis: Analysis, name: string, boundary: string): readonly string[] {
  const reach = analysis.view.reach(idOf(analysis, name, boundary), 'administer', account);
  return reach === undefined ? [] : [reach.bounds.lo, reach.bounds.hi];
}

function copiesLeft({ report }: Analysis) {
  return report.findings.filter(({ rule }) => rule === 'provisioned-copy-left');
}

async function explained(analysis: Analysis, day: DemoDay, path: Path | undefined) {
  if (path === undefined) throw new Error('there is no path');
  const { connectors, configuration } = demo;
  const source = await replayedSource(captureOn(day), connectors);
  return explainPath({ source, connectors, asOf: readAtOf(day), settings: configuration.connectorSettings }, analysis.view, path);
}

describe('a group of Entra ID that gives an account of AWS', () => {
  it('is reached as eligible before it is switched on, by its copy', async () => {
    const analysis = await on('2026-10-15');
    expect(classOf(analysis, 'sven.dahl', 'entra:')).toEqual(['eligible', 'eligible']);
    expect(classOf(analysis, 'sven.dahl', 'aws:identity-center')).toEqual([]);
    expect(copiesLeft(analysis)).toEqual([]);
  });

  it('is reached as activated on both sides while it is', async () => {
    const analysis = await on('2026-10-16');
    expect(classOf(analysis, 'sven.dahl', 'entra:')).toEqual(['activated', 'activated']);
    expect(classOf(analysis, 'sven.dahl', 'aws:identity-center')).toEqual(['activated', 'activated']);
    const path = analysis.view.path(idOf(analysis, 'sven.dahl', 'aws:identity-center'), 'administer', account);
    expect(path?.windows).toEqual([{ from: Date.parse('2026-10-16T05:00:00Z'), until: Date.parse('2026-10-16T13:00:00Z') }]);
    expect(copiesLeft(analysis)).toEqual([]);
  });

  it('is found critical where the copy is still there afterwards, and told as standing', async () => {
    const analysis = await on('2026-11-01');
    expect(copiesLeft(analysis).map(({ severity }) => severity)).toEqual(['critical']);
    expect(classOf(analysis, 'sven.dahl', 'aws:identity-center')).toEqual(['standing', 'standing']);
    expect(classOf(analysis, 'sven.dahl', 'entra:')).toEqual(['standing', 'standing']);
  });

  it('leaves it open whether a copy is left where the tenant refuses to tell its members', async () => {
    const analysis = await changed('2026-11-01', (page) => {
      const { surface } = page.envelope.task;
      const isTelling = surface === 'entra:group-members' || surface === 'entra:group-pim';
      const body: Json = { error: { code: 'Authorization_RequestDenied', message: 'Insufficient privileges.' } };
      return isTelling ? { envelope: { ...page.envelope, next: null, status: 403, refused: 'denied' }, body } : page;
    });
    expect(copiesLeft(analysis)).toEqual([]);
    const open = analysis.report.undetermined.filter(({ rule }) => rule === 'provisioned-copy-left');
    expect(open.length).toBeGreaterThan(0);
    expect(classOf(analysis, 'sven.dahl', 'aws:identity-center')).toEqual(['standing', 'standing']);
  });

  it('calls no copy clear where nothing at all of the tenant was read', async () => {
    const analysis = await changed('2026-10-16', (page) => (page.envelope.connector === 'entra' ? undefined : page));
    const totals = analysis.report.totals.rules.find(({ rule }) => rule === 'provisioned-copy-left');
    expect(totals?.clear ?? 0).toBe(0);
    expect(classOf(analysis, 'sven.dahl', 'aws:identity-center')).toEqual(['standing', 'standing']);
  });

  it('joins nobody and says so where two accounts of one directory claim to be the same', async () => {
    const analysis = await changed('2026-10-16', (page) => {
      const args = page.envelope.task.args as JsonObject;
      if (args['call'] !== 'ListUsers') return page;
      const users = (page.body as JsonObject)['Users'] as readonly JsonObject[];
      const first = users[0]?.['ExternalIds'] ?? null;
      return { envelope: page.envelope, body: { Users: users.map((each) => ({ ...each, ExternalIds: first })) } };
    });
    expect(analysis.view.persons).toEqual([]);
    const gaps = analysis.view.gapsIn('identity', 'aws:identity-center/ssoins-6987a1b2c3d4e5f6');
    expect(gaps.map(({ detail }) => detail).join('\n')).toContain('would be one person');
    expect(classOf(analysis, 'sven.dahl', 'aws:identity-center')).toEqual(['standing', 'standing']);
  });
});

describe('an application of Entra ID that a role of AWS lets in', () => {
  it('reaches what the role may, by the subject of its tokens, and the party is not taken for a stranger', async () => {
    const analysis = await on('2026-11-01');
    const path = analysis.view.path(idOf(analysis, 'ledger-bridge', 'entra:'), 'read-secrets', account);
    expect(path?.bounds).toEqual({ lo: 'standing', hi: 'standing' });
    expect(path?.links.map(({ source }) => source.kind)).toContain('token-subject');
    const parties = analysis.report.findings.filter(({ subject }) => subject.id.includes('sts.windows.net'));
    expect(parties.length).toBeGreaterThan(0);
    for (const { reasons } of parties) expect(reasons.join()).not.toContain('outside everything that was read');
  });

  it('reaches nothing where its tokens have another subject', async () => {
    const analysis = await changed('2026-11-01', (page) => {
      const text = JSON.stringify(page.body);
      const other = text.replaceAll('ba98df74-af44-42e1-a123-048f263a7765', 'ba98df74-af44-42e1-a123-048f263a7766');
      return page.envelope.connector === 'aws' ? { envelope: page.envelope, body: JSON.parse(other) as Json } : page;
    });
    expect(analysis.view.reach(idOf(analysis, 'ledger-bridge', 'entra:'), 'read-secrets', account)).toBeUndefined();
  });
});

describe('what joins systems', () => {
  it.each(['2026-10-15', '2026-10-16', '2026-11-01'] as const)('is explained step by step on %s, by what it is', async (day) => {
    const analysis = await on(day);
    const ways = [
      [idOf(analysis, 'sven.dahl', 'entra:'), 'administer'],
      [idOf(analysis, 'ledger-bridge', 'entra:'), 'read-secrets'],
    ] as const;
    const kinds = new Set<string>();
    for (const [identity, capability] of ways) {
      const path = analysis.view.path(identity, capability, account);
      for (const { source } of path?.links ?? []) kinds.add(source.kind);
      const { steps } = await explained(analysis, day, path);
      expect(steps.length).toBeGreaterThan(2);
      for (const step of steps) {
        expect(step.statements.length, step.key).toBeGreaterThan(0);
        expect(JSON.stringify(step.statements), step.key).not.toMatch(/not found|not at hand|could not/);
        for (const { outcome } of step.statements) expect(outcome, step.key).not.toBe('');
      }
    }
    expect([...kinds]).toContain('token-subject');
    expect([...kinds]).toContain(day === '2026-11-01' ? 'provisioned-account' : 'provisioned-group');
  });

  it('tells of a followed copy how long its original lasts', async () => {
    const analysis = await on('2026-10-16');
    const path = analysis.view.path(idOf(analysis, 'sven.dahl', 'aws:identity-center'), 'administer', account);
    const { steps } = await explained(analysis, '2026-10-16', path);
    expect(steps[0]?.key).toContain('|as ');
    expect(JSON.stringify(steps[0]?.statements)).toContain('2026-10-16T13:00:00');
  });

  it('says of each finding about a person which accounts that person has', async () => {
    const { report } = await on('2026-11-01');
    const accounts = report.findings.filter(({ subject }) => subject.name.startsWith('sven.dahl')).map(({ subject }) => subject.accounts);
    expect(accounts.length).toBeGreaterThan(1);
    for (const each of accounts) expect(each).toHaveLength(2);
    const bot = report.findings.find(({ subject }) => subject.name === 'deploy-bot');
    expect(bot?.subject).not.toHaveProperty('accounts');
  });
});

describe('taking away what joins systems', () => {
  it.each([
    ['provisioned-account', 'sven.dahl', 'administer'],
    ['token-subject', 'ledger-bridge', 'read-secrets'],
  ] as const)('takes what only a %s gives', async (kind, name, capability) => {
    const analysis = await on('2026-11-01');
    const identity = idOf(analysis, name, 'entra:');
    const link = analysis.view.path(identity, capability, account)?.links.find(({ source }) => source.kind === kind);
    const { configuration, connectors } = demo;
    const { comparison, elements } = await whatIf({
      capture: captureOn('2026-11-01'),
      connectors,
      asOf: readAtOf('2026-11-01'),
      settings: analysis.settings,
      without: [link?.key ?? ''],
      query: { to: capability, from: identity },
      findings: () => [],
      rules: configuration.rules,
    });
    expect(elements.gone).toEqual({ grants: 0, links: 1 });
    expect(comparison.reaches.map(({ outcome }) => outcome)).not.toContain('unchanged');
  });
});
