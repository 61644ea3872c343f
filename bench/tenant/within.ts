import type { Sender } from '../../src/http/sender.ts';
import type { TenantService } from './service.ts';

/** What stands for a tenant's address where it is asked within this process. */
export const WITHIN = 'https://tenant.example';

/** Requests answered by a service of this process, without a network. */
export function senderWithin(service: TenantService): (now: () => number) => Sender {
  return (now) => ({
    send: ({ method, url, body }) => {
      const at = now();
      const parsed = body === undefined ? {} : { body: JSON.parse(body) as unknown };
      const { status, headers, body: answer } = service.respond({ method, url, ...parsed, now: at });
      return Promise.resolve({ status, headers, body: Buffer.from(JSON.stringify(answer)), sentAt: at, receivedAt: at });
    },
    close: () => undefined,
  });
}
