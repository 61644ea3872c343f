import type { Json } from '../../../src/base/json.ts';
import { isJsonObject } from '../../../src/base/json.ts';
import type { Mapped, Surface } from '../../../src/contract/connector.ts';
import type { BoundaryId, EntityId } from '../../../src/model/ids.ts';
import type { Task } from '../../../src/model/page.ts';
import { kindOf } from '../documents.ts';
import { accountBoundary, accountFacts, accountOf, parseIamArn } from '../identity.ts';
import { ofAnother } from './asked.ts';
import type { ReportRow } from './credential-row.ts';
import { knownColumns, mapRow } from './credential-row.ts';
import type { Gathered } from './item.ts';

/**
 * AWS makes a new report at most every four hours and hands out the old one till then: it never proves that a key is gone. The last
 * use of users, which it tells too, is counted to what any answer tells of an account.
 */
export const credentialReport: Surface = {
  id: 'aws:credential-report',
  yields: ['credential'],
  permission: 'iam:GenerateCredentialReport, iam:GetCredentialReport',
  ifUnread: 'which users, and whether root, have passwords, second factors, keys and certificates; how old, when last used',
  provesAbsence: 'no',
  role: 'describes',
  service: 'iam',
  follows: [],
};

/** Body of a page of this surface. Rows are as the report has them, by position of `columns`. */
export interface ReportBody {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const ROOT = '<root_account>';

/**
 * Maps one account's whole report. Columns are found by name: reports of 22 and of more columns are in use, and one that is not known is
 * left alone. A row of another length than the header is not guessed at. Format: IAM user guide, "Getting credential reports".
 */
export function mapCredentialReport(task: Task, body: Json): Mapped {
  const into: Gathered = { surface: credentialReport.id, facts: [], gaps: [] };
  const lost = (boundary: BoundaryId, detail: string, subject?: EntityId): void =>
    void into.gaps.push({ boundary, surface: into.surface, ...(subject === undefined ? {} : { subject }), cause: 'malformed', detail });
  const columns = isJsonObject(body) ? textsOf(body['columns']) : undefined;
  const rows = isJsonObject(body) ? body['rows'] : undefined;
  if (columns === undefined || !Array.isArray(rows)) {
    lost(task.boundary, 'the credential report has no columns or no rows');
    return into;
  }
  const fault = headerFault(columns);
  if (fault !== undefined) {
    lost(task.boundary, `the credential report cannot be read: ${fault}`);
    return into;
  }
  for (const name of knownColumns) {
    if (!columns.includes(name))
      lost(task.boundary, `the credential report has no column ${JSON.stringify(name)}: what it would tell is not known`);
  }

  const accounts = new Map<BoundaryId, string>();
  let root = false;
  for (let i = 0; i < rows.length; i++) {
    const row = textsOf(rows[i] as Json);
    const at = `(at /rows/${i})`;
    if (row === undefined) {
      lost(task.boundary, `a row of the credential report is ${kindOf(rows[i] as Json)}, a list of texts was expected ${at}`);
      continue;
    }
    if (row.length !== columns.length) {
      lost(
        task.boundary,
        `a row of the credential report has ${row.length} fields, its header ${columns.length}: none can be trusted ${at}`,
      );
      continue;
    }
    const read = (name: string): string | undefined => row[columns.indexOf(name)];
    const [arn, user] = [read('arn') ?? '', read('user') ?? ''];
    const parsed = parseIamArn(arn);
    const isRoot = user === ROOT;
    if (parsed === undefined || parsed.account === 'aws' || (isRoot ? parsed.resource !== 'root' : !parsed.resource.startsWith('user/'))) {
      lost(task.boundary, `a row of the credential report has the arn ${JSON.stringify(arn)}, which is no user's ${at}`);
      continue;
    }
    const boundary = accountBoundary(parsed.account);
    if (boundary !== task.boundary) {
      lost(task.boundary, `${ofAnother(arn, task.boundary)} ${at}`);
      continue;
    }
    if (!accounts.has(boundary)) {
      accounts.set(boundary, parsed.partition);
      into.facts.push(...accountFacts(boundary, parsed.partition, `/rows/${i}`));
    }
    if (isRoot && boundary === task.boundary) root = true;
    const reportRow: ReportRow = { into, boundary, identity: arn, isRoot, pointer: `/rows/${i}`, read };
    mapRow(reportRow);
  }
  const account = accountOf(task.boundary);
  if (!root && account !== undefined) {
    const subject = `arn:${accounts.get(task.boundary) ?? 'aws'}:iam::${account}:root`;
    lost(
      task.boundary,
      `the credential report has no ${ROOT} row: whether the root user has access keys, a password or a second factor is not known`,
      subject,
    );
  }
  return into;
}

function textsOf(value: Json | undefined): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return (value as readonly Json[]).every((each) => typeof each === 'string') ? (value as readonly string[]) : undefined;
}

function headerFault(columns: readonly string[]): string | undefined {
  const seen = new Set<string>();
  for (const name of columns) {
    if (seen.has(name)) return `the column ${JSON.stringify(name)} is there twice`;
    seen.add(name);
  }
  const lacking = ['user', 'arn'].filter((name) => !seen.has(name));
  return lacking.length === 0 ? undefined : `there is no column ${lacking.map((name) => JSON.stringify(name)).join(' and no ')}`;
}
