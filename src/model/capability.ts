/** What privilege is for (DESIGN.md section 4), the gravest first. */
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

/** Whether `a` gives all of `b` at the same scope. */
export function dominates(a: Capability, b: Capability): boolean {
  return a === b || a === 'administer' || b === 'ordinary';
}

/** Capabilities that are tier 0 by themselves when their scope is a whole boundary (rule (a) of the closure). */
export const tierZeroOnBoundary: ReadonlySet<Capability> = new Set(['administer', 'grant-privilege', 'change-guardrail', 'disable-audit']);
