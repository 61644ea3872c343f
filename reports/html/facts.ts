import type { Finding, Subject } from '../../src/model/finding.ts';
import { html, nothing, word, type Fragment } from './markup.ts';
import { seenFacts } from './past.ts';

/** Everything about a finding that has a name and a value. */
export function factList(finding: Finding): Fragment {
  const { object, bounds, rootCause } = finding;
  return html`<dl>
    ${subjectFacts(finding.subject)}
    <dt>Object</dt>
    <dd>
      ${object === null ? html`the subject itself` : html`${word(object.type)} ${object.name}<br /><span class="id">${object.id}</span>`}
    </dd>
    <dt>Capability</dt>
    <dd>${finding.capability ?? 'none'}</dd>
    <dt>Scope</dt>
    <dd class="id">${finding.scope ?? 'none'}</dd>
    <dt>Persistence</dt>
    <dd>
      ${finding.persistence ?? 'none'}${bounds === null || (bounds.lo === bounds.hi && bounds.lo === finding.persistence) ? nothing : html`, between ${word(bounds.lo)} and ${word(bounds.hi)}`}
    </dd>
    <dt>Root cause</dt>
    <dd>${rootCause.kind}: ${rootCause.name}<br /><span class="id">${rootCause.id}</span></dd>
    <dt>Rule</dt>
    <dd>${finding.rule} (${word(finding.family)})</dd>
    ${seenFacts(finding)}
    <dt>Fingerprint</dt>
    <dd class="id">${finding.fingerprint}</dd>
  </dl>`;
}

/** Whom it is about, as terms and descriptions. */
export function subjectFacts({ id, uid, kind, nature, name, boundary, accounts }: Subject): Fragment {
  return html`<dt>Subject</dt>
    <dd>${name} (${word(nature)} ${word(kind)})<br /><span class="id">${id}</span></dd>
    <dt>Immutable id</dt>
    <dd class="id">${uid ?? 'none told'}</dd>
    <dt>Boundary</dt>
    <dd class="id">${boundary ?? 'outside everything read'}</dd>
    ${
      accounts === undefined
        ? nothing
        : html`<dt>Accounts of this person</dt>
            <dd>${accounts.map((each) => html`<span class="id">${each}</span><br />`)}</dd>`
    }`;
}

export function evidenceTable({ evidence }: Finding): Fragment {
  if (evidence.length === 0) return html`<p class="none">None.</p>`;
  const rows = evidence.map(
    ({ page, pointer }) =>
      html`<tr>
        <td class="id">${page}</td>
        <td class="id">${pointer}</td>
      </tr>`,
  );
  return html`<table>
    <thead>
      <tr>
        <th scope="col">Page</th>
        <th scope="col">Place in it</th>
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}

export function controlTable({ controls }: Finding): Fragment {
  if (controls.length === 0) return html`<p class="none">None.</p>`;
  const rows = controls.map(
    ({ framework, id, title }) =>
      html`<tr>
        <td>${framework}</td>
        <td>${id}</td>
        <td>${title}</td>
      </tr>`,
  );
  return html`<table>
    <thead>
      <tr>
        <th scope="col">Framework</th>
        <th scope="col">Id</th>
        <th scope="col">Title</th>
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}
