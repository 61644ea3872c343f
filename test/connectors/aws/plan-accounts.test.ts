import { describe, expect, it } from 'vitest';
import { accountFacts } from '../../../connectors/aws/identity.ts';
import { accountNames } from '../../../connectors/aws/places.ts';
import { planAccounts } from '../../../connectors/aws/plan/accounts.ts';
import { enteredAccounts, hubOf, managementOf } from '../../../connectors/aws/plan/entered.ts';
import { planOrganization } from '../../../connectors/aws/plan/organization.ts';
import type { AwsSettings } from '../../../connectors/aws/settings.ts';
import { FactTable } from '../../../src/collect/facts.ts';
import type { MappedFact } from '../../../src/model/fact.ts';
import type { RecordedPage } from '../../contract/connector-suite.ts';
import { describing, estate, management, mapAll, member, organization, settingsOf, walk } from './support/organization.ts';

const hub = `aws:${management}`;
const deepest = 'aws:222233334444';
const suspended = 'aws:777788889999';

function table(facts: readonly MappedFact[]): FactTable {
  const seen = new FactTable();
  facts.forEach((fact, at) => seen.add({ page: String(at), at: null, facts: [fact] }));
  return seen;
}

const read = (pages: readonly RecordedPage[]): readonly MappedFact[] => mapAll(pages).flatMap((each) => each.facts);
const whole = read(walk(estate, settingsOf()));
const caller = whole.filter((each) => each.surface === 'aws:caller-identity');
const entered = (settings: AwsSettings, facts = whole) => enteredAccounts(table(facts), settings);

describe('the accounts that are entered', () => {
  it('are the hub’s alone without a role', () => {
    expect(entered(settingsOf())).toEqual([hub]);
    expect(entered(settingsOf(), caller)).toEqual([hub]);
  });

  it('are none before the hub is known', () => {
    const rest = whole.filter((each) => !caller.includes(each));
    expect(entered(settingsOf({ role: 'audit' }), rest)).toEqual([]);
    expect(hubOf(table(rest))).toBeUndefined();
  });

  it('are with a role all that are in use, but for those excluded', () => {
    expect(entered(settingsOf({ role: 'audit' }))).toEqual([hub, deepest, `aws:${member}`]);
    expect(entered(settingsOf({ role: 'audit', excludeAccounts: [member, management] }))).toEqual([hub, deepest]);
  });

  it('are those named, in an organization or not, and whatever it says of their state', () => {
    const named = settingsOf({ role: 'audit', accounts: ['999900001111', '777788889999'] });
    const none = read([{ task: describing(management), body: { error: { name: 'AWSOrganizationsNotInUseException' } } }]);
    expect(entered(named)).toEqual([hub, suspended, 'aws:999900001111']);
    expect(entered(named, [...caller, ...none])).toEqual([hub, suspended, 'aws:999900001111']);
    expect(entered(settingsOf({ role: 'audit' }), [...caller, ...none])).toEqual([hub]);
  });

  it.each([
    ['ACTIVE', true],
    ['PENDING_CLOSURE', true],
    [undefined, true],
    ['A_STATE_TO_COME', true],
    ['SUSPENDED', false],
    ['CLOSED', false],
    ['PENDING_ACTIVATION', false],
  ])('in state %s: %s', (State, isEntered) => {
    const task = { ...describing(management), args: { call: 'ListAccounts', organization } };
    const listed = read([{ task, body: { Accounts: [{ Id: member, State }] } }]);
    expect(entered(settingsOf({ role: 'audit' }), [...caller, ...listed])).toEqual(isEntered ? [hub, `aws:${member}`] : [hub]);
  });

  it('stay the same when the surfaces of the accounts have told of them too', () => {
    const later = [hub, deepest].flatMap((each) => accountFacts(each, 'aws', '/Account'));
    expect(hubOf(table([...whole, ...later]))).toBe(hub);
    expect(entered(settingsOf({ role: 'audit' }), [...whole, ...later])).toEqual([hub, deepest, `aws:${member}`]);
  });

  it('know the management account from the hub’s own word alone', () => {
    const own = read([{ task: describing(management), body: { Organization: { Id: organization.id, MasterAccountId: '123456789012' } } }]);
    expect(managementOf(table([...caller, ...own]))).toBe('aws:123456789012');
    expect(managementOf(table(whole))).toBe(hub);
    expect(managementOf(table(caller))).toBeUndefined();
  });
});

describe('what is planned', () => {
  const tasks = (plan: typeof planAccounts, settings: AwsSettings, facts = whole) => plan(table(facts), 0, settings);

  it('asks every account entered for what is told of it as a whole, and only for what the settings name', () => {
    const settings = settingsOf({ role: 'audit', surfaces: ['role-settings', 'authorization-details', 'access-keys'] });
    expect(tasks(planAccounts, settings).map(({ boundary, surface }) => [boundary, surface])).toEqual(
      [hub, deepest, `aws:${member}`].flatMap((boundary) => [
        [boundary, 'aws:authorization-details'],
        [boundary, 'aws:role-settings'],
      ]),
    );
    expect(tasks(planAccounts, settingsOf())).toEqual([]);
  });

  it('asks a member for its organization’s name alone: nothing follows from lists that it may not read', () => {
    const own = read([{ task: describing(management), body: { Organization: { Id: organization.id, MasterAccountId: '123456789012' } } }]);
    expect(tasks(planOrganization, settingsOf({ surfaces: ['organization'] }), [...caller, ...own])).toEqual([]);
    expect(tasks(planOrganization, settingsOf(), caller)).toEqual([]);
  });

  it('plans the same from facts in any order', () => {
    const settings = settingsOf({ role: 'audit' });
    expect(tasks(planOrganization, settings, whole.toReversed())).toEqual(tasks(planOrganization, settings));
  });
});

describe('the name of an account', () => {
  it('is what its organization calls it', () => {
    const names = [...accountNames(table(whole))];
    expect(names).toHaveLength(4);
    expect(names).toContainEqual({ boundary: `aws:${member}`, name: `account ${member}` });
  });
});
