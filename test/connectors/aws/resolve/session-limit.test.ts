import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { awsCore } from '../../../../connectors/aws/core.ts';
import { resolveAws } from '../../../../connectors/aws/resolve/resolve.ts';
import { rule } from '../../../../connectors/aws/rules/role-session-over-long/rule.ts';
import { roleSettings } from '../../../../connectors/aws/surfaces/role-settings.ts';
import type { Json } from '../../../../src/base/json.ts';
import { DAY_MS } from '../../../../src/base/instant.ts';
import { buildGraph, graphInputOf } from '../../../../src/graph/build.ts';
import { judge } from '../../../../src/judge/judge.ts';
import type { Judged } from '../../../../src/judge/judge.ts';
import type { Fact } from '../../../../src/model/fact.ts';
import type { SurfaceCoverage } from '../../../../src/model/gap.ts';
import type { Link } from '../../../../src/model/grant.ts';
import { createView } from '../../../../src/paths/view.ts';
import type { AccountCase } from './estate.ts';
import { accountFacts, factIndex } from './estate.ts';

const HOME = '111111111111';
const boundary = `aws:${HOME}`;
const AS_OF = '2026-01-01T00:00:00.000Z';
const role = (name: string): string => `arn:aws:iam::${HOME}:role/${name}`;
const statement = (more: Readonly<Record<string, Json>>): Json => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', ...more }],
});
const trusting = (Principal: Json, Action = 'sts:AssumeRole'): Json => statement({ Principal, Action });
const anything = statement({ Action: '*', Resource: '*' });

const admin = { attached: ['AWS:AdministratorAccess'] };
const estate: AccountCase = {
  policies: { 'AWS:AdministratorAccess': anything, assume: statement({ Action: 'sts:AssumeRole', Resource: '*' }) },
  users: { ann: { attached: ['assume'] }, bob: { attached: ['assume'] } },
  roles: {
    // through a pool, by name, by a token, and by a service alone
    pooled: { ...admin, trust: trusting({ AWS: `arn:aws:iam::${HOME}:root` }) },
    other: { ...admin, trust: trusting({ AWS: `arn:aws:iam::${HOME}:root` }) },
    named: { ...admin, trust: trusting({ AWS: `arn:aws:iam::${HOME}:user/ann` }) },
    pipeline: {
      ...admin,
      trust: trusting({ Federated: `arn:aws:iam::${HOME}:oidc-provider/gitlab.example` }, 'sts:AssumeRoleWithWebIdentity'),
    },
    worker: { ...admin, trust: trusting({ Service: 'lambda.amazonaws.com' }) },
  },
};

function limit(name: string, maxSeconds: number, uid: string | null = null): Fact {
  const key = role(name);
  const pages = [{ page: 'b'.repeat(64), pointer: `/Roles/${name}` }];
  return { kind: 'session-limit', boundary, surface: roleSettings.id, key, value: { role: key, uid, maxSeconds }, pages };
}

function linksInto(name: string, facts: readonly Fact[]): readonly Link[] {
  return [...resolveAws(factIndex(facts), AS_OF)].filter((each): each is Link => each.type === 'link' && each.to === role(name));
}

function saidOf(limits: readonly Fact[], read = true): Judged {
  const facts = factIndex([...accountFacts(HOME, estate), ...limits]);
  const coverage = ['aws:authorization-details', roleSettings.id].map((surface): SurfaceCoverage => {
    const isRead = read || surface !== roleSettings.id;
    const status = isRead ? 'complete' : 'unread';
    return {
      boundary,
      surface,
      status,
      cause: isRead ? null : 'denied',
      detail: null,
      permission: '',
      ifUnread: '',
      pages: 1,
      facts: 1,
    };
  });
  const graph = buildGraph(graphInputOf(facts, [], resolveAws(facts, AS_OF), coverage, awsCore.surfaces, []));
  const view = createView(graph, { asOf: AS_OF, maxTimeBoundMs: 30 * DAY_MS });
  return judge({ view, rules: [{ rule, settings: v.parse(rule.settings, {}) }], remedy: () => [] });
}

const names = ['pooled', 'other', 'named', 'pipeline', 'worker'] as const;
const told = (all: readonly { readonly subject: { readonly id: string } }[]): readonly string[] => all.map(({ subject }) => subject.id);

describe('how long a session of a role may last', () => {
  it('is told by every way in, with the page that says it', () => {
    const facts = [...accountFacts(HOME, estate), ...names.map((name) => limit(name, 43_200))];
    for (const name of names) {
      const links = linksInto(name, facts).filter(({ escalation }) => escalation === undefined);
      expect(links.length, name).toBeGreaterThan(0);
      for (const { detail, evidence } of links) {
        expect(detail['roleSessionSeconds'], name).toBe(43_200);
        expect(evidence.map(({ pointer }) => pointer)).toContain(`/Roles/${name}`);
      }
    }
  });

  it('is told of each role by itself where trust policies are alike', () => {
    const facts = [...accountFacts(HOME, estate), limit('pooled', 3600), limit('other', 7200)];
    const secondsOf = (name: string): readonly unknown[] => [
      ...new Set(linksInto(name, facts).map(({ detail }) => detail['roleSessionSeconds'])),
    ];
    expect([secondsOf('pooled'), secondsOf('other'), secondsOf('named')]).toEqual([[3600], [7200], [undefined]]);
  });

  it('is not told by a limit that was read of another role of the name', () => {
    const facts = [...accountFacts(HOME, estate), limit('named', 3600, 'AROAOFBEFORE')];
    for (const { detail } of linksInto('named', facts)) expect(detail).not.toHaveProperty('roleSessionSeconds');
  });

  it('changes nothing where it was not read', () => {
    const facts = accountFacts(HOME, estate);
    for (const name of names) for (const { detail } of linksInto(name, facts)) expect(detail).not.toHaveProperty('roleSessionSeconds');
  });
});

describe('a role that leads to control of the account', () => {
  it('is a finding over the limit, however it is entered, and not where only a service enters it', () => {
    const { findings, undetermined } = saidOf(names.map((name) => limit(name, name === 'other' ? 3600 : 43_200)));
    expect(told(findings).toSorted()).toEqual(['named', 'pipeline', 'pooled'].map(role));
    expect(findings[0]?.reasons[0]).toBe('a session of it lasts up to 12 hours; the limit is 4 hours');
    expect(findings[0]?.evidence.map(({ pointer }) => pointer)).toContain('/Roles/named');
    expect(undetermined).toEqual([]);
  });

  it('is undetermined where settings of roles were refused', () => {
    const { findings, undetermined, totals } = saidOf([], false);
    expect(findings).toEqual([]);
    // all but the worker lack the same, and are one line
    expect(totals).toMatchObject([{ questions: 5, undetermined: 4, clear: 1 }]);
    expect(new Set(undetermined.flatMap(({ because }) => because.map(({ surface, cause }) => `${surface} ${cause}`)))).toEqual(
      new Set([`${roleSettings.id} denied`]),
    );
  });
});
