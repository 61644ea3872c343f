import type { Command } from 'commander';
import type { Declaring } from '../history/declare.ts';
import type { Plugs } from '../plugs.ts';
import type { CommonOptions } from '../settings.ts';
import type { Terminal } from '../streams.ts';
import type { DueImportOptions } from './options.ts';

type Shown = CommonOptions & { readonly format: string; readonly output?: string };

/** The commands about life-cycle records: tickets, leavers, reviews, grants, runs, signals. */
export function declareDue(program: Command, terminal: Terminal, plugs: Plugs, { common, output, done }: Declaring): void {
  const due = program.command('due').description('life-cycle records: who should have what until when');
  output(
    common(due.command('import').description('take in files of tickets, leavers, reviews, grants, pipeline runs or security event tokens')),
  )
    .argument('<file...>', 'CSV, JSON or lines of JSON, gzipped or not; with --jwks signed tokens, one a line')
    .option('--as <preset>', 'what they are: `vestige due template` lists the presets')
    .option('--mapping <file>', 'or how to read them, YAML or JSON')
    .option('--jwks <file>', "or the issuer's public keys, for security event tokens")
    .option('--issuer <iss...>', 'with --jwks: whose tokens to believe')
    .option('--audience <aud...>', 'with --jwks: as whom you are meant')
    .option('--system <name>', "the source of the events, instead of the preset's")
    .option('--kind <kind>', 'who tells it: broker, ticket, hr, review, ci or signal')
    .option('--zone <zone>', 'the time zone of times that name none: Europe/Vienna, +02:00, UTC')
    .option('--query <text>', 'the query or report it was made with')
    .option('--parameter <name=value...>', 'and with what')
    .option('--extracted-by <who>', 'who made the file')
    .option('--extracted-at <time>', 'and when')
    .option('--covers <from/to>', 'the time that the files tell whole: within it their silence says that nothing was')
    .option('--rows <n>', 'how many rows there should be; the file is refused where there are others')
    .option('--accept-rows', 'take it all the same')
    .option('--dry-run', 'only say what is in them')
    .option('--format <format>', 'text or json', 'text')
    .action(async (files: readonly string[], options: DueImportOptions) => {
      const { dueImportCommand } = await import('../commands/due-import.ts');
      done(await dueImportCommand(terminal, files, options));
    });

  output(common(due.command('list').description('what was imported, which times are told whole, and how many events each source has')))
    .option('--format <format>', 'text or json', 'text')
    .action(async (options: Shown) => {
      const { dueListCommand } = await import('../commands/due-list.ts');
      done(await dueListCommand(terminal, options));
    });

  output(common(due.command('check').description('whose the imported events are: matched, unknown or ambiguous among who was read last')))
    .option('--analysis <id>', 'among whom another analysis than the last has')
    .option('--format <format>', 'text or json', 'text')
    .action(async (options: Shown & { readonly analysis?: string }) => {
      const { dueCheckCommand } = await import('../commands/due-check.ts');
      done(await dueCheckCommand(terminal, await plugs.all(), options));
    });

  output(due.command('template').description('print the mapping of a preset, to start from; without a name, which there are'))
    .argument('[preset]')
    .action(async (name: string | undefined, options: { readonly output?: string }) => {
      const { dueTemplateCommand } = await import('../commands/due-template.ts');
      done(await dueTemplateCommand(terminal, name, options));
    });
}
