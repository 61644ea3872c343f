import * as v from 'valibot';
import type { Json } from '../../src/base/json.ts';

/** Read of every account that is entered, unless the settings say otherwise. */
const ofAccounts = [
  'authorization-details',
  'credential-report',
  'role-settings',
  'account-summary',
  'access-keys',
  'login-profiles',
  'mfa-devices',
  'service-specific-credentials',
  'ssh-keys',
  'signing-certificates',
  'identity-providers',
  'delegation-requests',
  'outbound-federation',
  'trails',
  'cloudtrail-events',
] as const;

/** Asked once, in the account whose credentials are used: they speak for the organization, or for its people. */
const ofHub = [
  'organization',
  'service-control-policies',
  'resource-control-policies',
  'delegated-administrators',
  'identity-center',
  'permission-sets',
  'identity-center-directory',
  'identity-center-assignments',
  'identity-center-provisioning',
  'account-access',
] as const;

/** What runs as a role. */
export const workloadSurfaces = [
  'lambda-functions',
  'ec2-instances',
  'cloudformation-stacks',
  'codebuild-projects',
  'glue-dev-endpoints',
  'sagemaker-notebooks',
  'apprunner-services',
  'bedrock-code-interpreters',
  'bedrock-browsers',
  'stepfunctions-state-machines',
  'mwaa-environments',
  'batch-job-definitions',
  'ecs-tasks',
  'codedeploy-deployment-groups',
  'bedrock-agent-runtimes',
] as const;

/** Many calls, or calls in every region: read only where the settings name them. */
const inRegions = ['secrets', 'kms-keys', 'roles-anywhere', 'access-analyzer', ...workloadSurfaces] as const;
const onRequest = [...inRegions, 'service-last-accessed'] as const;

/** Surfaces that the live session can read, without the `aws:` of their ids; the rest comes from files or is not read. */
export const liveSurfaces = [...ofHub, ...ofAccounts, ...onRequest] as const;
export type LiveSurface = (typeof liveSurfaces)[number];
/** Asked in the account whose credentials are used, and answering for all. */
export const sharedSurfaces: readonly LiveSurface[] = [
  'organization',
  'service-control-policies',
  'resource-control-policies',
  'delegated-administrators',
  'identity-center',
];
export const accountSurfaces: readonly LiveSurface[] = [...ofAccounts, ...onRequest];
export const regionalSurfaces: readonly LiveSurface[] = inRegions;
const byDefault: readonly LiveSurface[] = [...ofHub, ...ofAccounts];

const region = v.pipe(v.string(), v.regex(/^[a-z]{2}(-[a-z0-9]+)+-\d+$/, 'a region looks like eu-central-1'));
const account = v.pipe(v.string(), v.regex(/^\d{12}$/, 'an account id has twelve digits; write it in quotes'));

const settings = v.object({
  partition: v.pipe(
    v.optional(v.picklist(['aws', 'aws-us-gov', 'aws-cn']), 'aws'),
    v.description('Partition the account is in. It decides the default region and the endpoints.'),
  ),
  region: v.pipe(
    v.optional(region),
    v.description(
      'Region the SDK signs for. IAM is global in a partition. Default: AWS_REGION, AWS_DEFAULT_REGION, then the first region of the partition.',
    ),
  ),
  profile: v.pipe(
    v.optional(v.pipe(v.string(), v.minLength(1))),
    v.description('Profile of the shared AWS configuration files. Default: what the SDK finds by itself.'),
  ),
  role: v.pipe(
    v.optional(v.pipe(v.string(), v.regex(/^[\w+=,.@/-]{1,512}$/, 'a role name, with its path where it has one'))),
    v.description(
      'Name of the read-only role to assume in every other account of the organization, its path before it: audit/vestige. Without it only the account of the credentials is read, and what hangs above it.',
    ),
  ),
  externalId: v.pipe(
    v.optional(v.pipe(v.string(), v.regex(/^[\w+=,.@:/-]{2,1224}$/, 'an external id has 2 to 1,224 letters, digits or +=,.@:/-'))),
    v.description('External id that the role of the accounts demands. It is no secret, and is kept in the capture.'),
  ),
  accounts: v.pipe(
    v.optional(v.pipe(v.array(account), v.minLength(1), v.readonly())),
    v.description('Only these accounts. Default: every active account of the organization.'),
  ),
  excludeAccounts: v.pipe(v.optional(v.pipe(v.array(account), v.readonly()), []), v.description('Accounts that are not entered.')),
  regions: v.pipe(
    v.optional(v.pipe(v.array(region), v.readonly()), []),
    v.description(`Regions in which regional surfaces are read (${inRegions.join(', ')}): nothing is said of others.`),
  ),
  identityCenterRegion: v.pipe(v.optional(region), v.description('Region of IAM Identity Center. Default: that of `region`.')),
  assignments: v.pipe(
    v.optional(v.picklist(['fewest-calls', 'by-principal', 'by-account']), 'fewest-calls'),
    v.description(
      'How assignments of IAM Identity Center are listed: for each user and group (the management account only), or for each permission set and account. Default: what needs fewer calls.',
    ),
  ),
  cloudTrailDays: v.pipe(
    v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(90)), 30),
    v.description('How far back the event history of CloudTrail is read, days; AWS keeps 90. 0: not at all. Default: 30'),
  ),
  cloudTrailTells: v.pipe(
    v.optional(v.picklist(['changes', 'use']), 'changes'),
    v.description(
      'What is read of the event history: only what changed something, or all management events, by which is known who did anything at all. Default: changes',
    ),
  ),
  brokers: v.pipe(
    v.optional(v.pipe(v.array(v.pipe(v.string(), v.minLength(1))), v.readonly()), []),
    v.description(
      'Roles and users, by ARN or name, that a broker of access acts as: what they change in the event history, the broker changed.',
    ),
  ),
  surfaces: v.pipe(
    v.optional(v.pipe(v.array(v.picklist(liveSurfaces)), v.minLength(1), v.readonly()), [...byDefault]),
    v.description('What is read from live accounts. A surface left out is excluded, and the report says what it then cannot tell.'),
  ),
});

export const awsSettings = v.pipe(
  settings,
  v.check(
    (given) => given.regions.length > 0 || !given.surfaces.some((each) => regionalSurfaces.includes(each)),
    `regions: must name at least one region where surfaces has one of ${regionalSurfaces.join(', ')}`,
  ),
);

export type AwsSettings = v.InferOutput<typeof awsSettings>;

/** The settings' JSON form; they hold no secret. */
export function settingsJson(given: AwsSettings): Json {
  return { ...given };
}
