import { groupBy } from '../base/group.ts';
import { byCodeUnit, byKeys } from '../base/order.ts';
import { isNonEmpty, type NonEmpty } from '../base/json.ts';
import type { RemedyTarget } from '../contract/connector.ts';
import type { Rule } from '../contract/rule.ts';
import type { ExceptionStanding } from '../model/exception.ts';
import type { Excepted, Finding, Subject, Undetermined } from '../model/finding.ts';
import type { Gap } from '../model/gap.ts';
import type { BoundaryId, EntityId } from '../model/ids.ts';
import { severities, type Question, type Ref } from '../model/question.ts';
import type { RuleTotals } from '../model/report.ts';
import type { View } from '../model/view.ts';
import { latest } from '../paths/latest.ts';
import { withAssured } from '../paths/with-assured.ts';
import { boundarySubject, subjectTeller } from './describe.ts';
import { setAside } from './exceptions.ts';
import { findingTeller } from './finding.ts';
import { byGapKey, gapKey, keyedGaps } from './fold.ts';
import { missingTeller, settler } from './settle.ts';

/** A rule with the settings its schema has already accepted. */
export interface SetRule {
  readonly rule: Rule<unknown>;
  readonly settings: unknown;
}

export interface JudgeInput {
  readonly view: View;
  readonly rules: readonly SetRule[];
  /** Exact commands that take a thing away, from the connector it belongs to. */
  readonly remedy: (target: RemedyTarget) => readonly string[];
}

export interface Judged {
  /** By severity, rule, subject. */
  readonly findings: readonly Finding[];
  readonly undetermined: readonly Undetermined[];
  readonly totals: readonly RuleTotals[];
  /** What exceptions moved aside; by exception. */
  readonly excepted: readonly Excepted[];
  /** Those of the view, with what they cover. */
  readonly exceptions: readonly ExceptionStanding[];
}

/**
 * Asks every rule all its questions. A `clear` stands only where every kind of fact the rule needs was fully read in every
 * boundary that counts; otherwise it becomes undetermined, naming what is missing. Questions left open for a reason that is
 * not its subject's own (a surface of a boundary, a policy of somebody else) are one line with their number, so that an unread report is one statement
 * and not ten thousand. Exceptions move findings aside when all rules were asked but those that ask about exceptions, which are asked then, and
 * whose findings no exception moves.
 */
export function judge(input: JudgeInput): Judged {
  const ordered = [...input.rules].sort((a, b) => byCodeUnit(a.rule.id, b.rule.id));
  const about = ordered.filter(({ rule }) => rule.after === 'exceptions');
  const first = askAll(
    input,
    ordered.filter(({ rule }) => rule.after === undefined),
  );
  const aside = setAside(input.view, sortedFindings(first.flatMap(({ findings }) => findings)));
  const moved = groupBy(aside.excepted, ({ finding }) => finding.rule);
  const { view } = input;
  const told = view.assured.exceptions.length === 0 ? view : withAssured(view, { ...view.assured, exceptions: aside.exceptions });
  const last = about.length === 0 ? [] : askAll({ ...input, view: told }, about);
  const all = [...first, ...last].sort((a, b) => byCodeUnit(a.totals.rule, b.totals.rule));
  return {
    findings: last.every(({ findings }) => findings.length === 0)
      ? aside.findings
      : sortedFindings([...aside.findings, ...last.flatMap(({ findings }) => findings)]),
    undetermined: all.flatMap(({ undetermined }) => undetermined),
    totals: all.map(({ totals }) => {
      const excepted = moved.get(totals.rule)?.length ?? 0;
      return { ...totals, findings: totals.findings - excepted, excepted };
    }),
    excepted: aside.excepted,
    exceptions: aside.exceptions,
  };
}

interface Asked {
  readonly findings: readonly Finding[];
  readonly undetermined: readonly Undetermined[];
  readonly totals: RuleTotals;
}

function askAll(input: JudgeInput, rules: readonly SetRule[]): readonly Asked[] {
  const settle = settler(input.view);
  const keyed = keyedLists();
  const subjectOf = subjectTeller(input.view);
  const findingOf = findingTeller(input.view, subjectOf, input.remedy);
  return rules.map(({ rule, settings }): Asked => {
    const open = openQuestions(input.view, rule, subjectOf, keyed);
    const missingFor = missingTeller(input.view, settle, rule.needs);
    const findings: Finding[] = [];
    let clear = 0;
    let asked = 0;
    for (const question of rule.questions(input.view, settings)) {
      asked++;
      const answer = rule.answer(input.view, question, settings);
      if (answer.says === 'finding') findings.push(findingOf(rule, question, answer));
      else if (answer.says === 'undetermined') open.add(question, answer.because);
      else {
        const missing = missingFor(question);
        if (isNonEmpty(missing)) open.add(question, missing);
        else clear++;
      }
    }
    const undetermined = sortedUndetermined(open.lines());
    const found = findings.length;
    const totals = { rule: rule.id, questions: asked, findings: found, clear, undetermined: asked - found - clear, excepted: 0 };
    return { findings, undetermined, totals };
  });
}

interface OpenQuestions {
  add(question: Question, because: NonEmpty<Gap>): void;
  lines(): readonly Undetermined[];
}

/** Questions left open for one reason, told as one. */
interface OpenLine {
  readonly subject: Subject;
  /** The reason is about nobody in particular. */
  readonly nobody: boolean;
  /** The reason is the subject's own. */
  readonly own: boolean;
  readonly question: Question;
  /** In one order. */
  readonly because: readonly Gap[];
  /** As the first of its questions was answered. */
  readonly told: readonly Gap[];
  questions: number;
}

/** What gaps come to as the reason of open questions. */
interface Reason {
  /** In one order. */
  readonly gaps: readonly Gap[];
  /** Whom they are about. */
  readonly subjects: ReadonlySet<string>;
  ofBoundaries: Map<BoundaryId, OpenLine> | undefined;
  ofQuestions: Map<string, OpenLine> | undefined;
}

function openQuestions(
  view: View,
  rule: Rule<unknown>,
  subjectOf: (ref: Ref) => Subject,
  keyed: (because: readonly Gap[]) => Keyed,
): OpenQuestions {
  const lines: OpenLine[] = [];
  // What is missing for everyone in a boundary is one list that many questions share.
  const reasonOfList = new Map<readonly Gap[], Reason>();
  const reasonOfText = new Map<string, Reason>();

  const reasonOf = latest((because: readonly Gap[]): Reason => {
    let reason = reasonOfList.get(because);
    if (reason === undefined) {
      const { gaps, text, subjects } = keyed(because);
      reason = reasonOfText.get(text) ?? { gaps, subjects, ofBoundaries: undefined, ofQuestions: undefined };
      reasonOfText.set(text, reason);
      reasonOfList.set(because, reason);
    }
    return reason;
  });

  /** The lines of gaps that are all about the identity asked about: few of one identity, and one rule asks of one after the other. */
  const ofIdentity = new Map<EntityId, OpenLine[]>();
  const linesOf = latest((identity: EntityId): OpenLine[] => {
    let known = ofIdentity.get(identity);
    if (known === undefined) ofIdentity.set(identity, (known = []));
    return known;
  });

  /** Whether it was taken, as what such a line tells, or as a new one. */
  function takeOwn(question: Question, because: NonEmpty<Gap>): boolean {
    const { subject, capability } = question;
    if (subject.type !== 'identity') return false;
    for (const gap of because) if (gap.subject !== subject.id) return false;
    const known = linesOf(subject.id);
    let gaps: readonly Gap[] | undefined;
    for (const line of known) {
      if (line.question.capability !== capability) continue;
      if (line.told !== because && !areSameGaps(line.because, (gaps ??= inOrder(because)))) continue;
      line.questions++;
      return true;
    }
    if (known.length === FEW) return false;
    const subjectTold = subjectOf(subject);
    const line = {
      subject: subjectTold,
      nobody: false,
      own: true,
      question,
      because: gaps ?? inOrder(because),
      told: because,
      questions: 1,
    };
    known.push(line);
    lines.push(line);
    return true;
  }

  function count<K>(among: Map<K, OpenLine>, key: K, subject: Subject, question: Question, { gaps, subjects }: Reason): void {
    const known = among.get(key);
    if (known !== undefined) known.questions++;
    else {
      const line = {
        subject,
        nobody: subjects.size === 0,
        own: subjects.has(subject.id),
        question,
        because: gaps,
        told: gaps,
        questions: 1,
      };
      among.set(key, line);
      lines.push(line);
    }
  }

  return {
    add(question, because) {
      if (takeOwn(question, because)) return;
      const subject = subjectOf(question.subject);
      const reason = reasonOf(because);
      const { subjects } = reason;
      // what is missing of somebody else may keep many questions open, each for the same reason; a surface is always itself
      const others = question.subject.type !== 'surface' && !subjects.has(subject.id);
      if (subject.boundary !== null && (subjects.size === 0 || others)) {
        count((reason.ofBoundaries ??= new Map<BoundaryId, OpenLine>()), subject.boundary, subject, question, reason);
      } else count((reason.ofQuestions ??= new Map<string, OpenLine>()), textOf(question), subject, question, reason);
    },
    lines() {
      return lines.map(({ subject, nobody, own, question, because, questions }) => ({
        rule: rule.id,
        subject: (nobody || (questions > 1 && !own)) && subject.boundary !== null ? boundarySubject(view, subject.boundary) : subject,
        capability: question.capability ?? null,
        scope: questions === 1 ? (question.scope ?? null) : null,
        questions,
        because,
      }));
    },
  };
}

/** So many lines of one identity are looked through; the others are told apart by their text. */
const FEW = 8;

function inOrder(gaps: readonly Gap[]): readonly Gap[] {
  return gaps.length === 1 ? gaps : gaps.toSorted(byGapKey);
}

/** Both in the order of {@link byGapKey}. */
function areSameGaps(some: readonly Gap[], others: readonly Gap[]): boolean {
  if (some.length !== others.length) return false;
  for (let at = 0; at < some.length; at++) if (byGapKey(some[at] as Gap, others[at] as Gap) !== 0) return false;
  return true;
}

/** Questions about several scopes that one reason keeps open for one subject are one line. */
function textOf({ subject, capability }: Question): string {
  return JSON.stringify([subject.type, subject.id, subject.type === 'surface' ? subject.boundary : null, capability ?? null]);
}

const nobody: ReadonlySet<string> = new Set();

/** Gaps in one order, with what tells them from others, and whom they are about. */
interface Keyed {
  readonly gaps: readonly Gap[];
  readonly text: string;
  readonly subjects: ReadonlySet<string>;
}

/** Several rules may leave questions open for what is one list. */
function keyedLists(): (because: readonly Gap[]) => Keyed {
  const known = new Map<readonly Gap[], Keyed>();
  return (because) => {
    let keyed = known.get(because);
    if (keyed === undefined) {
      const { gaps, text } = keyedGaps(because);
      let subjects: Set<string> | undefined;
      for (const { subject } of gaps) if (subject !== undefined) (subjects ??= new Set<string>()).add(subject);
      known.set(because, (keyed = { gaps, text, subjects: subjects ?? nobody }));
    }
    return keyed;
  };
}

/** Rules ask in the order of their ids, and mostly of identities in theirs: so one severity's findings come nearly sorted. */
function sortedFindings(findings: readonly Finding[]): readonly Finding[] {
  const bySeverity = groupBy(findings, (finding) => finding.severity);
  return severities.flatMap((severity) => (bySeverity.get(severity) ?? []).toSorted(byRuleAndSubject));
}

function byRuleAndSubject(a: Finding, b: Finding): number {
  const first = a.rule === b.rule ? 0 : byCodeUnit(a.rule, b.rule);
  if (first !== 0) return first;
  // Of one identity several things are found, and it is mostly one object.
  return (a.subject === b.subject ? 0 : byCodeUnit(a.subject.id, b.subject.id)) || byCodeUnit(a.fingerprint, b.fingerprint);
}

/** The lines of one rule, by subject, then by what is asked, then by what is missing. */
function sortedUndetermined(undetermined: readonly Undetermined[]): readonly Undetermined[] {
  const asked = onceFor((line: Undetermined) => JSON.stringify([line.capability, line.scope]));
  const missing = onceFor((line: Undetermined) => JSON.stringify(line.because.map(gapKey)));
  return undetermined.toSorted(byKeys((line) => line.subject.id, asked, missing));
}

/** Each text is made when it is first compared. */
function onceFor<T extends object>(textOf: (item: T) => string): (item: T) => string {
  const texts = new Map<T, string>();
  return (item) => {
    let text = texts.get(item);
    if (text === undefined) texts.set(item, (text = textOf(item)));
    return text;
  };
}
