import { expect, test } from 'vitest';
import type { SmallGraph } from '../../src/contract/rule.ts';
import { viewOfSmallGraph } from '../../src/judge/small.ts';
import type { Entry } from '../../src/model/view.ts';

const user = (name: string): string => `arn:aws:iam::111122223333:user/${name}`;
const runner = 'arn:aws:iam::111122223333:role/runner';
const pool = 'pool:aws:111122223333:new-function';
const escalation = 'pass-role-to-new-function';

function entry(links: SmallGraph['links'], names: readonly string[] = ['ann']): Entry {
  return viewOfSmallGraph({
    name: 'openers',
    identities: [{ id: runner, kind: 'role' }, ...names.map((name) => ({ id: user(name), kind: 'user' as const }))],
    links: links ?? [],
  }).entry(runner);
}

test('who could open a way in has opened none', () => {
  expect(entry([{ from: user('ann'), to: runner, how: 'can-run-as', escalation }])).toEqual({
    state: 'none-seen',
    persistence: null,
    ways: [],
    openers: [`${user('ann')} by ${escalation}`],
  });
});

test('it is told apart from those who are trusted', () => {
  const found = entry(
    [
      { from: user('ann'), to: runner, how: 'can-run-as', escalation },
      { from: user('zoe'), to: runner, how: 'can-assume' },
    ],
    ['ann', 'zoe'],
  );
  expect(found.state).toBe('live');
  expect(found.ways).toEqual([`trusted by ${user('zoe')}`]);
  expect(found.openers).toEqual([`${user('ann')} by ${escalation}`]);
});

test('of a pool the first are named and the others counted', () => {
  const names = Array.from({ length: 14 }, (_, n) => `u${String(n).padStart(2, '0')}`);
  const links = [
    { from: pool, to: runner, how: 'can-run-as' as const, escalation },
    ...names.map((name) => ({ from: user(name), to: pool, how: 'can-run-as' as const, escalation })),
  ];
  const { state, ways, openers } = entry(links, names);
  expect(state).toBe('none-seen');
  expect(ways).toEqual([]);
  expect(openers).toHaveLength(11);
  expect(openers[0]).toBe(`${user('u00')} by ${escalation}`);
  expect(openers[10]).toBe('and 4 more');
});

test('who comes through pools that lead to each other is named with all of them', () => {
  const [one, two] = [`${pool}-one`, `${pool}-two`];
  const links = [
    { from: one, to: runner, how: 'can-assume' as const },
    { from: two, to: one, how: 'can-assume' as const },
    { from: one, to: two, how: 'can-assume' as const },
    { from: user('ann'), to: two, how: 'can-assume' as const },
    { from: user('zoe'), to: one, how: 'can-assume' as const },
  ];
  expect(entry(links, ['ann', 'zoe']).ways).toEqual([`trusted by ${user('ann')}`, `trusted by ${user('zoe')}`]);
  const alone = entry([
    { from: one, to: runner, how: 'can-assume' },
    { from: two, to: one, how: 'can-assume' },
  ]);
  expect(alone).toMatchObject({ state: 'none-seen', ways: [] });
});
