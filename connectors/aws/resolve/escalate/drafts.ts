import { byCodeUnit } from '../../../../src/base/order.ts';
import type { PassedRole } from '../../escalation/table.ts';
import { outlasts } from '../../rights/dominance.ts';
import type { ResourceSet } from '../../rights/resources.ts';
import { allResources, intersectResources } from '../../rights/resources.ts';
import type { Right } from '../../rights/rights.ts';
import { plainRight } from '../../rights/rights.ts';
import type { PolicyHeld } from '../held.ts';
import { doubted } from '../doubted.ts';
import { asksForTags } from '../tagged.ts';
import { narrowed, within } from './narrowed.ts';
import type { Aims } from './joins.ts';
import { apart, Joins } from './joins.ts';
import type { Need } from './needs.ts';
import type { Contribution, Piece } from './pieces.ts';

/** A permission with the policy that gives it. */
export interface Used {
  readonly action: string;
  readonly held: PolicyHeld;
}

/** What one request asks for. */
interface Call {
  readonly of: string;
  readonly right: Right;
}

/** A choice of policies for some of the permissions. */
export interface Draft {
  /** Each once: what one request asks for is asked together. */
  readonly calls: readonly Call[];
  readonly aims: Aims;
  readonly used: readonly Used[];
  /** What it comes to. Different requests can be made in different ways, so what each asks for is its own. */
  readonly whole: Right;
}

/** No choice yet. */
export function blank(aims: Aims): Draft {
  return { calls: [], aims, used: [], whole: plainRight };
}

/** More choices of policies for one method are not told apart: what the strongest leave over is one choice, and only possible. */
const MOST = 256;

/** What each choice comes to with one permission more. */
export function extended(
  drafts: readonly Draft[],
  need: Need,
  given: readonly Contribution[],
  passed: PassedRole | null,
): readonly Draft[] {
  const found: Draft[] = [];
  const joins = drafts.length > 1 ? new Joins(true) : apart;
  for (const draft of drafts) {
    for (const { held, pieces } of given) for (const piece of pieces.all) add(draft, need, piece, held, passed, joins, found);
  }
  return strongest(found, tellsApart(need));
}

/** Whether it matters which of the actions it is: what a user has already tells of which credentials it can have one more. */
function tellsApart({ ingredient: { on: thing, actions } }: Need): boolean {
  return thing === 'user' && actions.length > 1;
}

/** What of a right a choice is about: the right on `resources`, whatever it says of resources itself. */
interface Narrowed {
  readonly resources: ResourceSet;
  readonly right: Right;
}

const whole = new WeakMap<Piece, readonly Narrowed[]>();

/** A piece on all it can be on. */
export function wholePiece(piece: Piece): readonly Narrowed[] {
  let known = whole.get(piece);
  if (known === undefined) whole.set(piece, (known = on(piece.right, piece.universe)));
  return known;
}

function on(right: Right, to: ResourceSet): readonly Narrowed[] {
  if (right.demands.length > 0) return narrowed(right, to).map((each) => ({ resources: each.resources, right: each }));
  const resources = within(right, to);
  return resources === undefined ? [] : [{ resources, right }];
}

const anywhere = new WeakMap<Right, Right>();

/** The right, its resources told apart. What demands something stands for one choice and is not shared by several. */
function withoutResources(right: Right): Right {
  if (right.demands.length > 0) return { ...right, resources: allResources };
  let known = anywhere.get(right);
  if (known === undefined) anywhere.set(right, (known = { ...right, resources: allResources }));
  return known;
}

function add(
  draft: Draft,
  { ingredient }: Need,
  piece: Piece,
  held: PolicyHeld,
  passed: PassedRole | null,
  joins: Joins,
  found: Draft[],
): void {
  const thing = ingredient.on;
  const aim = typeof thing === 'string' ? thing : 'made' in thing ? `made ${thing.made}` : null;
  // tags of the role that is passed are not those of what it is passed to
  const isHandedIn = thing === 'passed-role' && !asksForTags(piece.right.demands);
  const call = isHandedIn ? (passed?.handedIn ?? ingredient.actions[0]) : piece.action;
  const before = aim === null ? undefined : draft.aims.get(aim);
  const place = draft.calls.findIndex(({ of }) => of === call);
  const parts = before === undefined ? wholePiece(piece) : on(piece.right, intersectResources(before, piece.universe));
  for (const { resources, right } of parts) {
    const aims = aim === null ? draft.aims : joins.aims(draft.aims, resources, aim);
    const here = withoutResources(right);
    const used = [...draft.used, { action: piece.action, held }];
    const other = draft.calls[place]?.right;
    if (other === undefined) {
      if (here.windows.length > 0)
        found.push({ calls: [...draft.calls, { of: call, right: here }], aims, used, whole: joins.whole(draft.whole, here) });
      continue;
    }
    for (const both of joins.both(other, here)) {
      if (both.windows.length === 0) continue;
      const calls = both === other ? draft.calls : draft.calls.with(place, { of: call, right: both });
      found.push({ calls, aims, used, whole: calls.reduce((all, each) => joins.whole(all, each.right), plainRight) });
    }
  }
}

interface Choice {
  readonly draft: Draft;
  /** Whether it asks nothing of its holder that could clash. */
  readonly isPlain: boolean;
  readonly where: string;
  readonly order: string;
}

/** Of choices that reach the same. */
function keep(each: Choice, kept: Choice[]): void {
  for (let at = 0; at < kept.length; at++) if (replaces(kept[at] as Choice, each)) return;
  for (let at = kept.length - 1; at >= 0; at--) if (replaces(each, kept[at] as Choice)) kept.splice(at, 1);
  kept.push(each);
}

function replaces(strong: Choice, weak: Choice): boolean {
  return outlasts(strong.draft.whole, weak.draft.whole) && (strong.isPlain || isFree(strong.draft, weak.draft));
}

/** `byAction`: those whose last permissions differ are told apart. */
function strongest(drafts: readonly Draft[], byAction: boolean): readonly Draft[] {
  if (drafts.length < 2) return drafts;
  const all = drafts
    .map((draft): Choice => {
      const where = byAction ? `${placeOf(draft)}\n${draft.used.at(-1)?.action ?? ''}` : placeOf(draft);
      return { draft, isPlain: isPlain(draft), where, order: orderOf(draft, where) };
    })
    .sort((a, b) => byCodeUnit(a.order, b.order));
  const kept = new Map<string, Choice[]>();
  for (const each of all) {
    const here = kept.get(each.where);
    if (here === undefined) kept.set(each.where, [each]);
    else keep(each, here);
  }
  const strong = new Set([...kept.values()].flat());
  const left = all.filter((each) => strong.has(each)).sort((a, b) => rank(a.draft.whole) - rank(b.draft.whole));
  const told = left.slice(0, MOST).map(({ draft }) => draft);
  const over = left.slice(MOST).map(({ draft }) => draft);
  const [first, ...rest] = over;
  return first === undefined ? told : [...told, rest.reduce(either, untold(first))];
}

const TOO_MANY = ['more of its policies give it together than were told apart'];

function untold({ calls, aims, used }: Draft): Draft {
  const doubtful = calls.map(({ of, right }) => ({ of, right: doubted({ ...right, demands: [] }, TOO_MANY) }));
  return { calls: doubtful, aims, used, whole: doubtful.reduce((all, each) => apart.whole(all, each.right), plainRight) };
}

/** The first, on all that one of the two reaches. */
function either(first: Draft, second: Draft): Draft {
  const aims = new Map<string, ResourceSet>();
  for (const [on, { include }] of first.aims) {
    aims.set(on, { include: [...new Set([...include, ...(second.aims.get(on)?.include ?? [])])], exclude: [] });
  }
  return { ...first, aims };
}

function isPlain({ calls }: Draft): boolean {
  return calls.every(({ right }) => right.demands.length === 0);
}

/** Whether what the first asks of its holder could clash with nothing that the second could not clash with. */
function isFree(a: Draft, b: Draft): boolean {
  return a.calls.every(({ of, right }) => right.demands.length === 0 || b.calls.some((other) => other.of === of && other.right === right));
}

function rank(right: Right): number {
  return (right.presence === 'certain' ? 0 : 100) + right.conditions.length + (right.unread ? 50 : 0);
}

const places = new WeakMap<Aims, string>();

function placeOf({ aims }: Draft): string {
  let text = places.get(aims);
  if (text === undefined) {
    text = [...aims].map(([on, { include, exclude }]) => `${on}=${include.join()}!${exclude.join()}`).join('\n');
    places.set(aims, text);
  }
  return text;
}

function orderOf({ used }: Draft, where: string): string {
  let text = '';
  for (const { action, held } of used) text += `${text === '' ? '' : '|'}${action}<${held.source.id}`;
  return `${text}\n${where}`;
}
