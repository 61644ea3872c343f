/** SGR parameters (ECMA-48 section 8.3.117) of the sixteen colours every terminal theme sets itself. */
const codes = {
  heading: '1',
  faint: '2',
  command: '36',
  critical: '1;31',
  high: '31',
  medium: '33',
  low: '34',
  complete: '32',
  partial: '33',
  unread: '31',
  excluded: '2',
} as const;
export type Ink = keyof typeof codes;
export type Paint = (ink: Ink, text: string) => string;

/** Colour says nothing that the words do not: without it the text is the same. */
export function painter(colour: boolean): Paint {
  return (ink, text) => (colour && text !== '' ? `\u001b[${codes[ink]}m${text}\u001b[0m` : text);
}
