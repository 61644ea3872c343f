import type { DumpFormat } from '../../src/contract/connector.ts';
import { cutDetails } from './dumps/details-file.ts';
import { cutReport } from './dumps/report-file.ts';
import { cutTrailFile } from './dumps/trail-file.ts';

/** Files the AWS CLI writes, by what they are. */
export const awsDumps: readonly DumpFormat[] = [
  {
    id: 'aws-authorization-details',
    describes: 'users, groups, roles and policies of one or more AWS accounts, as the AWS CLI prints them',
    command: 'aws iam get-account-authorization-details > authorization-details.json',
    cut: cutDetails,
  },
  {
    id: 'aws-credential-report',
    describes: 'the credential report of an AWS account, as the AWS CLI prints it or as CSV',
    command: 'aws iam generate-credential-report && aws iam get-credential-report > credential-report.json',
    cut: cutReport,
  },
  {
    id: 'aws-cloudtrail',
    describes: 'what was done in one or more AWS accounts: files that a trail wrote, or events as the AWS CLI prints them',
    command: 'aws s3 cp --recursive s3://BUCKET/AWSLogs/ACCOUNT/CloudTrail/ logs/',
    cut: cutTrailFile,
  },
];
