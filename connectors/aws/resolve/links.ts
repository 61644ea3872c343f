import type { Evidence } from '../../../src/model/fact.ts';
import type { Link, LinkKind, Source } from '../../../src/model/grant.ts';
import type { EntityId } from '../../../src/model/ids.ts';
import { exactly } from '../../../src/model/persistence.ts';
import { outlasts, signature } from '../rights/dominance.ts';
import type { Right } from '../rights/rights.ts';
import { facetsOf, lastingOf } from './authority.ts';
import { flat } from './flat.ts';

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
  /** The method that makes it; left out: it is a plain right. */
  readonly escalation?: string;
  /** Whether no other is of its parties, source and method: whoever makes it knows. */
  readonly isAlone?: boolean;
}

const width: readonly Link['openness'][] = ['none', 'exact', 'boundary', 'issuer', 'any'];

/** One link for each party, source and right; of equal ones the widest stays. */
export function linksOf(candidates: readonly Candidate[]): readonly Link[] {
  const [only] = candidates;
  if (only !== undefined && candidates.length === 1) return [linkOf(only, stemOf(only))];
  // how a link is used is part of no group; where the method tells it, the stem of the key says the same as the group and is made once
  const groupOf = isToldByMethod(candidates) ? stemOf : partiesOf;
  const places = new Map<string, number>();
  const keys: string[] = [];
  const groups: (Candidate | Candidate[])[] = [];
  for (const each of candidates) {
    const key = groupOf(each);
    if (each.isAlone === true) {
      groups.push(each);
      keys.push(key);
      continue;
    }
    const place = places.get(key);
    if (place === undefined) {
      places.set(key, groups.push(each) - 1);
      keys.push(key);
      continue;
    }
    const group = groups[place] as Candidate | Candidate[];
    if (Array.isArray(group)) group.push(each);
    else groups[place] = [group, each];
  }
  const links: Link[] = [];
  for (let place = 0; place < groups.length; place++) {
    const group = groups[place] as Candidate | Candidate[];
    if (!Array.isArray(group)) links.push(linkOf(group, groupOf === stemOf ? (keys[place] as string) : stemOf(group)));
    else for (const each of distinct(group)) links.push(linkOf(each, stemOf(each)));
  }
  return links;
}

/** What stands before what tells apart links that differ in their right alone. */
function stemOf({ how, from, to, source, escalation }: Candidate): string {
  return escalation === undefined
    ? flat('link|', from, '|', how, '|', to, '|', source.id)
    : flat('link|', from, '|', how, '|', to, '|', source.id, '|', escalation);
}

function partiesOf({ from, to, source, escalation = '' }: Candidate): string {
  return flat(from, '|', to, '|', source.id, '|', escalation);
}

/** Whether no two candidates of one method are used differently. */
function isToldByMethod(candidates: readonly Candidate[]): boolean {
  const hows = new Map<string | undefined, LinkKind>();
  for (const { how, escalation } of candidates) {
    const known = hows.get(escalation);
    if (known === undefined) hows.set(escalation, how);
    else if (known !== how) return false;
  }
  return true;
}

function distinct(group: readonly Candidate[]): readonly Candidate[] {
  const bySignature = new Map<string, Candidate>();
  for (const each of group) {
    const known = bySignature.get(signature(each.right));
    if (known === undefined || precedes(each, known)) bySignature.set(signature(each.right), each);
  }
  const all = [...bySignature.values()];
  return all.filter(
    (weak) =>
      !all.some(
        (strong) =>
          strong !== weak &&
          outlasts(strong.right, weak.right) &&
          (!outlasts(weak.right, strong.right) || signature(strong.right) < signature(weak.right)),
      ),
  );
}

/** Links of many roles. Candidates of one role come together, so each role is settled by itself. */
export function roleLinks(candidates: readonly Candidate[]): readonly Link[] {
  const links: Link[] = [];
  for (let from = 0, at = 1; at <= candidates.length; at++) {
    const first = candidates[from];
    if (first === undefined || candidates[at]?.to === first.to) continue;
    if (at - from === 1) links.push(linkOf(first, stemOf(first)));
    else links.push(...linksOf(candidates.slice(from, at)));
    from = at;
  }
  return links;
}

// Two statements that admit one party alike: what is told of them is that of the wider, then of the one that demands less.
function precedes(a: Candidate, b: Candidate): boolean {
  const [x, y] = [width.indexOf(a.openness), width.indexOf(b.openness)];
  return x !== y ? x > y : rank(a) < rank(b);
}

function rank({ detail, because }: Candidate): string {
  return `${Number(detail['externalId'] === true)}${Number(detail['orgCondition'] === true)}${String(detail['principalForm'])}|${because.join('|')}`;
}

function becauseOf({ because }: Candidate, lasting: string | undefined, more: readonly string[]): readonly string[] {
  return lasting === undefined ? [...because, ...more] : more.length === 0 ? [...because, lasting] : [...because, lasting, ...more];
}

function linkOf(candidate: Candidate, stem: string): Link {
  const { how, from, to, boundary, right, openness, detail, source, evidence, escalation } = candidate;
  const facets = facetsOf(right);
  const refuted = right.presence === 'refuted';
  const link: Link = {
    type: 'link',
    key: stem + facets.suffix,
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
    because: becauseOf(candidate, refuted ? undefined : lastingOf(right), facets.because),
    conditions: facets.conditions,
    caveats: facets.caveats.length === 0 ? candidate.caveats : [...facets.caveats, ...candidate.caveats],
    source,
    evidence,
  };
  return escalation === undefined ? link : { ...link, escalation };
}
