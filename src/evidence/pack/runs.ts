import { byKeys } from '../../base/order.ts';
import type { BodyOf, LeafKind } from '../../model/ledger.ts';
import type { PackRun } from '../../model/pack.ts';
import { isWithin } from './asks.ts';
import type { PackInput, PackLeaf } from './input.ts';

/** Of a run that was recorded, and that the history does not hold any more. */
export const MISSING = 'the history that this was made of does not hold it';

/** The body of a leaf where it is of this kind and was not erased. */
export function bodyOf<K extends LeafKind>({ leaf, body }: PackLeaf, kind: K): BodyOf<K> | null {
  return leaf.kind === kind && body?.kind === kind ? (body as BodyOf<K>) : null;
}

/**
 * Runs of the period, intents against ends. An intent without an end is told whenever before the end of the period it was written: nobody knows
 * what it read. Runs that a store keeps and no end of the ledger names are told as not logged. By time.
 */
export function runsOf({ ledger, runs, options: { period } }: PackInput): readonly PackRun[] {
  const leaves = [...(ledger?.leaves ?? [])].sort((a, b) => a.index - b.index);
  const over = new Map<number, PackLeaf>();
  for (const each of leaves) {
    if ((each.leaf.kind === 'run-end' || each.leaf.kind === 'run-abort') && each.leaf.of !== null && !over.has(each.leaf.of)) {
      over.set(each.leaf.of, each);
    }
  }
  const held = new Set(runs.map(({ id }) => id));
  const intents = leaves.filter(({ leaf }) => leaf.kind === 'run-intent');
  const logged = intents
    .filter(({ index, leaf }) => {
      const end = over.get(index);
      return isWithin(leaf.at, period) || (leaf.at < period.to && (end === undefined || isWithin(end.leaf.at, period)));
    })
    .map((intent) => runOf(intent, over.get(intent.index), held));
  // An end whose intent is missing is no order that a ledger keeps: it is told as it is, with nothing before it.
  const known = new Set(intents.map(({ index }) => index));
  const stray = leaves
    .filter(({ leaf }) => leaf.kind === 'run-end' && isWithin(leaf.at, period) && (leaf.of === null || !known.has(leaf.of)))
    .map((end) => runOf(null, end, held));
  const named = new Set(leaves.flatMap((each) => bodyOf(each, 'run-end')?.run ?? []));
  const kept = runs
    .filter(({ id, to }) => isWithin(to, period) && !named.has(id))
    .map(({ id, capture, to }): PackRun => ({
      nonce: null,
      intent: null,
      end: null,
      state: 'not-logged',
      command: null,
      at: to,
      by: null,
      capture,
      run: id,
      why: ledger === null ? 'no ledger is kept' : 'no end of a run in the ledger names it',
    }));
  return [...logged, ...stray, ...kept].sort(
    byKeys(
      ({ at }) => at,
      ({ intent }) => String(intent ?? 0).padStart(16, '0'),
      ({ run }) => run ?? '',
    ),
  );
}

/** `held`: the runs that the history has by now. One that it no longer has is told as such: what the pack concludes was made without it. */
function runOf(intent: PackLeaf | null, over: PackLeaf | undefined, held: ReadonlySet<string>): PackRun {
  const begun = intent === null ? null : bodyOf(intent, 'run-intent');
  const end = over === undefined ? null : bodyOf(over, 'run-end');
  const abort = over === undefined ? null : bodyOf(over, 'run-abort');
  const erased = intent !== null && begun === null ? 'what it was to read was erased' : null;
  return {
    nonce: begun?.nonce ?? end?.nonce ?? abort?.nonce ?? null,
    intent: intent?.index ?? null,
    end: over?.index ?? null,
    state: over === undefined ? 'without-end' : over.leaf.kind === 'run-end' ? 'ended' : 'aborted',
    command: begun?.command ?? end?.command ?? null,
    at: (intent ?? over)?.leaf.at ?? '',
    by: begun?.by.name ?? null,
    capture: end?.capture ?? null,
    run: end?.run ?? null,
    why: abort === null ? (whyOf(intent, end?.run ?? null, held) ?? erased) : `${abort.code}: ${abort.why}`,
  };
}

function whyOf(intent: PackLeaf | null, run: string | null, held: ReadonlySet<string>): string | null {
  if (run !== null && !held.has(run)) return MISSING;
  return intent === null ? 'the ledger holds its end and not what it was to read' : null;
}
