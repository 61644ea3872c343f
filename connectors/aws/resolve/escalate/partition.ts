/** A set of names: what some of the patterns find and none of others does. */
export interface Span {
  /** Places in the list of patterns. */
  readonly include: readonly number[];
  readonly exclude: readonly number[];
}

/** The parts that sets have in common. An item is a name by its place in the list of names, or a part by `~place` in the list of parts. */
export interface Partition {
  /** Each set once; no name comes twice in one. */
  readonly sets: readonly (readonly number[])[];
  /** By what was given, the place of its set. */
  readonly at: readonly number[];
  /** Each of two items or more; a part comes after those that hold it. */
  readonly parts: readonly (readonly number[])[];
  /** By set, how many names it has. */
  readonly counts: readonly number[];
}

/** So many parts are held together by one. Small enough to leave out one of them cheaply, large enough that few lie one in another. */
const FAN = 16;

/**
 * Writes sets of `size` names down by parts, so that what many sets have in common is told once. Names that all sets hold alike lie in one
 * part. Over these, in the order of names, stands a tree: a set that lacks few of very many is told by few of its branches. A part that
 * is no shorter than what it stands for is left out. `found`: by pattern, the places of the names it finds.
 */
export function partitioned(size: number, found: readonly (readonly number[])[], spans: readonly Span[]): Partition {
  const fine = classesOf(size, found);
  const fineSets = spansOf(fine, found, spans);
  // patterns may tell apart what no set does
  const coarse = classesOf(fine.count, fineSets, true);
  const names: number[][] = Array.from({ length: coarse.count }, () => []);
  for (let name = 0; name < size; name++) {
    const of = coarse.of[fine.of[name] as number] as number;
    if (of >= 0) names[of]?.push(name);
  }
  const places = new Map<string, number>();
  const sets: (readonly number[])[] = [];
  const at = fineSets.map((all) => {
    const set = sorted(all.map((each) => coarse.of[each] as number));
    let place = places.get(set.join());
    if (place === undefined) places.set(set.join(), (place = sets.push(set) - 1));
    return place;
  });
  const counts = sets.map((all) => all.reduce((sum, each) => sum + (names[each]?.length ?? 0), 0));
  return { ...written(sets, names), at, counts };
}

interface Classes {
  readonly of: Int32Array;
  readonly count: number;
}

/** Takes things apart by the lists that hold them; classes are numbered as they are first met. `isHeld`: what no list holds has none (-1). */
function classesOf(size: number, lists: readonly (readonly number[])[], isHeld = false): Classes {
  const rough = new Int32Array(size);
  let next = 1;
  for (const list of lists) {
    const split = new Map<number, number>();
    for (const each of list) {
      const before = rough[each] as number;
      let after = split.get(before);
      if (after === undefined) split.set(before, (after = next++));
      rough[each] = after;
    }
  }
  const numbers = new Map<number, number>(isHeld ? [[0, -1]] : []);
  const of = new Int32Array(size);
  let count = 0;
  for (let each = 0; each < size; each++) {
    let number = numbers.get(rough[each] as number);
    if (number === undefined) numbers.set(rough[each] as number, (number = count++));
    of[each] = number;
  }
  return { of, count };
}

function spansOf({ of, count }: Classes, found: readonly (readonly number[])[], spans: readonly Span[]): readonly (readonly number[])[] {
  const known = new Map<number, readonly number[]>();
  const classes = (pattern: number): readonly number[] => {
    let all = known.get(pattern);
    if (all === undefined) known.set(pattern, (all = sorted((found[pattern] ?? []).map((name) => of[name] as number))));
    return all;
  };
  const seen = new Int32Array(count);
  return spans.map(({ include, exclude }, at) => {
    for (const pattern of exclude) for (const each of classes(pattern)) seen[each] = at + 1;
    const held: number[] = [];
    for (const pattern of include) {
      for (const each of classes(pattern)) {
        if (seen[each] === at + 1) continue;
        seen[each] = at + 1;
        held.push(each);
      }
    }
    return held;
  });
}

function sorted(numbers: readonly number[]): readonly number[] {
  return [...new Set(numbers)].sort((a, b) => a - b);
}

/** What is written down in items: by level of the tree, what is still to be put in. */
interface Draft {
  readonly levels: Map<number, readonly number[]>;
  readonly items: number[];
}

function written(sets: readonly (readonly number[])[], names: readonly (readonly number[])[]): Pick<Partition, 'sets' | 'parts'> {
  const widths = [names.length];
  for (let width = names.length; width > 1;) widths.push((width = Math.ceil(width / FAN)));
  const drafts = sets.map((all): Draft => ({ levels: branches(all, widths), items: [] }));
  const all = [...drafts];
  const parts: Draft[] = [];
  for (let level = widths.length - 1; level >= 0; level--) {
    const users = new Map<number, Draft[]>();
    for (const draft of all) {
      for (const each of draft.levels.get(level) ?? []) {
        const known = users.get(each);
        if (known === undefined) users.set(each, [draft]);
        else known.push(draft);
      }
    }
    for (const [branch, of] of [...users].sort((a, b) => a[0] - b[0])) {
      const below = level === 0 ? (names[branch] ?? []) : children(branch, widths[level - 1] ?? 0);
      const isShort = of.length * below.length <= of.length + below.length;
      const holders: readonly Draft[] = isShort ? of : [{ levels: new Map(), items: [] }];
      if (!isShort) {
        for (const { items } of of) items.push(~parts.length);
        parts.push(...holders);
        all.push(...holders);
      }
      for (const { levels, items } of holders) {
        if (level === 0) for (const name of below) items.push(name);
        else levels.set(level - 1, [...(levels.get(level - 1) ?? []), ...below]);
      }
    }
  }
  return { sets: drafts.map(({ items }) => items), parts: parts.map(({ items }) => items) };
}

/** The widest branches of the tree that lie within a set, by level. */
function branches(set: readonly number[], widths: readonly number[]): Map<number, readonly number[]> {
  const levels = new Map<number, readonly number[]>();
  let left = set;
  for (let level = 0; left.length > 0; level++) {
    const [whole, own]: [number[], number[]] = [[], []];
    for (let from = 0, at = 0; from < left.length; from = at) {
      const above = Math.floor((left[from] ?? 0) / FAN);
      while (at < left.length && Math.floor((left[at] ?? 0) / FAN) === above) at++;
      const width = Math.min(FAN, (widths[level] ?? 0) - above * FAN);
      if (at - from === width && width > 1) whole.push(above);
      else for (const each of left.slice(from, at)) own.push(each);
    }
    if (own.length > 0) levels.set(level, own);
    left = whole;
  }
  return levels;
}

function children(branch: number, width: number): readonly number[] {
  const from = branch * FAN;
  return Array.from({ length: Math.min(FAN, width - from) }, (_none, at) => from + at);
}
