import type { Command } from 'commander';
import type { Declaring } from '../history/declare.ts';
import type { Plugs } from '../plugs.ts';
import type { Terminal } from '../streams.ts';
import type { BacklogOptions } from './options.ts';

/** The command that makes work of findings. */
export function declareBacklog(program: Command, terminal: Terminal, plugs: Plugs, { common, output, done }: Declaring): void {
  output(
    common(program.command('backlog').description('what there is to do: one item for each thing to change, the first to be done first')),
  )
    .option('--format <format>', 'table, csv, jira, servicenow, github, markdown or json', 'table')
    .option('--item <id...>', 'only these items, whole; the first characters of an id are enough')
    .option('--owner <who...>', 'only items of these owners; none: only those whose owner is not known')
    .option('--what-if <n>', 'work out for so many items what would stop working; for each the whole estate is resolved again', '20')
    .option('--terraform-state <file...>', 'terraform show -json, or a state file: say at which address to change what')
    .option('--previous <file>', 'an earlier export as JSON (default: the one kept in the state folder)')
    .option('--no-keep', 'do not keep this one for the next time')
    .option('--analysis <id>', 'of another analysis than the last')
    .option('--push <tracker>', 'bring github or jira up to date with it; without --yes only say what would be done')
    .option('--yes', 'with --push: do it')
    .option('--repo <owner/name>', 'with --push github: the repository')
    .option('--project <key>', 'with --push jira: the project')
    .option('--url <url>', 'with --push: the address of the tracker (default for GitHub: https://api.github.com)')
    .action(async (options: BacklogOptions) => {
      const { backlogCommand } = await import('../commands/backlog.ts');
      done(await backlogCommand(terminal, await plugs.all(), options));
    });
}
