import type { Grant, Link, Source } from '../../../../src/model/grant.ts';
import type { EntityId } from '../../../../src/model/ids.ts';
import type { Estate } from './estate.ts';
import type { Held } from './holdings.ts';
import { standing } from './lasting.ts';
import type { RoleView } from './role-view.ts';
import type { GrantTemplate } from './template.ts';

const none: readonly never[] = [];
const unreadDenies: readonly string[] = ['unless an unread deny assignment takes it away'];

/** What might still take from a holding, and was not read. */
export function caveatsOf(estate: Estate, held: Held, more: readonly string[]): readonly string[] {
  const unread = estate.isRead('deny-assignments', held.boundary) ? none : unreadDenies;
  return more.length === 0 ? unread : [...unread, ...more];
}

export function sourceOf(held: Held, role: RoleView): Source {
  return { ...held.source, name: `${role.name} at ${held.scope}`, boundary: held.boundary };
}

export function grantOf(held: Held, { capability, ...template }: GrantTemplate, source: Source, caveats: readonly string[]): Grant {
  return {
    type: 'grant',
    key: `grant|${held.principal}|${capability}|${held.scope}|${held.role}|${held.row}`,
    boundary: held.boundary,
    subject: held.principal,
    capability,
    scope: held.scope,
    ...held.lasting,
    ...template,
    because: [...held.because, ...template.because],
    caveats,
    source,
    evidence: held.evidence,
    through: none,
  };
}

type Ends = Pick<Link, 'from' | 'to' | 'how' | 'boundary' | 'source' | 'evidence' | 'because'>;

/** A link that is there and that nothing ends; `more` says what differs. `row`: of a source with several links to the same, which. */
export function linkOf(ends: Ends, more: Partial<Omit<Link, keyof Ends | 'type' | 'key'>> = {}, row: string = ends.source.id): Link {
  return {
    type: 'link',
    key: `link|${ends.from}|${ends.how}|${ends.to}|${row}`,
    openness: 'exact',
    presence: 'certain',
    conditions: none,
    caveats: none,
    detail: {},
    ...standing,
    ...ends,
    ...more,
  };
}

/** Who holds a role is linked with that role's own lasting and source. */
export function heldLink(held: Held, to: EntityId, source: Source, because: readonly string[], more: Parameters<typeof linkOf>[1]): Link {
  const ends = { from: held.principal, to, how: 'can-run-as' as const, boundary: held.boundary, source, evidence: held.evidence };
  return linkOf(
    { ...ends, because: [...held.because, ...because] },
    { ...held.lasting, detail: { role: held.role, scope: held.scope }, ...more },
    held.row,
  );
}
