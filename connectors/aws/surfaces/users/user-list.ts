import * as v from 'valibot';
import type { Json } from '../../../../src/base/json.ts';
import { isJsonObject } from '../../../../src/base/json.ts';
import { byCodeUnit } from '../../../../src/base/order.ts';
import type { Mapped } from '../../../../src/contract/connector.ts';
import type { EntityId } from '../../../../src/model/ids.ts';
import type { Task } from '../../../../src/model/page.ts';
import { allAbout, isOwnIfTold } from '../asked.ts';
import type { Reading } from '../../../../src/contract/reading.ts';
import { elements, errorName, lost, notUnderstood, reading } from '../../../../src/contract/reading.ts';
import type { ListedKind } from './told.ts';
import { isOfUser, pushDetail, userArn } from './told.ts';

/** What an element tells of its user beside all else. */
type OfUser = v.GenericSchema<unknown, { readonly UserName: string | null }>;

/** A list that IAM keeps of each user, asked page by page so that the last one knows all. */
export interface UserList<S extends OfUser> {
  readonly of: ListedKind;
  /** `args.call` of its tasks. */
  readonly call: string;
  /** Member of the answer; its elements name the user. */
  readonly member: string;
  readonly element: S;
  readonly idOf: (value: v.InferOutput<S>) => string;
  /** What of an element may be an ARN, and then is of the account. */
  readonly arnOf?: (value: v.InferOutput<S>) => string;
  /** Says the element itself as a fact; left out where only the ids count. */
  readonly tell?: (into: Reading, user: EntityId, value: v.InferOutput<S>, at: string) => void;
}

/** `before`: the ids of the pages before; `null` = something in them could not be read, so the whole is not known. */
const args = v.strictObject({
  call: v.string(),
  user: userArn,
  token: v.optional(v.string()),
  before: v.optional(v.nullable(v.array(v.string()))),
});

/**
 * Maps one page. That it is whole is said with the last page, and only where every element of every page could be read. A user whom
 * nobody knows any more has none, which is an answer.
 */
export function mapUserList<S extends OfUser>(task: Task, body: Json, list: UserList<S>): Mapped {
  const given = v.safeParse(args, task.args);
  if (!given.success || given.output.call !== list.call) return notUnderstood(task);
  const { user, before = [] } = given.output;
  const into = reading(task);
  const error = errorName(body);
  if (error !== undefined) {
    if (isGone(error)) pushDetail(into, { type: 'list', of: list.of, identity: user, ids: [] }, '/error');
    else lost(into, `the answer of ${list.call} is an error nobody expected: ${error}`, '/error', user);
    return into;
  }
  const found = allAbout(
    elements(into, body, list.member, list.element),
    ({ value, at }) => isOfUser(into, user, value.UserName, at) && isOwnIfTold(into, list.arnOf?.(value), at),
  );
  for (const { value, at } of found) list.tell?.(into, user, value, at);
  const known =
    before === null || into.gaps.length > 0 ? null : [...before, ...found.map(({ value }) => list.idOf(value))].sort(byCodeUnit);
  const token = isJsonObject(body) ? body['Marker'] : undefined;
  // The flag decides where it is given; without it, a marker says that there is more.
  const flag = isJsonObject(body) ? body['IsTruncated'] : undefined;
  if (flag === true || (flag !== false && token !== undefined && token !== null && token !== '')) {
    if (typeof token === 'string' && token !== '') into.spawns.push({ ...task, args: { call: list.call, user, token, before: known } });
    else lost(into, `the answer of ${list.call} says it is cut short and gives no marker to go on`, '/Marker', user);
    return into;
  }
  if (known !== null) pushDetail(into, { type: 'list', of: list.of, identity: user, ids: known }, `/${list.member}`);
  return into;
}

/** The SDK calls it an exception, the wire does not. */
export function isGone(error: string): boolean {
  return error === 'NoSuchEntityException' || error === 'NoSuchEntity';
}
