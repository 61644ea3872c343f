import type { Test } from '../tests/told.ts';

/** A control of a framework, and what of it can be tested here. */
export interface Control {
  /** The framework's own. */
  readonly id: string;
  readonly title: string;
  /** `text`: id and title as the framework has them. `short`: the framework's text is long, and the title says it in few words. */
  readonly source: 'text' | 'short';
  /** What management claims, in one sentence that the tests can refute. */
  readonly assertion: string;
  readonly tests: readonly Test[];
}
