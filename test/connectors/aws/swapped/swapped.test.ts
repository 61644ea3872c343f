import { beforeAll, describe, expect, it } from 'vitest';
import { calls } from '../../../../connectors/aws/calls/list.ts';
import { awsCore } from '../../../../connectors/aws/core.ts';
import type { Json } from '../../../../src/base/json.ts';
import type { Task } from '../../../../src/model/page.ts';
import { scanned } from '../faults/scan.ts';
import { blind, held } from './table.ts';

/* An answer about another thing than the one asked for. It tells nothing of that one, and says which two things got mixed up. */

interface Asked {
  readonly task: Task;
  readonly body: Json;
}

const places = new Map<string, Asked[]>();
beforeAll(async () => {
  await scanned(({ at: { task }, call, body }) => {
    const name = nameOf(call);
    const known = places.get(name);
    if (known === undefined) places.set(name, [{ task, body }]);
    else known.push({ task, body });
    return undefined;
  });
});

function nameOf({ surface, task }: { readonly surface: string; readonly task: string | null }): string {
  return task === null ? surface : `${surface} ${task}`;
}

/** The first answer of a scan that has the text. */
function placeOf(name: string, from: string): Asked {
  const found = held[name]?.place ?? places.get(name)?.find(({ body }) => JSON.stringify(body).includes(from));
  if (found === undefined) throw new Error(`no answer to ${name} has ${from}`);
  return found;
}

/** The last part of a text that the other does not have: the id that is swapped. */
function lastOf(of: string, other: string): string {
  const parts = (text: string): readonly string[] => text.split(/[:/"]+/).filter((part) => part !== '');
  return parts(of).findLast((part) => !parts(other).includes(part)) ?? '';
}

describe('an answer about another thing', () => {
  it('is looked for in the answers to every operation, but those that name nothing', () => {
    expect([...Object.keys(held), ...Object.keys(blind)].sort()).toEqual([...new Set(calls.map(nameOf))].sort());
  });

  const cases = Object.entries(held).flatMap(([name, { swaps }]) =>
    swaps.map(([from, to, asked = lastOf(from, to)]) => [name, from, to, asked] as const),
  );

  it.each(cases)('%s: %s is asked for, %s is told of', (name, from, to, asked) => {
    const { task, body } = placeOf(name, from);
    const honest = awsCore.map(task, body);
    expect(honest.gaps).toEqual([]);
    expect(honest.facts.length + (honest.spawns ?? []).length).toBeGreaterThan(0);
    const text = JSON.stringify(body);
    const swapped = awsCore.map(task, JSON.parse(text.replaceAll(from, to)) as Json);
    expect(swapped.facts).toEqual([]);
    expect(swapped.gaps.length).toBeGreaterThan(0);
    for (const { boundary, surface, cause } of swapped.gaps) {
      expect({ boundary, surface, cause }).toEqual({ boundary: task.boundary, surface: task.surface, cause: 'malformed' });
    }
    const said = lastOf(to, from);
    expect(swapped.gaps.some(({ detail }) => detail.includes(asked) && detail.includes(said))).toBe(true);
    // what is gone on with is the same question's next page, and nothing that the other's answer names
    expect(JSON.stringify(swapped.spawns ?? []).includes(to)).toBe(false);
  });

  it('is no policy of the repository that was asked for', () => {
    const resource = 'arn:aws:ecr:eu-central-1:111122223333:repository/team/app';
    const task = { boundary: 'aws:111122223333', surface: 'aws:resource-policies', args: { call: 'ecr:GetRepositoryPolicy', resource } };
    const body = { registryId: '111122223333', repositoryName: 'team/app', policyText: '{"Version":"2012-10-17","Statement":[]}' };
    expect(awsCore.map(task, body)).toMatchObject({ facts: [{ key: resource }], gaps: [] });
    for (const other of [{ registryId: '444455556666' }, { repositoryName: 'team/other' }]) {
      expect(awsCore.map(task, { ...body, ...other })).toMatchObject({ facts: [], gaps: [{ cause: 'malformed' }] });
    }
  });
});
