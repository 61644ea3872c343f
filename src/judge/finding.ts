import { hashJson, sha256Hex } from '../base/bytes/hash.ts';
import { byCodeUnit } from '../base/order.ts';
import type { RemedyTarget } from '../contract/connector.ts';
import type { Rule } from '../contract/rule.ts';
import type { Finding, Remediation, Subject } from '../model/finding.ts';
import type { RuleId } from '../model/ids.ts';
import type { Observation, Question, Ref } from '../model/question.ts';
import type { View } from '../model/view.ts';
import { keptLately } from '../paths/latest.ts';
import { tidyEvidence, witnessDescriber, type Described } from './describe.ts';

/** Makes the finding that an answer comes to. */
export type FindingTeller = (rule: Rule<unknown>, question: Question, observation: Extract<Observation, { says: 'finding' }>) => Finding;

/** How many things of each sort are kept. */
const KEPT = 1 << 12;

const none: readonly never[] = [];

/** Findings one after the other: what they have in common is one object, so that many of them need little room. */
export function findingTeller(
  view: View,
  subjectOf: (ref: Ref) => Subject,
  remedy: (target: RemedyTarget) => readonly string[],
): FindingTeller {
  const describe = witnessDescriber(view);
  const commandsOf = keptLately<RemedyTarget, readonly string[]>(KEPT);
  const texts = keptLately<string, string>(KEPT);
  let lately: { readonly rule: Rule<unknown>; readonly mayBreak: string | null; readonly known: Map<unknown, Remediation> } | undefined;

  /** Rules put the same words together for one finding after the other. */
  const once = (text: string): string => texts(text, itself);

  function remediationOf(rule: Rule<unknown>, target: RemedyTarget | undefined, mayBreak: string | null): Remediation {
    const commands = target === undefined ? none : commandsOf(target, remedy);
    if (lately?.rule !== rule || lately.mayBreak !== mayBreak || lately.known.size === KEPT) lately = { rule, mayBreak, known: new Map() };
    const { known } = lately;
    let remediation = known.get(commands);
    if (remediation === undefined) {
      known.set(
        commands,
        (remediation = { summary: rule.remedy, commands, mayBreak: mayBreak === null ? null : once(mayBreak), verify: rule.verify }),
      );
    }
    return remediation;
  }

  return (rule, question, observation) => {
    const subject = subjectOf(question.subject);
    const [first, ...others] = observation.witness;
    const main = describe(first);
    const all = others.length === 0 ? none : [main, ...others.map(describe)];
    return {
      fingerprint: fingerprintOf(view, rule.id, subject, question, main.rootCause.id),
      rule: rule.id,
      title: rule.title,
      family: rule.family,
      severity: observation.severity,
      reasons: observation.reasons.map(once),
      subject,
      object: main.object,
      capability: question.capability ?? null,
      scope: question.scope ?? null,
      persistence: main.bounds?.lo ?? null,
      bounds: main.bounds,
      rootCause: main.rootCause,
      caveats: caveatsOf(main, all),
      path: main.path,
      evidence: tidyEvidence(all.length === 0 ? main.evidence : all.flatMap((each) => each.evidence)),
      controls: rule.controls,
      remediation: remediationOf(rule, main.target, observation.mayBreak ?? null),
      seen: null,
    };
  };
}

function itself<T>(thing: T): T {
  return thing;
}

/** `all`: empty where the main one is alone. */
function caveatsOf(main: Described, all: readonly Described[]): readonly string[] {
  if (all.length === 0 && main.caveats.length < 2) return main.caveats;
  return [...new Set(all.length === 0 ? main.caveats : all.flatMap((each) => each.caveats))].sort(byCodeUnit);
}

/**
 * The same for the same fault in every scan: what is asked about, and what a person would remove. One trust policy may let in two
 * strangers, so a question about a link or grant counts by its key as well, which is made of immutable native ids.
 */
function fingerprintOf(view: View, rule: RuleId, subject: Subject, question: Question, source: string): string {
  const { subject: about, capability = null, scope = null } = question;
  const element = keyOfElement(view, about);
  const parts = [rule, subject.uid ?? subject.id, capability, scope, source, element];
  const text = JSON.stringify(parts);
  // A list of texts is canonical as the engine writes it, but for a lone surrogate, which it escapes.
  return text.includes('\\ud') ? hashJson(parts) : sha256Hex(text);
}

/** One access may end several times, and is one thing to be taken away. */
function keyOfElement(view: View, { type, id }: Question['subject']): string | null {
  if (type === 'ending') return view.assured.ending(id)?.access.id ?? id;
  return type === 'link' || type === 'grant' || type === 'request' ? id : null;
}
