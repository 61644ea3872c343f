/** An invented tenant: how large each part of it is. Everything else follows from these and the seed. */
export interface TenantSize {
  readonly seed: number;
  readonly users: number;
  readonly groups: number;
  /** Groups that roles can be assigned to: at most 500 of a tenant. */
  readonly assignable: number;
  readonly apps: number;
  /** People who hold directory roles themselves. */
  readonly holders: number;
  readonly packages: number;
  readonly audits: number;
  readonly subscriptions: number;
  /** Role assignments of each subscription. */
  readonly assignments: number;
}

/** As many of everything as there are people for: with 200,000 those of a large company. */
export function sizeFor(users: number, seed = 1): TenantSize {
  return {
    seed,
    users,
    groups: Math.max(50, Math.floor(users / 10)),
    assignable: Math.max(12, Math.min(400, Math.floor(users / 500))),
    apps: Math.max(60, Math.floor(users / 40)),
    holders: Math.max(30, Math.min(300, Math.floor(users / 600))),
    packages: Math.max(20, Math.floor(users / 40)),
    audits: Math.max(400, Math.floor(users / 2)),
    subscriptions: Math.max(3, Math.floor(users / 1000)),
    assignments: users < 10_000 ? 40 : 250,
  };
}

/** What a number counts; two digits of every id of that sort. */
const sorts = {
  tenant: 1,
  user: 2,
  group: 3,
  application: 4,
  servicePrincipal: 5,
  appId: 6,
  managedIdentity: 7,
  foreignApp: 8,
  foreignTenant: 9,
  unit: 10,
  gone: 11,
  deletedUser: 12,
  deletedApp: 13,
  subscription: 14,
  role: 15,
  secret: 16,
  certificate: 17,
  trust: 18,
  row: 19,
  request: 20,
  package: 21,
} as const;
export type Sort = keyof typeof sorts;

export type Item = Readonly<Record<string, unknown>>;

/** A list that is made as it is asked for. */
export interface List {
  readonly length: number;
  item(at: number): Item;
}

export const nothing: List = { length: 0, item: () => ({}) };

export function listOf(items: readonly Item[]): List {
  return { length: items.length, item: (at) => items[at] ?? {} };
}

/** One behind the other. */
export function joined(...lists: readonly List[]): List {
  return {
    length: lists.reduce((sum, each) => sum + each.length, 0),
    item: (at) => {
      let left = at;
      for (const list of lists) {
        if (left < list.length) return list.item(left);
        left -= list.length;
      }
      return {};
    },
  };
}

export interface Tenant {
  readonly size: TenantSize;
  readonly id: string;
  /** Epoch milliseconds that its times are counted from. */
  readonly now: number;
  /** A GUID that looks like any other, and can be counted back. */
  idOf(sort: Sort, number: number): string;
  /** A whole number below `sides`, the same for the same words. */
  roll(word: number, number: number, sides: number): number;
  /** Days before (negative) or after `now`, as the service writes a time. */
  day(days: number): string;
}

export function tenantOf(size: TenantSize, now: number): Tenant {
  const roll = (word: number, number: number, sides: number): number => mixed(size.seed, word, number) % sides;
  const idOf = (sort: Sort, number: number): string => {
    const of = sorts[sort];
    const [a, b] = [mixed(size.seed, of, number), mixed(size.seed + 1, of, number)].map((each) => each.toString(16).padStart(8, '0'));
    const last = of.toString(16).padStart(2, '0') + number.toString(16).padStart(10, '0');
    return `${a}-${b?.slice(0, 4)}-4${b?.slice(4, 7)}-a${b?.slice(5, 8)}-${last}`;
  };
  return {
    size,
    id: idOf('tenant', 0),
    now,
    idOf,
    roll,
    day: (days) => new Date(now + days * 86_400_000).toISOString().replace(/\.\d+Z$/, 'Z'),
  };
}

/** The number behind an id, where it is one of the sort. */
export function numberOf(id: string, sort: Sort): number | undefined {
  const last = id.slice(24);
  return Number.parseInt(last.slice(0, 2), 16) === sorts[sort] ? Number.parseInt(last.slice(2), 16) : undefined;
}

function mixed(seed: number, word: number, number: number): number {
  let state = Math.imul(seed, 0x9e3779b1) ^ Math.imul(word, 0x85ebca6b) ^ Math.imul(number + 1, 0xc2b2ae35);
  state = Math.imul(state ^ (state >>> 16), 0x7feb352d);
  state = Math.imul(state ^ (state >>> 15), 0x846ca68b);
  return (state ^ (state >>> 16)) >>> 0;
}
