import * as v from 'valibot';
import { isJsonObject, type Json } from '../../../base/json.ts';
import { backlogStates, digestOf, markOf } from '../../../model/backlog-marker.ts';
import type { Severity } from '../../../model/question.ts';
import { BacklogError } from '../errors.ts';
import type { Client } from './client.ts';
import { parsed } from './github.ts';
import type { Change, PushIssue, Tracked, Tracker } from './tracker.ts';

const markSchema = v.object({ id: v.string(), state: v.picklist(backlogStates), title: v.string(), text: v.string() });
const issueSchema = v.object({
  key: v.string(),
  fields: v.object({
    summary: v.string(),
    labels: v.array(v.string()),
    status: v.object({ statusCategory: v.object({ key: v.string() }) }),
    description: v.nullish(v.unknown()),
  }),
  properties: v.optional(v.record(v.string(), v.unknown()), {}),
});
const pageSchema = v.object({ issues: v.array(issueSchema), nextPageToken: v.nullish(v.string()), isLast: v.optional(v.boolean()) });
const transitionsSchema = v.object({
  transitions: v.array(
    v.object({ id: v.string(), name: v.string(), to: v.object({ name: v.string(), statusCategory: v.object({ key: v.string() }) }) }),
  ),
});

const LABEL = 'vestige';
/** Entity property of an issue: it is not shown, cannot be edited by hand, and holds the mark. */
const PROPERTY = 'vestige';
const PAGE = 100;
const priorities: Readonly<Record<Severity, string>> = { critical: 'Highest', high: 'High', medium: 'Medium', low: 'Low' };

/**
 * Issues of a project of Jira Cloud (REST v3, https://developer.atlassian.com/cloud/jira/platform/rest/v3/). An issue is known by the entity property; who searches finds it by the
 * label `vestige-` and the hex digits of its item's id. `POST /rest/api/3/search/jql` answers only the fields that are asked for.
 */
export function jiraTracker(client: Client, project: string, note: (text: string) => Json): Tracker {
  async function turned(key: string, to: 'open' | 'done'): Promise<void> {
    const path = `/rest/api/3/issue/${key}/transitions`;
    const { transitions } = parsed(transitionsSchema, (await client.ask('GET', path)).body, path);
    const wanted = to === 'done' ? ['done'] : ['new', 'indeterminate'];
    const found = wanted.flatMap((category) => transitions.filter((each) => each.to.statusCategory.key === category)).sort(byPlainName);
    const [first] = found;
    if (first === undefined) {
      throw new BacklogError(
        'refused',
        `cannot ${to === 'done' ? 'close' : 'open'} ${key}: its workflow has no way there from its status`,
        {
          hint: `move it by hand; ways there are: ${transitions.map(({ name }) => name).join(', ')}`,
        },
      );
    }
    await client.ask('POST', path, { transition: { id: first.id } });
  }
  return {
    place: `jira ${project}`,
    async list(id) {
      const label = id === undefined ? LABEL : labelOf(id);
      const jql = `project = "${project}" AND labels = "${label}" ORDER BY created ASC`;
      const all: Tracked[] = [];
      const seen = new Set<string>();
      for (let token: string | undefined; ;) {
        const asked = { jql, maxResults: PAGE, fields: ['summary', 'labels', 'status', 'description'], properties: [PROPERTY] };
        const path = '/rest/api/3/search/jql';
        const page = parsed(
          pageSchema,
          (await client.ask('POST', path, token === undefined ? asked : { ...asked, nextPageToken: token })).body,
          path,
        );
        for (const each of page.issues) all.push(...trackedOf(each));
        token = page.nextPageToken ?? undefined;
        if (token === undefined || page.isLast === true) return all;
        if (seen.has(token))
          throw new BacklogError('malformed', `cannot list the issues of ${project}: the tracker names the same next page twice`);
        seen.add(token);
      }
    },
    async create(issue) {
      const body = {
        fields: {
          project: { key: project },
          issuetype: { name: 'Task' },
          summary: issue.title,
          description: issue.document,
          labels: [...issue.labels],
          priority: { name: priorities[issue.severity] },
          ...(issue.due === null ? {} : { duedate: issue.due }),
        },
        properties: [propertyOf(issue)],
      };
      const path = '/rest/api/3/issue';
      const answer = await client.once(path, body);
      return answer === 'lost' ? 'lost' : { key: parsed(v.object({ key: v.string() }), answer.body, path).key };
    },
    async change(key, issue, change) {
      const fields = fieldsOf(issue, change);
      if (fields !== null) await client.ask('PUT', `/rest/api/3/issue/${key}`, fields);
      if (change.set !== undefined) await turned(key, change.set === 'open' ? 'open' : 'done');
    },
    async comment(key, text) {
      await client.once(`/rest/api/3/issue/${key}/comment`, { body: note(text) });
    },
  };
}

/** `Done` before what a workflow calls otherwise, so that `Won't do` is not taken by chance. */
function byPlainName(a: { readonly to: { readonly name: string } }, b: { readonly to: { readonly name: string } }): number {
  const rank = ({ to }: { readonly to: { readonly name: string } }): number =>
    ['Done', 'Closed', 'Resolved', 'To Do', 'Open', 'Reopened'].includes(to.name) ? 0 : 1;
  return rank(a) - rank(b);
}

export function labelOf(id: string): string {
  return id.toLowerCase().replace('vst-', 'vestige-');
}

function propertyOf(issue: PushIssue): Json {
  return { key: PROPERTY, value: { ...markOf({ ...issue, text: textOf(issue.document) }) } };
}

function trackedOf({ key, fields, properties }: v.InferOutput<typeof issueSchema>): readonly Tracked[] {
  const mark = v.safeParse(markSchema, properties[PROPERTY]);
  // an issue of that label that is none of ours
  if (!mark.success) return [];
  return [
    {
      key,
      mark: mark.output,
      isOpen: fields.status.statusCategory.key !== 'done',
      title: fields.summary,
      text: digestOf(textOf((fields.description ?? null) as Json)),
      labels: fields.labels,
    },
  ];
}

/** What a document says, without how: Jira adds attributes of its own to what it is given. */
export function textOf(node: Json): string {
  if (!isJsonObject(node)) return '';
  if (node['type'] === 'text' && typeof node['text'] === 'string') return node['text'];
  const content = node['content'];
  return Array.isArray(content) ? (content as readonly Json[]).map(textOf).join('\n') : '';
}

/** `null`: no field is changed. Priority, due date, assignee and status are people's, once it is made. */
function fieldsOf(issue: PushIssue, { title, text, labels }: Change): Json | null {
  const fields = {
    ...(title === undefined ? {} : { summary: title }),
    ...(text === undefined ? {} : { description: issue.document }),
    ...(labels === undefined ? {} : { labels: [...labels] }),
  };
  if (Object.keys(fields).length === 0) return null;
  return { fields, ...(text === undefined ? {} : { properties: [propertyOf(issue)] }) };
}
