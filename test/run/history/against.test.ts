import { describe, expect, it } from 'vitest';
import { against } from '../../../src/run/history/against.ts';
import { RunError } from '../../../src/run/errors.ts';
import { dumpCapture, estateDetails, memoryStore, told, type Details, type Told } from './dumps.ts';

const days = [1, 2, 3, 4, 5, 6].map((day) => `2026-10-0${day}T06:00:00.000Z`);

function add({ UserDetailList }: Details, name: string): void {
  const [first] = UserDetailList;
  if (first === undefined) throw new Error('an estate without users');
  UserDetailList.push({
    ...structuredClone(first),
    ...{ UserName: name, UserId: `AIDA${name.toUpperCase()}`, Arn: `arn:aws:iam::111122223333:user/${name}` },
    ...{ GroupList: [], UserPolicyList: [] },
    AttachedManagedPolicies: [{ PolicyName: 'AdministratorAccess', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }],
  });
}

/** Of six runs: greta is in the first two, which two reads that lack her prove; hugo in the second and third alone; ida comes in the third. */
async function six(): Promise<{ readonly store: ReturnType<typeof memoryStore>; readonly runs: readonly Told[] }> {
  const store = memoryStore();
  const runs: Told[] = [];
  for (const [n, day] of days.entries()) {
    const details = estateDetails(5, 16, 8);
    if (n < 2) add(details, 'greta');
    if (n === 1 || n === 2) add(details, 'hugo');
    if (n >= 2) add(details, 'ida');
    runs.push(await told(store, await dumpCapture(details, day), day));
  }
  return { store, runs };
}

const admins = (all: readonly { readonly rule: string; readonly subject: string }[]): readonly string[] =>
  all.filter(({ rule }) => rule === 'standing-administrator').map(({ subject }) => subject.split('/').at(-1) ?? '');

describe('a report compared with an earlier run', () => {
  it('against the one before it is what it was', async () => {
    const { store, runs } = await six();
    const report = runs[5]?.report;
    if (report === undefined) throw new Error('no sixth run');
    expect((await against(store, report, report.history?.previous?.run ?? '')).history).toEqual(report.history);
  });

  it('tells what began and what was resolved since that one, and nothing of who came and went between', async () => {
    const { store, runs } = await six();
    const report = runs[5]?.report;
    if (report === undefined) throw new Error('no sixth run');
    const { history } = await against(store, report, days[0] ?? '');
    expect(history.previous?.to).toBe(days[0]);
    expect(report.history?.began).toBe(0);
    expect(history.began).toBeGreaterThan(0);
    const fresh = report.findings.filter(({ seen }) => seen !== null && seen.first > (days[0] ?? ''));
    expect(history.began).toBe(fresh.length);
    expect(admins(fresh.map(({ rule, subject }) => ({ rule, subject: subject.id })))).toEqual(['ida']);
    expect(admins(history.resolved)).toEqual(['greta']);
    // of the second run hugo was one too
    expect(admins((await against(store, report, days[1] ?? '')).history.resolved)).toEqual(['greta', 'hugo']);
  });

  it('says of a run that is not the last what was known when it was read', async () => {
    const { store, runs } = await six();
    const third = runs[2]?.report;
    if (third === undefined) throw new Error('no third run');
    const { history } = await against(store, third, days[0] ?? '');
    // one read lacks her: by the fourth she is gone, by the third she is not
    expect(admins(history.resolved)).toEqual([]);
    expect(admins(history.unconfirmed)).toEqual(['greta']);
  });

  it('is refused with a run that is not earlier, or not known', async () => {
    const { store, runs } = await six();
    const third = runs[2]?.report;
    if (third === undefined) throw new Error('no third run');
    for (const [asked, code] of [
      [days[2], 'bad-time'],
      ['latest', 'bad-time'],
      ['2020-01-01', 'unknown-run'],
      ['nonsense', 'bad-time'],
    ] as const) {
      const error: unknown = await against(store, third, asked ?? '').catch((reason: unknown) => reason);
      expect(error, asked).toBeInstanceOf(RunError);
      expect((error as RunError).code, asked).toBe(code);
    }
    await expect(against(store, { ...third, history: null }, days[0] ?? '')).rejects.toMatchObject({ code: 'unknown-run' });
  });
});
