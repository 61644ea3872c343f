import { policyIn } from './marks.ts';

interface Policy {
  readonly number: number;
  readonly name: string;
  /** The name with what stands before it, where whoever ends so has this name and no longer one. */
  readonly end: string | undefined;
  /** The one that last came behind it. */
  next: Policy | undefined;
}

/** What the policies of sources are called, by the order in which they came. */
export class PolicyNames {
  readonly #policies = new Map<string, Policy>();
  #last: Policy | undefined;

  get name(): string {
    return this.#last?.name ?? '';
  }

  get number(): number {
    return this.#last?.number ?? 0;
  }

  /** Turns to the policy of this source. */
  take(source: string): void {
    const last = this.#last;
    const guess = last?.next;
    // Policies mostly come in the order in which they came before.
    if (guess?.end !== undefined && source.endsWith(guess.end) && source.includes('|')) {
      this.#last = guess;
      return;
    }
    const name = policyIn(source);
    let policy = this.#policies.get(name);
    if (policy === undefined) {
      policy = { number: this.#policies.size, name, end: endOf(source, name), next: undefined };
      this.#policies.set(name, policy);
    }
    if (last !== undefined) last.next = policy;
    this.#last = policy;
  }

  get names(): readonly string[] {
    return [...this.#policies.keys()];
  }
}

/** A name behind `/` has no `/` in it, and one behind `|` neither `/` nor `:`: whatever else ends so is called the same. */
function endOf(source: string, name: string): string | undefined {
  const before = source[source.length - name.length - 1];
  return name !== '' && (before === '/' || before === '|') ? before + name : undefined;
}
