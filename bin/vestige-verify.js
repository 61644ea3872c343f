#!/usr/bin/env node
// No static imports: this file must parse and speak on any Node, however old, before anything newer is loaded.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write('vestige-verify: needs Node 22.18 or newer, found ' + process.versions.node + '\n');
  process.exit(2);
}
// An installed package has only `dist`; in a checkout the sources run as they are.
const { existsSync } = await import('node:fs');
const source = new URL('../src/cli/verify-pack/main.ts', import.meta.url);
const { main } = await import(existsSync(source) ? source.href : new URL('../dist/src/cli/verify-pack/main.js', import.meta.url).href);
process.exitCode = await main(process.argv.slice(2));
