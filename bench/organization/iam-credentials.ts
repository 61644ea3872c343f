import type { Account } from './account.ts';
import type { Asked } from './answer.ts';
import { given, page, ServiceError, sizeOf } from './answer.ts';
import type { Person } from './people.ts';
import type { Value } from './xml.ts';

/** The lists of one user's credentials, and what an account has of providers. */
export function credentialsOf(account: Account, asked: Asked): Value {
  switch (asked.operation) {
    case 'ListAccessKeys': {
      const { user, keys } = personAt(account, asked);
      const all = keys.map((key) => ({
        UserName: user.UserName,
        AccessKeyId: key.id,
        Status: status(key.active),
        CreateDate: key.createdAt,
      }));
      return list('AccessKeyMetadata', all, asked);
    }
    case 'GetAccessKeyLastUsed': {
      const id = given(asked, 'AccessKeyId');
      for (const { user, keys } of account.people) {
        const key = keys.find((each) => each.id === id);
        const region = key?.usedAt === null ? 'N/A' : 'us-east-1';
        const AccessKeyLastUsed = { LastUsedDate: key?.usedAt, ServiceName: key?.usedAt === null ? 'N/A' : 's3', Region: region };
        if (key !== undefined) return { UserName: user.UserName, AccessKeyLastUsed };
      }
      throw new ServiceError('AccessDenied', `there is no key ${id}`, 403);
    }
    case 'GetLoginProfile': {
      const { user, password } = personAt(account, asked);
      if (!password) throw new ServiceError('NoSuchEntity', `Login Profile for User ${user.UserName} cannot be found.`, 404);
      return { LoginProfile: { UserName: user.UserName, CreateDate: user.CreateDate, PasswordResetRequired: false } };
    }
    case 'ListMFADevices': {
      const person = personAt(account, asked);
      const device = { UserName: person.user.UserName, SerialNumber: serial(account, person), EnableDate: '2025-01-02T03:04:05Z' };
      return list('MFADevices', person.secondFactor ? [device] : [], asked);
    }
    case 'ListVirtualMFADevices': {
      const all = account.people.filter((each) => each.secondFactor);
      const devices = all.map((person) => {
        const { UserName, UserId, Arn, Path, CreateDate } = person.user;
        return {
          SerialNumber: serial(account, person),
          EnableDate: '2025-01-02T03:04:05Z',
          User: { Path, UserName, UserId, Arn, CreateDate },
        };
      });
      return list('VirtualMFADevices', devices, asked);
    }
    case 'ListSSHPublicKeys': {
      const { user, sshKey } = personAt(account, asked);
      const key = { UserName: user.UserName, SSHPublicKeyId: sshKey, Status: 'Active', UploadDate: '2023-03-04T05:06:07Z' };
      return list('SSHPublicKeys', sshKey === null ? [] : [key], asked);
    }
    case 'ListSigningCertificates': {
      const { user, certificateAt } = personAt(account, asked);
      const CertificateBody = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----';
      const own = {
        UserName: user.UserName,
        CertificateId: `ASCA${account.id}0001`,
        CertificateBody,
        Status: 'Active',
        UploadDate: certificateAt,
      };
      return list('Certificates', certificateAt === null ? [] : [own], asked);
    }
    case 'ListServiceSpecificCredentials':
      return list('ServiceSpecificCredentials', serviceCredentials(account, asked), asked);
    case 'ListOpenIDConnectProviders':
      return {
        OpenIDConnectProviderList: account.oidcProviders.map((host) => ({ Arn: `arn:aws:iam::${account.id}:oidc-provider/${host}` })),
      };
    case 'GetOpenIDConnectProvider': {
      const arn = given(asked, 'OpenIDConnectProviderArn');
      const host = account.oidcProviders.find((each) => arn === `arn:aws:iam::${account.id}:oidc-provider/${each}`);
      if (host === undefined) throw new ServiceError('NoSuchEntity', `OpenIDConnect Provider not found for arn ${arn}`, 404);
      return { Url: host, ClientIDList: ['sts.amazonaws.com'], ThumbprintList: ['a'.repeat(40)], CreateDate: '2024-03-01T09:00:00Z' };
    }
    case 'ListSAMLProviders':
      return { SAMLProviderList: [{ Arn: account.samlProvider, ValidUntil: '2124-03-01T09:00:00Z', CreateDate: '2024-03-01T09:00:00Z' }] };
    case 'GetSAMLProvider': {
      if (given(asked, 'SAMLProviderArn') !== account.samlProvider) throw new ServiceError('NoSuchEntity', 'SAML Provider not found', 404);
      const metadata = `<EntityDescriptor>${'x'.repeat(4000)}</EntityDescriptor>`;
      return { SAMLMetadataDocument: metadata, CreateDate: '2024-03-01T09:00:00Z', ValidUntil: '2124-03-01T09:00:00Z' };
    }
    case 'ListDelegationRequests':
      return { DelegationRequests: [], isTruncated: false };
    case 'GetOutboundWebIdentityFederationInfo':
      throw new ServiceError('FeatureDisabled', 'The outbound web identity federation feature is disabled for this account', 404);
    default:
      return undefined;
  }
}

function serviceCredentials(account: Account, { input }: Asked): readonly Value[] {
  const service = input['ServiceName'];
  const all = input['AllUsers'] === 'true' ? account.people : account.people.filter(({ user }) => user.UserName === input['UserName']);
  return all.flatMap((person, at) =>
    person.serviceCredential === null || (service !== undefined && service !== person.serviceCredential)
      ? []
      : [
          {
            UserName: person.user.UserName,
            Status: 'Active',
            ServiceUserName: `${person.user.UserName}-at-${account.id}`,
            CreateDate: '2024-03-01T09:00:00Z',
            ServiceSpecificCredentialId: `ACCA${account.id}${String(at).padStart(4, '0')}`,
            ServiceName: person.serviceCredential,
          },
        ],
  );
}

function personAt(account: Account, asked: Asked): Person {
  const name = given(asked, 'UserName');
  const person = account.people.find(({ user }) => user.UserName === name);
  if (person === undefined) throw new ServiceError('NoSuchEntity', `The user with name ${name} cannot be found.`, 404);
  return person;
}

function serial(account: Account, { user }: Person): string {
  return `arn:aws:iam::${account.id}:mfa/${user.UserName}`;
}

function status(active: boolean): string {
  return active ? 'Active' : 'Inactive';
}

function list(member: string, all: readonly Value[], { input }: Asked): Value {
  const { items, next } = page(all, input['Marker'], sizeOf(input['MaxItems'], 1000, 100));
  return { IsTruncated: next !== undefined, Marker: next, [member]: items };
}
