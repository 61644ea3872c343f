import type { Report } from '../../src/model/report.ts';
import { leavesWith } from './leaves.ts';

/** The leaves of a report. */
export const reportLeaves = leavesWith<Report>(
  [
    /^\/schema$/,
    /^\/endings\/\d+\/(?:kind|authorised|outcome|level|endsBy|pattern|midSession|endedBy\/by|ended\/how|otherWays\/state)$/,
    /^\/endings\/\d+\/(?:(?:access|trigger)\/kind|tests\/\w+|lingering\/\d+\/(?:midSession|state|cutBy\/\d+))$/,
    /^\/assurance\/sources\/\d+\/(?:sourceKind|spans\/\d+\/tells)$/,
    /^\/assurance\/(?:unmatched\/first\/\d+\/why|exceptions\/\d+\/(?:state|exception\/kind))$/,
    /^\/history\/resolved\/\d+\/how$/,
  ],
  4,
);
