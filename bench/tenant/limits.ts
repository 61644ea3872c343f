import type { Draw } from './answer.ts';

/** So many in so many milliseconds: a bucket that fills evenly, or a window that is counted. */
interface Rate {
  readonly most: number;
  readonly perMs: number;
  readonly window?: number;
}

/** What a request is answered with where its limit allows it; `waitMs`: it does not, and may be asked again then. */
export interface Taken {
  readonly waitMs: number | null;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Limits as Microsoft publishes them: the identity and access service by units of an application in a tenant, more for larger ones, and
 * reports (https://learn.microsoft.com/graph/throttling-limits); reads of a subscription or of the tenant
 * (https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling); Resource Graph
 * (https://learn.microsoft.com/azure/governance/resource-graph/concepts/guidance-for-throttled-requests).
 */
export class Limits {
  readonly #rates: Readonly<Record<NonNullable<Draw['rate']>, Rate>>;
  readonly #left = new Map<string, { tokens: number; at: number }>();
  readonly #seen = new Map<string, number[]>();

  constructor(users: number) {
    const units = users < 50 ? 3500 : users <= 500 ? 5000 : 8000;
    this.#rates = {
      directory: { most: units, perMs: units / 10_000 },
      reports: { most: 5, perMs: 0, window: 10_000 },
      arm: { most: 250, perMs: 0.025 },
      'resource-graph': { most: 15, perMs: 0, window: 5000 },
    };
  }

  /** `now`: epoch milliseconds of whoever asks. */
  take({ bucket, rate, cost }: Draw, now: number): Taken {
    if (rate === null) return { waitMs: null, headers: {} };
    const limit = this.#rates[rate];
    const left = limit.window === undefined ? this.#drawn(bucket, limit, cost, now) : this.#counted(bucket, limit, limit.window, now);
    if (left < 0) return { waitMs: limit.window ?? -left / limit.perMs, headers: {} };
    return { waitMs: null, headers: headersOf(rate, left, limit, cost) };
  }

  /** What is left afterwards; below nothing where it was refused, and not drawn. */
  #drawn(bucket: string, { most, perMs }: Rate, cost: number, now: number): number {
    const held = this.#left.get(bucket) ?? { tokens: most, at: now };
    const tokens = Math.min(most, held.tokens + (now - held.at) * perMs);
    const left = tokens - cost;
    this.#left.set(bucket, { tokens: left < 0 ? tokens : left, at: now });
    return left;
  }

  #counted(bucket: string, { most }: Rate, window: number, now: number): number {
    const recent = (this.#seen.get(bucket) ?? []).filter((at) => at > now - window);
    if (recent.length < most) recent.push(now);
    else return -1;
    this.#seen.set(bucket, recent);
    return most - recent.length;
  }
}

function headersOf(
  rate: NonNullable<Draw['rate']>,
  left: number,
  { most, window = 0 }: Rate,
  cost: number,
): Readonly<Record<string, string>> {
  switch (rate) {
    case 'directory': {
      const used = 1 - left / most;
      return { 'x-ms-resource-unit': String(cost), ...(used < 0.8 ? {} : { 'x-ms-throttle-limit-percentage': used.toFixed(2) }) };
    }
    case 'reports':
      return {};
    case 'arm':
      return { 'x-ms-ratelimit-remaining-subscription-reads': String(Math.floor(left)) };
    case 'resource-graph':
      return { 'x-ms-user-quota-remaining': String(left), 'x-ms-user-quota-resets-after': `00:00:0${window / 1000}` };
  }
}
