import type { NonEmpty } from '../../../src/base/json.ts';
import { isNonEmpty } from '../../../src/base/json.ts';
import type { Need } from '../../../src/contract/rule.ts';
import type { Credential, Identity } from '../../../src/model/entity.ts';
import type { Observation, Question } from '../../../src/model/question.ts';
import type { View } from '../../../src/model/view.ts';
import { gapAbout, undetermined } from '../../../src/rules/shared.ts';
import { accountOf } from '../identity.ts';
import { accountSummary } from '../surfaces/users/account-summary.ts';

/** What is missing of the root user's credentials is looked at here: the account summary tells some of it where the report does not. */
export const rootNeeds: NonEmpty<Need> = [{ kind: 'boundary', where: 'own' }];

/** One question for each AWS account: about its root user, or about the account where no root user is known. */
export function* rootQuestions(view: View): Iterable<Question> {
  const roots = new Map<string, string>();
  for (const { kind, id, boundary } of view.identities()) if (kind === 'root' && boundary !== null) roots.set(boundary, id);
  for (const { id } of view.boundaries) {
    if (accountOf(id) === undefined) continue;
    const root = roots.get(id);
    yield { subject: root === undefined ? { type: 'boundary', id } : { type: 'identity', id: root } };
  }
}

/**
 * Asks about the root user's credentials where its row of the credential report was read: the row tells its use, or credentials, or
 * both. Without it nothing is known of them, and an account without root credentials looks the same as one nobody looked at; unless the
 * account summary was read, which tells what there is (`summary`: that is enough for the question) and not when it was used.
 */
export function answerRoot(
  view: View,
  { subject }: Question,
  enough: 'row' | 'summary',
  ask: (root: Identity, credentials: readonly Credential[]) => Observation,
): Observation {
  const root = subject.type === 'identity' ? view.identity(subject.id) : undefined;
  if (root === undefined) return unread(view, subject.id);
  const boundary = root.boundary ?? subject.id;
  const credentials = view.credentialsOf(root.id);
  const summary = enough === 'summary' && isSummarized(view, boundary);
  if (credentials.length === 0 && view.usage(root.id) === undefined && !summary) return unread(view, boundary, root.id);
  const answer = ask(root, credentials);
  const gaps = view.gapsIn('credential', boundary, root.id);
  return answer.says === 'clear' && !summary && isNonEmpty(gaps) ? { says: 'undetermined', because: gaps } : answer;
}

function isSummarized(view: View, boundary: string): boolean {
  return view
    .coverage()
    .some((line) => line.boundary === boundary && line.surface === accountSummary.id && line.status === 'complete' && line.pages > 0);
}

function unread(view: View, boundary: string, root?: string): Observation {
  const gaps = view.gapsIn('credential', boundary, root);
  if (isNonEmpty(gaps)) return { says: 'undetermined', because: gaps };
  return undetermined(gapAbout(view, 'credential', boundary, `nothing that was read tells of the root user of ${boundary}`, root));
}
