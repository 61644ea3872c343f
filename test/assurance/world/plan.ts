import fc from 'fast-check';

/*
 * What happens in a small account, how it is looked at and what is told of it: all that a world is made of, in minutes. Shrinks to the few lines that
 * a fault needs.
 */

/** Days that a world lasts, in minutes. */
export const LENGTH = 3 * 24 * 60;

export const subjects = ['ann', 'bob'] as const;
/** The first two give the same. */
export const objects = ['Admin', 'Operator', 'Reader'] as const;

export interface Plan {
  readonly acts: readonly {
    readonly at: number;
    readonly act: 'grant' | 'revoke' | 'delete' | 'create';
    readonly who: number;
    readonly what: number;
    readonly by: 'person' | 'automation' | 'provider';
  }[];
  readonly scans: readonly {
    readonly at: number;
    readonly length: number;
    readonly principals: 'complete' | 'partial' | 'unread';
    readonly attachments: 'complete' | 'partial' | 'unread';
    readonly snapshot: boolean;
    /** The reader may see none of the attachments, and is not told. */
    readonly filter: 'none' | 'shown' | 'hidden';
    /** By how much the reader's clock is wrong; it is told. */
    readonly off: number;
  }[];
  /** Spans that the provider's log tells of whole. */
  readonly spans: readonly { readonly from: number; readonly length: number; readonly tells: 'changes' | 'use' }[];
  readonly uses: readonly { readonly at: number; readonly who: number; readonly what: number }[];
  readonly requests: readonly {
    readonly at: number;
    readonly who: number;
    readonly what: number | null;
    /** Minutes after it; `null`: never. */
    readonly approved: number | null;
    readonly until: number | null;
    /** Asked to be longer, at, up to, and whether that was approved. */
    readonly extended: { readonly at: number; readonly by: number; readonly approved: boolean } | null;
    readonly taskEnds: number | null;
  }[];
  readonly reviews: readonly {
    readonly at: number;
    readonly who: number;
    readonly what: number;
    readonly kept: boolean;
    readonly until: number | null;
  }[];
  readonly cuts: readonly { readonly at: number; readonly who: number; readonly how: 'left' | 'moved' | 'incident' | 'signal' }[];
  /** A ticket or a broker says that it was taken away, true or not. */
  readonly claims: readonly { readonly at: number; readonly who: number; readonly what: number; readonly kind: 'ticket' | 'broker' }[];
  readonly failures: readonly { readonly at: number; readonly who: number; readonly what: number }[];
  readonly probes: readonly {
    readonly at: number;
    readonly who: number;
    readonly what: number;
    readonly old: number;
    readonly answered: boolean;
  }[];
  /** Up to so many minutes what the provider shows may be old. */
  readonly delay: number;
  /** Whether what reads lack says anything at all. */
  readonly proves: boolean;
  /** How long sessions live on; `null`: no limit is known. */
  readonly lingers: readonly (number | null)[];
  /** Sessions were revoked. */
  readonly sessionCuts: readonly { readonly at: number; readonly who: number }[];
  /** The ids of accesses are of immutable ids, or of names. */
  readonly byUid: boolean;
  /** Whether the sources of records say what they tell whole. */
  readonly covered: boolean;
  /** Of a policy that holds from the first moment and another that holds since the second day, in minutes. */
  readonly allowed: readonly [number, number];
  readonly lingerAllowed: number;
  /** Minutes between the last scan and the moment of the report. */
  readonly later: number;
  readonly seed: number;
}

const at = fc.integer({ min: -12 * 60, max: LENGTH });
const within = fc.integer({ min: 0, max: LENGTH });
// Most of it about one access, so that much happens to it.
const who = fc.constantFrom(0, 0, 0, 0, 1);
const what = fc.constantFrom(0, 0, 0, 0, 1, 2);
const status = fc.oneof(
  { weight: 7, arbitrary: fc.constant('complete' as const) },
  { weight: 1, arbitrary: fc.constant('partial' as const) },
  { weight: 1, arbitrary: fc.constant('unread' as const) },
);
const few = <T>(of: fc.Arbitrary<T>, maxLength: number, minLength = 0): fc.Arbitrary<T[]> => fc.array(of, { minLength, maxLength });

export const plans: fc.Arbitrary<Plan> = fc.record({
  acts: few(
    fc.record({
      at,
      act: fc.oneof(
        { weight: 4, arbitrary: fc.constantFrom('grant' as const, 'revoke' as const) },
        { weight: 1, arbitrary: fc.constantFrom('delete' as const, 'create' as const) },
      ),
      who,
      what,
      by: fc.constantFrom('person' as const, 'automation' as const, 'provider' as const),
    }),
    8,
    1,
  ),
  // Begun at moments of their own: of two at one moment neither is the last.
  scans: fc.uniqueArray(
    fc.record({
      at: within,
      length: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 120 })),
      principals: status,
      attachments: status,
      snapshot: fc.boolean(),
      filter: fc.oneof({ weight: 5, arbitrary: fc.constant('none' as const) }, fc.constantFrom('shown' as const, 'hidden' as const)),
      off: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: -20, max: 20 })),
    }),
    { minLength: 1, maxLength: 6, selector: (scan) => scan.at },
  ),
  spans: few(
    fc.record({ from: at, length: fc.integer({ min: 0, max: LENGTH * 2 }), tells: fc.constantFrom('changes' as const, 'use' as const) }),
    2,
  ),
  uses: few(fc.record({ at: within, who, what }), 3),
  requests: few(
    fc.record({
      at,
      who,
      what: fc.option(what, { freq: 6 }),
      approved: fc.option(fc.integer({ min: 0, max: 600 }), { freq: 6 }),
      until: fc.option(within, { freq: 5 }),
      extended: fc.option(fc.record({ at: within, by: fc.integer({ min: 1, max: 1440 }), approved: fc.boolean() }), { freq: 2 }),
      taskEnds: fc.option(within, { freq: 2 }),
    }),
    3,
  ),
  reviews: few(fc.record({ at, who, what, kept: fc.boolean(), until: fc.option(within) }), 2),
  cuts: few(fc.record({ at, who, how: fc.constantFrom('left' as const, 'moved' as const, 'incident' as const, 'signal' as const) }), 1),
  claims: few(fc.record({ at: within, who, what, kind: fc.constantFrom('ticket' as const, 'broker' as const) }), 1),
  failures: few(fc.record({ at: within, who, what }), 2),
  probes: few(fc.record({ at: within, who, what, old: fc.nat({ max: 10 }), answered: fc.boolean() }), 4),
  delay: fc.constantFrom(0, 0, 1, 15),
  proves: fc.oneof({ weight: 9, arbitrary: fc.constant(true) }, fc.constant(false)),
  lingers: few(fc.option(fc.integer({ min: 1, max: 12 * 60 }), { freq: 6 }), 2),
  sessionCuts: few(fc.record({ at: within, who }), 1),
  byUid: fc.boolean(),
  covered: fc.boolean(),
  allowed: fc.constantFrom([0, 0], [0, 240], [240, 0]),
  lingerAllowed: fc.constantFrom(0, 60),
  later: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 600 })),
  seed: fc.nat(),
});

/** What nobody did, read or told. */
export const nothing: Plan = {
  acts: [],
  scans: [],
  spans: [],
  uses: [],
  requests: [],
  reviews: [],
  cuts: [],
  claims: [],
  failures: [],
  probes: [],
  delay: 0,
  proves: true,
  lingers: [],
  sessionCuts: [],
  byUid: true,
  covered: true,
  allowed: [0, 0],
  lingerAllowed: 0,
  later: 0,
  seed: 0,
};
