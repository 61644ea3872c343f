import { isNonEmpty } from '../base/json.ts';
import type { NonEmpty } from '../base/json.ts';
import type { Need } from '../contract/rule.ts';
import type { Identity, IdentityKind } from '../model/entity.ts';
import type { Link, LinkKind } from '../model/grant.ts';
import type { EntityId } from '../model/ids.ts';
import type { Observation, Question, Severity } from '../model/question.ts';
import type { LinkFilter, LinkSeen, View } from '../model/view.ts';
import { clear, doubtsOf, graver, mayBreak, reachesTierZero } from './shared.ts';

/** Identities that others enter by trust, and whose trust somebody in the boundary can change. */
const trusting: ReadonlySet<IdentityKind> = new Set([
  'role',
  'service-account',
  'managed-identity',
  'service-principal',
  'app',
  'workload',
  'agent',
]);

/** Ways to act as another. Membership, ownership and eligibility are not. */
export const actsAs: ReadonlySet<LinkKind> = new Set(['can-assume', 'can-impersonate', 'can-mint', 'can-run-as', 'federates']);

/** What every rule about trusts needs: the trusting identities, and whom they trust. */
export const trustNeeds: NonEmpty<Need> = [
  { kind: 'identity', where: 'own' },
  { kind: 'trust', where: 'own' },
];

export function* trustingIdentities(view: View): Iterable<Identity> {
  for (const identity of view.identities()) {
    if (trusting.has(identity.kind) && !identity.providerManaged && identity.boundary !== null) yield identity;
  }
}

/**
 * The denominator of a rule about trusts: one question for each link into a trusting identity that `matters`, and one for each
 * trusting identity without such a link, so that a trust nobody could read is asked about too.
 */
export function* trustQuestions(view: View, matters: (link: LinkSeen) => boolean): Iterable<Question> {
  for (const { identity, links } of trustsOf(view).all) {
    if (links.some(matters)) {
      for (const { key } of wholeTrustLinks(view, identity).filter((_, at) => matters(links[at] as LinkSeen)))
        yield { subject: { type: 'link', id: key } };
    } else yield { subject: { type: 'identity', id: identity } };
  }
}

interface Trust {
  readonly identity: EntityId;
  /** By which others may act as it. */
  readonly links: readonly LinkSeen[];
}

/** The trusts of a view, and those of one identity. */
interface Trusts {
  readonly all: readonly Trust[];
  readonly of: ReadonlyMap<EntityId, Trust>;
}

// Several rules ask about trusts; a view does not change.
const trusts = new WeakMap<View, Trusts>();

function trustsOf(view: View): Trusts {
  let known = trusts.get(view);
  if (known === undefined) {
    const all = [...trustingIdentities(view)].map(({ id }) => ({ identity: id, links: linksInto(view, id) }));
    trusts.set(view, (known = { all, of: new Map(all.map((each) => [each.identity, each] as const)) }));
  }
  return known;
}

const written: LinkFilter = { among: actsAs, written: true };

/** The links that somebody wrote, or that follow from what somebody wrote, by which others may act as an identity. */
export function trustLinks(view: View, identity: EntityId): readonly LinkSeen[] {
  return trustsOf(view).of.get(identity)?.links ?? linksInto(view, identity);
}

function linksInto(view: View, identity: EntityId): readonly LinkSeen[] {
  return view.linksSeenTo(identity, written);
}

/** Those of {@link trustLinks}, in the same order, with all that is told of them. */
export function wholeTrustLinks(view: View, identity: EntityId): readonly Link[] {
  return view.linksTo(identity, written);
}

/** The link a question is about; `undefined` for a trusting identity without one. */
export function linkAsked(view: View, question: Question): Link | undefined {
  return question.subject.type === 'link' ? view.link(question.subject.id) : undefined;
}

/** A finding on a link; graver by one level when what it opens certainly reaches tier 0. A link that is only possible is undetermined. */
export function findingOnTrust(view: View, link: Link, severity: Severity, reason: string): Observation {
  if (link.presence === 'refuted') return clear;
  const doubts = link.presence === 'possible' ? doubtsOf(view, link, 'trust', link.to) : undefined;
  if (doubts !== undefined && isNonEmpty(doubts)) return { says: 'undetermined', because: doubts };
  const privileged = reachesTierZero(view, link.to);
  const breaks = mayBreak(view, link.to);
  return {
    says: 'finding',
    severity: privileged ? graver(severity) : severity,
    reasons: privileged ? [reason, 'what it opens leads to control of a whole boundary'] : [reason],
    witness: [{ type: 'link', id: link.key }],
    ...(breaks === undefined ? {} : { mayBreak: breaks }),
  };
}

/** Whether a list of trusted accounts names where a link comes from: the whole id, the boundary, or the account in it. */
export function isTrusted(link: Link, trusted: readonly string[]): boolean {
  const { from, detail } = link;
  const account = detail['account'];
  const names = new Set([from, ...from.split(':'), ...(typeof account === 'string' ? [account] : [])]);
  return trusted.some((each) => names.has(each));
}
