import type { Task } from '../../../src/model/page.ts';
import type { LiveSurface } from '../settings.ts';
import { enteredAccounts } from './entered.ts';
import type { Plan } from './plan.ts';

/** The first calls of each surface that is read in regions; what else is asked follows from their answers. */
const first: readonly (readonly [LiveSurface, readonly string[]])[] = [
  ['secrets', ['ListSecrets']],
  ['kms-keys', ['ListKeys']],
  ['roles-anywhere', ['ListTrustAnchors', 'ListProfiles', 'ListSubjects', 'ListCrls']],
  ['access-analyzer', ['ListAnalyzers']],
  ['lambda-functions', ['ListFunctions']],
  ['ec2-instances', ['DescribeInstances', 'DescribeLaunchTemplates']],
  ['cloudformation-stacks', ['DescribeStacks', 'ListStackSets']],
  ['codebuild-projects', ['ListProjects']],
  ['glue-dev-endpoints', ['GetDevEndpoints']],
  ['sagemaker-notebooks', ['ListNotebookInstances']],
  ['apprunner-services', ['ListServices']],
  ['bedrock-code-interpreters', ['ListCodeInterpreters']],
  ['bedrock-browsers', ['ListBrowsers']],
  ['stepfunctions-state-machines', ['ListStateMachines']],
  ['mwaa-environments', ['ListEnvironments']],
  ['batch-job-definitions', ['DescribeJobDefinitions']],
  ['ecs-tasks', ['ListClusters']],
  ['codedeploy-deployment-groups', ['ListApplications']],
  ['bedrock-agent-runtimes', ['ListAgentRuntimes']],
];

/** What is read only where the settings name it: in every account that is entered, and each region, or for each user and role. */
export const planRegional: Plan = (seen, stage, settings) => {
  const { surfaces, regions } = settings;
  const accounts = enteredAccounts(seen, settings);
  const tasks: Task[] = [];
  for (const [surface, calls] of first) {
    if (!surfaces.includes(surface)) continue;
    for (const boundary of accounts) {
      for (const region of regions) for (const call of calls) tasks.push({ boundary, surface: `aws:${surface}`, args: { call, region } });
    }
  }
  if (stage >= 1 && surfaces.includes('service-last-accessed')) {
    const entered = new Set(accounts);
    for (const { boundary, value } of seen.ofKind('identity')) {
      // a service-linked role is AWS's own: nobody can narrow what it may
      if ((value.kind !== 'user' && value.kind !== 'role') || value.providerManaged || !entered.has(boundary)) continue;
      tasks.push({ boundary, surface: 'aws:service-last-accessed', args: { arn: value.id } });
    }
  }
  return tasks;
};
