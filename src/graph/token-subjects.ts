import type { Identity } from '../model/entity.ts';
import type { Grant, Link } from '../model/grant.ts';
import type { EntityId } from '../model/ids.ts';
import { exactly } from '../model/persistence.ts';
import { always } from '../model/window.ts';

/*
 * What one system lets in by the tokens of another is named there by issuer and subject. Where that subject is an identity that was read, the
 * way goes on from it: an application of a directory that may assume a role of a cloud, a workload of one cloud that another trusts.
 */

/** A handle of this kind holds `<issuer>|<subject>` of the tokens that an identity gets. */
export const TOKEN_SUBJECT = 'token-subject';

/** Identities by issuer and subject of their tokens. */
export type TokenSubjects = ReadonlyMap<string, readonly EntityId[]>;

export function tokenSubjectsOf(identities: Iterable<Identity>): TokenSubjects {
  const subjects = new Map<string, EntityId[]>();
  for (const { id, handles } of identities) {
    for (const { kind, value, immutable } of handles ?? []) {
      if (kind !== TOKEN_SUBJECT || !immutable) continue;
      const end = value.indexOf('|');
      const key = keyOf(value.slice(0, end), value.slice(end + 1));
      const known = subjects.get(key);
      if (known === undefined) subjects.set(key, [id]);
      else if (!known.includes(id)) known.push(id);
    }
  }
  return subjects;
}

/** The elements, and for each party that a system lets in by exact issuer and subject a link from the identity that is that party. */
export function* withTokenSubjects(elements: Iterable<Grant | Link>, subjects: TokenSubjects): Iterable<Grant | Link> {
  if (subjects.size === 0) {
    yield* elements;
    return;
  }
  const made = new Set<string>();
  for (const element of elements) {
    yield element;
    if (element.type !== 'link' || element.how !== 'federates' || element.openness !== 'exact') continue;
    const { issuer, subjectMatcher: subject } = element.detail;
    if (typeof issuer !== 'string' || typeof subject !== 'string') continue;
    for (const id of subjects.get(keyOf(issuer, subject)) ?? []) {
      const key = `token-subject|${id}|${element.from}`;
      if (made.has(key)) continue;
      made.add(key);
      yield subjectLink(key, id, element, issuer);
    }
  }
}

/** Issuers are compared without scheme and without the slash at their end; subjects are compared letter by letter, ids without regard to case. */
function keyOf(issuer: string, subject: string): string {
  return `${issuer
    .toLowerCase()
    .replace(/^https:\/\//, '')
    .replace(/\/+$/, '')}|${subject.toLowerCase()}`;
}

function subjectLink(key: string, from: EntityId, trust: Link, issuer: string): Link {
  return {
    type: 'link',
    key,
    boundary: trust.boundary,
    how: 'federates',
    from,
    to: trust.from,
    openness: 'exact',
    bounds: exactly('standing'),
    presence: 'certain',
    windows: always,
    endsBy: 'nothing',
    gate: 'none',
    because: [`its tokens are those of ${issuer} with this subject`],
    conditions: [],
    caveats: [],
    source: { id: key, kind: 'token-subject', name: 'subject of its tokens', boundary: trust.boundary },
    evidence: [],
    detail: {},
  };
}
