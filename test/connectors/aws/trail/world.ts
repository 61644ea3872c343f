import { keptEvents } from '../../../../connectors/aws/trail/record.ts';
import type { Json, JsonObject } from '../../../../src/base/json.ts';
import { account as hub, answerOf, recordOf } from './support.ts';

/** The answers of CloudTrail about one account: in the hub a trail, and two pages of events. */
export function trailAnswers(account: string, { call, trail, token, region }: JsonObject): readonly Json[] {
  const arn = `arn:aws:cloudtrail:us-east-1:${account}:trail/main`;
  switch (call) {
    case 'DescribeTrails':
      return [{ trailList: [trailListed('main', arn)] }];
    case 'GetTrailStatus':
      return [{ IsLogging: true, LatestDeliveryTime: '2026-11-21T00:00:00.000Z', StartLoggingTime: '2024-01-01T00:00:00.000Z' }];
    case 'GetEventSelectors':
      return [
        {
          TrailARN: trail ?? null,
          EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true, ExcludeManagementEventSources: [] }],
        },
      ];
    default:
      return [account === hub && region === 'us-east-1' ? keptEvents(events(token)) : { Events: [] }];
  }
}

export function trailListed(Name: string, TrailARN: string, more: JsonObject = {}): JsonObject {
  return {
    Name,
    TrailARN,
    HomeRegion: 'us-east-1',
    S3BucketName: 'logs',
    IsMultiRegionTrail: true,
    IncludeGlobalServiceEvents: true,
    LogFileValidationEnabled: true,
    IsOrganizationTrail: false,
    ...more,
  };
}

const [first, second] = [
  recordOf('DetachUserPolicy', { userName: 'bob', policyArn: `arn:aws:iam::${hub}:policy/all` }, { eventTime: '2026-11-20T09:14:00Z' }),
  recordOf('AttachUserPolicy', { userName: 'bob', policyArn: `arn:aws:iam::${hub}:policy/all` }, { eventTime: '2026-11-10T09:14:00Z' }),
];

function events(token: Json | undefined): Json {
  return token === undefined ? answerOf([first], 'second') : answerOf([second]);
}
