import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { liveFolder, pythonWith } from '../support/install.ts';

/** Ours, around go-securesystemslib and github.com/transparency-dev/formats. */
export function sealVerifier(): string {
  mkdirSync(liveFolder, { recursive: true });
  const program = join(liveFolder, 'seal-verifier');
  const cwd = join(import.meta.dirname, 'go-seal');
  execFileSync('go', ['build', '-trimpath', '-o', program, '.'], { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
  return program;
}

/** Sigstore's own program. It takes some minutes to build, once. */
export function cosignProgram(): string {
  return built('cosign', 'github.com/sigstore/cosign/v3/cmd/cosign@v3.1.2');
}

/** A witness nobody here wrote: the newest version that the Go we test with builds. */
export function litewitnessProgram(): string {
  return built('litewitness', 'filippo.io/torchwood/cmd/litewitness@v0.9.0');
}

/** Where a ministack is that has keys: that of the other suites comes without what it signs with. */
export function keyServiceEnvironment(): string {
  return pythonWith('ministack-kms', ['ministack==1.5.33', 'cryptography==50.0.2']);
}

/** A Python with securesystemslib. */
export function dssePython(): string {
  return join(pythonWith('dsse', ['securesystemslib[crypto]==1.6.0']), 'python');
}

function built(name: string, what: string): string {
  const folder = join(liveFolder, what.slice(what.lastIndexOf('/') + 1));
  const program = join(folder, name);
  if (!existsSync(program)) {
    mkdirSync(folder, { recursive: true });
    execFileSync('go', ['install', what], { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, GOBIN: folder } });
  }
  return program;
}
