import * as v from 'valibot';
import { arnOf, name } from '../fields.ts';
import { oneByOne } from './one-by-one.ts';
import { optionalRole } from './told.ts';

const arn = arnOf('apprunner');
/** App Runner API reference, ServiceSummary, Service, InstanceConfiguration. */
const summary = v.looseObject({ ServiceArn: arn });
const service = v.looseObject({
  ServiceArn: arn,
  ServiceName: name,
  Status: name,
  InstanceConfiguration: v.looseObject({ InstanceRoleArn: optionalRole }),
});

export const appServices = oneByOne({
  surface: {
    id: 'aws:apprunner-services',
    ifUnread: 'which services of App Runner run as a role, and so which roles are had by changing the code of one',
  },
  service: 'apprunner',
  kind: 'app-service',
  called: 'service',
  list: {
    call: 'ListServices',
    member: 'ServiceSummaryList',
    each: v.pipe(
      summary,
      v.transform(({ ServiceArn: id }) => ({ id, arn: id })),
    ),
  },
  one: {
    call: 'DescribeService',
    about: 'app',
    member: 'Service',
    told: v.pipe(
      service,
      v.transform((told) => ({
        id: told.ServiceArn,
        arn: told.ServiceArn,
        name: told.ServiceName,
        status: told.Status,
        role: told.InstanceConfiguration.InstanceRoleArn,
      })),
    ),
  },
  there: new Set(['OPERATION_IN_PROGRESS', 'PAUSED', 'RUNNING']),
  over: new Set(['CREATE_FAILED', 'DELETED', 'DELETE_FAILED']),
});
