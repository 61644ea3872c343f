import type { Json } from '../../../../src/base/json.ts';
import type { EscalationMethod, Ingredient } from '../../../../connectors/aws/escalation/table.ts';
import { escalationMethods } from '../../../../connectors/aws/escalation/table.ts';
import type { WorkloadKind } from '../../../../connectors/aws/facts.ts';
import type { Asker, Node, Reading, Wanted } from './ask.ts';
import { offOf, worlds } from './ask.ts';
import type { Holder, Said, Spec } from './spec.ts';
import { arnOf, workloadArnOf, workloadServices } from './spec.ts';
import { namedIn, namesOf } from './things.ts';

export type Sure = 'certain' | 'possible' | 'none';

/** A step that one method gives. */
export interface Way {
  readonly method: string;
  readonly to: Node;
  readonly sure: 'certain' | 'possible';
}

/** What it takes off itself, and how sure. */
interface Off {
  readonly off: readonly string[];
  readonly sure: Sure;
}

interface Denying {
  /** Whom it is of. */
  readonly owner: string;
  readonly isInline: boolean;
  /** The name of a managed one. */
  readonly policy: string | null;
  readonly off: string;
}

/** What fixed things a method's permissions must be allowed on; several: one of them is enough. */
type Fixed = Partial<Record<Exclude<Ingredient['on'], object>, readonly string[]>>;

/** Values that tell all conditions of the estates on the tag apart. */
const teams = ['blue', 'red', 'zz'];

const isGiven = (role: string): boolean => !/^aws-(?:service-role|reserved)\//.test(role);

/** The ways out of one node, found by trying each method on each target by concrete calls. */
export class Ways {
  readonly #spec: Spec;
  readonly #asker: Asker;
  readonly #reading: Reading;

  constructor(spec: Spec, asker: Asker, reading: Reading) {
    this.#spec = spec;
    this.#asker = asker;
    this.#reading = reading;
  }

  of(node: Node): readonly Way[] {
    return escalationMethods.flatMap((method) => this.#by(method, node));
  }

  #by(method: EscalationMethod, node: Node): readonly Way[] {
    const to = (target: Node, sure: Sure): readonly Way[] => (sure === 'none' ? [] : [{ method: method.id, to: target, sure }]);
    const less = (off: readonly string[]): Node => ({ ...node, off: [...new Set([...node.off, ...off])].sort() });
    switch (method.family) {
      case 'own-rights':
        return this.#ownRights(method, node).flatMap(({ off, sure }) => to({ ...less(off), boosted: true }, sure));
      case 'own-denies':
        return this.#ownDenies(method, node).flatMap(({ off, sure }) => to(less(off), sure));
      case 'own-boundary':
        return this.#lifts(method, node).flatMap((sure) => to({ ...node, unbounded: true }, sure));
      case 'own-tags':
        return this.#retags(method, node);
      case 'group':
        return node.kind === 'role'
          ? []
          : this.#groupsBeside(node).flatMap((group) =>
              to({ ...node, joined: group }, this.#sure(method, node, { group: [arnOf('group', group)] })),
            );
      case 'user':
        return this.#others(node, 'user').flatMap((name) => to(fresh('user', name), this.#asUser(method, node, name)));
      case 'boosted-user':
        return this.#others(node, 'user').flatMap((name) =>
          to({ ...fresh('user', name), boosted: true }, weakest(this.#writes(method, node, 'user', name), this.#mints(node, name))),
        );
      case 'role':
        return this.#others(node, 'role').flatMap((name) => to(fresh('role', name), this.#rewrites(node, name)));
      case 'plain':
        return this.#others(node, 'role').flatMap((name) => to(fresh('role', name), this.#assumes(node, name)));
      case 'boosted-role': {
        const isRewritten = method.needs.some(({ actions }) => actions[0] === 'iam:UpdateAssumeRolePolicy');
        return this.#others(node, 'role')
          .filter(isGiven)
          .flatMap((name) =>
            to(
              { ...fresh('role', name), boosted: true },
              weakest(this.#writes(method, node, 'role', name), isRewritten ? this.#rewrites(node, name) : this.#assumes(node, name)),
            ),
          );
      }
      case 'made-user':
        return this.#makes(method, node, 'user').flatMap(({ name, sure }) => to({ ...fresh('user', name), boosted: true }, sure));
      case 'made-role':
        return this.#makes(method, node, 'role').flatMap(({ name, sure }) =>
          to({ ...fresh('role', name), boosted: true }, weakest(sure, this.#reading === 'most' ? sure : this.#entersNew(node, name))),
        );
      case 'member':
        return this.#others(node, 'user').flatMap((name) => {
          const user = fresh('user', name);
          return this.#groupsBeside(user).flatMap((group) =>
            to({ ...user, joined: group }, weakest(this.#puts(node, group), this.#mints(node, name))),
          );
        });
      case 'made-member':
        return Object.keys(this.#spec.groups).flatMap((group) => {
          const puts = this.#puts(node, group);
          return puts === 'none'
            ? []
            : this.#makes(method, node, 'user').flatMap(({ name, sure }) =>
                to({ ...fresh('user', name), joined: group }, weakest(puts, sure)),
              );
        });
      case 'passed-role':
        return this.#others(node, 'role').flatMap((name) => to(fresh('role', name), this.#passes(method, node, name)));
      case 'workload':
        return this.#others(node, 'role').flatMap((name) => to(fresh('role', name), this.#uses(method, node, name)));
      // no estate has an identity provider, and every version of a policy says the same
      case 'provider':
      case 'older-version':
        return [];
    }
  }

  /** Users or roles of names that nobody has. */
  #makes({ needs }: EscalationMethod, node: Node, kind: 'user' | 'role'): readonly { readonly name: string; readonly sure: Sure }[] {
    const taken = kind === 'user' ? this.#spec.users : this.#spec.roles;
    const arns = [...namesOf(kind), ...namedIn(this.#spec, kind)].filter((arn) => {
      const name = arn.slice(arnOf(kind, '').length);
      return taken[name] === undefined && isGiven(name);
    });
    const onIt = needs.filter(({ on }) => on !== 'group');
    return arns.map((resource) => ({
      name: resource.slice(arnOf(kind, '').length),
      sure: weakest(...onIt.map(({ actions }) => strongest(actions.map((action) => this.#calls(node, [[{ action, resource }]]))))),
    }));
  }

  #groupsBeside(user: Node): readonly string[] {
    return Object.keys(this.#spec.groups).filter((group) => !this.#groupsOf(user).includes(group));
  }

  #puts(node: Node, group: string): Sure {
    return this.#calls(node, [[{ action: 'iam:AddUserToGroup', resource: arnOf('group', group) }]]);
  }

  #entersNew(node: Node, name: string): Sure {
    return this.#calls(node, [[{ action: 'sts:AssumeRole', resource: arnOf('role', name) }]], this.#asker.trustIn(node));
  }

  #others({ kind, name }: Node, of: 'user' | 'role'): readonly string[] {
    const all = Object.keys(of === 'user' ? this.#spec.users : this.#spec.roles);
    return all.filter((each) => of !== kind || each !== name);
  }

  /** How sure it lifts its permissions boundary, or writes over it; every version of that says the same. */
  #lifts(method: EscalationMethod, node: Node): readonly Sure[] {
    const limit = this.#limitOf(node);
    if (limit === undefined || method.id.startsWith('older-')) return [];
    if (method.needs[0].on === 'oneself')
      return method.id.includes(node.kind) ? [this.#sure(method, node, { oneself: [arnOf(node.kind, node.name)] })] : [];
    const isFull = (this.#spec.managed[limit]?.versions ?? 1) >= 5;
    return isFull === method.id.startsWith('replace-') ? [this.#sure(method, node, { 'own-boundary': [arnOf('policy', limit)] })] : [];
  }

  #limitOf({ kind, name }: Node): string | undefined {
    return (kind === 'user' ? this.#spec.users[name] : this.#spec.roles[name])?.limit;
  }

  #groupsOf({ kind, name, joined, off }: Node): readonly string[] {
    if (kind === 'role') return [];
    const own = (this.#spec.users[name]?.groups ?? []).filter((group) => !off.includes(offOf(arnOf('group', group), null)));
    return [...own, ...(joined === null ? [] : [joined])];
  }

  #policiesOf(node: Node): readonly string[] {
    const { users, roles, groups } = this.#spec;
    const left = (arn: string, attached: readonly string[] = []): readonly string[] =>
      attached.filter((policy) => !node.off.includes(offOf(arn, policy)));
    const self = node.kind === 'user' ? users[node.name] : roles[node.name];
    const own = left(arnOf(node.kind, node.name), self?.attached);
    return [...new Set([...own, ...this.#groupsOf(node).flatMap((group) => left(arnOf('group', group), groups[group]?.attached))])];
  }

  /** It gives itself any right, and what it writes over is gone. */
  #ownRights(method: EscalationMethod, node: Node): readonly Off[] {
    const { takesOff } = method;
    const groups = this.#groupsOf(node);
    const [on] = method.needs.map((need) => need.on);
    const denying = this.#denyingOf(node);
    const gone = (arn: string): readonly string[] =>
      takesOff === null ? [] : denying.flatMap(({ owner, isInline, off }) => (owner === arn && isInline ? [off] : []));
    if (on === 'oneself') return this.#onItself(method, node, gone);
    if (on === 'own-group') {
      return groups.map((group) => {
        const arn = arnOf('group', group);
        return { off: gone(arn), sure: this.#sure(method, node, { 'own-group': [arn] }) };
      });
    }
    const isFull = method.id.startsWith('replace-');
    const own = this.#policiesOf(node).filter((name) => (this.#spec.managed[name]?.versions ?? 1) >= 5 === isFull);
    return own.map((name) => ({
      off: denying.flatMap(({ policy, off }) => (policy === name ? [off] : [])),
      sure: this.#sure(method, node, { 'own-policy': [arnOf('policy', name)] }),
    }));
  }

  /** It takes off a policy that denies something, or leaves a group with one. */
  #ownDenies(method: EscalationMethod, node: Node): readonly Off[] {
    const { takesOff } = method;
    const [on] = method.needs.map((need) => need.on);
    const denying = this.#denyingOf(node).filter(({ isInline }) => takesOff === 'all' || (takesOff === 'inline') === isInline);
    if (on === 'oneself') {
      const own = denying.filter(({ owner }) => owner === arnOf(node.kind, node.name));
      return own.flatMap(({ off }) => this.#onItself(method, node, () => [off]));
    }
    return this.#groupsOf(node).flatMap((group) => {
      const arn = arnOf('group', group);
      const its = denying.filter(({ owner }) => owner === arn);
      if (its.length === 0) return [];
      const sure = this.#sure(method, node, { 'own-group': [arn] });
      if (takesOff === 'all') return node.joined === group ? [] : [{ off: [offOf(arn, null)], sure }];
      return its.map(({ off }) => ({ off: [off], sure }));
    });
  }

  /** It chooses the value of its tag. */
  #retags(method: EscalationMethod, node: Node): readonly Way[] {
    if (!method.id.endsWith(node.kind)) return [];
    const [{ actions }] = method.needs;
    const resource = arnOf(node.kind, node.name);
    return (method.id.startsWith('untag-') ? [null] : teams).flatMap((team) => {
      const sure = this.#calls(node, [[{ action: actions[0], resource, team }]]);
      return sure === 'none' ? [] : [{ method: method.id, to: { ...node, team }, sure }];
    });
  }

  #onItself(method: EscalationMethod, node: Node, off: (arn: string) => readonly string[]): readonly Off[] {
    const self = arnOf(node.kind, node.name);
    return method.id.includes(node.kind) ? [{ off: off(self), sure: this.#sure(method, node, { oneself: [self] }) }] : [];
  }

  /** The policies that deny it something. */
  #denyingOf(node: Node): readonly Denying[] {
    const { users, roles, groups, managed } = this.#spec;
    const self = node.kind === 'user' ? users[node.name] : roles[node.name];
    const holders: readonly (readonly [string, Holder | undefined])[] = [
      [arnOf(node.kind, node.name), self],
      ...this.#groupsOf(node).map((group) => [arnOf('group', group), groups[group]] as const),
    ];
    const denies = (said: readonly Said[]): boolean => said.some(({ effect }) => effect === 'Deny');
    return holders
      .flatMap(([owner, holder]) => [
        ...(holder?.inline ?? []).flatMap((said, at): Denying[] =>
          denies(said) ? [{ owner, isInline: true, policy: null, off: offOf(owner, at) }] : [],
        ),
        ...(holder?.attached ?? []).flatMap((policy): Denying[] =>
          denies(managed[policy]?.says ?? []) ? [{ owner, isInline: false, policy, off: offOf(owner, policy) }] : [],
        ),
      ])
      .filter(({ off }) => !node.off.includes(off));
  }

  #asUser(method: EscalationMethod, node: Node, name: string): Sure {
    const user = this.#spec.users[name];
    if (user === undefined) return 'none';
    const given = this.#sure(method, node, { user: [arnOf('user', name)] });
    const exists = ((): Sure => {
      const isTold = this.#spec.isReportRead;
      const untold = this.#reading === 'most' ? 'certain' : 'possible';
      switch (method.id) {
        case 'create-access-key':
          return !isTold ? 'certain' : user.keys < 2 ? 'certain' : 'none';
        case 'replace-access-key':
          return !isTold ? untold : user.keys >= 2 ? 'certain' : 'none';
        case 'create-login-profile':
          return !isTold ? untold : user.password ? 'none' : 'certain';
        case 'update-login-profile':
          return !isTold ? untold : user.password ? 'certain' : 'none';
        default:
          throw new Error(`nobody said when ${method.id} works`);
      }
    })();
    return weakest(given, exists);
  }

  #mints(node: Node, name: string): Sure {
    return strongest(escalationMethods.filter(({ family }) => family === 'user').map((method) => this.#asUser(method, node, name)));
  }

  /** Whether the holder may write what the target may do. */
  #writes(method: EscalationMethod, node: Node, kind: 'user' | 'role', name: string): Sure {
    const [need] = method.needs;
    const policies = this.#policiesOf(fresh(kind, name)).filter((each) => (this.#spec.managed[each]?.versions ?? 1) < 5);
    const on = need.on === 'target-policy' ? policies.map((each) => arnOf('policy', each)) : [arnOf(kind, name)];
    return strongest(on.map((resource) => this.#calls(node, [[{ action: need.actions[0], resource }]])));
  }

  #assumes(node: Node, name: string): Sure {
    const role = this.#spec.roles[name];
    return role === undefined
      ? 'none'
      : this.#calls(node, [[{ action: 'sts:AssumeRole', resource: arnOf('role', name) }]], this.#trustFor(node, name));
  }

  /** Read at the least, nobody who took something off itself or changed its tags is let in by its name. */
  #trustFor(node: Node, role: string): Json {
    return this.#asker.trustOf(role, this.#reading === 'least' && (node.off.length > 0 || node.team !== undefined) ? node : undefined);
  }

  /** It writes itself into the trust policy; read at the most, somebody beyond the account whom nothing here limits. */
  #rewrites(node: Node, name: string): Sure {
    if (!isGiven(name)) return 'none';
    const resource = arnOf('role', name);
    const written = this.#calls(node, [[{ action: 'iam:UpdateAssumeRolePolicy', resource }]]);
    if (this.#reading === 'most') return written;
    return weakest(written, this.#calls(node, [[{ action: 'sts:AssumeRole', resource }]], this.#asker.trustIn(node)));
  }

  #passes(method: EscalationMethod, node: Node, name: string): Sure {
    const { passed } = method;
    const role = this.#spec.roles[name];
    if (passed === null || role === undefined || !isGiven(name) || (passed.inProfile && !role.inProfile)) return 'none';
    if (!passed.trusts.some((service) => this.#asker.isTrusted(name, service))) return 'none';
    const fixed: Fixed = { 'passed-role': [arnOf('role', name)] };
    if (method.workload === null) return this.#sure(method, node, fixed);
    return this.#among(method.workload, undefined, (arn) => this.#sure(method, node, { ...fixed, workload: [arn] }));
  }

  #uses(method: EscalationMethod, node: Node, name: string): Sure {
    const kind = method.workload;
    if (kind === null) return 'none';
    const isTrusted = this.#asker.isTrusted(name, workloadServices[kind]);
    if (this.#reading === 'least' && !isTrusted) return 'none';
    const unread = this.#spec.unreadWorkloads.includes(kind);
    // each runtime of the estates has one endpoint, of its own name
    const partsOf = (arn: string): readonly string[] =>
      unread ? namesOf('runtime-endpoint') : [`${arn}/runtime-endpoint/${arn.slice(arn.lastIndexOf('/') + 1)}`];
    return this.#among(kind, name, (arn) => this.#sure(method, node, { workload: [arn], 'workload-part': partsOf(arn) }));
  }

  /** Over what is there of a kind and runs as the role, if one is told; where nobody read it, over what might be there. */
  #among(kind: WorkloadKind, role: string | undefined, sure: (arn: string) => Sure): Sure {
    if (this.#spec.unreadWorkloads.some((each) => each === kind)) {
      // profiles are told with the account, so what an instance could run as is known
      const byProfile = kind === 'instance' || kind === 'launch-template' || kind === 'deployment-group';
      if (role !== undefined && !isGiven(role)) return 'none';
      if (role !== undefined && byProfile && this.#spec.roles[role]?.inProfile !== true) return 'none';
      if (role !== undefined && !this.#asker.isTrusted(role, workloadServices[kind])) return 'none';
      return weakest('possible', strongest(namesOf(workloadArnOf(kind, '*')).map(sure)));
    }
    // whatever has a profile may be among what it deploys to
    const reaches = kind === 'deployment-group';
    if (reaches && role !== undefined) {
      if (!isGiven(role) || this.#spec.roles[role]?.inProfile !== true || !this.#asker.isTrusted(role, workloadServices[kind]))
        return 'none';
    }
    return strongest(
      this.#spec.workloads
        .filter((each) => each.kind === kind && (role === undefined || reaches || each.role === role) && each.usable !== false)
        .map(({ name, usable }) =>
          weakest(usable === null && this.#reading === 'least' ? 'possible' : 'certain', sure(workloadArnOf(kind, name))),
        ),
    );
  }

  /** All needs of a method, on things that are told and on whatever it makes or uses any one of. */
  #sure(method: EscalationMethod, node: Node, fixed: Fixed): Sure {
    if (!this.#mayAll(method, node, fixed)) return 'none';
    let given: Sure = 'none';
    for (const bound of bindings(method, fixed)) {
      given = strongest([given, this.#calls(node, callsOf(method, bound))]);
      if (given === 'certain') break;
    }
    return method.untold.length === 0 ? given : weakest('possible', given);
  }

  /** Whether each need alone can be met at all; most cannot, and then no choice of things meets them together. */
  #mayAll({ needs, passed }: EscalationMethod, node: Node, fixed: Fixed): boolean {
    return needs.every(({ on, actions }) =>
      (typeof on === 'string' ? (fixed[on] ?? []) : namesOf('made' in on ? on.made : on.any)).some((resource) =>
        actions.some((action) =>
          (action === 'iam:PassRole' ? (passed?.passedTo ?? []) : [undefined]).some((passedTo) =>
            this.#asker.can(node, 'endpoint', [passedTo === undefined ? { action, resource } : { action, resource, passedTo }]),
          ),
        ),
      ),
    );
  }

  #calls(node: Node, calls: readonly (readonly Wanted[])[], trust?: Json): Sure {
    const so = worlds.map((world) => calls.every((call) => this.#asker.can(node, world, call, trust)));
    return so.every((each) => each) ? 'certain' : so.some((each) => each) ? 'possible' : 'none';
  }
}

export function fresh(kind: 'user' | 'role', name: string): Node {
  return { kind, name, boosted: false, unbounded: false, joined: null, off: [] };
}

const order: readonly Sure[] = ['none', 'possible', 'certain'];

export function weakest(...all: readonly Sure[]): Sure {
  return order[Math.min(...all.map((each) => order.indexOf(each)))] ?? 'none';
}

export function strongest(all: readonly Sure[]): Sure {
  return order[Math.max(0, ...all.map((each) => order.indexOf(each)))] ?? 'none';
}

interface Bound {
  readonly passedTo: string | undefined;
  /** By the place of the need. */
  readonly calls: readonly { readonly action: string; readonly resource: string }[];
}

/** Every choice of things, actions and services; what is made is one thing throughout. */
function bindings({ needs, passed }: EscalationMethod, fixed: Fixed): readonly Bound[] {
  interface Half {
    readonly made: Readonly<Record<string, string>>;
    readonly calls: Bound['calls'];
  }
  let all: readonly Half[] = [{ made: {}, calls: [] }];
  for (const { on, actions } of needs) {
    all = all.flatMap(({ made, calls }) => {
      const told = typeof on === 'string' ? undefined : 'made' in on ? made[on.made] : undefined;
      const things = typeof on === 'string' ? (fixed[on] ?? []) : told !== undefined ? [told] : namesOf('made' in on ? on.made : on.any);
      return things.flatMap((resource) =>
        actions.map((action): Half => ({
          made: typeof on !== 'string' && 'made' in on ? { ...made, [on.made]: resource } : made,
          calls: [...calls, { action, resource }],
        })),
      );
    });
  }
  return (passed?.passedTo ?? [undefined]).flatMap((passedTo) => all.map(({ calls }) => ({ passedTo, calls })));
}

/** One call for each action; the role is handed over in the call that hands it over. */
function callsOf({ passed }: EscalationMethod, { passedTo, calls }: Bound): readonly (readonly Wanted[])[] {
  const byAction = new Map<string, Wanted[]>();
  for (const { action, resource } of calls) {
    const call = action === 'iam:PassRole' ? (passed?.handedIn ?? action) : action;
    const wanted = action === 'iam:PassRole' && passedTo !== undefined ? { action, resource, passedTo } : { action, resource };
    byAction.set(call, [...(byAction.get(call) ?? []), wanted]);
  }
  return [...byAction.values()];
}
