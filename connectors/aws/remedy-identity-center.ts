import type { Link } from '../../src/model/grant.ts';

const SET = /^(arn:(?:aws|aws-[a-z-]+):sso:::)[A-Za-z]+\/((?:sso)?ins-[\w.-]+)\/ps-[\w.-]+$/;
const PRINCIPAL = /^arn:(?:aws|aws-[a-z-]+):identitystore:::(user|group)\/([\w-]+)$/;
const ID = /^\w[\w-]*$/;
const APPLICATION = /^arn:(?:aws|aws-[a-z-]+):[\w-]+:[\w-]*:\d{12}:[\w:/-]+$/;

/**
 * Commands that take a link of IAM Identity Center away, to be run where it is administered; `undefined` for any other link, empty where
 * there is no command. Every part is of a form that a shell leaves alone.
 */
export function identityCenterRemedy(link: Link): readonly string[] | undefined {
  switch (link.source.kind) {
    case 'assignment':
      return forAssignment(link);
    case 'entitlement':
      return forEntitlement(link);
    case 'membership':
      return PRINCIPAL.test(link.from) ? forMembership(link) : undefined;
    default:
      return undefined;
  }
}

function forAssignment({ from, detail }: Link): readonly string[] {
  const { permissionSet, account } = detail;
  const [, kind, id] = PRINCIPAL.exec(from) ?? [];
  const [set, prefix, instance] = SET.exec(String(permissionSet)) ?? [];
  if (kind === undefined || id === undefined || set === undefined || prefix === undefined || instance === undefined) return [];
  if (typeof account !== 'string' || !/^\d{12}$/.test(account)) return [];
  const where = `--instance-arn ${prefix}instance/${instance}`;
  const target = `--target-type AWS_ACCOUNT --target-id ${account}`;
  return [
    `aws sso-admin delete-account-assignment ${where} --permission-set-arn ${set} ${target} --principal-type ${kind.toUpperCase()} --principal-id ${id}`,
    '# the answer says IN_PROGRESS; take its RequestId, and look until it says SUCCEEDED',
    `aws sso-admin describe-account-assignment-deletion-status ${where} --account-assignment-deletion-request-id "$ID"`,
  ];
}

function forEntitlement({ source, detail }: Link): readonly string[] {
  const id = source.id.slice(source.id.indexOf('|') + 1);
  const { application } = detail;
  if (!ID.test(id) || typeof application !== 'string' || !APPLICATION.test(application)) return [];
  return [`aws account-access delete-entitlement --application-arn ${application} --entitlement-id ${id}`];
}

function forMembership({ detail }: Link): readonly string[] {
  const { membership, identityStore } = detail;
  if (typeof membership !== 'string' || !ID.test(membership) || typeof identityStore !== 'string' || !ID.test(identityStore)) return [];
  return [`aws identitystore delete-group-membership --identity-store-id ${identityStore} --membership-id ${membership}`];
}
