import { groupBy } from '../base/group.ts';
import { byCodeUnit } from '../base/order.ts';
import type { Trigger } from '../model/authorisation.ts';
import type { Credential } from '../model/entity.ts';
import type { EntityId } from '../model/ids.ts';
import type { LifeCycleEvent, LifeCycleEventType } from '../model/life-cycle.ts';
import type { Gap } from '../model/gap.ts';
import type { View } from '../model/view.ts';
import { gapAbout, nameOf } from './shared.ts';
import { minuteOf } from '../base/text/moment.ts';

/** A secret of something that is no person, and somebody gone who had it. */
export interface KnownSecret {
  readonly credential: Credential;
  readonly leaver: EntityId;
  readonly trigger: Trigger;
  /** How it is known; `null`: what became of the leaver's own access tells it. */
  readonly event: LifeCycleEvent | null;
  /** `false`: the record does not tell which secret of the identity it was. */
  readonly certain: boolean;
}

/** Who makes a secret sees it, and who uses it has it. */
const knowing: ReadonlySet<LifeCycleEventType> = new Set<LifeCycleEventType>(['credential-issued', 'used']);

const known = new WeakMap<View, ReadonlyMap<string, readonly KnownSecret[]>>();

/** By the credential's id, sorted; changed since or not. */
export function secretsOfLeavers(view: View): ReadonlyMap<string, readonly KnownSecret[]> {
  let found = known.get(view);
  if (found === undefined) {
    const all = [...byEvents(view), ...byEndings(view)];
    found = new Map([...groupBy(all, ({ credential }) => credential.id)].sort(([a], [b]) => byCodeUnit(a, b)));
    known.set(view, found);
  }
  return found;
}

function* byEvents(view: View): Iterable<KnownSecret> {
  const done = groupBy(
    view.assured.events.filter(({ type, succeeded, at }) => knowing.has(type) && succeeded && at <= view.asOf),
    ({ actor }) => actor,
  );
  for (const [leaver, trigger] of leaversOf(view)) {
    for (const event of done.get(leaver) ?? []) {
      for (const [credential, certain] of credentialsIn(view, event)) yield { credential, leaver, trigger, event, certain };
    }
  }
}

/** The accounts of those who left or moved, each by its first such moment up to now. */
function leaversOf(view: View): ReadonlyMap<EntityId, Trigger> {
  const found = new Map<EntityId, Trigger>();
  for (const trigger of view.assured.triggers) {
    if ((trigger.kind !== 'left' && trigger.kind !== 'moved') || trigger.at > view.asOf) continue;
    for (const account of trigger.subjects.flatMap((each) => view.personOf(each)?.accounts ?? [each])) {
      const earlier = found.get(account);
      if (earlier === undefined || byTime(trigger, earlier) < 0) found.set(account, trigger);
    }
  }
  return found;
}

function byTime(a: Trigger, b: Trigger): number {
  return byCodeUnit(a.at, b.at) || byCodeUnit(a.kind, b.kind) || byCodeUnit(a.text, b.text);
}

function* credentialsIn(view: View, { object, subject, type, what }: LifeCycleEvent): Iterable<readonly [Credential, boolean]> {
  const theirs = subject === null ? [] : view.credentialsOf(subject).filter((each) => isNobodys(view, each));
  const direct = object === null ? undefined : view.credential(object);
  if (direct !== undefined) {
    if (isNobodys(view, direct)) yield [direct, true];
    return;
  }
  const named =
    object === null
      ? []
      : theirs.filter((each) => each.name === object || ['/', '#', '|', ':'].some((mark) => each.id.endsWith(mark + object)));
  for (const each of named) yield [each, true];
  // the record names a secret of somebody whose secrets are called otherwise: it may be any of them
  if (named.length === 0 && type === 'credential-issued' && (object === null || what === 'credential'))
    for (const each of theirs) yield [each, false];
}

function* byEndings(view: View): Iterable<KnownSecret> {
  for (const { trigger, subject, otherWays } of view.assured.endings) {
    if (trigger === null || (trigger.kind !== 'left' && trigger.kind !== 'moved') || trigger.at > view.asOf) continue;
    const open = otherWays.ways.filter(({ authorised }) => !authorised);
    const secrets = open.filter(({ knownSecret }) => knownSecret);
    // that some way is certain tells it of each only where there is no other
    const certain = otherWays.state === 'some' && open.length === 1;
    for (const { source } of secrets) {
      const credential = view.credential(source);
      if (credential === undefined || !isNobodys(view, credential)) continue;
      const covers = { objects: null, scope: null, kinds: null };
      yield { credential, leaver: subject, trigger: { ...trigger, subjects: [subject], covers }, event: null, certain };
    }
  }
}

/** A person's own secret goes with the person's account. */
function isNobodys(view: View, { identity }: Credential): boolean {
  return view.identity(identity)?.nature !== 'human';
}

/** Whether what the person knew may open it now. */
export function opensNow(view: View, { credential, trigger, event }: KnownSecret): boolean {
  if (credential.state === 'inactive' || (credential.expiresAt !== null && credential.expiresAt <= view.asOf)) return false;
  const changed = changedAt(credential);
  return changed === null || changed <= trigger.at || (event !== null && changed <= event.at);
}

/** The last change of the secret itself; `null`: not told. */
export function changedAt({ rotatedAt, createdAt }: Credential): string | null {
  return rotatedAt ?? createdAt;
}

/** Why it is not known whether somebody gone has what opens it. */
export function doubtOf(view: View, { credential, leaver, trigger, certain }: KnownSecret): Gap {
  const boundary = view.identity(credential.identity)?.boundary ?? credential.identity;
  const what = certain ? 'when the secret was last changed is not told' : 'which secret of the identity it was is not told';
  const detail = `${credential.name}: ${nameOf(view, leaver)} (${trigger.text} ${minuteOf(trigger.at)}) may have known it; ${what}`;
  return gapAbout(view, 'credential', boundary, detail, credential.identity);
}
