import { groupBy } from '../../base/group.ts';
import type { Access, AccessKind } from '../../model/access.ts';
import type { EntityId } from '../../model/ids.ts';
import type { LifeCycleEvent, LifeCycleEventType } from '../../model/life-cycle.ts';
import type { Covering } from './covers.ts';
import { put } from './lists.ts';
import { byTime, isDone } from './told.ts';
import type { Told } from './told.ts';

/** Which events are about one very access. */
export interface AboutAccess {
  /** All but those of the future. */
  matched(access: Access): readonly Told[];
  granted(access: Access): readonly Told[];
  revoked(access: Access): readonly Told[];
}

const gives: ReadonlySet<LifeCycleEventType> = new Set([
  'activated',
  'granted',
  'renewed',
  'credential-issued',
  'consented',
  'account-created',
  'account-enabled',
]);
const takes: ReadonlySet<LifeCycleEventType> = new Set([
  'revoked',
  'expired',
  'credential-revoked',
  'account-disabled',
  'account-deleted',
  'environment-deleted',
]);
/** About the person, or a place: not about one access. What takes an access along is added where it is asked for. */
const general: ReadonlySet<LifeCycleEventType> = new Set([
  'left',
  'moved',
  'incident',
  'signal',
  'session-revoked',
  'task-ended',
  'environment-deleted',
  'log-stopped',
  'log-started',
]);

/** What entries of one sort can be about; `null`: anything. */
const kindsOf: Readonly<Record<LifeCycleEvent['what'], readonly AccessKind[] | null>> = {
  eligibility: ['eligibility'],
  assignment: ['assignment', 'policy', 'membership', 'trust'],
  membership: ['membership', 'assignment'],
  ownership: ['ownership'],
  consent: ['consent', 'assignment'],
  credential: ['credential'],
  session: null,
  policy: ['policy', 'assignment', 'trust'],
  account: ['account'],
  other: null,
};

export function isOfKind({ what }: Pick<LifeCycleEvent, 'what'>, kind: AccessKind): boolean {
  return kindsOf[what]?.includes(kind) ?? true;
}

/** `accesses`: all that were ever held: an entry whose place is told roughly is not of one where another is given on just that place. */
export function aboutAccess(all: readonly Told[], accesses: readonly Access[], covering: Covering): AboutAccess {
  const held = groupBy(new Map(accesses.map((each) => [each.id, each])).values(), ({ subject }) => subject);
  const happened = all.filter((each) => each.happened);
  const bySubject = new Map<EntityId, Told[]>();
  for (const each of happened) for (const account of each.accounts) put(bySubject, account, each);
  const deleted = new Map<string, Told[]>();
  for (const each of happened) {
    const { type, scope } = each.event;
    if (type !== 'environment-deleted' || scope === null || !isDone(each)) continue;
    for (const { id } of covering.within(scope)) put(deleted, id, each);
  }
  const known = new Map<string, readonly Told[]>();

  /** Of the same thing, in the same place as far as it is told. */
  function isAbout(event: LifeCycleEvent, access: Access): boolean {
    if (general.has(event.type) || !isOfKind(event, access.kind)) return false;
    if (event.type.startsWith('account-')) return access.kind === 'account';
    if (event.object === null) return access.kind === 'account' && event.what === 'account';
    if (!covering.isNamed(access, event.object)) return false;
    if (event.scope === null || access.scope === null || covering.isOn(access, event.scope)) return true;
    const { object, scope } = event;
    const exact = (held.get(access.subject) ?? []).some(
      (each) => isOfKind(event, each.kind) && covering.isNamed(each, object) && covering.isOn(each, scope),
    );
    return !exact && covering.isNear(access, scope);
  }

  function matched(access: Access): readonly Told[] {
    let found = known.get(access.id);
    if (found === undefined) {
      found = (bySubject.get(access.subject) ?? []).filter(({ event }) => isAbout(event, access));
      known.set(access.id, found);
    }
    return found;
  }

  return {
    matched,
    granted: (access) => matched(access).filter((each) => isDone(each) && gives.has(each.event.type)),
    revoked(access) {
      const own = matched(access).filter((each) => isDone(each) && takes.has(each.event.type));
      const along = [
        ...(bySubject.get(access.subject) ?? []).filter((each) => isDone(each) && each.event.type === 'account-deleted'),
        ...(deleted.get(access.id) ?? []),
      ];
      return [...new Set([...own, ...along])].sort(byTime);
    },
  };
}
