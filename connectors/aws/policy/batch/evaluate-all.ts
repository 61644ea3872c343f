import type { AccessDecision, AccessRequest, Decision } from '../access.ts';
import { evaluateAccess } from '../decide/evaluate.ts';
import { countOf } from './bits.ts';
import { Documents } from './documents.ts';
import type { Outcome } from './pairs.ts';
import { Pairs } from './pairs.ts';
import { Profiles } from './profiles.ts';
import { pairOf } from './pair.ts';
import type { BatchInput, BatchResult, BatchWork } from './types.ts';

/**
 * Decides every request for every principal, exactly as `evaluateAccess` does for each pair. Each document is read once and asked
 * once what it says of all requests; principals of whom all documents say the same share their answers. An action that no list of
 * actions knows is matched by pattern like any other. Nothing of the input may change until the last answer was taken. Throws
 * `PolicyError` as `evaluateAccess` does.
 */
export function evaluateAll(input: BatchInput): BatchResult {
  const { principals, requests } = input;
  const documents = new Documents();
  let profiles = new Profiles(input, documents, false);
  let places = principals.map((_, p) => profiles.place(p));
  if (documents.differ) {
    profiles = new Profiles(input, documents, true);
    places = principals.map((_, p) => profiles.place(p));
  }
  const ask = (p: number, r: number): AccessRequest => pairOf(input, documents, p, r);
  const pairs = new Pairs(ask);
  const everything = requests.map((_, r) => r);
  const rows: Int32Array[] = [];
  const shared = profiles.all.map((profile) => {
    const row = new Int32Array(requests.length);
    return { row, open: countOf(pairs.decide(profile, row)), single: profile.space.single, members: 0 };
  });
  const ofProfiles = pairs.evaluated;
  let [byBits, open] = [0, 0];
  for (const [p, place] of places.entries()) {
    const of = place === null ? undefined : shared[place];
    const single = of?.single ?? everything;
    if (of !== undefined) {
      open += of.open;
      byBits += requests.length - of.open - single.length;
    }
    if (of !== undefined && single.length === 0) {
      of.members++;
      rows.push(of.row);
      continue;
    }
    // who asks may matter in every way to the policy of a resource: these answers are nobody else's
    const row = of === undefined ? new Int32Array(requests.length) : of.row.slice();
    for (const r of single) row[r] = pairs.evaluate(p, r);
    rows.push(row);
  }
  const counts = countAll(requests.length, rows, shared, pairs.outcomes);
  const work: BatchWork = {
    pairs: principals.length * requests.length,
    byBits,
    byLikeness: open - ofProfiles,
    evaluated: pairs.evaluated,
    documents: documents.size,
    profiles: profiles.all.length,
  };
  return new Batch(rows, pairs.outcomes, ask, counts, work);
}

type Counts = Record<Decision, number>;

function noCounts(): Counts {
  return { allowed: 0, 'explicitly-denied': 0, 'implicitly-denied': 0, depends: 0 };
}

/** Rows that principals share are counted once, with their number. */
function countAll(
  requests: number,
  rows: readonly Int32Array[],
  shared: readonly { readonly row: Int32Array; readonly members: number }[],
  outcomes: readonly Outcome[],
): readonly Counts[] {
  const counts = Array.from({ length: requests }, noCounts);
  const take = (row: Int32Array, times: number): void => {
    for (const [r, count] of counts.entries()) count[(outcomes[row[r] ?? -1] as Outcome).decision] += times;
  };
  const known = new Set(shared.map(({ row }) => row));
  for (const { row, members } of shared) take(row, members);
  for (const row of rows) if (!known.has(row)) take(row, 1);
  return counts;
}

class Batch implements BatchResult {
  readonly counts: Readonly<Counts>;
  readonly countsByRequest: readonly Readonly<Counts>[];
  readonly work: BatchWork;
  readonly #rows: readonly Int32Array[];
  readonly #outcomes: readonly Outcome[];
  readonly #ask: (p: number, r: number) => AccessRequest;

  constructor(
    rows: readonly Int32Array[],
    outcomes: readonly Outcome[],
    ask: (p: number, r: number) => AccessRequest,
    counts: readonly Counts[],
    work: BatchWork,
  ) {
    this.#rows = rows;
    this.#outcomes = outcomes;
    this.#ask = ask;
    this.countsByRequest = counts;
    this.counts = counts.reduce((sum, each) => {
      for (const decision of Object.keys(sum) as Decision[]) sum[decision] += each[decision];
      return sum;
    }, noCounts());
    this.work = work;
  }

  decision(p: number, r: number): Decision {
    return this.#outcome(p, r).decision;
  }

  on(p: number, r: number): readonly string[] {
    return this.#outcome(p, r).on;
  }

  answer(p: number, r: number): AccessDecision {
    this.#outcome(p, r);
    return evaluateAccess(this.#ask(p, r));
  }

  because(p: number, r: number): ReturnType<AccessDecision['because']> {
    return this.answer(p, r).because();
  }

  #outcome(p: number, r: number): Outcome {
    const outcome = this.#outcomes[this.#rows[p]?.[r] ?? -1];
    if (outcome === undefined) {
      throw new RangeError(`cannot tell the decision of principal ${p} and request ${r}: the batch has no such pair`);
    }
    return outcome;
  }
}
