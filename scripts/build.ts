// Builds the published package into dist/: the compiler's output, then the data files beside it. With --javascript the same JavaScript alone, without
// looking at types, which takes a third of the time.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, globSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..');
rmSync(join(root, 'dist'), { recursive: true, force: true });
const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const alone = process.argv.includes('--javascript') ? ['--noCheck', '--declaration', 'false'] : [];
execFileSync(process.execPath, [compiler, '-p', 'tsconfig.build.json', ...alone], { cwd: root, stdio: 'inherit' });
copyData();

/** What the program reads at run time and the compiler does not write: every JSON, CSV, CSS and HTML file of the product's rooms. */
function copyData(): void {
  const files = globSync('{src,connectors,reports}/**/*.{json,csv,css,html}', { cwd: root }).sort();
  for (const file of files) cpSync(join(root, file), join(root, 'dist', file));
  const missing = files.filter((file) => !existsSync(join(root, 'dist', dirname(file))));
  if (files.length === 0 || missing.length > 0)
    throw new Error(`build copied ${files.length} data files, lacks ${missing.join(', ') || 'all'}`);
  process.stdout.write(`build: compiled, ${files.length} data files copied\n`);
}
