import type { Link } from '../../../src/model/grant.ts';
import type { EntityId } from '../../../src/model/ids.ts';
import { exactly } from '../../../src/model/persistence.ts';
import { always } from '../../../src/model/window.ts';
import type { Instance } from './assigned.ts';

/** The name of a thing in an account of which nothing was read. It has no form that places it outside: it is a part not known. */
export function unread(name: string): EntityId {
  return `unread:${name}`;
}

/** A link that an instance of IAM Identity Center makes and nothing ends. */
export function standing(
  { boundary }: Instance,
  { from, to, source, how }: Pick<Link, 'from' | 'to' | 'source' | 'how'>,
  evidence: Link['evidence'],
): Omit<Link, 'because' | 'detail'> {
  return {
    type: 'link',
    key: `link|${from}|${how}|${to}|${source.id}`,
    boundary,
    how,
    from,
    to,
    openness: 'exact',
    bounds: exactly('standing'),
    presence: 'certain',
    windows: always,
    endsBy: 'nothing',
    gate: 'none',
    conditions: [],
    caveats: [],
    source,
    evidence,
  };
}
