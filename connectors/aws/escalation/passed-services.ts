import type { EscalationMethod } from './method.ts';
import { method, on } from './method.ts';
import { make, passing, tasks, to } from './passing.ts';

const docs = 'https://docs.aws.amazon.com/';
const ssm = to('ssm.amazonaws.com');
const sagemaker = to('sagemaker.amazonaws.com');
const pods = to('pods.eks.amazonaws.com', { passedTo: ['pods.eks.amazonaws.com', 'eks.amazonaws.com'] });
const devices = to('credentials.iot.amazonaws.com', { passedTo: ['credentials.iot.amazonaws.com', 'iot.amazonaws.com'] });
const pipelines = to('codepipeline.amazonaws.com');

const certificates = to('rolesanywhere.amazonaws.com');
const newCertificates = to('rolesanywhere.amazonaws.com', { isNew: true });

const anchorDocs = `${docs}rolesanywhere/latest/userguide/trust-model.html`;
const windowDocs = `${docs}systems-manager/latest/userguide/configuring-maintenance-window-permissions-console.html`;
const podDocs = `${docs}eks/latest/userguide/pod-id-association.html`;
const deviceDocs = `${docs}iot/latest/developerguide/authorizing-direct-aws.html`;
const automation = 'a document, a function or a state machine is there that does what the holder wants when it is run as the role';
const inPod = 'the agent for pod identities runs in the cluster, and the holder can run a pod there with the service account';
const source = 'a source is there that the role may read and the holder may change, and a bucket for what the pipeline makes';
const image = 'an image is there, or a bucket, that the role may read the code from';
const unlisted = 'No catalogue id.';
const inForce = 'a profile of its region names the role and is in force';
const unpassed = `${unlisted} No role is passed: the profile has it already. Where profiles were read, only roles that one names are told.`;
const passedToUnknown = `${unlisted} What the role is passed to is not documented.`;
const reading = 'the service takes the role of whoever may not read it, though its documentation lists iam:GetRole beside iam:PassRole';

/** Ways in which a principal hands a role to a service, which the catalogue has not. */
export const passedToServices: readonly EscalationMethod[] = [
  passing(
    'pass-role-to-new-maintenance-window',
    'have a new automation run as a role, by a new maintenance window',
    ssm,
    [
      ...make('automation-document', 'ssm:CreateDocument'),
      on({ any: 'none' }, 'ssm:CreateMaintenanceWindow'),
      ...make('maintenance-window', 'ssm:RegisterTaskWithMaintenanceWindow'),
    ],
    {
      handedIn: 'ssm:RegisterTaskWithMaintenanceWindow',
      source: windowDocs,
      note: `${unlisted} A task that runs an automation may be registered without a target, so ssm:RegisterTargetWithMaintenanceWindow is not needed.`,
    },
  ),
  passing(
    'pass-role-to-maintenance-task',
    'have a new task of a maintenance window run as a role',
    ssm,
    [on({ any: 'maintenance-window' }, 'ssm:RegisterTaskWithMaintenanceWindow')],
    { source: windowDocs, untold: ['a maintenance window is there', automation], note: unlisted },
  ),
  passing(
    'pass-role-to-changed-maintenance-task',
    'have a task of a maintenance window run as another role',
    ssm,
    [
      on({ any: 'maintenance-window' }, 'ssm:UpdateMaintenanceWindowTask'),
      on({ any: 'maintenance-task' }, 'ssm:UpdateMaintenanceWindowTask'),
    ],
    { source: windowDocs, untold: ['a maintenance window with a task is there', automation], note: unlisted },
  ),
  passing(
    'pass-role-to-named-automation',
    'run an existing automation as a role',
    ssm,
    [on({ any: 'ssm-document' }, 'ssm:StartAutomationExecution'), on({ any: 'automation-execution' }, 'ssm:StartAutomationExecution')],
    {
      source: `${docs}systems-manager/latest/userguide/automation-setup-iam.html`,
      untold: ['a document is there that takes a role, and does what the holder wants as it'],
      note: unlisted,
    },
  ),
  passing(
    'pass-role-to-activation',
    'register a machine of its own as a managed node of a role',
    ssm,
    [on({ any: 'none' }, 'ssm:CreateActivation')],
    {
      source: `${docs}systems-manager/latest/userguide/hybrid-activation-managed-nodes.html`,
      note: `${unlisted} The agent on the machine gets credentials of the role.`,
    },
  ),
  passing(
    'pass-role-to-pods',
    'associate a role with pods of a cluster',
    pods,
    [on({ any: 'kubernetes-cluster' }, 'eks:CreatePodIdentityAssociation')],
    { source: podDocs, untold: ['an EKS cluster is there', inPod], note: passedToUnknown },
  ),
  passing(
    'pass-role-to-associated-pods',
    'associate another role with pods of a cluster',
    pods,
    [on({ any: 'pod-association' }, 'eks:UpdatePodIdentityAssociation')],
    { source: podDocs, untold: ['an association of pods is there', inPod], note: passedToUnknown },
  ),
  passing(
    'pass-role-to-identity-pool',
    'have an identity pool hand out a role',
    to('cognito-identity.amazonaws.com'),
    [on({ any: 'none' }, 'cognito-identity:SetIdentityPoolRoles')],
    {
      source: `${docs}cognito/latest/developerguide/role-trust-and-permissions.html`,
      untold: ['the pool that the trust policy of the role names is of the account, and the holder may sign in to it'],
      note: `${unlisted} A role that takes sign-ins from pools names the pool; of a role that names none, any pool of any account will do.`,
    },
  ),
  passing(
    'pass-role-to-new-delivery-pipeline',
    'run a new delivery pipeline as a role',
    pipelines,
    make('delivery-pipeline', 'codepipeline:CreatePipeline'),
    {
      source: `${docs}codepipeline/latest/APIReference/API_CreatePipeline.html`,
      untold: [source],
      note: `${unlisted} A pipeline starts when it is made, and its actions are those of the role.`,
    },
  ),
  passing(
    'pass-role-to-delivery-pipeline',
    'run an existing delivery pipeline as another role',
    pipelines,
    [on({ any: 'delivery-pipeline' }, 'codepipeline:UpdatePipeline')],
    {
      source: `${docs}codepipeline/latest/APIReference/API_UpdatePipeline.html`,
      untold: ['a pipeline is there that takes another role', source],
      note: `${unlisted} The user guide says that a pipeline keeps its role, the call takes one all the same.`,
    },
  ),
  passing(
    'pass-role-to-role-alias',
    'have devices get credentials of a role by a new alias of it',
    devices,
    [
      ...make('role-alias', 'iot:CreateRoleAlias'),
      on({ any: 'none' }, 'iot:CreateKeysAndCertificate'),
      ...make('device-policy', 'iot:CreatePolicy'),
      on({ any: 'device-certificate' }, 'iot:AttachPolicy'),
    ],
    { source: deviceDocs, untold: [reading], note: passedToUnknown },
  ),
  passing(
    'pass-role-to-existing-alias',
    'have devices get credentials of another role by an alias',
    devices,
    [on({ any: 'role-alias' }, 'iot:UpdateRoleAlias')],
    { source: deviceDocs, untold: ['an alias is there, and the holder has a certificate that may use it', reading], note: passedToUnknown },
  ),
  passing(
    'pass-role-to-new-work-group',
    'run code in a new work group as a role',
    to('athena.amazonaws.com'),
    make('work-group', 'athena:CreateWorkGroup', 'athena:StartSession', 'athena:StartCalculationExecution'),
    {
      source: `${docs}athena/latest/ug/notebooks-spark-getting-started.html`,
      untold: ['a bucket is there that the role may write the results to'],
      note: unlisted,
    },
  ),
  passing(
    'pass-role-to-new-model-endpoint',
    'run a model of its own on a new endpoint as a role',
    sagemaker,
    [
      ...make('model', 'sagemaker:CreateModel'),
      ...make('model-endpoint-configuration', 'sagemaker:CreateEndpointConfig', 'sagemaker:CreateEndpoint'),
      ...make('model-endpoint', 'sagemaker:CreateEndpoint'),
    ],
    { source: `${docs}sagemaker/latest/dg/sagemaker-roles.html`, untold: [image], note: unlisted },
  ),
  passing(
    'pass-role-to-transform-job',
    'run a model of its own in a batch job as a role',
    sagemaker,
    [...make('model', 'sagemaker:CreateModel'), ...make('transform-job', 'sagemaker:CreateTransformJob')],
    { source: `${docs}sagemaker/latest/dg/sagemaker-roles.html`, untold: [image], note: unlisted },
  ),
  passing(
    'pass-role-to-tuning-job',
    'run the training jobs of a tuning job as a role',
    sagemaker,
    make('tuning-job', 'sagemaker:CreateHyperParameterTuningJob'),
    { source: `${docs}sagemaker/latest/dg/sagemaker-roles.html`, untold: [image], note: unlisted },
  ),
  passing(
    'pass-role-to-new-model-pipeline',
    'run the jobs of a new pipeline of models as a role',
    sagemaker,
    make('model-pipeline', 'sagemaker:CreatePipeline', 'sagemaker:StartPipelineExecution'),
    {
      source: `${docs}sagemaker/latest/dg/build-and-manage-access.html`,
      untold: [image, 'the role may start the jobs of a pipeline'],
      note: unlisted,
    },
  ),
  passing(
    'pass-role-to-studio-user',
    'work in a domain of SageMaker as a role',
    sagemaker,
    make('studio-user', 'sagemaker:CreateUserProfile', 'sagemaker:CreatePresignedDomainUrl'),
    {
      source: `${docs}sagemaker/latest/dg/domain-user-profile-add.html`,
      untold: ['a domain is there, and an application can be started in it'],
      note: unlisted,
    },
  ),
  passing(
    'pass-role-to-new-model-cluster',
    'run commands on the instances of a new cluster for models as a role',
    sagemaker,
    make('model-cluster', 'sagemaker:CreateCluster'),
    {
      source: `${docs}sagemaker/latest/dg/sagemaker-hyperpod-prerequisites-iam.html`,
      untold: ['a bucket is there that the role may read the commands from, and the account has a quota of such instances'],
      note: unlisted,
    },
  ),
  passing(
    'pass-role-to-launch-configuration',
    'run instances of a new group as a role',
    to('ec2.amazonaws.com', { inProfile: true }),
    [
      ...make('launch-configuration', 'autoscaling:CreateLaunchConfiguration'),
      ...make('scaling-group', 'autoscaling:CreateAutoScalingGroup'),
    ],
    {
      source: `${docs}autoscaling/ec2/userguide/us-iam-role.html`,
      untold: ['the account is so old that it may still make launch configurations'],
      note: `${unlisted} With a launch template the holder needs ec2:RunInstances, as in pass-role-to-new-instance.`,
    },
  ),
  passing(
    'pass-role-to-desktop',
    'work on a new image builder as a role',
    to('appstream.amazonaws.com'),
    [
      ...make('desktop-image-builder', 'appstream:CreateImageBuilder', 'appstream:CreateImageBuilderStreamingURL'),
      on({ any: 'desktop-image' }, 'appstream:CreateImageBuilder'),
    ],
    {
      source: `${docs}appstream2/latest/developerguide/using-iam-roles-to-grant-permissions-to-applications-scripts-streaming-instances.html`,
      note: unlisted,
    },
  ),
  passing(
    'pass-role-to-new-rest-api',
    'have calls made as a role by a new REST API',
    to('apigateway.amazonaws.com'),
    [on({ any: 'list-of-rest-apis' }, 'apigateway:POST'), ...make('rest-api', 'apigateway:POST')],
    {
      source: `${docs}apigateway/latest/developerguide/api-gateway-api-integration-types.html`,
      note: `${unlisted} One call makes the API of a description, with the role in it; another deploys it, open to everybody.`,
    },
  ),
  passing(
    'pass-role-to-new-graph-api',
    'have calls made as a role by a new GraphQL API',
    to('appsync.amazonaws.com'),
    [
      on({ any: 'none' }, 'appsync:CreateGraphqlApi'),
      on({ any: 'none' }, 'appsync:StartSchemaCreation'),
      on({ any: 'none' }, 'appsync:CreateDataSource'),
      on({ any: 'none' }, 'appsync:CreateResolver'),
      on({ any: 'none' }, 'appsync:CreateApiKey'),
    ],
    {
      handedIn: 'appsync:CreateDataSource',
      source: `${docs}appsync/latest/devguide/tutorial-http-resolvers.html`,
      note: `${unlisted} A data source that is an HTTP endpoint of AWS is called with requests that are signed as the role.`,
    },
  ),
  passing(
    'pass-role-to-new-resource-type',
    'have code of its own run as a role by a new type of resources',
    to('resources.cloudformation.amazonaws.com', { passedTo: ['resources.cloudformation.amazonaws.com', 'cloudformation.amazonaws.com'] }),
    [on({ any: 'none' }, 'cloudformation:RegisterType'), ...make('stack', 'cloudformation:CreateStack')],
    {
      source: `${docs}AWSCloudFormation/latest/APIReference/API_RegisterType.html`,
      untold: ['a bucket is there that the holder may upload the code to'],
      note: passedToUnknown,
    },
  ),
  passing(
    'pass-role-to-cloud-control',
    'have a resource made as a role',
    to('cloudformation.amazonaws.com', {
      trusts: ['cloudformation.amazonaws.com', 'cloudcontrolapi.amazonaws.com'],
      passedTo: ['cloudformation.amazonaws.com', 'cloudcontrolapi.amazonaws.com'],
    }),
    [on({ any: 'none' }, 'cloudformation:CreateResource', 'cloudformation:UpdateResource')],
    {
      source: `${docs}cloudcontrolapi/latest/APIReference/API_CreateResource.html`,
      untold: ['the role trusts the name under which Cloud Control API acts, which is not documented'],
      note: unlisted,
    },
  ),
  passing(
    'pass-role-to-changed-service',
    'run the tasks of an existing service as another role',
    tasks,
    [...make('task-definition', 'ecs:RegisterTaskDefinition'), on({ any: 'service' }, 'ecs:UpdateService')],
    { source: `${docs}AmazonECS/latest/APIReference/API_UpdateService.html`, untold: ['an ECS service is there'], note: unlisted },
  ),
  passing(
    'pass-role-to-job-of-application',
    'run a job of an existing EMR Serverless application as a role',
    to('emr-serverless.amazonaws.com'),
    [on({ any: 'emr-application' }, 'emr-serverless:StartJobRun')],
    {
      source: `${docs}emr/latest/EMR-Serverless-UserGuide/security-iam-runtime-role.html`,
      untold: ['an EMR Serverless application is there', 'a bucket is there that the role may read the code from'],
      note: unlisted,
    },
  ),
  passing(
    'pass-role-to-schedule',
    'have the calls of an existing schedule made as another role',
    to('scheduler.amazonaws.com'),
    [on({ any: 'schedule' }, 'scheduler:UpdateSchedule')],
    { source: `${docs}scheduler/latest/APIReference/API_UpdateSchedule.html`, untold: ['a schedule is there'], note: unlisted },
  ),
  passing(
    'pass-role-to-analytics-application',
    'run an existing stream application as another role',
    to('kinesisanalytics.amazonaws.com'),
    [on({ any: 'analytics-application' }, 'kinesisanalytics:UpdateApplication')],
    {
      source: `${docs}managed-flink/latest/apiv2/API_UpdateApplication.html`,
      untold: ['an application is there', 'a bucket is there that the role may read the code from'],
      note: unlisted,
    },
  ),
  passing(
    'pass-role-to-new-trust-anchor',
    'sign in to a role with certificates of its own, by a new trust anchor and a new profile',
    newCertificates,
    [on({ any: 'none' }, 'rolesanywhere:CreateTrustAnchor'), on({ any: 'none' }, 'rolesanywhere:CreateProfile')],
    {
      handedIn: 'rolesanywhere:CreateProfile',
      source: anchorDocs,
      note: `${unlisted} The trust anchor believes whatever certificate authority its maker names. Both can be made in force.`,
    },
  ),
  passing(
    'pass-role-to-profile-with-new-trust-anchor',
    'sign in to a role with certificates of its own, by a new trust anchor and a profile that it changes',
    newCertificates,
    [on({ any: 'none' }, 'rolesanywhere:CreateTrustAnchor'), on({ any: 'anywhere-profile' }, 'rolesanywhere:UpdateProfile')],
    { handedIn: 'rolesanywhere:UpdateProfile', source: anchorDocs, untold: ['a profile is there and in force'], note: unlisted },
  ),
  method(
    'new-trust-anchor-for-profile',
    'passed-role',
    'sign in to a role that a profile names with certificates of its own, by a new trust anchor',
    [on({ any: 'none' }, 'rolesanywhere:CreateTrustAnchor')],
    {
      passed: { ...newCertificates, isNamed: true, handedIn: 'rolesanywhere:CreateTrustAnchor' },
      source: anchorDocs,
      untold: [inForce],
      note: unpassed,
    },
  ),
  method(
    'changed-trust-anchor-for-profile',
    'passed-role',
    'sign in to a role that a profile names with certificates of its own, by a trust anchor that it changes',
    [on({ any: 'trust-anchor' }, 'rolesanywhere:UpdateTrustAnchor')],
    {
      passed: { ...certificates, isNamed: true, handedIn: 'rolesanywhere:UpdateTrustAnchor' },
      source: anchorDocs,
      untold: ['a trust anchor that the role takes certificates of is there and in force', inForce],
      note: unpassed,
    },
  ),
  passing(
    'pass-role-to-changed-trust-anchor',
    'sign in to a role with certificates of its own, by a trust anchor that it changes and a new profile',
    certificates,
    [on({ any: 'trust-anchor' }, 'rolesanywhere:UpdateTrustAnchor'), on({ any: 'none' }, 'rolesanywhere:CreateProfile')],
    {
      handedIn: 'rolesanywhere:CreateProfile',
      source: anchorDocs,
      untold: ['a trust anchor is there and in force that the role takes certificates of'],
      note: unlisted,
    },
  ),
  passing(
    'pass-role-to-profile-with-changed-trust-anchor',
    'sign in to a role with certificates of its own, by a trust anchor and a profile that it changes',
    certificates,
    [on({ any: 'trust-anchor' }, 'rolesanywhere:UpdateTrustAnchor'), on({ any: 'anywhere-profile' }, 'rolesanywhere:UpdateProfile')],
    {
      handedIn: 'rolesanywhere:UpdateProfile',
      source: anchorDocs,
      untold: ['a trust anchor that the role takes certificates of is there and in force, and a profile'],
      note: unlisted,
    },
  ),
];
