import { grouped } from '../../src/base/text/count.ts';
import { persistenceClasses } from '../../src/model/persistence.ts';
import type { Report } from '../../src/model/report.ts';
import { chip, html, nothing, type Fragment } from './markup.ts';
import { table } from './table.ts';

const SUB: Fragment = { shape: ' class="sub"', texts: [] };

export function totalsSection({ totals }: Report): Fragment {
  const { identities } = totals;
  const most = Math.max(1, ...persistenceClasses.map((name) => totals.tierZero[name]));
  const classes = persistenceClasses.toReversed().map((name) => {
    const bar = Math.round((totals.tierZero[name] / most) * 100);
    return html`<tr>
      <th scope="row">${chip(name)}</th>
      <td class="n">${grouped(totals.tierZero[name])}</td>
      <td class="bar">
        <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect width="${constant(bar)}" height="4" /></svg>
      </td>
    </tr>`;
  });
  const counts: readonly (readonly [string, number])[] = [
    ['Identities', identities.total],
    ['  human', identities.human],
    ['  non-human', identities.nonHuman],
    ['  unknown', identities.unknown],
    ['Credentials', totals.credentials],
    ['Grants', totals.grants],
    ['Links', totals.links],
  ];
  const rules = totals.rules.map(
    (rule) =>
      html`<tr>
        <th scope="row">${rule.rule}</th>
        ${[rule.questions, rule.findings, rule.clear, rule.undetermined, rule.excepted].map((n) => html`<td class="n">${grouped(n)}</td>`)}
      </tr>`,
  );
  return html`<div class="two">
      <div>
        <h3>What was read</h3>
        <table>
          <tbody>
            ${counts.map(([name, n]) => html`<tr${name.startsWith(' ') ? SUB : nothing}><th scope="row">${name.trim()}</th><td class="n">${grouped(n)}</td></tr>`)}
          </tbody>
        </table>
        <h4>Boundaries</h4>
        ${
          totals.boundaries.length === 0
            ? html`<p class="none">None.</p>`
            : html`<ul class="flow">
                ${totals.boundaries.map((id) => html`<li class="id">${id}</li>`)}
              </ul>`
        }
      </div>
      <div>
        <h3>Identities that reach tier 0</h3>
        <p>By the most lasting class in which they certainly do.</p>
        ${table(['Class', '#Identities', 'Compared'], classes)}
      </div>
    </div>
    <h3>Rules</h3>
    ${rules.length === 0 ? html`<p class="none">None was asked.</p>` : table(['Rule', '#Asked', '#Findings', '#Clear', '#Undetermined', '#Excepted'], rules)}`;
}

/** A number of ours as part of the markup. */
function constant(value: number): Fragment {
  return { shape: String(value), texts: [] };
}

export function testsSection({ tests }: Report): Fragment {
  const rows = [
    ['1. Ephemeral: decided per request, bound to the session, ended by context', tests.ephemeral],
    ['2. Revoked at once', tests.revokedAtOnce],
    ['3. Nothing left that is usable without a fresh decision', tests.nothingLeft],
  ] as const;
  const none = rows.every(([, { yes, no, undetermined }]) => yes + no + undetermined === 0);
  return html`<p>
      ${none ? 'None: no identity was tested.' : 'Over the identities that reach tier 0. Only yes in all three is zero standing privilege.'}
    </p>
    ${table(
      ['Test', '#Yes', '#No', '#Undetermined'],
      rows.map(
        ([name, { yes, no, undetermined }]) =>
          html`<tr>
            <th scope="row">${name}</th>
            ${[yes, no, undetermined].map((n) => html`<td class="n">${grouped(n)}</td>`)}
          </tr>`,
      ),
    )}`;
}
