import { dominates } from '../../../src/model/capability.ts';
import type { Finding } from '../../../src/model/finding.ts';
import type { Report } from '../../../src/model/report.ts';
import type { Scan } from '../../../src/run/scan.ts';

/** `surface@boundary status`, of every line. */
export function coverageOf(report: Report): readonly string[] {
  return report.coverage.map((line) => `${line.surface}@${line.boundary} ${line.status} ${line.cause ?? ''}`);
}

function asserting(report: Report): readonly Finding[] {
  return report.findings.filter((finding) => finding.family !== 'blind-spot');
}

/** A run in which all went well, and what each of its pages is of. */
export interface Calm extends Scan {
  /** `surface@boundary` by page. */
  readonly sources: ReadonlyMap<string, string>;
}

export async function calmed(scan: Scan): Promise<Calm> {
  const sources = new Map<string, string>();
  for await (const { id, envelope } of scan.capture.pages()) sources.set(id, `${envelope.task.surface}@${envelope.task.boundary}`);
  return { ...scan, sources };
}

/**
 * What a calm run found and another did not. Findings are told apart by what they say of whom, and counted: what is known of a key or a
 * way may be less (a place in a report and not a key's id), and the finding is still there.
 */
export function vanished(calm: Report, other: Report): readonly Finding[] {
  const nameOf = ({ rule, subject, capability, scope }: Finding): string => JSON.stringify([rule, subject.id, capability, scope]);
  const left = new Map<string, number>();
  for (const finding of asserting(other)) left.set(nameOf(finding), (left.get(nameOf(finding)) ?? 0) + 1);
  return asserting(calm).filter((finding) => {
    const count = left.get(nameOf(finding)) ?? 0;
    left.set(nameOf(finding), count - 1);
    return count <= 0;
  });
}

/**
 * Those of the vanished findings that the other run is silent about. It must hold an open question of that rule about that subject, or
 * about a whole boundary where the subject or the way from it lies, or that told of it. Only where it does not know the subject at all can it ask no question
 * about it; then a surface that told of it must be named as not fully read. And no rule may be clear about more than in the calm run.
 */
export function silentlyGone(calm: Calm, { report, view }: Pick<Scan, 'report' | 'view'>): readonly string[] {
  const unread = new Set(report.coverage.filter((line) => line.status !== 'complete').map((line) => `${line.surface}@${line.boundary}`));
  const boundaries = new Set(report.coverage.map((line) => line.boundary));
  // An instance of Identity Center that was not told of has no lines of its own: the surface that tells of them speaks for it.
  const noInstances = report.coverage.some((line) => line.surface === 'aws:identity-center' && line.status === 'unread');
  function isUnread(source: string): boolean {
    const boundary = source.slice(source.indexOf('@') + 1);
    return unread.has(source) || (boundary.startsWith('aws:identity-center/') && !boundaries.has(boundary) && noInstances);
  }
  const gone = vanished(calm.report, report).flatMap((finding) => {
    const places = new Set([...placesOf(finding), ...boundariesOf(finding, calm.sources)]);
    const open = report.undetermined.some(
      ({ rule, subject }) =>
        rule === finding.rule &&
        (subject.id === finding.subject.id ||
          (subject.kind === 'boundary' && places.has(subject.id)) ||
          standsFor(subject.id, finding.subject.id)),
    );
    // An unread limiter lets more be reached, and what gives all of it takes the place of the lesser finding.
    const more = asserting(report).some(
      ({ subject, capability }) =>
        subject.id === finding.subject.id &&
        capability !== null &&
        finding.capability !== null &&
        dominates(capability, finding.capability),
    );
    const named = finding.evidence.some(({ page }) => isUnread(calm.sources.get(page) ?? ''));
    const known = view.identity(finding.subject.id) !== undefined;
    return open || more || (named && !known) ? [] : [`${finding.rule} ${finding.subject.id}${known ? '' : ' (not known any more)'}`];
  });
  const clears = new Map(calm.report.totals.rules.map((each) => [each.rule, each.clear]));
  const clearer = report.totals.rules.filter((each) => each.rule !== 'blind-spot' && each.clear > (clears.get(each.rule) ?? 0));
  return [...gone, ...clearer.map((each) => `${each.rule} is clear ${each.clear} times, not ${clears.get(each.rule) ?? 0}`)];
}

/** A role that is known to be there for a permission set and could not be told has a stand-in: `unread:<set> in account <account>`. */
function standsFor(id: string, role: string): boolean {
  const account = /^unread:.* in account (\d{12})$/.exec(id)?.[1];
  return account !== undefined && role.includes(`::${account}:role/aws-reserved/sso.amazonaws.com/`);
}

/** The boundaries whose pages a finding rests on. */
function boundariesOf({ evidence }: Finding, sources: ReadonlyMap<string, string>): readonly string[] {
  return evidence.flatMap(({ page }) => sources.get(page)?.split('@').slice(1) ?? []);
}

/** The boundaries a finding leans on: the subject's, and those of every step to what it reaches. */
function placesOf(finding: Finding): ReadonlySet<string> {
  const places = new Set<string>();
  if (finding.subject.boundary !== null) places.add(finding.subject.boundary);
  if (finding.scope !== null) places.add(finding.scope);
  for (const step of finding.path) {
    const ids =
      step.step === 'link' ? [step.from, step.to] : step.step === 'identity' ? [step.id] : step.step === 'grant' ? [step.scope] : [];
    for (const id of ids) {
      const account = /^(?:aws:|arn:[^:]+:[^:]*:[^:]*:)(\d{12})/.exec(id)?.[1];
      if (account !== undefined) places.add(`aws:${account}`);
    }
  }
  return places;
}
