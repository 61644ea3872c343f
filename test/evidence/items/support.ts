import { hashJson } from '../../../src/base/bytes/hash.ts';
import type { Json } from '../../../src/base/json.ts';
import type { Envelope, Page } from '../../../src/model/page.ts';

export const secret = Buffer.alloc(32, 7);

export const envelope: Envelope = {
  connector: 'aws',
  mapping: 1,
  task: { boundary: 'aws:111122223333', surface: 'aws:authorization-details', args: {} },
  cursor: null,
  next: null,
  sentAt: '2026-07-01T00:00:00.000Z',
  receivedAt: '2026-07-01T00:00:01.000Z',
  providerDate: null,
  validAt: null,
  requestId: null,
  status: 200,
  refused: null,
  raw: null,
};

export function pageOf(body: Json, cursor: string | null = null): Page {
  const its = { ...envelope, cursor };
  return { id: hashJson({ body, envelope: its as unknown as Json }), envelope: its, body };
}
