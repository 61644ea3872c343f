import { describe, expect, it } from 'vitest';
import { engineOf } from './engine.ts';
import { readOf } from './facts.ts';
import { NOW } from './moments.ts';
import type { Holder, Lets, Role, Said, Spec, User } from './spec.ts';
import { arnOf, secretOf } from './spec.ts';
import { toldOf } from './compare.ts';

/*
 * Small estates in which random ones differed from what concrete calls tell.
 */

const allow = (actions: readonly string[], ...on: readonly string[]): Said => ({ effect: 'Allow', actions, on });
const deny = (actions: readonly string[], ...on: readonly string[]): Said => ({ effect: 'Deny', actions, on });
const holding = (...said: readonly Said[]): Holder => ({ inline: [said], attached: [] });
const user = (own: Holder, more: Partial<User> = {}): User => ({ ...own, groups: [], keys: 1, password: false, ...more });
const role = (own: Holder, trust: readonly Lets[], more: Partial<Role> = {}): Role => ({ ...own, trust, inProfile: false, ...more });
const by = (service: string): Lets => ({ effect: 'Allow', who: { service } });
const nothing = holding();
const crown: Said = allow(['secretsmanager:GetSecretValue'], '*');

function estate(given: Partial<Spec>): Spec {
  return {
    ...{ users: {}, roles: {}, groups: {}, managed: {}, workloads: [], unreadWorkloads: [], isReportRead: true },
    ...given,
  };
}

/** How sure one principal's way to the secret of another is. */
function way(spec: Spec, from: string, to: string): string {
  const view = engineOf(readOf(spec), NOW).viewAt(NOW);
  return toldOf(view.reachesOf(from), secretOf(to));
}

const ann = arnOf('user', 'ann');
const bob = arnOf('user', 'bob');
const runner = arnOf('role', 'runner');

describe('roles that nobody of their account can change', () => {
  // IAM User Guide, id_roles_create-service-linked-role.html; singlesignon userguide, permissionsetsconcept.html
  const reserved = 'aws-reserved/res';
  const kept = arnOf('role', reserved);

  it('do not change themselves', () => {
    const own = holding(allow(['iam:PutRolePolicy', 'iam:AttachRolePolicy'], '*'));
    const spec = estate({ users: { bob: user(nothing) }, roles: { [reserved]: role(own, []) } });
    expect(way(spec, kept, bob)).toBe('none');
  });

  it('do not lift their own permissions boundary', () => {
    const own = holding(crown, allow(['iam:DeleteRolePermissionsBoundary'], '*'));
    const managed = { limit: { says: [allow(['iam:*'], '*')], versions: 1 } };
    const spec = estate({ managed, users: { bob: user(nothing) }, roles: { [reserved]: role({ ...own, limit: 'limit' }, []) } });
    expect(way(spec, kept, bob)).toBe('none');
  });

  it('are given nothing by whom they let in by name', () => {
    const lets: Lets = { effect: 'Allow', who: { aws: ann } };
    const spec = estate({
      users: { ann: user(holding(allow(['iam:AttachRolePolicy'], 'arn:aws:iam::111111111111:role/*'))), bob: user(nothing) },
      roles: { [reserved]: role(nothing, [lets]) },
    });
    expect(way(spec, ann, bob)).toBe('none');
    expect(way(spec, ann, kept)).toBe('certain');
  });
});

describe('whoever lifts its own permissions boundary', () => {
  // IAM API reference, API_DeleteUserPermissionsBoundary.html
  const lifting = (...own: readonly Said[]): Spec['users'][string] =>
    user({ ...holding(allow(['iam:DeleteUserPermissionsBoundary'], '{self}'), ...own), limit: 'limit' });
  const managed = { limit: { says: [allow(['iam:DeleteUserPermissionsBoundary'], '*')], versions: 1 } };

  it('acts as the users and roles that its policies let it take over', () => {
    const lets: Lets = { effect: 'Allow', who: { aws: 'arn:aws:iam::111111111111:root' } };
    const users = { ann: lifting(allow(['iam:CreateAccessKey'], bob), allow(['sts:AssumeRole'], runner)), bob: user(nothing) };
    const spec = estate({ managed, users, roles: { runner: role(nothing, [lets]) } });
    expect([way(spec, ann, bob), way(spec, ann, runner)]).toEqual(['certain', 'certain']);
  });
});

describe('whoever writes itself a policy under a permissions boundary', () => {
  // IAM User Guide, access_policies_boundaries.html: what both allow
  it('acts as those that the boundary lets it take over', () => {
    const managed = { limit: { says: [allow(['iam:PutUserPolicy', 'iam:CreateAccessKey'], '*')], versions: 1 } };
    const users = { ann: user({ ...holding(allow(['iam:PutUserPolicy'], '{self}')), limit: 'limit' }), bob: user(nothing) };
    expect(way(estate({ managed, users }), ann, bob)).toBe('certain');
  });
});

describe('whoever joins a group', () => {
  // IAM User Guide, id_groups.html: a member has what the group gives beside its own
  it('adds what the group gives to what it has', () => {
    const users = { ann: user(holding(allow(['iam:AddUserToGroup'], '*'), allow(['iam:PassRole'], runner))) };
    const groups = { ops: holding(allow(['lambda:CreateFunction', 'lambda:InvokeFunction'], '*')) };
    const spec = estate({ users, groups, roles: { runner: role(nothing, [by('lambda.amazonaws.com')]) } });
    expect(way(spec, ann, runner)).toBe('certain');
  });
});

describe('whoever joins a group that may change another one it is in', () => {
  // IAM API reference, API_AttachGroupPolicy.html
  it('gives itself any right', () => {
    const users = { ann: { ...user(holding(allow(['iam:AddUserToGroup'], '*'))), groups: ['ops'] }, bob: user(nothing) };
    const groups = { ops: nothing, dev: holding(allow(['iam:AttachGroupPolicy'], arnOf('group', 'ops'))) };
    expect(way(estate({ users, groups }), ann, bob)).toBe('certain');
  });
});

describe('whoever may give a user any right that has as many keys as it can have', () => {
  // IAM API reference, API_DeleteAccessKey.html: that makes room for one more
  it('acts as it where it may take one away', () => {
    const own = (...more: readonly string[]): Spec =>
      estate({
        users: {
          ann: user(holding(allow(['iam:AttachUserPolicy', 'iam:CreateAccessKey', ...more], bob))),
          bob: user(nothing, { keys: 2, password: true }),
          'team/cat': user(nothing),
        },
      });
    expect(way(own(), ann, arnOf('user', 'team/cat'))).toBe('none');
    expect(way(own('iam:DeleteAccessKey'), ann, arnOf('user', 'team/cat'))).toBe('certain');
  });
});

describe('whoever may make more than one kind of credential of a user', () => {
  // IAM User Guide, reference_iam-quotas.html: two access keys at most; one password
  const target = user({ inline: [], attached: ['p0'] }, { keys: 2, password: false });
  const managed = { p0: { says: [allow(['s3:ListAllMyBuckets'], '*')], versions: 1 } };
  const sees = (...said: readonly Said[]): string =>
    way(estate({ managed, users: { ann: user(holding(...said)), bob: target }, roles: { runner: role(nothing, []) } }), ann, runner);

  it('acts as it by the one that it has room for, whatever gives the other', () => {
    const [all, keys] = [allow(['iam:Create*'], '*'), allow(['iam:CreateAccessKey'], '*')];
    const writes = allow(['iam:PutUserPolicy'], bob);
    expect(sees(all)).toBe('certain');
    expect(sees(all, keys)).toBe('certain');
    expect(sees(writes, allow(['iam:CreateLoginProfile'], bob), keys)).toBe('certain');
    expect(sees(writes, keys)).toBe('none');
  });
});

describe('permissions on what the provider does not ask for them on', () => {
  const passing = (service: string, ...said: readonly Said[]): Spec =>
    estate({
      users: { ann: user(holding(allow(['iam:PassRole'], runner), ...said)) },
      roles: { runner: role(nothing, [by(service)], { inProfile: true }) },
    });

  // service-authorization/latest/reference/list_awscloudformation.html: CreateStackSet takes no resource, so `*` alone allows it
  it('make no stack set', () => {
    const of = (resource: string): string =>
      way(
        passing(
          'cloudformation.amazonaws.com',
          allow(['cloudformation:CreateStackSet'], resource),
          allow(['cloudformation:CreateStackInstances'], '*'),
        ),
        ann,
        runner,
      );
    expect(of('*')).toBe('certain');
    expect(of('arn:aws:cloudformation:*:111111111111:stackset/*')).toBe('none');
  });

  // service-authorization/latest/reference/list_awsglue.html: CreateDevEndpoint takes no resource
  it('make no development endpoint', () => {
    const of = (resource: string): string => way(passing('glue.amazonaws.com', allow(['glue:CreateDevEndpoint'], resource)), ann, runner);
    expect(of('*')).toBe('certain');
    expect(of('arn:aws:glue:*:111111111111:devEndpoint/*')).toBe('none');
  });

  // service-authorization/latest/reference/list_amazonec2.html: RunInstances needs a security group among others
  it('launch no instance', () => {
    const spec = (...more: readonly Said[]): Spec => passing('ec2.amazonaws.com', allow(['ec2:RunInstances'], '*'), ...more);
    expect(way(spec(), ann, runner)).toBe('certain');
    expect(way(spec(deny(['ec2:RunInstances'], 'arn:aws:ec2:*:*:security-group/*')), ann, runner)).toBe('none');
  });
});

describe('whoever may join a group, where trust policies tell principals apart', () => {
  const root = 'arn:aws:iam::111111111111:root';
  const lets = (aws: string): Lets => ({ effect: 'Allow', who: { aws } });
  const bars = (aws: string): Lets => ({ effect: 'Deny', who: { aws } });
  const managed = { limit: { says: [allow(['secretsmanager:*'], '*')], versions: 1 } };
  const joining = user(holding(allow(['iam:AddUserToGroup'], '*')));
  const joined = (trust: readonly Lets[], ...gives: readonly Said[]): Spec =>
    estate({
      managed,
      users: { ann: joining, bob: user(nothing) },
      groups: { ops: { inline: [gives], attached: [] } },
      roles: { runner: role({ ...nothing, limit: 'limit' }, trust) },
    });
  const boosting = [allow(['iam:AttachRolePolicy'], '*'), allow(['sts:AssumeRole'], '*')] as const;

  it('gives a role that lets it in what its boundary leaves, and acts as it', () => {
    expect(way(joined([lets(root)], ...boosting), ann, bob)).toBe('certain');
    expect(way(joined([bars(runner), lets(root)], ...boosting), ann, bob)).toBe('certain');
    expect(way(joined([lets(ann)], ...boosting), ann, bob)).toBe('certain');
    expect(way(joined([lets(bob)], ...boosting), ann, bob)).toBe('none');
    expect(way(joined([bars(ann), lets(root)], ...boosting), ann, bob)).toBe('none');
  });

  it('assumes a role by what the group gives, unless it is the one that is barred', () => {
    const assuming = allow(['sts:AssumeRole'], '*');
    expect(way(joined([bars(bob), lets(root)], assuming), ann, runner)).toBe('certain');
    expect(way(joined([bars(ann), lets(root)], assuming), ann, runner)).toBe('none');
  });
});

describe('roles that leave it to the account, assumed by whoever first changes its own tags', () => {
  const ifBlue = { StringEquals: { 'aws:PrincipalTag/team': 'blue' } };
  const tagged = holding(allow(['iam:TagUser'], '*'), { ...allow(['sts:AssumeRole'], '*'), condition: ifBlue });
  const account = 'arn:aws:iam::111111111111:root';

  it('are surely reached where their trust policies ask nothing', () => {
    const spec = estate({
      users: { ann: user(tagged) },
      roles: { runner: role(holding(crown), [{ effect: 'Allow', who: { aws: account } }]) },
    });
    expect(way(spec, ann, runner)).toBe('certain');
  });

  it('are possibly reached where they ask something too', () => {
    const asking: Lets = { effect: 'Allow', who: { aws: account }, condition: { StringEquals: { 'aws:PrincipalTag/team': 'red' } } };
    const spec = estate({ users: { ann: user(tagged) }, roles: { runner: role(holding(crown), [asking]) } });
    expect(way(spec, ann, runner)).not.toBe('certain');
  });
});

describe('users that are made', () => {
  const selfServed = allow(['iam:AttachUserPolicy'], 'arn:aws:iam::111111111111:user/${aws:username}');
  const spec = (name: string): Spec =>
    estate({
      users: { [name]: user(holding(selfServed, allow(['iam:Create*'], '*')), { limit: 'limit' }) },
      roles: { runner: role(holding(crown), []) },
      managed: { limit: { says: [allow(['iam:*'], '*')], versions: 1 } },
    });

  it('have no name that another has on a path of its own', () => {
    expect(way(spec('team/cat'), arnOf('user', 'team/cat'), runner)).toBe('none');
  });

  it('have none that differs in the case of its letters alone', () => {
    const made = allow(['iam:CreateUser', 'iam:AttachUserPolicy', 'iam:CreateAccessKey'], 'arn:aws:iam::111111111111:user/CAT');
    const one = (others: Spec['users']): Spec =>
      estate({ users: { ann: user(holding(made)), ...others }, roles: { runner: role(holding(crown), []) } });
    expect(way(one({ 'team/cat': user(nothing) }), ann, runner)).toBe('none');
    expect(way(one({}), ann, runner)).toBe('certain');
  });
});

describe('whoever puts users into groups', () => {
  // IAM API reference, API_AddUserToGroup.html: it is authorised on the group alone, and a role may do it too
  const putting = allow(['iam:AddUserToGroup'], arnOf('group', 'ops'));
  const minting = allow(['iam:CreateAccessKey'], bob);
  const making = allow(['iam:CreateUser', 'iam:CreateLoginProfile'], 'arn:aws:iam::111111111111:user/new-*');
  const helper = arnOf('role', 'helper');
  const spec = (gives: readonly Said[], own: readonly Said[], its: Partial<User> = {}, managed: Spec['managed'] = {}): Spec =>
    estate({
      users: { bob: user(nothing, its) },
      groups: { ops: { inline: [gives], attached: [] } },
      roles: { helper: role(holding(...own), []), runner: role(nothing, []) },
      managed,
    });
  const read = [allow(['secretsmanager:GetSecretValue'], secretOf(runner))];

  it('has what they give where it acts as a user by a credential', () => {
    expect(way(spec(read, [putting, minting]), helper, runner)).toBe('certain');
    expect(way(spec(read, [putting]), helper, runner)).toBe('none');
    expect(way(spec(read, [minting]), helper, runner)).toBe('none');
    expect(way(spec(read, [putting, allow(['iam:CreateAccessKey'], ann)]), helper, runner)).toBe('none');
    expect(way(spec(read, [allow(['iam:AddUserToGroup'], arnOf('group', 'dev')), minting]), helper, runner)).toBe('none');
  });

  it('has it where it makes the user', () => {
    expect(way(spec(read, [putting, making]), helper, runner)).toBe('certain');
    expect(way(spec(read, [putting, allow(['iam:CreateUser'], '*')]), helper, runner)).toBe('none');
  });

  it('has what the limits of that user leave', () => {
    const within = (...says: readonly Said[]): string =>
      way(spec(read, [putting, minting], { limit: 'limit' }, { limit: { says, versions: 1 } }), helper, runner);
    expect(within(allow(['s3:*'], '*'))).toBe('none');
    expect(within(allow(['secretsmanager:*'], '*'))).toBe('certain');
    const denied = spec(read, [putting, minting], { inline: [[deny(['secretsmanager:*'], '*')]] });
    expect(way(denied, helper, runner)).toBe('none');
    expect(way({ ...denied, users: { ...denied.users, cat: user(nothing) } }, helper, runner)).toBe('none');
    const any = spec(read, [putting, allow(['iam:CreateAccessKey'], '*')], { inline: [[deny(['secretsmanager:*'], '*')]] });
    expect(way({ ...any, users: { ...any.users, cat: user(nothing) } }, helper, runner)).toBe('certain');
  });

  it('has what they give each member over itself', () => {
    const self = [allow(['iam:PutUserPolicy'], 'arn:aws:iam::111111111111:user/${aws:username}')];
    expect(way(spec(self, [putting, minting]), helper, runner)).toBe('certain');
    expect(way(spec(self, [putting, making]), helper, runner)).toBe('certain');
    const other = [allow(['iam:PutUserPolicy'], 'arn:aws:iam::111111111111:user/else')];
    expect(way(spec(other, [putting, minting]), helper, runner)).toBe('none');
  });

  it('goes on by what they give', () => {
    const given = spec([allow(['iam:PassRole', 'lambda:CreateFunction', 'lambda:InvokeFunction'], '*')], [putting, making]);
    const roles = { ...given.roles, runner: role(nothing, [by('lambda.amazonaws.com')]) };
    expect(way({ ...given, roles }, helper, runner)).toBe('certain');
  });

  it('has it possibly where the password that it changes was not read', () => {
    const unread = { ...spec(read, [putting, allow(['iam:UpdateLoginProfile'], bob)]), isReportRead: false };
    expect(way(unread, helper, runner)).toBe('possible');
    expect(way({ ...unread, isReportRead: true }, helper, runner)).toBe('none');
  });

  it('is told to make a user rather than by what may be there already', () => {
    const both = { ...spec(read, [putting, making, allow(['iam:CreateLoginProfile'], bob)]), isReportRead: false };
    const path = engineOf(readOf(both), NOW).viewAt(NOW).path(helper, 'read-secrets', secretOf(runner));
    expect(path?.grant.escalation).toBe('make-user-in-group');
    expect(path?.caveats.join()).not.toContain('password');
  });

  it('changes by what they give the policies that the user has', () => {
    const change = allow(['iam:CreatePolicyVersion'], arnOf('policy', 'own'));
    const own = { own: { says: [allow(['s3:ListAllMyBuckets'], '*')], versions: 1 } };
    expect(way(spec([change], [putting, minting], { attached: ['own'] }, own), helper, runner)).toBe('certain');
    expect(way(spec([change], [putting, minting], {}, own), helper, runner)).toBe('none');
    // whoever is denied something that is no matter here may be the only one who has such a policy
    const denied = { attached: ['own'], inline: [[deny(['s3:*'], '*')]] };
    const two = spec([change], [putting, allow(['iam:CreateAccessKey'], '*')], denied, own);
    expect(way({ ...two, users: { ...two.users, cat: user(nothing) } }, helper, runner)).toBe('certain');
  });
});
