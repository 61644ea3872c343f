import type { BoundaryId, EntityId } from '../../model/ids.ts';
import { nameIn, nativePart } from './marks.ts';

// The fields of a shape, in their order.
export const KEY = 0;
export const SOURCE_ID = 1;
export const SOURCE_KIND = 2;
export const SOURCE_NAME = 3;
/** `null`: the boundary of the element. */
export const SOURCE_BOUNDARY = 4;
export const BECAUSE = 5;
export const CONDITIONS = 6;
/** `through` of a grant, `detail` of a link. */
export const REST = 7;
/** By field, the marks before which it uses none: only a key is made with the id of its source. */
export const FIRST_MARKS: readonly number[] = [0, 1, 1, 1, 1, 1, 1, 1];

// The marks that its texts use.
export const SOURCE = 0;
export const FROM = 1;
export const TO = 2;
export const POLICY = 3;
export const FROM_NAME = 4;
export const TO_NAME = 5;
export const NATIVE = 6;
const NAMES = (1 << FROM_NAME) | (1 << TO_NAME) | (1 << NATIVE);

/** The marks of one element after the other. */
export class ElementMarks {
  /** Those that were needed say what they say of the present element. Another array for each element: a new one costs less than changes to an old one. */
  texts: string[] = ['', '', '', '', '', '', ''];
  #boundary = '';
  /** Names that are made, one bit for each mark. */
  #made = 0;

  set(source: string, from: EntityId, to: string, boundary: BoundaryId, policy: string): void {
    const { texts: last } = this;
    if (last[FROM] !== from) this.#made &= ~(1 << FROM_NAME);
    if (last[TO] !== to) this.#made &= ~(1 << TO_NAME);
    if (this.#boundary !== boundary) {
      this.#boundary = boundary;
      this.#made &= ~(1 << NATIVE);
    }
    this.texts = [source, from, to, policy, last[FROM_NAME] as string, last[TO_NAME] as string, last[NATIVE] as string];
  }

  /** Makes those of these marks that are not there. */
  need(uses: number): void {
    const missing = uses & ~this.#made & NAMES;
    if (missing === 0) return;
    if ((missing & (1 << FROM_NAME)) !== 0) this.texts[FROM_NAME] = nameIn(this.texts[FROM] as EntityId);
    if ((missing & (1 << TO_NAME)) !== 0) this.texts[TO_NAME] = nameIn(this.texts[TO] as string);
    if ((missing & (1 << NATIVE)) !== 0) this.texts[NATIVE] = nativePart(this.#boundary);
    this.#made |= missing;
  }
}
