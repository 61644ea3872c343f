import type { Assured } from '../../../src/model/assured.ts';
import type { Ending, Span } from '../../../src/model/ending.ts';
import { allowedTimes, timeAllowed } from './allowed.ts';
import type { World } from './estate.ts';
import { UNCERTAIN } from './records.ts';
import { accessOf, arnOf, capabilityOf, isThere, MINUTE, type Life } from './truth.ts';

/** What no answer about a world may say, held against what truly was. */

export interface Breach {
  readonly law: string;
  readonly detail: unknown;
}

type Said = Ending;

export function breachesOf(world: World, assured: Assured): readonly Breach[] {
  return assured.endings.flatMap((ending) => {
    const told = about(world, ending);
    return laws.flatMap(([law, isBroken]) => {
      const detail = isBroken(told);
      return detail === null ? [] : [{ law, detail: { ...(typeof detail === 'object' ? detail : { detail }), ending, lives: told.lives } }];
    });
  });
}

interface About {
  readonly world: World;
  readonly said: Said;
  readonly who: number;
  readonly what: number;
  /** The true times of this access, in order. */
  readonly lives: readonly Life[];
  /** Those of its ends that lie in what is claimed. */
  readonly ends: readonly Life[];
}

function about(world: World, said: Said): About {
  const { truth, plan } = world;
  const lives = truth.lives.filter(({ who, what, uid }) => accessOf(who, what, plan.byUid ? uid : null).id === said.access.id);
  const [first] = lives;
  if (first === undefined) throw new Error(`nobody ever had ${said.access.id}`);
  const { ended } = said;
  return { world, said, who: first.who, what: first.what, lives, ends: ended === null ? [] : endedIn(lives, ended) };
}

function endedIn(lives: readonly Life[], { after, before }: NonNullable<Said['ended']>): readonly Life[] {
  return lives.filter(({ until }) => Date.parse(after) < until && until <= Date.parse(before));
}

type Law = readonly [law: string, isBroken: (about: About) => unknown];

function lawOf(law: string, isBroken: Law[1]): Law {
  return [law, (each) => isBroken(each) ?? null];
}

const when = (breach: boolean, detail: unknown = {}): unknown => (breach ? detail : null);
const isGone = ({ outcome }: Said): boolean => outcome === 'ended' || outcome === 'lingering';

const laws: readonly Law[] = [
  lawOf('a true end lies in what is claimed', ({ world, said, ends, who, what }) => {
    if (said.ended === null || (said.ended.recorded !== null && isMadeAnew(world, who))) return null;
    // What a log alone told of is told by its name, and may be of whoever had the name before.
    const named = said.runs.first === '' ? world.truth.lives.filter((each) => each.who === who && each.what === what) : [];
    return when([...ends, ...endedIn(named, said.ended)].length === 0);
  }),
  lawOf('gone is said with its end', ({ said }) => when(isGone(said) && said.ended === null)),
  lawOf('what is late was there when it was due', ({ said, lives }) => {
    const { due } = said;
    if (said.outcome !== 'overdue') return null;
    return when(due !== null && !lives.some(({ until }) => until >= Date.parse(due)), { due });
  }),
  lawOf('what is late is not allowed', ({ world, said, who, what }) => {
    if (said.outcome !== 'overdue' && said.outcome !== 'reappeared') return null;
    if (isMadeAnew(world, who) || isClaimed(world, who, what)) return null;
    const times = allowedTimes(world.plan, world.truth, who, what);
    return when(
      times.some((time) => isThere(time, world.truth.asOf)),
      { times },
    );
  }),
  lawOf('lag holds the truth', ({ said, world, lives, ends }) => spanBreach(said.lag, said.trigger?.at ?? null, said, world, lives, ends)),
  lawOf('lateness holds the truth', ({ said, world, lives, ends }) => spanBreach(said.lateness, said.due, said, world, lives, ends)),
  lawOf('lag is told where there is a trigger', ({ said }) => when((said.trigger === null) !== (said.lag === null))),
  lawOf('an announced trigger is not due', ({ said, world }) =>
    when(said.due !== null && Date.parse(said.due) > world.truth.asOf && (said.outcome === 'overdue' || said.outcome === 'reappeared')),
  ),
  lawOf('due is the trigger and the time the policy in force allows', ({ said, world }) =>
    when(
      said.trigger !== null &&
        said.due !== null &&
        Date.parse(said.due) !== Date.parse(said.trigger.at) + timeAllowed(world.plan, Date.parse(said.trigger.at)),
    ),
  ),
  lawOf('never is said only of what nothing on record allows', ({ said, world, who, what }) => {
    if (said.authorised !== 'never' || isMadeAnew(world, who)) return null;
    if (!world.plan.covered) return {};
    const times = allowedTimes(world.plan, world.truth, who, what);
    return when(
      times.some(({ from, until }) => from <= Date.parse(said.lastSeen) && until > Date.parse(said.firstSeen)),
      { times },
    );
  }),
  lawOf('what was never allowed has no invented due', ({ said }) =>
    when(said.authorised === 'never' && said.trigger?.kind === 'authorisation-ended'),
  ),
  lawOf('authorised until and trigger are the literal ones', literalDue),
  lawOf('a level is told of what ended or is claimed to have', ({ said }) => when(isGone(said) && said.level === null)),
  lawOf('no level above what the facts allow', levelBreach),
  lawOf('no other way is said only where there is none', otherWayBreach),
];

function spanBreach(
  span: Span | null,
  since: string | null,
  said: Said,
  world: World,
  lives: readonly Life[],
  ends: readonly Life[],
): unknown {
  if (span === null || since === null || lives.some(({ who }) => isMadeAnew(world, who))) return null;
  const { truth } = world;
  const from = Date.parse(since);
  // Before it began nothing was there to be late; nobody may have seen that it was away for a while.
  const isHeld = (life: Life, at: number): boolean =>
    lives.some((each) => {
      const late = Math.max(0, at - Math.max(from, each.from));
      return each.from <= life.from && span.lower <= late && late <= span.upper;
    });
  if (said.ended !== null) return when(ends.length > 0 && !ends.some((life) => isHeld(life, life.until)), { span });
  // Open: it may be over already, or go on.
  // What a log saw last it may have told too early: then it is of the time that began a moment later.
  const last = lives.filter(({ from: begin }) => begin <= Date.parse(said.lastSeen) + UNCERTAIN).at(-1);
  return when(span.lower > span.upper || (last !== undefined && !isHeld(last, Math.min(last.until, truth.asOf)) && from <= truth.asOf), {
    span,
  });
}

function isMadeAnew({ truth }: World, who: number): boolean {
  return (
    truth.accounts.filter((each) => each.who === who).length > 1 || truth.accounts.some((each) => each.who === who && each.until < Infinity)
  );
}

function isClaimed({ plan }: World, who: number, what: number): boolean {
  return plan.claims.some((each) => each.who === who && each.what === what);
}

/** Where records are whole and plain: one joined time in which it was allowed, in which it was surely there. */
function literalDue({ world, said, who, what }: About): unknown {
  if (!world.plan.covered || isMadeAnew(world, who) || isClaimed(world, who, what)) return null;
  const times = allowedTimes(world.plan, world.truth, who, what);
  const [only] = times;
  if (only === undefined || times.length > 1) return null;
  if (only.from > Date.parse(said.lastSeen) || only.until <= Date.parse(said.firstSeen)) return null;
  if (world.plan.requests.some((each) => each.what === null || each.extended?.approved === false)) return null;
  const until = only.until === Infinity ? null : only.until;
  const told = said.authorisedUntil === null ? null : Date.parse(said.authorisedUntil);
  const trigger = said.trigger === null ? null : Date.parse(said.trigger.at);
  return when(said.authorised !== 'yes' || told !== until || trigger !== until, { literal: only, told, trigger });
}

/** Literally what each level needs. */
function levelBreach({ world, said, ends, who, what }: About): unknown {
  const { level, ended } = said;
  if (level === null || level === 0) return null;
  if (ended === null) return { needs: 'an end' };
  const { after, before } = ended;
  const recorded = world.records.events.some(
    ({ sourceKind, succeeded, type, subject, object, at }) =>
      sourceKind === 'provider-log' &&
      succeeded &&
      subject === arnOf(who) &&
      ((type === 'revoked' && object === said.access.objects[0]) || type === 'account-deleted') &&
      Date.parse(at) + MINUTE >= Date.parse(after) &&
      Date.parse(at) - MINUTE <= Date.parse(before),
  );
  if (level === 1) return when(!recorded, { needs: 'a provider event' });
  const absent = world.records.probes.filter(({ access, says }) => access === said.access.id && says === 'absent');
  const probed = absent.some((one) => absent.some((two) => Date.parse(two.sentAt) >= Date.parse(one.sentAt) + one.spacedByMs));
  const observed = world.plan.proves && world.scans.filter((scan) => isProof(scan.plan)).length > 0;
  // Another one under the same name was seen.
  if (!probed && !observed && ended.how !== 're-created') return { needs: 'reads or probes that prove absence' };
  if (level === 2) return null;
  const { asOf } = world.truth;
  for (const each of world.plan.lingers) {
    const until = each === null ? Infinity : Math.max(...ends.map((life) => life.until)) + each * MINUTE;
    const isCut = world.records.events.some(
      ({ type, at, subject }) => type === 'session-revoked' && subject === arnOf(who) && Date.parse(at) + MINUTE >= Date.parse(after),
    );
    if (until > asOf && !isCut) return { needs: 'linger passed or cut' };
  }
  const end = Math.min(...ends.map(({ until }) => until));
  const used = world.records.events.some(
    ({ type, subject, at, succeeded }) => type === 'used' && succeeded && subject === arnOf(who) && Date.parse(at) > end + MINUTE,
  );
  if (said.otherWays.state === 'undetermined') return { needs: 'other ways known' };
  if (said.otherWays.state === 'some' && said.otherWays.ways.some(({ authorised }) => !authorised)) return { needs: 'no other way' };
  const uses = world.records.spans.filter(({ tells }) => tells === 'use');
  if (!uses.some(({ to }) => Date.parse(to) >= end)) return { needs: 'logs of use' };
  return when(used && ends.every(({ what: object }) => object === what) && ends.length === 1, { needs: 'no use after the end' });
}

/** Whether one read could show that something is gone, with others. */
function isProof({ attachments, filter }: World['plan']['scans'][number]): boolean {
  return attachments === 'complete' && filter !== 'hidden';
}

/** What was there all the time since the last scan began, and was seen by any scan before. */
function otherWayBreach({ world, said, who, what }: About): unknown {
  if (said.otherWays.state !== 'none') return null;
  const last = world.scans.at(-1);
  if (last === undefined) return {};
  // By their clocks it is not told which of two runs was the last.
  if (world.scans.some(({ batch: { run } }) => run.id !== last.batch.run.id && run.to >= last.batch.run.from)) return null;
  const since = last.began - world.plan.delay * MINUTE;
  const others = world.truth.lives.filter(
    (life) =>
      life.who === who &&
      life.what !== what &&
      (capabilityOf(life.what) === capabilityOf(what) || capabilityOf(life.what) === 'administer') &&
      life.from <= since &&
      life.until > world.truth.asOf &&
      !isAllowedNow(world, life) &&
      isKnown(world, life),
  );
  return when(others.length > 0, { others });
}

/**
 * A scan showed it in this very time, or in one before whose end nothing can have told. Once a log or a read has told that end, the next time is as unknown
 * as any other that no scan ever showed.
 */
function isKnown({ scans, records, truth }: World, { who, what, uid, from }: Life): boolean {
  const shown = scans.flatMap((each) => each.shown).filter((each) => each.who === who && each.what === what && each.uid === uid);
  if (shown.some((each) => each.from === from)) return true;
  const earlier = truth.lives.findLast((each) => each.who === who && each.what === what && each.uid === uid && each.from < from);
  if (earlier === undefined || !shown.some((each) => each.from === earlier.from)) return false;
  const isTold =
    records.events.some(({ type, subject }) => type === 'revoked' && subject === arnOf(who)) ||
    records.probes.some(({ says }) => says === 'absent') ||
    scans.slice(0, -1).some(({ began, plan }) => began + plan.length * MINUTE >= earlier.until);
  return !isTold;
}

/** What is allowed now is another way, but none that counts. */
function isAllowedNow(world: World, { who, what }: Life): boolean {
  const { plan, truth } = world;
  return isMadeAnew(world, who) || allowedTimes(plan, truth, who, what).some((time) => isThere(time, truth.asOf));
}
