/** Things that methods make, or use any one of. `{p}` = partition, `{a}` = account. Formats: Service Authorization Reference. */
const things = {
  /** The action takes no resource and is authorised on `*` only. */
  none: '*',
  user: 'arn:{p}:iam::{a}:user/*',
  role: 'arn:{p}:iam::{a}:role/*',
  function: 'arn:{p}:lambda:*:{a}:function:*',
  /** Of any account; what is read is a version of one. */
  layer: 'arn:{p}:lambda:*:*:layer:*',
  instance: 'arn:{p}:ec2:*:{a}:instance/*',
  image: 'arn:{p}:ec2:*::image/*',
  subnet: 'arn:{p}:ec2:*:{a}:subnet/*',
  'network-interface': 'arn:{p}:ec2:*:{a}:network-interface/*',
  'security-group': 'arn:{p}:ec2:*:{a}:security-group/*',
  'spot-request': 'arn:{p}:ec2:*:{a}:spot-instances-request/*',
  'instance-profile': 'arn:{p}:iam::{a}:instance-profile/*',
  cluster: 'arn:{p}:ecs:*:{a}:cluster/*',
  'task-definition': 'arn:{p}:ecs:*:{a}:task-definition/*',
  service: 'arn:{p}:ecs:*:{a}:service/*',
  job: 'arn:{p}:glue:*:{a}:job/*',
  trigger: 'arn:{p}:glue:*:{a}:trigger/*',
  'build-project': 'arn:{p}:codebuild:*:{a}:project/*',
  stack: 'arn:{p}:cloudformation:*:{a}:stack/*',
  'stack-set': 'arn:{p}:cloudformation:*:{a}:stackset/*',
  notebook: 'arn:{p}:sagemaker:*:{a}:notebook-instance/*',
  'notebook-start-up': 'arn:{p}:sagemaker:*:{a}:notebook-instance-lifecycle-config/*',
  'training-job': 'arn:{p}:sagemaker:*:{a}:training-job/*',
  'processing-job': 'arn:{p}:sagemaker:*:{a}:processing-job/*',
  pipeline: 'arn:{p}:datapipeline:*:{a}:pipeline/*',
  'app-service': 'arn:{p}:apprunner:*:{a}:service/*',
  'code-interpreter': 'arn:{p}:bedrock-agentcore:*:{a}:code-interpreter-custom/*',
  /** Of the account or of AWS, whose ARNs name no account. */
  'ssm-document': 'arn:{p}:ssm:*:*:document/*',
  association: 'arn:{p}:ssm:*:{a}:association/*',
  'job-definition': 'arn:{p}:batch:*:{a}:job-definition/*',
  'job-queue': 'arn:{p}:batch:*:{a}:job-queue/*',
  'compute-environment': 'arn:{p}:batch:*:{a}:compute-environment/*',
  'agent-runtime': 'arn:{p}:bedrock-agentcore:*:{a}:runtime/*',
  'runtime-endpoint': 'arn:{p}:bedrock-agentcore:*:{a}:runtime/*/runtime-endpoint/*',
  'workload-identity-directory': 'arn:{p}:bedrock-agentcore:*:{a}:workload-identity-directory/*',
  'workload-identity': 'arn:{p}:bedrock-agentcore:*:{a}:workload-identity-directory/*/workload-identity/*',
  browser: 'arn:{p}:bedrock-agentcore:*:{a}:browser-custom/*',
  'quantum-job': 'arn:{p}:braket:*:{a}:job/*',
  /** Of AWS, whose ARNs name no account. */
  'quantum-device': 'arn:{p}:braket:*:*:device/*',
  'emr-application': 'arn:{p}:emr-serverless:*:{a}:/applications/*',
  'glue-session': 'arn:{p}:glue:*:{a}:session/*',
  'image-component': 'arn:{p}:imagebuilder:*:{a}:component/*',
  'image-recipe': 'arn:{p}:imagebuilder:*:{a}:image-recipe/*',
  'image-infrastructure': 'arn:{p}:imagebuilder:*:{a}:infrastructure-configuration/*',
  'built-image': 'arn:{p}:imagebuilder:*:{a}:image/*',
  'analytics-application': 'arn:{p}:kinesisanalytics:*:{a}:application/*',
  'omics-run': 'arn:{p}:omics:*:{a}:run/*',
  'automation-document': 'arn:{p}:ssm:*:{a}:document/*',
  'automation-execution': 'arn:{p}:ssm:*:{a}:automation-execution/*',
  'state-machine': 'arn:{p}:states:*:{a}:stateMachine:*',
  schedule: 'arn:{p}:scheduler:*:{a}:schedule/*',
  'amplify-branch': 'arn:{p}:amplify:*:{a}:apps/*/branches/*',
  'amplify-job': 'arn:{p}:amplify:*:{a}:apps/*/branches/*/jobs/*',
  'workflow-environment': 'arn:{p}:airflow:*:{a}:environment/*',
  'code-application': 'arn:{p}:codedeploy:*:{a}:application:*',
  'deployment-configuration': 'arn:{p}:codedeploy:*:{a}:deploymentconfig:*',
  'maintenance-window': 'arn:{p}:ssm:*:{a}:maintenancewindow/*',
  'maintenance-task': 'arn:{p}:ssm:*:{a}:windowtask/*',
  'kubernetes-cluster': 'arn:{p}:eks:*:{a}:cluster/*',
  'pod-association': 'arn:{p}:eks:*:{a}:podidentityassociation/*',
  'delivery-pipeline': 'arn:{p}:codepipeline:*:{a}:*',
  'role-alias': 'arn:{p}:iot:*:{a}:rolealias/*',
  'device-policy': 'arn:{p}:iot:*:{a}:policy/*',
  'device-certificate': 'arn:{p}:iot:*:{a}:cert/*',
  'work-group': 'arn:{p}:athena:*:{a}:workgroup/*',
  model: 'arn:{p}:sagemaker:*:{a}:model/*',
  'model-endpoint': 'arn:{p}:sagemaker:*:{a}:endpoint/*',
  'model-endpoint-configuration': 'arn:{p}:sagemaker:*:{a}:endpoint-config/*',
  'tuning-job': 'arn:{p}:sagemaker:*:{a}:hyper-parameter-tuning-job/*',
  'transform-job': 'arn:{p}:sagemaker:*:{a}:transform-job/*',
  'model-pipeline': 'arn:{p}:sagemaker:*:{a}:pipeline/*',
  'studio-user': 'arn:{p}:sagemaker:*:{a}:user-profile/*',
  'model-cluster': 'arn:{p}:sagemaker:*:{a}:cluster/*',
  'launch-configuration': 'arn:{p}:autoscaling:*:{a}:launchConfiguration:*',
  'scaling-group': 'arn:{p}:autoscaling:*:{a}:autoScalingGroup:*',
  /** Of the account or of AWS, whose ARNs name no account. */
  'desktop-image': 'arn:{p}:appstream:*:*:image/*',
  'desktop-image-builder': 'arn:{p}:appstream:*:{a}:image-builder/*',
  /** ARNs of REST APIs name no account. */
  'list-of-rest-apis': 'arn:{p}:apigateway:*::/restapis',
  'rest-api': 'arn:{p}:apigateway:*::/restapis/*',
  'trust-anchor': 'arn:{p}:rolesanywhere:*:{a}:trust-anchor/*',
  'anywhere-profile': 'arn:{p}:rolesanywhere:*:{a}:profile/*',
  // a holder changes or uses any of these that is there
  'deployment-group': 'arn:{p}:codedeploy:*:{a}:deploymentgroup:*',
  task: 'arn:{p}:ecs:*:{a}:task/*',
  'launch-template': 'arn:{p}:ec2:*:{a}:launch-template/*',
  'dev-endpoint': 'arn:{p}:glue:*:{a}:devEndpoint/*',
} as const;

export type Thing = keyof typeof things;

/** Every thing of a kind in an account, as a pattern. */
export function everyThing(thing: Thing, partition: string, account: string): string {
  return things[thing].replace('{p}', partition).replace('{a}', account);
}

// ARNs of some begin like those of others, and a wildcard stands for the rest of either
const within: ReadonlyMap<string, readonly string[]> = new Map([
  [things['agent-runtime'], [things['runtime-endpoint']]],
  [things['workload-identity-directory'], [things['workload-identity']]],
  [things['amplify-branch'], [things['amplify-job']]],
]);

/** What of a pattern of {@link everyThing}, with `{p}` and `{a}` in it, are things of another kind: patterns with the same in them. */
export function othersWithin(pattern: string): readonly string[] {
  return within.get(pattern) ?? none;
}

const none: readonly string[] = [];

/** A kind of thing or workload in words: `an agent runtime`. */
export function oneOf(kind: string): string {
  return `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind.replaceAll('-', ' ')}`;
}
