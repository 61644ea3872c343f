import { describe, expect, it } from 'vitest';
import { entitled } from '../../../src/assurance/entitled/entitled.ts';
import { matcherOf, matchPersons } from '../../../src/assurance/entitled/match.ts';
import type { Match } from '../../../src/assurance/entitled/match.ts';
import type { KeyRule } from '../../../src/assurance/settings.ts';
import { usualAssurance } from '../../../src/assurance/settings.ts';
import type { Identity } from '../../../src/model/entity.ts';
import type { EventKey } from '../../../src/model/life-cycle.ts';
import { ANN, ANN_ENTRA, at, BOB, event, input, people } from './small.ts';

const employee: KeyRule = { record: 'employee-id', account: { in: 'tag', name: 'employee' }, boundaries: 'aws:' };
const sure = { state: 'sure', accounts: [ANN], person: [ANN, ANN_ENTRA] } as const;

interface Case {
  readonly name: string;
  readonly keys: readonly EventKey[];
  readonly rules?: readonly KeyRule[];
  readonly says: Match;
}

const cases: readonly Case[] = [
  { name: 'finds an e-mail address in whatever case', keys: [{ kind: 'MAIL', value: ' ANN@Example.com ' }], says: sure },
  {
    name: 'finds an immutable handle on every account of the person',
    keys: [{ kind: 'entra-object', value: 'obj-ann' }],
    says: { ...sure, accounts: [ANN, ANN_ENTRA] },
  },
  { name: 'finds an account by its id', keys: [{ kind: 'aws-arn', value: ANN }], says: sure },
  { name: 'finds an account by its immutable id', keys: [{ kind: 'uid', value: 'aidaann' }], says: sure },
  { name: 'does not join by a tag that no rule names', keys: [{ kind: 'employee-id', value: '10442' }], says: { state: 'unknown' } },
  { name: 'joins by the tag that a rule names', keys: [{ kind: 'employee-id', value: '10442' }], rules: [employee], says: sure },
  {
    name: 'keeps a rule to the boundaries it is for',
    keys: [{ kind: 'employee-id', value: '10442' }],
    rules: [{ ...employee, boundaries: 'entra:' }],
    says: { state: 'unknown' },
  },
  { name: 'never takes what is only alike', keys: [{ kind: 'mail', value: 'ann@example.co' }], says: { state: 'unknown' } },
  { name: 'has nothing to look for without a value', keys: [{ kind: 'mail', value: ' ' }], says: { state: 'no-key' } },
  { name: 'has nothing to look for without a key', keys: [], says: { state: 'no-key' } },
  {
    name: 'does not choose between two people of one directory that a row names',
    keys: [
      { kind: 'mail', value: 'ann@example.com' },
      { kind: 'uid', value: 'AIDABOB' },
    ],
    says: { state: 'ambiguous', candidates: [ANN, BOB] },
  },
  {
    name: 'does not mind a key that nobody has beside one that finds somebody',
    keys: [
      { kind: 'mail', value: 'ann@example.com' },
      { kind: 'badge', value: '7' },
    ],
    says: sure,
  },
];

const { view } = input({});
const identities = [...view.identities()];

describe('whose event it is', () => {
  it.each(cases)('$name', ({ keys, rules = [], says }) => {
    expect(matchPersons(identities, view.persons, rules, [keys])).toEqual([says]);
  });

  it('takes what only one person has of all keys', () => {
    const twice: readonly Identity[] = identities.map((each) => (each.id === BOB ? { ...each, tags: { Employee: '10442' } } : each));
    const keys = [{ kind: 'employee-id', value: '10442' }];
    expect(matchPersons(twice, view.persons, [employee], [keys])).toEqual([{ state: 'ambiguous', candidates: [ANN, BOB] }]);
    expect(matchPersons(twice, view.persons, [employee], [[...keys, { kind: 'mail', value: 'ann@example.com' }]])).toEqual([sure]);
  });

  it('takes accounts of different directories with one name for one person, and machines never', () => {
    const rule: KeyRule = { record: 'login', account: { in: 'name' }, boundaries: null };
    const keys = [{ kind: 'login', value: 'deploy' }];
    const named = (nature: Identity['nature']): readonly Identity[] =>
      identities.filter(({ id }) => id !== BOB).map((each) => ({ ...each, name: 'deploy', nature, handles: [] }));
    expect(matchPersons(named('human'), [], [rule], [keys])[0]?.state).toBe('sure');
    expect(matchPersons(named('non-human'), [], [rule], [keys])).toEqual([{ state: 'ambiguous', candidates: [ANN, ANN_ENTRA] }]);
  });

  it("finds a handle that can be given again only for records of the same connector's own log", () => {
    const own = identities.map((each) =>
      each.id === ANN ? { ...each, handles: [{ kind: 'aws-name', value: '111122223333:user/ann', immutable: false }] } : each,
    );
    const matcher = matcherOf(own, () => undefined, []);
    const row = { at: at('10'), early: false };
    const keys = [{ kind: 'aws-name', value: '111122223333:user/ann' }];
    expect(matcher.match(keys, { ...row, own: 'aws' }).state).toBe('sure');
    expect(matcher.match(keys, { ...row, own: 'entra' }).state).toBe('unknown');
    expect(matcher.match(keys, { ...row, own: null }).state).toBe('unknown');
  });

  it('does not take an account that was made later for the one that had its name', () => {
    const made = people.map((each) => (each.id === ANN ? { ...each, createdAt: at('10') } : each));
    const about = [{ kind: 'mail', value: 'ann@example.com' }];
    const left = event({ id: '1', type: 'left', at: at('5'), about, source: 'hr', sourceKind: 'hr' });
    const early = entitled(input({ identities: made, events: [left] }));
    expect(early.unmatched).toMatchObject([{ why: 'ambiguous', candidates: [ANN] }]);
    expect(early.triggers).toEqual([]);
    expect(entitled(input({ identities: made, events: [{ ...left, at: at('11') }] })).unmatched).toEqual([]);
    const uid = entitled(input({ identities: made, events: [{ ...left, about: [{ kind: 'uid', value: 'AIDAANN' }] }] }));
    expect(uid.triggers).toMatchObject([{ kind: 'left', subjects: [ANN, ANN_ENTRA] }]);
  });

  it('finds accounts that are no more by how they were last seen, and whose they were', () => {
    const gone = identities.filter(({ id }) => id === ANN);
    const rest = people.filter(({ id }) => id !== ANN);
    const left = event({
      id: '1',
      type: 'left',
      at: at('10'),
      about: [{ kind: 'employee-id', value: '10442' }],
      source: 'hr',
      sourceKind: 'hr',
    });
    const settings = { ...usualAssurance, keys: [employee] };
    expect(entitled(input({ identities: rest, events: [left], settings })).unmatched).toMatchObject([{ why: 'unknown' }]);
    const found = entitled(input({ identities: rest, gone, events: [left], settings }));
    expect(found.unmatched).toEqual([]);
    expect(found.triggers).toMatchObject([{ kind: 'left', subjects: [ANN, ANN_ENTRA] }]);
  });
});

describe('what is unmatched', () => {
  const about = [{ kind: 'badge', value: '7' }];

  it('counts a row about nobody known once, with its keys', () => {
    const row = event({ id: '1', type: 'approved', at: at('5'), about });
    expect(entitled(input({ events: [row, row] })).unmatched).toEqual([
      { source: 'jira', event: { source: 'jira', id: '1' }, why: 'unknown', keys: about, candidates: [] },
    ]);
  });

  it('counts a row that names nobody, unless its request does elsewhere', () => {
    const row = event({ id: '2', type: 'approved', at: at('5'), correlation: 'T-1' });
    expect(entitled(input({ events: [row] })).unmatched).toMatchObject([{ why: 'no-key' }]);
    const asked = event({ id: '1', type: 'requested', at: at('4'), correlation: 'T-1', subject: ANN });
    expect(entitled(input({ events: [row, asked] })).unmatched).toEqual([]);
  });

  it('does not count what failed, mere use and changes of logs', () => {
    const events = [
      event({ id: '1', type: 'approved', at: at('5'), about, succeeded: false }),
      event({ id: '2', type: 'used', at: at('5'), about }),
      event({ id: '3', type: 'log-stopped', at: at('5') }),
    ];
    expect(entitled(input({ events })).unmatched).toEqual([]);
  });

  it('counts a denial of something that nobody read', () => {
    const row = event({
      id: '1',
      type: 'review-denied',
      at: at('5'),
      subject: ANN,
      object: 'Payroll',
      source: 'reviews',
      sourceKind: 'review',
    });
    expect(entitled(input({ events: [row] })).unmatched).toMatchObject([{ why: 'unknown', keys: [{ kind: 'object', value: 'Payroll' }] }]);
    expect(entitled(input({ events: [{ ...row, object: 'admin' }] })).unmatched).toEqual([]);
  });

  it('shows at most ten candidates', () => {
    const many = Array.from({ length: 12 }, (_, n) => ({ id: `arn:aws:iam::111122223333:user/u${n}`, tags: { employee: '1' } }));
    const row = event({ id: '1', type: 'left', at: at('5'), about: [{ kind: 'employee-id', value: '1' }] });
    const [first] = entitled(input({ identities: many, events: [row], settings: { keys: [employee] } })).unmatched;
    expect(first?.candidates).toHaveLength(10);
  });
});
