import type { JsonObject } from '../../../src/base/json.ts';
import type { Secret } from '../../../src/base/redact.ts';
import type { Headers } from '../../../src/http/headers.ts';
import type { AwsService } from '../calls/call.ts';

/** What came over the wire, before anything is made of it. */
export interface WireResponse {
  readonly statusCode: number;
  readonly headers: Headers;
  /** The bytes, as a stream or whole. */
  body?: unknown;
}

/** Sees a response before it is parsed; what it rejects with is what the call rejects with. */
export type Watch = (response: WireResponse) => Promise<void>;

/** One service in one region with one set of credentials. Asks once: retry belongs to the collector. */
export interface Client {
  /** Resolves to the answer's members; rejects with an error named for the provider's code. */
  send(operation: string, input: JsonObject, watch: Watch, signal: AbortSignal): Promise<object>;
}

/** Temporary or lasting keys. */
export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Keys, or where they come from and are renewed before their end. */
export type KeySource = Keys | (() => Promise<Keys>);

/** Whose credentials a call is signed with. */
export interface Principal {
  /** Unique among all that a session uses; holds no secret. */
  readonly id: string;
  readonly keys: Secret<KeySource>;
}

/** What only a module that may load the SDK can make. */
export interface Toolbox {
  client(service: AwsService, region: string, keys: Secret<KeySource>): Promise<Client>;
  /** The credential chain of the SDK's own; each call starts it anew, without what an earlier one remembers. */
  chain(): Promise<Secret<KeySource>>;
  /** Closes what clients share. */
  close(): void;
}
