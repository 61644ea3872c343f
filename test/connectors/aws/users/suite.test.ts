import { awsCore } from '../../../../connectors/aws/core.ts';
import type { LiveSurface } from '../../../../connectors/aws/settings.ts';
import { usersSurfaces } from '../../../../connectors/aws/surfaces/users/list.ts';
import type { Json } from '../../../../src/base/json.ts';
import type { ConnectorScenario, RecordedPage } from '../../../contract/connector-suite.ts';
import { connectorSuite } from '../../../contract/connector-suite.ts';
import { ANN, BOB, details, key, listKeys, report, ROOT, task } from './support.ts';

const surfaces: readonly LiveSurface[] = [
  'authorization-details',
  'credential-report',
  'account-summary',
  'access-keys',
  'login-profiles',
  'mfa-devices',
  'service-specific-credentials',
  'ssh-keys',
  'signing-certificates',
  'identity-providers',
  'delegation-requests',
  'outbound-federation',
];
const time = '2026-03-01T08:00:00.000Z';
const provider = 'arn:aws:iam::111122223333:oidc-provider/example.com';
const page = (surface: string, args: Json, body: Json): RecordedPage => ({ task: task(surface, args), body });
const sshKey = (id: string): Json => ({ SSHPublicKeyId: id, Status: 'Active', UploadDate: time });
const used = { AccessKeyLastUsed: { LastUsedDate: time } };

/** The account of two users: Ann, of whom the report tells, and Bob, who came after it. */
function scenario(): ConnectorScenario {
  const row = { arn: ANN, access_key_1_active: 'true', access_key_1_last_rotated: time, access_key_1_last_used_date: time };
  const rootRow = { user: '<root_account>', arn: ROOT, password_enabled: 'not_supported', mfa_active: 'true' };
  const counts = { AccountAccessKeysPresent: 0, AccountMFAEnabled: 1, AccountPasswordPresent: 1, AccountSigningCertificatesPresent: 0 };
  const service = { UserName: 'ann', ServiceName: 'logs.amazonaws.com', ServiceSpecificCredentialId: 'ACCA1', Status: 'Active' };
  const request = { DelegationRequestId: 'dr-1', State: 'FINALIZED' };
  const next = { call: 'ListAccessKeys', user: BOB, token: 'm', before: ['AKIA2'] };
  const shown = new Set<string>([...surfaces.map((each) => `aws:${each}`), 'aws:listed-credentials', 'aws:account', 'aws:caller-identity']);
  return {
    settings: { surfaces: [...surfaces] },
    pages: [
      {
        task: { boundary: 'aws:caller', surface: 'aws:caller-identity', args: { organization: false } },
        body: { Account: '111122223333' },
      },
      page('authorization-details', {}, details(ANN, BOB)),
      page('credential-report', {}, report(rootRow, row)),
      page('account-summary', { partition: 'aws' }, { SummaryMap: counts }),
      page('access-keys', listKeys(ANN), { AccessKeyMetadata: [key('AKIA1', time)], IsTruncated: false }),
      page('access-keys', listKeys(BOB), { AccessKeyMetadata: [key('AKIA2', time)], IsTruncated: true, Marker: 'm' }),
      page('access-keys', next, { AccessKeyMetadata: [key('AKIA3', time)], IsTruncated: false }),
      page('access-keys', { call: 'GetAccessKeyLastUsed', user: BOB, key: 'AKIA2' }, used),
      page('access-keys', { call: 'GetAccessKeyLastUsed', user: BOB, key: 'AKIA3' }, used),
      page('login-profiles', { user: BOB }, { LoginProfile: { UserName: 'bob', CreateDate: time } }),
      page('mfa-devices', { call: 'ListVirtualMFADevices' }, { VirtualMFADevices: [{ SerialNumber: 's1', User: { Arn: BOB } }] }),
      page('mfa-devices', { call: 'ListMFADevices', user: BOB }, { MFADevices: [{ SerialNumber: 's1' }], IsTruncated: false }),
      page('service-specific-credentials', { partition: 'aws' }, { ServiceSpecificCredentials: [{ ...service, CreateDate: time }] }),
      page('ssh-keys', { user: ANN }, { SSHPublicKeys: [sshKey('APKA1')], IsTruncated: true, Marker: 'm' }),
      page('ssh-keys', { user: ANN }, { SSHPublicKeys: [sshKey('APKA2')], IsTruncated: false }),
      page('ssh-keys', { user: BOB }, { SSHPublicKeys: [], IsTruncated: false }),
      page(
        'signing-certificates',
        { call: 'ListSigningCertificates', user: BOB },
        {
          Certificates: [{ CertificateId: 'C1', Status: 'Active', UploadDate: time }],
        },
      ),
      page('identity-providers', { call: 'ListOpenIDConnectProviders' }, { OpenIDConnectProviderList: [{ Arn: provider }] }),
      page('identity-providers', { call: 'GetOpenIDConnectProvider', provider }, { Url: 'example.com', ClientIDList: [] }),
      page('identity-providers', { call: 'ListSAMLProviders' }, { SAMLProviderList: [] }),
      page('delegation-requests', {}, { DelegationRequests: [request], isTruncated: false }),
      page('outbound-federation', {}, { JwtVendingEnabled: false, IssuerIdentifier: 'https://example.com' }),
    ],
    notShown: awsCore.surfaces
      .filter(({ id }) => !shown.has(id) || id === 'aws:authorization-details')
      .flatMap(({ id, yields }) => yields.map((kind) => ({ surface: id, kind, why: 'another scenario shows it' })))
      .filter(({ surface, kind }) => surface !== 'aws:authorization-details' || kind !== 'identity'),
  };
}

connectorSuite({ name: `aws, users and providers of an account (${usersSurfaces.length} surfaces)`, core: awsCore, scenario });
