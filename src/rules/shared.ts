import * as v from 'valibot';
import { DAY_MS, parseInstant } from '../base/instant.ts';
import type { Instant } from '../base/instant.ts';
import { isNonEmpty } from '../base/json.ts';
import type { NonEmpty } from '../base/json.ts';
import type { FactKind } from '../model/fact.ts';
import type { Gap, GapCause } from '../model/gap.ts';
import type { Authority, Link } from '../model/grant.ts';
import type { BoundaryId, EntityId } from '../model/ids.ts';
import { severities } from '../model/question.ts';
import type { Observation, Severity } from '../model/question.ts';
import type { View } from '../model/view.ts';
import { stateAt } from '../model/window.ts';
import { textsBy } from './texts.ts';

export const clear: Observation = { says: 'clear' };

/** The answer that names what is missing. */
export function undetermined(first: Gap, ...rest: readonly Gap[]): Observation {
  return { says: 'undetermined', because: [first, ...rest] };
}

/** `undetermined` when anything of this kind is missing in this boundary (narrowed to `subject` where given), else `undefined`. */
export function undeterminedIfUnread(view: View, kind: FactKind, boundary: BoundaryId, subject?: EntityId): Observation | undefined {
  const gaps = view.gapsIn(kind, boundary, subject);
  return isNonEmpty(gaps) ? { says: 'undetermined', because: gaps } : undefined;
}

/**
 * A gap found while answering: something that was read but does not tell. It hangs on the first surface that yields `kind` in the
 * boundary, or on `<connector>:<kind>` where no surface is in the ledger.
 */
export function gapAbout(
  view: View,
  kind: FactKind,
  boundary: BoundaryId,
  detail: string,
  subject?: EntityId,
  cause: GapCause = 'unsupported',
): Gap {
  const surface = view.coverageOf(kind, boundary)[0]?.surface ?? `${boundary.split(':', 1)[0] ?? boundary}:${kind}`;
  return { boundary, surface, cause, detail, ...(subject === undefined ? {} : { subject }) };
}

/** Days from `instant` to `asOf`, not rounded, negative when it is still to come; `undefined` when it is `null` or no time. */
export function ageInDays(view: View, instant: string | null): number | undefined {
  if (instant === null) return undefined;
  const at = parseInstant(instant);
  return at === undefined ? undefined : (view.now - at) / DAY_MS;
}

/** `1 day`, `45 days`; whole days, rounded down. */
export function inDays(days: number): string {
  return counted(Math.floor(days), 'day');
}

export function counted(count: number, one: string, many: string = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** One level graver; `critical` stays. */
export function graver(severity: Severity): Severity {
  return severities[Math.max(0, severities.indexOf(severity) - 1)] ?? severity;
}

/** One level milder; `low` stays. */
export function milder(severity: Severity): Severity {
  return severities[Math.min(severities.length - 1, severities.indexOf(severity) + 1)] ?? severity;
}

/** Whether an identity certainly reaches tier 0 now. `false` also when that could not be read: use it to weigh, never to clear. */
export function reachesTierZero(view: View, identity: EntityId): boolean {
  return view.gravest(identity) !== undefined;
}

/** What people call an identity; its id where nobody listed it, or where it is outside: there a name alone tells nothing. */
export function nameOf(view: View, identity: EntityId): string {
  const known = view.identity(identity);
  return known === undefined || known.boundary === null ? identity : known.name;
}

/** What may stop working when this identity loses a right, from its last use; `undefined` where nothing tells. */
export function mayBreak(view: View, identity: EntityId): string | undefined {
  const usage = view.usage(identity);
  if (usage === undefined || usage.lastUsed === 'unknown') return undefined;
  const kept = usage.lookBackDays === null ? 'since it was made' : `in the ${inDays(usage.lookBackDays)} the provider keeps`;
  return usage.lastUsed === 'never'
    ? unseen(view, kept, (since) => `not seen to act ${since}: nothing is known to break`)
    : lastSeen(view, usage.lastUsed, (at) => {
        const age = ageInDays(view, at);
        return `last seen to act ${at}${age === undefined ? '' : `, ${inDays(Math.max(0, age))} before the time of the audit`}: what it does then stops`;
      });
}

const unseen = textsBy<string>();
const lastSeen = textsBy<Instant>();

/** The value of the first of these tags that is there and not blank; names compare without case, and of several alike the last counts. */
export function tagValue(tags: Readonly<Record<string, string>>, names: readonly string[]): string | undefined {
  const told = Object.keys(tags);
  const lower = told.map((tag) => tag.toLowerCase());
  for (const name of names) {
    const at = lower.lastIndexOf(name.toLowerCase());
    const found = at < 0 ? '' : (tags[told[at] as string] ?? '');
    const value = found.trim();
    if (value !== '') return value;
  }
  return undefined;
}

/** Gaps that say why an element may or may not be there, or how lasting it is: one for each condition nobody but the provider can settle. */
export function doubtsOf(view: View, element: Authority, kind: FactKind, subject: EntityId): NonEmpty<Gap> | undefined {
  return element.presence === 'certain' && element.bounds.lo === element.bounds.hi ? undefined : gapsOf(view, element, kind, subject);
}

/** The same of an element that is known to be in doubt. */
export function gapsOf(view: View, element: Doubt, kind: FactKind, subject: EntityId): NonEmpty<Gap> | undefined {
  const short = element.source.kind === 'surface' ? shortIn(view, element, subject) : [];
  if (isNonEmpty(short)) return short;
  const outside = element.conditions
    .filter((each) => each.settled === 'outside')
    .map(({ text }) => (text.endsWith(' was not listed') ? text : `depends on ${text}, which nothing that was read decides`));
  const because = element.because.length > 0 ? element.because : [`${element.source.name} does not tell whether it holds`];
  const details = outside.length > 0 ? outside : because;
  const gaps = details.map((detail) => gapAbout(view, kind, element.boundary, `${element.source.name}: ${detail}`, subject));
  return isNonEmpty(gaps) ? gaps : undefined;
}

type Doubt = Pick<Authority, 'boundary' | 'source' | 'conditions' | 'because'>;

/** What is missing of the surface that an element stands for. */
function shortIn(view: View, { source }: Doubt, subject: EntityId): readonly Gap[] {
  return view.gapsIn('assignment', source.boundary, subject).filter((each) => each.surface === source.id);
}

/** Whether a link works now or will: past windows and refuted links are no trust. */
export function isLiveLink(view: View, link: Pick<Link, 'presence' | 'windows'>): boolean {
  return link.presence !== 'refuted' && stateAt(link.windows, view.now) !== 'past';
}

export const noSettings = v.strictObject({});

function described(what: string, unit: string, standard: string, source: string): string {
  return `${what === '' ? '' : `${what}. `}Unit: ${unit}. Default: ${standard}. Source: ${source}`;
}

/** A number of whole days. `source` says where the default comes from. */
export function days(standard: number, source: string, what = '') {
  return v.optional(
    v.pipe(v.number(), v.integer(), v.minValue(0), v.description(described(what, 'days', String(standard), source))),
    standard,
  );
}

/** A whole number of things. */
export function count(standard: number, source: string, unit: string, what = '') {
  return v.optional(
    v.pipe(v.number(), v.integer(), v.minValue(1), v.description(described(what, unit, String(standard), source))),
    standard,
  );
}

/** A list of texts. */
export function strings(standard: readonly string[], source: string, what = '', unit = 'list of texts') {
  const shown = standard.length === 0 ? 'empty' : standard.join(', ');
  return v.optional(v.pipe(v.array(v.pipe(v.string(), v.nonEmpty())), v.readonly(), v.description(described(what, unit, shown, source))), [
    ...standard,
  ]);
}
