import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a loopback tracker does instead of answering a request: `before` it is carried out, or `after`, so that the answer is lost. */
export interface Fault {
  readonly when: (method: string, path: string) => boolean;
  readonly how: 'before' | 'after' | 'cut-after';
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Loopback {
  readonly url: string;
  readonly asked: readonly { readonly method: string; readonly path: string; readonly body: unknown }[];
  /** Taken in turn; each is used once. */
  readonly faults: Fault[];
  close(): Promise<void>;
}

type Handled = { readonly status: number; readonly body?: unknown };
type Handle = (method: string, url: URL, body: Record<string, unknown>) => Handled;

async function loopback(authorization: string, handle: Handle): Promise<Loopback> {
  const asked: { method: string; path: string; body: unknown }[] = [];
  const faults: Fault[] = [];
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const url = new URL(request.url ?? '', 'http://here');
    const method = request.method ?? '';
    const body = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
    asked.push({ method, path: url.pathname, body });
    const reply = (status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): void => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(value === undefined ? '' : JSON.stringify(value));
    };
    const at = faults.findIndex(({ when }) => when(method, url.pathname));
    if (request.headers.authorization !== authorization) {
      reply(401, { message: 'Bad credentials' });
      return;
    }
    const [fault] = at < 0 ? [] : faults.splice(at, 1);
    const done: Handled = fault?.how === 'before' ? { status: 0 } : handle(method, url, body);
    if (fault?.how === 'cut-after') request.socket.destroy();
    else if (fault !== undefined) reply(fault.status, { message: 'no' }, fault.headers);
    else reply(done.status, done.body);
  }
  const server: Server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    faults,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Every member of a body has to be one that the API takes, of the type it takes. */
function only(body: Record<string, unknown>, types: Readonly<Record<string, (value: unknown) => boolean>>): boolean {
  return Object.entries(body).every(([key, value]) => types[key]?.(value) === true);
}

const isText = (value: unknown): boolean => typeof value === 'string';
const areTexts = (value: unknown): boolean =>
  Array.isArray(value) && value.every((each) => typeof each === 'string' && each !== '' && each.length <= 50);

export interface GithubIssue {
  readonly number: number;
  state: 'open' | 'closed';
  state_reason: string | null;
  title: string;
  body: string;
  labels: string[];
  assignee: string | null;
  readonly comments: string[];
}

/** Issues of `o/r`, as GitHub keeps them. */
export async function githubServer(): Promise<Loopback & { readonly issues: GithubIssue[] }> {
  const issues: GithubIssue[] = [];
  const shown = ({ comments, labels, ...rest }: GithubIssue): unknown => ({
    ...rest,
    comments: comments.length,
    labels: labels.map((name) => ({ name })),
  });
  const handle: Handle = (method, url, body) => {
    const parts = url.pathname.split('/').slice(1);
    if (parts.slice(0, 4).join('/') !== 'repos/o/r/issues') return { status: 404, body: { message: 'Not Found' } };
    const [, , , , number, what] = parts;
    if (method === 'GET' && number === undefined) {
      const [size, page] = [Number(url.searchParams.get('per_page')), Number(url.searchParams.get('page'))];
      if (!(size >= 1 && size <= 100 && page >= 1)) return { status: 422, body: { message: 'Validation Failed' } };
      const state = url.searchParams.get('state') ?? 'open';
      const label = url.searchParams.get('labels');
      const found = issues.filter((each) => (state === 'all' || each.state === state) && (label === null || each.labels.includes(label)));
      return { status: 200, body: found.slice((page - 1) * size, page * size).map(shown) };
    }
    if (method === 'POST' && number === undefined) {
      if (
        !only(body, { title: isText, body: isText, labels: areTexts }) ||
        String(body['title']).length > 256 ||
        String(body['body']).length > 65_536
      )
        return { status: 422, body: { message: 'Validation Failed' } };
      const made: GithubIssue = {
        ...{ number: issues.length + 1, state: 'open', state_reason: null, assignee: null, comments: [] },
        ...{ title: String(body['title']), body: String(body['body']), labels: body['labels'] as string[] },
      };
      issues.push(made);
      return { status: 201, body: shown(made) };
    }
    const issue = issues.find((each) => String(each.number) === number);
    if (issue === undefined) return { status: 404, body: { message: 'Not Found' } };
    if (method === 'POST' && what === 'comments') {
      if (!only(body, { body: isText })) return { status: 422, body: { message: 'Validation Failed' } };
      issue.comments.push(String(body['body']));
      return { status: 201, body: {} };
    }
    if (method === 'PATCH' && what === undefined) {
      const states = (value: unknown): boolean => value === 'open' || value === 'closed';
      const reasons = (value: unknown): boolean => value === 'completed' || value === 'not_planned' || value === 'reopened';
      if (!only(body, { title: isText, body: isText, labels: areTexts, state: states, state_reason: reasons }))
        return { status: 422, body: { message: 'Validation Failed' } };
      Object.assign(issue, body);
      return { status: 200, body: shown(issue) };
    }
    return { status: 404, body: { message: 'Not Found' } };
  };
  return { ...(await loopback('Bearer gh-token', handle)), issues };
}

export interface JiraIssue {
  readonly key: string;
  fields: Record<string, unknown> & { summary: string; labels: string[] };
  readonly properties: Record<string, unknown>;
  status: 'new' | 'indeterminate' | 'done';
  readonly comments: unknown[];
}

/** Issues of project SEC, as Jira Cloud keeps them: it adds attributes of its own to documents, and answers no field that was not asked for. */
export async function jiraServer(): Promise<Loopback & { readonly issues: JiraIssue[] }> {
  const issues: JiraIssue[] = [];
  const ways = [
    { id: '11', name: 'Start', to: { name: 'In Progress', statusCategory: { key: 'indeterminate' } } },
    { id: '21', name: "Won't do", to: { name: "Won't do", statusCategory: { key: 'done' } } },
    { id: '31', name: 'Finish', to: { name: 'Done', statusCategory: { key: 'done' } } },
    { id: '41', name: 'Back', to: { name: 'To Do', statusCategory: { key: 'new' } } },
  ] as const;
  const isDocument = (value: unknown): boolean => {
    const document = value as { readonly version?: unknown; readonly type?: unknown; readonly content?: unknown };
    return (
      document.version === 1 && document.type === 'doc' && Array.isArray(document.content) && !JSON.stringify(value).includes('"text":""')
    );
  };
  const fields = {
    ...{ project: (value: unknown) => JSON.stringify(value) === '{"key":"SEC"}', issuetype: () => true, priority: () => true },
    ...{
      summary: (value: unknown) => isText(value) && (value as string).length <= 255 && !/[\r\n]/.test(value as string),
      description: isDocument,
    },
    ...{
      labels: (value: unknown) => areTexts(value) && (value as string[]).every((each) => !/\s/.test(each)),
      duedate: (value: unknown) => /^\d{4}-\d\d-\d\d$/.test(String(value)),
    },
  };
  const known = (body: Record<string, unknown>): boolean =>
    only(body, { fields: (value) => only(value as Record<string, unknown>, fields), properties: Array.isArray });
  const write = (issue: JiraIssue, body: Record<string, unknown>): void => {
    const given = structuredClone((body['fields'] ?? {}) as JiraIssue['fields']);
    if (given['description'] !== undefined)
      for (const node of (given['description'] as { content: Record<string, unknown>[] }).content) node['attrs'] ??= { localId: 'x' };
    issue.fields = { ...issue.fields, ...given };
    for (const { key, value } of (body['properties'] ?? []) as { key: string; value: unknown }[]) issue.properties[key] = value;
  };
  const handle: Handle = (method, { pathname }, body) => {
    const bad = { status: 400, body: { errorMessages: ['bad'] } };
    if (method === 'POST' && pathname === '/rest/api/3/search/jql') {
      const label = /^project = "SEC" AND labels = "([a-z0-9-]+)" ORDER BY created ASC$/.exec(String(body['jql']))?.[1];
      const asked = body['fields'] as string[] | undefined;
      if (label === undefined || asked === undefined) return bad;
      const from = Number(body['nextPageToken'] ?? 0);
      const size = Math.min(2, Number(body['maxResults']));
      const found = issues.filter((each) => each.fields.labels.includes(label));
      const page = found.slice(from, from + size).map(({ key, fields: own, properties, status }) => ({
        key,
        fields: Object.fromEntries(asked.map((name) => [name, name === 'status' ? { statusCategory: { key: status } } : own[name]])),
        ...(body['properties'] === undefined ? {} : { properties }),
      }));
      const isLast = from + size >= found.length;
      return { status: 200, body: { issues: page, isLast, ...(isLast ? {} : { nextPageToken: String(from + size) }) } };
    }
    if (method === 'POST' && pathname === '/rest/api/3/issue') {
      if (!known(body)) return bad;
      const issue: JiraIssue = {
        key: `SEC-${issues.length + 1}`,
        fields: { summary: '', labels: [] },
        properties: {},
        status: 'new',
        comments: [],
      };
      write(issue, body);
      issues.push(issue);
      return { status: 201, body: { id: '1', key: issue.key } };
    }
    const [, key, what] = /^\/rest\/api\/3\/issue\/(SEC-\d+)(?:\/([a-z]+))?$/.exec(pathname) ?? [];
    const issue = issues.find((each) => each.key === key);
    if (issue === undefined) return { status: 404, body: {} };
    if (method === 'PUT' && what === undefined) {
      if (!known(body)) return bad;
      write(issue, body);
      return { status: 204 };
    }
    if (what === 'comment' && method === 'POST') {
      if (!only(body, { body: isDocument })) return bad;
      issue.comments.push(body['body']);
      return { status: 201, body: {} };
    }
    if (what !== 'transitions') return { status: 404, body: {} };
    if (method === 'GET') return { status: 200, body: { transitions: ways.filter(({ to }) => to.statusCategory.key !== issue.status) } };
    const way = ways.find(({ id }) => id === (body['transition'] as { id?: string } | undefined)?.id);
    if (way === undefined) return bad;
    issue.status = way.to.statusCategory.key;
    issue.fields['status'] = way.to.name;
    return { status: 204 };
  };
  return { ...(await loopback(`Basic ${Buffer.from('me@example.com:jira-token').toString('base64')}`, handle)), issues };
}
