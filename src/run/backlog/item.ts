import { DAY_MS, instantOf, parseInstant, type Instant } from '../../base/instant.ts';
import { byCodeUnit } from '../../base/order.ts';
import { counted } from '../../base/text/count.ts';
import { firstFew } from '../../base/text/sheet.ts';
import type { BacklogItem } from '../../model/backlog.ts';
import type { Finding } from '../../model/finding.ts';
import { classRank } from '../../model/persistence.ts';
import { severityRank } from '../../model/root-cause.ts';
import type { Severity } from '../../model/question.ts';
import type { SurfaceCoverage } from '../../model/gap.ts';
import type { DueDays } from '../backlog-settings.ts';
import { commandsOf } from './commands.ts';
import type { BacklogEstate } from './estate.ts';
import type { Group } from './group.ts';
import { fixesOfReading, reasonsOfReading } from './reading.ts';
import { weigh, weighReading, type ToWeigh } from './rank.ts';
import { titleOf } from './title.ts';

export interface ItemInput {
  readonly asOf: Instant;
  readonly estate: BacklogEstate;
  readonly coverage: readonly SurfaceCoverage[];
  readonly dueDays: DueDays;
  /** The item of an earlier export. */
  readonly before: BacklogItem | undefined;
}

/** So many last uses are told of one item. */
const MOST_USES = 10;

/** An item without its rank, which needs the others. */
export function itemOf(group: Group, input: ItemInput): { readonly item: BacklogItem; readonly score: number } {
  const { asOf, estate, before } = input;
  const shown = group.findings.length > 0 ? group.findings : group.excepted;
  const all = [...shown, ...(shown === group.excepted ? [] : group.excepted)];
  const severity = shown.map((each) => each.severity).sort((a, b) => severityRank(a) - severityRank(b))[0] ?? 'medium';
  const weights: ToWeigh = {
    severity,
    tierZero: shown.some((each) => estate.isTierZero(each)),
    persistence: shown.flatMap(({ persistence }) => persistence ?? []).sort((a, b) => classRank(b) - classRank(a))[0] ?? null,
    since: earliest(shown.map(({ seen }) => seen?.since ?? null)),
    reach: group.fix === 'read' ? 0 : new Set(shown.map(({ subject }) => subject.id)).size,
    used: lastUseOf(shown, estate),
  };
  const questions = group.open.reduce((sum, each) => sum + each.questions, 0);
  const { score, because } = group.fix === 'read' ? weighReading(severity, questions) : weigh(weights, asOf);
  const item: BacklogItem = {
    id: group.id,
    state: stateOf(group, before),
    title: titleOf(group, estate),
    severity,
    severityReasons: group.fix === 'read' ? reasonsOfReading(group, severity) : severityReasonsOf(group, shown, severity),
    rank: 0,
    rankBecause: because,
    owner: group.owner,
    boundary: group.boundary,
    rootCause: group.cause,
    tierZero: weights.tierZero,
    persistence: weights.persistence,
    since: weights.since,
    due: dueOf(severity, weights.since, input),
    reach: weights.reach,
    lastUsed: weights.used === 'never' || weights.used === 'unknown' ? null : weights.used,
    findings: all.map(({ fingerprint, rule, title, severity: own, subject }) => ({
      fingerprint,
      rule,
      title,
      severity: own,
      subject: subject.id,
      subjectName: subject.name,
    })),
    controls: unique(all.flatMap(({ controls }) => controls.map(({ framework, id }) => `${framework} ${id}`))),
    fix: fixesOf(group, shown, input),
    commands: group.fix === 'change' ? commandsOf(shown) : [],
    terraform: [],
    breaks: lastUseText(shown),
    verify: group.fix === 'read' ? ['the next scan reads every surface that is named here to its end'] : verifyOf(shown),
    closed: null,
    movedTo: [],
  };
  return { item, score };
}

function stateOf({ findings, excepted, fix }: Group, before: BacklogItem | undefined): BacklogItem['state'] {
  if (findings.length === 0 && excepted.length > 0) return 'accepted';
  if (before?.state === 'closed' || before?.state === 'returned') return 'returned';
  if (before !== undefined || fix === 'read') return 'open';
  return findings.length > 0 && findings.every(({ seen }) => (seen?.reappeared ?? 0) > 0) ? 'returned' : 'open';
}

/** By the reasons of its gravest findings; how many others there are is said too. */
function severityReasonsOf({ findings, excepted }: Group, shown: readonly Finding[], severity: Severity): readonly string[] {
  const gravest = shown.filter((each) => each.severity === severity);
  const reasons = unique(gravest.flatMap(({ reasons: own }) => own)).slice(0, 8);
  const lesser = shown.length - gravest.length;
  return [
    ...reasons,
    ...(lesser === 0 ? [] : [`${counted(lesser, 'finding')} beside of lesser severity`]),
    ...(findings.length > 0 && excepted.length > 0 ? [`${counted(excepted.length, 'finding')} of it excepted`] : []),
  ];
}

/** From when it was seen first, and where no history tells that, from the first export that had it. */
function dueOf(severity: Severity, since: Instant | null, { asOf, dueDays, before }: ItemInput): Instant {
  const due = instantOf((parseInstant(since ?? asOf) ?? 0) + dueDays[severity] * DAY_MS);
  const told = before?.state === 'closed' ? null : (before?.due ?? null);
  return since === null && told !== null && (told < due || before?.severity === severity) ? told : due;
}

/** Of several the latest; nothing is called unused while of one it is not known. */
function lastUseOf(findings: readonly Finding[], estate: BacklogEstate): ToWeigh['used'] {
  const uses = findings.map((each) => estate.lastUsed(each));
  const latest = uses
    .filter((each) => each !== 'never' && each !== 'unknown')
    .sort(byCodeUnit)
    .at(-1);
  if (latest !== undefined) return latest;
  return uses.length > 0 && uses.every((each) => each === 'never') ? 'never' : 'unknown';
}

function lastUseText(findings: readonly Finding[]): BacklogItem['breaks'] {
  const said = unique(
    findings.flatMap(({ subject, remediation }) => (remediation.mayBreak === null ? [] : [`${subject.name}: ${remediation.mayBreak}`])),
  );
  return said.length === 0 ? null : { loses: [], keeps: [], lastUse: firstFew(said, MOST_USES, '; ') };
}

function fixesOf(group: Group, shown: readonly Finding[], { coverage, estate }: ItemInput): readonly string[] {
  if (group.fix === 'read') return fixesOfReading(group, coverage);
  return unique(shown.map(({ remediation }) => remediation.summary)).map((each) => estate.named(each));
}

function verifyOf(findings: readonly Finding[]): readonly string[] {
  const own = unique(findings.map(({ remediation }) => remediation.verify)).map((each) => each.charAt(0).toLowerCase() + each.slice(1));
  const endings = unique(findings.flatMap(({ object }) => (object?.type === 'ending' ? object.id.slice(0, 12) : [])));
  return [...own, ...(endings.length === 0 ? [] : [`\`vestige verify ${endings.join(' ')}\` asks the provider for it by its id`])];
}

function earliest(moments: readonly (Instant | null)[]): Instant | null {
  return moments.flatMap((each) => each ?? []).sort(byCodeUnit)[0] ?? null;
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort(byCodeUnit);
}
