import * as v from 'valibot';
import type { Json, JsonObject } from '../../../../src/base/json.ts';
import type { Mapped } from '../../../../src/contract/connector.ts';
import type { Task } from '../../../../src/model/page.ts';
import type { InstanceFact } from '../../identity-center-facts.ts';
import { listings } from '../../identity-center-facts.ts';
import { isOfInstance } from '../asked.ts';
import type { Reading } from '../../../../src/contract/reading.ts';
import { elements, notUnderstood, reading } from '../../../../src/contract/reading.ts';
import { accountId, identityStoreId, instanceArn, instanceBoundary, onward, optionalText, permissionSetArn, place } from './ids.ts';
import { ask, listed, push } from './pages.ts';
import { setSettings } from './set-settings.ts';
import { identityCenter, identityCenterDirectory } from './surfaces.ts';

/** Args of the tasks of `aws:identity-center`. `directory`: whether people and groups are to be listed as well. */
const identityCenterArgs = v.variant('call', [
  v.strictObject({ call: v.literal('ListInstances'), region: v.optional(v.string()), directory: v.boolean() }),
  v.strictObject({ call: v.literal('ListPermissionSets'), ...place, ...onward }),
  v.strictObject({ call: v.literal('DescribePermissionSet'), ...place, permissionSet: permissionSetArn }),
]);

/** Maps one answer about instances, and which permission sets they have. ListInstances is asked in an account, the rest in the instance it tells. */
export function mapIdentityCenter(task: Task, body: Json): Mapped {
  const read = v.safeParse(identityCenterArgs, task.args);
  if (!read.success) return notUnderstood(task);
  const args = read.output;
  const into = reading(task);
  switch (args.call) {
    case 'ListInstances':
      instances(into, body, args);
      break;
    case 'ListPermissionSets': {
      const isOfIt = (set: string, at: string): boolean => isOfInstance(into, args.instance, set, at);
      const of = {
        list: 'PermissionSets',
        schema: permissionSetArn,
        listing: listings.permissionSets,
        kind: 'provider',
        isAsked: isOfIt,
      } as const;
      for (const { value: arn, at } of listed(into, body, of, args)) {
        push(into, { kind: 'provider', key: `permission-set|${arn}`, value: { type: 'permission-set', arn }, at });
        ask(into, 'DescribePermissionSet', { instance: args.instance, permissionSet: arn });
      }
      break;
    }
    case 'DescribePermissionSet':
      setSettings(into, body, args.permissionSet);
      break;
  }
  return into;
}

const instance = v.object({
  InstanceArn: instanceArn,
  IdentityStoreId: identityStoreId,
  OwnerAccountId: accountId,
  // an instance that is replicated answers about assignments in its primary region only
  PrimaryRegion: optionalText,
});

function instances(into: Reading, body: Json, args: { readonly region?: string | undefined; readonly directory: boolean }): void {
  for (const { value, at } of elements(into, body, 'Instances', instance)) {
    const { InstanceArn: arn, IdentityStoreId: identityStore, OwnerAccountId: owner } = value;
    const boundary = instanceBoundary(arn);
    const region = value.PrimaryRegion ?? args.region ?? null;
    const told: InstanceFact = { type: 'identity-center-instance', arn, identityStore, owner, region };
    into.facts.push({
      kind: 'boundary',
      boundary,
      surface: identityCenter.id,
      key: boundary,
      value: { id: boundary, kind: 'identity-center', name: null, closed: true },
      pointer: at,
    });
    push(into, { kind: 'provider', key: 'instance', value: told, at }, boundary);
    const where: JsonObject = { instance: arn, ...(region === null ? {} : { region }) };
    into.spawns.push({ boundary, surface: identityCenter.id, args: { call: 'ListPermissionSets', ...where } });
    if (!args.directory) continue;
    for (const call of ['ListUsers', 'ListGroups']) {
      into.spawns.push({ boundary, surface: identityCenterDirectory.id, args: { call, ...where, identityStore } });
    }
  }
}
