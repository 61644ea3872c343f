/** The longest row, in bytes of UTF-8. A longer one is told as a bad row, and reading goes on after it. */
export const ROW_BYTES = 1 << 20;
/** The longest text taken into an event, in characters, but for a justification. */
export const TEXT_CHARACTERS = 1024;
/** So much of a justification is kept; one that is longer ends with `…`. */
export const JUSTIFICATION_CHARACTERS = 2000;
/** The longest list taken out of one cell. */
export const LIST_ITEMS = 1000;
/** So many bad rows are named; all are counted. */
export const BAD_ROWS_NAMED = 100;
