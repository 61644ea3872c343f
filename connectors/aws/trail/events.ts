import * as v from 'valibot';
import type { Json, JsonObject } from '../../../src/base/json.ts';
import { isJsonObject } from '../../../src/base/json.ts';
import { parseInstant } from '../../../src/base/instant.ts';
import type { Mapped } from '../../../src/contract/connector.ts';
import type { Reading } from '../../../src/contract/reading.ts';
import { lost, notUnderstood, reading, shaped } from '../../../src/contract/reading.ts';
import type { Task } from '../../../src/model/page.ts';
import { changesIn } from './meanings/list.ts';
import type { Placed } from './page.ts';
import { tellRecords } from './page.ts';
import { isGlobal } from './regions.ts';
import type { Holes } from './span.ts';
import { holesOf, spansOf } from './span.ts';

const name = v.pipe(v.string(), v.nonEmpty());

const lookupArgs = v.strictObject({
  call: v.literal('LookupEvents'),
  region: name,
  from: name,
  to: name,
  tells: v.picklist(['changes', 'use']),
  brokers: v.optional(v.array(name), []),
  /** One kind of change alone, and after it the next. */
  event: v.optional(name),
  token: v.optional(name),
  /** When earlier pages held what could not be read; `null`: that is not even known. */
  lost: v.optional(v.nullable(v.array(v.string())), []),
});
type LookupArgs = v.InferOutput<typeof lookupArgs>;

/** Records of a file that a trail wrote, of one account. */
const fileArgs = v.strictObject({});
const filePlaces = v.object({ file: v.string(), records: v.array(v.number()) });

/** Maps a page of the event history, or of a trail's file. */
export function mapCloudTrailEvents(task: Task, body: Json): Mapped {
  const lookup = v.safeParse(lookupArgs, task.args);
  if (lookup.success) return pageOf(task, lookup.output, body);
  return v.is(fileArgs, task.args) ? fileOf(task, body) : notUnderstood(task);
}

/**
 * Pages are asked one after the other, and each knows what was lost before: the last one says what was told whole. Where the first page shows that all changes are many
 * more pages than there are kinds of changes to ask for, these are asked for one by one instead; what it told stands.
 */
function pageOf(task: Task, args: LookupArgs, body: Json): Mapped {
  const into = reading(task);
  const events = isJsonObject(body) ? body['Events'] : undefined;
  const items = shaped(into, v.array(v.unknown()), events, 'the answer has no list Events', '/Events') as readonly Json[] | undefined;
  if (items === undefined || !isJsonObject(body)) return into;
  const placed = items.map((each, index): Placed => {
    const of: JsonObject = isJsonObject(each) ? each : {};
    const at = `/Events/${index}/CloudTrailEvent`;
    return { value: of['CloudTrailEvent'] ?? null, at, time: of['EventTime'] ?? null, name: 'an element of Events' };
  });
  const holes = holesOf(args.lost, tellRecords(into, placed, args));
  const next = body['NextToken'];
  if (next !== undefined && next !== null && next !== '') goOn(into, args, next, holes, placed);
  else ended(into, args, holes);
  return into;
}

function goOn(into: Reading, args: LookupArgs, next: Json, holes: Holes, placed: readonly Placed[]): void {
  const token = shaped(into, name, next, 'the answer says how to go on in a way not understood', '/NextToken');
  if (token === undefined) return;
  if (token === args.token) {
    lost(into, 'the list of events goes on with the token it was asked with', '/NextToken');
    return;
  }
  const names = changesIn(isGlobal(args.region));
  const [first] = names;
  const isFirst = args.token === undefined && args.event === undefined && args.tells === 'changes';
  if (isFirst && first !== undefined && pagesLeft(args, placed) > names.length) ask(into, args, holes, { event: first });
  else ask(into, args, holes, { ...(args.event === undefined ? {} : { event: args.event }), token });
}

/** How many more pages there will be, if they go on as the first began; the latest events come first. */
function pagesLeft({ from, to }: LookupArgs, placed: readonly Placed[]): number {
  const times = placed.flatMap(({ time }) => (typeof time === 'string' ? (parseInstant(time) ?? []) : []));
  const [start, end] = [parseInstant(from) ?? 0, parseInstant(to) ?? 0];
  if (times.length === 0) return 0;
  const oldest = Math.min(...times);
  return (oldest - start) / Math.max(end - oldest, 1000);
}

/** One kind of change was told to its end; the next is asked for, and after the last of them all are whole. */
function ended(into: Reading, args: LookupArgs, holes: Holes): void {
  const names = changesIn(isGlobal(args.region));
  const following = args.event === undefined ? undefined : names[names.indexOf(args.event) + 1];
  if (following !== undefined) {
    ask(into, args, holes, { event: following });
    return;
  }
  const { boundary, surface } = into.task;
  for (const value of spansOf(args, holes)) {
    const key = ['span', value.region ?? '', value.tells, value.from, value.to].join('|');
    into.facts.push({ kind: 'log-span', boundary, surface, key, value, pointer: '/Events' });
  }
}

function ask(into: Reading, args: LookupArgs, holes: Holes, next: JsonObject): void {
  const { call, region, from, to, tells, brokers } = args;
  const carried: JsonObject = { ...(brokers.length === 0 ? {} : { brokers }), ...(holes?.length === 0 ? {} : { lost: holes }) };
  const { boundary, surface } = into.task;
  into.spawns.push({ boundary, surface, args: { call, region, from, to, tells, ...carried, ...next } });
}

/** A file says nothing of what other files hold, so nothing of it was told whole. */
function fileOf(task: Task, body: Json): Mapped {
  const into = reading(task);
  const records = isJsonObject(body) ? body['Records'] : undefined;
  const items = shaped(into, v.array(v.unknown()), records, 'the page has no list Records', '/Records') as readonly Json[] | undefined;
  const places = v.safeParse(filePlaces, isJsonObject(body) ? body['$places'] : undefined);
  const nameOf = (index: number): string =>
    places.success ? `${places.output.file}, record ${(places.output.records[index] ?? index) + 1},` : `record ${index + 1}`;
  tellRecords(
    into,
    (items ?? []).map((value, index): Placed => ({ value, at: `/Records/${index}`, time: null, name: nameOf(index) })),
    { brokers: [], region: null },
  );
  return into;
}
