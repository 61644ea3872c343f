import type { WorkloadKind } from './workload-kinds.ts';

/** kind `workload`, key = the profile's ARN: the role that instances with it run as. Told by the details of the account, for all regions. */
export interface InstanceProfileFact {
  readonly type: 'instance-profile';
  readonly name: string;
  /** ARN of the role in it. A profile without a role has no fact: whoever runs with it runs as nobody. */
  readonly role: string;
}

/** kind `workload`, key = the definition's ARN, with its revision: the role that tasks of it run as, unless they name another. */
export interface TaskDefinitionFact {
  readonly type: 'task-definition';
  /** With its revision. */
  readonly name: string;
  /** ARN of the role; `null`: its tasks run as nobody. */
  readonly role: string | null;
}

/** kind `workload`, key: see {@link workloadKey}. One thing that runs as a role. */
export interface RunningWorkloadFact {
  readonly type: 'workload';
  readonly kind: WorkloadKind;
  /** In its owner's words; an instance has its id. */
  readonly name: string;
  /** Of an endpoint of an agent runtime: the version that it leads to, which has the role. */
  readonly version?: string;
  readonly region: string;
  /** ARN of the role; `null`: none, or only {@link RunningWorkloadFact.instanceProfile} or {@link RunningWorkloadFact.definition} tells it. */
  readonly role: string | null;
  /**
   * ARN of a profile, of EC2 instances and launch templates; `null`: none. A launch template may name its profile without the path: join
   * it by {@link profileName}.
   */
  readonly instanceProfile: string | null;
  /** ARN of the task definition, of tasks that name no role themselves. */
  readonly definition?: string;
  /** `null`: not told. `false`: it could not be used as it stands: terminated, deleted, failed. */
  readonly usable: boolean | null;
}

/** Value of facts of kind `workload`. */
export type WorkloadFact = InstanceProfileFact | RunningWorkloadFact | TaskDefinitionFact;

/**
 * The ARN of a workload; where one may have several roles, `<ARN>|<what tells the role>`: of a launch template the profile, as a new version
 * can be made from any of its versions and keeps the profile of that one; of a job definition the role, of an endpoint the version that it leads to.
 */
export function workloadKey(arn: string, workload: Pick<RunningWorkloadFact, 'kind' | 'role' | 'version' | 'instanceProfile'>): string {
  const one = tellingRole(workload);
  return one === null ? arn : `${arn}|${one}`;
}

function tellingRole({ kind, role, version, instanceProfile }: Parameters<typeof workloadKey>[1]): string | null {
  switch (kind) {
    case 'launch-template':
      return instanceProfile;
    case 'job-definition':
      return role;
    case 'agent-runtime':
      return version ?? null;
    default:
      return null;
  }
}

/** The workload's ARN, of the key of its fact. */
export function workloadArn(key: string): string {
  return key.split('|', 1)[0] as string;
}

/** `<account>|<name>` of an instance profile's ARN: names are unique in an account, whatever the path. */
export function profileName(arn: string): string {
  return `${arn.split(':')[4] ?? ''}|${arn.slice(arn.lastIndexOf('/') + 1)}`;
}
