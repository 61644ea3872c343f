import { groupBy } from '../../src/base/group.ts';
import { byCodeUnit } from '../../src/base/order.ts';
import { counted } from '../../src/base/text/count.ts';
import type { Ending, Outcome } from '../../src/model/ending.ts';
import { accessText, byGravity, dueText, gravestFirst, latenessText, levelText, outcomeText } from '../../src/model/ending-words.ts';
import type { Report } from '../../src/model/report.ts';
import { endingBody } from './ending.ts';
import { NONE, type List, type Row } from './list.ts';
import { chip, html, nothing, word, type Fragment } from './markup.ts';

const meanings: Readonly<Record<Outcome, string>> = {
  overdue: 'There, and should not be.',
  contradicted: 'A source claims the end, and it is there.',
  reappeared: 'It had ended and is there again, with nothing that allows it.',
  undetermined: 'It cannot be said: what is missing stands with each.',
  lingering: 'Gone, and sessions made of it may live on.',
  ended: 'Gone, and nothing of it may still work. How sure that is stands with each.',
  'not-due': 'There, and may be.',
};

/** What became of access, by outcome, the gravest first. */
export function endingList({ endings, assurance, run }: Report): List {
  const sorted = endings.toSorted(byGravity);
  const outcomes = groupBy(sorted, ({ outcome }) => outcome);
  const distinct = (of: (ending: Ending) => string): readonly string[] => [...new Set(endings.map(of))].sort(byCodeUnit);
  return {
    id: 'endings',
    things: 'endings',
    groupedBy: 'outcome',
    facets: [
      { label: 'Outcome', values: gravestFirst },
      { label: 'Level', values: distinct(levelOf) },
      { label: 'Tier 0', values: ['yes', 'no'] },
      { label: 'Kind', values: distinct(({ kind }) => kind) },
      { label: 'Boundary', values: distinct(({ boundary }) => boundary) },
      { label: 'Authorised', values: ['never', 'unknown', 'yes'] },
      { label: 'Control owner', values: distinct(({ controlOwner }) => controlOwner ?? NONE) },
    ],
    groups: [...outcomes].map(([outcome, group]) => ({
      head: () => outcomeHead(outcome, group),
      rows: group.map((ending) => endingRow(ending, run.asOf)),
    })),
    count: endings.length,
    none:
      assurance === null
        ? 'None: no history was at hand, so nothing is said of whether access ended when it should have.'
        : 'None: nothing is known to have ended, and nothing says when what is there should.',
  };
}

function outcomeHead(outcome: Outcome, group: readonly Ending[]): Fragment {
  return html`<h3>${chip(outcome)} ${counted(group.length, 'ending')}</h3>
    <p>${{ shape: meanings[outcome], texts: [] }}</p>`;
}

function levelOf({ level }: Ending): string {
  return level === null ? NONE : levelText(level);
}

function endingRow(ending: Ending, asOf: string): Row {
  const { outcome, tierZero, kind, boundary, authorised, controlOwner, subjectName } = ending;
  return {
    subject: subjectName,
    facets: [outcome, levelOf(ending), tierZero ? 'yes' : 'no', kind, boundary, authorised, controlOwner ?? NONE],
    line: () => html`${word(outcome)} ${ending.subject}, ${accessText(ending)}; ${latenessText(ending) || dueText(ending, asOf)}`,
    head: () => endingHead(ending, asOf),
    body: () => endingBody(ending, asOf),
  };
}

function endingHead(ending: Ending, asOf: string): Fragment {
  const { outcome, subjectName, subject, nature, kind, tierZero, level } = ending;
  const late = latenessText(ending);
  return html`${chip(outcome)}<span class="who"
      ><b>${subjectName}</b> <small>${nature}</small><br /><span class="id">${subject}</span></span
    >
    <span class="what"
      ><b>${accessText(ending)}</b> <small>${kind}</small>${tierZero ? html` ${chip('tier-0')}` : nothing}<br /><small
        >${dueText(ending, asOf)}${{ shape: '; ', texts: [] }}${late === '' ? outcomeText(outcome) : late}</small
      ></span
    ><small>${level === null ? 'not ended' : `level ${levelText(level)}`}</small>`;
}
