import { minuteOf } from '../../base/text/moment.ts';
import { counted } from '../../base/text/count.ts';
import { estateAt } from '../../run/history/at.ts';
import { ageText } from '../history/age.ts';
import { withStore } from '../history/place.ts';
import { present, reporterNamed, sayWrapped, type PresentOptions } from '../present.ts';
import { loadConfiguration, type CommonOptions } from '../settings.ts';
import type { Terminal } from '../streams.ts';
import type { Wiring } from '../wiring.ts';

export interface AtOptions extends CommonOptions, PresentOptions {}

/** Prints the report as it would have been at a time, by the rules and the configuration of today. Judges nothing for an exit code. */
export async function atCommand(terminal: Terminal, wiring: Wiring, time: string, options: AtOptions): Promise<number> {
  const reporter = reporterNamed(wiring, options.format);
  const configuration = await loadConfiguration(terminal, wiring, options);
  const { connectors } = wiring;
  const { report, reads, oldest, moment } = await withStore(terminal, options, (store) =>
    estateAt({ store, connectors, configuration, at: time }),
  );
  await present(terminal, reporter, report, options);
  const age = oldest === null ? '' : `, the oldest ${ageText(Date.parse(moment.at) - Date.parse(oldest))} before`;
  sayWrapped(terminal, options, `as of ${minuteOf(moment.at)}, by the last reads of ${counted(reads.length, 'surface')} until then${age}`);
  return 0;
}
