import { estateAt } from '../../run/history/at.ts';
import { asOfWords } from '../history/age.ts';
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
  const estate = await withStore(terminal, options, (store) => estateAt({ store, connectors, configuration, at: time }));
  await present(terminal, reporter, estate.report, options);
  sayWrapped(terminal, options, asOfWords(estate));
  return 0;
}
