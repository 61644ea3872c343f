import type { FactIndex } from '../../../src/model/fact.ts';
import type { Link } from '../../../src/model/grant.ts';
import type { EntityId } from '../../../src/model/ids.ts';
import { exactly } from '../../../src/model/persistence.ts';
import { never } from '../../../src/model/window.ts';
import type { AssignmentFact } from '../identity-center-facts.ts';
import { durationText } from '../duration.ts';
import { splitArn } from './arn.ts';
import type { Instance } from './assigned.ts';
import { readInstances } from './assigned.ts';
import type { Beyond } from './beyond.ts';
import { entitlements, mayBeEntitled } from './entitled.ts';
import type { Estate } from './estate.ts';
import { firstPage } from './policies.ts';
import { standing, unread } from './standing.ts';

const RESERVED = /^role\/aws-reserved\/sso\.amazonaws\.com\/(?:[a-z0-9-]+\/)?AWSReservedSSO_(.+)_[0-9a-f]{16}$/;

/** People of IAM Identity Center, and what they may act as. */
export class People {
  readonly #instances: readonly Instance[];
  /** The same before anything was left out. */
  readonly #whole: readonly Instance[];
  readonly #estate: Estate;
  /** Roles of permission sets, by account and name of the set. */
  readonly #roles = new Map<string, EntityId[]>();

  constructor(estate: Estate, facts: FactIndex, given: FactIndex) {
    this.#estate = estate;
    this.#whole = readInstances(given);
    this.#instances = facts === given ? this.#whole : readInstances(facts);
    if (this.#whole.length === 0) return;
    for (const { id, account } of estate.principals.values()) {
      const set = setOf(id);
      if (set === undefined) continue;
      const key = `${account}|${set}`;
      const known = this.#roles.get(key);
      if (known === undefined) this.#roles.set(key, [id]);
      else known.push(id);
    }
  }

  /** What those may be entitled to whose entitlements are not all known; see {@link mayBeEntitled}. */
  *mayBeEntitled(trusts: readonly Link[], beyond: Beyond): Iterable<Link> {
    for (const each of this.#whole) if (!each.knowsEntitlements()) yield* mayBeEntitled(each, this.#estate, trusts, beyond);
  }

  /** user → group, and user or group → role. */
  *links(): Iterable<Link> {
    for (const each of this.#instances) {
      yield* memberships(each);
      for (const { fact, value } of each.assignments()) yield* this.#assignment(each, value, fact);
      yield* entitlements(each, this.#estate);
    }
  }

  /**
   * A role of a permission set trusts the identity provider of IAM Identity Center, so whoever that lets in. Where all assignments in
   * its account are known the people are known too, and the provider lets in nobody else.
   */
  *settled(links: Iterable<Link>): Iterable<Link> {
    for (const link of links) yield link.how === 'federates' && this.#isSettled(link) ? nobodyElse(link) : link;
  }

  #isSettled({ to }: Link): boolean {
    if (this.#whole.length === 0 || setOf(to) === undefined) return false;
    const account = splitArn(to)?.account ?? '';
    return this.#whole.some((each) => this.#serves(each, account) && each.knowsAll(account));
  }

  /** Whether the instance is that of the organization the account is in. */
  #serves({ instance: { owner } }: Instance, account: string): boolean {
    const [own, its] = [owner, account].map((each) => this.#estate.organizations.placeOf(each));
    if (own?.role !== 'management') return false;
    return own.membership?.organization !== undefined && own.membership.organization === its?.membership?.organization;
  }

  *#assignment(of: Instance, value: AssignmentFact, fact: Parameters<typeof firstPage>[0]): Iterable<Link> {
    const { permissionSet, account } = value;
    const settings = of.settings.get(permissionSet);
    const name = settings?.name ?? permissionSet;
    const found = settings === undefined ? [] : (this.#roles.get(`${account}|${settings.name}`) ?? []);
    const failure = of.failedRemoval(value);
    const from = of.arnOf(value.principalType, value.principal);
    const source = {
      id: `assignment|${permissionSet}|${account}|${value.principalType}|${value.principal}`,
      kind: 'assignment',
      name: `permission set ${name} in account ${account}`,
      boundary: of.boundary,
    };
    for (const to of found.length > 0 ? found : [this.#unread(of, value, settings?.name)]) {
      const link = standing(of, { from, to, source, how: 'can-assume' }, firstPage(fact));
      yield {
        ...link,
        ...(found.length > 1 ? oneOf(found.length) : {}),
        because: ['IAM Identity Center assigns it', sessionsText(settings?.sessionSeconds ?? null), 'nothing ends it'],
        caveats: this.#estate.organizations.placeOf(account).resources.caveats,
        detail: {
          permissionSet,
          account,
          sessionSeconds: settings?.sessionSeconds ?? null,
          provisioned: of.isProvisioned(permissionSet, account),
          removalFailed: failure !== undefined,
          ...(failure === undefined ? {} : { removalRequestedAt: failure.createdAt, removalFailure: failure.reason }),
        },
      };
    }
  }

  /** Names the role that nobody listed so that it is missed: in its account where roles of that were listed, else in the instance. */
  #unread({ partition }: Instance, { permissionSet, account }: AssignmentFact, name: string | undefined): EntityId {
    return name !== undefined && this.#estate.accounts.has(account)
      ? `arn:${partition}:iam::${account}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_${name}_*`
      : unread(`${permissionSet} in account ${account}`);
  }
}

function sessionsText(seconds: number | null): string {
  return seconds === null ? 'how long its sessions last is not known' : `its sessions last up to ${durationText(seconds)}`;
}

/** The name of the permission set that a role was made for; `undefined` for any other identity. */
function setOf(arn: EntityId): string | undefined {
  return arn.includes('/AWSReservedSSO_') ? RESERVED.exec(splitArn(arn)?.resource ?? '')?.[1] : undefined;
}

function oneOf(count: number): Pick<Link, 'presence' | 'conditions'> {
  const text = `which of ${count} roles of that permission set it leads to`;
  return { presence: 'possible', conditions: [{ text, settled: 'outside' }] };
}

function* memberships(of: Instance): Iterable<Link> {
  for (const { fact, value } of of.memberships) {
    const { user: from, group: to, id, createdAt, createdBy } = value;
    const source = { id: `membership|${from}|${to}`, kind: 'membership', name: 'membership in a group', boundary: of.boundary };
    yield {
      ...standing(of, { from, to, source, how: 'member-of' }, firstPage(fact)),
      because: ['it is listed as a member of the group', 'nothing ends it'],
      detail: { membership: id, identityStore: of.instance.identityStore, createdAt, createdBy },
    };
  }
}

function nobodyElse(link: Link): Link {
  return {
    ...link,
    presence: 'refuted',
    windows: never,
    bounds: exactly('standing'),
    endsBy: 'nothing',
    because: [...link.because, 'every assignment in the account is known: the provider lets in nobody else'],
    detail: { ...link.detail, assignmentsRead: true },
  };
}
