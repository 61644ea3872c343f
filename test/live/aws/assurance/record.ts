const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** What somebody did, and between which moments: the one before the call, the other after its answer. */
export interface Act {
  readonly does: 'give' | 'take';
  /** `<sort> <whose name> <what>` */
  readonly access: string;
  readonly from: number;
  readonly to: number;
}

/** That everything was read, but for accesses of these sorts. */
export interface Look {
  readonly from: number;
  readonly to: number;
  readonly blindTo: readonly string[];
}

/** What a record of another system allows or ends. */
export interface Written {
  readonly whose: string;
  /** What it is about; `null`: all they have. */
  readonly what: string | null;
  /** From then on they should have it no more. */
  readonly at: number;
}

/** What was done and when, by whoever did it. */
export interface Diary {
  readonly acts: readonly Act[];
  readonly looks: readonly Look[];
  readonly written: readonly Written[];
  /** The time that brokers and tickets are said to tell whole; `null`: their silence says nothing. */
  readonly told: { readonly from: number; readonly to: number } | null;
}

/** What is to be said of one time in which an access was there, worked out from the diary alone. */
export interface Expected {
  readonly access: string;
  readonly outcome: 'ended' | 'lingering' | 'overdue' | 'reappeared' | 'not-due' | 'undetermined';
  readonly due: number | null;
  /** When it was really taken away, and the looks between which that was: the last that showed it and the one that proved it; `null`: it is there, or nobody looked since. */
  readonly ended: { readonly taken: Act; readonly seen: Look; readonly lacking: Look } | null;
}

/** The longest that each sort may go on working, as the documents of AWS say. */
const lingers: Readonly<Record<string, number>> = {
  attachment: 5 * MINUTE_MS,
  'group-membership': 5 * MINUTE_MS,
  trust: 12 * HOUR_MS,
  user: 12 * HOUR_MS,
  password: 12 * HOUR_MS,
  'access-key': 36 * HOUR_MS,
};

/** How many looks have to lack what is listed user by user, call after call: one may have missed it, and the second proves it. */
const wanted: Readonly<Record<string, number>> = { 'access-key': 2 };

/** By access and time: of all that ended, should have, or may be there by a record. What no look showed is told by nobody. */
export function expectedBy({ acts, looks, written, told }: Diary, now: number): readonly Expected[] {
  const expected: Expected[] = [];
  for (const access of [...new Set(acts.map((each) => each.access))].sort()) {
    const [sort = '', whose = '', what = ''] = access.split(' ');
    const about = written.filter((each) => each.whose === whose && (each.what === null || each.what === what));
    const able = looks.filter((each) => !each.blindTo.includes(sort));
    const own = acts.filter((each) => each.access === access);
    let again = false;
    for (const [index, given] of own.entries()) {
      if (given.does === 'take') continue;
      const taken = own[index + 1] ?? null;
      // What ran out before it was given says nothing of when it should end.
      const dues = about.filter(({ at, what: of }) => of === null || at > given.from).map(({ at }) => at);
      const due = dues.length === 0 ? null : Math.min(...dues);
      const seen = able.filter(({ from, to }) => from >= given.to && (taken === null || to <= taken.from)).at(-1);
      if (seen === undefined) continue;
      const lacks = taken === null ? [] : able.filter(({ from }) => from >= taken.to);
      const lacking = lacks[(wanted[sort] ?? 1) - 1];
      if (taken !== null && lacking !== undefined) {
        const outcome = now < lacking.from + (lingers[sort] ?? 0) ? 'lingering' : 'ended';
        expected.push({ access, outcome, due, ended: { taken, seen, lacking } });
      } else if (due !== null) {
        const late = taken !== null || seen.from < due ? 'undetermined' : again ? 'reappeared' : 'overdue';
        expected.push({ access, outcome: due > now ? 'not-due' : late, due, ended: null });
      } else if (again) {
        const shown = able.find(({ from }) => from >= given.to);
        const isTold = told !== null && shown !== undefined && told.from <= given.from && shown.to <= told.to;
        expected.push({ access, outcome: isTold ? 'reappeared' : 'undetermined', due, ended: null });
      }
      again = true;
    }
  }
  return expected;
}
