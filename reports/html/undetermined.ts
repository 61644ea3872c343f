import { groupBy } from '../../src/base/group.ts';
import { byCodeUnit } from '../../src/base/order.ts';
import { counted } from '../../src/base/text/count.ts';
import type { Undetermined } from '../../src/model/finding.ts';
import { othersText } from '../../src/model/gap.ts';
import type { Report } from '../../src/model/report.ts';
import { subjectFacts } from './facts.ts';
import { NONE, type List, type Row } from './list.ts';
import { chip, html } from './markup.ts';

export function undeterminedList({ undetermined }: Report): List {
  const distinct = (of: (each: Undetermined) => string): readonly string[] => [...new Set(undetermined.map(of))].sort(byCodeUnit);
  const groups = [...groupBy(undetermined, (each) => each.rule)].map(([rule, group]) => ({
    head: () =>
      html`<h3>${rule}</h3>
        <p>${questionCount(group)} without an answer: not clear, not a finding.</p>`,
    rows: group.map(undeterminedRow),
  }));
  return {
    id: 'undetermined',
    things: 'lines',
    groupedBy: 'rule',
    facets: [
      { label: 'Rule', values: distinct((each) => each.rule) },
      { label: 'Boundary', values: distinct((each) => each.subject.boundary ?? NONE) },
    ],
    groups,
    count: undetermined.length,
    none: 'None.',
  };
}

/** `12 questions`: one line may stand for all of a boundary. */
export function questionCount(lines: readonly Undetermined[]): string {
  return counted(
    lines.reduce((sum, each) => sum + each.questions, 0),
    'question',
  );
}

function undeterminedRow(each: Undetermined): Row {
  const { rule, subject, capability, scope, questions, because } = each;
  const first = because.slice(0, 1).map((gap) => html`<span class="id">${gap.surface}</span><br /><small>${gap.detail}</small>`);
  return {
    subject: subject.name,
    facets: [rule, subject.boundary ?? NONE],
    line: () => html`${subject.id}, ${rule}: ${counted(questions, 'question')}`,
    head: () =>
      html`${chip(because[0]?.cause ?? 'unread')}<span class="who"
          ><b>${subject.name}</b> <small>${subject.nature} ${subject.kind}</small><br /><span class="id">${subject.id}</span></span
        >
        <span class="what">${first}</span><small>${counted(questions, 'question')}</small>`,
    body: () =>
      html`<div class="two">
        <div>
          <h4>What is missing</h4>
          <table>
            <thead>
              <tr>
                <th scope="col">Surface</th>
                <th scope="col">Cause</th>
                <th scope="col">Seen</th>
              </tr>
            </thead>
            <tbody>
              ${because.map(
                (gap) =>
                  html`<tr>
                    <td class="id">
                      ${gap.surface}<br />${gap.boundary}${othersText(gap)}${gap.subject === undefined ? '' : html`<br />about ${gap.subject}`}
                    </td>
                    <td>${chip(gap.cause)}</td>
                    <td>${gap.detail}</td>
                  </tr>`,
              )}
            </tbody>
          </table>
        </div>
        <div>
          <h4>The question</h4>
          <dl>
            ${subjectFacts(subject)}
            <dt>Capability</dt>
            <dd>${capability ?? 'none'}</dd>
            <dt>Scope</dt>
            <dd class="id">${scope ?? 'none'}</dd>
            <dt>Stands for</dt>
            <dd>${counted(questions, 'question')} of ${rule}</dd>
          </dl>
        </div>
      </div>`,
  };
}
