/** The words of mode deploy. Pure. */
import { oneLine } from '@release-train/action-kit/text';
import type { Service } from '@release-train/railway';
import type { OrderCause } from './judgement.ts';
import type { OrderState } from './watch.ts';

/** One line for the log. */
export function renderOrder({ name }: Service, order: OrderState): string {
  const service = oneLine(name, 60);
  switch (order.kind) {
    case 'ordered':
      return `${service}: ordered deployment ${order.id}`;
    case 'adopted':
      return `${service}: deployment ${order.id} of the commit is there already`;
    case 'none':
      return `${service}: ${explainOrder(order)}`;
    default:
      return order satisfies never;
  }
}

/** Continues the sentence `service "x" …`. */
export function explainOrder({ cause, detail }: Extract<OrderState, { kind: 'none' }>): string {
  const what = oneLine(detail, 300);
  switch (cause) {
    case 'would-go-back':
      return `was not deployed: ${what}, which contains this commit, serves or is on its way`;
    case 'other-line':
      return `was not deployed: ${what} serves or is on its way, and this commit does not contain it`;
    case 'ancestry-unknown':
      return `was not deployed: it is not known whether this commit goes back behind ${what}`;
    case 'order-failed':
      return `could not be deployed: ${what}`;
    case 'held-back':
      return 'was not deployed: another service may not be, and half a release is none';
    default:
      return cause satisfies never;
  }
}

/** What a person should do about it. */
export function remedyForOrder(cause: OrderCause): string {
  switch (cause) {
    case 'would-go-back':
    case 'other-line':
      return 'Deploy a commit that contains what serves, or set input "allow-older" to true to go back on purpose.';
    case 'ancestry-unknown':
      return 'Pass input "github-token" with `contents: read` of the repository, or set input "allow-older" to true.';
    case 'order-failed':
      return 'See the reason; look at the service on Railway before you run the job again.';
    case 'held-back':
      return 'Repair what holds the other service back, or set input "require" to any.';
    default:
      return cause satisfies never;
  }
}
