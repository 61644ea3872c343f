import type { Json } from '../base/json.ts';
import type { Evidence } from '../model/fact.ts';
import type { Finding } from '../model/finding.ts';
import type { SurfaceCoverage } from '../model/gap.ts';
import type { ConditionNote } from '../model/grant.ts';
import type { View } from '../model/view.ts';
import { elementsOf, explainElements, type ExplainedElement, type Explaining } from './explain.ts';

/** A finding with all that makes it one. */
export interface Explanation {
  readonly finding: Finding;
  /** The links and the grant it is about, each with the statements that bear on it; empty for a credential, a surface and the like. */
  readonly steps: readonly ExplainedElement[];
  readonly conditions: readonly ConditionNote[];
  readonly because: readonly string[];
  /** The items of the capture that the finding rests on. `item` is left out where the capture has no such item. */
  readonly evidence: readonly (Evidence & { readonly item?: Json })[];
  /** Surfaces of its boundaries that were not read whole, and what of its steps was not, one sentence each. */
  readonly unread: readonly string[];
  /** The other findings that go away when the same thing is removed. */
  readonly sameCause: readonly Pick<Finding, 'fingerprint' | 'severity' | 'rule' | 'title' | 'subject'>[];
}

/** What of the report an explanation needs beside the finding itself. */
export interface Reported {
  readonly coverage: readonly SurfaceCoverage[];
  /** Findings with this root cause; the one that is explained may be among them. */
  readonly sameCause: Iterable<Finding>;
}

/** Why a finding is one: by which way, through which statements, on which pages, with what unread. */
export async function explainFinding(explaining: Explaining, view: View, finding: Finding, reported: Reported): Promise<Explanation> {
  const elements = elementsOf(view, finding);
  const steps = await explainElements(explaining, elements);
  const boundaries = new Set([finding.subject.boundary, ...elements.map((each) => each.boundary)]);
  const surfaces = reported.coverage
    .filter((line) => boundaries.has(line.boundary) && line.status !== 'complete')
    .map((line) => `${line.surface} in ${line.boundary}: ${line.status}; ${line.ifUnread}`);
  return {
    finding,
    steps,
    conditions: elements.flatMap((each) => each.conditions),
    because: [...new Set(elements.flatMap((each) => each.because))],
    evidence: await Promise.all(finding.evidence.map((each) => withItem(explaining, each))),
    unread: [...new Set([...surfaces, ...steps.flatMap((each) => each.unread)])],
    sameCause: [...reported.sameCause]
      .filter((each) => each.rootCause.id === finding.rootCause.id && each.fingerprint !== finding.fingerprint)
      .map(({ fingerprint, severity, rule, title, subject }) => ({ fingerprint, severity, rule, title, subject })),
  };
}

async function withItem({ source }: Explaining, { page, pointer }: Evidence): Promise<Explanation['evidence'][number]> {
  const item = await source.item({ page, pointer });
  return item === undefined ? { page, pointer } : { page, pointer, item };
}
