import type { WriteTransaction } from './engine.ts';
import { examine, NotInOrder, type RunContext, type Verdict } from './examine.ts';
import type { Addition } from './gather.ts';
import { HeadIndex } from './head-index.ts';
import { recordKinds } from './kinds.ts';
import { TellerSets } from './ledger.ts';
import type { Begun, Outcome } from './late.ts';
import { Looks, sortOf } from './looks.ts';
import { NeededReads, runsReadBy } from './needed-reads.ts';
import { clearRuns } from './order.ts';
import { Search, type Found } from './search.ts';
import { Identities } from './identities.ts';
import { Told } from './told.ts';
import { writeVerdicts } from './verdicts.ts';
import type { IdentityEvent } from './timeline.ts';

/**
 * Records a run whose time lies after that of all others, by the last intervals alone: what it tells as it was is not touched. Gives the same
 * answers as {@link recordAnew}; where the last intervals are not enough for that, hands what it went through on to it.
 */
export async function recordNext(
  transaction: WriteTransaction,
  addition: Addition,
  anew: (begun: Begun) => Promise<Outcome>,
): Promise<Outcome> {
  const { run, sort, sightings } = addition;
  const sets = new TellerSets(await transaction.tellerSets(), (await transaction.last()).tellers);
  const runs = await runsReadBy(transaction, run);
  const looks = new Looks(runs, sets.all(), addition.asksAsMuch);
  looks.readOnlyBy(run);
  const index = new HeadIndex(await transaction.heads(recordKinds.filter((kind) => sortOf(kind) === sort)));
  const told = await Told.of(run, sightings, index, sets, looks);
  const begun: Begun = { told, index, sets };
  const clear = clearRuns(await transaction.runs(), await transaction.readSpans());
  try {
    if (!clear.has(run)) throw new NotInOrder();
    const search = new Search(transaction, addition, begun, looks);
    const found = await search.found();
    const needed = new NeededReads(transaction, sets, looks);
    await needed.of(found);
    const identities = await Identities.of(transaction, found, told, run);
    const answered = await search.answered(found);
    const events = new Map<string, IdentityEvent[]>();
    const context: RunContext = {
      run,
      looks,
      controls: search.controls(found),
      isAccountedFor: (id) => identities.isAccountedFor(id),
      renamedTo: (key, uid) => told.renamedTo(key, uid),
      eventsOn: (id) => events.get(id) ?? [],
      incarnationOf: (dependsOn) => identities.incarnationOf(dependsOn),
      isAnswered: ({ id }) => answered.has(id),
      isClear: (each) => clear.has(each),
    };
    const verdicts = new Map<Found, Verdict>();
    for (const each of found.filter(isIdentity)) {
      const verdict = examine(each, context);
      verdicts.set(each, verdict);
      identities.settle(each, verdict);
      if (verdict.events.length > 0) events.set(keyOf(each), [...(events.get(keyOf(each)) ?? []), ...verdict.events]);
    }
    identities.settled();
    const dependants = await search.dependants([...events.keys()]);
    await needed.of(dependants);
    await identities.addOf(transaction, dependants);
    for (const each of [...found.filter((one) => !isIdentity(one)), ...dependants]) verdicts.set(each, examine(each, context));
    return await writeVerdicts(transaction, addition, begun, looks, verdicts, answered, await identities.newNames(transaction));
  } catch (error) {
    if (!(error instanceof NotInOrder)) throw error;
    return anew(begun);
  }
}

function isIdentity({ row, now }: Found): boolean {
  return (row ?? now?.content)?.kind === 'identity';
}

function keyOf({ row, now }: Found): string {
  return row?.key ?? now?.content.key ?? '';
}
