import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { liveFolder } from '../support/install.ts';

export interface LogPrograms {
  /** Ours, around golang.org/x/mod, github.com/transparency-dev/{formats,merkle} and filippo.io/torchwood. */
  readonly verifier: string;
  /** Tessera's own check of a whole log. */
  readonly fsck: string;
}

/** Builds both, with modules of the public proxy in the versions of go.mod. Go keeps what is built. */
export function logPrograms(): LogPrograms {
  mkdirSync(liveFolder, { recursive: true });
  const build = (name: string, what: string): string => {
    const program = join(liveFolder, name);
    const cwd = join(import.meta.dirname, 'go-verifier');
    execFileSync('go', ['build', '-trimpath', '-o', program, what], { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
    return program;
  };
  return { verifier: build('log-verifier', '.'), fsck: build('tessera-fsck', 'github.com/transparency-dev/tessera/cmd/fsck') };
}

/** What Tessera's `fsck` says of a log. It exits with 0 whatever it found: what counts is that it says so. */
export function fsck(program: string, folder: string, vkeyFile: string): { readonly isWhole: boolean; readonly says: string } {
  const args = [`--storage_url=file://${folder}/`, `--public_key=${vkeyFile}`, '--ui=false'];
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8', timeout: 120_000 });
  return { isWhole: status === 0 && stderr.includes("Successfully fsck'd log"), says: stderr };
}
