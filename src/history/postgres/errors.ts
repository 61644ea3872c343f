import { VestigeError } from '../../base/errors.ts';
import { HistoryError, type HistoryCode } from '../errors.ts';

// Codes and classes of PostgreSQL (its manual, appendix A), and of Node for sockets. The longest that fits counts.
const codes: Readonly<Record<string, readonly [HistoryCode, string | undefined]>> = {
  '08': ['unreachable', 'the server went away; nothing was recorded'],
  '28': ['unreachable', 'user and password, or the certificate, were refused'],
  '3D000': ['bad-place', 'make the database first'],
  '42501': ['failed', 'the user needs the right to make the schema vestige in this database, or to use it'],
  '25006': ['unreachable', 'this server only reads; name the one that writes'],
  '40': ['busy', 'do it again'],
  '53100': ['full', 'nothing was recorded; make room on the server and do it again'],
  '53300': ['busy', 'the server takes no more connections; try again later'],
  '55P03': ['busy', 'do it again when the other one is done'],
  '57P': ['unreachable', 'the server was stopped, or is starting; nothing was recorded'],
  XX001: ['broken', 'the server found its data damaged; restore it from a copy'],
  XX002: ['broken', 'the server found an index damaged'],
  ECONNREFUSED: ['unreachable', 'is the server running there?'],
  ENOENT: ['unreachable', 'is the server running there?'],
  ENOTFOUND: ['unreachable', 'is the host written right?'],
};
const socket = /^(?:E[A-Z]+|ERR_SSL_[A-Z_]+|ERR_TLS_[A-Z_]+)$/;

/** What the server or the way to it refused, as an error of the history; ours as they are. Never with a password. */
export function postgresError(attempted: string, error: unknown): unknown {
  if (error instanceof VestigeError || !(error instanceof Error)) return error;
  const told = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const [code, hint] = meaning(told, error.message);
  const message = told === '' ? error.message : `${error.message} (${told})`;
  return new HistoryError(code, `${attempted}: ${message}`, { cause: error, ...(hint === undefined ? {} : { hint }) });
}

function meaning(told: string, message: string): readonly [HistoryCode, string | undefined] {
  for (const length of [told.length, 5, 3, 2]) {
    const known = length === 0 ? undefined : codes[told.slice(0, length)];
    if (known !== undefined) return known;
  }
  // The driver tells a connection that ended by words alone.
  if (socket.test(told) || /connection|client was closed|timeout/i.test(message))
    return ['unreachable', 'the server cannot be reached; nothing was recorded'];
  return ['failed', undefined];
}
