import * as v from 'valibot';
import type { Json } from '../../../../src/base/json.ts';
import type { Mapped, Surface } from '../../../../src/contract/connector.ts';
import type { Task } from '../../../../src/model/page.ts';
import { mapResourcePolicies } from '../resource-policies.ts';
import { notUnderstood, reading } from '../../../../src/contract/reading.ts';
import type { SecretFact } from './facts.ts';
import { arnOf, follow, inRegion, name, optional, tellEach, time } from './fields.ts';

/** Secrets Manager API reference, ListSecrets: it may not show changes of the last five minutes. */
export const secrets: Surface = {
  id: 'aws:secrets',
  yields: ['observation', 'resource-policy', 'secret-policy'],
  permission: 'secretsmanager:ListSecrets, secretsmanager:GetResourcePolicy',
  ifUnread: 'whether secrets rotate and are still read, and whom their own policies let in',
  provesAbsence: { after: 300_000 },
  role: 'grants',
  service: 'regional',
  follows: [],
};

const arn = arnOf('secretsmanager');

const secret = v.pipe(
  v.looseObject({
    ARN: arn,
    Name: name,
    RotationEnabled: v.nullish(v.boolean()),
    LastRotatedDate: time,
    LastChangedDate: time,
    LastAccessedDate: time,
    CreatedDate: time,
    DeletedDate: time,
    OwningService: optional,
  }),
  v.transform((given): SecretFact => ({
    type: 'secret',
    arn: given.ARN,
    name: given.Name,
    rotationEnabled: given.RotationEnabled ?? null,
    lastRotatedAt: given.LastRotatedDate,
    lastChangedAt: given.LastChangedDate,
    lastAccessedOn: given.LastAccessedDate,
    createdAt: given.CreatedDate,
    deletedAt: given.DeletedDate,
    owningService: given.OwningService,
  })),
);

const policyArgs = v.strictObject({ call: v.literal('GetResourcePolicy'), region: v.string(), secret: arn });

/** Maps a page of the list of secrets, or the answer about the policy of one. */
export function mapSecrets(task: Task, body: Json): Mapped {
  const one = v.safeParse(policyArgs, task.args);
  if (one.success) {
    const args = { call: 'secretsmanager:GetResourcePolicy', resource: one.output.secret };
    return mapResourcePolicies({ ...task, args }, body);
  }
  const list = v.safeParse(inRegion, task.args);
  if (!list.success || list.output.call !== 'ListSecrets') return notUnderstood(task);
  const into = reading(task);
  for (const { arn: resource, deletedAt } of tellEach(into, body, 'SecretList', secret, 'observation')) {
    // Secrets Manager answers nothing about one that is marked for deletion (GetResourcePolicy, InvalidRequestException): nobody can read
    // it, whatever its policy says, until it is restored.
    if (deletedAt === null) into.spawns.push(follow(into, { call: 'GetResourcePolicy', region: list.output.region, secret: resource }));
  }
  return into;
}
