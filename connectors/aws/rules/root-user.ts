import type { NonEmpty } from '../../../src/base/json.ts';
import { isNonEmpty } from '../../../src/base/json.ts';
import type { Need } from '../../../src/contract/rule.ts';
import type { Credential, Identity } from '../../../src/model/entity.ts';
import type { Observation, Question } from '../../../src/model/question.ts';
import type { View } from '../../../src/model/view.ts';
import { gapAbout, undetermined } from '../../../src/rules/shared.ts';

export const rootNeeds: NonEmpty<Need> = [{ kind: 'credential', where: 'own' }];

/** One question for each AWS account: about its root user, or about the account where no root user is known. */
export function* rootQuestions(view: View): Iterable<Question> {
  const roots = new Map<string, string>();
  for (const { kind, id, boundary } of view.identities()) if (kind === 'root' && boundary !== null) roots.set(boundary, id);
  for (const { id } of view.boundaries) {
    if (!id.startsWith('aws:')) continue;
    const root = roots.get(id);
    yield { subject: root === undefined ? { type: 'boundary', id } : { type: 'identity', id: root } };
  }
}

/**
 * Asks about the root user's credentials where its row of the credential report was read: the row tells its use, or credentials, or
 * both. Without it nothing is known of them, and an account without root credentials looks the same as one nobody looked at.
 */
export function answerRoot(
  view: View,
  { subject }: Question,
  ask: (root: Identity, credentials: readonly Credential[]) => Observation,
): Observation {
  const root = subject.type === 'identity' ? view.identity(subject.id) : undefined;
  if (root === undefined) return unread(view, subject.id);
  const credentials = view.credentialsOf(root.id);
  return credentials.length === 0 && view.usage(root.id) === undefined
    ? unread(view, root.boundary ?? subject.id, root.id)
    : ask(root, credentials);
}

function unread(view: View, boundary: string, root?: string): Observation {
  const gaps = view.gapsIn('credential', boundary, root);
  if (isNonEmpty(gaps)) return { says: 'undetermined', because: gaps };
  return undetermined(gapAbout(view, 'credential', boundary, `nothing that was read tells of the root user of ${boundary}`, root));
}
