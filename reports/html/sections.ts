import { counted, grouped } from '../../src/base/text/count.ts';
import type { CoverageStatus, SurfaceCoverage } from '../../src/model/gap.ts';
import type { Report } from '../../src/model/report.ts';
import { chip, html, nothing, word, type Fragment } from './markup.ts';
import { table } from './table.ts';

const asOfWords = { given: 'as given', capture: 'the newest page of the capture', clock: 'the clock, when it ran' } as const;
/** More surfaces than this that were read whole are folded away: what is missing is what a reader has to see. */
const WHOLE = 24;
const order: readonly CoverageStatus[] = ['unread', 'partial', 'excluded', 'complete'];

export function coverageSection({ coverage, totals }: Report): Fragment {
  if (coverage.length === 0) return html`<p class="none">None: nothing was read, so nothing here says that anything is safe.</p>`;
  const lines = coverage.toSorted((a, b) => order.indexOf(a.status) - order.indexOf(b.status));
  const { surfaces } = totals;
  return html`<p>
      Complete ${grouped(surfaces.complete)}, partial ${grouped(surfaces.partial)}, unread ${grouped(surfaces.unread)}, not asked for
      ${grouped(surfaces.excluded)}. What is missing comes first. Nothing in this report speaks for what was not read.
    </p>
    ${surfaces.complete > WHOLE ? folded(lines) : coverageTable(lines)}`;
}

function folded(lines: readonly SurfaceCoverage[]): Fragment {
  const whole = lines.filter(({ status }) => status === 'complete');
  const rest = lines.filter(({ status }) => status !== 'complete');
  return html`${rest.length === 0 ? nothing : coverageTable(rest)}
    <details class="whole">
      <summary>${counted(whole.length, 'surface')} read whole</summary>
      ${coverageTable(whole)}
    </details>`;
}

function coverageTable(lines: readonly SurfaceCoverage[]): Fragment {
  return table(['Status', 'Surface', 'Seen', 'Cannot be said without it', '#Pages', '#Facts'], lines.map(coverageRow), true);
}

function coverageRow(line: SurfaceCoverage): Fragment {
  const cause = line.cause === null || line.cause === line.status ? nothing : html`<br /><small>${word(line.cause)}</small>`;
  return html`<tr role="row">
    <td role="cell">${chip(line.status)}${cause}</td>
    <th scope="row" role="rowheader" class="id">${line.surface}<br />${line.boundary}</th>
    <td role="cell">${line.detail ?? (line.status === 'complete' ? 'nothing amiss' : 'not told')}</td>
    <td role="cell">
      ${line.ifUnread}<br /><small>needs <span class="id">${line.permission}</span></small>
    </td>
    <td role="cell" class="n" data-of="pages">${grouped(line.pages)}</td>
    <td role="cell" class="n" data-of="facts">${grouped(line.facts)}</td>
  </tr>`;
}

export function runSection({ schema, run }: Report): Fragment {
  const inputs = run.inputs.map(
    ({ kind, sha256 }) =>
      html`<tr>
        <th scope="row">${kind}</th>
        <td class="id">${sha256}</td>
      </tr>`,
  );
  const connectors = run.connectors.map(({ id, mapping }) => html`<li>${id}, mapping ${mapping}</li>`);
  const rules = run.rules.map(({ id, revision }) => html`<li>${id} revision ${revision}</li>`);
  const list = (entries: readonly Fragment[]): Fragment =>
    entries.length === 0
      ? html`<p class="none">None.</p>`
      : html`<ul class="flow">
          ${entries}
        </ul>`;
  return html`<dl>
      <dt>Program</dt>
      <dd>Vestige ${run.version}, report schema ${schema}</dd>
      <dt>As of</dt>
      <dd><time>${run.asOf}</time> (${run.from === 'history' ? 'by what history tells' : asOfWords[run.asOfFrom]})</dd>
      <dt>Capture</dt>
      <dd class="id">${run.capture}</dd>
      <dt>Pages</dt>
      <dd>${grouped(run.pages)}</dd>
      <dt>Configuration</dt>
      <dd class="id">${run.configuration}</dd>
    </dl>
    <h3>Inputs</h3>
    ${inputs.length === 0 ? html`<p class="none">None.</p>` : table(['Kind', 'SHA-256'], inputs)}
    <h3>Connectors</h3>
    ${list(connectors)}
    <h3>Rules in force</h3>
    ${list(rules)}`;
}
