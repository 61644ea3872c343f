import type { Undetermined } from './finding.ts';
import type { Gap, GapCause } from './gap.ts';
import type { BoundaryId, RuleId, SurfaceId } from './ids.ts';

/** One surface that was not read, for one cause, wherever questions lack it. */
export interface Missing {
  readonly surface: SurfaceId;
  readonly cause: GapCause;
  /** Where, each place once, in the order of the questions. */
  readonly places: readonly Pick<Gap, 'boundary' | 'others'>[];
  /** The first few details, each once, as {@link detailsOf} tells them. */
  readonly details: readonly string[];
  /** How many different details there are. */
  readonly different: number;
}

/** Questions without an answer that lack the same surfaces for the same causes. */
export interface OpenGroup {
  readonly questions: number;
  /** Each once, in the order of the questions. */
  readonly rules: readonly RuleId[];
  /** The name of whom they are about, where it is the same for all. */
  readonly about: string | null;
  readonly missing: readonly Missing[];
}

/** The questions of a report that have no answer, counted by what they lack. */
export interface OpenQuestions {
  readonly questions: number;
  /** How many rules asked them. */
  readonly rules: number;
  /** In the order of the questions. */
  readonly groups: readonly OpenGroup[];
}

const known = new WeakMap<readonly Undetermined[], () => OpenQuestions>();

/** Counts a report's list of open questions. It is done once for a list, and not at all for one that {@link wasCounted}. */
export function openQuestions(list: readonly Undetermined[]): OpenQuestions {
  const before = known.get(list);
  if (before !== undefined) return before();
  const now = counted(list);
  known.set(list, () => now);
  return now;
}

/** A list that was kept comes with what {@link openQuestions} said of it, so that it need not be read to be counted. */
export function wasCounted(list: readonly Undetermined[], open: () => OpenQuestions): void {
  known.set(list, open);
}

interface Group {
  questions: number;
  readonly rules: Set<RuleId>;
  readonly name: string;
  alone: boolean;
  readonly lists: (readonly Gap[])[];
}

function counted(open: readonly Undetermined[]): OpenQuestions {
  const groups = new Map<string, Group>();
  // Many questions share one list of what they lack: it is looked at once.
  const ofList = new Map<readonly Gap[], Group>();
  const rules = new Set<RuleId>();
  let questions = 0;
  for (const each of open) {
    const { name } = each.subject;
    let group = ofList.get(each.because);
    if (group === undefined) {
      const key = JSON.stringify([...new Set(each.because.map(keyOf))].sort());
      group = groups.get(key);
      if (group === undefined) groups.set(key, (group = { questions: 0, rules: new Set(), name, alone: true, lists: [] }));
      group.lists.push(each.because);
      ofList.set(each.because, group);
    }
    group.questions += each.questions;
    group.rules.add(each.rule);
    group.alone &&= name === group.name;
    rules.add(each.rule);
    questions += each.questions;
  }
  return { questions, rules: rules.size, groups: [...groups.values()].map(groupOf) };
}

function groupOf({ questions, rules, name, alone, lists }: Group): OpenGroup {
  const bySurface = new Map<string, Gap[]>();
  for (const gap of new Set(lists.flat())) {
    const key = keyOf(gap);
    const same = bySurface.get(key);
    if (same === undefined) bySurface.set(key, [gap]);
    else same.push(gap);
  }
  return { questions, rules: [...rules], about: alone ? name : null, missing: [...bySurface.values()].flatMap(missingOf) };
}

const FEW = 3;

function missingOf(same: readonly Gap[]): readonly Missing[] {
  const [first] = same;
  if (first === undefined) return [];
  const details = detailsOf(same);
  const places = new Map<string, Missing['places'][number]>();
  for (const { boundary, others } of same) {
    const key = others === undefined ? `=${boundary}` : JSON.stringify([boundary, others]);
    if (!places.has(key)) places.set(key, others === undefined ? { boundary } : { boundary, others });
  }
  const { surface, cause } = first;
  return [{ surface, cause, places: [...places.values()], details: details.slice(0, FEW), different: details.length }];
}

/** No cause holds a space, so that the last one parts the two. */
function keyOf({ surface, cause }: Gap): string {
  return `${surface} ${cause}`;
}

/** What a detail is told of. */
export interface Detailed {
  readonly surface: SurfaceId;
  readonly boundary: BoundaryId;
  readonly detail: string | null;
  readonly others?: Gap['others'];
}

/**
 * What was seen at these places, each thing once. Details often name the place that stands beside them anyway; of several boundaries each
 * would be a detail of its own, so that there it reads `the boundary`.
 */
export function detailsOf(places: readonly Detailed[]): readonly string[] {
  const many = places[0]?.others !== undefined || new Set(places.map(({ boundary }) => boundary)).size > 1;
  const details = new Set<string>();
  for (const place of places) if (place.detail !== null) details.add(bare(place, place.detail, many));
  return [...details];
}

function bare({ surface, boundary }: Detailed, detail: string, many: boolean): string {
  const start = `${surface} in ${boundary}: `;
  const rest = detail.startsWith(start) ? detail.slice(start.length) : detail;
  return many ? rest.replaceAll(boundary, 'the boundary') : rest;
}
