import { openAnalysis } from '../../run/saved/open.ts';
import { json, print } from '../history/format.ts';
import { daysOf, groupsNamed, metricFormat, ofGroups, type ShownMetrics } from '../metrics/shown.ts';
import type { Plugs } from '../plugs.ts';
import { sayWrapped } from '../present.ts';
import { loadConfiguration, userPath, type CommonOptions } from '../settings.ts';
import type { Terminal } from '../streams.ts';
import { UsageError } from '../usage.ts';
import { sheetOf } from '../way.ts';

export interface MetricsOptions extends CommonOptions {
  readonly format: string;
  readonly by?: readonly string[];
  readonly period?: string;
  readonly at?: string;
  readonly analysis?: string;
  readonly output?: string;
}

/**
 * Prints the figures of an analysis, or, for another time or period, those that what the store keeps comes to. They are told, not judged: it always
 * exits 0.
 */
export async function metricsCommand(terminal: Terminal, plugs: Plugs, options: MetricsOptions): Promise<number> {
  const format = metricFormat(options.format);
  const groups = groupsNamed(options.by);
  const days = options.period === undefined ? undefined : daysOf(options.period);
  if (options.at !== undefined && options.analysis !== undefined)
    throw new UsageError('cannot tell metrics of an analysis at a time: --analysis tells the time, and so does --at');
  const { asOf, metrics } =
    options.at === undefined && days === undefined ? await ofAnalysis(terminal, options) : await ofStore(terminal, plugs, options, days);
  const shown: ShownMetrics = { asOf, metrics: ofGroups(metrics, groups) };
  if (format === 'json') await print(terminal, options, json(shown));
  else if (format === 'csv') await print(terminal, options, (await import('../metrics/csv.ts')).metricsCsv(shown));
  else if (format === 'openmetrics') await print(terminal, options, (await import('../metrics/open-metrics.ts')).openMetrics(shown));
  else await print(terminal, options, (await import('../metrics/text.ts')).metricsText(sheetOf(terminal, options), shown));
  return 0;
}

async function ofAnalysis(terminal: Terminal, options: MetricsOptions): Promise<ShownMetrics> {
  const { id, head } = await openAnalysis(userPath(terminal, options.state), options.analysis);
  if (head.metrics !== null) return { asOf: head.run.asOf, metrics: head.metrics };
  throw new UsageError(`cannot tell metrics of analysis ${id}: it was made without a history, and says nothing of what ended`, {
    hint: 'run `vestige scan` or `vestige analyze` without --no-record',
  });
}

async function ofStore(terminal: Terminal, plugs: Plugs, options: MetricsOptions, days: number | undefined): Promise<ShownMetrics> {
  const [{ estateAt }, { withStore }, { asOfWords }, wiring] = await Promise.all([
    import('../../run/history/at.ts'),
    import('../history/place.ts'),
    import('../history/age.ts'),
    plugs.all(),
  ]);
  const configuration = await loadConfiguration(terminal, wiring, options);
  const { assurance } = configuration;
  const asked = { ...configuration, assurance: days === undefined ? assurance : { ...assurance, lookBackDays: days } };
  const at = options.at ?? (await openAnalysis(userPath(terminal, options.state), options.analysis)).head.run.asOf;
  const estate = await withStore(terminal, options, (store) =>
    estateAt({ store, connectors: wiring.connectors, configuration: asked, at }),
  );
  const { moment, report } = estate;
  if (report.metrics !== null) {
    sayWrapped(terminal, options, asOfWords(estate));
    return { asOf: moment.at, metrics: report.metrics };
  }
  throw new UsageError(`cannot tell metrics at ${moment.at}: nothing was kept of what ended`);
}
