import type { ServiceInstance } from './model.ts';
import type { Script, ScriptTarget } from './specification.ts';

/** Scripts waiting for their deployment. A script for the `next` one is used up by it. */
export class ScriptBook {
  readonly #entries: { readonly target: ScriptTarget; readonly script: Script }[] = [];

  add(target: ScriptTarget, script: Script): void {
    if (target.commit !== 'next' && !/^[0-9a-f]{40}$/.test(target.commit)) {
      throw new Error(`A script's commit must be a full SHA or "next", got "${target.commit}".`);
    }
    this.#entries.push({ target, script });
  }

  take({ environment, service }: ServiceInstance, sha: string | undefined): Script {
    const index = this.#entries.findIndex(
      ({ target }) =>
        target.environmentId === environment.id &&
        target.serviceId === service.id &&
        (target.commit === 'next' || target.commit === sha),
    );
    const entry = this.#entries[index];
    if (entry?.target.commit === 'next') this.#entries.splice(index, 1);
    return entry?.script ?? {};
  }
}
