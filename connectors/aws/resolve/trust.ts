import type { Link } from '../../../src/model/grant.ts';
import { never } from '../../../src/model/window.ts';
import type { Caller } from '../rights/caller.ts';
import type { AppliedStatement, CompiledStatement, PolicyDocument } from '../rights/documents.ts';
import { isAllStars, matches } from '../policy/glob.ts';
import type { ResourceSet } from '../rights/resources.ts';
import { allResources, includes } from '../rights/resources.ts';
import type { Right } from '../rights/rights.ts';
import { plainRight, rightOf } from '../rights/rights.ts';
import { together } from '../rights/together.ts';
import { settleAll } from '../rights/settle.ts';
import type { Atom } from '../policy/condition.ts';
import type { KeyState } from '../policy/match/atom.ts';
import type { Trust } from './trusts.ts';
import { knownOf } from './trusts.ts';
import { deniesNaming, escaped } from './denies.ts';
import type { Admission } from './parties.ts';
import { demands } from './demands.ts';
import type { Party, Requester } from './principals.ts';
import { callOf, denyNames, partiesOf } from './principals.ts';

/** What every link of a trust says beside the right itself. */
export type LinkDetail = Link['detail'];

/** The parties a trust policy admits with the call that is theirs. */
export function admissionsOf(trust: Pick<Trust, 'document' | 'partition'>): readonly Admission[] {
  const admissions: Admission[] = [];
  for (const statement of trust.document.statements) {
    if (statement.effect !== 'Allow') continue;
    for (const party of partiesOf(statement, trust.partition)) {
      if (speaksOf(statement, callOf(party), party)) admissions.push({ party, statement, unsigned: isUnsigned(statement, party) });
    }
  }
  return admissions;
}

function speaksOf(statement: CompiledStatement, call: string, party: Party): boolean {
  const { list, except } = statement.actions;
  const named = (action: string): boolean => list.some((pattern) => matches(pattern, action)) !== except;
  if (party.form === 'anyone') return named('sts:assumerole') || named('sts:assumerolewithwebidentity') || named('sts:assumerolewithsaml');
  if (party.form === 'canonical-user' || party.form === 'unknown' || party.form === 'federated-user') return true;
  return named(call);
}

function isUnsigned({ actions }: CompiledStatement, party: Party): boolean {
  return party.form === 'anyone' && actions.list.some((pattern) => matches(pattern, 'sts:assumerole')) === actions.except;
}

/**
 * What one admission comes to for a caller, after the trust policy's own denies. `atoms` replaces the statement's conditions
 * where some were read as something else (a subject matcher). Empty = it never applies. Most trust policies ask nothing of the caller, so it
 * is made where one does.
 */
export function admitted(
  trust: Trust,
  admission: Admission,
  asking: () => Caller,
  requester: Requester,
  atoms?: readonly Atom[],
): readonly Right[] {
  const { statement } = admission;
  if (isUnconditional(trust, statement, atoms ?? statement.conditions)) return unconditional;
  const caller = asking();
  const call = callOf(admission.party);
  const known = knownOf(trust);
  const applied = applyOne(statement, caller, atoms ?? statement.conditions, call, known);
  if (applied === undefined) return [];
  let rights: readonly Right[] = [rightOf(applied, () => false)];
  for (const { deny, own, doubt } of deniesNaming(trust.document, trust.controls, requester)) {
    // a resource control policy speaks of the role's ARN; a trust policy of nothing but the role
    if (!denySpeaksOf(deny, call) || (!own && !includes(roleResources(deny), trust.role))) continue;
    const settled = applyOne(deny, caller, deny.conditions, call, known);
    if (settled !== undefined) rights = rights.flatMap((each) => escaped(each, settled, doubt));
  }
  return rights.flatMap(together);
}

const unconditional: readonly Right[] = [plainRight];

/** As most are: nothing is asked of the caller, and nothing denies. */
function isUnconditional({ document, controls }: Trust, { unknown }: CompiledStatement, atoms: readonly Atom[]): boolean {
  return (
    atoms.length === 0 && unknown === null && controls.denying.length === 0 && document.statements.every(({ effect }) => effect === 'Allow')
  );
}

function roleResources({ resources }: CompiledStatement): ResourceSet {
  return resources.except ? { include: ['*'], exclude: resources.list } : { include: resources.list, exclude: [] };
}

function denySpeaksOf(deny: CompiledStatement, call: string): boolean {
  return deny.actions.list.some((pattern) => matches(pattern, call)) !== deny.actions.except;
}

function applyOne(
  statement: CompiledStatement,
  caller: Caller,
  atoms: readonly Atom[],
  call: string,
  known: (key: string) => KeyState | undefined,
): AppliedStatement | undefined {
  const settled = settleAll(atoms, caller, { effect: statement.effect, variables: statement.variables, action: call, known });
  return settled.applies ? { statement, resources: allResources, exact: true, settled, byAction: null } : undefined;
}

/** A right that nobody can use: a principal that is gone, a subject no token can hold. */
export function refuted(right: Right, why: string): Right {
  return { ...right, presence: 'refuted', windows: never, because: [...right.because, why] };
}

interface Whose {
  readonly account: string | null;
  readonly foreign: boolean | null;
}

/**
 * `foreign`: the party is of an account nobody read; `null` = whose it is is not told. `externalId`: the policy demands one that it tells; `orgCondition`:
 * the statement demands one.
 * `roleSessionSeconds`: how long a session of the role may last at most; left out where that was not read.
 */
export function detailOf(
  { sessionSeconds, document }: Pick<Trust, 'sessionSeconds' | 'document'>,
  admission: Admission,
  more: Whose,
): LinkDetail {
  let known = details.get(admission);
  if (known === undefined) details.set(admission, (known = new Map<string, LinkDetail>()));
  const id = `${String(more.foreign)}${more.account === null ? '' : `|${more.account}`}${sessionSeconds === undefined ? '' : `#${sessionSeconds}`}`;
  let detail = known.get(id);
  if (detail === undefined) {
    const made = madeDetail(document, admission, more);
    known.set(id, (detail = sessionSeconds === undefined ? made : { ...made, roleSessionSeconds: sessionSeconds }));
  }
  return detail;
}

/** One for all that is told alike: most trust policies are those of many roles. */
const details = new WeakMap<Admission, Map<string, LinkDetail>>();

function madeDetail({ statements }: PolicyDocument, admission: Admission, more: Whose): LinkDetail {
  const { conditions, principals } = admission.statement;
  return {
    principalForm:
      principals?.except === true ? 'not-principal' : admission.statement.unknown !== null ? 'unreadable' : admission.party.form,
    externalId:
      conditions.some((atom) => namesExternalId(atom) && demands(atom)) ||
      statements.some((each) => deniesWithoutId(each, admission, more)),
    orgCondition: conditions.some(
      (atom) => /^aws:(?:principalorgid|principalorgpaths|sourceorgid|sourceorgpaths)$/.test(atom.key) && demands(atom),
    ),
    foreign: more.foreign,
    account: more.account,
    issuer: null,
    subjectMatcher: null,
  };
}

/** Any will do where a wildcard alone stands for it. */
function namesExternalId({ key, test, values }: Atom): boolean {
  return key === 'sts:externalid' && !(test === 'like' && values.some(isAllStars));
}

/** Whether a Deny takes every call of the party that is without an external id of those it names. */
function deniesWithoutId(deny: CompiledStatement, { party }: Admission, { account }: Whose): boolean {
  const [only, ...more] = deny.conditions;
  if (deny.effect !== 'Deny' || deny.unknown !== null || only === undefined || more.length > 0) return false;
  const isWithout = namesExternalId(only) && only.negated && only.set === null && only.values.length > 0;
  const arn = party.form === 'user' || party.form === 'role' ? party.arn : undefined;
  return isWithout && denySpeaksOf(deny, callOf(party)) && denyNames(deny, { arn, account: account ?? undefined }) === 'yes';
}
