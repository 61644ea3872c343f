import type { Instant } from '../../base/instant.ts';
import { byCodeUnit } from '../../base/order.ts';
import type { Access, Holding } from '../../model/access.ts';
import type { Trigger } from '../../model/authorisation.ts';
import type { AboutAccess } from './about-access.ts';
import type { Block, Blocks } from './blocks.ts';
import type { Cut } from './cuts.ts';
import type { Doubts, Within } from './doubts.ts';
import type { Allowed, Entitlement } from './allowed.ts';
import { firstOf, triggerText } from './trigger-words.ts';

/**
 * What allows one access in one time it was there. Of several blocks that do, the last begun says when it should be gone: an access that
 * something allows again is not overdue. The breaks between are told apart.
 */
export function entitlementOf(holding: Holding, blocks: Blocks, doubts: Doubts, about: AboutAccess, asOf: Instant): Entitlement {
  const { access } = holding;
  const last = holding.end === null || holding.end.before > asOf ? asOf : holding.end.before;
  const began = beginOf(holding);
  const isRelevant = (each: Block): boolean => each.from <= last && (each.until === null || began.from === null || each.until > began.from);
  const relevant = blocks.of(access).filter(isRelevant);
  const current = relevant.at(-1);
  const cuts = blocks.cuts(access);
  const provider = providerEnd(access);
  const unsure = unsureOf(blocks.least(access).filter(isRelevant), cuts, began);
  if (current === undefined) {
    const because = doubts(access, loggedBegin(holding, began, about));
    const found = cuts.map((cut) => ({ trigger: cut.trigger, certain: bears(cut, began) }));
    return {
      authorised: because.length === 0 ? 'never' : 'unknown',
      authorisations: [],
      authorisedUntil: null,
      trigger: firstOf([...found.filter(({ certain }) => certain === 'yes').map(({ trigger }) => trigger), ...provider]),
      lapses: [],
      perhaps: found.filter(({ certain }) => certain === 'perhaps').map(({ trigger }) => trigger),
      unsure,
      because,
    };
  }
  const ids = relevant.flatMap((each) => each.pieces.map(({ authorisation }) => authorisation));
  return {
    authorised: 'yes',
    authorisations: [...new Set(ids)].sort(byCodeUnit),
    authorisedUntil: current.until,
    trigger: firstOf([...endsOf(current), ...provider]),
    lapses: lapsesIn(relevant, holding.firstSeen),
    perhaps: cuts
      .filter(({ sure, trigger: { at } }) => !sure && (current.until === null || at < current.until) && at > current.from)
      .map(({ trigger }) => trigger),
    unsure,
    because: [],
  };
}

export function allowedAt(access: Access, at: Instant, blocks: Blocks, doubts: Doubts): Allowed {
  const block = blocks.of(access).find((each) => isAt(each, at));
  if (block === undefined) {
    const silent = doubts(access, { from: at, to: at }).length === 0;
    return { state: silent ? 'no' : 'unknown', until: null, ids: [] };
  }
  const ids = block.pieces.filter((each) => isAt(each, at)).map(({ authorisation }) => authorisation);
  const unsure = blocks.cuts(access).some(({ sure, trigger }) => !sure && trigger.at <= at && trigger.at >= block.from);
  return { state: unsure ? 'unknown' : 'yes', until: block.until, ids: [...new Set(ids)].sort(byCodeUnit) };
}

/** The provider's own words of an end. */
export function providerEnd({ subject, objects, scope, kind, until }: Access): readonly Trigger[] {
  if (until === null) return [];
  const covers = { objects: objects.slice(0, 1), scope, kinds: [kind] };
  return [{ kind: 'provider-end', at: until, subjects: [subject], covers, events: [], text: triggerText('provider-end', null) }];
}

function isAt({ from, until }: { readonly from: Instant; readonly until: Instant | null }, at: Instant): boolean {
  return from <= at && (until === null || at < until);
}

/** It began after the one, or at it, and not later than the other. What the provider says of its beginning narrows it. */
function beginOf({ notBefore, firstSeen, access }: Holding): Within {
  const { from } = access;
  if (from === null || from > firstSeen) return { from: notBefore, to: firstSeen };
  return notBefore !== null && notBefore >= from ? { from: notBefore, to: firstSeen } : { from, to: firstSeen };
}

/** As the provider's log tells it, where it does: a grant within the time in which it began. */
function loggedBegin(holding: Holding, began: Within, about: AboutAccess): Within {
  const logged = about
    .granted(holding.access)
    .filter(({ event }) => event.sourceKind === 'provider-log' && event.at <= began.to && (began.from === null || event.at >= began.from));
  const at = logged[0]?.event.at;
  return at === undefined ? began : { from: at, to: at };
}

/** Whether an event ends an access that nothing on record allows: one that is there already, and for who left any. */
function bears({ trigger: { at }, sure, lasting, overBy }: Cut, { from, to }: Within): 'yes' | 'perhaps' | 'no' {
  if (lasting) {
    if (overBy === null || to < overBy) return sure ? 'yes' : 'perhaps';
    return from !== null && from >= overBy ? 'no' : 'perhaps';
  }
  if (at >= to) return sure ? 'yes' : 'perhaps';
  return from !== null && at < from ? 'no' : 'perhaps';
}

/** What ends a block; nothing where it has no end. */
function endsOf({ until, pieces }: Block): readonly Trigger[] {
  return until === null ? [] : pieces.filter((each) => each.until === until).flatMap((each) => each.endedBy);
}

/** By the least that allows it; where nothing does, by what may cut it short. */
function unsureOf(least: readonly Block[], cuts: readonly Cut[], began: Within): Entitlement['unsure'] {
  if (least.length === 0) return cuts.filter((cut) => bears(cut, began) !== 'no').map(({ trigger }) => ({ trigger, until: null }));
  return least.flatMap((each, index) => {
    const trigger = firstOf(endsOf(each));
    return trigger === null ? [] : [{ trigger, until: least[index + 1]?.from ?? null }];
  });
}

/** Breaks between blocks, as far as it was seen to be there already. */
function lapsesIn(blocks: readonly Block[], since: Instant): Entitlement['lapses'] {
  return blocks.flatMap((each, index) => {
    const next = blocks[index + 1]?.from;
    if (next === undefined || each.until === null || next <= since) return [];
    return [{ from: each.until > since ? each.until : since, to: next }];
  });
}
