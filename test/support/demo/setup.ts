import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** A folder for all test files of one run; whoever needs the demo first makes it there. */
    readonly demoRun: string;
  }
}

/** Gives the files of a run one folder, and takes it away after the last. Nothing is made before somebody asks. */
export function setup({ provide }: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'vestige-demo-run-'));
  provide('demoRun', folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
