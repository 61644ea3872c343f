import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Rule, SmallGraph } from '../../src/contract/rule.ts';
import { expandSmallGraph } from '../../src/judge/small.ts';
import { capabilities } from '../../src/model/capability.ts';
import type { Capability } from '../../src/model/capability.ts';
import { rule as administrator } from '../../src/rules/standing-administrator/rule.ts';
import { rule as grantPrivilege } from '../../src/rules/standing-grant-privilege/rule.ts';
import { rule as mintCredential } from '../../src/rules/standing-mint-credential/rule.ts';
import { rule as readSecrets } from '../../src/rules/standing-read-secrets/rule.ts';
import { judged, judgedInput } from '../contract/rule-suite.ts';
import { runs } from '../support/runs.ts';

const A = 'aws:111122223333';
const B = 'aws:444455556666';
const ann = 'arn:aws:iam::111122223333:user/ann';
const deploy = 'arn:aws:iam::111122223333:role/deploy';
const key = { id: `${ann}#access-key-1`, identity: ann };

describe('who is asked', () => {
  test('root, groups, pools, services and what the provider manages are not', () => {
    const small: SmallGraph = {
      name: 'everybody',
      identities: [
        { id: 'arn:aws:iam::111122223333:root', kind: 'root' },
        { id: 'arn:aws:iam::111122223333:group/admins', kind: 'group' },
        { id: 'pool:aws:111122223333:assume-any-role', kind: 'pool' },
        { id: 'service:lambda.amazonaws.com', kind: 'service', boundary: null },
        { id: 'arn:aws:iam::111122223333:role/aws-service-role/x', kind: 'role', providerManaged: true },
        { id: deploy, kind: 'role' },
      ],
    };
    expect(judged(administrator, small).totals).toMatchObject({ questions: 1, clear: 1 });
  });

  test('an administrator of the boundary is asked once, not again for each smaller right', () => {
    const small: SmallGraph = {
      name: 'admin',
      identities: [{ id: ann, kind: 'user' }],
      grants: [
        { subject: ann, capability: 'administer' },
        { subject: ann, capability: 'mint-credential' },
        { subject: ann, capability: 'read-secrets', scope: 'arn:aws:secretsmanager:*:111122223333:secret:app-*' },
      ],
    };
    expect(judged(administrator, small).totals.findings).toBe(1);
    for (const rule of [mintCredential, readSecrets, grantPrivilege]) expect(judged(rule, small).totals.questions).toBe(0);
  });

  test('an administrator who is not certain hides nothing', () => {
    const small: SmallGraph = {
      name: 'perhaps admin',
      identities: [{ id: ann, kind: 'user' }],
      grants: [
        { subject: ann, capability: 'administer', presence: 'possible' },
        { subject: ann, capability: 'mint-credential' },
      ],
    };
    expect(judged(administrator, small).totals).toMatchObject({ findings: 0, undetermined: 1 });
    expect(judged(mintCredential, small).totals.findings).toBe(1);
    expect(judged(grantPrivilege, small).totals).toMatchObject({ questions: 1, undetermined: 1 });
  });

  test('an administrator for a week does not hide a right that stays', () => {
    const week = {
      bounds: { lo: 'time-bound', hi: 'time-bound' },
      endsBy: 'provider',
      windows: [{ from: null, until: Date.UTC(2026, 0, 8) }],
    } as const;
    const small: SmallGraph = {
      name: 'admin for a week',
      identities: [{ id: ann, kind: 'user' }],
      grants: [
        { subject: ann, capability: 'administer', ...week },
        { subject: ann, capability: 'read-secrets' },
      ],
    };
    expect(judged(administrator, small).totals.findings).toBe(0);
    expect(judged(readSecrets, small).totals.findings).toBe(1);
  });

  test('a narrow right inside a wide one of the same kind is one finding, in another boundary it is two', () => {
    const wide = { subject: ann, capability: 'read-secrets', scope: A } as const;
    const narrow = { subject: ann, capability: 'read-secrets', scope: 'arn:aws:secretsmanager:*:111122223333:secret:app-*' } as const;
    const one: SmallGraph = { name: 'within', identities: [{ id: ann, kind: 'user' }], grants: [wide, narrow] };
    expect(judged(readSecrets, one).findings.map((finding) => finding.scope)).toEqual([A]);
    const two: SmallGraph = { ...one, name: 'beyond', boundaries: [{ id: A }, { id: B }], grants: [wide, { ...narrow, boundary: B }] };
    expect(
      judged(readSecrets, two)
        .findings.map((finding) => finding.scope)
        .sort(),
    ).toEqual([narrow.scope, A].sort());
  });

  test('the same right on two accounts is two findings with two fingerprints', () => {
    const roleInB = 'arn:aws:iam::444455556666:role/ops';
    const small: SmallGraph = {
      name: 'two accounts',
      boundaries: [{ id: A }, { id: B }],
      identities: [
        { id: ann, kind: 'user' },
        { id: roleInB, kind: 'role', boundary: B },
      ],
      grants: [
        { subject: ann, capability: 'administer', scope: A },
        { subject: roleInB, capability: 'administer', scope: B },
      ],
      links: [{ from: ann, to: roleInB }],
    };
    const own = judged(administrator, small).findings.filter((finding) => finding.subject.id === ann);
    expect(own.map((finding) => finding.scope).sort()).toEqual([A, B]);
    expect(new Set(own.map((finding) => finding.fingerprint)).size).toBe(2);
  });

  test('administering another account hides no question about the own one, and answers none', () => {
    const roleInB = 'arn:aws:iam::444455556666:role/ops';
    const small: SmallGraph = {
      name: 'admin elsewhere',
      boundaries: [{ id: A }, { id: B }],
      identities: [
        { id: ann, kind: 'user' },
        { id: roleInB, kind: 'role', boundary: B },
      ],
      grants: [{ subject: roleInB, capability: 'administer', scope: B }],
      links: [{ from: ann, to: roleInB }],
    };
    expect(judged(mintCredential, small).totals).toMatchObject({ questions: 1, clear: 1 });
    const unread = judged(mintCredential, { ...small, unread: [{ kind: 'policy', boundary: A }] });
    expect(unread.totals).toMatchObject({ questions: 1, clear: 0, undetermined: 1 });
  });
});

describe('how grave it is', () => {
  const cases: readonly {
    readonly name: string;
    readonly rule: Rule<unknown>;
    readonly small: SmallGraph;
    readonly of?: string;
    readonly severity: string;
  }[] = [
    { name: 'administrator with a live key', rule: administrator, small: held('administer', { credentials: [key] }), severity: 'critical' },
    { name: 'administrator nobody can enter now', rule: administrator, small: held('administer', {}), severity: 'high' },
    {
      name: 'administrator whose credentials were not read',
      rule: administrator,
      small: held('administer', { unread: [{ kind: 'credential' }] }),
      severity: 'high',
    },
    {
      name: 'administrator who is disabled',
      rule: administrator,
      small: held('administer', { identities: [{ id: ann, kind: 'user', enabled: false }] }),
      severity: 'medium',
    },
    {
      name: 'mint-credential with a live key',
      rule: mintCredential,
      small: held('mint-credential', { credentials: [key] }),
      severity: 'high',
    },
    {
      name: 'read-secrets on one secret, no way in',
      rule: readSecrets,
      small: held('read-secrets', {}, 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:app-1'),
      severity: 'low',
    },
    {
      name: 'read-secrets of an outside account',
      rule: readSecrets,
      small: outside('read-secrets'),
      of: 'arn:aws:iam::999988887777:root',
      severity: 'critical',
    },
    {
      name: 'administrator of an outside account',
      rule: administrator,
      small: outside('administer'),
      of: 'arn:aws:iam::999988887777:root',
      severity: 'critical',
    },
  ];
  test.each(cases)('$name: $severity', ({ rule, small, severity, of = ann }) => {
    const [finding, ...others] = judged(rule, small).findings.filter((each) => each.subject.id === of);
    expect(others).toEqual([]);
    expect(finding?.severity).toBe(severity);
    expect(finding?.reasons.length).toBeGreaterThan(1);
  });

  test('anyone is named as such', () => {
    const small: SmallGraph = {
      name: 'anyone',
      identities: [
        { id: deploy, kind: 'role' },
        { id: 'anyone', kind: 'external-party', boundary: null },
      ],
      grants: [{ subject: deploy, capability: 'administer' }],
      links: [{ from: 'anyone', to: deploy, openness: 'any' }],
    };
    const finding = judged(administrator, small).findings.find((each) => each.subject.id === 'anyone');
    expect(finding?.severity).toBe('critical');
    expect(finding?.reasons.join('\n')).toContain('anyone can be');
  });
});

describe('what is not known', () => {
  test('a condition nobody decides is named', () => {
    const small = held('administer', {});
    const doubtful: SmallGraph = {
      ...small,
      grants: [
        {
          subject: ann,
          capability: 'administer',
          presence: 'possible',
          conditions: [{ text: 'acme:shift equals day', settled: 'outside' }],
        },
      ],
    };
    const [line] = judged(administrator, doubtful).undetermined;
    expect(line?.because.map((gap) => gap.detail).join()).toContain('acme:shift equals day');
  });

  test('a policy of one role that did not parse leaves open that role and whoever may assume it, and nobody else', () => {
    const bob = 'arn:aws:iam::111122223333:user/bob';
    const small: SmallGraph = {
      name: 'one policy did not parse',
      identities: [
        { id: ann, kind: 'user' },
        { id: bob, kind: 'user' },
        { id: deploy, kind: 'role' },
      ],
      links: [{ from: ann, to: deploy }],
      unread: [{ kind: 'policy', status: 'partial', cause: 'malformed' }],
    };
    const input = expandSmallGraph(small);
    const gap = {
      boundary: A,
      surface: 'aws:policy',
      subject: deploy,
      cause: 'malformed',
      detail: 'the inline policy of deploy is no JSON',
    } as const;
    const { undetermined, totals } = judgedInput(administrator, small, { ...input, gaps: [gap] });
    expect(undetermined.map((line) => line.subject.id).sort()).toEqual([deploy, ann].sort());
    expect(totals).toMatchObject({ questions: 3, clear: 1 });
  });

  test('a policy on the secret itself is needed for read-secrets only', () => {
    const small = held('ordinary', { unread: [{ kind: 'secret-policy' }] });
    expect(judged(readSecrets, small).totals).toMatchObject({ clear: 0, undetermined: 1 });
    expect(judged(administrator, small).totals).toMatchObject({ clear: 1, undetermined: 0 });
  });

  test('whatever the grants are, leaving policies unread never makes anything clear', () => {
    const grant = fc.record({
      subject: fc.constantFrom(ann, deploy),
      capability: fc.constantFrom(...capabilities),
      scope: fc.constantFrom(A, 'arn:aws:s3:::app-*'),
      presence: fc.constantFrom('certain' as const, 'possible' as const),
      bounds: fc.constantFrom(
        { lo: 'standing', hi: 'standing' } as const,
        { lo: 'session', hi: 'standing' } as const,
        { lo: 'eligible', hi: 'eligible' } as const,
      ),
    });
    fc.assert(
      fc.property(fc.array(grant, { maxLength: 5 }), fc.boolean(), (grants, linked) => {
        const small: SmallGraph = {
          name: 'any',
          identities: [
            { id: ann, kind: 'user' },
            { id: deploy, kind: 'role' },
          ],
          grants,
          links: linked ? [{ from: ann, to: deploy }] : [],
        };
        for (const rule of [administrator, mintCredential, readSecrets] as const) {
          const read = judged(rule, small).totals;
          const unread = judged(rule, { ...small, unread: [{ kind: 'policy' }] }).totals;
          expect(unread.clear).toBe(0);
          expect(unread.findings).toBe(read.findings);
          expect(unread.questions).toBe(read.questions);
        }
      }),
      { numRuns: runs(60) },
    );
  });
});

function held(capability: Capability, more: Partial<SmallGraph>, scope = A): SmallGraph {
  return { name: 'held', identities: [{ id: ann, kind: 'user' }], grants: [{ subject: ann, capability, scope }], ...more };
}

function outside(capability: Capability): SmallGraph {
  const stranger = 'arn:aws:iam::999988887777:root';
  return {
    name: 'outside',
    identities: [
      { id: deploy, kind: 'role' },
      { id: stranger, kind: 'external-party', boundary: null },
    ],
    grants: [{ subject: deploy, capability }],
    links: [{ from: stranger, to: deploy, openness: 'boundary' }],
  };
}
