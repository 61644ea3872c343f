import { stripVTControlCharacters } from 'node:util';
import { Command, CommanderError } from 'commander';
import { VestigeError } from '../../base/errors.ts';
import { programVersion } from '../../run/version.ts';
import type { CommonOptions } from '../settings.ts';
import { processTerminal, type Terminal } from '../streams.ts';
import { declareVerifyPack } from './declare.ts';
import { verifyPackCommand, type VerifyPackOptions } from './verify.ts';

/**
 * The checker by itself, for whoever is handed a pack: loads no SDK, no connector, no rule and no driver of a store unless findings are to be derived again.
 * Opens no connection. Exits 0 where all holds, 1 where something does not, 2 where it could not begin, 70 for a bug of ours.
 */
export async function main(args: readonly string[], terminal: Terminal = processTerminal()): Promise<number> {
  let exit = 0;
  try {
    const program = new Command('vestige-verify')
      .description('Checks an evidence pack of vestige offline: what holds, what is proven by it, what is not, and what is wrong.')
      .version(programVersion(), '-V, --version', 'print the version')
      .helpOption('-h, --help', 'print help')
      .exitOverride()
      .configureHelp({ minWidthToWrap: 30 })
      .configureOutput({
        writeOut: (text) => terminal.stdout.write(text),
        writeErr: (text) => terminal.stderr.write(text.replace(/^error: /, 'vestige-verify: ')),
        getOutHelpWidth: () => terminal.width,
        getErrHelpWidth: () => terminal.width,
      })
      .showHelpAfterError('hint: vestige-verify --help')
      .option(
        '--config <file>',
        'with --recompute: the configuration that the pack was made with (default: vestige.yaml where there is one)',
      );
    declareVerifyPack(program).action(async (pack: string, options: Omit<CommonOptions, 'state'> & VerifyPackOptions) => {
      exit = await verifyPackCommand(terminal, pack, options, async (checked, files) => {
        const [{ recomputing }, { wiring }] = await Promise.all([import('./recomputing.ts'), import('../wiring.ts')]);
        return recomputing(terminal, wiring, { ...options, state: '' })(checked, files);
      });
    });
    await program.parseAsync([...args], { from: 'user' });
    return exit;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof VestigeError && error.code !== 'impossible') {
      terminal.stderr.write(`vestige-verify: ${stripVTControlCharacters(error.message)}\n`);
      if (error.hint !== undefined) terminal.stderr.write(`hint: ${error.hint}\n`);
      return 2;
    }
    terminal.stderr.write(
      `vestige-verify: this is a bug of vestige: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    return 70;
  }
}
