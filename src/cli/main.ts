import { stripVTControlCharacters } from 'node:util';
import { Command, CommanderError, Option } from 'commander';
import { VestigeError } from '../base/errors.ts';
import { thresholds, type Threshold } from '../run/configuration.ts';
import { programVersion } from '../run/version.ts';
import { analyzeCommand } from './commands/analyze.ts';
import { demoCommand } from './commands/demo.ts';
import { doctorSource } from './commands/doctor-source.ts';
import { doctorCommand } from './commands/doctor.ts';
import { explainCommand } from './commands/explain.ts';
import { findingsCommand } from './commands/findings.ts';
import { initCommand } from './commands/init.ts';
import { pathsCommand } from './commands/paths.ts';
import { permissionsCommand } from './commands/permissions.ts';
import { captureCommand, scanCommand } from './commands/scan.ts';
import type { LiveOptions } from './live/place.ts';
import type { CommonOptions } from './settings.ts';
import { processTerminal, type Terminal } from './streams.ts';
import { wiring as defaultWiring, type Wiring } from './wiring.ts';

/*
 * What goes where: results on standard output, everything else on standard error with the program's name before it, and what to
 * do about a failure on a line that begins with `hint:`. Exit codes: 0 nothing at the threshold and all read, 1 findings,
 * 2 could not start, 3 gaps, 70 our bug.
 */
export async function main(
  args: readonly string[],
  terminal: Terminal = processTerminal(),
  wiring: Wiring = defaultWiring,
): Promise<number> {
  let exit = 0;
  const program = build(terminal, wiring, (code) => {
    exit = code;
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exit;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    return failed(terminal, error);
  }
}

function failed(terminal: Terminal, error: unknown): number {
  if (error instanceof VestigeError && error.code !== 'impossible') {
    terminal.stderr.write(`vestige: ${stripVTControlCharacters(error.message)}\n`);
    if (error.hint !== undefined) terminal.stderr.write(`hint: ${error.hint}\n`);
    return 2;
  }
  terminal.stderr.write(`vestige: this is a bug of vestige: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return 70;
}

function build(terminal: Terminal, wiring: Wiring, done: (exit: number) => void): Command {
  const program = new Command('vestige')
    .description('Audits standing privilege: what is standing, what should have ended but still works.')
    .version(programVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text.replace(/^error: /, 'vestige: ')),
      getOutHelpWidth: () => terminal.width,
      getErrHelpWidth: () => terminal.width,
    })
    .showHelpAfterError('hint: vestige --help, or --help after the command');
  const formats = wiring.reporters.map((reporter) => reporter.id);
  const sources = Object.keys(wiring.live).join(', ');
  const common = (command: Command): Command =>
    command
      .option('--state <dir>', 'where captures and analyses are kept', '.vestige')
      .option('--config <file>', 'configuration file (default: vestige.yaml where there is one)')
      .option('-q, --quiet', 'no messages on standard error');
  const output = (command: Command): Command => command.option('-o, --output <file>', 'write there instead of standard output');
  const threshold = new Option('--fail-on <severity>', 'exit 1 from this severity up (default: medium)').choices(thresholds);

  common(program.command('demo').description('the whole pipeline, offline, over a bundled sample estate'))
    .option('--out <dir>', 'where to write the reports', 'out/demo')
    .action(async (options: CommonOptions & { out: string }) => done(await demoCommand(terminal, wiring, options)));

  common(program.command('init').description('write a commented configuration file')).action(async (options: CommonOptions) =>
    done(await initCommand(terminal, wiring, options)),
  );

  common(program.command('doctor').description('check what works here, and of a source what a scan could not read'))
    .argument('[source]', `ask a live source too: ${sources}`)
    .action(async (source: string | undefined, options: CommonOptions) =>
      done(await (source === undefined ? doctorCommand(terminal, wiring, options) : doctorSource(terminal, wiring, source, options))),
    );

  output(common(program.command('permissions').description('print the policies that let a scan read, and nothing more')))
    .argument('<source>', sources)
    .option('--document <name>', 'only this document, as JSON')
    .option('--surfaces <list>', 'for these surfaces only, separated by commas')
    .option('--format <format>', 'text or json', 'text')
    .action(async (source: string, options: CommonOptions & { format: string }) =>
      done(await permissionsCommand(terminal, wiring, source, options)),
    );

  const reading = (command: Command): Command =>
    common(command)
      .argument('[source...]', `${sources} (default: the connectors of the configuration)`)
      .option('--surfaces <list>', 'only these surfaces, separated by commas')
      .option('--resume [capture]', 'go on with a reading that was stopped (default: the newest)');
  output(reading(program.command('scan').description('read live systems, analyse what was read, print the report')))
    .option('--as-of <time>', 'the moment to answer for, RFC 3339 (default: when the last page came)')
    .option('--format <format>', `one of ${formats.join(', ')}`, 'table')
    .addOption(threshold)
    .action(async (named: readonly string[], options: LiveOptions & { format: string; failOn?: Threshold }) =>
      done(await scanCommand(terminal, wiring, named, options)),
    );
  reading(program.command('capture').description('read live systems and print the id of the capture, for analyze')).action(
    async (named: readonly string[], options: LiveOptions) => done(await captureCommand(terminal, wiring, named, options)),
  );

  const analyze = output(common(program.command('analyze').description('analyse a capture, or what a vendor tool printed')))
    .argument('[capture]', 'id of a capture in the state folder')
    .option('--as-of <time>', 'the moment to answer for, RFC 3339 (default: when the capture was made, else now)')
    .option('--format <format>', `one of ${formats.join(', ')}`, 'table')
    .addOption(threshold);
  const dumps = wiring.connectors.flatMap((core) => core.dumps ?? []);
  for (const dump of dumps) analyze.option(`--${dump.id} <file...>`, `${dump.describes}: ${dump.command}`);
  analyze.action(
    async (capture: string | undefined, options: CommonOptions & { format: string; failOn?: Threshold } & Record<string, unknown>) => {
      const files = Object.fromEntries(dumps.map((dump) => [dump.id, (options[camel(dump.id)] ?? []) as readonly string[]]));
      done(await analyzeCommand(terminal, wiring, capture, { ...options, dumps: files }));
    },
  );

  output(common(program.command('findings').description('print the last analysis, or a part of its findings')))
    .option('--analysis <id>', 'another than the last')
    .option('--rule <id...>', 'only of these rules')
    .option('--family <family...>', 'only of these families')
    .option('--severity <severity>', 'only from this severity up')
    .option('--subject <id>', 'only about this identity, by id or name')
    .option('--limit <n>', 'at most so many')
    .option('--format <format>', `one of ${formats.join(', ')}`, 'table')
    .addOption(threshold)
    .action(async (options: CommonOptions & { format: string }) => done(await findingsCommand(terminal, wiring, options)));

  output(common(program.command('explain').description('why a finding is one, step by step')))
    .argument('<fingerprint>', 'of a finding; its first characters are enough')
    .option('--analysis <id>', 'another than the last')
    .option('--format <format>', 'table or json', 'table')
    .action(async (id: string, options: CommonOptions & { format: string }) => done(await explainCommand(terminal, wiring, id, options)));

  output(common(program.command('paths').description('who reaches a capability, and by which way')))
    .requiredOption('--to <capability>', 'a capability, or tier0')
    .option('--from <id>', 'only from this identity; in AWS its ARN')
    .option('--scope <id>', 'only on this scope: a boundary (aws:111122223333) or a resource')
    .option('--class <class>', 'only at least this lasting: session, eligible, activated, time-bound, standing')
    .option('--analysis <id>', 'another than the last')
    .option('--format <format>', 'table or json', 'table')
    .action(async (options: CommonOptions & { to: string; format: string }) => done(await pathsCommand(terminal, wiring, options)));
  return program;
}

function camel(option: string): string {
  return option.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
