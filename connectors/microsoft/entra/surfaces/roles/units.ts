import * as v from 'valibot';
import type { Json } from '../../../../../src/base/json.ts';
import type { Mapped } from '../../../../../src/contract/connector.ts';
import type { Reading } from '../../../../../src/contract/reading.ts';
import { elements, notUnderstood, reading } from '../../../../../src/contract/reading.ts';
import type { Task } from '../../../../../src/model/page.ts';
import type { AdministrativeUnitFact, UnitMemberFact } from '../../facts.ts';
import { errorCode } from '../../../error-code.ts';
import { guid, missing, objectIn, tell } from '../../graph-page.ts';
import { doubtEmpty, hideMembers } from './hidden.ts';

const args = v.variant('call', [
  v.strictObject({ call: v.literal('AdministrativeUnits') }),
  v.strictObject({ call: v.literal('AdministrativeUnitMembers'), unit: guid, hidden: v.optional(v.literal(true)) }),
]);

/** Maps a page of the administrative units, or of the direct members of one. */
export function mapAdministrativeUnits(task: Task, body: Json): Mapped {
  const read = v.safeParse(args, task.args);
  if (!read.success) return notUnderstood(task);
  const into = reading(task);
  if (read.output.call === 'AdministrativeUnits') units(into, body);
  else members(into, body, read.output.unit, read.output.hidden === true);
  return into;
}

const unit = v.object({
  id: guid,
  displayName: v.nullish(v.string(), null),
  isMemberManagementRestricted: v.nullish(v.boolean(), null),
  visibility: v.nullish(v.string(), null),
});

function units(into: Reading, body: Json): void {
  for (const { value, at } of elements(into, body, 'value', unit)) {
    const id = objectIn(into, value.id);
    const fact: AdministrativeUnitFact = {
      type: 'administrative-unit',
      unit: id,
      name: value.displayName ?? value.id,
      restricted: value.isMemberManagementRestricted === true,
      ...(hideMembers(value.visibility) ? { hidden: true } : {}),
    };
    tell(into, 'observation', `unit|${id}`, fact, at);
  }
}

const member = v.object({ id: guid });

function members(into: Reading, body: Json, unitId: string, hidden: boolean): void {
  const of = objectIn(into, unitId);
  const error = errorCode(body);
  if (error !== undefined) {
    missing(into, 'vanished', `administrative unit ${unitId} is not there any more: ${error}`, '/error');
    return;
  }
  for (const { value, at } of elements(into, body, 'value', member)) {
    const fact: UnitMemberFact = { type: 'unit-member', unit: of, member: objectIn(into, value.id) };
    tell(into, 'membership', `unit-member|${of}|${fact.member}`, fact, at);
  }
  if (hidden) doubtEmpty(into, body, `administrative unit ${unitId}`);
}
