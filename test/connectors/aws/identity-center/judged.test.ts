import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { awsCore } from '../../../../connectors/aws/core.ts';
import { rules as awsRules } from '../../../../connectors/aws/rules/list.ts';
import { awsSettings } from '../../../../connectors/aws/settings.ts';
import { expectedOfInstance } from '../../../../connectors/aws/surfaces/identity-center/list.ts';
import { DAY_MS } from '../../../../src/base/instant.ts';
import { buildGraph, graphInputOf } from '../../../../src/graph/build.ts';
import { judge } from '../../../../src/judge/judge.ts';
import type { Judged } from '../../../../src/judge/judge.ts';
import type { MappedFact } from '../../../../src/model/fact.ts';
import type { SurfaceCoverage } from '../../../../src/model/gap.ts';
import type { View } from '../../../../src/model/view.ts';
import { createView } from '../../../../src/paths/view.ts';
import { rules } from '../../../../src/rules/list.ts';
import type { Center } from './estate.ts';
import { center, full, indexOf, known, management, member, scan, settingsOf } from './estate.ts';
import { iam, ordinary, reserved } from './iam.ts';

const asOf = '2026-01-01T00:00:00.000Z';
const adminRole = reserved('Admin', member);
const idle = reserved('Reader', member);
const ann = 'arn:aws:identitystore:::user/ann';
const bob = 'arn:aws:identitystore:::user/bob';
const dan = 'arn:aws:identitystore:::user/dan';

const estate: Center = {
  ...full,
  users: { ...full.users, dan: 'ENABLED' },
  assigned: [['GROUP', 'admins', 'Admin', member]],
  failed: [['Deletion', 'GROUP', 'admins', 'Admin', member]],
  entitled: [],
};

/** What is said of the estate when these surfaces, in whichever boundary, were refused. */
function saidOf(
  unread: readonly string[] = [],
  accounts: readonly MappedFact[] = iam(member, [adminRole, idle]),
): { view: View; judged: Judged } {
  const refused = new Set(unread.map((each) => `aws:${each}`));
  const { facts } = scan(estate, [...known(management), ...accounts], settingsOf(), ({ surface }) => refused.has(surface));
  const index = indexOf(facts);
  const held = new Set(accounts.map((each) => each.boundary));
  const lines = [...held].flatMap((boundary) =>
    ['aws:authorization-details', 'aws:credential-report'].map((surface) => ({ boundary, surface })),
  );
  const coverage = [...lines, ...expectedOfInstance.map((surface) => ({ boundary: center, surface }))].map(
    ({ boundary, surface }): SurfaceCoverage => ({
      boundary,
      surface,
      status: refused.has(surface) ? 'unread' : 'complete',
      cause: refused.has(surface) ? 'denied' : null,
      detail: null,
      permission: '',
      ifUnread: '',
      pages: 1,
      facts: 1,
    }),
  );
  const credentials = [...(awsCore.credentials?.(index) ?? [])].map(({ value, facts: [fact] }) => ({ ...fact, value }));
  const elements = awsCore.resolve(index, asOf, v.parse(awsSettings, {}));
  const graph = buildGraph(graphInputOf(index, credentials, elements, coverage, awsCore.surfaces, []));
  const view = createView(graph, { asOf, maxTimeBoundMs: 30 * DAY_MS });
  const judged = judge({
    view,
    rules: [...rules, ...awsRules].map((rule) => ({ rule, settings: v.parse(rule.settings, {}) })),
    remedy: () => [],
  });
  return { view, judged };
}

function findingsOf({ judged }: { readonly judged: Judged }, rule: string) {
  return judged.findings.filter((each) => each.rule === rule);
}

function openOf({ judged }: { readonly judged: Judged }, rule: string): readonly string[] {
  return judged.undetermined.filter((each) => each.rule === rule).map((each) => each.subject.id);
}

/** What is left open of people; those that lack the same are one line. */
function aboutPeople({ judged }: { readonly judged: Judged }): Judged['undetermined'] {
  return judged.undetermined.filter(({ subject }) => subject.id === center || (subject.kind === 'user' && subject.boundary === center));
}

/** Of how many people it is left open whether they administer something. */
function openPeople(said: { readonly judged: Judged }): number {
  return aboutPeople(said).reduce((sum, each) => sum + (each.rule === 'standing-administrator' ? each.questions : 0), 0);
}

describe('an estate with IAM Identity Center', () => {
  const whole = saidOf();

  it('has standing administrators who are people, by way of group and assignment', () => {
    const found = new Map(findingsOf(whole, 'standing-administrator').map((each) => [each.subject.id, each]));
    expect(found.get(ann)?.path.map((each) => each.step)).toEqual(['entry', 'identity', 'link', 'identity', 'link', 'identity', 'grant']);
    expect(found.get(ann)?.subject.nature).toBe('human');
    expect(found.get(ann)?.severity).toBe('critical');
    expect(found.has(dan)).toBe(false);
    expect(openOf(whole, 'standing-administrator')).not.toContain(dan);
  });

  it('has no root user where people are kept: only accounts have one', () => {
    const asked = whole.judged.undetermined.filter((each) => each.rule.startsWith('root-')).map((each) => each.subject.boundary);
    expect(asked.length).toBeGreaterThan(0);
    expect(asked).not.toContain(center);
  });

  it('lets enabled people in at the access portal, and keeps the rights of the disabled in mind', () => {
    expect(whole.view.entry(ann)).toMatchObject({ state: 'live', ways: ['access portal sign-in, active'] });
    expect(whole.view.entry(bob).state).toBe('none-seen');
    const latent = findingsOf(whole, 'standing-administrator').find((each) => each.subject.id === bob);
    expect(latent?.reasons.join()).toContain('it is disabled, and keeps the right');
    expect(whole.view.entry(adminRole).ways).toEqual(['trusted by group the admins']);
  });

  it('has what the rules about assignments ask for', () => {
    expect(findingsOf(whole, 'permission-set-not-provisioned').map((each) => [each.subject.id, each.severity])).toEqual([
      [adminRole, 'high'],
    ]);
    expect(findingsOf(whole, 'assignment-removal-failed').map((each) => [each.subject.id, each.severity])).toEqual([
      [adminRole, 'critical'],
    ]);
    expect(findingsOf(whole, 'reserved-role-unassigned').map((each) => each.subject.id)).toEqual([idle]);
    expect(findingsOf(whole, 'permission-set-session-over-long').map((each) => each.subject.id)).toEqual([adminRole]);
  });

  it('calls no person clear where assignments were refused', () => {
    const said = saidOf(['identity-center-assignments']);
    expect(findingsOf(said, 'standing-administrator').filter((each) => each.subject.kind === 'user')).toEqual([]);
    expect(openPeople(said)).toBe(4);
  });

  it('leaves open, where entitlements were refused, what roles that trust account access manager give, and nothing else', () => {
    const found = (said: ReturnType<typeof saidOf>): readonly string[] =>
      findingsOf(said, 'standing-administrator').flatMap((each) => (each.subject.kind === 'user' ? [each.subject.id] : []));
    const plain = [...iam(member, [adminRole, idle]), ...ordinary(management, 'batch', 'ec2.amazonaws.com')];
    const without = saidOf(['account-access'], plain);
    expect([found(without), openPeople(without)]).toEqual([[ann, bob], 0]);
    const accounts = [...plain, ...ordinary(management, 'deploy')];
    const said = saidOf(['account-access'], accounts);
    expect(found(said)).toEqual([ann, bob]);
    expect(openPeople(said)).toBe(4);
    const open = aboutPeople(said).filter((each) => each.rule === 'standing-administrator');
    expect(new Set(open.flatMap((each) => each.because.map((gap) => `${gap.surface}@${gap.boundary} ${gap.cause}`)))).toEqual(
      new Set([`aws:account-access@${center} denied`]),
    );
    expect(aboutPeople(without)).toEqual(aboutPeople(saidOf([], plain)));
    expect(openPeople(saidOf([], accounts))).toBe(0);
  });

  it('leaves everybody open where entitlements were refused and an account that was entered was not read', () => {
    const said = saidOf(['account-access']);
    const open = said.judged.undetermined.filter((each) => each.rule === 'standing-administrator');
    expect(openPeople(said)).toBe(2);
    expect(open.flatMap((each) => each.because.map((gap) => gap.detail)).join()).toContain(`may reach into aws:${management}`);
    expect(openPeople(saidOf())).toBe(0);
  });

  it('has a party nobody listed as the administrator where the directory was refused', () => {
    const found = findingsOf(saidOf(['identity-center-directory']), 'standing-administrator');
    expect(found.map((each) => each.subject.id)).toContain('arn:aws:identitystore:::group/admins');
  });

  it.each([
    ['permission-set-not-provisioned', 'identity-center-provisioning'],
    ['assignment-removal-failed', 'identity-center-provisioning'],
    ['permission-set-not-provisioned', 'identity-center-assignments'],
    ['assignment-removal-failed', 'identity-center-assignments'],
    ['permission-set-session-over-long', 'identity-center-assignments'],
    ['reserved-role-unassigned', 'identity-center-assignments'],
  ])('leaves %s open where %s was refused', (rule, surface) => {
    const said = saidOf([surface]);
    expect(findingsOf(said, rule)).toEqual([]);
    expect(openOf(said, rule).length).toBeGreaterThan(0);
    expect(said.judged.totals.find((each) => each.rule === rule)?.clear).toBe(0);
  });

  it('counts the role of an account that was not entered as a name nobody listed, and leaves open what it gives', () => {
    const said = saidOf([], iam(management, []));
    expect(said.view.dangling().map((each) => each.boundary)).toContain(center);
    const open = said.judged.undetermined.filter((each) => each.rule === 'standing-administrator');
    expect(openPeople(said)).toBe(2);
    expect(open.flatMap((each) => each.because.map((gap) => gap.detail)).join()).toContain(`in account ${member}`);
  });

  it('counts a role that is missing in an account that was read', () => {
    const said = saidOf([], iam(member, [idle]));
    expect(said.view.dangling().map((each) => each.boundary)).toContain(`aws:${member}`);
    expect(openPeople(said)).toBe(2);
  });
});
