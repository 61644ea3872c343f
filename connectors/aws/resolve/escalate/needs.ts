import { impossible } from '../../../../src/base/errors.ts';
import { everyThing } from '../../escalation/things.ts';
import type { EscalationMethod, Ingredient } from '../../escalation/table.ts';
import { escalationMethods } from '../../escalation/table.ts';
import { workloadKinds } from '../../facts.ts';
import type { Told } from '../../rights/actions.ts';
import { ActionList } from '../../rights/actions.ts';
import type { CompiledStatement, PolicyDocument } from '../../rights/documents.ts';
import { capabilityRows, universeOf } from '../capabilities.ts';
import type { SettingAction } from '../trusts.ts';
import { settingActions } from '../trusts.ts';

/** One action as a method asks for it: a row of the list of actions, and all it can act on there. */
export interface NeedRow {
  readonly row: number;
  readonly action: string;
  /** With `{p}` for the partition and `{a}` for the account. */
  readonly universe: string;
}

/** A permission a method needs: one of the rows gives it. */
export interface Need {
  readonly ingredient: Ingredient;
  readonly rows: readonly NeedRow[];
  /** Needs of one number are met alike. */
  readonly number: number;
  /** The bits of its rows. */
  readonly bits: bigint;
}

export interface Sought {
  readonly method: EscalationMethod;
  readonly needs: readonly Need[];
}

const extra: { readonly action: string; readonly told: Told | null }[] = [];
const rowsByText = new Map<string, NeedRow>();
const needNumbers = new Map<string, number>();
const bitByRow = new Map<number, bigint>();

function universeFor({ on }: Ingredient, action: string, { workload }: EscalationMethod): string {
  if (typeof on === 'object') return everyThing('made' in on ? on.made : on.any, '{p}', '{a}');
  switch (on) {
    case 'passed-role':
    case 'role':
      return universeOf('role', '{p}', '{a}');
    case 'user':
      return universeOf('user', '{p}', '{a}');
    case 'group':
    case 'own-group':
      return universeOf('group', '{p}', '{a}');
    case 'own-policy':
    case 'own-boundary':
    case 'target-policy':
      return universeOf('policy', '{p}', '{a}');
    case 'provider':
      return universeOf('saml-provider', '{p}', '{a}');
    case 'oneself':
      return universeOf(action.includes('User') ? 'user' : 'role', '{p}', '{a}');
    case 'workload':
      return everyThing(workload ?? 'none', '{p}', '{a}');
    case 'workload-part':
      return everyThing((workload === null ? null : workloadKinds[workload].part) ?? 'none', '{p}', '{a}');
  }
}

function rowFor(ingredient: Ingredient, action: string, method: EscalationMethod, passedTo: string | null): NeedRow {
  const universe = universeFor(ingredient, action, method);
  const text = `${action}|${universe}|${passedTo ?? ''}`;
  let known = rowsByText.get(text);
  if (known === undefined) {
    const own =
      passedTo === null ? capabilityRows.findIndex((row) => row.action === action && universeOf(row.on, '{p}', '{a}') === universe) : -1;
    const row = own >= 0 ? own : capabilityRows.length + extra.length;
    if (own < 0) extra.push({ action, told: passedTo === null ? null : new Map([['iam:passedtoservice', passedTo]]) });
    if (!bitByRow.has(row)) bitByRow.set(row, 1n << BigInt(bitByRow.size));
    rowsByText.set(text, (known = { row, action, universe }));
  }
  return known;
}

function needOf(ingredient: Ingredient, method: EscalationMethod): Need {
  const services = ingredient.on === 'passed-role' ? (method.passed?.passedTo ?? [null]) : [null];
  const rows = ingredient.actions.flatMap((action) => services.map((service) => rowFor(ingredient, action, method, service)));
  const text = rows.map(({ row }) => row).join();
  const number = needNumbers.get(text) ?? needNumbers.size;
  needNumbers.set(text, number);
  return { ingredient, rows, number, bits: rows.reduce((all, { row }) => all | (bitByRow.get(row) ?? 0n), 0n) };
}

/** Whether a role can be assumed is asked of trust policies, which may need no policy of the holder. */
function isAsked({ actions }: Ingredient): boolean {
  return actions[0] !== 'sts:AssumeRole';
}

/** The methods that are looked for, with what of them policies of the holder must allow. */
export const soughtMethods: readonly Sought[] = escalationMethods
  .filter(({ family }) => family !== 'plain')
  .flatMap((method) => [sought(method, method.needs.filter(isAsked)), ...replacingKeys(method)]);

function sought(method: EscalationMethod, ingredients: readonly Ingredient[]): Sought {
  return { method, needs: ingredients.map((each) => needOf(each, method)) };
}

/** A user that has as many keys as it can have is acted as by a new one where one of them is taken away. */
function replacingKeys(method: EscalationMethod): readonly Sought[] {
  if (method.family !== 'boosted-user' && method.family !== 'member') return [];
  const replacing = escalationMethods.find(({ id }) => id === 'replace-access-key') ?? impossible('no method replaces an access key');
  const rest = method.needs.filter(({ actions }) => !actions.some((each) => replacing.needs[0].actions.includes(each)));
  return [sought(method, [...rest, ...replacing.needs])];
}

/**
 * All actions that policies are read for: those that give a capability, then those that only methods ask for, and those that a session takes to
 * carry something.
 */
export function askedActions(): ActionList {
  return new ActionList(
    [...capabilityRows.map((row) => row.action), ...extra.map((each) => each.action), ...settingActions],
    [...capabilityRows.map(() => null), ...extra.map((each) => each.told), ...settingActions.map(() => null)],
  );
}

/** The row of an action of {@link settingActions}. */
export function settingRow(action: SettingAction): number {
  return capabilityRows.length + extra.length + settingActions.indexOf(action);
}

const bitsByDocument = new WeakMap<PolicyDocument, bigint>();

/** Which rows of methods a document allows anything of. */
export function bitsOf(document: PolicyDocument): bigint {
  let bits = bitsByDocument.get(document);
  if (bits === undefined) {
    bits = 0n;
    for (const each of document.statements) if (each.effect === 'Allow') bits |= bitsIn(each);
    bitsByDocument.set(document, bits);
  }
  return bits;
}

/** Which rows of methods a statement speaks of. */
export function bitsIn({ rows }: Pick<CompiledStatement, 'rows'>): bigint {
  let bits = 0n;
  for (const row of rows) bits |= bitByRow.get(row) ?? 0n;
  return bits;
}

/** Whether it changes the rights of its holder. */
export function isOwn({ method: { family } }: Pick<Sought, 'method'>): boolean {
  return family.startsWith('own-') || family === 'older-version';
}

/** Whether it acts as a role that lets the holder in as it stands. */
export function isAssuming({ method: { family, needs: all }, needs }: Sought): boolean {
  return family === 'boosted-role' && needs.length < all.length;
}

const methodsByBits = new Map<bigint, readonly Sought[]>();

/** The methods of which every permission is spoken of. */
export function methodsFor(bits: bigint): readonly Sought[] {
  let found = methodsByBits.get(bits);
  if (found === undefined) {
    found = soughtMethods.filter(({ needs }) => needs.every((need) => (need.bits & bits) !== 0n));
    methodsByBits.set(bits, found);
  }
  return found;
}
