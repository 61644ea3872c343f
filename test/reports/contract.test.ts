import { parse as parseCsv } from 'csv-parse/sync';
import { expect } from 'vitest';
import { csvReporter } from '../../reports/csv/reporter.ts';
import { htmlReporter } from '../../reports/html/reporter.ts';
import { jsonReporter } from '../../reports/json/reporter.ts';
import { ocsfReporter } from '../../reports/ocsf/reporter.ts';
import { tableReporter } from '../../reports/table/reporter.ts';
import { reporterSuite } from '../contract/reporter-suite.ts';

reporterSuite(jsonReporter, {
  parse: (output) => JSON.stringify(JSON.parse(output)),
  none: {
    schema: '"schema": 1',
    run: '"inputs": []',
    coverage: '"coverage": []',
    totals: '"boundaries": []',
    findings: '"findings": []',
    undetermined: '"undetermined": []',
    excepted: '"excepted": []',
    endings: '"endings": []',
    assurance: '"assurance": null',
    history: '"history": null',
    metrics: '"metrics": null',
    tests: '"ephemeral": {"yes":0,"no":0,"undetermined":0}',
  },
});

reporterSuite(csvReporter, {
  parse: (output) => cells(output).flat().join('\n'),
  none: {
    schema: '"run","schema",1,',
    run: '"run","pages",0,',
    coverage: '"section","coverage",0,',
    totals: '"total","credentials",0,',
    findings: '"section","findings",0,',
    undetermined: '"section","undetermined",0,',
    excepted: '"section","excepted",0,',
    endings: '"section","endings",0,',
    assurance: '"section","assurance",0,',
    history: '"section","history",0,',
    metrics: '"section","metrics",0,',
    tests: '"test","ephemeral.yes",0,',
  },
  inert: (output) => {
    const all = cells(output);
    expect(new Set(all.map((row) => row.length)).size).toBe(1);
    for (const cell of all.flat()) expect(cell.normalize('NFKC')).not.toMatch(/^[\s"]*[=+@-](?!\d+(\.\d+)?$)/);
    for (const cell of all.flat()) expect(cell.normalize('NFKC')).not.toMatch(/;\s*[=+@-]/);
  },
});

function cells(output: string): readonly (readonly string[])[] {
  return parseCsv(output, { bom: true, record_delimiter: '\r\n' });
}

reporterSuite(ocsfReporter, {
  // in `unmapped` every member of the report has its own value; the keys of these two lists say how many there are
  parse: (output) =>
    output
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.stringify(JSON.parse(line)))
      .join('\n'),
  none: {
    schema: '"schema":1',
    run: '"inputs":[]',
    coverage: '"coverage":[]',
    totals: '"boundaries":[]',
    findings: '"findings":0,"undetermined":0}',
    undetermined: '"findings":0,"undetermined":0}',
    excepted: '"excepted":0',
    endings: '"endings":0',
    assurance: '"assurance":null',
    history: '"history":null',
    metrics: '"metrics":null',
    tests: '"ephemeral":{"no":0,"undetermined":0,"yes":0}',
  },
  inert: (output) => {
    for (const line of output.split('\n').slice(0, -1)) expect(JSON.parse(line)).toHaveProperty('metadata.version', '1.8.0');
  },
});

reporterSuite(tableReporter, {
  omits: [
    /^\/run\/(?:inputs|rules|configuration|capture)/,
    // of a surface that was read, what would be unsaid without it; of one that was not refused, the permission
    /^\/coverage\/0\/ifUnread$/,
    /^\/coverage\/\d+\/permission$/,
    // what is left of the questions after those found, undetermined and excepted
    /^\/totals\/rules\/\d+\/clear$/,
    // names, not ids; a title, not the rule's id, which stands in the denominators; one reason of a root cause: `explain` tells the rest
    /\/subject\/(?:id|uid)$/,
    // how many, not which
    /\/subject\/accounts\/\d+$/,
    /\/finding(?:s\/\d+)?\/(?:rule|fingerprint)$/,
    /\/rootCause\/(?:id|kind)$/,
    /^\/findings\/\d+\/reasons\/[1-9]/,
    /\/(?:object|path|evidence|controls)\//,
    /\/remediation\/(?:mayBreak|verify)$/,
    // where there are commands, they are the remedy
    /^\/findings\/(?:0|1|3)\/remediation\/summary$/,
    // of questions without an answer, the place of what is missing is told, and by name about whom
    // of a finding's past the day since when it stands; of those that are no more whose and when; the run before by its time
    /^\/findings\/\d+\/seen\//,
    /^\/history\/(?:(?:resolved|unconfirmed)\/\d+\/(?:fingerprint|first|wants)|previous\/run)$/,
    /^\/undetermined\/\d+\/(?:scope|subject\/boundary|because\/\d+\/subject)$/,
    // of the boundaries that one gap stands for, two by name and how many more
    /^\/undetermined\/\d+\/because\/\d+\/others\/(?:boundaries$|first\/[1-9])/,
    // of endings ids, what logs call a thing and who answers for it, moments that others say better; of another way what gives it
    /^\/endings\/\d+\/(?:id|boundary|subject|person|owner|controlOwner|allowedMs)$/,
    /^\/endings\/\d+\/(?:access\/(?:id|boundary|subject|objects|source|from|until)|capabilities|events|evidence|runs|probes)\b/,
    /^\/endings\/\d+\/(?:authorisations|authorisedUntil|trigger\/(?:at|events)|lag)\b/,
    // what lingered and is over is one line with the latest moment; why is told by the lines above it, but of what is undetermined, contradicted or back
    /^\/endings\/(?:0|1|4|5)\/(?:lingering\/\d+\/(?:what|cut\/(?:source|id))|because\/0)$/,
    /^\/endings\/\d+\/(?:lingering\/\d+\/(?:longestMs|source|until)|otherWays\/(?:ways\/\d+\/|because\/\d+\/subject$))/,
    // of what is not due when it should end alone
    /^\/endings\/6\/(?:firstSeen|lastSeen|because\/0)$/,
    // counts of outcomes stand above the endings that they count
    /^\/assurance\/outcomes\//,
    // how many findings an exception is about, not which; where a row that matches nobody is from stands with its id
    /^\/assurance\/(?:exceptions\/\d+\/(?:frozen|covers|fresh|gone|exception\/(?:frozen|matcher\/fingerprint))|unmatched\/first\/\d+\/source$)/,
    /^\/metrics\/rows\/0\/of$/,
    // of a group of endings the bounds of its debt and how many are at which end
    /^\/metrics\/rows\/[1-9]\d*\/(?:debtExcepted|lag|lateness|atOnce|automatic|levels\/[0-2]$|neverAuthorised|endings\/notDue)/,
    // of excepted findings all but who, what and by which exception
    /^\/excepted\/\d+\/finding\/(?:reasons\/|caveats\/|scope$|subject\/boundary$|remediation\/|seen\/)/,
  ],
  none: {
    schema: 'report schema 1',
    run: 'no pages of no inputs, no rules',
    coverage: 'COVERAGE  none',
    totals: 'RULES  none was asked',
    findings: 'FINDINGS  none',
    undetermined: 'UNDETERMINED  none',
    excepted: 'EXCEPTED      none',
    endings: 'ENDINGS       none: no history was at hand',
    assurance: 'so nothing is said of what ended',
    history: 'HISTORY       none: this run was not recorded',
    metrics: 'and there are no metrics of it',
    tests: 'TESTS         none',
  },
});

reporterSuite(htmlReporter, {
  parse: (output) =>
    output
      .replace(/<[^>]*>/g, '')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&amp;', '&'),
  none: {
    schema: 'report schema <bdi>1</bdi>',
    run: '<h3>Inputs</h3> <p class="none">None.</p>',
    coverage: 'None: nothing was read',
    totals: '<h3>Rules</h3> <p class="none">None was asked.</p>',
    findings: '<h2 id="findings">Findings</h2><p class="none">None.</p>',
    undetermined: '<h2 id="undetermined">Undetermined</h2><p class="none">None.</p>',
    excepted: '<h2 id="excepted">Excepted</h2><p class="none">None.</p>',
    endings: 'None: no history was at hand, so nothing is said of whether access ended when it should have.',
    assurance: '<h2 id="assurance">Assurance</h2><p class="none">None: no history was at hand.</p>',
    history: '<p class="none">None: this run was not recorded.</p>',
    metrics: 'None: they are figures of endings, and no history was at hand.',
    tests: 'None: no identity was tested.',
  },
});
