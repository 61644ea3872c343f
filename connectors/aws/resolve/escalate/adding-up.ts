import { isJoining } from '../../escalation/method.ts';
import type { Group, Principal } from '../estate.ts';
import type { Templates } from '../templates.ts';
import type { Sought } from './needs.ts';
import { bitsOf, isAssuming, soughtMethods } from './needs.ts';

type Held = Pick<Principal, 'held'>;

const bitsWhere = (suits: (sought: Sought) => readonly Sought['needs'][number][]): bigint =>
  soughtMethods.flatMap(suits).reduce((all, { bits }) => all | bits, 0n);
const bitsOn = (where: string): bigint => bitsWhere(({ needs }) => needs.filter(({ ingredient }) => ingredient.on === where));

const [onOneself, onOwnGroup, onOwnPolicy] = [bitsOn('oneself'), bitsOn('own-group'), bitsOn('own-policy')];

/** Permissions that give a role any right, which is acted as where it lets the holder in. */
const beforeAssuming = bitsWhere((sought) => (isAssuming(sought) ? sought.needs : []));

const ofSeveral = soughtMethods.filter(({ method, needs }) => needs.length > 1 && !isJoining(method));

/** Tells whether what a group gives comes to more by what its new member has. */
export class AddingUp {
  readonly #templates: Templates;
  readonly #bits = new WeakMap<object, bigint>();
  readonly #together = new Map<string, boolean>();

  constructor(templates: Templates) {
    this.#templates = templates;
  }

  /** Whether it is told apart by who has it, lets its members change themselves, or makes a method with what the user has. */
  asksWho(group: Group, user: Principal, isMember: boolean): boolean {
    const [its, own] = [this.#bitsOf(group), this.#bitsOf(user)];
    if ((its & (onOneself | beforeAssuming)) !== 0n || group.held.some(({ document }) => document?.personal === true)) return true;
    if (isMember && (its & onOwnGroup) !== 0n) return true;
    if ((its & onOwnPolicy) !== 0n && user.held.some(({ policy }) => policy.split(':')[4] === user.account)) return true;
    if ((own & beforeAssuming) !== 0n && group.held.some((held) => this.#templates.assumeOf(held, user).length > 0)) return true;
    const key = `${its} ${own}`;
    let known = this.#together.get(key);
    if (known === undefined) this.#together.set(key, (known = ofSeveral.some((sought) => isMade(sought, its, own))));
    return known;
  }

  #bitsOf(holder: Held): bigint {
    let known = this.#bits.get(holder);
    if (known === undefined) {
      known = holder.held.reduce((bits, { document }) => (document === null ? bits : bits | bitsOf(document)), 0n);
      this.#bits.set(holder, known);
    }
    return known;
  }
}

/** Whether both have a part in a method. */
function isMade({ needs }: Sought, a: bigint, b: bigint): boolean {
  if (!needs.every(({ bits }) => (bits & (a | b)) !== 0n)) return false;
  return needs.some((one, at) => (one.bits & a) !== 0n && needs.some((two, other) => other !== at && (two.bits & b) !== 0n));
}
