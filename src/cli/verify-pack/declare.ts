import type { Command } from 'commander';

/** The argument and the options of a check, the same wherever it is called. */
export function declareVerifyPack(command: Command): Command {
  return command
    .argument('<pack>', 'its folder, or its zip')
    .option('--key <vkey...>', 'the key of the ledger, NAME+ID+KEY, or a file with it: it has to reach you another way than the pack')
    .option('--unsigned', 'without a key: only whether the parts of the pack fit each other')
    .option('--tsa-ca <file...>', 'certificates of the authorities whose time stamps you believe, PEM')
    .option('--witness <vkey...>', 'keys of witnesses that you believe')
    .option('--policy <file>', 'logs, witnesses and a quorum, as C2SP tlog-policy has them')
    .option('--since <file>', 'a checkpoint of the ledger that you saw before: the log has to begin with it')
    .option('--recompute', 'derive findings again from captures, with the configuration they were made with')
    .option('--captures <dir>', 'where the captures are, if not in the pack: a folder of captures')
    .option('--format <format>', 'text or json', 'text')
    .option('-o, --output <file>', 'write there instead of standard output');
}
