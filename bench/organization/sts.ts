import type { Asked, Service } from './answer.ts';
import { given, ServiceError } from './answer.ts';
import { EXTERNAL_ID, SCANNER_ROLE } from './options.ts';
import type { World } from './world.ts';
import { inUse } from './world.ts';

/** The long-lived key of the scanning user in the management account. */
export function scannerKey(world: World): string {
  return `AKIA${world.management}SCAN`;
}

/** Key ids tell their account, so that nobody has to remember who holds what. */
export function accountOfKey(keyId: string): string | undefined {
  return /^A[KS]IA(\d{12})[A-Z0-9]{4}$/.exec(keyId)?.[1];
}

export function stsService(world: World, now: () => number): Service {
  return (asked) => {
    const { account, operation } = asked;
    if (operation === 'AssumeRole') return assumed(world, asked, now());
    if (operation !== 'GetCallerIdentity') return undefined;
    if (account === world.management)
      return { Arn: `arn:aws:iam::${account}:user/scanner`, UserId: 'AIDASCANNERSCANNER01', Account: account };
    return { Arn: `arn:aws:sts::${account}:assumed-role/vestige/vestige`, UserId: 'AROASCANNERSCANNER01:vestige', Account: account };
  };
}

function assumed(world: World, asked: Asked, now: number): ReturnType<Service> {
  const arn = given(asked, 'RoleArn');
  const session = given(asked, 'RoleSessionName');
  const [, account, name] = /^arn:aws:iam::(\d{12}):role\/(.+)$/.exec(arn) ?? [];
  const place = world.byId.get(account ?? '');
  const may =
    asked.account === world.management &&
    place !== undefined &&
    inUse(place) &&
    name === SCANNER_ROLE &&
    asked.input['ExternalId'] === EXTERNAL_ID;
  if (!may || account === undefined) {
    throw new ServiceError(
      'AccessDenied',
      `User: arn:aws:iam::${asked.account}:user/scanner is not authorized to perform: sts:AssumeRole on resource: ${arn}`,
      403,
    );
  }
  const seconds = Number(asked.input['DurationSeconds'] ?? 3600);
  return {
    Credentials: {
      AccessKeyId: `ASIA${account}SCAN`,
      SecretAccessKey: 'stub',
      SessionToken: `token-of-${account}`,
      Expiration: new Date(now + seconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z'),
    },
    AssumedRoleUser: { AssumedRoleId: `AROASCANNERSCANNER01:${session}`, Arn: `arn:aws:sts::${account}:assumed-role/vestige/${session}` },
  };
}
