import { byCodeUnit } from '../../../src/base/order.ts';
import type { Grant } from '../../../src/model/grant.ts';
import { facetsOf, lastingOf } from './authority.ts';
import { capabilityRows } from './capabilities.ts';
import type { Estate } from './estate.ts';
import type { Guard } from './guard.ts';
import type { Gain } from './guard-reader.ts';
import { GuardReader } from './guard-reader.ts';
import { receive } from './parties.ts';
import { partiesOf } from './principals.ts';
import type { GrantTemplate } from './strongest.ts';
import { joined, strongest } from './strongest.ts';
import type { Templates } from './templates.ts';

/** Grants that policies of resources give, to whomever they let in. */
export function* resourceGrants(estate: Estate, templates: Templates, now: number): Iterable<Grant> {
  for (const guard of estate.guards.all) {
    const reader = new GuardReader(estate, templates, now, guard);
    for (const statement of guard.document.statements) {
      if (statement.effect !== 'Allow' || !guard.rows.some(({ row }) => statement.flags[row] === 1)) continue;
      for (const party of partiesOf(statement, guard.partition)) receive({ party, statement, unsigned: false }, reader);
    }
    yield* grantsOf(guard, reader.gains);
  }
}

function* grantsOf({ boundary, source, evidence }: Guard, all: ReadonlyMap<string, readonly Gain[]>): Iterable<Grant> {
  for (const [subject, gains] of all) {
    const caveats = [...new Set(gains.flatMap((each) => each.caveats))].sort(byCodeUnit);
    for (const template of strongest(joined(gains.map((each) => each.template)))) {
      const facets = facetsOf(template.right);
      const scope = template.scope ?? boundary;
      yield {
        type: 'grant',
        key: `grant|${subject}|${source.id}|${template.capability}|${scope}${facets.suffix}`,
        boundary,
        subject,
        capability: template.capability,
        scope,
        through: [],
        bounds: facets.bounds,
        presence: facets.presence,
        windows: facets.windows,
        endsBy: facets.endsBy,
        gate: facets.gate,
        because: [`the ${source.name} allows ${actionsOf(template)}`, lastingOf(template.right), ...facets.because],
        conditions: facets.conditions,
        caveats: [...facets.caveats, ...caveats],
        source,
        evidence,
      };
    }
  }
}

function actionsOf({ rows }: GrantTemplate): string {
  const actions = [...new Set([...rows].sort((a, b) => a - b).map((row) => capabilityRows[row]?.action ?? ''))];
  return actions.slice(0, 3).join(', ') + (actions.length > 3 ? ` and ${actions.length - 3} more` : '');
}
