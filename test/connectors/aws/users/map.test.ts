import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../src/base/json.ts';
import { ANN, BOUNDARY, failed, key, keys, listKeys, map, ROOT, valuesOf } from './support.ts';

const list = (of: string, ids: readonly string[], identity = ANN): unknown => ({ type: 'list', of, identity, ids });
const made = '2026-01-02T03:04:05.000Z';

describe('the list of a user’s access keys', () => {
  it('names each key, and says that there are no others', () => {
    const mapped = map('access-keys', listKeys(ANN), keys(key('AKIA1', made), key('AKIA2', made, 'Inactive')));
    expect(mapped.gaps).toEqual([]);
    expect(valuesOf(mapped, 'credential')).toEqual([
      expect.objectContaining({ id: 'AKIA1', identity: ANN, kind: 'access-key', state: 'active', createdAt: made, lastUsed: 'unknown' }),
      expect.objectContaining({ id: 'AKIA2', state: 'inactive' }),
    ]);
    expect(valuesOf(mapped, 'credential-detail')).toEqual([list('access-keys', ['AKIA1', 'AKIA2'])]);
  });

  it('of nobody any more, or of none, says so', () => {
    for (const body of [failed('NoSuchEntityException'), keys()]) {
      const mapped = map('access-keys', listKeys(ANN), body);
      expect(mapped.gaps).toEqual([]);
      expect(valuesOf(mapped, 'credential-detail')).toEqual([list('access-keys', [])]);
    }
  });

  it('cut short is gone on with, and whole only on its last page', () => {
    const cut = map('access-keys', listKeys(ANN), { AccessKeyMetadata: [key('AKIA1', made)], IsTruncated: true, Marker: 'm' });
    expect(valuesOf(cut, 'credential-detail')).toEqual([]);
    const [next] = cut.spawns ?? [];
    expect(next?.args).toEqual({ call: 'ListAccessKeys', user: ANN, token: 'm', before: ['AKIA1'] });
    const last = map('access-keys', next?.args ?? null, keys(key('AKIA2', made)));
    expect(valuesOf(last, 'credential-detail')).toEqual([list('access-keys', ['AKIA1', 'AKIA2'])]);
  });

  it('with an element that cannot be read is never whole, on no later page either', () => {
    const broken = { AccessKeyMetadata: [{ AccessKeyId: 'AKIA1' }], IsTruncated: true, Marker: 'm' };
    const cut = map('access-keys', listKeys(ANN), broken);
    expect(cut.gaps).toHaveLength(1);
    const last = map('access-keys', cut.spawns?.[0]?.args ?? null, keys(key('AKIA2', made)));
    expect(valuesOf(last, 'credential-detail')).toEqual([]);
    expect(valuesOf(last, 'credential')).toHaveLength(1);
  });

  it.each([
    ['no list', {}],
    ['cut short without a marker', { AccessKeyMetadata: [], IsTruncated: true }],
    ['another error', failed('AccessDenied')],
    ['a key of no known state', keys(key('AKIA1', made, 'Odd'))],
    ['a key made at no time', keys(key('AKIA1', 'yesterday'))],
  ])('that cannot be read is a gap: %s', (_, body) => {
    const mapped = map('access-keys', listKeys(ANN), body);
    expect(mapped.gaps).not.toEqual([]);
    expect(valuesOf(mapped, 'credential-detail')).toEqual([]);
  });

  it('asked in words of another version is not understood', () => {
    for (const args of [{}, { call: 'ListAccessKeys' }, listKeys('ann'), { ...(listKeys(ANN) as object), call: 'Other' }, null])
      expect(map('access-keys', args, keys()).gaps.map(({ cause }) => cause)).toEqual(['unsupported']);
  });
});

it('the last use of a key is a time, or none that was kept', () => {
  const args = { call: 'GetAccessKeyLastUsed', user: ANN, key: 'AKIA1' };
  const used = (AccessKeyLastUsed: Json) => valuesOf(map('access-keys', args, { UserName: 'ann', AccessKeyLastUsed }), 'credential-detail');
  expect(used({ LastUsedDate: made, ServiceName: 's3', Region: 'eu-central-1' })).toEqual([
    { type: 'last-use', key: 'AKIA1', lastUsed: made },
  ]);
  expect(used({ ServiceName: 'N/A', Region: 'N/A' })).toEqual([{ type: 'last-use', key: 'AKIA1', lastUsed: null }]);
  expect(map('access-keys', args, {}).gaps).toHaveLength(1);
  expect(map('access-keys', args, failed('NoSuchEntity'))).toMatchObject({ facts: [], gaps: [] });
});

it('a login profile is a password, none is an answer, another error is neither', () => {
  const mapped = map('login-profiles', { user: ANN }, { LoginProfile: { UserName: 'ann', CreateDate: made } });
  expect(valuesOf(mapped, 'credential')).toEqual([
    expect.objectContaining({ id: `${ANN}#password`, kind: 'password', createdAt: made, lastUsed: 'unknown', secondFactor: null }),
  ]);
  const none = map('login-profiles', { user: ANN }, failed('NoSuchEntityException'));
  expect([none.gaps, valuesOf(none, 'credential-detail')]).toEqual([[], [list('password', [])]]);
  expect(map('login-profiles', { user: ANN }, failed('ServiceFailure')).gaps).toHaveLength(1);
});

describe('second factors', () => {
  it('of a user are a list', () => {
    const mapped = map('mfa-devices', { call: 'ListMFADevices', user: ANN }, { MFADevices: [{ SerialNumber: 's1' }], IsTruncated: false });
    expect(valuesOf(mapped, 'credential-detail')).toEqual([list('mfa-devices', ['s1'])]);
  });

  it('that are virtual are told of whoever has one', () => {
    const assigned = { SerialNumber: 's1', User: { Arn: ANN } };
    const mapped = map('mfa-devices', { call: 'ListVirtualMFADevices' }, { VirtualMFADevices: [assigned, { SerialNumber: 's2' }] });
    expect([mapped.gaps, valuesOf(mapped, 'credential-detail')]).toEqual([
      [],
      [{ type: 'virtual-mfa-device', serial: 's1', identity: ANN }],
    ]);
    const foreign = { SerialNumber: 's1', User: { Arn: 'arn:aws:iam::999988887777:user/ann' } };
    expect(map('mfa-devices', { call: 'ListVirtualMFADevices' }, { VirtualMFADevices: [foreign] }).gaps).toHaveLength(1);
  });
});

describe('the account summary', () => {
  const summary = (SummaryMap: object) => map('account-summary', { partition: 'aws' }, { SummaryMap: { ...clean, ...SummaryMap } });
  const clean = { AccountAccessKeysPresent: 0, AccountMFAEnabled: 1, AccountPasswordPresent: 0, AccountSigningCertificatesPresent: 0 };

  it('of a root user without credentials says just that', () => {
    const mapped = summary({});
    expect([mapped.gaps, valuesOf(mapped, 'credential')]).toEqual([[], []]);
    expect(mapped.facts.map(({ kind }) => kind)).toEqual(['boundary', 'identity', 'credential-detail']);
  });

  it('tells what there is', () => {
    const mapped = summary({
      AccountAccessKeysPresent: 1,
      AccountPasswordPresent: 1,
      AccountMFAEnabled: 0,
      AccountSigningCertificatesPresent: 2,
    });
    expect(valuesOf(mapped, 'credential')).toEqual([
      expect.objectContaining({ id: `${ROOT}#password`, kind: 'password', secondFactor: false, lastUsed: 'unknown' }),
      expect.objectContaining({ kind: 'access-key', state: 'active' }),
      expect.objectContaining({ kind: 'certificate' }),
    ]);
  });

  it('that does not speak of a password leaves one to be reckoned with', () => {
    expect(valuesOf(summary({ AccountPasswordPresent: undefined }), 'credential')).toHaveLength(1);
  });

  it('that does not speak of keys, or speaks of them oddly, is no answer', () => {
    for (const odd of [undefined, null, '0', -1, 0.5]) expect(summary({ AccountAccessKeysPresent: odd }).gaps).toHaveLength(1);
    expect(map('account-summary', { partition: 'aws' }, {}).gaps).toHaveLength(1);
    expect(summary({ AccountSigningCertificatesPresent: undefined }).gaps).toMatchObject([{ subject: ROOT }]);
  });
});

describe('credentials of single services', () => {
  const credential = {
    UserName: 'ann',
    ServiceName: 'bedrock.amazonaws.com',
    ServiceSpecificCredentialId: 'ACCA1',
    Status: 'Active',
    CreateDate: made,
    ServiceCredentialAlias: 'ann-at-111122223333',
  };
  const all = { partition: 'aws' };
  const listed = (...of: readonly object[]) =>
    map('service-specific-credentials', all, { ServiceSpecificCredentials: of, IsTruncated: false } as never);

  it('are told with their service, handle and end', () => {
    const mapped = listed(credential, { ...credential, ServiceSpecificCredentialId: 'ACCA2', Status: 'Expired', ExpirationDate: made });
    expect(mapped.gaps).toEqual([]);
    expect(valuesOf(mapped, 'service-credential')).toEqual([
      expect.objectContaining({
        id: 'ACCA1',
        identity: 'arn:aws:iam::111122223333:user/ann',
        kind: 'api-key',
        name: 'bedrock.amazonaws.com credential ann-at-111122223333',
        state: 'active',
        expiresAt: null,
      }),
      expect.objectContaining({
        state: 'inactive',
        expiresAt: made,
        name: 'bedrock.amazonaws.com credential ann-at-111122223333, expired',
      }),
    ]);
  });

  it('are asked for service by service where IAM wants one named', () => {
    const mapped = map('service-specific-credentials', all, failed('ValidationError'));
    expect([mapped.facts, mapped.gaps]).toEqual([[], []]);
    expect(mapped.spawns).toHaveLength(6);
    expect(mapped.spawns?.[1]).toEqual({
      boundary: BOUNDARY,
      surface: 'aws:service-specific-credentials',
      args: { partition: 'aws', service: 'bedrock.amazonaws.com' },
    });
  });

  it('of a service that IAM keeps none for are none; other errors are gaps', () => {
    const one = { partition: 'aws', service: 'logs.amazonaws.com' };
    expect(map('service-specific-credentials', one, failed('ServiceNotSupportedException'))).toMatchObject({
      facts: [],
      gaps: [],
      spawns: [],
    });
    expect(map('service-specific-credentials', one, failed('ValidationError')).gaps).toHaveLength(1);
    expect(map('service-specific-credentials', all, failed('NoSuchEntity')).gaps).toHaveLength(1);
    expect(listed({ ...credential, UserName: undefined }).gaps).toHaveLength(1);
  });
});

it('SSH keys are credentials of a service, and an error is not an empty list', () => {
  const body = { SSHPublicKeys: [{ UserName: 'ann', SSHPublicKeyId: 'APKA1', Status: 'Inactive', UploadDate: made }], IsTruncated: false };
  expect(valuesOf(map('ssh-keys', { user: ANN }, body), 'service-credential')).toEqual([
    expect.objectContaining({ id: 'APKA1', identity: ANN, kind: 'ssh-key', state: 'inactive', createdAt: made }),
  ]);
  expect(map('ssh-keys', { user: ANN }, failed('NoSuchEntity'))).toMatchObject({ facts: [], gaps: [] });
  expect(map('ssh-keys', { user: ANN }, failed('Throttling')).gaps).toHaveLength(1);
});

it('signing certificates are named by their ids', () => {
  const body = { Certificates: [{ UserName: 'ann', CertificateId: 'C1', Status: 'Active', CertificateBody: 'pem', UploadDate: made }] };
  const mapped = map('signing-certificates', { call: 'ListSigningCertificates', user: ANN }, body);
  expect(valuesOf(mapped, 'credential')).toEqual([expect.objectContaining({ id: 'C1', kind: 'certificate', createdAt: made })]);
  expect(valuesOf(mapped, 'credential-detail')).toEqual([list('certificates', ['C1'])]);
});

describe('identity providers', () => {
  const arn = 'arn:aws:iam::111122223333:oidc-provider/example.com';
  const saml = 'arn:aws:iam::111122223333:saml-provider/corp';

  it('are listed whole, and each OpenID Connect provider is asked for', () => {
    const mapped = map('identity-providers', { call: 'ListOpenIDConnectProviders' }, { OpenIDConnectProviderList: [{ Arn: arn }] });
    expect(valuesOf(mapped, 'provider')).toEqual([{ type: 'list', form: 'oidc', arns: [arn] }]);
    const told = map('identity-providers', mapped.spawns?.[0]?.args ?? null, { Url: 'example.com', ClientIDList: ['sts.amazonaws.com'] });
    expect(valuesOf(told, 'provider')).toEqual([
      { type: 'oidc', arn, url: 'example.com', clientIds: ['sts.amazonaws.com'], validUntil: null, createdAt: null },
    ]);
    const body = { SAMLProviderList: [{ Arn: saml, ValidUntil: made, CreateDate: made }] };
    expect(valuesOf(map('identity-providers', { call: 'ListSAMLProviders' }, body), 'provider')).toEqual([
      { type: 'saml', arn: saml, url: null, clientIds: null, validUntil: made, createdAt: made },
      { type: 'list', form: 'saml', arns: [saml] },
    ]);
  });

  it('of a list that could not be read to the last are not all there are', () => {
    for (const each of [{}, { Arn: 'arn:aws:iam::999988887777:oidc-provider/example.com' }]) {
      const body = { OpenIDConnectProviderList: [{ Arn: arn }, each] } as never;
      const mapped = map('identity-providers', { call: 'ListOpenIDConnectProviders' }, body);
      expect([mapped.gaps.length, valuesOf(mapped, 'provider')]).toEqual([1, []]);
    }
    expect(map('identity-providers', { call: 'ListSAMLProviders' }, {}).gaps).toHaveLength(1);
    expect(map('identity-providers', { call: 'Other' }, {}).gaps).toMatchObject([{ cause: 'unsupported' }]);
  });
});

it('delegation requests are events of a life cycle, and one that is cut short without a marker is a gap', () => {
  const request = { DelegationRequestId: 'dr-1', State: 'ACCEPTED', RequestorId: '999988887777', SessionDuration: 3600, CreateDate: made };
  const mapped = map('delegation-requests', {}, { DelegationRequests: [request], isTruncated: false });
  expect(valuesOf(mapped, 'life-cycle')).toEqual([
    expect.objectContaining({ id: 'dr-1', state: 'ACCEPTED', requestor: '999988887777', sessionSeconds: 3600, approver: null }),
  ]);
  expect(map('delegation-requests', {}, { DelegationRequests: [], isTruncated: true }).gaps).toHaveLength(1);
  expect(map('delegation-requests', {}, { DelegationRequests: [{ State: 'ACCEPTED' }] }).gaps).toHaveLength(1);
});

it('outbound federation is on, off, or not known', () => {
  const told = (body: never) => valuesOf(map('outbound-federation', {}, body), 'observation');
  expect(told({ JwtVendingEnabled: true, IssuerIdentifier: 'https://x' } as never)).toMatchObject([{ enabled: true, issuer: 'https://x' }]);
  expect(told(failed('FeatureDisabledException') as never)).toMatchObject([{ enabled: false, issuer: null }]);
  for (const body of [failed('AccessDenied'), {}, { JwtVendingEnabled: 'true' }])
    expect(map('outbound-federation', {}, body).gaps).toHaveLength(1);
});
