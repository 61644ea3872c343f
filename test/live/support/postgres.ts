import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { alone, liveFolder } from './install.ts';

/** A PostgreSQL of our own: on a socket in a temporary folder, with what is committed on the disk. */
export interface PostgresServer {
  /** Of a database. */
  url(database: string): string;
  create(database: string, options?: string): void;
  /** The server and all its processes end at once, as with the machine; not those that go on without it. */
  kill(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Answers of psql, unaligned. */
  ask(database: string, statement: string): string;
  drop(database: string): void;
  isRunning(): boolean;
  readonly programs: string;
  /** Options of its programs that say where it is, and who asks. */
  readonly address: readonly string[];
}

interface Installed {
  readonly programs: string;
  readonly env: Readonly<Record<string, string>>;
}

/** A PostgreSQL 15 or later: the machine's, or Debian's package unpacked beside the checkout; nothing is installed. */
export function postgresPrograms(): Installed {
  const own = newest('/usr/lib/postgresql');
  if (own !== undefined) return { programs: own, env: {} };
  const folder = join(liveFolder, 'postgresql');
  const root = join(folder, 'root');
  if (newest(join(root, 'usr/lib/postgresql')) === undefined) {
    mkdirSync(root, { recursive: true });
    try {
      unpack(folder, root);
    } catch {
      // A machine that has never listed its packages refuses the download; say so only if the list does not help.
      execFileSync('apt-get', ['update', '-qq'], { stdio: ['ignore', 'ignore', 'inherit'] });
      unpack(folder, root);
    }
  }
  const programs = newest(join(root, 'usr/lib/postgresql'));
  if (programs === undefined) throw new Error(`the packages in ${folder} hold no PostgreSQL 15 or later`);
  const libraries = readdirSync(join(root, 'usr/lib'), { withFileTypes: true }).filter(
    (each) => each.isDirectory() && each.name.includes('-linux-'),
  );
  return { programs, env: { LD_LIBRARY_PATH: libraries.map(({ name }) => join(root, 'usr/lib', name)).join(':') } };
}

function newest(folder: string): string | undefined {
  if (!existsSync(folder)) return undefined;
  const versions = readdirSync(folder).filter((name) => Number(name) >= 15 && existsSync(join(folder, name, 'bin', 'initdb')));
  const [latest] = versions.sort((a, b) => Number(b) - Number(a));
  return latest === undefined ? undefined : join(folder, latest, 'bin');
}

function unpack(folder: string, root: string): void {
  const told = (args: readonly string[]): string => execFileSync('apt-cache', args, { encoding: 'utf8' });
  const server = /Depends: (postgresql-\d+)/.exec(told(['depends', 'postgresql']))?.[1];
  if (server === undefined) throw new Error('apt-cache knows no package postgresql');
  const depends = told([
    'depends',
    '--recurse',
    '--no-recommends',
    '--no-suggests',
    '--no-conflicts',
    '--no-breaks',
    '--no-replaces',
    '--no-enhances',
    server,
  ]);
  const libraries = new Set([...depends.matchAll(/^\w*(lib[\w.+-]+)$/gm)].map((found) => found[1] ?? ''));
  const present = new Set(execFileSync('dpkg-query', ['-W', '-f', '${Package}\n'], { encoding: 'utf8' }).split('\n'));
  const wanted = [server, ...[...libraries].filter((name) => name !== '' && !present.has(name))];
  execFileSync('apt-get', ['download', ...wanted], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  for (const name of readdirSync(folder)) if (name.endsWith('.deb')) execFileSync('dpkg', ['-x', join(folder, name), root]);
}

/** Starts one, with an empty cluster. Whoever is root runs it as nobody, for it refuses root. */
export async function startPostgres(settings: Readonly<Record<string, string>> = {}): Promise<PostgresServer> {
  const { programs, env } = alone(postgresPrograms);
  const nobody = 65_534;
  const isRoot = process.getuid?.() === 0;
  const who = isRoot ? { uid: nobody, gid: nobody } : {};
  const folder = mkdtempSync(join(tmpdir(), 'vestige-postgres-'));
  const data = join(folder, 'data');
  chmodSync(folder, 0o755);
  if (isRoot) chownSync(folder, nobody, nobody);
  const options = { ...who, cwd: folder, env: { ...env, PATH: process.env['PATH'] ?? '', LC_ALL: 'C.UTF-8' } };
  const run = (program: string, args: readonly string[]): string =>
    execFileSync(join(programs, program), args, { ...options, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  run('initdb', ['-D', data, '-U', 'vestige', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8']);
  let child: ChildProcess | undefined;

  async function start(): Promise<void> {
    const given = Object.entries({ listen_addresses: '', unix_socket_directories: folder, fsync: 'on', ...settings });
    const started = spawn(join(programs, 'postgres'), ['-D', data, ...given.flatMap(([name, value]) => ['-c', `${name}=${value}`])], {
      ...options,
      stdio: ['ignore', 'ignore', 'ignore'],
    });
    child = started;
    // Whoever ends without stopping it leaves none behind.
    process.once('exit', () => started.kill('SIGKILL'));
    for (let tries = 0; ; tries++) {
      try {
        ask('postgres', 'SELECT 1');
        return;
      } catch (error) {
        if (tries > 600 || started.exitCode !== null) throw error;
        await sleep(50);
      }
    }
  }

  function ask(database: string, statement: string): string {
    return run('psql', ['-h', folder, '-U', 'vestige', '-d', database, '-AtqX', '-v', 'ON_ERROR_STOP=1', '-c', statement]).trim();
  }

  async function ended(signal: NodeJS.Signals): Promise<void> {
    const running = child;
    child = undefined;
    if (running?.pid === undefined || running.exitCode !== null || running.signalCode !== null) return;
    const gone = new Promise((resolve) => running.once('exit', resolve));
    const backends = signal === 'SIGKILL' ? childrenOf(running.pid) : [];
    running.kill(signal);
    for (const pid of backends) quietly(() => process.kill(pid, 'SIGKILL'));
    await gone;
  }

  try {
    await start();
  } catch (error) {
    await ended('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  return {
    programs,
    url: (database) => `postgres://vestige@/${database}?host=${encodeURIComponent(folder)}`,
    create: (database, more = '') => void ask('postgres', `CREATE DATABASE ${database} ${more}`),
    drop: (database) => void ask('postgres', `DROP DATABASE ${database} WITH (FORCE)`),
    isRunning: () => child !== undefined,
    address: ['-h', folder, '-U', 'vestige'],
    kill: () => ended('SIGKILL'),
    start,
    ask,
    async stop() {
      await ended('SIGINT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function childrenOf(parent: number): readonly number[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    let status = '';
    quietly(() => (status = readFileSync(join('/proc', name, 'stat'), 'utf8')));
    // After the name in brackets: state, parent.
    const [, of] = status.slice(status.lastIndexOf(')') + 2).split(' ');
    return Number(of) === parent ? [Number(name)] : [];
  });
}

function quietly(work: () => unknown): void {
  try {
    work();
  } catch {
    // It is gone already.
  }
}
