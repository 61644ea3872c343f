import type { Command } from 'commander';
import type { Plugs } from '../plugs.ts';
import type { CommonOptions } from '../settings.ts';
import type { Terminal } from '../streams.ts';

/** What every command shares. */
export interface Declaring {
  readonly common: (command: Command) => Command;
  readonly output: (command: Command) => Command;
  readonly done: (exit: number) => void;
}

type Shown = CommonOptions & { readonly format: string; readonly facts?: boolean; readonly output?: string };

const name = "an identity's, credential's or policy's name, its id (in AWS the ARN) or its immutable id (AROA…)";
const moment = 'the beginning of a run\'s id, a time (RFC 3339), "latest" or "previous"';

/** The commands that ask the store of runs, and those that keep it. */
export function declareHistory(program: Command, terminal: Terminal, plugs: Plugs, { common, output, done }: Declaring): void {
  output(common(program.command('history').description('what something was, held and was found with, from when to when')))
    .argument('<id>', name)
    .option('--facts', 'in a table, every fact behind it too')
    .option('--format <format>', 'table, json or csv', 'table')
    .action(async (id: string, options: Shown) => {
      const { historyCommand } = await import('../commands/history.ts');
      done(await historyCommand(terminal, id, options));
    });

  output(common(program.command('diff').description('what began, changed, came back, ended or is missing between two times')))
    .argument('<a>', moment)
    .argument('<b>', 'the same, later')
    .option('--facts', 'in a table, every fact behind it too')
    .option('--format <format>', "table, json or csv; html: the report of b's run, compared with a's", 'table')
    .action(async (a: string, b: string, options: Shown) => {
      if (options.format === 'html') {
        const { diffHtmlCommand } = await import('../commands/diff-html.ts');
        done(await diffHtmlCommand(terminal, plugs, a, b, options));
      } else {
        const { diffCommand } = await import('../commands/diff.ts');
        done(await diffCommand(terminal, a, b, options));
      }
    });

  output(common(program.command('at').description('the report as it would have been at a time, from what runs until then recorded')))
    .argument('<time>', moment)
    .option('--format <format>', `one of ${plugs.formats.join(', ')}`, 'table')
    .action(async (time: string, options: Shown) => {
      const { atCommand } = await import('../commands/at.ts');
      done(await atCommand(terminal, await plugs.all(), time, options));
    });

  const store = program.command('store').description('keep the store of runs: migrate, check, prune, export');
  common(store.command('migrate').description("bring a store that an older version made to this version's form")).action(
    async (options: CommonOptions) => {
      const { migrateCommand } = await import('../commands/store.ts');
      done(await migrateCommand(terminal, options));
    },
  );
  output(
    common(store.command('check').description('read all of it, and say whether it is whole and agrees with itself (exit 1: it does not)')),
  )
    .option('--format <format>', 'table or json', 'table')
    .action(async (options: Shown) => {
      const { checkCommand } = await import('../commands/store.ts');
      done(await checkCommand(terminal, options));
    });
  common(store.command('prune').description('remove what ended as long ago as history.keepDays of the configuration says'))
    .option('--captures', 'and captures of before then that no kept run and not the latest analysis speaks of')
    .option('--dry-run', 'only say what would be removed')
    .action(async (options: CommonOptions & { readonly dryRun?: boolean; readonly captures?: boolean }) => {
      const { pruneCommand } = await import('../commands/store.ts');
      done(await pruneCommand(terminal, options));
    });
  output(common(store.command('export').description('write all of it as lines of JSON'))).action(
    async (options: CommonOptions & { readonly output?: string }) => {
      const { exportCommand } = await import('../commands/store.ts');
      done(await exportCommand(terminal, options));
    },
  );
}
