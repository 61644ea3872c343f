import type { Json } from '../../src/base/json.ts';
import { awsManagedArn } from '../estate/aws-managed.ts';
import type { Dice } from '../estate/dice.ts';
import { diceOf } from '../estate/dice.ts';

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly groups: readonly string[];
}

export interface PermissionSet {
  readonly arn: string;
  readonly name: string;
  readonly session: string;
  readonly managed: readonly string[];
  readonly inline: Json | null;
  readonly boundary: string | null;
  /** Accounts it is provisioned to, and who may use it there. */
  readonly assigned: ReadonlyMap<string, readonly Assigned[]>;
  /** Accounts that still run an older version of it. */
  readonly stale: readonly string[];
}

export interface Assigned {
  readonly type: 'USER' | 'GROUP';
  readonly id: string;
}

/** IAM Identity Center: one organization instance. */
export interface Directory {
  readonly instance: string;
  readonly store: string;
  readonly sets: readonly PermissionSet[];
  readonly groups: readonly { readonly id: string; readonly name: string }[];
  readonly people: readonly Person[];
  /** Removals of assignments that were asked for and failed. */
  readonly failed: readonly { readonly request: string; readonly set: string; readonly account: string; readonly who: Assigned }[];
}

export const INSTANCE = 'arn:aws:sso:::instance/ssoins-7223acde01234567';
const STORE = 'd-9067acde01';

/** Two sets for everybody's accounts, held by small groups; the others for a team's dozen of accounts each. */
export function directoryOf(seed: number, accounts: readonly string[]): Directory {
  const dice = diceOf(seed + 1);
  const teams = Math.max(4, Math.round(accounts.length / 20));
  const groups = Array.from({ length: 2 * teams + 4 }, (_, at) => ({ id: uuid(dice), name: nameOf(at, teams) }));
  const people = Array.from({ length: Math.max(20, Math.round(accounts.length * 0.8)) }, (_, at): Person => {
    const team = at % teams;
    const mine = [
      groups[2 * team + (dice.chance(0.3) ? 0 : 1)]?.id,
      at < 6 ? groups[2 * teams]?.id : undefined,
      at < 3 ? groups[2 * teams + 1]?.id : undefined,
    ];
    return { id: uuid(dice), name: `person.${at}`, enabled: !dice.chance(0.03), groups: mine.filter((id) => id !== undefined) };
  });
  const sets = [
    ...['SecurityAudit', 'ReadOnlyAccess'].map((name, at) => everywhere(dice, name, accounts, groups[2 * teams + at]?.id ?? '')),
    ...Array.from({ length: teams }, (_, at) => ofTeam(dice, at, accounts, groups, people)),
  ];
  const first = sets[2];
  const failed = [...(first?.assigned ?? [])]
    .slice(0, 2)
    .flatMap(([account, who]) => who.slice(0, 1).map((each) => ({ request: uuid(dice), set: first?.arn ?? '', account, who: each })));
  return { instance: INSTANCE, store: STORE, sets, groups, people, failed };
}

function nameOf(at: number, teams: number): string {
  if (at >= 2 * teams) return ['security-auditors', 'site-readers', 'newcomers', 'mailing'][at - 2 * teams] ?? `group-${at}`;
  return `team-${Math.floor(at / 2)}-${at % 2 === 0 ? 'leads' : 'members'}`;
}

function everywhere(dice: Dice, name: string, accounts: readonly string[], group: string): PermissionSet {
  const assigned = new Map(accounts.map((account) => [account, [{ type: 'GROUP', id: group }] as const]));
  return { ...setOf(dice, name, 'PT8H', [awsManagedArn(name)]), inline: null, boundary: null, assigned, stale: [] };
}

function ofTeam(
  dice: Dice,
  at: number,
  accounts: readonly string[],
  groups: Directory['groups'],
  people: readonly Person[],
): PermissionSet {
  const [leads, members] = [groups[2 * at]?.id ?? '', groups[2 * at + 1]?.id ?? ''];
  const assigned = new Map<string, readonly Assigned[]>();
  for (let number = 0; number < Math.min(14, accounts.length); number++) {
    const account = accounts[(at * 20 + number * 3) % accounts.length] ?? '';
    const person = dice.chance(0.1) ? dice.pick(people).id : null;
    const rest: readonly Assigned[] = person === null ? [] : [{ type: 'USER', id: person }];
    assigned.set(account, [{ type: 'GROUP', id: dice.chance(0.4) ? leads : members }, ...rest]);
  }
  const managed = dice.weighted({ AdministratorAccess: 2, PowerUserAccess: 4, ReadOnlyAccess: 3, 'job-function/Billing': 1 });
  const inline: Json = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'cloudtrail:StopLogging', Resource: '*' }] };
  return {
    ...setOf(dice, `Team${at}`, dice.pick(['PT1H', 'PT4H', 'PT12H']), [awsManagedArn(managed)]),
    inline: dice.chance(0.5) ? inline : null,
    boundary: dice.chance(0.1) ? awsManagedArn('PowerUserAccess') : null,
    assigned,
    stale: dice.chance(0.15) ? [...assigned.keys()].slice(0, 2) : [],
  };
}

function setOf(
  dice: Dice,
  name: string,
  session: string,
  managed: readonly string[],
): Pick<PermissionSet, 'arn' | 'name' | 'session' | 'managed'> {
  return { arn: `arn:aws:sso:::permissionSet/ssoins-7223acde01234567/ps-${dice.hex(16)}`, name, session, managed };
}

/** The role of a permission set in an account: always the same name there. */
export function reservedRole(set: PermissionSet, account: string): string {
  const dice = diceOf(Number.parseInt(set.arn.slice(-8), 16) ^ Number(account.slice(-9)));
  return `AWSReservedSSO_${set.name}_${dice.hex(16)}`;
}

function uuid(dice: Dice): string {
  return [dice.hex(8), dice.hex(4), `4${dice.hex(3)}`, `a${dice.hex(3)}`, dice.hex(12)].join('-');
}
