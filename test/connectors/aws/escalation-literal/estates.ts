import fc from 'fast-check';
import type { EscalationMethod, Ingredient } from '../../../../connectors/aws/escalation/table.ts';
import { escalationMethods } from '../../../../connectors/aws/escalation/table.ts';
import { everyThing } from '../../../../connectors/aws/escalation/things.ts';
import type { WorkloadKind } from '../../../../connectors/aws/facts.ts';
import { HOME } from '../resolve/say.ts';
import { GONE, LATER, NOW, SOON } from './moments.ts';
import type { Condition, Holder, Lets, Managed, Role, Said, Spec, User, Workload } from './spec.ts';
import { arnOf, workloadArnOf, workloadServices } from './spec.ts';

const iam = (rest: string): string => `arn:aws:iam::${HOME}:${rest}`;
const roleNames = ['runner', 'team/dev', 'aws-reserved/res', 'last'];
const userNames = ['ann', 'bob', 'team/cat'];
const groupNames = ['ops', 'dev'];
const policyNames = ['p0', 'p1', 'limit'];
const kinds = Object.keys(workloadServices) as WorkloadKind[];

const roles = ['*', iam('role/*'), iam('role/team/*'), ...roleNames.map((name) => arnOf('role', name))];
const users = ['*', iam('user/*'), '{self}', iam('user/${aws:username}'), ...userNames.map((name) => arnOf('user', name))];
const policies = ['*', iam('policy/*'), iam('policy/p*'), ...policyNames.map((name) => arnOf('policy', name))];
const groups = ['*', iam('group/*'), ...groupNames.map((name) => arnOf('group', name))];
const things = (pattern: string): readonly string[] =>
  pattern === '*' ? ['*'] : ['*', pattern, pattern.replace(/\*$/, 'dev-*'), pattern.replace(/\*$/, 'dev-1')];

/** What a permission may speak of, by what it has to be allowed on. */
function patternsOf(on: Ingredient['on'], kind: WorkloadKind | null): readonly string[] {
  if (typeof on === 'object') return things(everyThing('made' in on ? on.made : on.any, 'aws', HOME));
  switch (on) {
    case 'passed-role':
    case 'role':
      return roles;
    case 'oneself':
      return [...users, ...roles];
    case 'user':
      return users;
    case 'own-policy':
    case 'own-boundary':
    case 'target-policy':
      return policies;
    case 'own-group':
    case 'group':
      return groups;
    case 'workload':
      return things(workloadArnOf(kind ?? 'function', '*'));
    case 'workload-part':
      return things(everyThing('runtime-endpoint', 'aws', HOME));
    case 'provider':
      return ['*'];
  }
}

const clock = (operator: string, ms: number): Condition => ({ [operator]: { 'aws:CurrentTime': new Date(ms).toISOString() } });
const anyone: readonly Condition[] = [
  clock('DateLessThan', SOON),
  clock('DateLessThan', LATER),
  clock('DateGreaterThan', SOON),
  clock('DateLessThan', GONE),
  clock('DateGreaterThan', NOW - 1),
  { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
  { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
  { StringEquals: { 'aws:PrincipalTag/team': 'blue' } },
  { StringEquals: { 'aws:SourceVpce': 'vpce-1' } },
  { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } },
];
const passing: readonly Condition[] = [
  ...['lambda.amazonaws.com', 'ec2.amazonaws.com', 'codebuild.amazonaws.com'].map((service) => ({
    StringEquals: { 'iam:PassedToService': service },
  })),
  { StringLike: { 'iam:PassedToService': '*lambda*' } },
  { StringNotEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } },
];

const tagging: readonly Condition[] = [
  { StringEquals: { 'aws:RequestTag/team': 'red' } },
  { StringNotEquals: { 'aws:RequestTag/team': 'blue' } },
  { 'ForAllValues:StringEquals': { 'aws:TagKeys': 'cost' } },
];
const teamed: readonly Condition[] = [
  { StringEquals: { 'aws:PrincipalTag/team': 'blue' } },
  { StringNotEquals: { 'aws:PrincipalTag/team': 'red' } },
  { Null: { 'aws:PrincipalTag/team': 'true' } },
];

const conditionOf = (actions: readonly string[]): fc.Arbitrary<Condition | null> =>
  actions.some((each) => each.startsWith('iam:Tag'))
    ? fc.option(fc.constantFrom(...anyone, ...tagging, ...tagging, ...tagging), { freq: 2 })
    : actions.includes('iam:PassRole')
      ? fc.option(fc.constantFrom(...anyone, ...passing), { freq: 2 })
      : rarely(fc.constantFrom(...anyone));

function rarely<T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
  return fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: of });
}

/** All that reads secrets of any kind, so that who reads one was told of that one. */
const readers = ['secretsmanager:*', 'ssm:Get*', 'lambda:Get*', 'kms:*'];

/** `lambda:Update*` of `lambda:UpdateFunctionCode`; as it is where that would read secrets of another kind. */
function widened(action: string): string {
  const pattern = action.replace(/(:[A-Z][a-z]+).*/, '$1*');
  return readers.includes(pattern) ? action : pattern;
}

function said(effect: Said['effect'], actions: readonly string[], on: readonly string[], condition: Condition | null): Said {
  return { effect, actions, on, ...(condition === null ? {} : { condition }) };
}

const practical = escalationMethods.filter(({ family }) => family !== 'provider' && family !== 'older-version');

/** One permission of a method as a policy may put it. */
function needed(need: Ingredient, kind: WorkloadKind | null): fc.Arbitrary<Said> {
  return fc
    .tuple(fc.constantFrom(...need.actions), fc.constantFrom(...patternsOf(need.on, kind)), conditionOf(need.actions), fc.nat(9))
    .map(([action, pattern, condition, form]) => {
      // by its first word: what `ssm:*` gives beside it is no matter here
      if (form === 9) return said('Allow', [widened(action)], [pattern], condition);
      return said('Allow', [action], [form < 4 ? '*' : pattern], condition);
    });
}

const ofMethod = (method: EscalationMethod): fc.Arbitrary<readonly Said[]> =>
  fc
    .tuple(rarely(fc.nat(method.needs.length - 1)), ...method.needs.map((need) => needed(need, method.workload)))
    .map(([without, ...all]) => all.filter((_each, at) => at !== without));

const anyNeed = fc
  .constantFrom(...practical)
  .chain((method) => fc.constantFrom(...method.needs).map((need) => ({ need, kind: method.workload })));

const loose: fc.Arbitrary<Said> = fc.oneof(
  { weight: 6, arbitrary: anyNeed.chain(({ need, kind }) => needed(need, kind)) },
  {
    weight: 3,
    arbitrary: anyNeed.chain(({ need, kind }) =>
      fc.tuple(fc.constantFrom(...patternsOf(need.on, kind)), conditionOf(need.actions)).map(([pattern, condition]): Said => ({
        ...said('Allow', need.actions, [pattern], condition),
        ...(pattern === '*' ? {} : { isNotResource: true }),
      })),
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('iam:*', 'lambda:Update*', 'iam:Pass*', 'iam:Put*', 'sts:*')
      .map((action) => said('Allow', [action], ['*'], null)),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(['iam:*', 'sts:*'], ['lambda:*', 'iam:Put*', 'iam:Attach*'], ['ec2:*', 'iam:*Boundary', 'iam:Create*'])
      .map((actions): Said => ({ ...said('Allow', [...actions, ...readers], ['*'], null), isNotAction: true })),
  },
);

const denies: fc.Arbitrary<Said> = anyNeed.chain(({ need, kind }) =>
  fc
    .tuple(
      fc.constantFrom(...patternsOf(need.on, kind)),
      rarely(fc.constantFrom(...anyone, ...(need.on === 'passed-role' ? passing : []))),
      fc.nat(4),
    )
    .map(([pattern, condition, form]): Said => ({
      ...said('Deny', need.actions, [pattern], condition),
      ...(form === 0 && pattern !== '*' ? { isNotResource: true } : {}),
    })),
);

/** Permissions of a method that ask for a tag. */
const asking = fc
  .tuple(fc.constantFrom(...practical).chain(ofMethod), fc.constantFrom(...teamed))
  .map(([all, condition]) => all.map((each): Said => ({ ...each, condition })));

/** What is taken off has to be there, and so has what asks for tags. */
const ways = fc
  .constantFrom(...practical)
  .chain((method) =>
    method.family === 'own-denies'
      ? fc.tuple(ofMethod(method), denies).map(([all, denied]) => [...all, denied])
      : method.family === 'own-tags'
        ? fc.tuple(ofMethod(method), asking).map(([all, asked]) => [...all, ...asked])
        : ofMethod(method),
  );

/** Permissions of a method or two, a few others, a denial; each in a policy of its own or some together. */
const inline: fc.Arbitrary<readonly (readonly Said[])[]> = fc
  .tuple(fc.array(ways, { maxLength: 2 }), fc.array(loose, { maxLength: 1 }), rarely(denies), fc.boolean())
  .map(([methods, others, denied, apart]) => {
    const all = [...methods.flat(), ...others, ...(denied === null ? [] : [denied])];
    return all.length === 0 ? [] : apart ? all.map((each) => [each]) : [all];
  });

const holder: fc.Arbitrary<Holder> = fc
  .record({
    inline,
    attached: fc.subarray(['p0', 'p1']),
    limit: rarely(fc.constant('limit')),
    team: fc.option(fc.constantFrom('blue', 'red')),
  })
  .map(({ limit, team, ...rest }) => ({ ...rest, ...(limit === null ? {} : { limit }), ...(team === null ? {} : { team }) }));

const user: fc.Arbitrary<User> = fc
  .record({ holder, groups: fc.subarray(groupNames), keys: fc.nat(2), password: fc.boolean() })
  .map(({ holder: own, ...rest }) => ({ ...own, ...rest }));

const services = [...new Set([...escalationMethods.flatMap(({ passed }) => passed?.trusts ?? []), ...Object.values(workloadServices)])];
const lets: fc.Arbitrary<Lets> = fc
  .record({
    effect: fc.constantFrom<Lets['effect']>('Allow', 'Allow', 'Allow', 'Allow', 'Deny'),
    who: fc.oneof(
      fc.constantFrom(...services, 'lambda.amazonaws.com', 'ec2.amazonaws.com').map((service) => ({ service })),
      fc.constantFrom(iam('root'), arnOf('user', 'ann'), arnOf('role', 'runner')).map((aws) => ({ aws })),
    ),
    account: rarely(fc.constantFrom(HOME, '999999999999')),
    condition: rarely(fc.constantFrom(...anyone.slice(0, 6))),
  })
  .map(({ account, condition, effect, who }) => {
    const isOfService = 'service' in who;
    if (isOfService && account !== null) return { effect, who, condition: { StringEquals: { 'aws:SourceAccount': account } } };
    if (condition === null || (isOfService && 'Bool' in condition)) return { effect, who };
    return { effect, who, condition };
  });

const role: fc.Arbitrary<Role> = fc
  .record({ holder, trust: fc.array(lets, { maxLength: 3 }), serves: fc.boolean(), inProfile: fc.boolean() })
  .map(({ holder: own, trust, serves, inProfile }) => ({
    ...own,
    inProfile,
    trust: serves ? [...trust, ...services.map((service): Lets => ({ effect: 'Allow', who: { service } }))] : trust,
  }));

const managed: fc.Arbitrary<Managed> = fc.record({
  says: fc.oneof(
    { weight: 3, arbitrary: fc.constant([said('Allow', ['s3:ListAllMyBuckets'], ['*'], null)]) },
    { weight: 1, arbitrary: fc.array(loose, { minLength: 1, maxLength: 2 }) },
    { weight: 1, arbitrary: fc.array(fc.oneof(loose, denies, denies), { minLength: 1, maxLength: 2 }) },
  ),
  versions: fc.constantFrom(1, 2, 5),
});
const allowed = fc
  .constantFrom('iam:*', 'iam:*Boundary', 'iam:*Version', 'iam:Put*', 'sts:*', 'lambda:Create*')
  .map((action) => said('Allow', [action], ['*'], null));
const limit: fc.Arbitrary<Managed> = fc
  .tuple(fc.array(fc.oneof(allowed, allowed, loose), { maxLength: 3 }), rarely(denies), fc.constantFrom(1, 2, 5))
  .map(([more, denied, versions]) => ({
    says: [said('Allow', ['secretsmanager:*'], ['*'], null), ...more, ...(denied === null ? [] : [denied])],
    versions,
  }));

const workload: fc.Arbitrary<Workload> = fc.record({
  kind: fc.constantFrom(...kinds),
  name: fc.constantFrom('zz', 'dev-zz', 'dev-1'),
  role: fc.constantFrom('runner', 'team/dev', 'last'),
  usable: fc.constantFrom(true, true, true, false, null),
});

/** Kinds that one surface tells are read together. */
const together: readonly (readonly WorkloadKind[])[] = [
  ['function'],
  ['instance', 'launch-template'],
  ['stack', 'stack-set'],
  ['build-project'],
  ['notebook', 'dev-endpoint'],
  ['browser'],
  ['state-machine'],
  ['agent-runtime'],
  ['deployment-group'],
  ['task'],
  ['job-definition'],
  ['workflow-environment'],
];

function some<T>(names: readonly string[], of: fc.Arbitrary<T>, least: number): fc.Arbitrary<Readonly<Record<string, T>>> {
  return fc
    .tuple(fc.nat(names.length - least), ...names.map(() => of))
    .map(([fewer, ...all]) => Object.fromEntries(names.slice(0, names.length - fewer).map((name, at) => [name, all[at] as T])));
}

const seldomGuarded = rarely(fc.array(denies, { minLength: 1, maxLength: 2 }));

/** Random small estates in which much nearly works. */
export const estates: fc.Arbitrary<Spec> = fc
  .record({
    users: some(userNames, user, 2),
    roles: some(roleNames, role, 2),
    groups: some(groupNames, holder, 0),
    managed: fc.record({ p0: managed, p1: managed, limit }),
    workloads: fc.uniqueArray(workload, { maxLength: 7, selector: ({ kind, name }) => `${kind}/${name}` }),
    unreadWorkloads: fc.subarray([...together], { maxLength: 3 }).map((all) => all.flat()),
    isReportRead: fc.boolean(),
    guardrail: seldomGuarded,
  })
  .map(({ guardrail, ...rest }) => ({ ...tidied(rest), ...(guardrail === null ? {} : { guardrail }) }));

const askedTags: readonly Condition[] = [
  { StringEquals: { 'aws:ResourceTag/team': 'blue' } },
  { StringNotEquals: { 'aws:ResourceTag/team': 'red' } },
  { Null: { 'iam:ResourceTag/team': 'true' } },
  { StringEquals: { 'iam:ResourceTag/team': '${aws:PrincipalTag/team}' } },
];

/** The same with statements that ask for tags of what is asked for. */
export const taggedEstates: fc.Arbitrary<Spec> = fc
  .tuple(estates, fc.array(fc.option(fc.constantFrom(...askedTags), { freq: 2 }), { minLength: 16, maxLength: 16 }))
  .map(([spec, conditions]) => {
    let at = 0;
    const each = (one: Said): Said => {
      const more = conditions[at++ % conditions.length] ?? null;
      return more === null ? one : { ...one, condition: bothOf(one.condition ?? {}, more) };
    };
    const holders = <T extends Holder>(all: Readonly<Record<string, T>>): Readonly<Record<string, T>> =>
      Object.fromEntries(Object.entries(all).map(([name, own]) => [name, { ...own, inline: own.inline.map((list) => list.map(each)) }]));
    const policies = Object.entries(spec.managed).map(([name, { says, versions }]) => [name, { says: says.map(each), versions }] as const);
    const { users: ofUsers, roles: ofRoles, groups: ofGroups, guardrail } = spec;
    return {
      ...spec,
      users: holders(ofUsers),
      roles: holders(ofRoles),
      groups: holders(ofGroups),
      managed: Object.fromEntries(policies),
      ...(guardrail === undefined ? {} : { guardrail: guardrail.map(each) }),
    };
  });

function bothOf(a: Condition, b: Condition): Condition {
  const operators = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return Object.fromEntries(operators.map((operator) => [operator, { ...a[operator], ...b[operator] }]));
}

/** Nobody is in a group that is not there, nothing runs as a role that is not, and what needs a profile has one. */
function tidied(spec: Spec): Spec {
  const isThere = new Set(Object.keys(spec.groups));
  const workloads = spec.workloads.filter(({ role: name }) => spec.roles[name] !== undefined);
  const inProfile = new Set(workloads.flatMap(({ kind, role: name }) => (kind === 'instance' || kind === 'launch-template' ? [name] : [])));
  const users = Object.fromEntries(
    Object.entries(spec.users).map(([name, each]) => [name, { ...each, groups: each.groups.filter((group) => isThere.has(group)) }]),
  );
  const all = Object.fromEntries(
    Object.entries(spec.roles).map(([name, each]) => [name, inProfile.has(name) ? { ...each, inProfile: true } : each]),
  );
  return { ...spec, users, workloads, roles: all, groups: withoutLimits(spec.groups) };
}

function withoutLimits(all: Spec['groups']): Spec['groups'] {
  return Object.fromEntries(Object.entries(all).map(([name, { inline: own, attached }]) => [name, { inline: own, attached }]));
}
