import * as v from 'valibot';
import type { Json } from '../../../../../src/base/json.ts';
import { byCodeUnit } from '../../../../../src/base/order.ts';
import type { Mapped } from '../../../../../src/contract/connector.ts';
import type { Reading } from '../../../../../src/contract/reading.ts';
import { elements, lost, notUnderstood, reading } from '../../../../../src/contract/reading.ts';
import type { Task } from '../../../../../src/model/page.ts';
import type { RoleDefinitionFact } from '../../facts.ts';
import { errorCode } from '../../../error-code.ts';
import { guid, missing, tell } from '../../graph-page.ts';
import { doubtNone } from '../../never-empty.ts';
import { isCall } from './is-call.ts';

const definition = v.object({
  id: guid,
  templateId: v.nullish(guid, null),
  displayName: v.nullish(v.string(), null),
  isBuiltIn: v.boolean(),
  isEnabled: v.boolean(),
  isPrivileged: v.nullish(v.boolean(), null),
  rolePermissions: v.array(
    v.object({
      allowedResourceActions: v.array(v.string()),
      excludedResourceActions: v.nullish(v.array(v.string()), []),
      condition: v.nullish(v.string(), null),
    }),
  ),
});

/** The errors by which beta says that it has no such list; an answer that tells no code of Microsoft has its status for one. */
export const betaLacks: readonly string[] = [
  'BadRequest',
  'Request_BadRequest',
  'Request_ResourceNotFound',
  'ResourceNotFound',
  'NotFound',
  '404',
];

/** Maps a page of `roleDefinitions`, of beta or of v1.0. Where beta has no such list, v1.0 is asked. */
export function mapRoleDefinitions(task: Task, body: Json): Mapped {
  if (!isCall(task, 'RoleDefinitionsBeta', 'RoleDefinitions')) return notUnderstood(task);
  const into = reading(task);
  const error = errorCode(body);
  if (error !== undefined && isCall(task, 'RoleDefinitionsBeta')) {
    into.spawns.push({ ...task, args: { call: 'RoleDefinitions' } });
    if (!betaLacks.includes(error))
      lost(into, `beta answered with error ${error}, and which roles Microsoft calls privileged is not told by v1.0`, '');
    return into;
  }
  for (const { value, at } of elements(into, body, 'value', definition)) push(into, value, at);
  doubtNone(into, body, 'role definitions');
  return into;
}

function push(into: Reading, value: v.InferOutput<typeof definition>, at: string): void {
  const { id, rolePermissions } = value;
  const plain = rolePermissions.filter((each) => each.condition === null);
  const limited = rolePermissions.flatMap((each) =>
    each.condition === null ? [] : each.allowedResourceActions.map((action) => `${each.condition}|${action}`),
  );
  const fact: RoleDefinitionFact = {
    type: 'role-definition',
    id,
    templateId: value.templateId ?? id,
    name: value.displayName ?? id,
    builtIn: value.isBuiltIn,
    enabled: value.isEnabled,
    privileged: value.isPrivileged,
    actions: sorted(plain.flatMap((each) => each.allowedResourceActions)),
    conditional: sorted(limited),
  };
  tell(into, 'policy', `role|${id}`, fact, at);
  if (rolePermissions.some((each) => (each.excludedResourceActions?.length ?? 0) > 0)) {
    missing(
      into,
      'unsupported',
      `role ${fact.name} excludes actions, which is not worked out: it counts as allowing them`,
      `${at}/rolePermissions`,
    );
  }
}

function sorted(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort(byCodeUnit);
}
