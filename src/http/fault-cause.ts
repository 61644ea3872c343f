/** The causes of a gap that an HTTP exchange can tell. */
export type FaultCause =
  'denied' | 'not-licensed' | 'expired-credentials' | 'throttled' | 'unreachable' | 'malformed' | 'vanished' | 'unsupported';
