import * as v from 'valibot';
import { errorName } from '../../../../../src/contract/reading.ts';
import { arnOf, name, optional } from '../fields.ts';
import { oneByOne } from './one-by-one.ts';
import { errorMessage, roleArn } from './told.ts';

/** SageMaker API reference, NotebookInstanceSummary and DescribeNotebookInstance. */
const summary = v.looseObject({ NotebookInstanceName: name, NotebookInstanceArn: optional });
const notebook = v.looseObject({
  NotebookInstanceArn: arnOf('sagemaker'),
  NotebookInstanceName: name,
  NotebookInstanceStatus: name,
  RoleArn: roleArn,
});

/** SageMaker answers so about a notebook that is not there, and about all else that is wrong with a request. */
export const notebookFault = 'ValidationException';

export const notebooks = oneByOne({
  surface: {
    id: 'aws:sagemaker-notebooks',
    ifUnread: 'which notebooks of SageMaker run as a role, and so which roles are had by opening one',
  },
  service: 'sagemaker',
  kind: 'notebook',
  called: 'notebook',
  list: {
    call: 'ListNotebookInstances',
    member: 'NotebookInstances',
    each: v.pipe(
      summary,
      v.transform((each) => ({ id: each.NotebookInstanceName, arn: each.NotebookInstanceArn })),
    ),
  },
  one: {
    call: 'DescribeNotebookInstance',
    about: 'notebook',
    member: null,
    told: v.pipe(
      notebook,
      v.transform((told) => ({
        id: told.NotebookInstanceName,
        arn: told.NotebookInstanceArn,
        name: told.NotebookInstanceName,
        status: told.NotebookInstanceStatus,
        role: told.RoleArn,
      })),
    ),
  },
  // any other fault does not parse as a notebook
  isGone: (body) => errorName(body) === notebookFault && errorMessage(body).includes('RecordNotFound'),
  there: new Set(['InMaintenance', 'InService', 'Pending', 'PendingMaintenance', 'Stopped', 'Stopping', 'Updating']),
  // of one that failed the reference does not tell whether it can be started again
  over: new Set(['Deleting']),
});
