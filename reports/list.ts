import type { Reporter } from '../src/contract/reporter.ts';
import { csvReporter } from './csv/reporter.ts';
import { htmlReporter } from './html/reporter.ts';
import { jsonReporter } from './json/reporter.ts';
import { tableReporter } from './table/reporter.ts';

/** Every format there is, by id. */
export const reporters: readonly Reporter[] = [csvReporter, htmlReporter, jsonReporter, tableReporter];
