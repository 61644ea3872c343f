import type { Evidence } from '../../../src/model/fact.ts';
import type { Link, LinkKind, Source } from '../../../src/model/grant.ts';
import type { EntityId } from '../../../src/model/ids.ts';
import { exactly } from '../../../src/model/persistence.ts';
import { outlasts, signature } from '../rights/dominance.ts';
import type { Right } from '../rights/rights.ts';
import { facetsOf, lastingOf } from './authority.ts';
import type { Trust } from './trusts.ts';

/** A link before those that say no more than another are left out. */
export interface Candidate {
  readonly how: LinkKind;
  readonly from: EntityId;
  readonly to: EntityId;
  readonly boundary: string;
  readonly right: Right;
  readonly openness: Link['openness'];
  readonly detail: Link['detail'];
  readonly source: Source;
  readonly because: readonly string[];
  readonly caveats: readonly string[];
  readonly evidence: readonly Evidence[];
}

export function trustSource(trust: Trust): Source {
  return { id: `${trust.role}|trust`, kind: 'trust-policy', name: `trust policy of role ${trust.roleName}`, boundary: trust.boundary };
}

const width: readonly Link['openness'][] = ['none', 'exact', 'boundary', 'issuer', 'any'];

/** One link for each party, source and right; of equal ones the widest stays. */
export function* linksOf(candidates: readonly Candidate[]): Iterable<Link> {
  if (candidates.length === 1) {
    const [only] = candidates;
    if (only !== undefined) yield linkOf(only);
    return;
  }
  const groups = new Map<string, Candidate[]>();
  for (const each of candidates) {
    const key = `${each.from}|${each.to}|${each.source.id}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [each]);
    else group.push(each);
  }
  for (const group of groups.values()) {
    const bySignature = new Map<string, Candidate>();
    for (const each of group) {
      const known = bySignature.get(signature(each.right));
      if (known === undefined || precedes(each, known)) bySignature.set(signature(each.right), each);
    }
    const distinct = [...bySignature.values()];
    for (const weak of distinct) {
      const beaten = distinct.some(
        (strong) =>
          strong !== weak &&
          outlasts(strong.right, weak.right) &&
          (!outlasts(weak.right, strong.right) || signature(strong.right) < signature(weak.right)),
      );
      if (!beaten) yield linkOf(weak);
    }
  }
}

// Two statements that admit one party alike: what is told of them is that of the wider, then of the one that demands less.
function precedes(a: Candidate, b: Candidate): boolean {
  const [x, y] = [width.indexOf(a.openness), width.indexOf(b.openness)];
  return x !== y ? x > y : rank(a) < rank(b);
}

function rank({ detail, because }: Candidate): string {
  return `${Number(detail['externalId'] === true)}${Number(detail['orgCondition'] === true)}${String(detail['principalForm'])}|${because.join('|')}`;
}

function linkOf(candidate: Candidate): Link {
  const { how, from, to, boundary, right, openness, detail, source, evidence } = candidate;
  const facets = facetsOf(right);
  const refuted = right.presence === 'refuted';
  return {
    type: 'link',
    key: `link|${from}|${how}|${to}|${source.id}${facets.suffix}`,
    boundary,
    how,
    from,
    to,
    openness,
    detail,
    bounds: refuted ? exactly('standing') : facets.bounds,
    presence: facets.presence,
    windows: facets.windows,
    endsBy: refuted ? 'nothing' : facets.endsBy,
    gate: facets.gate,
    because: [...candidate.because, ...(refuted ? [] : [lastingOf(right)]), ...facets.because],
    conditions: facets.conditions,
    caveats: facets.caveats.length === 0 ? candidate.caveats : [...facets.caveats, ...candidate.caveats],
    source,
    evidence,
  };
}
