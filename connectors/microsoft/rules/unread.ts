import { isNonEmpty } from '../../../src/base/json.ts';
import type { NonEmpty } from '../../../src/base/json.ts';
import type { FactKind } from '../../../src/model/fact.ts';
import type { Gap } from '../../../src/model/gap.ts';
import type { BoundaryId, EntityId } from '../../../src/model/ids.ts';
import type { Observation, Question } from '../../../src/model/question.ts';
import type { View } from '../../../src/model/view.ts';
import { clear } from '../../../src/rules/shared.ts';
import { azureSurfaceNames } from '../azure/surface-names.ts';
import { entraSurfaceNames } from '../entra/surface-names.ts';

/** What tells of something: a kind of fact, and those of our surfaces that yield it for this; a surface that is none of ours counts too. */
export interface Told {
  readonly kind: FactKind;
  readonly surfaces: NonEmpty<string>;
}

const ours = new Set<string>([...entraSurfaceNames.map((each) => `entra:${each}`), ...azureSurfaceNames.map((each) => `azure:${each}`)]);

/** What of it was not read in a boundary; `subject` narrows to gaps about that identity or about nobody in particular. */
export function missing(view: View, told: readonly Told[], boundary: BoundaryId, subject?: EntityId): readonly Gap[] {
  return told.flatMap(({ kind, surfaces }) =>
    view.gapsIn(kind, boundary, subject).filter((gap) => surfaces.includes(gap.surface) || !ours.has(gap.surface)),
  );
}

/** One question for each boundary that this is asked of in: whether all of it was read there. */
export function* wholeQuestions(view: View, told: NonEmpty<Told>, isAsked: (boundary: BoundaryId) => boolean): Iterable<Question> {
  for (const { id } of view.boundaries) {
    if (isAsked(id) && told.some(({ kind }) => view.coverageOf(kind, id).length > 0)) yield { subject: { type: 'boundary', id } };
  }
}

/** The answer to a question of {@link wholeQuestions}. */
export function answerWhole(view: View, told: NonEmpty<Told>, boundary: BoundaryId): Observation {
  const gaps = missing(view, told, boundary);
  return isNonEmpty(gaps) ? { says: 'undetermined', because: gaps } : clear;
}

/** The same gaps, said of the surface that would have told, where it was asked for. */
export function saidOf(view: View, surface: string, gaps: NonEmpty<Gap>): NonEmpty<Gap> {
  const [first, ...rest] = gaps.map((gap) =>
    view.coverage().some((line) => line.surface === surface && line.boundary === gap.boundary) ? { ...gap, surface } : gap,
  );
  return first === undefined ? gaps : [first, ...rest];
}

export function isTenant(boundary: BoundaryId): boolean {
  return boundary.startsWith('entra:');
}

export function isAzure(boundary: BoundaryId): boolean {
  return boundary.startsWith('azure:');
}
