import * as v from 'valibot';
import type { Json } from '../../../base/json.ts';
import { digestOf, markIn, markLine, markOf } from '../../../model/backlog-marker.ts';
import { BacklogError } from '../errors.ts';
import type { Client } from './client.ts';
import type { Change, PushIssue, Tracked, Tracker } from './tracker.ts';

/** What is looked at of an issue (https://docs.github.com/rest/issues/issues). A pull request is told as an issue too. */
const issueSchema = v.object({
  number: v.pipe(v.number(), v.integer()),
  state: v.picklist(['open', 'closed']),
  title: v.string(),
  body: v.nullish(v.string(), ''),
  labels: v.array(v.union([v.string(), v.object({ name: v.nullish(v.string(), '') })])),
  pull_request: v.optional(v.unknown()),
});
type Found = v.InferOutput<typeof issueSchema>;

const PAGE = 100;
/** Every issue of ours has it; an issue that somebody takes it from is not found again. */
const LABEL = 'vestige';

/** Issues of a repository, known by the comment their text begins with. `repository`: `owner/name`. */
export function githubTracker(client: Client, repository: string): Tracker {
  const root = `/repos/${repository}/issues`;
  return {
    place: `github ${repository}`,
    async list() {
      const all: Tracked[] = [];
      for (let page = 1; ; page++) {
        // by time of making, the oldest first: what is made in between comes last
        const path = `${root}?labels=${LABEL}&state=all&sort=created&direction=asc&per_page=${PAGE}&page=${page}`;
        const found = parsed(v.array(issueSchema), (await client.ask('GET', path)).body, path);
        for (const each of found) all.push(...trackedOf(each));
        if (found.length < PAGE) return all;
      }
    },
    async create(issue) {
      const answer = await client.once(root, { title: issue.title, body: bodyOf(issue), labels: [...issue.labels] });
      if (answer === 'lost') return 'lost';
      return { key: String(parsed(issueSchema, answer.body, root).number) };
    },
    async change(key, issue, change) {
      await client.ask('PATCH', `${root}/${key}`, fieldsOf(issue, change));
    },
    async comment(key, note) {
      // a comment that was made and whose answer was lost is not made again: the text says the same
      await client.once(`${root}/${key}/comments`, { body: note });
    },
  };
}

function trackedOf({ number, state, title, body, labels, pull_request }: Found): readonly Tracked[] {
  const marked = pull_request === undefined ? markIn(body ?? '') : undefined;
  if (marked === undefined) return [];
  return [
    {
      key: String(number),
      mark: marked.mark,
      isOpen: state === 'open',
      title,
      text: digestOf(marked.text),
      labels: labels.map((each) => (typeof each === 'string' ? each : (each.name ?? ''))),
    },
  ];
}

function bodyOf(issue: PushIssue): string {
  return `${markLine(markOf(issue))}\n\n${issue.text}\n`;
}

function fieldsOf(issue: PushIssue, { title, text, labels, set }: Change): Json {
  const states = {
    open: { state: 'open' },
    done: { state: 'closed', state_reason: 'completed' },
    aside: { state: 'closed', state_reason: 'not_planned' },
  };
  return {
    ...(title === undefined ? {} : { title }),
    ...(text === undefined ? {} : { body: bodyOf(issue) }),
    ...(labels === undefined ? {} : { labels: [...labels] }),
    ...(set === undefined ? {} : states[set]),
  };
}

export function parsed<T>(schema: v.GenericSchema<unknown, T>, value: Json, what: string): T {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new BacklogError('malformed', `cannot understand the answer to ${what}: ${v.getDotPath(issue) ?? 'it'}: ${issue.message}`);
}
