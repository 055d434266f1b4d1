/** Kills a run at one of its calls to the outside. */

/** Dies at one call: before it, or with its answer lost. A dead process makes no further call. */
export function callCounter(dieAt: number, isCarriedOut = false) {
  const seen = { calls: 0, names: [] as string[] };
  const dead = (): never => {
    throw new Error('killed');
  };
  const between = <T extends object>(port: T): T =>
    new Proxy(port, {
      get: (target, name) => {
        const value = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        if (name === 'usage') return value.bind(target);
        return async (...given: unknown[]) => {
          seen.calls += 1;
          seen.names.push(String(name));
          if (seen.calls > dieAt) dead();
          if (seen.calls === dieAt && !isCarriedOut) dead();
          const answer = await Reflect.apply(value, target, given);
          if (seen.calls >= dieAt) dead();
          return answer;
        };
      },
    });
  return { between, calls: () => seen.calls, names: () => seen.names };
}
