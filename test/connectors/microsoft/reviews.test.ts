import { describe, expect, it } from 'vitest';
import { entraSurfaceNames } from '../../../connectors/microsoft/entra/surface-names.ts';
import { instantOf } from '../../../src/base/instant.ts';
import type { Report } from '../../../src/model/report.ts';
import { analyze } from '../../../src/run/analyze.ts';
import { memoryStore } from '../../run/history/dumps.ts';
import { asOf, captured, cores } from './matrix/scan.ts';
import type { WorldInput } from './world/description.ts';

/* Reviews that are read, recorded, and held against what is there: the decision is on record as a due end, and nothing but a read shows an end. */

type Decision = NonNullable<NonNullable<WorldInput['reviews']>[string]>['decisions'][number];

const world = (members: readonly string[], ...decisions: readonly Decision[]): WorldInput => ({
  users: { ann: {}, bob: {} },
  groups: { admins: { assignable: true, members: [...members] } },
  roles: [{ who: 'admins', role: 'Global Administrator', as: 'assigned' }],
  reviews: { quarterly: { group: 'admins', decisions: [...decisions] } },
});

/** When it was read before: the review was still to be decided. */
const before = Date.parse('2026-11-05T12:00:00Z');

/** The report of the last of these tenants, each read at its time. */
async function told(...reads: readonly (readonly [at: number, world: WorldInput, surfaces?: readonly string[]])[]): Promise<Report> {
  const recording = { store: memoryStore(), now: () => asOf };
  let last: Report | undefined;
  for (const [at, given, surfaces = entraSurfaceNames] of reads) {
    const { capture, configuration, notUnderstood } = await captured(given, undefined, 'of-interest', surfaces, at);
    expect(notUnderstood).toEqual([]);
    const { report } = await analyze({ capture, connectors: cores, configuration, asOf: instantOf(at), clock: () => at, recording });
    last = report;
  }
  if (last === undefined) throw new Error('nothing was read');
  return last;
}

function past({ findings }: Report): readonly string[] {
  return findings.flatMap(({ rule, subject }) => (rule === 'expected-end-not-observed' ? [subject.name] : []));
}

const both = world(['ann', 'bob']);

describe('a review that denied a membership', () => {
  it.each(['New', 'AppliedWithUnknownFailure', 'AppliedSuccessfully'] as const)(
    'and is told as %s is a finding as long as the membership is there',
    async (applied) => {
      const decided = world(['ann', 'bob'], { who: 'ann', decision: 'Deny', applied }, { who: 'bob', decision: 'Approve' });
      const report = await told([before, both], [asOf, decided]);
      expect(report.coverage.find(({ surface }) => surface === 'entra:access-review-decisions')?.status).toBe('complete');
      expect(past(report)).toEqual(['ann@contoso.example']);
      const [ending] = report.endings;
      expect([ending?.outcome, ending?.trigger?.kind, ending?.due]).toEqual(['overdue', 'review-denied', '2026-11-12T08:00:00.000Z']);
    },
  );

  it('leaves open whether it was given since, where nobody read it before', async () => {
    const report = await told([asOf, world(['ann'], { who: 'ann', decision: 'Deny' })]);
    expect(past(report)).toEqual([]);
    expect(report.endings.map(({ outcome }) => outcome)).toEqual(['undetermined']);
    expect(report.undetermined.filter(({ rule }) => rule === 'expected-end-not-observed').map(({ subject }) => subject.name)).toContain(
      'ann@contoso.example',
    );
  });

  it('is none where the membership is gone, or nobody decided', async () => {
    expect(past(await told([before, both], [asOf, world(['bob'], { who: 'ann', decision: 'Deny' })]))).toEqual([]);
    expect(past(await told([before, both], [asOf, world(['ann', 'bob'], { who: 'ann', decision: 'DontKnow' })]))).toEqual([]);
  });
});

describe('what reviews say by their silence', () => {
  const early = Date.parse('2026-06-05T12:00:00Z');
  const overdue = ({ findings }: Report): readonly string[] =>
    findings.flatMap(({ rule, subject }) => (rule === 'review-overdue' ? [subject.name] : []));
  const open = ({ undetermined }: Report): readonly string[] =>
    undetermined.flatMap(({ rule, because }) => (rule === 'review-overdue' ? because.map(({ detail }) => detail) : []));

  it('is that whoever was not reviewed within the cadence is overdue, once each decision was read', async () => {
    const report = await told([early, both], [asOf, world(['ann', 'bob'], { who: 'bob', decision: 'Approve' })]);
    expect(overdue(report)).toEqual(['ann@contoso.example', 'admins']);
    expect(open(report)).toEqual([]);
    // a record of a member holds ids alone; who reads the finding knows the group by its name
    const [first] = report.findings.filter(({ rule }) => rule === 'review-overdue');
    expect(first?.reasons[0]).toMatch(/^member of admins on entra:/);
  });

  it('is nothing where they were not all read, or were not asked for', async () => {
    const whole = world(['ann', 'bob'], { who: 'bob', decision: 'Approve' });
    const refused: WorldInput = { ...whole, refuse: { 'access-review-decisions': 'denied' } };
    const report = await told([early, both], [asOf, refused]);
    expect(overdue(report)).toEqual([]);
    expect(open(report)[0]).toContain('the surface entra:access-review-decisions');
    const named = entraSurfaceNames.filter((each) => each !== 'access-review-decisions');
    const without = await told([early, both], [asOf, whole, named]);
    expect(overdue(without)).toEqual([]);
    expect(open(without)).not.toEqual([]);
  });

  it('is nothing in a tenant without a review: they may be held elsewhere', async () => {
    const report = await told([early, both], [asOf, { ...both, reviews: {} }]);
    expect(overdue(report)).toEqual([]);
    expect(open(report)).not.toEqual([]);
  });
});
