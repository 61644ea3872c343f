import { counted } from '../../base/text/count.ts';
import { minuteOf } from '../../base/text/moment.ts';
import type { LeafKind } from '../../model/ledger.ts';
import { leafKinds } from '../../model/ledger.ts';
import type { PackIntegrity } from '../../model/pack.ts';
import { isWithin } from './asks.ts';
import type { PackInput } from './input.ts';

const MANAGEMENT = 'integrity rests on management';

/**
 * `anchored` only where every leaf of the period lies under a mark of somebody outside; a ledger with less is `logged`, and says how much of it does.
 */
export function integrityOf({ ledger, signed, options: { period } }: PackInput): PackIntegrity {
  if (ledger === null) {
    const says = signed
      ? `No ledger was kept: the pack is signed, and what it was made of was never logged; ${MANAGEMENT}.`
      : `Nothing is signed or logged: ${MANAGEMENT}.`;
    const none = { origin: null, vkey: null, size: null, root: null, population: null };
    return { level: signed ? 'signed' : 'unsigned', says, ...none, anchors: [], leaves: {} };
  }
  const { origin, vkey, size, root } = ledger;
  const within = ledger.leaves.filter(({ leaf }) => isWithin(leaf.at, period));
  const anchors = ledger.anchors.toSorted((a, b) => a.size - b.size || (a.at < b.at ? -1 : a.at > b.at ? 1 : a.sha256 < b.sha256 ? -1 : 1));
  const leaves: Partial<Record<LeafKind, number>> = {};
  for (const kind of leafKinds) {
    const count = within.filter(({ leaf }) => leaf.kind === kind).length;
    if (count > 0) leaves[kind] = count;
  }
  const last = within.reduce((greatest, { index }) => Math.max(greatest, index), -1);
  const over = anchors.filter((each) => each.size > last).toSorted((a, b) => (a.at < b.at ? -1 : 1))[0];
  const told = { origin, vkey, size, root, population: ledger.population?.index ?? null, anchors, leaves };
  if (over !== undefined && within.length > 0) {
    const all = counted(within.length, 'entry', 'entries');
    const says = `All that the ledger ${origin} holds of the period (${all}) lies under a mark of ${over.by} of ${minuteOf(over.at)}: none of it was made or altered after that.`;
    return { level: 'anchored', says, ...told };
  }
  const widest = anchors.at(-1)?.size ?? 0;
  const under = within.filter(({ index }) => index < widest).length;
  const marked =
    within.length === 0
      ? 'It holds nothing of the period'
      : `${under === 0 ? 'None' : `Only ${under}`} of ${counted(within.length, 'entry', 'entries')} of the period ${under === 1 || under === 0 ? 'lies' : 'lie'} under a mark of anybody outside`;
  return { level: 'logged', says: `The pack is logged in ${origin}. ${marked}: ${MANAGEMENT}.`, ...told };
}
