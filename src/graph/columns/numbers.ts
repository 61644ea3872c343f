import type { Evidence } from '../../model/fact.ts';
import type { BoundaryId } from '../../model/ids.ts';
import type { Numbering } from './collect.ts';
import { EvidenceFinder, evidenceOf } from './evidence.ts';
import type { EvidenceColumns, EvidenceGuess } from './evidence.ts';

/** The numbers that all columns of one graph share. */
export class Numbers implements Numbering {
  readonly #boundaries = new Map<BoundaryId, number>();
  readonly #evidence = new EvidenceFinder();
  #last: BoundaryId | undefined;
  #lastNumber = -1;

  boundary(id: BoundaryId): number {
    if (id === this.#last) return this.#lastNumber;
    let number = this.#boundaries.get(id);
    if (number === undefined) this.#boundaries.set(id, (number = this.#boundaries.size));
    this.#last = id;
    return (this.#lastNumber = number);
  }

  evidence(evidence: readonly Evidence[], guess: EvidenceGuess): number {
    return this.#evidence.find(evidence, guess);
  }

  /** What the numbers that were given until now stand for. */
  soFar(): { readonly boundaryNames: readonly BoundaryId[]; readonly evidenceAt: (row: number) => readonly Evidence[] } {
    return { boundaryNames: [...this.#boundaries.keys()], evidenceAt: evidenceOf(this.#evidence.view()) };
  }

  /** Nothing more may be numbered. */
  done(): { readonly boundaryNames: readonly BoundaryId[]; readonly evidence: EvidenceColumns } {
    return { boundaryNames: [...this.#boundaries.keys()], evidence: this.#evidence.done() };
  }
}
