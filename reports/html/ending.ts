import type { EventRef } from '../../src/model/authorisation.ts';
import type { Ending, Lingering, OtherWay } from '../../src/model/ending.ts';
import { assuranceText, dueText, endedText, latenessText, lingerText, spanText, wayText } from '../../src/model/ending-words.ts';
import { othersText } from '../../src/model/gap.ts';
import { durationText } from '../../src/base/text/duration.ts';
import { counted } from '../../src/base/text/count.ts';
import { html, nothing, type Fragment } from './markup.ts';
import { timeLine } from './time-line.ts';

/** So many other ways have a line each; the others are counted, and stand in the JSON and CSV reports. */
const WAYS = 8;

/**
 * All that is known of an ending. What may be missing is said to be missing rather than left out, and lists that grow are one text: so the
 * endings of a large estate are of few shapes.
 */
export function endingBody(ending: Ending, asOf: string): Fragment {
  const { because, otherWays, lingering, lag, level, exception, tests } = ending;
  return html`${timeLine(ending, asOf)}
    <div class="two">
      <div>
        <h4>What happened</h4>
        <ul>
          <li>${dueText(ending, asOf)}</li>
          <li>${endedText(ending)}</li>
          <li>
            ${latenessText(ending) || 'no due, so never late'}${{ shape: '; from the trigger: ', texts: [] }}${lag === null ? 'none' : spanText(lag)}
          </li>
          <li>${level === null ? 'nothing ended, so no level of assurance' : assuranceText(ending)}</li>
          <li>because: ${joined(because)}</li>
          <li>exception: ${exception ?? 'none'}</li>
        </ul>
        <h4>What may go on working</h4>
        ${lingerList(lingering)}
        <h4>Other ways to the same</h4>
        <p>${waysText(ending)}</p>
        ${wayList(otherWays.ways)}
        <h4>Tests of this use</h4>
        <dl>
          <dt>Ephemeral</dt>
          <dd>${tests.ephemeral}</dd>
          <dt>Revoked at once</dt>
          <dd>${tests.revokedAtOnce}</dd>
          <dt>Nothing left</dt>
          <dd>${tests.nothingLeft}</dd>
        </dl>
      </div>
      <div>
        <h4>Moments</h4>
        ${moments(ending, asOf)}
        <h4>Facts</h4>
        ${facts(ending)}
      </div>
    </div>`;
}

function moments(ending: Ending, asOf: string): Fragment {
  const { trigger, due, allowedMs, authorisedUntil, ended, lag, lateness, lingering } = ending;
  const until = lingering.map((each) => `${each.what} ${each.until ?? 'no limit known'}`);
  return html`<dl>
    <dt>Authorised until</dt>
    <dd><time>${authorisedUntil ?? 'no end on record'}</time></dd>
    <dt>Trigger</dt>
    <dd><time>${trigger?.at ?? 'none'}</time> ${trigger?.kind ?? ''} ${refs(trigger?.events ?? [])}</dd>
    <dt>Due</dt>
    <dd><time>${due ?? 'none'}</time>, allowed ${durationText(allowedMs, 'down')}</dd>
    <dt>First seen</dt>
    <dd><time>${ending.firstSeen}</time></dd>
    <dt>Last seen</dt>
    <dd><time>${ending.lastSeen}</time></dd>
    <dt>Ended after</dt>
    <dd><time>${ended?.after ?? 'not known to have ended'}</time></dd>
    <dt>and not after</dt>
    <dd><time>${ended?.before ?? 'not known to have ended'}</time> ${ended?.how ?? ''}</dd>
    <dt>Lag</dt>
    <dd>${bounds(lag)}</dd>
    <dt>Lateness</dt>
    <dd>${bounds(lateness)}</dd>
    <dt>Linger until</dt>
    <dd>${joined(until)}</dd>
    <dt>As of</dt>
    <dd><time>${asOf}</time></dd>
  </dl>`;
}

function facts(ending: Ending): Fragment {
  const { access, runs } = ending;
  const gave = ending.capabilities.map(({ capability, scope }) => `${capability} on ${scope}`);
  const end = access.until === null ? 'no end of its own' : `until ${access.until}`;
  return html`<dl>
    <dt>Access</dt>
    <dd>
      ${access.name} (${access.kind}${access.activated ? ', activated' : ''})<br /><span class="id">${access.id}</span
      ><br />${joined(access.objects)}
    </dd>
    <dt>Whose</dt>
    <dd class="id">${access.subject}</dd>
    <dt>Where</dt>
    <dd class="id">${access.boundary}; ${access.scope ?? 'no scope of its own'}</dd>
    <dt>Source</dt>
    <dd class="id">${access.source}</dd>
    <dt>By the provider</dt>
    <dd>from ${access.from ?? 'at once'}, ${end}</dd>
    <dt>Gave</dt>
    <dd>${joined(gave)}</dd>
    <dt>Authorised</dt>
    <dd>${ending.authorised}; ${joined(ending.authorisations)}</dd>
    <dt>Owner</dt>
    <dd>${ending.owner ?? 'none known'}</dd>
    <dt>Control owner</dt>
    <dd>${ending.controlOwner ?? 'none configured'}</dd>
    <dt>Person</dt>
    <dd>${ending.person ?? 'none with several accounts'}</dd>
    <dt>Ends by</dt>
    <dd>${ending.endsBy}; pattern ${ending.pattern}; mid-session ${ending.midSession}</dd>
    <dt>Events</dt>
    <dd>${refs(ending.events)}</dd>
    <dt>Runs</dt>
    <dd class="id">first ${runs.first}<br />last ${runs.last}<br />ended ${runs.ended ?? 'none'}</dd>
    <dt>Probes</dt>
    <dd class="id">${joined(ending.probes)}</dd>
    <dt>Evidence</dt>
    <dd class="id">${joined(ending.evidence.map(({ page, pointer }) => `${page}#${pointer}`))}</dd>
    <dt>Id</dt>
    <dd class="id">${ending.id}</dd>
  </dl>`;
}

function lingerList(lingering: readonly Lingering[]): Fragment {
  if (lingering.length === 0) return html`<p class="none">Nothing is known to.</p>`;
  return html`<ul>
    ${lingering.map((each) => {
      const longest = each.longestMs === null ? 'no limit known' : durationText(each.longestMs, 'up');
      const cut = each.cut === null ? '' : `; cut by ${each.cut.source} ${each.cut.id}`;
      return html`<li>
        ${lingerText(each)}<br /><small>longest ${longest}; can be cut: ${each.midSession}${cut}; source: ${each.source}</small>
      </li>`;
    })}
  </ul>`;
}

function waysText({ otherWays: { state, ways, because } }: Ending): string {
  const unread = because.map((gap) => {
    const about = gap.subject === undefined ? '' : ` about ${gap.subject}`;
    return `${gap.surface} in ${gap.boundary}${othersText(gap)}${about}, ${gap.cause}: ${gap.detail}`;
  });
  const loose = ways.filter(({ authorised }) => !authorised).length;
  if (state === 'none') return ways.length === 0 ? 'None remains.' : `None remains beside ${counted(ways.length, 'authorised one')}.`;
  if (state === 'some') return `${counted(loose, 'way')} with no authorisation of ${ways.length}.`;
  return `Whether one remains is not known. Not read: ${joined(unread)}`;
}

function wayList(ways: readonly OtherWay[]): Fragment {
  if (ways.length === 0) return nothing;
  const more = ways.length - WAYS;
  return html`<ul>
    ${ways
      .slice(0, WAYS)
      .map(
        (way) => html`<li>${way.authorised ? 'authorised: ' : ''}${wayText(way)}<br /><span class="id">${way.source}</span></li>`,
      )}${more > 0 ? [html`<li>and ${counted(more, 'more', 'more')}, which stand in the JSON and CSV reports</li>`] : []}
  </ul>`;
}

function bounds(span: Ending['lag']): string {
  if (span === null) return 'none: there is no trigger';
  return `${durationText(span.lower, 'down')} at least, ${durationText(span.upper, 'up')} at most${span.open ? ', and counting' : ''}`;
}

function refs(events: readonly EventRef[]): string {
  return joined(events.map(({ source, id }) => `${source} ${id}`));
}

function joined(texts: readonly string[]): string {
  return texts.length === 0 ? 'none' : texts.join(' · ');
}
