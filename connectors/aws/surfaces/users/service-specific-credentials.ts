import * as v from 'valibot';
import type { Json } from '../../../../src/base/json.ts';
import type { Mapped, Surface } from '../../../../src/contract/connector.ts';
import type { Task } from '../../../../src/model/page.ts';
import { accountOf } from '../../identity.ts';
import { allAbout, isAsked } from '../asked.ts';
import { elements, errorName, instant, lost, notUnderstood, reading } from '../../../../src/contract/reading.ts';
import { plainCredential, pushServiceCredential, status, text } from './told.ts';
import { isGone } from './user-list.ts';

/** API keys, Git credentials and passwords that open one service, which no credential report shows. */
export const serviceSpecificCredentials: Surface = {
  id: 'aws:service-specific-credentials',
  yields: ['service-credential'],
  permission: 'iam:ListServiceSpecificCredentials',
  ifUnread: 'which users have API keys or passwords of single services (Bedrock, CloudWatch, CodeCommit, Keyspaces), and when they end',
  provesAbsence: { after: 60_000 },
  role: 'describes',
  service: 'iam',
  follows: [],
};

/**
 * Services whose credentials are asked for one by one where IAM refuses to list all at once. Source: IAM User Guide,
 * id_credentials_api_keys_for_aws_services.html, id_credentials_service-specific-creds.html.
 */
export const servicesWithCredentials = [
  'aws-external-anthropic.amazonaws.com',
  'bedrock.amazonaws.com',
  'cassandra.amazonaws.com',
  'cloudwatch.amazonaws.com',
  'codecommit.amazonaws.com',
  'logs.amazonaws.com',
] as const;

/** Errors by which IAM says that a request for all users must name a service. */
export const mustNameService: readonly string[] = ['ValidationError', 'ValidationException', 'InvalidInputException', 'InvalidInput'];
/** Errors by which IAM says that it keeps no credentials of a service. */
export const noSuchService: readonly string[] = ['NoSuchEntityException', 'ServiceNotSupportedException', 'NotSupportedService'];

const args = v.strictObject({ partition: v.string(), service: v.optional(v.string()) });
const credential = v.object({
  UserName: text,
  ServiceName: text,
  ServiceSpecificCredentialId: text,
  Status: status,
  CreateDate: instant,
  ExpirationDate: v.optional(instant),
  ServiceCredentialAlias: v.optional(text),
  ServiceUserName: v.optional(text),
});

/** Such a name is the user's with the account's id, `jane-at-123456789012` (IAM API reference, ServiceSpecificCredential). */
function accountIn(serviceUserName: string | undefined): string | undefined {
  return /-at-(\d{12})$/.exec(serviceUserName ?? '')?.[1];
}

/**
 * Maps one page of ListServiceSpecificCredentials for all users. The answer has names of users without their paths: an identity is
 * told as if its path were `/`, and joined to the listed user of that name later.
 */
export function mapServiceSpecificCredentials(task: Task, body: Json): Mapped {
  const given = v.safeParse(args, task.args);
  const account = accountOf(task.boundary);
  if (!given.success || account === undefined) return notUnderstood(task);
  const { partition, service } = given.output;
  const into = reading(task);
  const error = errorName(body);
  if (error !== undefined) {
    if (service === undefined && mustNameService.includes(error)) {
      into.spawns.push(...servicesWithCredentials.map((each) => ({ ...task, args: { partition, service: each } })));
    } else if (service === undefined || !(isGone(error) || noSuchService.includes(error))) {
      lost(into, `the answer of ListServiceSpecificCredentials is an error nobody expected: ${error}`, '/error');
    }
    return into;
  }
  const found = allAbout(
    elements(into, body, 'ServiceSpecificCredentials', credential),
    ({ value, at }) =>
      isAsked(into, account, accountIn(value.ServiceUserName), `${at}/ServiceUserName`) &&
      (service === undefined || isAsked(into, service, value.ServiceName, `${at}/ServiceName`)),
  );
  for (const { value: told, at } of found) {
    const handle = told.ServiceCredentialAlias ?? told.ServiceUserName ?? told.ServiceSpecificCredentialId;
    const expired = told.Status === 'Expired' ? ', expired' : '';
    pushServiceCredential(
      into,
      {
        ...plainCredential,
        id: told.ServiceSpecificCredentialId,
        identity: `arn:${partition}:iam::${account}:user/${told.UserName}`,
        kind: 'api-key',
        name: `${told.ServiceName} credential ${handle}${expired}`,
        state: told.Status === 'Active' ? 'active' : 'inactive',
        createdAt: told.CreateDate,
        expiresAt: told.ExpirationDate ?? null,
      },
      at,
    );
  }
  return into;
}
