import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';

let known: string | undefined;

/** The program's version, from its own package.json: the same in a checkout, in `dist` and in an installed package. */
export function programVersion(): string {
  if (known === undefined) {
    const path = findPackageJSON(import.meta.url);
    const manifest = path === undefined ? undefined : (JSON.parse(readFileSync(path, 'utf8')) as { readonly version?: unknown });
    known = typeof manifest?.version === 'string' ? manifest.version : 'unknown';
  }
  return known;
}

/** What signs and logs: `vestige 0.1.0`. */
export function programName(): string {
  return `vestige ${programVersion()}`;
}
