import { groupBy } from '../../base/group.ts';
import { byKeys } from '../../base/order.ts';
import type { Access, Holding } from '../../model/access.ts';
import type { LifeCycleEvent } from '../../model/life-cycle.ts';
import type { Entitled } from '../entitled/entitled.ts';
import type { AssureInput } from '../input.ts';
import { askedOf } from './asked.ts';
import type { Asked } from './asked.ts';
import { endingOf } from './ending.ts';
import type { Ended } from './ending.ts';
import { msOf, STALE_MS } from './moments.ts';
import { pointsOf } from './points.ts';
import { spellsOf } from './spells.ts';

/**
 * What became of every access that ended in the look-back, and of every one that is there and of which anything is on record: that it was allowed, that it
 * should be gone, that its end was claimed or asked about, that it had ended before. What is merely there is not told. By boundary, subject, access, time.
 *
 * A log's record that an access was cut and given again makes two endings of one holding, whether or not reads saw the gap; of an access that no read
 * ever saw nothing is told. Total: whatever the input, in any order.
 */
export function endingsOf(input: AssureInput, entitled: Entitled): readonly Ended[] {
  const asked = askedOf(input, entitled);
  const probes = groupBy(input.verifications, ({ access }) => access);
  const gone = new Map((input.gone ?? []).map((each) => [each.id, each]));
  const endings: Ended[] = [];
  const named = groupBy(input.holdings, ({ access }) => nameOf(access));
  for (const [id, all] of groupBy(input.holdings, ({ access }) => access.id)) {
    const holdings = all.filter(({ firstSeen }) => msOf(firstSeen) <= asked.now).sort(inTime);
    if (holdings.length === 0) continue;
    const delayMs = Math.max(...holdings.map(({ access }) => input.delayOf?.(access) ?? STALE_MS));
    const namesakes = holdings.flatMap(({ access }) => named.get(nameOf(access)) ?? []).filter(({ access }) => access.id !== id);
    const told = { holdings, namesakes, ...recordsOf(asked, holdings), probes: probes.get(id) ?? [], delayMs, reads: asked.reads };
    const spells = spellsOf(pointsOf(told, asked.now, asked.margins), holdings, asked.margins);
    const isBack = spells.at(-1)?.end === null;
    for (const [at, spell] of spells.entries()) {
      const around = { previous: spells[at - 1], next: spells[at + 1], isBack: isBack && at < spells.length - 1 };
      const ending = endingOf(asked, spell, around, gone);
      if (ending !== null) endings.push(ending);
    }
  }
  return endings.sort(
    byKeys(
      ({ ending }) => ending.boundary,
      ({ ending }) => ending.subject,
      ({ ending }) => ending.access.id,
      ({ ending }) => ending.firstSeen,
      ({ ending }) => ending.id,
    ),
  );
}

function nameOf({ subject, objects, scope }: Access): string {
  return JSON.stringify([subject, objects[0], scope]);
}

const inTime = byKeys<Holding>(
  ({ firstSeen }) => firstSeen,
  ({ lastSeen }) => lastSeen,
  ({ runs }) => runs.first,
  ({ runs }) => runs.last,
  ({ access }) => JSON.stringify([access.source, access.until, access.from]),
);

/** What providers' logs record of an access, by whatever names its holdings had. */
function recordsOf(
  { entitled }: Asked,
  holdings: readonly Holding[],
): { readonly granted: readonly LifeCycleEvent[]; readonly revoked: readonly LifeCycleEvent[] } {
  const accesses = [...new Set(holdings.map(({ access }) => access))];
  const recorded = (of: (access: Holding['access']) => readonly LifeCycleEvent[]): readonly LifeCycleEvent[] => {
    const all = accesses.flatMap((access) => of(access)).filter((each) => each.sourceKind === 'provider-log' && each.succeeded);
    return [...new Map(all.map((each) => [JSON.stringify([each.source, each.id]), each])).values()];
  };
  return { granted: recorded((access) => entitled.grantedEvents(access)), revoked: recorded((access) => entitled.revokedEvents(access)) };
}
