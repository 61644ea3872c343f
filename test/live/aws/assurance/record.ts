/** What somebody did, and between which moments: the one before the call, the other after its answer. */
export interface Act {
  readonly does: 'give' | 'take';
  /** `<sort> <whose name> <of what>` */
  readonly access: string;
  readonly from: number;
  readonly to: number;
}

/** That everything was read, but for the accesses of these sorts. */
export interface Look {
  readonly from: number;
  readonly to: number;
  readonly blindTo: readonly string[];
}

/** What a record of another system says: from then on somebody should have it no more, or may have it until then. */
export interface Due {
  readonly whose: string;
  /** What it is about; `null`: all they have. */
  readonly of: string | null;
  readonly at: number;
  readonly kind: 'left' | 'authorisation-ended' | 'task-ended';
}

export interface Diary {
  readonly acts: readonly Act[];
  readonly looks: readonly Look[];
  readonly dues: readonly Due[];
}

/** One time that an access was there: what can be said of it who looked when the diary says, and no oftener. */
export interface Known {
  readonly access: string;
  /** When it was really taken away; `null`: it is there. */
  readonly taken: { readonly from: number; readonly to: number } | null;
  /** The last look that showed it, and the first after that which lacks it. */
  readonly seen: Look;
  readonly lacking: Look | null;
  readonly due: Due | null;
  /** It was there before, and somebody looked in between. */
  readonly again: boolean;
}

/** By access and time. An access that no look showed is told by nobody. */
export function knownFrom({ acts, looks, dues }: Diary): readonly Known[] {
  const known: Known[] = [];
  for (const access of [...new Set(acts.map((each) => each.access))].sort()) {
    const [sort = '', whose = '', of = ''] = access.split(' ');
    const able = looks.filter(({ blindTo }) => !blindTo.includes(sort));
    const own = acts.filter((each) => each.access === access);
    let again = false;
    own.forEach((given, index) => {
      if (given.does === 'take') return;
      const taken = own[index + 1] ?? null;
      const shown = able.filter(({ from, to }) => from >= given.to && (taken === null || to <= taken.from));
      const seen = shown.at(-1);
      if (seen === undefined) return;
      const lacking = taken === null ? null : (able.find(({ from }) => from >= taken.to) ?? null);
      const ended = taken === null ? Infinity : taken.to;
      const [due = null] = dues
        .filter((each) => each.whose === whose && (each.of === null || each.of === of) && (again || each.at <= ended || lacking !== null))
        .sort((a, b) => a.at - b.at);
      known.push({ access, taken, seen, lacking, due, again });
      again = true;
    });
  }
  return known;
}
