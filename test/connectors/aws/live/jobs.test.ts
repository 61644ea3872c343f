import { describe, expect, it } from 'vitest';
import { awsCore } from '../../../../connectors/aws/core.ts';
import type { Said } from '../support/server.ts';
import { failure, result } from '../support/server.ts';
import { boundary, columns, csv, report, rootRow } from '../support/estate.ts';
import { account, ask, rigs } from './support.ts';

const rig = rigs();
const reportOf = (content: string): Said =>
  result(
    'GetCredentialReport',
    `<Content>${Buffer.from(content).toString('base64')}</Content><ReportFormat>text/csv</ReportFormat><GeneratedTime>2026-11-20T10:11:12Z</GeneratedTime>`,
  );
const state = (said: string): Said => result('GenerateCredentialReport', `<State>${said}</State>`);
const question = { surface: 'credential-report' };

describe('the credential report', () => {
  it('is begun once and then only fetched, until it is there', async () => {
    const it = rig();
    const fetched = [failure(404, 'ReportInProgress'), failure(404, 'ReportInProgress'), reportOf(csv(report(rootRow)))];
    await it.start(({ action }) => (action === 'GenerateCredentialReport' ? state('STARTED') : fetched.shift()));
    const session = await it.open();
    for (let i = 0; i < 3; i++) {
      const { part, answer } = await ask(session, question);
      expect(answer.pollAfterMs).toBeGreaterThan(0);
      expect(part).toMatchObject({ next: null, body: {} });
    }
    const { part, answer } = await ask(session, question);
    expect(answer.pollAfterMs).toBeUndefined();
    expect(part).toMatchObject({ validAt: '2026-11-20T10:11:12.000Z', body: { columns: [...columns] } });
    expect(awsCore.map({ boundary, surface: 'aws:credential-report', args: {} }, part.body).gaps).toEqual([]);
    expect(it.stub.counts()).toEqual({ GetCallerIdentity: 1, GenerateCredentialReport: 1, GetCredentialReport: 3 });
  });

  it('takes two calls where it is there already', async () => {
    const it = rig();
    await it.start(({ action }) => (action === 'GenerateCredentialReport' ? state('COMPLETE') : reportOf(csv(report(rootRow)))));
    expect((await ask(await it.open(), question)).answer.pollAfterMs).toBeUndefined();
    expect(it.stub.counts()).toEqual({ GetCallerIdentity: 1, GenerateCredentialReport: 1, GetCredentialReport: 1 });
  });

  it('is begun again where it has gone meanwhile', async () => {
    const it = rig();
    const fetched = [failure(410, 'ReportExpired'), failure(410, 'ReportNotPresent'), reportOf(csv(report(rootRow)))];
    await it.start(({ action }) => (action === 'GenerateCredentialReport' ? state('COMPLETE') : fetched.shift()));
    const session = await it.open();
    const waits = [];
    for (let i = 0; i < 3; i++) waits.push((await ask(session, question)).answer.pollAfterMs);
    expect(waits).toEqual([expect.any(Number), expect.any(Number), undefined]);
    expect(it.stub.counts()['GenerateCredentialReport']).toBe(3);
  });

  it('may be refused in either half', async () => {
    const it = rig();
    await it.start(({ action }) => (action === 'GenerateCredentialReport' ? state('STARTED') : failure(403, 'AccessDenied')));
    const session = await it.open();
    expect((await ask(session, question)).part.refused).toBeUndefined();
    expect((await ask(session, question)).part.refused).toBe('denied');
    it.stub.answer = () => failure(403, 'AccessDenied');
    expect((await ask(await it.open(), question)).part.refused).toBe('denied');
  });

  it.each(['a,b\n1,2', ''])('that is no report is malformed: %j', async (content) => {
    const it = rig();
    await it.start(({ action }) => (action === 'GenerateCredentialReport' ? state('COMPLETE') : reportOf(content)));
    expect((await ask(await it.open(), question)).part.refused).toBe('malformed');
  });
});

const arn = `arn:aws:iam::${account}:user/ann`;
const last = { surface: 'service-last-accessed', args: { arn } };
const done = (services: string, more: string): Said =>
  result(
    'GetServiceLastAccessedDetails',
    `<JobStatus>COMPLETED</JobStatus><JobCreationDate>2026-11-20T10:11:12Z</JobCreationDate><JobCompletionDate>2026-11-20T10:11:13Z</JobCompletionDate>` +
      `<ServicesLastAccessed>${services}</ServicesLastAccessed>${more}`,
  );
const service = (name: string): string =>
  `<member><ServiceName>${name}</ServiceName><ServiceNamespace>${name}</ServiceNamespace><TotalAuthenticatedEntities>0</TotalAuthenticatedEntities></member>`;
const begun = (id: string): Said => result('GenerateServiceLastAccessedDetails', `<JobId>${id}</JobId>`);
const inProgress = result('GetServiceLastAccessedDetails', '<JobStatus>IN_PROGRESS</JobStatus>');

describe('service last accessed', () => {
  it('is a job begun once, polled, and read page by page, also by a session that did not begin it', async () => {
    const it = rig();
    const answers = [
      inProgress,
      done(service('s3'), '<IsTruncated>true</IsTruncated><Marker>m1</Marker>'),
      done(service('iam'), '<IsTruncated>false</IsTruncated>'),
    ];
    await it.start(({ action }) => (action === 'GenerateServiceLastAccessedDetails' ? begun('job-1') : answers.shift()));
    const session = await it.open();
    expect((await ask(session, last)).answer.pollAfterMs).toBeGreaterThan(0);
    expect((await ask(session, last)).answer.pollAfterMs).toBeGreaterThan(0);
    const { part } = await ask(session, last);
    expect(part.body).toMatchObject({ ServicesLastAccessed: [{ ServiceNamespace: 's3' }] });
    expect(part.next).not.toBeNull();
    const rest = await ask(await it.open(), { ...last, cursor: part.next });
    expect(rest.part).toMatchObject({ next: null, body: { ServicesLastAccessed: [{ ServiceNamespace: 'iam' }] } });
    const asked = it.stub.asked.filter(({ action }) => action !== 'GetCallerIdentity').map(({ body }) => Object.fromEntries(body));
    expect(asked).toMatchObject([
      { Arn: arn, Granularity: 'SERVICE_LEVEL' },
      { JobId: 'job-1', MaxItems: '1000' },
      { JobId: 'job-1', MaxItems: '1000' },
      { JobId: 'job-1', MaxItems: '1000', Marker: 'm1' },
    ]);
  });

  it('keeps the jobs of different users apart', async () => {
    const it = rig();
    await it.start(({ action, body }) =>
      action === 'GenerateServiceLastAccessedDetails' ? begun(`of ${body.get('Arn') ?? ''}`) : done('', ''),
    );
    const session = await it.open();
    const both = [arn, `${arn}2`].map((each) => ({ surface: 'service-last-accessed', args: { arn: each } }));
    for (const each of [...both, ...both]) await ask(session, each);
    expect(it.stub.asked.flatMap(({ body }) => body.get('JobId') ?? [])).toEqual([`of ${arn}`, `of ${arn}2`]);
  });

  it.each([
    ['<Error><Code>AccessDenied</Code><Message>no</Message></Error>', 'denied'],
    ['', 'unreachable'],
  ])('that failed with %j is refused, and begun anew when asked again', async (error, cause) => {
    const it = rig();
    await it.start(({ action }) =>
      action === 'GenerateServiceLastAccessedDetails'
        ? begun('job')
        : result('GetServiceLastAccessedDetails', `<JobStatus>FAILED</JobStatus>${error}`),
    );
    const session = await it.open();
    await ask(session, last);
    expect((await ask(session, last)).part.refused).toBe(cause);
    expect((await ask(session, last)).answer.pollAfterMs).toBeGreaterThan(0);
    expect(it.stub.counts()['GenerateServiceLastAccessedDetails']).toBe(2);
  });

  it('refuses a cursor that names no job, and an answer that names none', async () => {
    const it = rig();
    await it.start(() => result('GenerateServiceLastAccessedDetails', ''));
    const session = await it.open();
    for (const cursor of ['m1', '{"job":1}', null]) expect((await ask(session, { ...last, cursor })).part.refused).toBe('malformed');
    expect(it.stub.counts()).toMatchObject({ GenerateServiceLastAccessedDetails: 1 });
  });
});
