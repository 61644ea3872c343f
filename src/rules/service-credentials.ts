import { isNonEmpty } from '../base/json.ts';
import type { Credential, CredentialKind } from '../model/entity.ts';
import type { Gap } from '../model/gap.ts';
import type { BoundaryId } from '../model/ids.ts';
import type { Observation, Question } from '../model/question.ts';
import type { View } from '../model/view.ts';
import { clear, gapAbout, undetermined } from './shared.ts';

/**
 * Credentials that open one service only. One question for each of this kind, and one for each boundary whose credentials of services were
 * asked for and not fully read: they are told by lists of their own, which not every source has and not every scan asks for.
 */
export function* serviceCredentialQuestions(view: View, kind: CredentialKind): Iterable<Question> {
  for (const credential of view.credentials()) {
    if (credential.kind === kind) yield { subject: { type: 'credential', id: credential.id } };
  }
  for (const { id } of view.boundaries) if (missingIn(view, id).length > 0) yield { subject: { type: 'boundary', id } };
}

export function answerServiceCredential(view: View, { subject }: Question, ask: (credential: Credential) => Observation): Observation {
  if (subject.type !== 'credential') {
    const gaps = missingIn(view, subject.id);
    return isNonEmpty(gaps) ? { says: 'undetermined', because: gaps } : clear;
  }
  const credential = view.credential(subject.id);
  if (credential !== undefined) return ask(credential);
  const boundary = view.boundaries[0]?.id ?? 'unknown';
  const why = `credential ${subject.id} is not among those read`;
  return undetermined(gapAbout(view, 'service-credential', boundary, why, undefined, 'vanished'));
}

/** The answer where a credential was read and does not tell what the question needs. */
export function untoldOfService(view: View, { identity }: Credential, why: string): Observation {
  const boundary = view.identity(identity)?.boundary ?? view.boundaries[0]?.id ?? 'unknown';
  return undetermined(gapAbout(view, 'service-credential', boundary, why, identity));
}

function missingIn(view: View, boundary: BoundaryId): readonly Gap[] {
  if (view.coverageOf('service-credential', boundary).length === 0) return [];
  return view.gapsIn('service-credential', boundary).filter(({ cause }) => cause !== 'excluded');
}
