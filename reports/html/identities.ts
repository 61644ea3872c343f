import type { Instant } from '../../src/base/instant.ts';
import { groupBy } from '../../src/base/group.ts';
import { byCodeUnit } from '../../src/base/order.ts';
import { counted } from '../../src/base/text/count.ts';
import type { Ending, Outcome } from '../../src/model/ending.ts';
import { accessText, byGravity, dueText, endedText, gravestFirst, latenessText } from '../../src/model/ending-words.ts';
import type { Report } from '../../src/model/report.ts';
import { axisOf } from './axis.ts';
import { NONE, type List, type Row } from './list.ts';
import { chip, html, nothing, word, type Fragment } from './markup.ts';
import { table } from './table.ts';
import { stretches, stretchesOf } from './time-line.ts';

/** So many accesses of one identity are drawn; the others are counted, and stand among the endings. */
const LANES = 10;

/** Who had what from when to when: an identity, or a person with several accounts, a row. Only whose access ended or has to. */
export function identityList({ endings, assurance, run }: Report): List {
  const whose = groupBy(endings.toSorted(byGravity), ({ person, subject }) => person ?? subject);
  const rows = [...whose.values()].map((own) => ({ worst: worstOf(own), row: identityRow(own, run.asOf) }));
  const groups = gravestFirst.flatMap((outcome) => {
    const of = rows.filter(({ worst }) => worst === outcome).map(({ row }) => row);
    return of.length === 0 ? [] : [{ head: () => groupHead(outcome, of.length), rows: of }];
  });
  const distinct = (of: (ending: Ending) => string): readonly string[] => [...new Set(endings.map(of))].sort(byCodeUnit);
  return {
    id: 'identities',
    things: 'identities',
    groupedBy: 'gravest outcome',
    facets: [
      { label: 'Gravest outcome', values: gravestFirst },
      { label: 'Nature', values: distinct(({ nature }) => nature) },
      { label: 'Tier 0', values: ['yes', 'no'] },
      { label: 'Owner', values: distinct(({ owner }) => owner ?? NONE) },
    ],
    groups,
    count: rows.length,
    none:
      assurance === null
        ? 'None: no history was at hand, so nothing is said of who had what when.'
        : 'None: of nobody it is known that an access ended or has to.',
  };
}

function worstOf(own: readonly Ending[]): Outcome {
  return own[0]?.outcome ?? 'not-due';
}

function groupHead(outcome: Outcome, count: number): Fragment {
  return html`<h3>${chip(outcome)} ${counted(count, 'identity', 'identities')}</h3>`;
}

function identityRow(own: readonly Ending[], asOf: Instant): Row {
  const [first] = own;
  const name = first?.subjectName ?? '';
  const subjects = [...new Set(own.map(({ subject }) => subject))].sort(byCodeUnit);
  const isZero = own.some(({ tierZero }) => tierZero);
  const worst = worstOf(own);
  const late = own.filter(({ outcome }) => outcome === 'overdue' || outcome === 'contradicted' || outcome === 'reappeared').length;
  return {
    subject: name,
    facets: [worst, first?.nature ?? 'unknown', isZero ? 'yes' : 'no', first?.owner ?? NONE],
    line: () => html`${word(worst)} ${subjects.join(', ')}, ${counted(own.length, 'access', 'accesses')}`,
    head: () =>
      html`${chip(worst)}<span class="who"
          ><b>${name}</b> <small>${first?.nature ?? ''}</small><br /><span class="id">${subjects.join(', ')}</span></span
        >
        <span class="what"
          >${counted(own.length, 'access', 'accesses')} that ended or has to${isZero ? html` ${chip('tier-0')}` : nothing}<br /><small
            >${late === 0 ? 'none is there past its end' : `${late} there past the end`}</small
          ></span
        ><small>${first?.owner ?? ''}</small>`,
    body: () => identityBody(own, asOf),
  };
}

function identityBody(own: readonly Ending[], asOf: Instant): Fragment {
  const lanes = own.toSorted((a, b) => byCodeUnit(a.firstSeen, b.firstSeen) || byCodeUnit(a.id, b.id)).slice(0, LANES);
  const axis = axisOf([asOf, ...lanes.flatMap((each) => [each.firstSeen, each.due, stretchesOf(each, asOf).lingers])]);
  const height = 24 + lanes.length * 22;
  const y = (lane: number): number => 8 + lane * 22;
  const constant = (value: number): Fragment => ({ shape: String(value), texts: [] });
  return html`<figure class="line lanes">
      <ul aria-hidden="true">
        ${lanes.map((_, lane) => html`<li>${constant(lane + 1)}</li>`)}
      </ul>
      <svg role="img" aria-label="Time lines of the accesses in the table below" height="${constant(height)}">
        ${lanes.map((each, lane) => {
          const at = y(lane);
          return html`${stretches(each, asOf, axis, [at, at, at, at])}<line
              class="due"
              ${axis.mark(each.due)}
              y1="${constant(at - 3)}"
              y2="${constant(at + 15)}"
            />`;
        })}
        <line class="now" ${axis.mark(asOf)} y1="0" y2="${constant(height - 14)}" />
        <text class="before" ${axis.name(asOf)} y="${constant(height - 4)}" dx="-4">as of</text>
      </svg>
      ${axis.ends}
    </figure>
    ${table(
      ['#No.', 'Access', 'Should end', 'What became of it'],
      lanes.map((each, lane) => laneRow(each, lane + 1, asOf)),
    )}
    ${own.length > LANES ? html`<p>And ${counted(own.length - LANES, 'more', 'more')}, which stand among the endings.</p>` : nothing}`;
}

function laneRow(ending: Ending, lane: number, asOf: Instant): Fragment {
  return html`<tr>
    <td class="n">${{ shape: String(lane), texts: [] }}</td>
    <th scope="row">
      ${accessText(ending)}<br /><small>${ending.kind}; seen from <time>${ending.firstSeen}</time></small>
    </th>
    <td>${dueText(ending, asOf)}</td>
    <td>${chip(ending.outcome)} ${endedText(ending)}<br /><small>${latenessText(ending) || 'no due, so never late'}</small></td>
  </tr>`;
}
