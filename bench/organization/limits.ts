/** Calls a second, and how many may come at once. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** The bucket a call draws from. Buckets are kept for each account. */
export interface Bucket extends Rate {
  readonly name: string;
}

/*
 * Organizations: "Throttling limits" of its user guide (quotas page), the figures for one account. STS: 600 a second for each account
 * and region (quotas page of the IAM user guide). IAM Identity Center: 20 a second for all of its APIs together (quotas page of its user
 * guide). IAM publishes nothing: 10 a second is twice what people report to be safe.
 */
const organizations: readonly (readonly [Rate, readonly string[]])[] = [
  [{ perSecond: 1, burst: 2 }, ['DescribeOrganization']],
  [{ perSecond: 8, burst: 12 }, ['ListAccounts']],
  [{ perSecond: 5, burst: 8 }, ['ListParents', 'ListAccountsForParent', 'ListOrganizationalUnitsForParent']],
  [{ perSecond: 1, burst: 2 }, ['ListRoots']],
  [{ perSecond: 2, burst: 2 }, ['DescribePolicy']],
  [{ perSecond: 5, burst: 8 }, ['ListPolicies', 'ListPoliciesForTarget', 'ListTargetsForPolicy']],
  [{ perSecond: 1, burst: 3 }, ['ListAWSServiceAccessForOrganization', 'ListDelegatedServicesForAccount']],
  [{ perSecond: 5, burst: 8 }, ['ListDelegatedAdministrators']],
];

export function bucketOf(service: string, operation: string): Bucket {
  switch (service) {
    case 'organizations': {
      const [rate, together] = organizations.find(([, operations]) => operations.includes(operation)) ?? [
        { perSecond: 1, burst: 1 },
        [operation],
      ];
      return { name: `organizations ${together.join(', ')}`, ...rate };
    }
    case 'sts':
      return { name: 'sts', perSecond: 600, burst: 600 };
    case 'sso':
    case 'identitystore':
      return { name: 'IAM Identity Center', perSecond: 20, burst: 20 };
    case 'cloudtrail':
      // LookupEvents of the CloudTrail API reference; of DescribeTrails it says ten
      return operation === 'LookupEvents' ? { name: operation, perSecond: 2, burst: 2 } : { name: operation, perSecond: 10, burst: 10 };
    default:
      return { name: service, perSecond: 10, burst: 10 };
  }
}

/** Token buckets, full at first. */
export class Throttle {
  readonly #left = new Map<string, { tokens: number; at: number }>();

  /** Whether a call may pass at this moment (milliseconds); it is taken off if so. */
  take(account: string, { name, perSecond, burst }: Bucket, now: number): boolean {
    const key = `${account} ${name}`;
    const held = this.#left.get(key) ?? { tokens: burst, at: now };
    const tokens = Math.min(burst, held.tokens + ((now - held.at) / 1000) * perSecond);
    this.#left.set(key, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now });
    return tokens >= 1;
  }
}
