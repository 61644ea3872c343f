import type { JsonObject } from '../../../src/base/json.ts';
import type { MappedFact } from '../../../src/model/fact.ts';
import { readDocument } from '../documents.ts';
import type { AttachmentFact, PermissionsBoundaryFact, PolicyFact, PolicyVersionFact } from '../facts.ts';
import { inlinePolicyKey } from '../facts.ts';
import type { Item } from './item.ts';
import { asJson, eachObject, gap, nameOf, time } from './item.ts';

/** Facts of the policies written into a user, group or role. `owner` says whose they are: they have no attachment of their own. */
export function inlinePolicies(item: Item, field: string, whenAbsent: 'empty' | 'gap'): void {
  eachObject(item, field, whenAbsent, (entry, at) => {
    const name = entry['PolicyName'];
    if (typeof name !== 'string' || name === '') {
      gap(item, 'an inline policy has no PolicyName', at);
      return;
    }
    const key = inlinePolicyKey(item.arn, name);
    const version: PolicyVersionFact = {
      id: 'inline',
      isDefault: true,
      createdAt: null,
      document: document(item, entry, 'PolicyDocument', `inline policy ${JSON.stringify(name)}`, at),
      pointer: '/PolicyDocument',
    };
    const policy: PolicyFact = { name, managed: 'inline', owner: item.arn, versions: [version] };
    push(item, 'policy', key, policy, at);
  });
}

/** Facts of the managed policies hung on a user, group or role. */
export function attachments(item: Item): void {
  eachObject(item, 'AttachedManagedPolicies', 'gap', (entry, at) => {
    const arn = entry['PolicyArn'];
    if (typeof arn !== 'string' || arn === '') {
      gap(item, 'an attached policy has no PolicyArn', at);
      return;
    }
    const name = entry['PolicyName'];
    attach(item, arn, typeof name === 'string' ? name : (arn.split('/').at(-1) ?? arn), at);
  });
}

function attach(item: Item, policy: string, policyName: string, at: string): void {
  const value: AttachmentFact = { principal: item.arn, policy, policyName };
  push(item, 'attachment', `${item.arn}|${policy}`, value, at);
}

/** The fact of a permissions boundary; absent = there is none. */
export function permissionsBoundary(item: Item): void {
  const given = item.value['PermissionsBoundary'];
  if (given === undefined) return;
  const arn = typeof given === 'object' && given !== null ? (given as JsonObject)['PermissionsBoundaryArn'] : undefined;
  if (typeof arn !== 'string' || arn === '') {
    gap(item, 'PermissionsBoundary has no PermissionsBoundaryArn: what limits it is not known', '/PermissionsBoundary');
    return;
  }
  const value: PermissionsBoundaryFact = { type: 'permissions-boundary', principal: item.arn, policy: arn };
  push(item, 'limiter', item.arn, value, '/PermissionsBoundary');
}

/** The fact of a managed policy with all its versions. */
export function managedPolicy(item: Item, managed: 'aws' | 'customer'): void {
  const name = nameOf(item, 'PolicyName');
  const defaultId = item.value['DefaultVersionId'];
  if (!Array.isArray(item.value['PolicyVersionList'])) {
    gap(item, 'the policy has no PolicyVersionList: what it grants is not known', '');
    return;
  }
  const versions: PolicyVersionFact[] = [];
  eachObject(item, 'PolicyVersionList', 'gap', (entry, at) => {
    const id = entry['VersionId'];
    if (typeof id !== 'string' || id === '') {
      gap(item, 'a policy version has no VersionId', at);
      return;
    }
    const marked = entry['IsDefaultVersion'];
    if (typeof marked === 'boolean' && typeof defaultId === 'string' && marked !== (id === defaultId)) {
      gap(item, `DefaultVersionId ${JSON.stringify(defaultId)} and the mark of version ${id} contradict each other`, at);
    }
    versions.push({
      id,
      isDefault: id === defaultId || marked === true,
      createdAt: time(item, entry, 'CreateDate', `${at}/CreateDate`),
      document: document(item, entry, 'Document', `version ${id}`, at),
      pointer: `${at}/Document`,
    });
  });
  if (!versions.some((each) => each.isDefault)) gap(item, 'no version of the policy is its default: what it grants is not known', '');
  const policy: PolicyFact = { name, managed, owner: null, versions };
  push(item, 'policy', item.arn, policy, '');
}

/** A document, or `null` with its gap. */
export function document(item: Item, holder: JsonObject, field: string, what: string, at: string): JsonObject | null {
  const read = readDocument(holder[field]);
  if (read.ok) return read.document;
  gap(item, `the document of its ${what} could not be read: ${read.reason}`, `${at}/${field}`);
  return null;
}

function push(item: Item, kind: 'policy' | 'attachment' | 'limiter', key: string, value: object, at: string): void {
  const fact: MappedFact = {
    kind,
    boundary: item.boundary,
    surface: item.into.surface,
    key,
    value: asJson(value),
    pointer: `${item.pointer}${at}`,
  };
  item.into.facts.push(fact);
}
