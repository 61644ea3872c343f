import type { Backlog } from '../../model/backlog.ts';
import type { Resolved } from '../../model/history.ts';
import type { Report } from '../../model/report.ts';
import { backlogOf } from '../../run/backlog/backlog.ts';
import { withBreaks } from '../../run/backlog/breaks.ts';
import { backlogEstate } from '../../run/backlog/estate.ts';
import type { SavedAnalysis } from '../../run/saved/open.ts';
import { isToBeMade, placeOf, withStore } from '../history/place.ts';
import { loadConfiguration, loadDueDays, loadHistorySettings, userPath } from '../settings.ts';
import type { Terminal } from '../streams.ts';
import { UsageError } from '../usage.ts';
import type { Wiring } from '../wiring.ts';
import { say } from '../present.ts';
import type { BacklogOptions } from './options.ts';
import { withTerraform } from './terraform.ts';

/** The backlog of a saved analysis, with all that the options ask for beside. `before`: an earlier export. */
export async function madeBacklog(
  terminal: Terminal,
  wiring: Wiring,
  saved: SavedAnalysis,
  before: Backlog | null,
  options: BacklogOptions,
): Promise<Backlog> {
  const count = numberOf(options.whatIf);
  const [configuration, dueDays] = await Promise.all([loadConfiguration(terminal, wiring, options), loadDueDays(terminal, options)]);
  const { report } = saved;
  const estate = backlogEstate(await saved.view(), report, configuration.assurance);
  const resolved = before === null ? null : await resolvedIn(terminal, options, report);
  const made = backlogOf({ report, estate, dueDays, before, resolved });
  const known = await withTerraform(terminal, made, options);
  if (count === 0) return known;
  const { openCapture } = await import('../../capture/archive.ts');
  const capabilities = new Map([...report.findings].map(({ fingerprint, capability }) => [fingerprint, capability]));
  const { run } = saved.head;
  return withBreaks(known, {
    capture: await openCapture(userPath(terminal, options.state), run.capture),
    connectors: wiring.connectors,
    asOf: run.asOf,
    settings: saved.settings,
    items: count,
    leadsTo: ({ findings }) => findings.flatMap(({ fingerprint }) => capabilities.get(fingerprint) ?? [])[0] ?? null,
    onItem: (at, of) => {
      if (at === 1) say(terminal, options, `working out what would break for ${of} items (--what-if 0 leaves it out)`);
    },
  });
}

function numberOf(text: string): number {
  if (/^\d{1,4}$/.test(text)) return Number(text);
  throw new UsageError(`cannot work out what would break for ${JSON.stringify(text)} items: it is no whole number`);
}

/** Before every run. */
const EVER = '1970-01-01T00:00:00.000Z';

/** What was shown to be resolved, in the last run and in all before. What ended may be proved long after, so that no time in between is a safe one to look from. */
async function resolvedIn(terminal: Terminal, options: BacklogOptions, report: Report): Promise<readonly Resolved[] | null> {
  if (report.history === null) return null;
  const place = placeOf(terminal, options, await loadHistorySettings(terminal, options));
  if (await isToBeMade(place)) return report.history.resolved;
  const { resolvedSince } = await import('../../run/history/resolved-since.ts');
  const earlier = await withStore(terminal, options, (store) => resolvedSince(store, EVER));
  // what a later run than the analysis showed is not part of what the analysis says
  return [...earlier.filter((each) => each.before <= report.run.asOf), ...report.history.resolved];
}
