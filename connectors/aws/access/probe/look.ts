import type { Json, JsonObject } from '../../../../src/base/json.ts';
import { isJsonObject } from '../../../../src/base/json.ts';
import type { ProbeAnswer, ProbePage } from '../../../../src/contract/connector.ts';
import { errorName } from '../../../../src/contract/reading.ts';
import type { GapCause } from '../../../../src/model/gap.ts';
import type { Task } from '../../../../src/model/page.ts';
import { isGone } from '../../surfaces/users/user-list.ts';

/** What one question was answered, with the answer in words. */
export type Seen =
  | { readonly says: 'found'; readonly words: string }
  /** A whole list lacks it; `beside`: the list holds others of its sort. */
  | { readonly says: 'missing'; readonly words: string; readonly beside: boolean }
  /** There is nothing of that name: the thing itself, or what it would be on. */
  | { readonly says: 'gone'; readonly words: string }
  | { readonly says: 'unclear'; readonly cause: GapCause; readonly words: string };

/** One question about one thing. */
export interface Look {
  /** Its args are those of every task whose pages are its answer: others go on with it, and have more. */
  readonly task: Task;
  /** What is asked first, and leads to the task; left out: the task itself. */
  readonly first?: Task;
  /** The thing: `user ann`. */
  readonly about: string;
  readonly read: (pages: readonly ProbePage[]) => Seen;
}

/**
 * What the answers come to. Only a definite not-found counts as absent, and only where the same service showed something that is known to be
 * there in the same breath: in the list itself, or by one of the controls.
 */
export function decide(target: Look, controls: readonly Look[], pages: readonly ProbePage[]): ProbeAnswer {
  const seen = seenBy(target, pages);
  if (seen.says === 'found') return { says: 'present', cause: null, because: seen.words };
  if (seen.says === 'unclear') return { says: 'undetermined', cause: seen.cause, because: seen.words };
  if (seen.says === 'missing' && seen.beside) return { says: 'absent', cause: null, because: `${seen.words}, and holds others` };
  const shown = controls.map((each) => seenBy(each, pages));
  const found = shown.find((each) => each.says === 'found');
  if (found !== undefined) return { says: 'absent', cause: null, because: `${seen.words}; ${found.words}` };
  const [refused] = shown.filter((each) => each.says === 'unclear');
  const because =
    shown.length === 0 ? 'nothing is known to be there that could be asked for beside it' : shown.map(({ words }) => words).join('; ');
  return { says: 'undetermined', cause: refused?.cause ?? null, because: `${seen.words}, but without a control: ${because}` };
}

function seenBy({ task, first, read }: Look, pages: readonly ProbePage[]): Seen {
  const own = pagesOf(task, pages);
  const refused =
    own.length > 0 || first === undefined ? null : (pagesOf(first, pages).find((page) => page.refused !== null)?.refused ?? null);
  return refused === null || first === undefined
    ? read(own)
    : { says: 'unclear', cause: refused, words: `${operationOf(first)} was refused` };
}

/** Those of a task, and of what follows it where a list is asked for page by page: their args are its own and more. */
function pagesOf(task: Task, pages: readonly ProbePage[]): readonly ProbePage[] {
  const args = Object.entries(isJsonObject(task.args) ? task.args : {});
  return pages.filter(({ task: { boundary, surface, args: theirs } }) => {
    if (boundary !== task.boundary || surface !== task.surface || !isJsonObject(theirs)) return false;
    return args.every(([name, value]) => JSON.stringify(theirs[name]) === JSON.stringify(value));
  });
}

/** A question whose answer is one thing. `holds`: whether the answer shows it; `null`: it is not understood. */
export function thing(task: Task, about: string, holds: (body: JsonObject) => boolean | null): Look {
  const operation = operationOf(task);
  return {
    task,
    about,
    read(pages) {
      const [page] = pages;
      if (page === undefined) return notAsked(operation, about);
      const refusal = refusalOf(page, operation, about);
      if (refusal !== null) return refusal;
      const answer = isJsonObject(page.body) ? holds(page.body) : null;
      if (answer === null)
        return { says: 'unclear', cause: 'malformed', words: `the answer of ${operation} about ${about} is not understood` };
      return answer
        ? { says: 'found', words: `${operation} found ${about}` }
        : { says: 'missing', words: `${operation} answered without ${about}`, beside: false };
    },
  };
}

/** A question whose answer is a list. `is`: whether an element is the thing; `null`: the element is not understood. */
export function listed(task: Task, about: string, member: string, is: (element: Json) => boolean | null): Look {
  const operation = operationOf(task);
  return {
    task,
    about,
    read(pages) {
      if (pages.length === 0) return notAsked(operation, about);
      let others = 0;
      let unclear: Seen | null = null;
      let [ended, gone] = [0, false];
      for (const page of pages) {
        const refusal = refusalOf(page, operation, about);
        if (refusal?.says === 'gone') gone = true;
        else unclear ??= refusal;
        if (refusal !== null) continue;
        const elements = isJsonObject(page.body) ? page.body[member] : undefined;
        if (!Array.isArray(elements)) {
          unclear ??= { says: 'unclear', cause: 'malformed', words: `the answer of ${operation} has no list ${member}` };
          continue;
        }
        for (const element of elements as readonly Json[]) {
          const isIt = is(element);
          if (isIt === true) return { says: 'found', words: `${operation} lists ${about}` };
          if (isIt === null)
            unclear ??= { says: 'unclear', cause: 'malformed', words: `an element of ${member} of ${operation} is not understood` };
          else others++;
        }
        if (!goesOn(page.body)) ended++;
      }
      if (unclear !== null) return unclear;
      if (gone) return { says: 'gone', words: `${operation} found nobody to list for ${about}` };
      if (ended === 0) return { says: 'unclear', cause: 'interrupted', words: `the list of ${operation} was not read to its end` };
      return { says: 'missing', words: `${operation} was read to its end and lacks ${about}`, beside: others > 0 };
    },
  };
}

/** Whether a page says that there is more. */
function goesOn(body: Json): boolean {
  if (!isJsonObject(body)) return false;
  const flag = body['IsTruncated'] ?? body['isTruncated'] ?? body['Truncated'];
  if (typeof flag === 'boolean') return flag;
  return ['Marker', 'NextMarker', 'NextToken', 'nextToken'].some((name) => typeof body[name] === 'string' && body[name] !== '');
}

const notThere: ReadonlySet<string> = new Set(['ResourceNotFoundException', 'NotFoundException']);

/** `null`: it is no refusal. */
function refusalOf({ body, refused }: ProbePage, operation: string, about: string): Seen | null {
  const error = errorName(body);
  const isMissing = error !== undefined && (isGone(error) || notThere.has(error));
  if (isMissing && (refused === null || refused === 'vanished'))
    return { says: 'gone', words: `${operation} of ${about} answered ${error}` };
  if (refused === 'malformed')
    return { says: 'unclear', cause: refused, words: `the answer of ${operation} about ${about} is not understood` };
  if (refused !== null) {
    return { says: 'unclear', cause: refused, words: `${operation} of ${about} was refused${error === undefined ? '' : `: ${error}`}` };
  }
  return error === undefined ? null : { says: 'unclear', cause: 'malformed', words: `${operation} of ${about} answered ${error}` };
}

function notAsked(operation: string, about: string): Seen {
  return { says: 'unclear', cause: 'interrupted', words: `${operation} of ${about} was not answered` };
}

/** Every task of a probe names its call, but for those of surfaces that have one call each. */
const calls: Readonly<Record<string, string>> = {
  'aws:login-profiles': 'GetLoginProfile',
  'aws:ssh-keys': 'ListSSHPublicKeys',
  'aws:service-specific-credentials': 'ListServiceSpecificCredentials',
};

function operationOf({ surface, args }: Task): string {
  const call = isJsonObject(args) ? args['call'] : undefined;
  return typeof call === 'string' ? call : (calls[surface] ?? surface);
}

/** A member that is a text; `null` where it is none. */
export function textIn(value: Json | undefined, member: string): string | null {
  const text = isJsonObject(value) ? value[member] : undefined;
  return typeof text === 'string' && text !== '' ? text : null;
}

/** Tasks of all, each once, in their order. */
export function tasksOf(looks: readonly Look[]): readonly Task[] {
  return [...new Map(looks.map(({ task, first = task }) => [JSON.stringify(first), first])).values()];
}
