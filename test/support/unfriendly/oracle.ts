import { pagesOfRows, placeOf, ROOT, troubleAt, truth, boundariesOf, type World } from './world.ts';

/** What a faultless collector must end with, worked out from the world's truth and troubles and from nothing we print. */
export interface Expected {
  /** `boundary surface id` of each fact. */
  readonly facts: ReadonlySet<string>;
  /** `boundary surface` where a row of the truth is missing from the facts, or was never asked for. */
  readonly missing: ReadonlySet<string>;
  /** `boundary surface` of a task with a refusal, a broken item or a cursor that stands still. */
  readonly troubled: ReadonlySet<string>;
  readonly calls: number;
}

/** The documented patience: how often one question is asked again. */
const THROTTLE_RETRIES = 8;
const SERVER_RETRIES = 3;
const BATCH = 3;

export function foretell(world: World): Expected {
  const facts = new Set<string>();
  const troubled = new Set<string>();
  let calls = 0;

  function run(boundary: string, surface: string, arg: readonly string[]): readonly string[] {
    const seen: string[] = [];
    const pages = pagesOfRows(world, truth(world, boundary, surface, arg));
    const place = `${boundary} ${surface}`;
    for (let i = 0; i < pages.length; i++) {
      const rows = (pages[i] ?? []).map((row) => row.id);
      const { passing, ending, shape, polls } = troubleAt(world, placeOf(boundary, surface, arg, i));
      const slow = passing.filter((each) => each.startsWith('429')).length;
      const failed = passing.length - slow;
      if (ending !== 'answer') {
        if (ending === 'throttled') calls += failed + THROTTLE_RETRIES + 1;
        else if (ending === 'down' || ending === 'cut') calls += slow + SERVER_RETRIES + 1;
        else calls += passing.length + 1;
        troubled.add(place);
        break;
      }
      calls += passing.length + polls + 1;
      if (shape === 'html') troubled.add(place);
      else if (shape === 'truncated') {
        troubled.add(place);
        seen.push(...rows.slice(0, Math.floor(rows.length / 2)));
      } else if (shape === 'malformed-item') {
        troubled.add(place);
        seen.push(...rows.slice(1));
      } else seen.push(...rows);
      // A page that repeats the one before makes up for what that one lost.
      if (shape === 'duplicate') seen.push(...(pages[i - 1] ?? []).map((row) => row.id));
      // A first page whose next is "c0" is a fresh cursor that gives the first page again, and then itself.
      if (shape === 'stuck') {
        if (i === 0) calls += 1;
        troubled.add(place);
        break;
      }
      if (shape === 'back' && i >= 2) {
        troubled.add(place);
        break;
      }
    }
    for (const id of seen) facts.add(`${surface === 'fake:accounts' ? id : boundary} ${surface} ${id}`);
    return [...new Set(seen)];
  }

  for (const boundary of run(ROOT, 'fake:accounts', [])) {
    const people = [...run(boundary, 'fake:people', [])].sort();
    run(boundary, 'fake:report', []);
    for (const group of run(boundary, 'fake:groups', [])) run(boundary, 'fake:members', [group]);
    for (let i = 0; i < people.length; i += BATCH) run(boundary, 'fake:keys', people.slice(i, i + BATCH));
  }
  return { facts, missing: missingFrom(world, facts), troubled, calls };
}

function missingFrom(world: World, facts: ReadonlySet<string>): ReadonlySet<string> {
  const missing = new Set<string>();
  function need(boundary: string, surface: string, arg: readonly string[]): readonly string[] {
    const rows = truth(world, boundary, surface, arg).map((row) => row.id);
    for (const id of rows) {
      if (!facts.has(`${surface === 'fake:accounts' ? id : boundary} ${surface} ${id}`)) missing.add(`${boundary} ${surface}`);
    }
    return rows;
  }
  need(ROOT, 'fake:accounts', []);
  for (const boundary of boundariesOf(world)) {
    need(boundary, 'fake:keys', need(boundary, 'fake:people', []));
    need(boundary, 'fake:report', []);
    for (const group of need(boundary, 'fake:groups', [])) need(boundary, 'fake:members', [group]);
  }
  return missing;
}
