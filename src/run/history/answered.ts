import type { Need } from '../../contract/rule.ts';
import { settler } from '../../judge/settle.ts';
import type { Undetermined } from '../../model/finding.ts';
import type { Interval } from '../../model/history.ts';
import type { BoundaryId, RuleId } from '../../model/ids.ts';
import type { Report } from '../../model/report.ts';
import type { View } from '../../model/view.ts';
import type { KeptFinding } from './conclusion-sightings.ts';

/**
 * Whether a report that lacks a finding has an answer to its question. It has none where its rule was not asked, nor where the rule left something open about
 * the same subject, its boundary, or a surface of that: the finding's question may be among those. Of a subject that is not
 * there any more nothing is asked; that it is gone is for the history of the identity to show. A finding about the same question with another
 * cause is shown in place of this one where both are there: so this one is answered only where its cause is a source of nothing any more.
 * Which questions there are may itself rest on what was read, of what else leads where: while its cause is there and something that its rule needs was not read,
 * a finding whose question was not asked has no answer either.
 */
export function answeredBy(
  { run, undetermined, findings }: Pick<Report, 'run' | 'undetermined' | 'findings'>,
  view: View,
  needs: ReadonlyMap<RuleId, readonly Need[]>,
): (finding: Interval) => boolean {
  const asked = new Set(run.rules.map(({ id }) => id));
  const open = new OpenLines(undetermined);
  const found = new Set(findings.map(questionOf));
  const settle = settler(view);
  let sources: ReadonlySet<string> | undefined;
  const isThere = (cause: string): boolean => (sources ??= sourcesIn(view)).has(cause);
  return function isAnswered({ value }) {
    const finding = value as unknown as KeptFinding;
    const { rule, subject, rootCause } = finding;
    if (!asked.has(rule)) return false;
    if (found.has(questionOf(finding)) && isThere(rootCause.id)) return false;
    if (subject.kind === 'surface' || subject.kind === 'boundary') return !open.has(rule, subject.id, subject.boundary);
    const known = view.identity(subject.id);
    if (known === undefined || (subject.uid !== null && known.uid !== null && known.uid !== subject.uid)) return true;
    if (open.has(rule, subject.id, subject.boundary)) return false;
    return !isThere(rootCause.id) || settle(needs.get(rule) ?? [], { identity: known.id, boundary: known.boundary ?? null }).length === 0;
  };
}

function questionOf({ rule, subject, capability, scope }: Pick<KeptFinding, 'rule' | 'subject' | 'capability' | 'scope'>): string {
  return JSON.stringify([rule, subject.uid ?? subject.id, capability, scope]);
}

function sourcesIn(view: View): ReadonlySet<string> {
  const sources = new Set<string>();
  for (const { source } of view.grants()) sources.add(source.id);
  for (const { source } of view.links()) sources.add(source.id);
  for (const { id } of view.credentials()) sources.add(id);
  return sources;
}

class OpenLines {
  readonly #subjects = new Set<string>();
  readonly #boundaries = new Set<string>();
  readonly #rules = new Set<RuleId>();

  constructor(lines: readonly Undetermined[]) {
    for (const { rule, subject } of lines) {
      this.#rules.add(rule);
      this.#subjects.add(`${rule}\n${subject.id}`);
      if ((subject.kind === 'boundary' || subject.kind === 'surface') && subject.boundary !== null) {
        this.#boundaries.add(`${rule}\n${subject.boundary}`);
      }
    }
  }

  /** A party outside is in no boundary: what is open anywhere may be about it. */
  has(rule: RuleId, subject: string, boundary: BoundaryId | null): boolean {
    if (boundary === null) return this.#rules.has(rule);
    return this.#subjects.has(`${rule}\n${subject}`) || this.#boundaries.has(`${rule}\n${boundary}`);
  }
}
