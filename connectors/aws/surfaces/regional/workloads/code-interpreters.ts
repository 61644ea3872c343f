import * as v from 'valibot';
import type { Json } from '../../../../../src/base/json.ts';
import type { Mapped, Surface } from '../../../../../src/contract/connector.ts';
import type { Task } from '../../../../../src/model/page.ts';
import { isAsked, isOwnIfTold } from '../../asked.ts';
import { elements, errorName, notUnderstood, reading, shaped } from '../../../../../src/contract/reading.ts';
import { arnOf, follow, name, optional } from '../fields.ts';
import { aboutWorkloads, listArgs, oneArgs, optionalRole, tellWorkload, usableBy } from './told.ts';

/** The interpreter that AWS itself provides runs as no role of the account and is not asked for. */
export const bedrockCodeInterpreters: Surface = {
  ...aboutWorkloads,
  id: 'aws:bedrock-code-interpreters',
  permission: 'bedrock-agentcore:ListCodeInterpreters, bedrock-agentcore:GetCodeInterpreter',
  ifUnread: 'which code interpreters of Bedrock AgentCore run as a role, and so which roles are had by running code in one',
};

/** Bedrock AgentCore Control API reference, CodeInterpreterSummary and GetCodeInterpreter. */
const summary = v.looseObject({ codeInterpreterId: name, codeInterpreterArn: optional });
const interpreter = v.looseObject({
  codeInterpreterId: name,
  codeInterpreterArn: arnOf('bedrock-agentcore'),
  name,
  status: name,
  executionRoleArn: optionalRole,
});
const there: ReadonlySet<string> = new Set(['CREATING', 'READY']);
const over: ReadonlySet<string> = new Set(['CREATE_FAILED', 'DELETED', 'DELETING']);

/** Maps a page of the list of interpreters, or what is told of one. */
export function mapCodeInterpreters(task: Task, body: Json): Mapped {
  const into = reading(task);
  const one = oneArgs(task, 'GetCodeInterpreter', 'interpreter');
  if (one === undefined) {
    const asked = listArgs(task, 'ListCodeInterpreters');
    if (asked === undefined) return notUnderstood(task);
    for (const { value, at } of elements(into, body, 'codeInterpreterSummaries', summary)) {
      if (!isOwnIfTold(into, value.codeInterpreterArn, at)) continue;
      into.spawns.push(follow(into, { call: 'GetCodeInterpreter', region: asked.region, interpreter: value.codeInterpreterId }));
    }
    return into;
  }
  // deleted since the interpreters were listed
  if (errorName(body) === 'ResourceNotFoundException') return into;
  const value = shaped(into, interpreter, body, `code interpreter ${one.about} could not be read`, '');
  if (value === undefined || !isAsked(into, one.about, value.codeInterpreterId, '')) return into;
  tellWorkload(into, one.region, '', {
    arn: value.codeInterpreterArn,
    kind: 'code-interpreter',
    name: value.name,
    role: value.executionRoleArn,
    instanceProfile: null,
    usable: usableBy(value.status, there, over),
  });
  return into;
}
