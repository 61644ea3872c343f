import type { Preset } from './preset.ts';

const run = ['databaseId', 'Run ID', 'run_id', 'id'];
const subject = { text: 'https://token.actions.githubusercontent.com|repo:{repository}:environment:{environment}', optional: true };

export const ciRuns: Preset = {
  name: 'ci-runs',
  reads: 'runs of pipelines: what `gh run list --json` prints, or a table of runs',
  source:
    'fields of https://cli.github.com/manual/gh_run_list; repository and environment are not among them: add them where access is given to an environment',
  mapping: {
    describes: 'what a run was given is over when the run is',
    system: 'ci',
    sourceKind: 'ci',
    times: { formats: ['rfc3339', 'epoch-seconds'] },
    id: [{ column: run }, { column: ['attempt', 'Attempt'], optional: true }],
    common: {
      correlation: { column: run },
      about: [
        { kind: 'token-subject', value: subject },
        { kind: 'github-repository', value: { column: ['repository', 'Repository'], optional: true } },
        { kind: 'github-repository', value: { column: 'url', after: 'https://github.com/', before: '/actions/', optional: true } },
      ],
      object: { column: ['environment', 'Environment'], optional: true },
      by: { constant: 'automation' },
      what: { constant: 'session' },
      activity: { column: ['workflowName', 'Workflow', 'name'], optional: true },
    },
    events: [
      { type: 'activated', at: { column: ['startedAt', 'Started', 'started_at', 'createdAt'] } },
      {
        type: 'task-ended',
        at: { column: ['completedAt', 'Finished', 'finished_at', 'updatedAt'], optional: true },
        when: [
          {
            column: ['status', 'Status'],
            not: ['queued', 'in_progress', 'in progress', 'requested', 'waiting', 'pending', 'running'],
            optional: true,
          },
        ],
      },
    ],
  },
};

export const environmentsDeleted: Preset = {
  name: 'environments-deleted',
  reads: 'environments, accounts, subscriptions or projects that are gone',
  source: 'no one tool: Environment, Deleted at, and Scope (the native id of what is gone) or repository',
  mapping: {
    describes: 'what was given on it should be gone with it',
    system: 'environments',
    sourceKind: 'ci',
    times: { formats: ['rfc3339', 'epoch-seconds'] },
    id: [
      { column: ['Environment', 'environment', 'name', 'id'] },
      { column: ['repository', 'Repository', 'Scope', 'scope'], optional: true },
    ],
    events: [
      {
        type: 'environment-deleted',
        at: { column: ['Deleted at', 'deleted_at', 'deletedAt', 'Deleted'] },
        object: { column: ['Environment', 'environment', 'name', 'id'] },
        scope: { column: ['Scope', 'scope'], optional: true },
        about: [{ kind: 'token-subject', value: subject }],
        actedBy: [{ kind: 'user-name', value: { column: ['Deleted by', 'deleted_by', 'actor'], optional: true } }],
        ticket: { column: ['Ticket', 'ticket'], optional: true },
      },
    ],
  },
};
