import type { Identity } from '../../model/entity.ts';
import type { KeyRule } from '../settings.ts';
import { fold } from './fold.ts';

/** A name that a record may call an account by. */
export interface AccountKey {
  readonly kind: string;
  readonly value: string;
  /** Never given to anybody else. */
  readonly firm: boolean;
  /** Only records of the system that keeps the account mean this one by it. */
  readonly own: boolean;
}

/** Handles that no two accounts have at a time, wherever they are. */
const uniqueAtATime: ReadonlySet<string> = new Set(['mail']);

/**
 * Every name of an account: its id (`id`, and `aws-arn` where it is one), its immutable id (`uid`), its handles, and what the rules say. Handles
 * that are not immutable, e-mail addresses excepted, are for records of the system's own log: elsewhere the same text may be somebody else.
 */
export function keysOf(identity: Identity, rules: readonly KeyRule[]): readonly AccountKey[] {
  const { id, uid, handles = [], boundary } = identity;
  const keys: AccountKey[] = [{ kind: 'id', value: id, firm: false, own: false }];
  if (id.startsWith('arn:')) keys.push({ kind: 'aws-arn', value: id, firm: false, own: false });
  if (uid !== null) keys.push({ kind: 'uid', value: uid, firm: true, own: false });
  for (const { kind, value, immutable } of handles) {
    keys.push({ kind, value, firm: immutable, own: !immutable && !uniqueAtATime.has(fold(kind)) });
  }
  for (const rule of rules) {
    if (rule.boundaries !== null && (boundary === null || !boundary.startsWith(rule.boundaries))) continue;
    for (const { value, firm } of valuesOf(identity, rule.account)) keys.push({ kind: rule.record, value, firm, own: false });
  }
  return keys.filter(({ value }) => fold(value) !== '');
}

function valuesOf(
  { id, uid, name, tags, handles = [] }: Identity,
  account: KeyRule['account'],
): readonly Pick<AccountKey, 'value' | 'firm'>[] {
  switch (account.in) {
    case 'handle':
      return handles.filter((each) => fold(each.kind) === fold(account.name)).map(({ value, immutable }) => ({ value, firm: immutable }));
    case 'tag':
      return Object.entries(tags)
        .filter(([tag]) => fold(tag) === fold(account.name))
        .map(([, value]) => ({ value, firm: false }));
    case 'name':
      return [{ value: name, firm: false }];
    case 'id':
      return [{ value: id, firm: false }, ...(uid === null ? [] : [{ value: uid, firm: true }])];
  }
}
