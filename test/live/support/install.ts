import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lockIn } from './lock.ts';

/** Where the live tests keep what they install: in the checkout, ignored by git, kept between runs. */
export const liveFolder = realPath(join(import.meta.dirname, '..', '..', '..', '.live'));

/** Programs of an environment name the place it was made at: a link to it may be gone when they are used. */
function realPath(path: string): string {
  return existsSync(path) ? realpathSync(path) : path;
}

// What the suites run against, all from public package registries.
const requirements = ['moto[server]==5.2.5', 'awscli==1.46.3'];

/** A Python environment with moto and the AWS CLI. */
export function pythonEnvironment(): string {
  return pythonWith('venv', requirements);
}

/** A Python environment with ministack, an AWS server that writes down what it is asked. It stands apart: it wants other versions of what it shares with moto. */
export function ministackEnvironment(): string {
  return pythonWith('ministack', ['ministack==1.5.33']);
}

/** Where its programs are. Installed once for each list of requirements. */
export function pythonWith(name: string, wants: readonly string[]): string {
  const folder = join(liveFolder, name);
  const stamp = join(folder, 'requirements');
  // one that was made at another place does not run here
  const wanted = [folder, ...wants].join('\n');
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
    mkdirSync(liveFolder, { recursive: true });
    rmSync(folder, { recursive: true, force: true });
    run('python3', ['-m', 'venv', folder]);
    run(join(folder, 'bin', 'pip'), ['install', '--quiet', '--disable-pip-version-check', ...wants]);
    writeFileSync(stamp, wanted);
  }
  return join(folder, 'bin');
}

/** The library that lets a server live at another time, taken from Debian's package and unpacked here; nothing is installed. */
export function fakeTimeLibrary(): string {
  const folder = join(liveFolder, 'faketime');
  const found = (): string | undefined =>
    existsSync(folder)
      ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((name) => name.endsWith('libfaketimeMT.so.1'))
      : undefined;
  if (found() === undefined) {
    mkdirSync(folder, { recursive: true });
    try {
      run('apt-get', ['download', 'libfaketime'], folder);
    } catch {
      // A machine that has never listed its packages refuses the download; say so only if the list does not help.
      run('apt-get', ['update', '-qq']);
      run('apt-get', ['download', 'libfaketime'], folder);
    }
    const archive = readdirSync(folder).find((name) => name.endsWith('.deb'));
    if (archive === undefined) throw new Error('apt-get download libfaketime left no package behind');
    run('dpkg', ['-x', archive, '.'], folder);
  }
  const library = found();
  if (library === undefined) throw new Error(`the package libfaketime holds no libfaketimeMT.so.1 (${folder})`);
  return join(folder, library);
}

/**
 * A Chromium: the one `CHROMIUM` names, the system's, or Debian's package, which needs root. A browser leans on too many of the
 * system's libraries to be unpacked beside the checkout.
 */
export function chromiumPath(): string {
  const named = process.env['CHROMIUM'];
  const path = named ?? '/usr/bin/chromium';
  if (!existsSync(path) && named === undefined && process.getuid?.() === 0) {
    run('apt-get', ['update', '-qq']);
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium']);
  }
  if (!existsSync(path)) throw new Error(`there is no Chromium at ${path}: install the package chromium, or name another with CHROMIUM`);
  return path;
}

function run(command: string, args: readonly string[], cwd?: string): void {
  execFileSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'], ...(cwd === undefined ? {} : { cwd }) });
}

/**
 * Installs, or answers why not. In CI a suite that cannot run has failed, so there the reason is thrown.
 */
export function installed<T>(install: () => T): T | undefined {
  try {
    return alone(install);
  } catch (error) {
    if ((process.env['CI'] ?? '') !== '') throw error;
    process.stderr.write(`skipped: ${error instanceof Error ? error.message : String(error)}\n`);
    return undefined;
  }
}

/** Installs while no other suite does: files run side by side, and some want the same. */
export function alone<T>(install: () => T): T {
  mkdirSync(liveFolder, { recursive: true });
  const release = lockIn(liveFolder);
  try {
    return install();
  } finally {
    release();
  }
}
