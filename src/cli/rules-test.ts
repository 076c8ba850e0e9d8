// `hushkey rules test`: the examples of the project's own rules, tried.
import { exampleFaults } from '../config/rule-examples.ts';
import { UserError } from '../errors.ts';
import { EXIT, type ExitCode } from '../outcome.ts';
import type { Io } from '../process.ts';
import { counted } from '../report/summary.ts';
import { harmless } from '../report/terminal-text.ts';
import type { Rule } from '../rule.ts';

/** @throws UserError where there is no rule to test: most likely another config was meant. */
export async function testRules(rules: readonly Rule[], io: Io): Promise<ExitCode> {
  if (rules.length === 0) {
    throw new UserError('no-custom-rules', 'no customRules to test in the config that holds here', {
      hint: 'name another with --config FILE',
    });
  }
  const { expandFakes } = await import('../credentials/catalogue.ts');
  const tested = rules.map((rule) => ({ rule, faults: exampleFaults(rule, expandFakes) }));
  for (const { rule, faults } of tested) {
    const { invalid, valid } = rule.examples;
    if (faults.length === 0) io.out(`ok    ${rule.id}: ${invalid.length} invalid, ${valid.length} valid\n`);
    for (const fault of faults) io.out(`fault ${rule.id}: ${harmless(fault)}\n`);
  }
  const failed = tested.filter(({ faults }) => faults.length > 0).length;
  io.out(
    `\n${counted(rules.length, 'rule')}, ${failed === 0 ? 'all as their examples say' : `${failed} with faults`}\n`,
  );
  return failed === 0 ? EXIT.clean : EXIT.findings;
}
