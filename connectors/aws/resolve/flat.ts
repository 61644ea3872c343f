/**
 * A text of these parts in one piece. Texts that are kept by the hundred thousand and looked at later are made by it: a template of many
 * parts makes a chain of texts, which costs more to keep, and again as much when it is put together at the first look.
 */
export function flat(...parts: readonly string[]): string {
  return parts.join('');
}
