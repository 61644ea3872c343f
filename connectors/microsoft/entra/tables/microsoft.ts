/**
 * Tenants that Microsoft's own applications are registered in.
 * https://learn.microsoft.com/troubleshoot/entra/entra-id/governance/verify-first-party-apps-sign-in
 */
const tenants: ReadonlySet<string> = new Set(['f8cdef31-a31e-4b4a-93e4-5f571e91255a', '72f988bf-86f1-41af-91ab-2d7cd011db47']);

/** Whether an application is Microsoft's own, by the tenant that it is registered in. */
export function isOfMicrosoft(home: string | null): boolean {
  return home !== null && tenants.has(home);
}
