import type { Pack } from '../../src/model/pack.ts';
import { aboutTable } from './about.ts';
import { conductTables } from './conduct.ts';
import { controlTables } from './controls.ts';
import { findingTables } from './findings.ts';
import { populationTables } from './population.ts';
import { recordTables } from './records.ts';
import { sourceTables } from './sources.ts';
import type { Table } from './table.ts';

/** Every part of a pack as tables, what an auditor asks for first in front. */
export function packTables(pack: Pack): readonly Table[] {
  return [
    aboutTable(pack),
    ...populationTables(pack),
    ...recordTables(pack),
    ...controlTables(pack),
    ...findingTables(pack),
    ...conductTables(pack),
    ...sourceTables(pack),
  ];
}
