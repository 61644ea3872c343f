import { sha256Hex } from '../../../src/base/bytes/hash.ts';
import type { Finding } from '../../../src/model/finding.ts';
import type { Resolved } from '../../../src/model/history.ts';
import type { Report } from '../../../src/model/report.ts';
import type { BacklogEstate } from '../../../src/run/backlog/estate.ts';
import { usualDueDays } from '../../../src/run/backlog-settings.ts';
import { backlogOf, type BacklogInput } from '../../../src/run/backlog/backlog.ts';
import type { Backlog } from '../../../src/model/backlog.ts';
import { sampleReport } from '../../support/report.ts';
import { deployRole } from '../../support/report-findings.ts';

export const home = 'aws:111122223333';
export const asOf = '2026-11-01T06:00:00.000Z';

/** An estate that tells nothing but what is put in. */
export function estate(change: Partial<BacklogEstate> = {}): BacklogEstate {
  return {
    hanging: () => undefined,
    identity: () => undefined,
    ending: () => undefined,
    endingsOf: () => [],
    ownerOf: () => null,
    controlOwner: () => null,
    boundaryName: (boundary) => boundary,
    isTierZero: () => false,
    lastUsed: () => 'unknown',
    named: (text) => text,
    ...change,
  };
}

/** A finding whose fingerprint follows from rule, subject and cause, as a real one's does. */
export function finding({
  rule = 'standing-administrator',
  subject = 'ana',
  cause = `${subject}|admin`,
  ...rest
}: Partial<Omit<Finding, 'subject' | 'rootCause'>> & {
  readonly subject?: string;
  readonly cause?: string;
} = {}): Finding {
  return {
    ...deployRole,
    rule,
    fingerprint: sha256Hex(`${rule}|${subject}|${cause}`),
    subject: { ...deployRole.subject, id: subject, name: subject, boundary: home },
    rootCause: { id: cause, kind: 'attached-policy', name: cause },
    object: null,
    seen: null,
    ...rest,
  };
}

export function report(findings: readonly Finding[], change: Partial<Report> = {}): Report {
  return {
    ...sampleReport,
    run: { ...sampleReport.run, asOf },
    findings,
    ...{ excepted: [], undetermined: [], endings: [], coverage: [], history: { ...emptyHistory } },
    ...change,
  };
}

const emptyHistory: NonNullable<Report['history']> = {
  runs: 2,
  since: asOf,
  previous: null,
  began: 0,
  reappeared: 0,
  resolved: [],
  unconfirmed: [],
};

export function made(findings: readonly Finding[], change: Partial<BacklogInput> = {}): Backlog {
  return backlogOf({ report: report(findings), estate: estate(), dueDays: usualDueDays, before: null, resolved: [], ...change });
}

export function resolvedOf({ fingerprint, rule, severity, subject, capability, scope }: Finding, change: Partial<Resolved> = {}): Resolved {
  return {
    ...{ fingerprint, rule, severity, subject: subject.id, capability, scope, first: '2026-10-01T00:00:00.000Z' },
    ...{ how: 'absent', after: '2026-10-20T00:00:00.000Z', before: '2026-10-30T00:00:00.000Z' },
    ...change,
  };
}
