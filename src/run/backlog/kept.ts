import * as v from 'valibot';
import type { Backlog } from '../../model/backlog.ts';
import { persistenceClasses } from '../../model/persistence.ts';
import { severities } from '../../model/question.ts';
import { BacklogError } from './errors.ts';

const text = v.string();
const texts = v.array(text);
const instant = v.pipe(v.string(), v.isoTimestamp(), v.description('RFC 3339 in UTC with milliseconds'));
const severity = v.picklist(severities);
const id = v.pipe(v.string(), v.regex(/^VST-[0-9a-f]{12}$/), v.description('the same between exports'));

const item = v.strictObject({
  id,
  state: v.picklist(['open', 'returned', 'unconfirmed', 'closed', 'accepted']),
  title: text,
  severity,
  severityReasons: texts,
  rank: v.pipe(v.number(), v.integer(), v.minValue(1)),
  rankBecause: texts,
  owner: v.nullable(text),
  boundary: v.nullable(text),
  rootCause: v.strictObject({ id: text, kind: text, name: text }),
  tierZero: v.boolean(),
  persistence: v.nullable(v.picklist(persistenceClasses)),
  since: v.nullable(instant),
  due: v.nullable(instant),
  reach: v.pipe(v.number(), v.integer(), v.minValue(0)),
  lastUsed: v.nullable(instant),
  findings: v.array(v.strictObject({ fingerprint: text, rule: text, title: text, severity, subject: text, subjectName: text })),
  controls: texts,
  fix: texts,
  commands: texts,
  terraform: v.array(v.strictObject({ address: text, file: v.nullable(text), text })),
  breaks: v.nullable(v.strictObject({ loses: texts, keeps: texts, lastUse: v.nullable(text) })),
  verify: texts,
  closed: v.nullable(v.strictObject({ at: instant, level: v.picklist([0, 1, 2, 3]), lacks: texts })),
  movedTo: v.array(id),
});

/** What `vestige backlog --format json` prints, and what is kept between exports. */
export const backlogSchema = v.strictObject({ schema: v.literal(1), asOf: instant, items: v.array(item), caveats: texts });

/** Reads an earlier export. `name` is what messages call it. Throws {@link BacklogError} `bad-backlog` for what is none: an id that is lost would be a second issue. */
export function readBacklog(content: string, name: string): Backlog {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (cause) {
    throw new BacklogError('bad-backlog', `cannot read the backlog ${name}: it is no JSON`, { cause, hint });
  }
  const result = v.safeParse(backlogSchema, value);
  if (!result.success) {
    const [issue] = result.issues;
    throw new BacklogError('bad-backlog', `cannot read the backlog ${name}: ${v.getDotPath(issue) ?? 'it'}: ${issue.message}`, { hint });
  }
  const ids = new Set(result.output.items.map((each) => each.id));
  if (ids.size !== result.output.items.length)
    throw new BacklogError('bad-backlog', `cannot read the backlog ${name}: it names an item twice`, { hint });
  return result.output;
}

const hint =
  'name what `vestige backlog --format json` wrote; or move it away to begin anew, and items already told are told again as new ones';
