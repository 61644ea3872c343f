import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pusher } from '../../../src/cli/backlog/push.ts';
import type { BacklogOptions } from '../../../src/cli/backlog/options.ts';
import type { Backlog } from '../../../src/model/backlog.ts';
import type { BacklogErrorCode } from '../../../src/run/backlog/errors.ts';
import { fakeTerminal } from '../../support/live/terminal.ts';
import { finding, made, resolvedOf } from './estate.ts';
import { githubServer, jiraServer } from './trackers.ts';

type Github = Awaited<ReturnType<typeof githubServer>>;
type Jira = Awaited<ReturnType<typeof jiraServer>>;
const environment = { GITHUB_TOKEN: 'gh-token', JIRA_EMAIL: 'me@example.com', JIRA_TOKEN: 'jira-token' };
const one = finding({ subject: 'ana' });
const two = finding({ subject: 'ben' });
const first = made([one, two]);

let github: Github;
let jira: Jira;
let waited: number[];
beforeEach(async () => {
  waited = [];
  [github, jira] = await Promise.all([githubServer(), jiraServer()]);
});
afterEach(async () => {
  await Promise.all([github.close(), jira.close()]);
});

interface Did {
  readonly exit: number;
  readonly out: string;
}

async function push(kind: 'github' | 'jira', backlog: Backlog, change: Partial<BacklogOptions> = {}): Promise<Did> {
  const sleep = (ms: number): Promise<void> => {
    waited.push(ms);
    return Promise.resolve();
  };
  const { terminal, out } = fakeTerminal('/tmp', { environment, sleep });
  const where = kind === 'github' ? { repo: 'o/r', url: github.url } : { project: 'SEC', url: jira.url };
  const options = { state: '.', format: 'table', whatIf: '0', keep: false, push: kind, yes: true, ...where, ...change };
  const exit = await pusher(terminal, options)(backlog);
  return { exit, out: out() };
}

describe.each(['github', 'jira'] as const)('a push to %s', (kind) => {
  const issues = (): readonly {
    readonly title: string;
    readonly isOpen: boolean;
    readonly comments: number;
    readonly labels: readonly string[];
  }[] =>
    kind === 'github'
      ? github.issues.map(({ title, state, comments, labels }) => ({ title, isOpen: state === 'open', comments: comments.length, labels }))
      : jira.issues.map(({ fields, status, comments }) => ({
          title: fields.summary,
          isOpen: status !== 'done',
          comments: comments.length,
          labels: fields.labels,
        }));
  const server = (): Github | Jira => (kind === 'github' ? github : jira);
  const writes = (): number => server().asked.filter(({ method, path }) => method !== 'GET' && !path.endsWith('/search/jql')).length;
  const isCreation = (method: string, path: string): boolean => method === 'POST' && (path.endsWith('/issues') || path.endsWith('/issue'));

  it('changes nothing without --yes', async () => {
    const { out } = await push(kind, first, { yes: false });
    expect(out).toMatch(/2 new; nothing was changed: 2 items compared, do it with --yes/);
    expect(issues()).toEqual([]);
  });

  it('makes one issue for each item, and a second time finds nothing to do', async () => {
    expect((await push(kind, first)).exit).toBe(0);
    expect(issues()).toHaveLength(2);
    expect(issues().every(({ isOpen, labels }) => isOpen && labels.includes('vestige') && labels.includes('severity-critical'))).toBe(true);
    const before = writes();
    expect((await push(kind, first)).out).toMatch(/: 2 as it is\n$/);
    expect(writes()).toBe(before);
  });

  it.each([
    { how: 'after', status: 500 },
    { how: 'after', status: 502 },
    { how: 'cut-after', status: 0 },
  ] as const)('makes no second issue where the answer to a creation was lost ($how, $status)', async ({ how, status }) => {
    server().faults.push({ when: isCreation, how, status });
    expect((await push(kind, first)).exit).toBe(0);
    expect(issues()).toHaveLength(2);
  });

  it('makes the issue where the request was lost and not the answer', async () => {
    server().faults.push({ when: isCreation, how: 'before', status: 503 });
    expect((await push(kind, first)).exit).toBe(0);
    expect(issues()).toHaveLength(2);
  });

  it('waits as long as it is asked to', async () => {
    server().faults.push({ when: isCreation, how: 'before', status: 429, headers: { 'retry-after': '17' } });
    expect((await push(kind, first)).exit).toBe(0);
    expect(waited).toEqual([17_000]);
    expect(issues()).toHaveLength(2);
  });

  it('closes what is gone, telling its level, and does it once', async () => {
    await push(kind, first);
    const second = made([two], { before: first, resolved: [resolvedOf(one)] });
    expect((await push(kind, second)).out).toMatch(/1 close, 1 as it is/);
    expect(issues().filter(({ isOpen }) => !isOpen)).toHaveLength(1);
    const said =
      kind === 'github'
        ? github.issues.flatMap(({ comments }) => comments).join()
        : JSON.stringify(jira.issues.flatMap(({ comments }) => comments));
    expect(said).toContain('level 2 observed');
    const before = writes();
    await push(kind, second);
    expect(writes()).toBe(before);
  });

  it('closes nothing that is only not confirmed to be gone', async () => {
    await push(kind, first);
    const { out } = await push(kind, made([two], { before: first, resolved: [] }));
    expect(out).toMatch(/1 update, 1 as it is/);
    expect(issues().every(({ isOpen, comments }) => isOpen && comments === 0)).toBe(true);
  });

  it('opens again what returned', async () => {
    await push(kind, first);
    const closed = made([two], { before: first, resolved: [resolvedOf(one)] });
    await push(kind, closed);
    const { out } = await push(kind, made([one, two], { before: closed }));
    expect(out).toMatch(/1 reopen, 1 as it is/);
    expect(issues()).toHaveLength(2);
    expect(issues().every(({ isOpen }) => isOpen)).toBe(true);
  });

  it('leaves what people changed, and says so', async () => {
    await push(kind, first);
    if (kind === 'github') {
      const [issue] = github.issues;
      Object.assign(issue ?? {}, {
        title: 'ours now',
        assignee: 'zoe',
        labels: [...(issue?.labels ?? []), 'quarter-4'],
        body: `${issue?.body ?? ''}\nNoted: on Monday.`,
      });
    } else {
      const [issue] = jira.issues;
      if (issue !== undefined) {
        const description = { version: 1, type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: 'on Monday' }] }] };
        issue.fields = {
          ...issue.fields,
          summary: 'ours now',
          assignee: 'zoe',
          labels: [...issue.fields.labels, 'quarter-4'],
          description,
        };
      }
    }
    const graver = made(
      [one, two].map((each) => ({ ...each, severity: 'medium' as const })),
      { before: first },
    );
    const { out } = await push(kind, graver);
    expect(out).toMatch(/its title was edited and stays\n\s+its text was edited and stays/);
    const [issue] = issues();
    expect(issue?.title).toBe('ours now');
    expect(issue?.labels).toEqual(expect.arrayContaining(['quarter-4', 'severity-medium', 'vestige']));
    expect(issue?.labels).not.toContain('severity-critical');
    const told = kind === 'github' ? github.issues[0] : jira.issues[0]?.fields;
    expect(JSON.stringify(told)).toMatch(/on Monday/);
    expect(told).toMatchObject({ assignee: 'zoe' });
  });

  it('does not open again what somebody closed by hand', async () => {
    await push(kind, first);
    if (kind === 'github') Object.assign(github.issues[0] ?? {}, { state: 'closed' });
    else Object.assign(jira.issues[0] ?? {}, { status: 'done' });
    const { out } = await push(kind, first);
    expect(out).toMatch(/somebody closed it, and it is not done: it stays closed/);
    expect(issues()[0]?.isOpen).toBe(false);
  });

  it('sets aside what is excepted, and opens it when the exception is over', async () => {
    await push(kind, first);
    const aside = { ...first, items: first.items.map((item, at) => (at === 0 ? { ...item, state: 'accepted' as const } : item)) };
    expect((await push(kind, aside)).out).toMatch(/1 set aside, 1 as it is/);
    expect((await push(kind, first)).out).toMatch(/1 reopen, 1 as it is/);
  });

  it('tells what is refused and goes on with the rest', async () => {
    server().faults.push({ when: isCreation, how: 'before', status: 422 });
    const { exit, out } = await push(kind, first);
    expect(exit).toBe(1);
    expect(out).toMatch(/failed: cannot do POST .*answered 422/);
    expect(issues()).toHaveLength(1);
  });

  it('stops where it is told to, tells what it did, and goes on the next time', async () => {
    let stop = (_: string): void => undefined;
    server().faults.push({ when: (method, path) => isCreation(method, path) && issues().length === 1, how: 'before', status: 429 });
    const sleep = (): Promise<void> => {
      stop('SIGINT');
      return Promise.resolve();
    };
    const onInterrupt = (heard: (signal: string) => void): (() => void) => {
      stop = heard;
      return () => undefined;
    };
    const { terminal, out, err } = fakeTerminal('/tmp', { environment, sleep, onInterrupt });
    const where = kind === 'github' ? { repo: 'o/r', url: github.url } : { project: 'SEC', url: jira.url };
    const options = { state: '.', format: 'table', whatIf: '0', keep: false, push: kind, yes: true, ...where };
    expect(await pusher(terminal, options)(first)).toBe(1);
    expect(out()).toMatch(/1 new/);
    expect(err()).toContain('push again to go on');
    expect((await push(kind, first)).out).toMatch(/1 new, 1 as it is/);
    expect(issues()).toHaveLength(2);
  });

  it.each([undefined, 'wrong'])('never prints a token (%s)', async (token) => {
    const { terminal, out, err } = fakeTerminal('/tmp', {
      environment: token === undefined ? {} : { GITHUB_TOKEN: 'hunter2', JIRA_EMAIL: 'hunter2', JIRA_TOKEN: 'hunter2' },
    });
    const options: BacklogOptions = {
      ...{ state: '.', format: 'table', whatIf: '0', keep: false, push: kind, yes: true },
      ...(kind === 'github' ? { repo: 'o/r', url: github.url } : { project: 'SEC', url: jira.url }),
    };
    const wanted: BacklogErrorCode = token === undefined ? 'no-token' : 'refused';
    const failed: unknown = await (async () => pusher(terminal, options)(first))().catch((error: unknown) => error);
    expect(failed).toMatchObject({ code: wanted });
    expect(`${out()}${err()}${(failed as Error).message}`).not.toContain('hunter2');
  });
});

it('finds no issue by a mark that somebody quoted further down', async () => {
  await push('github', first);
  const [mine] = github.issues;
  github.issues.push({ ...(mine as (typeof github.issues)[number]), number: 9, body: `look:\n${mine?.body ?? ''}`, comments: [] });
  expect((await push('github', first)).out).toMatch(/: 2 as it is\n$/);
});

it('says which issues tell one item twice, and changes the first alone', async () => {
  await push('github', first);
  const [mine] = github.issues;
  github.issues.push({ ...(mine as (typeof github.issues)[number]), number: 9, comments: [] });
  const closed = made([two], { before: first, resolved: [resolvedOf(one), resolvedOf(two)] });
  expect((await push('github', { ...closed, items: closed.items.filter(({ state }) => state === 'closed') })).exit).toBe(0);
  expect((await push('github', first)).out).toMatch(/also told by 9, which stay as they are/);
});

it('sends a token to nothing but https, or this machine', () => {
  for (const url of ['http://example.com', 'ftp://example.com', 'https://me:pw@example.com', 'nothing']) {
    const { terminal } = fakeTerminal('/tmp', { environment });
    expect(() => pusher(terminal, { state: '.', format: 'table', whatIf: '0', keep: false, push: 'github', repo: 'o/r', url })).toThrow(
      /no plain https address/,
    );
  }
});
