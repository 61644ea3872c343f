import * as v from 'valibot';
import type { Json } from '../../../../../src/base/json.ts';
import type { Mapped, Surface } from '../../../../../src/contract/connector.ts';
import type { Task } from '../../../../../src/model/page.ts';
import { isAsked, isOwnIfTold } from '../../asked.ts';
import { elements, errorName, notUnderstood, reading, shaped } from '../../../../../src/contract/reading.ts';
import { arnOf, follow, name, optional } from '../fields.ts';
import { aboutWorkloads, errorMessage, listArgs, oneArgs, roleArn, tellWorkload, usableBy } from './told.ts';

export const sagemakerNotebooks: Surface = {
  ...aboutWorkloads,
  id: 'aws:sagemaker-notebooks',
  permission: 'sagemaker:ListNotebookInstances, sagemaker:DescribeNotebookInstance',
  ifUnread: 'which notebooks of SageMaker run as a role, and so which roles are had by opening one',
};

/** SageMaker API reference, NotebookInstanceSummary and DescribeNotebookInstance. */
const summary = v.looseObject({ NotebookInstanceName: name, NotebookInstanceArn: optional });
const notebook = v.looseObject({
  NotebookInstanceArn: arnOf('sagemaker'),
  NotebookInstanceName: name,
  NotebookInstanceStatus: name,
  RoleArn: roleArn,
});
const there: ReadonlySet<string> = new Set([
  'InMaintenance',
  'InService',
  'Pending',
  'PendingMaintenance',
  'Stopped',
  'Stopping',
  'Updating',
]);
// of one that failed the reference does not tell whether it can be started again
const going: ReadonlySet<string> = new Set(['Deleting']);

/** SageMaker answers so about a notebook that is not there, and about all else that is wrong with a request. */
export const notebookFault = 'ValidationException';

/** Maps a page of the list of notebooks, or what is told of one. */
export function mapNotebooks(task: Task, body: Json): Mapped {
  const into = reading(task);
  const one = oneArgs(task, 'DescribeNotebookInstance', 'notebook');
  if (one === undefined) {
    const asked = listArgs(task, 'ListNotebookInstances');
    if (asked === undefined) return notUnderstood(task);
    for (const { value, at } of elements(into, body, 'NotebookInstances', summary)) {
      if (!isOwnIfTold(into, value.NotebookInstanceArn, at)) continue;
      into.spawns.push(follow(into, { call: 'DescribeNotebookInstance', region: asked.region, notebook: value.NotebookInstanceName }));
    }
    return into;
  }
  // deleted since the notebooks were listed; any other fault does not parse below
  if (errorName(body) === notebookFault && errorMessage(body).includes('RecordNotFound')) return into;
  const value = shaped(into, notebook, body, `notebook ${one.about} could not be read`, '');
  if (value === undefined || !isAsked(into, one.about, value.NotebookInstanceName, '')) return into;
  tellWorkload(into, one.region, '', {
    arn: value.NotebookInstanceArn,
    kind: 'notebook',
    name: value.NotebookInstanceName,
    role: value.RoleArn,
    instanceProfile: null,
    usable: usableBy(value.NotebookInstanceStatus, there, going),
  });
  return into;
}
