import { counted, grouped } from '../../src/base/text/count.ts';
import type { EventSource, Unmatched } from '../../src/model/authorisation.ts';
import { outcomeText, gravestFirst } from '../../src/model/ending-words.ts';
import { assuredTime, silences, silentFirst, type Time } from '../../src/model/event-coverage.ts';
import type { Report } from '../../src/model/report.ts';
import { exceptionsPart } from './exceptions.ts';
import { chip, html, nothing, type Fragment } from './markup.ts';
import { table } from './table.ts';
import { timeBar } from './time-bar.ts';

/** What endings were made from: what told of how much time, what could not be brought home, and what is accepted. */
export function assuranceSection(report: Report): Fragment {
  const { assurance } = report;
  if (assurance === null) return html`<p class="none">None: no history was at hand.</p>`;
  const { sources, unmatched, exceptions, outcomes } = assurance;
  const time = assuredTime(report);
  return html`<p>
      Endings were made from ${counted(assurance.events, 'life-cycle event')}, ${counted(assurance.requests, 'request')} and
      ${counted(assurance.authorisations, 'authorisation')}; ${counted(assurance.accesses, 'access', 'accesses')} are there now. By outcome:
      ${gravestFirst.map((outcome) => html`<span class="pair">${outcomeText(outcome)} ${grouped(outcomes[outcome])}</span> `)}
    </p>
    <h3>Sources of events</h3>
    <p>
      From <time>${time.from}</time> to <time>${time.to}</time>. What told least comes first: outside of the times that a source told of
      whole its silence says nothing.
    </p>
    ${
      sources.length === 0
        ? html`<p class="none">None: no log and no import, so nothing is known of who and why.</p>`
        : table(
            ['Told', 'Source', 'Whole times', 'Silent times', '#Events'],
            silentFirst(sources, time).map((source) => sourceRow(source, time)),
          )
    }
    <h3>Unmatched</h3>
    ${unmatchedPart(unmatched)}
    <h3>Exceptions</h3>
    ${exceptionsPart(exceptions)}`;
}

function sourceRow(source: EventSource, time: Time): Fragment {
  const { spans, region, boundary, sourceKind, events } = source;
  const silent = silences(source, time, 'changes');
  const use = silences(source, time, 'use').length === 0;
  const told = spans.length === 0 ? 'silent' : silent.length > 0 ? 'partial' : 'complete';
  const times = spans.map(
    ({ from, to, tells }) => html`<li><time>${from}</time> to <time>${to}</time>, ${tells === 'use' ? 'changes and use' : 'changes'}</li>`,
  );
  const gaps = silent.map(({ from, to }) => html`<li><time>${from}</time> to <time>${to}</time></li>`);
  return html`<tr>
    <td>${chip(told)}${spans.length > 0 && !use ? html`<br /><small>not all of its use</small>` : nothing}</td>
    <th scope="row">
      ${source.source}<br /><small>${sourceKind}${region === null ? '' : `, ${region}`}</small
      >${boundary === null ? nothing : html`<br /><span class="id">${boundary}</span>`}
    </th>
    <td>
      ${timeBar(spans, time)}${
        spans.length === 0
          ? html`of no time`
          : html`<ul class="times">
              ${times}
            </ul>`
      }
    </td>
    <td>
      ${
        gaps.length === 0
          ? html`none`
          : html`<ul class="times">
              ${gaps}
            </ul>`
      }
    </td>
    <td class="n">${grouped(events)}</td>
  </tr>`;
}

const WHYS: Readonly<Record<Unmatched['why'], string>> = {
  unknown: 'nobody that was read has that name',
  ambiguous: 'several have it',
  'no-key': 'it says nobody by a name that is compared',
};

function unmatchedPart({ count, first }: { readonly count: number; readonly first: readonly Unmatched[] }): Fragment {
  if (count === 0) return html`<p class="none">None: every row is about somebody who was read.</p>`;
  const rows = first.map(
    ({ source, event, why, keys, candidates }) =>
      html`<tr>
        <th scope="row">${source}</th>
        <td class="id">${event.source} ${event.id}</td>
        <td>${chip(why)}<br /><small>${{ shape: WHYS[why], texts: [] }}</small></td>
        <td>${keys.length === 0 ? 'none' : keys.map(({ kind, value }) => html`${kind} ${value}<br />`)}</td>
        <td class="id">${candidates.length === 0 ? 'none' : candidates.map((each) => html`${each}<br />`)}</td>
      </tr>`,
  );
  return html`<p>
      ${counted(count, 'row')} about somebody or something not read, or not told apart; never guessed at.
      ${count > first.length ? html`The first ${grouped(first.length)} stand here.` : nothing}
    </p>
    ${table(['Source', 'Row', 'Why', 'By what names', 'May be'], rows)}`;
}
