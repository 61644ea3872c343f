import * as v from 'valibot';
import { eventSourceKinds } from '../../model/life-cycle.ts';

/* What `vestige due import`, `list` and `check` print with `--format json`: published as schemas/due.schema.json, and held against what they print. */

const instant = v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/));
const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const kind = v.picklist(eventSourceKinds);
const keys = v.array(v.strictObject({ kind: v.string(), value: v.string() }));

const manifest = {
  id: v.pipe(hash, v.description("of the file's bytes with that of its mapping")),
  system: v.string(),
  sourceKind: kind,
  query: v.nullable(v.string()),
  parameters: v.record(v.string(), v.string()),
  extractedBy: v.nullable(v.string()),
  extractedAt: v.nullable(instant),
  covers: v.nullable(v.strictObject({ from: instant, to: instant })),
  name: v.string(),
  sha256: hash,
  mapping: v.strictObject({ name: v.string(), sha256: hash }),
  rows: count,
  controlTotal: v.nullable(count),
  events: v.pipe(count, v.description('distinct events that stand')),
  duplicates: v.pipe(count, v.description('rows all of which other rows tell')),
  replays: v.pipe(count, v.description('events that were here before the file first came')),
  disordered: v.pipe(count, v.description('rows against the order that most of the file has')),
  ahead: v.pipe(count, v.description('rows whose time lies after the file was made')),
  unzoned: v.pipe(count, v.description('rows with a time that names no zone')),
  ignored: count,
  bad: v.pipe(v.array(v.strictObject({ at: v.string(), why: v.string() })), v.maxLength(100)),
  badRows: count,
};

export const dueImportSchema = v.strictObject({
  schema: v.literal(1),
  imports: v.array(
    v.strictObject({
      manifest: v.strictObject(manifest),
      recorded: v.pipe(v.boolean(), v.description('false: it was only tried, or nothing of it could be used')),
      events: v.nullable(v.strictObject({ added: count, again: count, corrected: count })),
      before: v.pipe(v.nullable(instant), v.description('since when the same file is here')),
      speaksWhole: v.pipe(v.boolean(), v.description('within what it covers its silence says that nothing was')),
      notWhole: v.pipe(v.array(v.string()), v.description('why it cannot')),
    }),
  ),
});

export const dueListSchema = v.strictObject({
  schema: v.literal(1),
  imports: v.array(v.strictObject({ ...manifest, recordedAt: instant })),
  spans: v.array(
    v.strictObject({
      source: v.string(),
      sourceKind: kind,
      region: v.nullable(v.string()),
      from: instant,
      to: instant,
      tells: v.picklist(['changes', 'use']),
      boundary: v.nullable(v.string()),
    }),
  ),
  sources: v.array(v.strictObject({ source: v.string(), sourceKind: kind, events: count, first: instant, last: instant })),
});

export const dueCheckSchema = v.strictObject({
  schema: v.literal(1),
  sources: v.array(v.strictObject({ source: v.string(), events: count, sure: count, ambiguous: count, unknown: count, noKey: count })),
  unclear: v.array(
    v.strictObject({ source: v.string(), why: v.picklist(['unknown', 'ambiguous']), keys, candidates: v.array(v.string()), events: count }),
  ),
});
