// An estate of many accounts, handed out one identity and one element at a time: nothing of it is kept. Made for bench/paths.ts.
import type { GraphStream, Told } from '../../src/graph/input.ts';
import type { Capability } from '../../src/model/capability.ts';
import type { Identity } from '../../src/model/entity.ts';
import type { Evidence } from '../../src/model/fact.ts';
import type { Authority, Grant, Link, LinkKind } from '../../src/model/grant.ts';
import { exactly } from '../../src/model/persistence.ts';
import { always } from '../../src/model/window.ts';
import type { Windows } from '../../src/model/window.ts';

export const PER_ACCOUNT = 500;
const USERS = 40;
const ROLES = PER_ACCOUNT - USERS - 1;
const NOW = Date.parse('2026-01-01T00:00:00.000Z');
const DAY = 86_400_000;
const ENDS = [
  'lambda.amazonaws.com',
  'ecs-tasks.amazonaws.com',
  'ec2.amazonaws.com',
  'codebuild.amazonaws.com',
  'states.amazonaws.com',
] as const;
const APPS = ['ledger', 'orders', 'billing', 'search', 'media', 'inbox', 'claims', 'catalog'] as const;
const NARROW: readonly Capability[] = ['read-data', 'write-data', 'read-secrets', 'ordinary', 'destroy'];

// A linear congruential generator (Numerical Recipes): the same estate on every machine.
function dice(seed: number): (sides: number) => number {
  let state = seed >>> 0;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

function number(account: number): string {
  return String(100_000_000_000 + account * 7919);
}
function page(account: number): string {
  return number(account).padStart(64, '0');
}
function userName(at: number): string {
  return `person.${at}`;
}
function roleName(at: number): string {
  return `${APPS[at % APPS.length] ?? ''}-${at % 3 === 0 ? 'prod' : 'dev'}-${at}-${(ENDS[at % ENDS.length] ?? '').split('.')[0] ?? ''}`;
}
function user(account: number, at: number): string {
  return `arn:aws:iam::${number(account)}:user/${userName(at)}`;
}
function roleNamed(account: number, name: string): string {
  return `arn:aws:iam::${number(account)}:role/${name}`;
}
function role(account: number, at: number): string {
  return roleNamed(account, roleName(at));
}

/** Identities and elements are made anew each time they are asked for. */
export function estateOfAccounts(accounts: number): GraphStream {
  return {
    boundaries: [],
    identities: { [Symbol.iterator]: () => identitiesOf(accounts) },
    credentials: [],
    usage: [],
    serviceUsage: [],
    elements: { [Symbol.iterator]: () => elementsOf(accounts) },
    coverage: Array.from({ length: accounts }, (_, account) => ({
      boundary: `aws:${number(account)}`,
      surface: 'aws:authorization-details',
      status: 'complete' as const,
      cause: null,
      detail: null,
      permission: '',
      ifUnread: '',
      pages: 1,
      facts: PER_ACCOUNT,
    })),
    surfaces: [
      { id: 'aws:authorization-details', yields: ['boundary', 'identity', 'policy', 'attachment', 'membership', 'trust'], role: 'grants' },
    ],
    gaps: [],
  };
}

function* identitiesOf(accounts: number): Generator<Told<Identity>> {
  for (let account = 0; account < accounts; account++) {
    const boundary = `aws:${number(account)}`;
    const pageOf = page(account);
    const told = (id: string, name: string, kind: Identity['kind'], reason: string, pointer: string): Told<Identity> => ({
      boundary,
      surface: 'aws:authorization-details',
      key: id,
      value: {
        id,
        uid:
          kind === 'root'
            ? null
            : `${kind === 'user' ? 'AIDA' : 'AROA'}${(account * PER_ACCOUNT + pointer.length * 7).toString(36)}${name}`,
        kind,
        nature: kind === 'role' ? 'non-human' : 'human',
        natureReason: reason,
        name,
        boundary,
        createdAt: new Date(NOW - ((account * 31 + id.length * 17) % 2000) * DAY).toISOString(),
        tags: { team: APPS[name.length % APPS.length] ?? '' },
        providerManaged: false,
        enabled: true,
      },
      pages: [{ page: pageOf, pointer }],
    });
    yield told(`arn:aws:iam::${number(account)}:root`, 'root user', 'root', 'the root user signs in with an address', '/Account');
    for (let at = 0; at < USERS; at++)
      yield told(user(account, at), userName(at), 'user', 'has an active password', `/UserDetailList/${at}`);
    for (let at = 0; at < ROLES; at++)
      yield told(
        role(account, at),
        roleName(at),
        'role',
        `only programs may assume it: ${ENDS[at % ENDS.length] ?? ''}`,
        `/RoleDetailList/${at}`,
      );
  }
}

const standing = exactly('standing');
const timeBound = exactly('time-bound');
const noConditions: Authority['conditions'] = [];
const noSteps: Grant['through'] = [];
const lasting = 'nothing ends it';
const ending = 'ends with the policy';

/** What one policy allows, with what all grants of it say of themselves. */
interface Right {
  readonly policy: string;
  readonly document: Evidence;
  readonly capability: Capability;
  readonly scope: string;
  readonly lasting: readonly string[];
  readonly ending: readonly string[];
}

function rightOf(pageOf: string, policy: string, capability: Capability, scope: string): Right {
  const what = `it allows ${capability} on ${scope}`;
  const document = { page: pageOf, pointer: `/Policies/${policy.length}/PolicyVersionList/0/Document` };
  return { policy, document, capability, scope, lasting: [what, lasting], ending: [what, ending] };
}

function* elementsOf(accounts: number): Generator<Grant | Link> {
  const roll = dice(accounts);
  const services = ENDS.map((each) => `service:${each}`);
  const caveats = ['unless an unread service control policy denies it'];
  for (let account = 0; account < accounts; account++) {
    const boundary = `aws:${number(account)}`;
    const pool = `pool:${boundary}:assume-any-role`;
    const pageOf = page(account);
    const roleNames = Array.from({ length: ROLES }, (_, at) => roleName(at));
    const roles = roleNames.map((name) => roleNamed(account, name));
    // What a trust policy, and a policy's right, say of themselves is one object for all links and grants of theirs.
    const trusts = roles.map((id, at) => ({
      source: { id: `${id}|trust`, kind: 'trust-policy', name: `trust policy of role ${roleNames[at] ?? ''}`, boundary },
      evidence: [{ page: pageOf, pointer: `/RoleDetailList/${at}/AssumeRolePolicyDocument` }],
    }));
    const isTimed = (): boolean => roll(50) === 0;
    const authority = (
      key: string,
      timed: boolean,
      because: readonly string[],
      source: Authority['source'],
      evidence: readonly Evidence[],
    ): Authority => {
      const windows: Windows = timed ? [{ from: NOW - roll(40) * DAY, until: NOW + (roll(60) - 10) * DAY }] : always;
      return {
        key,
        boundary,
        bounds: timed ? timeBound : standing,
        presence: roll(20) === 0 ? 'possible' : 'certain',
        windows,
        endsBy: timed ? 'provider' : 'nothing',
        gate: 'none',
        because,
        conditions: noConditions,
        caveats,
        source,
        evidence,
      };
    };
    const link = (from: string, how: LinkKind, at: number): Link => {
      const to = roles[at] ?? '';
      const { source, evidence } = trusts[at] as (typeof trusts)[number];
      const timed = isTimed();
      const because = [`the trust policy of role ${roleNames[at] ?? ''} lets it in`, timed ? ending : lasting];
      return {
        ...authority(`link|${from}|${how}|${to}|${source.id}`, timed, because, source, evidence),
        type: 'link',
        how,
        from,
        to,
        openness: 'exact',
        detail: { principalForm: 'aws', externalId: false, foreign: false, account: null },
      };
    };
    const intoPool = (from: string): Link => {
      const source = { id: `${pool}|trust`, kind: 'trust-policy', name: 'trust policy of role any', boundary };
      const evidence = [{ page: pageOf, pointer: '/RoleDetailList/0/AssumeRolePolicyDocument' }];
      const timed = isTimed();
      const because = ['the trust policy of role any lets it in', timed ? ending : lasting];
      return {
        ...authority(`link|${from}|can-assume|${pool}|${source.id}`, timed, because, source, evidence),
        type: 'link',
        how: 'can-assume',
        from,
        to: pool,
        openness: 'exact',
        detail: { principalForm: 'aws', externalId: false, foreign: false, account: null },
      };
    };
    const grant = (subject: string, name: string, right: Right, at: number, list: string): Grant => {
      const { policy, capability, scope } = right;
      const source = {
        id: `${subject}|${policy}`,
        kind: 'attached-policy',
        name: `${policy.slice(policy.lastIndexOf('/') + 1)} attached to ${name}`,
        boundary,
      };
      const evidence = [{ page: pageOf, pointer: `/${list}/${at}/AttachedManagedPolicies/0` }, right.document];
      const timed = isTimed();
      const key = `grant|${subject}|${source.id}|${capability}|${scope}`;
      return {
        ...authority(key, timed, timed ? right.ending : right.lasting, source, evidence),
        type: 'grant',
        subject,
        capability,
        scope,
        through: noSteps,
      };
    };
    const own = (name: string): string => `arn:aws:iam::${number(account)}:policy/${name}`;
    const administrator = rightOf(pageOf, 'arn:aws:iam::aws:policy/AdministratorAccess', 'administer', boundary);
    const access = rightOf(pageOf, own('access'), 'grant-privilege', boundary);
    const team = rightOf(pageOf, own('team'), 'read-data', `arn:aws:s3:::team-${number(account)}/*`);
    const apps = Array.from({ length: 20 * 2 }, (_, app) => {
      const [at, n] = [app >> 1, app & 1];
      const table = `arn:aws:dynamodb:eu-west-1:${number(account)}:table/${at % 10}`;
      return rightOf(pageOf, own(`app-${at}-${n}`), NARROW[(at + n) % NARROW.length] ?? 'ordinary', table);
    });
    yield grant(`arn:aws:iam::${number(account)}:root`, 'root', rightOf(pageOf, 'root', 'administer', boundary), 0, 'Account');
    for (let at = 0; at < USERS; at++) {
      const [self, name] = [user(account, at), userName(at)];
      yield grant(self, name, team, at, 'UserDetailList');
      if (at === 0) yield grant(self, name, administrator, at, 'UserDetailList');
      if (at % 5 === 0) yield intoPool(self);
      for (let n = 0; n < 3; n++) {
        const to = n * Math.floor(ROLES / 3) + roll(Math.floor(ROLES / 3));
        yield link(self, n === 0 ? 'can-assume' : 'can-impersonate', to);
      }
    }
    for (let at = 0; at < ROLES; at++) {
      const [self, name] = [roles[at] ?? '', roleNames[at] ?? ''];
      yield link(services[at % services.length] ?? '', 'can-assume', at);
      for (let n = 0; n < 2; n++) yield grant(self, name, apps[(at % 20) * 2 + n] as Right, at, 'RoleDetailList');
      if (at % 90 === 0) yield grant(self, name, administrator, at, 'RoleDetailList');
      if (at % 120 === 7) yield grant(self, name, access, at, 'RoleDetailList');
      if (at % 15 === 0) yield link(pool, 'can-assume', at);
      // Roles lead only to later roles, and abroad only to later accounts: in a tangle without order everyone would reach everything.
      if (at % 3 === 0 && at > 0) {
        const from = roll(at);
        yield link(roles[from] ?? '', 'can-assume', at);
      }
      if (at % 20 === 5 && account > 0) yield link(role(roll(account), 400 + roll(50)), 'can-assume', at);
    }
  }
}
