import type { Instant } from '../../base/instant.ts';
import { byCodeUnit, byKeys } from '../../base/order.ts';
import type { Access } from '../../model/access.ts';
import type { Authorisation, Trigger } from '../../model/authorisation.ts';
import type { EntityId } from '../../model/ids.ts';
import type { Allowance } from './allowances.ts';
import { later } from './allowances.ts';
import type { Covering, Covers } from './covers.ts';
import type { Cut } from './cuts.ts';
import { put } from './lists.ts';
import { triggerText } from './trigger-words.ts';

/** A time in which an access was allowed without a break. */
export interface Block {
  readonly from: Instant;
  /** `null`: it has no end. */
  readonly until: Instant | null;
  readonly pieces: readonly Piece[];
}

/** What one decision allowed, and what ended it. */
export interface Piece {
  readonly authorisation: string;
  readonly from: Instant;
  readonly until: Instant | null;
  /** Of its own end, and of what cut it short at the same moment; empty where it has no end. */
  readonly endedBy: readonly Trigger[];
}

/** What records say of accesses, whenever these were there. */
export interface Blocks {
  /** In the order of time, apart from each other. */
  of(access: Access): readonly Block[];
  /** The same, were all that may have cut it short to have. */
  least(access: Access): readonly Block[];
  /** Those that may allow it: they name something by a name that nothing has, or nothing at all. */
  perhaps(access: Access): readonly Authorisation[];
  cuts(access: Access): readonly Cut[];
}

interface Said {
  readonly blocks: readonly Block[];
  readonly least: readonly Block[];
  readonly perhaps: readonly Authorisation[];
  readonly cuts: readonly Cut[];
}

export function blocksOf(allowances: readonly Allowance[], cuts: readonly Cut[], covering: Covering): Blocks {
  const allowed = new Map<EntityId, Allowance[]>();
  for (const each of allowances) for (const subject of each.authorisation.subjects) put(allowed, subject, each);
  const cutting = new Map<EntityId, Cut[]>();
  for (const each of cuts) for (const subject of each.trigger.subjects) put(cutting, subject, each);
  const known = new Map<string, Said>();

  function about(access: Access): Said {
    let found = known.get(access.id);
    if (found === undefined) {
      const applying = (cutting.get(access.subject) ?? []).filter((each) => each.applies(access));
      const its = (allowed.get(access.subject) ?? []).map((each) => ({ each, covers: coversOf(each, access, covering) }));
      const sure = applying.filter((each) => each.sure);
      const allowing = its.filter(({ covers }) => covers === 'yes');
      const blocks = joined(allowing.flatMap(({ each }) => piecesOf(each, sure)));
      const least = sure.length === applying.length ? blocks : joined(allowing.flatMap(({ each }) => piecesOf(each, applying)));
      const perhaps = its.filter(({ covers }) => covers === 'perhaps').map(({ each }) => each.authorisation);
      found = { blocks, least, perhaps, cuts: applying };
      known.set(access.id, found);
    }
    return found;
  }

  return {
    of: (access) => about(access).blocks,
    least: (access) => about(access).least,
    perhaps: (access) => about(access).perhaps,
    cuts: (access) => about(access).cuts,
  };
}

/** A request with an end that does not say whether it is to have a right or to be able to switch it on is for what is on. */
function coversOf({ authorisation: { covers, kind, until } }: Allowance, access: Access, covering: Covering): Covers {
  const found = covering.covers(covers, access);
  return found === 'yes' && access.kind === 'eligibility' && covers.kinds === null && kind === 'request' && until !== null
    ? 'perhaps'
    : found;
}

function piecesOf(allowance: Allowance, cuts: readonly Cut[]): readonly Piece[] {
  const { id } = allowance.authorisation;
  return allowance.windows.flatMap((window): readonly Piece[] => {
    const ending = cuts.filter((each) => each.ends(window, allowance));
    const at = ending.map(({ trigger }) => trigger.at).sort(byCodeUnit)[0] ?? null;
    const until = window.until === null || (at !== null && at < window.until) ? at : window.until;
    if (until !== null && until <= window.from) return [];
    const endedBy = ending.map(({ trigger }) => trigger).filter((each) => each.at === until);
    const own = until !== null && until === window.until ? [endOf(allowance.authorisation, until)] : [];
    return [{ authorisation: id, from: window.from, until, endedBy: [...endedBy, ...own] }];
  });
}

/** That an authorisation runs out. */
export function endOf({ subjects, covers, events }: Authorisation, at: Instant): Trigger {
  return { kind: 'authorisation-ended', at, subjects, covers, events, text: triggerText('authorisation-ended', null) };
}

function joined(pieces: readonly Piece[]): readonly Block[] {
  const all: Block[] = [];
  const sorted = pieces.toSorted(
    byKeys(
      (each) => each.from,
      (each) => each.authorisation,
      (each) => each.until ?? '~',
    ),
  );
  for (const each of sorted) {
    const last = all.at(-1);
    if (last === undefined || (last.until !== null && last.until < each.from))
      all.push({ from: each.from, until: each.until, pieces: [each] });
    else all[all.length - 1] = { from: last.from, until: later(last.until, each.until), pieces: [...last.pieces, each] };
  }
  return all;
}
