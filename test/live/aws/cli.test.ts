import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../../src/model/report.ts';
import { root, runVestige, type Ran } from '../../support/cli.ts';
import { coverageOf } from '../support/compare.ts';
import { installed } from '../support/install.ts';
import { motoNeeds } from '../support/moto.ts';
import { startOrganization, told, type Organization } from '../support/organization.ts';
import { question, type Meddler } from '../support/proxy.ts';

const needs = installed(motoNeeds);
const surfaces = [
  'organization',
  'identity-center',
  'identity-center-directory',
  'identity-center-assignments',
  'authorization-details',
  'credential-report',
  'role-settings',
  'access-keys',
];
/** Calls that are answered before the program is killed. */
const answered = 30;

describe.runIf(needs !== undefined)('the program, scanning a live organization', () => {
  let estate: Organization;
  let folder: string;

  beforeAll(async () => {
    if (needs === undefined) return;
    estate = await startOrganization(needs);
    folder = join(estate.moto.folder, 'user');
    mkdirSync(folder);
    const { world } = estate;
    const lines = [
      `role: vestige-audit`,
      `externalId: ${world.externalId}`,
      `assignments: by-principal`,
      `surfaces: [${surfaces.join(', ')}]`,
    ];
    writeFileSync(join(folder, 'vestige.yaml'), ['connectors:', '  aws:', ...lines.map((line) => `    ${line}`), ''].join('\n'));
  }, 240_000);

  afterAll(async () => {
    await estate?.stop();
  });

  /** Nothing of the machine's own AWS configuration, and nothing of the test's. */
  const environment = (): Record<string, string> => ({
    ...estate.hub,
    AWS_CONFIG_FILE: join(folder, 'none'),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'none'),
  });
  const arguments_ = (state: string, ...more: readonly string[]): readonly string[] => [
    'scan',
    ...more,
    '--state',
    join(folder, state),
    '--format',
    'json',
  ];
  const vestige = (...args: readonly string[]): Promise<Ran> => runVestige(args, { cwd: folder, environment: environment() });

  it('scans what the ambient credentials see, without a configuration file', async () => {
    const bare = join(folder, 'bare');
    mkdirSync(bare);
    estate.proxy.begin();
    const ran = await runVestige(['scan', 'aws'], { cwd: bare, environment: environment() });
    // The management account has gaps that moto leaves, and may have findings; either is an exit of a scan that ran.
    expect([1, 3], ran.stderr).toContain(ran.exit);
    expect(ran.stdout).toMatch(/\S/);
    expect(ran.stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(ran.stderr).not.toMatch(/this is a bug/);
    // Without a role no other account is entered.
    expect(estate.proxy.calls.filter((call) => call.operation === 'AssumeRole')).toEqual([]);
    expect(estate.proxy.calls.some((call) => call.operation === 'GetAccountAuthorizationDetails')).toBe(true);
  });

  it('goes on after kill -9 where it was, and asks for no page twice', async () => {
    estate.proxy.begin();
    // The first scan uses the roles it enters by; from then on their last use is the same.
    await vestige(...arguments_('warm'));
    const calm = await vestige(...arguments_('calm'));
    const calmReport = JSON.parse(calm.stdout) as Report;
    expect(told(calmReport).length).toBeGreaterThan(15);

    // some are answered, and what comes after waits: when nothing more is asked, all that was answered is in the capture
    let left = answered;
    const some: Meddler = (_, forward) => (left-- > 0 ? forward() : new Promise(() => undefined));
    estate.proxy.begin(some);
    const child = spawn(process.execPath, [join(root, 'bin', 'vestige.js'), ...arguments_('killed')], {
      cwd: folder,
      env: { ...process.env, ...environment(), NO_COLOR: '1' },
      stdio: 'ignore',
    });
    const ended = once(child, 'exit');
    await stillness(() => estate.proxy.calls.length);
    child.kill('SIGKILL');
    expect(await ended).toEqual([null, 'SIGKILL']);
    const before = estate.proxy.calls.filter(({ status }) => status !== null).map(question);
    expect(before).toHaveLength(answered);

    estate.proxy.begin();
    const resumed = await vestige(...arguments_('killed', '--resume'));
    expect(resumed.exit, resumed.stderr).toBe(calm.exit);
    const report = JSON.parse(resumed.stdout) as Report;
    expect(told(report)).toEqual(told(calmReport));
    expect(coverageOf(report)).toEqual(coverageOf(calmReport));

    // Who one is and sessions are asked by each process; the report that AWS makes may still be in the making.
    const pages = estate.proxy.calls.filter((call) => call.service !== 'sts' && !call.operation.endsWith('CredentialReport')).map(question);
    const settled = new Set(before);
    expect(pages.filter((each) => settled.has(each))).toEqual([]);
    expect(pages.length).toBeGreaterThan(10);
  });
});

/** Waits until a count has grown past what is answered, and then stood still for a while. */
async function stillness(count: () => number): Promise<void> {
  for (let last = -1, still = 0; still < 30;) {
    await sleep(100);
    still = count() === last && last > answered ? still + 1 : 0;
    last = count();
  }
}
