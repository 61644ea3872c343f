import * as v from 'valibot';
import type { Json } from '../../../../../src/base/json.ts';
import type { Mapped } from '../../../../../src/contract/connector.ts';
import type { Reading } from '../../../../../src/contract/reading.ts';
import { elements, notUnderstood, reading } from '../../../../../src/contract/reading.ts';
import type { Task } from '../../../../../src/model/page.ts';
import { guid } from '../../graph-page.ts';
import { doubtNone } from '../../never-empty.ts';
import { MOST_IDS } from './calls.ts';
import { mapObjects } from './objects.ts';
import { person, tellPerson, tellWithheld } from './person.ts';

const args = v.variant('call', [
  v.strictObject({ call: v.literal('Users') }),
  v.strictObject({ call: v.literal('ObjectsById'), ids: v.pipe(v.array(guid), v.minLength(1), v.maxLength(MOST_IDS)) }),
]);

/** Maps a page of the users of a tenant, or of the objects that were asked for by id. */
export function mapUsers(task: Task, body: Json): Mapped {
  const read = v.safeParse(args, task.args);
  if (!read.success) return notUnderstood(task);
  const into = reading(task);
  if (read.output.call === 'Users') people(into, body);
  else mapObjects(into, body, read.output.ids);
  return into;
}

function people(into: Reading, body: Json): void {
  let withheld = 0;
  for (const { value, at } of elements(into, body, 'value', person)) if (!tellPerson(into, value, at)) withheld++;
  tellWithheld(into, withheld);
  // an administrator, a guest too, is in it
  doubtNone(into, body, 'users');
}
