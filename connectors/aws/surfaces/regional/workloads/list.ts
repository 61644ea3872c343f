import type { MappedSurface } from '../../../../../src/contract/mapped-surface.ts';
import { bedrockAgentRuntimes, mapAgentRuntimes } from './agent-runtimes.ts';
import { browsers, codeInterpreters } from './agent-tools.ts';
import { appServices } from './app-services.ts';
import { codedeployDeploymentGroups, mapDeploymentGroups } from './deployment-groups.ts';
import { glueDevEndpoints, mapDevEndpoints } from './dev-endpoints.ts';
import { lambdaFunctions, mapFunctions } from './functions.ts';
import { ec2Instances, mapInstances } from './instances.ts';
import { batchJobDefinitions, mapJobDefinitions } from './job-definitions.ts';
import { notebooks } from './notebooks.ts';
import { codebuildProjects, mapProjects } from './projects.ts';
import { stateMachines } from './state-machines.ts';
import { ecsTasks, mapTasks } from './tasks.ts';
import { workflowEnvironments } from './workflow-environments.ts';
import { cloudformationStacks, mapStacks } from './stacks.ts';

/** What runs as a role, service by service. */
export const workloadSurfaces: readonly MappedSurface[] = [
  { surface: lambdaFunctions, map: mapFunctions },
  { surface: ec2Instances, map: mapInstances },
  { surface: cloudformationStacks, map: mapStacks },
  { surface: codebuildProjects, map: mapProjects },
  { surface: glueDevEndpoints, map: mapDevEndpoints },
  notebooks,
  appServices,
  codeInterpreters,
  browsers,
  stateMachines,
  { surface: batchJobDefinitions, map: mapJobDefinitions },
  { surface: ecsTasks, map: mapTasks },
  { surface: codedeployDeploymentGroups, map: mapDeploymentGroups },
  { surface: bedrockAgentRuntimes, map: mapAgentRuntimes },
  workflowEnvironments,
];
