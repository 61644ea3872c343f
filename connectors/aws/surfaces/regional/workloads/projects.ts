import * as v from 'valibot';
import type { Json } from '../../../../../src/base/json.ts';
import { isJsonObject } from '../../../../../src/base/json.ts';
import type { Mapped, Surface } from '../../../../../src/contract/connector.ts';
import type { Task } from '../../../../../src/model/page.ts';
import type { Reading } from '../../../../../src/contract/reading.ts';
import { elements, lost, notUnderstood, reading } from '../../../../../src/contract/reading.ts';
import { arnOf, follow, name } from '../fields.ts';
import { aboutWorkloads, listArgs, optionalRole, tellWorkload } from './told.ts';

export const codebuildProjects: Surface = {
  ...aboutWorkloads,
  id: 'aws:codebuild-projects',
  permission: 'codebuild:ListProjects, codebuild:BatchGetProjects',
  ifUnread: 'which build projects run as a role, and so which roles are had by a build with commands of its own',
};

const batchArgs = v.strictObject({
  call: v.literal('BatchGetProjects'),
  region: v.string(),
  projects: v.pipe(v.array(name), v.minLength(1)),
});
/** CodeBuild API reference, Project. */
const project = v.looseObject({ arn: arnOf('codebuild'), name, serviceRole: optionalRole });
const notFound = v.looseObject({ projectsNotFound: v.nullish(v.array(name), []) });

/** Maps a page of names, or what is told of up to a hundred projects. */
export function mapProjects(task: Task, body: Json): Mapped {
  const batch = v.safeParse(batchArgs, task.args);
  const into = reading(task);
  if (batch.success) {
    readBatch(into, batch.output, body);
    return into;
  }
  const asked = listArgs(task, 'ListProjects');
  if (asked === undefined) return notUnderstood(task);
  // a page has a hundred names at most, which is what one question may name (CodeBuild API reference)
  const projects = elements(into, body, 'projects', name).map(({ value }) => value);
  if (projects.length > 0) into.spawns.push(follow(into, { call: 'BatchGetProjects', region: asked.region, projects }));
  return into;
}

function readBatch(into: Reading, { region, projects }: v.InferOutput<typeof batchArgs>, body: Json): void {
  const missing = new Set(projects);
  for (const { value, at } of elements(into, body, 'projects', project)) {
    if (!missing.delete(value.name)) {
      lost(into, `the answer is about ${JSON.stringify(value.name)}, which was not asked for`, at);
      continue;
    }
    tellWorkload(into, region, at, {
      arn: value.arn,
      kind: 'build-project',
      name: value.name,
      role: value.serviceRole,
      instanceProfile: null,
      usable: true,
    });
  }
  // deleted since they were listed
  const gone = v.safeParse(notFound, isJsonObject(body) ? body : {});
  for (const each of gone.success ? gone.output.projectsNotFound : []) missing.delete(each);
  // what did not parse has its own gap already
  if (missing.size > 0 && into.gaps.length === 0) {
    lost(into, `the answer says nothing of ${[...missing].map((each) => JSON.stringify(each)).join(', ')}`, '');
  }
}
