import { type Fault, type Harm, isMeant, type RequestFacts, timesOf } from './fault.ts';

export interface SeenRequest extends RequestFacts {
  /** Counted from 1 since the run began. */
  readonly n: number;
  readonly harm?: Harm;
}

interface Order {
  readonly fault: Fault;
  left: number;
}

interface Waiter {
  readonly resolve: (request: SeenRequest) => void;
}

/** Takes orders for faults and counts the requests of a run. */
export class FaultDesk {
  readonly #orders: Order[] = [];
  readonly #seen: SeenRequest[] = [];
  readonly #waiting: Waiter[] = [];
  readonly #silences = new Set<() => void>();
  #token: string | undefined;

  /** The next request is number 1; what was ordered before is forgotten. */
  beginRun(run: { readonly token?: string } = {}): void {
    this.#orders.length = 0;
    this.#seen.length = 0;
    this.#token = run.token;
  }

  order(fault: Fault): void {
    if ('request' in fault.at && !(fault.at.request >= 1)) {
      throw new Error(`A run's first request is number 1, got ${fault.at.request}.`);
    }
    this.#orders.push({ fault, left: timesOf(fault) });
  }

  /** Requests of the run so far, in the order of their arrival. */
  get seen(): readonly SeenRequest[] {
    return this.#seen;
  }

  /** The next request that meets its harm, after its effect where it has one. */
  nextStrike(): Promise<SeenRequest> {
    const { promise, resolve } = Promise.withResolvers<SeenRequest>();
    this.#waiting.push({ resolve });
    return promise;
  }

  /** Ends every silence by a reset. */
  breakSilences(): void {
    for (const end of [...this.#silences]) end();
  }

  /** For the gate: counts the request and says what shall go wrong with it. */
  admit(facts: RequestFacts, credentials: readonly string[]): SeenRequest | undefined {
    if (this.#token !== undefined && !credentials.includes(this.#token)) return undefined;
    const n = this.#seen.length + 1;
    const order = this.#orders.find(({ fault, left }) => left > 0 && isMeant(fault, facts, n));
    if (order) order.left -= 1;
    const request = { ...facts, n, ...(order ? { harm: order.fault.harm } : {}) };
    this.#seen.push(request);
    return request;
  }

  /** For the gate: the harm is done. */
  tell(request: SeenRequest): void {
    for (const { resolve } of this.#waiting.splice(0)) resolve(request);
  }

  /** For the gate: a silence lasts until `end` is called; gives what forgets it. */
  keepSilent(end: () => void): () => void {
    this.#silences.add(end);
    return () => this.#silences.delete(end);
  }
}
