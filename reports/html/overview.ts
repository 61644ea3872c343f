import { counted, grouped } from '../../src/base/text/count.ts';
import { pastEnd } from '../../src/model/ending-words.ts';
import { boundedHours, boundedText } from '../../src/model/metric-words.ts';
import { severities } from '../../src/model/question.ts';
import type { Answer3, Report, ZspTests } from '../../src/model/report.ts';
import { chip, html, nothing, placed, type Fragment } from './markup.ts';
import { questionCount } from './undetermined.ts';

/** What the page says in one breath: what was not read, whether anything stands, what should have ended, and what is new. */
export function overview(report: Report): Fragment {
  return html`<section aria-labelledby="overview">
    <h2 id="overview">Overview</h2>
    ${unread(report)}
    <ul class="tests" aria-label="The three tests of zero standing privilege">
      ${tests.map(([name, gloss, of]) => test(name, gloss, report.tests[of]))}
    </ul>
    <p class="gloss">
      Asked of each identity that reaches control of a whole boundary (tier 0). Only three times yes is zero standing privilege; what could
      not be told is never counted as yes.
    </p>
    ${tiles(report)}
  </section>`;
}

/** A reader who reads no further has to know what nothing here speaks for. */
function unread({ coverage, totals }: Report): Fragment {
  if (coverage.length === 0) return html`<p class="lead">Nothing was read, so nothing here says that anything is safe.</p>`;
  const { surfaces, boundaries } = totals;
  const missing = coverage.filter(({ status }) => status === 'unread' || status === 'partial');
  const read = html`${grouped(surfaces.complete)} of ${counted(coverage.length, 'surface')} fully read in
  ${counted(boundaries.length, 'boundary', 'boundaries')}`;
  if (missing.length === 0) {
    return html`<p class="lead good">
      ${read}${surfaces.excluded === 0 ? nothing : html`; ${grouped(surfaces.excluded)} not asked for`}.
    </p>`;
  }
  const [first, second] = [...new Set(missing.map(({ ifUnread }) => ifUnread))];
  return html`<p class="lead">
    <b>${counted(missing.length, 'surface')} not, or not wholly, read</b>; ${read}. So it is not known
    ${first ?? ''}${second === undefined ? nothing : html`; nor ${second}`}${missing.length > 2 ? html`; <a href="#coverage">and more</a>` : nothing}.
  </p>`;
}

function tiles(report: Report): Fragment {
  const { totals, findings, undetermined, excepted } = report;
  return html`<ul class="tiles six">
    <li>
      <b>${grouped(totals.tierZero.standing)}</b> of ${counted(totals.identities.total, 'identity', 'identities')} hold control of a whole
      boundary all the time
    </li>
    <li>
      <b>${counted(findings.length, 'finding')}</b>
      ${severities.map((name) => html`<span class="pair">${chip(name)} ${grouped(totals.findings[name])}</span> `)}
    </li>
    <li><b>${questionCount(undetermined)}</b> without an answer; ${counted(excepted.length, 'finding')} excepted</li>
    ${late(report)} ${debt(report)} ${change(report)}
  </ul>`;
}

function late({ assurance }: Report): Fragment {
  if (assurance === null) return html`<li><b>Not told</b> what should have ended: no history was at hand</li>`;
  const { outcomes } = assurance;
  return html`<li>
    <b>${counted(pastEnd(assurance), 'access', 'accesses')}</b> should have ended and ${pastEnd(assurance) === 1 ? 'is' : 'are'} still
    there; ${grouped(outcomes.undetermined)} not known, ${grouped(outcomes.ended + outcomes.lingering)} gone
  </li>`;
}

function debt({ metrics }: Report): Fragment {
  const all = metrics?.rows.find(({ by }) => by === 'all');
  if (metrics === null || all === undefined) return nothing;
  return html`<li>
    <b>${boundedHours(all.debt)}</b> of access past its end in ${grouped(metrics.lookBackDays)} days; half was
    ${boundedText(all.lateness.p50)} late or less, p95 ${boundedText(all.lateness.p95)}
  </li>`;
}

function change({ history }: Report): Fragment {
  if (history === null || history.previous === null) return nothing;
  const { previous, began, reappeared, resolved, unconfirmed } = history;
  return html`<li>
    <b>${grouped(began)} new</b> since <time>${previous.to}</time>; ${grouped(reappeared)} came back, ${grouped(resolved.length)} resolved,
    ${grouped(unconfirmed.length)} not seen and not shown to be gone
  </li>`;
}

const tests: readonly (readonly [string, string, keyof ZspTests])[] = [
  ['Decided for each session', 'access is asked for, bound to its session, and ended by what is going on', 'ephemeral'],
  ['Ended at once', 'what had to end did so at its time', 'revokedAtOnce'],
  ['Nothing left', 'nothing usable without a new decision stayed behind', 'nothingLeft'],
];

const answers: readonly Answer3[] = ['yes', 'no', 'undetermined'];
const words = { yes: 'yes', no: 'no', undetermined: 'cannot be told' } as const;

function test(name: string, gloss: string, told: Readonly<Record<Answer3, number>>): Fragment {
  const all = answers.reduce((sum, each) => sum + told[each], 0);
  const share = (count: number): number => (all === 0 ? 0 : (count * 1000) / all);
  const [yes, no] = [share(told.yes), share(told.no)];
  const shapes = { yes: 'yes', no: 'no', undetermined: 'open' } as const;
  return html`<li>
    <b>${name}</b> <small>${gloss}</small>
    <svg height="10" aria-hidden="true">
      <rect class="yes" height="10" ${placed({ x: 0, width: yes })} />
      <rect class="no" height="10" ${placed({ x: yes, width: no })} />
      <rect class="open" height="10" ${placed({ x: yes + no, width: all === 0 ? 0 : 1000 - yes - no })} />
    </svg>
    ${
      all === 0
        ? html`<span>nobody was tested</span>`
        : answers.map((each) => html`<span class="${{ shape: shapes[each], texts: [] }}">${grouped(told[each])} ${words[each]}</span> `)
    }
  </li>`;
}
