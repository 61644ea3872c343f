import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { awsCore } from '../../../../connectors/aws/core.ts';
import { workloadSurfaces } from '../../../../connectors/aws/settings.ts';
import type { Fact } from '../../../../src/model/fact.ts';
import type { Task } from '../../../../src/model/page.ts';
import { account, arn, boundary, other } from '../support/estate.ts';
import { factIndex } from '../resolve/estate.ts';
import { workloadRoots } from './workload-estate.ts';

function caller(): Fact {
  return {
    kind: 'boundary',
    boundary,
    surface: 'aws:caller-identity',
    key: boundary,
    value: { id: boundary, kind: 'account', name: null },
    pages: [],
  };
}

function identity(resource: string, of: string = account, providerManaged = false): Fact {
  const [kind = ''] = resource.split('/');
  return {
    kind: 'identity',
    boundary: `aws:${of}`,
    surface: 'aws:authorization-details',
    key: arn(resource, of),
    value: { id: arn(resource, of), kind, providerManaged },
    pages: [],
  } as unknown as Fact;
}

const seen = factIndex([
  caller(),
  identity('user/ann'),
  identity('role/deploy'),
  identity('group/ops'),
  identity('role/aws-service-role/x.amazonaws.com/x', account, true),
  identity('user/bob', other),
]);

function planned(stage: number, settings: object): readonly Task[] {
  const given = v.parse(awsCore.settings, settings);
  const mine = ['secrets', 'kms-keys', 'roles-anywhere', 'access-analyzer', 'service-last-accessed', ...workloadSurfaces].map(
    (each) => `aws:${each}`,
  );
  return (awsCore.plan?.(seen, stage, given) ?? []).filter((each) => mine.includes(each.surface));
}

describe('what is read on request', () => {
  it('is not asked for unless the settings name it', () => {
    expect(planned(3, { regions: ['eu-west-1'] })).toEqual([]);
  });

  it('is asked for in each region that the settings name', () => {
    const tasks = planned(0, { surfaces: ['secrets', 'roles-anywhere', 'service-last-accessed'], regions: ['eu-west-1', 'us-east-1'] });
    expect(tasks.map(({ surface, args }) => [surface, args])).toEqual([
      ['aws:secrets', { call: 'ListSecrets', region: 'eu-west-1' }],
      ['aws:secrets', { call: 'ListSecrets', region: 'us-east-1' }],
      ...['eu-west-1', 'us-east-1'].flatMap((region) =>
        ['ListTrustAnchors', 'ListProfiles', 'ListSubjects', 'ListCrls'].map((call) => ['aws:roles-anywhere', { call, region }]),
      ),
    ]);
    expect(new Set(tasks.map((each) => each.boundary))).toEqual(new Set([boundary]));
  });

  it('is asked of users and roles once they are known, and not of what only AWS can change, nor in accounts that are not entered', () => {
    const settings = { surfaces: ['service-last-accessed'] };
    expect(planned(0, settings)).toEqual([]);
    const asked = planned(1, settings).map(({ args }) => args);
    expect(asked).toEqual([{ arn: arn('user/ann') }, { arn: arn('role/deploy') }]);
    expect(planned(1, { ...settings, accounts: [other] }).map(({ args }) => args)).toContainEqual({ arn: arn('user/bob', other) });
  });

  it('is of each workload surface the lists that name what there is', () => {
    const tasks = planned(0, { surfaces: [...workloadSurfaces], regions: ['eu-west-1'] });
    expect(tasks.map(({ surface, args }) => [surface, args])).toEqual(
      workloadRoots.map(([surface, call]) => [`aws:${surface}`, { call, region: 'eu-west-1' }]),
    );
    expect(new Set(workloadRoots.map(([surface]) => surface))).toEqual(new Set(workloadSurfaces));
    expect(() => planned(0, { surfaces: ['lambda-functions'] })).toThrow(/regions/);
  });

  it('goes to every account that is entered', () => {
    const tasks = planned(0, { surfaces: ['kms-keys'], regions: ['eu-west-1'], accounts: [other] });
    expect(tasks.map((each) => each.boundary).sort()).toEqual([boundary, `aws:${other}`]);
  });
});
