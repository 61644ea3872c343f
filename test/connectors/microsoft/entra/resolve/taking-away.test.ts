import { describe, expect, it } from 'vitest';
import { entraMentions, explainEntra } from '../../../../../connectors/microsoft/entra/explain.ts';
import { entraRemedy } from '../../../../../connectors/microsoft/entra/remedy.ts';
import { entraRemovables } from '../../../../../connectors/microsoft/entra/removables.ts';
import type { Fact } from '../../../../../src/model/fact.ts';
import { factIndex } from '../../../aws/resolve/estate.ts';
import { asOf, assigned, group, groupInstance, id, instance, lines, member, person, resolved, role, told } from './tenant.ts';

const ann = '11111111-0000-4000-8000-000000000001';
const admins = '22222222-0000-4000-8000-000000000002';
const app = '33333333-0000-4000-8000-000000000003';

/** The commands for what a fact gives, in one text each. */
function commands(facts: readonly Fact[]): string {
  return [...new Set(resolved(facts).flatMap((each) => entraRemedy(each)))].join('\n');
}

describe('commands', () => {
  it('take away a permanent role by its assignment', () => {
    const said = commands([assigned(ann, role.global), instance(ann, role.global)]);
    expect(said).toContain(`principalId eq '${ann}' and roleDefinitionId eq '${role.global}'`);
    expect(said).toContain("--method DELETE --uri 'https://graph.microsoft.com/v1.0/roleManagement/directory/roleAssignments/<id>'");
  });

  it('take away an eligibility by a request to Privileged Identity Management', () => {
    const said = commands([instance(ann, role.global, { of: 'eligibility' })]);
    expect(said).toContain('roleEligibilityScheduleRequests');
    expect(said).toContain(`"action":"adminRemove","principalId":"${ann}","roleDefinitionId":"${role.global}","directoryScopeId":"/"`);
  });

  it('take away members, owners, permissions, consents and federated credentials', () => {
    expect(commands([...group(admins), member(ann, admins)])).toContain(`/groups/${admins}/members/${ann}/$ref'`);
    expect(commands([...group(admins), groupInstance(ann, admins, { of: 'eligibility' })])).toContain('eligibilityScheduleRequests');
    expect(commands([told({ type: 'owner', of: id(admins), owner: id(ann) }), ...group(admins)])).toContain(
      `/groups/${admins}/owners/${ann}/$ref'`,
    );
  });

  it('are not made of what a shell might read', () => {
    expect(commands([instance("x'; rm -rf /; '", role.global), ...group(admins), member('a b', admins)])).toBe('');
  });

  it('take away a secret and switch a person off', () => {
    const credential = {
      id: `${id(app)}#${ann}`,
      identity: id(app),
      kind: 'client-secret',
      name: 's',
      state: 'active',
      createdAt: null,
      rotatedAt: null,
      expiresAt: null,
      lastUsed: 'unknown',
      secondFactor: null,
    } as const;
    expect(entraRemedy(credential)[0]).toBe(`az ad app credential delete --id ${app} --key-id ${ann}`);
    const [{ value }] = [person(ann)] as [Extract<Fact, { kind: 'identity' }>];
    expect(entraRemedy(value)[0]).toBe(`az ad user update --id ${ann} --account-enabled false`);
  });
});

describe('what could be taken away', () => {
  const facts = [
    ...group('admins', { roleAssignable: true }),
    person('ann'),
    assigned('admins', role.global),
    instance('admins', role.global),
    instance('ann', role.groups, { of: 'eligibility' }),
    member('ann', 'admins'),
    told({ type: 'owner', of: id('admins'), owner: id('ann') }),
  ];

  it('is named once each, and without it what it gave is gone', () => {
    const all = [...entraRemovables(factIndex(facts))];
    expect(all.map((each) => each.names[1]).sort()).toEqual([
      'Global Administrator@admins',
      'Groups Administrator@ann',
      'admins@ann',
      'owner of admins@ann',
    ]);
    expect(all).toHaveLength(4);
    for (const { without } of all) {
      const left = resolved(facts, [], new Set(without));
      expect(left.length).toBeLessThan(resolved(facts).length);
      expect(left.filter((each) => each.source.id === without[0])).toEqual([]);
    }
    expect(lines(resolved(facts, [], new Set(all.flatMap((each) => each.without))))).toEqual([]);
  });

  it('is explained by the record that it rests on', () => {
    const [grant] = resolved(facts).filter((each) => each.type === 'grant' && each.subject === id('admins'));
    if (grant === undefined) throw new Error('the group holds nothing');
    const { statements } = explainEntra(factIndex(facts), grant, asOf);
    expect(statements.map((each) => [each.says, each.reason, each.document])).toEqual([['allows', 'recorded', 'Global Administrator']]);
    expect(statements[0]?.text).toMatchObject({ type: 'role-instance', role: role.global });
    expect([...entraMentions(member('ann', 'admins'))]).toEqual(expect.arrayContaining([id('ann'), id('admins')]));
  });

  it('is told as how the directory works where no record says it', () => {
    const reach = resolved(facts).find((each) => each.source.kind === 'directory-reach' && each.type === 'link' && each.to === id('ann'));
    if (reach === undefined) throw new Error('nobody reaches ann');
    expect(explainEntra(factIndex([]), reach, asOf).statements[0]?.reason).toBe('by-nature');
  });
});
