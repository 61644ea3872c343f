import { counted, grouped } from '../../src/base/text/count.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { PastFinding } from '../../src/model/history.ts';
import { cameBack, endText, isNew } from '../../src/model/past.ts';
import type { Report, ReportHistory } from '../../src/model/report.ts';
import { chip, html, nothing, type Fragment } from './markup.ts';
import { table } from './table.ts';

/** Nobody reads more, and every reader would load them. */
const ROWS = 1000;

/** What earlier runs say of this one: how many findings are new, and which of theirs are no more. */
export function historySection({ history, run }: Report): Fragment {
  if (history === null) {
    return run.from === 'history'
      ? html`<p class="none">None: this report is itself made from history.</p>`
      : html`<p class="none">None: this run was not recorded.</p>`;
  }
  const { runs, since, previous, began, reappeared, resolved, unconfirmed } = history;
  const news =
    previous === null
      ? html`None is before this one, so what is new cannot be told.`
      : html`This one is compared with that of <time>${previous.to}</time> (<span class="id">${previous.run}</span>). Of its findings, new:
          ${grouped(began)}, came back: ${grouped(reappeared)}. Of earlier ones, resolved: ${grouped(resolved.length)}, not seen and not
          shown to be resolved: ${grouped(unconfirmed.length)}.`;
  return html`<p>${counted(runs, 'run')} since <time>${since}</time>. ${news}</p>
    <h3>Resolved</h3>
    ${pastTable(resolved, ({ how, after, before }) => html`${endText(how, after, before)}${exactly(after, before)}`)}
    <h3>Not seen, and not shown to be resolved</h3>
    ${pastTable(unconfirmed, ({ last, wants }) => html`last seen <time>${last}</time>; wanted before it counts as resolved: ${wants}`)}`;
}

function exactly(after: string, before: string): Fragment {
  return html`<br /><small class="id">(${after}, ${before}]</small>`;
}

function pastTable<T extends PastFinding>(all: readonly T[], says: (each: T) => Fragment): Fragment {
  if (all.length === 0) return html`<p class="none">None.</p>`;
  const more =
    all.length > ROWS ? html`<p>And ${counted(all.length - ROWS, 'more', 'more')}, which stand in the JSON and CSV reports.</p>` : nothing;
  const rows = table(
    ['Severity', 'Finding', 'What became of it'],
    all.slice(0, ROWS).map((each) => {
      const right = [each.capability, each.scope].filter((part) => part !== null).join(' on ');
      return html`<tr>
        <td>${chip(each.severity)}</td>
        <th scope="row">
          ${each.rule}<br /><span class="id">${each.subject}</span>${right === '' ? nothing : html`<br />${right}`}<br /><small class="id"
            >${each.fingerprint}</small
          >
        </th>
        <td>
          ${says(each)}<br /><small>first seen <time>${each.first}</time></small>
        </td>
      </tr>`;
    }),
  );
  return html`${rows}${more}`;
}

/** The past of one finding, as terms and descriptions. */
export function seenFacts({ seen }: Finding): Fragment {
  if (seen === null) return nothing;
  const { first, last, since, runs, reappeared } = seen;
  return html`<dt>First seen</dt>
    <dd><time>${first}</time></dd>
    <dt>There since</dt>
    <dd><time>${since}</time>, last seen <time>${last}</time>, in ${counted(runs, 'run')}</dd>
    <dt>Came back</dt>
    <dd>${reappeared === 0 ? 'never' : counted(reappeared, 'time')}</dd>`;
}

const news = ['new', 'came-back', 'known'] as const;

/** What a finding can be narrowed to by; none where nothing is known of before. */
export function newsFacet(history: ReportHistory | null): readonly { readonly label: string; readonly values: readonly string[] }[] {
  return history === null || history.previous === null ? [] : [{ label: 'History', values: news }];
}

export function newsOf(finding: Finding, history: ReportHistory | null): readonly string[] {
  if (history === null || history.previous === null) return [];
  return [isNew(finding, history) ? news[0] : cameBack(finding, history) ? news[1] : news[2]];
}

/** Beside a finding's name. */
export function newsMark(finding: Finding, history: ReportHistory | null): Fragment {
  if (isNew(finding, history)) return html` ${chip(news[0])}`;
  return cameBack(finding, history) ? html` ${chip(news[1])}` : nothing;
}
