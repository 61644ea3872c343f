import { hash } from 'node:crypto';
import type { Heads, Row } from './engine.ts';
import { HistoryError } from './errors.ts';
import { idsOf, type Stamped } from './record.ts';

/*
 * A stamp is the first 16 bytes of SHA-256 over all that a sighting says but when, and by which pages. The texts are put one behind the other,
 * each with its length, so that no two different sightings make the same bytes.
 */

export const STAMP = 16;
export const HEAD = STAMP + 6;
const MISSING = 2 ** 47;

/** 16 bytes, each as a character: shorter to make and to compare than a buffer. */
export type Stamp = string;

export function stampOf(stamped: Stamped, members: string, uid: string | null): Stamp {
  return digestOfText(stampText(stamped, members, uid)).slice(0, STAMP);
}

/** What is hashed. */
export function stampText({ kind, boundary, key, family, value, dependsOn, names }: Stamped, members: string, uid: string | null): string {
  const lengths = `${boundary.length} ${key.length} ${family.length} ${members.length} ${uid === null ? '-' : uid.length} ${names.length}`;
  return `${kind} ${lengths} ${boundary}${key}${family}${members}${uid ?? ''}${listed(dependsOn)}${listed(names)}${value}`;
}

/** The whole of what a stamp is the beginning of: to be looked up, where it need not be cut off to be kept. */
export function digestOfText(text: string): string {
  return hash('sha256', text, 'binary');
}

/** Of a row as its last sighting says it. */
export function stampOfRow(row: Row, members: string): Stamp {
  const stamped = { ...row, dependsOn: idsOf(row.dependsOn), names: idsOf(row.names) };
  return stampOf(stamped, members, row.kind === 'identity' ? row.incarnation : null);
}

function listed(list: readonly string[]): string {
  let text = `${list.length}`;
  for (const each of list) text += ` ${each.length} ${each}`;
  return text;
}

/** One entry of {@link Heads}. */
export interface Head {
  readonly stamp: Stamp;
  readonly id: number;
  readonly isMissing: boolean;
}

export function byStamp(a: Head, b: Head): number {
  return a.stamp < b.stamp ? -1 : a.stamp > b.stamp ? 1 : a.id - b.id;
}

export function headBytes(heads: readonly Head[]): Uint8Array {
  const sorted = [...heads].sort(byStamp);
  const bytes = Buffer.allocUnsafe(sorted.length * HEAD);
  for (const [place, head] of sorted.entries()) writeHead(bytes, place, head);
  return bytes;
}

export function writeHead(bytes: Buffer, place: number, { stamp, id, isMissing }: Head): void {
  bytes.write(stamp, place * HEAD, STAMP, 'latin1');
  bytes.writeUIntBE(id + (isMissing ? MISSING : 0), place * HEAD + STAMP, 6);
}

export function headId(bytes: Buffer, place: number): number {
  return bytes.readUIntBE(place * HEAD + STAMP, 6) % MISSING;
}

export function isHeadMissing(bytes: Buffer, place: number): boolean {
  return (bytes[place * HEAD + STAMP] as number) >= 0x80;
}

/** How a stamp, or what begins with it, lies to one that is stored: less than 0 where it comes before. */
export function compareStamp(stamp: string, bytes: Buffer, at: number): number {
  for (let i = 0; i < STAMP; i++) {
    const difference = stamp.charCodeAt(i) - (bytes[at + i] as number);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** As bytes to be walked. Throws `broken` where they are no whole entries. */
export function headBuffer({ kind, boundary, bytes }: Heads): Buffer {
  if (bytes.length % HEAD !== 0) {
    throw new HistoryError('broken', `cannot read the open intervals of ${kind} in "${boundary}": their list is cut off`, {
      hint: 'vestige store check',
    });
  }
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}
