import { setTimeout as after } from 'node:timers/promises';
import { adfNote, adfOf } from '../../../reports/backlog/adf.ts';
import { issueOf } from '../../../reports/backlog/issue.ts';
import { SUMMARY } from '../../../reports/backlog/jira.ts';
import { inert } from '../../../reports/backlog/markdown-text.ts';
import { clipped, stateText } from '../../../reports/backlog/sections.ts';
import { visible } from '../../base/text/visible.ts';
import { networkSettings, requireProxySupport } from '../../http/network.ts';
import { httpSender } from '../../http/sender.ts';
import type { Backlog, BacklogItem } from '../../model/backlog.ts';
import { BacklogError } from '../../run/backlog/errors.ts';
import { trackerClient } from '../../run/backlog/push/client.ts';
import { githubTracker } from '../../run/backlog/push/github.ts';
import { jiraTracker, textOf } from '../../run/backlog/push/jira.ts';
import { push, type Pushed } from '../../run/backlog/push/push.ts';
import type { PushIssue, Tracker } from '../../run/backlog/push/tracker.ts';
import { programVersion } from '../../run/version.ts';
import { say } from '../present.ts';
import { writeAll, type Terminal } from '../streams.ts';
import { UsageError } from '../usage.ts';
import type { BacklogOptions } from './options.ts';
import { pushLines, summaryLine } from './push-text.ts';

const IDLE_MS = 60_000;
const MOST_BYTES = 64 * 2 ** 20;

/** What brings the tracker that the options name up to date. Says what is wrong with them before any work is done. Answers 1 where something could not be done. */
export function pusher(terminal: Terminal, options: BacklogOptions): (backlog: Backlog) => Promise<number> {
  const { base, headers, make, issue } = kindOf(terminal, options);
  return async (backlog) => {
    const stop = new AbortController();
    const deaf = terminal.onInterrupt?.(() => stop.abort());
    const network = networkSettings(terminal.environment);
    requireProxySupport(network, process.versions.node);
    const sender = httpSender({ network, now: terminal.clock, idleMs: IDLE_MS, mostBytes: MOST_BYTES });
    const sleep = terminal.sleep ?? ((ms: number, signal: AbortSignal) => after(ms, undefined, { signal }));
    const client = trackerClient({ sender, base, headers, now: terminal.clock, sleep, signal: stop.signal });
    const tracker = make(client);
    const yes = options.yes === true;
    const done: Pushed[] = [];
    try {
      await push(tracker, backlog.items.map(issue), { yes, wait: (ms) => sleep(ms, stop.signal), onStep: (each) => done.push(each) });
      if (done.length === 0) await writeAll(terminal.stdout, [summaryLine(tracker.place, done, yes)]);
      return done.some(({ failed }) => failed !== null) ? 1 : 0;
    } catch (error) {
      if (!stop.signal.aborted) throw error;
      say(terminal, options, 'stopped; push again to go on: nothing is made twice');
      return 1;
    } finally {
      // what was done is told, whatever stopped the rest
      if (done.length > 0) await writeAll(terminal.stdout, [...done.flatMap(pushLines), summaryLine(tracker.place, done, yes)]);
      deaf?.();
      sender.close();
    }
  };
}

interface Kind {
  readonly base: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly make: (client: ReturnType<typeof trackerClient>) => Tracker;
  readonly issue: (item: BacklogItem) => PushIssue;
}

function kindOf(terminal: Terminal, options: BacklogOptions): Kind {
  const agent = { 'user-agent': `vestige/${programVersion()}` };
  if (options.push === 'github') {
    const repository = options.repo ?? '';
    if (!/^[A-Za-z0-9][A-Za-z0-9-]*\/[A-Za-z0-9._-]+$/.test(repository))
      throw new UsageError('cannot push to github: --repo owner/name is missing, or is no repository');
    if (options.project !== undefined) throw new UsageError('cannot use --project: it goes with --push jira');
    const headers = {
      ...agent,
      accept: 'application/vnd.github+json',
      'x-github-api-version': '2022-11-28',
      authorization: `Bearer ${secret(terminal, 'GITHUB_TOKEN')}`,
    };
    return {
      base: addressOf(options.url ?? 'https://api.github.com'),
      headers,
      make: (client) => githubTracker(client, repository),
      issue: githubIssue,
    };
  }
  if (options.push === 'jira') {
    const project = options.project ?? '';
    if (!/^[A-Z][A-Z0-9_]+$/.test(project))
      throw new UsageError('cannot push to jira: --project KEY is missing, or is no key of a project');
    if (options.repo !== undefined) throw new UsageError('cannot use --repo: it goes with --push github');
    if (options.url === undefined)
      throw new UsageError('cannot push to jira: --url is missing', { hint: 'as in --url https://example.atlassian.net' });
    const pair = `${secret(terminal, 'JIRA_EMAIL')}:${secret(terminal, 'JIRA_TOKEN')}`;
    const headers = { ...agent, accept: 'application/json', authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
    return { base: addressOf(options.url), headers, make: (client) => jiraTracker(client, project, adfNote), issue: jiraIssue };
  }
  throw new UsageError(`cannot push to ${JSON.stringify(options.push)}`, { hint: 'the trackers are github, jira' });
}

/** A token goes to it with each request: nothing but HTTPS, but for what runs on this very machine. */
function addressOf(text: string): string {
  const url = URL.parse(text);
  const isHere = url !== null && ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
  if (
    url === null ||
    (url.protocol !== 'https:' && !(url.protocol === 'http:' && isHere)) ||
    url.username !== '' ||
    url.password !== '' ||
    url.search !== ''
  ) {
    throw new UsageError(`cannot push to ${url === null ? 'that address' : url.host}: --url is no plain https address`, {
      hint: 'tokens come from the environment',
    });
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

function secret({ environment }: Terminal, name: string): string {
  const value = environment[name] ?? '';
  if (value !== '' && /^[\x21-\x7e]+$/.test(value)) return value;
  throw new BacklogError(
    'no-token',
    `cannot push: the environment variable ${name} ${value === '' ? 'is not set' : 'holds what no token is made of'}`,
    {
      hint: 'tokens are taken from the environment alone and never printed',
    },
  );
}

const sets: Readonly<Record<BacklogItem['state'], PushIssue['set']>> = {
  open: 'open',
  returned: 'open',
  unconfirmed: 'open',
  closed: 'done',
  accepted: 'aside',
};

function common(item: BacklogItem): Pick<PushIssue, 'severity' | 'due' | 'note' | 'set'> {
  const { severity, due, state, movedTo } = item;
  return { severity, due: due?.slice(0, 10) ?? null, note: stateText(item), set: movedTo.length > 0 ? 'aside' : sets[state] };
}

function githubIssue(item: BacklogItem): PushIssue {
  const { id, state, title, text, labels } = issueOf(item);
  const rest = common(item);
  return { id, state, title, text, words: text, document: null, labels, ...rest, note: inert(rest.note) };
}

function jiraIssue(item: BacklogItem): PushIssue {
  const { id, state } = item;
  const document = adfOf(item);
  const words = textOf(document);
  return {
    id,
    state,
    title: clipped(visible(item.title), SUMMARY),
    text: words,
    words,
    document,
    labels: issueOf(item).labels,
    ...common(item),
  };
}
