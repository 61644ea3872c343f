import * as v from 'valibot';
import type { Json } from '../../../../src/base/json.ts';
import { isJsonObject } from '../../../../src/base/json.ts';
import type { Mapped, Surface } from '../../../../src/contract/connector.ts';
import type { Task } from '../../../../src/model/page.ts';
import { accountIn, allAbout, isAsked, isOwn } from '../asked.ts';
import { mapResourcePolicies } from '../resource-policies.ts';
import type { Reading } from '../../../../src/contract/reading.ts';
import { elements, errorName, lost, notUnderstood, reading, shaped } from '../../../../src/contract/reading.ts';
import type { KmsGrantFact, KmsKeyFact } from './facts.ts';
import { arnOf, follow, inRegion, name, optional, tell, time } from './fields.ts';

/** KMS Developer Guide, accessing-kms.html#programming-eventual-consistency: changes may take several minutes to be seen everywhere. */
export const kmsKeys: Surface = {
  id: 'aws:kms-keys',
  yields: ['observation', 'resource-policy', 'key-policy'],
  permission: 'kms:ListKeys, kms:DescribeKey, kms:GetKeyPolicy, kms:ListGrants',
  ifUnread: 'whom key policies and grants of KMS let use keys, other accounts included; no policy of IAM shows a grant',
  provesAbsence: { after: 300_000 },
  role: 'grants',
  service: 'regional',
  follows: [],
};

const arn = arnOf('kms');
const keyArgs = v.strictObject({
  call: v.picklist(['DescribeKey', 'GetKeyPolicy', 'ListGrants']),
  region: v.string(),
  key: arn,
});
type KeyArgs = v.InferOutput<typeof keyArgs>;

const metadata = v.pipe(
  v.looseObject({
    Arn: arn,
    KeyManager: v.picklist(['AWS', 'CUSTOMER']),
    KeyState: name,
    Origin: optional,
    KeyUsage: optional,
    CreationDate: time,
    DeletionDate: time,
  }),
  v.transform((given): KmsKeyFact => ({
    type: 'kms-key',
    arn: given.Arn,
    manager: given.KeyManager,
    state: given.KeyState,
    origin: given.Origin,
    usage: given.KeyUsage,
    createdAt: given.CreationDate,
    deletionAt: given.DeletionDate,
  })),
);

const grant = v.looseObject({
  // of the key, which the service may name by its id alone
  KeyId: optional,
  GrantId: name,
  Name: optional,
  GranteePrincipal: optional,
  GranteeServicePrincipal: optional,
  RetiringPrincipal: optional,
  RetiringServicePrincipal: optional,
  IssuingAccount: optional,
  Operations: v.array(name),
  Constraints: v.nullish(v.record(v.string(), v.unknown())),
  CreationDate: time,
});

/** Maps a page of the list of keys, or an answer about one of them. */
export function mapKmsKeys(task: Task, body: Json): Mapped {
  const one = v.safeParse(keyArgs, task.args);
  if (one.success) return aboutKey(task, one.output, body);
  const list = v.safeParse(inRegion, task.args);
  if (!list.success || list.output.call !== 'ListKeys') return notUnderstood(task);
  const into = reading(task);
  for (const { value, at } of elements(into, body, 'Keys', v.looseObject({ KeyArn: arn }))) {
    if (isOwn(into, value.KeyArn, at)) {
      into.spawns.push(follow(into, { call: 'DescribeKey', region: list.output.region, key: value.KeyArn }));
    }
  }
  cutShort(into, body);
  return into;
}

function aboutKey(task: Task, { call, region, key }: KeyArgs, body: Json): Mapped {
  if (call === 'GetKeyPolicy') return mapResourcePolicies({ ...task, args: { call: 'kms:GetKeyPolicy', resource: key } }, body);
  const into = reading(task);
  // gone since the keys were listed: nobody can use it
  if (errorName(body) === 'NotFoundException') return into;
  if (call === 'ListGrants') {
    readGrants(into, key, body);
    return into;
  }
  const given = isJsonObject(body) ? body['KeyMetadata'] : undefined;
  const at = '/KeyMetadata';
  const told = shaped(into, metadata, given, `the answer of DescribeKey about ${key} could not be read`, at);
  if (told === undefined) return into;
  if (!isAsked(into, key, told.arn, `${at}/Arn`, key)) return into;
  tell(into, 'observation', key, told, at);
  // policy and grants of a key that AWS manages are the service's own, and nobody in the account can change them
  if (told.manager === 'CUSTOMER')
    for (const next of ['GetKeyPolicy', 'ListGrants']) into.spawns.push(follow(into, { call: next, region, key }));
  return into;
}

function readGrants(into: Reading, key: string, body: Json): void {
  const keyId = key.slice(key.lastIndexOf('/') + 1);
  const found = allAbout(elements(into, body, 'Grants', grant), ({ value: { KeyId: of }, at }) =>
    isAsked(into, accountIn(of) === null ? keyId : key, of, `${at}/KeyId`, key),
  );
  for (const { value, at } of found) {
    const grantee = value.GranteePrincipal ?? value.GranteeServicePrincipal;
    if (grantee === null) {
      lost(into, `grant ${value.GrantId} of ${key} names nobody`, at, key);
      continue;
    }
    const fact: KmsGrantFact = {
      type: 'kms-grant',
      resource: key,
      grantId: value.GrantId,
      name: value.Name === '' ? null : value.Name,
      grantee,
      operations: value.Operations,
      constraints: (value.Constraints ?? {}) as KmsGrantFact['constraints'],
      issuingAccount: value.IssuingAccount,
      retiring: value.RetiringPrincipal ?? value.RetiringServicePrincipal,
      createdAt: value.CreationDate,
    };
    tell(into, 'resource-policy', `${key}|grant|${value.GrantId}`, fact, at);
  }
  cutShort(into, body);
}

function cutShort(into: Reading, body: Json): void {
  if (isJsonObject(body) && body['Truncated'] === true && typeof body['NextMarker'] !== 'string')
    lost(into, 'the answer says it is cut short and gives no marker to go on', '/Truncated');
}
