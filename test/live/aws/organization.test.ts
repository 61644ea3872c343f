import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SurfaceCoverage } from '../../../src/model/gap.ts';
import type { Report } from '../../../src/model/report.ts';
import { queryPaths } from '../../../src/paths/query.ts';
import { outcomeOf } from '../../../src/run/outcome.ts';
import type { Scan } from '../../../src/run/scan.ts';
import { fewestCalls } from '../support/fewest.ts';
import { installed } from '../support/install.ts';
import { motoNeeds } from '../support/moto.ts';
import { startOrganization, type Organization } from '../support/organization.ts';
import { question, type Logged } from '../support/proxy.ts';

const needs = installed(motoNeeds);

/** What moto answers for every account, to its last page. */
const answered = [
  'aws:authorization-details',
  'aws:role-settings',
  'aws:account-summary',
  'aws:access-keys',
  'aws:login-profiles',
  'aws:mfa-devices',
  'aws:ssh-keys',
  'aws:signing-certificates',
  'aws:identity-providers',
  'aws:secrets',
  'aws:kms-keys',
  'aws:lambda-functions',
  'aws:ec2-instances',
  'aws:cloudformation-stacks',
  'aws:codebuild-projects',
  'aws:glue-dev-endpoints',
  'aws:sagemaker-notebooks',
  'aws:stepfunctions-state-machines',
  'aws:batch-job-definitions',
  'aws:ecs-tasks',
  'aws:codedeploy-deployment-groups',
  'aws:bedrock-agent-runtimes',
];
/** Of whose operations moto knows none. */
const unknown = [
  'aws:service-specific-credentials',
  'aws:delegation-requests',
  'aws:outbound-federation',
  'aws:roles-anywhere',
  'aws:access-analyzer',
  'aws:apprunner-services',
  'aws:bedrock-code-interpreters',
  'aws:bedrock-browsers',
  'aws:mwaa-environments',
  'aws:service-last-accessed',
];
const ofHub = ['aws:organization', 'aws:service-control-policies', 'aws:resource-control-policies'];

describe.runIf(needs !== undefined)('a live scan of an organization', () => {
  let estate: Organization;
  let scanned: Scan;
  let report: Report;
  let calls: readonly Logged[];

  beforeAll(async () => {
    if (needs === undefined) return;
    estate = await startOrganization(needs);
    scanned = await estate.scan();
    report = scanned.report;
    calls = [...estate.proxy.calls];
  }, 240_000);

  afterAll(async () => {
    await estate?.stop();
  });

  const line = (surface: string, account: string): SurfaceCoverage | undefined =>
    report.coverage.find((each) => each.surface === surface && each.boundary === `aws:${account}`);

  it('enters every active account and no other', () => {
    const accounts = report.totals.boundaries.filter((each) => /^aws:\d{12}$/.test(each));
    expect(accounts).toEqual(
      Object.keys(estate.world.accounts)
        .map((account) => `aws:${account}`)
        .sort(),
    );
    expect(accounts).not.toContain(`aws:${estate.world.names.closed}`);
    expect(new Set(calls.filter((call) => call.service === 'iam').map((call) => call.account))).toEqual(
      new Set(Object.keys(estate.world.accounts)),
    );
  });

  it('reads whole what moto answers, and names what it does not', () => {
    const seen = Object.keys(estate.world.accounts).flatMap((account) =>
      [...answered, ...unknown].map((surface) => {
        const { status, cause } = line(surface, account) ?? {};
        return `${surface}@${account} ${status ?? 'no line'} ${cause ?? ''}`;
      }),
    );
    const due = Object.keys(estate.world.accounts).flatMap((account) => [
      ...answered.map((surface) => `${surface}@${account} complete `),
      ...unknown.map((surface) => `${surface}@${account} unread unsupported`),
    ]);
    expect(seen).toEqual(due);
    expect(ofHub.map((surface) => `${surface} ${line(surface, estate.world.management)?.status ?? 'no line'}`)).toEqual(
      ofHub.map((surface) => `${surface} complete`),
    );
  });

  it('names what moto lacks of the organization and of Identity Center, and calls it not fully read', () => {
    const lacking = report.coverage.filter((each) => each.cause === 'unsupported' && !unknown.includes(each.surface));
    expect(new Set(lacking.map((each) => each.surface))).toEqual(
      new Set([
        'aws:account-access',
        // It keeps trails and no events: its page of status 404 is no empty list.
        'aws:cloudtrail-events',
        'aws:delegated-administrators',
        'aws:identity-center-provisioning',
        // Their permissions boundaries; what is known of assignments does not hang on them.
        'aws:permission-sets',
      ]),
    );
    for (const each of lacking) expect(each.detail, each.surface).toMatch(/\w/);
    expect(outcomeOf(report, 'medium').exit).toBe(1);
    expect(outcomeOf(report, 'never').exit).toBe(3);
  });

  it('refuses nothing and loses nothing of what was answered', () => {
    const grave = report.coverage.filter((each) => each.cause !== null && !['unsupported', 'excluded'].includes(each.cause));
    // moto's credential report has no row for the root user.
    const others = grave.filter((each) => each.surface !== 'aws:credential-report');
    expect(others.map((each) => `${each.surface}@${each.boundary} ${each.cause ?? ''} ${each.detail ?? ''}`)).toEqual([]);
  });

  it('finds everything that was made wrong', () => {
    const found = new Set(report.findings.map((finding) => `${finding.rule} ${finding.subject.id}`));
    expect(estate.world.findings.map(({ rule, subject }) => `${rule} ${subject}`).filter((each) => !found.has(each))).toEqual([]);
    expect(estate.world.findings.length).toBeGreaterThan(15);
  });

  it('says nothing of what was made right', () => {
    const spoken = estate.world.clean.flatMap(({ subject, rules }) =>
      report.findings
        .filter((finding) => finding.subject.id === subject && rules.includes(finding.rule))
        .map((finding) => `${finding.rule} ${subject}`),
    );
    expect(spoken).toEqual([]);
  });

  it('asks nothing of what is neither an account nor an instance of Identity Center', () => {
    const asked = report.undetermined.filter((each) => each.subject.kind === 'boundary').map((each) => `${each.rule} ${each.subject.id}`);
    expect(asked.filter((each) => !/ aws:(\d{12}|identity-center\/ssoins-\w+)$/.test(each))).toEqual([]);
  });

  it('tells each path with its class', () => {
    const entries = [...queryPaths(scanned.view, { to: 'tier0' })].map(
      (entry) => `${entry.identity} ${entry.capability} ${entry.scope} ${entry.persistence}`,
    );
    const due = estate.world.paths.map((entry) => `${entry.identity} ${entry.capability} ${entry.scope} ${entry.persistence}`);
    expect(due.filter((each) => !entries.includes(each))).toEqual([]);
  });

  it('shows the way from a person over the group to the role of the permission set, and how long a session lasts', () => {
    const { user, group, role, sessionSeconds } = estate.world.center;
    const finding = report.findings.find((each) => each.rule === 'standing-administrator' && each.subject.id === user);
    const links = finding?.path.flatMap((step) => (step.step === 'link' ? [[step.how, step.from, step.to]] : []));
    expect(links).toEqual([
      ['member-of', user, group],
      ['can-assume', group, role],
    ]);
    const way = [...scanned.view.links()].find((link) => link.from === group && link.to === role);
    expect(way?.detail).toMatchObject({ sessionSeconds });
  });

  it('asks little more than the fewest calls that there are, in each account and of each kind', () => {
    const fewest = fewestCalls(estate.world);
    const known = calls.filter((call) => !call.unknown);
    const made = new Map<string, number>();
    for (const { service, operation, account } of known) {
      const name = `${service}:${operation}@${account}`;
      made.set(name, (made.get(name) ?? 0) + 1);
    }
    const differing = [...new Set([...fewest.keys(), ...made.keys()])].sort().flatMap((name) => {
      const [due, were] = [fewest.get(name) ?? 0, made.get(name) ?? 0];
      return due === were ? [] : [`${name}: ${were} for ${due}`];
    });
    const sum = [...fewest.values()].reduce((total, each) => total + each, 0);
    console.log(`${known.length} calls, fewest ${sum}; ${calls.length - known.length} of operations that moto does not know`);
    expect(sum).toBeGreaterThan(100);
    expect(known.length, differing.join('\n')).toBeLessThanOrEqual(1.05 * sum);
    // Fewer than the fewest would be a question not asked, or a formula that is wrong.
    expect(known.length, differing.join('\n')).toBeGreaterThanOrEqual(sum);
  });

  it('asks nothing twice', () => {
    const times = new Map<string, number>();
    for (const call of calls) times.set(question(call), (times.get(question(call)) ?? 0) + 1);
    // AWS makes the report in its own time, and is asked until it is there.
    const polled = (name: string): boolean => name.startsWith('iam:GetCredentialReport ');
    expect([...times].filter(([name, count]) => count > (polled(name) ? 2 : 1))).toEqual([]);
  });

  it('gives up an operation that is not known after three answers', () => {
    const times = new Map<string, number>();
    for (const call of calls.filter((each) => each.unknown)) {
      const name = `${call.service}:${call.operation}@${call.account}`;
      times.set(name, (times.get(name) ?? 0) + 1);
    }
    // Two calls of one surface may be under way when the third answer comes.
    expect([...times].filter(([, count]) => count > 4)).toEqual([]);
  });
});
