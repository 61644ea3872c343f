import type { Json, JsonObject } from '../../../../src/base/json.ts';
import type { Call } from '../../../../connectors/aws/calls/call.ts';
import { isJsonObject } from '../../../../src/base/json.ts';
import { taskKey } from '../../../../src/collect/task-key.ts';
import type { Outcome, Place } from './scan.ts';

/** One way in which an answer can go wrong. */
export interface Fault {
  readonly name: string;
  /** `undefined`: such an answer cannot go wrong in this way. */
  readonly of: (place: Place) => Outcome | undefined;
}

function body(made: Json): Outcome {
  return { body: made };
}

/** The lists of an answer, and the members that hold one object. */
function members({ body: given }: Place): readonly string[] {
  return isJsonObject(given) ? Object.keys(given).filter((name) => typeof given[name] === 'object' && given[name] !== null) : [];
}

function each(name: string, make: (given: JsonObject, member: string) => Outcome | undefined): readonly Fault[] {
  return [0, 1, 2, 3].map((at) => ({
    name: `${name} ${at}`,
    of: (place: Place) => {
      const member = members(place)[at];
      return member === undefined || !isJsonObject(place.body) ? undefined : make(place.body, member);
    },
  }));
}

function without(given: JsonObject, member: string): JsonObject {
  return Object.fromEntries(Object.entries(given).filter(([name]) => name !== member));
}

function replacing(element: (was: Json) => Json): (given: JsonObject, member: string) => Outcome | undefined {
  return (given, member) => {
    const list = given[member];
    if (!Array.isArray(list) || list.length === 0) return undefined;
    return body({ ...given, [member]: [element(list[0] as Json), ...(list as readonly Json[]).slice(1)] });
  };
}

/** A page of another question in place of the answer: one that could be told from it, as it names something. */
export function swaps(
  places: readonly Place[],
  isBlind: (call: Call) => boolean,
): readonly { readonly place: Place; readonly fault: Fault }[] {
  return places.flatMap((place) => {
    if (isBlind(place.call)) return [];
    const alike = places.filter(({ call }) => call.service === place.call.service && call.operation === place.call.operation);
    return alike.flatMap((other) =>
      questionOf(place) === questionOf(other) || !isTelling(other.body)
        ? []
        : [{ place, fault: { name: `the answer to ${questionOf(other)}`, of: () => body(other.body) } }],
    );
  });
}

/** What a page is asked about, whichever of its pages it is. */
function questionOf({ at: { task } }: Place): string {
  const args = isJsonObject(task.args) ? task.args : {};
  const paging = ['token', 'seen', 'before', 'partial'];
  return taskKey({ ...task, args: Object.fromEntries(Object.entries(args).filter(([name]) => !paging.includes(name))) });
}

/** An empty list is about nothing, and so is an error. */
function isTelling(given: Json): boolean {
  if (!isJsonObject(given) || 'error' in given) return false;
  const lists = Object.values(given).filter((each) => Array.isArray(each));
  return lists.length === 0 || lists.some((each) => each.length > 0);
}

const tokens = ['Marker', 'NextToken', 'nextToken', 'NextMarker'];
const flags = ['IsTruncated', 'isTruncated', 'Truncated'];

export const faults: readonly Fault[] = [
  ...(['denied', 'unsupported', 'malformed', 'unreachable', 'throttled', 'expired-credentials'] as const).map((refused): Fault => ({
    name: refused,
    of: () => ({ refused }),
  })),
  { name: 'empty object', of: () => body({}) },
  { name: 'null', of: () => body(null) },
  { name: 'text', of: () => body('hello') },
  { name: 'unknown error', of: () => body({ error: { name: 'SomethingElse', message: '' } }) },
  ...each('without member', (given, member) => body(without(given, member))),
  ...each('null member', (given, member) => body({ ...given, [member]: null })),
  ...each('text member', (given, member) => body({ ...given, [member]: 'hello' })),
  ...each(
    'garbage element',
    replacing(() => 42),
  ),
  ...each(
    'empty element',
    replacing((was) => (typeof was === 'object' ? {} : null)),
  ),
  {
    name: 'stuck',
    of: ({ body: given, at: { cursor, task } }) => {
      if (!isJsonObject(given)) return undefined;
      const token = tokens.find((name) => typeof given[name] === 'string');
      if (token === undefined) return undefined;
      const asked = isJsonObject(task.args) && typeof task.args['token'] === 'string' ? task.args['token'] : cursor;
      return asked === null ? undefined : body({ ...given, [token]: asked });
    },
  },
  {
    name: 'more and no token',
    of: ({ body: given }) => {
      const flag = isJsonObject(given) ? flags.find((name) => name in given) : undefined;
      return !isJsonObject(given) || flag === undefined ? undefined : body({ ...tokens.reduce(without, given), [flag]: true });
    },
  },
  {
    name: 'flag lost',
    of: ({ body: given }) => {
      const flag = isJsonObject(given) ? flags.find((name) => given[name] === true) : undefined;
      return !isJsonObject(given) || flag === undefined ? undefined : body(without(given, flag));
    },
  },
];
