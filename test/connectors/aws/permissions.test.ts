import { describe, expect, it } from 'vitest';
import { calls } from '../../../connectors/aws/calls/list.ts';
import { awsPermissions, HUB_ACCOUNT } from '../../../connectors/aws/permissions.ts';
import { evaluateAccess } from '../../../connectors/aws/policy/index.ts';
import type { AwsSettings } from '../../../connectors/aws/settings.ts';
import { liveSurfaces } from '../../../connectors/aws/settings.ts';
import type { JsonObject } from '../../../src/base/json.ts';
import { settingsOf } from './support/organization.ts';

const account = '111122223333';
const everything = settingsOf({
  surfaces: [...liveSurfaces],
  regions: ['eu-central-1'],
  role: 'audit/vestige',
  externalId: 'a-secret-word',
});

function documents(settings: AwsSettings): Readonly<Record<string, JsonObject>> {
  return Object.fromEntries(awsPermissions(settings).map(({ name, document }) => [name, document as JsonObject]));
}

function statements(document: JsonObject | undefined): readonly JsonObject[] {
  return document?.['Statement'] as readonly JsonObject[];
}

/** Of the statements that let read. */
function actions(document: JsonObject | undefined): readonly string[] {
  return statements(document)
    .filter((each) => each['Effect'] === 'Allow' && each['Resource'] === '*')
    .flatMap((each) => each['Action'] as readonly string[]);
}

function decision(document: JsonObject | undefined, action: string, context = {}): string {
  return evaluateAccess({
    principal: `arn:aws:iam::${account}:role/vestige`,
    action,
    resource: '*',
    resourceAccount: account,
    context,
    identityPolicies: [document ?? {}],
  }).decision;
}

const needed = (settings: AwsSettings, by: 'hub' | 'account') =>
  new Set(
    calls
      .filter((call) => call.by === by && settings.surfaces.some((each) => `aws:${each}` === call.surface))
      .flatMap((call) => call.actions),
  );

describe('the permissions of a scan', () => {
  const { 'hub-policy': hub, 'spoke-policy': spoke, 'spoke-trust': trust } = documents(everything);

  it('are the actions of its calls, each once, in the document of who makes them', () => {
    const [ofHub, ofAccount] = [needed(everything, 'hub'), needed(everything, 'account')];
    expect(ofHub.size).toBeGreaterThan(10);
    expect(ofAccount.size).toBeGreaterThan(10);
    expect(actions(spoke)).toEqual([...new Set(actions(spoke))]);
    expect(actions(hub)).toEqual([...new Set(actions(hub))]);
    expect(new Set(actions(spoke))).toEqual(ofAccount);
    expect(new Set(actions(hub))).toEqual(new Set([...ofHub, ...ofAccount]));
  });

  it('allow each of them, by our own reading of the documents', () => {
    for (const action of needed(everything, 'account')) expect(decision(spoke, action), action).toBe('allowed');
    for (const action of [...needed(everything, 'account'), ...needed(everything, 'hub')])
      expect(decision(hub, action), action).toBe('allowed');
  });

  it('lack just that action where one is taken away', () => {
    for (const left of needed(everything, 'account')) {
      const less = {
        ...spoke,
        Statement: statements(spoke).map((each) =>
          Array.isArray(each['Action'])
            ? { ...each, Action: (each['Action'] as readonly string[]).filter((action) => action !== left) }
            : each,
        ),
      } as JsonObject;
      expect(decision(less, left), left).toBe('implicitly-denied');
    }
  });

  it('never open a secret, and decrypt only what IAM Identity Center keeps', () => {
    for (const document of [hub, spoke]) {
      for (const action of [
        'secretsmanager:GetSecretValue',
        'ssm:GetParameter',
        'ssm:GetParametersByPath',
        'sts:AssumeRoot',
        'kms:Decrypt',
      ]) {
        expect(decision(document, action), action).toBe('explicitly-denied');
      }
    }
    const through = { 'kms:ViaService': 'sso.eu-central-1.amazonaws.com' };
    expect(decision(hub, 'kms:Decrypt', through)).toBe('implicitly-denied');
    expect(decision(spoke, 'kms:Decrypt', through)).toBe('explicitly-denied');
    expect(decision(documents(settingsOf({ role: 'audit' }))['hub-policy'], 'kms:Decrypt', through)).toBe('explicitly-denied');
  });

  it('enter the role of the other accounts, which lets in the hub with its external id', () => {
    expect(statements(hub)).toContainEqual({
      Sid: 'EnterAccounts',
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Resource: 'arn:aws:iam::*:role/audit/vestige',
    });
    expect(statements(trust)).toEqual([
      {
        Sid: 'VestigeMayEnter',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${HUB_ACCOUNT}:root` },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'sts:ExternalId': 'a-secret-word' } },
      },
    ]);
    const china = documents(settingsOf({ partition: 'aws-cn', role: 'audit' }));
    expect(JSON.stringify(china['hub-policy'])).toContain('arn:aws-cn:iam::*:role/audit');
    expect(JSON.stringify(china['spoke-trust'])).toContain('arn:aws-cn:iam::');
    expect(statements(china['spoke-trust'])[0]).not.toHaveProperty('Condition');
  });

  it('are no more than what is asked for', () => {
    const few = settingsOf({ surfaces: ['role-settings'] });
    expect(awsPermissions(few).map((each) => each.name)).toEqual(['hub-policy', 'verify-policy']);
    expect(actions(documents(few)['hub-policy'])).toEqual(['iam:ListRoles']);
    const entering = documents(settingsOf({ surfaces: ['role-settings'], role: 'audit' }));
    expect(actions(entering['spoke-policy'])).toEqual(['iam:ListRoles']);
    expect(actions(entering['hub-policy'])).toContain('organizations:ListAccounts');
    expect(actions(entering['hub-policy'])).not.toContain('organizations:ListPolicies');
  });

  it('are apart from what asking for single things needs, which no scan does', () => {
    const { 'verify-policy': verify, 'hub-policy': hub } = documents(everything);
    const asked = calls.filter(({ surface }) => surface === 'aws:probes').flatMap((call) => call.actions);
    expect(actions(verify).toSorted()).toEqual([...new Set(asked)].sort());
    expect(actions(hub)).not.toContain('iam:GetUser');
  });

  it('fit into a managed policy, with every surface there is', () => {
    // white space does not count (IAM User Guide, IAM and STS quotas)
    for (const [name, document] of Object.entries(documents(everything))) {
      expect(JSON.stringify(document).length, name).toBeLessThanOrEqual(6144);
      const sids = statements(document).map((each) => each['Sid'] as string);
      expect(new Set(sids).size).toBe(sids.length);
      for (const sid of sids) expect(sid).toMatch(/^[A-Za-z0-9]+$/);
    }
  });
});
