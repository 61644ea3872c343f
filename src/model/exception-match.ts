import type { ExceptionMatcher, PrivilegeException } from './exception.ts';
import type { Finding } from './finding.ts';
import type { Outcome } from './ending.ts';

/** Whether a text is the one that is wanted, or begins as it does where that ends in `*`. `null`: any is. */
export function matchesText(wanted: string | null, seen: string | null): boolean {
  if (wanted === null) return true;
  if (seen === null) return false;
  return wanted.endsWith('*') ? seen.startsWith(wanted.slice(0, -1)) : seen === wanted;
}

export type Matched = Pick<Finding, 'rule' | 'family' | 'subject' | 'capability' | 'scope' | 'fingerprint' | 'object'>;

export function matchesFinding(matcher: ExceptionMatcher, finding: Matched): boolean {
  return (
    isAboutSomething(matcher) &&
    matchesText(matcher.rule, finding.rule) &&
    matchesText(matcher.subject, finding.subject.id) &&
    matchesText(matcher.boundary, finding.subject.boundary) &&
    matchesText(matcher.capability, finding.capability) &&
    matchesText(matcher.scope, finding.scope) &&
    matchesText(matcher.fingerprint, finding.fingerprint)
  );
}

/** One that named neither a rule nor a subject, or only `*`, would be about everything. */
export function isAboutSomething({ rule, subject }: Pick<ExceptionMatcher, 'rule' | 'subject'>): boolean {
  return [rule, subject].some((each) => each !== null && each.replaceAll('*', '').trim() !== '');
}

/**
 * Why no exception may move such a finding aside, in words; `null`: one may. What says that something was not read, that a source and the system
 * contradict each other, that the audit can be turned off, or that something is wrong with exceptions themselves is never accepted. `outcomeOf`
 * tells what became of an ending by its id.
 */
export function notExceptable(finding: Matched, outcomeOf: (ending: string) => Outcome | undefined): string | null {
  const { rule, family, subject, capability, object } = finding;
  if (family === 'blind-spot' || subject.kind === 'surface') return 'it says what was not read';
  if (family === 'break-glass' || subject.kind === 'exception') return 'it is about exceptions themselves';
  if (rule === 'end-claimed-still-present' || (object?.type === 'ending' && outcomeOf(object.id) === 'contradicted'))
    return 'a source says that it ended, and it is there';
  return capability === 'disable-audit' ? 'it turns off what would show its use' : null;
}

/** The same of what a matcher asks for by name. */
export function asksForForbidden({ matcher }: Pick<PrivilegeException, 'matcher'>): string | null {
  const { rule, capability } = matcher;
  if (rule === 'end-claimed-still-present') return 'no exception covers what a source says ended and is there';
  if (rule === 'blind-spot') return 'no exception covers what was not read';
  return capability === 'disable-audit' || rule === 'standing-disable-audit' ? 'no exception covers a disabled audit' : null;
}
