import { instantOf } from '../../../src/base/instant.ts';
import type { Access } from '../../../src/model/access.ts';
import { objects, subjects, type Plan } from './plan.ts';

/** What truly was, worked out from what happened alone. All times in epoch milliseconds, by the provider's clock. */

export const ACCOUNT = 'aws:111122223333';
export const MINUTE = 60_000;
const EPOCH = Date.UTC(2026, 9, 1);

export function ms(minute: number): number {
  return EPOCH + minute * MINUTE;
}

export function instant(minute: number): string {
  return instantOf(ms(minute));
}

export interface Account {
  readonly who: number;
  readonly uid: string;
  readonly from: number;
  until: number;
}

/** One access, from when it was given until it was taken. */
export interface Life {
  readonly who: number;
  readonly what: number;
  readonly uid: string;
  readonly from: number;
  until: number;
  by: Plan['acts'][number]['by'];
  /** It went with its account. */
  withAccount: boolean;
}

export interface Truth {
  readonly accounts: readonly Account[];
  readonly lives: readonly Life[];
  readonly asOf: number;
}

export function truthOf(plan: Plan): Truth {
  const accounts: Account[] = subjects.map((_, who) => ({ who, uid: `AIDA${who}X0`, from: ms(-100_000), until: Infinity }));
  const lives: Life[] = [];
  for (const { at, act, who, what, by } of [...plan.acts].sort((a, b) => a.at - b.at)) {
    const now = ms(at);
    const account = accounts.findLast((each) => each.who === who);
    const isThere = account?.until === Infinity;
    const held = lives.filter((each) => each.who === who && each.until === Infinity);
    const same = held.find((each) => each.what === what);
    if (act === 'create' && !isThere) accounts.push({ who, uid: `AIDA${who}X${accounts.length}`, from: now, until: Infinity });
    if (act === 'delete' && account !== undefined && isThere) {
      account.until = now;
      for (const life of held) Object.assign(life, { until: now, by, withAccount: true });
    }
    if (act === 'grant' && account !== undefined && isThere && same === undefined)
      lives.push({ who, what, uid: account.uid, from: now, until: Infinity, by: 'person', withAccount: false });
    if (act === 'revoke' && same !== undefined) Object.assign(same, { until: now, by });
  }
  const ends = plan.scans.map(({ at, length, off }) => at + length + off);
  return { accounts, lives: lives.filter(({ from, until }) => from < until), asOf: ms(Math.max(...ends, 0) + plan.later) };
}

export function arnOf(who: number): string {
  return `arn:aws:iam::111122223333:user/${subjects[who] ?? ''}`;
}

export function objectOf(what: number): string {
  return `arn:aws:iam::aws:policy/${objects[what] ?? ''}`;
}

export function sourceOf(who: number, what: number): string {
  return `attached ${objects[what] ?? ''} to ${subjects[who] ?? ''}`;
}

/** What a grant of it gives: the first two objects the same, the third something less. */
export function capabilityOf(what: number): 'administer' | 'read-data' {
  return what === 2 ? 'read-data' : 'administer';
}

/** `uid`: `null` where ids are of names. */
export function accessOf(who: number, what: number, uid: string | null): Access {
  return {
    id: `assignment|${ACCOUNT}|${uid ?? arnOf(who)}|${objectOf(what)}|`,
    kind: 'assignment',
    boundary: ACCOUNT,
    subject: arnOf(who),
    objects: [objectOf(what), objects[what] ?? ''],
    name: objects[what] ?? '',
    scope: null,
    source: sourceOf(who, what),
    from: null,
    until: null,
    activated: false,
  };
}

export function isThere(life: { readonly from: number; readonly until: number }, at: number): boolean {
  return life.from <= at && at < life.until;
}
