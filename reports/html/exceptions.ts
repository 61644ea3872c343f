import { groupBy } from '../../src/base/group.ts';
import { counted, grouped } from '../../src/base/text/count.ts';
import type { ExceptionMatcher, ExceptionStanding } from '../../src/model/exception.ts';
import { chip, html, type Fragment } from './markup.ts';

/** What does not hold, and may be thought to, comes first. */
const order: readonly ExceptionStanding['state'][] = ['invalid', 'expired', 'in-force', 'not-begun', 'revoked'];

/** Every exception on record, with its state and all that was decided. */
export function exceptionsPart(exceptions: readonly ExceptionStanding[]): Fragment {
  if (exceptions.length === 0) return html`<p class="none">None is on record.</p>`;
  const states = groupBy(exceptions, ({ state }) => state);
  return html`${order.flatMap((state) => states.get(state) ?? []).map(exceptionDetails)}`;
}

function exceptionDetails(standing: ExceptionStanding): Fragment {
  const { exception, state, faults, covers, fresh, gone } = standing;
  return html`<details class="paper">
    <summary>
      ${chip(state)}<span class="who"
        ><b>${exception.id}</b> <small>${exception.kind}</small><br /><small>owner ${exception.owner}</small></span
      >
      <span class="what"
        >${exception.reason}<br /><small>until <time>${exception.end}</time></small></span
      >
      <small>${counted(covers.length, 'finding')}</small>
    </summary>
    <div class="body">
      <dl>
        <dt>Faults</dt>
        <dd>${lines(faults)}</dd>
        <dt>Matches</dt>
        <dd>${matcherText(exception.matcher)}; at most ${grouped(exception.maxMatches)}</dd>
        <dt>Approver</dt>
        <dd>${exception.approver}, ${exception.reference}</dd>
        <dt>Instead</dt>
        <dd>${lines(exception.compensating)}</dd>
        <dt>Holds</dt>
        <dd><time>${exception.start}</time> to <time>${exception.end}</time></dd>
        <dt>Approved</dt>
        <dd><time>${exception.approvedAt}</time></dd>
        <dt>Reviewed</dt>
        <dd><time>${exception.reviewedAt ?? 'never'}</time></dd>
        <dt>Tested</dt>
        <dd><time>${exception.testedAt ?? 'never'}</time></dd>
        <dt>Withdrawn</dt>
        <dd><time>${exception.revokedAt ?? 'no'}</time></dd>
        <dt>Moves aside</dt>
        <dd class="id">${lines(covers)}</dd>
        <dt>New since approval</dt>
        <dd class="id">${lines(fresh)}</dd>
        <dt>Gone</dt>
        <dd class="id">${lines(gone)}</dd>
        <dt>At approval</dt>
        <dd class="id">${lines(exception.frozen)}</dd>
      </dl>
    </div>
  </details>`;
}

function lines(texts: readonly string[]): Fragment {
  return texts.length === 0 ? html`none` : html`${texts.map((text) => html`${text}<br />`)}`;
}

function matcherText({ rule, subject, boundary, capability, scope, fingerprint }: ExceptionMatcher): string {
  return Object.entries({ rule, subject, boundary, capability, scope, fingerprint })
    .flatMap(([name, value]) => (value === null ? [] : [`${name} ${value}`]))
    .join(', ');
}
