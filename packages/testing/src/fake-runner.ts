import type { Annotation, Runner } from '@release-train/action-kit';

/** A runner that keeps what it was told. */
export class FakeRunner implements Runner {
  readonly masks: string[] = [];
  readonly outputs: Record<string, string> = {};
  readonly kept: Record<string, string> = {};
  readonly log: string[] = [];
  readonly failures: string[] = [];
  readonly annotations: Annotation[] = [];
  summaryText = '';
  readonly #inputs: Readonly<Record<string, string>>;

  constructor(inputs: Readonly<Record<string, string>> = {}) {
    this.#inputs = inputs;
  }

  input(name: string): string {
    return this.#inputs[name]?.trim() ?? '';
  }

  mask(secret: string): void {
    this.masks.push(secret);
  }

  output(name: string, value: string): void {
    this.outputs[name] = value;
  }

  keep(name: string, text: string): string {
    this.kept[name] = text;
    return `/kept/${name}`;
  }

  annotate(annotation: Annotation): void {
    this.annotations.push(annotation);
  }

  info(line: string): void {
    this.log.push(line);
  }

  notice(line: string): void {
    this.log.push(`notice: ${line}`);
  }

  warning(line: string): void {
    this.log.push(`warning: ${line}`);
  }

  async summary(markdown: string): Promise<void> {
    this.summaryText += markdown;
  }

  fail(message: string): void {
    this.failures.push(message);
  }
}
