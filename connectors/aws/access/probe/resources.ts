import type { Json } from '../../../../src/base/json.ts';
import { isJsonObject } from '../../../../src/base/json.ts';
import { byCodeUnit } from '../../../../src/base/order.ts';
import type { ProbeNear } from '../../../../src/contract/connector.ts';
import type { Access } from '../../../../src/model/access.ts';
import type { BoundaryId } from '../../../../src/model/ids.ts';
import { readDocument } from '../../documents.ts';
import { lastName } from '../made.ts';
import { admittedTo } from '../resources.ts';
import type { Question } from './iam.ts';
import { same } from './iam.ts';
import type { Look } from './look.ts';
import { listed, textIn, thing } from './look.ts';

/** Of an ARN of a key or secret: where it is asked. */
function placeOf(arn: string, service: string): { readonly region: string; readonly account: string } | null {
  const [, , its, region = '', account = ''] = arn.split(':');
  return its === service && region !== '' && account !== '' ? { region, account } : null;
}

function key(boundary: BoundaryId, arn: string, region: string): Look {
  const task = { boundary, surface: 'aws:kms-keys', args: { call: 'DescribeKey', region, key: arn } };
  return thing(task, `key ${lastName(arn)}`, (body) => {
    const told = body['KeyMetadata'];
    return told === undefined ? null : same(told, 'Arn', arn) === true || null;
  });
}

/** The key itself, then another key of the region that the last scan saw something on. */
function keys(boundary: BoundaryId, arn: string, region: string, near: ProbeNear): readonly Look[] {
  const [other] = near.accesses
    .filter((each) => each.boundary === boundary && each.scope !== arn && placeOf(each.scope ?? '', 'kms')?.region === region)
    .map(({ scope }) => scope ?? '')
    .sort(byCodeUnit);
  return [arn, other].flatMap((each) => (each === undefined ? [] : [key(boundary, each, region)]));
}

export function kmsGrant({ boundary, scope, objects, name }: Access, near: ProbeNear): Question | null {
  const place = placeOf(scope ?? '', 'kms');
  const [grant] = objects;
  if (scope === null || place === null || grant === undefined) return null;
  const task = { boundary, surface: 'aws:kms-keys', args: { call: 'ListGrants', region: place.region, key: scope } };
  const target = listed(task, name, 'Grants', (each) => same(each, 'GrantId', grant));
  return { target, controls: keys(boundary, scope, place.region, near) };
}

/** Policies of keys and secrets; those of other services are not read live. */
export function resourcePolicy(access: Access, near: ProbeNear): Question | null {
  const { boundary, objects, subject } = access;
  const [resource = ''] = objects;
  const ofKey = placeOf(resource, 'kms');
  const about = `${subject} in the policy of ${lastName(resource)}`;
  if (ofKey !== null) {
    const task = { boundary, surface: 'aws:kms-keys', args: { call: 'GetKeyPolicy', region: ofKey.region, key: resource } };
    const target = thing(task, about, (body) => lets(body['Policy'], resource, ofKey.account, subject));
    return { target, controls: keys(boundary, resource, ofKey.region, near) };
  }
  const ofSecret = placeOf(resource, 'secretsmanager');
  if (ofSecret === null) return null;
  const target = secretPolicy(boundary, resource, ofSecret.region, about, (body) => {
    // an answer about the secret without a policy says that there is none
    return body['ResourcePolicy'] === undefined ? false : lets(body['ResourcePolicy'], resource, ofSecret.account, subject);
  });
  const [other] = near.accesses
    .filter((each) => each.boundary === boundary && each.kind === 'policy')
    .flatMap((each) => each.objects.slice(0, 1))
    .filter((arn) => arn !== resource && placeOf(arn, 'secretsmanager')?.region === ofSecret.region)
    .sort(byCodeUnit);
  const shown = [resource, other].flatMap((arn) =>
    arn === undefined ? [] : [secretPolicy(boundary, arn, ofSecret.region, `secret ${lastName(arn)}`, () => true)],
  );
  return { target, controls: shown };
}

function secretPolicy(boundary: BoundaryId, secret: string, region: string, about: string, holds: Parameters<typeof thing>[2]): Look {
  const task = { boundary, surface: 'aws:secrets', args: { call: 'GetResourcePolicy', region, secret } };
  return thing(task, about, (body) => (textIn(body, 'ARN') === secret ? holds(body) : null));
}

function lets(policy: Json | undefined, resource: string, account: string, subject: string): boolean | null {
  const read = readDocument(policy);
  return read.ok && isJsonObject(read.document) ? admittedTo({ resource, account, document: read.document }).includes(subject) : null;
}
