import type { Command } from 'commander';
import type { Declaring } from '../history/declare.ts';
import type { Plugs } from '../plugs.ts';
import type { Terminal } from '../streams.ts';
import type { VerifyOptions } from '../commands/verify.ts';

/** The command that asks live systems whether what should have ended is gone. */
export function declareVerify(program: Command, terminal: Terminal, plugs: Plugs, { common, output, done }: Declaring): void {
  output(common(program.command('verify').description('ask live systems by id whether what should have ended is gone')))
    .argument('[ending...]', "an ending's id, or the first characters of it, or the id of an access")
    .option('--due', 'all that should be gone: overdue, claimed, back again, or ended on less than two looks')
    .option('--connector <id...>', `only what these read: ${plugs.sources.join(', ')}`)
    .option('--watch', 'ask again until all is absent in two looks, or until a deadline')
    .option('--until <time>', 'with --watch: when to end, RFC 3339')
    .option('--for <length>', 'with --watch: how long, as in 90s, 15m, 2h (default: 1h)')
    .option('--every <length>', 'with --watch: how often (default: as soon as the provider may not show any more what is gone)')
    .option('--analysis <id>', 'of another analysis than the last')
    .option('--format <format>', 'text or json', 'text')
    .option('--no-ledger', 'leave it out of the ledger')
    .option('--passphrase-file <file>', "of the ledger's key (default: VESTIGE_LEDGER_PASSPHRASE of the environment)")
    .action(async (named: readonly string[], options: VerifyOptions) => {
      const { verifyCommand } = await import('../commands/verify.ts');
      done(await verifyCommand(terminal, await plugs.all(), named, options));
    });
}
