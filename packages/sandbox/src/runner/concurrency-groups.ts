/**
 * Concurrency groups: one holder and one waiting; whoever comes later takes the waiting place and
 * cancels who stood there. Group names ignore case and belong to a repository.
 * https://docs.github.com/en/actions/how-tos/write-workflows/choose-when-workflows-run/control-workflow-concurrency
 */
export interface ConcurrencyGroups {
  enter(request: GroupRequest): Promise<Entry>;
}

export interface GroupRequest {
  readonly repository: string;
  readonly group: string;
  readonly cancelInProgress: boolean;
  /** `max` keeps everyone waiting in line. */
  readonly queue: 'single' | 'max';
  /** Called on the holder when a newcomer cancels it. */
  readonly cancel: (reason: string) => void;
  /** Gives up waiting when aborted. */
  readonly signal: AbortSignal;
}

export type Entry =
  | { readonly kind: 'entered'; readonly leave: () => void }
  | { readonly kind: 'cancelled'; readonly reason: string };

interface Waiting {
  readonly request: GroupRequest;
  readonly settle: (entry: Entry) => void;
}

interface Group {
  holder: GroupRequest | null;
  readonly waiting: Waiting[];
}

export function createConcurrencyGroups(): ConcurrencyGroups {
  const groups = new Map<string, Group>();
  return {
    enter: (request) => {
      const key = `${request.repository}\n${request.group}`.toLowerCase();
      const group = groups.get(key) ?? { holder: null, waiting: [] };
      groups.set(key, group);
      return enterGroup(group, request);
    },
  };
}

function enterGroup(group: Group, request: GroupRequest): Promise<Entry> {
  if (!group.holder) return Promise.resolve(hold(group, request));
  const reason = `a newer run or job of the concurrency group "${request.group}" takes its place`;
  if (request.queue === 'single') {
    for (const { settle } of group.waiting.splice(0)) settle({ kind: 'cancelled', reason });
  }
  if (request.cancelInProgress) group.holder.cancel(reason);
  return new Promise((settle) => {
    const waiting: Waiting = { request, settle };
    group.waiting.push(waiting);
    request.signal.addEventListener('abort', () => {
      const at = group.waiting.indexOf(waiting);
      if (at < 0) return;
      group.waiting.splice(at, 1);
      settle({ kind: 'cancelled', reason: 'it was cancelled while it waited for its turn' });
    });
  });
}

function hold(group: Group, request: GroupRequest): Entry {
  group.holder = request;
  const leave = () => {
    if (group.holder !== request) return;
    group.holder = null;
    const next = group.waiting.shift();
    if (next) next.settle(hold(group, next.request));
  };
  return { kind: 'entered', leave };
}
