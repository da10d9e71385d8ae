'use strict';
const { reporters, Runner } = require('mocha');

const LONGEST_END_MS = 60_000;

/** Mocha's spec reporter, closed by one plain line that any machine can count: `N passed, N failed, N skipped`. */
module.exports = class CountingReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      const { passes = 0, failures = 0, pending = 0 } = runner.stats ?? {};
      // The spec reporter's own epilogue is printed by a listener of the same event, registered before this one.
      console.log(`\n${passes} passed, ${failures} failed, ${pending} skipped`);
      endSoon();
    });
  }
};

/** Something that a test left open fails the run with its name, in place of a process that never ends. */
function endSoon() {
  setTimeout(() => {
    const open = process.getActiveResourcesInfo().filter((kind) => kind !== 'PipeWrap' && kind !== 'TTYWrap');
    console.error(`tests: expected nothing left open a minute after the last, got ${open.join(', ')}`);
    process.exit(1);
  }, LONGEST_END_MS).unref();
}
