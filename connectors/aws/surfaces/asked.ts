import { accountOf } from '../identity.ts';
import type { BoundaryId, EntityId } from '../../../src/model/ids.ts';
import { isJsonObject } from '../../../src/base/json.ts';
import type { Reading } from '../../../src/contract/reading.ts';
import { lost } from '../../../src/contract/reading.ts';

/*
 * Ids of answers, held against what was asked. An answer about another thing tells nothing of the one that was asked for: it is a gap
 * that names both, and no fact. An id that an answer leaves out holds nothing.
 */

type Told = string | null | undefined;

/** What is wrong with an answer that is about another thing. */
function aboutAnother(said: string, asked: string): string {
  return `the answer is about ${JSON.stringify(said)}, ${JSON.stringify(asked)} was asked for`;
}

/** What is wrong with a thing of another account. */
export function ofAnother(arn: string, asked: BoundaryId): string {
  return `${arn} is not of the account that was asked, ${asked}`;
}

/**
 * The elements of an answer, where none is about another thing; else none at all: those that name nothing came with it. `isAbout` says the
 * gap, once.
 */
export function allAbout<E>(found: readonly E[], isAbout: (element: E) => boolean): readonly E[] {
  return found.every(isAbout) ? found : [];
}

/** Whether what is told is what was asked for, both spelled alike; a gap where it is another thing. */
export function isAsked(into: Reading, asked: string, said: Told, at: string, subject?: EntityId): boolean {
  if (said === null || said === undefined || said === asked) return true;
  lost(into, aboutAnother(said, asked), at, subject);
  return false;
}

/** Whether a thing is of the account that was asked, and of the region where one was; a gap where it is of another. */
export function isOwn(into: Reading, arn: string, at: string): boolean {
  const { boundary, args } = into.task;
  const [, , , region, account] = arn.split(':');
  if (account !== accountOf(boundary)) {
    lost(into, ofAnother(arn, boundary), at);
    return false;
  }
  const asked = isJsonObject(args) ? args['region'] : undefined;
  if (typeof asked !== 'string' || region === '' || region === asked) return true;
  lost(into, `${arn} is not of the region that was asked, ${asked}`, at);
  return false;
}

/** The account that the ARN names, be it of whatever service; `null` where it names none, as those of what AWS owns. */
export function accountIn(arn: Told): string | null {
  return /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(arn ?? '')?.[1] ?? null;
}

/** The same of a thing that need not have an ARN with an account: where it has none, nothing is held. */
export function isOwnIfTold(into: Reading, arn: Told, at: string): boolean {
  return accountIn(arn) === null || isOwn(into, arn ?? '', at);
}

const ORGANIZATION = /^arn:[^:]+:organizations::(\d{12}):[a-z]+\/(o-[a-z0-9]{10,32})(?:\/|$)/;

/** Whether an ARN of AWS Organizations is of the organization that was asked about. ARNs of what AWS itself owns name none. */
export function isOfOrganization(
  into: Reading,
  { id, managementAccount }: { readonly id: string; readonly managementAccount: string },
  arn: Told,
  at: string,
): boolean {
  const [, account, organization] = ORGANIZATION.exec(arn ?? '') ?? [];
  if (organization === undefined || (organization === id && account === managementAccount)) return true;
  lost(into, `${String(arn)} is not of the organization that was asked, ${id} of account ${managementAccount}`, at);
  return false;
}

/** Whether a permission set is of the instance that was asked. Its ARN names the instance by the last part of that one's own. */
export function isOfInstance(into: Reading, instance: string, set: string, at: string): boolean {
  const of = /^arn:[^:]+:sso:::[a-zA-Z]+\/((?:sso)?ins-[\w.-]+)\//.exec(set)?.[1];
  if (of === undefined || instance.endsWith(`/${of}`)) return true;
  lost(into, `${set} is not of the instance that was asked, ${instance}`, at);
  return false;
}
