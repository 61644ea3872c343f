import type { AccessRequest, Decision } from '../access.ts';
import { evaluateAccess } from '../decide/evaluate.ts';
import type { Bits } from './bits.ts';
import { eachBit, hasBit, noBits, word } from './bits.ts';
import type { Limits } from './limits.ts';
import { NOT_ASKED, union } from './limits.ts';
import type { Profile } from './profiles.ts';

/** A decision with what it depends on. The first three are those that depend on nothing. */
export interface Outcome {
  readonly decision: Decision;
  readonly on: readonly string[];
}
export const ALLOWED = 0;
export const EXPLICITLY_DENIED = 1;
export const IMPLICITLY_DENIED = 2;

/** Decides the pairs of profiles, each answer of `evaluateAccess` once for all pairs in which the same documents are in question. */
export class Pairs {
  readonly outcomes: Outcome[] = [
    { decision: 'allowed', on: [] },
    { decision: 'explicitly-denied', on: [] },
    { decision: 'implicitly-denied', on: [] },
  ];
  evaluated = 0;
  readonly #byText = new Map<string, number>();
  readonly #request: (p: number, r: number) => AccessRequest;

  constructor(request: (p: number, r: number) => AccessRequest) {
    this.#request = request;
  }

  /** The place of the answer in `outcomes`. */
  evaluate(p: number, r: number): number {
    this.evaluated++;
    const { decision, on } = evaluateAccess(this.#request(p, r));
    if (decision === 'allowed') return ALLOWED;
    if (decision === 'explicitly-denied') return EXPLICITLY_DENIED;
    if (decision === 'implicitly-denied') return IMPLICITLY_DENIED;
    const text = JSON.stringify(on);
    let place = this.#byText.get(text);
    if (place === undefined) {
      place = this.outcomes.push({ decision, on }) - 1;
      this.#byText.set(text, place);
    }
    return place;
  }

  /** Writes the answers of a profile into a row of one place a request, and tells which requests the bits left open. */
  decide(profile: Profile, row: Int32Array): Bits {
    const { space, identity, limits, mixed } = profile;
    const own = union(identity, space.actions.count);
    const open = noBits(space.actions.count);
    for (let at = 0; at < open.length; at++) {
      const ordinary = word(space.ordinary, at);
      const never = word(space.never, at);
      const denied = (word(own.denies, at) | word(limits.reach.denies, at)) & (ordinary | never);
      const mayBeDenied = word(own.mayDeny, at) | word(limits.reach.mayDeny, at);
      const allows = word(own.allows, at) & word(limits.reach.allows, at) & ordinary;
      const mayAllow = word(own.mayAllow, at) & word(limits.reach.mayAllow, at) & ordinary;
      const allowed = allows & ~mayBeDenied;
      const without = ~mayAllow & ~mayBeDenied & (ordinary | never);
      eachBit(denied, at, (r) => (row[r] = EXPLICITLY_DENIED));
      eachBit(allowed, at, (r) => (row[r] = ALLOWED));
      eachBit(without, at, (r) => (row[r] = IMPLICITLY_DENIED));
      open[at] = (ordinary | never | word(space.special, at)) & ~(denied | allowed | without);
    }
    for (let at = 0; at < open.length; at++) {
      eachBit(word(open, at), at, (r) => {
        const sure = hasBit(own.allows, r);
        const inQuestion: number[] = [];
        for (const { open: each } of identity) {
          const statements = each[r];
          if (statements === undefined) continue;
          inQuestion.push(...statements.denies.map((id) => 2 * id));
          // beside an Allow that is sure another adds nothing
          if (!sure) inQuestion.push(...statements.allows.map((id) => 2 * id + 1));
        }
        const state = (sure ? 1 : 0) + (hasBit(own.denies, r) ? 2 : 0);
        row[r] = this.#ask(limits, profile.sample, r, state, inQuestion, mixed);
      });
    }
    return open;
  }

  #ask({ answers, answersBy }: Limits, sample: number, r: number, state: number, inQuestion: readonly number[], mixed: string): number {
    if (inQuestion.length === 0 && mixed === '') {
      const at = 4 * r + state;
      let answer = answers[at] ?? NOT_ASKED;
      if (answer === NOT_ASKED) answers[at] = answer = this.evaluate(sample, r);
      return answer;
    }
    const key = `${r} ${state} ${inQuestion.toSorted((a, b) => a - b).join()} ${mixed}`;
    let answer = answersBy.get(key);
    if (answer === undefined) {
      answer = this.evaluate(sample, r);
      answersBy.set(key, answer);
    }
    return answer;
  }
}
