import { parseInstant } from '../../../src/base/instant.ts';

/**
 * A date of a policy in epoch milliseconds: W3C date and time (`2026`, `2026-11`, `2026-11-22`, `2026-11-22T09:30Z`, with seconds,
 * fractions and offsets) or epoch seconds. Four digits alone are a year. `undefined` for anything else.
 * Source: IAM User Guide, reference_policies_elements_condition_operators.html, date condition operators.
 */
export function policyDate(text: string): number | undefined {
  if (/^\d{4}$/.test(text)) return parseInstant(`${text}-01-01`);
  if (/^\d{4}-\d{2}$/.test(text)) return parseInstant(`${text}-01`);
  return /^-?\d+(?:\.\d+)?$/.test(text) ? epochSeconds(text) : parseInstant(text);
}

/** Epoch seconds, whole or with a fraction, in epoch milliseconds. */
export function epochSeconds(text: string): number | undefined {
  const seconds = /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(seconds) ? Math.round(seconds * 1000) : undefined;
}
