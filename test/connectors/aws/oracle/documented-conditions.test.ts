import { describe, expect, it } from 'vitest';
import type { ConditionBlock } from './condition.ts';
import type { Statement } from './literal.ts';
import { HOME } from './pool.ts';
import { allow, deny, says, told, toldOfAnn, trusting } from './say.ts';

/*
 * Decisions the AWS documentation fixes, one by one, worked out by hand. IAM User Guide:
 * reference_policies_elements_condition_operators.html, reference_policies_condition-keys.html,
 * reference_policies_condition-single-vs-multi-valued-context-keys.html.
 */

const KEYS = 'user/ann: mint-credential @ account';
const withTag = (...statements: readonly Statement[]): readonly string[] =>
  told({ users: { ann: { tags: { team: 'blue' }, inline: { p: says(...statements) } } } });

describe('conditions on what the estate tells', () => {
  const keys = (condition: ConditionBlock): readonly string[] => withTag(allow('iam:CreateAccessKey', '*', condition));
  const notKeys = (condition: ConditionBlock): readonly string[] => withTag(allow('iam:CreateAccessKey'), deny('iam:*', '*', condition));
  const team = 'aws:PrincipalTag/team';
  const none = 'aws:PrincipalTag/none';

  it('StringEquals takes no wildcard; ArnEquals does, each in its segment', () => {
    expect(keys({ StringEquals: { [team]: 'bl*' } })).toEqual([]);
    expect(keys({ ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::*:user/a*' } })).toEqual([KEYS]);
    expect(keys({ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam:*:user/ann' } })).toEqual([]);
  });

  it('an absent key meets what is negated or IfExists, and nothing else', () => {
    expect(notKeys({ StringNotEquals: { [none]: 'x' } })).toEqual([]);
    expect(notKeys({ StringNotEqualsIfExists: { [none]: 'x' } })).toEqual([]);
    expect(keys({ StringEqualsIfExists: { [none]: 'x' } })).toEqual([KEYS]);
    expect(keys({ StringEquals: { [none]: 'x' } })).toEqual([]);
    expect(notKeys({ StringEquals: { [none]: 'x' } })).toEqual([KEYS]);
  });

  it('values are joined by OR, of a negated operator by NOR; operators by AND', () => {
    expect(keys({ StringNotEquals: { [team]: ['red', 'blue'] } })).toEqual([]);
    expect(keys({ StringEquals: { [team]: ['red', 'blue'] } })).toEqual([KEYS]);
    expect(keys({ StringEquals: { [team]: 'blue' }, StringNotLike: { 'aws:username': 'a*' } })).toEqual([]);
  });

  it('ForAllValues passes an absent key, ForAnyValue never does', () => {
    expect(keys({ 'ForAllValues:StringEquals': { [none]: 'x' } })).toEqual([KEYS]);
    expect(keys({ 'ForAnyValue:StringEqualsIfExists': { [none]: 'x' } })).toEqual([]);
    expect(keys({ 'ForAnyValue:StringNotEquals': { [team]: 'red' } })).toEqual([KEYS]);
  });

  it('a date that is over allows nothing now, in either form of it', () => {
    expect(keys({ DateLessThan: { 'aws:CurrentTime': '2025-06-01T00:00:00Z' } })).toEqual([]);
    expect(keys({ NumericLessThan: { 'aws:EpochTime': '1748736000' } })).toEqual([]);
    expect(keys({ DateLessThan: { 'aws:CurrentTime': '2026-06-01T00:00:00Z' } })).toEqual([KEYS]);
    expect(keys({ DateLessThan: { 'aws:EpochTime': '1780272000' } })).toEqual([KEYS]);
  });

  it('keys that only services bring are absent from a direct call', () => {
    expect(keys({ StringEquals: { 'aws:SourceAccount': HOME } })).toEqual([]);
    expect(notKeys({ StringNotEquals: { 'aws:SourceAccount': HOME } })).toEqual([]);
  });
});

describe('conditions in the hand of the holder', () => {
  const mfa = 'aws:MultiFactorAuthPresent';
  const issued = 'aws:TokenIssueTime';
  const ofRole = (...statements: readonly Statement[]): readonly string[] => told({ roles: { r: { inline: { p: says(...statements) } } } });
  const user = (condition: ConditionBlock): readonly string[] => toldOfAnn(allow('*'), deny('*', '*', condition));
  const role = (condition: ConditionBlock): readonly string[] => ofRole(allow('*'), deny('*', '*', condition));
  const admin = ['user/ann: administer @ account'];
  const adminRole = ['role/r: administer @ account'];

  it('MFA: a denial without it spares whoever brings it, and long-term keys where the key must be there', () => {
    expect(user({ Bool: { [mfa]: 'false' } })).toEqual(admin);
    expect(user({ BoolIfExists: { [mfa]: 'false' } })).toEqual(admin);
    expect(toldOfAnn(allow('*', '*', { BoolIfExists: { [mfa]: 'true' } }))).toEqual(admin);
  });

  it('MFA: the key is always there in the session of a role', () => {
    expect(ofRole(allow('*', '*', { Null: { [mfa]: 'true' } }))).toEqual([]);
    expect(role({ Null: { [mfa]: 'false' } })).toEqual([]);
    expect(role({ Bool: { [mfa]: ['true', 'false'] } })).toEqual([]);
    expect(user({ Null: { [mfa]: 'false' } })).toEqual(admin);
  });

  it('issue time: a denial of older sessions spares long-term keys and fresh sessions', () => {
    expect(user({ DateLessThan: { [issued]: '2025-06-01T00:00:00Z' } })).toEqual(admin);
    expect(role({ DateLessThan: { [issued]: '2025-06-01T00:00:00Z' } })).toEqual(adminRole);
    expect(user({ DateLessThanIfExists: { [issued]: '2025-06-01T00:00:00Z' } })).toEqual(admin);
    expect(user({ Null: { [issued]: 'true' } })).toEqual(admin);
    expect(role({ Null: { [issued]: 'true' } })).toEqual(adminRole);
  });

  it('issue time: nobody brings a session of the past, or escapes what meets long-term keys and fresh sessions', () => {
    expect(toldOfAnn(allow('*', '*', { DateLessThan: { [issued]: '2025-06-01T00:00:00Z' } }))).toEqual([]);
    expect(user({ DateGreaterThanIfExists: { [issued]: '2025-06-01T00:00:00Z' } })).toEqual([]);
  });

  it('the session name of a role never equals a user name it does not have', () => {
    const named = { StringEquals: { 'sts:RoleSessionName': '${aws:username}' } };
    const lines = told({
      users: { ann: { inline: { p: says(allow('sts:AssumeRole')) } } },
      roles: { r: { trust: trusting({ AWS: HOME }, named) }, s: { inline: { p: says(allow('sts:AssumeRole')) } } },
    });
    expect(lines).toEqual(['user/ann may become role/r']);
  });

  it('a call may be made directly, so what only meets calls through a service or an endpoint spares its holder', () => {
    expect(user({ Bool: { 'aws:ViaAWSService': 'true' } })).toEqual(admin);
    expect(user({ StringEquals: { 'aws:SourceVpce': 'vpce-1' } })).toEqual(admin);
    expect(toldOfAnn(allow('*', '*', { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } }))).toEqual(admin);
    expect(user({ StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } })).toEqual(['user/ann: administer @ account?']);
  });

  it('a limit on which policy is attached is none where it leaves others', () => {
    const attach = (condition: ConditionBlock): readonly string[] => toldOfAnn(allow('iam:AttachUserPolicy', '*', condition));
    const but = (condition: ConditionBlock): readonly string[] =>
      toldOfAnn(allow('iam:AttachUserPolicy'), deny('iam:AttachUserPolicy', '*', condition));
    const grant = 'user/ann: grant-privilege @ account';
    const policy = (name: string): Record<string, string> => ({ 'iam:PolicyARN': `arn:aws:iam::aws:policy/${name}` });
    expect(attach({ ArnEquals: policy('AdministratorAccess') })).toEqual([grant]);
    expect(attach({ ArnNotEquals: policy('AdministratorAccess') })).toEqual([grant]);
    expect(attach({ ArnEquals: policy('ReadOnlyAccess') })).toEqual([`${grant}?`]);
    expect(but({ ArnEquals: policy('ReadOnlyAccess') })).toEqual([grant]);
    expect(but({ ArnNotEquals: policy('ReadOnlyAccess') })).toEqual([`${grant}?`]);
  });
});

describe('conditions nobody tells', () => {
  const org = (value: string, operator = 'StringEquals'): ConditionBlock => ({ [operator]: { 'aws:ResourceOrgID': value } });

  it('leave an allow possible and a deny unsure, and no allow stays none', () => {
    expect(toldOfAnn(allow('iam:CreateAccessKey', '*', org('o-1')))).toEqual([`${KEYS}?`]);
    expect(toldOfAnn(allow('iam:CreateAccessKey'), deny('*', '*', org('o-1')))).toEqual([`${KEYS}?`]);
    expect(toldOfAnn(deny('*', '*', org('o-1')))).toEqual([]);
  });

  it('in an allow and its contrary deny stay possible', () => {
    expect(toldOfAnn(allow('iam:CreateAccessKey', '*', org('o-1')), deny('*', '*', org('o-1', 'StringNotEquals')))).toEqual([`${KEYS}?`]);
  });

  it('beside a condition that is surely false deny nothing', () => {
    const condition = { ...org('o-1'), StringLike: { 'aws:username': 'bob' } };
    expect(toldOfAnn(allow('iam:CreateAccessKey'), deny('*', '*', condition))).toEqual([KEYS]);
  });

  it('of which the holder meets either of two are met', () => {
    const secure = (value: string): ConditionBlock => ({ Bool: { 'aws:SecureTransport': value } });
    expect(toldOfAnn(allow('iam:CreateAccessKey', '*', secure('true')), allow('iam:CreateAccessKey', '*', secure('false')))).toEqual([
      KEYS,
    ]);
  });

  it('in a deny of one role leave that role possible and the others certain', () => {
    const trust = { trust: trusting('*') };
    const policy = says(deny('sts:AssumeRole', `arn:aws:iam::${HOME}:role/r`, org('o-1')));
    expect(
      told({ users: { ann: { inline: { p: policy } } }, roles: { r: trust, s: trust } }).filter((line) => line.startsWith('user/')),
    ).toEqual(['user/ann may become role/r?', 'user/ann may become role/s']);
  });
});
