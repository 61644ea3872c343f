import { byCodeUnit } from '../../../src/base/order.ts';
import { canonicalJson } from '../../../src/base/bytes/canonical.ts';
import type { Json } from '../../../src/base/json.ts';
import type { Windows } from '../../../src/model/window.ts';
import { complement, intersect, isAlways } from '../../../src/model/window.ts';
import type { Right } from './rights.ts';

const signatures = new WeakMap<Right, string>();

/** Two rights of one signature last alike, hold alike and are conditioned alike. Empty for a plain standing right. */
export function signature(right: Right): string {
  if (isPlain(right)) return '';
  let text = signatures.get(right);
  if (text === undefined) signatures.set(right, (text = written(facetsOf(right))));
  return text;
}

/** Whether it stands for nothing more than a plain standing right: one whose signature is empty. */
export function isPlain({ windows, presence, unread, conditions, because, caveats }: Right): boolean {
  if (presence !== 'certain' || unread || conditions.length > 0) return false;
  return because.length === 0 && caveats.length === 0 && isAlways(windows);
}

/** Its members stand in canonical order. */
function facetsOf(right: Right): Json {
  const notes = right.conditions.map((note) => `${note.settled} ${note.text}`);
  return {
    because: inOrder(right.because),
    caveats: inOrder(right.caveats),
    conditions: notes.length < 2 ? notes : notes.sort(byCodeUnit),
    presence: right.presence,
    unread: right.unread,
    windows: right.windows.map((each) => [each.from, each.until]),
  };
}

function inOrder(texts: readonly string[]): readonly string[] {
  return texts.length < 2 ? texts : [...texts].sort(byCodeUnit);
}

/** The canonical text of what stands in canonical order. A lone surrogate, which has none, is escaped by the engine and met again there. */
function written(facets: Json): string {
  const text = JSON.stringify(facets);
  return text.includes('\\ud') ? canonicalJson(facets) : text;
}

/** Whether `b` says nothing that `a` does not already say at least as strongly. Resources are not compared. */
export function outlasts(a: Right, b: Right): boolean {
  if (a === b) return true;
  if (a.unread && !b.unread) return false;
  if (a.presence !== 'certain' && b.presence === 'certain') return false;
  if (!within(b.windows, a.windows)) return false;
  return hasNotes(b.conditions, a.conditions) && hasAll(b.caveats, a.caveats);
}

function within(inner: Windows, outer: Windows): boolean {
  return inner === outer || isAlways(outer) || intersect(inner, complement(outer)).length === 0;
}

function hasNotes(all: Right['conditions'], some: Right['conditions']): boolean {
  if (all === some) return true;
  for (const each of some) if (!hasNote(all, each)) return false;
  return true;
}

function hasNote(all: Right['conditions'], { text, settled }: Right['conditions'][number]): boolean {
  for (const each of all) if (each.text === text && each.settled === settled) return true;
  return false;
}

function hasAll(all: readonly string[], some: readonly string[]): boolean {
  if (all === some) return true;
  for (const each of some) if (!all.includes(each)) return false;
  return true;
}
