import { byCodeUnit } from '../../../../src/base/order.ts';
import type { PassedRole } from '../../escalation/table.ts';
import { outlasts, signature } from '../../rights/dominance.ts';
import { overlap } from '../../rights/denied.ts';
import type { ResourceSet } from '../../rights/resources.ts';
import { allResources, intersectResources, subtractResources } from '../../rights/resources.ts';
import type { Right } from '../../rights/rights.ts';
import { combined, mergeNotes, plainRight } from '../../rights/rights.ts';
import { bothOf } from '../../rights/together.ts';
import type { Principal } from '../estate.ts';
import type { PolicyHeld } from '../held.ts';
import type { Place } from '../organization.ts';
import type { Templates } from '../templates.ts';
import type { Need, Sought } from './needs.ts';
import { bitsOf } from './needs.ts';

/** A permission with the policy that gives it. */
export interface Used {
  readonly action: string;
  readonly held: PolicyHeld;
}

/** One choice of policies that together give all a method needs. */
export interface Way {
  /** What it comes to as a whole; its resources say nothing. */
  readonly right: Right;
  /** By what the permissions are on (`passed-role`, `user`, …) what they reach. */
  readonly aims: ReadonlyMap<string, ResourceSet>;
  readonly used: readonly Used[];
}

interface Draft {
  /** By call: what one request asks for is asked together. */
  readonly calls: ReadonlyMap<string, Right>;
  readonly aims: ReadonlyMap<string, ResourceSet>;
  readonly used: readonly Used[];
}

/** More choices of policies for one method are not told apart: what the strongest leave over is one choice, and only possible. */
const MOST = 256;

/** `aims`: what the permissions must reach, where the holder itself tells. */
export function waysOf(
  { method, needs }: Sought,
  principal: Principal,
  templates: Templates,
  aims: ReadonlyMap<string, ResourceSet> = new Map(),
): readonly Way[] {
  let drafts: readonly Draft[] = [{ calls: new Map(), aims, used: [] }];
  for (const need of needs) {
    const all = piecesOf(need, principal, templates);
    drafts = strongest(drafts.flatMap((draft) => all.flatMap((piece) => added(draft, need, piece, method.passed))));
    if (drafts.length === 0) return [];
  }
  return drafts.flatMap((draft) => {
    const right = wholeOf(draft);
    return right.windows.length === 0 ? [] : [{ right: doubted(right, method.untold), aims: draft.aims, used: draft.used }];
  });
}

/** A right that also needs what nothing tells. */
export function doubted(right: Right, untold: readonly string[]): Right {
  if (untold.length === 0) return right;
  const notes = untold.map((text) => ({ text, settled: 'outside' as const }));
  return { ...right, presence: 'possible', conditions: mergeNotes(right.conditions, notes) };
}

interface Piece {
  readonly right: Right;
  readonly used: Used;
  readonly universe: ResourceSet;
}

const pieces = new WeakMap<Principal, Map<string, readonly Piece[]>>();

/** Many methods need the same of one principal. Rows are those of one list of methods, and a principal is read with one set of templates. */
function piecesOf(need: Need, principal: Principal, templates: Templates): readonly Piece[] {
  let here = pieces.get(principal);
  if (here === undefined) pieces.set(principal, (here = new Map<string, readonly Piece[]>()));
  let known = here.get(need.id);
  if (known === undefined) here.set(need.id, (known = readPieces(need, principal, templates)));
  return known;
}

function readPieces({ rows, bits }: Need, principal: Principal, templates: Templates): readonly Piece[] {
  const found: Piece[] = [];
  for (const held of principal.held) {
    const { document } = held;
    if (document === null || (bitsOf(document) & bits) === 0n) continue;
    for (const { row, action, universe: pattern } of rows) {
      const universe = universeIn(pattern, principal);
      for (const right of gathered(templates.rightsOf(document, principal, row, universe))) {
        found.push({ right, used: { action, held }, universe: setOf(universe, principal) });
      }
    }
  }
  return found;
}

/** Rights of one policy that differ in what they name alone are one: a list of names is one choice. */
function gathered(rights: readonly Right[]): readonly Right[] {
  if (rights.length < 2) return rights;
  const alike = new Map<string, Right>();
  const apart: Right[] = [];
  for (const right of rights) {
    const { resources } = right;
    if (right.demands.length > 0 || right.asWritten.length > 0) {
      apart.push(right);
      continue;
    }
    const id = `${signature(right)}\n${right.everyAction}\n${resources.exclude.join()}`;
    const known = alike.get(id);
    const include = known === undefined ? resources.include : [...new Set([...known.resources.include, ...resources.include])];
    alike.set(id, { ...right, resources: { include, exclude: resources.exclude } });
  }
  return [...alike.values(), ...apart];
}

const sets = new WeakMap<Place, Map<string, ResourceSet>>();

function setOf(pattern: string, { place }: Principal): ResourceSet {
  let here = sets.get(place);
  if (here === undefined) sets.set(place, (here = new Map<string, ResourceSet>()));
  let set = here.get(pattern);
  if (set === undefined) here.set(pattern, (set = { include: [pattern], exclude: [] }));
  return set;
}

function universeIn(pattern: string, { partition, account }: Principal): string {
  return pattern.replace('{p}', partition).replace('{a}', account);
}

function added(draft: Draft, { ingredient: { on, actions } }: Need, piece: Piece, passed: PassedRole | null): readonly Draft[] {
  const aim = typeof on === 'string' ? on : 'made' in on ? `made ${on.made}` : null;
  const call = on === 'passed-role' ? (passed?.handedIn ?? actions[0]) : piece.used.action;
  const before = aim === null ? undefined : draft.aims.get(aim);
  const within = before === undefined ? piece.universe : intersectResources(before, piece.universe);
  const found: Draft[] = [];
  for (const right of narrowed(piece.right, within)) {
    const aims = aim === null ? draft.aims : new Map([...draft.aims, [aim, right.resources] as const]);
    const here = { ...right, resources: allResources };
    const other = draft.calls.get(call);
    for (const both of other === undefined ? [here] : bothOf(other, here)) {
      if (both.windows.length === 0) continue;
      found.push({ calls: new Map([...draft.calls, [call, both]]), aims, used: [...draft.used, piece.used] });
    }
  }
  return found;
}

/**
 * The right over part of its resources, with the denies that speak of that part. What a deny takes only from some of it leaves the rest,
 * and of that rest it demands nothing.
 */
export function narrowed(right: Right, to: ResourceSet): readonly Right[] {
  const universal = to.include.length === 1 && to.include[0] === '*' && to.exclude.length === 0;
  // what takes no resource is reached by a pattern that reaches everything
  if (universal && !right.resources.include.includes('*')) return [];
  const resources = intersectResources(right.resources, to);
  if (resources.include.length === 0) return [];
  const demands = right.demands.filter(({ deny }) => deny === null || overlap(resources, deny.resources));
  let rest: Right = { ...right, resources, demands };
  const found: Right[] = [];
  for (const demand of demands) {
    if (demand.deny === null) continue;
    const outside = subtractResources(rest.resources, demand.deny.resources);
    if (outside.include.length === 0) continue;
    found.push(rest);
    rest = { ...rest, resources: outside, demands: rest.demands.filter((each) => each !== demand) };
  }
  found.push(rest);
  return found.map((each) => ({ ...each, demands: each.demands.map(({ clause }) => ({ clause, deny: null })) }));
}

/** Different requests can be made in different ways, so what each asks for is its own. */
function wholeOf({ calls }: Draft): Right {
  let whole: Right = plainRight;
  for (const each of calls.values()) {
    const right = each.demands.length === 0 ? each : { ...each, demands: [] };
    whole = whole === plainRight ? right : combined(whole, right);
  }
  return whole;
}

function strongest(drafts: readonly Draft[]): readonly Draft[] {
  if (drafts.length < 2) return drafts;
  const all = drafts
    .map((draft) => ({ draft, whole: wholeOf(draft), where: placeOf(draft), order: orderOf(draft) }))
    .sort((a, b) => byCodeUnit(a.order, b.order));
  const kept: typeof all = [];
  for (const each of all) {
    if (kept.some((one) => one.where === each.where && isFree(one.draft, each.draft) && outlasts(one.whole, each.whole))) continue;
    const weaker = (one: (typeof all)[number]): boolean =>
      one.where === each.where && isFree(each.draft, one.draft) && outlasts(each.whole, one.whole);
    for (let at = kept.length - 1; at >= 0; at--) if (weaker(kept[at] as (typeof all)[number])) kept.splice(at, 1);
    kept.push(each);
  }
  kept.sort((a, b) => rank(a.whole) - rank(b.whole));
  const told = kept.slice(0, MOST).map(({ draft }) => draft);
  const over = kept.slice(MOST).map(({ draft }) => draft);
  const [first, ...rest] = over;
  return first === undefined ? told : [...told, rest.reduce(either, untold(first))];
}

const TOO_MANY = ['more of its policies give it together than were told apart'];

function untold({ calls, aims, used }: Draft): Draft {
  return { calls: new Map([...calls].map(([call, right]) => [call, doubted({ ...right, demands: [] }, TOO_MANY)] as const)), aims, used };
}

/** The first, on all that one of the two reaches. */
function either(first: Draft, second: Draft): Draft {
  const aims = new Map<string, ResourceSet>();
  for (const [on, { include }] of first.aims) {
    aims.set(on, { include: [...new Set([...include, ...(second.aims.get(on)?.include ?? [])])], exclude: [] });
  }
  return { ...first, aims };
}

/** Whether what the first asks of its holder could clash with nothing that the second could not clash with. */
function isFree(a: Draft, b: Draft): boolean {
  return [...a.calls].every(([call, right]) => right.demands.length === 0 || right === b.calls.get(call));
}

function rank(right: Right): number {
  return (right.presence === 'certain' ? 0 : 100) + right.conditions.length + (right.unread ? 50 : 0);
}

function placeOf({ aims }: Draft): string {
  return [...aims].map(([on, { include, exclude }]) => `${on}=${include.join()}!${exclude.join()}`).join('\n');
}

function orderOf(draft: Draft): string {
  return `${draft.used.map(({ action, held }) => `${action}<${held.source.id}`).join('|')}\n${placeOf(draft)}`;
}
