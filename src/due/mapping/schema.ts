import * as v from 'valibot';
import { eventSourceKinds, lifeCycleEventTypes } from '../../model/life-cycle.ts';
import { fileFormats } from '../rows/recognise.ts';

/*
 * The file that says how rows of an export become events. Unknown members are refused: a misspelt one must not silently mean nothing.
 */

const text = v.pipe(v.string(), v.nonEmpty());
const columns = v.pipe(
  v.union([text, v.array(text)]),
  v.description('a column (CSV) or member, a.b inside another (JSON); of several the first that says something'),
);
const optional = v.pipe(
  v.optional(v.boolean()),
  v.description('the file need not have this column; without it, a file that has not is refused'),
);

const condition = v.strictObject({
  column: columns,
  is: v.pipe(v.optional(v.array(v.string())), v.description('one of these, without regard to case')),
  not: v.pipe(v.optional(v.array(v.string())), v.description('none of these')),
  starts: v.pipe(v.optional(v.array(text)), v.description('begins with one of these')),
  filled: v.pipe(v.optional(v.boolean()), v.description('true: it says something; false: it says nothing')),
  optional,
});
const conditions = v.pipe(v.array(condition), v.description('all of them must hold'));

const shape = {
  column: v.optional(columns),
  text: v.pipe(v.optional(text), v.description('a text with columns in braces, {Issue key}; nothing where one of them says nothing')),
  constant: v.optional(text),
  split: v.pipe(v.optional(text), v.description('the cell is a list with this between its items')),
  after: v.pipe(v.optional(text), v.description('only what stands after this, and nothing where it is not there')),
  before: v.pipe(v.optional(text), v.description('only what stands before this, and nothing where it is not there')),
  has: v.pipe(v.optional(text), v.description('only where it holds this: "@" for addresses')),
  lacks: v.pipe(v.optional(text), v.description('only where it does not hold this')),
  map: v.pipe(
    v.optional(v.record(v.string(), v.nullable(v.string()))),
    v.description('what each value means, without regard to case; null: nothing. A value that is not here makes the row a bad one'),
  ),
  otherwise: v.pipe(v.optional(v.nullable(v.string())), v.description('what all other values mean')),
  when: v.optional(conditions),
  optional,
};
const one = v.pipe(
  v.strictObject(shape),
  v.check(
    ({ column, text: template, constant }) => [column, template, constant].filter((each) => each !== undefined).length === 1,
    'name one of column, text and constant',
  ),
);
const value = v.pipe(v.union([text, one]), v.description('the name of a column, or where else the value comes from'));

const formats = v.pipe(
  v.array(text),
  v.description('rfc3339, epoch-seconds, epoch-milliseconds, or patterns as dd/MMM/yy h:mm a; the first that fits'),
);
const zone = v.pipe(text, v.description('the zone of times that name none, Europe/Vienna; without it such a time makes the row a bad one'));
const time = v.pipe(
  v.union([
    text,
    v.strictObject({
      column: columns,
      formats: v.optional(formats),
      zone: v.optional(zone),
      dayEnds: v.pipe(
        v.optional(v.boolean()),
        v.description('a date without time of day means the end of that day; without it, its beginning'),
      ),
      plus: v.pipe(
        v.optional(v.strictObject({ column: columns, unit: v.picklist(['minutes', 'hours', 'days']) })),
        v.description('so much later'),
      ),
      when: v.optional(conditions),
      optional: v.pipe(
        v.optional(v.boolean()),
        v.description('where it says nothing, what it is the time of has not happened; the file need not have the column'),
      ),
    }),
  ]),
  v.description('a time: the name of its column, or more about it'),
);

const keys = v.pipe(
  v.array(v.strictObject({ kind: v.pipe(text, v.description('mail, user-name, employee-id, aws-arn, …')), value })),
  v.description('by which names somebody is known'),
);

const members = {
  arrivedAt: v.optional(time),
  succeeded: v.optional(value),
  subject: v.pipe(v.optional(value), v.description('the native id of the identity, where the file tells it')),
  about: v.optional(keys),
  actor: v.optional(value),
  actedBy: v.optional(keys),
  by: v.pipe(v.optional(value), v.description('provider, broker, automation, person or unknown')),
  object: v.pipe(v.optional(value), v.description('what was given; a list gives an event for each')),
  scope: v.pipe(v.optional(value), v.description('on what; a list gives an event for each')),
  from: v.optional(time),
  until: v.optional(time),
  what: v.pipe(
    v.optional(value),
    v.description('eligibility, assignment, membership, ownership, consent, credential, session, policy, account or other'),
  ),
  outsideBroker: v.optional(value),
  correlation: v.pipe(v.optional(value), v.description('what the entries of one request have in common')),
  justification: v.optional(value),
  ticket: v.optional(value),
  activity: v.pipe(v.optional(value), v.description("the source's own name of what happened")),
  region: v.optional(value),
};

const event = v.strictObject({
  as: v.pipe(v.optional(text), v.description('tells the events of one row apart in their ids; without it, the type')),
  type: v.pipe(v.union([v.picklist(lifeCycleEventTypes), one]), v.description('a type, or the column that says it with a map')),
  at: time,
  when: v.optional(conditions),
  ...members,
});

export const mappingSchema = v.strictObject({
  $schema: v.optional(v.string()),
  describes: v.pipe(v.optional(text), v.description('for the reader')),
  system: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9._-]{0,63}$/), v.description('the source of the events: jira, workday')),
  sourceKind: v.pipe(
    v.picklist(eventSourceKinds.filter((kind) => kind !== 'provider-log')),
    v.description('who tells it. What a provider logged comes from its connector alone'),
  ),
  format: v.pipe(v.optional(v.picklist(fileFormats)), v.description('left out: as the file begins')),
  records: v.pipe(v.optional(text), v.description('JSON: the member that the list of records stands under')),
  page: v.pipe(
    v.optional(v.strictObject({ total: v.optional(text), next: v.optional(text) })),
    v.description('JSON: members beside the list that say how many records there are, and where the next page begins'),
  ),
  csv: v.optional(
    v.strictObject({
      delimiter: v.optional(v.pipe(v.string(), v.regex(/^[^"\r\n\u0080-\uffff]$/u))),
      headerLine: v.pipe(
        v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
        v.description('which line that is not empty is the header, from 1'),
      ),
    }),
  ),
  times: v.optional(v.strictObject({ formats: v.optional(formats), zone: v.optional(zone) })),
  ignore: v.pipe(
    v.optional(v.array(v.strictObject({ when: conditions, why: text }))),
    v.description('rows that mean nothing for access. One for which no event applies, and that is not ignored, is a bad row'),
  ),
  id: v.pipe(
    v.optional(v.array(value)),
    v.description('what tells records apart in their source, for ever; left out: all that the record says'),
  ),
  common: v.pipe(v.optional(v.strictObject(members)), v.description('what all events say that do not say it themselves')),
  events: v.pipe(v.array(event), v.minLength(1)),
});

/** What comes again in a mapping, for who writes its schema down once. */
export const mappingParts = { columns, conditions, formats, keys, one, text, time, value };

/** A mapping as its file has it. */
export type MappingFile = v.InferInput<typeof mappingSchema>;
export type EventSpec = v.InferOutput<typeof event>;
export type Value = v.InferOutput<typeof value>;
export type Time = v.InferOutput<typeof time>;
export type Condition = v.InferOutput<typeof condition>;
export type Keys = v.InferOutput<typeof keys>;
export type Columns = v.InferOutput<typeof columns>;
