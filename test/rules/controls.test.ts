import { describe, expect, test } from 'vitest';
import { rules as awsRules } from '../../connectors/aws/rules/list.ts';
import { rules as microsoftRules } from '../../connectors/microsoft/rules/list.ts';
import type { ControlRef } from '../../src/model/finding.ts';
import { controls } from '../../src/rules/controls.ts';
import { rules } from '../../src/rules/list.ts';

/** How each framework writes its ids. */
const forms: Readonly<Record<string, RegExp>> = {
  'owasp-nhi': /^NHI(?:[1-9]|10):2025$/,
  'nist-csf': /^[A-Z]{2}\.[A-Z]{2}-\d{2}$/,
  'nist-800-53': /^[A-Z]{2}-\d{1,2}(?:\(\d{1,2}\))?$/,
  'nist-800-207': /^Tenet [1-7]$/,
  'ai-rmf': /^(?:GOVERN|MAP|MEASURE|MANAGE) \d\.\d{1,2}$/,
  soc2: /^CC\d\.\d$/,
  iso27001: /^A\.[5-8]\.\d{1,2}$/,
  pci: /^\d{1,2}\.\d{1,2}(?:\.\d{1,2}){0,2}$/,
  gdpr: /^Art\. 32\(1\)\([a-d]\)$/,
  'cis-aws': /^\d\.\d\.\d \d\.\d{1,2}$/,
};
const used: readonly ControlRef[] = [...rules, ...awsRules, ...microsoftRules].flatMap((rule) => rule.controls);

describe('the controls that findings bear on', () => {
  test('are written as their framework writes them', () => {
    expect(used.length).toBeGreaterThan(100);
    for (const { framework, id, title } of used) {
      expect(id, framework).toMatch(forms[framework] ?? /^$/);
      expect(title).not.toMatch(/\.$/);
    }
  });

  test('have one title for one id', () => {
    const titles = new Map<string, string>();
    for (const { framework, id, title } of used) {
      expect(titles.get(`${framework} ${id}`) ?? title).toBe(title);
      titles.set(`${framework} ${id}`, title);
    }
  });

  test('cover the frameworks an audit asks for in every rule', () => {
    for (const rule of [...rules, ...awsRules, ...microsoftRules]) {
      const named = new Set(rule.controls.map((control) => control.framework));
      for (const framework of ['nist-800-53', 'soc2']) expect(named, rule.id).toContain(framework);
    }
  });

  test('come in the order asked for', () => {
    expect(controls('CC6.3', 'NHI5').map((control) => control.id)).toEqual(['CC6.3', 'NHI5:2025']);
  });
});
