import { classRank, persistenceClasses, type PersistenceClass } from '../model/persistence.ts';
import { groupBy } from '../base/group.ts';
import type { Ending } from '../model/ending.ts';
import type { EntityId } from '../model/ids.ts';
import { severities, type Severity } from '../model/question.ts';
import type { Finding } from '../model/finding.ts';
import type { SurfaceCoverage } from '../model/gap.ts';
import type { Answer3, RuleTotals, Totals, ZspTests } from '../model/report.ts';
import type { View } from '../model/view.ts';

/** Counts over a view and what was judged of it. Pools stand for many and are nobody. */
export function totalsOf(
  view: View,
  coverage: readonly SurfaceCoverage[],
  findings: readonly Finding[],
  rules: readonly RuleTotals[],
): Totals {
  const natures = { human: 0, 'non-human': 0, unknown: 0 };
  let identities = 0;
  for (const identity of view.identities()) {
    if (identity.kind === 'pool') continue;
    identities++;
    natures[identity.nature]++;
  }
  return {
    boundaries: view.boundaries.map((boundary) => boundary.id),
    identities: { total: identities, human: natures.human, nonHuman: natures['non-human'], unknown: natures.unknown },
    credentials: count(view.credentials()),
    grants: view.counts.grants,
    links: view.counts.links,
    surfaces: {
      complete: withStatus(coverage, 'complete'),
      partial: withStatus(coverage, 'partial'),
      unread: withStatus(coverage, 'unread'),
      excluded: withStatus(coverage, 'excluded'),
    },
    findings: bySeverity(findings),
    tierZero: byClass(view),
    rules,
  };
}

/**
 * The three tests, counted over identities. The first is of those with a path to tier 0, by that path. The other two are of those and of everybody who
 * had tier 0 in the look-back, by their uses of it that are over: `no` where one of them failed, `yes` where all passed, else undetermined, as where
 * nothing was used up yet or no history was at hand.
 */
export function testsOf(view: View): ZspTests {
  const ephemeral: Record<Answer3, number> = { yes: 0, no: 0, undetermined: 0 };
  const uses = usesOver(view);
  const identities = new Set(uses.keys());
  for (const { id } of view.identities()) {
    const answer = isEphemeral(view, id);
    if (answer === undefined) continue;
    ephemeral[answer]++;
    identities.add(id);
  }
  const counts = (test: keyof Ending['tests']): Record<Answer3, number> => {
    const answers: Record<Answer3, number> = { yes: 0, no: 0, undetermined: 0 };
    for (const identity of identities) answers[rolledUp((uses.get(identity) ?? []).map(({ tests }) => tests[test]))]++;
    return answers;
  };
  return { ephemeral, revokedAtOnce: counts('revokedAtOnce'), nothingLeft: counts('nothingLeft') };
}

/** The first test of an identity; `undefined`: it has no path to tier 0. */
function isEphemeral(view: View, identity: EntityId): Answer3 | undefined {
  // Most that have a path have one that is certain and standing, and of these the gravest is one.
  const sure = view.gravest(identity);
  if (sure !== undefined && sure.bounds.lo !== 'session') return 'no';
  const [first] = view.reachesOf(identity, { tierZero: true, first: true });
  if (first === undefined) return undefined;
  // None of the others is certain then.
  if (sure === undefined && first.bounds.hi !== 'session') return 'undetermined';
  const own = view.reachesOf(identity, { tierZero: true });
  if (own.some((reach) => reach.presence === 'certain' && reach.bounds.lo !== 'session')) return 'no';
  return own.every((reach) => reach.bounds.hi === 'session') ? 'yes' : 'undetermined';
}

/** Of tier 0, by identity. What is not due is not over: it has not been tested yet. */
function usesOver({ assured }: View): ReadonlyMap<EntityId, readonly Ending[]> {
  return groupBy(
    assured.endings.filter(({ tierZero, outcome }) => tierZero && outcome !== 'not-due'),
    ({ subject }) => subject,
  );
}

function rolledUp(answers: readonly Answer3[]): Answer3 {
  if (answers.includes('no')) return 'no';
  return answers.length > 0 && answers.every((each) => each === 'yes') ? 'yes' : 'undetermined';
}

function byClass(view: View): Readonly<Record<PersistenceClass, number>> {
  const counts = Object.fromEntries(persistenceClasses.map((each) => [each, 0])) as Record<PersistenceClass, number>;
  for (const { id } of view.identities()) {
    const most = mostLasting(view, id);
    if (most !== undefined) counts[most]++;
  }
  return counts;
}

/** Of the certain ways to tier 0. The gravest is a standing one where there is any, and most have such or none at all. */
function mostLasting(view: View, identity: EntityId): PersistenceClass | undefined {
  const gravest = view.gravest(identity);
  if (gravest === undefined || gravest.bounds.lo === 'standing') return gravest?.bounds.lo;
  let most: PersistenceClass = gravest.bounds.lo;
  for (const { presence, bounds } of view.reachesOf(identity, { tierZero: true })) {
    if (presence === 'certain' && classRank(bounds.lo) > classRank(most)) most = bounds.lo;
  }
  return most;
}

function bySeverity(findings: readonly Finding[]): Readonly<Record<Severity, number>> {
  const counts = Object.fromEntries(severities.map((each) => [each, 0])) as Record<Severity, number>;
  for (const { severity } of findings) counts[severity]++;
  return counts;
}

function withStatus(coverage: readonly SurfaceCoverage[], status: SurfaceCoverage['status']): number {
  return coverage.filter((line) => line.status === status).length;
}

function count(items: Iterable<unknown>): number {
  // What is made when it is asked for need not be made to be counted.
  if ('length' in items && typeof items.length === 'number') return items.length;
  let n = 0;
  for (const _ of items) n++;
  return n;
}
