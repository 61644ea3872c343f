import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../support/cli.ts';

/** Packs what would be published and unpacks it into an empty folder beside its run-time dependencies only. */
describe('the packed package', () => {
  let folder: string;
  let home: string;
  const bin = (): string => join(home, 'bin', 'vestige.js');

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'vestige-package-'));
    // `npm run check` builds it with its types and looks at those.
    execFileSync(process.execPath, [join(root, 'scripts', 'build.ts'), '--javascript'], { cwd: root, stdio: 'pipe' });
    execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], { cwd: root, stdio: 'pipe' });
    const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
    if (tarball === undefined) throw new Error('npm pack left no tarball');
    const modules = join(folder, 'node_modules');
    home = join(modules, 'vestige');
    mkdirSync(home, { recursive: true });
    execFileSync('tar', ['-xzf', join(folder, tarball), '--strip-components=1', '-C', home]);
    link(modules);
    writeFileSync(join(folder, 'package.json'), '{"name":"user","type":"module"}');
  }, 240_000);

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  // The run-time dependencies, and theirs, from the checkout: installing them again would test npm and not the package.
  function link(modules: string): void {
    const listed = execFileSync('npm', ['ls', '--omit=dev', '--all', '--parseable'], { cwd: root, encoding: 'utf8' }).trim().split('\n');
    const inside = listed
      .map((path) => path.split(`${root}/node_modules/`)[1])
      .filter((name) => name !== undefined && !name.includes('/node_modules/'));
    expect(inside.length).toBeGreaterThan(5);
    for (const name of inside as string[]) {
      mkdirSync(join(modules, name, '..'), { recursive: true });
      if (!existsSync(join(modules, name))) symlinkSync(join(root, 'node_modules', name), join(modules, name));
    }
  }

  it('holds no sources, tests or development tools', () => {
    expect(readdirSync(home).sort()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'NOTICE',
      'README.md',
      'bin',
      'dist',
      'docs',
      'package.json',
      'schemas',
    ]);
  });

  it('runs its demo in an empty folder', () => {
    const empty = mkdtempSync(join(folder, 'empty-'));
    const ran = spawnSync(process.execPath, [bin(), 'demo', '--quiet'], { cwd: empty, encoding: 'utf8' });
    expect(ran.stderr).toBe('');
    expect(ran.status).toBe(0);
    expect(ran.stdout).toContain('ann.keller');
    expect(readdirSync(join(empty, 'out', 'demo')).length).toBeGreaterThanOrEqual(4);
  });

  it('gives its library, rules, connector and reporters by subpath', () => {
    const program = `
      import { analyze, scan, captureDumps, memoryCapture, readConfiguration } from 'vestige';
      import { rules } from 'vestige/rules';
      import { awsCore } from 'vestige/connectors/aws';
      import * as json from 'vestige/reports/json';
      import { compile, evaluateAccess } from 'vestige/aws-policy';
      import { loadActionUniverse } from 'vestige/aws-actions';
      const actions = await loadActionUniverse();
      const policy = compile({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'iam:*', Resource: '*' } }, 'identity');
      const answer = evaluateAccess({ principal: 'arn:aws:iam::111122223333:user/ann', action: 'iam:CreateUser', resource: 'arn:aws:iam::111122223333:user/bob', identityPolicies: [policy] });
      const configuration = readConfiguration({}, { rules, connectors: [awsCore] });
      const details = JSON.stringify({ UserDetailList: [], GroupDetailList: [], RoleDetailList: [{ Path: '/', RoleName: 'r', RoleId: 'AROAEXAMPLE2345678901', Arn: 'arn:aws:iam::111122223333:role/r', CreateDate: '2026-01-01T00:00:00+00:00', AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] }, InstanceProfileList: [], RolePolicyList: [], AttachedManagedPolicies: [], Tags: [], RoleLastUsed: {} }], Policies: [] });
      const files = [{ format: 'aws-authorization-details', name: 'details.json', open: async function* () { yield new TextEncoder().encode(details); } }];
      const capture = await captureDumps(memoryCapture(), files, [awsCore], configuration);
      const { report } = await analyze({ capture, connectors: [awsCore], configuration, asOf: '2026-11-01T00:00:00Z', clock: () => 0 });
      console.log(typeof scan, Object.keys(json).length > 0, report.totals.identities.total, answer.decision, actions.includes('iam:PassRole'));
    `;
    writeFileSync(join(folder, 'program.js'), program);
    const ran = spawnSync(process.execPath, ['program.js'], { cwd: folder, encoding: 'utf8' });
    expect(ran.stderr).toBe('');
    // The role, and the root user that every account has.
    expect(ran.stdout.trim()).toBe('function true 2 allowed true');
  });

  it('says in one line that a runtime is too old, and exits 2', () => {
    // Any Node can pretend to be 20: the entry looks at the version it is told before it loads anything.
    const old = join(folder, 'old.cjs');
    writeFileSync(old, `Object.defineProperty(process.versions, 'node', { value: '20.20.2' });`);
    const ran = spawnSync(process.execPath, ['--require', old, bin(), 'demo'], { cwd: folder, encoding: 'utf8' });
    expect(ran.status).toBe(2);
    expect(ran.stderr).toBe('vestige: needs Node 22.18 or newer, found 20.20.2\n');
    expect(ran.stdout).toBe('');
  });

  it.runIf(systemNode() !== undefined)('says the same on a real older Node of this machine', () => {
    const ran = spawnSync(systemNode() ?? '', [bin(), 'demo'], { cwd: folder, encoding: 'utf8' });
    expect(ran.status).toBe(2);
    expect(ran.stderr.trim().split('\n')).toHaveLength(1);
  });

  it('has an entry that the shell can run', () => {
    chmodSync(bin(), 0o755);
    const ran = spawnSync(bin(), ['--version'], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, PATH: `${join(process.execPath, '..')}:${process.env['PATH'] ?? ''}` },
    });
    expect(ran.stdout.trim()).toMatch(/^\d+\.\d+\.\d+/);
  });
});

/** A Node older than we support, where the machine has one outside the checkout. */
function systemNode(): string | undefined {
  for (const path of ['/usr/bin/node', '/usr/local/bin/node']) {
    if (!existsSync(path)) continue;
    const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' });
    const [major = 0, minor = 0] = stdout.trim().slice(1).split('.').map(Number);
    if (major < 22 || (major === 22 && minor < 18)) return path;
  }
  return undefined;
}
