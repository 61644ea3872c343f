import { afterEach, vi } from 'vitest';
import * as v from 'valibot';
import { openWith } from '../../../../connectors/aws/open.ts';
import { awsSettings } from '../../../../connectors/aws/settings.ts';
import type { Json } from '../../../../src/base/json.ts';
import type { Answer, Part, Session } from '../../../../src/contract/connector.ts';
import type { Asked, Said } from '../support/server.ts';
import { caller, StubAws } from '../support/server.ts';
import { account } from '../support/estate.ts';

export { account };
export const other = '999988887777';
export const never = new AbortController().signal;

/** A server, a clock that can be moved, and the real SDK between the session and the server. */
export class Rig {
  readonly stub = new StubAws();
  now = Date.parse('2026-11-22T00:00:00Z');
  readonly #sessions: Session[] = [];
  #url = '';

  async start(answer: (asked: Asked) => Said | undefined | Promise<Said | undefined>): Promise<void> {
    this.stub.answer = (asked) => (asked.action === 'GetCallerIdentity' ? caller(account) : answer(asked));
    this.#url = await this.stub.start();
    vi.stubEnv('AWS_ENDPOINT_URL', this.#url);
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDHUB');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'example');
    vi.stubEnv('AWS_PROFILE', undefined);
  }

  async open(settings: Readonly<Record<string, Json>> = {}, signal = never, idle = 30_000): Promise<Session> {
    const io = { now: () => this.now, signal, environment: { AWS_ENDPOINT_URL: this.#url } };
    const session = await openWith(v.parse(awsSettings, settings), io, { connection: 5000, request: idle, idle });
    this.#sessions.push(session);
    return session;
  }

  async stop(): Promise<void> {
    for (const session of this.#sessions) await session.close();
    await this.stub.stop();
    vi.unstubAllEnvs();
  }
}

/** A rig for each test, stopped after it. */
export function rigs(): () => Rig {
  const made: Rig[] = [];
  afterEach(async () => {
    for (const rig of made.splice(0)) await rig.stop();
  });
  return () => {
    const rig = new Rig();
    made.push(rig);
    return rig;
  };
}

export interface Question {
  readonly surface: string;
  readonly args?: Json;
  readonly of?: string;
  readonly cursor?: string | null;
}

export async function ask(
  session: Session,
  { surface, args = {}, of = account, cursor = null }: Question,
  signal = never,
): Promise<{ readonly part: Part; readonly answer: Answer }> {
  const boundary = of.includes('/') || /^\d+$/.test(of) ? `aws:${of}` : of;
  const answer = await session.read([{ task: { boundary, surface: `aws:${surface}`, args }, cursor }], signal);
  return { part: answer.parts[0], answer };
}
