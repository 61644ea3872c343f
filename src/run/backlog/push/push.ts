import { BacklogError } from '../errors.ts';
import { planOf, type Step } from './plan.ts';
import type { PushIssue, Tracker } from './tracker.ts';

export interface Pushed {
  readonly step: Step;
  /** The issue's key, where there is one. */
  readonly key: string | null;
  /** Why it could not be done; `null`: it was, or was only to be told. */
  readonly failed: BacklogError | null;
}

export interface PushOptions {
  readonly yes: boolean;
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly onStep?: (done: Pushed) => void;
}

const TRIES = 2;
/** How often, and how many milliseconds apart, an issue whose answer was lost is looked for before another try. */
const LOOKS = 3;
const LOOK_MS = 3000;

/**
 * Brings a tracker up to date, one item after the other. Looks what is there first, so that a second push finds nothing to do. Where the answer to a creation was lost it is
 * looked for before anything is tried again. What fails is told and does not stop the rest; a refusal of the credentials does.
 */
export async function push(tracker: Tracker, issues: readonly PushIssue[], { yes, wait, onStep }: PushOptions): Promise<readonly Pushed[]> {
  const steps = planOf(issues, await tracker.list());
  const all: Pushed[] = [];
  for (const step of steps) {
    const done = yes ? await carriedOut(tracker, step, wait) : { step, key: step.key, failed: null };
    all.push(done);
    onStep?.(done);
  }
  return all;
}

async function carriedOut(tracker: Tracker, step: Step, wait: PushOptions['wait']): Promise<Pushed> {
  try {
    const key = step.do === 'create' ? await created(tracker, step.issue, wait) : step.key;
    if (step.key !== null && Object.keys(step.change).length > 0) await tracker.change(step.key, step.issue, step.change);
    if (key !== null && step.comment !== null) await tracker.comment(key, step.comment);
    return { step, key, failed: null };
  } catch (error) {
    if (!(error instanceof BacklogError) || error.code === 'no-token') throw error;
    return { step, key: step.key, failed: error };
  }
}

async function created(tracker: Tracker, issue: PushIssue, wait: PushOptions['wait']): Promise<string> {
  for (let tries = 0; tries < TRIES; tries++) {
    const made = await tracker.create(issue);
    if (made !== 'lost') return made.key;
    // lists of a tracker may lag behind what was made
    for (let look = 0; look < LOOKS; look++) {
      await wait(LOOK_MS);
      const there = (await tracker.list(issue.id)).find(({ mark }) => mark.id === issue.id);
      if (there !== undefined) return there.key;
    }
  }
  throw new BacklogError(
    'unreachable',
    `cannot create an issue for ${issue.id} in ${tracker.place}: its answers were lost, and no issue of it is there`,
    {
      hint: 'push again later: what was made in between is found then',
    },
  );
}
