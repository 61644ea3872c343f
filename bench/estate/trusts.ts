import type { Json } from '../../src/base/json.ts';
import type { Dice } from './dice.ts';

function trust(statement: Json): Json {
  return { Version: '2012-10-17', Statement: [statement] };
}

function assume(principal: Json, condition?: Json): Json {
  return trust({
    Effect: 'Allow',
    Principal: principal,
    Action: 'sts:AssumeRole',
    ...(condition === undefined ? {} : { Condition: condition }),
  });
}

const services = new Map<string, Json>();

/** The one trust most roles have; the same object for each service. */
export function serviceTrust(service: string): Json {
  const made = services.get(service) ?? assume({ Service: service });
  services.set(service, made);
  return made;
}

export function accountTrust(account: string, condition?: Json): Json {
  return assume({ AWS: `arn:aws:iam::${account}:root` }, condition);
}

export function roleTrust(account: string, role: string): Json {
  return assume({ AWS: `arn:aws:iam::${account}:role/${role}` });
}

export function vendorTrust(dice: Dice): Json {
  const vendor = dice.pick(['464622532012', '414351767826', '282028653949']);
  return accountTrust(vendor, dice.chance(0.8) ? { StringEquals: { 'sts:ExternalId': dice.hex(12) } } : undefined);
}

export function ssoTrust(account: string): Json {
  return trust({
    Effect: 'Allow',
    Principal: { Federated: `arn:aws:iam::${account}:saml-provider/AWSSSO_5f1c9e2d7a3b4c6d_DO_NOT_DELETE` },
    Action: ['sts:AssumeRoleWithSAML', 'sts:TagSession'],
    Condition: { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
  });
}

export function githubTrust(account: string, repository: string, dice: Dice): Json {
  const subject = dice.weighted({ branch: 6, environment: 2, any: 2 });
  const claim = { branch: 'ref:refs/heads/main', environment: 'environment:prod', any: '*' }[subject];
  return trust({
    Effect: 'Allow',
    Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com` },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: {
      StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' },
      StringLike: { 'token.actions.githubusercontent.com:sub': `repo:acme/${repository}:${claim}` },
    },
  });
}

export function clusterTrust(account: string, region: string, namespace: string, dice: Dice): Json {
  const issuer = `oidc.eks.${region}.amazonaws.com/id/${['A1B2C3D4E5F60718', 'B7C8D9E0F1A2B3C4'][dice.roll(2)] ?? ''}`;
  return trust({
    Effect: 'Allow',
    Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/${issuer}` },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: { StringEquals: { [`${issuer}:sub`]: `system:serviceaccount:${namespace}:app`, [`${issuer}:aud`]: 'sts.amazonaws.com' } },
  });
}
