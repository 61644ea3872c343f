/** What the sample estate is made to show: who, by which rule. Anything else the demo finds is a fault, as is anything missing. */
export interface StoryLine {
  readonly rule: string;
  /** Name of the subject. */
  readonly subject: string;
}

export const findingsTold: readonly StoryLine[] = [];
/** Questions the sample leaves open because something was not in the files. */
export const openTold: readonly string[] = [];
/** Subjects the sample keeps clean. */
export const cleanTold: readonly string[] = [];
