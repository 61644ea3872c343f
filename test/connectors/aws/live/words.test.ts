import { describe, expect, it } from 'vitest';
import { safeWords } from '../../../../connectors/aws/live/words.ts';
import { canonicalJson } from '../../../../src/base/bytes/canonical.ts';
import { failure, jsonFailure } from '../support/server.ts';
import { ask, rigs } from './support.ts';

const rig = rigs();
const token = `IQoJb3JpZ2luX2VjEBYaCWV1LXdlc3QtMSJIMEYCIQC${'x7Kq/9+A'.repeat(40)}==`;
const signed = [
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.',
  '',
  "The Canonical String for this request should have been\n'POST\n/\n\nhost:iam.amazonaws.com",
  `x-amz-date:20261122T000000Z\nx-amz-security-token:${token}`,
  '',
  "The String-to-Sign should have been\n'AWS4-HMAC-SHA256\n20261122T000000Z'",
].join('\n');

describe('what AWS says when it refuses', () => {
  it.each([
    [{ surface: 'role-settings' }, failure(403, 'SignatureDoesNotMatch', signed)],
    [{ surface: 'organization', args: { call: 'DescribeOrganization' } }, jsonFailure(400, 'InvalidSignatureException', signed)],
    [{ surface: 'role-settings' }, failure(400, 'NoSuchEntity', `security token ${token}`)],
    // an error that is an answer is kept too
    [
      { surface: 'login-profiles', args: { user: 'arn:aws:iam::111122223333:user/ann' } },
      failure(404, 'NoSuchEntity', `x-amz-security-token:${token}`),
    ],
  ] as const)('is kept without the token it repeats: %j', async (question, said) => {
    const it = rig();
    await it.start(() => said);
    const kept = canonicalJson((await ask(await it.open(), question)).part as never);
    expect(kept).toContain('[redacted]');
    for (let at = 0; at + 20 <= token.length; at += 20) expect(kept).not.toContain(token.slice(at, at + 20));
  });

  it('keeps the first sentence', () => {
    expect(safeWords(signed)).toMatch(/^The request signature we calculated does not match .* signing method\.\n\n\[redacted\]$/);
  });

  it.each([
    'Authorization=AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261122/us-east-1/iam/aws4_request, Signature=abc',
    "'abc' not a valid key=value pair (missing equal-sign) in Authorization header: 'AWS4-HMAC-SHA256 abc'",
    'Command failed: /usr/bin/vault-helper --password abc\nabc is wrong',
    'cannot reach http://me:abc@proxy.example:3128',
  ])('drops what stands behind: %s', (message) => {
    expect(safeWords(message.replaceAll('abc', 'hunter2'))).not.toContain('hunter2');
  });

  it('drops what has the form of a secret access key', () => {
    expect(safeWords('bad key wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKE1 given')).toBe('bad key [redacted] given');
  });

  it.each([
    'User: arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_AdministratorAccess_0123456789abcdef/ann@example.org is not authorized to perform: iam:ListRoles on resource: arn:aws:iam::111122223333:role/ because no identity-based policy allows the iam:ListRoles action',
    'The security token included in the request is invalid.',
    'getaddrinfo ENOTFOUND iam.amazonaws.com',
    'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-central-1/AWSReservedSSO_AdministratorAccess_0123456789abcdef',
  ])('keeps what holds no secret: %s', (message) => {
    expect(safeWords(message)).toBe(message);
  });
});
