import { instantOf } from '../../../src/base/instant.ts';
import type { Json, JsonObject } from '../../../src/base/json.ts';
import { isJsonObject } from '../../../src/base/json.ts';
import type { TaskAt } from '../../../src/contract/connector.ts';
import { meaningOf } from '../../../src/http/provider-codes.ts';
import type { Call } from '../calls/call.ts';
import { beginnings } from './allowed.ts';
import { plain } from './plain.ts';
import type { Read } from './read.ts';
import { notRead, pageRead, refusedRead } from './read.ts';
import { reportBody } from './report.ts';
import { safeWords } from './words.ts';

/** What a job is given: the question, a way to ask, and what the session remembers of jobs begun (by account and request). */
export interface JobWork {
  readonly at: TaskAt;
  readonly call: Call;
  /** Members of the request, from the task's args. */
  readonly input: JsonObject;
  readonly send: (operation: string, input: JsonObject) => Promise<object>;
  readonly begun: Map<string, string>;
}

const POLL_MS = 2000;

/** Operations that fetch what another made in its own time. */
export const jobs: Readonly<Record<keyof typeof beginnings, (work: JobWork) => Promise<Read>>> = {
  GetCredentialReport: credentialReport,
  GetServiceLastAccessedDetails: lastAccessed,
};

function waiting({ task, cursor }: TaskAt): Read {
  return { part: { task, cursor, body: {}, next: null }, pollAfterMs: POLL_MS };
}

/** The report is being made: the HTTP code of the API reference, and the name the SDK gives it. */
const inProgress: ReadonlySet<string> = new Set(['ReportInProgress', 'CredentialReportNotReadyException']);
/** It was not there or too old after all: it has to be made again. */
const gone: ReadonlySet<string> = new Set([
  'ReportNotPresent',
  'ReportExpired',
  'CredentialReportNotPresentException',
  'CredentialReportExpiredException',
]);

/** Begun once, then only fetched until it is there: AWS makes one report in four hours at most. */
async function credentialReport({ at, call, send, begun }: JobWork): Promise<Read> {
  const key = `${call.operation} ${at.task.boundary}`;
  if (!begun.has(key)) {
    const { State: state } = (await send(beginnings.GetCredentialReport, {})) as { readonly State?: string };
    begun.set(key, '');
    if (state !== 'COMPLETE') return waiting(at);
  }
  let said: { readonly Content?: Uint8Array; readonly GeneratedTime?: Date };
  try {
    said = await send(call.operation, {});
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    if (gone.has(name)) begun.delete(key);
    if (gone.has(name) || inProgress.has(name)) return waiting(at);
    throw error;
  }
  begun.delete(key);
  const read = reportBody(said.Content);
  const validAt = said.GeneratedTime === undefined ? {} : { validAt: instantOf(said.GeneratedTime.getTime()) };
  if ('fault' in read) return { part: { ...notRead(at, 'malformed', read.fault).part, ...validAt } };
  return { part: { task: at.task, cursor: at.cursor, body: read.body, next: null, ...validAt } };
}

/** Its pages share one job, which the cursor names: a scan that goes on later fetches the rest of the same answer. */
async function lastAccessed({ at, call, input, send, begun }: JobWork): Promise<Read> {
  const place = at.cursor === null ? null : placeOf(at.cursor);
  if (place === undefined) return notRead(at, 'malformed', `the cursor ${JSON.stringify(at.cursor)} names no job`);
  const key = `${call.operation} ${at.task.boundary} ${JSON.stringify(input)}`;
  const job = place?.job ?? begun.get(key);
  if (job === undefined) {
    const { JobId: id } = (await send(beginnings.GetServiceLastAccessedDetails, { ...input, Granularity: 'SERVICE_LEVEL' })) as {
      readonly JobId?: string;
    };
    if (id === undefined) return notRead(at, 'malformed', `the answer of ${beginnings.GetServiceLastAccessedDetails} names no job`);
    begun.set(key, id);
    return waiting(at);
  }
  const size = typeof call.paging === 'object' ? call.paging?.size : {};
  const marker = place === null ? {} : { Marker: place.marker };
  const body = plain(await send(call.operation, { JobId: job, ...size, ...marker }));
  const status = isJsonObject(body) ? body['JobStatus'] : undefined;
  if (status === 'IN_PROGRESS') return waiting(at);
  begun.delete(key);
  if (status !== 'COMPLETED') return failed(at, body);
  return pageRead(at, call.paging, body, (next) => JSON.stringify({ job, marker: next }));
}

/** The provider says why; where it does not, the job may be made again. */
function failed(at: TaskAt, body: Json): Read {
  const error = isJsonObject(body) ? body['Error'] : undefined;
  const { Code: code, Message: message } = isJsonObject(error) ? error : {};
  const cause = (typeof code === 'string' ? meaningOf(code) : null) ?? 'unreachable';
  const words = `the job ended without a result${typeof message === 'string' ? `: ${safeWords(message)}` : ''}`;
  return refusedRead(at, cause, { error: { name: typeof code === 'string' ? code : 'JobFailed', message: words } });
}

function placeOf(cursor: string): { readonly job: string; readonly marker: string } | undefined {
  try {
    const read: unknown = JSON.parse(cursor);
    if (!isJsonObject(read)) return undefined;
    const { job, marker } = read;
    return typeof job === 'string' && typeof marker === 'string' ? { job, marker } : undefined;
  } catch {
    return undefined;
  }
}
