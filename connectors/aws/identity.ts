import type { Json } from '../../src/base/json.ts';
import { isJsonObject } from '../../src/base/json.ts';
import { byCodeUnit } from '../../src/base/order.ts';
import type { Handle, Identity, Nature } from '../../src/model/entity.ts';
import type { MappedFact } from '../../src/model/fact.ts';
import type { BoundaryId } from '../../src/model/ids.ts';
import { accountSurface } from './surfaces/account.ts';

/** The whole ARN cut apart, as IAM makes them: `arn:<partition>:iam::<account or aws>:<resource>`. */
export interface IamArn {
  readonly partition: string;
  /** Twelve digits, or `aws` for AWS's own managed policies. */
  readonly account: string;
  /** `role/path/name` */
  readonly resource: string;
}

const ARN = /^arn:(aws|aws-[a-z-]+):iam::(\d{12}|aws):([^\s].*)$/s;

export function parseIamArn(arn: Json | undefined): IamArn | undefined {
  const match = typeof arn === 'string' ? ARN.exec(arn) : null;
  if (match === null) return undefined;
  return { partition: match[1] as string, account: match[2] as string, resource: match[3] as string };
}

/** The boundary that owns a thing; `undefined` for what is no IAM ARN, `null` for what AWS itself owns. */
export function boundaryOf(arn: Json | undefined): BoundaryId | null | undefined {
  const parsed = parseIamArn(arn);
  if (parsed === undefined) return undefined;
  return parsed.account === 'aws' ? null : accountBoundary(parsed.account);
}

export function accountBoundary(account: string): BoundaryId {
  return `aws:${account}`;
}

/** The twelve digits; `undefined` for a boundary that is no account (`aws:caller`, `aws:unknown`). */
export function accountOf(boundary: BoundaryId): string | undefined {
  return /^aws:(\d{12})$/.exec(boundary)?.[1];
}

/**
 * By what logs name a user, group or role: its name is unique in its account at any time, and may be given to another later. The path is no part of it.
 */
export function nameHandle(account: string, kind: 'user' | 'group' | 'role', name: string): Handle {
  return { kind: 'aws-name', value: `${account}:${kind}/${name}`, immutable: false };
}

/** Whether it is an instance of IAM Identity Center: `aws:identity-center/<instance id>`. */
export function isInstance(boundary: BoundaryId): boolean {
  return boundary.startsWith('aws:identity-center/');
}

/**
 * The account and its root user, who is there in every account whether or not anything lists it. Every surface says the same of both,
 * so what is kept does not depend on which was read.
 */
export function accountFacts(boundary: BoundaryId, partition: string, pointer: string): readonly MappedFact[] {
  const account = accountOf(boundary) ?? '';
  const surface = accountSurface.id;
  const root = `arn:${partition}:iam::${account}:root`;
  const identity: Identity = {
    id: root,
    uid: account,
    kind: 'root',
    nature: 'human',
    natureReason: 'the root user signs in with the e-mail address of the account',
    name: 'root user',
    boundary,
    createdAt: null,
    tags: {},
    providerManaged: false,
    enabled: null,
  };
  return [
    { kind: 'boundary', boundary, surface, key: boundary, value: { id: boundary, kind: 'account', name: null }, pointer },
    { kind: 'identity', boundary, surface, key: root, value: identity, pointer },
  ];
}

export interface JudgedNature {
  readonly nature: Nature;
  readonly reason: string;
}

const undecided: JudgedNature = { nature: 'unknown', reason: 'its trust policy could not be read' };
// Principals through which people come, though AWS calls them services (IAM Identity Center's account access manager).
const servicesOfPeople: ReadonlySet<string> = new Set(['account-access.amazonaws.com']);
// Web identity providers of AWS that stand for people and programs alike.
const mixedProviders: ReadonlySet<string> = new Set([
  'cognito-identity.amazonaws.com',
  'accounts.google.com',
  'www.amazon.com',
  'graph.facebook.com',
]);

/** Who stands behind a role, as far as its ARN and trust policy tell. Joins nothing: principals of accounts stay unknown. */
export function natureOfRole(arn: string, trust: Json): JudgedNature {
  if (arn.includes(':role/aws-reserved/sso.amazonaws.com/')) return { nature: 'human', reason: 'IAM Identity Center made it for people' };
  if (arn.includes(':role/aws-service-role/')) return { nature: 'non-human', reason: 'it is linked to an AWS service' };
  if (!isJsonObject(trust)) return undecided;
  const human = new Set<string>();
  const program = new Set<string>();
  const open = new Set<string>();
  for (const statement of listOf(trust['Statement'])) {
    if (!isJsonObject(statement)) return undecided;
    if (statement['Effect'] === 'Deny') continue;
    if (!isJsonObject(statement['Principal'])) {
      open.add(statement['Principal'] === '*' ? 'anyone' : 'principals that are not named');
      continue;
    }
    for (const [kind, names] of Object.entries(statement['Principal'])) {
      for (const name of listOf(names)) sort(kind, name, human, program, open);
    }
  }
  return judge(human, program, open);
}

function sort(kind: string, name: Json, human: Set<string>, program: Set<string>, open: Set<string>): void {
  if (typeof name !== 'string') open.add('principals that could not be read');
  else if (kind === 'Service') (servicesOfPeople.has(name) ? human : program).add(name);
  else if (kind !== 'Federated') open.add(name === '*' ? 'anyone' : name);
  else if (name.includes(':saml-provider/')) human.add(name);
  else if (name.includes(':oidc-provider/')) program.add(name);
  else open.add(mixedProviders.has(name) ? `${name}, which stands for people and programs` : name);
}

function judge(human: ReadonlySet<string>, program: ReadonlySet<string>, open: ReadonlySet<string>): JudgedNature {
  if (open.size > 0) return { nature: 'unknown', reason: `it trusts ${named(open)}: people or programs` };
  if (human.size > 0 && program.size > 0)
    return { nature: 'unknown', reason: `it trusts people (${named(human)}) and programs (${named(program)})` };
  if (human.size > 0) return { nature: 'human', reason: `people sign in through ${named(human)}` };
  if (program.size > 0) return { nature: 'non-human', reason: `only programs may assume it: ${named(program)}` };
  return { nature: 'unknown', reason: 'its trust policy lets nobody in' };
}

function named(names: ReadonlySet<string>): string {
  const sorted = [...names].sort(byCodeUnit);
  return sorted.length <= 3 ? sorted.join(', ') : `${sorted.slice(0, 3).join(', ')} and ${sorted.length - 3} more`;
}

function listOf(value: Json | undefined): readonly Json[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly Json[]) : [value];
}
