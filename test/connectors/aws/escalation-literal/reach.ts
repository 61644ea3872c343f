import { arnOf, secretOf } from './spec.ts';
import type { Spec } from './spec.ts';
import type { Node, Reading } from './ask.ts';
import { Asker, keyOf, worlds } from './ask.ts';
import type { Sure, Way } from './ways.ts';
import { Ways, fresh } from './ways.ts';

/** A principal of an estate, and whose secret it would read. */
export interface Question {
  readonly kind: 'user' | 'role';
  readonly name: string;
  readonly secret: string;
}

/** What may be reached at a moment, worked out step by step over concrete calls. */
export class Literal {
  readonly #asker: Asker;
  readonly #ways: Ways;
  readonly #out = new Map<string, readonly Way[]>();
  readonly #reading: Reading;

  constructor(spec: Spec, reading: Reading, at: number) {
    this.#reading = reading;
    this.#asker = new Asker(spec, reading, at);
    this.#ways = new Ways(spec, this.#asker, reading);
  }

  /** How sure the way to each secret is. */
  secretsOf(kind: 'user' | 'role', name: string, secrets: readonly string[]): ReadonlyMap<string, Sure> {
    const found = new Map<string, Sure>(secrets.map((secret) => [secret, 'none']));
    for (const level of ['possible', 'certain'] as const) {
      const left = new Set(secrets);
      for (const { node } of this.steps(kind, name, level)) {
        for (const secret of left) {
          if (!this.#reads(node, secret, level)) continue;
          found.set(secret, level);
          left.delete(secret);
        }
        if (left.size === 0) break;
      }
    }
    return found;
  }

  /** Everybody it comes to act as, by ways that are at least so sure, each with the step that led there first. */
  *steps(kind: 'user' | 'role', name: string, level: 'certain' | 'possible'): Generator<{ readonly node: Node; readonly by: string }> {
    const start = fresh(kind, name);
    const found = new Set([keyOf(start)]);
    const queue = [{ node: start, by: 'itself' }];
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      yield next;
      for (const { to, sure, method } of this.#waysOf(next.node)) {
        if ((level === 'certain' && sure !== 'certain') || found.has(keyOf(to))) continue;
        found.add(keyOf(to));
        queue.push({ node: to, by: `${keyOf(next.node)} by ${method}` });
      }
    }
  }

  /** The steps to a secret, in words. */
  tell(kind: 'user' | 'role', name: string, secret: string, level: 'certain' | 'possible'): readonly string[] {
    const told: string[] = [];
    for (const { node, by } of this.steps(kind, name, level)) {
      told.push(`${keyOf(node)} from ${by}`);
      if (this.#reads(node, secret, level)) return [...told, `${keyOf(node)} reads it`];
    }
    return told;
  }

  #reads(node: Node, secret: string, level: 'certain' | 'possible'): boolean {
    const call = [{ action: 'secretsmanager:GetSecretValue', resource: secret }];
    const so = worlds.map((world) => this.#asker.can(node, world, call));
    return level === 'certain' ? so.every((each) => each) : so.some((each) => each);
  }

  #waysOf(node: Node): readonly Way[] {
    const key = keyOf(node);
    let found = this.#out.get(key);
    if (found === undefined) {
      const all = this.#ways.of(node);
      // read at the least, who changed its own rights joins no group, and within a limit goes on to nobody else
      const least = this.#reading === 'least';
      const staysItself = least && (node.boosted || node.unbounded);
      const joinsNone = staysItself || (least && (node.off.length > 0 || node.team !== undefined));
      found = all.filter(({ to }) => {
        const isItself = to.kind === node.kind && to.name === node.name;
        // nor does it put others into any
        if (least && !isItself && to.joined !== null && !isPlain(node)) return false;
        return isItself ? !joinsNone || to.joined === node.joined : !staysItself;
      });
      this.#out.set(key, found);
    }
    return found;
  }
}

function isPlain({ boosted, unbounded, joined, off, team }: Node): boolean {
  return !boosted && !unbounded && joined === null && off.length === 0 && team === undefined;
}

export function questionsOf({ users, roles, groups }: Spec): {
  readonly who: readonly (readonly ['user' | 'role', string])[];
  readonly secrets: readonly string[];
} {
  const who = [...Object.keys(users).map((name) => ['user', name] as const), ...Object.keys(roles).map((name) => ['role', name] as const)];
  return {
    who,
    secrets: [
      ...who.map(([kind, name]) => secretOf(arnOf(kind, name))),
      ...Object.keys(groups).map((name) => secretOf(arnOf('group', name))),
    ],
  };
}
