import { explaining } from '../../connectors/explaining.ts';
import { live } from '../../connectors/live.ts';
import type { ConnectorCore } from '../contract/connector.ts';
import type { ExplainingCores } from '../contract/explaining-core.ts';
import type { Reporter } from '../contract/reporter.ts';
import type { RunWiring } from './run-wiring.ts';
import { UsageError } from './usage.ts';
import type { Wiring } from './wiring.ts';

/** The plug-ins, loaded by what is asked of them: a question about a saved analysis needs few, and most of a start is loading. */
export interface Plugs {
  /** Ids of reporters. */
  readonly formats: readonly string[];
  /** Ids of connectors that can read a live system. */
  readonly sources: readonly string[];
  /** Throws {@link UsageError}, naming the formats there are. */
  reporter(format: string): Promise<Reporter>;
  /** The part of each connector that explanations are made with. */
  readonly explaining: ExplainingCores;
  connectors(): Promise<readonly ConnectorCore<unknown>[]>;
  /** All but the reporters. */
  forRun(): Promise<RunWiring>;
  all(): Promise<Wiring>;
}

// prettier-ignore
const loadReporter: Readonly<Record<string, () => Promise<Reporter>>> = {
  csv: async () => (await import('../../reports/csv/reporter.ts')).csvReporter,
  html: async () => (await import('../../reports/html/reporter.ts')).htmlReporter,
  json: async () => (await import('../../reports/json/reporter.ts')).jsonReporter,
  ocsf: async () => (await import('../../reports/ocsf/reporter.ts')).ocsfReporter,
  table: async () => (await import('../../reports/table/reporter.ts')).tableReporter,
};

/** Those of the program. */
export const ownPlugs: Plugs = {
  formats: Object.keys(loadReporter),
  sources: Object.keys(live),
  explaining,
  reporter: async (format) => {
    const load = Object.hasOwn(loadReporter, format) ? loadReporter[format] : undefined;
    if (load === undefined) throw noFormat(format, Object.keys(loadReporter));
    return load();
  },
  connectors: async () => (await import('../../connectors/list.ts')).cores,
  forRun: async () => (await import('./run-wiring.ts')).runWiring,
  all: async () => (await import('./wiring.ts')).wiring,
};

/** Those handed in. */
export function plugsOf(wiring: Wiring): Plugs {
  const formats = wiring.reporters.map((reporter) => reporter.id);
  return {
    formats,
    sources: Object.keys(wiring.live),
    reporter(format) {
      const reporter = wiring.reporters.find((each) => each.id === format);
      return reporter === undefined ? Promise.reject(noFormat(format, formats)) : Promise.resolve(reporter);
    },
    explaining: new Map(wiring.connectors.map((core) => [core.id, () => Promise.resolve(core)] as const)),
    connectors: () => Promise.resolve(wiring.connectors),
    forRun: () => Promise.resolve(wiring),
    all: () => Promise.resolve(wiring),
  };
}

export function noFormat(format: string, formats: readonly string[]): UsageError {
  return new UsageError(`cannot print as ${JSON.stringify(format)}: there is no such format`, {
    hint: `the formats are ${formats.join(', ')}`,
  });
}
