import { expect, it } from 'vitest';
import { diff, type Diff } from '../../../src/run/history/diff.ts';
import { dumpCapture, estateDetails, memoryStore, told, type Details, type Told } from './dumps.ts';

const days = [1, 2, 3, 4].map((day) => `2026-10-0${day}T06:00:00.000Z`);

/** An administrator who is called so. */
function administrator({ UserDetailList }: Details, name: string): void {
  const [first] = UserDetailList;
  if (first === undefined) throw new Error('an estate without users');
  UserDetailList.push({
    ...structuredClone(first),
    ...{ UserName: name, UserId: 'AIDAEMIL', Arn: `arn:aws:iam::111122223333:user/${name}`, GroupList: [], UserPolicyList: [] },
    AttachedManagedPolicies: [{ PolicyName: 'AdministratorAccess', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }],
  });
}

/** One file a day, in which one person is called so. */
async function called(names: readonly string[], change: (details: Details, day: number) => void = () => undefined) {
  const store = memoryStore();
  const runs: Told[] = [];
  for (const [at, name] of names.entries()) {
    const details = estateDetails(5, 4, 2);
    administrator(details, name);
    change(details, at);
    const day = days[at] ?? '';
    runs.push(await told(store, await dumpCapture(details, day), day));
  }
  return { store, runs };
}

function parts({ began, appeared, returned, changed, ended, missing }: Diff): unknown {
  const told = { began, appeared, returned, changed, ended, missing };
  const filled = Object.entries(told).filter(([, entries]) => entries.length > 0);
  return Object.fromEntries(filled.map(([name, entries]) => [name, entries.map(({ part }) => part).sort()]));
}

const [berg, dahl, holm] = ['berg', 'dahl', 'holm'].map((name) => `arn:aws:iam::111122223333:user/emil.${name}`);

it('a new name is one change of the identity and of each thing that only moved to it', async () => {
  const { store, runs } = await called(['emil.berg', 'emil.dahl']);
  const changes = await diff(store, 'previous', 'latest');
  expect(parts(changes)).toEqual({ changed: ['fact', 'finding', 'identity', 'right'] });
  for (const { before, after, renamed } of changes.changed) {
    expect(renamed).toEqual({ from: berg, to: dahl });
    expect(before?.end?.how).toBe('renamed');
    expect(after?.end).toBeNull();
  }
  const { facts, conclusions } = runs[1]?.recorded ?? expect.fail();
  expect(facts).toMatchObject({ began: 0, returned: 0, changed: 2, ended: 0 });
  expect(conclusions).toMatchObject({ began: 0, returned: 0, changed: 2, ended: 0 });
});

it('a finding goes on under a new name: it is not new, not resolved, and as old as it is', async () => {
  const { runs } = await called(['emil.berg', 'emil.dahl', 'emil.holm']);
  for (const at of [1, 2]) {
    const { report } = runs[at] as Told;
    expect(report.history).toMatchObject({ began: 0, reappeared: 0, resolved: [], unconfirmed: [] });
    const finding = report.findings.find(({ rule, subject }) => rule === 'standing-administrator' && subject.name.startsWith('emil'));
    expect(finding?.seen).toMatchObject({ first: days[0], since: days[0], last: days[at], runs: at + 1, reappeared: 0 });
  }
});

it('two new names between the moments are one change, from the first to the last', async () => {
  const { store } = await called(['emil.berg', 'emil.dahl', 'emil.holm', 'emil.holm']);
  const changes = await diff(store, days[0] ?? '', 'latest');
  expect(parts(changes)).toEqual({ changed: ['fact', 'finding', 'identity', 'right'] });
  expect(new Set(changes.changed.map(({ renamed }) => JSON.stringify(renamed)))).toEqual(
    new Set([JSON.stringify({ from: berg, to: holm })]),
  );
});

it('what is granted or taken with the new name is told as that', async () => {
  const { store, runs } = await called(['emil.berg', 'emil.dahl'], ({ UserDetailList }, day) => {
    const emil = UserDetailList.at(-1);
    if (emil === undefined || day === 0) return;
    emil.AttachedManagedPolicies = [{ PolicyName: 'IAMFullAccess', PolicyArn: 'arn:aws:iam::aws:policy/IAMFullAccess' }];
  });
  const changes = await diff(store, 'previous', 'latest');
  expect(changes.changed.map(({ part }) => part)).toEqual(['identity']);
  const of = (name: 'began' | 'ended'): readonly string[] => changes[name].filter(({ part }) => part === 'fact').map(({ text }) => text);
  expect(of('ended')).toEqual([`attachment: AdministratorAccess to ${berg}`]);
  expect(of('began')).toEqual([`attachment: IAMFullAccess to ${dahl}`]);
  expect(runs[1]?.recorded.facts).toMatchObject({ began: 1, changed: 1, ended: 1 });
});
