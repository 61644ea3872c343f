import { isJsonObject } from '../../../../src/base/json.ts';
import { notUnderstood, reading } from '../../../../src/contract/reading.ts';
import type { Area } from '../../area.ts';
import type { EntraSettings } from '../settings.ts';
import { probeCalls } from './calls.ts';
import { probe } from './surface.ts';

/** Objects by id. Nothing plans them; what they tell is read with the question that they answer, and makes no facts. */
export const probeArea: Area<EntraSettings> = {
  surfaces: [{ surface: probe, map: (task, body) => (isJsonObject(body) ? reading(task) : notUnderstood(task)) }],
  calls: probeCalls,
};
