import { notifierSuite } from '@release-train/notify/suite';
import { FakeNotifier } from './fake-notifier.ts';
import { FakeRunner } from './fake-runner.ts';

notifierSuite('the fake notifier', async () => {
  const log = new FakeRunner();
  const notifier = new FakeNotifier(2, log);
  return {
    notifier,
    refuse: () => void notifier.refusing.add(0),
    received: () => notifier.received.map((messages) => messages.map(({ title }) => title)),
    warnings: log.log,
    secrets: [],
    [Symbol.asyncDispose]: async () => {},
  };
});
