import type { Json } from '../../../../../src/base/json.ts';
import type { Mapped } from '../../../../../src/contract/connector.ts';
import { elements, lost, reading } from '../../../../../src/contract/reading.ts';
import type { Instant } from '../../../../../src/base/instant.ts';
import { instantOf, parseInstant } from '../../../../../src/base/instant.ts';
import type { Task } from '../../../../../src/model/page.ts';
import { durationMs } from '../../../duration.ts';
import { missing, objectIn, tell } from '../../graph-page.ts';
import type { PackageAssignmentFact } from '../../package-facts.ts';
import { packageAssignment } from './schema.ts';
import type * as v from 'valibot';

/** One page of who holds which access package. One of which the package is not told is a gap: `$expand` was not followed. */
export function mapPackageAssignments(task: Task, body: Json): Mapped {
  const into = reading(task);
  for (const { value, at } of elements(into, body, 'value', packageAssignment)) {
    const { accessPackage, target } = value;
    if (accessPackage === null || accessPackage === undefined) {
      lost(into, `of package assignment ${value.id} the package is not told`, `${at}/accessPackage`);
      continue;
    }
    const holder = target?.objectId ?? null;
    const ends = endOf(value);
    if (ends === undefined) missing(into, 'unsupported', `of package assignment ${value.id} the end is not understood`, `${at}/schedule`);
    const fact: PackageAssignmentFact = {
      type: 'package-assignment',
      id: value.id.toLowerCase(),
      target: holder === null ? null : objectIn(into, holder),
      package: accessPackage.id,
      packageName: accessPackage.displayName ?? null,
      state: value.state,
      status: value.status ?? null,
      from: value.schedule?.startDateTime ?? null,
      until: ends ?? null,
      expiredAt: value.expiredDateTime ?? null,
    };
    tell(into, 'assignment', `package|${fact.id}`, fact, at);
  }
  return into;
}

/** https://learn.microsoft.com/graph/api/resources/expirationpattern; `null` = it has no end, `undefined` = it is not understood. */
function endOf({ schedule }: v.InferOutput<typeof packageAssignment>): Instant | null | undefined {
  const expiration = schedule?.expiration;
  const type = expiration?.type?.toLowerCase() ?? 'notspecified';
  const end = expiration?.endDateTime ?? null;
  if (end !== null) return end.startsWith('9999-') ? null : end;
  if (type === 'afterduration') {
    const [from, length] = [parseInstant(schedule?.startDateTime ?? ''), durationMs(expiration?.duration ?? '')];
    return from === undefined || length === undefined ? undefined : instantOf(from + length);
  }
  return type === 'noexpiration' || type === 'notspecified' ? null : undefined;
}
