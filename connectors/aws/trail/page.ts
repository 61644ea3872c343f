import type { Json } from '../../../src/base/json.ts';
import { isJsonObject } from '../../../src/base/json.ts';
import { instantIn } from '../../../src/base/instant.ts';
import type { Reading } from '../../../src/contract/reading.ts';
import { lost, shaped } from '../../../src/contract/reading.ts';
import type { LifeCycleEvent } from '../../../src/model/life-cycle.ts';
import { accountOf, parseIamArn } from '../identity.ts';
import { eventOf, useOf } from './event.ts';
import { meaningOf } from './meanings/list.ts';
import type { TrailRecord } from './record.ts';
import { record } from './record.ts';
import type { Holes } from './span.ts';
import { holesOf } from './span.ts';
import type { Place } from './subject.ts';
import { doerOf } from './who.ts';

/** A record as it stands on a page. */
export interface Placed {
  readonly value: Json;
  /** RFC 6901, in the page's body. */
  readonly at: string;
  /** Where the record itself cannot be read. */
  readonly time: Json;
  /** In a reader's words: `trail.json.gz, record 4`. */
  readonly name: string;
}

/** What a page was asked for. */
export interface Asked {
  readonly brokers: readonly string[];
  /** An event history is that of one region; `null`: of any, as in a trail's files. */
  readonly region: string | null;
}

/**
 * Tells the events of one page. A record that cannot be read, is of another account or region, or changes access in a way that no table knows, is a gap; when these were is
 * answered, for nothing is whole there. Of all that somebody did on one page, whatever it was, the last is told as use, once for each key.
 */
export function tellRecords(into: Reading, records: readonly Placed[], { brokers, region }: Asked): Holes {
  const unknown = new Set<string>();
  const used = new Map<string, { readonly event: LifeCycleEvent; readonly at: string }>();
  let holes: Holes = [];
  for (const placed of records) {
    const value = shaped(into, record, placed.value, `${placed.name} could not be read`, placed.at);
    if (value === undefined) {
      holes = holesOf(holes, holeAt(placed));
      continue;
    }
    const account = accountOf(into.task.boundary) ?? '';
    const elsewhere = region !== null && value.awsRegion !== null && value.awsRegion !== region ? value.awsRegion : null;
    if (elsewhere !== null) {
      lost(into, `${placed.name} is of region ${elsewhere}, ${region} was asked about`, `${placed.at}/awsRegion`);
      holes = holesOf(holes, [value.eventTime]);
      continue;
    }
    if (value.recipientAccountId !== null && value.recipientAccountId !== account) {
      lost(into, `${placed.name} is of account ${value.recipientAccountId}, ${account} was asked about`, `${placed.at}/recipientAccountId`);
      holes = holesOf(holes, [value.eventTime]);
      continue;
    }
    const doer = doerOf(value, brokers);
    const meaning = meaningOf(value.eventSource.replace(/\.cn$/, ''), value.eventName, isReadOnly(value));
    if (meaning === undefined) {
      unknown.add(`${value.eventSource} ${value.eventName}`);
      holes = holesOf(holes, [value.eventTime]);
    } else if (meaning !== null) tell(into, eventOf(value, meaning, placeOf(value, account), doer), placed.at);
    const use = useOf(value, doer);
    if (use === null) continue;
    const key = `${use.subject ?? ''}|${doer.key ?? ''}`;
    const known = used.get(key)?.event;
    // of records of one second either tells it; by their ids the same one does, whatever their order
    if (known === undefined || known.at < use.at || (known.at === use.at && known.id < use.id))
      used.set(key, { event: use, at: placed.at });
  }
  for (const { event, at } of used.values()) tell(into, event, at);
  if (unknown.size > 0) {
    const first = [...unknown].sort().slice(0, 3).join(', ');
    const { boundary, surface } = into.task;
    const detail = `changes that are not known: ${first}${unknown.size > 3 ? ` and ${unknown.size - 3} more` : ''}`;
    into.gaps.push({ boundary, surface, cause: 'unsupported', detail });
  }
  return holes;
}

function holeAt({ value, time }: Placed): Holes {
  const told = isJsonObject(value) && typeof value['eventTime'] === 'string' ? value['eventTime'] : time;
  const at = typeof told === 'string' ? instantIn(told) : undefined;
  return at === undefined ? null : [at];
}

function tell(into: Reading, value: LifeCycleEvent, pointer: string): void {
  const { boundary, surface } = into.task;
  into.facts.push({ kind: 'life-cycle-event', boundary, surface, key: value.id, value, pointer });
}

function isReadOnly({ readOnly }: TrailRecord): boolean {
  return readOnly === true || readOnly === 'true';
}

/** The partition stands in every ARN of a record, and in its region's name. */
function placeOf({ userIdentity, awsRegion }: TrailRecord, account: string): Place {
  const told = parseIamArn(userIdentity?.sessionContext?.sessionIssuer?.arn ?? userIdentity?.arn ?? '')?.partition;
  const byRegion = awsRegion?.startsWith('us-gov-') === true ? 'aws-us-gov' : awsRegion?.startsWith('cn-') === true ? 'aws-cn' : 'aws';
  return { partition: told ?? byRegion, account };
}
