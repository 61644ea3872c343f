import type { Estate } from './estate.ts';

const read = new WeakMap<Pick<Estate, 'accounts'>, ReadonlySet<string>>();

/** What is not known of an organization that none of the accounts that were read is told to be in. */
export function unreadOrganization(id: string, estate: Pick<Estate, 'accounts' | 'organizations'>): readonly string[] {
  let known = read.get(estate);
  if (known === undefined) {
    const places = [...estate.accounts].map((account) => estate.organizations.placeOf(account).membership);
    read.set(estate, (known = new Set(places.flatMap((place) => place?.organization ?? []))));
  }
  return known.has(id) ? [] : [`which accounts are in organization ${id} was not read, nor their policies: they say who in it may`];
}
