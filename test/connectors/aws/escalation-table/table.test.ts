import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadActionUniverse } from '../../../../connectors/aws/action-universe.ts';
import { escalationMethods, refused } from '../../../../connectors/aws/escalation/table.ts';
import { carries } from '../../../../connectors/aws/rights/carried.ts';
import { listedKeys } from '../support/listed-keys.ts';

/** Every id of https://pathfinding.cloud, and of its labs, by service. */
const ids: readonly string[] = Object.entries({
  amplify: 1,
  apprunner: 2,
  batch: 3,
  bedrock: 7,
  braket: 1,
  cloudformation: 5,
  codebuild: 4,
  codedeploy: 1,
  cognitoidentity: 1,
  datapipeline: 1,
  ec2: 5,
  ecs: 9,
  emr: 1,
  emrserverless: 1,
  gamelift: 1,
  glue: 7,
  iam: 21,
  imagebuilder: 1,
  kinesisanalytics: 1,
  lambda: 6,
  mwaa: 2,
  omics: 1,
  sagemaker: 5,
  scheduler: 1,
  ssm: 3,
  stepfunctions: 2,
  sts: 1,
})
  .flatMap(([service, count]) => Array.from({ length: count }, (_none, at) => `${service}-${String(at + 1).padStart(3, '0')}`))
  .sort();

/** Ids of ways that have another id since. */
const former: ReadonlySet<string> = new Set(['ec2instanceconnect-003']);

/** The git directory of a clone of https://github.com/DataDog/pathfinding.cloud, to compare with. */
const mirror = process.env['PATHFINDING_REPOSITORY'] ?? '';
const actions = [...new Set(escalationMethods.flatMap(({ needs }) => needs.flatMap((need) => [...need.actions])))].sort();

describe('the table of escalation methods', () => {
  it('answers for each id of the catalogue exactly once, or refuses it with a reason', () => {
    expect(ids).toHaveLength(94);
    expect([...escalationMethods.flatMap(({ covers }) => covers), ...refused.map(({ id }) => id)].sort()).toEqual(ids);
    for (const { why } of refused) expect(why).toMatch(/\w+ \w+/);
  });

  it.runIf(existsSync(mirror))('knows every id of the catalogue as it is published', () => {
    const text = execFileSync('git', [`--git-dir=${mirror}`, 'show', 'HEAD:docs/paths.json'], { encoding: 'utf8', maxBuffer: 1 << 26 });
    const read = JSON.parse(text) as readonly { readonly id: string }[];
    expect(read.map(({ id }) => id).filter((id) => !ids.includes(id) && !former.has(id))).toEqual([]);
  });

  it('has ids of its own, a source for each, and something to say of each', () => {
    expect(new Set(escalationMethods.map(({ id }) => id)).size).toBe(escalationMethods.length);
    for (const { id, title, source, covers, note } of escalationMethods) {
      expect(id).toMatch(/^[a-z]+(?:-[a-z]+)+$/);
      expect(title).toMatch(/^[a-z].*[^.]$/);
      expect(source).toMatch(/^https:\/\/(?:docs\.aws\.amazon\.com\/.+\.html|pathfinding\.cloud\/paths\/[a-z0-9]+-\d{3})$/);
      if (covers.length === 0) expect(note).toMatch(/^No catalogue id/);
    }
  });

  it('names actions that there are', async () => {
    const universe = new Set(await loadActionUniverse());
    expect(actions.filter((action) => !universe.has(action))).toEqual([]);
    expect(actions.length).toBeGreaterThanOrEqual(110);
  });

  it('names services as they sign, and a role is handed over in one of the calls', () => {
    for (const { passed, needs, id } of escalationMethods) {
      expect(passed === null).toBe(!needs.some(({ on }) => on === 'passed-role') && !id.endsWith('-for-profile'));
      if (passed === null) continue;
      for (const service of [...passed.trusts, ...passed.passedTo])
        expect(service).toMatch(/^[a-z0-9]+(?:[.-][a-z0-9]+)*\.amazonaws\.com$/);
      expect(
        needs.some((need) => need.actions.includes(passed.handedIn)),
        id,
      ).toBe(true);
    }
  });

  it('knows which of their requests carry the keys that only some do', () => {
    for (const action of actions) {
      for (const key of ['aws:RequestTag/', 'aws:TagKeys', 'iam:PassedToService', 'iam:AssociatedResourceArn', 'iam:PolicyARN']) {
        expect(`${action} ${key} ${carries(action, key)}`).toBe(`${action} ${key} ${listedKeys(action).has(key.toLowerCase())}`);
      }
    }
  });
});
