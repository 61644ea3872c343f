import type { Command } from 'commander';
import type { MetricsOptions } from '../commands/metrics.ts';
import type { Declaring } from '../history/declare.ts';
import type { Plugs } from '../plugs.ts';
import type { Terminal } from '../streams.ts';
import { metricFormats } from './shown.ts';

/** The command that tells the figures of what ended. */
export function declareMetrics(program: Command, terminal: Terminal, plugs: Plugs, { common, output, done }: Declaring): void {
  output(common(program.command('metrics').description('figures of what ended and what should have, of the last analysis or of a time')))
    .option('--by <group...>', 'only these groups: system, tier, nature, owner, control-owner (default: all; none: only the whole)')
    .option('--period <days>', 'look back so many days from the same moment, by what the store keeps (default: as the configuration says)')
    .option('--at <time>', "as of a time (RFC 3339), a run, latest or previous, by what the store keeps (default: the last analysis')")
    .option('--analysis <id>', 'of another analysis than the last')
    .option('--format <format>', metricFormats.join(', '), 'text')
    .action(async (options: MetricsOptions) => {
      const { metricsCommand } = await import('../commands/metrics.ts');
      done(await metricsCommand(terminal, plugs, options));
    });
}
