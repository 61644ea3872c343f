import { describe, expect, it } from 'vitest';
import type { HistoryStore } from '../../../../src/contract/store.ts';
import type { Interval } from '../../../../src/model/history.ts';
import type { Json } from '../../../../src/base/json.ts';
import { memoryStore, told } from '../../../run/history/dumps.ts';
import { configurationOf, everything, liveCapture, type Meddle } from '../../../run/history/live.ts';
import { regionalArn } from '../regional/places.ts';
import { arn } from '../support/estate.ts';

/* What comes and goes with every read, although what it says goes on. */

const days = ['2026-11-22', '2026-11-24', '2026-11-26', '2026-11-28'];
const tasks = `${regionalArn('ecs', 'task/main')}/*`;
const deploy = arn('role/deploy');
const endpoint = `${regionalArn('bedrock-agentcore', 'runtime/helper-AbCdEf0123')}/runtime-endpoint`;

/** Every answer with other texts in it, and refused where it is about one of these calls. */
function instead(texts: Readonly<Record<string, string>>, ...refused: readonly string[]): Meddle {
  return (_at, { operation }, body) => {
    if (refused.includes(operation)) return { refused: 'denied' };
    const text = Object.entries(texts).reduce((all, [from, to]) => all.replaceAll(from, to), JSON.stringify(body));
    return { body: JSON.parse(text) as Json };
  };
}

async function scanned(store: HistoryStore, day = '', meddle?: Meddle): Promise<void> {
  await told(store, await liveCapture(`${day}T00:00:00Z`, meddle), `${day}T01:00:00.000Z`, configurationOf(everything));
}

async function intervals(store: HistoryStore, kind: 'workload' | 'finding' = 'workload'): Promise<readonly Interval[]> {
  const found: Interval[] = [];
  for await (const each of store.intervals({ kinds: [kind] })) {
    if (kind === 'finding' || /:ecs:|:bedrock-agentcore:.*runtime-endpoint/.test(each.key)) found.push(each);
  }
  return found;
}

function states(all: readonly Interval[]): readonly unknown[] {
  return all.map(({ key, end, missing }) => [key, end === null ? (missing === null ? 'there' : 'missing') : end.how]).sort();
}

const there = [
  [`${regionalArn('ecs', 'task-definition/web')}|${deploy}`, 'there'],
  [`${tasks}|web|${deploy}`, 'there'],
  [`${tasks}||${arn('role/other')}`, 'there'],
  [`${endpoint}/DEFAULT|${deploy}`, 'there'],
  [`${endpoint}/prod|${deploy}`, 'there'],
].sort();

/** As the read of a day tells them: other tasks, in a later revision, and a later version of the runtime. */
function anew(day: number, more: Readonly<Record<string, string>> = {}): Meddle {
  return instead({
    '0123456789abcdef0123456789abcdef"': `${day}123456789abcdef0123456789abcdef"`,
    fedcba9876543210fedcba9876543210: `${day}edcba9876543210fedcba9876543210`,
    'task-definition/web:7': `task-definition/web:${7 + day}`,
    'ersion":"3"': `ersion":"${3 + day}"`,
    ...more,
  });
}

/** Some tasks of one definition that are there on a day, more with every day. */
function many(day: number): Meddle {
  const ids = Array.from({ length: 40 * (day + 1) }, (_, at) => `${regionalArn('ecs', 'task/main')}/${day}a${at}`);
  const definition = regionalArn('ecs', 'task-definition/web:7');
  return ({ task }, { operation }, body) => {
    if (operation === 'ListTasks') return { body: { taskArns: ids } };
    if (operation !== 'DescribeTasks') return { body };
    const { tasks: asked } = task.args as { readonly tasks: readonly string[] };
    const running = asked.map((taskArn) => ({ taskArn, taskDefinitionArn: definition, lastStatus: 'RUNNING', enableExecuteCommand: true }));
    return { body: { tasks: running, failures: [] } };
  };
}

describe('what runs anew with every read', () => {
  it('is one thing for as long as its cluster, family and role are', async () => {
    const store = memoryStore();
    await scanned(store, days[0]);
    expect(states(await intervals(store))).toEqual(there);
    const before = await intervals(store, 'finding');
    for (const [day, date] of days.entries()) if (day > 0) await scanned(store, date, anew(day));
    const after = await intervals(store);
    expect(states(after)).toEqual(there);
    expect(after.every(({ last }) => last.at.startsWith('2026-11-28'))).toBe(true);
    expect(states(await intervals(store, 'finding'))).toEqual(states(before));
  });

  it('is one thing however many there are, and no finding begins or ends', async () => {
    const store = memoryStore();
    for (const [day, date] of days.entries()) await scanned(store, date, many(day));
    expect(states(await intervals(store))).toEqual(there.filter(([key = '']) => !key.includes('role/other')));
    const findings = await intervals(store, 'finding');
    expect(findings.length).toBeGreaterThan(0);
    expect(findings.filter(({ end, missing }) => end !== null || missing !== null)).toEqual([]);
    expect(findings.every(({ first }) => first.at.startsWith('2026-11-22'))).toBe(true);
  });

  it('is another where the role is another, and the former is gone by whole reads without it', async () => {
    const store = memoryStore();
    await scanned(store, days[0]);
    const changed = {
      [`taskRoleArn":"${deploy}`]: `taskRoleArn":"${arn('role/next')}`,
      [`roleArn":"${deploy}`]: `roleArn":"${arn('role/next')}`,
    };
    for (const [day, date] of days.entries()) if (day > 0) await scanned(store, date, anew(day, changed));
    const next = (each: string): readonly string[] => [each.replace(deploy, arn('role/next')), 'there'];
    const gone = there.map(([key = '']) => (key.endsWith(deploy) ? [key, 'absent'] : [key, 'there']));
    const now = there.flatMap(([key = '']) => (key.endsWith(deploy) ? [next(key)] : []));
    expect(states(await intervals(store))).toEqual([...gone, ...now].sort());
  });

  it('stays apart, and nothing is gone, where its definition could not be read', async () => {
    const store = memoryStore();
    await scanned(store, days[0]);
    for (const date of days.slice(1)) await scanned(store, date, instead({}, 'DescribeTaskDefinition'));
    const all = await intervals(store);
    expect(states(all)).toEqual([...there, [`${tasks}|${regionalArn('ecs', 'task-definition/web:7')}|unread`, 'there']].sort());
    const known = all.find(({ key }) => key === `${tasks}|web|${deploy}`);
    expect(known?.last.at.startsWith('2026-11-22')).toBe(true);
  });
});
