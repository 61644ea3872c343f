import type { Instant } from '../base/instant.ts';
import { isNonEmpty } from '../base/json.ts';
import type { NonEmpty } from '../base/json.ts';
import type { Need } from '../contract/rule.ts';
import type { Credential, CredentialKind } from '../model/entity.ts';
import type { FactKind } from '../model/fact.ts';
import type { Gap } from '../model/gap.ts';
import type { BoundaryId, EntityId } from '../model/ids.ts';
import type { Observation, Question, Severity, Witness } from '../model/question.ts';
import type { View } from '../model/view.ts';
import { borrowsIdentities, isDirectory } from './directory.ts';
import { ageInDays, clear, gapAbout, inDays, undetermined } from './shared.ts';

/** How far a source's clock may run ahead of the audit's, in days: 15 minutes, the most AWS Signature Version 4 lets two clocks differ. */
const clocksMayDiffer = 15 / (24 * 60);

/** Days between a time that a source told and `asOf`, or why there are none to tell. */
export type Elapsed = { readonly known: true; readonly days: number } | { readonly known: false; readonly why: string };

/**
 * `what` names the time in a reader's words. A time after `asOf` was written over an earlier one nobody read, so it tells nothing
 * of the time the audit speaks for; within the difference of clocks it counts as now.
 */
export function elapsed(view: View, at: Instant | null, what: string): Elapsed {
  if (at === null) return { known: false, why: `${what} is not told` };
  const days = ageInDays(view, at);
  if (days === undefined) return { known: false, why: `${what} is told as "${at}", which is no time` };
  if (days < -clocksMayDiffer) return { known: false, why: `${what}, ${at}, is after the time this audit speaks for` };
  return { known: true, days: Math.max(0, days) };
}

/** Age of the secret itself: since its last change, else since it was made. */
export function secretAge(view: View, credential: Credential): Elapsed {
  return elapsed(view, credential.rotatedAt ?? credential.createdAt, `when ${credential.name} was created`);
}

/** Days since the last use; `never` only where the source says so. */
export function sinceUse(view: View, credential: Credential): Elapsed | 'never' {
  const { lastUsed, name } = credential;
  if (lastUsed === 'never') return 'never';
  return elapsed(view, lastUsed === 'unknown' ? null : lastUsed, `when ${name} was last used`);
}

/**
 * One question for each credential of these kinds, and one for each boundary or identity whose credentials were not read. A root
 * user's are left out: what is right for them differs (an unused password is as it should be) and the provider's own rules ask.
 */
export function* credentialQuestions(view: View, ...kinds: NonEmpty<CredentialKind>): Iterable<Question> {
  for (const credential of view.credentials()) {
    if (kinds.includes(credential.kind) && !isRoot(view, credential.identity)) yield { subject: { type: 'credential', id: credential.id } };
  }
  yield* unreadCredentials(view, kinds);
}

/** What a directory lists of what authenticates: people sign in to it, and applications by secrets, certificates and federation. */
const ofDirectories: ReadonlySet<CredentialKind> = new Set(['sign-in', 'client-secret', 'certificate', 'federated-trust']);

/** {@link unreadQuestions} of credentials, but for directories that have none of these kinds. */
export function* unreadCredentials(view: View, kinds: readonly CredentialKind[]): Iterable<Question> {
  const inDirectories = kinds.some((kind) => ofDirectories.has(kind));
  for (const question of unreadQuestions(view, 'credential')) {
    const { subject } = question;
    const boundary = subject.type === 'boundary' ? subject.id : (view.identity(subject.id)?.boundary ?? null);
    if (inDirectories || boundary === null || !isDirectory(boundary)) yield question;
  }
}

/**
 * What is asked of one listed identity is told by its own facts, and what was not listed is a question of its own: so a clear stands
 * where the boundary was read, whatever names it holds that lead to nobody.
 */
export const listedNeeds: NonEmpty<Need> = [{ kind: 'boundary', where: 'own' }];

/**
 * What keeps facts of this kind from being a list one can count on: a question for each boundary, and each listed identity, with a gap. Where
 * identities of a directory act, their credentials are the directory's to tell.
 */
export function* unreadQuestions(view: View, kind: FactKind): Iterable<Question> {
  for (const boundary of view.boundaries) {
    if (borrowsIdentities(boundary.id) && view.coverageOf(kind, boundary.id).length === 0) continue;
    const gaps = view.gapsIn(kind, boundary.id);
    if (gaps.some((gap) => isAboutNobodyListed(view, gap))) yield { subject: { type: 'boundary', id: boundary.id } };
    for (const id of new Set(gaps.map((gap) => gap.subject))) {
      if (id !== undefined && view.identity(id) !== undefined && !isRoot(view, id)) yield { subject: { type: 'identity', id } };
    }
  }
}

/** The answer to a question of {@link unreadQuestions}. */
export function answerUnread(view: View, question: Question, kind: FactKind): Observation {
  const { subject } = question;
  const gaps =
    subject.type === 'identity'
      ? view.gapsIn(kind, boundaryOf(view, subject.id), subject.id)
      : view.gapsIn(kind, subject.id).filter((gap) => isAboutNobodyListed(view, gap));
  return isNonEmpty(gaps) ? { says: 'undetermined', because: gaps } : clear;
}

/** Asks about the credential; a question without one is of {@link unreadQuestions}. */
export function answerCredential(view: View, question: Question, ask: (credential: Credential) => Observation): Observation {
  if (question.subject.type !== 'credential') return answerUnread(view, question, 'credential');
  const credential = view.credential(question.subject.id);
  return credential === undefined ? answerUnlisted(view, question.subject.id) : ask(credential);
}

/** The answer where a credential was read and does not tell what the question needs. */
export function untold(view: View, credential: Credential, why: string): Observation {
  return notTold(view, 'credential', credential.identity, why);
}

/** The same for whatever is read of an identity itself. */
export function notTold(view: View, kind: FactKind, identity: EntityId, why: string): Observation {
  const boundary = boundaryOf(view, identity);
  const gap = gapAbout(view, kind, boundary, why, identity);
  // Of several surfaces that yield the kind, the one that told anything is the one that did not tell this.
  const told = view.coverageOf(kind, boundary).find((line) => line.facts > 0);
  return undetermined(told === undefined ? gap : { ...gap, surface: told.surface });
}

/**
 * A finding about what an identity has: `usual` severity, or the other one where the identity certainly reaches tier 0 through
 * standing rights. The path there is then part of the witness, so the finding carries its evidence and caveats.
 */
export function weigh(
  view: View,
  identity: EntityId,
  severity: { readonly usual: Severity; readonly tierZero: Severity },
  reasons: NonEmpty<string>,
  witness: NonEmpty<Witness>,
  mayBreak: string | undefined,
): Observation {
  const broken = mayBreak === undefined ? {} : { mayBreak };
  const top = view.gravest(identity);
  if (top?.bounds.lo !== 'standing') return { says: 'finding', severity: severity.usual, reasons, witness, ...broken };
  const { capability, scope } = top;
  return {
    says: 'finding',
    severity: severity.tierZero,
    reasons: [...reasons, `its identity reaches tier 0 standing: ${capability} on ${scope}`],
    witness: [...witness, { type: 'path', identity, capability, scope }],
    ...broken,
  };
}

/** {@link weigh} for one credential. */
export function credentialFinding(
  view: View,
  credential: Credential,
  severity: { readonly usual: Severity; readonly tierZero: Severity },
  ...reasons: NonEmpty<string>
): Observation {
  return weigh(view, credential.identity, severity, reasons, [{ type: 'credential', id: credential.id }], breakage(view, credential));
}

/** What might break when the credential goes; `undefined` = never used, so nothing known to. */
export function breakage(view: View, credential: Credential): string | undefined {
  const use = sinceUse(view, credential);
  if (use === 'never') return undefined;
  return use.known
    ? `last used ${inDays(use.days)} before the audit (${credential.lastUsed}): whatever uses it then stops working`
    : `${use.why}: find out what uses it first`;
}

function answerUnlisted(view: View, id: string): Observation {
  const boundary = view.boundaries[0]?.id ?? 'unknown';
  return undetermined(gapAbout(view, 'credential', boundary, `credential ${id} is not among those read`, undefined, 'vanished'));
}

function isAboutNobodyListed(view: View, gap: Gap): boolean {
  return gap.subject === undefined || view.identity(gap.subject) === undefined;
}

function isRoot(view: View, identity: EntityId): boolean {
  return view.identity(identity)?.kind === 'root';
}

/** A report may name a user that the list of users lacks; only where there is one boundary is it clear whose that is. */
function boundaryOf(view: View, identity: EntityId): BoundaryId {
  const [first, ...others] = view.boundaries;
  return view.identity(identity)?.boundary ?? (first !== undefined && others.length === 0 ? first.id : 'unknown');
}
