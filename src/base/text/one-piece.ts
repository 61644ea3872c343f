// Matches next to nothing: to try it, the engine has to have the text in one piece.
const NEXT_TO_NOTHING = /^\0/;

/**
 * The same text, which the engine now holds in one piece. One that was put together is held as a tree of its parts, 32 bytes and more for each,
 * until somebody reads it: what is kept by the hundred thousand and seldom read takes a third of the room in one piece.
 */
export function inOnePiece(text: string): string {
  NEXT_TO_NOTHING.test(text);
  return text;
}
