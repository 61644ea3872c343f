import type { UserDetail } from '../estate/details.ts';
import type { Dice } from '../estate/dice.ts';

export interface Key {
  readonly id: string;
  readonly active: boolean;
  readonly createdAt: string;
  readonly usedAt: string | null;
}

/** What an IAM user signs in with. */
export interface Person {
  readonly user: UserDetail;
  readonly password: boolean;
  readonly secondFactor: boolean;
  readonly keys: readonly Key[];
  /** Day the certificate was uploaded; `null` = none. */
  readonly certificateAt: string | null;
  readonly sshKey: string | null;
  /** The service a long-lived credential of its own opens; `null` = none. */
  readonly serviceCredential: string | null;
}

export function personOf(dice: Dice, account: string, user: UserDetail, number: number): Person {
  const human = user.UserName.startsWith('user.');
  const count = human ? (dice.chance(0.2) ? 1 : 0) : dice.chance(0.15) ? 2 : 1;
  return {
    user,
    password: human,
    secondFactor: human && dice.chance(0.85),
    keys: Array.from({ length: count }, (_, slot) => keyOf(dice, account, number, slot)),
    certificateAt: !human && dice.chance(0.03) ? '2022-04-05T06:07:08Z' : null,
    sshKey: human && dice.chance(0.05) ? `APKA${account}${String(number).padStart(4, '0')}` : null,
    serviceCredential: !human && dice.chance(0.05) ? dice.pick(['codecommit.amazonaws.com', 'bedrock.amazonaws.com']) : null,
  };
}

function keyOf(dice: Dice, account: string, number: number, slot: number): Key {
  const createdAt = `202${3 + dice.roll(4)}-0${1 + dice.roll(9)}-1${dice.roll(9)}T08:0${slot}:00Z`;
  return {
    id: `AKIA${account}${String(2 * number + slot).padStart(4, '0')}`,
    active: dice.chance(0.9),
    createdAt,
    usedAt: dice.chance(0.7) ? `2026-${dice.pick(['05', '09', '11'])}-1${dice.roll(9)}T09:15:00Z` : null,
  };
}

const columns =
  'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,' +
  'access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,' +
  'access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,' +
  'cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated';

/** As IAM writes it: no ids of keys, `N/A` where there is nothing, the root user's password not told. */
export function credentialReport(account: string, people: readonly Person[], rootKey: boolean): string {
  const noKey = ['false', 'N/A', 'N/A', 'N/A', 'N/A'];
  const key = (of: Key | undefined): readonly string[] =>
    of === undefined
      ? noKey
      : [String(of.active), offset(of.createdAt), ...(of.usedAt === null ? ['N/A', 'N/A', 'N/A'] : [offset(of.usedAt), 'us-east-1', 's3'])];
  const root = [
    ...['<root_account>', `arn:aws:iam::${account}:root`, '2021-02-03T04:05:06+00:00', 'not_supported', 'no_information'],
    ...['not_supported', 'not_supported', String(!rootKey)],
    ...(rootKey ? ['true', '2021-02-03T04:10:00+00:00', 'N/A', 'N/A', 'N/A'] : noKey),
    ...noKey,
    ...['false', 'N/A', 'false', 'N/A'],
  ];
  const rows = people.map(({ user, password, secondFactor, keys, certificateAt }) => [
    ...[user.UserName, user.Arn, user.CreateDate, String(password)],
    ...(password ? ['2026-11-02T08:00:00+00:00', '2026-01-02T08:00:00+00:00', 'N/A'] : ['N/A', 'N/A', 'N/A']),
    String(secondFactor),
    ...key(keys[0]),
    ...key(keys[1]),
    ...(certificateAt === null ? ['false', 'N/A'] : ['true', offset(certificateAt)]),
    ...['false', 'N/A'],
  ]);
  return [columns, ...[root, ...rows].map((row) => row.join(','))].join('\n');
}

function offset(instant: string): string {
  return instant.replace('Z', '+00:00');
}
