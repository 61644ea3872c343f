const HOUR_MS = 3_600_000;

/** What somebody did, and between which moments: the one before the call, the other after its answer. */
export interface Act {
  readonly does: 'give' | 'take';
  /** `<sort> <whose name> <what>` */
  readonly access: string;
  readonly from: number;
  readonly to: number;
  /** Until when what is given lasts by itself, where that is known when it is given. */
  readonly until?: number;
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
  /** Deletions of which a log was read, by whom they took away: `account <name>` of a person, `registration <name>` of an application. */
  readonly logged: readonly Act[];
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
  /** When it was really taken away, and the looks between which that was: the last that showed it and the one that proved it; `null`: it is there, or nobody can prove that it is not. */
  readonly ended: {
    readonly taken: Act;
    readonly seen: Look;
    readonly lacking: Look;
    /** The logged deletion of itself (`own`), or of what it hung on, after which it was not there for certain. */
    readonly logged: { readonly act: Act; readonly own: boolean } | null;
  } | null;
}

/**
 * The longest that each sort may go on working, as the documents of Microsoft say: tokens under continuous access evaluation 28 hours,
 * those of workloads 24, and any token 90 minutes where an account was taken away itself.
 */
const lingers: Readonly<Record<string, number>> = {
  'directory-role': 28 * HOUR_MS,
  membership: 28 * HOUR_MS,
  consent: 28 * HOUR_MS,
  secret: 24 * HOUR_MS,
  federation: 24 * HOUR_MS,
  account: 1.5 * HOUR_MS,
};

/** Whose deletion takes it along. */
const hangsOn: Readonly<Record<string, string>> = {
  account: 'account',
  'directory-role': 'account',
  membership: 'account',
  'app-role': 'account',
  secret: 'registration',
  federation: 'registration',
};

/** Of these the directory may leave out of its list what was given, so that no list proves that one is gone. */
const neverProved: ReadonlySet<string> = new Set(['app-role']);

/** A time in which it was there: until it was taken away such that looks could tell, if it was. */
interface Stretch {
  readonly given: Act;
  readonly taken: Act | null;
  readonly again: boolean;
}

/** By access and time: of all that ended, should have, or may be there by a record. What no look showed is told by nobody. */
export function expectedBy({ acts, logged, looks, written, told }: Diary, now: number): readonly Expected[] {
  const expected: Expected[] = [];
  for (const access of [...new Set(acts.map((each) => each.access))].sort()) {
    const [sort = '', whose = '', what = ''] = access.split(' ');
    const about = written.filter((each) => each.whose === whose && (each.what === null || each.what === what));
    const able = looks.filter((each) => !each.blindTo.includes(sort));
    const own = acts.filter((each) => each.access === access);
    for (const { given, taken, again } of stretches(own, able, neverProved.has(sort))) {
      // What ran out before it was given says nothing of when it should end.
      const dues = about.filter(({ at, what: of }) => of === null || at > given.from).map(({ at }) => at);
      if (given.until !== undefined) dues.push(given.until);
      const due = dues.length === 0 ? null : Math.min(...dues);
      const seen = able.filter(({ from, to }) => from >= given.to && (taken === null || to <= taken.from)).at(-1);
      if (seen === undefined) continue;
      const lacks = taken === null ? [] : able.filter(({ from }) => from >= taken.to);
      // Each list, and of each group and application its own, came in one page, which is one moment: the first that lacks it proves it.
      const lacking = neverProved.has(sort) ? undefined : lacks[0];
      if (taken !== null && lacking !== undefined) {
        const deletion = logged.find((each) => each.from >= seen.to && each.access === `${hangsOn[sort] ?? 'nothing'} ${whose}`);
        const gone = Math.min(lacking.to, deletion?.to ?? Infinity);
        const outcome = now < gone + (lingers[sort] ?? 0) ? 'lingering' : 'ended';
        const log = deletion === undefined || deletion.from > lacking.to ? null : { act: deletion, own: sort === 'account' };
        expected.push({ access, outcome, due, ended: { taken, seen, lacking, logged: log } });
      } else if (lacks.length > 0) {
        expected.push({ access, outcome: 'undetermined', due, ended: null });
      } else if (due !== null) {
        const late = seen.from < due ? 'undetermined' : again ? 'reappeared' : 'overdue';
        expected.push({ access, outcome: due > now ? 'not-due' : late, due, ended: null });
      } else if (again) {
        const shown = able.find(({ from }) => from >= given.to);
        const isTold = told !== null && shown !== undefined && told.from <= given.from && shown.to <= told.to;
        expected.push({ access, outcome: isTold ? 'reappeared' : 'undetermined', due, ended: null });
      }
    }
  }
  return expected;
}

/** Away while nobody looked, it was never away for all that anybody can tell. */
function stretches(own: readonly Act[], able: readonly Look[], unprovable: boolean): readonly Stretch[] {
  const found: Stretch[] = [];
  let given: Act | null = null;
  let again = false;
  for (const [index, act] of own.entries()) {
    if (act.does === 'give') {
      given ??= act;
      continue;
    }
    const next = own[index + 1];
    const between = able.filter(({ from, to }) => from >= act.to && (next === undefined || to <= next.from));
    if (given === null || (next !== undefined && (unprovable || between.length === 0))) continue;
    found.push({ given, taken: act, again });
    given = null;
    again = true;
  }
  return given === null ? found : [...found, { given, taken: null, again }];
}
