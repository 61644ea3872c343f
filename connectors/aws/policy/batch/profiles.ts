import type { AccessRequest, PolicyInput } from '../access.ts';
import { boundByScp } from '../decide/layers.ts';
import type { Caller } from '../request/caller.ts';
import { readCaller } from '../request/caller.ts';
import { Situation } from '../request/situation.ts';
import type { Documents, Known, Said } from './documents.ts';
import type { Limits } from './limits.ts';
import { LimitTable } from './limits.ts';
import { ActionTable } from './actions.ts';
import type { Space } from './space.ts';
import { spaceOf } from './space.ts';
import { homeOf, requestOf } from './request.ts';
import type { BatchInput, BatchPrincipal } from './types.ts';

/** Principals about whom all documents say the same of every request. */
export interface Profile {
  readonly space: Space;
  /** In the order of their numbers, one for each document that says something. */
  readonly identity: readonly Said[];
  readonly limits: Limits;
  /** The documents, by number, that compare keys of which documents of the batch differ; empty where none do. */
  readonly mixed: string;
  /** One of them, by its place. */
  readonly sample: number;
}

/** Sorts the principals of a batch into profiles. */
export class Profiles {
  readonly all: Profile[] = [];
  readonly #input: BatchInput;
  readonly #documents: Documents;
  readonly #limits: LimitTable;
  readonly #actions: ActionTable;
  readonly #mixed: Map<Known, boolean> | null;
  readonly #spaces = new Map<string, Space>();
  /** By object and by text. */
  readonly #settings = new Map<unknown, number>();
  readonly #byKey = new Map<Limits, Map<string, number>>();

  /** `isTold`: all documents of the batch were met, so that it is known of which keys they differ. */
  constructor(input: BatchInput, documents: Documents, isTold: boolean) {
    this.#input = input;
    this.#documents = documents;
    this.#limits = new LimitTable(documents);
    this.#mixed = isTold && documents.differ ? new Map() : null;
    this.#actions = new ActionTable(input.requests.map(({ action }) => action));
  }

  /** The profile's place in `all`; `null` for a principal that is neither user nor role, of which each pair is decided by itself. */
  place(at: number): number | null {
    const principal = this.#input.principals[at];
    const action = this.#input.requests[0]?.action;
    if (principal === undefined || action === undefined) return null;
    const caller = readCaller(principal.principal);
    if ((caller.kind !== 'user' && caller.kind !== 'role') || caller.account === null) return null;
    const ask = (): AccessRequest => requestOf(principal, this.#input, { action, resource: '*' });
    const space = this.#spaceOf(caller, principal, ask);
    // few documents ask for anything of the principal
    let situation: Situation | undefined;
    const lookup: Situation['lookup'] = (key) => {
      // whose account the resource is of differs from request to request
      if (key === 'aws:resourceaccount') return OPEN;
      situation ??= new Situation(ask(), caller);
      return situation.known(key);
    };
    const isBound = boundByScp({ caller });
    const serviceControl = (isBound ? principal.serviceControlPolicies : undefined) ?? unbound;
    // what does not bind still tells of what kind keys are
    if (!isBound && principal.serviceControlPolicies !== undefined) this.#limits.meet(principal.serviceControlPolicies);
    const limits = this.#limits.limits({ boundary: principal.permissionsBoundary, serviceControl }, space, lookup);
    const identity: Said[] = [];
    for (const policy of principal.identityPolicies) {
      const said = this.#documents.said(this.#documents.known(policy, 'identity'), space, lookup);
      if (said !== null) identity.push(said);
    }
    identity.sort((a, b) => a.id - b.id);
    const mixed = this.#mixed === null ? '' : this.#mixedOf(principal, this.#mixed);
    return this.#profileOf({ space, identity, limits, mixed, sample: at });
  }

  /** Every document given counts, whether or not it binds the principal. */
  #mixedOf({ identityPolicies, permissionsBoundary, serviceControlPolicies }: BatchPrincipal, ids: Map<Known, boolean>): string {
    const all = identityPolicies.map((each) => this.#documents.known(each, 'identity'));
    if (permissionsBoundary !== undefined) all.push(this.#documents.known(permissionsBoundary, 'identity'));
    for (const node of serviceControlPolicies ?? []) for (const each of node) all.push(this.#documents.known(each, 'scp'));
    const mixed = all.filter((each) => {
      let is = ids.get(each);
      if (is === undefined) ids.set(each, (is = this.#documents.isMixed(each)));
      return is;
    });
    return [...new Set(mixed.map(({ id }) => id))].sort((a, b) => a - b).join();
  }

  #profileOf(profile: Profile): number {
    let known = this.#byKey.get(profile.limits);
    if (known === undefined) {
      known = new Map<string, number>();
      this.#byKey.set(profile.limits, known);
    }
    let key = `${profile.mixed}|`;
    for (const { id } of profile.identity) key += `${id} `;
    let place = known.get(key);
    if (place === undefined) {
      place = this.all.push(profile) - 1;
      known.set(key, place);
    }
    return place;
  }

  #spaceOf(caller: Caller, principal: BatchPrincipal, ask: () => AccessRequest): Space {
    const { account, partition } = homeOf(caller);
    const { context = this.#input.context, unknownKeys = this.#input.unknownKeys } = principal;
    const setting = `${this.#numberOf(context)} ${this.#numberOf(unknownKeys)}`;
    const key = `${account} ${partition} ${caller.kind} ${caller.serviceLinked} ${setting}`;
    let space = this.#spaces.get(key);
    if (space === undefined) {
      space = spaceOf(this.#spaces.size, this.#input.requests, this.#actions, ask(), caller);
      this.#spaces.set(key, space);
    }
    return space;
  }

  /** Equal for contexts and unknown keys of equal text. */
  #numberOf(value: AccessRequest['context'] | AccessRequest['unknownKeys']): number {
    let id = this.#settings.get(value);
    if (id === undefined) {
      const text = value === undefined ? '' : JSON.stringify(value);
      id = this.#settings.get(text) ?? this.#settings.size;
      this.#settings.set(text, id).set(value, id);
    }
    return id;
  }
}

const OPEN = { is: 'unknown' } as const;
const unbound: readonly (readonly PolicyInput[])[] = [];
