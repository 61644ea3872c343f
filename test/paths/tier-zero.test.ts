import { describe, expect, it } from 'vitest';
import type { SmallGraph } from '../../src/contract/rule.ts';
import { viewOfSmallGraph } from '../../src/judge/small.ts';
import type { Capability } from '../../src/model/capability.ts';

const A = 'aws:111122223333';
const B = 'aws:444455556666';
const UNIT = 'aws:ou-ab12-cdefgh34';
const ORGANIZATION = 'aws:o-abcde12345';
const ann = 'arn:aws:iam::111122223333:user/ann';
const boss = 'arn:aws:iam::111122223333:role/boss';
const far = 'arn:aws:iam::444455556666:role/far';
const key = `${boss}#access-key-1`;

/** Whether ann's right is tier 0, in an estate where `boss` administers account A and is asked about nowhere else. */
function isZero(capability: Capability, scope: string, part: Partial<SmallGraph> = {}): boolean {
  const view = viewOfSmallGraph({
    name: 'case',
    boundaries: [{ id: A }, { id: B }],
    identities: [{ id: ann }, { id: boss }, { id: far }],
    credentials: [{ id: key, identity: boss }],
    scopes: [
      { scope: A, parent: UNIT },
      { scope: UNIT, parent: ORGANIZATION },
    ],
    grants: [
      { subject: boss, capability: 'administer', scope: A },
      { subject: ann, capability, scope },
    ],
    ...part,
  });
  return view.reach(ann, capability, scope)?.tierZero ?? expect.fail('ann does not reach it');
}

describe('tier 0 by itself', () => {
  it.each(['administer', 'grant-privilege', 'change-guardrail', 'disable-audit', 'destroy'] as const)(
    'is %s on a boundary and on a container of boundaries',
    (capability) => {
      for (const scope of [A, B, UNIT, ORGANIZATION]) expect(isZero(capability, scope), scope).toBe(true);
    },
  );

  it.each(['grant-privilege', 'change-guardrail', 'disable-audit', 'destroy'] as const)(
    'is no %s on something inside one',
    (capability) => {
      expect(isZero(capability, 'arn:aws:iam::111122223333:role/other')).toBe(false);
      expect(isZero(capability, 'arn:aws:iam::111122223333:role/*')).toBe(false);
      expect(isZero(capability, boss)).toBe(false);
    },
  );

  it.each([
    'arn:aws:backup:eu-west-1:111122223333:backup-vault:main',
    'arn:aws:backup:*:111122223333:*',
    'arn:aws:ec2:eu-west-1::snapshot/snap-1',
    'arn:aws:rds:eu-west-1:111122223333:snapshot:nightly',
    'arn:aws:rds:eu-west-1:111122223333:cluster-snapshot:nightly',
    'arn:aws:dynamodb:eu-west-1:111122223333:table/t/backup/1',
    'arn:aws:logs:*:111122223333:log-group:*',
    'arn:aws:cloudtrail:eu-west-1:111122223333:trail/main',
  ])('is to destroy backups and logs: %s', (scope) => {
    expect(isZero('destroy', scope)).toBe(true);
    expect(isZero('read-data', scope)).toBe(false);
    expect(isZero('write-data', scope)).toBe(false);
  });

  it.each(['arn:aws:ec2:eu-west-1:111122223333:instance/*', 'arn:aws:dynamodb:*:111122223333:table/t', 'arn:aws:s3:::data'])(
    'is not to destroy what is neither: %s',
    (scope) => {
      expect(isZero('destroy', scope)).toBe(false);
    },
  );

  it.each(['ordinary', 'read-data'] as const)('is never %s', (capability) => {
    for (const scope of [A, ORGANIZATION, boss]) expect(isZero(capability, scope)).toBe(false);
  });
});

describe('tier 0 through a target', () => {
  it.each(['mint-credential', 'impersonate', 'run-as', 'read-secrets', 'write-data', 'administer'] as const)(
    'is %s where an identity in scope is tier 0: by name, credential, pattern, boundary or container',
    (capability) => {
      for (const scope of [boss, key, 'arn:aws:iam::111122223333:role/b*', A, UNIT, ORGANIZATION])
        expect(isZero(capability, scope), scope).toBe(true);
      for (const scope of [far, 'arn:aws:iam::444455556666:*', 'arn:aws:iam::111122223333:role/c*', `${far}#access-key-1`])
        expect(isZero(capability, scope), scope).toBe(false);
    },
  );

  it('of a boundary without a tier-0 identity, and of a container that is not told to hold one, it is not', () => {
    expect(isZero('impersonate', B)).toBe(false);
    expect(isZero('impersonate', ORGANIZATION, { scopes: [{ scope: B, parent: ORGANIZATION }] })).toBe(false);
  });

  it('is handed on: by links, and by rights over whom has it', () => {
    const grants = [
      { subject: boss, capability: 'administer', scope: A },
      { subject: far, capability: 'impersonate', scope: boss },
      { subject: ann, capability: 'mint-credential', scope: far },
    ] as const;
    expect(isZero('mint-credential', far, { grants })).toBe(true);
    const links = [{ from: far, to: boss }];
    expect(isZero('mint-credential', far, { grants: [...grants.slice(0, 1), ...grants.slice(2)], links })).toBe(true);
    expect(isZero('mint-credential', far, { grants: grants.slice(2), links })).toBe(false);
  });

  it('goes by what works now', () => {
    const over = [{ from: 0, until: 1 }];
    const grants = [
      { subject: boss, capability: 'administer', scope: A, windows: over },
      { subject: ann, capability: 'impersonate', scope: boss },
    ] as const;
    expect(isZero('impersonate', boss, { grants })).toBe(false);
  });

  it('acting on oneself without gain is ordinary, and in other hands it is not', () => {
    const grants = [
      { subject: ann, capability: 'administer', scope: A },
      { subject: ann, capability: 'mint-credential', scope: ann },
      { subject: far, capability: 'mint-credential', scope: ann },
    ] as const;
    expect(isZero('mint-credential', ann, { grants })).toBe(false);
    const view = viewOfSmallGraph({ name: 'case', boundaries: [{ id: A }, { id: B }], identities: [{ id: ann }, { id: far }], grants });
    expect(view.reach(far, 'mint-credential', ann)?.tierZero).toBe(true);
    expect(view.reachesOf(ann, { tierZero: true }).map((each) => each.capability)).toEqual(['administer']);
    // a way through itself opens nothing either
    expect(isZero('impersonate', ann, { grants: [{ subject: ann, capability: 'impersonate', scope: ann }] })).toBe(false);
  });

  it('a tree that goes round is walked once', () => {
    const scopes = [
      { scope: A, parent: UNIT },
      { scope: UNIT, parent: ORGANIZATION },
      { scope: ORGANIZATION, parent: UNIT },
    ];
    expect(isZero('impersonate', ORGANIZATION, { scopes })).toBe(true);
  });
});
