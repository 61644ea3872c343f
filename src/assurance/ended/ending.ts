import { hashJson } from '../../base/bytes/hash.ts';
import { DAY_MS } from '../../base/instant.ts';
import type { Holding } from '../../model/access.ts';
import type { Ending } from '../../model/ending.ts';
import type { EndHow } from '../../model/history.ts';
import type { Identity } from '../../model/entity.ts';
import type { Asked } from './asked.ts';
import { endedByOf, endsByOf } from './ends-by.ts';
import { exceptionOf } from './exceptions.ts';
import { givenOf, isTierZero, patternOfAccess } from './given.ts';
import type { Given } from './given.ts';
import { spanFrom } from './lag.ts';
import { assuranceOf } from './level.ts';
import { lingeringOf, midSessionOf } from './linger.ts';
import { at, msOf } from './moments.ts';
import { otherWaysOf } from './other-ways.ts';
import { outcomeOf } from './outcome.ts';
import { controlOwnerOf, ownerOf } from './owners.ts';
import { perhapsLateOf } from './perhaps-late.ts';
import type { PerhapsLate } from './perhaps-late.ts';
import type { Spell } from './spell.ts';
import { testsOf } from './three-tests.ts';
import { refsOf, trailOf } from './trail.ts';
import { useLacks } from './use-logs.ts';

/** The times one access was there before and after the one that is told. */
export interface Around {
  readonly previous: Spell | undefined;
  readonly next: Spell | undefined;
  /** It is there again, or was given again and is not known to have ended since. */
  readonly isBack: boolean;
}

/** What became of one access in one time it was there, and when it can have been late though nothing is certain. */
export interface Ended {
  readonly ending: Ending;
  readonly perhapsLate: readonly PerhapsLate[];
}

/** `null`: it ended before the look-back, or nothing is on record of it but that it is there. */
export function endingOf(asked: Asked, spell: Spell, around: Around, gone: ReadonlyMap<string, Identity>): Ended | null {
  const { input, entitled, now, margins } = asked;
  const { view, settings } = input;
  const { access, end } = spell;
  const holding = asHolding(spell);
  const entitlement = entitled.entitlementOf(holding);
  const { trigger, authorised, authorisations } = entitlement;
  const trail = trailOf(asked, spell, around.previous, around.next);
  const isTold =
    end === null
      ? trigger !== null ||
        entitlement.perhaps.length > 0 ||
        authorised === 'yes' ||
        authorisations.length > 0 ||
        trail.claims.length > 0 ||
        access.until !== null ||
        spell.again !== null ||
        spell.probes.length > 0 ||
        spell.refuted.length > 0
      : end.before >= now - settings.lookBackDays * DAY_MS;
  if (!isTold) return null;

  const subject = view.identity(access.subject);
  const known = subject ?? gone.get(access.subject);
  const isThere = end === null && spell.missing === null && spell.renamed === null;
  const given = asShown(givenOf(view, access, isThere, asked.past), isThere, spell.holdings.at(-1)?.runs.last === input.reads.at(-1)?.run);
  const tierZero = isTierZero(view, access.subject, given);
  const allowedMs = trigger === null ? 0 : entitled.allowedMs(access, trigger, tierZero);
  const due = trigger === null ? null : at(msOf(trigger.at) + allowedMs);
  const lateness = due === null ? null : spanFrom(spell, due, now);
  const about = entitled.eventsOf(access.subject).filter((each) => msOf(each.at) <= now);
  const lingering = lingeringOf(input.lingers(access, end?.before ?? null), end, about, now, margins);
  const ways = otherWaysOf(asked, spell, given, around.isBack);
  const live = entitled.allowedAt(access, view.asOf).ids.flatMap((id) => asked.authorisation(id) ?? []);
  const told = outcomeOf({ spell, entitlement, due, claims: trail.claims, live, lingering, now, margins });
  const passed = lingering.flatMap(({ state, until }) => (state === 'passed' && until !== null ? [msOf(until)] : []));
  const lasts = Math.max(end?.before ?? now, ...passed);
  const use = end === null || !end.observed ? [] : useLacks(asked, access, given, end, lasts);
  const isClaimed = trail.claims.length > 0 || (access.until !== null && msOf(access.until) <= now);
  const isOpen = told.outcome === 'not-due' || told.outcome === 'overdue' || told.outcome === 'reappeared';
  const pattern = patternOfAccess(access, given);
  const refuted = told.outcome === 'contradicted';
  const assurance = isOpen ? { level: null, lacks: [] } : assuranceOf(spell, isClaimed, refuted, lingering, ways.otherWays, use);

  const ending: Ending = {
    id: idOf(spell),
    access,
    kind: access.kind,
    boundary: access.boundary,
    subject: access.subject,
    subjectName: known?.name ?? access.subject,
    nature: known?.nature ?? 'unknown',
    person: view.personOf(access.subject)?.id ?? null,
    tierZero,
    capabilities: given.gives,
    owner: ownerOf(known, settings),
    controlOwner: controlOwnerOf(access, settings),
    authorised,
    authorisations,
    authorisedUntil: entitlement.authorisedUntil,
    trigger: trigger === null ? null : { kind: trigger.kind, at: trigger.at, events: trigger.events, text: trigger.text },
    due,
    allowedMs,
    firstSeen: holding.firstSeen,
    lastSeen: holding.lastSeen,
    ended: endedOf(spell),
    lag: trigger === null ? null : spanFrom(spell, trigger.at, now),
    lateness,
    lingering,
    otherWays: ways.otherWays,
    outcome: told.outcome,
    because: [...told.because, ...flapsIn(spell)],
    ...assurance,
    endsBy: endsByOf(view, spell, given),
    endedBy: endedByOf(view, spell),
    pattern,
    midSession: midSessionOf(lingering),
    tests: testsOf(spell, pattern, lateness, lingering, ways),
    events: refsOf(
      asked,
      trail,
      trigger,
      lingering.flatMap(({ cut }) => cut ?? []),
    ),
    evidence: holding.evidence,
    runs: { ...holding.runs, ended: end?.run ?? null },
    probes: spell.probes.map(({ id }) => id),
    exception: exceptionOf(asked.exceptions, { subject: access.subject, boundary: access.boundary, gives: given.gives }),
  };
  return { ending, perhapsLate: perhapsLateOf(spell, entitlement, (each) => entitled.allowedMs(access, each, tierZero)) };
}

/** What is there, and not in the estate as the last run read it, may be just what that run lacks: then what it gives is not told by that. */
function asShown(given: Given, isThere: boolean, isOfLast: boolean): Given {
  const isTold = given.isTold && (!isThere || isOfLast || given.gives.length > 0 || given.elements.length > 0);
  return { ...given, isTold };
}

function endedOf({ end }: Spell): Ending['ended'] {
  if (end === null) return null;
  const { how, after, before, recorded } = end;
  return { how, after: at(after), before: at(before), recorded: recorded === null ? null : { source: recorded.source, id: recorded.id } };
}

function flapsIn({ flaps, refuted, end }: Spell): readonly string[] {
  const records =
    end === null ? [] : refuted.map(({ source, id, at: said }) => `${source} (${id}) recorded its end at ${said}, and it was seen later`);
  return [...records, ...flaps.map(({ receivedAt }) => `a probe did not find it at ${receivedAt}, and it was there later`)];
}

const logged: ReadonlySet<string> = new Set(['probed', 'recorded']);

/** As what the records are asked about is told: a spell with the ends that logs and probes give it. */
function asHolding({ access, notBefore, began, lastSeen, end, missing, holdings }: Spell): Holding {
  return {
    access,
    notBefore: notBefore === null ? null : at(notBefore),
    firstSeen: at(began),
    lastSeen: at(lastSeen),
    end:
      end === null
        ? null
        : {
            how: logged.has(end.how) ? 'absent' : (end.how as EndHow),
            after: at(end.after),
            before: at(end.before),
            run: end.run ?? '',
          },
    missing,
    runs: { first: holdings[0]?.runs.first ?? '', last: holdings.at(-1)?.runs.last ?? '' },
    evidence: holdings.flatMap(({ evidence }) => evidence),
  };
}

/**
 * Over the access's id, which is made of immutable ids, that of its subject, and when a read first saw it; of what only a log or a probe told of,
 * when that did. A log that is read later does not change it.
 */
function idOf({ access, holdings, began }: Spell): string {
  const [first] = holdings.filter((each) => msOf(each.firstSeen) >= began);
  return hashJson([access.id, access.subject, first?.firstSeen ?? at(began)]);
}
