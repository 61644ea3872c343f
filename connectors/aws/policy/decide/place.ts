/** Where a statement stands: one that is not understood wholly is a doubt of its own. */
export interface Place {
  readonly layer: string;
  readonly node: number;
  readonly policy: number;
}

export const UNREADABLE = 'doc:unreadable-statement';

/** The doubt about the statement of this number. */
export function unreadableDoubt({ layer, node, policy }: Place, number: number): string {
  return `${UNREADABLE} ${layer}/${node}/${policy}/${number}`;
}
