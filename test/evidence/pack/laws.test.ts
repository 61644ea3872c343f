import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assure } from '../../../src/assurance/assure.ts';
import { canonicalJson } from '../../../src/base/bytes/canonical.ts';
import { hashJson } from '../../../src/base/bytes/hash.ts';
import { instantOf } from '../../../src/base/instant.ts';
import type { Json } from '../../../src/base/json.ts';
import type { PackInput } from '../../../src/evidence/pack/input.ts';
import { makePack } from '../../../src/evidence/pack/make.ts';
import { populationRoot } from '../../../src/evidence/pack/population.ts';
import { frameworks, type ControlResult, type Pack } from '../../../src/model/pack.ts';
import { inputOf, worldOf } from '../../assurance/world/estate.ts';
import { plans, type Plan } from '../../assurance/world/plan.ts';
import { ACCOUNT, MINUTE, ms } from '../../assurance/world/truth.ts';
import { runs } from '../../support/runs.ts';
import { calm, event, identity } from './small.ts';

/** A pack's input over a world whose truth the tests of assurance hold the endings against. */
async function inputOfWorld(plan: Plan): Promise<PackInput> {
  const world = worldOf(plan);
  const { assured, metrics } = assure(await inputOf(world));
  const base = calm();
  const period = { from: instantOf(ms(0)), to: instantOf(world.truth.asOf + MINUTE) };
  const last = world.scans.at(-1);
  const statuses = [
    ['aws:principals', last?.plan.principals ?? 'unread'],
    ['aws:attachments', last?.plan.attachments ?? 'unread'],
  ] as const;
  const [line] = base.report.coverage;
  if (line === undefined) throw new Error('there is no line');
  return {
    ...base,
    report: {
      ...base.report,
      run: { ...base.report.run, asOf: instantOf(world.truth.asOf) },
      coverage: statuses.map(([surface, status]) => ({
        ...line,
        boundary: ACCOUNT,
        surface,
        status,
        cause: status === 'complete' ? null : 'denied',
      })),
      endings: assured.endings,
      metrics,
    },
    assured,
    identities: ['ann', 'bob'].map((name) => identity(name)),
    reads: world.scans.flatMap(({ batch }) => batch.reads.map((each) => ({ ...each, run: batch.run.id }))),
    runs: world.scans.map(({ batch }, i) => ({
      ...batch.run,
      number: i + 1,
      recordedAt: batch.run.to,
      conclusions: null,
      hash: '',
    })),
    probes: world.records.probes,
    options: { ...base.options, period, sample: { size: 3, nonce: 'n' } },
  };
}

const framework = fc.constantFrom(...frameworks);

test('every row has a disposition, and the counts add up', async () => {
  await fc.assert(
    fc.asyncProperty(plans, framework, async (plan, of) => {
      const input = await inputOfWorld(plan);
      const pack = makePack({ ...input, options: { ...input.options, framework: of, sample: null } });
      const { rows, reconciliation, root } = pack.population;
      const sum = (all: readonly number[]): number => all.reduce((a, b) => a + b, 0);
      expect(sum(reconciliation.together.map((each) => each.rows))).toBe(rows.length);
      expect(sum(Object.values(reconciliation.dispositions))).toBe(rows.length);
      for (const [source, count] of Object.entries(reconciliation.sources)) {
        const own = reconciliation.together.filter(({ from }) => (from as readonly string[]).includes(source));
        expect(sum(own.map((each) => each.rows))).toBe(count);
      }
      expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
      for (const { from, because } of rows) {
        expect(from.length).toBeGreaterThan(0);
        expect(because).not.toBe('');
      }
      expect(root).toBe(populationRoot(rows));
      for (const { tests } of pack.controls)
        for (const { tested, passed, population } of tests) holdsTogether(tested, passed, population.size);
      const { id, ...rest } = pack;
      expect(id).toBe(hashJson(rest as unknown as Json));
    }),
    { numRuns: runs(30, 5_000) },
  );
}, 3_600_000);

function holdsTogether(tested: number, passed: number, size: number): void {
  expect(passed).toBeLessThanOrEqual(tested);
  expect(tested).toBeLessThanOrEqual(size);
}

test('no event that asks for an end or tells one is left out', async () => {
  await fc.assert(
    fc.asyncProperty(plans, async (plan) => {
      const input = await inputOfWorld(plan);
      const { period } = input.options;
      const { rows } = makePack(input).population;
      const told = new Set(rows.flatMap(({ events }) => events.map(({ source, id }) => `${source} ${id}`)));
      const asking = input.assured.events.filter(
        ({ type, at, succeeded }) =>
          succeeded &&
          period.from <= at &&
          at < period.to &&
          ['left', 'moved', 'review-denied', 'revoked', 'account-deleted', 'incident', 'signal', 'task-ended', 'session-revoked'].includes(
            type,
          ),
      );
      for (const { source, id } of asking) expect(told, `${source} ${id}`).toContain(`${source} ${id}`);
      for (const { id, ended } of input.assured.endings) {
        if (ended === null || ended.after >= period.to || ended.before < period.from) continue;
        expect(rows.map(({ ending }) => ending)).toContain(id);
      }
    }),
    { numRuns: runs(30, 5_000) },
  );
}, 3_600_000);

test('the order of what is handed in changes no byte', async () => {
  await fc.assert(
    fc.asyncProperty(plans, framework, async (plan, of) => {
      const given = await inputOfWorld(plan);
      const input = { ...given, options: { ...given.options, framework: of } };
      const { assured } = input;
      const turned: PackInput = {
        ...input,
        assured: {
          ...assured,
          endings: assured.endings.toReversed(),
          accesses: assured.accesses.toReversed(),
          authorisations: assured.authorisations.toReversed(),
          triggers: assured.triggers.toReversed(),
          requests: assured.requests.toReversed(),
          unmatched: assured.unmatched.toReversed(),
          events: assured.events.toReversed(),
        },
        identities: input.identities.toReversed(),
        boundaries: input.boundaries.toReversed(),
        runs: input.runs.toReversed(),
        reads: input.reads.toReversed(),
        probes: input.probes.toReversed(),
      };
      expect(bytes(makePack(turned))).toBe(bytes(makePack(input)));
    }),
    { numRuns: runs(30, 5_000) },
  );
}, 3_600_000);

function bytes(pack: Pack): string {
  return canonicalJson(pack as unknown as Json);
}

const strength = { 'does-not-support': 0, 'cannot-tell': 1, 'not-exercised': 2, supports: 3 } as const;

/** `not-exercised` says nothing: that something came up then and passed is no more than was said. */
function saysMore(before: readonly ControlResult[], after: readonly ControlResult[]): readonly string[] {
  return after.flatMap(({ id, says }, i) => {
    const then = before[i]?.says ?? says;
    return then !== 'not-exercised' && strength[says] > strength[then] ? [`${id}: ${then}, then ${says}`] : [];
  });
}

test('another row of a source never makes a control say more', async () => {
  await fc.assert(
    fc.asyncProperty(plans, framework, fc.constantFrom('left', 'moved', 'review-denied', 'incident'), async (plan, of, type) => {
      const given = await inputOfWorld(plan);
      const input = { ...given, options: { ...given.options, framework: of, sample: null } };
      const row = event({ id: 'one-more', type, at: input.options.period.from, about: [{ kind: 'mail', value: 'nobody@example.com' }] });
      const ref = { source: row.source, id: row.id };
      const { assured } = input;
      const more: PackInput = {
        ...input,
        assured: {
          ...assured,
          events: [...assured.events, row],
          unmatched: [...assured.unmatched, { source: row.source, event: ref, why: 'unknown', keys: row.about, candidates: [] }],
        },
      };
      expect(saysMore(makePack(input).controls, makePack(more).controls)).toEqual([]);
    }),
    { numRuns: runs(30, 5_000) },
  );
}, 3_600_000);

test('where a surface was not read, nothing that rests on ends is said to be supported', async () => {
  await fc.assert(
    fc.asyncProperty(plans, framework, fc.constantFrom('partial', 'unread'), async (plan, of, status) => {
      const given = await inputOfWorld(plan);
      const coverage = given.report.coverage.map((each, i) => (i === 0 ? { ...each, status, cause: 'denied' as const } : each));
      const input = { ...given, options: { ...given.options, framework: of }, report: { ...given.report, coverage } };
      for (const { id, says, tests } of makePack(input).controls) {
        if (tests.some((each) => each.id === 'population-complete')) expect(says, id).not.toBe('supports');
      }
    }),
    { numRuns: runs(30, 5_000) },
  );
}, 3_600_000);

test('every control that tests ends asks whether all was read', () => {
  const ends = /-ended-in-time$|^none-residual$|^nothing-left$|^sessions-ended$|^every-row-reconciled$|^end-observed$|^ended-in-time$/;
  for (const of of frameworks) {
    for (const { id, tests } of makePack({ ...calm(), options: { ...calm().options, framework: of } }).controls) {
      const ids = tests.map((each) => each.id);
      if (ids.some((each) => ends.test(each))) expect(ids, `${of} ${id}`).toContain('population-complete');
    }
  }
});
