import type { AccessRequest } from '../access.ts';
import type { ActionName } from '../compile/actions.ts';
import { actionOf } from '../compile/actions.ts';
import type { KeyLookup, KeyState, Truth } from '../match/truth.ts';
import type { Caller } from './caller.ts';
import { callerOf } from './caller.ts';
import { ABSENT, PRESENT_UNKNOWN, UNKNOWN, derived } from './derived.ts';
import type { Target } from './target.ts';
import { targetOf } from './target.ts';

/** Values put in for what is not known, to see what the answer then is. Keys in lower case. */
export interface Assignment {
  readonly keys: ReadonlyMap<string, KeyState>;
  /** Doubts of the documentation and of single statements. */
  readonly doubts: ReadonlyMap<string, boolean>;
  /** `null`: a name no policy mentions. */
  readonly sessionName?: string | null;
  readonly ownResource?: boolean;
}

/** One request with all that is known of it. */
export class Situation {
  readonly request: AccessRequest;
  readonly action: ActionName;
  readonly caller: Caller;
  readonly target: Target;
  readonly lookup: KeyLookup;
  /** `null`: what is not known is left open. */
  assigned: Assignment | null = null;
  readonly #known = new Map<string, KeyState>();
  #context: ReadonlyMap<string, readonly string[]> | undefined;

  constructor(request: AccessRequest) {
    this.request = request;
    this.action = actionOf(request.action);
    this.caller = callerOf(request.principal);
    this.target = targetOf(request.resource, request.resourceAccount, this.caller);
    this.lookup = (key) => this.assigned?.keys.get(key) ?? this.known(key);
  }

  /** What the request, the principal and the resource tell of a key, in lower case. */
  known(key: string): KeyState {
    let state = this.#known.get(key);
    if (state === undefined) {
      state = this.#read(key);
      this.#known.set(key, state);
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

  #read(key: string): KeyState {
    const said = saidUnknown(this.request, key);
    if (said !== null) return said;
    const values = this.#values(key);
    if (values !== undefined) return values.length === 0 ? ABSENT : { is: 'present', values };
    const told = derived(key, this.caller, this.target, this.request);
    if (told !== null) return told;
    if (this.request.context !== undefined) return ABSENT;
    return always.has(key) ? PRESENT_UNKNOWN : UNKNOWN;
  }

  #values(key: string): readonly string[] | undefined {
    if (this.request.context === undefined) return undefined;
    this.#context ??= readContext(this.request.context);
    return this.#context.get(key);
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

/** A key in two spellings has the values of both. */
function readContext(context: NonNullable<AccessRequest['context']>): ReadonlyMap<string, readonly string[]> {
  const read = new Map<string, readonly string[]>();
  for (const key of Object.keys(context)) {
    const given = context[key];
    if (given === undefined) continue;
    const lower = key.toLowerCase();
    const values = typeof given === 'string' ? [given] : given;
    const before = read.get(lower);
    read.set(lower, before === undefined ? values : [...before, ...values]);
  }
  return read;
}

/** What `unknownKeys` says of a key; that it is there is the stronger word. */
function saidUnknown({ unknownKeys }: AccessRequest, key: string): KeyState | null {
  let state: KeyState | null = null;
  for (const each of unknownKeys ?? []) {
    const pattern = (typeof each === 'string' ? each : each.key).toLowerCase();
    const meant = pattern.endsWith('*') ? key.startsWith(pattern.slice(0, -1)) : key === pattern;
    if (!meant) continue;
    if (typeof each !== 'string') return PRESENT_UNKNOWN;
    state = UNKNOWN;
  }
  return state;
}
