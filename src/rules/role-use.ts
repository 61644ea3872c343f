import type { Identity, Usage } from '../model/entity.ts';
import type { Observation, Question } from '../model/question.ts';
import type { View } from '../model/view.ts';
import { answerUnread, notTold, unreadQuestions } from './credential-questions.ts';
import { borrowsIdentities, isDirectory } from './directory.ts';

/** One question for each role somebody can delete, and one for each boundary whose identities were not all read. */
export function* roleQuestions(view: View): Iterable<Question> {
  for (const { id, kind, providerManaged } of view.identities()) {
    if (kind === 'role' && !providerManaged) yield { subject: { type: 'identity', id } };
  }
  // A gap about one role is a gap in its own answer; asking twice would count it twice.
  // Roles of a directory, and of what its identities act in, are no identities.
  for (const { subject } of unreadQuestions(view, 'identity')) {
    if (subject.type === 'boundary' && !isDirectory(subject.id) && !borrowsIdentities(subject.id)) yield { subject };
  }
}

/**
 * Asks about the use of a role. A role whose use no source told is undetermined, so `ask` sees what was told and never the lack of
 * it, and a report about other identities' use does not hold these rules up.
 */
export function answerRole(view: View, question: Question, ask: (role: Identity, usage: Usage) => Observation): Observation {
  const { subject } = question;
  const role = subject.type === 'identity' ? view.identity(subject.id) : undefined;
  if (role === undefined) return answerUnread(view, question, 'identity');
  const usage = view.usage(role.id);
  if (usage === undefined) return notTold(view, 'usage', role.id, `no source tells when ${role.name} was last used`);
  if (usage.lastUsed === 'unknown') return notTold(view, 'usage', role.id, `when ${role.name} was last used is not told`);
  return ask(role, usage);
}
