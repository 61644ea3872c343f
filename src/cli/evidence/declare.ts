import { Option, type Command } from 'commander';
import { frameworks } from '../../model/pack.ts';
import type { EvidenceExportOptions } from '../commands/evidence-export.ts';
import type { Declaring } from '../history/declare.ts';
import type { Plugs } from '../plugs.ts';
import type { CommonOptions } from '../settings.ts';
import type { Terminal } from '../streams.ts';
import { declareVerifyPack } from '../verify-pack/declare.ts';
import type { VerifyPackOptions } from '../verify-pack/verify.ts';

/** The commands that make evidence for an auditor, and check it. */
export function declareEvidence(program: Command, terminal: Terminal, plugs: Plugs, { common, done }: Declaring): void {
  const evidence = program.command('evidence').description('packs for an auditor: make one, check one');
  common(evidence.command('export').description('make a pack of what ended and what should have, for a period and a framework'))
    .requiredOption('--period <period>', '2026-Q3, 2026-07, 2026, or days 2026-07-01..2026-09-30, in UTC')
    .addOption(new Option('--framework <name>', 'whose controls it is for').choices(frameworks).makeOptionMandatory())
    .option('--population', 'test every row of the population (the default)')
    .option('--sample <n>', 'test so many rows, drawn from every stratum')
    .option('--nonce <text>', "the auditor's word that the sample is drawn with; without it the seed is management's")
    .option('--replace <row=why...>', 'a row that was drawn and cannot be tested, by its id, and why: another one is drawn for it')
    .option('--pseudonymise <keyfile>', 'codes in the place of names of people, made with a key of at least 32 bytes')
    .option('--with-captures', 'put in the captures, so that findings can be derived again elsewhere: all that was read, names among it')
    .option('--zip', 'also as one file, DIR.zip')
    .option('--passphrase-file <file>', "opens the ledger's key; else VESTIGE_LEDGER_PASSPHRASE")
    .option('-o, --output <dir>', 'where to write it (default: out/evidence/FRAMEWORK-PERIOD)')
    .action(async (options: EvidenceExportOptions) => {
      const { evidenceExportCommand } = await import('../commands/evidence-export.ts');
      done(await evidenceExportCommand(terminal, await plugs.all(), options));
    });

  declareVerifyPack(
    common(
      evidence.command('verify').description('check a pack offline: what holds, what is proven by it, what is not, and what is wrong'),
    ),
  ).action(async (pack: string, options: CommonOptions & VerifyPackOptions) => {
    const { evidenceVerifyCommand } = await import('../commands/evidence-verify.ts');
    done(await evidenceVerifyCommand(terminal, plugs, pack, options));
  });
}
