import type { GraphInput } from '../../../src/graph/input.ts';
import type { LiteralPath } from './paths.ts';

/*
 * DESIGN.md section 4 word for word, as a fixpoint over whole lists. A container of boundaries has the form of a boundary; what lies in it
 * is told by the tree alone.
 */

const byItself = ['administer', 'grant-privilege', 'change-guardrail', 'disable-audit'];
const overTarget = ['mint-credential', 'impersonate', 'run-as', 'read-secrets', 'write-data'];
const keptForms = [
  /^arn:[^:]*:backup:[^:]*:[^:]*:(backup-vault|recovery-point):/,
  /^arn:[^:]*:ec2:[^:]*:[^:]*:snapshot\//,
  /^arn:[^:]*:rds:[^:]*:[^:]*:(cluster-)?snapshot:/,
  /^arn:[^:]*:dynamodb:[^:]*:[^:]*:table\/.*\/backup\//,
  /^arn:[^:]*:logs:[^:]*:[^:]*:log-group:/,
  /^arn:[^:]*:cloudtrail:[^:]*:[^:]*:(trail|eventdatastore)\//,
];

/** Rights, as `capability scope`, that are tier 0 in other hands than their own target's. */
export function tierZeroRights(input: GraphInput, paths: readonly LiteralPath[]): ReadonlySet<string> {
  const rights = new Set(input.elements.flatMap((each) => (each.type === 'grant' ? [`${each.capability} ${each.scope}`] : [])));
  const zero = new Set<string>();
  const identities = new Set<string>();
  for (let before = -1; before !== zero.size + identities.size;) {
    before = zero.size + identities.size;
    for (const right of rights) {
      const [capability = '', scope = ''] = right.split(' ');
      if (isZero(input, capability, scope, identities)) zero.add(right);
    }
    for (const { from, grant } of paths) if (zero.has(`${grant.capability} ${grant.scope}`)) identities.add(from);
  }
  return zero;
}

function isZero(input: GraphInput, capability: string, scope: string, identities: ReadonlySet<string>): boolean {
  const whole = scope.startsWith('aws:');
  if (whole && byItself.includes(capability)) return true;
  if (capability === 'destroy' || capability === 'administer') {
    if (whole || keptForms.some((each) => each.test(scope))) return true;
  }
  // administer gives all of the others
  if (!overTarget.includes(capability) && capability !== 'administer') return false;
  return [...identities].some((each) => isInScope(input, scope, each));
}

/** Whether the scope is an identity or its credential, matches it, or is the boundary it is of or a container of that. */
function isInScope(input: GraphInput, scope: string, identity: string): boolean {
  if (scope === identity) return true;
  if (input.credentials.some((each) => each.value.id === scope && each.value.identity === identity)) return true;
  const pattern = /[*?]/.test(scope)
    ? new RegExp(
        `^${scope
          .replace(/[.+^${}()|[\]\\/]/g, '\\$&')
          .replaceAll('*', '[^]*')
          .replaceAll('?', '[^]')}$`,
      )
    : undefined;
  if (pattern?.test(identity) === true) return true;
  const boundary = homeOf(input, identity);
  return boundary !== undefined && isAbove(input, scope, boundary, []);
}

/** The boundary it is listed in, or the read one that its name tells. */
function homeOf(input: GraphInput, identity: string): string | undefined {
  const listed = input.identities.find((each) => each.value.id === identity);
  if (listed !== undefined) return listed.value.boundary ?? undefined;
  const told = `aws:${/^arn:aws:iam::(\d{12}):/.exec(identity)?.[1] ?? ''}`;
  return input.boundaries.some((each) => each.value.id === told) ? told : undefined;
}

/** Whether one scope is the other, or told to hold it by any number of steps. */
export function isAbove(input: GraphInput, outer: string, inner: string, seen: readonly string[]): boolean {
  if (outer === inner) return true;
  return (input.scopes ?? []).some(
    ({ scope, parent }) => scope === inner && !seen.includes(parent) && isAbove(input, outer, parent, [...seen, parent]),
  );
}
