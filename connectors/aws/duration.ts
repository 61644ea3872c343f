import { counted } from '../../src/base/text/count.ts';

/** `8 hours`, `1 hour and 30 minutes`, `15 minutes`; what is left of a minute counts as one. */
export function durationText(seconds: number): string {
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.ceil((seconds - hours * 3600) / 60);
  const told = [...(hours === 0 ? [] : [counted(hours, 'hour')]), ...(minutes === 0 && hours > 0 ? [] : [counted(minutes, 'minute')])];
  return told.join(' and ');
}
