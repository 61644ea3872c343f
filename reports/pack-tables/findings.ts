import type { Finding, Subject, Undetermined } from '../../src/model/finding.ts';
import type { ExceptionStanding } from '../../src/model/exception.ts';
import type { Pack } from '../../src/model/pack.ts';
import { momentOf, tableOf, type Columns, type Table } from './table.ts';
import { controlText, evidenceText, gapText, stepText } from './words.ts';

interface Shown {
  readonly finding: Finding;
  readonly exception: string | null;
}

/** Findings with those that an exception moves aside, the exceptions, and questions without an answer. */
export function findingTables(pack: Pack): readonly Table[] {
  return [findingsTable(pack), exceptionsTable(pack), undeterminedTable(pack)];
}

function findingsTable({ findings, excepted }: Pack): Table {
  const all: readonly Shown[] = [...findings.map((finding) => ({ finding, exception: null })), ...excepted];
  return tableOf<Shown>(
    {
      id: 'findings',
      sheet: 'Findings',
      says: 'A finding that bears on the framework; with an exception in force, the exception is named.',
    },
    {
      exception: ({ exception }) => exception,
      severity: ({ finding }) => finding.severity,
      rule: ({ finding }) => finding.rule,
      title: ({ finding }) => finding.title,
      family: ({ finding }) => finding.family,
      ...subjectColumns<Shown>(({ finding }) => finding.subject),
      object_type: ({ finding }) => finding.object?.type ?? null,
      object_id: ({ finding }) => finding.object?.id ?? null,
      object_name: ({ finding }) => finding.object?.name ?? null,
      capability: ({ finding }) => finding.capability,
      scope: ({ finding }) => finding.scope,
      persistence: ({ finding }) => finding.persistence,
      bounds_lo: ({ finding }) => finding.bounds?.lo ?? null,
      bounds_hi: ({ finding }) => finding.bounds?.hi ?? null,
      reasons: ({ finding }) => finding.reasons,
      root_cause: ({ finding }) => finding.rootCause.name,
      root_cause_id: ({ finding }) => finding.rootCause.id,
      root_cause_kind: ({ finding }) => finding.rootCause.kind,
      path: ({ finding }) => finding.path.map(stepText),
      caveats: ({ finding }) => finding.caveats,
      remediation: ({ finding }) => finding.remediation.summary,
      commands: ({ finding }) => finding.remediation.commands,
      may_break: ({ finding }) => finding.remediation.mayBreak,
      verify: ({ finding }) => finding.remediation.verify,
      controls: ({ finding }) => finding.controls.map(controlText),
      evidence: ({ finding }) => finding.evidence.map(evidenceText),
      first_seen: ({ finding }) => momentOf(finding.seen?.first ?? null),
      last_seen: ({ finding }) => momentOf(finding.seen?.last ?? null),
      seen_since: ({ finding }) => momentOf(finding.seen?.since ?? null),
      runs_seen: ({ finding }) => finding.seen?.runs ?? null,
      reappeared: ({ finding }) => finding.seen?.reappeared ?? null,
      fingerprint: ({ finding }) => finding.fingerprint,
    },
    all,
  );
}

function subjectColumns<T>(of: (item: T) => Subject): Columns<T> {
  return {
    subject_name: (item) => of(item).name,
    subject: (item) => of(item).id,
    subject_uid: (item) => of(item).uid,
    subject_kind: (item) => of(item).kind,
    subject_nature: (item) => of(item).nature,
    subject_accounts: (item) => of(item).accounts ?? null,
    boundary: (item) => of(item).boundary,
  };
}

function exceptionsTable({ exceptions }: Pack): Table {
  return tableOf<ExceptionStanding>(
    { id: 'exceptions', sheet: 'Exceptions', says: 'What was accepted, by whom and until when, and which findings it is about.' },
    {
      exception: ({ exception }) => exception.id,
      state: ({ state }) => state,
      faults: ({ faults }) => faults,
      kind: ({ exception }) => exception.kind,
      owner: ({ exception }) => exception.owner,
      approver: ({ exception }) => exception.approver,
      reference: ({ exception }) => exception.reference,
      reason: ({ exception }) => exception.reason,
      compensating: ({ exception }) => exception.compensating,
      from: ({ exception }) => momentOf(exception.start),
      to: ({ exception }) => momentOf(exception.end),
      approved_at: ({ exception }) => momentOf(exception.approvedAt),
      reviewed_at: ({ exception }) => momentOf(exception.reviewedAt),
      tested_at: ({ exception }) => momentOf(exception.testedAt),
      revoked_at: ({ exception }) => momentOf(exception.revokedAt),
      rule: ({ exception }) => exception.matcher.rule,
      subject: ({ exception }) => exception.matcher.subject,
      boundary: ({ exception }) => exception.matcher.boundary,
      capability: ({ exception }) => exception.matcher.capability,
      scope: ({ exception }) => exception.matcher.scope,
      fingerprint: ({ exception }) => exception.matcher.fingerprint,
      at_most: ({ exception }) => exception.maxMatches,
      frozen: ({ exception }) => exception.frozen,
      covers: ({ covers }) => covers,
      fresh: ({ fresh }) => fresh,
      gone: ({ gone }) => gone,
    },
    exceptions,
  );
}

function undeterminedTable({ undetermined }: Pack): Table {
  return tableOf<Undetermined>(
    { id: 'undetermined', sheet: 'Undetermined', says: 'A question without an answer, and what was not read.' },
    {
      rule: ({ rule }) => rule,
      ...subjectColumns<Undetermined>(({ subject }) => subject),
      capability: ({ capability }) => capability,
      scope: ({ scope }) => scope,
      questions: ({ questions }) => questions,
      because: ({ because }) => because.map(gapText),
    },
    undetermined,
  );
}
