import * as v from 'valibot';
import type { Json } from '../../../../../src/base/json.ts';
import type { Mapped, Surface } from '../../../../../src/contract/connector.ts';
import type { Task } from '../../../../../src/model/page.ts';
import { isAsked, isOwnIfTold } from '../../asked.ts';
import { elements, errorName, notUnderstood, reading, shaped } from '../../../../../src/contract/reading.ts';
import { arnOf, follow, name, optional } from '../fields.ts';
import { aboutWorkloads, listArgs, oneArgs, optionalRole, tellWorkload, usableBy } from './told.ts';

/** The browser that AWS itself provides runs as no role of the account and is not asked for. */
export const bedrockBrowsers: Surface = {
  ...aboutWorkloads,
  id: 'aws:bedrock-browsers',
  permission: 'bedrock-agentcore:ListBrowsers, bedrock-agentcore:GetBrowser',
  ifUnread: 'which browsers of Bedrock AgentCore run as a role, and so which roles are had by driving one',
};

/** Bedrock AgentCore Control API reference, BrowserSummary and GetBrowser. */
const summary = v.looseObject({ browserId: name, browserArn: optional });
const browser = v.looseObject({
  browserId: name,
  browserArn: arnOf('bedrock-agentcore'),
  name,
  status: name,
  executionRoleArn: optionalRole,
});
const there: ReadonlySet<string> = new Set(['CREATING', 'READY']);
const over: ReadonlySet<string> = new Set(['CREATE_FAILED', 'DELETED', 'DELETING']);

/** Maps a page of the list of browsers, or what is told of one. */
export function mapBrowsers(task: Task, body: Json): Mapped {
  const into = reading(task);
  const one = oneArgs(task, 'GetBrowser', 'browser');
  if (one === undefined) {
    const asked = listArgs(task, 'ListBrowsers');
    if (asked === undefined) return notUnderstood(task);
    for (const { value, at } of elements(into, body, 'browserSummaries', summary)) {
      if (!isOwnIfTold(into, value.browserArn, at)) continue;
      into.spawns.push(follow(into, { call: 'GetBrowser', region: asked.region, browser: value.browserId }));
    }
    return into;
  }
  // deleted since the browsers were listed
  if (errorName(body) === 'ResourceNotFoundException') return into;
  const value = shaped(into, browser, body, `browser ${one.about} could not be read`, '');
  if (value === undefined || !isAsked(into, one.about, value.browserId, '')) return into;
  tellWorkload(into, one.region, '', {
    arn: value.browserArn,
    kind: 'browser',
    name: value.name,
    role: value.executionRoleArn,
    instanceProfile: null,
    usable: usableBy(value.status, there, over),
  });
  return into;
}
