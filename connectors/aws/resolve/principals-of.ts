import type { Estate, Principal } from './estate.ts';

const byAccount = new WeakMap<Estate, ReadonlyMap<string, readonly Principal[]>>();

/** The users and roles of an account. */
export function principalsOf(estate: Estate, account: string): readonly Principal[] {
  let known = byAccount.get(estate);
  if (known === undefined) {
    const all = new Map<string, Principal[]>();
    for (const each of estate.principals.values()) {
      const list = all.get(each.account);
      if (list === undefined) all.set(each.account, [each]);
      else list.push(each);
    }
    byAccount.set(estate, (known = all));
  }
  return known.get(account) ?? [];
}
