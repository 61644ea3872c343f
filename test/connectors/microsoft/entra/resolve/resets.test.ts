import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fact } from '../../../../../src/model/fact.ts';
import { runs } from '../../../../support/runs.ts';
import { reached } from './reached.ts';
import { boundary, group, id, instance, assigned, line, member, person, resolved, role, told } from './tenant.ts';

/** Microsoft's table of who may reset whose password, row by row: holder of a role, and the columns that may reset it. */
const columns = ['password', 'helpdesk', 'authentication', 'user', 'privilegedAuthentication'] as const;
type Column = (typeof columns)[number];
const all: readonly Column[] = columns;
const table: Readonly<Record<string, readonly Column[]>> = {
  authentication: ['authentication', 'privilegedAuthentication'],
  readers: all,
  global: ['privilegedAuthentication'],
  groups: ['user', 'privilegedAuthentication'],
  guestInviter: all,
  helpdesk: ['helpdesk', 'user', 'privilegedAuthentication'],
  password: all,
  privilegedAuthentication: ['privilegedAuthentication'],
  privileged: ['privilegedAuthentication'],
  reports: ['helpdesk', 'authentication', 'user', 'privilegedAuthentication'],
  user: ['user', 'privilegedAuthentication'],
  application: ['privilegedAuthentication'],
};

const administrators: ReadonlySet<string> = new Set(['authentication', 'groups', 'helpdesk', 'password', 'user']);

interface Person {
  readonly roles: readonly (keyof typeof table)[];
  readonly shielded: boolean;
  readonly unit: 'none' | 'plain' | 'restricted';
}

const people = fc.array(
  fc.record<Person>({
    roles: fc.uniqueArray(fc.constantFrom(...Object.keys(table)), { maxLength: 2 }),
    shielded: fc.boolean(),
    unit: fc.constantFrom('none', 'plain', 'restricted'),
  }),
  { minLength: 1, maxLength: 6 },
);

const roleId = (name: string): string => (role as Readonly<Record<string, string>>)[name] ?? name;

/** One resetter of each column at the tenant, one at each unit, and the people. */
function world(given: readonly Person[]): Fact[] {
  const facts: Fact[] = [
    ...group('keepers', { roleAssignable: true }),
    ...group('crowd'),
    told({ type: 'administrative-unit', unit: id('plain'), name: 'plain', restricted: false }),
    told({ type: 'administrative-unit', unit: id('restricted'), name: 'restricted', restricted: true }),
  ];
  for (const column of columns) {
    facts.push(person(`by-${column}`, 'service-principal'), instance(`by-${column}`, roleId(column)));
    facts.push(person(`at-${column}`, 'service-principal'), instance(`at-${column}`, roleId(column), { scope: id('restricted') }));
  }
  for (const [number, { roles, shielded, unit }] of given.entries()) {
    const name = `person-${number}`;
    facts.push(person(name), member(name, 'crowd'));
    for (const each of roles) facts.push(assigned(name, roleId(each)), instance(name, roleId(each)));
    if (shielded) facts.push(member(name, 'keepers'));
    if (unit !== 'none') facts.push(told({ type: 'unit-member', unit: id(unit), member: id(name) }));
  }
  return facts;
}

/** The product of holders and people, one by one. */
function literally(given: readonly Person[]): Set<string> {
  const pairs = new Set<string>();
  for (const column of columns) {
    for (const [number, { roles, shielded, unit }] of given.entries()) {
      const open = roles.every((each) => table[each]?.includes(column) === true);
      const may = column === 'privilegedAuthentication' || (open && !shielded);
      // over a unit, of limited administrators, a User Administrator alone, and that perhaps
      const inUnit = column === 'privilegedAuthentication' || column === 'user' || !roles.some((each) => administrators.has(each));
      if (may && unit !== 'restricted') pairs.add(`${id(`by-${column}`)} -> ${id(`person-${number}`)}`);
      if (may && inUnit && unit === 'restricted') pairs.add(`${id(`at-${column}`)} -> ${id(`person-${number}`)}`);
    }
  }
  return pairs;
}

describe('who may give whom a new password', () => {
  it('is through pools what it is one by one', () => {
    fc.assert(
      fc.property(people, (given) => {
        const holder = /(by|at)-/;
        const mine = [...reached(resolved(world(given)), (link) => link.how === 'can-mint')].filter(
          (pair) => holder.test(pair) && pair.includes('person-'),
        );
        expect(new Set(mine)).toEqual(literally(given));
      }),
      { numRuns: runs(60) },
    );
  });

  it('says that an eligible role may protect, and that roles and groups that were not read might', () => {
    const facts = [...group('crowd'), person('ann'), member('ann', 'crowd'), instance('ann', role.global, { of: 'eligibility' })];
    const all = resolved([...facts, instance('hal', role.helpdesk)]);
    const links = all.filter((each) => each.type === 'link' && each.to === id('ann') && each.from.includes('users-helpdesk'));
    expect(links.map((each) => each.presence)).toEqual(['possible']);
    const bob = [...group('crowd'), person('bob'), member('bob', 'crowd'), instance('hal', role.helpdesk)];
    const open = resolved(bob, ['role-assignments', 'group-members']).find((each) => each.type === 'link' && each.to === id('bob'));
    expect(open?.presence).toBe('certain');
    expect(open?.caveats).toHaveLength(2);
  });

  it('leaves out guests, who sign in at home', () => {
    const facts = [...group('crowd'), person('guest', 'guest'), member('guest', 'crowd'), instance('paa', role.privilegedAuthentication)];
    expect([...reached(resolved(facts))].filter((each) => each.endsWith(id('guest')))).toEqual([]);
  });

  it('is not known of members of a unit that were not read', () => {
    const facts = [
      told({ type: 'administrative-unit', unit: id('plain'), name: 'plain', restricted: false }),
      instance('hal', role.helpdesk, { scope: id('plain') }),
    ];
    expect(
      resolved(facts, ['administrative-units'])
        .map(line)
        .some((each) => each.endsWith('pool:tenant:unread: standing, possible')),
    ).toBe(true);
    const unlisted = [instance('hal', role.helpdesk, { scope: id('elsewhere') })];
    const said = resolved(unlisted, ['administrative-units']).map(line);
    expect(said).toContain('hal can-mint pool:tenant:unread: standing, possible');
    expect(said).toContain('hal mint-credential @ elsewhere: standing');
  });

  it('does not give a power over the whole tenant for one over a part of it', () => {
    const narrow = resolved([instance('hal', role.helpdesk), instance('app', role.application), instance('gus', role.groups)]);
    expect(narrow.filter((each) => each.type === 'grant' && each.scope === boundary)).toEqual([]);
  });
});
