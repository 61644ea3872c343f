import { afterAll, vi } from 'vitest';
import { awsCore } from '../../../connectors/aws/core.ts';
import { awsConnector } from '../../../connectors/aws/open.ts';
import type { AwsSettings } from '../../../connectors/aws/settings.ts';
import type { Json } from '../../../src/base/json.ts';
import { isJsonObject } from '../../../src/base/json.ts';
import type { Connector, TaskAt } from '../../../src/contract/connector.ts';
import type { ConnectorSubject, Fault, Faults } from '../../contract/connector-suite.ts';
import { connectorSuite } from '../../contract/connector-suite.ts';
import { csv } from './support/estate.ts';
import { pages, scenario } from './support/scenario.ts';
import type { Asked, Said } from './support/server.ts';
import { caller, failure, result, StubAws } from './support/server.ts';

const subject: ConnectorSubject = { name: 'aws', core: awsCore, scenario };
connectorSuite(subject);
connectorSuite({ ...subject, name: 'aws over its own session', connect: overTheWire });

afterAll(() => {
  vi.unstubAllEnvs();
});

/** The real SDK against a server that answers with the scenario's estate. */
function overTheWire(faults: Faults): Connector<unknown> {
  const attempts = new Map<string, number>();
  // Questions are asked side by side.
  const pending = new Map<string, Fault>();
  return {
    core: awsCore,
    async open(settings, io) {
      const stub = new StubAws();
      // So that the task asks who is calling, under the faults it is dealt.
      stub.answer = () => failure(503, 'ServiceUnavailable');
      vi.stubEnv('AWS_ENDPOINT_URL', await stub.start());
      vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
      vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'example');
      const now = (): number => Date.parse('2026-11-01T00:00:00Z');
      const session = await awsConnector.open(settings as AwsSettings, { ...io, now });
      stub.answer = (asked) => answer(asked, pending.get(`${surfaceOf(asked)} ${asked.body.get('Marker') ?? ''}`) ?? null);
      return {
        async close() {
          await session.close();
          await stub.stop();
        },
        async read([at], signal) {
          const place = JSON.stringify(at);
          const attempt = attempts.get(place) ?? 0;
          attempts.set(place, attempt + 1);
          const fault = faults(at, attempt);
          const question = `${at.task.surface} ${isPaged(at) ? (at.cursor ?? '') : ''}`;
          pending.set(question, fault);
          const said = await session.read([at], signal);
          pending.delete(question);
          return fault === 'stuck' && !isPaged(at) ? { ...said, parts: [{ ...said.parts[0], next: at.cursor ?? '0' }] } : said;
        },
      };
    },
  };
}

const surfaces: Readonly<Record<string, string>> = {
  GetCallerIdentity: 'aws:caller-identity',
  GetAccountAuthorizationDetails: 'aws:authorization-details',
  ListRoles: 'aws:role-settings',
  GenerateCredentialReport: 'aws:credential-report',
  GetCredentialReport: 'aws:credential-report',
};
function surfaceOf({ action }: Asked): string {
  return surfaces[action] ?? '';
}

/** Answers without pages have no cursor that a server could repeat: the session is made to. */
function isPaged({ task }: TaskAt): boolean {
  return task.surface === 'aws:authorization-details' || task.surface === 'aws:role-settings';
}

function answer({ action, body }: Asked, fault: Fault): Said | undefined {
  if (fault === 'cut') return { status: 0, xml: '' };
  if (typeof fault === 'number') return refusal(fault);
  const marker = body.get('Marker');
  if (fault === 'stuck' && /^(GetAccountAuthorizationDetails|ListRoles)$/.test(action)) {
    const list = action === 'ListRoles' ? '<Roles/>' : '<UserDetailList/><GroupDetailList/><RoleDetailList/><Policies/>';
    return result(action, `${list}<IsTruncated>true</IsTruncated><Marker>${marker ?? '0'}</Marker>`);
  }
  switch (action) {
    case 'GetCallerIdentity':
      return caller(pages.caller.Account);
    case 'GetAccountAuthorizationDetails':
      return result(action, xml(marker === '1' ? pages.second : pages.first));
    case 'ListRoles':
      return result(action, xml(pages.roles));
    case 'GenerateCredentialReport':
      return result(action, '<State>COMPLETE</State>');
    case 'GetCredentialReport':
      return result(
        action,
        `<Content>${Buffer.from(csv(pages.report)).toString('base64')}</Content><GeneratedTime>2026-11-01T00:00:00Z</GeneratedTime>`,
      );
    default:
      return undefined;
  }
}

function refusal(status: number): Said {
  if (status === 401) return failure(403, 'ExpiredToken');
  if (status === 403) return failure(403, 'AccessDenied');
  if (status === 429) return failure(400, 'Throttling', 'Rate exceeded');
  return failure(status, status === 503 ? 'ServiceUnavailable' : 'ServiceFailure');
}

/** As IAM writes it: lists of `member`, documents percent-encoded. */
function xml(value: Json, key = ''): string {
  if (/Document$/.test(key)) return encodeURIComponent(JSON.stringify(value));
  if (Array.isArray(value)) return (value as readonly Json[]).map((each) => `<member>${xml(each)}</member>`).join('');
  if (isJsonObject(value))
    return Object.entries(value)
      .map(([name, each]) => `<${name}>${xml(each ?? '', name)}</${name}>`)
      .join('');
  return (typeof value === 'string' ? value : JSON.stringify(value)).replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
