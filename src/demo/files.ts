import { readFile } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import type { DumpFile } from '../run/import.ts';
import { credentialReportOn, detailsOn, generatedOn, type DemoDay, type Details } from './days.ts';

const DETAILS = 'authorization-details.json';
const REPORT = 'credential-report.json';
const TRAIL = 'trail.json';

/** What the AWS CLI printed on a day, and on the last what a trail wrote: of the last the files themselves, of an earlier one what is made of them. */
export function filesOn(day: DemoDay): readonly DumpFile[] {
  const isLast = day === '2026-11-01';
  return [
    {
      format: 'aws-authorization-details',
      name: DETAILS,
      open: isLast ? () => createReadStream(placeOf(DETAILS)) : () => printed(DETAILS, (last) => detailsOn(day, last as Details)),
    },
    {
      format: 'aws-credential-report',
      name: REPORT,
      open: isLast ? () => createReadStream(placeOf(REPORT)) : () => printed(REPORT, (last) => reportOn(day, last as Printed)),
    },
    ...(isLast ? [{ format: 'aws-cloudtrail', name: TRAIL, open: () => createReadStream(placeOf(TRAIL)) }] : []),
  ];
}

/** `aws iam get-credential-report`. */
interface Printed {
  readonly Content: string;
  readonly GeneratedTime: string;
  readonly [rest: string]: unknown;
}

function reportOn(day: DemoDay, last: Printed): Printed {
  const text = Buffer.from(last.Content, 'base64').toString('utf8');
  return { ...last, Content: Buffer.from(credentialReportOn(day, text)).toString('base64'), GeneratedTime: generatedOn(day) };
}

async function* printed(name: string, then: (last: unknown) => object): AsyncGenerator<Uint8Array, void, undefined> {
  const last: unknown = JSON.parse(await readFile(placeOf(name), 'utf8'));
  yield Buffer.from(`${JSON.stringify(then(last), null, 2)}\n`);
}

function placeOf(name: string): URL {
  return new URL(`./estate/${name}`, import.meta.url);
}
