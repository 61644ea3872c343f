import { DueError } from '../errors.ts';
import { accessReview } from './access-review.ts';
import { awsTeam, pamGrants } from './brokers.ts';
import { generic } from './generic.ts';
import { jira } from './jira.ts';
import { hrLeavers, hrMovers } from './people.ts';
import { ciRuns, environmentsDeleted } from './pipelines.ts';
import type { Preset } from './preset.ts';
import { servicenow } from './servicenow.ts';

/** By name. */
export const presets: readonly Preset[] = [
  accessReview,
  awsTeam,
  ciRuns,
  environmentsDeleted,
  generic,
  hrLeavers,
  hrMovers,
  jira,
  pamGrants,
  servicenow,
];

/** Throws {@link DueError} `unknown-preset`. */
export function presetNamed(name: string): Preset {
  const preset = presets.find((each) => each.name === name);
  if (preset !== undefined) return preset;
  throw new DueError('unknown-preset', `cannot read files as "${name}": there is no such preset`, {
    hint: `the presets are ${presets.map((each) => each.name).join(', ')}`,
  });
}
