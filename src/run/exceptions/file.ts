import * as v from 'valibot';
import { instantOf, parseInstant } from '../../base/instant.ts';
import type { PrivilegeException } from '../../model/exception.ts';
import { exceptionKinds } from '../../model/exception.ts';
import { ExceptionError } from './errors.ts';

const text = (description: string) => v.pipe(v.string(), v.trim(), v.nonEmpty('it is empty'), v.description(description));
const moment = (description: string) =>
  v.pipe(
    v.string(),
    v.check((each) => parseInstant(each) !== undefined, 'no RFC 3339 time; write 2026-11-22, or 2026-11-22T09:30:00Z'),
    v.description(description),
  );
const wanted = (description: string) => v.optional(text(description));

const matcher = v.pipe(
  v.strictObject({
    rule: wanted('id of a rule; a text that ends in * stands for all that begin so, here and below'),
    subject: wanted('id of whom it is about: in AWS the ARN'),
    boundary: wanted('aws:111122223333, entra:…, azure:…'),
    capability: wanted('as findings name it: administer, read-secrets'),
    scope: wanted('as findings name it'),
    fingerprint: wanted('of one finding'),
  }),
  v.check(({ rule, subject }) => rule !== undefined || subject !== undefined, 'it names neither a rule nor a subject'),
  v.description('which findings; all that is given has to hold, and at least one of rule and subject is given'),
);

/** One exception, as a file of `vestige exceptions add` says it. */
export const exceptionShape = v.strictObject({
  id: v.pipe(
    v.string(),
    v.regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'an id is lower-case letters and digits, joined by -'),
    v.maxLength(80),
    v.description('how it is called from now on'),
  ),
  kind: v.picklist(exceptionKinds),
  matcher,
  maxMatches: v.pipe(
    v.number(),
    v.integer(),
    v.minValue(1),
    v.description('so many findings it was approved for; with more it is refused'),
  ),
  owner: text('who answers for it: a mail address, a user name, an id'),
  approver: text('who approved it: neither the owner nor anybody it is about'),
  reference: text('of the decision: a ticket, a minute'),
  reason: text('why it cannot be otherwise'),
  compensating: v.optional(v.pipe(v.array(text('one control')), v.description('what is done in its place'))),
  approvedAt: moment('when it was approved'),
  reviewedAt: v.optional(moment('when it was looked at last')),
  testedAt: v.optional(moment('when it was last tried out')),
  start: v.optional(moment('from when it holds. Default: when it was approved')),
  end: moment('until when. How long it may last is in exceptions.longestDays of the configuration'),
});

/** A file holds one, or a list. */
export const exceptionFileSchema = v.union([exceptionShape, v.pipe(v.array(exceptionShape), v.minLength(1))]);

/** What a file says, by its order. `frozen` is empty: it is not for a file to say. Throws {@link ExceptionError} `bad-exception` at the first fault. */
export function readExceptionFile(value: unknown, name: string): readonly PrivilegeException[] {
  const many = Array.isArray(value);
  const read = (many ? (value as readonly unknown[]) : [value]).map((each, at) => readOne(each, name, many ? `${at + 1}` : null));
  if (read.length === 0) throw new ExceptionError('bad-exception', `cannot use ${name}: it holds no exception`);
  const ids = new Set<string>();
  for (const { id } of read) {
    if (ids.has(id)) throw new ExceptionError('bad-exception', `cannot use ${name}: it says the exception ${id} twice`);
    ids.add(id);
  }
  return read;
}

function readOne(value: unknown, name: string, place: string | null): PrivilegeException {
  const result = v.safeParse(exceptionShape, value);
  if (!result.success) {
    const [issue] = result.issues;
    const path = v.getDotPath(issue);
    const where = [place === null ? null : `exception ${place}`, path].filter((each) => each !== null).join(': ');
    throw new ExceptionError('bad-exception', `cannot use ${name}: ${where === '' ? '' : `${where}: `}${issue.message}`, {
      hint: '`vestige exceptions template KIND` prints one to start from; schemas/exceptions.schema.json says its form',
    });
  }
  const { compensating = [], approvedAt, reviewedAt, testedAt, start = approvedAt, end, matcher: given, ...rest } = result.output;
  const { rule = null, subject = null, boundary = null, capability = null, scope = null, fingerprint = null } = given;
  return {
    ...rest,
    matcher: { rule, subject, boundary, capability, scope, fingerprint },
    compensating,
    approvedAt: instant(approvedAt),
    reviewedAt: reviewedAt === undefined ? null : instant(reviewedAt),
    testedAt: testedAt === undefined ? null : instant(testedAt),
    start: instant(start),
    end: instant(end),
    frozen: [],
    revokedAt: null,
  };
}

function instant(text: string): string {
  return instantOf(parseInstant(text) ?? 0);
}
