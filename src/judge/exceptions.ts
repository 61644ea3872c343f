import { byCodeUnit, byKeys } from '../base/order.ts';
import { matchesFinding, notExceptable } from '../model/exception-match.ts';
import type { ExceptionStanding } from '../model/exception.ts';
import type { Excepted, Finding } from '../model/finding.ts';
import type { View } from '../model/view.ts';
import { partiesOf } from '../paths/parties.ts';

/** What exceptions make of findings: each is in one of the two lists, and none is in neither. */
export interface SetAside {
  /** In the order they came; with a reason where one falls under an exception that does not cover it. */
  readonly findings: readonly Finding[];
  /** By exception, then as they came. */
  readonly excepted: readonly Excepted[];
  /** As they were handed in, with what they cover. */
  readonly exceptions: readonly ExceptionStanding[];
}

interface Tally {
  readonly covers: Set<string>;
  readonly fresh: Set<string>;
  readonly faults: Set<string>;
}

/**
 * Moves aside what exceptions in force cover: what they match and were approved for. Of several the first by id does. What falls under one and was
 * not there when it was approved stays a finding, and so does what no exception may cover, and what is about its owner or approver.
 */
export function setAside(view: View, findings: readonly Finding[]): SetAside {
  const { exceptions: standings } = view.assured;
  if (standings.length === 0) return { findings, excepted: [], exceptions: standings };
  const inForce = standings.filter(({ state }) => state === 'in-force').sort(byKeys(({ exception }) => exception.id));
  const tallies = new Map(
    standings.map(({ exception }): [string, Tally] => [exception.id, { covers: new Set(), fresh: new Set(), faults: new Set() }]),
  );
  const frozen = new Map(inForce.map(({ exception }) => [exception.id, new Set(exception.frozen)]));
  const parties = partiesOf(
    view,
    inForce.flatMap(({ exception: { owner, approver } }) => [owner, approver]),
  );
  const kept: Finding[] = [];
  const moved: Excepted[] = [];
  for (const finding of findings) {
    const reasons: string[] = [];
    const fresh: string[] = [];
    let by: ExceptionStanding | undefined;
    const forbidden = notExceptable(finding, (id) => view.assured.ending(id)?.outcome);
    for (const standing of inForce) {
      const { id, matcher, owner, approver } = standing.exception;
      if (!matchesFinding(matcher, finding)) continue;
      const party = parties.isOf(owner, finding.subject) ? 'owner' : parties.isOf(approver, finding.subject) ? 'approver' : null;
      const why = forbidden ?? (party === null ? null : `its ${party} is whom it is about`);
      if (why !== null) {
        reasons.push(`matches exception ${id}, which cannot cover it: ${why}`);
        tallies.get(id)?.faults.add(`${finding.rule} for ${finding.subject.id} is not covered: ${why}`);
      } else if (frozen.get(id)?.has(finding.fingerprint) === true) by ??= standing;
      else fresh.push(id);
    }
    if (by === undefined) {
      for (const id of fresh) {
        reasons.push(`matches exception ${id}, approved for others`);
        tallies.get(id)?.fresh.add(finding.fingerprint);
      }
      kept.push(reasons.length === 0 ? finding : { ...finding, reasons: [...finding.reasons, ...reasons] });
    } else {
      const { id, owner, end } = by.exception;
      tallies.get(id)?.covers.add(finding.fingerprint);
      moved.push({ exception: id, owner, until: end, finding });
    }
  }
  const found = new Set(findings.map(({ fingerprint }) => fingerprint));
  return {
    findings: kept,
    excepted: moved.sort(byKeys(({ exception }) => exception)),
    exceptions: standings.map((standing): ExceptionStanding => {
      const tally = tallies.get(standing.exception.id);
      const gone = standing.exception.frozen.filter((each) => !found.has(each));
      return {
        ...standing,
        faults: joined(standing.faults, tally?.faults),
        covers: joined(standing.covers, tally?.covers),
        fresh: joined(standing.fresh, tally?.fresh),
        gone: joined(standing.gone, gone),
      };
    }),
  };
}

function joined(known: readonly string[], more: Iterable<string> = []): readonly string[] {
  return [...new Set([...known, ...more])].sort(byCodeUnit);
}
