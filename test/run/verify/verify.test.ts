import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantOf } from '../../../src/base/instant.ts';
import { exitOf, totalsOf, verifyReport } from '../../../src/run/verify/report.ts';
import { runs } from '../../support/runs.ts';
import { fake, SPACED_MS, START, target, type Said, type World } from './fake.ts';

const always =
  (said: Said, control: Said = 'there'): World =>
  (name) =>
    name === 'control' ? control : said;

const HOUR = 3_600_000;
const watch = { until: START + HOUR, everyMs: null };

describe('one round', () => {
  it.each([
    ['there', 'there', 'present', null, 1],
    ['gone', 'there', 'absent', null, 0],
    ['gone', 'gone', 'undetermined', null, 3],
    ['gone', 'denied', 'undetermined', null, 3],
    ['denied', 'there', 'undetermined', 'denied', 3],
    ['unreachable', 'there', 'undetermined', 'unreachable', 3],
    ['cut', 'there', 'undetermined', 'denied', 3],
    ['broken', 'there', 'undetermined', 'malformed', 3],
  ] as const)('a thing that is %s with a control that is %s is %s', async (said, control, says, cause, exit) => {
    const world = fake(always(said, control));
    const { results, endedBy } = await world.run([target('key')]);
    expect(results.map((each) => each.says)).toEqual([says]);
    expect(world.verifications()).toMatchObject([{ says, cause, access: target('key').access.id, control: 'control, known to be there' }]);
    expect([endedBy, exitOf(totalsOf(results))]).toEqual(['once', exit]);
  });

  it('asks the things and their controls, each once, and nothing that a scan would', async () => {
    const world = fake(always('gone'));
    await world.run([target('b'), target('a')]);
    expect(world.calls.toSorted()).toEqual(['a', 'b', 'control']);
  });

  it('keeps every page before it concludes anything, and records what it rests on', async () => {
    const world = fake(always('gone'));
    await world.run([target('a'), target('b')]);
    expect(world.kept).toEqual([3, 3]);
    const [verification] = world.verifications();
    const [capture] = world.captures;
    const ids = new Set<string>();
    for await (const { id } of capture?.pages() ?? []) ids.add(id);
    expect(verification?.capture).toBe(capture?.id);
    expect(verification?.pages.length).toBe(2);
    expect(verification?.pages.every((id) => ids.has(id))).toBe(true);
    expect(world.entries[0]).toMatchObject({ sort: 'probe', key: verification?.id, at: verification?.receivedAt, boundary: 'fake:1' });
  });

  it('leaves a capture that says of each surface that only single things were asked of it', async () => {
    const world = fake(always('gone'));
    await world.run([target('a')]);
    expect(world.heads[0]?.sources[0]?.gaps).toMatchObject([{ boundary: 'fake:1', surface: 'fake:things', cause: 'excluded' }]);
  });

  it('says what cannot be asked for, and records nothing of it', async () => {
    const world = fake(always('gone'));
    const elsewhere = target('x', { access: { ...target('x').access, boundary: 'other:1' } });
    const { results } = await world.run([target('silent'), elsewhere]);
    expect(results.map(({ says, because, rounds }) => [says, because, rounds.length])).toEqual([
      ['undetermined', 'the system does not tell it by id', 0],
      ['undetermined', 'nothing here reads other:1 live', 0],
    ]);
    expect([world.entries, world.calls, exitOf(totalsOf(results))]).toEqual([[], [], 3]);
  });

  it('finding what may be there is no fault', async () => {
    const { results } = await fake(always('there')).run([target('key', { mayBe: true, outcome: 'not-due' })]);
    expect(exitOf(totalsOf(results))).toBe(0);
  });

  it('is not confirmed by one look', async () => {
    const { results } = await fake(always('gone')).run([target('key')]);
    expect(results[0]?.confirmed).toBe(false);
  });

  it('gives the same in whatever order it was asked', async () => {
    const targets = ['c', 'a', 'b'].map((name) => target(name));
    const said: World = (name) => (name === 'a' ? 'there' : name === 'b' ? 'denied' : name === 'c' ? 'gone' : 'there');
    const one = await fake(said).run(targets);
    const other = await fake(said).run(targets.toReversed());
    expect(JSON.stringify(verifyReport(other, 'x'))).toBe(JSON.stringify(verifyReport(one, 'x')));
  });

  it('asks so few of a boundary at once that a control is of the same breath', async () => {
    const world = fake(always('gone'));
    await world.run(Array.from({ length: 45 }, (_, at) => target(`k${at}`)));
    expect(world.captures.length).toBe(3);
    expect(world.calls.filter((name) => name === 'control').length).toBe(3);
    for (const { sentAt, receivedAt } of world.verifications()) {
      expect(Date.parse(receivedAt) - Date.parse(sentAt)).toBeLessThanOrEqual(21_000);
    }
  });
});

describe('watching', () => {
  it('ends when everything was absent twice, as far apart as the system may lag', async () => {
    const world = fake((name, round) => (name === 'control' || round < 3 ? 'there' : 'gone'));
    const { results, rounds, endedBy } = await world.run([target('key')], { watch });
    expect([rounds, endedBy, results[0]?.says, results[0]?.confirmed]).toEqual([4, 'settled', 'absent', true]);
    const looks = world.verifications();
    expect(looks.map(({ says }) => says)).toEqual(['present', 'present', 'absent', 'absent']);
    for (const [at, look] of looks.entries()) {
      const before = looks[at - 1];
      if (before !== undefined) expect(Date.parse(look.sentAt) - Date.parse(before.receivedAt)).toBeGreaterThanOrEqual(SPACED_MS);
    }
  });

  it('measures the lag between the last look that showed it and the first that did not', async () => {
    const world = fake((name, round) => (name === 'control' || round < 3 ? 'there' : 'gone'));
    const { results } = await world.run([target('key')], { watch });
    const looks = world.verifications();
    expect(results[0]?.lag).toEqual({
      lower: Date.parse(looks[1]?.sentAt ?? '') - (START - HOUR),
      upper: Date.parse(looks[2]?.receivedAt ?? '') - (START - HOUR),
      open: false,
    });
  });

  it('counts from what was last known where it was never seen to be there', async () => {
    const { results } = await fake(always('gone')).run([target('key')]);
    expect(results[0]?.lag).toMatchObject({ lower: HOUR / 2, open: false });
    const none = await fake(always('gone')).run([target('key', { since: null })]);
    expect(none.results[0]?.lag).toBeNull();
  });

  it('begins anew where something flaps: absent, then present', async () => {
    const world = fake((name, round) => (name === 'control' || round === 2 ? 'there' : 'gone'));
    const { results } = await world.run([target('key')], { watch });
    expect(world.verifications().map(({ says }) => says)).toEqual(['absent', 'present', 'absent', 'absent']);
    expect(results[0]?.confirmed).toBe(true);
  });

  it('asks no more for what is settled', async () => {
    const world = fake((name, round) => (name === 'control' || (name === 'slow' && round < 4) ? 'there' : 'gone'));
    await world.run([target('quick'), target('slow')], { watch });
    expect(world.calls.filter((name) => name === 'quick').length).toBe(2);
    expect(world.calls.filter((name) => name === 'slow').length).toBe(5);
  });

  it('ends at the deadline, and what is still there is open', async () => {
    const world = fake(always('there'));
    const { results, endedBy } = await world.run([target('key')], { watch: { until: START + 5 * SPACED_MS, everyMs: null } });
    expect([endedBy, results[0]?.says, results[0]?.lag?.open]).toEqual(['deadline', 'present', true]);
    expect(Math.max(...world.verifications().map(({ sentAt }) => Date.parse(sentAt)))).toBeLessThanOrEqual(START + 5 * SPACED_MS);
  });

  it('keeps to a longer interval, and never to a shorter one', async () => {
    for (const [everyMs, least] of [
      [5 * SPACED_MS, 5 * SPACED_MS],
      [1000, SPACED_MS],
    ] as const) {
      const world = fake(always('gone'));
      await world.run([target('key')], { watch: { ...watch, everyMs } });
      expect(world.rounds[0]?.nextMs).toBe(least);
    }
  });

  it('leaves what was recorded when it is stopped', async () => {
    const world = fake(always('there'));
    const { endedBy, rounds } = await world.run([target('key')], {
      watch,
      told: ({ number }) => {
        if (number === 2) world.stop.abort(new Error('stopped'));
      },
    });
    expect([endedBy, rounds, world.entries.length]).toEqual(['interrupted', 2, 2]);
  });

  it('throws where it is stopped before anything was recorded, and leaves no half capture', async () => {
    const world = fake((name) => {
      if (name === 'key') world.stop.abort(new Error('stopped'));
      return 'there';
    });
    await expect(world.run([target('key')])).rejects.toMatchObject({ code: 'interrupted' });
    expect([world.entries.length, world.abandoned.count]).toEqual([0, 1]);
  });
});

it('never calls anything confirmed that was not absent twice in a row with a control, whatever is answered', async () => {
  const said = fc.constantFrom<Said>('there', 'gone', 'denied', 'cut', 'broken');
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(said, said), { minLength: 1, maxLength: 6 }), async (script) => {
      const world = fake((name, round) => script[Math.min(round, script.length) - 1]?.[name === 'control' ? 1 : 0] ?? 'denied');
      const until = START + script.length * 2 * SPACED_MS;
      const { results } = await world.run([target('key')], { watch: { until, everyMs: null } });
      const looks = world.verifications();
      const truth = looks.map((_, at) => script[Math.min(at + 1, script.length) - 1]);
      for (const [at, look] of looks.entries()) {
        const [thing, control] = truth[at] ?? [];
        expect(look.says === 'absent').toBe(thing === 'gone' && control === 'there');
        expect(look.says === 'present').toBe(thing === 'there');
      }
      const [last, before] = [looks.at(-1), looks.at(-2)];
      expect(results[0]?.confirmed).toBe(last?.says === 'absent' && before?.says === 'absent');
      expect((results[0]?.lag?.lower ?? 0) <= (results[0]?.lag?.upper ?? 0)).toBe(true);
    }),
    { numRuns: runs(40, 400) },
  );
});

it('tells times by the caller’s clock alone', async () => {
  const world = fake(always('gone'));
  await world.run([target('key')]);
  expect(world.verifications()[0]?.sentAt).toBe(instantOf(START));
});
