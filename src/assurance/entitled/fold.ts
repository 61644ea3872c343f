/** A text as names are compared: without regard to case, to how accents are written, and to spaces around it. */
export function fold(text: string): string {
  return text.normalize('NFC').trim().toLowerCase();
}
