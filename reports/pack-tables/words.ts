import type { EventRef } from '../../src/model/authorisation.ts';
import type { Evidence } from '../../src/model/fact.ts';
import type { ControlRef, PathStep } from '../../src/model/finding.ts';
import { othersText, type Gap } from '../../src/model/gap.ts';

export function yesNo(value: boolean): string {
  return value ? 'yes' : 'no';
}

/** `workday leaver-10442`: the source and its id of an event. */
export function refText({ source, id }: EventRef): string {
  return `${source} ${id}`;
}

/** `<page>#<pointer>` */
export function evidenceText({ page, pointer }: Evidence): string {
  return `${page}#${pointer}`;
}

export function controlText({ framework, id, title }: ControlRef): string {
  return `${framework} ${id}: ${title}`;
}

/** `aws:access-keys in aws:111122223333, denied: iam:ListAccessKeys: AccessDenied` */
export function gapText(gap: Gap): string {
  const about = gap.subject === undefined ? '' : ` about ${gap.subject}`;
  return `${gap.surface} in ${gap.boundary}${othersText(gap)}${about}, ${gap.cause}: ${gap.detail}`;
}

export function stepText(step: PathStep): string {
  if (step.step === 'entry') return `entry, ${step.state}: ${step.text}`;
  if (step.step === 'identity') return `identity: ${step.name} (${step.id})`;
  if (step.step === 'link') return `link, ${step.how}, ${step.persistence}: ${step.from} to ${step.to}: ${step.text}`;
  return `grant, ${step.persistence}: ${step.capability} at ${step.scope}: ${step.text}`;
}
