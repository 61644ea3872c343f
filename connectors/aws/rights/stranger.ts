import type { Atom } from '../policy/condition.ts';
import { hasWildcard, matches } from '../policy/glob.ts';
import { atomHolds } from '../policy/match/atom.ts';
import { templateOf } from '../policy/match/variables.ts';
import type { Caller } from './caller.ts';
import { absent, present } from './caller.ts';
import { isAccountOfCaller } from './keys.ts';

/** Keys that every signed request carries. */
const ofEveryone: ReadonlySet<string> = new Set(['aws:principaltype', 'aws:userid']);

/** Whether the key tells what whoever runs an account chooses of its principals; `always`: and every request carries it. */
export function isStrangers(key: string, when: 'ever' | 'always' = 'ever'): boolean {
  return ofEveryone.has(key) || (when === 'ever' && (key === 'aws:username' || key.startsWith('aws:principaltag/')));
}

/** Whether all that values are left open by is names and tags of the caller's own that whoever runs its account chooses: they fit what is told. */
export function isFitted({ values }: Atom, { kind }: Caller): boolean {
  const put = values.flatMap((value) => templateOf(value) ?? []).filter((part) => typeof part !== 'string');
  return kind === 'outsider' && put.length > 0 && put.every(({ key }) => isStrangers(key) && !ofEveryone.has(key));
}

/**
 * An atom about the account or the ARN of a principal of an account nobody read, or of any account at all. Whoever runs an account
 * names its principals as it likes, and anyone may open one; which number it gets is all that is not of its choosing. `undefined`:
 * the atom is not about that.
 */
export function settleStranger(
  atom: Atom,
  caller: Caller,
  effect: 'Allow' | 'Deny',
  variables: boolean,
): 'true' | 'false' | 'by-holder' | 'outside' | undefined {
  const { key, family, negated, values } = atom;
  if (key === ORGANIZATION) return caller.account === undefined ? settleOrganization(atom, effect) : undefined;
  const isAboutArn = key === 'aws:principalarn';
  if (family === 'null' || (isAboutArn ? caller.arn : caller.account) !== undefined) return undefined;
  if (!isAboutArn && !isAccountOfCaller(key)) return undefined;
  const own = caller.account ?? unusedNumber(values);
  // an allow has to hold, and a deny must not
  const wanted = effect === 'Allow' ? 1 : 0;
  const isWanted = (value: string): boolean =>
    atomHolds(atom, (asked) => (asked === key ? present(value) : { is: 'unknown' }), variables) === wanted;
  const isOpenTo = partitionsOf(values).map((partition) => strangeNames(isAboutArn, own, partition).some(isWanted));
  // what a stranger's own name is put into fits what it chooses
  if (isOpenTo.every(Boolean) || (variables && values.some((value) => value.includes('${')))) return 'by-holder';
  const never = isOpenTo.some(Boolean) ? 'outside' : effect === 'Allow' ? 'false' : 'true';
  // what the values tell is to be avoided
  if (negated === (effect === 'Allow')) return never;
  const told = values.map((value) => namedBy(value, isAboutArn, own, caller));
  if (told.some((each) => each === 'any' || (each.isOwn && isWanted(each.value)))) return 'by-holder';
  const mayBe = (each: Named | 'any'): boolean => each !== 'any' && !each.isRead && isWanted(each.value);
  return caller.account === undefined && told.some(mayBe) ? 'outside' : never;
}

const ORGANIZATION = 'aws:principalorgid';

/** Anybody has an account in no organization, and makes one of its own, whose id is AWS's choice. */
function settleOrganization(atom: Atom, effect: 'Allow' | 'Deny'): 'by-holder' | 'outside' | undefined {
  if (atom.values.some((value) => value.includes('${'))) return undefined;
  const wanted = effect === 'Allow' ? 1 : 0;
  return [absent, present('o-\uE002')].some((state) => atomHolds(atom, () => state, false) === wanted) ? 'by-holder' : 'outside';
}

/** A principal that a value tells of. `isOwn`: it may be the stranger's. `isRead`: it is of the account that is asked. */
interface Named {
  readonly value: string;
  readonly isOwn: boolean;
  readonly isRead: boolean;
}

/** `any`: whatever the account. */
function namedBy(value: string, isAboutArn: boolean, own: string, caller: Caller): Named | 'any' {
  const parts = value.split(':');
  const account = isAboutArn ? parts[4] : value;
  if (account === undefined) return 'any';
  const isOwn = caller.account === undefined ? hasWildcard(account) : matches(account, own);
  const whole = isAboutArn ? [...parts.slice(0, 4), isOwn ? own : account, ...parts.slice(5)].join(':') : isOwn ? own : account;
  return { value: whole.replaceAll('*', 'x').replaceAll('?', 'x'), isOwn, isRead: account === caller.resourceAccount };
}

/** Of names nobody thought of. */
function strangeNames(isAboutArn: boolean, account: string, partition: string): readonly string[] {
  return isAboutArn ? ['user', 'role'].map((kind) => `arn:${partition}:iam::${account}:${kind}/unthought-of`) : [account];
}

function partitionsOf(values: readonly string[]): readonly string[] {
  const told = values.map((value) => value.split(':')[1] ?? '').filter((each) => each !== '' && !hasWildcard(each));
  return told.length === 0 ? ['aws'] : [...new Set(told)];
}

/** The number of an account that no value speaks of. */
function unusedNumber(values: readonly string[]): string {
  let number = 98_765_432_109;
  while (values.some((value) => value.includes(String(number)))) number--;
  return String(number).padStart(12, '0');
}
