import { stripVTControlCharacters } from 'node:util';
import { Command, CommanderError, Option } from 'commander';
import { VestigeError } from '../base/errors.ts';
import { thresholds, type Threshold } from '../run/threshold.ts';
import { programVersion } from '../run/version.ts';
import type { DumpFormat } from '../contract/connector.ts';
import { declareBacklog } from './backlog/declare.ts';
import { declareDue } from './due/declare.ts';
import { declareEvidence } from './evidence/declare.ts';
import { declareExceptions } from './exceptions/declare.ts';
import { declareHistory } from './history/declare.ts';
import { declareLedger, passphrase } from './ledger/declare.ts';
import type { LiveOptions } from './live/place.ts';
import { declareMetrics } from './metrics/declare.ts';
import { ownPlugs, plugsOf, type Plugs } from './plugs.ts';
import type { CommonOptions } from './settings.ts';
import { processTerminal, type Terminal } from './streams.ts';
import { UsageError } from './usage.ts';
import { declareVerify } from './verify/declare.ts';
import type { Wiring } from './wiring.ts';

/*
 * What goes where: results on standard output, everything else on standard error with the program's name before it, and what to
 * do about a failure on a line that begins with `hint:`. Exit codes: 0 nothing at the threshold and all read, 1 findings,
 * 2 could not start, 3 gaps, 70 our bug.
 */
export async function main(args: readonly string[], terminal: Terminal = processTerminal(), wiring?: Wiring): Promise<number> {
  let exit = 0;
  const plugs = wiring === undefined ? ownPlugs : plugsOf(wiring);
  try {
    // The options of `analyze` are named by connectors; no other command's are, and most of a start is loading.
    const dumps = args.includes('analyze') ? (await plugs.connectors()).flatMap((core) => core.dumps ?? []) : [];
    const program = build(terminal, plugs, dumps, (code) => {
      exit = code;
    });
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

/** Each command is loaded when it is called, and so are the plug-ins that it needs. */
function build(terminal: Terminal, plugs: Plugs, dumps: readonly DumpFormat[], done: (exit: number) => void): Command {
  const program = new Command('vestige')
    .description('Audits standing privilege: what is standing, what should have ended but still works.')
    .version(programVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .exitOverride()
    // the names of some options leave less than commander wraps in by itself
    .configureHelp({ minWidthToWrap: 30 })
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text.replace(/^error: /, 'vestige: ')),
      getOutHelpWidth: () => terminal.width,
      getErrHelpWidth: () => terminal.width,
    })
    .showHelpAfterError('hint: vestige --help, or --help after the command');
  const { formats } = plugs;
  const sources = plugs.sources.join(', ');
  const common = (command: Command): Command =>
    command
      .option('--state <dir>', 'where captures and analyses are kept', '.vestige')
      .option('--config <file>', 'configuration file (default: vestige.yaml here, or in the state folder, where there is one)')
      .option('-q, --quiet', 'no messages on standard error');
  const output = (command: Command): Command => command.option('-o, --output <file>', 'write there instead of standard output');
  const recording = (command: Command): Command => command.option('--no-record', 'leave it out of the history');
  const logging = (command: Command): Command => passphrase(command.option('--no-ledger', 'leave it out of the ledger'));
  const against = new Option('--against <run>', 'compare with this run, by the beginning of its id or a time (default: the one before)');
  const threshold = new Option('--fail-on <severity>', 'exit 1 from this severity up (default: medium)').choices(thresholds);

  common(program.command('demo').description('the whole pipeline, offline, over a bundled sample estate'))
    .option('--out <dir>', 'where to write the reports', 'out/demo')
    .action(async (options: CommonOptions & { out: string }) => {
      const { demoCommand } = await import('./commands/demo.ts');
      done(await demoCommand(terminal, await plugs.all(), options));
    });

  common(program.command('init').description('write a commented configuration file')).action(async (options: CommonOptions) => {
    const { initCommand } = await import('./commands/init.ts');
    done(await initCommand(terminal, await plugs.all(), options));
  });

  common(program.command('doctor').description('check what works here, and of a source what a scan could not read'))
    .argument('[source]', `ask a live source too: ${sources}`)
    .action(async (source: string | undefined, options: CommonOptions) => {
      if (source === undefined) {
        const { doctorCommand } = await import('./commands/doctor.ts');
        done(await doctorCommand(terminal, await plugs.all(), options));
      } else {
        const { doctorSource } = await import('./commands/doctor-source.ts');
        done(await doctorSource(terminal, await plugs.all(), source, options));
      }
    });

  output(common(program.command('permissions').description('print the policies that let a scan read, and nothing more')))
    .argument('<source>', sources)
    .option('--document <name>', 'only this document, as JSON')
    .option('--surfaces <list>', 'for these surfaces only, separated by commas')
    .option('--format <format>', 'text or json', 'text')
    .action(async (source: string, options: CommonOptions & { format: string }) => {
      const { permissionsCommand } = await import('./commands/permissions.ts');
      done(await permissionsCommand(terminal, await plugs.all(), source, options));
    });

  const reading = (command: Command): Command =>
    common(command)
      .argument('[source...]', `${sources} (default: the connectors of the configuration)`)
      .option('--surfaces <list>', 'only these surfaces, separated by commas')
      .option('--resume [capture]', 'go on with a reading that was stopped (default: the newest)');
  logging(recording(output(reading(program.command('scan').description('read live systems, analyse what was read, print the report')))))
    .option('--as-of <time>', 'the moment to answer for, RFC 3339 (default: when the last page came)')
    .addOption(against)
    .option('--format <format>', `one of ${formats.join(', ')}`, 'table')
    .addOption(threshold)
    .action(async (named: readonly string[], options: LiveOptions & { format: string; failOn?: Threshold }) => {
      const { scanCommand } = await import('./commands/scan.ts');
      done(await scanCommand(terminal, plugs, named, options));
    });
  logging(reading(program.command('capture').description('read live systems and print the id of the capture, for analyze'))).action(
    async (named: readonly string[], options: LiveOptions) => {
      const { captureCommand } = await import('./commands/scan.ts');
      done(await captureCommand(terminal, await plugs.forRun(), named, options));
    },
  );

  const analyze = logging(
    recording(output(common(program.command('analyze').description('analyse a capture, or what a vendor tool printed')))),
  )
    .argument('[capture]', 'id of a capture in the state folder')
    .option('--read-at <time>', 'when the files were made, where they do not tell it themselves: without it they are not recorded')
    .option('--as-of <time>', 'the moment to answer for, RFC 3339 (default: when the capture was made, else now)')
    .addOption(against)
    .option('--format <format>', `one of ${formats.join(', ')}`, 'table')
    .addOption(threshold);
  for (const dump of dumps) analyze.option(`--${dump.id} <file...>`, `${dump.describes}: ${dump.command}`);
  analyze.action(
    async (capture: string | undefined, options: CommonOptions & { format: string; failOn?: Threshold } & Record<string, unknown>) => {
      const files = Object.fromEntries(dumps.map((dump) => [dump.id, (options[camel(dump.id)] ?? []) as readonly string[]]));
      const { analyzeCommand } = await import('./commands/analyze.ts');
      done(await analyzeCommand(terminal, plugs, capture, { ...options, dumps: files }));
    },
  );

  output(common(program.command('findings').description('print the last analysis, or a part of its findings')))
    .option('--analysis <id>', 'another than the last')
    .option('--rule <id...>', 'only of these rules')
    .option('--family <family...>', 'only of these families')
    .option('--severity <severity>', 'only from this severity up')
    .option('--subject <id>', 'only about this identity, by id or name')
    .option('--new', 'only those that no run before had, or that came back')
    .addOption(against)
    .option('--since <time>', 'only those that began or came back since; with --resolved, that were resolved since')
    .option('--resolved', 'instead, those of earlier runs that are resolved: since the run before, or since --since')
    .option('--limit <n>', 'at most so many')
    .option('--format <format>', `one of ${formats.join(', ')}`, 'table')
    .addOption(threshold)
    .action(async (options: CommonOptions & { format: string }) => {
      const { findingsCommand } = await import('./commands/findings.ts');
      done(await findingsCommand(terminal, plugs, options));
    });

  output(common(program.command('explain').description('why a finding is one, step by step')))
    .argument('<fingerprint>', 'of a finding, as reports print it; its first characters are enough, four at least')
    .option('--analysis <id>', 'another than the last')
    .option('--format <format>', 'table or json', 'table')
    .action(async (id: string, options: CommonOptions & { format: string }) => {
      const { explainCommand } = await import('./commands/explain.ts');
      done(await explainCommand(terminal, plugs, id, options));
    });

  output(common(program.command('paths').description('who reaches tier 0, a capability or a crown jewel, and by which way')))
    .option('--to <capability>', 'tier0 (control of a boundary), a capability, crown-jewels or jewel:NAME', 'tier0')
    .option('--from <id>', 'only from this identity; in AWS its ARN')
    .option('--scope <id>', 'only on this scope, or what contains it: a boundary (aws:111122223333) or a resource')
    .option('--within <id>', 'only on this scope and what lies in it: an organization (aws:o-…), a unit (aws:ou-…), a boundary')
    .option('--class <class>', 'only ways that are certainly of this class: session, eligible, activated, time-bound, standing')
    .option(
      '--explain',
      'why each path is there, step by step: which statement of which policy allows it, and which denies and limits were looked at',
    )
    .option('--analysis <id>', 'another than the last')
    .option('--format <format>', 'table or json; with --without also csv', 'table')
    .option(
      '--without <name...>',
      'what would remain if this were taken away: a policy, POLICY@PRINCIPAL, GROUP@USER, a credential, an identity, the cause of a finding, the key of a grant or link; several go together',
    )
    .option('--findings', 'with --without: judge again, and say which findings go, stay and appear')
    .action(async (options: CommonOptions & { to: string; format: string; without?: readonly string[]; findings?: boolean }) => {
      const { without } = options;
      if (without !== undefined) {
        const { withoutCommand } = await import('./commands/without.ts');
        done(await withoutCommand(terminal, await plugs.all(), { ...options, without }));
        return;
      }
      if (options.findings === true) throw new UsageError('cannot compare findings: --findings goes with --without');
      const { pathsCommand } = await import('./commands/paths.ts');
      done(await pathsCommand(terminal, plugs, options));
    });
  declareBacklog(program, terminal, plugs, { common, output, done });
  declareDue(program, terminal, plugs, { common, output, done });
  declareEvidence(program, terminal, plugs, { common, output, done });
  declareExceptions(program, terminal, { common, output, done });
  declareHistory(program, terminal, plugs, { common, output, done });
  declareLedger(program, terminal, { common, output, done });
  declareMetrics(program, terminal, plugs, { common, output, done });
  declareVerify(program, terminal, plugs, { common, output, done });
  return program;
}

function camel(option: string): string {
  return option.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
