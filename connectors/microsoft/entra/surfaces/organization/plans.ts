/** The service plans that decide what a tenant has; ids of https://learn.microsoft.com/entra/identity/users/licensing-service-plan-reference. */
const names: ReadonlyMap<string, string> = new Map([
  ['41781fb2-bc02-4b7c-bd55-b576c07bb09d', 'AAD_PREMIUM'],
  ['eec0eb4f-6444-4f95-aba0-50c24d67f998', 'AAD_PREMIUM_P2'],
  ['e866a266-3cff-43a3-acca-0c90a7e00c8b', 'Entra_Identity_Governance'],
]);

/** Privileged Identity Management comes with either (https://learn.microsoft.com/entra/id-governance/licensing-fundamentals). */
const withPim: ReadonlySet<string> = new Set(['AAD_PREMIUM_P2', 'Entra_Identity_Governance']);
const withSignInActivity: ReadonlySet<string> = new Set(['AAD_PREMIUM', 'AAD_PREMIUM_P2']);

/** The service whose plans these are: one of a name that is not known here may bring what the known ones do. */
const PREMIUM_SERVICE = /^(?:AADPremiumService|.*Governance.*)$/i;

/** One plan as an answer tells it. */
export interface AssignedPlan {
  readonly capabilityStatus: string | null;
  readonly service: string | null;
  readonly servicePlanId: string | null;
}

export interface Licences {
  /** Of the plans in force: names of those known here, of the others their service; in no order, each once. */
  readonly inForce: readonly string[];
  readonly hasPim: boolean | null;
  readonly hasSignInActivity: boolean | null;
}

/**
 * What the plans of a tenant bring. `Warning` is the time of grace after an end, in which a plan still works. A plan that is suspended, or
 * one of the premium service whose name is not known here, leaves open what it brings; that there is none is told only by a list without any.
 */
export function licencesOf(plans: readonly AssignedPlan[]): Licences {
  const inForce = new Set<string>();
  const others = new Set<string>();
  let isOpen = false;
  for (const { capabilityStatus, service, servicePlanId } of plans) {
    const known = names.get(servicePlanId?.toLowerCase() ?? '');
    const name = known ?? service ?? servicePlanId ?? 'unnamed';
    const status = capabilityStatus?.toLowerCase();
    if (status === 'deleted') continue;
    if (status === 'enabled' || status === 'warning') inForce.add(name);
    else others.add(name);
    if (known === undefined && !withPim.has(name) && PREMIUM_SERVICE.test(name)) isOpen = true;
  }
  function has(wanted: ReadonlySet<string>): boolean | null {
    if ([...wanted].some((each) => inForce.has(each))) return true;
    return isOpen || [...wanted].some((each) => others.has(each)) ? null : false;
  }
  return { inForce: [...inForce], hasPim: has(withPim), hasSignInActivity: has(withSignInActivity) };
}
