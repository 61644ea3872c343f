import { grouped } from '../../src/base/text/count.ts';
import { durationText } from '../../src/base/text/duration.ts';
import { levelWords } from '../../src/model/ending-words.ts';
import { boundedHours, boundedText, samplesText, shareText } from '../../src/model/metric-words.ts';
import type { LifeCycleCoverage, MetricRow, Metrics, Percentiles } from '../../src/model/metrics.ts';
import type { Report } from '../../src/model/report.ts';
import { html, nothing, placed, type Fragment } from './markup.ts';
import { table } from './table.ts';

/** The figures of endings: of all as cards, by group in a table, and what is known of identities that are not human. */
export function metricsSection({ metrics, assurance }: Report): Fragment {
  if (metrics === null) {
    return assurance === null
      ? html`<p class="none">None: they are figures of endings, and no history was at hand.</p>`
      : html`<p class="none">None: no figures were made of the endings.</p>`;
  }
  const whole = metrics.rows.filter(({ by }) => by === 'all');
  const groups = metrics.rows.filter(({ by }) => by !== 'all');
  return html`<p>
      Of the last ${grouped(metrics.lookBackDays)} days. Of what is not known to the moment the least and the most it can be; what is still
      open counts with what it has come to.
    </p>
    ${whole.length === 0 ? html`<p class="none">There is no ending to measure.</p>` : whole.map(cards)} ${restPart(metrics)}
    ${
      groups.length === 0
        ? nothing
        : html`<h3>By group</h3>
            ${groupTable(groups)}`
    }
    ${metrics.deFacto.count === 0 ? nothing : deFactoPart(metrics.deFacto)}
    <h3>What is known of identities that are not human</h3>
    ${lifeCycleTable(metrics.lifeCycle)}`;
}

function cards(row: MetricRow): Fragment {
  const { endings, debt, debtExcepted, lag, lateness, levels, atOnce, automatic } = row;
  return html`<ul class="tiles six" aria-label="Figures of ${{ shape: 'all', texts: [] }} endings">
    <li><b>${boundedHours(debt)}</b> of access past due (debt of ${row.of}); excepted of it ${boundedHours(debtExcepted)}</li>
    <li><b>${boundedText(lateness.p50)}</b> late at the middle; ${percentiles(lateness)}</li>
    <li><b>${boundedText(lag.p50)}</b> from trigger to end at the middle; ${percentiles(lag)}</li>
    <li><b>${shareText(atOnce)}</b> ended at once; by no person ${shareText(automatic)}</li>
    <li>
      <b>${grouped(levels[3])}</b> verified;
      ${levels.map((count, level) => html`<span class="pair">${String(level)} ${levelWords[level] ?? ''} ${grouped(count)}</span> `)}
    </li>
    <li>
      <b>${grouped(row.neverAuthorised)}</b> never authorised; ended ${grouped(endings.ended)}, open ${grouped(endings.open)}, undetermined
      ${grouped(endings.undetermined)}, not due ${grouped(endings.notDue)}
    </li>
  </ul>`;
}

function percentiles(of: Percentiles): string {
  return `p95 ${boundedText(of.p95)}, longest ${boundedText(of.max)}, ${samplesText(of)}`;
}

function restPart({ standing, interval: { longestMs, cannotTestMs } }: Metrics): Fragment {
  return html`<dl>
    <dt>Standing privilege</dt>
    <dd>
      ${boundedHours(standing.held)} held;
      ${standing.used === null ? 'how much of it was used is not told' : `used ${boundedHours(standing.used)}`}
    </dd>
    <dt>Between two reads</dt>
    <dd>
      ${longestMs === null ? 'there are not two' : `at most ${durationText(longestMs, 'up')}`}${cannotTestMs === null ? '' : `: too long to test that something ends within ${durationText(cannotTestMs, 'down')}`}
    </dd>
  </dl>`;
}

function groupTable(groups: readonly MetricRow[]): Fragment {
  return table(
    [
      'Endings of',
      '#Ended',
      '#Open',
      '#?',
      '#Not due',
      'Debt',
      'Lateness',
      'Lag',
      'At once',
      'By no person',
      'Levels 0 to 3',
      '#Never authorised',
    ],
    groups.map(
      (row) =>
        html`<tr>
          <th scope="row">${row.of}<br /><small>${row.by.replace('-', ' ')}</small></th>
          ${[row.endings.ended, row.endings.open, row.endings.undetermined, row.endings.notDue].map((n) => html`<td class="n">${grouped(n)}</td>`)}
          <td>${boundedHours(row.debt)}<br /><small>excepted ${boundedHours(row.debtExcepted)}</small></td>
          ${[row.lateness, row.lag].map((each) => html`<td>${boundedText(each.p50)}<br /><small>${percentiles(each)}</small></td>`)}
          ${[row.atOnce, row.automatic].map((each) => html`<td>${shareText(each)}</td>`)}
          <td class="n">${row.levels.map((count) => grouped(count)).join(' · ')}</td>
          <td class="n">${grouped(row.neverAuthorised)}</td>
        </tr>`,
    ),
  );
}

function deFactoPart({ count, longest }: Metrics['deFacto']): Fragment {
  return html`<h3>Rights that come and go</h3>
    <p>
      How long of these days rights to tier 0 were usable that are not always there. ${grouped(count)} in all; those usable longest are
      told.
    </p>
    ${table(
      ['Identity', 'Capability', 'Usable', '#Renewed or had again', '#Of them with no approval of its own'],
      longest.map(
        ({ identity, capability, usable, renewals, renewalsUnapproved }) =>
          html`<tr>
            <th scope="row">${identity}</th>
            <td>${capability}</td>
            <td>${boundedHours(usable)}</td>
            ${[renewals, renewalsUnapproved].map((n) => html`<td class="n">${grouped(n)}</td>`)}
          </tr>`,
      ),
    )}`;
}

function lifeCycleTable({ identities, owner, origin, expiry, rotation, lastUse, offboarding }: LifeCycleCoverage): Fragment {
  const known = Object.entries({ owner, origin, expiry, rotation, 'last use': lastUse, offboarding });
  return table(
    ['Known', '#Of how many', `Of ${grouped(identities)} identities`],
    known.map(
      ([name, count]) =>
        html`<tr>
          <th scope="row">${name}</th>
          <td class="n">${grouped(count)}</td>
          <td class="bar">
            <svg aria-hidden="true"><rect${placed({ width: identities === 0 ? 0 : (count / identities) * 1000 })} height="9" /></svg>
          </td>
        </tr>`,
    ),
  );
}
