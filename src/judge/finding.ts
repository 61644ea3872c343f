import { hashJson, sha256Hex } from '../base/bytes/hash.ts';
import { byCodeUnit } from '../base/order.ts';
import { inOnePiece } from '../base/text/one-piece.ts';
import type { RemedyTarget } from '../contract/connector.ts';
import type { Rule } from '../contract/rule.ts';
import type { Finding, Remediation, Subject } from '../model/finding.ts';
import type { RuleId } from '../model/ids.ts';
import type { Observation, Question, Ref } from '../model/question.ts';
import type { View } from '../model/view.ts';
import { keptLately } from '../paths/latest.ts';
import { tidyEvidence, witnessDescriber, type Support } from './describe.ts';

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
  const { describe, support } = witnessDescriber(view);
  const remediationOf = remediationTeller(remedy);
  const inOrder = keptLately<readonly string[], readonly string[]>(KEPT);
  let lastReasons: readonly string[] = none;

  /** Rules put the same words together for one finding after the other. */
  function once(reasons: readonly string[]): readonly string[] {
    let fresh = reasons.length !== lastReasons.length;
    const told = reasons.map((reason, at) => {
      const before = lastReasons[at];
      if (reason === before) return before;
      fresh = true;
      return reason;
    });
    if (fresh) lastReasons = told;
    return lastReasons;
  }

  return (rule, question, { witness, severity, reasons, mayBreak = null }) => {
    const subject = subjectOf(question.subject);
    const [first, ...others] = witness;
    const main = describe(first);
    const all: readonly Support[] = others.length === 0 ? none : [main, ...others.map(support)];
    return {
      fingerprint: fingerprintOf(view, rule.id, subject, question, main.rootCause.id),
      rule: rule.id,
      title: rule.title,
      family: rule.family,
      severity,
      reasons: once(reasons),
      subject,
      object: main.object,
      capability: question.capability ?? null,
      scope: question.scope ?? null,
      persistence: main.bounds?.lo ?? null,
      bounds: main.bounds,
      rootCause: main.rootCause,
      caveats: all.length === 0 ? inOrder(main.caveats, eachOnce) : eachOnce(all.flatMap((each) => each.caveats)),
      path: main.path,
      evidence: tidyEvidence(all.length === 0 ? main.evidence : all.flatMap((each) => each.evidence)),
      controls: rule.controls,
      remediation: remediationOf(rule, main.target, mayBreak),
      seen: null,
    };
  };
}

type RemediationTeller = (rule: Rule<unknown>, target: RemedyTarget | undefined, mayBreak: string | null) => Remediation;

/** What a rule says of one thing to take away, and of what may break, is one object. */
function remediationTeller(remedy: (target: RemedyTarget) => readonly string[]): RemediationTeller {
  const commandsFor = keptLately<RemedyTarget, readonly string[]>(KEPT);
  let lately: { readonly rule: Rule<unknown>; readonly known: Map<string | null, Map<readonly string[], Remediation>> } | undefined;

  function commandsOf(target: RemedyTarget | undefined): readonly string[] {
    if (target === undefined) return none;
    // Several identities hold one grant, and each is taken away as itself only.
    const commands = 'key' in target ? commandsFor(target, remedy) : remedy(target);
    return commands.length === 0 ? none : commands;
  }

  return (rule, target, mayBreak) => {
    if (lately?.rule !== rule || lately.known.size === KEPT) lately = { rule, known: new Map() };
    let known = lately.known.get(mayBreak);
    if (known === undefined || known.size === KEPT) lately.known.set(mayBreak, (known = new Map<readonly string[], Remediation>()));
    const commands = commandsOf(target);
    let remediation = known.get(commands);
    if (remediation === undefined) {
      for (const command of commands) inOnePiece(command);
      known.set(commands, (remediation = { summary: rule.remedy, commands, mayBreak, verify: rule.verify }));
    }
    return remediation;
  };
}

/** Each text once, in one order; the same list where it is so already. */
function eachOnce(texts: readonly string[]): readonly string[] {
  for (let at = 1; at < texts.length; at++) {
    if ((texts[at - 1] as string) >= (texts[at] as string)) return [...new Set(texts)].sort(byCodeUnit);
  }
  return texts;
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
