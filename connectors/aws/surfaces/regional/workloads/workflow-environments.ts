import * as v from 'valibot';
import { arnOf, name } from '../fields.ts';
import { oneByOne } from './one-by-one.ts';
import { roleArn } from './told.ts';

/** Amazon MWAA API reference, ListEnvironments and Environment. */
const environment = v.looseObject({ Name: name, Arn: arnOf('airflow'), Status: name, ExecutionRoleArn: roleArn });

export const workflowEnvironments = oneByOne({
  surface: {
    id: 'aws:mwaa-environments',
    ifUnread: 'which workflow environments run as a role, and so which roles are had by having one run other workflows',
  },
  service: 'airflow',
  kind: 'workflow-environment',
  called: 'workflow environment',
  list: {
    call: 'ListEnvironments',
    member: 'Environments',
    each: v.pipe(
      name,
      v.transform((id) => ({ id, arn: null })),
    ),
  },
  one: {
    call: 'GetEnvironment',
    about: 'environment',
    member: 'Environment',
    told: v.pipe(
      environment,
      v.transform((told) => ({ id: told.Name, arn: told.Arn, name: told.Name, status: told.Status, role: told.ExecutionRoleArn })),
    ),
  },
  there: new Set(['AVAILABLE', 'CREATING', 'CREATING_SNAPSHOT', 'MAINTENANCE', 'ROLLING_BACK', 'UPDATE_FAILED', 'UPDATING']),
  // of one that is UNAVAILABLE or PENDING the reference does not tell whether it will run
  over: new Set(['CREATE_FAILED', 'DELETED', 'DELETING']),
});
