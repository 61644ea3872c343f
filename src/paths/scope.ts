import { connectorOf, nameForm } from '../graph/names.ts';
import type { BoundaryId, ScopeId } from '../model/ids.ts';

/** Whether a scope is a whole boundary, or a container of boundaries: then it has the form of one, `<connector>:<native id>`. */
export function isBoundaryScope(scope: ScopeId, connectors: ReadonlySet<string>): boolean {
  return connectors.has(connectorOf(scope));
}

/** The connectors of these boundaries. */
export function connectorsOf(boundaries: Iterable<BoundaryId>): ReadonlySet<string> {
  return new Set([...boundaries].map(connectorOf).filter((each) => each !== ''));
}

export function isPattern(scope: ScopeId): boolean {
  return scope.includes('*') || scope.includes('?');
}

/** What every text a pattern matches starts with. */
export function patternStem(pattern: ScopeId): string {
  return pattern.slice(0, pattern.search(/[*?]/));
}

/** Whether a pattern (`*` any run, `?` any one character) matches the whole text. Time is linear in text times stars. */
export function matchesPattern(pattern: ScopeId, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    if (p < pattern.length && pattern[p] === '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t])) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++resume;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

/** Whether `outer` is `inner` or holds it: a boundary holds what its account number names, a pattern what it matches. */
export function containsScope(outer: ScopeId, inner: ScopeId, boundaryOf: (scope: ScopeId) => BoundaryId | undefined): boolean {
  if (outer === inner || boundaryOf(inner) === outer) return true;
  return isPattern(outer) && matchesPattern(outer, inner);
}

// arn:partition:service:region:account:resource; the account is empty for some services (S3 buckets).
const ARN_ACCOUNT = /^arn:[a-z0-9-]+:[a-z0-9-]+:[a-z0-9-]*:(\d{12}):/;

/** The boundary that a native name tells by its form. */
export function boundaryOfName(name: string): BoundaryId | undefined {
  const account = ARN_ACCOUNT.exec(name)?.[1];
  return account === undefined ? (nameForm(name)?.boundary ?? undefined) : `aws:${account}`;
}
