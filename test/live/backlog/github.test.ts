import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Json } from '../../../src/base/json.ts';
import type { Client } from '../../../src/run/backlog/push/client.ts';
import { githubTracker } from '../../../src/run/backlog/push/github.ts';
import type { PushIssue } from '../../../src/run/backlog/push/tracker.ts';
import { githubDescription } from '../support/github/description.ts';
import { prismProgram, startPrism, type Prism } from '../support/graph/prism.ts';
import { installed } from '../support/install.ts';

const description = installed(() => {
  prismProgram();
  return githubDescription('/repos/{owner}/{repo}/issues');
});

const issue: PushIssue = {
  ...{ id: 'a'.repeat(64), state: 'open', title: 'Remove a right', text: 'What to do.', document: null, labels: ['vestige', 'critical'] },
  ...{ severity: 'critical', due: null, words: 'What to do.', note: 'gone by two reads', set: 'open' },
};

describe.skipIf(description === undefined)('GitHub, as its own description has it', () => {
  let prism: Prism;
  beforeAll(async () => {
    prism = await startPrism(description ?? {});
  });
  afterAll(() => prism.stop());

  /** Throws with what Prism says where the description does not allow a request. The media type that GitHub recommends for answers is not in its description. */
  const client: Client = {
    async ask(method, path, body) {
      const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
      const headers = { authorization: 'Bearer x', accept: 'application/json', 'content-type': 'application/json' };
      const answer = await fetch(`${prism.endpoint}${path}`, { ...init, headers });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
      return { status: answer.status, body: JSON.parse(text) as Json };
    },
    once: (path, body) => client.ask('POST', path, body),
  };

  it('takes the list that is asked for, and its answer is understood', async () => {
    await expect(client.ask('GET', '/repos/octocat/Hello-World/issues?labels=vestige&state=both')).rejects.toThrow(/422|400/);
    expect(await githubTracker(client, 'octocat/Hello-World').list()).toEqual([]);
  });

  it('takes issues that are made, changed in each way and commented', async () => {
    const tracker = githubTracker(client, 'octocat/Hello-World');
    expect(await tracker.create(issue)).toMatchObject({ key: expect.stringMatching(/^\d+$/) as string });
    for (const set of ['open', 'done', 'aside'] as const)
      await tracker.change('1347', issue, { title: 'x', text: true, labels: ['vestige'], set });
    await tracker.comment('1347', issue.note);
    // What Prism is for: a request that the description does not allow is refused.
    await expect(client.ask('PATCH', '/repos/octocat/Hello-World/issues/1347', { state: 'done' })).rejects.toThrow(/422|400/);
    await expect(client.ask('POST', '/repos/octocat/Hello-World/issues', { body: 'no title' })).rejects.toThrow(/422|400/);
    await expect(client.ask('POST', '/repos/octocat/Hello-World/issues/1347/comments', {})).rejects.toThrow(/422|400/);
  });
});
