import type { SurfaceId } from '../../../../src/model/ids.ts';
import type { UntoldKind, WorkloadKind } from '../../facts.ts';

const surfaces: Readonly<Record<WorkloadKind, SurfaceId>> = {
  function: 'aws:lambda-functions',
  instance: 'aws:ec2-instances',
  'launch-template': 'aws:ec2-instances',
  stack: 'aws:cloudformation-stacks',
  'stack-set': 'aws:cloudformation-stacks',
  'build-project': 'aws:codebuild-projects',
  'dev-endpoint': 'aws:glue-dev-endpoints',
  notebook: 'aws:sagemaker-notebooks',
  'app-service': 'aws:apprunner-services',
  'code-interpreter': 'aws:bedrock-code-interpreters',
};

/** The surface that tells what of a kind there is; `undefined`: none does. */
export function surfaceOf(kind: WorkloadKind | UntoldKind): SurfaceId | undefined {
  return (surfaces as Readonly<Partial<Record<string, SurfaceId>>>)[kind];
}
