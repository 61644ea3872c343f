/** Things that methods make, or use any one of. `{p}` = partition, `{a}` = account. Formats: Service Authorization Reference. */
const things = {
  /** The action takes no resource and is authorised on `*` only. */
  none: '*',
  function: 'arn:{p}:lambda:*:{a}:function:*',
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
  // a holder changes any of these that is there
  'launch-template': 'arn:{p}:ec2:*:{a}:launch-template/*',
  'dev-endpoint': 'arn:{p}:glue:*:{a}:devEndpoint/*',
} as const;

export type Thing = keyof typeof things;

/** Every thing of a kind in an account, as a pattern. */
export function everyThing(thing: Thing, partition: string, account: string): string {
  return things[thing].replace('{p}', partition).replace('{a}', account);
}
