import type { AccessRequest } from '../access.ts';
import type { ActionName } from '../compile/actions.ts';
import { actionOf } from '../compile/actions.ts';
import type { KeyLookup, KeyState, Truth } from '../match/truth.ts';
import type { Caller } from './caller.ts';
import { callerOf } from './caller.ts';
import { ABSENT, PRESENT_UNKNOWN, UNKNOWN, derived } from './derived.ts';
import type { Target } from './target.ts';
import { targetOf } from './target.ts';
import { otherClock, sameMoment } from './clock.ts';
import { contextOf, saidUnknown } from './told.ts';

/** Told by no policy and no fact of an account: given as `true` or `false` in the context, else not known. */
export const ADMINISTRATOR = 'principal:organization-administrator';

/** Values put in for what is not known, to see what the answer then is. Keys in lower case. */
export interface Assignment {
  readonly keys: ReadonlyMap<string, KeyState>;
  /** Doubts of the documentation and of single statements. */
  readonly doubts: ReadonlyMap<string, boolean>;
  /** `null`: a name no policy mentions. */
  readonly sessionName?: string | null;
  readonly ownResource?: boolean;
  readonly administrator?: boolean;
}

/** One request with all that is known of it. */
export class Situation {
  readonly request: AccessRequest;
  readonly action: ActionName;
  readonly caller: Caller;
  readonly target: Target;
  /** `null`: what is not known is left open. */
  assigned: Assignment | null = null;
  #known: Map<string, KeyState> | undefined;
  #lookup: KeyLookup | undefined;

  constructor(request: AccessRequest, caller: Caller = callerOf(request.principal)) {
    this.request = request;
    this.action = actionOf(request.action);
    this.caller = caller;
    this.target = targetOf(request.resource, request.resourceAccount, this.caller);
  }

  /** What is known of a key, or was put in for it. */
  get lookup(): KeyLookup {
    return (this.#lookup ??= (key) => this.assigned?.keys.get(key) ?? this.known(key));
  }

  /** What the request, the principal and the resource tell of a key, in lower case. */
  known(key: string): KeyState {
    const known = (this.#known ??= new Map<string, KeyState>());
    let state = known.get(key);
    if (state === undefined) {
      state = this.#read(key);
      known.set(key, state);
    }
    return state;
  }

  doubt(name: string): Truth {
    const decided = this.assigned?.doubts.get(name);
    return decided === undefined ? 2 : decided ? 1 : 0;
  }

  /** Whether the session has this name. */
  isSession(name: string): Truth {
    const known = this.caller.sessionName;
    if (known !== undefined) return known === name ? 1 : 0;
    const assigned = this.assigned?.sessionName;
    return assigned === undefined ? 2 : assigned === name ? 1 : 0;
  }

  /** Whether the resource is of the caller's account. */
  ownResource(): Truth {
    const own = this.target.own ?? this.assigned?.ownResource;
    return own === undefined ? 2 : own ? 1 : 0;
  }

  /** Whether the caller may administer the root users of the organization's accounts. */
  administrator(): Truth {
    const said = this.#values(ADMINISTRATOR)?.join().toLowerCase();
    const known = said === 'true' ? true : said === 'false' ? false : this.assigned?.administrator;
    return known === undefined ? 2 : known ? 1 : 0;
  }

  #read(key: string): KeyState {
    const other = otherClock(key);
    const said = saidUnknown(this.request, key, other);
    if (said !== null) return said;
    const values = this.#values(key) ?? (other === null ? undefined : sameMoment(other, this.#values(other)));
    if (values !== undefined) return values.length === 0 ? ABSENT : { is: 'present', values };
    const told = derived(key, this.caller, this.target, this.request);
    if (told !== null) return told;
    if (this.request.context !== undefined) return ABSENT;
    return always.has(key) ? PRESENT_UNKNOWN : UNKNOWN;
  }

  #values(key: string): readonly string[] | undefined {
    return this.request.context === undefined ? undefined : contextOf(this.request.context).get(key);
  }
}

/** Keys of every request. Source: IAM User Guide, reference_policies_condition-keys.html, availability of each key. */
const always = new Set([
  'aws:currenttime',
  'aws:epochtime',
  'aws:securetransport',
  'aws:requestedregion',
  'aws:viaawsservice',
  'aws:useragent',
]);
