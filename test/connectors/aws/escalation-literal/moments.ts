/** Moments that conditions of the estates speak of. */
export const NOW = Date.UTC(2026, 0, 1);
export const SOON = Date.UTC(2026, 1, 1);
export const LATER = Date.UTC(2026, 2, 1);
export const GONE = Date.UTC(2025, 11, 1);

/** Now, and each moment to come that a text names, with those right before and after it. */
export function momentsOf(text: string): readonly number[] {
  const named = [SOON, LATER].filter((ms) => text.includes(new Date(ms).toISOString()));
  return [NOW, ...named.flatMap((ms) => [ms - 1, ms, ms + 1])];
}
