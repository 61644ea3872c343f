import type { Identity } from '../model/entity.ts';
import type { EntityId } from '../model/ids.ts';
import type { View } from '../model/view.ts';

/** Tells whether names of people are names of one. Case is nothing; accounts that are one person's are one. */
export interface Parties {
  /** Whether two texts, as somebody typed them, are names of the same. */
  isSame(one: string, other: string): boolean;
  /** Whether a text is a name of whose account this is. */
  isOf(who: string, account: Pick<Identity, 'id' | 'uid' | 'name'>): boolean;
}

/**
 * Of these names. An account is known by its id, its immutable id, its name and its handles; what is known of nobody is compared as it is. Two
 * people whose accounts have one name are taken for one: an exception that is refused for it needs only say who is meant.
 */
export function partiesOf(view: Pick<View, 'identities' | 'identity' | 'personOf'>, names: readonly string[]): Parties {
  const wanted = new Map<string, Set<string>>(names.map((each) => [plain(each), new Set<string>()]));
  if (wanted.size > 0) {
    for (const identity of view.identities()) {
      for (const name of namesOf(identity)) wanted.get(name)?.add(whose(view, identity.id));
    }
  }
  return {
    isSame(one, other) {
      if (plain(one) === plain(other)) return true;
      const those = wanted.get(plain(other));
      return [...(wanted.get(plain(one)) ?? [])].some((each) => those?.has(each) === true);
    },
    isOf(who, account) {
      const known = view.identity(account.id);
      if (namesOf(known ?? account).has(plain(who))) return true;
      return wanted.get(plain(who))?.has(whose(view, account.id)) === true;
    },
  };
}

/** Where nobody's accounts are at hand: as texts. */
export const textParties: Parties = {
  isSame: (one, other) => plain(one) === plain(other),
  isOf: (who, account) => namesOf(account).has(plain(who)),
};

function whose(view: Pick<View, 'personOf'>, id: EntityId): string {
  return view.personOf(id)?.id ?? id;
}

function namesOf({ id, uid, name, handles = [] }: Pick<Identity, 'id' | 'uid' | 'name' | 'handles'>): ReadonlySet<string> {
  return new Set([id, ...(uid === null ? [] : [uid]), name, ...handles.map(({ value }) => value)].map(plain));
}

function plain(text: string): string {
  return text.trim().toLowerCase();
}
