/** What privilege is for (docs/architecture.md), the gravest first. */
export const capabilities = [
  'administer',
  'grant-privilege',
  'change-guardrail',
  'mint-credential',
  'impersonate',
  'run-as',
  'disable-audit',
  'read-secrets',
  'destroy',
  'write-data',
  'read-data',
  'ordinary',
] as const;
export type Capability = (typeof capabilities)[number];

export function isCapability(text: string): text is Capability {
  return (capabilities as readonly string[]).includes(text);
}

/**
 * Whether `a` gives all of `b` at the same scope: `administer` gives everything, and everything gives what is `ordinary`. No other does by
 * itself. `grant-privilege`, `change-guardrail`, `mint-credential`, `impersonate` and `run-as` are the first of two steps: what the second
 * gives depends on whom one gives a right to or acts as, and is found as a path through that identity, with its own class and presence;
 * counted here it would be counted for identities that hold nothing. Writing does not give reading, nor destroying either: providers allow
 * them apart.
 */
export function dominates(a: Capability, b: Capability): boolean {
  return a === b || a === 'administer' || b === 'ordinary';
}

/** Every capability that gives all of one of these, in the order of the gravest first. */
export function dominating(wanted: Iterable<Capability>): ReadonlySet<Capability> {
  const all = [...wanted];
  return new Set(capabilities.filter((each) => all.some((one) => dominates(each, one))));
}

/** Capabilities that are tier 0 by themselves when their scope is a whole boundary (rule (a) of the closure). */
export const tierZeroOnBoundary: ReadonlySet<Capability> = new Set(['administer', 'grant-privilege', 'change-guardrail', 'disable-audit']);
