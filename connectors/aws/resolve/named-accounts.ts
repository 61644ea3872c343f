import { arnSegments } from '../policy/glob.ts';
import type { PolicyDocument } from '../rights/documents.ts';
import { assumeRow } from './rows.ts';

const ACCOUNT = /^\d{12}$/;

/** The account that an ARN or a pattern of ARNs writes out; `undefined` where it leaves it open. */
export function accountIn(pattern: string): string | undefined {
  const account = arnSegments(pattern)[4] ?? '';
  return ACCOUNT.test(account) ? account : undefined;
}

const known = new WeakMap<PolicyDocument, readonly string[]>();

/** The accounts that a document writes out where it allows sts:AssumeRole: in the roles it names, or as owners it asks for. */
export function accountsNamed(document: PolicyDocument): readonly string[] {
  let named = known.get(document);
  if (named === undefined) known.set(document, (named = [...new Set(namedIn(document))]));
  return named;
}

function* namedIn({ statements }: PolicyDocument): Iterable<string> {
  for (const { effect, rows, resources, conditions } of statements) {
    if (effect !== 'Allow' || !rows.includes(assumeRow)) continue;
    const owners = conditions.flatMap((atom) => (atom.key === 'aws:resourceaccount' ? atom.values : []));
    yield* owners.filter((each) => ACCOUNT.test(each));
    if (!resources.except) yield* resources.list.flatMap((each) => accountIn(each) ?? []);
  }
}
