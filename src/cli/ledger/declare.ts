import type { Command } from 'commander';
import type { LedgerAnchorOptions } from '../commands/ledger-anchor.ts';
import type { LedgerCheckOptions } from '../commands/ledger-check.ts';
import type { LedgerEraseOptions } from '../commands/ledger-erase.ts';
import type { LedgerInitOptions } from '../commands/ledger-init.ts';
import type { LedgerProveOptions } from '../commands/ledger-prove.ts';
import type { LedgerRotateOptions } from '../commands/ledger-rotate.ts';
import type { LedgerStatusOptions } from '../commands/ledger-status.ts';
import type { Declaring } from '../history/declare.ts';
import type { Terminal } from '../streams.ts';

/** Of every command that writes to a ledger. */
export function passphrase(command: Command): Command {
  return command.option('--passphrase-file <file>', "of the ledger's key (default: VESTIGE_LEDGER_PASSPHRASE of the environment)");
}

/** The commands about the log of what was done: its keys, proofs, checks and marks from outside. */
export function declareLedger(program: Command, terminal: Terminal, { common, output, done }: Declaring): void {
  const ledger = program
    .command('ledger')
    .description('the append-only log that evidence rests on: keys, proofs, checks, marks from outside');
  const formatted = (command: Command): Command => command.option('--format <format>', 'text or json', 'text');
  const keyed = (command: Command): Command =>
    passphrase(command)
      .option('--key-file <file>', 'the key, PKCS#8 in PEM; it is made where there is none (default: in the folder of the ledger)')
      .option('--kms <key>', 'a key of a key service instead: aws:ARN, azure:URL or gcp:NAME');

  formatted(keyed(common(ledger.command('init').description('begin a ledger, and print the key that its readers need'))))
    .option('--origin <name>', 'what it is called for ever: best an address of yours without https://')
    .action(async (options: LedgerInitOptions) => {
      const { ledgerInitCommand } = await import('../commands/ledger-init.ts');
      done(await ledgerInitCommand(terminal, options));
    });

  formatted(
    output(common(ledger.command('status').description('its size, root, keys and newest mark from outside, and runs without an end'))),
  ).action(async (options: LedgerStatusOptions) => {
    const { ledgerStatusCommand } = await import('../commands/ledger-status.ts');
    done(await ledgerStatusCommand(terminal, options));
  });

  output(common(ledger.command('prove').description('write a proof that an entry is in it (C2SP tlog-proof)')))
    .argument('<entry>', "its index, or the first characters of a run's capture, id or nonce, or of a pack's id")
    .option('--body <file>', 'and there what the entry says, with its salt')
    .action(async (name: string, options: LedgerProveOptions) => {
      const { ledgerProveCommand } = await import('../commands/ledger-prove.ts');
      done(await ledgerProveCommand(terminal, name, options));
    });

  formatted(output(common(ledger.command('check').description('check all of it; what does not hold is named with its file (exit 1)'))))
    .option('--key <key...>', 'the public key of the ledger, NAME+ID+KEY, or a file with it, as it came another way')
    .option('--since <checkpoint>', 'a file with a former checkpoint of it, of which it has to be a continuation')
    .action(async (options: LedgerCheckOptions) => {
      const { ledgerCheckCommand } = await import('../commands/ledger-check.ts');
      done(await ledgerCheckCommand(terminal, options));
    });

  passphrase(common(ledger.command('witness').description('ask the witnesses of the configuration to cosign it')))
    .option('--url <url>', 'only the one at this address')
    .action(async (options: LedgerAnchorOptions) => {
      const { ledgerWitnessCommand } = await import('../commands/ledger-anchor.ts');
      done(await ledgerWitnessCommand(terminal, options));
    });

  passphrase(common(ledger.command('timestamp').description('have a time-stamping authority mark it (RFC 3161)')))
    .option('--url <url>', 'another authority than the one of the configuration')
    .action(async (options: LedgerAnchorOptions) => {
      const { ledgerTimestampCommand } = await import('../commands/ledger-anchor.ts');
      done(await ledgerTimestampCommand(terminal, options));
    });

  formatted(keyed(common(ledger.command('rotate-key').description('hand it over to another key'))))
    .option('--compromised-since <time>', 'the former key was in the wrong hands since then')
    .action(async (options: LedgerRotateOptions) => {
      const { ledgerRotateCommand } = await import('../commands/ledger-rotate.ts');
      done(await ledgerRotateCommand(terminal, options));
    });

  formatted(passphrase(common(ledger.command('erase').description('erase what entries say of people; the entries and their proofs stay'))))
    .argument('<entry>', "its index; or the first characters of a run's capture, id or nonce, or of an import's id: all its entries")
    .requiredOption('--reason <text>', 'why; it is logged and stays, so name nobody in it')
    .requiredOption('--by <name>', 'who wants it; it is logged and stays')
    .option('--dry-run', 'only say what could no longer be shown')
    .action(async (name: string, options: LedgerEraseOptions) => {
      const { ledgerEraseCommand } = await import('../commands/ledger-erase.ts');
      done(await ledgerEraseCommand(terminal, name, options));
    });
}
