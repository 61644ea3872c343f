import { describe, expect, it } from 'vitest';
import { awsCore } from '../../../../connectors/aws/core.ts';
import { changesKept } from '../../../../connectors/aws/trail/selectors.ts';
import type { Json, JsonObject } from '../../../../src/base/json.ts';
import type { Mapped } from '../../../../src/contract/connector.ts';
import type { Boundary, BoundaryLog } from '../../../../src/model/entity.ts';
import type { Task } from '../../../../src/model/page.ts';
import { boundariesOf } from '../../../../src/graph/boundaries.ts';
import { account, boundary } from './support.ts';
import { trailListed } from './world.ts';

const arn = (name: string, of = account): string => `arn:aws:cloudtrail:us-east-1:${of}:trail/${name}`;
const list: Task = { boundary, surface: 'aws:trails', args: { call: 'DescribeTrails', region: 'us-east-1' } };

/** All that is told where the service answers so, page after page. */
function read(trails: readonly JsonObject[], status: Json, selectors: Json): Mapped {
  const all: { facts: Mapped['facts'][number][]; gaps: Mapped['gaps'][number][] } = { facts: [], gaps: [] };
  const ask = (task: Task, body: Json): void => {
    const told = awsCore.map(task, body);
    all.facts.push(...told.facts);
    all.gaps.push(...told.gaps);
    for (const next of told.spawns ?? []) ask(next, (next.args as JsonObject)['call'] === 'GetTrailStatus' ? status : selectors);
  };
  ask(list, { trailList: trails });
  return all;
}

function logsOf({ facts }: Mapped): readonly BoundaryLog[] | undefined {
  const told = facts.flatMap((fact) =>
    fact.kind === 'boundary' ? [{ boundary, surface: fact.surface, key: fact.key, value: fact.value, pages: [] }] : [],
  );
  const own: { readonly value: Boundary } & (typeof told)[number] = {
    boundary,
    surface: 'aws:account',
    key: boundary,
    value: { id: boundary, kind: 'account', name: null },
    pages: [],
  };
  return boundariesOf({ boundaries: [own, ...told], coverage: [] }).find(({ id }) => id === boundary)?.logs;
}

const all = { EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true }] };

describe('the trails of an account', () => {
  it('are told with their state and what they keep', () => {
    const told = read(
      [trailListed('main', arn('main')), trailListed('one', arn('one'), { IsMultiRegionTrail: false })],
      { IsLogging: true, LatestDeliveryError: '' },
      all,
    );
    expect(told.gaps).toEqual([]);
    expect(logsOf(told)).toEqual([
      { id: arn('main'), name: 'main', isOn: true, failing: null, everywhere: true, changes: 'all', sealed: true, kept: 'logs' },
      { id: arn('one'), name: 'one', isOn: true, failing: null, everywhere: false, changes: 'all', sealed: true, kept: 'logs' },
    ]);
    expect(told.facts.filter(({ kind }) => kind === 'observation')).toHaveLength(2);
  });

  it('are told of as gone only where the service says that there is no such trail', () => {
    const error = (name: string) => ({ error: { name, message: '' } });
    const on = { IsLogging: true, LatestDeliveryError: '' };
    const gapsOf = (status: Json, selectors: Json) => read([trailListed('main', arn('main'))], status, selectors).gaps.length;
    expect([gapsOf(error('TrailNotFoundException'), null), gapsOf(on, error('TrailNotFoundException'))]).toEqual([0, 0]);
    expect([gapsOf(error('SomethingElse'), null), gapsOf(on, error('SomethingElse'))]).toEqual([1, 1]);
  });

  it('are none where the list is empty, and not known where it was not read', () => {
    expect(logsOf(read([], null, null))).toEqual([]);
    const refused = awsCore.map(list, { trailList: null });
    expect([logsOf(refused), refused.gaps.length]).toEqual([undefined, 1]);
    const another = read([trailListed('main', arn('main', '444455556666'))], null, null);
    expect([logsOf(another), another.gaps.length]).toEqual([undefined, 1]);
  });

  it('may be the organization’s, kept in its management account', () => {
    const told = read([trailListed('org', arn('org', '444455556666'), { IsOrganizationTrail: true })], { IsLogging: true }, all);
    expect([logsOf(told)?.length, told.gaps]).toEqual([1, []]);
  });

  it('are on as far as they can deliver', () => {
    const told = read([trailListed('main', arn('main'))], { IsLogging: true, LatestDeliveryError: 'AccessDenied' }, all);
    expect(logsOf(told)).toMatchObject([{ isOn: true, failing: 'AccessDenied' }]);
  });

  it('that were deleted meanwhile are not told', () => {
    const told = read([trailListed('main', arn('main'))], { error: { name: 'TrailNotFoundException', message: 'gone' } }, all);
    expect([logsOf(told), told.gaps]).toEqual([[], []]);
  });

  it('whose selectors cannot be read keep nobody knows what', () => {
    const told = read([trailListed('main', arn('main'))], { IsLogging: true }, { EventSelectors: [] });
    expect(logsOf(told)).toMatchObject([{ changes: null }]);
    expect(told.gaps).toHaveLength(1);
  });
});

describe('which changes a trail keeps', () => {
  const basic = (...of: readonly JsonObject[]): Json => ({ EventSelectors: [...of] });
  const advanced = (...fields: readonly JsonObject[]): Json => ({ AdvancedEventSelectors: [{ FieldSelectors: [...fields] }] });
  const selector = (of: JsonObject): JsonObject => ({ ReadWriteType: 'All', IncludeManagementEvents: true, ...of });
  const management = { Field: 'eventCategory', Equals: ['Management'] };
  it.each([
    ['all', basic(selector({}))],
    [undefined, basic(selector({}), {})],
    [undefined, basic({ ReadWriteType: 'All' })],
    [undefined, basic({ IncludeManagementEvents: true })],
    ['all', basic({ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true })],
    ['none', basic({ ReadWriteType: 'ReadOnly', IncludeManagementEvents: true })],
    ['none', basic({ ReadWriteType: 'All', IncludeManagementEvents: false })],
    ['part', basic(selector({ ExcludeManagementEventSources: ['kms.amazonaws.com'] }))],
    ['all', basic(selector({ ReadWriteType: 'ReadOnly' }), selector({ ReadWriteType: 'WriteOnly' }))],
    ['all', advanced(management)],
    ['all', advanced(management, { Field: 'readOnly', Equals: ['false'] })],
    ['none', advanced(management, { Field: 'readOnly', Equals: ['true'] })],
    ['none', advanced({ Field: 'eventCategory', Equals: ['Data'] })],
    ['part', advanced(management, { Field: 'eventSource', NotEquals: ['kms.amazonaws.com'] })],
    [undefined, {}],
    [undefined, basic({ ReadWriteType: 7 })],
  ] as const)('is %s by %j', (expected, body) => {
    expect(changesKept(body)).toBe(expected);
  });
});
