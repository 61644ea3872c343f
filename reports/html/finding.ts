import type { Excepted, Finding, PathStep } from '../../src/model/finding.ts';
import { counted, grouped } from '../../src/base/text/count.ts';
import { groupBy } from '../../src/base/group.ts';
import type { RootCause } from '../../src/model/root-cause.ts';
import { controlTable, evidenceTable, factList } from './facts.ts';
import { chip, html, nothing, word, type Fragment } from './markup.ts';

/** What stands above all findings of one root cause. */
export function causeHead(cause: RootCause): Fragment {
  const rules = [...groupBy(cause.findings, (finding) => finding.title)].map(
    ([title, found]) => html`<li>${title}: ${grouped(found.length)}</li>`,
  );
  const fixes = [...new Set(cause.findings.map((finding) => finding.remediation.summary))].map((fix) => html`<p>${fix}</p>`);
  const name = html`<h3>${chip(cause.severity)} <small>${cause.kind}</small> ${cause.name}</h3>
    <p class="id">${cause.id}</p>`;
  // Of one finding the row beneath says what and who.
  if (cause.findings.length === 1) return html`${name} ${fixes}`;
  return html`${name}
    <div class="two">
      <div>
        <h4>What</h4>
        <ul>
          <li>${counted(cause.subjects.length, 'subject')}, ${counted(cause.findings.length, 'finding')}</li>
          ${rules}
        </ul>
      </div>
      <div>
        <h4>Fix</h4>
        ${fixes}
      </div>
    </div>`;
}

/** A finding in one row: how grave, who, what, how lasting. `mark`: what stands beside its title. */
export function findingHead(finding: Finding, mark: Fragment): Fragment {
  const { subject, persistence } = finding;
  return html`${chip(finding.severity)}<span class="who"
      ><b>${subject.name}</b>
      <small
        >${subject.nature}
        ${subject.kind}${subject.accounts === undefined ? nothing : html` (${counted(subject.accounts.length, 'account')})`}</small
      ><br /><span class="id">${subject.id}</span></span
    >
    <span class="what">${finding.title}${mark}<br /><small>${rightText(finding)}</small></span
    ><span>${persistence === null ? nothing : chip(persistence)}</span>`;
}

function rightText({ capability, scope, object, rule }: Finding): Fragment {
  if (capability === null) return object === null ? html`${rule}` : html`${object.name}`;
  return scope === null ? html`${capability}` : html`${capability} at <span class="id">${scope}</span>`;
}

/** All that is known of it. */
export function findingBody(finding: Finding): Fragment {
  const { remediation } = finding;
  return html`<div class="two">
      <div>
        <h4>Why</h4>
        <ul>
          ${items(finding.reasons)}
        </ul>
        ${
          finding.caveats.length === 0
            ? nothing
            : html`<h4>Caveats</h4>
                <ul>
                  ${items(finding.caveats)}
                </ul>`
        }
        <h4>Path</h4>
        ${pathList(finding.path)}
      </div>
      <div>
        <h4>Remediation</h4>
        <p>${remediation.summary}</p>
        ${commandLines(remediation.commands)}
        <dl>
          <dt>What might break</dt>
          <dd>${remediation.mayBreak ?? 'nothing known to'}</dd>
          <dt>How it will be verified</dt>
          <dd>${remediation.verify}</dd>
        </dl>
      </div>
    </div>
    <div class="two">
      <div>
        <h4>Facts</h4>
        ${factList(finding)}
      </div>
      <div>
        <h4>Evidence</h4>
        ${evidenceTable(finding)}
        <h4>Controls</h4>
        ${controlTable(finding)}
      </div>
    </div>`;
}

function items(texts: readonly string[]): readonly Fragment[] {
  return texts.map((text) => html`<li>${text}</li>`);
}

function commandLines(commands: readonly string[]): Fragment {
  if (commands.length === 0) return html`<p class="none">No command is known for this target.</p>`;
  return html`<div class="commands">${commands.map((command) => html`<pre><code>${command}</code></pre>`)}</div>`;
}

function pathList(path: readonly PathStep[]): Fragment {
  if (path.length === 0) return html`<p class="none">None: the finding rests on the thing itself.</p>`;
  return html`<ol class="path">
    ${path.map((step) => html`<li class="${word(step.step)}"><span class="kind">${word(step.step)}</span> ${stepText(step)}</li>`)}
  </ol>`;
}

function stepText(step: PathStep): Fragment {
  if (step.step === 'entry') return html`${chip(step.state)}<br />${step.text}`;
  if (step.step === 'identity') return html`<b>${step.name}</b><br /><span class="id">${step.id}</span>`;
  if (step.step === 'link') {
    return html`<b>${word(step.how)}</b> ${chip(step.persistence)}<br />${step.text}<br /><span class="id"
        >${step.from} → ${step.to}</span
      >`;
  }
  return html`<b>${word(step.capability)}</b> at <span class="id">${step.scope}</span> ${chip(step.persistence)}<br />${step.text}`;
}

/** What stands above the findings one exception moved aside. */
export function exceptionHead({ exception, owner, until }: Excepted): Fragment {
  return html`<h3><small>exception</small> ${exception}</h3>
    <p>Owner ${owner}, until ${until}.</p>`;
}
