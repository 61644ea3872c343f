import { describe, expect, it } from 'vitest';
import { awsCore } from '../../../../connectors/aws/core.ts';
import { callOf } from '../../../../connectors/aws/calls/list.ts';
import type { AwsSettings } from '../../../../connectors/aws/settings.ts';
import { planTrail } from '../../../../connectors/aws/trail/plan.ts';
import { cloudTrailTasks } from '../../../../connectors/aws/trail/tasks.ts';
import type { JsonObject } from '../../../../src/base/json.ts';
import { FactTable } from '../../../../src/collect/facts.ts';
import type { BoundarySpan } from '../../../../src/contract/connector.ts';
import type { Task } from '../../../../src/model/page.ts';
import { account, boundary, lookup, settingsWith } from './support.ts';

const now = '2026-11-22T10:20:30.000Z';
const argsOf = ({ args }: Task): JsonObject => args as JsonObject;

function planned(settings: AwsSettings, at: string | null = now, more: Parameters<FactTable['add']>[0]['facts'] = []): readonly Task[] {
  const seen = new FactTable();
  const caller = awsCore.map({ boundary: 'aws:caller', surface: 'aws:caller-identity', args: {} }, { Account: account });
  seen.add({ page: 'a'.repeat(64), at, facts: [...caller.facts, ...more] });
  return planTrail(seen, 0, settings);
}

describe('what is asked of CloudTrail', () => {
  it('is a window that ends when the scan began, in the region of what has none', () => {
    const [trails, events, ...more] = planned(settingsWith());
    expect(more).toEqual([]);
    expect(trails).toEqual({ boundary, surface: 'aws:trails', args: { call: 'DescribeTrails', region: 'us-east-1' } });
    expect(events).toEqual({
      boundary,
      surface: 'aws:cloudtrail-events',
      args: { call: 'LookupEvents', region: 'us-east-1', from: '2026-10-23T11:00:00.000Z', to: now, tells: 'changes' },
    });
  });

  it('is every region that is named, and that of IAM Identity Center where it is known', () => {
    const settings = settingsWith({ regions: ['eu-west-1'], partition: 'aws-us-gov', brokers: ['team'] });
    const value = { type: 'identity-center-instance', arn: 'a', identityStore: 'd-1', owner: account, region: 'us-gov-east-1' };
    const fact = {
      kind: 'provider',
      boundary: 'aws:identity-center/i',
      surface: 'aws:identity-center',
      key: 'instance',
      value,
      pointer: '',
    } as const;
    const asked = planned(settings, now, [fact]).filter(({ surface }) => surface === 'aws:cloudtrail-events');
    expect(asked.map((each) => argsOf(each)['region'])).toEqual(['us-gov-west-1', 'eu-west-1', 'us-gov-east-1']);
    expect(asked.map((each) => argsOf(each)['brokers'])).toEqual([['team'], ['team'], ['team']]);
  });

  it('is nothing where the time is not known, the window is none, or the surface is left out', () => {
    const events = (tasks: readonly Task[]): number => tasks.filter(({ surface }) => surface === 'aws:cloudtrail-events').length;
    expect(events(planned(settingsWith(), null))).toBe(0);
    expect(events(planned(settingsWith({ cloudTrailDays: 0 })))).toBe(0);
    expect(planned(settingsWith({ surfaces: ['authorization-details'] }))).toEqual([]);
  });

  it('is sent as the service takes it', () => {
    const sent = (more: JsonObject): JsonObject | undefined => callOf(lookup(more))?.input(argsOf(lookup(more)));
    const times = { StartTime: 1_793_491_200, EndTime: 1_795_305_600, MaxResults: 50 };
    expect(sent({})).toEqual({ ...times, LookupAttributes: [{ AttributeKey: 'ReadOnly', AttributeValue: 'false' }] });
    expect(sent({ event: 'DeleteUser', token: 't' })).toEqual({
      ...times,
      LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'DeleteUser' }],
      NextToken: 't',
    });
    expect(sent({ tells: 'use' })).toEqual(times);
  });
});

describe('what is asked anew of a log that was told of before', () => {
  const span = (to: string, more: Partial<BoundarySpan> = {}): BoundarySpan => ({
    boundary,
    source: 'aws:cloudtrail-events',
    sourceKind: 'provider-log',
    region: 'us-east-1',
    from: '2026-11-01T00:00:00.000Z',
    to,
    tells: 'changes',
    ...more,
  });
  const froms = (since: readonly BoundarySpan[], settings: AwsSettings = settingsWith()): readonly unknown[] =>
    cloudTrailTasks(since, settings, now).map((each) => [each.boundary, argsOf(each)['region'], argsOf(each)['from'], argsOf(each)['to']]);

  it('goes on two hours before its last whole moment, in whatever order spans come', () => {
    const since = [span('2026-11-20T12:00:00.000Z'), span('2026-11-21T12:00:00.000Z')];
    for (const each of [since, since.toReversed()]) expect(froms(each)).toEqual([[boundary, 'us-east-1', '2026-11-21T10:00:00.000Z', now]]);
  });

  it('goes no further back than the service keeps, and begins anew where a region or a kind was not read', () => {
    expect(froms([span('2026-01-01T00:00:00.000Z')])).toEqual([[boundary, 'us-east-1', '2026-08-24T11:00:00.000Z', now]]);
    expect(froms([span('2026-11-21T12:00:00.000Z')], settingsWith({ regions: ['eu-west-1'], cloudTrailDays: 1 }))).toEqual([
      [boundary, 'us-east-1', '2026-11-21T10:00:00.000Z', now],
      [boundary, 'eu-west-1', '2026-11-21T11:00:00.000Z', now],
    ]);
    const use = settingsWith({ cloudTrailTells: 'use', cloudTrailDays: 1 });
    expect(froms([span('2026-11-22T09:00:00.000Z')], use)).toEqual([[boundary, 'us-east-1', '2026-11-21T11:00:00.000Z', now]]);
  });

  it('is nothing for logs of others, and where no events are asked for', () => {
    expect(froms([span(now, { source: 'entra:audit-log', region: null, boundary: 'entra:t' })])).toEqual([]);
    expect(froms([span(now)], settingsWith({ cloudTrailDays: 0 }))).toEqual([]);
    expect(froms([span(now)], settingsWith({ surfaces: ['trails'] }))).toEqual([]);
  });
});
