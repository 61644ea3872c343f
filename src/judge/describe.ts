import { byKeys } from '../base/order.ts';
import type { RemedyTarget } from '../contract/connector.ts';
import type { Evidence } from '../model/fact.ts';
import type { FindingObject, PathStep, Subject } from '../model/finding.ts';
import type { Authority, Grant, Link } from '../model/grant.ts';
import type { BoundaryId } from '../model/ids.ts';
import type { Bounds } from '../model/persistence.ts';
import { exactly } from '../model/persistence.ts';
import type { Ref, Witness } from '../model/question.ts';
import type { Path, View } from '../model/view.ts';
import { keptLately, latest } from '../paths/latest.ts';
import { stepTeller } from '../paths/steps.ts';
import { boundaryOfPolicy, boundaryOfScope } from './placed.ts';

/** What a finding says of the thing it rests on. */
export interface Described {
  readonly object: FindingObject | null;
  readonly bounds: Bounds | null;
  readonly rootCause: { readonly id: string; readonly kind: string; readonly name: string };
  readonly caveats: readonly string[];
  readonly path: readonly PathStep[];
  readonly evidence: readonly Evidence[];
  readonly target: RemedyTarget | undefined;
}

/** What a further witness adds to a finding. */
export type Support = Pick<Described, 'caveats' | 'evidence'>;

/** How many things of each sort are kept. */
const KEPT = 1 << 12;

/** Tells the identity, boundary or surface that a question is about. Of one identity several things are asked: it is one object. */
export function subjectTeller(view: View): (ref: Ref) => Subject {
  const identities = new Map<string, Subject>();
  const identityOf = latest((id: string): Subject => {
    let subject = identities.get(id);
    if (subject === undefined) identities.set(id, (subject = identitySubject(view, id)));
    return subject;
  });
  return (ref) => (ref.type === 'identity' ? identityOf(ref.id) : subjectOf(view, ref, identityOf));
}

function subjectOf(view: View, ref: Ref, identityOf: (id: string) => Subject): Subject {
  switch (ref.type) {
    case 'identity':
      return identityOf(ref.id);
    case 'credential':
      return identityOf(view.credential(ref.id)?.identity ?? ref.id);
    case 'grant':
      return identityOf(view.grant(ref.id)?.subject ?? ref.id);
    case 'link':
      // What a trust or membership opens is the identity at its end: that is whose owner can close it.
      return identityOf(view.link(ref.id)?.to ?? ref.id);
    case 'activation-policy': {
      const policy = view.activationPolicy(ref.id);
      if (policy === undefined) return identityOf(ref.id);
      const governed = view.identity(policy.governs);
      return governed === undefined ? placeSubject(view, boundaryOfPolicy(view, policy), policy.scope) : identityOf(governed.id);
    }
    case 'life-cycle-event': {
      const event = view.lifeCycleEvent(ref.id);
      const whose = event?.subject ?? event?.actor;
      if (event === undefined || (whose !== null && whose !== undefined)) return identityOf(whose ?? ref.id);
      return placeSubject(view, event.scope === null ? null : boundaryOfScope(view, event.scope), event.scope ?? ref.id);
    }
    case 'ending': {
      const ending = view.assured.ending(ref.id);
      if (ending === undefined || view.identity(ending.subject) !== undefined) return identityOf(ending?.subject ?? ref.id);
      // Gone since: what it was is told by what it had.
      const { subject: id, nature, subjectName: name, boundary } = ending;
      return { id, uid: null, kind: 'directory-object', nature, name, boundary };
    }
    case 'request': {
      const request = view.assured.request(ref.id);
      const [subject = request?.unmatched[0]?.value ?? ref.id] = request?.subjects ?? [];
      return identityOf(subject);
    }
    case 'exception':
      return { id: ref.id, uid: null, kind: 'exception', nature: 'unknown', name: ref.id, boundary: null };
    case 'boundary':
      return boundarySubject(view, ref.id);
    case 'surface':
      return { id: `${ref.id}@${ref.boundary}`, uid: null, kind: 'surface', nature: 'unknown', name: ref.id, boundary: ref.boundary };
  }
}

export function boundarySubject(view: View, id: BoundaryId): Subject {
  const boundary = view.boundaries.find((each) => each.id === id);
  return { id, uid: null, kind: 'boundary', nature: 'unknown', name: boundary?.name ?? id, boundary: id };
}

function placeSubject(view: View, boundary: BoundaryId | null, scope: string): Subject {
  return boundary === null
    ? { id: scope, uid: null, kind: 'boundary', nature: 'unknown', name: scope, boundary: null }
    : boundarySubject(view, boundary);
}

function identitySubject(view: View, id: string): Subject {
  const identity = view.identity(id);
  if (identity === undefined) return { id, uid: null, kind: 'external-party', nature: 'unknown', name: id, boundary: null };
  const { uid, kind, nature, name, boundary } = identity;
  const person = view.personOf(id);
  const subject: Subject = { id, uid, kind, nature, name, boundary };
  return person === undefined ? subject : { ...subject, accounts: person.accounts };
}

type PathWitness = Extract<Witness, { type: 'path' }>;

/** What one description has in common with others. */
interface Kept {
  readonly stepsOf: (path: Path) => readonly PathStep[];
  readonly named: (element: Grant | Link, make: typeof namesOf) => Names;
}

/** An element as it is named in findings. */
type Names = Pick<Described, 'object' | 'rootCause'>;

export interface WitnessDescriber {
  /** The thing that a finding rests on first. */
  readonly describe: (witness: Witness) => Described;
  /** What is told of the others. */
  readonly support: (witness: Witness) => Support;
}

/** Describes one thing after the other: what they have in common is one object. */
export function witnessDescriber(view: View): WitnessDescriber {
  const kept: Kept = { stepsOf: stepTeller(view), named: keptLately(KEPT) };
  return {
    describe: (witness) => (witness.type === 'path' ? describePath(view, witness, kept) : describeOther(view, witness)),
    support(witness) {
      if (witness.type === 'path') {
        const path = view.path(witness.identity, witness.capability, witness.scope);
        return path === undefined ? nothing : { caveats: path.caveats, evidence: evidenceOfPath(path) };
      }
      if (witness.type === 'grant') return view.grant(witness.id) ?? nothing;
      return witness.type === 'link' ? (view.link(witness.id) ?? nothing) : describeOther(view, witness);
    },
  };
}

function describeOther(view: View, witness: Exclude<Witness, PathWitness>): Described {
  switch (witness.type) {
    case 'grant': {
      const grant = view.grant(witness.id);
      return grant === undefined ? describeNothing(witness.id, 'grant') : describeAuthority(grant);
    }
    case 'link': {
      const link = view.link(witness.id);
      return link === undefined ? describeNothing(witness.id, 'link') : describeAuthority(link);
    }
    case 'credential':
      return describeCredential(view, witness.id);
    case 'identity': {
      const { id } = witness;
      const identity = view.identity(id);
      const used = view.evidenceOf('usage', id);
      const listed = view.evidenceOf('identity', id);
      return {
        object: null,
        bounds: null,
        rootCause: { id, kind: 'identity', name: identity?.name ?? id },
        caveats: none,
        path: identity === undefined ? none : [{ step: 'identity', id: identity.id, name: identity.name }],
        evidence: used.length === 0 ? listed : [...listed, ...used],
        target: identity,
      };
    }
    case 'service-usage':
      return {
        ...describeNothing(witness.identity, 'identity', view.identity(witness.identity)?.name),
        evidence: witness.services.flatMap((service) => view.evidenceOf('service-usage', witness.identity, service)),
      };
    case 'activation-policy':
      return describePolicy(view, witness.id);
    case 'life-cycle-event': {
      const event = view.lifeCycleEvent(witness.id);
      const name = event === undefined ? witness.id : `${event.activity} at ${event.at}`;
      return {
        ...describeNothing(witness.id, 'life-cycle-event', name),
        object: { type: 'life-cycle-event', id: witness.id, name },
        evidence: view.evidenceOf('life-cycle-event', witness.id),
      };
    }
    case 'ending':
      return describeEnding(view, witness.id);
    case 'request': {
      const request = view.assured.request(witness.id);
      const name = request?.ticket ?? witness.id;
      return { ...describeNothing(witness.id, 'request', name), object: { type: 'request', id: witness.id, name } };
    }
    case 'exception':
      return { ...describeNothing(witness.id, 'exception'), object: { type: 'exception', id: witness.id, name: witness.id } };
    case 'boundary':
      return describeNothing(witness.id, 'boundary');
    case 'surface':
      return describeNothing(`${witness.id}@${witness.boundary}`, 'surface', `${witness.id} in ${witness.boundary}`);
  }
}

const none: readonly never[] = [];
const nothing: Support = { caveats: none, evidence: none };

function describeNothing(id: string, kind: string, name = id): Described {
  return { object: null, bounds: null, rootCause: { id, kind, name }, caveats: [], path: [], evidence: [], target: undefined };
}

/** What a person would take away is the grant, link or credential that the access still makes; nothing, where it is gone. */
function describeEnding(view: View, id: string): Described {
  const ending = view.assured.ending(id);
  if (ending === undefined) return describeNothing(id, 'ending');
  const { access, evidence } = ending;
  const identity = view.identity(access.subject);
  const target =
    view.grantsOf(access.subject).find(({ source }) => source.id === access.source) ??
    view.linksFrom(access.subject).find(({ source }) => source.id === access.source) ??
    view.credential(access.source) ??
    (access.kind === 'account' ? identity : undefined);
  return {
    ...describeNothing(access.source, access.kind, access.name),
    object: { type: 'ending', id, name: access.name },
    path: identity === undefined ? none : [{ step: 'identity', id: identity.id, name: identity.name }],
    evidence,
    target,
  };
}

function describePath(view: View, witness: PathWitness, kept: Kept): Described {
  const path = view.path(witness.identity, witness.capability, witness.scope);
  if (path === undefined) return describeNothing(witness.identity, 'identity');
  const { grant, links } = path;
  // Of a way that several permissions open together, they are what a person takes away: what it leads to may be rightly there.
  const cause = links.find((link) => link.escalation !== undefined) ?? grant;
  const bounds = view.reach(witness.identity, witness.capability, witness.scope)?.bounds ?? path.bounds;
  return {
    object: kept.named(grant, namesOf).object,
    bounds,
    rootCause: kept.named(cause, namesOf).rootCause,
    caveats: path.caveats,
    path: kept.stepsOf(path),
    evidence: evidenceOfPath(path),
    target: cause,
  };
}

function evidenceOfPath({ links, grant }: Path): readonly Evidence[] {
  return links.length === 0 ? grant.evidence : [...links.flatMap((link) => link.evidence), ...grant.evidence];
}

function namesOf({ type, key, source }: Grant | Link): Names {
  return { object: { type, id: key, name: source.name }, rootCause: { id: source.id, kind: source.kind, name: source.name } };
}

function describeAuthority(authority: Grant | Link): Described {
  const { bounds, caveats, evidence } = authority;
  return {
    ...namesOf(authority),
    bounds,
    caveats,
    path: [stepOf(authority)],
    evidence,
    target: authority,
  };
}

function stepOf(authority: Grant | Link): PathStep {
  const text = wordsOf(authority);
  const persistence = authority.bounds.lo;
  return authority.type === 'link'
    ? { step: 'link', how: authority.how, from: authority.from, to: authority.to, persistence, text }
    : { step: 'grant', capability: authority.capability, scope: authority.scope, persistence, text };
}

function wordsOf(authority: Authority): string {
  return [authority.source.name, ...authority.because].join('; ');
}

function describePolicy(view: View, id: string): Described {
  const name = view.activationPolicy(id)?.name ?? id;
  return {
    ...describeNothing(id, 'activation-policy', name),
    object: { type: 'activation-policy', id, name },
    evidence: view.evidenceOf('activation-policy', id),
  };
}

function describeCredential(view: View, id: string): Described {
  const credential = view.credential(id);
  if (credential === undefined) return describeNothing(id, 'credential');
  return {
    object: { type: 'credential', id, name: credential.name },
    bounds: exactly(credential.expiresAt === null ? 'standing' : 'time-bound'),
    rootCause: {
      id,
      kind: credential.kind,
      name: `${credential.name} of ${view.identity(credential.identity)?.name ?? credential.identity}`,
    },
    caveats: [],
    path: [
      { step: 'entry', state: credential.state === 'active' ? 'live' : 'none-seen', text: `${credential.name}, ${credential.state}` },
      { step: 'identity', id: credential.identity, name: view.identity(credential.identity)?.name ?? credential.identity },
    ],
    evidence: view.evidenceOf('credential', id),
    target: credential,
  };
}

const byPlace = byKeys<Evidence>(
  (each) => each.page,
  (each) => each.pointer,
);

/** Evidence without repetition, in one order. */
export function tidyEvidence(evidence: readonly Evidence[]): readonly Evidence[] {
  if (isTidy(evidence)) return evidence;
  const sorted = evidence.toSorted(byPlace);
  const tidy: Evidence[] = [];
  for (const each of sorted) {
    const last = tidy.at(-1);
    if (last?.page !== each.page || last.pointer !== each.pointer) tidy.push(each);
  }
  // A list that grew has room for more than it holds, and of these lists many are kept.
  return tidy.slice();
}

function isTidy(evidence: readonly Evidence[]): boolean {
  let last: Evidence | undefined;
  for (const each of evidence) {
    if (last !== undefined && (last.page === each.page ? last.pointer >= each.pointer : last.page > each.page)) return false;
    last = each;
  }
  return true;
}
