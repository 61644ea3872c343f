import { beforeAll, describe, expect, it } from 'vitest';
import { awsCore } from '../../../../connectors/aws/core.ts';
import { asksAsMuch } from '../../../../connectors/aws/history/asks-as-much.ts';
import { awsHistory } from '../../../../connectors/aws/history/history.ts';
import { isMoot, partOf, unasked } from '../../../../connectors/aws/history/parts.ts';
import { awsSettings, type AwsSettings } from '../../../../connectors/aws/settings.ts';
import type { Json, JsonObject } from '../../../../src/base/json.ts';
import { buildFactIndex } from '../../../../src/collect/facts.ts';
import { replay, type Replayed } from '../../../../src/collect/replay.ts';
import { factKinds, type Fact, type FactIndex, type FactKind, type MappedFact } from '../../../../src/model/fact.ts';
import { liveCapture } from '../../../run/history/live.ts';

const later = '2027-01-01T00:00:00.000Z';
let read: Replayed;
let facts: readonly Fact[];

beforeAll(async () => {
  read = await replay(await liveCapture('2026-11-22T00:00:00Z'), [awsCore]);
  facts = factKinds.flatMap((kind) => [...read.facts.ofKind(kind)] as Fact[]);
});

function ofKind(kind: FactKind): readonly Fact[] {
  return facts.filter((fact) => fact.kind === kind);
}

function typeOf({ value }: Fact): unknown {
  return (value as unknown as JsonObject)['type'];
}

/** Lists that are sets, in one order. */
function tidy(value: unknown): unknown {
  const text = JSON.stringify(value, (_, each: unknown) =>
    Array.isArray(each) && each.every((one) => typeof one === 'string') ? [...each].sort() : each,
  );
  return JSON.parse(text) as unknown;
}

describe('a fact as history keeps it', () => {
  it('is made whole again, whatever kind it is', () => {
    const kinds = new Set<unknown>();
    for (const fact of facts) {
      const kept = awsHistory.kept(fact);
      const whole = awsHistory.whole({ ...kept, kind: fact.kind, key: fact.key, passingAt: '2026-11-22T00:00:00.000Z' }, later);
      expect(tidy(whole), `${fact.kind} ${fact.key}`).toEqual(tidy(fact.value));
      kinds.add(`${fact.kind} ${String(typeOf(fact))}`);
    }
    expect(kinds.size).toBeGreaterThan(35);
  });

  it('leaves use apart, and does not say of a moment before it what came after', () => {
    const credential = ofKind('credential').find(({ value }) => (value as { lastUsed?: string }).lastUsed !== undefined) as Fact;
    const kept = awsHistory.kept(credential);
    expect(kept.value).not.toHaveProperty('lastUsed');
    const whole = (lastUsed: Json, passingAt: string, at: string): unknown =>
      (awsHistory.whole({ ...kept, kind: 'credential', key: credential.key, passing: { lastUsed }, passingAt }, at) as JsonObject)[
        'lastUsed'
      ];
    const [june, july, august] = ['2026-06-01T00:00:00.000Z', '2026-07-01T00:00:00.000Z', '2026-08-01T00:00:00.000Z'];
    expect(whole(june, july, august)).toBe(june);
    expect(whole(june, august, july)).toBe(june);
    expect(whole(july, august, june)).toBe('unknown');
    expect(whole('never', august, july)).toBe('never');
    expect(awsHistory.whole({ ...kept, kind: 'credential', key: credential.key, passing: null, passingAt: null }, july)).toMatchObject({
      lastUsed: 'unknown',
    });
    const use = ofKind('credential-detail').find((fact) => typeOf(fact) === 'last-use') as Fact;
    const detail = { ...awsHistory.kept(use), kind: use.kind, key: use.key, passing: { lastUsed: july } };
    expect(awsHistory.whole({ ...detail, passingAt: august }, august)).toMatchObject({ lastUsed: july });
    expect(awsHistory.whole({ ...detail, passingAt: august }, june)).toBeUndefined();
  });

  it('keeps the places of policy versions only where they do not follow from their order', () => {
    const version = (id: string, place: number): Json => ({
      id,
      isDefault: place === 0,
      createdAt: null,
      document: {},
      pointer: `/PolicyVersionList/${place}/Document`,
    });
    const policy = (...ids: readonly string[]): Fact =>
      ({
        kind: 'policy',
        boundary: 'aws:111122223333',
        surface: 's',
        key: 'k',
        pages: [],
        value: { name: 'p', managed: 'customer', owner: null, versions: ids.map(version) },
      }) as unknown as Fact;
    for (const [ids, isKept] of [
      [['v10', 'v9', 'v1'], false],
      [['v1', 'v2'], true],
      [['v3'], false],
    ] as const) {
      const fact = policy(...ids);
      const kept = awsHistory.kept(fact);
      expect(JSON.stringify(kept.value).includes('pointer')).toBe(isKept);
      expect(awsHistory.whole({ ...kept, kind: 'policy', key: 'k', passingAt: null }, later)).toEqual(fact.value);
    }
  });
});

describe('what a fact is nothing without', () => {
  it('is listed, but for those that another surface has to list', () => {
    const dependsOn = awsHistory.dependsOn(read.facts);
    const known = new Set(ofKind('identity').map(({ key }) => key));
    const seen: Record<string, Set<string>> = {};
    for (const fact of facts) for (const id of dependsOn(fact)) (seen[fact.kind] ??= new Set()).add(known.has(id) ? 'listed' : id);
    expect(Object.keys(seen).sort()).toEqual([
      ...[
        'assignment',
        'attachment',
        'credential',
        'credential-detail',
        'limiter',
        'membership',
        'policy',
        'service-credential',
        'session-limit',
        'trust',
      ],
    ]);
    const strangers = Object.values(seen).flatMap((ids) => [...ids].filter((id) => id !== 'listed'));
    // Users that only a credential report or a device tells of.
    expect(strangers.filter((id) => !id.includes(':user/'))).toEqual([]);
  });

  it('is the group that is meant, told by its name alone', () => {
    const group = 'arn:aws:iam::111122223333:group/teams/Ops';
    const identity = { id: group, uid: 'AGPA1', kind: 'group', name: 'Ops' };
    const at = { boundary: 'aws:111122223333', surface: 'aws:authorization-details', pointer: '' } as const;
    const listed = index({ ...at, kind: 'identity', key: group, value: identity } as unknown as MappedFact);
    const fact = {
      ...at,
      kind: 'membership',
      key: 'm',
      value: { user: 'arn:aws:iam::111122223333:user/x/ann', groupName: 'ops' },
    } as unknown as Fact;
    expect(awsHistory.dependsOn(listed)(fact)).toEqual(['arn:aws:iam::111122223333:user/x/ann', group]);
    expect(awsHistory.dependsOn(index())(fact)).toEqual(['arn:aws:iam::111122223333:user/x/ann', 'arn:aws:iam::111122223333:group/ops']);
  });
});

function index(...given: readonly MappedFact[]): FactIndex {
  return buildFactIndex([{ page: 'f'.repeat(64), at: null, facts: given }]);
}

describe('reads of parts', () => {
  const center = 'aws:identity-center/ssoins-1';
  const task = (surface: string, args: Json): Parameters<typeof partOf>[0] => ({ boundary: center, surface, args });

  it('are told apart where other answers decide what is asked', () => {
    const assignments = 'aws:identity-center-assignments';
    expect(partOf(task(assignments, { call: 'ListAccountAssignmentsForPrincipal' }))).toBe('by principal');
    expect(partOf(task(assignments, { call: 'ListAccountAssignments' }))).toBe('by account');
    expect(partOf(task('aws:identity-center-directory', { call: 'ListGroupMemberships', group: 'g-1' }))).toBe('group g-1');
    expect(partOf(task('aws:identity-center-directory', { call: 'ListUsers' }))).toBeNull();
    expect(partOf(task('aws:mfa-devices', { call: 'ListMFADevices', user: 'arn:aws:iam::1:user/a' }))).toBe('user arn:aws:iam::1:user/a');
    expect(partOf(task('aws:mfa-devices', { call: 'ListVirtualMFADevices' }))).toBeNull();
    expect(partOf(task('aws:authorization-details', {}))).toBeNull();
  });

  it('need no asking where there can be nothing in them', () => {
    const surface = 'aws:identity-center-directory';
    const boundary = [...ofKind('identity')].find(({ boundary: each }) => each.startsWith('aws:identity-center/'))?.boundary ?? '';
    const group = ofKind('identity').find((fact) => fact.boundary === boundary && fact.kind === 'identity' && fact.value.kind === 'group');
    const uid = (group?.value as { readonly uid?: string } | undefined)?.uid ?? '';
    expect(isMoot(boundary, surface, `group ${uid}`, read.facts)).toBe(false);
    expect(isMoot(boundary, surface, 'group gone', read.facts)).toBe(true);
    // Groups were not listed: whether it is there is not known.
    expect(isMoot(boundary, surface, 'group gone', index())).toBe(false);
    expect(isMoot(boundary, 'aws:identity-center-assignments', 'by principal', read.facts)).toBe(false);
    expect(isMoot(boundary, 'aws:identity-center-assignments', 'by account', index())).toBe(false);
  });

  it('say nothing of what is gone among secrets of which one is marked for deletion', () => {
    const secret = (deletedAt: string | null): MappedFact =>
      ({
        kind: 'observation',
        boundary: 'aws:111122223333',
        surface: 'aws:secrets',
        key: 'k',
        value: { type: 'secret', deletedAt },
        pointer: '',
      }) as unknown as MappedFact;
    expect([...unasked(index(secret(null)))]).toEqual([]);
    expect([...unasked(index(secret('2026-11-01T00:00:00.000Z')))]).toEqual([{ boundary: 'aws:111122223333', surface: 'aws:secrets' }]);
  });
});

describe('settings that ask as much', () => {
  const of = (given: object): AwsSettings => {
    const result = awsSettings['~standard'].validate(given);
    if (result instanceof Promise || result.issues !== undefined) throw new Error('settings that are none');
    return result.value;
  };
  const wide = of({ surfaces: ['kms-keys', 'identity-center'], regions: ['eu-central-1', 'us-east-1'] });
  const narrow = of({ surfaces: ['kms-keys', 'identity-center'], regions: ['eu-central-1'] });

  it.each([
    ['every region of before, and one more', 'aws:kms-keys', wide, narrow, true],
    ['one region less', 'aws:kms-keys', narrow, wide, false],
    ['of what has no regions', 'aws:authorization-details', narrow, wide, true],
    ['Identity Center in another region', 'aws:identity-center', of({ identityCenterRegion: 'eu-west-1' }), of({}), false],
    ['Identity Center where it was', 'aws:identity-center', of({ excludeAccounts: ['111122223333'] }), of({}), true],
    ['another partition', 'aws:authorization-details', of({ partition: 'aws-cn' }), of({}), false],
    ['a surface that nobody knows', 'aws:something', of({}), of({}), false],
  ])('%s', (_, surface, now, former, expected) => {
    expect(asksAsMuch(surface, now, former)).toBe(expected);
  });

  it('wait for a new credential report wherever it decides what is read', () => {
    const delays = awsCore.surfaces.map(
      ({ id, provesAbsence, snapshot }) => [id, typeof provesAbsence === 'string' ? provesAbsence : provesAbsence.after, snapshot] as const,
    );
    const hours = 4 * 3_600_000;
    for (const id of ['aws:credential-report', 'aws:access-keys', 'aws:signing-certificates']) {
      expect(delays.find(([each]) => each === id)?.[1]).toBeGreaterThan(hours);
    }
    // AWS documents of no list that its pages are one transaction.
    expect(delays.filter(([, , snapshot]) => snapshot === true)).toEqual([]);
  });
});

describe('families and names', () => {
  it('tell apart what a reader may have left out, and find things by what they name', () => {
    const families = new Set(facts.map((fact) => `${fact.kind}: ${awsHistory.family(fact)}`));
    for (const each of [
      'identity: role',
      'identity: user',
      'policy: customer managed policy',
      'policy: inline policy',
      'credential: access-key',
    ]) {
      expect(families).toContain(each);
    }
    const identity = ofKind('identity').find(({ key }) => key.endsWith(':user/ann')) as Fact;
    expect(awsHistory.names(identity)).toEqual(expect.arrayContaining(['ann', identity.key, (identity.value as { uid: string }).uid]));
    const attachment = ofKind('attachment')[0] as Fact;
    const { principal, policy } = attachment.value as unknown as { principal: string; policy: string };
    expect(awsHistory.names(attachment)).toEqual(expect.arrayContaining([principal, policy]));
  });
});
