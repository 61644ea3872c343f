import type { PackFormat } from '../src/contract/pack-format.ts';
import type { Reporter } from '../src/contract/reporter.ts';
import { csvReporter } from './csv/reporter.ts';
import { htmlReporter } from './html/reporter.ts';
import { jsonReporter } from './json/reporter.ts';
import { ocsfPackFormat } from './ocsf/format.ts';
import { ocsfReporter } from './ocsf/reporter.ts';
import { oscalPackFormat } from './oscal/format.ts';
import { csvPackFormat } from './pack-tables/csv-format.ts';
import { xlsxPackFormat } from './pack-tables/xlsx-format.ts';
import { pdfPackFormat } from './pdf/format.ts';
import { tableReporter } from './table/reporter.ts';

/** Every format there is, by id. */
export const reporters: readonly Reporter[] = [csvReporter, htmlReporter, jsonReporter, ocsfReporter, tableReporter];

/** Every format that files of an evidence pack are made in, by id. */
export const packFormats: readonly PackFormat[] = [csvPackFormat, ocsfPackFormat, oscalPackFormat, pdfPackFormat, xlsxPackFormat];
