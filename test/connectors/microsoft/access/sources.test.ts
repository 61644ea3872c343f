import { describe, expect, it } from 'vitest';
import { stateAt } from '../../../../src/model/window.ts';
import { asOf } from '../matrix/scan.ts';
import { readCases } from '../matrix/case.ts';
import { runs } from '../../../support/runs.ts';
import { readOf } from './read.ts';

/** Sources that are nothing that somebody was given and one act takes away, by their kinds. */
const notGiven: Readonly<Record<string, string>> = {
  surface: 'something was not read: nobody knows what is there',
  'directory-reach': 'what the directory lets a power change: it ends with the role that gives the power',
  'azure-scope': 'a scope lies in another: nobody was given that',
  'kubernetes-cluster': 'what an administrator of a cluster can do: it ends with the role that asks the cluster for its credential',
  'access-package-role': 'what whoever manages packages can be given: it ends with what lets them manage packages',
  application: 'a service principal is that of its registration: it ends with the account or with its credentials',
};

const cases = readCases();
let seen = 0;
const some = cases.filter((_, at) => at % Math.max(1, Math.floor(cases.length / runs(55, cases.length))) === 0);

describe('every right of the tenants worked out by hand', () => {
  it.each(some.map((each) => [each.file, each] as const))('is some access’s: %s', async (_, each) => {
    const { accesses, elements } = await readOf(each.world, each.groups);
    const known = new Set(accesses.map(({ access }) => access.source));
    const present = elements.filter(({ presence, windows }) => presence !== 'refuted' && stateAt(windows, asOf) !== 'past');
    seen += present.length;
    const stray = present.filter(({ source, because }) => {
      if (known.has(source.id) || Object.hasOwn(notGiven, source.kind)) return false;
      // an identity that is there to be attached to anything; what carries it is told apart
      if (source.kind === 'managed-identity' && source.id.startsWith('managed-identity|')) return false;
      // what a member of a group is listed with where the membership was not read: the group's is one, and the membership
      return !because.some((text) => text.includes('whose membership was not read'));
    });
    expect(stray.map(({ source }) => `${source.kind} ${source.id}`)).toEqual([]);
  });

  it('are many', () => {
    expect(seen).toBeGreaterThan(200);
  });

  it('have accesses with names of their own: one id is one kind, subject and source for whatever tells of it', async () => {
    const told = new Map<string, Set<string>>();
    for (const each of some.slice(0, 20)) {
      const { accesses } = await readOf(each.world, each.groups);
      const here = new Map<string, Set<string>>();
      for (const { access } of accesses) {
        const { id, kind, boundary, subject, source, objects, name } = access;
        expect(id.startsWith(`${kind}|${boundary}|${subject}|`)).toBe(true);
        expect(objects.length).toBeGreaterThan(0);
        expect(id).toContain(objects[0]);
        expect(name).not.toBe('');
        here.set(id, (here.get(id) ?? new Set()).add(`${subject} ${source}`));
      }
      for (const [id, sources] of here) told.set(`${each.file} ${id}`, sources);
    }
    expect([...told].filter(([, sources]) => sources.size > 1)).toEqual([]);
    expect(told.size).toBeGreaterThan(40);
  });
});
