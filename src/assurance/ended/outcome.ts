import type { Instant } from '../../base/instant.ts';
import { betweenMinutes, minuteOf } from '../../base/text/moment.ts';
import type { Authorisation } from '../../model/authorisation.ts';
import type { Lingering, Outcome } from '../../model/ending.ts';
import type { LifeCycleEvent } from '../../model/life-cycle.ts';
import type { Entitlement } from '../entitled/entitled.ts';
import { at, msOf } from './moments.ts';
import type { Margins } from './moments.ts';
import { isOver } from './linger.ts';
import type { Spell } from './spell.ts';

/** What an outcome is told from. */
export interface Standing {
  readonly spell: Spell;
  readonly entitlement: Entitlement;
  readonly due: Instant | null;
  /** Claims of its end by sources that record nothing, up to now, since the end before it; in the order of time. */
  readonly claims: readonly LifeCycleEvent[];
  /** What allows it at the moment of the report. */
  readonly live: readonly Authorisation[];
  readonly lingering: readonly Lingering[];
  readonly now: number;
  readonly margins: Margins;
}

export interface Told {
  readonly outcome: Outcome;
  readonly because: readonly string[];
}

/**
 * What became of it. The first that applies:
 *
 * 1. It is known to have ended: `lingering` while something of it may work, `undetermined` where it is not known what may, or where it was seen so soon after
 *    the record that the provider may have told it from memory, and nobody looked since; else `ended`.
 * 2. A record or a claim of its end, and it was surely seen later, and nothing that allows it began since: `contradicted`.
 * 3. It is not known to be there now (renamed, lacking in the last read, claimed to be gone since it was last surely seen): `undetermined`.
 * 4. It had ended before, and nothing allowed it when it began again, and no time is left to it: `reappeared`.
 * 5. It should be gone, and was seen when it should have been: `overdue`; was not looked for since: `undetermined`.
 * 6. Nothing says that it should be gone by now: `not-due`, unless what says so may be about it: `undetermined`.
 */
export function outcomeOf(standing: Standing): Told {
  return gone(standing) ?? contradicted(standing) ?? unseen(standing) ?? reappeared(standing) ?? late(standing) ?? inTime(standing);
}

function gone({ spell: { end }, lingering }: Standing): Told | null {
  if (end === null) return null;
  const how = end.recorded === null ? '' : `, by ${end.recorded.source}: ${end.recorded.activity}`;
  const ended = `ended between ${betweenMinutes(at(end.after), at(end.before))}${how}`;
  if (end.doubt !== null) {
    const seen = `was seen at ${minuteOf(at(end.doubt))}, so soon after that the provider may have told it from memory: nobody looked since`;
    return { outcome: 'undetermined', because: [ended, seen] };
  }
  const open = lingering.filter((each) => !isOver(each));
  if (open.length === 0) return { outcome: 'ended', because: [ended] };
  const running = open.filter(({ state }) => state === 'running');
  const texts = open.map(({ what, until, source }) =>
    until === null ? `how long ${what} may go on working is not known: ${source}` : `${what} may go on working until ${minuteOf(until)}`,
  );
  return { outcome: running.length > 0 ? 'lingering' : 'undetermined', because: [ended, ...texts] };
}

/** Whether something that allows it now began after it was said to be over: what was said is then of an earlier time. */
function isSuperseded({ live }: Standing, since: number): boolean {
  return live.some(({ from }) => msOf(from) > since);
}

function contradicted(standing: Standing): Told | null {
  const { spell, claims, margins } = standing;
  const refuted = [...spell.refuted, ...claims.filter((each) => msOf(each.at) + margins.record < spell.sure)];
  const against = refuted.filter((each) => !isSuperseded(standing, msOf(each.at)));
  if (against.length === 0) return null;
  const because = against.map(
    ({ source, id, at: said }) =>
      `${source} (${id}) says that it ended at ${minuteOf(said)}, and it was seen at ${minuteOf(at(spell.lastSeen))}`,
  );
  return { outcome: 'contradicted', because };
}

function unseen(standing: Standing): Told | null {
  const { spell, claims, margins } = standing;
  const { renamed, missing, lastSeen } = spell;
  const because: string[] = [];
  if (renamed !== null) because.push(`goes on under another name since between ${betweenMinutes(at(renamed.after), at(renamed.before))}`);
  if (missing !== null) because.push(`not seen since ${minuteOf(missing.since)}: ${missing.wants} is wanted before it counts as gone`);
  for (const each of claims) {
    const said = msOf(each.at);
    if (said + margins.record < spell.sure || isSuperseded(standing, said)) continue;
    because.push(
      `${each.source} (${each.id}) says that it ended at ${minuteOf(each.at)}, and it was last seen at ${minuteOf(at(lastSeen))}`,
    );
  }
  return because.length === 0 ? null : { outcome: 'undetermined', because };
}

function reappeared({ spell, entitlement, due, now }: Standing): Told | null {
  const { again, began, known } = spell;
  if (again === null) return null;
  const { trigger, authorised } = entitlement;
  const wasOver = trigger !== null && due !== null && msOf(trigger.at) <= began && msOf(due) <= Math.min(now, known);
  if (!wasOver && !(trigger === null && authorised === 'never')) return null;
  const before = `had ended between ${betweenMinutes(at(again.after), at(again.before))}, and is there again since ${minuteOf(at(began))}`;
  return { outcome: 'reappeared', because: [before, trigger === null ? 'nothing on record allows it' : trigger.text] };
}

function late({ spell, entitlement: { trigger }, due, now }: Standing): Told | null {
  if (trigger === null || due === null || msOf(due) > now) return null;
  const should = `should have ended by ${minuteOf(due)} (${trigger.text})`;
  if (spell.known >= msOf(due)) return { outcome: 'overdue', because: [`${should}, and was seen at ${minuteOf(at(spell.lastSeen))}`] };
  const seen = minuteOf(at(spell.lastSeen));
  const isStale = spell.lastSeen >= msOf(due);
  return {
    outcome: 'undetermined',
    because: [
      isStale
        ? `${should}, and was seen at ${seen}, so soon after that it may have been gone by then: nothing was read of it since`
        : `${should}, and was last seen at ${seen}: nothing was read of it since`,
    ],
  };
}

function inTime({ spell: { again }, entitlement, due }: Standing): Told {
  const { trigger, perhaps, authorised, because } = entitlement;
  if (trigger !== null && due !== null) return { outcome: 'not-due', because: [`may be there until ${minuteOf(due)} (${trigger.text})`] };
  if (perhaps.length > 0) {
    const texts = perhaps.map(({ text, at: when }) => `may have to be gone since ${minuteOf(when)} (${text}), which is not certain`);
    return { outcome: 'undetermined', because: [...texts, ...because] };
  }
  if (again !== null && authorised === 'unknown') {
    const before = `had ended between ${betweenMinutes(at(again.after), at(again.before))}, and is there again`;
    return { outcome: 'undetermined', because: [before, ...(because.length > 0 ? because : ['whether it was allowed is not known'])] };
  }
  return { outcome: 'not-due', because: authorised === 'yes' ? [] : because };
}
