import { instantOf } from '../base/instant.ts';
import type { NonEmpty } from '../base/json.ts';
import type { Answer, Part, TaskAt, Wire } from '../contract/connector.ts';
import type { Task } from '../model/page.ts';
import type { Asking, Tried } from './asking.ts';
import { called, gaveUp, patience, slowDown, unanswered } from './asking.ts';
import { CollectError } from './errors.ts';
import { LONGEST_WAIT_MS, MOST_POLLS, refusalOf, refusalOfError } from './retry.ts';
import type { Pass } from './scheduler.ts';
import { nameOfTask, taskKey } from './task-key.ts';

/** A task whose first page is asked for with those of others, and how often it was. */
export interface Waiting {
  readonly task: Task;
  readonly key: string;
  readonly tried: Tried;
  polls: number;
}

/** What one call for several questions came to. */
export interface Together<W> {
  /** Answers and refusals that stand, whatever became of the others. */
  readonly settled: readonly { readonly of: W; readonly part: Part }[];
  readonly wire: Wire;
  /** Pages of questions that were not in the batch. */
  readonly others: readonly Part[];
  /** To be asked again, after {@link waitMs}; where the provider is to be left in peace, the gate is held already. */
  readonly again: readonly W[];
  readonly waitMs: number;
}

/**
 * One call for the first pages of several tasks of one surface and boundary. Each part is answered, refused and has patience of its own.
 * `null` = the budget was used up first. Rejects only when the signal aborts, or when the session breaks the contract.
 */
export async function askTogether<W extends Waiting>(asking: Asking, waiting: NonEmpty<W>, pass: Pass): Promise<Together<W> | null> {
  const { io, signal, meter } = asking;
  const [first, ...rest] = waiting;
  const batch: NonEmpty<TaskAt> = [firstPage(first), ...rest.map(firstPage)];
  const reply = await pass.through(signal, () => called(asking, batch), batch.length);
  if (reply === null) return null;
  const { answer, error, sentAt } = reply;
  slowDown(pass, answer);
  const silence = unanswered(firstPage(first), sentAt, instantOf(io.now()), error);
  const parts = answer === undefined ? null : partOfEach(asking, waiting, answer);
  const settled: { of: W; part: Part }[] = [];
  const again: W[] = [];
  const seen = { throttled: false, holdMs: 0, waitMs: 0 };
  for (const of of waiting) {
    const part = parts?.own.get(of.key) ?? { ...silence.part, task: of.task };
    const refusal = answer === undefined ? refusalOfError(error) : refusalOf(part, answer);
    if (refusal === null) {
      const poll = answer?.pollAfterMs;
      if (poll === undefined) settled.push({ of, part });
      else if (++of.polls > MOST_POLLS) {
        settled.push({ of, part: gaveUp(part, 'unreachable', `the job was not done after ${MOST_POLLS} polls`) });
      } else {
        again.push(of);
        seen.waitMs = Math.max(seen.waitMs, Math.min(poll, LONGEST_WAIT_MS));
      }
      continue;
    }
    seen.throttled ||= refusal.cause === 'throttled';
    const wait = patience(refusal, of.tried, io.random);
    if (wait === null) settled.push({ of, part });
    else {
      again.push(of);
      if (refusal.retry === 'throttle') seen.holdMs = Math.max(seen.holdMs, wait);
      else seen.waitMs = Math.max(seen.waitMs, wait);
    }
  }
  if (seen.throttled) meter.throttled();
  if (seen.holdMs > 0) pass.hold(seen.holdMs);
  return { settled, wire: answer?.wire ?? silence.wire, others: parts?.others ?? [], again, waitMs: seen.waitMs };
}

function firstPage({ task }: Waiting): TaskAt {
  return { task, cursor: null };
}

/** Which part is whose. A question without a part, or with two, is a fault of the connector: neither may be guessed. */
function partOfEach(
  { connector }: Asking,
  waiting: readonly Waiting[],
  answer: Answer,
): { readonly own: ReadonlyMap<string, Part>; readonly others: readonly Part[] } {
  const asked = new Map(waiting.map((each) => [each.key, each]));
  const own = new Map<string, Part>();
  const others: Part[] = [];
  for (const part of answer.parts) {
    const key = taskKey(part.task);
    const of = part.cursor === null ? asked.get(key) : undefined;
    if (of === undefined) others.push(part);
    else if (own.has(key)) throw badAnswer(connector, of.task, 'answered it twice in one answer');
    else own.set(key, part);
  }
  for (const { key, task } of waiting) if (!own.has(key)) throw badAnswer(connector, task, 'answered without a part for it');
  return { own, others };
}

function badAnswer(connector: string, task: Task, what: string): CollectError {
  return new CollectError('bad-answer', `connector '${connector}' was asked for ${nameOfTask(task)} with others and ${what}`, {
    hint: `this is a fault of connector '${connector}': an answer must hold one part for each question of its batch`,
  });
}
