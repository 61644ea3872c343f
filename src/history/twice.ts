import type { Sighting } from '../model/history.ts';
import { HistoryError } from './errors.ts';

export function toldTwice({ kind, boundary, key }: Pick<Sighting, 'kind' | 'boundary' | 'key'>): HistoryError {
  return new HistoryError('failed', `cannot record a run: it tells ${kind} "${key}" in "${boundary}" twice`);
}
