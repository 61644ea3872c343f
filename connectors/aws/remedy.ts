import type { RemedyTarget } from '../../src/contract/connector.ts';
import type { Credential, Identity } from '../../src/model/entity.ts';
import type { Grant, Link } from '../../src/model/grant.ts';
import { parseIamArn } from './identity.ts';
import { identityCenterRemedy } from './remedy-identity-center.ts';

/**
 * Commands of the AWS CLI that take a thing away, to be run with rights in its account. A line that begins with `#` tells what to do
 * between two commands. Empty where there is no command for it: the root user's password, roles that IAM Identity Center keeps, names
 * that no AWS account can hold.
 */
export function awsRemedy(target: RemedyTarget): readonly string[] {
  try {
    if ('type' in target) return target.type === 'grant' ? forGrant(target) : forLink(target);
    return 'nature' in target ? forIdentity(target) : forCredential(target);
  } catch (error) {
    if (error instanceof UnspeakableError) return [];
    throw error;
  }
}

/** A word that no command can safely carry. */
class UnspeakableError extends Error {}

type Holder = { readonly type: 'user' | 'group' | 'role'; readonly name: string };

function forGrant(grant: Grant): readonly string[] {
  const step = grant.through.at(-1);
  if (grant.source.kind === 'membership') return step === undefined ? [] : forMembership(step.from, step.to);
  if (grant.source.kind === 'kms-grant') return forKmsGrant(grant.source.id);
  return forPolicy(grant.source.id, step?.to ?? grant.subject);
}

/** `source`: `<key ARN>|grant|<grant id>`. The grant is told before it is revoked: nothing brings back the same one. */
function forKmsGrant(source: string): readonly string[] {
  const [, key, region, id] = /^(arn:aws[a-z-]*:kms:([a-z0-9-]+):\d{12}:key\/[\w-]+)\|grant\|([0-9A-Za-z]+)$/.exec(source) ?? [];
  if (key === undefined || region === undefined || id === undefined) return [];
  const of = `--region ${region} --key-id ${key} --grant-id ${id}`;
  return [`aws kms list-grants ${of}`, `aws kms revoke-grant ${of}`];
}

function forMembership(from: string, to: string): readonly string[] {
  const [user, group] = [holderOf(from), holderOf(to)];
  if (user?.type !== 'user' || group?.type !== 'group') return [];
  return [aws('remove-user-from-group', ['--user-name', user.name], ['--group-name', group.name])];
}

function forLink(link: Link): readonly string[] {
  const people = identityCenterRemedy(link);
  if (people !== undefined) return people;
  if (link.how === 'member-of') return forMembership(link.from, link.to);
  if (link.source.kind !== 'trust-policy') return forPolicy(link.source.id, link.from);
  const role = holderOf(link.to);
  if (role?.type !== 'role' || isKeptByAws(link.to)) return [];
  return [
    `${aws('get-role', ['--role-name', role.name], ['--query', 'Role.AssumeRolePolicyDocument'], ['--output', 'json'])} > trust-policy.json`,
    `# in trust-policy.json take out what lets in ${word(link.from)}, and keep at least one statement`,
    aws('update-assume-role-policy', ['--role-name', role.name], ['--policy-document', 'file://trust-policy.json']),
  ];
}

/** `source`: the key of the attachment, `<principal ARN>|<policy ARN>` or `<principal ARN>|…|inline|<name>`. */
function forPolicy(source: string, fallback: string): readonly string[] {
  const arn = source.includes('|') ? (source.split('|')[0] as string) : fallback;
  const holder = holderOf(arn) ?? holderOf(fallback);
  if (holder === undefined || isKeptByAws(arn)) return [];
  const who: Option = [`--${holder.type}-name`, holder.name];
  const inline = /\|inline\|(.+)$/s.exec(source)?.[1];
  if (inline !== undefined) return [aws(`delete-${holder.type}-policy`, who, ['--policy-name', inline])];
  const policy = /(?:^|\|)(arn:[a-z-]+:iam::(?:\d{12}|aws):policy\/.+)$/s.exec(source)?.[1];
  return policy === undefined ? [] : [aws(`detach-${holder.type}-policy`, who, ['--policy-arn', policy])];
}

function forCredential(credential: Credential): readonly string[] {
  const holder = holderOf(credential.identity);
  if (holder === undefined) return isRoot(credential.identity) && credential.kind === 'access-key' ? forRootKey(credential) : [];
  if (holder.type !== 'user') return [];
  const user: Option = ['--user-name', holder.name];
  switch (credential.kind) {
    case 'access-key':
      if (isNativeId(credential.id)) return offThenGone(credential, 'access-key', user, '--access-key-id');
      return [
        aws('list-access-keys', user, ['--query', 'AccessKeyMetadata[].[AccessKeyId,Status,CreateDate]'], ['--output', 'text']),
        `# take the id of the ${credential.state} key made ${credential.rotatedAt ?? credential.createdAt ?? 'at a time that was not told'}`,
        ...offThenGone(credential, 'access-key', user, '--access-key-id'),
      ];
    case 'api-key':
      return offThenGone(credential, 'service-specific-credential', user, '--service-specific-credential-id');
    case 'ssh-key':
      return offThenGone(credential, 'ssh-public-key', user, '--ssh-public-key-id');
    case 'certificate':
      if (isNativeId(credential.id)) return offThenGone(credential, 'signing-certificate', user, '--certificate-id');
      return [
        aws('list-signing-certificates', user, ['--query', 'Certificates[].[CertificateId,Status,UploadDate]'], ['--output', 'text']),
        `# take the id of the ${credential.state} certificate uploaded ${credential.rotatedAt ?? 'at a time that was not told'}`,
        ...offThenGone(credential, 'signing-certificate', user, '--certificate-id'),
      ];
    case 'password':
      return [aws('delete-login-profile', user)];
    default:
      return [];
  }
}

/** A slot of the credential report has no id of AWS's: its credential has to be looked up first. */
function isNativeId(id: string): boolean {
  return !id.includes('#');
}

/** Off first: what still needs it shows, and turning it on again is one command. */
function offThenGone(credential: Credential, noun: string, user: Option, option: string): readonly string[] {
  const id = isNativeId(credential.id) ? word(credential.id) : '"$ID"';
  const off = `${aws(`update-${noun}`, user, ['--status', 'Inactive'])} ${option} ${id}`;
  const gone = `${aws(`delete-${noun}`, user)} ${option} ${id}`;
  return credential.state === 'active' ? [off, '# when nothing has missed it', gone] : [gone];
}

/** Only root itself may delete its keys; an organization's management account may act as the root of its members. */
function forRootKey(credential: Credential): readonly string[] {
  const arn = parseIamArn(credential.identity);
  if (arn === undefined) return [];
  const task = `arn=arn:${arn.partition}:iam::aws:policy/root-task/IAMDeleteRootUserCredentials`;
  return [
    '# for a member account, from the management account of the organization; for any other, sign in as root and delete the key there',
    `aws sts assume-root --target-principal ${arn.account} --task-policy-arn ${task}`,
    '# with the credentials that gives',
    'aws iam list-access-keys',
    'aws iam delete-access-key --access-key-id "$ID"',
  ];
}

function forIdentity(identity: Identity): readonly string[] {
  const holder = holderOf(identity.id);
  if (holder === undefined) return [];
  const who: Option = [`--${holder.type}-name`, holder.name];
  if (identity.id.includes(':role/aws-service-role/')) return [aws('delete-service-linked-role', who)];
  if (isKeptByAws(identity.id)) return [];
  const more = { user: ['list-access-keys', 'list-groups-for-user'], group: [], role: ['list-instance-profiles-for-role'] }[holder.type];
  return [
    ...[`list-attached-${holder.type}-policies`, `list-${holder.type}-policies`, ...more].map((command) => aws(command, who)),
    '# take away what these list: AWS refuses to delete it before',
    aws(`delete-${holder.type}`, who),
  ];
}

/** Its policies and trust are changed by AWS alone. */
function isKeptByAws(arn: string): boolean {
  return /:role\/(aws-service-role|aws-reserved)\//.test(arn);
}

function isRoot(arn: string): boolean {
  return parseIamArn(arn)?.resource === 'root';
}

function holderOf(arn: string): Holder | undefined {
  const match = /^(user|group|role)\/(?:.*\/)?([^/]+)$/s.exec(parseIamArn(arn)?.resource ?? '');
  return match === null ? undefined : { type: match[1] as Holder['type'], name: match[2] as string };
}

type Option = readonly [string, string];

function aws(command: string, ...options: readonly Option[]): string {
  return ['aws iam', command, ...options.map(([name, value]) => option(name, value))].join(' ');
}

function option(name: string, value: string): string {
  // The AWS CLI reads a file or an address named by an argument: a name out of the estate must not reach that.
  if (/^(fileb?|https?):\/\//i.test(value) && name !== '--policy-document') throw new UnspeakableError();
  // Behind `=` a value that begins with a dash is no option.
  return value.startsWith('-') ? `${name}=${word(value)}` : `${name} ${word(value)}`;
}

/** One word for a POSIX shell, whatever it holds (IEEE Std 1003.1, 2.2.2). What would not print as it is has no command. */
function word(value: string): string {
  if (value === '' || !value.isWellFormed() || /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/.test(value)) {
    throw new UnspeakableError();
  }
  return /^[\w./:=@%+,-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
}
