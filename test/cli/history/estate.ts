import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { main } from '../../../src/cli/main.ts';
import type { Terminal } from '../../../src/cli/streams.ts';
import type { Wiring } from '../../../src/cli/wiring.ts';
import { fakeTerminal } from '../../support/live/terminal.ts';

const arn = 'arn:aws:iam::111122223333';
const admin = { PolicyName: 'AdministratorAccess', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' };

/** Users and a policy, as the AWS CLI prints them; `ana` is an administrator or not, `cara` is one, and by that a control. */
export function details({
  admin: isAdmin,
  users = ['ana', 'ben', 'cara'],
}: {
  readonly admin: boolean;
  readonly users?: readonly string[];
}): string {
  const list = users.map((name) => ({
    ...{ Path: '/', UserName: name, UserId: `AIDAEXAMPLE${name.toUpperCase()}0000000`, Arn: `${arn}:user/${name}` },
    ...{ CreateDate: '2026-01-01T00:00:00+00:00', GroupList: [], Tags: [{ Key: 'owner', Value: 'x' }] },
    AttachedManagedPolicies: name === 'cara' || (isAdmin && name === 'ana') ? [admin] : [],
  }));
  const statement = { Effect: 'Allow', Action: '*', Resource: '*' };
  const document = { Version: '2012-10-17', Statement: [statement] };
  const version = { VersionId: 'v1', IsDefaultVersion: true, CreateDate: '2015-02-06T18:39:46+00:00', Document: document };
  const policy = {
    ...{ PolicyName: admin.PolicyName, PolicyId: 'ANPAIWMBCKSKIEE64ZLYK', Arn: admin.PolicyArn, Path: '/' },
    ...{ DefaultVersionId: 'v1', AttachmentCount: 1, PermissionsBoundaryUsageCount: 0, IsAttachable: true },
    ...{ CreateDate: '2015-02-06T18:39:46+00:00', UpdateDate: '2015-02-06T18:39:46+00:00', PolicyVersionList: [version] },
  };
  return JSON.stringify({ UserDetailList: list, GroupDetailList: [], RoleDetailList: [], Policies: [policy] });
}

export interface Ended {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
  /** Standard error as one line. */
  readonly said: string;
}

/** The program in this process, with 80 columns. */
export async function vestige(folder: string, args: readonly string[], change: Partial<Terminal> = {}, wiring?: Wiring): Promise<Ended> {
  const { terminal, out, err } = fakeTerminal(folder, change);
  const exit = await main(args, terminal, wiring);
  return { exit, out: out(), err: err(), said: err().replace(/\s+/g, ' ') };
}

/** Analyses files as if they had been made on a day at six. */
export function analyzed(folder: string, day: string, text: string, ...more: readonly string[]): Promise<Ended> {
  writeFileSync(join(folder, `${day}.json`), text);
  return vestige(folder, ['analyze', '--aws-authorization-details', `${day}.json`, '--read-at', `${day}T06:00:00Z`, ...more]);
}
