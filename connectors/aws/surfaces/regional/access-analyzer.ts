import * as v from 'valibot';
import type { Json } from '../../../../src/base/json.ts';
import { isJsonObject } from '../../../../src/base/json.ts';
import type { Mapped, Surface } from '../../../../src/contract/connector.ts';
import type { Task } from '../../../../src/model/page.ts';
import { elements, errorName, notUnderstood, reading } from '../../../../src/contract/reading.ts';
import type { AnalyzerFact, AnalyzerFindingFact, NoAnalyzerFact } from './facts.ts';
import { arnOf, follow, name, optional, tell, tellEach, time } from './fields.ts';

/**
 * What the provider's own analysis says. It is made in its own time, and a region without an analyzer says nothing at all, so it proves
 * no absence. Shapes: IAM Access Analyzer API reference, AnalyzerSummary and FindingSummaryV2.
 */
export const accessAnalyzer: Surface = {
  id: 'aws:access-analyzer',
  yields: ['observation'],
  permission: 'access-analyzer:ListAnalyzers, access-analyzer:ListFindings',
  ifUnread: 'what IAM Access Analyzer found: resources open to the outside, and access that is not used',
  provesAbsence: 'no',
  role: 'describes',
  service: 'regional',
  follows: [],
};

const arn = arnOf('access-analyzer');
const listArgs = v.strictObject({ call: v.literal('ListAnalyzers'), region: v.string(), token: v.optional(v.string()) });
const findingArgs = v.strictObject({ call: v.literal('ListFindingsV2'), region: v.string(), analyzer: arn });

const analyzer = v.pipe(
  v.looseObject({ arn, type: name, status: name, lastResourceAnalyzedAt: time }),
  v.transform((given): AnalyzerFact => ({
    type: 'analyzer',
    arn: given.arn,
    looksFor: given.type,
    status: given.status,
    lastAnalyzedAt: given.lastResourceAnalyzedAt,
  })),
);

const finding = v.looseObject({
  id: name,
  findingType: optional,
  status: name,
  resource: optional,
  resourceType: name,
  resourceOwnerAccount: name,
  createdAt: time,
  updatedAt: time,
  analyzedAt: time,
});

/** Maps a page of the list of analyzers, or of one analyzer's findings. */
export function mapAccessAnalyzer(task: Task, body: Json): Mapped {
  const one = v.safeParse(findingArgs, task.args);
  if (one.success) return findingsOf(task, one.output.analyzer, body);
  const list = v.safeParse(listArgs, task.args);
  if (!list.success) return notUnderstood(task);
  const { region, token } = list.output;
  const into = reading(task);
  for (const each of tellEach(into, body, 'analyzers', analyzer, 'observation')) {
    into.spawns.push(follow(into, { call: 'ListFindingsV2', region, analyzer: each.arn }));
  }
  const next = isJsonObject(body) ? body['nextToken'] : undefined;
  if (typeof next === 'string' && next !== '') into.spawns.push(follow(into, { call: 'ListAnalyzers', region, token: next }));
  else if (token === undefined && into.facts.length === 0 && into.gaps.length === 0) {
    const none: NoAnalyzerFact = { type: 'no-analyzer', region };
    tell(into, 'observation', `${task.boundary}|${region}|no-analyzer`, none, '/analyzers');
  }
  return into;
}

function findingsOf(task: Task, source: string, body: Json): Mapped {
  const into = reading(task);
  // deleted since the analyzers were listed, and its findings with it
  if (errorName(body) === 'ResourceNotFoundException') return into;
  for (const { value, at } of elements(into, body, 'findings', finding)) {
    const fact: AnalyzerFindingFact = {
      type: 'analyzer-finding',
      id: value.id,
      analyzer: source,
      finding: value.findingType,
      status: value.status,
      resource: value.resource,
      resourceType: value.resourceType,
      owner: value.resourceOwnerAccount,
      createdAt: value.createdAt,
      updatedAt: value.updatedAt,
      analyzedAt: value.analyzedAt,
    };
    tell(into, 'observation', `${source}|${value.id}`, fact, at);
  }
  return into;
}
