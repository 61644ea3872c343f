import type { ControlRef, Finding } from '../../model/finding.ts';
import type { RuleId } from '../../model/ids.ts';
import { severities, type Severity } from '../../model/question.ts';
import { severityRank } from '../../model/root-cause.ts';
import { column, columnBytes, texts, type Columns } from './columns.ts';
import { files } from './layout.ts';
import { lazyList } from './lazy-list.ts';
import { readLines, writeLines } from './lines.ts';
import { nameHash } from './name-hash.ts';
import { Numbered } from './numbered.ts';
import type { AnalysisFolder } from './read.ts';
import type { AnalysisWriter } from './write.ts';

/** Which findings. All that is given must hold; nothing given, all. */
export interface FindingFilter {
  readonly rules?: readonly RuleId[];
  readonly families?: readonly string[];
  /** This grave or graver. */
  readonly severity?: Severity;
  /** The subject's id or name. */
  readonly subject?: string;
}

/** The findings of a saved analysis, by their place in the report. Each is read when it is asked for. */
export interface SavedFindings {
  readonly length: number;
  at(row: number): Finding;
  /** Rows in the report's order. */
  rows(filter?: FindingFilter): readonly number[];
  /** How many of these rows are this grave and no blind spot, and which of them are blind spots. */
  weigh(rows: readonly number[], gravest: Severity | 'never'): { readonly grave: number; readonly blind: readonly number[] };
  /** Rows of the findings whose fingerprint, 64 hex digits, starts so. */
  startingWith(fingerprint: string): readonly number[];
  /** Rows of all findings with the root cause of this one, itself among them. */
  sameCause(row: number): readonly number[];
  /** The findings of these rows as the list of a report: each is read when it is looked at, and not kept. */
  list(rows?: readonly number[]): readonly Finding[];
}

// What a line holds in place of the controls, which are the same for all findings of a rule.
type Kept = Omit<Finding, 'controls'> & { readonly controls: number };

export async function writeFindings(writer: AnalysisWriter, findings: readonly Finding[]): Promise<void> {
  const controls = new Numbered();
  // Findings of one rule stand together and have one list.
  let lately: { readonly list: readonly ControlRef[]; readonly number: number } | undefined;
  const lines = writeLines(findings, (finding) => {
    const list = finding.controls;
    if (lately?.list !== list) lately = { list, number: controls.of(JSON.stringify(list)) };
    const kept: Kept = { ...finding, controls: lately.number };
    return JSON.stringify(kept);
  });
  await writer.write(files.findings, lines.pieces);
  const rules = new Numbered();
  const families = new Numbered();
  const causes = new Numbered();
  const count = findings.length;
  const own = {
    severity: new Uint8Array(count),
    family: new Uint8Array(count),
    rule: new Uint16Array(count),
    cause: new Uint32Array(count),
    subject: new Uint32Array(count),
    name: new Uint32Array(count),
    print: new Uint32Array(count),
  };
  for (const [row, { severity, family, rule, rootCause, subject, fingerprint }] of findings.entries()) {
    own.severity[row] = severityRank(severity);
    own.family[row] = families.of(family);
    own.rule[row] = rules.of(rule);
    own.cause[row] = causes.of(rootCause.id);
    own.subject[row] = nameHash(subject.id);
    own.name[row] = nameHash(subject.name);
    own.print[row] = Number.parseInt(fingerprint.slice(0, 8), 16);
  }
  const columns = { ...lines.columns('line'), ...own };
  await writer.write(
    files.findingsIndex,
    columnBytes({ columns, texts: { rules: rules.texts, families: families.texts, controls: controls.texts } }),
  );
}

export function readFindings(folder: AnalysisFolder): SavedFindings {
  const index = folder.columns(files.findingsIndex);
  const lines = readLines(folder, files.findings, index, 'line');
  const severity = column(index, 'severity');
  const family = column(index, 'family');
  const cause = column(index, 'cause');
  const controls = texts(index, 'controls').map((text) => JSON.parse(text) as readonly ControlRef[]);

  function at(row: number): Finding {
    const kept = lines.at(row) as Kept;
    // One list for all of a rule: `Finding` is read only.
    return { ...kept, controls: controls[kept.controls] ?? [] };
  }

  function some(test: (row: number) => boolean): readonly number[] {
    const found: number[] = [];
    for (let row = 0; row < lines.length; row++) if (test(row)) found.push(row);
    return found;
  }

  return {
    length: lines.length,
    at,
    rows(filter = {}) {
      const tests = testsOf(filter, index, at);
      if (tests.length === 0) return Array.from({ length: lines.length }, (_, row) => row);
      return some((row) => tests.every((test) => test(row)));
    },
    weigh(rows, gravest) {
      const least = gravest === 'never' ? -1 : severityRank(gravest);
      const blindSpot = texts(index, 'families').indexOf('blind-spot');
      const blind = rows.filter((row) => family[row] === blindSpot);
      const grave = rows.reduce((sum, row) => sum + (family[row] !== blindSpot && (severity[row] as number) <= least ? 1 : 0), 0);
      return { grave, blind };
    },
    startingWith(fingerprint) {
      // The column holds eight digits; what is shorter is a range of it, what is longer is held against the finding.
      const digits = fingerprint.slice(0, 8);
      const from = Number.parseInt(digits.padEnd(8, '0'), 16);
      const until = Number.parseInt(digits.padEnd(8, 'f'), 16);
      const print = column(index, 'print');
      const near = some((row) => (print[row] as number) >= from && (print[row] as number) <= until);
      return fingerprint.length <= 8 ? near : near.filter((row) => at(row).fingerprint.startsWith(fingerprint));
    },
    sameCause: (row) => some((each) => cause[each] === cause[row]),
    list: (rows) => (rows === undefined ? lazyList(lines.length, at) : lazyList(rows.length, (place) => at(rows[place] as number))),
  };
}

function testsOf(
  { rules, families: wanted, severity, subject }: FindingFilter,
  index: Columns,
  at: (row: number) => Finding,
): readonly ((row: number) => boolean)[] {
  const tests: ((row: number) => boolean)[] = [];
  if (severity !== undefined) {
    const ranks = column(index, 'severity');
    const least = severities.indexOf(severity);
    tests.push((row) => (ranks[row] as number) <= least);
  }
  if (rules !== undefined) {
    const numbers = column(index, 'rule');
    const named = texts(index, 'rules');
    tests.push((row) => rules.includes(named[numbers[row] as number] ?? ''));
  }
  if (wanted !== undefined) {
    const numbers = column(index, 'family');
    const named = texts(index, 'families');
    tests.push((row) => wanted.includes(named[numbers[row] as number] ?? ''));
  }
  if (subject !== undefined) {
    const ids = column(index, 'subject');
    const names = column(index, 'name');
    const hash = nameHash(subject);
    tests.push((row) => {
      if (ids[row] !== hash && names[row] !== hash) return false;
      const { id, name } = at(row).subject;
      return id === subject || name === subject;
    });
  }
  return tests;
}
