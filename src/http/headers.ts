/** Response headers as a plain record; names in any case. An array is a header sent more than once. */
export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The header's value, whatever the case of its name; the first of several. `null` = not sent. */
export function headerOf(headers: Headers, name: string): string | null {
  const wanted = name.toLowerCase();
  for (const [key, value] of Object.entries(headers)) {
    if (key.toLowerCase() !== wanted || value === undefined) continue;
    return typeof value === 'string' ? value : (value[0] ?? null);
  }
  return null;
}
