import type { Preset } from './preset.ts';

const employee = ['Employee ID', 'Employee #', 'Employee Number', 'employee_id', 'employeeNumber', 'Worker ID'];
const about = [
  { kind: 'employee-id', value: { column: employee } },
  { kind: 'mail', value: { column: ['Work Email', 'Email - Work', 'Primary Work Email', 'Email', 'workEmail'], has: '@', optional: true } },
  { kind: 'user-name', value: { column: ['User Name', 'Username', 'userName'], optional: true } },
];
// 03/04/2026 is two days: whoever has such dates says which in a mapping of their own
const formats = ['rfc3339', 'd MMM yyyy', 'd-MMM-yyyy', 'dd.MM.yyyy'];
const columnsOf =
  'columns that reports of Workday ("Terminations", "Job Changes") and BambooHR usually have, https://documentation.bamboohr.com/docs/list-of-field-names; a report has the names that its maker gave them';

const lastDay = ['Last Day of Work', 'Last Day', 'Termination Date', 'terminationDate', 'Effective Date'];
export const hrLeavers: Preset = {
  name: 'hr-leavers',
  reads: 'people whose employment ended or will, from Workday, BambooHR and the like',
  source: columnsOf,
  mapping: {
    describes: 'left at the end of the last day of work; no reason is taken in',
    system: 'hr',
    sourceKind: 'hr',
    times: { formats },
    ignore: [{ when: [{ column: lastDay, filled: false }], why: 'no last day is told' }],
    id: [{ column: employee }, { column: ['Hire Date', 'Original Hire Date', 'hireDate'], optional: true }],
    events: [{ type: 'left', at: { column: lastDay, dayEnds: true }, about, what: { constant: 'account' } }],
  },
};

const moveDay = ['Effective Date', 'effectiveDate', 'Date'];
export const hrMovers: Preset = {
  name: 'hr-movers',
  reads: 'people who changed their job or department, from Workday, BambooHR and the like',
  source: columnsOf,
  mapping: {
    describes: 'moved at the beginning of the day from which the new job counts',
    system: 'hr',
    sourceKind: 'hr',
    times: { formats },
    ignore: [{ when: [{ column: moveDay, filled: false }], why: 'no effective date is told' }],
    id: [{ column: employee }, { column: moveDay }],
    events: [
      {
        type: 'moved',
        at: { column: moveDay },
        about,
        what: { constant: 'account' },
        activity: { column: ['Business Process Type', 'Job Change Reason', 'Change Type'], optional: true },
        justification: { column: ['Job Title', 'Proposed Position', 'Department', 'jobTitle'], optional: true },
      },
    ],
  },
};
