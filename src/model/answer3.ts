/** There is no fourth. */
export type Answer3 = 'yes' | 'no' | 'undetermined';
