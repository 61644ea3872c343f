import type { Backlog } from '../model/backlog.ts';
import type { Analysis } from '../run/analyze.ts';
import { backlogOf } from '../run/backlog/backlog.ts';
import { withBreaks } from '../run/backlog/breaks.ts';
import { backlogEstate } from '../run/backlog/estate.ts';
import { readDueDays } from '../run/configuration.ts';
import { demoSettings } from './configuration.ts';
import type { DemoEstate } from './demo.ts';

/** For so many items it is worked out what would stop working; for each the whole estate is resolved again. */
const TRIED = 3;

/** What there is to do after the last day, as a first export tells it. The same bytes every time. */
export function demoBacklog({ connectors, configuration, reads }: DemoEstate, { report, view, settings }: Analysis): Promise<Backlog> {
  const capture = reads.at(-1)?.capture;
  if (capture === undefined) throw new Error('the sample estate was read on no day');
  const estate = backlogEstate(view, report, configuration.assurance);
  const dueDays = readDueDays(demoSettings, 'the configuration of the demo');
  const capabilities = new Map(report.findings.map(({ fingerprint, capability }) => [fingerprint, capability]));
  return withBreaks(backlogOf({ report, estate, dueDays, before: null, resolved: null }), {
    ...{ capture, connectors, settings, asOf: report.run.asOf, items: TRIED },
    leadsTo: ({ findings }) => findings.flatMap(({ fingerprint }) => capabilities.get(fingerprint) ?? [])[0] ?? null,
  });
}
