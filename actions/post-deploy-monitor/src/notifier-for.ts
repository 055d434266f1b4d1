import type { Channel, httpNotifier, Notifier } from '@release-train/notify';

/** The channels of input `notify`; loaded by the few runs that have something to tell. */
export const notifierFor = (
  channels: readonly Channel[] | undefined,
  options: Parameters<typeof httpNotifier>[1],
): Notifier | undefined =>
  channels && {
    tell: async (message) => {
      const { httpNotifier } = await import('@release-train/notify/http-notifier');
      return httpNotifier(channels, options).tell(message);
    },
  };
