import * as v from 'valibot';
import type { Json, JsonObject } from '../../../src/base/json.ts';
import { isJsonObject } from '../../../src/base/json.ts';
import type { Mapped } from '../../../src/contract/connector.ts';
import type { Reading } from '../../../src/contract/reading.ts';
import { elements, errorName, lost, notUnderstood, reading, shaped } from '../../../src/contract/reading.ts';
import type { BoundaryLog } from '../../../src/model/entity.ts';
import type { Task } from '../../../src/model/page.ts';
import { accountOf } from '../identity.ts';
import { accountSurface } from '../surfaces/account.ts';
import { accountIn, isAsked, ofAnother } from '../surfaces/asked.ts';
import { asJson } from '../surfaces/item.ts';
import { changesKept } from './selectors.ts';

const name = v.pipe(v.string(), v.nonEmpty());
const optional = v.nullish(v.string(), null);

/** What the list tells of a trail; carried on by the tasks that ask for the rest of it. */
const listed = v.object({
  name,
  everywhere: v.boolean(),
  sealed: v.boolean(),
  bucket: v.nullable(v.string()),
  organization: v.boolean(),
  home: name,
});
const status = v.object({
  isOn: v.boolean(),
  failing: v.nullable(v.string()),
  startedAt: v.nullable(v.string()),
  stoppedAt: v.nullable(v.string()),
});

/** CloudTrail API reference, errors of GetTrailStatus and GetEventSelectors: there is no such trail. */
export const trailGone = 'TrailNotFoundException';

const trailArgs = v.variant('call', [
  v.strictObject({ call: v.literal('DescribeTrails'), region: name }),
  v.strictObject({ call: v.literal('GetTrailStatus'), region: name, trail: name, of: listed }),
  v.strictObject({ call: v.literal('GetEventSelectors'), region: name, trail: name, of: listed, status }),
]);

/** CloudTrail API reference, Trail. */
const trail = v.object({
  Name: name,
  TrailARN: name,
  HomeRegion: name,
  IsMultiRegionTrail: v.nullish(v.boolean(), false),
  IncludeGlobalServiceEvents: v.nullish(v.boolean(), false),
  IsOrganizationTrail: v.nullish(v.boolean(), false),
  LogFileValidationEnabled: v.nullish(v.boolean(), false),
  S3BucketName: optional,
});

/** CloudTrail API reference, GetTrailStatus; a delivery that failed says so until one succeeds. */
const statusAnswer = v.object({
  IsLogging: v.boolean(),
  LatestDeliveryError: optional,
  StartLoggingTime: optional,
  StopLoggingTime: optional,
});

/** kind `observation`, key `trail|<ARN>` */
export interface TrailFact extends BoundaryLog {
  readonly type: 'trail';
  readonly home: string;
  readonly organization: boolean;
  readonly startedAt: string | null;
  readonly stoppedAt: string | null;
}

/**
 * Maps one answer about trails. A trail is told once its list entry, its state and its selectors were read; the account is told to have been asked as
 * soon as the list was, so that one without a trail is not taken for one that nobody asked.
 */
export function mapTrails(task: Task, body: Json): Mapped {
  const read = v.safeParse(trailArgs, task.args);
  if (!read.success) return notUnderstood(task);
  const args = read.output;
  const into = reading(task);
  switch (args.call) {
    case 'DescribeTrails':
      list(into, body);
      break;
    case 'GetTrailStatus': {
      // deleted since it was listed
      if (errorName(body) === trailGone) break;
      const said = shaped(into, statusAnswer, body, `whether trail ${args.of.name} is on could not be read`, '');
      if (said === undefined) break;
      const state = {
        isOn: said.IsLogging,
        failing: said.LatestDeliveryError === '' ? null : said.LatestDeliveryError,
        startedAt: said.StartLoggingTime,
        stoppedAt: said.StopLoggingTime,
      };
      follow(into, { call: 'GetEventSelectors', region: args.region, trail: args.trail, of: args.of, status: state });
      break;
    }
    case 'GetEventSelectors': {
      if (errorName(body) === trailGone) break;
      const about = isJsonObject(body) ? body['TrailARN'] : undefined;
      if (!isAsked(into, args.trail, typeof about === 'string' ? about : null, '/TrailARN')) break;
      const changes = changesKept(body);
      if (changes === undefined) lost(into, `which events trail ${args.of.name} keeps could not be read`, '');
      const { of } = args;
      const { isOn, failing, startedAt, stoppedAt } = args.status;
      const log: BoundaryLog = {
        id: args.trail,
        name: of.name,
        isOn,
        failing,
        everywhere: of.everywhere,
        changes: changes ?? null,
        sealed: of.sealed,
        kept: of.bucket,
      };
      const value: TrailFact = { type: 'trail', ...log, home: of.home, organization: of.organization, startedAt, stoppedAt };
      const { boundary, surface } = task;
      into.facts.push({ kind: 'observation', boundary, surface, key: `trail|${args.trail}`, value: asJson(value), pointer: '' });
      tellLogs(into, `log|${args.trail}`, [log], '');
      break;
    }
  }
  return into;
}

function list(into: Reading, body: Json): void {
  const found = elements(into, body, 'trailList', trail);
  for (const { value, at } of found) {
    // one of the organization is of the management account; any other of the account that was asked
    if (!value.IsOrganizationTrail && accountIn(value.TrailARN) !== accountOf(into.task.boundary)) {
      lost(into, ofAnother(value.TrailARN, into.task.boundary), `${at}/TrailARN`);
      continue;
    }
    const of = {
      name: value.Name,
      // one for all regions has what is of no region too, unless it was switched off
      everywhere: value.IsMultiRegionTrail && value.IncludeGlobalServiceEvents,
      sealed: value.LogFileValidationEnabled,
      bucket: value.S3BucketName,
      organization: value.IsOrganizationTrail,
      home: value.HomeRegion,
    };
    // a trail's state is told in its home region
    follow(into, { call: 'GetTrailStatus', region: value.HomeRegion, trail: value.TrailARN, of });
  }
  // a list of which something was lost does not say that there is nothing else
  if (into.gaps.length === 0) tellLogs(into, 'logs', [], '/trailList');
}

function follow(into: Reading, args: JsonObject): void {
  const { boundary, surface } = into.task;
  into.spawns.push({ boundary, surface, args });
}

/** Of the account, as whoever tells of it says it. */
function tellLogs(into: Reading, key: string, logs: readonly BoundaryLog[], pointer: string): void {
  const { boundary } = into.task;
  into.facts.push({
    kind: 'boundary',
    boundary,
    surface: accountSurface.id,
    key,
    value: { id: boundary, kind: 'account', name: null, logs },
    pointer,
  });
}
