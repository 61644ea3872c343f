import type { MappedFact } from '../../../../src/model/fact.ts';
import { accountFacts } from '../resolve/estate.ts';

export const path = 'aws-reserved/sso.amazonaws.com';

export function reserved(set: string, account: string, hex = '0123456789abcdef', region = ''): string {
  return `arn:aws:iam::${account}:role/${path}/${region}AWSReservedSSO_${set}_${hex}`;
}

function provider(account: string): string {
  return `arn:aws:iam::${account}:saml-provider/AWSSSO_0123456789abcdef_DO_NOT_DELETE`;
}

const everything = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };

/** The IAM of an account that holds these roles, those named Admin with every right, each trusting what IAM Identity Center has it trust. */
export function iam(account: string, roles: readonly string[]): readonly MappedFact[] {
  const trust = {
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: { Federated: provider(account) },
      Action: ['sts:AssumeRoleWithSAML', 'sts:TagSession'],
      Condition: { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
    },
  };
  const names = roles.map((arn) => arn.slice(arn.indexOf(':role/') + 6));
  return told(account, {
    root: true,
    roles: Object.fromEntries(names.map((name) => [name, { trust, inline: name.includes('_Admin_') ? { all: everything } : {} }])),
  });
}

/** An ordinary role of an account that may do anything there and trusts a service: for entitlements, that of account access manager. */
export function ordinary(account: string, name: string, service = 'account-access.amazonaws.com'): readonly MappedFact[] {
  const statement = { Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' };
  return told(account, { roles: { [name]: { trust: { Version: '2012-10-17', Statement: statement }, inline: { all: everything } } } });
}

function told(...given: Parameters<typeof accountFacts>): readonly MappedFact[] {
  return accountFacts(...given).map(({ pages, ...fact }) => ({ ...fact, pointer: pages[0]?.pointer ?? '' }));
}
