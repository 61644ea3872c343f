import { canonicalJson } from '../../../src/base/bytes/canonical.ts';
import { sha256Hex } from '../../../src/base/bytes/hash.ts';
import type { Json } from '../../../src/base/json.ts';
import { byCodeUnit, byKeys } from '../../../src/base/order.ts';
import { weakerPresence } from '../../../src/model/persistence.ts';
import { intersect } from '../../../src/model/window.ts';
import { membershipOf } from '../rights/choices.ts';
import { overlap } from '../rights/denied.ts';
import { signature } from '../rights/dominance.ts';
import type { Demand, Right } from '../rights/rights.ts';
import { bothOf } from '../rights/together.ts';
import type { Candidate } from './links.ts';
import type { OpenRole } from './open-roles.ts';
import { opens } from './opens.ts';

/** Rights of one side that ask the same of their holder. */
interface Kind {
  readonly right: Right;
  readonly groups: ReadonlySet<string>;
}

/**
 * Links members to roles through a pool: n + m links, not n × m. What a member must bring about and what a role demands are asked
 * together: roles that some members cannot meet, though each side can be met by itself, have a pool of their own, which those
 * members join with what is left, or not at all.
 */
export function* pooled<M extends { readonly right: Right }>(
  pool: string,
  members: readonly M[],
  roles: readonly OpenRole[],
  joins: (member: M, pool: string, right: Right) => Candidate,
): Iterable<Candidate> {
  const kinds = kindsOf(members);
  const settled = new Map<string, ReadonlyMap<string, readonly Right[]>>();
  const clusters = new Map<string, OpenRole[]>();
  for (const role of roles) {
    const clashes = clashesOf(kinds, role, settled);
    const key = [...clashes].map(([kind, left]) => `${kind}>${left.map(brief).join()}`).join('\n');
    const cluster = clusters.get(key);
    if (cluster === undefined) clusters.set(key, [role]);
    else cluster.push(role);
  }
  for (const [key, cluster] of clusters) {
    const [first] = cluster;
    if (first === undefined) continue;
    const name =
      key === ''
        ? pool
        : `${pool}:${sha256Hex([...new Set(cluster.map(({ trust }) => trust.role))].sort(byCodeUnit).join('\n') + key).slice(0, 12)}`;
    const clashes = clashesOf(kinds, first, settled);
    for (const member of members) {
      const left = clashes.size === 0 || member.right.demands.length === 0 ? undefined : clashes.get(kindOf(member.right));
      for (const right of left ?? [member.right]) yield joins(member, name, right);
    }
    for (const role of cluster) yield opens(name, role);
  }
}

/** By what they ask, in an order of its own. */
function kindsOf(members: readonly { readonly right: Right }[]): ReadonlyMap<string, Kind> {
  const kinds = new Map<string, Kind>();
  for (const { right } of members) if (right.demands.length > 0 && !kinds.has(kindOf(right))) kinds.set(kindOf(right), kindWith(right));
  return new Map([...kinds].sort(byKeys(([name]) => name)));
}

/** What is left of the rights that do not go together with what a role demands, by their kind. */
function clashesOf(
  kinds: ReadonlyMap<string, Kind>,
  { trust, right: theirs }: OpenRole,
  settled: Map<string, ReadonlyMap<string, readonly Right[]>>,
): ReadonlyMap<string, readonly Right[]> {
  if (kinds.size === 0 || theirs.demands.length === 0) return none;
  const here = { include: [trust.role], exclude: [] };
  const met = [...kinds.values()].map(({ right }) =>
    right.demands.map(({ deny }) => Number(deny === null || overlap(here, deny.resources))),
  );
  const id = `${kindOf(theirs)}|${met.map((each) => each.join('')).join()}`;
  let clashes = settled.get(id);
  if (clashes === undefined) {
    const found = new Map<string, readonly Right[]>();
    const { groups } = kindWith(theirs);
    for (const [name, kind] of kinds) {
      if (![...kind.groups].some((each) => groups.has(each))) continue;
      const both = bothOf({ ...kind.right, resources: here }, theirs);
      if (!isPlain(both, kind.right, theirs)) found.set(name, both);
    }
    settled.set(id, (clashes = found));
  }
  return clashes;
}

const none: ReadonlyMap<string, readonly Right[]> = new Map();

/** Whether two rights together come to what each says by itself, as a way through a pool is read. */
function isPlain(both: readonly Right[], a: Right, b: Right): boolean {
  const [only, ...more] = both;
  if (only === undefined || more.length > 0 || only.presence !== weakerPresence(a.presence, b.presence)) return false;
  return canonicalJson(only.windows as unknown as Json) === canonicalJson(intersect(a.windows, b.windows) as unknown as Json);
}

function brief(right: Right): string {
  return `${signature(right)} ${right.presence}`;
}

function kindWith(right: Right): Kind {
  const groups = new Set<string>();
  for (const { clause } of right.demands) {
    for (const atom of clause.atoms) {
      const group = membershipOf(atom.key, clause.caller)?.group;
      if (group !== undefined) groups.add(group);
    }
  }
  return { right, groups };
}

const kindTexts = new WeakMap<Right, string>();

/** Rights of one text last alike, are conditioned alike and ask the same of their holder. */
export function kindOf(right: Right): string {
  let text = kindTexts.get(right);
  if (text === undefined) kindTexts.set(right, (text = sha256Hex(signature(right) + right.demands.map(demandText).join('\n'))));
  return text;
}

/** Alike for callers of one kind, unless what is asked is about the caller itself. */
function demandText({ clause, deny }: Demand): string {
  const { effect, variables, caller, atoms, settled } = clause;
  const isPersonal = atoms.some(({ key, values }) => key === 'aws:userid' || (variables && values.some((each) => each.includes('${'))));
  const asked = atoms.map((each, at) => [
    each.key,
    each.family,
    each.test,
    each.negated,
    each.ifExists,
    each.set,
    each.values,
    settled[at] ?? '',
  ]);
  const about = [
    effect,
    variables,
    caller.kind,
    caller.resourceAccount,
    caller.withoutFactor === true,
    isPersonal ? (caller.arn ?? '') : '',
  ];
  return canonicalJson([about, asked, deny === null ? null : [deny.resources.include, deny.resources.exclude]]);
}
