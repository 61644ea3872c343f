import type { Finding } from '../../../src/model/finding.ts';
import type { Report } from '../../../src/model/report.ts';

/** `surface@boundary status`, of every line. */
export function coverageOf(report: Report): readonly string[] {
  return report.coverage.map((line) => `${line.surface}@${line.boundary} ${line.status} ${line.cause ?? ''}`);
}

function asserting(report: Report): readonly Finding[] {
  return report.findings.filter((finding) => finding.family !== 'blind-spot');
}

/** What a calm run found and another did not. */
export function vanished(calm: Report, other: Report): readonly Finding[] {
  const there = new Set(asserting(other).map((finding) => finding.fingerprint));
  return asserting(calm).filter((finding) => !there.has(finding.fingerprint));
}

/**
 * Those of the vanished findings that the other report is silent about: it holds no open question of that rule about that subject, or
 * about a whole boundary where the subject or the way from it lies. A gap elsewhere does not excuse: the rule would have said clear.
 */
export function silentlyGone(calm: Report, other: Report): readonly string[] {
  return vanished(calm, other).flatMap((finding) => {
    const places = placesOf(finding);
    const open = other.undetermined.some(
      ({ rule, subject }) =>
        rule === finding.rule && (subject.id === finding.subject.id || (subject.kind === 'boundary' && places.has(subject.id))),
    );
    return open ? [] : [`${finding.rule} ${finding.subject.id}`];
  });
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
