import type { AccessRequest, PolicyInput } from '../access.ts';
import { layersOf } from '../decide/layers.ts';
import { Situation } from '../request/situation.ts';
import type { Documents, Said } from './documents.ts';
import type { Limits } from './limits.ts';
import { LimitTable } from './limits.ts';
import { ActionTable } from './actions.ts';
import type { Space } from './space.ts';
import { spaceOf } from './space.ts';
import { homeOf, requestOf } from './request.ts';
import type { BatchInput } from './types.ts';

/** Principals about whom all documents say the same of every request. */
export interface Profile {
  readonly space: Space;
  /** In the order of their numbers, one for each document that says something. */
  readonly identity: readonly Said[];
  readonly limits: Limits;
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
  readonly #spaces = new Map<string, Space>();
  /** By object and by text. */
  readonly #settings = new Map<unknown, number>();
  readonly #byKey = new Map<Limits, Map<string, number>>();

  constructor(input: BatchInput, documents: Documents) {
    this.#input = input;
    this.#documents = documents;
    this.#limits = new LimitTable(documents);
    this.#actions = new ActionTable(input.requests.map(({ action }) => action));
  }

  /** The profile's place in `all`; `null` for a principal that is neither user nor role, of which each pair is decided by itself. */
  place(at: number): number | null {
    const principal = this.#input.principals[at];
    const action = this.#input.requests[0]?.action;
    if (principal === undefined || action === undefined) return null;
    const asked = requestOf(principal, this.#input, { action, resource: '*' });
    const situation = new Situation(asked);
    const { kind, account } = situation.caller;
    if ((kind !== 'user' && kind !== 'role') || account === null) return null;
    const space = this.#spaceOf(situation, asked);
    // whose account the resource is of differs from request to request
    const lookup: Situation['lookup'] = (key) => (key === 'aws:resourceaccount' ? OPEN : situation.known(key));
    const bound = layersOf(situation).some(({ name }) => name === 'scp');
    const serviceControl = (bound ? principal.serviceControlPolicies : undefined) ?? unbound;
    const limits = this.#limits.limits({ boundary: principal.permissionsBoundary, serviceControl }, space, lookup);
    const identity: Said[] = [];
    for (const policy of principal.identityPolicies) {
      const said = this.#documents.said(this.#documents.known(policy, 'identity'), space, lookup);
      if (said !== null) identity.push(said);
    }
    identity.sort((a, b) => a.id - b.id);
    return this.#profileOf({ space, identity, limits, sample: at });
  }

  #profileOf(profile: Profile): number {
    let known = this.#byKey.get(profile.limits);
    if (known === undefined) {
      known = new Map<string, number>();
      this.#byKey.set(profile.limits, known);
    }
    const key = profile.identity.map(({ id }) => id).join();
    let place = known.get(key);
    if (place === undefined) {
      place = this.all.push(profile) - 1;
      known.set(key, place);
    }
    return place;
  }

  #spaceOf({ caller }: Situation, asked: AccessRequest): Space {
    const { account, partition } = homeOf(caller);
    const key = `${account} ${partition} ${caller.kind} ${caller.serviceLinked} ${this.#settingOf(asked)}`;
    let space = this.#spaces.get(key);
    if (space === undefined) {
      space = spaceOf(this.#spaces.size, this.#input.requests, this.#actions, asked, caller);
      this.#spaces.set(key, space);
    }
    return space;
  }

  /** Equal for contexts and unknown keys of equal text. */
  #settingOf({ context, unknownKeys }: AccessRequest): string {
    return [context, unknownKeys]
      .map((value) => {
        let id = this.#settings.get(value);
        if (id === undefined) {
          const text = value === undefined ? '' : JSON.stringify(value);
          id = this.#settings.get(text) ?? this.#settings.size;
          this.#settings.set(text, id).set(value, id);
        }
        return id;
      })
      .join(' ');
  }
}

const OPEN = { is: 'unknown' } as const;
const unbound: readonly (readonly PolicyInput[])[] = [];
