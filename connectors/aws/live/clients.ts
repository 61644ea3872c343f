import type { AwsService } from '../calls/call.ts';
import type { Client, Principal, Toolbox } from './client.ts';

/** Many times what is busy at once; a client costs some kilobytes, its sockets are shared. */
const MOST = 512;

/** A client for each service, region and set of credentials, made when first asked for; those not asked for longest are let go. */
export class Clients {
  readonly #toolbox: Toolbox;
  readonly #kept = new Map<string, Promise<Client>>();

  constructor(toolbox: Toolbox) {
    this.#toolbox = toolbox;
  }

  of(service: AwsService, region: string, principal: Principal): Promise<Client> {
    const key = `${service} ${region} ${principal.id}`;
    const client = this.#kept.get(key) ?? this.#toolbox.client(service, region, principal.keys);
    // The last to be let go is the one asked for last.
    this.#kept.delete(key);
    this.#kept.set(key, client);
    // A module that could not be loaded may be by the next time.
    client.catch(() => this.#kept.delete(key));
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST && oldest !== undefined) this.#kept.delete(oldest);
    return client;
  }

  close(): void {
    this.#kept.clear();
    this.#toolbox.close();
  }
}
