/** A seeded source of chance, so that every run simulates the same deployments. */
export interface Random {
  /** Uniform in [0, 1). */
  uniform(): number;
  normal(): number;
  exponential(mean: number): number;
}

/** mulberry32, https://github.com/cprosche/mulberry32 */
export function seeded(seed: number): Random {
  let state = seed;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    const mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    const again = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((again ^ (again >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    uniform,
    // Box and Muller 1958, https://doi.org/10.1214/aoms/1177706645
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    exponential: (mean) => -mean * Math.log(1 - uniform()),
  };
}
