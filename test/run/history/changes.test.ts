import { describe, expect, it } from 'vitest';
import type { HistoryStore } from '../../../src/contract/store.ts';
import type { Interval } from '../../../src/model/history.ts';
import { diff } from '../../../src/run/history/diff.ts';
import { historyOf } from '../../../src/run/history/of.ts';
import { dumpCapture, estateDetails, memoryStore, told, type Details, type Principal, type Told } from './dumps.ts';

const days = [1, 2, 3, 4, 5, 6].map((day) => `2026-10-0${day}T06:00:00.000Z`);

/** Records one file a day, each as `change` leaves the estate on that day. */
async function recorded(
  seed: number,
  count: number,
  change: (details: Details, day: number) => void,
): Promise<{ store: HistoryStore; runs: Told[] }> {
  const store = memoryStore();
  const runs: Told[] = [];
  for (const [n, day] of days.slice(0, count).entries()) {
    const details = estateDetails(seed, 16, 8);
    change(details, n);
    runs.push(await told(store, await dumpCapture(details, day), day));
  }
  return { store, runs };
}

async function all(store: HistoryStore): Promise<readonly Interval[]> {
  const intervals: Interval[] = [];
  for await (const each of store.intervals({})) intervals.push(each);
  return intervals;
}

/** A user with a policy that makes an administrator. */
function admin({ UserDetailList }: Details, name = 'greta', id = 'AIDAGRETA1'): Principal {
  const [first] = UserDetailList;
  if (first === undefined) throw new Error('an estate without users');
  const user: Principal = {
    ...structuredClone(first),
    ...{ UserName: name, UserId: id, Arn: `arn:aws:iam::111122223333:user/${name}`, GroupList: [], UserPolicyList: [] },
    AttachedManagedPolicies: [{ PolicyName: 'AdministratorAccess', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }],
  };
  UserDetailList.push(user);
  return user;
}

describe('what a recorded run changes', () => {
  it('is nothing for others when a role comes, and when it goes again', async () => {
    const { store } = await recorded(5, 5, (details, day) => {
      const [role] = details.RoleDetailList.filter(({ Arn }) => Arn.includes('lambda'));
      if (role === undefined) throw new Error('an estate without functions');
      if (day === 1 || day === 2)
        details.RoleDetailList.push({
          ...structuredClone(role),
          RoleId: 'AROANEW',
          RoleName: 'new-lambda',
          Arn: 'arn:aws:iam::111122223333:role/new-lambda',
        });
    });
    const touched = (await all(store)).filter(({ first, end, missing }) => first.at !== days[0] || end !== null || missing !== null);
    expect(touched.length).toBeGreaterThan(3);
    expect(touched.filter(({ names, key }) => !key.includes('new-lambda') && !names.some((name) => name.includes('new-lambda')))).toEqual(
      [],
    );
  });

  it('ends a person, her rights and what was found of her, when two more reads lack her', async () => {
    const { store, runs } = await recorded(5, 4, (details, day) => {
      if (day === 0) admin(details);
    });
    const [, second, , fourth] = runs;
    expect(second?.report.history?.resolved).toEqual([]);
    expect(second?.report.history?.unconfirmed.map(({ rule }) => rule)).toContain('standing-administrator');
    const of = await historyOf(store, 'greta');
    expect(of.subjects).toMatchObject([
      { id: 'arn:aws:iam::111122223333:user/greta', uid: 'AIDAGRETA1', state: { state: 'ended', how: 'absent' } },
    ]);
    expect(of.subjects[0]?.state).toMatchObject({ before: days[2] });
    expect(new Set(of.entries.map(({ part }) => part))).toEqual(new Set(['identity', 'right', 'finding', 'fact']));
    // what is found of an ended access goes on when she is gone
    const ofHer = of.entries.filter(
      ({ interval: { kind, value } }) => kind !== 'finding' || !isOfEndings((value as { readonly rule: string }).rule),
    );
    for (const { state } of ofHer) expect(state.state).toBe('ended');
    const told = await historyOf(store, 'AIDAGRETA1');
    expect(told.entries).toEqual(of.entries);
    expect(fourth?.report.history?.unconfirmed).toEqual([]);
    const resolved = runs.flatMap(({ report }) => report.history?.resolved ?? []);
    expect(resolved.filter(({ subject }) => subject.endsWith('greta')).map(({ rule }) => rule)).toContain('standing-administrator');
  });

  it('follows a new name, and takes another under an old name for another', async () => {
    const { store } = await recorded(5, 2, (details, day) => {
      admin(details, day === 0 ? 'emil.berg' : 'emil.sorensen', 'AIDAEMIL');
      admin(details, 'kim', day === 0 ? 'AIDAKIM1' : 'AIDAKIM2');
    });
    const emil = await historyOf(store, 'arn:aws:iam::111122223333:user/emil.sorensen');
    expect(emil.subjects.map(({ id, state }) => [id.split('/')[1], state.state])).toEqual([
      ['emil.berg', 'ended'],
      ['emil.sorensen', 'present'],
    ]);
    expect(emil.subjects[0]?.state).toMatchObject({ how: 'renamed', to: 'arn:aws:iam::111122223333:user/emil.sorensen' });
    expect(emil.entries.some(({ as }) => as?.endsWith('emil.berg'))).toBe(true);
    const kim = await historyOf(store, 'kim');
    expect(kim.subjects.map(({ uid, state }) => [uid, state.state])).toEqual([
      ['AIDAKIM1', 'ended'],
      ['AIDAKIM2', 'present'],
    ]);
    expect(kim.subjects[0]?.state).toMatchObject({ how: 're-created' });
    const changes = await diff(store, 'previous', 'latest');
    expect(changes.changed.filter(({ part }) => part === 'identity').map(({ before }) => before?.end?.how)).toEqual(
      expect.arrayContaining(['re-created']),
    );
  });

  it('says what came back, and since when it is there', async () => {
    const { store, runs } = await recorded(5, 5, (details, day) => {
      const user = admin(details);
      if (day > 0 && day < 4) user.AttachedManagedPolicies = [];
    });
    const attachments = (await historyOf(store, 'greta')).entries.filter(({ interval }) => interval.kind === 'attachment');
    expect(attachments.map(({ state }) => state.state)).toEqual(['ended', 'present']);
    expect(attachments[1]?.interval.previous).toBe(attachments[0]?.interval.number);
    const changes = await diff(store, days[3] ?? '', 'latest', { kinds: ['attachment', 'grant'] });
    expect(changes.returned.map(({ after }) => after?.kind)).toEqual(expect.arrayContaining(['attachment', 'grant']));
    expect(changes.began).toEqual([]);
    const { report } = runs[4] as Told;
    const finding = report.findings.find(({ rule, subject }) => rule === 'standing-administrator' && subject.name === 'greta');
    expect(finding?.seen).toEqual({ first: days[0], last: days[4], runs: 2, since: days[4], reappeared: 1 });
    expect(report.history).toMatchObject({ runs: 5, began: 0, previous: { to: days[3] } });
    expect(report.history?.reappeared).toBeGreaterThan(0);
    const resolved = runs[2]?.report.history?.resolved.find(
      ({ rule, subject }) => rule === 'standing-administrator' && subject.endsWith('greta'),
    );
    expect(resolved).toMatchObject({ how: 'cleared', first: days[0], before: days[2] });
  });

  it('does not take a finding for resolved when another cause is shown in its place', async () => {
    const { runs } = await recorded(5, 4, (details, day) => {
      const user = admin(details);
      if (day > 0) user.AttachedManagedPolicies.unshift({ PolicyName: 'AAA', PolicyArn: 'arn:aws:iam::111122223333:policy/AAA' });
      const version = {
        Document: { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } },
        VersionId: 'v1',
        IsDefaultVersion: true,
        CreateDate: '2020-01-01T00:00:00Z',
      };
      details.Policies.push({
        PolicyName: 'AAA',
        PolicyId: 'ANPAAAA',
        Arn: 'arn:aws:iam::111122223333:policy/AAA',
        Path: '/',
        DefaultVersionId: 'v1',
        AttachmentCount: 1,
        IsAttachable: true,
        CreateDate: '2020-01-01T00:00:00Z',
        PolicyVersionList: [version],
      });
    });
    for (const { report } of runs) expect(report.history?.resolved.filter(({ subject }) => subject.endsWith('greta'))).toEqual([]);
    expect(
      (runs[3] as Told).report.findings.filter(({ rule, subject }) => rule === 'standing-administrator' && subject.name === 'greta'),
    ).toHaveLength(1);
  });

  it('is told between any two moments, with what neither can be held to', async () => {
    const { store, runs } = await recorded(5, 3, (details, day) => {
      if (day === 1) details.RoleDetailList.splice(0, 1);
      if (day === 2) admin(details);
    });
    const first = await diff(store, (runs[0] as Told).recorded.run.slice(0, 10), (runs[1] as Told).recorded.run.slice(0, 10));
    expect(first.began).toEqual([]);
    expect(first.notCompared).toEqual([]);
    const second = await diff(store, days[1] ?? '', days[2] ?? '');
    expect(second.began.some(({ text }) => text === 'user greta')).toBe(true);
    expect(second.ended).toEqual([]);
    await expect(diff(store, 'latest', 'previous')).rejects.toMatchObject({ code: 'bad-time' });
    await expect(historyOf(store, 'nobody')).rejects.toMatchObject({ code: 'unknown-name' });
    await expect(historyOf(memoryStore(), 'nobody')).rejects.toMatchObject({ code: 'no-history' });
  });
});

function isOfEndings(rule: string): boolean {
  return rule.startsWith('end-') || rule === 'another-way-remains' || rule === 'expected-end-not-observed';
}
