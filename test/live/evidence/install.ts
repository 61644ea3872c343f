import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { liveFolder, pythonWith } from '../support/install.ts';

const requirements = ['ocsf-json-schema==1.2.0', 'jsonschema==4.26.0', 'openpyxl==3.1.5', 'compliance-trestle==5.2.0'];

/** A Python environment with readers of what packs hold; answers where its programs are. */
export function readersEnvironment(): string {
  return pythonWith('pack-readers', requirements);
}

/** The library that NIST's and the metaschema project's `oscal-cli` is made of, with all it needs, from Maven Central; answers the class path. */
export function oscalLibrary(): string {
  return join(jarsOf('oscal', 'pom.xml'), '*');
}

const OSCAL_CLI = 'v2.5.1';

/**
 * `oscal-cli`, made of the source of that version and of libraries from Maven Central, which has no build of the program; answers the class path. `source`: its
 * repository, as git names it: https://github.com/metaschema-framework/oscal-cli or a copy of it.
 */
export function oscalCli(source: string): string {
  const jars = jarsOf('oscal-cli', 'cli-pom.xml');
  const folder = join(liveFolder, 'oscal-cli', OSCAL_CLI);
  const classes = join(folder, 'classes');
  const stamp = join(folder, 'built');
  if (!existsSync(stamp)) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(classes, { recursive: true });
    run('git', [
      'clone',
      '--quiet',
      '--depth',
      '1',
      '--branch',
      OSCAL_CLI,
      '-c',
      'advice.detachedHead=false',
      source,
      join(folder, 'source'),
    ]);
    const own = join(folder, 'source', 'src', 'main');
    const files = ['java', 'java-templates'].flatMap((name) =>
      readdirSync(join(own, name), { recursive: true, encoding: 'utf8' })
        .filter((path) => path.endsWith('.java'))
        .map((path) => join(own, name, path)),
    );
    run('javac', ['-nowarn', '-d', classes, '-cp', join(jars, '*'), ...files]);
    writeFileSync(stamp, '');
  }
  return [classes, join(folder, 'source', 'src', 'main', 'resources'), join(jars, '*')].join(delimiter);
}

/** What a project file beside the tests asks for, with all that needs. */
function jarsOf(name: string, project: string): string {
  const folder = join(liveFolder, name);
  const jars = join(folder, 'jars');
  const pom = join(folder, 'pom.xml');
  const own = join(import.meta.dirname, 'oscal', project);
  if (!existsSync(jars) || readdirSync(jars).length === 0 || readFileSync(pom, 'utf8') !== readFileSync(own, 'utf8')) {
    mkdirSync(folder, { recursive: true });
    copyFileSync(own, pom);
    const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies';
    run('mvn', ['-q', '-B', goal, `-DoutputDirectory=${jars}`, '-DincludeScope=runtime'], folder);
  }
  return jars;
}

/** Poppler's `pdftotext` and `pdfinfo`: the system's, or Debian's package, which needs root. */
export function poppler(): true {
  if (!isThere('pdftotext') && process.getuid?.() === 0) {
    run('apt-get', ['update', '-qq']);
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'poppler-utils']);
  }
  if (!isThere('pdftotext')) throw new Error('there is no pdftotext: install the package poppler-utils');
  return true;
}

function isThere(program: string): boolean {
  return (process.env['PATH'] ?? '').split(':').some((folder) => existsSync(join(folder, program)));
}

function run(command: string, args: readonly string[], cwd?: string): void {
  execFileSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'], ...(cwd === undefined ? {} : { cwd }) });
}
