import type { Command } from 'commander';
import type { Declaring } from '../history/declare.ts';
import type { AddOptions, ChangeOptions, ExceptionOptions } from './options.ts';
import type { Terminal } from '../streams.ts';

/** The commands about findings that are accepted: by whom, for what, until when. */
export function declareExceptions(program: Command, terminal: Terminal, { common, output, done }: Declaring): void {
  const exceptions = program.command('exceptions').description('findings that are accepted: by whom, why and until when');
  const formatted = (command: Command): Command => output(common(command)).option('--format <format>', 'text or json', 'text');

  formatted(exceptions.command('add').description('keep exceptions for the findings of the last analysis that they match'))
    .argument('<file>', 'YAML or JSON: one exception, or a list')
    .option('--analysis <id>', 'the findings of another analysis than the last')
    .option('--dry-run', 'only say what would be covered')
    .action(async (file: string, options: AddOptions) => {
      const { exceptionsAddCommand } = await import('../commands/exceptions-add.ts');
      done(await exceptionsAddCommand(terminal, file, options));
    });

  formatted(exceptions.command('list').description('which there are, how they stand, how long they last and what they cover')).action(
    async (options: ExceptionOptions) => {
      const { exceptionsListCommand } = await import('../commands/exceptions-list.ts');
      done(await exceptionsListCommand(terminal, options));
    },
  );

  formatted(exceptions.command('show').description('one exception, with all that was ever decided about it'))
    .argument('<id>')
    .action(async (id: string, options: ExceptionOptions) => {
      const { exceptionsShowCommand } = await import('../commands/exceptions-list.ts');
      done(await exceptionsShowCommand(terminal, id, options));
    });

  const changes = [
    { name: 'review', what: 'reviewed', says: 'say that somebody looked at it and kept it' },
    { name: 'test', what: 'tested', says: 'say that somebody tried it out, as a break-glass account has to be' },
  ] as const;
  for (const { name, what, says } of changes) {
    formatted(exceptions.command(name).description(says))
      .argument('<id>')
      .requiredOption('--by <who>', 'who did')
      .option('--at <time>', 'when, RFC 3339 or a day (default: now)')
      .option('--reason <text>', 'what was noted')
      .action(async (id: string, options: ChangeOptions) => {
        const { exceptionsChangeCommand } = await import('../commands/exceptions-change.ts');
        done(await exceptionsChangeCommand(terminal, what, id, options));
      });
  }

  formatted(exceptions.command('revoke').description('end it now: what it covers is a finding again'))
    .argument('<id>')
    .requiredOption('--by <who>', 'who decided it')
    .requiredOption('--reason <text>', 'why')
    .option('--at <time>', 'when, RFC 3339 or a day (default: now)')
    .action(async (id: string, options: ChangeOptions) => {
      const { exceptionsChangeCommand } = await import('../commands/exceptions-change.ts');
      done(await exceptionsChangeCommand(terminal, 'revoked', id, options));
    });

  output(exceptions.command('template').description('print an exception to start from; without a kind, which kinds there are'))
    .argument('[kind]')
    .action(async (kind: string | undefined, options: { readonly output?: string }) => {
      const { exceptionsTemplateCommand } = await import('../commands/exceptions-template.ts');
      done(await exceptionsTemplateCommand(terminal, kind, options));
    });
}
