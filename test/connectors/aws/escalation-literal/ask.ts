import type { Json } from '../../../../src/base/json.ts';
import { evaluateAccess } from '../../../../connectors/aws/policy/index.ts';
import type { AccessRequest, Principal } from '../../../../connectors/aws/policy/index.ts';
import { HOME } from '../resolve/say.ts';
import { crownOf } from './facts.ts';
import type { Holder, Said, Spec } from './spec.ts';
import { allowAll, arnOf, documentOf, trustOf } from './spec.ts';

/**
 * Somebody as it stands after some steps: with a policy that allows everything, without its permissions boundary, in one more group, without some
 * of its policies and groups ({@link offOf}).
 */
export interface Node {
  readonly kind: 'user' | 'role';
  readonly name: string;
  readonly boosted: boolean;
  readonly unbounded: boolean;
  readonly joined: string | null;
  /** In order. */
  readonly off: readonly string[];
  /** The value of its tag `team` that it chose, `null`: none; left out: as it was tagged. */
  readonly team?: string | null;
}

/** What stands for a policy that its holder took off itself, by who has it, or for a group that it left. */
export function offOf(arn: string, what: number | string | null): string {
  return what === null ? `left ${arn}` : `${what} of ${arn}`;
}

export function keyOf({ kind, name, boosted, unbounded, joined, off, team }: Node): string {
  return `${kind}/${name}|${boosted ? 'boosted' : ''}|${unbounded ? 'unbounded' : ''}|${joined ?? ''}|${off.join()}|${team === undefined ? '' : `team ${team ?? 'gone'}`}`;
}

/**
 * `most`: all that could be argued. `least`: what is surely so. Its own denies stay when it writes itself a policy, though they may go with the
 * policies they are in, and a group that it joins gives what it gives alone. That what somebody has beside, or lifts or gives itself within a
 * limit, leads on to others is so too, and in `found.test.ts`.
 */
export type Reading = 'least' | 'most';

/** What nobody tells and the holder cannot choose: whether calls may come through the endpoint that policies name. */
export type World = 'no-endpoint' | 'endpoint';
export const worlds: readonly World[] = ['no-endpoint', 'endpoint'];

/** What a holder chooses for one call: a long-term key, a session, one with a second factor; directly or through the endpoint. */
export interface Situation {
  readonly mfa: 'true' | 'false' | null;
  readonly endpoint: boolean;
  readonly key: string;
}

const factors = { user: [null, 'false', 'true'], role: ['false', 'true'] } as const;
const situations = Object.fromEntries(
  (['user', 'role'] as const).flatMap((kind) =>
    worlds.map((world): readonly [string, readonly Situation[]] => [
      `${kind} ${world}`,
      factors[kind].flatMap((mfa) =>
        (world === 'endpoint' ? [false, true] : [false]).map((endpoint) => ({ mfa, endpoint, key: `|${mfa}|${endpoint}` })),
      ),
    ]),
  ),
);

/** One thing that a call is authorised on; a call needs all of its. */
export interface Wanted {
  readonly action: string;
  readonly resource: string;
  readonly passedTo?: string;
  /** The value of the tag `team` that the request puts on something; `null`: it takes the tag off. */
  readonly team?: string | null;
}

/** All that is asked of a node, and what was answered. */
interface Standing {
  readonly request: Omit<AccessRequest, 'action' | 'resource' | 'context'>;
  readonly answers: Map<string, boolean>;
  readonly byTrust: Map<Json, Map<string, boolean>>;
}

/** Asks the exact evaluator about concrete calls, at a moment; each question once. */
export class Asker {
  readonly #spec: Spec;
  readonly #reading: Reading;
  readonly #time: string;
  readonly #byNode = new WeakMap<Node, Standing>();
  readonly #byKey = new Map<string, Standing>();
  readonly #trusted = new Map<string, boolean>();
  readonly #documents = new Map<string, Json>();
  readonly #contexts = new Map<string, NonNullable<AccessRequest['context']>>();

  constructor(spec: Spec, reading: Reading, at: number) {
    this.#spec = spec;
    this.#reading = reading;
    this.#time = new Date(at).toISOString();
  }

  /** Whether the holder can bring about a call that needs all of these, and a trust policy that answers it. */
  can(node: Node, world: World, wanted: readonly Wanted[], trust?: Json): boolean {
    const standing = this.#standing(node);
    const mayHaveFactor = this.#reading === 'most' || node.kind === 'user' || this.#isStartedByUsers(node.name);
    return (situations[`${node.kind} ${world}`] ?? []).some(
      (situation) =>
        (mayHaveFactor || situation.mfa !== 'true') && wanted.every((each) => this.#isAllowed(standing, situation, each, trust)),
    );
  }

  /** Whether its trust policy, as it stands, lets in anybody who could give a second factor: neither a service nor a role does. */
  #isStartedByUsers(role: string): boolean {
    const lets = this.#spec.roles[role]?.trust ?? [];
    return lets.some(({ effect, who }) => effect === 'Allow' && 'aws' in who && !who.aws.includes(':role/'));
  }

  /** Whether a service may take up a role for a thing of this account. */
  isTrusted(role: string, service: string): boolean {
    const key = `${role}|${service}`;
    let answer = this.#trusted.get(key);
    if (answer === undefined) {
      const { decision } = evaluateAccess({
        principal: { type: 'service', name: service },
        action: 'sts:AssumeRole',
        resource: arnOf('role', role),
        context: { 'aws:CurrentTime': this.#time, 'aws:SourceAccount': HOME },
        identityPolicies: [],
        resourcePolicy: this.trustOf(role),
      });
      answer = decision === 'allowed';
      this.#trusted.set(key, answer);
    }
    return answer;
  }

  /** The trust policy of a role as it stands; `unnamed`: without what lets in this one by name. */
  trustOf(role: string, unnamed?: Node): Json {
    const given = this.#spec.roles[role] ?? { trust: [] };
    if (unnamed === undefined) return this.#document(`trust|${role}`, () => trustOf(given));
    const own = arnOf(unnamed.kind, unnamed.name);
    const trust = given.trust.filter(({ effect, who }) => effect === 'Deny' || !('aws' in who) || who.aws !== own);
    return this.#document(`trust|${role}|but ${own}`, () => trustOf({ trust }));
  }

  /** One that lets in a principal alone. */
  trustIn({ kind, name }: Node): Json {
    const AWS = arnOf(kind, name);
    const Statement = { Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole' };
    return this.#document(`trust in|${AWS}`, () => ({ Version: '2012-10-17', Statement }));
  }

  #isAllowed(standing: Standing, situation: Situation, wanted: Wanted, trust?: Json): boolean {
    const { action, resource, passedTo, team } = wanted;
    const answers = trust === undefined ? standing.answers : this.#answersOf(standing, trust);
    const key = `${action}|${resource}|${passedTo ?? ''}|${team}${situation.key}`;
    let answer = answers.get(key);
    if (answer === undefined) {
      const { decision } = evaluateAccess({
        ...standing.request,
        action,
        resource,
        resourceAccount: HOME,
        context: this.#context(situation, wanted, this.#tagOf(resource, standing)),
        ...(trust === undefined ? {} : { resourcePolicy: trust }),
      });
      if (decision === 'depends') throw new Error(`the literal has to tell all, and not so of ${key}`);
      answer = decision === 'allowed';
      answers.set(key, answer);
    }
    return answer;
  }

  /** What a call brings beside who makes it and on what: one object for all calls that bring the same. */
  #context(
    { mfa, endpoint, key: situation }: Situation,
    { action, passedTo, team }: Wanted,
    asked: string | undefined,
  ): NonNullable<AccessRequest['context']> {
    const assumes = action === 'sts:AssumeRole';
    const key = `${assumes}|${passedTo ?? ''}|${team}${situation}|${asked ?? ''}`;
    let context = this.#contexts.get(key);
    if (context === undefined) {
      context = {
        'aws:CurrentTime': this.#time,
        'aws:RequestedRegion': 'us-east-1',
        ...(mfa === null ? {} : { 'aws:MultiFactorAuthPresent': mfa }),
        ...(endpoint ? { 'aws:SourceVpce': 'vpce-1' } : {}),
        ...(passedTo === undefined ? {} : { 'iam:PassedToService': passedTo }),
        ...(team === undefined ? {} : { 'aws:TagKeys': ['team'], ...(team === null ? {} : { 'aws:RequestTag/team': team }) }),
        ...(asked === undefined ? {} : { 'aws:ResourceTag/team': asked, 'iam:ResourceTag/team': asked }),
        ...(assumes ? { 'sts:RoleSessionName': 'session' } : {}),
      };
      this.#contexts.set(key, context);
    }
    return context;
  }

  /** The tag of a user or role that is asked for; of itself as it has made it. */
  #tagOf(resource: string, { request: { principal, principalTags } }: Standing): string | undefined {
    if (typeof principal === 'object' && 'arn' in principal && resource === principal.arn) return principalTags?.['team'];
    const [kind, name] = /:(user|role)\/(.+)$/s.exec(resource)?.slice(1) ?? [];
    return name === undefined ? undefined : (kind === 'user' ? this.#spec.users[name] : this.#spec.roles[name])?.team;
  }

  #answersOf({ byTrust }: Standing, trust: Json): Map<string, boolean> {
    let answers = byTrust.get(trust);
    if (answers === undefined) byTrust.set(trust, (answers = new Map<string, boolean>()));
    return answers;
  }

  #standing(node: Node): Standing {
    let standing = this.#byNode.get(node);
    if (standing === undefined) {
      const key = keyOf(node);
      standing = this.#byKey.get(key) ?? this.#stand(node);
      this.#byNode.set(node, standing);
      this.#byKey.set(key, standing);
    }
    return standing;
  }

  #stand(node: Node): Standing {
    const holder = this.#holder(node);
    const { limit } = holder;
    const team = node.team === undefined ? holder.team : (node.team ?? undefined);
    const { guardrail, managed } = this.#spec;
    const request: Standing['request'] = {
      principal: this.#principal(node),
      principalTags: team === undefined ? {} : { team },
      identityPolicies: this.#policies(node),
      ...(limit === undefined || node.unbounded
        ? {}
        : { permissionsBoundary: this.#document(`managed|${limit}`, () => documentOf(managed[limit]?.says ?? [], '*')) }),
      ...(guardrail === undefined
        ? {}
        : {
            serviceControlPolicies: [[allowAll], [allowAll, this.#document('guardrail', () => documentOf(guardrail, '*'))], [allowAll]],
          }),
    };
    return { request, answers: new Map(), byTrust: new Map() };
  }

  #holder({ kind, name }: Node): Holder {
    // whoever is in no estate was just made
    return (kind === 'user' ? this.#spec.users[name] : this.#spec.roles[name]) ?? { inline: [], attached: [] };
  }

  #principal({ kind, name }: Node): Principal {
    return kind === 'user'
      ? { type: 'user', arn: arnOf('user', name), uid: 'AIDAXXXXXXXXXXXXXXXX' }
      : { type: 'role', arn: arnOf('role', name), uid: 'AROAXXXXXXXXXXXXXXXX', sessionName: 'session' };
  }

  #policies({ kind, name, boosted, joined, off }: Node): readonly Json[] {
    if (boosted && this.#reading === 'most') return [allowAll];
    const { users, roles, groups } = this.#spec;
    const own: readonly (readonly [string, Holder | undefined])[] = [
      [arnOf(kind, name), kind === 'user' ? users[name] : roles[name]],
      ...(kind === 'user' ? (users[name]?.groups ?? []) : []).map((group) => [arnOf('group', group), groups[group]] as const),
    ];
    const isAlone = joined !== null && this.#reading === 'least';
    return [
      ...own.flatMap(([arn, holder]) =>
        holder === undefined || off.includes(offOf(arn, null)) ? [] : this.#held(arn, holder, isAlone, off),
      ),
      ...(joined === null ? [] : this.#held(arnOf('group', joined), groups[joined] ?? { inline: [], attached: [] }, false, off)),
      ...(boosted ? [allowAll] : []),
    ];
  }

  #held(arn: string, { inline, attached }: Holder, onlyDenies: boolean, off: readonly string[]): readonly Json[] {
    const left = (said: readonly Said[]): readonly Said[] => said.filter(({ effect }) => !onlyDenies || effect === 'Deny');
    const denies = onlyDenies ? 'denies|' : '';
    return [
      ...(onlyDenies ? [] : [this.#document(`crown|${arn}`, () => crownOf(arn))]),
      ...inline.flatMap((said, at) =>
        off.includes(offOf(arn, at)) ? [] : [this.#document(`${denies}inline|${arn}|${at}`, () => documentOf(left(said), arn))],
      ),
      ...attached.flatMap((each) =>
        off.includes(offOf(arn, each))
          ? []
          : [this.#document(`${denies}managed|${each}`, () => documentOf(left(this.#spec.managed[each]?.says ?? []), '*'))],
      ),
    ];
  }

  #document(key: string, make: () => Json): Json {
    let found = this.#documents.get(key);
    if (found === undefined) {
      found = make();
      this.#documents.set(key, found);
    }
    return found;
  }
}
