import type { Pack } from '../../src/model/pack.ts';
import { leavesOf, leavesWith, type Leaf } from './leaves.ts';

/** The leaves of a pack. */
export const packLeaves = leavesWith<Pack>(
  [
    /^\/(?:schema|framework)$/,
    /^\/population\/rows\/\d+\/(?:from\/\d+|disposition)$/,
    /^\/population\/reconciliation\/(?:together\/\d+\/from\/\d+|unmatched\/\d+\/why)$/,
    /^\/population\/(?:sources\/\d+\/(?:sourceKind|spans\/\d+\/tells)|imports\/\d+\/sourceKind)$/,
    /^\/sample\/seededBy$/,
    /\/ending\/(?:kind|authorised|outcome|level|endsBy|pattern|midSession|endedBy\/by|ended\/how|otherWays\/state)$/,
    /\/ending\/(?:(?:access|trigger)\/kind|tests\/\w+|lingering\/\d+\/(?:midSession|state|cutBy\/\d+))$/,
    /^\/records\/\d+\/(?:timeline\/\d+\/what|cited\/\d+\/withheld)$/,
    /^\/controls\/\d+\/(?:framework|says|tests\/\d+\/exceptions\/\d+\/of)$/,
    /^\/exceptions\/\d+\/(?:state|exception\/kind)$/,
    /^\/boundaries\/\d+\/knownBy$/,
    /^\/runs\/\d+\/(?:state|command)$/,
    /^\/people\/\d+\/(?:duties\/\d+\/duty|together\/\d+\/\d+)$/,
    /^\/changes\/\d+\/what$/,
    /^\/integrity\/(?:level|anchors\/\d+\/how)$/,
  ],
  5,
);

/** Texts, numbers, hashes and times of a pack that may be anything of their kind. */
export function freeLeaves(pack: Pack): readonly Leaf[] {
  return leavesOf(pack).filter(({ pointer }) => packLeaves.isFree(pointer));
}
