import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BacklogOptions } from '../../../src/cli/backlog/options.ts';
import { pusher } from '../../../src/cli/backlog/push.ts';
import { main } from '../../../src/cli/main.ts';
import type { Backlog } from '../../../src/model/backlog.ts';
import { finding, made, resolvedOf } from '../../run/backlog/estate.ts';
import { githubServer, jiraServer, type Loopback } from '../../run/backlog/trackers.ts';
import { fakeTerminal } from '../../support/live/terminal.ts';
import { gate, type Gate } from '../support/gate.ts';
import { githubDescription } from '../support/github/description.ts';
import { prismProgram, startPrism, type Prism } from '../support/graph/prism.ts';
import { installed } from '../support/install.ts';
import { jiraDescription } from '../support/jira/description.ts';

/*
 * The whole command, header by header: each request goes to Prism, which holds it against the vendor's own description and refuses what that does not allow,
 * and then to a tracker of ours that keeps what is written, so that a second push has something to find.
 */
const descriptions = installed(() => {
  prismProgram();
  return { github: githubDescription('/repos/{owner}/{repo}/issues'), jira: jiraDescription() };
});
const environment = { GITHUB_TOKEN: 'gh-token', JIRA_EMAIL: 'me@example.com', JIRA_TOKEN: 'jira-token' };
const sleep = (): Promise<void> => Promise.resolve();
const home = mkdtempSync(join(tmpdir(), 'vestige-push-'));
const where = { github: ['--repo', 'o/r'], jira: ['--project', 'SEC'] } as const;

beforeAll(async () => {
  if (descriptions === undefined) return;
  const { terminal, err } = fakeTerminal(home);
  const exit = await main(['demo', '--quiet'], terminal);
  if (exit !== 0) throw new Error(`vestige demo: exit ${exit}\n${err()}`);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe.skipIf(descriptions === undefined).each(['github', 'jira'] as const)('a backlog pushed to %s', (kind) => {
  let prism: Prism;
  let kept: Loopback & { readonly issues: readonly unknown[] };
  let door: Gate;
  beforeAll(async () => {
    prism = await startPrism(descriptions![kind]);
    kept = kind === 'github' ? await githubServer() : await jiraServer();
    door = await gate(prism.endpoint, () => kept.url);
  });
  afterAll(async () => {
    await door.close();
    await kept.close();
    await prism.stop();
  });

  const writes = (): number => door.asked.filter((each) => !each.startsWith('GET') && !each.includes('/search/jql')).length;
  async function command(...args: readonly string[]): Promise<string> {
    const { terminal, out, err } = fakeTerminal(home, { environment, sleep });
    const exit = await main(['backlog', '--push', kind, ...where[kind], '--url', door.url, ...args], terminal);
    expect(door.refused).toEqual([]);
    expect(exit, err()).toBe(0);
    return out();
  }

  it('as the command line does it: first shown, then made, and then found as it is', async () => {
    expect(await command()).toMatch(/\d+ new; nothing was changed/);
    expect([writes(), kept.issues.length]).toEqual([0, 0]);
    const items = /(\d+) new/.exec(await command('--yes'))?.[1];
    expect(kept.issues).toHaveLength(Number(items));
    expect(Number(items)).toBeGreaterThan(10);
    const before = writes();
    expect(before).toBeGreaterThanOrEqual(Number(items));
    expect(await command('--yes')).toMatch(new RegExp(`: ${items} as it is\\n$`));
    expect(writes()).toBe(before);
  });

  it('changed, closed when it is verified gone, and opened again when it returns', async () => {
    const pushed = async (backlog: Backlog): Promise<string> => {
      const { terminal, out } = fakeTerminal(home, { environment, sleep });
      const options = { state: '.', format: 'table', whatIf: '0', keep: false, push: kind, yes: true, url: door.url } as const;
      const named: BacklogOptions = kind === 'github' ? { ...options, repo: 'o/r' } : { ...options, project: 'SEC' };
      expect(await pusher(terminal, named)(backlog)).toBe(0);
      expect(door.refused).toEqual([]);
      return out();
    };
    const [one, two] = [finding({ subject: 'ana' }), finding({ subject: 'ben' })];
    const first = made([one, two]);
    expect(await pushed(first)).toContain('2 new');
    const told = [...door.asked];
    const gone = made([two], { resolved: [resolvedOf(one)], before: first });
    expect(await pushed(gone)).toMatch(/clos/);
    expect(await pushed(made([one, two], { before: gone }))).toMatch(/reopen|open/);
    const further = door.asked.slice(told.length).map((each) => each.replace(/\d+ (\d+)$/, ' $1').replace(/\/(?:SEC-)?\d+/, '/N'));
    for (const wanted of kind === 'github' ? ['PATCH', '/comments'] : ['PUT', '/transitions', '/comment'])
      expect(
        further.some((each) => each.includes(wanted)),
        wanted,
      ).toBe(true);
  });

  it('would be refused were it asked for otherwise', async () => {
    const refused = async (method: string, path: string, body: object): Promise<number> => {
      const headers = {
        'content-type': 'application/json',
        accept: kind === 'github' ? 'application/vnd.github+json' : 'application/json',
        authorization: 'Basic eDp4',
      };
      return (await fetch(`${prism.endpoint}${path}`, { method, headers, body: JSON.stringify(body) })).status;
    };
    const wrong =
      kind === 'github'
        ? ([
            ['PATCH', '/repos/o/r/issues/1', { state: 'done' }],
            ['POST', '/repos/o/r/issues', { body: 'no title' }],
          ] as const)
        : ([
            ['POST', '/rest/api/3/search/jql', { jql: 'project = "SEC"', startAt: 1 }],
            ['POST', '/rest/api/3/search/jql', { jql: 'project = "SEC"', fields: 'summary' }],
            ['POST', '/rest/api/3/issue', { fields: 'summary' }],
          ] as const);
    for (const [method, path, body] of wrong) expect([400, 422], `${method} ${path}`).toContain(await refused(method, path, body));
  });
});
